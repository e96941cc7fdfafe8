//! Where applications come from, and how a register of them is put together.

use std::sync::Arc;

use jump::{ApplicationListItem, ApplicationSortField, ApplicationsQuery, Jump, Page, Sort};
use transport::CallError;

use super::{
    columns::Applications,
    types::{ApplicationColumn, ApplicationRow},
};
use crate::{
    registers::{
        cells::Cells,
        kind::{Looked, Order, Paged, Rows},
        store::Stored,
        types::RegisterName,
        way::Pages,
    },
    search::SearchText,
};

/// What the service is asked for, and what was typed into the search.
#[derive(Clone)]
pub struct Searched {
    pub query: ApplicationsQuery,
    pub typed: Arc<str>,
}

impl Rows for Applications {
    type Query = Searched;
    type Column = ApplicationColumn;
    /// A card is opened by its id.
    type Details = ApplicationRow;

    const NAME: RegisterName = RegisterName::Applications;
    /// The newest first.
    const USUAL: Order<ApplicationColumn> = Order {
        column: ApplicationColumn::Date,
        descending: true,
    };

    const COLUMNS: &'static [ApplicationColumn] = &[
        ApplicationColumn::Id,
        ApplicationColumn::Date,
        ApplicationColumn::Name,
        ApplicationColumn::Phone,
        ApplicationColumn::Status,
    ];
    const LOOKED_AT: &'static [(ApplicationColumn, Looked)] = &[
        (ApplicationColumn::Id, Looked::Id),
        (ApplicationColumn::Name, Looked::Text),
        (ApplicationColumn::Phone, Looked::Phone),
        (ApplicationColumn::Status, Looked::Text),
    ];
    const MOMENT: Option<ApplicationColumn> = Some(ApplicationColumn::Date);

    type Client = Jump;
    type Way = Pages;

    fn searched_as(asked: &Searched) -> Option<String> {
        SearchText::told(&asked.typed, asked.query.filter.search.as_deref())
    }

    fn column(&self, column: ApplicationColumn) -> Cells<'_> {
        let columns = &self.store.columns;
        match column {
            ApplicationColumn::Id => Cells::Ids,
            ApplicationColumn::Date => Cells::Moments(&columns.date),
            ApplicationColumn::Name => Cells::Texts(&columns.name),
            ApplicationColumn::Phone => Cells::Texts(&columns.phone),
            ApplicationColumn::Status => {
                Cells::references(&columns.status, &self.store.values.references)
            }
        }
    }

    fn details(&self, place: u32, _: Option<u32>) -> Option<ApplicationRow> {
        self.row(place)
    }
}

impl Paged for Applications {
    /// By date, so that applications made meanwhile come last.
    fn page(query: Searched, number: u32) -> Searched {
        ordered(query, number, false)
    }

    /// By date, because the service orders applications by nothing else. One that is made during the reading has the
    /// latest date, so it is seen here. That takes from the service that the date is the one of its making and stays.
    /// Applications of the very same second may change places between two reads; then one of them may be read twice
    /// and another never, which the count of different ones tells, and the list is read again.
    ///
    /// A list filtered by status is also entered and left by applications that are older: filled in, rejected,
    /// registered. The list tells no time of change, so that leaves a trace in the total only (likewise a direction that
    /// is chosen later, and a name corrected under a search): such a list is read twice. One without these filters is
    /// not: a status that changes in it moves nothing.
    fn newest(query: Searched) -> Searched {
        ordered(query, 1, true)
    }

    fn is_entered_unseen(asked: &Searched) -> bool {
        let filter = &asked.query.filter;
        !filter.status.is_empty() || !filter.direction.is_empty() || filter.search.is_some()
    }

    async fn ask(jump: &Jump, asked: &Searched) -> Result<Page<ApplicationListItem>, CallError> {
        jump.list_applications(&asked.query).await
    }

    /// The service does not tell, and a status that changes meanwhile is kept as it was read.
    fn changed(_: &ApplicationListItem) -> Option<String> {
        None
    }
}

fn ordered(mut asked: Searched, page: u32, descending: bool) -> Searched {
    asked.query.page = page;
    asked.query.order = Some(Sort {
        field: ApplicationSortField::Date,
        descending,
    });
    asked
}
