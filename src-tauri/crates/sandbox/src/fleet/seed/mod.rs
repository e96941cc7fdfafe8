//! Growing Fleet from the park's seed. It draws from streams of its own, so that nothing of Jump's changes.

mod drivers;
mod orders;
mod twins;

pub use drivers::newcomer;
pub use orders::a_row;
pub use twins::mark_jump;

use super::{
    amounts::{Millis, Parts},
    book::{Book, NOBODY, Row},
    categories,
};
use crate::{options::Options, park::Sandbox, seed::dice::Dice, transactions::Transaction};

const DRIVERS: u64 = 20;
const ROWS: u64 = 21;
const LATER: u64 = 22;
const TWINS: u64 = 23;
const DAYS: i64 = 31;
const FIRST_ROW: u64 = 9_100_200_400;
const FIRST_EVENT: u32 = 1;

/// The service as it was when the park grew, whatever was done to Jump's side since.
pub fn grow(sandbox: &Sandbox) -> Book {
    let options = sandbox.options();
    let jump_drivers = jump_drivers(options);
    let mut dice = Dice::new(options.seed, DRIVERS);
    let now = options.now.as_second();
    let drivers = drivers::all(&mut dice, &jump_drivers, options.fleet_drivers, now);
    let places = drivers
        .iter()
        .zip(0..)
        .map(|(one, place)| (one.id.clone(), place));
    let mut book = Book {
        now,
        places: places.collect(),
        drivers,
        rows: Vec::new(),
        texts: vec!["".into()],
        late: Vec::new(),
        events: Vec::new(),
        tokens: Vec::new(),
        categories: categories::all(),
        twins: Vec::new(),
        last_id: FIRST_ROW,
        last_event: FIRST_EVENT,
        dice: Dice::new(options.seed, LATER),
    };
    let seeded: Vec<Transaction> = {
        let park = sandbox.look();
        let recent = park.transactions.iter().take(options.transactions);
        recent
            .filter(|one| twins::is_candidate(one, now))
            .cloned()
            .collect()
    };
    orders::keep_texts(&mut book);
    let mut rows = twins::fill(
        &mut book,
        &mut Dice::new(options.seed, TWINS),
        (&seeded, &jump_drivers),
    );
    rows.truncate(options.fleet_transactions);
    let mut dice = Dice::new(options.seed, ROWS);
    orders::fill(&mut book, &mut dice, &mut rows, options);
    keep(&mut book, rows, &mut dice);
    open_accounts(&mut book, &jump_drivers);
    book
}

/// Jump's drivers as they were seeded: their stream is drawn anew, without the rest of the park.
fn jump_drivers(options: &Options) -> Vec<crate::drivers::Driver> {
    let only_drivers = Options {
        payments: 0,
        applications: 0,
        couriers: Some(0),
        transactions: 0,
        ..options.clone()
    };
    crate::seed::park(&only_drivers).drivers
}

/// A row before it has its id, with the place of the twin that it belongs to.
pub struct Grown {
    pub row: Row,
    pub twin: Option<usize>,
}

fn keep(book: &mut Book, mut rows: Vec<Grown>, dice: &mut Dice) {
    rows.sort_by_key(|one| one.row.at);
    book.rows.reserve_exact(rows.len());
    for one in rows {
        book.last_id += dice.between(1, 3) as u64;
        let row = Row {
            id: book.last_id,
            ..one.row
        };
        if let Some(twin) = one.twin {
            book.twins[twin].fleet = Some(row.id);
        }
        book.rows.push(row);
    }
}

/// Balances follow from the rows that move them: the opening balance is what makes the present one right.
/// Who has a balance of this integration at Jump mostly has the same here.
fn open_accounts(book: &mut Book, jump: &[crate::drivers::Driver]) {
    const YANDEX: i64 = 2;
    let mut sums: Vec<Parts> = vec![0; book.drivers.len()];
    let mut last: Vec<Option<Millis>> = vec![None; book.drivers.len()];
    for row in book.rows.iter().filter(|row| row.driver != NOBODY) {
        let place = row.driver as usize;
        last[place] = Some(row.at);
        if book.moves(row) {
            sums[place] += row.amount;
        }
    }
    for (place, driver) in book.drivers.iter_mut().enumerate() {
        let mut dice = Dice::new(driver.seed, DRIVERS);
        let same = driver.jump.and_then(|id| {
            let known = jump.binary_search_by_key(&id, |one| one.id).ok()?;
            let mut balances = jump[known].balances.iter();
            balances.find(|one| one.integration_id == Some(YANDEX))
        });
        let strays = dice.percent(4);
        driver.balance = match same {
            Some(balance) if !strays => balance.kopecks * 100,
            Some(balance) => balance.kopecks * 100 + dice.between(1, 90_000) * 100,
            None => dice.between(-300_000, 2_600_000) * 100 + dice.between(0, 99),
        };
        driver.opening = driver.balance - sums[place];
        driver.last_transaction = last[place];
    }
}
