//! Yandex Fleet, the second service of the same park: the same people, their accounts there and what moves them.
//!
//! Newcomers start with [`routes`] (the table of operations and the way of a request), then `lists` and `creates`.
//! The service is grown when it is first asked for anything, so that a park used for Jump alone starts no slower.

mod amounts;
mod answer;
mod body;
mod book;
mod categories;
mod control;
mod creates;
mod cursor;
mod drivers;
mod entry;
mod events;
mod inspect;
mod lists;
mod options;
mod profiles;
mod replay;
pub mod routes;
pub mod seed;

pub use answer::refusal;
pub(crate) use control::router as control_router;
pub use entry::Door;
pub use inspect::{
    FleetCategoryTruth, FleetDriverTruth, FleetMade, FleetTransactionTruth,
    FleetTransactionsFilter, FleetTwin, FleetTwinKind, NewFleetTransaction,
};
pub use options::{FleetKey, FleetLimit, FleetQuirks, LargePages, Replay, ReplayAnswer};

/// The park's id at Yandex; a key's client id is `taxi/park/` and this.
pub const FLEET_PARK: &str = "5f0c1d9ae7b24c3f8a6d0e1b2c3d4e5f";

/// What belongs to one number of one kind: 32 hexadecimal digits, as all of Yandex's ids are.
fn id_of(kind: u64, number: u64) -> String {
    let (first, second) = id_parts(kind, number);
    format!("{first:016x}{second:016x}")
}

fn id_parts(kind: u64, number: u64) -> (u64, u64) {
    let mut dice = crate::seed::dice::Dice::new(number, kind);
    (dice.next(), dice.next())
}

/// The kinds of ids; each is a stream of chance that nothing else draws from.
const ORDER: u64 = 101;
const EVENT: u64 = 102;
const RULE: u64 = 103;
const CAR: u64 = 104;
const DISPATCHER: u64 = 105;
