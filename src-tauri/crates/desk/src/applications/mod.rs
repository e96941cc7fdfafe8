//! Applications for registration: list, counters, and the desk of one application with its document slots.

pub mod types;

use jump::Id;

use crate::{Desk, connections::types::ConnectionId, error::DeskResult};
use types::{ApplicationDesk, ApplicationsPage, ApplicationsQuery, FilePreview, StatusCount};

impl Desk {
    pub async fn list_applications(&self, connection: &ConnectionId, query: ApplicationsQuery) -> DeskResult<ApplicationsPage> { todo!() }
    /// Counters by status for the same search and directions.
    pub async fn count_applications(&self, connection: &ConnectionId, query: ApplicationsQuery) -> DeskResult<Vec<StatusCount>> { todo!() }
    pub async fn application_desk(&self, connection: &ConnectionId, application_id: Id) -> DeskResult<ApplicationDesk> { todo!() }
    /// Fetches a file of the application and makes a small picture of it; nothing is left on disk.
    pub async fn file_preview(&self, connection: &ConnectionId, application_id: Id, file_id: Id) -> DeskResult<FilePreview> { todo!() }
}
