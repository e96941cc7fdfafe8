//! What a book of views lets in: names that can be told apart, as many tabs as fit a screen.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer,
    de::{IntoDeserializer, value::StrDeserializer},
};
use serde_json::Value;

use super::types::{SavedView, ViewBook, ViewColumn};
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
    registers::types::RegisterName,
};

/// In letters; a tab shows about thirty of them.
pub(super) const LONGEST_NAME: usize = 60;
/// Views of one register.
pub(super) const MOST_VIEWS: usize = 40;

pub(super) enum Fault {
    Empty,
    Long,
    Taken,
    Many,
}

impl From<Fault> for DeskError {
    fn from(fault: Fault) -> Self {
        let code = match fault {
            Fault::Empty => "empty",
            Fault::Long => "long",
            Fault::Taken => "taken",
            Fault::Many => "many",
        };
        Self::new(DeskErrorCode::InvalidInput).with_fields(vec![FieldProblem {
            field: "name".to_owned(),
            code: code.to_owned(),
            params: BTreeMap::new(),
        }])
    }
}

/// One line without spaces at its ends, of a length that a tab can bear.
pub(super) fn tidy_name(typed: &str) -> Result<String, Fault> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Fault::Empty),
        1..=LONGEST_NAME => Ok(name),
        _ => Err(Fault::Long),
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl ViewBook {
    pub(super) fn named(&self, name: &str) -> Option<&SavedView> {
        self.views.iter().find(|view| same_name(&view.name, name))
    }

    pub(super) fn position(&self, id: &str) -> DeskResult<usize> {
        let found = self.views.iter().position(|view| view.id == id);
        found.ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))
    }

    /// Puts a view in the place of the one with its id, or last under a new id.
    pub(super) fn put(
        &mut self,
        mut view: SavedView,
        new_id: impl FnOnce() -> String,
    ) -> DeskResult<()> {
        view.name = tidy_name(&view.name)?;
        let place = match view.id.as_str() {
            "" => None,
            id => Some(self.position(id)?),
        };
        if let Some(holder) = self.named(&view.name)
            && holder.id != view.id
        {
            return Err(Fault::Taken.into());
        }
        match place.and_then(|place| self.views.get_mut(place)) {
            Some(former) => *former = view,
            None => self.push(view, new_id)?,
        }
        Ok(())
    }

    pub(super) fn push(
        &mut self,
        mut view: SavedView,
        new_id: impl FnOnce() -> String,
    ) -> Result<(), Fault> {
        if self.views.len() >= MOST_VIEWS {
            return Err(Fault::Many);
        }
        view.id = new_id();
        self.views.push(view);
        Ok(())
    }

    pub(super) fn remove(&mut self, id: &str) -> DeskResult<()> {
        self.views.remove(self.position(id)?);
        if self.usual.as_deref() == Some(id) {
            self.usual = None;
        }
        Ok(())
    }

    pub(super) fn set_usual(&mut self, id: Option<String>) -> DeskResult<()> {
        if let Some(id) = &id {
            self.position(id)?;
        }
        self.usual = id;
        Ok(())
    }

    pub(super) fn keep_columns(
        &mut self,
        id: Option<&str>,
        columns: Vec<ViewColumn>,
    ) -> DeskResult<()> {
        let place = id.map(|id| self.position(id)).transpose()?;
        match place.and_then(|place| self.views.get_mut(place)) {
            Some(view) => view.content.columns = columns,
            None => self.columns = columns,
        }
        Ok(())
    }
}

fn known(name: &str) -> Option<RegisterName> {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    RegisterName::deserialize(name).ok()
}

/// Reads a map by registers and passes over those that only a newer program has: they must not make the rest
/// unreadable.
pub(crate) fn of_known_registers<'de, D, T>(
    source: D,
) -> Result<BTreeMap<RegisterName, T>, D::Error>
where
    D: Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    let all = BTreeMap::<String, Value>::deserialize(source)?;
    let known = all
        .into_iter()
        .filter_map(|(name, value)| Some((known(&name)?, value)));
    let read = |(name, value)| Ok((name, T::deserialize(value)?));
    known
        .map(read)
        .collect::<Result<_, serde_json::Error>>()
        .map_err(serde::de::Error::custom)
}
