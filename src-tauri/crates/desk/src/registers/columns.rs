//! Rows column by column: a vector per member instead of a record per row, so that sorting touches one column.

use hashbrown::HashTable;
use jump::Id;

/// A vector per member. Declared by [`columns!`].
pub trait ColumnSet: Default {
    /// One row, as codes and numbers.
    type Packed: Copy;

    fn get(&self, place: u32) -> Option<Self::Packed>;

    /// Replaces the row at this place; the first free place makes it one row longer.
    fn put(&mut self, place: u32, row: Self::Packed);

    /// Keeps the rows that are marked.
    fn keep(&mut self, kept: &[bool]);

    /// Gives back the room for rows that will not come.
    fn trim(&mut self);
}

/// Declares `Columns` and its row, `Packed`.
macro_rules! columns {
    ($($name:ident: $kind:ty),* $(,)?) => {
        /// One row, as codes and numbers.
        #[derive(Clone, Copy)]
        pub struct Packed { $($name: $kind),* }

        /// All rows: a vector per member.
        #[derive(Default)]
        pub struct Columns { $(pub $name: Vec<$kind>),* }

        impl $crate::registers::columns::ColumnSet for Columns {
            type Packed = Packed;

            fn get(&self, place: u32) -> Option<Packed> {
                let place = place as usize;
                Some(Packed { $($name: *self.$name.get(place)?),* })
            }

            fn put(&mut self, place: u32, row: Packed) {
                let place = place as usize;
                $(match self.$name.get_mut(place) {
                    Some(cell) => *cell = row.$name,
                    None => self.$name.push(row.$name),
                })*
            }

            fn keep(&mut self, kept: &[bool]) {
                $(
                    let mut places = kept.iter();
                    self.$name.retain(|_| places.next().copied().unwrap_or(false));
                )*
            }

            fn trim(&mut self) {
                $(self.$name.shrink_to_fit();)*
            }
        }
    };
}

pub(crate) use columns;

/// Which rows there are: ids by place, places by id, and the round of reading that saw each row last.
#[derive(Default)]
pub struct Index {
    ids: Vec<i64>,
    /// The end of the round's number: a row that one round did not see is gone before the next one.
    seen: Vec<u8>,
    places: HashTable<u32>,
}

impl Index {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn ids(&self) -> &[i64] {
        &self.ids
    }

    pub fn id(&self, place: u32) -> Option<Id> {
        self.ids.get(place as usize).copied().map(Id)
    }

    pub fn place_of(&self, id: Id) -> Option<u32> {
        let same = |place: &u32| self.ids.get(*place as usize) == Some(&id.0);
        self.places.find(hash(id.0), same).copied()
    }

    /// Marks a row as seen in this round. Answers its place: the first free one for a new row.
    pub fn see(&mut self, id: Id, round: u32) -> u32 {
        if let Some(place) = self.place_of(id) {
            if let Some(seen) = self.seen.get_mut(place as usize) {
                *seen = end_of(round);
            }
            return place;
        }
        let place = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(id.0);
        self.seen.push(end_of(round));
        self.enter(place);
        place
    }

    /// Forgets the rows that this round did not see. Answers which of the former places stay, if any row went.
    pub fn forget_unseen(&mut self, round: u32) -> Option<Vec<bool>> {
        let round = end_of(round);
        let kept: Vec<bool> = self.seen.iter().map(|seen| *seen == round).collect();
        if kept.iter().all(|kept| *kept) {
            return None;
        }
        let mut places = kept.iter();
        self.ids.retain(|_| places.next().copied().unwrap_or(false));
        self.seen.retain(|seen| *seen == round);
        self.places.clear();
        let rows = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        (0..rows).for_each(|place| self.enter(place));
        Some(kept)
    }

    pub fn trim(&mut self) {
        self.ids.shrink_to_fit();
        self.seen.shrink_to_fit();
    }

    fn enter(&mut self, place: u32) {
        let ids = &self.ids;
        let by_place = |place: &u32| hash(ids.get(*place as usize).copied().unwrap_or_default());
        self.places.insert_unique(by_place(&place), place, by_place);
    }
}

/// Ids are numbers in a row: spreading them over the table takes no more than this.
fn hash(id: i64) -> u64 {
    let spread = id.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    spread ^ spread >> 32
}

fn end_of(round: u32) -> u8 {
    round.to_le_bytes()[0]
}

/// How many of the former rows went.
pub fn gone(kept: &[bool]) -> usize {
    kept.iter().filter(|kept| !**kept).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_left_the_list_goes_and_the_others_are_found_at_their_new_places() {
        let mut index = Index::default();
        for (id, round) in [(1, 1), (2, 2), (3, 1), (4, 1), (4, 2)] {
            index.see(Id(id), round);
        }
        let kept = index.forget_unseen(2).unwrap();
        assert_eq!(kept, [false, true, false, true]);
        assert_eq!((index.len(), gone(&kept)), (2, 2));
        assert_eq!(index.place_of(Id(4)), Some(1));
        assert_eq!(index.place_of(Id(3)), None);
        assert_eq!(index.id(0), Some(Id(2)));
        assert_eq!(index.forget_unseen(2), None);
    }
}
