//! Transactions («Операции»): the register of what moved the drivers' balances, what a withdrawal would cost, and
//! the plan of a balance operation.

pub mod intents;
pub mod types;

mod book;
mod create;
mod plan;
mod preview;

pub use plan::Plans;
