//! Applications and the desk of one application: its sections and a slot per document type.

use jump::{Application, ApplicationFile, ApplicationJob, Id, Reference};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::book::types::ApplicationsFilter;
use crate::{checks::FieldCheck, connections::types::ConnectionId, registers::types::Selection};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct StatusCount {
    /// The slug, or whatever key the service used.
    pub status: String,
    pub count: u32,
}

/// A place for one document type, and what is already there.
#[derive(Debug, Clone, Serialize, Type)]
pub struct DocumentSlot {
    /// Id of the documents dictionary, `1`..`7`.
    pub code: String,
    pub title: String,
    /// Files of the service that belong here, by the service's own word or by our record of an upload.
    pub files: Vec<SlotFile>,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct SlotFile {
    pub file: ApplicationFile,
    /// True when only our own record of the upload says that the file belongs to this slot.
    pub by_our_record: bool,
}

/// A field of the application's form; its name is that of the contract's read key, with the section before it where
/// two sections share it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationField {
    Profession,
    IsCarDriver,
    DeliveryType,
    /// Ids of integrations, joined by commas.
    Integrations,
    LastName,
    FirstName,
    MiddleName,
    Birthdate,
    City,
    DriverLicenseTaxi,
    Comment,
    LicenseCountry,
    LicenseNumber,
    LicenseIssueDate,
    LicenseExpiryDate,
    LicenseUnlimited,
    LicenseSinceDate,
    CarModel,
    CarColor,
    CarYear,
    CarNumber,
    CarLicense,
    CarVin,
    CarNoVin,
}

/// The part of the form that a field belongs to.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationSection {
    Work,
    Person,
    License,
    Car,
}

/// A field as the service has it. `value` is text: ids and codes as they are, dates as `YYYY-MM-DD`, flags as
/// `true`/`false`, empty when null; `title` is what people read instead of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ApplicationFormField {
    pub field: ApplicationField,
    pub section: ApplicationSection,
    pub value: String,
    pub title: String,
    /// Must be filled before a registration, for this direction.
    pub required: bool,
    /// The check of the value as it came; absent when there is nothing to say.
    pub check: Option<FieldCheck>,
}

/// One edited field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ApplicationFieldEdit {
    pub field: ApplicationField,
    pub value: String,
    /// The title of the chosen dictionary item, where the service wants it too (country of the licence).
    pub title: String,
}

/// Whether a section has a meaning for the direction: a walking courier has no licence and no car.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SectionRule {
    pub section: ApplicationSection,
    pub applies: bool,
    /// Code of the catalogue: why it does not apply (`walking_courier`, `no_own_car`).
    pub reason: Option<String>,
}

/// What the application's status allows. `…_reason` is a code of the catalogue for what is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ApplicationActions {
    pub edit: bool,
    pub edit_reason: Option<String>,
    pub register: bool,
    pub register_reason: Option<String>,
    pub reject: bool,
    pub reject_reason: Option<String>,
}

/// An integration of the park beside the application: its job, if there is one, and what can be done.
#[derive(Debug, Clone, Serialize, Type)]
pub struct IntegrationView {
    pub integration_id: Id,
    pub name: String,
    pub job: Option<ApplicationJob>,
    /// A new registration may be begun.
    pub can_create: bool,
    /// The job waits for «Зарегистрировать» after moderation.
    pub can_register: bool,
    pub can_reject: bool,
    /// The service is still at work: the job is being watched.
    pub pending: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct ApplicationDesk {
    /// Names this reading; an edit says which reading it was made from.
    pub reading: String,
    pub application: Application,
    pub fields: Vec<ApplicationFormField>,
    pub sections: Vec<SectionRule>,
    pub actions: ApplicationActions,
    pub integrations: Vec<IntegrationView>,
    pub slots: Vec<DocumentSlot>,
    /// Files of the application that no slot claims.
    pub other_files: Vec<ApplicationFile>,
    /// True when the profession is unknown, so that all document types are offered.
    pub profession_unknown: bool,
    pub read_at: String,
}

/// An edited field before and after, as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ApplicationFieldChange {
    pub field: ApplicationField,
    pub before: String,
    pub after: String,
}

