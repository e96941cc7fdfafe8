//! The plan of a transaction at Yandex Fleet: checked, its bytes and its token fixed, named by a hash. Moves nothing. There
//! is no preview there: the balance and what of it is blocked stand in its place.
//!
//! Codes of its field problems: those of [`fleet_body`](super::fleet_body); `category_unknown`, `category_closed` for
//! `category_id`; `not_repeatable`.

use std::cmp::Reverse;

use fleet::{Fleet, FleetTransaction};
use journal::Operation;
use money::Amount;

use super::{
    amount::typed_amount,
    confirm::HOLD,
    fleet_body::{
        ANY_REFERENCE, Common, Marks, Named, TypedManner, Wanted, common, fixed, kind_of, planned,
        signed,
    },
    plan::{hash_of_plan, invalid, seconds},
    plans::{LIFETIME, Plan, code_name},
    seek::fleet_transactions_of,
    types::{Warning, WarningCode},
    warnings::{Listed, ListedRow, Moved, warning},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
    fleet::{
        one_driver,
        types::{FleetBalance, FleetDraft, FleetManner, FleetPlan, FleetSign},
    },
};

impl Desk {
    /// Checks a draft, looks for duplicates, and fixes what would be sent. Moves nothing.
    ///
    /// # Errors
    /// `ReadOnly`; `MoneyClosed` (`trouble`); `DriverUnsettled` (`references`); `InvalidInput` with the fields, codes as
    /// above; `NoFleet`; the other errors of the calls and of the connection.
    pub async fn plan_fleet_transaction(
        &self,
        connection: &ConnectionId,
        draft: FleetDraft,
    ) -> DeskResult<FleetPlan> {
        let settings = self.clients_forgotten();
        let fleet = self.fleet_for_writing(connection).await?.for_money();
        self.money_open(connection)?;
        self.settled_but_for(connection, &draft.driver_id, None)?;
        let repeats = draft.repeats.as_ref();
        let repeated = self.repeated(connection, repeats, &draft.driver_id)?;
        let reference = self.new_reference(connection);
        let park = &fleet.identity().park_id;
        let read = Read::of(&draft, park)?;
        let wanted = read.wanted(&draft);
        let fixed = fixed(&wanted, park, &reference).map_err(refused)?;
        let driver = self.named_at_fleet(&fleet, &draft.driver_id).await?;
        let category = self.named_category(connection, &draft.manner).await?;
        let balance = self.fleet_balance(connection, &draft.driver_id).await;
        let mut warnings = self
            .fleet_duplicates(connection, &fleet, &draft, read.amount)
            .await;
        warnings.extend(self.above_limits(connection, read.amount));
        warnings.extend(of_balance(&draft, read.amount, &balance));
        warnings.extend(of_repeat(repeated.as_deref()));
        let marks = Marks {
            id: self.new_operation_id(connection).0,
            reference: reference.clone(),
            connection,
            connection_name: &self.0.connections.record(connection)?.name,
            register: None,
            repeats: draft.repeats.as_ref().map(|id| id.0.clone()),
        };
        let named = Named {
            driver: &driver,
            category: &category,
        };
        let operation = planned(&wanted, &fixed, &named, marks);
        let hash = hash_of_plan(&operation, &warnings);
        self.0.operations.plans.keep(Plan {
            hash: hash.clone(),
            connection: connection.clone(),
            settings,
            operation,
            warnings: warnings.iter().map(|one| one.code).collect(),
            made_at: self.now(),
        });
        Ok(FleetPlan {
            hash,
            reference,
            description: fixed.description,
            reason: read.common.reason,
            amount: read.amount,
            sign: draft.sign,
            driver,
            category,
            manner: draft.manner,
            balance: balance.ok(),
            balance_min: read.common.balance_min,
            warnings,
            hold_seconds: seconds(HOLD),
            lifetime_seconds: seconds(LIFETIME),
        })
    }

    /// Under the id where the profile has no name.
    async fn named_at_fleet(&self, fleet: &Fleet, driver_id: &str) -> DeskResult<String> {
        let driver = one_driver(fleet, driver_id).await?;
        let profile = driver.driver_profile.as_ref();
        let name = profile.map(crate::fleet::driver_name).unwrap_or_default();
        Ok(match name.is_empty() {
            true => driver_id.to_owned(),
            false => name,
        })
    }

