//! Triggers as they are shown, reviewed, saved and put in order.

use serde::{Deserialize, Serialize};
use specta::Type;
use yume::{YumeId, YumeTriggerContent, YumeTriggerKind};

use super::{MessageChannel, YumeCompany};
use crate::error::{DeskError, FieldProblem};

/// A trigger as just read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TriggerView {
    pub id: YumeId,
    pub content: YumeTriggerContent,
    /// `content.timeout` in seconds; absent when its text is not understood.
    pub delay_seconds: Option<u32>,
    /// Sent as soon as the status changes: up to a minute.
    pub instant: bool,
    /// As they came: ISO.
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    /// Names the whole object as it came, to find changes made elsewhere.
    pub print: String,
    /// Other triggers that would send for the same change.
    pub same_change: Vec<YumeId>,
    /// Members whose values nobody understands: shown as they came, and left alone.
    pub unknown: Vec<String>,
    /// Members with a status that is not of this kind of trigger: kept.
    pub stray: Vec<String>,
}

/// How the company's triggers spell the statuses of rents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StatusForm {
    Words,
    Numbers,
    Mixed,
    /// No trigger has one.
    Unseen,
}

/// Triggers of one kind, in sending order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TriggerGroup {
    pub kind: Option<YumeTriggerKind>,
    pub triggers: Vec<TriggerView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TriggerList {
    /// Orders, payments, sales, deliveries, then what nobody knows; empty groups are left out.
    pub groups: Vec<TriggerGroup>,
    pub read_at: String,
    pub form: StatusForm,
    pub company: Option<YumeCompany>,
    /// Names of variables that the company's own triggers use, the most frequent first.
    pub keys_seen: Vec<String>,
}

/// The trigger that a person looks at, as it was when it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TriggerTarget {
    pub id: YumeId,
    pub print: String,
}

/// One member's change. Lists have an item per element; nothing is an empty list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TriggerChange {
    /// The vendor's name: `order_status_from`, `timeout`.
    pub field: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum TriggerWarning {
    /// These would send for the same change too: the client gets both.
    SameChange { ids: Vec<YumeId> },
    /// Sent at once: nobody can call it back.
    Instant,
    /// The delay is not of the known spelling; it goes as it is when it was not touched.
    DelayNotUnderstood,
    /// Neither from nor to: every change of a status sends it.
    AnyChange,
    /// From and to are the same: nothing changes so.
    NoChange,
    /// Longer than this channel takes.
    TooLong { channel: MessageChannel, limit: u32 },
    /// Both a text and a template.
    TextAndTemplate,
    /// The template has this many variables, and that many keys are named.
    VariablesDiffer { wanted: u32, named: u32 },
    /// Keys that none of the company's triggers uses: their spelling is not documented.
    KeysNotSeen { keys: Vec<String> },
    /// The template is not in the list as last read.
    TemplateNotListed,
    /// The template is there and not approved.
    TemplateNotApproved { status: String },
    /// Values that nobody understands stay as they are: only what was changed is sent.
    LeftAlone { fields: Vec<String> },
}

/// How a save would be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TriggerManner {
    Create,
    /// The whole object (PUT).
    Replace,
    /// Only what changes (PATCH): a value that must be sent is one that requests refuse.
    Patch,
    /// Nothing was changed.
    Nothing,
}

/// What a save would do. Nothing was sent.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TriggerReview {
    pub manner: TriggerManner,
    pub changes: Vec<TriggerChange>,
    /// While there is one, it cannot be saved.
    pub problems: Vec<FieldProblem>,
    pub warnings: Vec<TriggerWarning>,
    /// It is not any more what was shown.
    pub conflict: Option<TriggerConflict>,
    /// What the save must be asked with: the trigger as it is now. Absent for a new one, and for one that is gone.
    pub target: Option<TriggerTarget>,
}

/// The trigger was changed or deleted elsewhere since it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TriggerConflict {
    /// Absent: it was deleted.
    pub now: Option<TriggerView>,
    /// From what was shown to what is there now; empty when what was shown is not remembered.
    pub theirs: Vec<TriggerChange>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TriggerState {
    /// Listed again, and it is as sent.
    Saved,
    /// Listed again, and it is gone.
    Deleted,
    /// Nothing had to be sent.
    Nothing,
    /// The answer was lost, and listing shows that nothing happened: it may be sent again.
    NotSaved,
    /// Success was said, and listing shows that it did not change: most likely a missing right.
    Ignored,
    /// Saved, and `differs` is otherwise than sent.
    Changed,
    /// Nothing was sent: see `conflict`.
    Conflict,
    /// Nobody knows. Nothing is sent again before the list was read.
    Unknown,
}

/// The end of a write.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TriggerOutcome {
    pub state: TriggerState,
    /// As listed again; absent when it is gone, or not known.
    pub trigger: Option<TriggerView>,
    /// `before`: as sent; `after`: as it is.
    pub differs: Vec<TriggerChange>,
    pub conflict: Option<TriggerConflict>,
    /// After a creation of unknown outcome: new triggers that may be it.
    pub candidates: Vec<TriggerView>,
    pub trace_id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReorderState {
    /// In the new order.
    Done,
    /// It was in this order already.
    Nothing,
    /// The list is not any more what was shown: nothing was sent.
    Conflict,
    /// A row failed, and those moved before it were put back: the order is the former one.
    PutBack,
    /// A row failed, and not everything could be put back: the list says what stands.
    Partly,
    /// The rows were moved, and the list shows another order, or could not be read.
    Unknown,
}

/// The end of a change of order.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ReorderOutcome {
    pub state: ReorderState,
    /// Rows that have their new number.
    pub moved: Vec<YumeId>,
    /// Rows that were moved and have their former number again.
    pub put_back: Vec<YumeId>,
    /// Rows that have neither: what they have is in the list.
    pub unsure: Vec<YumeId>,
    /// The row that failed, and why.
    pub failed: Option<YumeId>,
    pub error: Option<DeskError>,
    /// As read afterwards; absent when it could not be read.
    pub list: Option<TriggerList>,
}
