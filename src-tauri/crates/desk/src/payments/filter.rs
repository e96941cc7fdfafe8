//! From the filter on the screen to the query that the service gets: always with its period.

use jiff::{Timestamp, tz::TimeZone};
use jump::{PaymentsQuery, PerPage};

use super::types::PaymentsFilter;
use crate::{
    error::DeskResult,
    registers::window::{Asked, frozen},
    search,
};

/// The query that all pages of a register share.
///
/// # Errors
/// `InvalidInput` naming `period`.
pub fn query(
    filter: &PaymentsFilter,
    now: Timestamp,
    zone: &TimeZone,
) -> DeskResult<Asked<PaymentsQuery>> {
    let (window, until) = frozen(&filter.period, now, zone)?;
    let search = search::for_payments(&filter.search);
    let query = PaymentsQuery {
        per_page: PerPage::TwoHundred,
        agent_ids: filter.agent_ids.clone(),
        driver_ids: filter.driver_ids.clone(),
        group_ids: filter.group_ids.clone(),
        integration_ids: filter.integration_ids.clone(),
        payment_status_id: filter.status_ids.clone(),
        pay_type_ids: filter.pay_type_ids.clone(),
        request_type_ids: filter.request_type_ids.clone(),
        search: search.text,
        ..PaymentsQuery::new(window)
    };
    let otherwise = search.otherwise.map(|search| PaymentsQuery {
        search: Some(search),
        ..query.clone()
    });
    Ok(Asked {
        query,
        otherwise,
        until,
        period: Some(filter.period.clone()),
    })
}
