//! Saved views: what a register is asked for and how it is laid out, under a name, per connection.

use std::collections::BTreeMap;

use jump::Id;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::registers::types::{Period, RegisterName, RegisterOrder, ValueFilter};

/// A column of the table. `width` in CSS pixels. Columns that a view does not name stand after the others, hidden when
/// the screen hides them by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ViewColumn {
    pub column: String,
    pub width: u32,
    pub shown: bool,
    /// Stays in sight while the table is scrolled sideways; pinned ones come first.
    pub pinned: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ViewDriver {
    pub id: Id,
    pub name: String,
}

/// What is kept of a register's screen. Members that a kind does not have are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct ViewContent {
    /// A ready-made period, counted anew for the day it is opened on. Goes before `period`.
    #[serde(default)]
    pub preset: Option<String>,
    #[serde(default)]
    pub period: Option<Period>,
    /// Ids or slugs out of dictionaries, by the filter's name in the register's argument.
    #[serde(default)]
    pub lists: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub drivers: Vec<ViewDriver>,
    /// Asked of the service.
    #[serde(default)]
    pub search: String,
    /// Looked for among the rows that came.
    #[serde(default)]
    pub find: String,
    #[serde(default)]
    pub values: Vec<ValueFilter>,
    #[serde(default)]
    pub order: Option<RegisterOrder>,
    #[serde(default)]
    pub columns: Vec<ViewColumn>,
    /// The column that the rows are grouped by, while groups are shown.
    #[serde(default)]
    pub group: Option<String>,
    /// The column that the chart stacks.
    #[serde(default)]
    pub stack: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SavedView {
    /// Empty for one that is to be saved for the first time.
    pub id: String,
    pub name: String,
    pub content: ViewContent,
}

/// The views of one register of one connection, in the order of their tabs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct ViewBook {
    #[serde(default)]
    pub views: Vec<SavedView>,
    /// The view that the register opens with; `None`: the usual one.
    #[serde(default)]
    pub usual: Option<String>,
    /// The table's columns as they were left outside every view; empty: never touched.
    #[serde(default)]
    pub columns: Vec<ViewColumn>,
}

/// What a file of views brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ImportedViews {
    /// Also those that were renamed.
    pub added: u32,
    /// Those that were there already, word for word.
    pub known: u32,
    /// New ones whose name was taken; they got a number after it.
    pub renamed: u32,
    /// The registers that gained views.
    pub registers: Vec<RegisterName>,
}
