//! What the screen sees and sends about a driver: a list page, the card, a draft, its review, the outcome.

use std::collections::BTreeMap;

use jump::{DriverListItem, DriverProfile, DriverSortField, Id};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    checks::FieldCheck,
    error::FieldProblem,
    requisites::types::{RequisiteChange, RequisiteEdit, RequisiteRow},
};

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct DriversQuery {
    /// From 1.
    pub page: u32,
    /// As typed: a name, a phone in any writing, an id; a wrong keyboard layout is understood.
    pub search: String,
    pub integration_ids: Vec<Id>,
    pub group_ids: Vec<Id>,
    pub anti_fraud_status_ids: Vec<Id>,
    pub referrer_ids: Vec<Id>,
    /// By id when absent.
    pub sort: Option<DriverSortField>,
    pub descending: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct DriversPage {
    pub items: Vec<DriverListItem>,
    pub total: u32,
    pub page: u32,
    pub last_page: u32,
    pub per_page: u32,
    /// What was really searched, when it differs from what was typed (`bdfyjd` -> `иванов`).
    pub searched_as: Option<String>,
    pub read_at: String,
}

/// A field of the profile form. Names are the write names of the service's update operation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum DriverField {
    LastName,
    FirstName,
    MiddleName,
    Phone,
    Email,
    Inn,
    License,
    GroupId,
    AntiFraudStatusId,
    WithdrawalForbiddenComment,
    ParkNote,
    ParkComment,
    ContractNumber,
    ContractFullName,
    ContractSignedAt,
    PassportNumber,
    PassportIssueDate,
    EnableCarSync,
    CarNumber,
    CarLicenseNumber,
}

/// A field as the service shows it. `value` is text: ids as digits, dates as `YYYY-MM-DD`,
/// `enable_car_sync` as `true`/`false`, phone with `+`, empty when null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FormField {
    pub field: DriverField,
    pub value: String,
    /// False when the service's answer does not contain the field: nothing is sent unless typed.
    pub shown: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct DriverCard {
    /// Names this reading; a draft says which reading it was made from.
    pub reading: String,
    pub read_at: String,
    pub profile: DriverProfile,
    pub fields: Vec<FormField>,
    pub requisites: Vec<RequisiteRow>,
    /// Why saving is refused, when it is: code of the catalogue.
    pub save_refused: Option<String>,
    /// What earlier saves under this key were silently ignored for (`requisites`, `phone`, …).
    pub ignored_before: Vec<String>,
    /// Checks of the values as they came (a wrong INN from the service warns, it does not block).
    pub checks: Vec<FieldCheck>,
    /// The driver who invited this one, by name when it could be read.
    pub referrer: Option<NamedDriver>,
    /// False when the service's answer does not contain the referrer.
    pub referrer_shown: bool,
}

/// One edited field of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct FieldEdit {
    pub field: DriverField,
    pub value: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
pub struct DriverDraft {
    pub driver_id: Id,
    /// The reading this draft was made from.
    pub reading: String,
    pub fields: Vec<FieldEdit>,
    pub requisites: Vec<RequisiteEdit>,
    /// Who invited the driver.
    pub referrer: ReferrerEdit,
}

/// The link to the driver who invited this one: three states, because leaving it out keeps it and null cuts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum ReferrerEdit {
    #[default]
    Keep,
    Set(Id),
    Cut,
}

/// The referrer before and after, named where the name is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReferrerChange {
    pub before: Option<NamedDriver>,
    /// `None`: cut.
    pub after: Option<NamedDriver>,
    /// Changed elsewhere since the draft's reading. With `Keep` it is only told, and kept as it is now; a draft that
    /// wants something else has to be looked at again: no token, `before` is theirs and `after` mine.
    pub elsewhere: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NamedDriver {
    pub id: Id,
    /// Empty when it could not be read.
    pub name: String,
}

/// `before` and `after` are display-ready texts keyed by field; dictionary ids are resolved to titles when known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FieldChange {
    pub field: DriverField,
    pub before: String,
    pub after: String,
    /// False: the service does not show the present value.
    pub before_known: bool,
    /// The text is a bare id: the dictionary has no title for it.
    pub before_unlisted: bool,
    pub after_unlisted: bool,
}

/// Edited here and, meanwhile, elsewhere to something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FieldConflict {
    pub field: DriverField,
    pub was: String,
    pub mine: String,
    pub theirs: String,
    /// The text is a bare id: the dictionary has no title for it.
    pub was_unlisted: bool,
    pub mine_unlisted: bool,
    pub theirs_unlisted: bool,
}

/// What would be written. Made from a card that was read again a moment ago.
#[derive(Debug, Clone, Serialize, Type)]
pub struct DriverReview {
    /// Single use; absent while something forbids saving (`problems`, `conflicts`, nothing to change).
    pub token: Option<String>,
    /// The fresh reading: a corrected draft should be based on it.
    pub reading: String,
    pub read_at: String,
    pub changes: Vec<FieldChange>,
    pub requisites: Vec<RequisiteChange>,
    pub referrer: Option<ReferrerChange>,
    /// Changed by somebody else since the draft's reading, and kept as they are now.
    pub elsewhere: Vec<FieldChange>,
    pub requisites_elsewhere: Vec<RequisiteChange>,
    pub conflicts: Vec<FieldConflict>,
    pub problems: Vec<FieldProblem>,
    /// The card as it was just read, to rebase the form on.
    pub card: DriverCard,
}

/// The last four digits typed to delete a requisite, by the requisite's id.
pub type Confirmations = BTreeMap<String, String>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SaveState {
    /// Read again and everything is as sent.
    Saved,
    /// The service said success, and some or all of it did not change (no right).
    Ignored,
    /// The card changed between review and save: nothing was sent; a new review is needed.
    Stale,
    /// Nobody knows: the answer was lost, and reading again did not settle it.
    Unknown,
    /// The answer was lost, and reading again shows that nothing changed.
    NotSaved,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct SaveOutcome {
    pub state: SaveState,
    pub saved: Vec<FieldChange>,
    /// Sent but not there on reading again.
    pub ignored: Vec<FieldChange>,
    pub requisites_saved: Vec<RequisiteChange>,
    pub requisites_ignored: Vec<RequisiteChange>,
    pub referrer_saved: Option<ReferrerChange>,
    pub referrer_ignored: Option<ReferrerChange>,
    /// Sent, but the service does not show it.
    pub referrer_unverifiable: Option<ReferrerChange>,
    /// Fields that were sent but that the service does not show, so that nobody can tell.
    pub unverifiable: Vec<DriverField>,
    /// The card after reading again; absent when it could not be read.
    pub card: Option<DriverCard>,
    pub trace_id: Option<String>,
}
