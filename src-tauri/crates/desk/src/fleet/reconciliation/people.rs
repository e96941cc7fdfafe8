//! Who of Jump the drivers of Fleet are: as a person said, else as Jump says that the aggregator calls him.

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, stream};
use jump::{DriversQuery, Id, Jump, PerPage};

use super::super::types::FleetLink;
use crate::error::DeskResult;

const SIDE_BY_SIDE: usize = 4;

#[derive(Debug, Default)]
pub struct People {
    jump_of: BTreeMap<String, Id>,
    /// Who has several profiles at Fleet stands here under all of them.
    at_fleet: BTreeMap<Id, BTreeSet<String>>,
    /// Given by a person with the link.
    names: BTreeMap<String, String>,
}

impl People {
    pub fn linked(links: &BTreeMap<String, FleetLink>) -> Self {
        let mut people = Self::default();
        for (fleet, link) in links {
            people.add(fleet.clone(), link.jump_id);
            people.names.insert(fleet.clone(), link.name.clone());
        }
        people
    }

    pub fn add(&mut self, fleet: String, jump: Id) {
        let profiles = self.at_fleet.entry(jump).or_default();
        profiles.insert(fleet.clone());
        self.jump_of.insert(fleet, jump);
    }

    pub fn of(&self, fleet: &str) -> Option<Id> {
        self.jump_of.get(fleet).copied()
    }

    /// The driver of Fleet who is this one of Jump, where there is only one.
    pub fn at_fleet(&self, jump: Id) -> Option<&str> {
        let profiles = self.at_fleet.get(&jump)?;
        let only = profiles.first().filter(|_| profiles.len() == 1);
        only.map(String::as_str)
    }

    pub fn name(&self, fleet: &str) -> Option<&str> {
        self.names.get(fleet).map(String::as_str)
    }

    /// Certainly two drivers. When one of the two is not told or nobody knows him, it is not certain.
    pub fn differ(&self, jump: Option<Id>, fleet: Option<&str>) -> bool {
        let (Some(jump), Some(fleet)) = (jump, fleet) else {
            return false;
        };
        match self.of(fleet) {
            Some(known) => known != jump,
            None => self.at_fleet.contains_key(&jump),
        }
    }

    /// Asks Jump who these are; it finds a driver by the id that the aggregator gave him. Those whom it does not know
    /// stay unknown.
    ///
    /// # Errors
    /// Those of the first call that failed; the others are not made then.
    pub async fn look_up(&mut self, jump: &Jump, strangers: BTreeSet<String>) -> DeskResult<()> {
        let strangers = strangers.into_iter();
        let unknown = strangers.filter(|fleet| !self.jump_of.contains_key(fleet) && is_id(fleet));
        let unknown: Vec<String> = unknown.collect();
        let mut asked = stream::iter(unknown)
            .map(|fleet| async move {
                let found = by_aggregator_id(jump, &fleet).await;
                (fleet, found)
            })
            .buffer_unordered(SIDE_BY_SIDE);
        while let Some((fleet, found)) = asked.next().await {
            if let Some(id) = found? {
                self.add(fleet, id);
            }
        }
        Ok(())
    }
}

/// A number might find somebody by his telephone, a short text by his name.
fn is_id(fleet: &str) -> bool {
    const LEAST: usize = 16;
    let signs = fleet.chars().all(|sign| sign.is_ascii_alphanumeric());
    let number = fleet.chars().all(|sign| sign.is_ascii_digit());
    fleet.len() >= LEAST && signs && !number
}

async fn by_aggregator_id(jump: &Jump, fleet: &str) -> DeskResult<Option<Id>> {
    let query = DriversQuery {
        page: 1,
        per_page: PerPage::Twenty,
        search: Some(fleet.to_owned()),
        ..DriversQuery::default()
    };
    let found = jump.list_drivers(&query).await?;
    Ok(match found.items.as_slice() {
        [only] => Some(only.id),
        _ => None,
    })
}
