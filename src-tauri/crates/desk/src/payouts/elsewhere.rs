//! Drivers of Jump by what an aggregator calls them: such identifiers are not in the list of drivers, but the service finds
//! drivers by them.

use std::collections::BTreeSet;

use futures::{StreamExt, stream};
use jump::{DriversQuery, Jump, PerPage};

use super::{
    asking::SIDE_BY_SIDE,
    drivers::{Driver, Found, candidate_of},
    payout::{Check, Payout},
    row::Row,
};
use crate::{Desk, operations::code_name};

/// An aggregator's own identifier; a shorter one, or a number, may be found as something else.
const TELLING_ID: usize = 12;

impl Desk {
    /// For rows that say nothing else of their driver.
    pub(super) async fn find_elsewhere(&self, jump: &Jump, payout: &Payout, check: &Check) {
        let wanted: BTreeSet<String> = {
            let content = payout.content.lock();
            let rows = content.rows.iter().filter(|row| is_elsewhere(row));
            rows.map(|row| row.named.aggregator.clone()).collect()
        };
        let asked = wanted.into_iter().map(|text| async {
            let found = self.driver_by(jump, payout, &text).await;
            (text, found)
        });
        let mut answers = stream::iter(asked).buffer_unordered(SIDE_BY_SIDE);
        while let Some((text, found)) = answers.next().await {
            payout.while_checking(check, |content| {
                let rows = content.rows.iter_mut();
                for row in rows.filter(|row| is_elsewhere(row) && row.named.aggregator == text) {
                    row.found = found.clone();
                }
            });
        }
    }

    async fn driver_by(&self, jump: &Jump, payout: &Payout, text: &str) -> Found {
        let query = DriversQuery {
            page: 1,
            per_page: PerPage::Twenty,
            search: Some(text.to_owned()),
            ..DriversQuery::default()
        };
        let page = match self.patient(payout, || jump.list_drivers(&query)).await {
            Ok(page) => page,
            Err(error) => return Found::Unsure(code_name(error.code)),
        };
        let telling = text.len() >= TELLING_ID && !text.bytes().all(|sign| sign.is_ascii_digit());
        let candidates: Vec<_> = page.items.iter().map(candidate_of).collect();
        match candidates.as_slice() {
            [] => Found::Nobody,
            [one] if telling && page.meta.total == 1 => Found::One(Driver {
                id: one.driver_id.clone(),
                name: one.driver.clone(),
            }),
            _ => Found::Several(candidates),
        }
    }
}

fn is_elsewhere(row: &Row) -> bool {
    let named = &row.named;
    let only = [&named.id, &named.phone, &named.name]
        .into_iter()
        .all(|text| text.is_empty());
    only && !named.aggregator.is_empty() && row.found == Found::Nobody
}
