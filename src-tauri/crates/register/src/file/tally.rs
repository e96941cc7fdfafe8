//! What passes on its way into a file: how many rows, their exact sums, their hash.

use money::Amount;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::{FileColumn, Written};
use crate::{Cell, ColumnKind, Row, RowWidth};

pub struct Tally {
    rows: u64,
    /// `None` once a sum cannot be held exactly.
    sums: Vec<Option<Amount>>,
    amounts: Vec<bool>,
    hash: Sha256,
    /// The batch as it is hashed.
    text: String,
}

impl Tally {
    pub fn new(columns: &[FileColumn]) -> Self {
        let amounts = columns
            .iter()
            .map(|column| column.kind == ColumnKind::Amount);
        Self {
            rows: 0,
            sums: vec![Some(Amount::ZERO); columns.len()],
            amounts: amounts.collect(),
            hash: Sha256::new(),
            text: String::new(),
        }
    }

    /// # Errors
    /// When a row is not as wide as the header; nothing of the batch is counted then.
    pub fn add(&mut self, rows: &[Row]) -> Result<(), RowWidth> {
        let expected = self.sums.len();
        if let Some(found) = rows.iter().map(Vec::len).find(|found| *found != expected) {
            return Err(RowWidth { expected, found });
        }
        self.text.clear();
        for row in rows {
            for (column, cell) in row.iter().enumerate() {
                if column > 0 {
                    self.text.push('\t');
                }
                cell.write(&mut self.text);
            }
            self.text.push('\n');
            self.sum(row);
        }
        self.hash.update(self.text.as_bytes());
        self.rows += rows.len() as u64;
        Ok(())
    }

    fn sum(&mut self, row: &Row) {
        for (cell, sum) in row.iter().zip(&mut self.sums) {
            if let Cell::Amount(amount) = cell {
                *sum = sum.and_then(|sum| sum.checked_add(Amount::new(*amount)));
            }
        }
    }

    pub fn written(self) -> Written {
        let sums = self.sums.into_iter().zip(self.amounts);
        let digest = self.hash.finalize();
        Written {
            rows: self.rows,
            sums: sums
                .map(|(sum, amount)| sum.filter(|_| amount).map(roubles))
                .collect(),
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

/// Without needless zeros, but with kopecks.
fn roubles(sum: Amount) -> Decimal {
    let mut exact = sum.decimal().normalize();
    if exact.scale() < 2 {
        exact.rescale(2);
    }
    exact
}
