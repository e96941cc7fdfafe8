//! Moving money on a driver's balance, and asking beforehand what a withdrawal costs. The service knows no idempotency
//! key and names no transaction in its answer: a second sending is a second debit, so there is never one.

use money::Amount;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use transport::lenient::text_of;
use transport::{CallError, Cause, Outcome, WriteAnswer};

use crate::body::{Body, Problems};
use crate::client::refusal;
use crate::endpoint::{Endpoint, named};
use crate::{FieldProblem, Id, Jump, Problem};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TransactionOperation {
    /// From the balance.
    Withdraw,
    /// To the balance.
    Deposit,
    /// From the balance to another one.
    Transfer,
}

impl TransactionOperation {
    const fn vendor_name(self) -> &'static str {
        match self {
            Self::Withdraw => "withdraw",
            Self::Deposit => "deposit",
            Self::Transfer => "transfer",
        }
    }
}

/// One transaction to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct TransactionCreate {
    pub operation: TransactionOperation,
    /// In rubles, above zero, whole kopecks.
    pub amount: Amount,
    /// One of the driver's `cards`.
    pub balance_id: Id,
    /// Where a transfer goes; a transfer needs it.
    pub target_balance_id: Option<Id>,
    /// A code of `dictTransactionTypes`; a withdrawal needs it.
    pub transaction_type_id: Option<Id>,
    /// The comment: the only mark by which the transaction can be found again.
    pub message: String,
    /// Without it a withdrawal debits the driver and pays nobody.
    pub create_payment: bool,
    /// The commission comes out of `amount` instead of on top of it.
    pub include_commission: bool,
}

impl TransactionCreate {
    /// Everything that the contract would refuse, found before anything is sent.
    pub fn validate(&self) -> Result<(), Vec<FieldProblem>> {
        use TransactionOperation::{Transfer, Withdraw};
        let mut problems = Problems::default();
        problems.note_amount("amount", self.amount);
        match (self.operation, self.target_balance_id) {
            (Transfer, None) => problems.note("target_balance_id", Problem::Required),
            (Transfer, Some(target)) if target == self.balance_id => {
                problems.note("target_balance_id", Problem::Repeated);
            }
            _ => {}
        }
        if self.operation == Withdraw && self.transaction_type_id.is_none() {
            problems.note("transaction_type_id", Problem::Required);
        }
        problems.into_result()
    }

    /// The body as it leaves: the amount a JSON number with the decimal's own digits, false flags written too.
    pub fn body(&self) -> Value {
        let mut body = Body::default();
        body.put("operation", self.operation.vendor_name().into());
        body.amount("amount", self.amount);
        body.id("balance_id", Some(self.balance_id));
        body.id("target_balance_id", self.target_balance_id);
        body.id("transaction_type_id", self.transaction_type_id);
        body.text("message", Some(&self.message));
        body.flag("create_payment", Some(self.create_payment));
        body.flag("include_commission", Some(self.include_commission));
        body.into()
    }
}

/// A withdrawal to ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct WithdrawPreview {
    /// In rubles, above zero, whole kopecks.
    pub amount: Amount,
    /// The very balance, and below the very flag, that the withdrawal will have.
    pub balance_id: Id,
    pub include_commission: bool,
}

impl WithdrawPreview {
    pub fn validate(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.note_amount("amount", self.amount);
        problems.into_result()
    }

    /// The body as it leaves.
    pub fn body(&self) -> Value {
        let mut body = Body::default();
        body.amount("amount", self.amount);
        body.id("balance_id", Some(self.balance_id));
        body.flag("include_commission", Some(self.include_commission));
        body.into()
    }
}

/// What the service says of a withdrawal. Its members are not documented: three are likely, all others are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, specta::Type)]
pub struct WithdrawPreviewAnswer {
    pub amount: Option<Amount>,
    pub commission: Option<Amount>,
    pub amount_paid: Option<Amount>,
    pub others: Vec<PreviewMember>,
}

