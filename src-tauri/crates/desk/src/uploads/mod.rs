//! Uploads: files granted by the user, sent three at a time, each looked up afterwards.

pub mod types;

use std::path::PathBuf;

use jump::Id;

use crate::{Desk, connections::types::ConnectionId, error::DeskResult};
use types::{FileToken, GrantedFile, UploadItem, UploadView};

/// Granted files and the queue.
#[derive(Default)]
pub struct Uploads;

impl Desk {
    /// Takes files the user dropped or chose: looks inside, hashes, judges by the connection's rules. Others cannot be sent.
    pub async fn grant_files(&self, connection: &ConnectionId, paths: Vec<PathBuf>) -> DeskResult<Vec<GrantedFile>> { todo!() }
    /// Forgets a granted file.
    pub fn revoke_file(&self, token: &FileToken) { todo!() }
    /// Puts files in the queue of an application.
    pub async fn start_uploads(&self, connection: &ConnectionId, application_id: Id, items: Vec<UploadItem>) -> DeskResult<Vec<UploadView>> { todo!() }
    /// Uploads of a connection, of one application if named, oldest first.
    pub fn uploads(&self, connection: &ConnectionId, application_id: Option<Id>) -> Vec<UploadView> { todo!() }
    pub fn cancel_upload(&self, id: &str) -> DeskResult<UploadView> { todo!() }
    /// Sends a failed or cancelled upload again; one whose outcome is unknown is looked up first.
    pub fn retry_upload(&self, id: &str) -> DeskResult<UploadView> { todo!() }
    /// Takes a finished upload off the list.
    pub fn dismiss_upload(&self, id: &str) { todo!() }
    /// Uploads still under way, by connection: closing or switching asks first.
    pub fn uploads_under_way(&self, connection: Option<&ConnectionId>) -> u32 { todo!() }
}
