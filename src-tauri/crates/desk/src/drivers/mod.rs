//! Drivers: the list, the card, and saving it so that nothing untouched changes and nothing vanishes.
//!
//! A card is read and remembered ([`Readings`]); a draft names the reading it was made from; a review reads the card
//! again, merges the draft into it and hands out a token; a save reads once more, sends, and reads what came of it.

pub mod book;
mod card;
mod draft;
mod form;
mod list;
mod readings;
mod referrer;
mod review;
mod save;
pub mod types;
mod update;
mod verify;

pub use readings::Readings;
