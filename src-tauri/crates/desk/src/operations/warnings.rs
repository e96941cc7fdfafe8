//! What a person is told before a plan is confirmed, and has to agree to.

use std::collections::{BTreeMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use journal::{Kind, Operation};
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
use crate::{Desk, connections::types::ConnectionId, error::DeskResult};

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
        warnings.extend(self.above_limits(weighed.connection, weighed.create.amount));
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
        let Some(window) = self.looked_back() else {
            return Vec::new();
        };
        let moved = weighed.moved();
        let listed = transactions_of(jump, &[weighed.driver], window).await;
        let listed = listed.map(|listing| Listed {
            complete: listing.complete,
            rows: listing
                .rows
                .iter()
                .rev()
                .filter(|row| weighed.is_like(row))
                .map(|row| ListedRow {
                    at: row.date.clone().unwrap_or_default(),
                    amount: row.amount.unwrap_or_default(),
                    description: row.description.clone().unwrap_or_default(),
                })
                .collect(),
        });
        self.duplicates_among(&moved, window.0, listed)
    }

    /// The days in which duplicates are looked for; `None`: they are not. The service's clock may be ahead of ours.
    pub(crate) fn looked_back(&self) -> Option<(Timestamp, Timestamp)> {
        let days = self.0.connections.money().duplicate_days;
        let now = self.now();
        let from = now.saturating_sub(SignedDuration::from_hours(24 * i64::from(days)));
        let to = now.saturating_add(CLOCKS_APART);
        (days > 0).then(|| (from.unwrap_or(now), to.unwrap_or(now)))
    }

    /// What the journal knows and what the service lists, and whether all of it could be read.
    pub(super) fn duplicates_among(
        &self,
        moved: &Moved<'_>,
        from: Timestamp,
        listed: DeskResult<Listed>,
    ) -> Vec<Warning> {
        let mut similar = self.similar_known(moved, from);
        let unknown = match &listed {
            Ok(listed) if listed.complete => None,
            Ok(_) => Some("incomplete".to_owned()),
            Err(error) => Some(code_name(error.code)),
        };
        if let Ok(listed) = listed {
            self.add_similar_listed(&mut similar, moved, listed.rows);
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
    fn similar_known(&self, moved: &Moved<'_>, from: Timestamp) -> Vec<Similar> {
        let operations = self.journal_of(moved.connection).operations();
        let alike = operations.iter().rev().filter(|one| {
            one.new.connection == moved.connection.0
                && one.new.driver_id == moved.driver
                && one.new.kind == moved.kind
                && one.new.amount == moved.amount.decimal()
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
        moved: &Moved<'_>,
        rows: Vec<ListedRow>,
    ) {
        let told: HashSet<String> = similar
            .iter()
            .filter_map(|one| one.reference.clone())
            .collect();
        let journal = self.journal_of(moved.connection);
        for row in rows {
            let reference = first_mark(&row.description).map(|(_, reference)| reference.to_owned());
            if reference.as_ref().is_some_and(|one| told.contains(one)) {
                continue;
            }
            let known = reference.as_ref().and_then(|one| journal.by_reference(one));
            similar.push(Similar {
                at: row.at,
                amount: row.amount,
                operation: known.as_ref().map(|one| OperationId(one.new.id.clone())),
                state: known.as_ref().map(|one| self.standing(one)),
                reference,
                description: row.description,
            });
        }
    }

    pub(super) fn above_limits(&self, connection: &ConnectionId, amount: Amount) -> Vec<Warning> {
        let settings = self.0.connections.money();
        let mut warnings = Vec::new();
        if let Some(limit) = limit_of(&settings.operation_limit)
            && amount > limit
        {
            let limit = [("limit", limit.to_string())];
            warnings.push(warning(WarningCode::AboveOperationLimit, &limit));
        }
        if let Some(limit) = limit_of(&settings.day_limit) {
            let spent = self.spent_today(connection);
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

/// What is planned, as the journal looks for its like. The sum is above zero; the kind says which way it goes.
pub(super) struct Moved<'a> {
    pub connection: &'a ConnectionId,
    pub driver: String,
    pub kind: Kind,
    pub amount: Amount,
}

/// What the service's list shows that looks like it, newest first.
pub(super) struct Listed {
    pub rows: Vec<ListedRow>,
    pub complete: bool,
}

pub(super) struct ListedRow {
    pub at: String,
    pub amount: Amount,
    pub description: String,
}

impl Weighed<'_> {
    fn moved(&self) -> Moved<'_> {
        Moved {
            connection: self.connection,
            driver: self.driver.to_string(),
            kind: kind_of(self.create.operation),
            amount: self.create.amount,
        }
    }

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

pub(super) fn warning(code: WarningCode, params: &[(&str, String)]) -> Warning {
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
