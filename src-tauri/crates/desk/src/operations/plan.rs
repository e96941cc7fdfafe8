//! The plan of an operation: checked, asked about, its body fixed to the byte, named by a hash. Moves nothing.
//!
//! Codes of its field problems: those of [`amount`](super::amount), `required`, `target_same`, `message_too_long`
//! (`length`, `most`), `balance_unknown`, `not_repeatable`.

use std::collections::BTreeSet;

use journal::{Kind, NewOperation, Operation, Service};
use jump::{
    Balance, DriverProfile, Id, Jump, Problem, TransactionCreate, TransactionOperation,
    WithdrawPreview,
};
use money::Amount;

use super::{
    again::recorded_target,
    amount::typed_amount,
    confirm::HOLD,
    plans::{LIFETIME, Plan, code_name, hash_of},
    reference::marked,
    trial::has_defect,
    types::{BalanceName, OperationDraft, OperationPlan, Warning, WarningCode},
    warnings::Weighed,
};
use crate::{
    Desk,
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
    registers::dictionary::name_of,
    requisites::rows::last_four,
    transactions::types::PreviewView,
};

/// The vendor states no limit; longer texts are cut in many a table.
const LONGEST_MESSAGE: usize = 255;

impl Desk {
    /// Checks a draft, asks the service for its preview, looks for duplicates, and fixes what would be sent. Moves
    /// nothing. Members that do not belong to the draft's operation are left out.
    ///
    /// # Errors
    /// `ReadOnly`; `MoneyClosed` (`trouble`); `DriverUnsettled` (`references`); `InvalidInput` with the fields, codes as
    /// above; `RefusedByService` when the service would refuse the withdrawal; the other errors of the calls and of the
    /// connection.
    pub async fn plan_operation(
        &self,
        connection: &ConnectionId,
        draft: OperationDraft,
    ) -> DeskResult<OperationPlan> {
        let settings = self.clients_forgotten();
        let jump = self.jump_for_writing(connection).await?.for_money();
        self.money_open(connection)?;
        let driver = draft.driver_id.to_string();
        self.settled_but_for(connection, &driver, None)?;
        let repeated = self.repeated(connection, draft.repeats.as_ref(), &driver)?;
        let reference = self.new_reference(connection);
        let create = checked(&draft, &reference)?;
        let parties = self
            .parties(&jump, &draft, &create, repeated.as_deref())
            .await?;
        let preview = self.previewed(&jump, draft.driver_id, &create).await?;
        let weighed = Weighed {
            connection,
            driver: draft.driver_id,
            create: &create,
            preview: preview.as_ref().map(|view| &view.answer),
            repeated: repeated.as_deref(),
        };
        let warnings = self.warnings(&jump, &weighed).await;
        let operation = self.planned(connection, &draft, &create, &parties, &reference)?;
        let hash = hash_of_plan(&operation, &warnings);
        self.0.operations.plans.keep(Plan {
            hash: hash.clone(),
            connection: connection.clone(),
            settings,
            operation,
            warnings: warnings.iter().map(|one| one.code).collect(),
            made_at: self.now(),
        });
        Ok(OperationPlan {
            hash,
            reference,
            message: create.message,
            amount: create.amount,
            operation: create.operation,
            driver: parties.driver,
            balance: parties.balance,
            target: parties.target,
            target_driver: parties.target_driver,
            create_payment: create.create_payment,
            include_commission: create.include_commission,
            preview,
            requisite: parties.requisite,
            warnings,
            hold_seconds: seconds(HOLD),
            lifetime_seconds: seconds(LIFETIME),
        })
    }

