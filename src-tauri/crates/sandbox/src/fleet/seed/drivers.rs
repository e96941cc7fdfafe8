//! The people: most of Jump's drivers under their aggregator's id, and others whom Jump does not know.

use super::super::{
    amounts::ROUBLE,
    drivers::{Driver, RULES},
};
use crate::{
    drivers::Driver as JumpDriver,
    moments::{DAY, Seconds},
    seed::{dice::Dice, names, numbers},
};

/// Of Jump's drivers, every so-many-th is not at Yandex.
const ONLY_AT_JUMP: usize = 14;
/// Every so-many-th of those whom Jump does not know has the phone of the one before him.
const SHARES_PHONE: usize = 97;

pub fn all(dice: &mut Dice, jump: &[JumpDriver], count: usize, now: Seconds) -> Vec<Driver> {
    let known = jump
        .iter()
        .enumerate()
        .filter(|(place, _)| place % ONLY_AT_JUMP != 5);
    // At least every twentieth is nobody whom Jump knows.
    let most = count - count.div_ceil(20);
    let mut drivers: Vec<Driver> = known
        .take(most)
        .map(|(_, one)| of_jump(dice, one, now))
        .collect();
    for place in 0..count - drivers.len() {
        let mut one = newcomer(dice, jump.len() + place, now);
        one.created_at = (now - dice.between(0, 1_400 * DAY)) * 1_000 + dice.between(0, 999);
        one.updated_at = one.created_at.max(one.updated_at);
        if let Some(last) = drivers.last()
            && place % SHARES_PHONE == SHARES_PHONE - 1
        {
            one.phone = last.phone;
        }
        drivers.push(one);
    }
    drivers
}

fn of_jump(dice: &mut Dice, jump: &JumpDriver, now: Seconds) -> Driver {
    let mut one = of_account(dice, now);
    one.id.clone_from(&jump.aggregator_id);
    one.jump = Some(jump.id);
    one.last_name.clone_from(&jump.last_name);
    one.first_name.clone_from(&jump.first_name);
    one.middle_name.clone_from(&jump.middle_name);
    one.phone = jump.phone;
    one.licence.clone_from(&jump.license);
    if one.licence.is_empty() {
        one.licence = format!("99{}", dice.digits(8));
    }
    one.plate.clone_from(&jump.vehicle.number);
    one.created_at = jump.created_at * 1_000 + dice.between(0, 999);
    one.updated_at = one.created_at.max(one.updated_at);
    one
}

/// Somebody whom Jump does not know, created now; `place` keeps his phone his own.
pub fn newcomer(dice: &mut Dice, place: usize, now: Seconds) -> Driver {
    let mut one = of_account(dice, now);
    let origin = names::origin(dice);
    let name = names::full_name(dice, origin);
    one.id = format!("{:016x}{:016x}", dice.next(), dice.next());
    one.last_name = name.last;
    one.first_name = name.first;
    one.middle_name = name.middle;
    one.phone = numbers::phone(dice, origin, place);
    one.licence = numbers::license(dice, origin);
    if dice.percent(85) {
        one.plate = numbers::plate(dice);
    }
    one.created_at = now * 1_000;
    one
}

fn of_account(dice: &mut Dice, now: Seconds) -> Driver {
    let seed = dice.next();
    let mut blocked = [0; 5];
    if dice.percent(18) {
        blocked[0] = dice.between(0, 300) * ROUBLE;
        blocked[1] = dice.between(100, 25_000) * 1_000;
        blocked[2 + dice.below(3)] = dice.between(1, 90_000) * 100;
    }
    Driver {
        updated_at: (now - dice.between(0, 60 * DAY)) * 1_000 + dice.between(0, 999),
        status_at: (now - dice.between(0, 2 * DAY)) * 1_000 + dice.between(0, 999),
        work_status: dice.weighted(&[84, 7, 9]) as u8,
        status: dice.weighted(&[60, 8, 16, 8, 8]) as u8,
        work_rule: dice.below(RULES.len() - 1) as u8,
        employment: dice.weighted(&[62, 24, 14]) as u8,
        balance_limit: [5, 50, -500, 0][dice.weighted(&[50, 30, 15, 5])] * ROUBLE,
        blocked,
        seed,
        ..Driver::default()
    }
}
