//! Rows of the list of applications, to the last one.
//!
//! The service cuts the list into pages by offset, so a row that enters or leaves it during the reading shifts the
//! rows after it. Pages are read oldest first, so that newcomers come last, and until every page told the same total
//! and so many different rows came. A row that is missed all the same is not rejected: what is planned is always what
//! was seen.

use std::collections::{BTreeMap, BTreeSet};

use jump::{
    Application, ApplicationListItem, ApplicationSortField, ApplicationsFilter, ApplicationsQuery,
    Id, Jump, Page, PerPage, Sort,
};
use transport::{CallError, Cause};

use crate::{
    applications::types::NamedApplication,
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// The largest page that the service gives.
const ROWS: PerPage = PerPage::TwoHundred;
/// The list is read so often before it is said not to stand still.
const MOST_ROUNDS: usize = 4;
/// Two hundred thousand applications. A service that tells of more is mistaken.
const MOST_PAGES: u32 = 1_000;
/// So few are asked for one by one rather than looked for in the list.
pub(super) const FEW: usize = 10;

impl From<ApplicationListItem> for NamedApplication {
    fn from(row: ApplicationListItem) -> Self {
        Self {
            id: row.id,
            name: row.name.unwrap_or_default(),
            status: row.status,
        }
    }
}

impl From<Application> for NamedApplication {
    fn from(one: Application) -> Self {
        let person = one.person_info.map(|person| {
            [person.last_name, person.first_name, person.middle_name]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        });
        Self {
            id: one.id,
            name: person.unwrap_or_default(),
            status: one.status,
        }
    }
}

pub(super) async fn page(
    jump: &Jump,
    filter: &ApplicationsFilter,
    page: u32,
    descending: bool,
) -> Result<Page<ApplicationListItem>, CallError> {
    let query = ApplicationsQuery {
        filter: filter.clone(),
        page,
        per_page: ROWS,
        order: Some(Sort {
            field: ApplicationSortField::Date,
            descending,
        }),
    };
    jump.list_applications(&query).await
}

/// Every row of the list.
///
/// # Errors
/// Those of the calls; `UnexpectedAnswer` with the reason `list_moves` when no round of reading agreed with itself.
pub(super) async fn whole(
    jump: &Jump,
    filter: &ApplicationsFilter,
) -> DeskResult<Vec<NamedApplication>> {
    for _ in 0..MOST_ROUNDS {
        let round = round(jump, filter).await?;
        if round.agrees {
            return Ok(round.rows);
        }
    }
    let moves = DeskError::new(DeskErrorCode::UnexpectedAnswer);
    Err(moves
        .with("reason", "list_moves")
        .with("path", "meta.total"))
}

/// One reading of all pages.
struct Round {
    rows: Vec<NamedApplication>,
    /// The list did not change meanwhile.
    agrees: bool,
}

async fn round(jump: &Jump, filter: &ApplicationsFilter) -> DeskResult<Round> {
    let first = page(jump, filter, 1, false).await?;
    let (total, last) = (first.meta.total, first.meta.last_page);
    if last > MOST_PAGES {
        let absurd = DeskError::new(DeskErrorCode::UnexpectedAnswer);
        return Err(absurd.with("path", "meta.last_page"));
    }
    let mut rows: Vec<NamedApplication> = first.items.into_iter().map(Into::into).collect();
    let mut steady = true;
    for number in 2..=last {
        let next = page(jump, filter, number, false).await?;
        steady &= next.meta.total == total;
        rows.extend(next.items.into_iter().map(NamedApplication::from));
    }
    let unique = rows.iter().map(|row| row.id).collect::<BTreeSet<_>>().len();
    let agrees = steady && rows.len() == unique && unique == total as usize;
    Ok(Round { rows, agrees })
}

/// Exactly the applications with these ids, in their order. One that has left the list meanwhile is asked for by
/// itself, so that its present status is known; one that the service does not know any more has none.
pub(super) async fn chosen(
    jump: &Jump,
    filter: &ApplicationsFilter,
    ids: &[Id],
) -> DeskResult<Vec<NamedApplication>> {
    let mut known: BTreeMap<Id, NamedApplication> = BTreeMap::new();
    if ids.len() > FEW {
        let rows = whole(jump, filter).await?;
        known.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for id in ids.iter().filter(|id| seen.insert(**id)) {
        rows.push(match known.remove(id) {
            Some(row) => row,
            None => one(jump, *id).await?,
        });
    }
    Ok(rows)
}

/// One application by its id.
pub(super) async fn one(jump: &Jump, id: Id) -> Result<NamedApplication, CallError> {
    match jump.get_application(id).await {
        Ok(application) => Ok(application.into()),
        Err(error) if error.cause == Cause::NotFound => Ok(NamedApplication {
            id,
            name: String::new(),
            status: None,
        }),
        Err(error) => Err(error),
    }
}

/// How everything stands that this search and these directions find, whatever its status.
pub(super) async fn standing(
    jump: &Jump,
    filter: &ApplicationsFilter,
) -> DeskResult<BTreeMap<Id, NamedApplication>> {
    let rows = whole(jump, &in_any_status(filter)).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The same after the deed, when a list that goes on moving must not leave its outcome untold: what the last round met.
pub(super) async fn latest(
    jump: &Jump,
    filter: &ApplicationsFilter,
) -> DeskResult<BTreeMap<Id, NamedApplication>> {
    let filter = in_any_status(filter);
    let mut met = BTreeMap::new();
    for _ in 0..MOST_ROUNDS {
        let round = round(jump, &filter).await?;
        met.extend(round.rows.into_iter().map(|row| (row.id, row)));
        if round.agrees {
            break;
        }
    }
    Ok(met)
}

pub(super) fn in_any_status(filter: &ApplicationsFilter) -> ApplicationsFilter {
    ApplicationsFilter {
        status: Vec::new(),
        ..filter.clone()
    }
}
