//! Transactions («Операции»): the register of what moved the drivers' balances, and what a withdrawal would cost.

pub mod types;

mod book;
mod preview;
