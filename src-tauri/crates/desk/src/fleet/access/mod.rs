//! A park's access to Yandex Fleet: its settings and key beside those of Jump.Finance, its client, and the check that
//! tells a bad key from a missing right, another park and another host.

mod check;
mod client;
mod connect;
mod verdict;

pub use connect::{DEMO_FLEET_KEY, FleetRecord};
