//! How many rows to ask for at a time: large pages are quicker, but make the service answer 429 or 504.

use transport::CallError;

/// So many good pages in a row, and larger ones are tried again.
const GOOD_BEFORE_GROWING: u32 = 8;

/// Halves after a refusal, grows back by a quarter at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize {
    now: u32,
    least: u32,
    most: u32,
    good_in_a_row: u32,
}

impl PageSize {
    /// Of transactions: pages of 1000 met 429, pages of 500 did not.
    pub const TRANSACTIONS: Self = Self::new(500, 40, 500);
    /// Of driver profiles: pages of 1000 met 504, pages of 100 did not.
    pub const DRIVERS: Self = Self::new(400, 100, 1000);

    const fn new(now: u32, least: u32, most: u32) -> Self {
        Self {
            now,
            least,
            most,
            good_in_a_row: 0,
        }
    }

    pub const fn rows(&self) -> u32 {
        self.now
    }

    /// A page of this size came.
    pub fn came(&mut self) {
        self.good_in_a_row += 1;
        if self.good_in_a_row >= GOOD_BEFORE_GROWING {
            self.now = (self.now + self.now / 4).min(self.most);
            self.good_in_a_row = 0;
        }
    }

    /// A page did not come. Is it to be asked for again, smaller?
    pub fn failed(&mut self, error: &CallError) -> bool {
        self.good_in_a_row = 0;
        if !matches!(error.status, Some(429 | 504)) || self.now == self.least {
            return false;
        }
        self.now = (self.now / 2).max(self.least);
        true
    }
}

#[cfg(test)]
mod tests {
    use transport::{Cause, Outcome};

    use super::*;

    fn refusal(status: Option<u16>) -> CallError {
        CallError {
            outcome: Outcome::Unreadable,
            cause: Cause::Server,
            status,
            vendor: None,
            operation: "listParkTransactions",
            trace_id: String::new(),
            retry_after: None,
            json_path: None,
        }
    }

    #[test]
    fn pages_shrink_down_to_the_least_and_then_the_refusal_is_told() {
        let mut size = PageSize::TRANSACTIONS;
        let mut sizes = vec![size.rows()];
        while size.failed(&refusal(Some(429))) {
            sizes.push(size.rows());
        }
        assert_eq!(sizes, [500, 250, 125, 62, 40]);
        let mut size = PageSize::DRIVERS;
        assert!(size.failed(&refusal(Some(504))) && size.failed(&refusal(Some(504))));
        assert_eq!(size.rows(), 100);
        assert!(!size.failed(&refusal(Some(504))));
    }

    #[test]
    fn other_failures_are_not_cured_by_smaller_pages() {
        for status in [None, Some(400), Some(500), Some(503)] {
            let mut size = PageSize::TRANSACTIONS;
            assert!(!size.failed(&refusal(status)));
            assert_eq!(size.rows(), 500);
        }
    }

    #[test]
    fn pages_grow_back_slowly_and_never_beyond_the_most() {
        let mut size = PageSize::TRANSACTIONS;
        while size.failed(&refusal(Some(429))) {}
        let mut grown_at = Vec::new();
        for page in 1..=200 {
            let before = size.rows();
            size.came();
            if size.rows() != before {
                grown_at.push((page, size.rows()));
            }
        }
        assert_eq!(grown_at[..3], [(8, 50), (16, 62), (24, 77)]);
        assert_eq!(size.rows(), 500);
    }
}
