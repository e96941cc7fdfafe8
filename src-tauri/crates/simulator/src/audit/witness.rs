//! Looks into the journal's file at the moment when a request leaves: is its intent there?

use std::path::PathBuf;

use rusqlite::{Connection, OpenFlags};

#[derive(Debug, Clone)]
pub struct Witness(PathBuf);

impl Witness {
    /// Of the journal in this folder.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder.join("journal.sqlite"))
    }

    /// Whether the operation that this body carries the mark of has its intent on the disk.
    pub fn has_intent(&self, body: &str) -> bool {
        reference(body).is_some_and(|reference| self.look(reference).unwrap_or(false))
    }

    fn look(&self, reference: &str) -> rusqlite::Result<bool> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = Connection::open_with_flags(&self.0, flags)?;
        connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM operations AS o JOIN events AS e ON e.operation = o.number \
             WHERE o.reference = ? AND e.kind = 'intent')",
            [reference],
            |row| row.get(0),
        )
    }
}

/// Our mark in a text: `[#7K3F9Q]`.
pub fn reference(text: &str) -> Option<&str> {
    text.match_indices("[#").find_map(|(from, _)| {
        let (mark, _) = text.get(from + 2..)?.split_once(']')?;
        let fits = mark.len() == 6 && mark.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then_some(mark)
    })
}
