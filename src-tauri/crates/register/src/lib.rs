//! Tables to the clipboard, as plain text ([`Table::tsv`]) and as rich text ([`Table::html`]). No network.
//!
//! A spreadsheet guesses at what is pasted: it would run a cell as a formula, take a phone for a sum and round a card
//! number. Here amounts and times arrive as values it understands, and all else arrives as the text it is.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cell;
mod guard;
mod html;
mod table;
mod tsv;

pub use cell::Cell;
pub use table::{Column, ColumnKind, Row, RowWidth, Table};
