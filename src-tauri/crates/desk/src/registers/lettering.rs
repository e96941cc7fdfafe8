//! The letters of each column of texts, read when they are first needed and then kept up with the dictionaries.

use std::collections::HashMap;

use super::{cells::Cells, kind::Rows, letters::Letters};

#[derive(Default)]
pub struct Lettering(HashMap<usize, Letters>);

/// Several columns may be made of the kind's own texts.
const OWN_TEXTS: usize = usize::MAX;

impl Lettering {
    /// Reads what came since. `None` for a column that has no texts.
    pub fn read<K: Rows>(&mut self, rows: &K, column: K::Column) -> Option<&Letters> {
        let letters = self.0.entry(key(rows, column)?).or_default();
        match rows.column(column) {
            Cells::Coded { entries, .. } => letters.read(entries.len(), |code| entries.text(code)),
            Cells::Texts(_) | Cells::Pairs { .. } => {
                let texts = &rows.values().texts;
                letters.read(texts.len(), |code| texts.get(code).unwrap_or(""));
            }
            _ => {}
        }
        Some(letters)
    }

    /// What was read so far.
    pub fn known<K: Rows>(&self, rows: &K, column: K::Column) -> Option<&Letters> {
        self.0.get(&key(rows, column)?)
    }
}

fn key<K: Rows>(rows: &K, column: K::Column) -> Option<usize> {
    match rows.column(column) {
        Cells::Coded { .. } => K::COLUMNS.iter().position(|one| *one == column),
        Cells::Texts(_) | Cells::Pairs { .. } => Some(OWN_TEXTS),
        _ => None,
    }
}
