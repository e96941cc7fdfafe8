//! Where the park's drivers come from, and how a register of them is put together.

use std::sync::Arc;

use fleet::{
    AccountField, CarField, DriverFields, Fleet, FleetDirection, FleetDriver, FleetDriversQuery,
    FleetSortField, FleetSortOrder, PageSize, ProfileField, StatusField, WorkStatus,
};
use jiff::Timestamp;
use jump::{Meta, Page};
use parking_lot::Mutex;
use transport::{CallError, Cause, Outcome};

use super::{
    super::types::{FleetDriverColumn, FleetDriverDetails, FleetDriversFilter},
    columns::FleetDrivers,
};
use crate::{
    Desk,
    error::DeskResult,
    registers::{
        cells::Cells,
        kind::{Looked, Order, Paged, Rows, wrong},
        register::Register,
        store::Stored,
        types::RegisterName,
        way::Pages,
        window,
    },
    search::{self, SearchText},
};

/// Rows of one page of the register; the service may be asked for them in several requests.
const ROWS: u32 = 400;

/// What the service is asked for, and what was typed into the search.
#[derive(Clone)]
pub struct Asked {
    query: FleetDriversQuery,
    /// From 1.
    page: u32,
    typed: Arc<str>,
    /// Shared by all pages: what was too large for one is too large for the next.
    size: Arc<Mutex<PageSize>>,
}

/// The query that all pages of a register share. The list has no period: it is everybody, as of now.
///
/// # Errors
/// `InvalidInput` naming `work_statuses`.
pub fn query(filter: FleetDriversFilter, now: Timestamp) -> DeskResult<window::Asked<Asked>> {
    let statuses = filter.work_statuses.iter().map(|slug| work_status(slug));
    let search = search::for_drivers(&filter.search);
    let query = FleetDriversQuery {
        work_rule_ids: filter.work_rule_ids,
        work_statuses: statuses.collect::<DeskResult<_>>()?,
        text: search.text,
        fields: Some(fields()),
        ..FleetDriversQuery::default()
    };
    let asked = |query| Asked {
        query,
        page: 1,
        typed: filter.search.as_str().into(),
        size: Arc::new(Mutex::new(PageSize::DRIVERS)),
    };
    let otherwise = search.otherwise.map(|text| FleetDriversQuery {
        text: Some(text),
        ..query.clone()
    });
    Ok(window::Asked {
        query: asked(query),
        otherwise: otherwise.map(asked),
        until: now,
        period: None,
    })
}

fn work_status(slug: &str) -> DeskResult<WorkStatus> {
    Ok(match slug {
        "working" => WorkStatus::Working,
        "not_working" => WorkStatus::NotWorking,
        "fired" => WorkStatus::Fired,
        _ => return Err(wrong("work_statuses", "unknown_status")),
    })
}

/// What the register shows; no passports and no dates of birth.
pub fn fields() -> DriverFields {
    DriverFields {
        account: Some(vec![
            AccountField::Id,
            AccountField::Type,
            AccountField::Balance,
            AccountField::BalanceLimit,
            AccountField::Currency,
            AccountField::LastTransactionDate,
        ]),
        car: Some(vec![CarField::Brand, CarField::Model, CarField::Number]),
        current_status: Some(vec![StatusField::Status]),
        driver_profile: Some(vec![
            ProfileField::Id,
            ProfileField::CreatedDate,
            ProfileField::FirstName,
            ProfileField::LastName,
            ProfileField::MiddleName,
            ProfileField::DriverLicense,
            ProfileField::Phones,
            ProfileField::WorkRuleId,
            ProfileField::WorkStatus,
            ProfileField::Comment,
            ProfileField::EmploymentType,
        ]),
        park: Some(Vec::new()),
        updated_at: None,
    }
}

impl Rows for FleetDrivers {
    type Query = Asked;
    type Column = FleetDriverColumn;
    type Details = FleetDriverDetails;
    type Client = Fleet;
    type Way = Pages;

