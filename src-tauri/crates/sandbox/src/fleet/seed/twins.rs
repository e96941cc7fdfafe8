//! What a reconciliation is to find: movements of Jump's that have a twin here (by our mark, or by amount and time
//! alone), that have one with another amount, and that have none; and movements here that Jump does not know.

use super::{
    super::{
        FleetTwinKind,
        amounts::{KOPECK, Parts},
        book::{Author, Book, Row, TwinRow},
        categories::{own_place, place},
    },
    Grown,
};
use crate::{
    directory::{TOP_UP, WITHDRAWAL},
    drivers::Driver as JumpDriver,
    moments::{DAY, Seconds},
    seed::dice::Dice,
    transactions::Transaction,
};
use std::collections::HashMap;

/// So many of Jump's movements are looked at, and so many are here alone.
const PAIRS: usize = 60;
const ONLY_HERE: usize = 12;
const WINDOW: Seconds = 28 * DAY;
/// The signs of our marks: no 0, 1, I, O.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Payouts and top-ups of the last four weeks that no payment stands behind.
pub fn is_candidate(one: &Transaction, now: Seconds) -> bool {
    let kind = i64::from(one.kind);
    (kind == WITHDRAWAL || kind == TOP_UP)
        && one.payment_id == 0
        && !one.is_made
        && one.date >= now - WINDOW
        && one.date < now - 3_600
}

fn mark(jump: i64) -> String {
    let mut dice = Dice::new(jump.unsigned_abs(), super::TWINS);
    let signs: String = (0..6).map(|_| char::from(*dice.pick(SIGNS))).collect();
    format!("[#{signs}]")
}

/// The candidates that take part, spread evenly, with what becomes of each.
fn chosen(count: usize) -> impl Iterator<Item = (usize, FleetTwinKind)> {
    let taken = count.min(PAIRS);
    (0..taken).map(move |place| {
        let kind = match place % 5 {
            0 | 3 => FleetTwinKind::Marked,
            1 => FleetTwinKind::AmountAndTime,
            2 => FleetTwinKind::OnlyJump,
            _ => FleetTwinKind::OtherAmount,
        };
        (place * count / taken, kind)
    })
}

fn carries_mark(kind: FleetTwinKind) -> bool {
    matches!(kind, FleetTwinKind::Marked | FleetTwinKind::OtherAmount)
}

/// Puts our marks on Jump's side too, for a park that shows a reconciliation.
pub fn mark_jump(rows: &mut [Transaction], now: Seconds) {
    let mut candidates: Vec<&mut Transaction> = rows
        .iter_mut()
        .filter(|one| is_candidate(one, now))
        .collect();
    for (place, kind) in chosen(candidates.len()) {
        let one = &mut candidates[place];
        if carries_mark(kind) {
            one.description = format!("{} {}", one.description, mark(one.id)).into();
        }
    }
}

pub fn fill(
    book: &mut Book,
    dice: &mut Dice,
    (seeded, jump): (&[Transaction], &[JumpDriver]),
) -> Vec<Grown> {
    let here: HashMap<i64, u32> = book
        .drivers
        .iter()
        .zip(0..)
        .filter_map(|(one, place)| Some((one.jump?, place)))
        .collect();
    let mut rows = Vec::new();
    for (place, kind) in chosen(seeded.len()) {
        let one = &seeded[place];
        let driver = here.get(&jump[one.driver as usize].id);
        let kind = if driver.is_some() {
            kind
        } else {
            FleetTwinKind::OnlyJump
        };
        let marked = carries_mark(kind).then(|| mark(one.id));
        if let (Some(driver), true) = (driver, kind != FleetTwinKind::OnlyJump) {
            let row = twin(book, dice, (one, *driver), (kind, marked.as_deref()));
            rows.push(Grown {
                row,
                twin: Some(book.twins.len()),
            });
        }
        book.twins.push(TwinRow {
            kind,
            jump: Some(one.id),
            fleet: None,
            mark: marked,
        });
    }
    if !book.drivers.is_empty() {
        for number in 0..ONLY_HERE {
            let row = alone(book, dice, number);
            rows.push(Grown {
                row,
                twin: Some(book.twins.len()),
            });
            let kind = FleetTwinKind::OnlyFleet;
            book.twins.push(TwinRow {
                kind,
                jump: None,
                fleet: None,
                mark: None,
            });
        }
    }
    rows
}

fn twin(
    book: &mut Book,
    dice: &mut Dice,
    (jump, driver): (&Transaction, u32),
    (kind, mark): (FleetTwinKind, Option<&str>),
) -> Row {
    let is_payout = jump.amount < 0;
    let text = match (is_payout, mark) {
        (true, Some(mark)) => format!("Выплата {mark}"),
        (false, Some(mark)) => format!("Пополнение {mark}"),
        (true, None) => "Выдано в кассе".to_owned(),
        (false, None) => "Пополнение через кассу".to_owned(),
    };
    let amount: Parts = jump.amount * 100;
    let differs = [KOPECK, 100 * KOPECK, 10_000 * KOPECK][dice.below(3)];
    Row {
        at: (jump.date + dice.between(2, 900)) * 1_000 + dice.between(0, 999),
        amount: match kind {
            FleetTwinKind::OtherAmount => amount - differs,
            _ => amount,
        },
        driver,
        text: book.keep_text(&text),
        category: match mark {
            Some(_) => own_place(if is_payout { 1 } else { 9 }),
            None => place("partner_service_manual"),
        },
        by: match mark {
            Some(_) => Author::Api(0),
            None => Author::Dispatcher(dice.below(4) as u8),
        },
        decimals: 4,
        ..Row::default()
    }
}

/// A movement that Jump does not know, every third with a mark that nobody gave there.
fn alone(book: &mut Book, dice: &mut Dice, number: usize) -> Row {
    let text = match number % 3 {
        0 => format!("Выплата {}", mark(-1 - number as i64)),
        _ => "Выдано в кассе".to_owned(),
    };
    Row {
        at: (book.now - dice.between(7_200, WINDOW)) * 1_000 + dice.between(0, 999),
        amount: -dice.between(30_000, 900_000) * KOPECK,
        driver: dice.below(book.drivers.len()) as u32,
        text: book.keep_text(&text),
        category: place("partner_service_manual"),
        by: Author::Dispatcher(dice.below(4) as u8),
        decimals: 4,
        ..Row::default()
    }
}
