//! Drivers of Yandex Fleet whom a register can be about, and what reached them there.

use desk::{
    fleet::types::{FleetManner, FleetSign},
    payouts::types::{PayoutSettings, PayoutWay, YandexWay},
};
use rust_decimal::Decimal;
use sandbox::{FleetDriverTruth, FleetTransactionsFilter, Options};

use super::{World, small_park};

pub const V2: &str = "createDriverTransactionV2";
pub const V3: &str = "createDriverTransactionV3";
pub const BALANCE: &str = "getBlockedBalance";
/// The park may create in this one.
pub const CREATABLE: &str = "partner_service_manual_3";

pub fn fleet_park() -> Options {
    Options {
        fleet_drivers: 40,
        fleet_transactions: 400,
        ..small_park()
    }
}

/// v3 never ends by itself.
pub fn endless() -> Options {
    Options {
        fleet_v3_takes: u32::MAX,
        fleet_v3_reads: None,
        ..fleet_park()
    }
}

/// Debits as events, without a condition.
pub fn events() -> YandexWay {
    YandexWay {
        sign: FleetSign::Debit,
        manner: FleetManner::Event,
        reason: "Аренда".to_owned(),
        balance_min: String::new(),
    }
}

/// Debits in a category of the park's.
pub fn old_way() -> YandexWay {
    YandexWay {
        manner: FleetManner::Category {
            category_id: CREATABLE.to_owned(),
        },
        reason: String::new(),
        ..events()
    }
}

pub fn at_yandex(way: YandexWay) -> PayoutSettings {
    PayoutSettings {
        way: PayoutWay::Yandex(way),
        message: "Аренда за неделю".to_owned(),
    }
}

impl World {
    pub fn with_fleet() -> Self {
        Self::of(fleet_park())
    }

    /// The n-th driver of Yandex whose name and phone are nobody else's: a thousand roubles, nothing of them blocked.
    pub fn fleet_payable(&self, number: usize) -> FleetDriverTruth {
        let all = self.sandbox.fleet_drivers();
        let alone = |one: &&FleetDriverTruth| {
            let alike = |other: &&FleetDriverTruth| {
                other.full_name == one.full_name || other.phone == one.phone
            };
            one.blocked.is_zero() && all.iter().filter(alike).count() == 1
        };
        let found = all.iter().filter(alone).nth(number).unwrap().clone();
        assert!(self.sandbox.set_fleet_balance(&found.id, 1_000.into()));
        found
    }

    /// What was made through the API at Yandex: driver and signed sum, in the order in which it happened.
    pub fn made_at_yandex(&self) -> Vec<(String, Decimal)> {
        let rows = self.sandbox.fleet_transactions(&FleetTransactionsFilter {
            made: true,
            ..FleetTransactionsFilter::default()
        });
        let mut rows: Vec<_> = rows
            .into_iter()
            .map(|row| (row.event_at, row.driver_id.unwrap(), row.amount))
            .collect();
        rows.sort();
        rows.into_iter()
            .map(|(_, driver, amount)| (driver, amount))
            .collect()
    }

    /// So many rows of different drivers, the n-th over 10 + n roubles and n kopecks.
    pub fn fleet_sheet(&self, rows: usize) -> String {
        let rows = (0..rows).map(|number| {
            let id = self.fleet_payable(number).id;
            format!("{id}\t{},{number:02}", 10 + number)
        });
        let head = "ID водителя\tСумма".to_owned();
        [head]
            .into_iter()
            .chain(rows)
            .collect::<Vec<_>>()
            .join("\r\n")
    }
}
