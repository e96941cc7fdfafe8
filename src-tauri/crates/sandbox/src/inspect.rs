//! The truth for tests: what the park really holds, how often it was called, and rows added behind the client's back.

mod moderation;
mod money;

pub use moderation::WebhookTruth;
pub use money::{
    BalanceTruth, NewTransaction, TransactionTruth, TransactionsFilter, WithdrawalBlock,
};

use crate::{
    directory,
    faults::Fault,
    moments::Seconds,
    park::{Park, Sandbox},
    payments::Payment,
    seed,
};
use bytes::Bytes;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A file as the park keeps it.
#[derive(Clone, Debug)]
pub struct FileTruth {
    pub id: i64,
    pub name: String,
    /// Document type 1..7, if the upload named one.
    pub document: Option<i64>,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
    pub bytes: Bytes,
}

/// Which payments to sum up; both ends of the period are inclusive, empty lists let everything through.
#[derive(Clone, Debug, Default)]
pub struct PaymentsFilter {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub statuses: Vec<i64>,
    pub drivers: Vec<i64>,
    /// Legal entities.
    pub agents: Vec<i64>,
    /// 0 = paid from the main balance, without an integration.
    pub integrations: Vec<i64>,
}

/// Count and sums in roubles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaymentsTruth {
    pub count: usize,
    pub amount: Decimal,
    pub amount_paid: Decimal,
    pub commission: Decimal,
    pub commission_bank: Decimal,
}

/// A payment to add; amounts in kopecks. `created_at: None` = the park's now.
#[derive(Clone, Debug)]
pub struct NewPayment {
    pub driver_id: i64,
    pub status: u8,
    pub amount: i64,
    pub commission: i64,
    pub created_at: Option<Timestamp>,
}

impl Sandbox {
    /// Everything about a driver: e-mail and whole account numbers included. `None` = no such driver.
    pub fn driver(&self, id: i64) -> Option<Value> {
        self.look().driver(id).map(|one| one.truth())
    }

    /// Ids of all drivers, ascending.
    pub fn driver_ids(&self) -> Vec<i64> {
        self.look().drivers.iter().map(|one| one.id).collect()
    }

    /// Ids of all applications, ascending.
    pub fn application_ids(&self) -> Vec<i64> {
        self.look().applications.iter().map(|one| one.id).collect()
    }

    /// Ids of the applications of one status and one direction (slugs), ascending; `None` lets all through.
    pub fn application_ids_of(&self, status: Option<&str>, direction: Option<&str>) -> Vec<i64> {
        let park = self.look();
        let fits = park.applications.iter().filter(|one| {
            status.is_none_or(|slug| one.status_slug() == slug)
                && direction.is_none_or(|slug| one.direction_slug() == slug)
        });
        fits.map(|one| one.id).collect()
    }

    /// Ids of all payments, ascending.
    pub fn payment_ids(&self) -> Vec<i64> {
        self.look().payments.iter().map(|one| one.id).collect()
    }

    /// Ids of the payments that fit, ascending.
    pub fn payment_ids_of(&self, filter: &PaymentsFilter) -> Vec<i64> {
        let park = self.look();
        let fits = park.payments.iter().filter(|one| fits(filter, &park, one));
        let mut ids: Vec<i64> = fits.map(|one| one.id).collect();
        ids.sort_unstable();
        ids
    }

    pub fn payments_truth(&self, filter: &PaymentsFilter) -> PaymentsTruth {
        let park = self.look();
        let mut sums = [0_i64; 4];
        let mut count = 0;
        for one in park.payments.iter().filter(|one| fits(filter, &park, one)) {
            count += 1;
            for (sum, part) in sums.iter_mut().zip([
                one.amount,
                one.amount_paid(),
                one.commission,
                one.commission_bank,
            ]) {
                *sum += part;
            }
        }
        let [amount, amount_paid, commission, commission_bank] =
            sums.map(|kopecks| Decimal::new(kopecks, 2));
        PaymentsTruth {
            count,
            amount,
            amount_paid,
            commission,
            commission_bank,
        }
    }

    /// The files of an application, hidden ones too; empty for an unknown application.
    pub fn application_files(&self, id: i64) -> Vec<FileTruth> {
        let park = self.look();
        let files = park.application(id).map_or(&[][..], |one| &one.files);
        files
            .iter()
            .map(|file| {
                let bytes = file.content.bytes();
                FileTruth {
                    id: file.id,
                    name: file.name.clone(),
                    document: file.document,
                    sha256: hex(&Sha256::digest(&bytes)),
                    bytes,
                }
            })
            .collect()
    }

    /// How often an operation was called, refused and spoilt calls included.
    pub fn calls(&self, operation: &str) -> u64 {
        self.gate().calls().get(operation).copied().unwrap_or(0)
    }

