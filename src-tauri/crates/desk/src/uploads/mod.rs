//! Uploads: files granted by the user, sent three at a time, each looked up afterwards.
//!
//! `grant` judges what the user dropped, `queue` holds the line, `send` carries one file over, `verify`
//! finds it again among the application's files, `record` remembers what it was meant for.

mod grant;
pub(crate) mod picture;
mod queue;
mod record;
mod send;
pub mod types;
mod verify;

use std::{path::PathBuf, sync::Arc};

use futures::{StreamExt, stream};
use jump::Id;
use tokio::{runtime::Handle, sync::Semaphore};

use crate::{
    Desk,
    applications::Previews,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
};
use grant::{Grant, Grants};
use queue::{Job, Queue};
use types::{FileToken, GrantedFile, UploadItem, UploadPhase, UploadView};
use verify::Claims;

/// Files taken in one drop.
const MOST_AT_ONCE: usize = 50;

/// Granted files and the queue.
pub struct Uploads {
    grants: Grants,
    queue: Queue,
    claims: Claims,
    /// A place for each photo that is being unpacked.
    pictures: Semaphore,
    /// Small pictures of the service's files.
    pub(crate) previews: Previews,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            grants: Grants::default(),
            queue: Queue::default(),
            claims: Claims::default(),
            pictures: Semaphore::new(picture::AT_A_TIME),
            previews: Previews::default(),
        }
    }
}

impl Desk {
    /// Takes files the user dropped or chose: looks inside, hashes, judges by the connection's
    /// rules. Others cannot be sent. A file that is refused is told with its reason and stays here
    /// only to be shown.
    ///
    /// # Errors
    /// `FileRefused` with the reason `too_many` for more than fifty at once; `NoConnection`.
    pub async fn grant_files(
        &self,
        connection: &ConnectionId,
        paths: Vec<PathBuf>,
    ) -> DeskResult<Vec<GrantedFile>> {
        if paths.len() > MOST_AT_ONCE {
            return Err(DeskError::new(DeskErrorCode::FileRefused)
                .with("reason", "too_many")
                .with("limit", MOST_AT_ONCE.to_string()));
        }
        let documents = self.0.connections.record(connection)?.advanced.documents;
        let rules = grant::rules_of(&documents);
        let granting = paths.into_iter().map(|path| {
            let (connection, rules) = (connection.clone(), rules.clone());
            self.granted(connection, path, rules)
        });
        let granted: Vec<DeskResult<Grant>> = stream::iter(granting)
            .buffered(picture::AT_A_TIME)
            .collect()
            .await;
        let mut shown = Vec::new();
        for grant in granted {
            let grant = grant?;
            shown.push(grant.shown.clone());
            self.0.uploads.grants.keep(grant);
        }
        Ok(shown)
    }

    async fn granted(
        &self,
        connection: ConnectionId,
        path: PathBuf,
        rules: documents::Rules,
    ) -> DeskResult<Grant> {
        let token = FileToken(self.new_id());
        let _one_of_few = self.0.uploads.pictures.acquire().await;
        tokio::task::spawn_blocking(move || grant::judged(token, connection, path, rules))
            .await
            .map_err(|_| DeskError::new(DeskErrorCode::Internal))
    }

    /// Forgets a granted file. One that is already on its way goes on.
    pub fn revoke_file(&self, token: &FileToken) {
        self.0.uploads.grants.forget(token);
    }

