//! Finds an uploaded file again among the application's files. The documented answer to an upload is an
//! empty object, so the files that were not there before are fetched and their bytes compared.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use jump::{ApplicationFile, Id, Jump};
use parking_lot::Mutex;
use transport::CallError;

use super::queue::Job;
use crate::{Desk, connections::types::ConnectionId};

/// Looks after an answer that was lost: the service may still be busy with the file.
pub(super) const LOOKS_AFTER_LOSS: usize = 3;
/// Looks after a success.
pub(super) const LOOKS_AFTER_SUCCESS: usize = 2;
/// Before the second look; each further one waits as much longer.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

/// Where an upload may be found: what was there before it, and what the service hinted at.
pub(super) struct Trail<'a> {
    pub known: &'a BTreeSet<Id>,
    pub hint: Option<Id>,
    /// The service said success: then a file with other bytes may be ours, encoded again.
    pub accepted: bool,
}

pub(super) enum Found {
    Same(Id),
    /// The only new file that can be ours, with other bytes.
    Changed(Id),
    /// The only new file that can be ours, and it cannot be fetched.
    Unfetchable(Id),
    Nothing,
    /// The application could not be read.
    Unreadable(CallError),
}

/// Which file belongs to which upload: two uploads of this run never take the same one.
#[derive(Default)]
pub(super) struct Claims(Mutex<HashMap<(ConnectionId, Id), Seen>>);

#[derive(Default)]
struct Seen {
    claimed: HashSet<Id>,
    /// Fingerprints of fetched files, so that uploads side by side do not fetch each other's again.
    fingerprints: HashMap<Id, String>,
}

impl Claims {
    fn of<T>(&self, job: &Job, work: impl FnOnce(&mut Seen) -> T) -> T {
        let mut all = self.0.lock();
        work(
            all.entry((job.connection.clone(), job.application))
                .or_default(),
        )
    }

    /// False if another upload was faster.
    fn claim(&self, job: &Job, file: Id) -> bool {
        self.of(job, |seen| seen.claimed.insert(file))
    }

    fn is_free(&self, job: &Job, file: Id) -> bool {
        self.of(job, |seen| !seen.claimed.contains(&file))
    }
}

/// A new file that is not ours byte for byte.
struct Candidate {
    id: Id,
    named_alike: bool,
    fetched: bool,
}

impl Desk {
    /// Looks so many times, with pauses, until the file is found.
    pub(super) async fn look_for(
        &self,
        jump: &Jump,
        job: &Job,
        trail: &Trail<'_>,
        looks: usize,
    ) -> Found {
        let mut found = Found::Nothing;
        for look in 0..looks {
            if let Ok(pauses @ 1..) = u32::try_from(look) {
                self.0.parts.clock.sleep(BETWEEN_LOOKS * pauses).await;
            }
            found = match self.look_once(jump, job, trail).await {
                Ok(Found::Nothing) => Found::Nothing,
                Ok(found) => return found,
                Err(error) => Found::Unreadable(error),
            };
        }
        found
    }

    async fn look_once(
        &self,
        jump: &Jump,
        job: &Job,
        trail: &Trail<'_>,
    ) -> Result<Found, CallError> {
        let claims = &self.0.uploads.claims;
        let application = jump.get_application(job.application).await?;
        let mut others = Vec::new();
        for (id, file) in new_files(&application.files, job, trail) {
            if !claims.is_free(job, id) {
                continue;
            }
            let fingerprint = self.fingerprint_of(jump, job, id).await;
            if fingerprint.as_deref() == Some(job.sha256()) {
                if claims.claim(job, id) {
                    return Ok(Found::Same(id));
                }
            } else {
                others.push(Candidate {
                    id,
                    named_alike: file.name.as_deref() == Some(job.name()),
                    fetched: fingerprint.is_some(),
                });
            }
        }
        if !trail.accepted {
            return Ok(Found::Nothing);
        }
        let likely = self.likely_ours(job, trail, &others);
        Ok(match likely.filter(|one| claims.claim(job, one.id)) {
            Some(one) if one.fetched => Found::Changed(one.id),
            Some(one) => Found::Unfetchable(one.id),
            None => Found::Nothing,
        })
    }

    /// `None` if it cannot be fetched.
    async fn fingerprint_of(&self, jump: &Jump, job: &Job, file: Id) -> Option<String> {
        let claims = &self.0.uploads.claims;
        let known = claims.of(job, |seen| seen.fingerprints.get(&file).cloned());
        if known.is_some() {
            return known;
        }
        let fetched = jump
            .download_application_file(job.application, file)
            .await
            .ok()?;
        let fingerprint =
            tokio::task::spawn_blocking(move || documents::fingerprint(&fetched.bytes))
                .await
                .ok()?;
        claims.of(job, |seen| {
            seen.fingerprints.insert(file, fingerprint.clone())
        });
        Some(fingerprint)
    }

    /// The one file of other bytes that can only be ours, if there is one.
    fn likely_ours<'a>(
        &self,
        job: &Job,
        trail: &Trail<'_>,
        others: &'a [Candidate],
    ) -> Option<&'a Candidate> {
        if let Some(hinted) = others.iter().find(|one| Some(one.id) == trail.hint) {
            return Some(hinted);
        }
        let rivals = self.rivals(job);
        let mut alike = others.iter().filter(|one| one.named_alike);
        if let (Some(one), None) = (alike.next(), alike.next())
            && !rivals.iter().any(|rival| rival.name() == job.name())
        {
            return Some(one);
        }
        match others {
            [one] if rivals.is_empty() => Some(one),
            _ => None,
        }
    }

    /// Other uploads to the same application that may have put a file there and have not found it yet.
    fn rivals(&self, job: &Job) -> Vec<Arc<Job>> {
        let mut jobs = self.0.uploads.queue.all();
        jobs.retain(|one| {
            one.id != job.id
                && one.application == job.application
                && one.connection == job.connection
                && one.is_unsettled()
        });
        jobs
    }
}

/// Files that were not there before, the likeliest first, so that few are fetched.
fn new_files<'a>(
    files: &'a [ApplicationFile],
    job: &Job,
    trail: &Trail<'_>,
) -> Vec<(Id, &'a ApplicationFile)> {
    let mut new: Vec<_> = files
        .iter()
        .filter_map(|file| Some((file.id?, file)))
        .filter(|(id, _)| !trail.known.contains(id))
        .collect();
    new.sort_by_key(|(id, file)| {
        let named_alike = file.name.as_deref() == Some(job.name());
        (Some(*id) != trail.hint, !named_alike, *id)
    });
    new
}