    pub fn all_calls(&self) -> BTreeMap<&'static str, u64> {
        self.gate().calls()
    }

    /// The most requests that were inside at the same moment.
    pub fn max_in_flight(&self) -> usize {
        self.gate().max_in_flight()
    }

    /// Replaces all fault rules.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.gate().set_faults(faults);
    }

    /// Adds a payment behind the client's back and answers its id; `None` = no such driver.
    /// A moment before the youngest payment keeps ids ascending but not moments, as at a vendor who files late.
    pub fn add_payment(&self, new: &NewPayment) -> Option<i64> {
        let mut park = self.edit();
        let driver = park.place_of_driver(new.driver_id)?;
        let created_at = new.created_at.map_or(park.now, |at| at.as_second());
        let mut dice = park.dice.clone();
        let one = seed::payment(&mut dice, &park.drivers, driver, created_at, park.now);
        park.dice = dice;
        let now = park.now;
        Some(park.push_payment(Payment {
            status: new.status,
            amount: new.amount,
            commission: new.commission,
            // Whatever day it is filed for, it is written now.
            updated_at: now.max(created_at),
            ..one
        }))
    }

    /// Changes the status of a payment; false = no such payment.
    pub fn set_payment_status(&self, id: i64, status: u8) -> bool {
        let mut park = self.edit();
        let now = park.now;
        let found = park.payments.iter_mut().find(|one| one.id == id);
        found.is_some_and(|one| {
            one.status = status;
            one.updated_at = now;
            true
        })
    }

    /// New rows in the list of this operation, as if other people had worked meanwhile.
    pub(crate) fn insert_rows(&self, operation: &str, count: usize) {
        let mut park = self.edit();
        let mut dice = park.dice.clone();
        for _ in 0..count {
            match operation {
                "listDrivers" => {
                    let place = park.drivers.len();
                    let mut one = seed::driver(&mut dice, &mut park, place, place + 1);
                    one.created_at = park.now;
                    park.drivers.push(one);
                }
                "listApplications" => {
                    let now = park.now;
                    let one = seed::applicant(&mut dice, &mut park, 3, now);
                    park.applications.push(one);
                }
                "listPayments" if !park.drivers.is_empty() => {
                    let driver = dice.below(park.drivers.len());
                    let one = seed::payment(&mut dice, &park.drivers, driver, park.now, park.now);
                    park.push_payment(one);
                }
                "listTransactions" if !park.drivers.is_empty() => {
                    let one = seed::transaction(&mut dice, &park.drivers, park.now);
                    park.push_transaction(one);
                }
                _ => {}
            }
        }
        park.dice = dice;
    }

    /// The youngest open rows of the list are settled; where none is open, the youngest settled ones are reversed.
    pub(crate) fn flip_rows(&self, operation: &str, count: usize) {
        let mut park = self.edit();
        let now = park.now;
        match operation {
            "listPayments" => {
                let is_open = |one: &&mut Payment| {
                    matches!(one.status, directory::PROCESSING | directory::WAITING)
                };
                let mut left = count;
                for one in park.payments.iter_mut().rev().filter(is_open).take(count) {
                    (one.status, one.updated_at) = (directory::PAID, now);
                    left -= 1;
                }
                let is_paid =
                    |one: &&mut Payment| one.status == directory::PAID && one.updated_at != now;
                for one in park.payments.iter_mut().rev().filter(is_paid).take(left) {
                    (one.status, one.updated_at) = (directory::REJECTED, now);
                }
            }
            "listApplications" => {
                const REJECTED: usize = 6;
                let open = park
                    .applications
                    .iter_mut()
                    .rev()
                    .filter(|one| one.status != REJECTED);
                open.take(count).for_each(|one| one.status = REJECTED);
            }
            _ => {}
        }
    }

    /// The truth as JSON for the control door.
    pub(crate) fn files_json(&self, id: i64) -> Value {
        let shown = |file: FileTruth| {
            json!({
                "id": file.id, "name": file.name, "document": file.document,
                "sha256": file.sha256, "size": file.bytes.len(),
            })
        };
        self.application_files(id).into_iter().map(shown).collect()
    }
}

fn fits(filter: &PaymentsFilter, park: &Park, one: &Payment) -> bool {
    let at: Seconds = one.created_at;
    filter.from.is_none_or(|from| at >= from.as_second())
        && filter.to.is_none_or(|to| at <= to.as_second())
        && (filter.statuses.is_empty() || filter.statuses.contains(&one.status.into()))
        && (filter.agents.is_empty() || filter.agents.contains(&one.agent.into()))
        && (filter.integrations.is_empty() || filter.integrations.contains(&one.integration.into()))
        && (filter.drivers.is_empty()
            || filter
                .drivers
                .contains(&park.drivers[one.driver as usize].id))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
