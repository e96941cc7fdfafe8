//! Money operations: planned, confirmed, held, written down, sent once, and looked up when nobody knows what became of
//! them. How: [`plan`] -> [`confirm`] -> [`carry`] -> [`reconcile`]; [`recover`] does at start what a stop left undone.

mod again;
mod amount;
mod carry;
mod close;
mod confirm;
mod dispute;
mod doubtful;
pub(crate) mod fleet_body;
mod fleet_plan;
mod ledger;
mod list;
mod listing;
mod plan;
mod plans;
mod reconcile;
mod recover;
pub(crate) mod reference;
pub mod scribe;
mod seek;
mod sending;
mod settings;
mod state;
pub mod trial;
pub mod types;
mod unsettled;
mod unwritten;
mod views;
mod warnings;

// What the registers of payouts are made of too.
pub(crate) use again::fleet_again;
pub(crate) use amount::{amount_code, typed_amount};
pub(crate) use carry::Carried;
pub(crate) use ledger::journal_error;
pub(crate) use listing::transactions_of;
pub(crate) use plan::{balance_name, driver_name, kind_of, requisite_of, too_long};
pub use plans::PlanOf;
pub(crate) use plans::{LIFETIME, code_name, hash_of};
pub(crate) use reference::marked;
pub(crate) use state::Operations;
pub(crate) use trial::has_defect;
pub(crate) use warnings::limit_of;