    /// Whose money it is and where it goes, by name.
    async fn parties(
        &self,
        jump: &Jump,
        draft: &OperationDraft,
        create: &TransactionCreate,
        repeated: Option<&Operation>,
    ) -> DeskResult<Parties> {
        let profile = jump.get_driver(draft.driver_id).await?;
        let balance = balance_of(&profile, create.balance_id)
            .ok_or_else(|| invalid("balance_id", "balance_unknown"))?;
        let mut parties = Parties {
            driver: driver_name(&profile),
            balance,
            target: None,
            target_driver: None,
            requisite: None,
        };
        if create.create_payment {
            parties.requisite = requisite_of(&profile);
        }
        let Some(target) = create.target_balance_id else {
            return Ok(parties);
        };
        let other = draft.target_driver_id.filter(|id| *id != draft.driver_id);
        if other.is_none() && balance_of(&profile, target).is_none() {
            parties.target = repeated.and_then(|one| recorded_target(one, target));
            if parties.target.is_some() {
                return Ok(parties);
            }
        }
        let owner = match other {
            Some(id) => jump.get_driver(id).await?,
            None => profile,
        };
        parties.target_driver = other.map(|_| driver_name(&owner));
        let found = balance_of(&owner, target);
        parties.target =
            Some(found.ok_or_else(|| invalid("target_balance_id", "balance_unknown"))?);
        Ok(parties)
    }

    /// What the service says of the very same withdrawal.
    async fn previewed(
        &self,
        jump: &Jump,
        driver: Id,
        create: &TransactionCreate,
    ) -> DeskResult<Option<PreviewView>> {
        if create.operation != TransactionOperation::Withdraw {
            return Ok(None);
        }
        let preview = WithdrawPreview {
            amount: create.amount,
            balance_id: create.balance_id,
            include_commission: create.include_commission
                != has_defect!(self, PreviewWithAnotherFlag),
        };
        Ok(Some(PreviewView {
            asked: create.amount,
            include_commission: create.include_commission,
            answer: jump.preview_withdraw(driver, &preview).await?,
            at: self.now_iso(),
        }))
    }

    fn planned(
        &self,
        connection: &ConnectionId,
        draft: &OperationDraft,
        create: &TransactionCreate,
        parties: &Parties,
        reference: &str,
    ) -> DeskResult<NewOperation> {
        Ok(NewOperation {
            id: self.new_operation_id(connection).0,
            reference: reference.to_owned(),
            connection: connection.0.clone(),
            connection_name: self.0.connections.record(connection)?.name,
            service: Service::Jump,
            kind: kind_of(create.operation),
            creates_payment: create.create_payment,
            include_commission: create.include_commission,
            driver_id: draft.driver_id.to_string(),
            driver: parties.driver.clone(),
            balance_id: create.balance_id.to_string(),
            balance: parties.balance.name.clone(),
            target: parties.target_name(),
            target_balance_id: create.target_balance_id.map(|id| id.to_string()),
            amount: create.amount.decimal(),
            message: create.message.clone(),
            requisite: parties.requisite.clone(),
            body: create.body().to_string(),
            token: None,
            register: None,
            repeats: draft.repeats.as_ref().map(|id| id.0.clone()),
        })
    }
}

/// Those whom an operation is about, by name.
struct Parties {
    driver: String,
    balance: BalanceName,
    target: Option<BalanceName>,
    target_driver: Option<String>,
    requisite: Option<String>,
}

impl Parties {
    /// `Иванов Иван · Яндекс`, or the balance alone when it is the driver's own.
    fn target_name(&self) -> Option<String> {
        let target = self.target.as_ref()?;
        let parts = [self.target_driver.as_deref(), Some(target.name.as_str())];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        Some(parts.collect::<Vec<_>>().join(" · "))
    }
}

/// What would leave, or what is wrong with the draft.
fn checked(draft: &OperationDraft, reference: &str) -> DeskResult<TransactionCreate> {
    let mut problems = Vec::new();
    let amount = typed_amount(&draft.amount).unwrap_or_else(|fault| {
        problems.push(fault);
        Amount::ZERO
    });
    let message = marked(&draft.message, reference);
    problems.extend(too_long(&message));
    let (withdraw, transfer) = (
        draft.operation == TransactionOperation::Withdraw,
        draft.operation == TransactionOperation::Transfer,
    );
    let create = TransactionCreate {
        operation: draft.operation,
        amount,
        balance_id: draft.balance_id,
        target_balance_id: draft.target_balance_id.filter(|_| transfer),
        transaction_type_id: draft.transaction_type_id,
        message,
        create_payment: draft.create_payment && withdraw,
        include_commission: draft.include_commission && withdraw,
    };
    for found in create.validate().err().unwrap_or_default() {
        // What is wrong with an amount was said by its typing.
        if !problems.iter().any(|known| known.field == found.field) {
            problems.push(problem(&found.field, code_of(found.problem)));
        }
    }
    match problems.is_empty() {
        true => Ok(create),
        false => Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems)),
    }
}