    /// Puts files in the queue of an application: all of them, or none.
    ///
    /// # Errors
    /// `ReadOnly`; `FileNotGranted` for a token of another run or park; `FileRefused` with the
    /// reason told at granting; `InvalidInput` for an empty slot; those of opening the connection.
    pub async fn start_uploads(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        items: Vec<UploadItem>,
    ) -> DeskResult<Vec<UploadView>> {
        let jump = self.jump_for_writing(connection).await?;
        let documents = self.0.connections.record(connection)?.advanced.documents;
        let mut jobs = Vec::new();
        for item in items {
            let file = self.0.uploads.grants.sendable(connection, &item.token)?;
            jobs.push(Arc::new(Job::new(
                self.new_id(),
                (connection.clone(), application_id),
                checked_slot(item.slot)?,
                documents.type_field.clone(),
                file,
                jump.clone(),
            )));
        }
        self.0.uploads.queue.join(&jobs);
        let views = jobs.iter().map(|job| self.tell(job)).collect();
        self.move_queue();
        Ok(views)
    }

    /// Uploads of a connection, of one application if named, oldest first.
    pub fn uploads(
        &self,
        connection: &ConnectionId,
        application_id: Option<Id>,
    ) -> Vec<UploadView> {
        let jobs = self.0.uploads.queue.all();
        jobs.iter()
            .filter(|job| job.connection == *connection)
            .filter(|job| application_id.is_none_or(|id| job.application == id))
            .map(|job| job.view())
            .collect()
    }

    /// Stops an upload. One that waits is never sent; one that is being sent is broken off and then
    /// looked up, because the service may have it already; later than that nothing can be stopped.
    ///
    /// # Errors
    /// `NotFound` for an upload that is not on the list.
    pub fn cancel_upload(&self, id: &str) -> DeskResult<UploadView> {
        let job = self.upload_named(id)?;
        if self.0.uploads.queue.leave_line(&job) {
            job.change(|state| state.phase = UploadPhase::Cancelled);
        } else {
            job.stop();
        }
        Ok(self.tell(&job))
    }

    /// Sends a failed or cancelled upload again; one whose outcome is unknown is looked up first.
    /// Any other is left as it is.
    ///
    /// # Errors
    /// `NotFound`; `ReadOnly`; `NoConnection`.
    pub fn retry_upload(&self, id: &str) -> DeskResult<UploadView> {
        let job = self.upload_named(id)?;
        if self.0.connections.record(&job.connection)?.read_only {
            return Err(DeskError::new(DeskErrorCode::ReadOnly));
        }
        if Handle::try_current().is_err() {
            return Err(DeskError::new(DeskErrorCode::Internal));
        }
        if !job.begin_again() {
            return Ok(job.view());
        }
        self.0.uploads.queue.line_up(&job);
        let view = self.tell(&job);
        self.move_queue();
        Ok(view)
    }

    /// Takes a finished upload off the list.
    pub fn dismiss_upload(&self, id: &str) {
        self.0.uploads.queue.dismiss(id);
    }

    /// Uploads still under way, by connection: closing or switching asks first.
    pub fn uploads_under_way(&self, connection: Option<&ConnectionId>) -> u32 {
        let jobs = self.0.uploads.queue.all();
        let under_way = jobs
            .iter()
            .filter(|job| connection.is_none_or(|id| job.connection == *id))
            .filter(|job| queue::is_under_way(job.phase()));
        u32::try_from(under_way.count()).unwrap_or(u32::MAX)
    }

    fn upload_named(&self, id: &str) -> DeskResult<Arc<Job>> {
        let jobs = self.0.uploads.queue.all();
        let found = jobs.into_iter().find(|job| job.id == id);
        found.ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))
    }

    /// Tells the screen how an upload stands now.
    fn tell(&self, job: &Job) -> UploadView {
        let view = job.view();
        self.emit(crate::DeskEvent::Upload(view.clone()));
        view
    }
}

/// A code of the documents dictionary; whichever, but not nothing.
fn checked_slot(slot: String) -> DeskResult<String> {
    let fits = !slot.trim().is_empty() && slot.len() <= 64 && !slot.contains(char::is_control);
    if fits {
        return Ok(slot);
    }
    Err(
        DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![FieldProblem {
            field: "slot".to_owned(),
            code: "document_slot".to_owned(),
            params: Default::default(),
        }]),
    )
}
