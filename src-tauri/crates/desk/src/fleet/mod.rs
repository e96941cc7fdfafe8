//! Yandex Fleet: the park's access to it, its registers, and what is created there.

pub mod access;
mod categories;
mod currency;
mod drivers;
mod known;
mod links;
mod names;
mod order;
mod reconciliation;
mod transactions;
pub mod types;

pub(crate) use drivers::one_driver;
pub(crate) use known::Known;
pub(crate) use names::name as driver_name;
