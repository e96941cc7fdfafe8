//! How far a list was read that is walked by a cursor. No network here.
//!
//! Such a list tells no total and stands under no order that is promised, so there is nothing to count against: what a
//! complete reading says is that the list was walked to the end of its cursor, over empty pages too. A row that is met
//! twice is one row. A list whose cursor leads back to where it was, or on and on over nothing, is not complete.

use fleet::{Cursor, CursorWalk, PageSize};
use transport::{CallError, Cause};

use super::{Progress, Verdict};

/// What to read next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// So many rows from the cursor on; the first ones without one.
    Page {
        cursor: Option<Cursor>,
        limit: u32,
    },
    Over(Verdict),
}

#[derive(Debug)]
pub struct CursorReading {
    /// From 1; grows when the list is read anew.
    round: u32,
    walk: CursorWalk,
    size: PageSize,
    /// How large pages are at the beginning.
    usual: PageSize,
    /// A cursor was refused in this run and the list is read anew: that helps once.
    began_anew: bool,
}

impl CursorReading {
    pub fn new(size: PageSize) -> Self {
        Self {
            round: 1,
            walk: CursorWalk::new(),
            size,
            usual: size,
            began_anew: false,
        }
    }

    pub fn next(&self) -> Next {
        if self.walk.fault().is_some() {
            return Next::Over(Verdict::Incomplete);
        }
        match self.walk.next() {
            Some(cursor) => Next::Page {
                cursor: cursor.cloned(),
                limit: self.size.rows(),
            },
            None => Next::Over(Verdict::Complete),
        }
    }

    /// A page came: how many rows it had, and the cursor that it named.
    pub fn came(&mut self, rows: usize, cursor: Option<Cursor>) {
        self.size.came();
        if let Err(fault) = self.walk.came(rows, cursor) {
            tracing::warn!(%fault, "a list by cursor");
        }
    }

    /// A page did not come. True when something else is to be asked for now: a smaller page, or, when the cursor itself
    /// was refused (nobody says how long one lives), the list from its beginning.
    pub fn refused(&mut self, error: &CallError) -> bool {
        if self.size.failed(error) {
            return true;
        }
        let within = !matches!(self.walk.next(), Some(None));
        let refused = matches!(error.cause, Cause::Invalid | Cause::Conflict);
        if !refused || !within || self.began_anew {
            return false;
        }
        self.begin();
        self.began_anew = true;
        true
    }

    fn begin(&mut self) {
        self.round += 1;
        self.walk = CursorWalk::new();
        self.size = self.usual;
    }
}

impl Progress for CursorReading {
    fn round(&self) -> u32 {
        self.round
    }

    /// The service does not tell.
    fn total(&self) -> Option<u32> {
        None
    }

    fn pages(&self) -> u32 {
        self.walk.pages()
    }

    fn pages_done(&self) -> u32 {
        self.walk.pages()
    }

    /// Goes on at the last cursor; a list that did not end is read from the beginning.
    fn resume(&mut self) {
        self.began_anew = false;
        if self.walk.fault().is_some() {
            self.begin();
        }
    }
}

#[cfg(test)]
mod tests {
    use transport::Outcome;

    use super::*;

    fn cursor(text: &str) -> Option<Cursor> {
        Cursor::new(text.to_owned())
    }

    fn asked(reading: &CursorReading) -> Option<Cursor> {
        match reading.next() {
            Next::Page { cursor, .. } => cursor,
            Next::Over(verdict) => panic!("{verdict:?}"),
        }
    }

    fn refusal(cause: Cause, status: u16) -> CallError {
        CallError {
            outcome: Outcome::Rejected,
            cause,
            status: Some(status),
            vendor: None,
            operation: "listParkTransactions",
            trace_id: String::new(),
            retry_after: None,
            json_path: None,
        }
    }

    #[test]
    fn an_empty_page_is_not_taken_for_the_end() {
        let mut reading = CursorReading::new(PageSize::TRANSACTIONS);
        for (rows, told) in [(500, "a"), (0, "b"), (0, "c"), (3, "d")] {
            reading.came(rows, cursor(told));
            assert_eq!(asked(&reading), cursor(told));
        }
        reading.came(0, None);
        assert_eq!(reading.next(), Next::Over(Verdict::Complete));
        assert_eq!((reading.total(), reading.pages_done()), (None, 5));
    }

    #[test]
    fn a_list_that_goes_in_circles_is_incomplete_and_read_anew_when_asked_to() {
        let mut reading = CursorReading::new(PageSize::TRANSACTIONS);
        for told in ["a", "b", "a"] {
            reading.came(1, cursor(told));
        }
        assert_eq!(reading.next(), Next::Over(Verdict::Incomplete));
        reading.resume();
        assert_eq!((asked(&reading), reading.round()), (None, 2));
    }

    #[test]
    fn going_on_begins_at_the_last_cursor() {
        let mut reading = CursorReading::new(PageSize::TRANSACTIONS);
        reading.came(1, cursor("a"));
        reading.resume();
        assert_eq!((asked(&reading), reading.round()), (cursor("a"), 1));
    }

    #[test]
    fn a_cursor_that_has_died_begins_the_list_anew_once_and_never_for_ever() {
        let mut reading = CursorReading::new(PageSize::TRANSACTIONS);
        let refused = refusal(Cause::Invalid, 400);
        assert!(!reading.refused(&refused), "there was no cursor to blame");
        reading.came(1, cursor("a"));
        assert!(reading.refused(&refused));
        assert_eq!((asked(&reading), reading.round()), (None, 2));
        reading.came(1, cursor("b"));
        assert!(!reading.refused(&refused));
        assert_eq!(asked(&reading), cursor("b"));
        assert!(!reading.refused(&refusal(Cause::Unauthorized, 401)));
    }

    #[test]
    fn a_page_that_is_too_large_is_asked_for_in_halves_at_the_same_cursor() {
        let mut reading = CursorReading::new(PageSize::TRANSACTIONS);
        reading.came(1, cursor("a"));
        assert!(reading.refused(&refusal(Cause::Server, 504)));
        let page = |limit| Next::Page {
            cursor: cursor("a"),
            limit,
        };
        assert_eq!(reading.next(), page(250));
        while reading.refused(&refusal(Cause::RateLimited, 429)) {}
        assert_eq!(reading.next(), page(40));
    }
}
