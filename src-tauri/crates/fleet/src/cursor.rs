//! Walking a list by its cursors: on while there is one, over empty pages too, and never for ever.

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;

/// Empty pages with a cursor are nothing unusual, but so many in a row are no list any more.
const MOST_EMPTY_PAGES: u32 = 1000;

/// Where the next page begins: opaque, never empty.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, specta::Type)]
pub struct Cursor(String);

impl Cursor {
    /// `None` for an empty text: that is the end of a list.
    pub fn new(text: String) -> Option<Self> {
        (!text.is_empty()).then_some(Self(text))
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Cursor({} bytes)", self.0.len())
    }
}

/// The list does not come to an end: its rows are not all of them, and must not be taken for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CursorFault {
    #[error("page {page} names a cursor that was followed already")]
    Repeated { page: u32 },
    #[error("page {page} is the last of too many empty ones")]
    EndlesslyEmpty { page: u32 },
}

/// Where a reading of a list stands.
#[derive(Debug, Clone, Default)]
pub struct CursorWalk {
    next: Option<Cursor>,
    followed: HashSet<Cursor>,
    pages: u32,
    empty_in_a_row: u32,
    fault: Option<CursorFault>,
    is_over: bool,
}

impl CursorWalk {
    /// At the first page.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the next page is to be asked with; `None`: there is no next page.
    pub fn next(&self) -> Option<Option<&Cursor>> {
        (!self.is_over).then_some(self.next.as_ref())
    }

    /// Pages that were read.
    pub const fn pages(&self) -> u32 {
        self.pages
    }

    /// A page came: how many rows it had, and the cursor that it named. After a fault the walk stays where it is, with
    /// nothing to ask.
    pub fn came(&mut self, rows: usize, cursor: Option<Cursor>) -> Result<(), CursorFault> {
        self.pages = self.pages.saturating_add(1);
        self.empty_in_a_row = if rows == 0 {
            self.empty_in_a_row + 1
        } else {
            0
        };
        let Some(cursor) = cursor else {
            self.is_over = true;
            return Ok(());
        };
        let page = self.pages;
        if !self.followed.insert(cursor.clone()) {
            self.fault = Some(CursorFault::Repeated { page });
        } else if self.empty_in_a_row >= MOST_EMPTY_PAGES {
            self.fault = Some(CursorFault::EndlesslyEmpty { page });
        }
        self.is_over = self.fault.is_some();
        self.next = Some(cursor);
        self.fault.map_or(Ok(()), Err)
    }

    /// Why the walk ended before the list did.
    pub const fn fault(&self) -> Option<CursorFault> {
        self.fault
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cursor(text: &str) -> Option<Cursor> {
        Cursor::new(text.to_owned())
    }

    #[test]
    fn list_ends_only_where_there_is_no_cursor() {
        let mut walk = CursorWalk::new();
        assert_eq!(
            walk.next(),
            Some(None),
            "the first page has no cursor, not an empty one"
        );
        for (rows, told) in [(40, "a"), (0, "b"), (1, "c"), (0, "d")] {
            walk.came(rows, cursor(told)).unwrap();
            assert_eq!(walk.next(), Some(cursor(told).as_ref()));
        }
        walk.came(40, cursor("")).unwrap();
        assert_eq!((walk.next(), walk.pages(), walk.fault()), (None, 5, None));
    }

    #[test]
    fn list_that_goes_in_circles_is_a_fault_and_not_an_endless_reading() {
        let mut walk = CursorWalk::new();
        walk.came(40, cursor("a")).unwrap();
        walk.came(40, cursor("b")).unwrap();
        let fault = CursorFault::Repeated { page: 3 };
        assert_eq!(walk.came(40, cursor("a")), Err(fault));
        assert_eq!((walk.next(), walk.fault()), (None, Some(fault)));
    }

    #[test]
    fn list_of_nothing_but_empty_pages_is_a_fault_in_the_end() {
        let mut walk = CursorWalk::new();
        let fault = (0..).find_map(|page| walk.came(0, cursor(&format!("c{page}"))).err());
        assert_eq!(fault, Some(CursorFault::EndlesslyEmpty { page: 1000 }));
        assert_eq!(walk.next(), None);
    }

    proptest! {
        #[test]
        fn walk_over_any_pages_ends(pages in prop::collection::vec((0_usize..3, 0_u32..40), 60)) {
            let mut walk = CursorWalk::new();
            let mut asked = 0;
            for (rows, told) in pages {
                if walk.next().is_none() {
                    break;
                }
                asked += 1;
                let told = if told == 0 { String::new() } else { told.to_string() };
                let _ = walk.came(rows, Cursor::new(told));
            }
            prop_assert!(asked <= 41 && walk.next().is_none());
        }
    }
}
