//! What a check reads as a whole, each once: the list of drivers, and the transactions of the last days. Both through
//! the registers, which prove what they have complete.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use jump::Id;

use super::{
    drivers::Drivers,
    payout::Payout,
    recent::Recent,
    types::{PayoutOperation, PayoutSettings},
};
use crate::{
    Desk,
    drivers::book::types::DriversFilter,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::code_name,
    registers::types::{Period, RegisterHandle, RegisterPhase, RegisterState},
    transactions::types::TransactionsFilter,
};

/// How often the register is looked at.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// As many rows as a window gives.
const WINDOW: u32 = 500;

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
    pub(super) async fn every_driver(&self, payout: &Payout) -> DeskResult<Drivers> {
        let filter = DriversFilter::default();
        let state = self.open_drivers(&payout.connection, filter).await?;
        let opened = Opened(self, state.handle.clone());
        let state = self.collected_for(payout, state).await?;
        let window = |from| self.drivers_window(&opened.1, from, WINDOW);
        let rows = every_row(|from| Ok(window(from)?.rows))?;
        Ok(Drivers::new(rows, state.phase == RegisterPhase::Complete))
    }

    /// The transactions of the last days that could be the same payout. What cannot be read is told, not fatal.
    pub(super) async fn recent_transactions(
        &self,
        payout: &Payout,
        settings: &PayoutSettings,
    ) -> Recent {
        let read = self.read_recent(payout, settings).await;
        read.unwrap_or_else(|error| Recent::unknown(code_name(error.code)))
    }

    async fn read_recent(&self, payout: &Payout, settings: &PayoutSettings) -> DeskResult<Recent> {
        let mut recent = Recent::default();
        let days = self.0.connections.money().duplicate_days;
        // Without a type every trip would come, and any of them may have the same fare.
        let Some(kind) = settings.transaction_type_id.filter(|_| days > 0) else {
            return Ok(recent);
        };
        let filter = TransactionsFilter {
            period: self.last_days(days),
            integration_ids: Vec::new(),
            type_ids: vec![kind],
            driver_ids: Vec::new(),
        };
        let state = self.open_transactions(&payout.connection, filter).await?;
        let opened = Opened(self, state.handle.clone());
        let state = self.collected_for(payout, state).await?;
        let rows = every_row(|from| Ok(self.transactions_window(&opened.1, from, WINDOW)?.rows))?;
        let withdraws = settings.operation == PayoutOperation::Withdraw;
        for row in rows {
            // Whether a withdrawal has a minus is not documented; what came in is none.
            let fits = |id: &Id| *id != Id(0) && (withdraws || row.amount.is_some());
            if let (Some(driver), Some(amount)) = (row.driver_id.filter(fits), row.amount) {
                recent.add_transaction(driver, amount, row.date);
            }
        }
        if state.phase != RegisterPhase::Complete {
            recent.unknown = Some("list_incomplete".to_owned());
        }
        Ok(recent)
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
        let next = window(super::control::narrow(rows.len()))?;
        if next.is_empty() {
            return Ok(rows);
        }
        rows.extend(next);
    }
}
