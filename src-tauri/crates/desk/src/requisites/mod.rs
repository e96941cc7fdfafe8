//! Requisites: which form a type means, checks of a new one, what a change of the list amounts to.

pub mod types;

use jump::Id;

use crate::{Desk, checks::FieldCheck, connections::types::ConnectionId, error::DeskResult};
use types::{RequisiteDraft, RequisiteForm, RequisiteTypeView};

impl Desk {
    /// The requisite types of the dictionary, each with the form it means.
    pub async fn requisite_types(&self, connection: &ConnectionId) -> DeskResult<Vec<RequisiteTypeView>> { todo!() }
    /// Remembers for this connection which form a type means.
    pub fn confirm_requisite_form(&self, connection: &ConnectionId, type_id: Id, form: RequisiteForm) -> DeskResult<()> { todo!() }
    /// Checks a new requisite as typed.
    pub fn check_requisite(&self, form: RequisiteForm, draft: &RequisiteDraft) -> Vec<FieldCheck> { todo!() }
}
