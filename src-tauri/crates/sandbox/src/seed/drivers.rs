//! Growing one driver: who he is, what he drives, where he is paid to, what he has on his balances.

use super::{
    dice::Dice,
    names::{self, FullName, Origin},
    numbers,
};
use crate::{
    directory::{self, BANKS, SBP_BANKS},
    drivers::{Balance, Contract, Driver, Requisite, Vehicle},
    moments::{DAY, Seconds},
    park::Park,
};

const FIRST_DRIVER: i64 = 214_000;
/// The park has existed for about four years.
const PARK_AGE: i64 = 1_460;

const NOTES: &[&str] = &[
    "Просил звонить после обеда",
    "Сменил автомобиль",
    "Старший смены",
    "Работает по выходным",
];
const MONEY_NOTES: &[&str] = &[
    "Аренда удерживается по пятницам",
    "Выплаты только на карту",
    "Рассрочка по залогу",
];
const BLOCK_REASONS: &[&str] = &[
    "Долг по аренде",
    "Подозрение на фиктивные поездки",
    "Нет оригинала договора",
];

/// A new driver with an id above all known ones; `place` out of `of` decides when he joined.
pub fn driver(dice: &mut Dice, park: &mut Park, place: usize, of: usize) -> Driver {
    let id = park.drivers.last().map_or(FIRST_DRIVER, |one| one.id) + dice.between(1, 9);
    let created_at = joined(dice, park.now, place, of);
    let origin = names::origin(dice);
    let name = names::full_name(dice, origin);
    let phone = numbers::phone(dice, origin, place);
    let first_trip_at = dice
        .percent(94)
        .then(|| (created_at + dice.between(3_600, 5 * DAY)).min(park.now));
    let mut one = Driver {
        id,
        aggregator_id: format!("{:016x}{:016x}", dice.next(), dice.next()),
        phone,
        email: if dice.percent(35) {
            format!("driver{id}@example.com")
        } else {
            String::new()
        },
        group_id: dice.weighted(&[40, 22, 18, 10, 6, 4]) as i64 + 1,
        anti_fraud_status_id: directory::ALLOWED,
        agent_id: dice.weighted(&[55, 25, 12, 8]) as i64 + 1,
        park_note: sometimes(dice, 12, NOTES),
        park_comment: sometimes(dice, 9, MONEY_NOTES),
        inn: if dice.percent(60) {
            numbers::inn(dice)
        } else {
            String::new()
        },
        license: if dice.percent(92) {
            numbers::license(dice, origin)
        } else {
            String::new()
        },
        contract: contract(dice, &name, created_at),
        vehicle: vehicle(dice),
        requisites: requisites(dice, park, (&name, phone), created_at),
        balances: balances(dice, park, created_at),
        created_at,
        first_trip_at,
        last_trip_at: first_trip_at.map(|first| last_trip(dice, first, park.now)),
        last_name: name.last,
        first_name: name.first,
        middle_name: name.middle,
        ..Driver::default()
    };
    invite(dice, park, &mut one);
    block(dice, park.now, &mut one);
    one
}

/// Joining moments ascend with the ids and leave room between neighbours.
fn joined(dice: &mut Dice, now: Seconds, place: usize, of: usize) -> Seconds {
    let step = PARK_AGE * DAY / of.max(1) as i64;
    let start = now - PARK_AGE * DAY;
    (start + place as i64 * step + dice.between(0, step - 1)).min(now)
}

fn last_trip(dice: &mut Dice, first: Seconds, now: Seconds) -> Seconds {
    let recent = dice.percent(70);
    let back = dice.between(60, if recent { 4 * DAY } else { 300 * DAY });
    (now - back).max(first)
}

fn invite(dice: &mut Dice, park: &Park, one: &mut Driver) {
    if !park.drivers.is_empty() && dice.percent(12) {
        one.referrer_id = Some(dice.pick(&park.drivers).id);
        one.invitation_date = Some(one.created_at);
    }
}

fn block(dice: &mut Dice, now: Seconds, one: &mut Driver) {
    match dice.below(100) {
        0..=3 => {
            one.anti_fraud_status_id = directory::FORBIDDEN;
            one.withdrawal_forbidden_comment = (*dice.pick(BLOCK_REASONS)).to_owned();
        }
        4..=6 => one.anti_fraud_status_id = 3,
        7..=8 => one.anti_fraud_status_id = 4,
        9..=10 => one.blocked_until = Some(now + dice.between(3_600, 3 * DAY)),
        11 => one.blacklist_reason = "ДТП по вине водителя, ущерб не возмещён".to_owned(),
        _ => {}
    }
}

