//! Requisites: which form a type means, checks of a new one, what a change of the list amounts to.

pub(crate) mod diff;
mod forms;
pub(crate) mod rows;
pub mod types;
pub(crate) mod validate;

use jump::Id;

use crate::{
    Desk, checks::FieldCheck, connections::types::ConnectionId, dictionaries::Dictionary,
    error::DeskResult,
};
use types::{RequisiteDraft, RequisiteForm, RequisiteTypeView};

impl Desk {
    /// The requisite types of the dictionary, each with the form it means.
    ///
    /// # Errors
    /// Those of reading the dictionary; `NoConnection`.
    pub async fn requisite_types(
        &self,
        connection: &ConnectionId,
    ) -> DeskResult<Vec<RequisiteTypeView>> {
        let confirmed = self.0.connections.record(connection)?.requisite_forms;
        let items = self
            .dictionary(connection, Dictionary::PayTypes, None, false)
            .await?;
        let view = |item: jump::DictionaryItem| {
            // A type without a numeric id cannot be sent.
            let type_id: Id = item.code.parse().ok()?;
            let form = confirmed.get(&type_id.to_string()).copied();
            Some(RequisiteTypeView {
                type_id,
                form: form.unwrap_or_else(|| forms::proposed(&item.title)),
                confirmed: form.is_some(),
                title: item.title,
            })
        };
        Ok(items.into_iter().filter_map(view).collect())
    }

    /// Remembers for this connection which form a type means.
    ///
    /// # Errors
    /// `NoConnection`; `SettingsNotSaved`.
    pub fn confirm_requisite_form(
        &self,
        connection: &ConnectionId,
        type_id: Id,
        form: RequisiteForm,
    ) -> DeskResult<()> {
        self.change_record(connection, |record| {
            record.requisite_forms.insert(type_id.to_string(), form);
            Ok(())
        })
    }

    /// Checks a new requisite as typed. Fields are named as the draft's members.
    pub fn check_requisite(&self, form: RequisiteForm, draft: &RequisiteDraft) -> Vec<FieldCheck> {
        validate::checks(form, draft)
            .into_iter()
            .map(|(field, typed, verdict)| verdict.of(field, &typed))
            .collect()
    }
}
