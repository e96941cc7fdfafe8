//! Applications and the desk of one application: its sections and a slot per document type.

use jump::{Application, ApplicationFile, ApplicationListItem, Id};
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct ApplicationsQuery {
    /// From 1.
    pub page: u32,
    pub search: String,
    /// Slugs of the statuses dictionary; empty = all.
    pub statuses: Vec<String>,
    /// Slugs of the directions dictionary; empty = all.
    pub directions: Vec<String>,
    /// Newest first unless false.
    pub newest_first: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct ApplicationsPage {
    pub items: Vec<ApplicationListItem>,
    pub total: u32,
    pub page: u32,
    pub last_page: u32,
    pub per_page: u32,
    pub searched_as: Option<String>,
    pub read_at: String,
}

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

#[derive(Debug, Clone, Serialize, Type)]
pub struct ApplicationDesk {
    pub application: Application,
    pub slots: Vec<DocumentSlot>,
    /// Files of the application that no slot claims.
    pub other_files: Vec<ApplicationFile>,
    /// True when the profession is unknown, so that all document types are offered.
    pub profession_unknown: bool,
    pub read_at: String,
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
