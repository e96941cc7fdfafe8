//! Applications for registration: list and counters; the desk of one application with its form and document slots;
//! saving, rejecting and registering it.

mod actions;
pub mod book;
mod card;
mod check;
mod draft;
mod edit;
mod files;
mod form;
mod jobs;
mod preview;
mod readings;
mod rejection;
mod rules;
mod sent;
mod settle;
mod slots;
pub mod types;
mod verify;

use jump::Jump;

pub(crate) use jobs::Watch;
pub(crate) use preview::Previews;
pub use readings::Readings;
pub(crate) use rejection::Plans;

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    search::{self, SearchText},
};
use book::types::ApplicationsFilter;
use types::StatusCount;

impl Desk {
    /// Counters by status for the same search and directions. The statuses of the filter do not
    /// count: the counters are what a status is chosen by.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn count_applications(
        &self,
        connection: &ConnectionId,
        filter: ApplicationsFilter,
    ) -> DeskResult<Vec<StatusCount>> {
        let jump = self.jump(connection).await?;
        let filter = self.filter_of(&jump, &filter).await?;
        let counts = jump.count_applications(&filter).await?;
        Ok(counts
            .0
            .into_iter()
            .map(|(status, count)| StatusCount { status, count })
            .collect())
    }

    /// Search and directions of a filter, without its statuses. Where the text was guessed, the guess
    /// stands if it finds anything in any status, so that list and counters search for the same.
    async fn filter_of(
        &self,
        jump: &Jump,
        asked: &ApplicationsFilter,
    ) -> DeskResult<jump::ApplicationsFilter> {
        let SearchText { text, otherwise } = search::for_applications(&asked.search);
        let filter = jump::ApplicationsFilter {
            direction: asked.directions.clone(),
            status: Vec::new(),
            search: text,
        };
        if otherwise.is_none() {
            return Ok(filter);
        }
        let guessed = jump.count_applications(&filter).await?;
        if guessed.0.values().any(|count| *count > 0) {
            return Ok(filter);
        }
        Ok(jump::ApplicationsFilter {
            search: otherwise,
            ..filter
        })
    }
}