    const NAME: RegisterName = RegisterName::FleetDrivers;
    const COLUMNS: &'static [FleetDriverColumn] = &[
        FleetDriverColumn::Driver,
        FleetDriverColumn::Phone,
        FleetDriverColumn::Balance,
        FleetDriverColumn::BalanceLimit,
        FleetDriverColumn::Foreign,
        FleetDriverColumn::WorkStatus,
        FleetDriverColumn::CurrentStatus,
        FleetDriverColumn::WorkRule,
        FleetDriverColumn::Car,
        FleetDriverColumn::License,
        FleetDriverColumn::LastTransactionAt,
        FleetDriverColumn::CreatedAt,
        FleetDriverColumn::Linked,
        FleetDriverColumn::DriverId,
    ];
    const USUAL: Order<FleetDriverColumn> = Order {
        column: FleetDriverColumn::Driver,
        descending: false,
    };
    const LOOKED_AT: &'static [(FleetDriverColumn, Looked)] = &[
        (FleetDriverColumn::Driver, Looked::Text),
        (FleetDriverColumn::Phone, Looked::Phone),
        (FleetDriverColumn::License, Looked::Text),
        (FleetDriverColumn::Car, Looked::Text),
        (FleetDriverColumn::WorkRule, Looked::Text),
        (FleetDriverColumn::DriverId, Looked::Text),
        (FleetDriverColumn::Linked, Looked::Id),
        (FleetDriverColumn::Balance, Looked::Sum),
        (FleetDriverColumn::Foreign, Looked::Text),
    ];
    /// When the driver was entered.
    const MOMENT: Option<FleetDriverColumn> = Some(FleetDriverColumn::CreatedAt);

    /// The names of the conditions of work are only names: without them their ids are shown.
    async fn prepare(desk: &Desk, fleet: &Fleet, register: &Register<Self>) -> DeskResult<()> {
        let connection = &register.connection;
        let work_rules = desk.work_rules_of(connection, fleet, false).await;
        let links = desk.0.connections.record(connection)?.fleet_links;
        let mut content = register.content.write();
        content.rows.know(work_rules.unwrap_or_default(), links);
        Ok(())
    }

    fn searched_as(asked: &Asked) -> Option<String> {
        SearchText::told(&asked.typed, asked.query.text.as_deref())
    }

    fn column(&self, column: FleetDriverColumn) -> Cells<'_> {
        let columns = &self.store.columns;
        let reference = |codes| Cells::references(codes, &self.store.values.references);
        match column {
            FleetDriverColumn::Driver => Cells::Texts(&columns.name),
            FleetDriverColumn::Phone => Cells::Texts(&columns.phone),
            FleetDriverColumn::Balance => Cells::Sums(&columns.balance),
            FleetDriverColumn::BalanceLimit => Cells::Sums(&columns.balance_limit),
            FleetDriverColumn::Foreign => Cells::Texts(&columns.foreign),
            FleetDriverColumn::WorkStatus => reference(&columns.work_status),
            FleetDriverColumn::CurrentStatus => reference(&columns.current_status),
            FleetDriverColumn::WorkRule => reference(&columns.work_rule),
            FleetDriverColumn::Car => Cells::Texts(&columns.car),
            FleetDriverColumn::License => Cells::Texts(&columns.license),
            FleetDriverColumn::LastTransactionAt => Cells::Moments(&columns.last_transaction_at),
            FleetDriverColumn::CreatedAt => Cells::Moments(&columns.created_at),
            FleetDriverColumn::Linked => Cells::Numbers {
                codes: &columns.linked,
                ids: &self.linked,
            },
            FleetDriverColumn::DriverId => Cells::Texts(&columns.driver),
        }
    }

    fn details(&self, place: u32, position: Option<u32>) -> Option<FleetDriverDetails> {
        let row = self.row(place)?;
        let (comment, employment) = self.remarks(place);
        let link = self.link_of(&row.driver_id).cloned();
        Some(FleetDriverDetails {
            row,
            comment,
            employment,
            link,
            position,
        })
    }
}

