//! Keeping rows: what is the same for every kind. A kind says how its rows are packed and shown; taking them in, leaving
//! out those that are gone and giving back room is done here.

use jump::Id;

use super::{
    columns::{ColumnSet, Index, gone},
    values::Values,
};

/// Unique rows in the order of their arrival, and what their codes stand for.
#[derive(Default)]
pub struct Store<C> {
    pub index: Index,
    pub columns: C,
    pub values: Values,
}

impl<C: ColumnSet> Store<C> {
    /// The row at this place, as codes and numbers.
    pub fn get(&self, place: u32) -> Option<(Id, C::Packed)> {
        Some((self.index.id(place)?, self.columns.get(place)?))
    }

    fn forget_unseen(&mut self, round: u32) -> usize {
        let kept = self.index.forget_unseen(round);
        kept.map_or(0, |kept| {
            self.columns.keep(&kept);
            gone(&kept)
        })
    }

    fn trim(&mut self) {
        self.index.trim();
        self.columns.trim();
        self.values.texts.trim();
    }
}

/// How a kind of row is kept small. Rows are named by their *place*: the order in which they arrived.
pub trait Stored: Default {
    /// A row as the service gives it.
    type Item: Send + 'static;
    type Columns: ColumnSet;
    /// A row as the table shows it.
    type Row;

    fn store(&self) -> &Store<Self::Columns>;

    fn store_mut(&mut self) -> &mut Store<Self::Columns>;

    /// What names the row in this register. Ids of the service that are texts are numbered as they come, so that no two
    /// of them are ever one.
    fn id(&mut self, item: &Self::Item) -> Id;

    /// Makes codes of what the columns do not hold themselves. `place` is where the row goes; its former reading still
    /// stands there, if it has one.
    fn packed(&mut self, item: Self::Item, place: u32) -> <Self::Columns as ColumnSet>::Packed;

    fn row(&self, place: u32) -> Option<Self::Row>;

    /// For kinds that keep more than a [`Store`]: gives back the room in that, too.
    fn trim_others(&mut self) {}

    fn index(&self) -> &Index {
        &self.store().index
    }

    fn values(&self) -> &Values {
        &self.store().values
    }

    /// Takes a row as seen in this round; a known one is replaced by its newer reading. Answers its place.
    fn take(&mut self, item: Self::Item, round: u32) -> u32 {
        let id = self.id(&item);
        let place = self.store_mut().index.see(id, round);
        let row = self.packed(item, place);
        self.store_mut().columns.put(place, row);
        place
    }

    /// Forgets the rows that this round did not see. Answers how many.
    fn forget_unseen(&mut self, round: u32) -> usize {
        self.store_mut().forget_unseen(round)
    }

    /// Gives back the room for rows that will not come: nothing is being read any more.
    fn trim(&mut self) {
        self.store_mut().trim();
        self.trim_others();
    }
}
