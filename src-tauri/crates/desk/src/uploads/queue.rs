//! The line of uploads: first come, first sent, three at a time in the whole program.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use jiff::Timestamp;
use jump::{Id, Jump};
use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use super::{
    grant::Grant,
    types::{UploadPhase, UploadView, Verification},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode},
};

const AT_A_TIME: usize = 3;
/// Uploads that ended well stay on the list up to this many; those that did not stay until dismissed.
const MOST_SETTLED: usize = 500;

/// One file on its way to one application.
pub(super) struct Job {
    pub id: String,
    pub connection: ConnectionId,
    pub application: Id,
    pub slot: String,
    /// Multipart field for the document's type, when the connection has one.
    pub type_field: Option<String>,
    pub file: Arc<Grant>,
    state: Mutex<State>,
}

pub(super) struct State {
    pub phase: UploadPhase,
    /// Bytes of the form that left, the wrapping included.
    pub sent: u64,
    pub verification: Option<Verification>,
    pub file_id: Option<Id>,
    pub error: Option<DeskError>,
    /// The client of the moment the upload was asked for; a retry takes the present one, whose key
    /// may have been replaced meanwhile.
    pub client: Option<Jump>,
    /// The application's files before a send whose effect was never settled: before anything is
    /// sent again, what came since is looked through.
    pub doubt: Option<BTreeSet<Id>>,
    pub told_at: Option<Timestamp>,
    stop: CancellationToken,
}

pub(super) fn is_under_way(phase: UploadPhase) -> bool {
    matches!(
        phase,
        UploadPhase::Queued | UploadPhase::Sending | UploadPhase::Verifying
    )
}

impl Job {
    pub fn new(
        id: String,
        (connection, application): (ConnectionId, Id),
        slot: String,
        type_field: Option<String>,
        file: Arc<Grant>,
        client: Jump,
    ) -> Self {
        Self {
            id,
            connection,
            application,
            slot,
            type_field,
            file,
            state: Mutex::new(State {
                phase: UploadPhase::Queued,
                sent: 0,
                verification: None,
                file_id: None,
                error: None,
                client: Some(client),
                doubt: None,
                told_at: None,
                stop: CancellationToken::new(),
            }),
        }
    }

    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock())
    }

    pub fn phase(&self) -> UploadPhase {
        self.state.lock().phase
    }

    /// May a file of this upload stand among the application's files without being known as its own?
    pub fn is_unsettled(&self) -> bool {
        let state = self.state.lock();
        is_under_way(state.phase) || state.doubt.is_some()
    }

    pub fn stop(&self) {
        self.state.lock().stop.cancel();
    }

    pub fn stopper(&self) -> CancellationToken {
        self.state.lock().stop.clone()
    }

    pub fn sha256(&self) -> &str {
        &self.file.shown.sha256
    }

    pub fn name(&self) -> &str {
        &self.file.shown.name
    }

    /// Back to the beginning; false if there is nothing to repeat.
    pub fn begin_again(&self) -> bool {
        let mut state = self.state.lock();
        let may = matches!(
            state.phase,
            UploadPhase::Failed | UploadPhase::Cancelled | UploadPhase::Unknown
        );
        if may {
            state.phase = UploadPhase::Queued;
            state.sent = 0;
            state.error = None;
            state.client = None;
            state.stop = CancellationToken::new();
        }
        may
    }

    pub fn view(&self) -> UploadView {
        let state = self.state.lock();
        let shown = &self.file.shown;
        let sent = u32::try_from(state.sent).unwrap_or(u32::MAX);
        UploadView {
            id: self.id.clone(),
            connection: self.connection.clone(),
            application_id: self.application,
            slot: self.slot.clone(),
            name: shown.name.clone(),
            kind: shown.kind.clone(),
            bytes: shown.bytes,
            sent: sent.min(shown.bytes),
            sha256: shown.sha256.clone(),
            phase: state.phase,
            verification: state.verification,
            file_id: state.file_id,
            error: state.error.clone(),
            thumbnail: shown.thumbnail.clone(),
        }
    }
}

#[derive(Default)]
pub(super) struct Queue(Mutex<Line>);

#[derive(Default)]
struct Line {
    /// Everything on the list, oldest first.
    jobs: Vec<Arc<Job>>,
    waiting: VecDeque<Arc<Job>>,
    under_way: usize,
}

impl Queue {
    /// New uploads, at the end of the line.
    pub fn join(&self, jobs: &[Arc<Job>]) {
        let mut line = self.0.lock();
        line.jobs.extend_from_slice(jobs);
        line.waiting.extend(jobs.iter().cloned());
        line.forget_settled();
    }

    /// A known upload goes to the end of the line.
    pub fn line_up(&self, job: &Arc<Job>) {
        self.0.lock().waiting.push_back(job.clone());
    }

    /// True if it was still waiting; it will not be sent then.
    pub fn leave_line(&self, job: &Job) -> bool {
        let mut line = self.0.lock();
        let before = line.waiting.len();
        line.waiting.retain(|one| one.id != job.id);
        line.waiting.len() < before
    }

    pub fn dismiss(&self, id: &str) {
        let kept = |job: &Arc<Job>| job.id != id || is_under_way(job.phase());
        self.0.lock().jobs.retain(kept);
    }

    pub fn all(&self) -> Vec<Arc<Job>> {
        self.0.lock().jobs.clone()
    }

    /// The next to be sent, if there is a place.
    fn next(&self) -> Option<Arc<Job>> {
        let mut line = self.0.lock();
        if line.under_way >= AT_A_TIME {
            return None;
        }
        let job = line.waiting.pop_front()?;
        line.under_way += 1;
        Some(job)
    }

    fn give_place(&self) {
        let mut line = self.0.lock();
        line.under_way = line.under_way.saturating_sub(1);
    }
}

impl Line {
    fn forget_settled(&mut self) {
        let settled =
            |job: &Arc<Job>| matches!(job.phase(), UploadPhase::Done | UploadPhase::Cancelled);
        let count = self.jobs.iter().filter(|job| settled(job)).count();
        let mut surplus = count.saturating_sub(MOST_SETTLED);
        self.jobs.retain(|job| {
            let goes = surplus > 0 && settled(job);
            surplus -= usize::from(goes);
            !goes
        });
    }
}

/// A job's place among the three. Given up however the job ends, a panic included.
struct Place {
    desk: Desk,
    job: Arc<Job>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let left_hanging = self.job.change(|state| {
            let hanging = is_under_way(state.phase);
            if hanging {
                state.phase = UploadPhase::Unknown;
                state.error = Some(DeskError::new(DeskErrorCode::Internal));
            }
            hanging
        });
        if left_hanging {
            self.desk.tell(&self.job);
        }
        self.desk.0.uploads.queue.give_place();
        self.desk.move_queue();
    }
}

impl Desk {
    /// Sends on as many uploads as there are places.
    pub(super) fn move_queue(&self) {
        // Without a runtime the program is ending.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        while let Some(job) = self.0.uploads.queue.next() {
            let place = Place {
                desk: self.clone(),
                job,
            };
            runtime.spawn(async move { place.desk.carry(&place.job).await });
        }
    }
}
