//! What drivers were given lately: by our journal, and by the service's transactions of the same days, read once.

use std::collections::HashMap;

use jiff::Timestamp;
use journal::{Kind, Operation};
use money::Amount;
use rust_decimal::Decimal;

/// Sums that drivers were given, without their signs.
#[derive(Debug, Clone, Default)]
pub struct Recent {
    by_driver: HashMap<String, Vec<Past>>,
    /// The service could not be looked through; an error code.
    pub unknown: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    amount: Decimal,
    /// ISO time with offset.
    pub at: String,
    /// Our mark where the journal knows it.
    pub reference: Option<String>,
}

impl Recent {
    /// Nothing could be learnt of the service.
    pub fn unknown(code: String) -> Self {
        Self {
            by_driver: HashMap::new(),
            unknown: Some(code),
        }
    }

    /// Whether the service's list was read to its end.
    pub fn is_whole_if(&mut self, complete: bool) {
        if !complete {
            self.unknown = Some("list_incomplete".to_owned());
        }
    }

    /// A transaction that the service lists.
    pub fn add_transaction(
        &mut self,
        driver: String,
        amount: Amount,
        at: String,
        reference: Option<String>,
    ) {
        let past = Past {
            amount: amount.decimal().abs(),
            at,
            reference,
        };
        self.by_driver.entry(driver).or_default().push(past);
    }

    /// With the operations of this kind that the journal knows since then, of one connection, but for those that moved
    /// nothing. They come first: they have a mark.
    pub fn with_journal<'a>(
        &self,
        operations: impl Iterator<Item = &'a Operation>,
        kind: Kind,
        since: Timestamp,
    ) -> Self {
        let mut all = Self {
            by_driver: HashMap::new(),
            unknown: self.unknown.clone(),
        };
        let late = |operation: &&Operation| {
            let at = operation.confirmed_at.parse::<Timestamp>();
            at.is_ok_and(|at| at >= since)
        };
        let moved = operations.filter(|one| one.new.kind == kind && !one.state.moved_nothing());
        for operation in moved.filter(late) {
            let past = Past {
                amount: operation.new.amount.abs(),
                at: operation.confirmed_at.clone(),
                reference: Some(operation.new.reference.clone()),
            };
            let driver = operation.new.driver_id.clone();
            all.by_driver.entry(driver).or_default().push(past);
        }
        for (driver, known) in &self.by_driver {
            let past = all.by_driver.entry(driver.clone()).or_default();
            past.extend(known.iter().cloned());
        }
        all
    }

    /// The same sum for the same driver: as it was asked for, or as it left the balance with a commission on top.
    pub fn like(&self, driver: &str, amount: Amount, commission: Option<Amount>) -> Option<&Past> {
        let on_top = commission.and_then(|commission| amount.checked_add(commission));
        let sums = [Some(amount), on_top];
        let past = self.by_driver.get(driver)?;
        past.iter().find(|past| {
            let mut sums = sums.iter().flatten();
            sums.any(|sum| sum.decimal() == past.amount)
        })
    }
}
