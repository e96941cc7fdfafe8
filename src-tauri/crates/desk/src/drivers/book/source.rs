//! Where drivers come from, and how a register of them is put together.

use std::sync::Arc;

use jiff::Timestamp;
use jump::{DriverListItem, DriverSortField, DriversQuery, Jump, Page, PerPage, Sort};
use transport::CallError;

use super::{
    columns::Drivers,
    types::{DriverColumn, DriverRow, DriversFilter},
};
use crate::{
    registers::{
        cells::Cells,
        kind::{Looked, Order, Paged, Rows},
        store::Stored,
        types::RegisterName,
        way::Pages,
        window::Asked,
    },
    search::{self, SearchText},
};

/// What the service is asked for, and what was typed into the search.
#[derive(Clone)]
pub struct Searched {
    query: DriversQuery,
    typed: Arc<str>,
}

/// The query that all pages of a register share. The list has no period: it is everybody, as of now.
pub fn query(filter: DriversFilter, now: Timestamp) -> Asked<Searched> {
    let typed: Arc<str> = filter.search.as_str().into();
    let search = search::for_drivers(&filter.search);
    let query = DriversQuery {
        page: 1,
        per_page: PerPage::TwoHundred,
        order: None,
        integration_ids: filter.integration_ids,
        group_ids: filter.group_ids,
        anti_fraud_status_ids: filter.anti_fraud_status_ids,
        referrer_ids: filter.referrer_ids,
        search: search.text,
    };
    let otherwise = search.otherwise.map(|search| Searched {
        query: DriversQuery {
            search: Some(search),
            ..query.clone()
        },
        typed: typed.clone(),
    });
    Asked {
        query: Searched { query, typed },
        otherwise,
        until: now,
        period: None,
    }
}

impl Rows for Drivers {
    type Query = Searched;
    type Column = DriverColumn;
    /// A card is opened by its id.
    type Details = DriverRow;

    const NAME: RegisterName = RegisterName::Drivers;
    /// As the service lists them: those who came first stand first.
    const USUAL: Order<DriverColumn> = Order {
        column: DriverColumn::Id,
        descending: false,
    };

    const COLUMNS: &'static [DriverColumn] = &[
        DriverColumn::Id,
        DriverColumn::Driver,
        DriverColumn::Phone,
        DriverColumn::Group,
        DriverColumn::Balance,
        DriverColumn::AntiFraud,
        DriverColumn::Integrations,
        DriverColumn::InvitedBy,
        DriverColumn::Blacklist,
        DriverColumn::CreatedAt,
        DriverColumn::FirstTripAt,
        DriverColumn::LastTripAt,
    ];
    const LOOKED_AT: &'static [(DriverColumn, Looked)] = &[
        (DriverColumn::Id, Looked::Id),
        (DriverColumn::Driver, Looked::Text),
        (DriverColumn::Phone, Looked::Phone),
        (DriverColumn::Group, Looked::Text),
        (DriverColumn::AntiFraud, Looked::Text),
        (DriverColumn::Balance, Looked::Sum),
    ];
    /// When the driver was entered.
    const MOMENT: Option<DriverColumn> = Some(DriverColumn::CreatedAt);

    type Client = Jump;
    type Way = Pages;

    fn searched_as(asked: &Searched) -> Option<String> {
        SearchText::told(&asked.typed, asked.query.search.as_deref())
    }

    fn column(&self, column: DriverColumn) -> Cells<'_> {
        let columns = &self.store.columns;
        let reference = |codes| Cells::references(codes, &self.store.values.references);
        match column {
            DriverColumn::Id => Cells::Ids,
            DriverColumn::Driver => Cells::Texts(&columns.name),
            DriverColumn::Phone => Cells::Texts(&columns.phone),
            DriverColumn::Group => reference(&columns.group),
            DriverColumn::Balance => Cells::Sums(&columns.balance),
            DriverColumn::AntiFraud => reference(&columns.anti_fraud),
            DriverColumn::Integrations => {
                let (codes, titles) = (&columns.integrations, &self.integrations);
                Cells::entries(codes, titles, |one| one.text().into(), |_| None)
            }
            DriverColumn::InvitedBy => Cells::references(&columns.invited_by, &self.referrers),
            DriverColumn::Blacklist => Cells::marks(&columns.blacklist, "да"),
            DriverColumn::CreatedAt => Cells::Moments(&columns.created_at),
            DriverColumn::FirstTripAt => Cells::Moments(&columns.first_trip_at),
            DriverColumn::LastTripAt => Cells::Moments(&columns.last_trip_at),
        }
    }

    fn details(&self, place: u32, _: Option<u32>) -> Option<DriverRow> {
        self.row(place)
    }
}

impl Paged for Drivers {
    /// By id, so that drivers who are entered meanwhile come last.
    fn page(query: Searched, number: u32) -> Searched {
        ordered(query, number, false)
    }

    /// By id: the service orders drivers by nothing else that tells of an entry. A driver who enters the list of all
    /// drivers was created, and has the highest id; so a register without filters is complete when it says so, as far
    /// as ids rise and a driver who is removed and another who is created are both seen (the created one is, here).
    ///
    /// A list filtered by group, anti-fraud status, integration, referrer or search is also entered and left by drivers
    /// who were there before: moved to another group, forbidden to withdraw, renamed. The list tells no time of change,
    /// so that leaves a trace in the total only: such a list is read twice.
    ///
    /// A balance, a trip or a name that changes meanwhile moves nobody in the order of ids, and is kept as it was read.
    fn newest(query: Searched) -> Searched {
        ordered(query, 1, true)
    }

    fn is_entered_unseen(asked: &Searched) -> bool {
        let query = &asked.query;
        let lists = [
            &query.group_ids,
            &query.integration_ids,
            &query.anti_fraud_status_ids,
            &query.referrer_ids,
        ];
        query.search.is_some() || lists.iter().any(|ids| !ids.is_empty())
    }

    async fn ask(jump: &Jump, asked: &Searched) -> Result<Page<DriverListItem>, CallError> {
        jump.list_drivers(&asked.query).await
    }

    /// The service does not tell. Nothing of the row stands in for it: balances change all day, and would make every
    /// second look differ from the first.
    fn changed(_: &DriverListItem) -> Option<String> {
        None
    }
}

fn ordered(mut asked: Searched, page: u32, descending: bool) -> Searched {
    asked.query.page = page;
    asked.query.order = Some(Sort {
        field: DriverSortField::Id,
        descending,
    });
    asked
}
