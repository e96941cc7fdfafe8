//! Looks into the journal's file at the moment when a request leaves: is its intent there, is its repeat announced?

use std::path::PathBuf;

use rusqlite::{Connection, OpenFlags};

use super::Written;

#[derive(Debug, Clone)]
pub struct Witness(PathBuf);

impl Witness {
    /// Of the journal in this folder.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder.join("journal.sqlite"))
    }

    /// What is on the disk of the operation that this body carries the mark of.
    pub fn written(&self, body: &str) -> Written {
        let looked = reference(body).map(|reference| self.look(reference));
        looked.and_then(Result::ok).unwrap_or_default()
    }

    fn look(&self, reference: &str) -> rusqlite::Result<Written> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = Connection::open_with_flags(&self.0, flags)?;
        connection.query_row(
            "SELECT count(*) FILTER (WHERE e.kind = 'intent') > 0, \
             count(*) FILTER (WHERE e.kind = 'repeated') \
             FROM operations AS o JOIN events AS e ON e.operation = o.number WHERE o.reference = ?",
            [reference],
            |row| {
                Ok(Written {
                    intent: row.get(0)?,
                    repeats: row.get(1)?,
                })
            },
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
