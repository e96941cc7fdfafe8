//! Carries one file over: what is there before, the same bytes that were shown, one send, a look afterwards.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use documents::DocumentFault;
use jump::{FileUpload, Id, Jump, UploadReceipt};
use transport::{CallError, Cause, Outcome, Progress};

use super::{
    picture,
    queue::Job,
    types::{UploadPhase, Verification},
    verify::{Found, LOOKS_AFTER_LOSS, LOOKS_AFTER_SUCCESS, Trail},
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode},
};

/// Progress is told at most five times a second for each file.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(200);

/// How an upload ended.
enum Ending {
    Done(Verification, Option<Id>),
    /// Nothing changed at the service.
    Failed(DeskError),
    Cancelled,
    Unknown(DeskError),
}

/// What sending came to.
enum Sent {
    Answered(Result<UploadReceipt, CallError>),
    /// The user stopped it on the way.
    BrokenOff,
}

impl Desk {
    /// From the head of the line to its end.
    pub(super) async fn carry(&self, job: &Arc<Job>) {
        job.change(|state| state.phase = UploadPhase::Sending);
        self.tell(job);
        let ending = match self.carried(job).await {
            Ok(ending) | Err(ending) => ending,
        };
        if let Ending::Done(_, file_id) = &ending {
            self.remember_slot(job, *file_id);
        }
        job.change(|state| {
            (state.verification, state.file_id, state.error) = (None, None, None);
            state.phase = match ending {
                Ending::Done(verification, file_id) => {
                    state.verification = Some(verification);
                    state.file_id = file_id;
                    state.doubt = None;
                    UploadPhase::Done
                }
                Ending::Cancelled => UploadPhase::Cancelled,
                Ending::Failed(error) => {
                    state.error = Some(error);
                    UploadPhase::Failed
                }
                Ending::Unknown(error) => {
                    state.error = Some(error);
                    UploadPhase::Unknown
                }
            };
        });
        self.tell(job);
    }

    /// An `Err` is an ending before anything was sent.
    async fn carried(&self, job: &Arc<Job>) -> Result<Ending, Ending> {
        let jump = self.client_of(job).await.map_err(Ending::Failed)?;
        let doubt = job.change(|state| state.doubt.clone());
        let was_in_doubt = doubt.is_some();
        let known = match doubt {
            Some(known) => self.still_missing(&jump, job, known).await?,
            None => files_of(&jump, job.application)
                .await
                .map_err(|error| Ending::Failed(error.into()))?,
        };
        self.unchanged(job).await.map_err(Ending::Failed)?;
        let upload = form_of(job).await.map_err(Ending::Failed)?;
        if job.stopper().is_cancelled() {
            return Err(Ending::Cancelled);
        }
        job.change(|state| {
            state.phase = UploadPhase::Sending;
            state.doubt = Some(known.clone());
        });
        self.tell(job);
        let sent = self.sent(&jump, job, upload).await;
        let ending = self.settled(&jump, job, &known, sent).await;
        // A refusal of this send says nothing about a former one.
        if matches!(ending, Ending::Failed(_)) && !was_in_doubt {
            job.change(|state| state.doubt = None);
        }
        Ok(ending)
    }

    /// The client of the moment the upload was asked for. The connection may have become read-only
    /// since, and after a retry its key may be another.
    async fn client_of(&self, job: &Job) -> Result<Jump, DeskError> {
        if self.0.connections.record(&job.connection)?.read_only {
            return Err(DeskError::new(DeskErrorCode::ReadOnly));
        }
        match job.change(|state| state.client.clone()) {
            Some(client) => Ok(client),
            None => self.jump_for_writing(&job.connection).await,
        }
    }

    /// A former send may have had its effect: nothing is sent again before that was looked up.
    async fn still_missing(
        &self,
        jump: &Jump,
        job: &Job,
        known: BTreeSet<Id>,
    ) -> Result<BTreeSet<Id>, Ending> {
        job.change(|state| state.phase = UploadPhase::Verifying);
        self.tell(job);
        let trail = Trail {
            known: &known,
            hint: None,
            accepted: false,
        };
        match self.look_for(jump, job, &trail, LOOKS_AFTER_LOSS).await {
            Found::Same(id) => Err(Ending::Done(Verification::SameBytes, Some(id))),
            Found::Unreadable(error) => Err(Ending::Unknown(error.into())),
            Found::Changed(_) | Found::Unfetchable(_) | Found::Nothing => Ok(known),
        }
    }

