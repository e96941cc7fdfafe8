//! From the filter on the screen to the query that the service gets: always with its period, both ends inclusive.

use jiff::{Timestamp, tz::TimeZone};
use jump::{IsoTime, PaymentsQuery, PerPage, Period};

use super::types::PaymentsFilter;
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    search,
    time::bounds,
};

/// What the service is asked for.
pub struct Asked {
    /// Without page and order.
    pub query: PaymentsQuery,
    /// The search to try when the query finds nothing.
    pub otherwise: Option<String>,
    /// The end of the window. It is now when the period is not over yet: payments made later do not belong to this
    /// register, however long it takes to read.
    pub until: Timestamp,
}

/// The query that all pages of a register share.
///
/// # Errors
/// `InvalidInput` naming `period`.
pub fn query(filter: &PaymentsFilter, now: Timestamp, zone: &TimeZone) -> DeskResult<Asked> {
    let (from, end) = bounds(&filter.period, zone)?;
    let this_second = Timestamp::from_second(now.as_second()).unwrap_or(now);
    // A period that has not begun yet is asked for as its first second, which is empty.
    let until = end.min(this_second).max(from);
    let iso = |at: Timestamp| IsoTime::new(at, zone.to_offset(at));
    let period = Period::new(iso(from), iso(until))
        .map_err(|_| DeskError::new(DeskErrorCode::InvalidInput))?;
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
        ..PaymentsQuery::new(period)
    };
    Ok(Asked {
        query,
        otherwise: search.otherwise,
        until,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{payments::types::Period as Days, time::zone};

    fn window(from: &str, to: &str, now: &str) -> (String, String) {
        let filter = PaymentsFilter {
            period: Days {
                from: from.to_owned(),
                to: to.to_owned(),
            },
            agent_ids: Vec::new(),
            driver_ids: Vec::new(),
            group_ids: Vec::new(),
            integration_ids: Vec::new(),
            status_ids: Vec::new(),
            pay_type_ids: Vec::new(),
            request_type_ids: Vec::new(),
            search: String::new(),
        };
        let asked = query(&filter, now.parse().unwrap(), &zone("")).unwrap();
        let period = asked.query.period;
        assert_eq!(period.to().timestamp(), asked.until);
        (period.from().to_string(), period.to().to_string())
    }

    #[test]
    fn a_past_period_ends_with_its_last_second_in_moscow() {
        let (from, to) = window("2026-10-01", "2026-10-31", "2026-11-21T12:00:00Z");
        assert_eq!(from, "2026-10-01T00:00:00+03:00");
        assert_eq!(to, "2026-10-31T23:59:59+03:00");
    }

    #[test]
    fn a_period_under_way_is_frozen_at_now_so_that_new_rows_do_not_shift_pages() {
        let (_, to) = window("2026-11-01", "2026-11-30", "2026-11-21T12:00:00.9Z");
        assert_eq!(to, "2026-11-21T15:00:00+03:00");
    }

    #[test]
    fn a_period_that_has_not_begun_is_never_widened_backwards() {
        let (from, to) = window("2026-12-01", "2026-12-31", "2026-11-21T12:00:00Z");
        assert_eq!(
            (from.as_str(), to.as_str()),
            ("2026-12-01T00:00:00+03:00", "2026-12-01T00:00:00+03:00")
        );
    }
}
