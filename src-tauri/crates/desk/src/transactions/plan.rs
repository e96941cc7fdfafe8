//! The plan of a balance operation: checked, its body fixed to the byte, named by a hash, good once and not for long.
//!
//! Codes of its field problems: `required`, `amount_not_a_number`, `amount_exponent`, `amount_negative`,
//! `amount_zero`, `amount_too_many_decimals`, `amount_ambiguous`, `amount_bad_grouping`, `amount_too_large`,
//! `target_same`, `message_too_long` (`length`, `most`).

use std::{collections::VecDeque, time::Duration};

use jiff::Timestamp;
use jump::{Id, Problem, TransactionCreate, TransactionOperation};
use money::{Amount, AmountFault};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};

use super::types::{PlanHash, TransactionDraft, TransactionPlan};
use crate::{
    Desk,
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
};

/// How long a plan waits for its confirmation.
const LIFETIME: Duration = Duration::from_secs(300);
/// Plans that wait at the same time; the oldest go first.
const MOST_WAITING: usize = 64;
/// The vendor states no limit; longer texts are cut in many a table.
const LONGEST_MESSAGE: usize = 255;

/// Plans that wait for their confirmation.
#[derive(Default)]
pub struct Plans(Mutex<VecDeque<Plan>>);

/// What will be sent if somebody confirms it.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub hash: PlanHash,
    /// Names the operation in the journal.
    pub operation: String,
    pub connection: ConnectionId,
    /// The settings it was made under: another key or address may be another park.
    pub settings: u64,
    pub driver_id: Id,
    pub create: TransactionCreate,
    pub body: String,
    pub made_at: Timestamp,
}

/// Who asks for a plan, and when.
pub(super) struct Asked<'a> {
    pub hash: &'a PlanHash,
    pub connection: &'a ConnectionId,
    pub settings: u64,
    pub now: Timestamp,
}

impl Plan {
    fn serves(&self, asked: &Asked<'_>) -> bool {
        let age = asked.now.duration_since(self.made_at);
        self.hash == *asked.hash
            && self.connection == *asked.connection
            && self.settings == asked.settings
            && !age.is_negative()
            && age.unsigned_abs() <= LIFETIME
    }
}

impl Plans {
    /// A plan of the same content takes the place of the former one.
    fn keep(&self, plan: Plan) {
        let mut waiting = self.0.lock();
        waiting.retain(|other| other.hash != plan.hash);
        if waiting.len() == MOST_WAITING {
            waiting.pop_front();
        }
        waiting.push_back(plan);
    }

    /// Is there such a plan, still good?
    ///
    /// # Errors
    /// `ReviewExpired` when it is unknown, used, too old, or of another connection or other settings.
    pub(super) fn check(&self, asked: &Asked<'_>) -> DeskResult<()> {
        let waiting = self.0.lock();
        match waiting.iter().any(|plan| plan.serves(asked)) {
            true => Ok(()),
            false => Err(DeskError::new(DeskErrorCode::ReviewExpired)),
        }
    }

    /// Takes the plan out: from here on nobody else can have it.
    ///
    /// # Errors
    /// As [`Plans::check`].
    pub(super) fn take(&self, asked: &Asked<'_>) -> DeskResult<Plan> {
        let mut waiting = self.0.lock();
        let place = waiting.iter().position(|plan| plan.serves(asked));
        place
            .and_then(|place| waiting.remove(place))
            .ok_or_else(|| DeskError::new(DeskErrorCode::ReviewExpired))
    }

    /// Puts back a plan of which nothing was sent, unless the same was planned anew meanwhile.
    pub(super) fn give_back(&self, plan: Plan) {
        let mut waiting = self.0.lock();
        if !waiting.iter().any(|other| other.hash == plan.hash) {
            waiting.push_back(plan);
        }
    }
}