/// How a save of the card ended.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ApplicationSaved {
    pub state: ActionState,
    pub saved: Vec<ApplicationFieldChange>,
    /// Sent, and not there on reading again.
    pub ignored: Vec<ApplicationFieldChange>,
    /// Edited here and meanwhile elsewhere: nothing was sent (`stale`). `before` is theirs, `after` mine.
    pub conflicts: Vec<ApplicationFieldChange>,
    /// The application as read again; absent when it could not be read.
    pub desk: Option<ApplicationDesk>,
    pub trace_id: Option<String>,
}

/// How a change of an application ended, told by reading it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    Done,
    /// Success was said, and some or all of it did not change.
    Ignored,
    /// Changed elsewhere since it was read: nothing was sent.
    Stale,
    /// The answer was lost, and reading again shows that nothing changed.
    NotDone,
    /// Nobody knows: reading again did not settle it.
    Unknown,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct ActionOutcome {
    pub state: ActionState,
    pub desk: Option<ApplicationDesk>,
    pub trace_id: Option<String>,
}

/// News of a watched job.
#[derive(Debug, Clone, Serialize, Type)]
pub struct JobChange {
    pub connection: ConnectionId,
    pub application_id: Id,
    pub job: ApplicationJob,
    /// The watching goes on; the next look is at this moment.
    pub next_look_at: Option<String>,
}

/// The rows behind a selection in the list. `all`: every row of the filter but `except`. Otherwise exactly `ids`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct RejectionAsk {
    pub filter: ApplicationsFilter,
    pub selection: Selection,
}

/// An application as a dialog names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NamedApplication {
    pub id: Id,
    pub name: String,
    pub status: Option<Reference>,
}

/// What a batch rejection would touch: collected just now, to the last row. Single use, for a quarter of an hour.
#[derive(Debug, Clone, Serialize, Type)]
pub struct RejectionPlan {
    pub plan: String,
    /// Exactly these would be rejected.
    pub applications: Vec<NamedApplication>,
    /// Taken out by the user.
    pub exceptions: Vec<NamedApplication>,
    /// Their status does not allow it (registered, rejected already): they are left out.
    pub left_out: Vec<NamedApplication>,
    /// No search, no status, no direction: the whole list. It has to be confirmed twice.
    pub unfiltered: bool,
    /// The selection was «all»: the service's own select-all can be used instead.
    pub can_send_all: bool,
    pub read_at: String,
}

/// A confirmed batch rejection.
#[derive(Debug, Clone, Deserialize, Type)]
pub struct RejectionOrder {
    pub plan: String,
    /// 1..500 characters.
    pub comment: String,
    /// The service's `is_all: true` with the exceptions, instead of the exact ids: what enters the list meanwhile is
    /// rejected too.
    pub send_all: bool,
    /// The second yes, needed when the plan is `unfiltered`.
    pub unfiltered_confirmed: bool,
}

/// What the list says after a batch rejection.
#[derive(Debug, Clone, Serialize, Type)]
pub struct RejectionOutcome {
    /// `done`: all of them are rejected. `ignored`: success was said and some are not. `not_done`, `unknown` after a
    /// lost answer.
    pub state: ActionState,
    pub rejected: u32,
    pub asked: u32,
    /// Of those asked, not rejected on reading again.
    pub still_there: Vec<NamedApplication>,
    /// With `send_all`: rejected though they were not in the plan.
    pub beyond_plan: Vec<NamedApplication>,
    pub trace_id: Option<String>,
}

/// A file of the service to be looked at whole. `url` is a `data:` URL of an upright picture; `pdf` is base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FileView {
    /// `jpeg`, `png`, `pdf` or `other`.
    pub kind: String,
    pub name: String,
    pub bytes: u32,
    pub sha256: String,
    pub url: Option<String>,
    pub pdf: Option<String>,
    /// Width and height of the original picture, upright.
    pub width: Option<u32>,
    pub height: Option<u32>,
}

/// Files written to the user's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SavedFiles {
    /// The folder's name, not its path.
    pub folder: String,
    /// Names as written; a name that was taken got a number.
    pub files: Vec<String>,
    /// Files that could not be fetched or written, by name.
    pub failed: Vec<String>,
}

/// What a fetched file of the service is, for a thumbnail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FilePreview {
    /// `jpeg`, `png`, `pdf` or `other`.
    pub kind: String,
    pub bytes: u32,
    pub sha256: String,
    /// `data:image/…` URL of a small upright picture; absent for PDF and others.
    pub thumbnail: Option<String>,
}

/// Application ids are the service's.
pub type ApplicationId = Id;