fn contract(dice: &mut Dice, name: &FullName, created_at: Seconds) -> Contract {
    if !dice.percent(65) {
        return Contract::default();
    }
    let full_name = format!("{} {} {}", name.last, name.first, name.middle);
    Contract {
        number: format!("А-{}", dice.between(100, 9_999)),
        full_name: full_name.trim_end().to_owned(),
        signed_at: Some(created_at),
        passport_number: format!("0000{}", dice.digits(6)),
        passport_issue_date: Some(created_at - dice.between(200, 4_000) * DAY),
    }
}

fn vehicle(dice: &mut Dice) -> Vehicle {
    let drives = dice.percent(85);
    Vehicle {
        enable_car_sync: drives && dice.percent(70),
        number: if drives {
            numbers::plate(dice)
        } else {
            String::new()
        },
        license_number: if drives && dice.percent(60) {
            dice.digits(7)
        } else {
            String::new()
        },
    }
}

fn balances(dice: &mut Dice, park: &mut Park, created_at: Seconds) -> Vec<Balance> {
    let through = [None, Some(2), Some(1), Some(3)];
    let count = 1 + dice.weighted(&[10, 55, 27, 8]);
    let mut balance = |integration_id| Balance {
        id: park.next_id(),
        kopecks: match dice.below(100) {
            0..=6 => -dice.between(100, 950_000),
            7..=30 => 0,
            _ => dice.between(1_000, 2_400_000),
        },
        frozen: if dice.percent(5) {
            dice.between(10_000, 150_000)
        } else {
            0
        },
        integration_id,
        created_at,
    };
    through[..count].iter().map(|one| balance(*one)).collect()
}

fn requisites(
    dice: &mut Dice,
    park: &mut Park,
    whose: (&FullName, u64),
    created_at: Seconds,
) -> Vec<Requisite> {
    let count = dice.weighted(&[8, 40, 30, 15, 5, 2]);
    let default = dice.below(count);
    let mut all: Vec<Requisite> = (0..count)
        .map(|_| requisite(dice, park.next_id(), whose))
        .collect();
    for (place, one) in all.iter_mut().enumerate() {
        one.is_default = place == default;
        one.created_at = (created_at + dice.between(0, 400 * DAY)).min(park.now);
    }
    all
}

fn requisite(dice: &mut Dice, id: i64, (name, phone): (&FullName, u64)) -> Requisite {
    let type_id = dice.weighted(&[25, 10, 30, 30, 5]) as i64 + 1;
    let (bik, bank_name) = *dice.pick(BANKS);
    let mut one = Requisite {
        id,
        type_id,
        last_name: name.last.clone(),
        first_name: name.first.clone(),
        middle_name: name.middle.clone(),
        is_available: !dice.percent(3),
        ..Requisite::default()
    };
    match type_id {
        directory::CARD => {
            one.account_number = numbers::card(dice);
            one.name = if dice.percent(40) {
                "Карта для выплат".to_owned()
            } else {
                String::new()
            };
        }
        directory::SBP | directory::CARD_BY_PHONE => {
            one.account_number = russian_phone(dice, phone, id).to_string();
            one.sbp_bank_id = (type_id == directory::SBP).then(|| dice.pick(SBP_BANKS).0);
        }
        _ => {
            one.account_number = numbers::account(dice, bik);
            one.bik = bik.to_owned();
            one.bank_name = bank_name.to_owned();
            one.inn = if dice.percent(70) {
                numbers::inn(dice)
            } else {
                String::new()
            };
            one.payment_text = "Выплата по договору, без НДС".to_owned();
            one.name = if dice.percent(50) {
                "Основной счёт".to_owned()
            } else {
                String::new()
            };
        }
    }
    one
}

fn sometimes(dice: &mut Dice, chance: usize, texts: &[&str]) -> String {
    if dice.percent(chance) {
        (*dice.pick(texts)).to_owned()
    } else {
        String::new()
    }
}

/// Banks here pay to Russian numbers: the driver's own, or that of a relative.
fn russian_phone(dice: &mut Dice, own: u64, id: i64) -> u64 {
    let relative = numbers::phone(
        dice,
        Origin::Russian,
        70_000 + id.unsigned_abs() as usize % 20_000,
    );
    if own / 10_000_000_000 == 7 {
        own
    } else {
        relative
    }
}
