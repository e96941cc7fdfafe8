//! What a kind of row is: where it comes from, how it is kept small, and what is looked for, ordered and copied in it.
//! One [`Register`](super::register::Register) serves every kind.

use std::future::Future;

use jiff::tz::TimeZone;
use jump::{Id, Jump, Page};
use register::{Cell, ColumnKind};
use transport::CallError;

use super::{columns::Index, find::Needle, types::RegisterOrder};
use crate::error::DeskResult;

/// The rows of one register, of one kind. Rows are named by their *place*: the order in which they arrived.
pub trait Rows: Default + Send + 'static {
    /// A request for a list, with its window and its filters.
    type Query: Clone + Send + Sync + 'static;
    /// A row as the service gives it.
    type Item: Send + 'static;
    type Column: Copy + Send + 'static;
    /// A row as the table shows it.
    type Row;
    type Totals;
    type Details;

    /// How the rows are ordered until somebody asks otherwise.
    const USUAL: RegisterOrder<Self::Column>;

    // Where they come from.

    /// A page of the list, from 1, in an order in which rows made meanwhile come last.
    fn page(query: Self::Query, number: u32) -> Self::Query;

    /// The first page of the list with those rows first that entered it last, as far as the service can tell. What
    /// can enter unseen is said where this is written; see [`reading`](super::reading).
    fn newest(query: Self::Query) -> Self::Query;

    fn ask(
        jump: &Jump,
        query: &Self::Query,
    ) -> impl Future<Output = Result<Page<Self::Item>, CallError>> + Send;

    fn id(item: &Self::Item) -> Id;

    /// When the row was changed last, for kinds that tell.
    fn changed(item: &Self::Item) -> Option<String>;

    // Keeping them.

    fn index(&self) -> &Index;

    /// Takes a row as seen in this round; a known one is replaced by its newer reading.
    fn take(&mut self, item: Self::Item, round: u32);

    /// Forgets the rows that this round did not see. Answers how many.
    fn forget_unseen(&mut self, round: u32) -> usize;

    /// Gives back the room for rows that will not come: nothing is being read any more.
    fn trim(&mut self);

    // Looking at them.

    fn row(&self, place: u32) -> Option<Self::Row>;

    /// The whole row as the service gave it, and where it stands in the present order.
    fn details(&self, place: u32, position: Option<u32>) -> Option<Self::Details>;

    /// Puts these places into order.
    fn arrange(&self, places: Vec<u32>, order: &RegisterOrder<Self::Column>) -> Vec<u32>;

    /// Tells by its place whether a row contains the needle.
    fn finder(&self, needle: &Needle) -> impl Fn(usize) -> bool;

    /// Exact sums of these rows.
    ///
    /// # Errors
    /// `Internal` when a sum has more digits than a decimal holds.
    fn totals(&self, places: &[u32]) -> DeskResult<Self::Totals>;

    // Copying them.

    fn column_kind(column: Self::Column) -> ColumnKind;

    fn cell(&self, place: u32, row: &Self::Row, column: Self::Column, zone: &TimeZone) -> Cell;
}
