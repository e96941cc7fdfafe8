//! Applications for registration: list, counters, and the desk of one application with its document slots.

mod preview;
mod slots;
pub mod types;

use jump::{ApplicationSortField, ApplicationsFilter, Id, Jump, PerPage, Sort};

pub(crate) use preview::Previews;

use crate::{
    Desk,
    connections::types::ConnectionId,
    dictionaries::{Dictionary, TAXI_PROFESSION},
    error::DeskResult,
    search::{self, SearchText},
};
use types::{ApplicationDesk, ApplicationsPage, ApplicationsQuery, StatusCount};

const ROWS: PerPage = PerPage::Fifty;

impl Desk {
    /// One page of applications, fifty a page.
    ///
    /// # Errors
    /// Those of the call; nothing of an earlier page is passed off as this one.
    pub async fn list_applications(
        &self,
        connection: &ConnectionId,
        query: ApplicationsQuery,
    ) -> DeskResult<ApplicationsPage> {
        let jump = self.jump(connection).await?;
        let asked = jump::ApplicationsQuery {
            filter: ApplicationsFilter {
                status: query.statuses.clone(),
                ..self.filter_of(&jump, &query).await?
            },
            page: query.page.max(1),
            per_page: ROWS,
            order: Some(Sort {
                field: ApplicationSortField::Date,
                descending: query.newest_first,
            }),
        };
        let page = jump.list_applications(&asked).await?;
        Ok(ApplicationsPage {
            items: page.items,
            total: page.meta.total,
            page: page.meta.current_page,
            last_page: page.meta.last_page,
            per_page: ROWS.rows(),
            searched_as: SearchText::told(&query.search, asked.filter.search.as_deref()),
            read_at: self.now_iso(),
        })
    }

    /// Counters by status for the same search and directions. The statuses of the query do not
    /// count: the counters are what a status is chosen by.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn count_applications(
        &self,
        connection: &ConnectionId,
        query: ApplicationsQuery,
    ) -> DeskResult<Vec<StatusCount>> {
        let jump = self.jump(connection).await?;
        let filter = self.filter_of(&jump, &query).await?;
        let counts = jump.count_applications(&filter).await?;
        Ok(counts
            .0
            .into_iter()
            .map(|(status, count)| StatusCount { status, count })
            .collect())
    }

    /// One application with a slot for each document type that its profession asks for. Where the
    /// profession is not known yet, all types are offered.
    ///
    /// # Errors
    /// Those of the calls.
    pub async fn application_desk(
        &self,
        connection: &ConnectionId,
        application_id: Id,
    ) -> DeskResult<ApplicationDesk> {
        let jump = self.jump(connection).await?;
        let application = jump.get_application(application_id).await?;
        let profession = application.profession.as_ref().and_then(|known| known.id);
        let documents = self
            .dictionary(
                connection,
                Dictionary::AutoregDocuments,
                Some(profession.unwrap_or(Id(TAXI_PROFESSION))),
                false,
            )
            .await?;
        let mut records = self.0.connections.record(connection)?.document_slots;
        let ours = records
            .remove(&application_id.to_string())
            .unwrap_or_default();
        let (slots, other_files) = slots::placed(documents, &application.files, &ours);
        Ok(ApplicationDesk {
            application,
            slots,
            other_files,
            profession_unknown: profession.is_none(),
            read_at: self.now_iso(),
        })
    }

    /// Search and directions of a query, without its statuses. Where the text was guessed, the guess
    /// stands if it finds anything in any status, so that list and counters search for the same.
    async fn filter_of(
        &self,
        jump: &Jump,
        query: &ApplicationsQuery,
    ) -> DeskResult<ApplicationsFilter> {
        let SearchText { text, otherwise } = search::for_applications(&query.search);
        let filter = ApplicationsFilter {
            direction: query.directions.clone(),
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
        Ok(ApplicationsFilter {
            search: otherwise,
            ..filter
        })
    }
}
