//! The list of drivers: the service filters, sorts and searches; here the search text is made into what it can find.

use jump::{DriverSortField, PerPage, Sort};

use super::types::{DriversPage, DriversQuery};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    search::{self, SearchText},
};

impl Desk {
    /// One page of drivers, a hundred rows.
    ///
    /// # Errors
    /// Those of the call and of [`Desk::jump`](crate::Desk).
    pub async fn list_drivers(
        &self,
        connection: &ConnectionId,
        query: DriversQuery,
    ) -> DeskResult<DriversPage> {
        let jump = self.jump(connection).await?;
        let search = search::for_drivers(&query.search);
        let typed = query.search.clone();
        let mut asked = asked(query, search.text.clone());
        let mut page = jump.list_drivers(&asked).await?;
        if page.meta.total == 0 && search.otherwise.is_some() {
            asked.search = search.otherwise;
            page = jump.list_drivers(&asked).await?;
        }
        self.remember_names(connection, &page.items);
        let searched_as = SearchText::told(&typed, asked.search.as_deref());
        Ok(DriversPage {
            total: page.meta.total,
            page: page.meta.current_page.max(1),
            last_page: page.meta.last_page.max(1),
            per_page: page.meta.per_page.unwrap_or(PerPage::Hundred.rows()),
            items: page.items,
            searched_as,
            read_at: self.now_iso(),
        })
    }
}

fn asked(query: DriversQuery, search: Option<String>) -> jump::DriversQuery {
    jump::DriversQuery {
        page: query.page.max(1),
        per_page: PerPage::Hundred,
        order: Some(Sort {
            field: query.sort.unwrap_or(DriverSortField::Id),
            descending: query.descending,
        }),
        integration_ids: query.integration_ids,
        group_ids: query.group_ids,
        anti_fraud_status_ids: query.anti_fraud_status_ids,
        referrer_ids: query.referrer_ids,
        search,
    }
}
