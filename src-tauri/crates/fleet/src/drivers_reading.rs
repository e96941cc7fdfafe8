//! Reading all drivers, page after page, by offset: rows can move between two pages, so a driver who comes twice is told
//! once.

use std::collections::HashSet;

use transport::CallError;

use crate::{Fleet, FleetDriver, FleetDriversQuery, PageSize, ProfileField};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DriversFault {
    /// A page did not come. The reading stands where it stood: the next call asks for the same page.
    #[error("{0}")]
    Call(Box<CallError>),
    /// A page brought nobody new although the list is not at its end: what was read is not all.
    #[error("the page at offset {offset} brings nobody new")]
    Stuck { offset: u32 },
}

/// The drivers of one list, each once.
pub struct DriversReading {
    fleet: Fleet,
    query: FleetDriversQuery,
    size: PageSize,
    offset: u32,
    total: Option<u32>,
    shrank: bool,
    told: HashSet<String>,
    is_over: bool,
    stuck_at: Option<u32>,
}

impl DriversReading {
    /// The ids are asked for in any case.
    pub fn new(fleet: Fleet, mut query: FleetDriversQuery) -> Self {
        let chosen = query.fields.as_mut();
        if let Some(profile) = chosen.and_then(|fields| fields.driver_profile.as_mut())
            && !profile.contains(&ProfileField::Id)
        {
            profile.push(ProfileField::Id);
        }
        Self {
            fleet,
            query,
            size: PageSize::DRIVERS,
            offset: 0,
            total: None,
            shrank: false,
            told: HashSet::new(),
            is_over: false,
            stuck_at: None,
        }
    }

    /// Drivers of the next page that did not come before; `None` at the end. A page that is refused with 429 or 504 is
    /// asked for again in halves, down to 100 rows; each asking has the repeats of any read.
    pub async fn next_page(&mut self) -> Result<Option<Vec<FleetDriver>>, DriversFault> {
        if let Some(offset) = self.stuck_at {
            return Err(DriversFault::Stuck { offset });
        }
        while !self.is_over {
            let asked = self.size.rows();
            let page = self
                .fleet
                .list_driver_profiles(&self.query, asked, self.offset);
            let page = match page.await {
                Ok(page) => page,
                Err(error) if self.size.failed(&error) => continue,
                Err(error) => return Err(DriversFault::Call(Box::new(error))),
            };
            self.size.came();
            self.shrank |= page
                .total
                .zip(self.total)
                .is_some_and(|(now, before)| now < before);
            self.total = page.total.or(self.total);
            return self.take(page.driver_profiles, page.limit.unwrap_or(asked).min(asked));
        }
        Ok(None)
    }

    /// The total ends a list; where there is none, a page that is not full does.
    fn take(
        &mut self,
        mut rows: Vec<FleetDriver>,
        full: u32,
    ) -> Result<Option<Vec<FleetDriver>>, DriversFault> {
        let came = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let offset = self.offset;
        let known = self.told.len();
        rows.retain(|row| row.id().is_none_or(|id| self.told.insert(id.to_owned())));
        let nothing_new = self.told.len() == known;
        self.offset = offset.saturating_add(came);
        self.is_over = self.total.map_or(came < full, |total| self.offset >= total);
        if nothing_new && !self.is_over {
            self.stuck_at = Some(offset);
            return Err(DriversFault::Stuck { offset });
        }
        Ok((came > 0).then_some(rows))
    }

    /// Every driver of the list.
    pub async fn collect(mut self) -> Result<Vec<FleetDriver>, DriversFault> {
        let mut drivers = Vec::new();
        while let Some(page) = self.next_page().await? {
            drivers.extend(page);
        }
        Ok(drivers)
    }

    /// Drivers left the list while it was read: somebody may have moved from a page to come to one that was read. A
    /// second reading finds him.
    pub const fn may_have_skipped(&self) -> bool {
        self.shrank
    }

    /// How many there are, as the last page told.
    pub const fn total(&self) -> Option<u32> {
        self.total
    }
}
