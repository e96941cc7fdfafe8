//! The truth about balances and what moved them, and ways to move them behind the client's back.

use crate::{
    directory::{ALLOWED, FORBIDDEN},
    moments::{iso, money_text, timestamp},
    park::Sandbox,
    seed,
    transactions::Transaction,
};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// A balance of a driver, in roubles. What is frozen cannot be withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalanceTruth {
    pub id: i64,
    pub amount: Decimal,
    pub frozen: Decimal,
    /// `None` = the main balance.
    pub integration_id: Option<i64>,
}

/// Which transactions to tell of; both ends of the period are inclusive, empty lists let everything through.
#[derive(Clone, Debug, Default)]
pub struct TransactionsFilter {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub drivers: Vec<i64>,
    /// Only those made through the API.
    pub made: bool,
    /// A part of the description.
    pub message: String,
}

/// A transaction as the park keeps it, listed already or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionTruth {
    pub id: i64,
    pub date: Timestamp,
    pub driver_id: i64,
    pub balance_id: i64,
    pub type_id: i64,
    /// In roubles; below zero what left the balance, commission included.
    pub amount: Decimal,
    pub payment_id: Option<i64>,
    pub description: String,
    /// Made through the API and not grown from the seed.
    pub made: bool,
    pub listed: bool,
}

/// A transaction to add; the amount in kopecks with its sign. `date: None` = the park's now.
#[derive(Clone, Debug)]
pub struct NewTransaction {
    pub driver_id: i64,
    pub type_id: i64,
    pub amount: i64,
    pub description: String,
    pub date: Option<Timestamp>,
}

/// Why a driver may not withdraw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WithdrawalBlock {
    /// Nothing forbids it.
    None,
    /// For good, with a comment.
    Comment(String),
    Until(Timestamp),
    /// By the anti-fraud status «Вывод запрещен».
    AntiFraud,
}

impl Sandbox {
    /// Every transaction, ascending by id.
    pub fn transactions(&self) -> Vec<TransactionTruth> {
        self.transactions_of(&TransactionsFilter::default())
    }

    /// The transactions that fit, ascending by id.
    pub fn transactions_of(&self, filter: &TransactionsFilter) -> Vec<TransactionTruth> {
        let park = self.look();
        let truth = |one: &Transaction| TransactionTruth {
            id: one.id,
            date: timestamp(one.date),
            driver_id: park.drivers[one.driver as usize].id,
            balance_id: one.balance_id,
            type_id: one.kind.into(),
            amount: Decimal::new(one.amount, 2),
            payment_id: one.payment(),
            description: one.description.to_string(),
            made: one.is_made,
            listed: one.visible_from <= park.now,
        };
        let fits = |one: &TransactionTruth| {
            filter.from.is_none_or(|from| one.date >= from)
                && filter.to.is_none_or(|to| one.date <= to)
                && (filter.drivers.is_empty() || filter.drivers.contains(&one.driver_id))
                && (one.made || !filter.made)
                && one.description.contains(&filter.message)
        };
        park.transactions.iter().map(truth).filter(fits).collect()
    }

    /// The balances of a driver, the main one first; empty for an unknown driver.
    pub fn balances(&self, driver: i64) -> Vec<BalanceTruth> {
        let park = self.look();
        let balances = park.driver(driver).map_or(&[][..], |one| &one.balances);
        balances
            .iter()
            .map(|one| BalanceTruth {
                id: one.id,
                amount: Decimal::new(one.kopecks, 2),
                frozen: Decimal::new(one.frozen, 2),
                integration_id: one.integration_id,
            })
            .collect()
    }

    /// Puts so many kopecks on a balance and thaws it; false = no such balance.
    pub fn set_balance(&self, id: i64, kopecks: i64) -> bool {
        let mut park = self.edit();
        let Some((driver, place)) = park.place_of_balance(id) else {
            return false;
        };
        let balance = &mut park.drivers[driver].balances[place];
        (balance.kopecks, balance.frozen) = (kopecks, 0);
        true
    }

    /// What forbids this driver's withdrawals now; `None` of the option = no such driver.
    pub fn withdrawal_block(&self, driver: i64) -> Option<WithdrawalBlock> {
        let park = self.look();
        Some(park.driver(driver)?.block(park.now))
    }

    /// Ids of the drivers who may (or may not) withdraw now, ascending.
    pub fn driver_ids_blocked(&self, blocked: bool) -> Vec<i64> {
        let park = self.look();
        let drivers = park.drivers.iter();
        let fitting =
            drivers.filter(|one| (one.block(park.now) != WithdrawalBlock::None) == blocked);
        fitting.map(|one| one.id).collect()
    }

    /// Puts one block in the place of all others; false = no such driver.
    pub fn set_withdrawal_block(&self, driver: i64, block: &WithdrawalBlock) -> bool {
        let mut park = self.edit();
        let Some(place) = park.place_of_driver(driver) else {
            return false;
        };
        let one = &mut park.drivers[place];
        one.anti_fraud_status_id = ALLOWED;
        one.withdrawal_forbidden_comment.clear();
        one.blocked_until = None;
        match block {
            WithdrawalBlock::None => {}
            WithdrawalBlock::Comment(comment) => {
                one.withdrawal_forbidden_comment.clone_from(comment);
            }
            WithdrawalBlock::Until(until) => one.blocked_until = Some(until.as_second()),
            WithdrawalBlock::AntiFraud => one.anti_fraud_status_id = FORBIDDEN,
        }
        true
    }

    /// Adds a row to the list behind the client's back and answers its id; the balance stays. `None` = no such driver.
    pub fn add_transaction(&self, new: &NewTransaction) -> Option<i64> {
        let mut park = self.edit();
        let driver = park.place_of_driver(new.driver_id)?;
        let date = new.date.map_or(park.now, |at| at.as_second());
        let mut dice = park.dice.clone();
        let one = seed::transaction(&mut dice, &park.drivers[driver..=driver], date);
        park.dice = dice;
        Some(park.push_transaction(Transaction {
            driver: driver as u32,
            kind: new.type_id as u8,
            amount: new.amount,
            trip: 0,
            description: new.description.as_str().into(),
            ..one
        }))
    }

    /// The truth as JSON for the control door.
    pub(crate) fn transactions_json(&self, filter: &TransactionsFilter) -> Value {
        let shown = |one: TransactionTruth| {
            json!({
                "id": one.id, "date": iso(one.date.as_second()), "driver_id": one.driver_id,
                "balance_id": one.balance_id, "type_id": one.type_id,
                "amount": one.amount.to_string(), "payment_id": one.payment_id,
                "description": one.description, "made": one.made, "listed": one.listed,
            })
        };
        self.transactions_of(filter)
            .into_iter()
            .map(shown)
            .collect()
    }

    /// `None` = no such driver.
    pub(crate) fn balances_json(&self, driver: i64) -> Option<Value> {
        let park = self.look();
        let one = park.driver(driver)?;
        Some(json!({
            "driver_id": one.id,
            "balance": money_text(one.balance()),
            "balances": one.balances.iter().map(|one| one.truth()).collect::<Vec<_>>(),
        }))
    }
}
