//! What moves a balance: the preview of a withdrawal, and the transaction itself. There is no idempotency: the same
//! request twice moves the money twice.

use super::body::{Body, REQUIRED, UNKNOWN, done};
use crate::{
    answer::Reply,
    directory::{
        self as d, ANTI_FRAUD_STATUSES, DEPOSIT_TYPES, FORBIDDEN, TRANSFER_TYPES, WITHDRAW_TYPES,
        name_of,
    },
    drivers::{Balance, Driver},
    inspect::WithdrawalBlock,
    moments::{Seconds, iso, money_number},
    park::{Park, Sandbox},
    payments::Payment,
    routes::{Answer, Call},
    transactions::Transaction,
};
use http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// 1.5 %, at least 20 roubles; in kopecks.
const COMMISSION_PER_MILLE: i64 = 15;
const LEAST_COMMISSION: i64 = 2_000;
/// A thousand million roubles: whoever asks for more has slipped.
const LARGEST: i64 = 100_000_000_000;
/// Drivers of this anti-fraud status are paid after a manager's yes.
const WITH_CONFIRMATION: i64 = 4;
const BY_MANAGER: u8 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Withdraw,
    Deposit,
    Transfer,
}

/// What a withdrawal costs, in kopecks: `debit` leaves the balance, `paid` is what the driver gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Charge {
    debit: i64,
    commission: i64,
    paid: i64,
}

impl Charge {
    /// The commission comes out of the amount, or on top of it.
    fn of(amount: i64, included: bool) -> Self {
        let share = (amount * COMMISSION_PER_MILLE + 500) / 1_000;
        let commission = share.max(LEAST_COMMISSION);
        let (debit, paid) = match included {
            true => (amount, amount - commission),
            false => (amount + commission, amount),
        };
        Self {
            debit,
            commission,
            paid,
        }
    }
}

/// A request that is fit to be carried out, but for the state of the driver.
struct Asked {
    operation: Operation,
    amount: i64,
    /// Place of the balance among the driver's.
    balance: usize,
    /// Places of the other end of a transfer.
    target: Option<(usize, usize)>,
    kind: i64,
    message: String,
    create_payment: bool,
    include_commission: bool,
}

pub fn preview(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut body = Body::read(call)?;
    let park = sandbox.look();
    let driver = park.driver(call.ids[0]).ok_or(StatusCode::NOT_FOUND)?;
    body.only(&["amount", "balance_id", "include_commission"]);
    let amount = amount(&mut body).unwrap_or(0);
    let balance = own_balance(&mut body, driver).unwrap_or(0);
    let included = body.flag("include_commission").unwrap_or(false);
    body.settled()?;
    let charge = Charge::of(amount, included);
    refuse_withdrawal(&mut body, driver, park.now);
    refuse_charge(&mut body, &driver.balances[balance], charge);
    body.settled()?;
    Ok(Reply::json(&json!({"data": {
        "amount": money_number(amount),
        "commission": money_number(charge.commission),
        "amount_paid": money_number(charge.paid),
        "is_available": true,
    }})))
}

pub fn create(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut body = Body::read(call)?;
    let mut park = sandbox.edit();
    let place = park
        .place_of_driver(call.ids[0])
        .ok_or(StatusCode::NOT_FOUND)?;
    let asked = read(&mut body, &park, place);
    body.settled()?;
    let Some(asked) = asked else {
        return Err(StatusCode::BAD_REQUEST.into());
    };
    let charge = refuse_or_charge(&mut body, &park, place, &asked);
    body.settled()?;
    if call.key.writes {
        let visible_from = park.now + i64::from(sandbox.options().transactions_visible_after);
        carry_out(&mut park, place, &asked, charge, visible_from);
    }
    Ok(done(sandbox))
}

/// What is asked for; `None` only together with a fault.
fn read(body: &mut Body, park: &Park, place: usize) -> Option<Asked> {
    body.only(&[
        "operation",
        "amount",
        "balance_id",
        "target_balance_id",
        "transaction_type_id",
        "message",
        "create_payment",
        "include_commission",
    ]);
    let operation = operation(body);
    let amount = amount(body);
    let balance = own_balance(body, &park.drivers[place]);
    let create_payment = body.flag("create_payment").unwrap_or(false);
    let include_commission = body.flag("include_commission").unwrap_or(false);
    let message = body.text("message").unwrap_or_default();
    let operation = operation?;
    if create_payment && operation != Operation::Withdraw {
        body.refuse(
            "create_payment",
            "Заявка на выплату создаётся только при списании.",
        );
    }
    let target = match operation {
        Operation::Transfer => target(body, park),
        _ => None,
    };
    Some(Asked {
        operation,
        kind: kind(body, operation),
        amount: amount?,
        balance: balance?,
        target,
        message,
        create_payment,
        include_commission,
    })
}

