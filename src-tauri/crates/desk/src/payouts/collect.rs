//! What a check reads as a whole, each once: the list of drivers, and the transactions of the last days. Both through
//! the registers, which prove what they have complete.

use std::{
    collections::{BTreeSet, HashSet},
    time::Duration,
};

use fleet::{
    FleetTransaction, FleetTransactionsQuery, ReadingFault, TimeWindow, TransactionsReading,
};
use jiff::{SignedDuration, Timestamp};
use journal::Service;
use jump::Id;

use super::{
    control::narrow,
    drivers::{Drivers, Listed},
    payout::Payout,
    recent::Recent,
    types::{JumpWay, PayoutWay, YandexWay},
};
use crate::{
    Desk,
    drivers::book::types::DriversFilter,
    error::{DeskError, DeskErrorCode, DeskResult},
    fleet::types::{FleetCategory, FleetDriversFilter, FleetSign},
    operations::{code_name, reference::first_mark},
    registers::types::{Period, RegisterHandle, RegisterPhase, RegisterState},
    transactions::types::TransactionsFilter,
};

/// How often the register is looked at.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// As many rows as a window gives.
const WINDOW: u32 = 500;
/// Yandex takes no more in one request.
const MOST_CATEGORIES: usize = 100;
/// The categories that Yandex shows what was made through v3 under.
const OF_EVENTS: &str = "partner_service_external_event_";
/// The one of the kind that this program makes: asked for even where the list of categories does not tell it yet.
const OF_OTHER_EVENTS: &str = "partner_service_external_event_other";

/// Closes the register when nobody waits for it any more.
struct Opened<'a>(&'a Desk, RegisterHandle);

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        self.0.close_register(&self.1);
    }
}

impl Desk {
    /// Every driver of the connection, or as many as came of a list that did not stand still.
    ///
    /// # Errors
    /// Those of the calls and of the connection.
    pub(super) async fn every_driver(
        &self,
        payout: &Payout,
        way: &PayoutWay,
    ) -> DeskResult<Drivers> {
        let service = way.service();
        let park = &payout.connection;
        let state = match service {
            Service::Jump => self.open_drivers(park, DriversFilter::default()).await?,
            Service::Yandex => {
                let filter = FleetDriversFilter::default();
                self.open_fleet_drivers(park, filter).await?
            }
        };
        let opened = Opened(self, state.handle.clone());
        let state = self.collected_for(payout, state).await?;
        let complete = state.phase == RegisterPhase::Complete;
        let listed: Vec<Listed> = match service {
            Service::Jump => {
                let window = |from| Ok(self.drivers_window(&opened.1, from, WINDOW)?.rows);
                every_row(window)?.into_iter().map(Listed::from).collect()
            }
            Service::Yandex => {
                let window = |from| Ok(self.fleet_drivers_window(&opened.1, from, WINDOW)?.rows);
                every_row(window)?.into_iter().map(Listed::from).collect()
            }
        };
        Ok(Drivers::new(service, listed, complete))
    }

    /// The transactions of the last days that could be the same payout. What cannot be read is told, not fatal.
    pub(super) async fn recent_transactions(&self, payout: &Payout, way: &PayoutWay) -> Recent {
        let days = self.0.connections.money().duplicate_days;
        if days == 0 {
            return Recent::default();
        }
        let read = match way {
            PayoutWay::Jump(way) => {
                let period = self.last_days(days);
                self.recent_of_jump(payout, way, period).await
            }
            PayoutWay::Yandex(way) => self.recent_of_yandex(payout, way).await,
        };
        read.unwrap_or_else(|error| Recent::unknown(code_name(error.code)))
    }

    async fn recent_of_jump(
        &self,
        payout: &Payout,
        way: &JumpWay,
        period: Period,
    ) -> DeskResult<Recent> {
        let mut recent = Recent::default();
        // Without a type every trip would come, and any of them may have the same fare.
        let Some(kind) = way.transaction_type_id else {
            return Ok(recent);
        };
        let filter = TransactionsFilter {
            period,
            integration_ids: Vec::new(),
            type_ids: vec![kind],
            driver_ids: Vec::new(),
        };
        let state = self.open_transactions(&payout.connection, filter).await?;
        let opened = Opened(self, state.handle.clone());
        let state = self.collected_for(payout, state).await?;
        let rows = every_row(|from| Ok(self.transactions_window(&opened.1, from, WINDOW)?.rows))?;
        for row in rows {
            // Whether a withdrawal has a minus is not documented; what came in is none.
            let fits = |id: &Id| *id != Id(0) && (way.withdraws() || row.amount.is_some());
            if let (Some(driver), Some(amount)) = (row.driver_id.filter(fits), row.amount) {
                recent.add_transaction(driver.to_string(), amount, row.date, None);
            }
        }
        recent.is_whole_if(state.phase == RegisterPhase::Complete);
        Ok(recent)
    }

