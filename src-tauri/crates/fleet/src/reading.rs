//! Reading a whole window of transactions, page after page.

use transport::CallError;

use crate::{
    CursorFault, CursorWalk, Fleet, FleetTransaction, FleetTransactionsPage,
    FleetTransactionsQuery, PageSize,
};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadingFault {
    /// A page did not come. The reading stands where it stood: the next call asks for the same page.
    #[error("{0}")]
    Call(Box<CallError>),
    /// The list does not end. What was read is not all.
    #[error(transparent)]
    Cursor(#[from] CursorFault),
}

/// The pages of one list, in the order in which the vendor gives them; rows may repeat where rows were added meanwhile,
/// so whoever collects them goes by their ids.
pub struct TransactionsReading {
    fleet: Fleet,
    query: FleetTransactionsQuery,
    /// `None`: of the whole park.
    driver_profile_id: Option<String>,
    walk: CursorWalk,
    size: PageSize,
}

impl TransactionsReading {
    pub fn of_park(fleet: Fleet, query: FleetTransactionsQuery) -> Self {
        Self {
            fleet,
            query,
            driver_profile_id: None,
            walk: CursorWalk::new(),
            size: PageSize::TRANSACTIONS,
        }
    }

    pub fn of_driver(fleet: Fleet, driver: String, query: FleetTransactionsQuery) -> Self {
        Self {
            driver_profile_id: Some(driver),
            ..Self::of_park(fleet, query)
        }
    }

    /// The rows of the next page, perhaps none; `None` at the end of the list. A page that is refused with 429 or 504
    /// is asked for again in halves, down to 40 rows; each asking has the repeats of any read.
    pub async fn next_page(&mut self) -> Result<Option<Vec<FleetTransaction>>, ReadingFault> {
        if let Some(fault) = self.walk.fault() {
            return Err(fault.into());
        }
        while let Some(cursor) = self.walk.next() {
            let page = match self.ask(cursor).await {
                Ok(page) => page,
                Err(error) if self.size.failed(&error) => continue,
                Err(error) => return Err(ReadingFault::Call(Box::new(error))),
            };
            self.size.came();
            self.walk.came(page.transactions.len(), page.cursor)?;
            return Ok(Some(page.transactions));
        }
        Ok(None)
    }

    /// Every row of the list.
    pub async fn collect(mut self) -> Result<Vec<FleetTransaction>, ReadingFault> {
        let mut rows = Vec::new();
        while let Some(page) = self.next_page().await? {
            rows.extend(page);
        }
        Ok(rows)
    }

    /// Pages read so far: there is no total to compare them with.
    pub const fn pages(&self) -> u32 {
        self.walk.pages()
    }

    async fn ask(
        &self,
        cursor: Option<&crate::Cursor>,
    ) -> Result<FleetTransactionsPage, CallError> {
        let (query, rows) = (&self.query, self.size.rows());
        match &self.driver_profile_id {
            None => self.fleet.list_park_transactions(query, rows, cursor).await,
            Some(driver) => {
                self.fleet
                    .list_driver_transactions(driver, query, rows, cursor)
                    .await
            }
        }
    }
}
