//! Requisites on the card, in a draft and in a review.

use jump::Id;
use serde::{Deserialize, Serialize};
use specta::Type;

/// The form that a requisite type of the dictionary means. Proposed from its title, confirmed by the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RequisiteForm {
    /// Bank account: 20 digits and БИК.
    Account,
    /// Card by its number.
    Card,
    /// Card by phone number.
    CardPhone,
    /// СБП: phone and bank.
    Sbp,
    /// Anything else: one line of text.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RequisiteTypeView {
    pub type_id: Id,
    pub title: String,
    pub form: RequisiteForm,
    /// The user has confirmed once that this type means this form.
    pub confirmed: bool,
}

/// A requisite as the card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RequisiteRow {
    /// Absent when the service gave none: then the card cannot be saved.
    pub id: Option<Id>,
    pub type_id: Option<Id>,
    /// Empty, with a `type_id`, when the dictionary lacks it.
    pub type_title: String,
    pub form: RequisiteForm,
    pub name: String,
    /// Number, phone or account as shown by the service (often masked).
    pub number: String,
    /// Empty, with an `sbp_bank_id`, when the dictionary lacks it.
    pub bank: String,
    pub sbp_bank_id: Option<Id>,
    pub bik: String,
    pub is_default: bool,
    pub is_available: Option<bool>,
    pub created_at: Option<String>,
    /// The last four digits or characters that confirm a deletion.
    pub last_four: String,
}

/// One intended change of the list.
#[expect(clippy::large_enum_variant, reason = "a draft has a handful of them")]
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RequisiteEdit {
    Rename { id: Id, name: String },
    MakeDefault { id: Id },
    Delete { id: Id },
    Add { draft: RequisiteDraft },
}

/// A new requisite as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct RequisiteDraft {
    /// Made by the page, to find the row again.
    pub key: String,
    pub type_id: Option<Id>,
    pub name: String,
    /// Account, card number or phone, as typed.
    pub number: String,
    pub bik: String,
    pub bank_name: String,
    pub sbp_bank_id: Option<Id>,
    pub inn: String,
    pub payment_text: String,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub is_default: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RequisiteChangeKind {
    Added,
    Changed,
    Deleted,
    Unchanged,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RequisiteChange {
    pub kind: RequisiteChangeKind,
    pub id: Option<Id>,
    pub name: String,
    pub name_before: Option<String>,
    pub type_id: Option<Id>,
    /// Empty, with a `type_id`, when the dictionary lacks it.
    pub type_title: String,
    pub number: String,
    /// Empty, with an `sbp_bank_id`, when the dictionary lacks it.
    pub bank: String,
    pub sbp_bank_id: Option<Id>,
    pub is_default: bool,
    pub becomes_default: bool,
    /// For a deletion: what has to be typed.
    pub last_four: String,
}
