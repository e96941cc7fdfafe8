//! What a kind of row is: where it comes from, how it is collected and kept small, and what its columns are made of.
//! Everything that is done with columns (order, finding, sums, groups, copies, files) is done once, over [`Cells`]; one
//! [`Register`] serves every kind.
//!
//! Every kind is [`Rows`]. How it is collected is its [`Way`]: a kind in pages with a total is [`Paged`], one that is
//! walked by a cursor is [`ByCursor`].

use std::{fmt::Debug, future::Future};

use fleet::{Cursor, PageSize};
use jump::Page;
use serde::{
    Serialize,
    de::{DeserializeOwned, IntoDeserializer, value::Error},
};
use transport::CallError;

use super::{
    cells::Cells,
    register::Register,
    store::Stored,
    types::RegisterName,
    way::{Client, Cursors, Pages, Way},
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
};

/// A column by its type; its name is the member of that type in snake_case, as serde writes it.
pub trait ColumnName:
    Copy + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
}

impl<C> ColumnName for C where
    C: Copy + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
}

/// The order of the rows, by one of the kind's columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order<C> {
    pub column: C,
    pub descending: bool,
}

/// In which writing a column is looked at when words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    Text,
    /// Digits, country code first.
    Phone,
    /// The row's own id, or that of a row of another list.
    Id,
    Sum,
}

/// The rows of one register, of one kind.
pub trait Rows: Stored + Send + Sync + 'static {
    /// A request for a list, with its window and its filters.
    type Query: Clone + Send + Sync + 'static;
    type Column: ColumnName;
    type Details;

    const NAME: RegisterName;
    /// All of them.
    const COLUMNS: &'static [Self::Column];
    /// How the rows are ordered until somebody asks otherwise.
    const USUAL: Order<Self::Column>;
    /// Which columns are looked at when words are looked for.
    const LOOKED_AT: &'static [(Self::Column, Looked)];
    /// The moment that days go by: a column of [`Cells::Moments`].
    const MOMENT: Option<Self::Column>;

    // Where they come from.

    /// The service that they come from.
    type Client: Client;
    /// How they are collected.
    type Way: Way<Self>;

    /// What the rows need before the first of them comes: names that the service keeps elsewhere. Done at the beginning
    /// of each run.
    fn prepare(
        _: &Desk,
        _: &Self::Client,
        _: &Register<Self>,
    ) -> impl Future<Output = DeskResult<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// The words that the service is asked for, where they are not the ones that were typed.
    fn searched_as(_: &Self::Query) -> Option<String> {
        None
    }

    // Looking at them.

    /// What this column is made of, by place.
    fn column(&self, column: Self::Column) -> Cells<'_>;

    /// The whole row as the service gave it, and where it stands in the present order.
    fn details(&self, place: u32, position: Option<u32>) -> Option<Self::Details>;
}

/// Rows of a list that the service cuts into pages by offset and tells the total of.
pub trait Paged: Rows<Way = Pages> {
    /// A page of the list, from 1, in an order in which rows made meanwhile come last.
    fn page(query: Self::Query, number: u32) -> Self::Query;

    /// The first page of the list with those rows first that entered it last, as far as the service can tell. What
    /// can enter unseen is said where this is written; see [`reading`](super::reading).
    fn newest(query: Self::Query) -> Self::Query;

    fn ask(
        client: &Self::Client,
        query: &Self::Query,
    ) -> impl Future<Output = Result<Page<Self::Item>, CallError>> + Send;

    /// When the row was changed last, for kinds that tell.
    fn changed(item: &Self::Item) -> Option<String>;

    /// Whether rows can enter this list by changing, and `newest` then goes by the time of change.
    fn is_entered_by_changing(_: &Self::Query) -> bool {
        false
    }

    /// Whether rows can enter or leave this list unseen by `newest`: then it is read twice.
    fn is_entered_unseen(_: &Self::Query) -> bool {
        false
    }
}

/// A stretch of a list that is walked by a cursor; without a cursor it was the last one.
pub struct Stretch<T> {
    pub items: Vec<T>,
    pub cursor: Option<Cursor>,
}

/// Rows of a list without a total, whose end is told by its cursor alone.
pub trait ByCursor: Rows<Way = Cursors> {
    /// How many rows are asked for at a time, to begin with.
    const PAGE: PageSize;

    /// At most `limit` rows from the cursor on; the first ones without one.
    fn ask(
        client: &Self::Client,
        query: &Self::Query,
        cursor: Option<&Cursor>,
        limit: u32,
    ) -> impl Future<Output = Result<Stretch<Self::Item>, CallError>> + Send;
}

/// The column of this name.
///
/// # Errors
/// `InvalidInput` naming `column`.
pub fn named<C: ColumnName>(name: &str) -> DeskResult<C> {
    let found = C::deserialize(IntoDeserializer::<Error>::into_deserializer(name));
    found.map_err(|_| wrong("column", "unknown_column"))
}

/// The name of this column.
pub fn name_of<C: ColumnName>(column: C) -> String {
    let written = serde_json::to_value(column).ok();
    let name = written.as_ref().and_then(serde_json::Value::as_str);
    name.unwrap_or_default().to_owned()
}

/// `InvalidInput` naming a field.
pub fn wrong(field: &str, code: &str) -> DeskError {
    DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![FieldProblem {
        field: field.to_owned(),
        code: code.to_owned(),
        params: Default::default(),
    }])
}