    /// What is sent is what was shown: the file on disk still has the bytes that were granted.
    async fn unchanged(&self, job: &Job) -> Result<(), DeskError> {
        let file = job.file.clone();
        let inspected =
            tokio::task::spawn_blocking(move || documents::inspect(&file.path, &file.rules))
                .await
                .map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
        match inspected {
            Ok(now) if now.sha256 == job.sha256() => Ok(()),
            Err(DocumentFault::Unreadable | DocumentFault::NotAFile) => Err(unreadable("gone")),
            Ok(_) | Err(_) => Err(unreadable("changed")),
        }
    }

    async fn sent(&self, jump: &Jump, job: &Arc<Job>, upload: FileUpload) -> Sent {
        let stop = job.stopper();
        let sending = jump.upload_application_file(job.application, upload, self.progress(job));
        tokio::select! {
            biased;
            () = stop.cancelled() => Sent::BrokenOff,
            answer = sending => Sent::Answered(answer),
        }
    }

    fn progress(&self, job: &Arc<Job>) -> Progress {
        let (desk, job) = (self.clone(), job.clone());
        Arc::new(move |sent| {
            let now = desk.now();
            let due = job.change(|state| {
                state.sent = sent;
                let due = state
                    .told_at
                    .is_none_or(|told| now.duration_since(told).unsigned_abs() >= BETWEEN_PROGRESS);
                if due {
                    state.told_at = Some(now);
                }
                due
            });
            if due {
                desk.tell(&job);
            }
        })
    }

    /// What the world looks like after the send, whatever the answer was.
    async fn settled(&self, jump: &Jump, job: &Job, known: &BTreeSet<Id>, sent: Sent) -> Ending {
        if let Sent::Answered(Err(error)) = &sent
            && matches!(error.outcome, Outcome::NotSent | Outcome::Rejected)
        {
            return Ending::Failed(of_send(error.clone()));
        }
        job.change(|state| state.phase = UploadPhase::Verifying);
        self.tell(job);
        let receipt = match &sent {
            Sent::Answered(Ok(receipt)) => Some(receipt),
            _ => None,
        };
        let trail = Trail {
            known,
            hint: receipt.and_then(|receipt| receipt.file_id),
            accepted: receipt.is_some(),
        };
        let whole_left = job.change(|state| state.sent) >= u64::from(job.file.shown.bytes);
        let looks = match (&sent, receipt) {
            (_, Some(_)) => LOOKS_AFTER_SUCCESS,
            // Nobody can keep a file that never left as a whole: one look is for certainty.
            (Sent::BrokenOff, _) if !whole_left => 1,
            _ => LOOKS_AFTER_LOSS,
        };
        match (self.look_for(jump, job, &trail, looks).await, sent) {
            (Found::Same(id), _) => Ending::Done(Verification::SameBytes, Some(id)),
            (Found::Changed(id), _) => Ending::Done(Verification::ChangedByService, Some(id)),
            (Found::Unfetchable(id), _) => Ending::Done(Verification::Unverifiable, Some(id)),
            (_, Sent::Answered(Ok(_))) => Ending::Done(Verification::Unverifiable, None),
            // The form broke off because its file changed: the service never had the whole of it.
            (Found::Nothing, Sent::Answered(Err(error))) if error.cause == Cause::File => {
                Ending::Failed(of_send(error))
            }
            (_, Sent::Answered(Err(error))) => Ending::Unknown(error.into()),
            (Found::Nothing, Sent::BrokenOff) => Ending::Cancelled,
            (Found::Unreadable(error), Sent::BrokenOff) => {
                let code = DeskErrorCode::OutcomeUnknown;
                Ending::Unknown(DeskError::new(code).traced(error.trace_id))
            }
        }
    }
}

async fn files_of(jump: &Jump, application: Id) -> Result<BTreeSet<Id>, CallError> {
    let application = jump.get_application(application).await?;
    Ok(application
        .files
        .iter()
        .filter_map(|file| file.id)
        .collect())
}

/// The form: the file streamed from disk, and the document's type if the connection names a field for it.
async fn form_of(job: &Job) -> Result<FileUpload, DeskError> {
    let file = &job.file;
    let content_type = picture::content_type(file.kind);
    let upload = FileUpload::from_path(job.name(), content_type, &file.path)
        .await
        .map_err(|_| unreadable("gone"))?;
    Ok(match &job.type_field {
        Some(field) => upload.with_field(field, &job.slot),
        None => upload,
    })
}

fn of_send(error: CallError) -> DeskError {
    match error.cause {
        Cause::File => unreadable("changed").traced(error.trace_id),
        _ => error.into(),
    }
}

/// `gone`: moved, deleted or locked; `changed`: not the bytes that were shown.
fn unreadable(reason: &str) -> DeskError {
    DeskError::new(DeskErrorCode::FileUnreadable).with("reason", reason)
}