impl Paged for FleetDrivers {
    /// By the date of creation, so that drivers who are entered meanwhile come last.
    fn page(asked: Asked, number: u32) -> Asked {
        ordered(asked, number, FleetDirection::Asc)
    }

    /// By the date of creation: a driver who enters the list of all drivers was created, and has the latest date (a
    /// profile is not known to be given an earlier one). Dates may be equal; then two drivers may change places between
    /// two pages, and the count of different ones tells.
    ///
    /// A list filtered by status, conditions of work or a search is also entered and left by drivers who were there
    /// before. That leaves a trace in the total only: such a list is read twice.
    ///
    /// A balance or a status that changes meanwhile moves nobody, and is kept as it was read.
    fn newest(asked: Asked) -> Asked {
        ordered(asked, 1, FleetDirection::Desc)
    }

    fn is_entered_unseen(asked: &Asked) -> bool {
        let query = &asked.query;
        query.text.is_some() || !query.work_rule_ids.is_empty() || !query.work_statuses.is_empty()
    }

    /// A page in as many requests as its size asks for: each is a slice of the list as a page is, and the rounds prove
    /// the same of them.
    async fn ask(fleet: &Fleet, asked: &Asked) -> Result<Page<FleetDriver>, CallError> {
        let start = asked.page.saturating_sub(1).saturating_mul(ROWS);
        let mut items = Vec::new();
        let mut totals = Vec::new();
        let mut came = 0;
        while came < ROWS {
            let limit = asked.size.lock().rows().min(ROWS - came);
            let slice = fleet.list_driver_profiles(&asked.query, limit, start + came);
            let slice = match slice.await {
                Ok(slice) => slice,
                Err(error) if is_smaller_now(&asked.size, limit, &error) => continue,
                Err(error) => return Err(error),
            };
            asked.size.lock().came();
            totals.push(slice.total.ok_or_else(without_total)?);
            let rows = u32::try_from(slice.driver_profiles.len()).unwrap_or(u32::MAX);
            let most = slice.limit.unwrap_or(limit).min(limit);
            came = came.saturating_add(rows);
            // A driver without an id could not be told from another: the count will show that one is missing.
            let named = slice.driver_profiles.into_iter();
            items.extend(named.filter(|driver| driver.id().is_some_and(|id| !id.is_empty())));
            if rows == 0 || rows < most {
                break;
            }
        }
        let told = totals.first().copied().unwrap_or_default();
        // A page that contradicts itself agrees with no look.
        let steady = totals.iter().all(|total| *total == told);
        let total = if steady { told } else { 0 };
        Ok(Page {
            items,
            meta: Meta {
                total,
                current_page: asked.page,
                last_page: total.div_ceil(ROWS).max(1),
                per_page: Some(ROWS),
                from: None,
                to: None,
            },
        })
    }

    /// The service tells when, but not of what: balances change all day.
    fn changed(_: &FleetDriver) -> Option<String> {
        None
    }
}

/// Whether to ask again with fewer rows. Pages are read side by side: one that was asked for before another shrank the
/// size has nothing more to shrink.
fn is_smaller_now(size: &Mutex<PageSize>, limit: u32, error: &CallError) -> bool {
    let mut size = size.lock();
    let shrank_meanwhile = matches!(error.status, Some(429 | 504)) && size.rows() < limit;
    shrank_meanwhile || size.failed(error)
}

fn without_total() -> CallError {
    CallError {
        outcome: Outcome::Unreadable,
        cause: Cause::Undecodable,
        status: Some(200),
        vendor: None,
        operation: "listDriverProfiles",
        trace_id: String::new(),
        retry_after: None,
        json_path: Some("total".to_owned()),
    }
}

fn ordered(mut asked: Asked, page: u32, direction: FleetDirection) -> Asked {
    asked.page = page;
    asked.query.order = vec![FleetSortOrder {
        field: FleetSortField::CreatedDate,
        direction,
    }];
    asked
}
