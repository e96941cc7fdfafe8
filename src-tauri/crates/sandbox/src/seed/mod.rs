//! Growing a park from its seed. Every stream of chance has a seed of its own, so that more payments do not rename drivers.

mod applicants;
mod couriers;
pub mod dice;
mod drivers;
pub mod names;
pub mod numbers;
mod payments;
pub mod scans;
mod transactions;

use crate::{fleet::seed::mark_jump, options::Options, park::Park};
use dice::Dice;

pub(crate) use applicants::applicant;
pub(crate) use drivers::driver;
pub(crate) use numbers::{account_fits_bik, inn_is_valid, luhn_is_valid};
pub(crate) use payments::payment;
pub(crate) use transactions::transaction;

/// Ids of requisites, balances, jobs and files start here.
const FIRST_ID: i64 = 14_000_000;

pub fn park(options: &Options) -> Park {
    let now = options.now.as_second();
    let mut park = Park {
        now,
        drivers: Vec::with_capacity(options.drivers),
        payments: Vec::with_capacity(options.payments),
        transactions: Vec::new(),
        filed_late: false,
        late_payments: Vec::new(),
        applications: Vec::with_capacity(options.applications + options.couriers()),
        webhooks: Vec::new(),
        last_id: FIRST_ID,
        dice: Dice::new(options.seed, 4),
    };
    let mut dice = Dice::new(options.seed, 1);
    for place in 0..options.drivers {
        let one = driver(&mut dice, &mut park, place, options.drivers);
        park.drivers.push(one);
    }
    let mut dice = Dice::new(options.seed, 2);
    payments::fill(&mut dice, &mut park, options.payments);
    let mut dice = Dice::new(options.seed, 3);
    applicants::fill(&mut dice, &mut park, options.applications);
    let mut dice = Dice::new(options.seed, 6);
    couriers::fill(&mut dice, &mut park, options.couriers());
    let mut dice = Dice::new(options.seed, 7);
    transactions::fill(&mut dice, &mut park, options.transactions);
    if options.reconciliation_marks {
        mark_jump(&mut park.transactions, now);
    }
    park
}
