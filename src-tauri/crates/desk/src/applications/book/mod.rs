//! The register of applications. What every register does stands in [`registers`](crate::registers).
//!
//! [`columns`] keeps the rows small, [`source`] asks for them.

mod columns;
mod source;
pub mod types;

use jump::PerPage;

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    registers::{
        types::{RegisterHandle, RegisterState, RegisterWindow},
        window::Asked,
    },
};
use columns::Applications;
use source::Searched;
use types::{ApplicationRow, ApplicationsFilter};

impl Desk {
    /// Opens a register and starts collecting it; progress comes as events. A search text that had to be guessed is
    /// settled first, by the counters of all statuses: the register and the counters beside it search for the same.
    ///
    /// # Errors
    /// Those of finding the connection and its key, and of the counters where they are asked.
    pub async fn open_applications(
        &self,
        connection: &ConnectionId,
        filter: ApplicationsFilter,
    ) -> DeskResult<RegisterState> {
        let jump = self.jump(connection).await?;
        let typed = filter.search.as_str().into();
        let searched = self.filter_of(&jump, &filter).await?;
        let filter = jump::ApplicationsFilter {
            status: filter.statuses,
            ..searched
        };
        let query = jump::ApplicationsQuery {
            filter,
            page: 1,
            per_page: PerPage::TwoHundred,
            order: None,
        };
        let asked = Asked {
            query: Searched { query, typed },
            otherwise: None,
            until: self.now(),
            period: None,
        };
        self.open_register::<Applications>(connection, asked).await
    }

    /// Rows `from..from+count` of the present order, 500 at most; also while they are being collected.
    ///
    /// # Errors
    /// `NoRegister`, also for a register of other rows.
    pub fn applications_window(
        &self,
        handle: &RegisterHandle,
        from: u32,
        count: u32,
    ) -> DeskResult<RegisterWindow<ApplicationRow>> {
        Ok(self.register::<Applications>(handle)?.window(from, count))
    }
}
