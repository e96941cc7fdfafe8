//! A file per resource: what each operation reads and changes.

pub mod applications;
pub mod dictionaries;
pub mod driver_updates;
pub mod drivers;
pub mod files;
pub mod payments;
