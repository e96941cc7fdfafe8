//! Growing what moved the balances: trips, withdrawals (some with the payment they asked for), rent, fines, bonuses.

use super::dice::Dice;
use crate::{
    directory::{
        BONUS, FINE, PAID, PARK_COMMISSION, PROCESSING, RENT, TOP_UP, TRANSFER, TRIP, WAITING,
        WITHDRAWAL,
    },
    drivers::{Balance, Driver},
    moments::{DAY, Seconds},
    park::Park,
    payments::Payment,
    transactions::Transaction,
    trips::Trip,
};

const FIRST_TRANSACTION: i64 = 88_000_000;
/// The default window of the list.
const WINDOW: Seconds = 28 * DAY;
const OLDEST: Seconds = 84 * DAY;

/// Fills an empty park with so many transactions, ascending in time and in id.
pub fn fill(dice: &mut Dice, park: &mut Park, count: usize) {
    if park.drivers.is_empty() {
        return;
    }
    let mut rows = of_payments(park, count * 14 / 100);
    while rows.len() < count {
        let back = if dice.percent(83) {
            dice.between(0, WINDOW - 1)
        } else {
            dice.between(WINDOW + 1, OLDEST)
        };
        rows.push(transaction(dice, &park.drivers, park.now - back));
    }
    rows.sort_by_key(|one| one.date);
    let mut id = FIRST_TRANSACTION;
    for one in &mut rows {
        id += dice.between(1, 3);
        one.id = id;
    }
    park.transactions = rows;
}

/// The withdrawals behind some payments of the window, spread over all of them.
fn of_payments(park: &Park, count: usize) -> Vec<Transaction> {
    let is_alive = |one: &&Payment| matches!(one.status, PAID | PROCESSING | WAITING);
    let since = park
        .payments
        .partition_point(|one| one.created_at < park.now - WINDOW);
    let alive: Vec<&Payment> = park.payments[since..].iter().filter(is_alive).collect();
    let count = count.min(alive.len());
    let chosen = (0..count).map(|place| alive[place * alive.len() / count]);
    chosen.map(|one| of_payment(park, one)).collect()
}

fn of_payment(park: &Park, payment: &Payment) -> Transaction {
    let driver = &park.drivers[payment.driver as usize];
    let wanted = (payment.integration > 0).then(|| i64::from(payment.integration));
    let balance = driver
        .balances
        .iter()
        .find(|one| one.integration_id == wanted);
    Transaction {
        date: payment.created_at,
        amount: -payment.amount,
        balance_id: balance.or(driver.balances.first()).map_or(0, |one| one.id),
        payment_id: payment.id,
        driver: payment.driver,
        kind: WITHDRAWAL as u8,
        integration: payment.integration,
        description: "Вывод средств по заявке".into(),
        ..Transaction::default()
    }
}

/// An ordinary transaction of some driver at this moment. Its id is left 0 for the caller.
pub fn transaction(dice: &mut Dice, drivers: &[Driver], date: Seconds) -> Transaction {
    let joined = drivers.partition_point(|one| one.created_at <= date);
    let place = dice.below(joined.max(1));
    let driver = &drivers[place];
    let kind = [
        TRIP,
        WITHDRAWAL,
        PARK_COMMISSION,
        RENT,
        BONUS,
        TOP_UP,
        FINE,
        TRANSFER,
    ][dice.weighted(&[68, 6, 9, 6, 5, 3, 2, 1])];
    let balance = balance_for(dice, driver, kind);
    let mut one = Transaction {
        date,
        balance_id: balance.map_or(0, |one| one.id),
        driver: place as u32,
        kind: kind as u8,
        integration: balance.and_then(|one| one.integration_id).unwrap_or(0) as u8,
        ..Transaction::default()
    };
    (one.amount, one.description) = match kind {
        TRIP => {
            one.trip = 1 + dice.below(u32::MAX as usize - 1) as u32;
            (Trip::drawn(one.trip).total(), "".into())
        }
        WITHDRAWAL => (-with_kopecks(dice, 300, 9_000), "Выдано в офисе".into()),
        PARK_COMMISSION => (
            -with_kopecks(dice, 10, 400),
            "Комиссия парка за день".into(),
        ),
        RENT => (
            -dice.between(14, 32) * 10_000,
            "Аренда автомобиля за сутки".into(),
        ),
        BONUS => (
            with_kopecks(dice, 100, 3_000),
            "Бонус за цель недели".into(),
        ),
        TOP_UP => (
            dice.between(5, 100) * 10_000,
            "Пополнение через кассу".into(),
        ),
        FINE => (-dice.between(5, 50) * 10_000, "Штраф ГИБДД".into()),
        _ => (
            -with_kopecks(dice, 100, 5_000),
            "Перевод другому водителю".into(),
        ),
    };
    one
}

/// Trips come through an integration where the driver has one; everything else moves his main balance.
fn balance_for<'a>(dice: &mut Dice, driver: &'a Driver, kind: i64) -> Option<&'a Balance> {
    let through = driver.balances.get(1..).unwrap_or_default();
    if kind == TRIP && !through.is_empty() {
        Some(dice.pick(through))
    } else {
        driver.balances.first()
    }
}

/// Kopecks of an amount between so many roubles.
fn with_kopecks(dice: &mut Dice, from: i64, to: i64) -> i64 {
    dice.between(from * 100, to * 100)
}
