//! What moves the accounts: an order gives several rows at once, and now and then there is something beside the orders.

use super::{
    super::{
        amounts::{KOPECK, Millis, Parts, ROUBLE},
        book::{Author, Book, NOBODY, Row},
        categories::{own_place, place},
        drivers::WORKING,
    },
    DAYS, Grown,
};
use crate::{moments::DAY, options::Options, seed::dice::Dice};

/// Places of the categories that the seed uses, looked up once.
struct Known {
    card: u8,
    cash: u8,
    corporate: u8,
    park_card: u8,
    park_cash: u8,
    park_fee: u8,
    ride_fee: u8,
    ride_vat: u8,
    tip: u8,
    bonus: u8,
    bonus_fee: u8,
    discount: u8,
}

impl Known {
    fn new() -> Self {
        Self {
            card: place("card"),
            cash: place("cash_collected"),
            corporate: place("corporate"),
            park_card: place("partner_ride_card"),
            park_cash: place("partner_ride_cash_collected"),
            park_fee: place("partner_ride_fee"),
            ride_fee: place("platform_ride_fee"),
            ride_vat: place("platform_ride_vat"),
            tip: place("tip"),
            bonus: place("bonus"),
            bonus_fee: place("platform_bonus_fee"),
            discount: place("promotion_discount"),
        }
    }
}

/// Beside the orders: weight, category, who made it, from and to in roubles, description.
type Aside = (usize, &'static str, Author, i64, i64, &'static str);

const ASIDES: &[Aside] = &[
    (
        24,
        "partner_service_recurring_payment",
        Author::Platform,
        -2_600,
        -1_400,
        "Аренда автомобиля",
    ),
    (
        10,
        "partner_service_recurrent_payment",
        Author::Platform,
        -300,
        -50,
        "Списание по условиям работы",
    ),
    (
        12,
        "partner_service_manual",
        Author::Dispatcher(0),
        -9_000,
        -300,
        "Выдано в кассе",
    ),
    (
        6,
        "partner_service_manual",
        Author::Dispatcher(1),
        300,
        5_000,
        "Пополнение через кассу",
    ),
    (
        5,
        "partner_service_other",
        Author::Dispatcher(2),
        -1_500,
        -100,
        "Списание №13",
    ),
    (
        7,
        "platform_other_gas",
        Author::Platform,
        -3_500,
        -700,
        "Оплата на АЗС",
    ),
    (
        3,
        "platform_other_gas_cashback",
        Author::Platform,
        10,
        120,
        "Кэшбэк",
    ),
    (
        2,
        "platform_other_gas_tip",
        Author::Platform,
        -100,
        -20,
        "Чаевые заправщику",
    ),
    (
        2,
        "platform_other_carwash",
        Author::Platform,
        -900,
        -250,
        "Мойка",
    ),
    (3, "subscription", Author::Platform, -1_200, -400, "Смена"),
    (
        3,
        "subscription_vat",
        Author::Platform,
        -240,
        -80,
        "Смена, НДС",
    ),
    (
        2,
        "platform_other_rent_childseat",
        Author::Platform,
        -150,
        -60,
        "Детское кресло",
    ),
    (
        3,
        "compensation",
        Author::TechSupport,
        50,
        700,
        "Компенсация по обращению",
    ),
    (
        2,
        "platform_other_referral",
        Author::Platform,
        500,
        3_000,
        "Приглашённый водитель",
    ),
    (
        1,
        "platform_other_scout",
        Author::TechSupport,
        -2_000,
        -500,
        "Скаут",
    ),
    (
        4,
        "platform_selfemployed_tax",
        Author::Platform,
        -400,
        -10,
        "Налог за день",
    ),
    (
        5,
        "partner_service_external_event_payout",
        Author::Api(0),
        -9_000,
        -300,
        "Выплата",
    ),
    (
        3,
        "partner_service_external_event_rent",
        Author::Api(0),
        -2_600,
        -1_400,
        "Аренда за сутки",
    ),
    (
        3,
        "partner_service_external_event_other",
        Author::Api(0),
        -900,
        900,
        "Корректировка",
    ),
    (
        1,
        "partner_service_financial_statement",
        Author::Dispatcher(3),
        -4_000,
        4_000,
        "Ведомость",
    ),
    (
        1,
        "bank_payment",
        Author::Platform,
        -90_000,
        -5_000,
        "Выплата на расчётный счёт",
    ),
];

/// The rows of one order are some seconds apart: the oldest of them must not be older than the days.
const HOUR: i64 = 3_600;

/// Fills up to the number of rows that the park wants.
pub fn fill(book: &mut Book, dice: &mut Dice, rows: &mut Vec<Grown>, options: &Options) {
    let wanted = options.fleet_transactions;
    let active = active(book);
    let known = Known::new();
    rows.reserve(wanted.saturating_sub(rows.len()) + 8);
    let mut order = 0;
    while rows.len() < wanted {
        let at = book.now * 1_000 - dice.between(1_000, (DAYS * DAY - HOUR) * 1_000);
        let driver = who(dice, &active);
        let at = since_joined(book, driver, at);
        let start = rows.len();
        if dice.percent(88) {
            order += 1;
            an_order(dice, rows, (&known, driver, at), order);
        } else {
            let row = beside(dice, book, (driver, at));
            rows.push(Grown { row, twin: None });
        }
        if options.fleet_quirks.two_currencies && dice.below(500) == 0 {
            rows[start..]
                .iter_mut()
                .for_each(|one| one.row.is_foreign = true);
        }
    }
    rows.truncate(wanted);
}

