//! What the page may ask for. A command is arguments -> one call into `desk` -> a result; it decides nothing.

pub mod applications;
pub mod connections;
pub mod diagnostics;
pub mod dictionaries;
pub mod drivers;
pub mod exports;
pub mod fleet;
pub mod operations;
pub mod payments;
pub mod payouts;
pub mod program;
pub mod registers;
pub mod summary;
pub mod transactions;
pub mod uploads;
pub mod views;
pub mod webhooks;
pub mod yume;