    /// Name of the category, or of the kind.
    ///
    /// # Errors
    /// `InvalidInput` naming `category_id` when nothing can be created in it; those of reading the categories.
    pub(crate) async fn named_category(
        &self,
        connection: &ConnectionId,
        manner: &FleetManner,
    ) -> DeskResult<String> {
        let FleetManner::Category { category_id } = manner else {
            return Ok("other".to_owned());
        };
        let known = self.fleet_categories(connection, false).await?;
        let known = known.into_iter().find(|one| one.id == *category_id);
        match known {
            None => Err(invalid("category_id", "category_unknown")),
            Some(one) if !(one.creatable && one.enabled) => {
                Err(invalid("category_id", "category_closed"))
            }
            Some(one) => Ok(one.name),
        }
    }

    async fn fleet_duplicates(
        &self,
        connection: &ConnectionId,
        fleet: &Fleet,
        draft: &FleetDraft,
        amount: Amount,
    ) -> Vec<Warning> {
        let Some(window) = self.looked_back() else {
            return Vec::new();
        };
        let asked = signed(draft.sign, amount);
        let listed = fleet_transactions_of(fleet, &draft.driver_id, window).await;
        let listed = listed.map(|mut listing| {
            // The order of the list is not documented.
            let newest = |row: &FleetTransaction| Reverse(row.event_at.timestamp());
            listing.rows.sort_by_key(newest);
            let rows = listing.rows.into_iter();
            let alike = rows.filter(|row| row.amount == asked && row.order_id.is_none());
            Listed {
                complete: listing.complete,
                rows: alike.map(listed_row).collect(),
            }
        });
        let moved = Moved {
            connection,
            driver: draft.driver_id.clone(),
            kind: kind_of(draft.sign),
            amount,
        };
        self.duplicates_among(&moved, window.0, listed)
    }
}

/// A draft that was typed right.
struct Read {
    amount: Amount,
    common: Common,
}

impl Read {
    /// # Errors
    /// `InvalidInput` with all that is wrong, at once.
    fn of(draft: &FleetDraft, park: &str) -> DeskResult<Self> {
        let amount = typed_amount(&draft.amount);
        let common = common(TypedManner {
            manner: &draft.manner,
            reason: &draft.reason,
            balance_min: &draft.balance_min,
        });
        let read = Self {
            amount: *amount.as_ref().unwrap_or(&Amount::ZERO),
            common: common.as_ref().cloned().unwrap_or_else(|_| Common {
                reason: Some(draft.reason.clone()),
                balance_min: None,
            }),
        };
        let body = fixed(&read.wanted(draft), park, ANY_REFERENCE);
        let mut problems: Vec<FieldProblem> = amount.err().into_iter().collect();
        problems.extend(common.err().unwrap_or_default());
        for found in body.err().unwrap_or_default() {
            // What is wrong with a typed field was said by its typing.
            if !problems.iter().any(|known| known.field == found.field) {
                problems.push(found);
            }
        }
        match problems.is_empty() {
            true => Ok(read),
            false => Err(refused(problems)),
        }
    }

    fn wanted<'a>(&'a self, draft: &'a FleetDraft) -> Wanted<'a> {
        Wanted {
            driver_id: &draft.driver_id,
            sign: draft.sign,
            amount: self.amount,
            manner: &draft.manner,
            common: &self.common,
            description: &draft.description,
        }
    }
}

fn refused(problems: Vec<FieldProblem>) -> DeskError {
    DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems)
}

fn of_balance(
    draft: &FleetDraft,
    amount: Amount,
    balance: &DeskResult<FleetBalance>,
) -> Option<Warning> {
    match balance {
        Err(error) => {
            let reason = [("reason", code_name(error.code))];
            Some(warning(WarningCode::BalanceUnknown, &reason))
        }
        Ok(balance) if draft.sign == FleetSign::Debit && amount > balance.free => {
            let free = [("free", balance.free.to_string())];
            Some(warning(WarningCode::AboveBalance, &free))
        }
        Ok(_) => None,
    }
}

fn of_repeat(repeated: Option<&Operation>) -> Option<Warning> {
    let former = [("reference", repeated?.new.reference.clone())];
    Some(warning(WarningCode::Repeat, &former))
}

fn listed_row(row: FleetTransaction) -> ListedRow {
    ListedRow {
        at: row.event_at.to_string(),
        amount: row.amount,
        description: row.description.unwrap_or_default(),
    }
}