impl Desk {
    /// Checks a draft and fixes what would be sent; sends nothing. The target of a draft that is no transfer is left
    /// out. Planning the same again gives the same hash and a new life.
    ///
    /// # Errors
    /// `ReadOnly`; `NoConnection`; `InvalidInput` with the fields, codes as above.
    pub async fn plan_transaction(
        &self,
        connection: &ConnectionId,
        draft: TransactionDraft,
    ) -> DeskResult<TransactionPlan> {
        let settings = self.clients_forgotten();
        if self.0.connections.record(connection)?.read_only {
            return Err(DeskError::new(DeskErrorCode::ReadOnly));
        }
        let driver_id = draft.driver_id;
        let create = checked(draft).map_err(|problems| {
            DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems)
        })?;
        let body = create.body().to_string();
        let hash = hash_of(connection, driver_id, &body);
        let amount = create.amount;
        self.0.plans.keep(Plan {
            hash: hash.clone(),
            operation: self.new_id(),
            connection: connection.clone(),
            settings,
            driver_id,
            create,
            body,
            made_at: self.now(),
        });
        Ok(TransactionPlan {
            hash,
            amount,
            lifetime_seconds: u32::try_from(LIFETIME.as_secs()).unwrap_or(u32::MAX),
        })
    }
}

/// An amount as typed in Russia; never guessed.
pub(super) fn typed_amount(typed: &str) -> Result<Amount, FieldProblem> {
    let code = |fault| match fault {
        AmountFault::Empty => "required",
        AmountFault::NotANumber => "amount_not_a_number",
        AmountFault::Exponent => "amount_exponent",
        AmountFault::Negative => "amount_negative",
        AmountFault::Zero => "amount_zero",
        AmountFault::TooManyDecimals => "amount_too_many_decimals",
        AmountFault::Ambiguous => "amount_ambiguous",
        AmountFault::BadGrouping => "amount_bad_grouping",
        AmountFault::TooLarge => "amount_too_large",
    };
    Amount::parse_russian(typed).map_err(|fault| problem("amount", code(fault)))
}

fn checked(draft: TransactionDraft) -> Result<TransactionCreate, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let amount = typed_amount(&draft.amount).unwrap_or_else(|fault| {
        problems.push(fault);
        Amount::ZERO
    });
    let transfer = draft.operation == TransactionOperation::Transfer;
    let length = draft.message.chars().count();
    if length > LONGEST_MESSAGE {
        let mut long = problem("message", "message_too_long");
        for (name, value) in [("length", length), ("most", LONGEST_MESSAGE)] {
            long.params.insert(name.to_owned(), value.to_string());
        }
        problems.push(long);
    }
    let create = TransactionCreate {
        operation: draft.operation,
        amount,
        balance_id: draft.balance_id,
        target_balance_id: draft.target_balance_id.filter(|_| transfer),
        transaction_type_id: draft.transaction_type_id,
        message: draft.message,
        create_payment: draft.create_payment,
        include_commission: draft.include_commission,
    };
    for found in create.validate().err().unwrap_or_default() {
        // What is wrong with an amount was said by its typing.
        if !problems.iter().any(|known| known.field == found.field) {
            problems.push(problem(&found.field, code_of(found.problem)));
        }
    }
    match problems.is_empty() {
        true => Ok(create),
        false => Err(problems),
    }
}

const fn code_of(problem: Problem) -> &'static str {
    match problem {
        Problem::NotPositive => "amount_zero",
        Problem::TooManyDecimals => "amount_too_many_decimals",
        Problem::Repeated => "target_same",
        _ => "required",
    }
}

/// Each part behind its length, so that no two different plans read the same.
fn hash_of(connection: &ConnectionId, driver: Id, body: &str) -> PlanHash {
    let mut sha = Sha256::new();
    for part in [connection.0.as_str(), driver.to_string().as_str(), body] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    let hex = |byte: &u8| format!("{byte:02x}");
    PlanHash(sha.finalize().iter().map(hex).collect())
}
