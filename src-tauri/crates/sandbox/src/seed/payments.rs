//! Growing eighteen months of payments: more on Fridays, fewer on Sundays, the last days still under way.

use super::dice::Dice;
use crate::{
    directory::{DELETED, FAILED, PAID, PROCESSING, REJECTED, WAITING},
    drivers::Driver,
    moments::{DAY, MOSCOW, Seconds},
    park::Park,
    payments::Payment,
};

const FIRST_PAYMENT: i64 = 31_400_000;
const DAYS: i64 = 548;
/// Share of a day, Monday first.
const WEEK: [i64; 7] = [115, 100, 100, 105, 150, 80, 55];

/// Fills an empty park with so many payments, ascending in time and in id.
pub fn fill(dice: &mut Dice, park: &mut Park, count: usize) {
    if park.drivers.is_empty() {
        return;
    }
    let moments = at_weekdays_pace(dice, park.now, count);
    let mut joined = 0;
    let mut id = FIRST_PAYMENT;
    for created_at in moments {
        while park
            .drivers
            .get(joined)
            .is_some_and(|one| one.created_at <= created_at)
        {
            joined += 1;
        }
        id += dice.between(1, 4);
        let driver = dice.below(joined.max(1));
        let one = payment(dice, &park.drivers, driver, created_at, park.now);
        park.payments.push(Payment { id, ..one });
    }
}

/// Ascending moments of the last eighteen months, spread over the days as a park pays.
fn at_weekdays_pace(dice: &mut Dice, now: Seconds, count: usize) -> Vec<Seconds> {
    let today = (now + MOSCOW).div_euclid(DAY);
    let elapsed = (now + MOSCOW).rem_euclid(DAY) + 1;
    let weight = |back: i64| {
        let weekday = (today - back + 3).rem_euclid(7) as usize;
        let growth = 1_300 - 600 * back / DAYS;
        let part = if back == 0 { elapsed * 100 / DAY } else { 100 };
        WEEK[weekday] * growth * part
    };
    let total: i64 = (0..DAYS).map(weight).sum();
    let mut moments = Vec::with_capacity(count);
    let mut passed = 0;
    for back in (0..DAYS).rev() {
        passed += weight(back);
        let due = (count as i128 * i128::from(passed) / i128::from(total)) as usize;
        let start = (today - back) * DAY - MOSCOW;
        let length = if back == 0 { elapsed } else { DAY };
        while moments.len() < due {
            moments.push(start + second_of_day(dice, length));
        }
    }
    moments.sort_unstable();
    moments
}

/// Most payments are asked for between 7 in the morning and midnight.
fn second_of_day(dice: &mut Dice, length: Seconds) -> Seconds {
    let working = length > 7 * 3_600 && !dice.percent(6);
    dice.between(if working { 7 * 3_600 } else { 0 }, length - 1)
}

/// One payment of the driver at this place of the list. Its id is left 0 for the caller.
pub fn payment(
    dice: &mut Dice,
    drivers: &[Driver],
    driver: usize,
    created_at: Seconds,
    now: Seconds,
) -> Payment {
    let pay_type = dice.weighted(&[18, 8, 30, 40, 4]) as u8 + 1;
    let amount = amount(dice);
    let commission = commission(pay_type, amount);
    let status = status(dice, now - created_at);
    let took = match status {
        WAITING | 7 | 8 => 0,
        PAID => dice.between(20, 5_400),
        DELETED | REJECTED => dice.between(600, 2 * DAY),
        _ => dice.between(10, 900),
    };
    Payment {
        id: 0,
        created_at,
        updated_at: (created_at + took).min(now.max(created_at)),
        amount,
        commission,
        commission_bank: amount * 4 / 1_000,
        driver: driver as u32,
        status,
        pay_type,
        integration: [2, 1, 3, 0][dice.weighted(&[62, 22, 12, 4])],
        request_type: dice.weighted(&[22, 48, 22, 8]) as u8 + 1,
        agent: drivers.get(driver).map_or(1, |one| one.agent_id as u8),
        reason: dice.below(crate::payments::REJECTIONS.len()) as u8,
        tail: dice.below(1_0000) as u16,
    }
}

/// From 300 to 15 000 roubles; every third has kopecks.
fn amount(dice: &mut Dice) -> i64 {
    let roubles = match dice.below(10) {
        0..=5 => dice.between(3, 40) * 100,
        6..=8 => dice.between(300, 9_000),
        _ => dice.between(5_000, 15_000),
    };
    let kopecks = if dice.percent(35) {
        dice.between(1, 99)
    } else {
        0
    };
    roubles * 100 + kopecks
}

/// Withheld from the driver, to the kopeck: nothing, or a share with a minimum.
fn commission(pay_type: u8, amount: i64) -> i64 {
    let (per_mille, least) = match pay_type {
        1 | 5 => (0, 0),
        2 => (29, 4_500),
        3 => (19, 3_000),
        _ => (15, 1_000),
    };
    ((amount * per_mille + 500) / 1_000).max(least).min(amount)
}

fn status(dice: &mut Dice, age: Seconds) -> u8 {
    let settled = [PAID, REJECTED, FAILED, DELETED][dice.weighted(&[935, 40, 17, 8])];
    let open = [PROCESSING, WAITING, 7, 8][dice.weighted(&[50, 30, 10, 10])];
    let still_open = match age {
        ..DAY => 45,
        age if age < 3 * DAY => 12,
        _ => 0,
    };
    if dice.percent(still_open) {
        open
    } else {
        settled
    }
}
