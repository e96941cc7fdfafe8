//! Yume CRM, the third service of the same park: its automatic messages through Wazzup.
//!
//! Newcomers start with [`routes`] (the table of operations and the way of a request), then `triggers` and `session`.

mod answer;
mod book;
mod control;
mod entry;
mod fields;
mod inspect;
mod integrations;
mod options;
pub mod routes;
mod seed;
mod session;
mod triggers;
mod wazzup;

pub use answer::refusal;
pub(crate) use book::Door;
pub(crate) use control::router as control_router;
pub use inspect::{YumeMessageTruth, YumeRequest};
pub use options::{YumeAnswers, YumeIntegrationState, YumeQuirks, YumeUser};

/// The company in which the demo user has every right.
pub const YUME_COMPANY: i64 = 12;
/// A company of his in which he has none.
pub const YUME_BARE_COMPANY: i64 = 14;
/// Somebody else's company.
pub const YUME_FOREIGN_COMPANY: i64 = 77;

/// Id, name, currency.
const COMPANIES: [(i64, &str, &str); 3] = [
    (YUME_COMPANY, "Таксопарк «Северный»", "RUB"),
    (YUME_BARE_COMPANY, "ТОО «Прокат Алатау»", "KZT"),
    (YUME_FOREIGN_COMPANY, "ИП Чужой", "RUB"),
];
