//! Triggers, the automatic messages: listed, reviewed, saved, created, deleted, put in order.
//!
//! No operation reads a single one, so each of these begins and ends with the list. Newcomers start with `list`, then
//! `save`: what was sent is held against what the list shows afterwards.

mod create;
mod difference;
mod doubts;
mod list;
mod order;
mod overlap;
mod remove;
mod reorder;
mod review;
mod save;
mod settle;
mod view;

pub(super) use doubts::Doubts;
pub(super) use view::{delay, is_instant};