    /// One reading of the whole park, of the categories that people and programs write in: orders have others, and there
    /// are a hundred times as many.
    async fn recent_of_yandex(&self, payout: &Payout, way: &YandexWay) -> DeskResult<Recent> {
        let mut recent = Recent::default();
        let Some((from, to)) = self.looked_back() else {
            return Ok(recent);
        };
        let fleet = self.fleet(&payout.connection).await?.for_money();
        let categories = self.fleet_categories(&payout.connection, false).await?;
        let window = || TimeWindow::new(from, to).map_err(|_| DeskErrorCode::Internal);
        let mut seen = HashSet::new();
        for categories in by_hand(categories).chunks(MOST_CATEGORIES) {
            let query = FleetTransactionsQuery {
                category_ids: categories.to_vec(),
                ..FleetTransactionsQuery::new(window().map_err(DeskError::new)?)
            };
            let mut reading = TransactionsReading::of_park(fleet.clone(), query);
            let mut waits = 0;
            let complete = loop {
                match reading.next_page().await {
                    Ok(Some(page)) => {
                        for row in page.into_iter().filter(|row| seen.insert(row.id.clone())) {
                            add_row(&mut recent, row, way.sign);
                        }
                        waits = 0;
                        self.tell_read(payout, narrow(seen.len()));
                    }
                    Ok(None) => break true,
                    Err(ReadingFault::Call(error))
                        if self.waited(payout, &error, &mut waits).await => {}
                    Err(ReadingFault::Call(error)) if seen.is_empty() => {
                        return Err((*error).into());
                    }
                    Err(_) => break false,
                }
            };
            recent.is_whole_if(complete);
        }
        Ok(recent)
    }

    /// Rows of a list whose length nobody knows.
    fn tell_read(&self, payout: &Payout, rows: u32) {
        {
            let mut content = payout.content.lock();
            (content.done, content.of) = (rows, 0);
            content.waiting_until = None;
        }
        self.tell_payout_progress(payout);
    }

    /// From the day that lies so many days back to today, in the park's zone.
    fn last_days(&self, days: u32) -> Period {
        let now = self.now();
        let day = |at: Timestamp| at.to_zoned(self.zone()).date().to_string();
        Period {
            from: day(self.days_back(days)),
            to: day(now),
        }
    }

    pub(super) fn days_back(&self, days: u32) -> Timestamp {
        let hours = i64::from(days) * 24;
        let now = self.now();
        now.saturating_sub(SignedDuration::from_hours(hours))
            .unwrap_or(now)
    }

    /// Waits for a register; a wait that the service asked for is told.
    ///
    /// # Errors
    /// Why it could not be read.
    async fn collected_for(
        &self,
        payout: &Payout,
        opened: RegisterState,
    ) -> DeskResult<RegisterState> {
        let mut state = opened;
        while matches!(
            state.phase,
            RegisterPhase::Collecting | RegisterPhase::Waiting
        ) {
            self.tell_collecting(payout, &state);
            self.0.parts.clock.sleep(BETWEEN_LOOKS).await;
            // A clock that nobody waits on must still let the collecting go on.
            tokio::task::yield_now().await;
            state = self.register_state(&state.handle)?;
        }
        match state.phase {
            RegisterPhase::Complete | RegisterPhase::Incomplete => Ok(state),
            _ => {
                let stopped = || DeskError::new(DeskErrorCode::Cancelled);
                Err(state.error.unwrap_or_else(stopped))
            }
        }
    }

    fn tell_collecting(&self, payout: &Payout, state: &RegisterState) {
        let waits = {
            let mut content = payout.content.lock();
            content.done = state.received;
            content.of = state.total.unwrap_or_default();
            let news = content.waiting_until != state.waiting_until;
            content.waiting_until.clone_from(&state.waiting_until);
            news
        };
        match waits {
            true => self.tell_payout(payout),
            false => self.tell_payout_progress(payout),
        }
    }
}

fn every_row<R>(window: impl Fn(u32) -> DeskResult<Vec<R>>) -> DeskResult<Vec<R>> {
    let mut rows = Vec::new();
    loop {
        let next = window(narrow(rows.len()))?;
        if next.is_empty() {
            return Ok(rows);
        }
        rows.extend(next);
    }
}

/// Ids of the categories that anybody but the service itself writes in.
fn by_hand(categories: Vec<FleetCategory>) -> Vec<String> {
    let fits = |one: &FleetCategory| one.partner || one.creatable || one.id.starts_with(OF_EVENTS);
    let ids = categories.into_iter().filter(fits).map(|one| one.id);
    let all: BTreeSet<String> = ids.chain([OF_OTHER_EVENTS.to_owned()]).collect();
    all.into_iter().collect()
}

/// What moved the same way, but for what an order stands behind.
fn add_row(recent: &mut Recent, row: FleetTransaction, sign: FleetSign) {
    let taken = row.amount.decimal().is_sign_negative();
    if row.order_id.is_some() || taken != (sign == FleetSign::Debit) {
        return;
    }
    let mark = row.description.as_deref().and_then(first_mark);
    let mark = mark.map(|(_, reference)| reference.to_owned());
    if let Some(driver) = row.driver_profile_id {
        recent.add_transaction(driver, row.amount, row.event_at.to_string(), mark);
    }
}
