//! Driving licences that end soon. The service lists no dates of licences, so the date of each is remembered when its
//! application is opened on this computer: what nobody opened is not known here.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jump::{Application, Id};

use super::types::ExpiringLicence;
use crate::{Desk, connections::types::ConnectionId, error::DeskResult};

/// So many are remembered; the ones that end first go first, having ended long ago.
const REMEMBERED: usize = 2_000;
/// Days ahead that are told of, and days since.
const SOON: i32 = 60;
const LONG_AGO: i32 = 365;

impl Desk {
    /// Licences that end within two months or have ended within a year, the soonest first, of the applications that
    /// were opened on this computer.
    ///
    /// # Errors
    /// `NoConnection`.
    pub fn expiring_licences(&self, connection: &ConnectionId) -> DeskResult<Vec<ExpiringLicence>> {
        let today = self.now().to_zoned(self.zone()).date();
        let record = self.0.connections.record(connection)?;
        let told = record.licences.into_iter().filter_map(|(id, ends)| {
            let date: Date = ends.parse().ok()?;
            let days_left = (date - today).get_days();
            (-LONG_AGO..=SOON)
                .contains(&days_left)
                .then_some(ExpiringLicence {
                    application_id: id.parse().ok()?,
                    expires_on: ends,
                    days_left,
                })
        });
        let mut told: Vec<ExpiringLicence> = told.collect();
        told.sort_by_key(|licence| (licence.days_left, licence.application_id));
        Ok(told)
    }

    /// Remembers when the driving licence of an application ends; forgets it when it has no end. A failure to write is
    /// no failure of reading the application.
    pub(crate) fn remember_licence(&self, connection: &ConnectionId, application: &Application) {
        let ends = ends(application).map(|date| date.to_string());
        let written = self.change_record(connection, |record| {
            remember(&mut record.licences, application.id, ends);
            Ok(())
        });
        if let Err(error) = written {
            tracing::warn!(code = ?error.code, "a licence's date is not remembered");
        }
    }
}

fn remember(licences: &mut BTreeMap<String, String>, application: Id, ends: Option<String>) {
    let id = application.to_string();
    match ends {
        Some(ends) => licences.insert(id, ends),
        None => licences.remove(&id),
    };
    while licences.len() > REMEMBERED {
        // Dates written so stand in their order. Of those with one date the oldest application goes.
        let first = licences
            .iter()
            .min_by_key(|(id, ends)| (ends.as_str(), id.parse::<Id>().ok()));
        let Some(first) = first.map(|(id, _)| id.clone()) else {
            return;
        };
        licences.remove(&first);
    }
}

/// The day on which the licence ends: none for an unlimited one, for one without a date, or with one that is no date.
fn ends(application: &Application) -> Option<Date> {
    let licence = application.driver_license.as_ref()?;
    let unlimited = licence.expiry_date_unlimited == Some(true);
    let written = licence.expiry_date.as_deref().filter(|_| !unlimited)?;
    // A time of day after the date does not count.
    written.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_never_grow_beyond_two_thousand_licences_and_those_that_end_last_stay() {
        let mut licences = BTreeMap::new();
        let date = |number: i64| format!("{}-01-15", 2000 + number % 50);
        for number in 1..=3_000 {
            remember(&mut licences, Id(number), Some(date(number)));
        }
        assert_eq!(licences.len(), REMEMBERED);
        let mut ends: Vec<String> = (1..=3_000).map(date).collect();
        ends.sort_unstable();
        let mut kept: Vec<String> = licences.values().cloned().collect();
        kept.sort_unstable();
        assert_eq!(kept, ends[1_000..]);

        let known = licences.clone();
        remember(&mut licences, Id(9_000), Some("1999-01-01".to_owned()));
        assert_eq!(licences, known);
    }

    #[test]
    fn a_licence_that_became_unlimited_or_has_no_date_is_forgotten() {
        let ends = |licence: &str| {
            let text = format!(r#"{{"id": 5, "driver_license": {licence}}}"#);
            let application: Application = serde_json::from_str(&text).unwrap();
            super::ends(&application).map(|date| date.to_string())
        };
        let dated = r#"{"expiry_date": "2030-02-28"}"#;
        assert_eq!(ends(dated).as_deref(), Some("2030-02-28"));
        let timed =
            r#"{"expiry_date": "2030-02-28T00:00:00+03:00", "expiry_date_unlimited": false}"#;
        assert_eq!(ends(timed).as_deref(), Some("2030-02-28"));
        for none in [
            "null",
            "{}",
            r#"{"expiry_date": null}"#,
            r#"{"expiry_date": "2030-02-28", "expiry_date_unlimited": true}"#,
            r#"{"expiry_date": "скоро, уже скоро"}"#,
            r#"{"expiry_date": "2030-02-30"}"#,
        ] {
            assert_eq!(ends(none), None, "{none}");
        }
        let mut licences = BTreeMap::new();
        remember(&mut licences, Id(5), ends(dated));
        remember(&mut licences, Id(5), None);
        assert!(licences.is_empty());
    }
}
