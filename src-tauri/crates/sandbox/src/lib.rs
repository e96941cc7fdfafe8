//! The demo park: Jump.Finance's taxi API, Yandex Fleet's and Yume CRM's on loopback or in process, seeded, with faults on demand.
//!
//! Newcomers start with [`routes`] (the table of operations), then one file per resource under `resources`;
//! Fleet is whole under `fleet`, Yume under `yume`.
//! The park tells the truth about its effects: what a write changed is visible in later reads and through the
//! inspection methods of [`Sandbox`]. Its types are its own, so that a mistake in the client cannot hide.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use sandbox::{Options, Sandbox};
//! let park = Sandbox::new(Options { drivers: 50, payments: 1_000, ..Options::default() });
//! let service = park.router(); // in process: a tower service
//! let running = park.serve("127.0.0.1:0").await?; // or a socket, until `running` is dropped
//! let base = running.base_url();
//! let truth = park.driver(park.driver_ids()[0]);
//! # Ok(()) }
//! ```
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod answer;
mod applications;
mod control;
mod directory;
mod drivers;
mod faults;
mod fleet;
mod gate;
mod inspect;
mod moments;
mod options;
mod paging;
mod park;
mod payments;
mod query;
mod registration;
mod resources;
pub mod routes;
mod seed;
mod serve;
mod transactions;
mod trips;
mod webhooks;
mod yume;

pub use answer::Dropped;
pub use faults::{Effect, Fault, FaultError, Moment, RetryAfter, Scope, When, duration};
pub use fleet::{
    FLEET_PARK, FleetCategoryTruth, FleetDriverTruth, FleetKey, FleetLimit, FleetMade, FleetQuirks,
    FleetTransactionTruth, FleetTransactionsFilter, FleetTwin, FleetTwinKind, LargePages,
    NewFleetTransaction, Replay, ReplayAnswer,
    routes::{FLEET_OPERATIONS, FLEET_ROUTES},
};
pub use inspect::{
    BalanceTruth, FileTruth, NewPayment, NewTransaction, PaymentsFilter, PaymentsTruth,
    TransactionTruth, TransactionsFilter, WebhookTruth, WithdrawalBlock,
};
pub use options::{COURIERS, Key, OmittedRequisites, Options, Quirks};
pub use park::Sandbox;
pub use routes::{BASE_PATH, OPERATIONS, ROUTES};
pub use serve::Running;
pub use yume::{
    YUME_BARE_COMPANY, YUME_COMPANY, YUME_FOREIGN_COMPANY, YumeAnswers, YumeIntegrationState,
    YumeMessageTruth, YumeQuirks, YumeRequest, YumeUser,
    routes::{YUME_OPERATIONS, YUME_ROUTES},
};