/// A member that this program does not know, or one whose value is no amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PreviewMember {
    pub key: String,
    /// A text as it is; anything else as JSON text.
    pub value: String,
}

impl WithdrawPreviewAnswer {
    /// Takes in the members of `data` first, then those beside it.
    fn take(&mut self, mut members: Map<String, Value>) {
        for envelope in ["data", "item"] {
            match members.remove(envelope) {
                Some(Value::Object(inner)) => self.take(inner),
                None | Some(Value::Null) => {}
                // PHP writes an object without members as an empty list.
                Some(Value::Array(list)) if list.is_empty() => {}
                Some(other) => self.keep(envelope.to_owned(), &other),
            }
        }
        for (key, value) in members {
            self.take_one(key, &value);
        }
    }

    fn take_one(&mut self, key: String, value: &Value) {
        let place = match key.as_str() {
            "amount" => &mut self.amount,
            "commission" => &mut self.commission,
            "amount_paid" => &mut self.amount_paid,
            _ => return self.keep(key, value),
        };
        match Amount::deserialize(value) {
            Ok(amount) if place.is_none() => *place = Some(amount),
            Err(_) if value.is_null() => {}
            _ => self.keep(key, value),
        }
    }

    fn keep(&mut self, key: String, value: &Value) {
        let value = text_of(value).unwrap_or_else(|| value.to_string());
        self.others.push(PreviewMember { key, value });
    }
}

/// Inside `data`, as documented, or inside `item`, or bare.
impl<'de> Deserialize<'de> for WithdrawPreviewAnswer {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let mut answer = Self::default();
        match Value::deserialize(input)? {
            Value::Object(members) => answer.take(members),
            Value::Array(list) if list.is_empty() => {}
            _ => return Err(D::Error::custom("expected an object")),
        }
        Ok(answer)
    }
}

impl Jump {
    /// Asks what a withdrawal would cost and whether it is possible. A POST that changes nothing: it is repeated like
    /// any read.
    ///
    /// A question that does not [`validate`](WithdrawPreview::validate) is `NotSent` and `Invalid`, with the fields.
    pub async fn preview_withdraw(
        &self,
        driver: Id,
        preview: &WithdrawPreview,
    ) -> Result<WithdrawPreviewAnswer, CallError> {
        const ENDPOINT: &Endpoint = named("previewWithdraw");
        if let Some(refusal) = refusal(ENDPOINT, preview.validate()) {
            return Err(refusal);
        }
        self.ask(ENDPOINT, &[("driver_id", driver)], &preview.body())
            .await
    }

    /// Makes a transaction. Sent once; after `MaybeSent` (an empty 200 too) only the list of transactions can tell whether
    /// it was made.
    ///
    /// One that does not [`validate`](TransactionCreate::validate) is `NotSent` and `Invalid`, with the fields.
    pub async fn create_transaction(
        &self,
        driver: Id,
        transaction: &TransactionCreate,
    ) -> Result<(), CallError> {
        const ENDPOINT: &Endpoint = named("createTransaction");
        if let Some(refusal) = refusal(ENDPOINT, transaction.validate()) {
            return Err(refusal);
        }
        let call = self.call_with(ENDPOINT, &[("driver_id", driver)], &transaction.body());
        let answer = self.service().write(call).await?;
        if is_yes(&answer) {
            return Ok(());
        }
        Err(CallError {
            outcome: Outcome::MaybeSent,
            cause: Cause::NotJson,
            status: Some(answer.status),
            vendor: None,
            operation: ENDPOINT.operation,
            trace_id: answer.trace_id,
            retry_after: None,
            json_path: None,
        })
    }
}

/// The service's own yes is 204 (inferred from the official page, which shows no body for it); clients met 200 and 201.
/// Those count only with JSON: a 200 without a word may be a proxy's that never passed the request on.
const fn is_yes(answer: &WriteAnswer) -> bool {
    answer.status == 204 || answer.body.is_some()
}
