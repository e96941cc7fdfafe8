//! Times as the services and the screen write them: ISO 8601 with an offset, Moscow unless the park says otherwise.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
    registers::types::Period,
};

/// The zone by IANA name; an unknown name falls back to Moscow, where the parks are.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name)
        .or_else(|_| TimeZone::get("Europe/Moscow"))
        .unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(3)))
}

/// `2026-11-21T14:05:12+03:00`: seconds, with the zone's offset.
pub fn iso(at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// First and last instant (whole seconds) of a period of local days, both inclusive.
///
/// # Errors
/// `InvalidInput` naming `period` when a date is not `YYYY-MM-DD` or the end lies before the start.
pub fn bounds(period: &Period, zone: &TimeZone) -> DeskResult<(Timestamp, Timestamp)> {
    let wrong = |code: &str| {
        DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![FieldProblem {
            field: "period".to_owned(),
            code: code.to_owned(),
            params: Default::default(),
        }])
    };
    let from: Date = period.from.parse().map_err(|_| wrong("period_date"))?;
    let to: Date = period.to.parse().map_err(|_| wrong("period_date"))?;
    if to < from {
        return Err(wrong("period_order"));
    }
    let instant = |date: Date| {
        date.to_zoned(zone.clone())
            .map(|z| z.timestamp())
            .map_err(|_| wrong("period_date"))
    };
    let next_day = to.tomorrow().map_err(|_| wrong("period_date"))?;
    let end = instant(next_day)? - jiff::SignedDuration::from_secs(1);
    Ok((instant(from)?, end))
}

impl Desk {
    /// The zone of the screen.
    pub(crate) fn zone(&self) -> TimeZone {
        zone(&self.0.connections.ui().zone)
    }

    /// Now, written with the zone of the screen.
    pub(crate) fn now_iso(&self) -> String {
        iso(self.now(), &self.zone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period {
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    #[test]
    fn a_day_reaches_from_midnight_to_the_last_second_in_moscow() {
        let moscow = zone("Europe/Moscow");
        let (from, to) = bounds(&period("2026-10-31", "2026-10-31"), &moscow).unwrap();
        assert_eq!(iso(from, &moscow), "2026-10-31T00:00:00+03:00");
        assert_eq!(iso(to, &moscow), "2026-10-31T23:59:59+03:00");
    }

    #[test]
    fn a_period_that_ends_before_it_starts_is_refused_not_swapped() {
        let error = bounds(&period("2026-10-31", "2026-10-01"), &zone("")).unwrap_err();
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        assert_eq!(error.fields[0].code, "period_order");
    }

    #[test]
    fn a_nonsense_date_is_refused_by_name() {
        for text in ["31.10.2026", "2026-02-30", "", "2026-13-01"] {
            let error = bounds(&period(text, "2026-10-01"), &zone("")).unwrap_err();
            assert_eq!(error.fields[0].code, "period_date", "{text}");
        }
    }
}
