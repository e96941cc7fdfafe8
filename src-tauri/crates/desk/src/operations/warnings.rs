//! What a person is told before a plan is confirmed, and has to agree to.

use std::collections::{BTreeMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use journal::Operation;
use jump::{Id, Jump, Transaction, TransactionCreate, TransactionOperation, WithdrawPreviewAnswer};
use money::Amount;

use super::{
    listing::transactions_of,
    plan::kind_of,
    plans::code_name,
    reconcile::CLOCKS_APART,
    reference::first_mark,
    types::{OperationId, Similar, Warning, WarningCode},
};
use crate::{Desk, connections::types::ConnectionId};

/// What is planned, with all that it is judged by.
pub(super) struct Weighed<'a> {
    pub connection: &'a ConnectionId,
    pub driver: Id,
    pub create: &'a TransactionCreate,
    pub preview: Option<&'a WithdrawPreviewAnswer>,
    pub repeated: Option<&'a Operation>,
}

impl Desk {
    /// In the order of their codes.
    pub(super) async fn warnings(&self, jump: &Jump, weighed: &Weighed<'_>) -> Vec<Warning> {
        let mut warnings = self.duplicates(jump, weighed).await;
        warnings.extend(self.limits(weighed));
        let withdraw = weighed.create.operation == TransactionOperation::Withdraw;
        let commission = weighed.preview.and_then(|answer| answer.commission);
        if withdraw && commission.is_none() {
            warnings.push(warning(WarningCode::CommissionUnknown, &[]));
        }
        if withdraw && !weighed.create.create_payment {
            warnings.push(warning(WarningCode::NoPayment, &[]));
        }
        if let Some(repeated) = weighed.repeated {
            let former = [("reference", repeated.new.reference.clone())];
            warnings.push(warning(WarningCode::Repeat, &former));
        }
        warnings
    }

    async fn duplicates(&self, jump: &Jump, weighed: &Weighed<'_>) -> Vec<Warning> {
        let days = self.0.connections.money().duplicate_days;
        if days == 0 {
            return Vec::new();
        }
        let now = self.now();
        let from = now.saturating_sub(SignedDuration::from_hours(24 * i64::from(days)));
        let from = from.unwrap_or(now);
        let mut similar = self.similar_known(weighed, from);
        // The service's clock may be ahead of ours.
        let to = now.saturating_add(CLOCKS_APART);
        let listed = transactions_of(jump, &[weighed.driver], (from, to.unwrap_or(now))).await;
        let unknown = match &listed {
            Ok(listing) if listing.complete => None,
            Ok(_) => Some("incomplete".to_owned()),
            Err(error) => Some(code_name(error.code)),
        };
        if let Ok(listing) = &listed {
            self.add_similar_listed(&mut similar, weighed, &listing.rows);
        }
        let mut warnings = Vec::new();
        if !similar.is_empty() {
            warnings.push(Warning {
                similar,
                ..warning(WarningCode::Duplicate, &[])
            });
        }
        let reason = unknown.map(|reason| [("reason", reason)]);
        warnings.extend(reason.map(|reason| warning(WarningCode::DuplicatesUnknown, &reason)));
        warnings
    }

    /// The same sum of the same kind that the journal knows, newest first; what surely moved nothing does not count.
    fn similar_known(&self, weighed: &Weighed<'_>, from: Timestamp) -> Vec<Similar> {
        let driver = weighed.driver.to_string();
        let operations = self.journal_of(weighed.connection).operations();
        let alike = operations.iter().rev().filter(|one| {
            one.new.connection == weighed.connection.0
                && one.new.driver_id == driver
                && one.new.kind == kind_of(weighed.create.operation)
                && one.new.amount == weighed.create.amount.decimal()
                && !one.state.moved_nothing()
                && confirmed_at(one).is_none_or(|at| at >= from)
        });
        alike.map(|one| self.similar(one)).collect()
    }

    fn similar(&self, operation: &Operation) -> Similar {
        Similar {
            at: operation.confirmed_at.clone(),
            amount: Amount::new(operation.new.amount),
            reference: Some(operation.new.reference.clone()),
            operation: Some(OperationId(operation.new.id.clone())),
            state: Some(self.standing(operation)),
            description: operation.new.message.clone(),
        }
    }

