//! Control totals: what will be sent, in figures that add up, and its SHA-256.

use money::Amount;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::{payout::Content, row::Row, types::ControlTotals};

/// Each part behind its length, so that no two different lists read the same.
#[derive(Default)]
pub struct Seal(Sha256);

impl Seal {
    pub fn add(&mut self, part: &str) {
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part);
    }

    pub fn hex(self) -> String {
        let hex = |byte: &u8| format!("{byte:02x}");
        self.0.finalize().iter().map(hex).collect()
    }
}

impl Content {
    pub fn included(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.judged.included)
    }

    /// `None` when a sum cannot be held exactly.
    pub fn control(&self) -> Option<ControlTotals> {
        let rows = narrow(self.rows.len());
        let included = narrow(self.included().count());
        let commissions = || {
            let said = self.included().filter_map(Row::said);
            said.filter_map(|said| said.commission)
        };
        Some(ControlTotals {
            rows,
            left_out: rows.saturating_sub(included),
            included,
            amount: Amount::checked_sum(self.included().filter_map(Row::amount))?,
            commission: Amount::checked_sum(commissions())?,
            commission_known: narrow(commissions().count()),
            sha256: self.seal(),
        })
    }

    fn seal(&self) -> String {
        let mut seal = Seal::default();
        for row in self.included() {
            let id = row.driver().map(|driver| driver.id.as_str());
            let balance = row.said().and_then(|said| said.balance_id);
            let amount = row.amount().map(Amount::decimal).unwrap_or_default();
            seal.add(&row.number.to_string());
            seal.add(id.unwrap_or_default());
            seal.add(&balance.map(|id| id.to_string()).unwrap_or_default());
            seal.add(&kopecks(amount));
            seal.add(self.comment(row));
        }
        seal.hex()
    }
}

/// With two decimals; a sum of a row has no more.
fn kopecks(amount: Decimal) -> String {
    let mut exact = amount.normalize();
    exact.rescale(2);
    exact.to_string()
}

pub fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_run_into_each_other_are_told_apart() {
        let sealed = |parts: &[&str]| {
            let mut seal = Seal::default();
            parts.iter().for_each(|part| seal.add(part));
            seal.hex()
        };
        assert_ne!(sealed(&["1", "23"]), sealed(&["12", "3"]));
        assert_eq!(sealed(&[]).len(), 64);
    }

    #[test]
    fn one_sum_is_one_text_however_it_was_written() {
        for text in ["100", "100.0", "100.00"] {
            assert_eq!(kopecks(text.parse().unwrap()), "100.00");
        }
    }
}