/// Nobody drives before he is in the park.
fn since_joined(book: &Book, driver: u32, at: Millis) -> Millis {
    const MINUTE: Millis = 60_000;
    let joined = book.drivers.get(driver as usize);
    let earliest = joined.map_or(at, |one| one.created_at + MINUTE);
    at.max(earliest).min(book.now * 1_000 - 1_000)
}

/// A row of its own at this moment, for somebody who inserts one.
pub fn a_row(book: &mut Book, dice: &mut Dice, driver: Option<usize>, at: Millis) -> Row {
    let driver = driver.map_or_else(|| who(dice, &active(book)), |place| place as u32);
    beside(dice, book, (driver, at))
}

/// Those who work; everybody where nobody does.
fn active(book: &Book) -> Vec<u32> {
    let all = book.drivers.iter().zip(0..);
    let working: Vec<u32> = all
        .filter(|(one, _)| one.work_status == WORKING)
        .map(|(_, place)| place)
        .collect();
    match working.is_empty() {
        true => (0..book.drivers.len() as u32).collect(),
        false => working,
    }
}

/// Two of five drive most of the orders.
fn who(dice: &mut Dice, active: &[u32]) -> u32 {
    let share = if dice.percent(70) {
        active.len() * 2 / 5
    } else {
        active.len()
    };
    active
        .get(dice.below(share.max(1)))
        .copied()
        .unwrap_or(NOBODY)
}

/// The descriptions of [`ASIDES`] stand first among the texts, after the one that means none.
pub fn keep_texts(book: &mut Book) {
    for (.., text) in ASIDES {
        book.keep_text(text);
    }
}

fn beside(dice: &mut Dice, book: &mut Book, (driver, at): (u32, Millis)) -> Row {
    let weights: Vec<usize> = ASIDES.iter().map(|one| one.0).collect();
    let chosen = dice.weighted(&weights);
    let (_, category, by, from, to, _) = ASIDES[chosen];
    let is_own = category == "partner_service_manual" && dice.percent(45);
    let event = if category.contains("external_event") {
        book.next_event()
    } else {
        0
    };
    let whole = dice.percent(40);
    let amount = match whole {
        true => dice.between(from, to) * ROUBLE,
        false => dice.between(from * 100, to * 100) * KOPECK,
    };
    Row {
        at,
        amount: if amount == 0 { ROUBLE } else { amount },
        driver: if category == "bank_payment" {
            NOBODY
        } else {
            driver
        },
        text: chosen as u32 + 1,
        event,
        category: if is_own {
            own_place(dice.between(1, 9) as usize)
        } else {
            place(category)
        },
        by,
        decimals: decimals(dice),
        ..Row::default()
    }
}

fn decimals(dice: &mut Dice) -> u8 {
    [4, 2, 3][dice.weighted(&[80, 13, 7])]
}

fn an_order(
    dice: &mut Dice,
    rows: &mut Vec<Grown>,
    (known, driver, at): (&Known, u32, Millis),
    order: u32,
) {
    let decimals = decimals(dice);
    let mut at = at;
    for (category, amount) in amounts(dice, known) {
        let row = Row {
            at: at + dice.between(0, 999),
            amount,
            driver,
            order,
            category,
            decimals,
            ..Row::default()
        };
        rows.push(Grown { row, twin: None });
        if dice.percent(40) {
            at -= 1_000;
        }
    }
}

/// Everything that one order brings and costs, by category.
fn amounts(dice: &mut Dice, known: &Known) -> Vec<(u8, Parts)> {
    let price = price(dice);
    let (paid, is_parks) = match dice.weighted(&[54, 34, 5, 4, 3]) {
        0 => (known.card, false),
        1 => (known.cash, false),
        2 => (known.corporate, false),
        3 => (known.park_card, true),
        _ => (known.park_cash, true),
    };
    let mut all = vec![(paid, price)];
    if !is_parks {
        // A share of the price has as many decimals as there are.
        let fee = price * dice.between(1_500, 2_300) / 10_000;
        all.push((known.ride_fee, -fee));
        if dice.percent(30) {
            all.push((known.ride_vat, -fee / 5));
        }
    }
    if is_parks || dice.percent(55) {
        all.push((known.park_fee, -price * 3 / 100));
    }
    if dice.percent(9) {
        all.push((known.tip, tip(price)));
    }
    if dice.percent(6) {
        let bonus = price / 4;
        all.extend([(known.bonus, bonus), (known.bonus_fee, -bonus / 20)]);
    }
    if dice.percent(5) {
        all.push((known.discount, price / 10));
    }
    all
}

/// A tenth of the price in whole roubles, ten at least.
fn tip(price: Parts) -> Parts {
    (price / 10 / ROUBLE).max(10) * ROUBLE
}

fn price(dice: &mut Dice) -> Parts {
    match dice.percent(70) {
        true => dice.between(110, 1_900) * ROUBLE,
        false => dice.between(11_000, 190_000) * KOPECK,
    }
}