    /// Those that the service knows and the journal did not tell already.
    fn add_similar_listed(
        &self,
        similar: &mut Vec<Similar>,
        weighed: &Weighed<'_>,
        rows: &[Transaction],
    ) {
        let told: HashSet<String> = similar
            .iter()
            .filter_map(|one| one.reference.clone())
            .collect();
        let journal = self.journal_of(weighed.connection);
        for row in rows.iter().rev().filter(|row| weighed.is_like(row)) {
            let description = row.description.clone().unwrap_or_default();
            let reference = first_mark(&description).map(|(_, reference)| reference.to_owned());
            if reference.as_ref().is_some_and(|one| told.contains(one)) {
                continue;
            }
            let known = reference.as_ref().and_then(|one| journal.by_reference(one));
            similar.push(Similar {
                at: row.date.clone().unwrap_or_default(),
                amount: row.amount.unwrap_or_default(),
                operation: known.as_ref().map(|one| OperationId(one.new.id.clone())),
                state: known.as_ref().map(|one| self.standing(one)),
                reference,
                description,
            });
        }
    }

    fn limits(&self, weighed: &Weighed<'_>) -> Vec<Warning> {
        let settings = self.0.connections.money();
        let amount = weighed.create.amount;
        let mut warnings = Vec::new();
        if let Some(limit) = limit_of(&settings.operation_limit)
            && amount > limit
        {
            let limit = [("limit", limit.to_string())];
            warnings.push(warning(WarningCode::AboveOperationLimit, &limit));
        }
        if let Some(limit) = limit_of(&settings.day_limit) {
            let spent = self.spent_today(weighed.connection);
            let all = spent.and_then(|spent| spent.checked_add(amount));
            if all.is_none_or(|all| all > limit) {
                let spent = spent.map(|spent| spent.to_string()).unwrap_or_default();
                let params = [("limit", limit.to_string()), ("spent", spent)];
                warnings.push(warning(WarningCode::AboveDayLimit, &params));
            }
        }
        warnings
    }

    /// What today's operations of a connection come to, those that surely moved nothing left out; today: the local day of
    /// the park's zone. `None` when the sum cannot be held exactly.
    pub(crate) fn spent_today(&self, connection: &ConnectionId) -> Option<Amount> {
        let zone = self.zone();
        let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
        let today = day(self.now());
        let operations = self.journal_of(connection).operations();
        let counted = operations.iter().filter(|one| {
            one.new.connection == connection.0
                && !one.state.moved_nothing()
                && confirmed_at(one).is_none_or(|at| day(at) == today)
        });
        Amount::checked_sum(counted.map(|one| Amount::new(one.new.amount)))
    }
}

impl Weighed<'_> {
    /// The same sum, by itself or with the commission that the service told, moved the same way.
    fn is_like(&self, row: &Transaction) -> bool {
        let Some(shown) = row.amount.filter(|_| row.trip.is_none()) else {
            return false;
        };
        let asked = self.create.amount.decimal();
        let commission = self.preview.and_then(|answer| answer.commission);
        let with_commission = commission.and_then(|sum| asked.checked_add(sum.decimal()));
        let on_top = with_commission.filter(|_| !self.create.include_commission);
        let sum = shown.decimal().abs();
        if sum != asked && Some(sum) != on_top {
            return false;
        }
        let of_type = row.r#type.as_ref().and_then(|kind| kind.id);
        let same_type = of_type.is_some() && of_type == self.create.transaction_type_id;
        // Whether what leaves has a minus is not documented; where one stands it tells.
        let leaves = shown.decimal().is_sign_negative();
        same_type || leaves == (self.create.operation != TransactionOperation::Deposit)
    }
}

/// `None`: no limit. One that cannot be read (a settings file changed by hand) lets nothing through unseen.
pub(crate) fn limit_of(typed: &str) -> Option<Amount> {
    let typed = typed.trim();
    let read = || Amount::parse_russian(typed).unwrap_or(Amount::ZERO);
    (!typed.is_empty()).then(read)
}

pub(super) fn confirmed_at(operation: &Operation) -> Option<Timestamp> {
    operation.confirmed_at.parse().ok()
}

fn warning(code: WarningCode, params: &[(&str, String)]) -> Warning {
    let params = params.iter();
    let params: BTreeMap<String, String> = params
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    Warning {
        code,
        params,
        similar: Vec::new(),
    }
}