fn operation(body: &mut Body) -> Option<Operation> {
    match body.required_text("operation")?.as_str() {
        "withdraw" => Some(Operation::Withdraw),
        "deposit" => Some(Operation::Deposit),
        "transfer" => Some(Operation::Transfer),
        _ => {
            body.refuse("operation", UNKNOWN);
            None
        }
    }
}

/// Kopecks of a JSON number above zero with at most two decimals.
fn amount(body: &mut Body) -> Option<i64> {
    let Some(value) = body.value("amount") else {
        body.refuse("amount", REQUIRED);
        return None;
    };
    let kopecks = exact_kopecks(value);
    match kopecks.filter(|kopecks| (1..=LARGEST).contains(kopecks)) {
        Some(kopecks) => Some(kopecks),
        None => {
            body.refuse(
                "amount",
                "Должно быть числом больше 0 с двумя знаками после запятой.",
            );
            None
        }
    }
}

fn exact_kopecks(value: &Value) -> Option<i64> {
    let Value::Number(number) = value else {
        return None;
    };
    let text = number.to_string();
    let amount: Decimal = text
        .parse()
        .or_else(|_| Decimal::from_scientific(&text))
        .ok()?;
    let kopecks = amount.checked_mul(Decimal::ONE_HUNDRED)?;
    kopecks.is_integer().then(|| i64::try_from(kopecks).ok())?
}

fn own_balance(body: &mut Body, driver: &Driver) -> Option<usize> {
    let id = body.required_id("balance_id")?;
    let place = driver.balances.iter().position(|one| one.id == id);
    if place.is_none() {
        body.refuse("balance_id", UNKNOWN);
    }
    place
}

/// Any other balance of the park, this driver's or another's.
fn target(body: &mut Body, park: &Park) -> Option<(usize, usize)> {
    let own = body.value("balance_id").and_then(Value::as_i64);
    let id = body.required_id("target_balance_id")?;
    let place = park.place_of_balance(id).filter(|_| Some(id) != own);
    if place.is_none() {
        body.refuse("target_balance_id", UNKNOWN);
    }
    place
}

/// The given type must be one of the operation's; only a withdrawal has to name it.
fn kind(body: &mut Body, operation: Operation) -> i64 {
    let types = match operation {
        Operation::Withdraw => WITHDRAW_TYPES,
        Operation::Deposit => DEPOSIT_TYPES,
        Operation::Transfer => TRANSFER_TYPES,
    };
    let given = match operation {
        Operation::Withdraw => body.required_id("transaction_type_id"),
        _ => body.id("transaction_type_id"),
    };
    let kind = given.unwrap_or(types[0]);
    if !types.contains(&kind) {
        body.refuse("transaction_type_id", UNKNOWN);
    }
    kind
}

/// What leaves the balance, after everything that forbids it.
fn refuse_or_charge(body: &mut Body, park: &Park, place: usize, asked: &Asked) -> Charge {
    let driver = &park.drivers[place];
    let charge = match asked.operation {
        Operation::Withdraw => Charge::of(asked.amount, asked.include_commission),
        Operation::Deposit | Operation::Transfer => Charge {
            debit: asked.amount,
            commission: 0,
            paid: asked.amount,
        },
    };
    if asked.operation != Operation::Deposit {
        refuse_withdrawal(body, driver, park.now);
        refuse_charge(body, &driver.balances[asked.balance], charge);
    }
    if asked.create_payment && driver.requisites.is_empty() {
        body.refuse("create_payment", "У водителя нет реквизитов для выплаты.");
    }
    charge
}

/// A driver whose withdrawals are blocked: for good, until a moment, or by his anti-fraud status.
fn refuse_withdrawal(body: &mut Body, driver: &Driver, now: Seconds) {
    let reason = match driver.block(now) {
        WithdrawalBlock::None => return,
        WithdrawalBlock::Comment(comment) => comment,
        WithdrawalBlock::Until(until) => format!("до {}", iso(until.as_second())),
        WithdrawalBlock::AntiFraud => name_of(ANTI_FRAUD_STATUSES, FORBIDDEN).to_owned(),
    };
    body.refuse("driver_id", format!("Списания заблокированы: {reason}"));
}

