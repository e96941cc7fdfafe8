//! A file per resource: what each operation reads and changes.

pub mod application_edits;
pub mod applications;
pub mod balance_moves;
mod body;
pub mod dictionaries;
pub mod driver_updates;
pub mod drivers;
pub mod files;
pub mod moderation;
pub mod payments;
pub mod transactions;
pub mod webhooks;
