//! The register of applications as the screen sees it.

use jump::{Id, Reference};
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct ApplicationsFilter {
    /// Slugs of the statuses dictionary; empty = all.
    pub statuses: Vec<String>,
    /// Slugs of the directions dictionary; empty = all.
    pub directions: Vec<String>,
    /// Asked of the service.
    pub search: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationColumn {
    Id,
    Date,
    Name,
    Phone,
    Status,
}

/// A row of the table. Empty text where the service gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ApplicationRow {
    pub id: Id,
    pub name: String,
    pub phone: String,
    pub date: Option<String>,
    pub status: Option<Reference>,
}