/// The frozen part of a balance does not count.
fn refuse_charge(body: &mut Body, balance: &Balance, charge: Charge) {
    if charge.paid <= 0 {
        body.refuse("amount", "Сумма не больше комиссии.");
    } else if charge.debit > balance.kopecks - balance.frozen {
        body.refuse("amount", "Недостаточно средств на балансе.");
    }
}

fn carry_out(park: &mut Park, place: usize, asked: &Asked, charge: Charge, visible_from: Seconds) {
    let source = (place, asked.balance);
    match (asked.operation, asked.target) {
        (Operation::Deposit, _) => {
            move_balance(park, source, asked.amount, asked, (0, visible_from));
        }
        (Operation::Transfer, Some(target)) => {
            move_balance(park, source, -asked.amount, asked, (0, visible_from));
            move_balance(park, target, asked.amount, asked, (0, visible_from));
        }
        (Operation::Transfer, None) => {}
        (Operation::Withdraw, _) => {
            let payment = match asked.create_payment {
                true => pay(park, source, charge, visible_from),
                false => 0,
            };
            move_balance(park, source, -charge.debit, asked, (payment, visible_from));
        }
    }
}

/// Changes a balance and keeps the transaction that tells of it.
fn move_balance(
    park: &mut Park,
    (driver, balance): (usize, usize),
    kopecks: i64,
    asked: &Asked,
    (payment_id, visible_from): (i64, Seconds),
) {
    let moved = &mut park.drivers[driver].balances[balance];
    moved.kopecks += kopecks;
    let one = Transaction {
        date: park.now,
        visible_from,
        amount: kopecks,
        balance_id: moved.id,
        payment_id,
        driver: driver as u32,
        kind: asked.kind as u8,
        integration: moved.integration_id.unwrap_or(0) as u8,
        is_made: true,
        description: asked.message.as_str().into(),
        ..Transaction::default()
    };
    park.push_transaction(one);
}

/// The payment that a withdrawal asks for, to the driver's default requisite.
fn pay(
    park: &mut Park,
    (place, balance): (usize, usize),
    charge: Charge,
    visible_from: Seconds,
) -> i64 {
    let driver = &park.drivers[place];
    let mut requisites = driver.requisites.iter();
    let chosen = requisites
        .find(|one| one.is_default)
        .or(driver.requisites.first());
    let pay_type = chosen.map_or(d::SBP, |one| one.type_id) as u8;
    let account = chosen.map_or("", |one| one.account_number.as_str());
    let status = match driver.anti_fraud_status_id {
        WITH_CONFIRMATION => d::WAITING,
        _ => d::PROCESSING,
    };
    let one = Payment {
        id: 0,
        created_at: park.now,
        updated_at: park.now,
        amount: charge.debit,
        commission: charge.commission,
        commission_bank: charge.debit * 4 / 1_000,
        driver: place as u32,
        status,
        pay_type,
        integration: driver.balances[balance].integration_id.unwrap_or(0) as u8,
        request_type: BY_MANAGER,
        agent: driver.agent_id as u8,
        reason: 0,
        tail: last_four(account),
    };
    let id = park.push_payment(one);
    if visible_from > park.now {
        park.late_payments.push((id, visible_from));
    }
    id
}

fn last_four(account: &str) -> u16 {
    let start = account.len().saturating_sub(4);
    account
        .get(start..)
        .and_then(|tail| tail.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commission_is_taken_to_the_kopeck_out_of_the_amount_or_on_top() {
        let charge = |amount, included| {
            let Charge {
                debit,
                commission,
                paid,
            } = Charge::of(amount, included);
            assert_eq!(debit, commission + paid);
            (debit, commission)
        };
        assert_eq!(
            charge(10_000, false),
            (12_000, 2_000),
            "at least 20 roubles"
        );
        assert_eq!(charge(10_000, true), (10_000, 2_000));
        assert_eq!(charge(123_457, false), (125_457, 2_000));
        assert_eq!(
            charge(1_000_033, true),
            (1_000_033, 15_000),
            "half a kopeck down"
        );
        assert_eq!(charge(1_000_034, true), (1_000_034, 15_001), "and up");
    }

    #[test]
    fn an_amount_that_is_not_whole_kopecks_is_no_amount() {
        let read = |text: &str| exact_kopecks(&serde_json::from_str(text).unwrap());
        assert_eq!(read("100.1"), Some(10_010));
        assert_eq!(read("0.01"), Some(1));
        assert_eq!(read("1e2"), Some(10_000));
        for text in ["0.001", "\"100\"", "null", "1e400"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
