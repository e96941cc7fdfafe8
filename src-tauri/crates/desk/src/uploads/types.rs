//! Files on their way: granted by a drop or a dialog, queued, sent, looked up afterwards.

use jump::Id;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{connections::types::ConnectionId, error::DeskError};

/// An opaque name for a file that the user dropped or chose. The page never sees a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct FileToken(pub String);

/// A granted file after a look inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct GrantedFile {
    pub token: FileToken,
    pub name: String,
    pub bytes: u32,
    /// `jpeg`, `png`, `pdf`, `heic` or `other`.
    pub kind: String,
    pub sha256: String,
    /// Small upright picture for images.
    pub thumbnail: Option<String>,
    /// Why it cannot be sent: a key of the catalogue with its parameters in `refused_params`.
    pub refused: Option<String>,
    pub refused_params: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct UploadItem {
    pub token: FileToken,
    /// Document type code; kept on our side.
    pub slot: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UploadPhase {
    Queued,
    Sending,
    /// Sent; the application is read again and the file looked for.
    Verifying,
    Done,
    Failed,
    Cancelled,
    /// The answer was lost and the file was not found: a person looks.
    Unknown,
}

/// What reading the application again showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    SameBytes,
    ChangedByService,
    Unverifiable,
}

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct UploadView {
    pub id: String,
    pub connection: ConnectionId,
    pub application_id: Id,
    pub slot: String,
    pub name: String,
    pub kind: String,
    pub bytes: u32,
    pub sent: u32,
    pub sha256: String,
    pub phase: UploadPhase,
    pub verification: Option<Verification>,
    pub file_id: Option<Id>,
    pub error: Option<DeskError>,
    pub thumbnail: Option<String>,
}