/// A comment, our mark included, that is longer than the service surely takes.
pub(crate) fn too_long(message: &str) -> Option<FieldProblem> {
    let length = message.chars().count();
    (length > LONGEST_MESSAGE).then(|| {
        let mut long = problem("message", "message_too_long");
        for (name, value) in [("length", length), ("most", LONGEST_MESSAGE)] {
            long.params.insert(name.to_owned(), value.to_string());
        }
        long
    })
}

const fn code_of(problem: Problem) -> &'static str {
    match problem {
        Problem::NotPositive => "amount_zero",
        Problem::TooManyDecimals => "amount_too_many_decimals",
        Problem::Repeated => "target_same",
        _ => "required",
    }
}

pub(crate) const fn kind_of(operation: TransactionOperation) -> Kind {
    match operation {
        TransactionOperation::Withdraw => Kind::Withdraw,
        TransactionOperation::Deposit => Kind::Deposit,
        TransactionOperation::Transfer => Kind::Transfer,
    }
}

/// Over what will be written and sent, and what a person is asked to agree to.
pub(super) fn hash_of_plan(
    operation: &NewOperation,
    warnings: &[Warning],
) -> super::types::PlanHash {
    let codes: BTreeSet<WarningCode> = warnings.iter().map(|one| one.code).collect();
    let codes: Vec<String> = codes.into_iter().map(code_name).collect();
    let fixed = [
        operation.connection.as_str(),
        operation.driver_id.as_str(),
        operation.body.as_str(),
        operation.repeats.as_deref().unwrap_or_default(),
    ];
    hash_of(fixed.into_iter().chain(codes.iter().map(String::as_str)))
}

/// A balance of the driver by its name; `None` when it is not the driver's.
pub(crate) fn balance_of(profile: &DriverProfile, id: Id) -> Option<BalanceName> {
    let cards = profile.cards.as_deref()?;
    let card = cards.iter().find(|card| card.id == Some(id))?;
    Some(BalanceName {
        id,
        name: balance_name(card),
        amount: card.balance,
        frozen: card.frozen_balance,
    })
}

/// The integration's name; empty for the main balance.
pub(crate) fn balance_name(card: &Balance) -> String {
    let source = card.integration.as_ref().or(card.exchange.as_ref());
    let title = source.and_then(|source| source.title.clone());
    title.unwrap_or_default()
}

/// The driver's name, or the number of a driver without one.
pub(crate) fn driver_name(profile: &DriverProfile) -> String {
    let parts = [
        &profile.last_name,
        &profile.first_name,
        &profile.second_name,
    ];
    match name_of(None, parts) {
        name if name.is_empty() => profile.id.to_string(),
        name => name.into_owned(),
    }
}

/// Where a payment goes by itself: the default requisite, or the only one. Its last four digits are shown.
pub(crate) fn requisite_of(profile: &DriverProfile) -> Option<String> {
    let requisites = profile.requisites.as_deref().unwrap_or_default();
    let chosen = match requisites {
        [only] => Some(only),
        several => several.iter().find(|one| one.is_default == Some(true)),
    }?;
    let texts = [&chosen.account_number, &chosen.masked_number];
    let texts = texts.map(|text| text.as_deref().unwrap_or_default());
    let four = last_four(&texts);
    let title = chosen.bank_name.as_deref().or(chosen.type_title.as_deref());
    let masked = (!four.is_empty()).then(|| format!("•••• {four}"));
    let parts = [title.map(str::to_owned), masked];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

pub(super) fn invalid(field: &str, code: &str) -> DeskError {
    DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![problem(field, code)])
}

pub(super) fn seconds(duration: std::time::Duration) -> u32 {
    u32::try_from(duration.as_secs()).unwrap_or(u32::MAX)
}
