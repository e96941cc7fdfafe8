//! Yandex Fleet client: a file per resource, types beside the calls that use them.
//!
//! Read types decode the vendor's dialect leniently and serialise for the screen (amounts as strings). Write types are
//! validated before they leave. Method, path and headers of each operation stand in [`ENDPOINTS`] alone.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod amount;
mod blocked_balance;
mod category;
mod client;
mod create_v2;
mod create_v3;
mod created_by;
mod cursor;
pub mod data_v3;
mod driver;
mod driver_query;
mod drivers_reading;
mod endpoint;
mod page_size;
mod problem;
mod reading;
mod status_v3;
mod time;
mod token;
mod transaction;
mod window;
mod work_rule;

pub use blocked_balance::{BlockedBalance, BlockedPart};
pub use category::{CategoryFilter, TransactionCategory};
pub use client::{
    API_KEY, BASE, CALLS_PER_HOUR, Fleet, INTERNATIONAL_BASE, Identity, LIMITS, WRITE_PATIENCE,
    error_envelope,
};
pub use create_v2::{CreateV2, V2Created};
pub use create_v3::{BalanceCondition, CreateV3, V3Created};
pub use created_by::CreatedBy;
pub use cursor::{Cursor, CursorFault, CursorWalk};
pub use data_v3::DataV3;
pub use driver::{
    FleetAccount, FleetCar, FleetDriver, FleetDriversPage, FleetLicense, FleetPark, FleetProfile,
    FleetStatus,
};
pub use driver_query::{
    AccountField, CarField, CurrentStatus, DriverFields, FleetDirection, FleetDriversQuery,
    FleetSortField, FleetSortOrder, OpenWindow, ParkField, ProfileField, StatusField, WorkStatus,
};
pub use drivers_reading::{DriversFault, DriversReading};
pub use endpoint::{ENDPOINTS, FleetEndpoint, FleetHeaders, OPERATIONS};
pub use page_size::PageSize;
pub use problem::{FleetFieldProblem, FleetProblem};
pub use reading::{ReadingFault, TransactionsReading};
pub use status_v3::{StatusV3, V3State, VersionInfo};
pub use time::FleetTime;
pub use token::{IdempotencyToken, TokenFault};
pub use transaction::{FleetTransaction, FleetTransactionsPage, FleetTransactionsQuery};
pub use window::{TimeWindow, WindowFault, split_window};
pub use work_rule::WorkRule;
