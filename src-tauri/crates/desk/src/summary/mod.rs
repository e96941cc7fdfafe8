//! «Сводка»: figures out of two registers of payments, and the licences that end soon.
//!
//! [`days`] says which days stand beside which, [`count`] counts the payments once, [`figures`] says what a status means
//! and makes the figures of it.

mod count;
mod days;
mod figures;
mod licences;
pub mod types;

use crate::{
    Desk,
    error::DeskResult,
    payments::Payments,
    registers::types::{RegisterHandle, RegisterPhase},
};
use count::{Counted, count};
use days::Days;
use figures::{block, lines, statuses, to_confirm};
use types::{PaymentsSummary, SummaryBlock};

impl Desk {
    /// What the payments of this month come to, beside the same days of the month before. Both registers may still
    /// be under way; then the figures grow.
    ///
    /// Today is the last day of the first register, as it was frozen when it was opened: a summary that is looked at
    /// after midnight is still the one of the day it was read. A payment belongs to the day it was made on, in the park's
    /// zone, whenever it was paid: that is how a register of payments is opened, so each figure is the count and the sum
    /// of one. Days are compared whole, though today is not over yet.
    ///
    /// The sum of the paid ones is what drivers got («выплачено», `amount_paid`: after the commission); of all others
    /// what was asked for (`amount`), because nothing was paid. A payment without the amount counts and adds nothing.
    ///
    /// What waits for a confirmation is counted over both months to their last days: nobody confirmed it by being made
    /// last month.
    ///
    /// # Errors
    /// `NoRegister`, also for a register of other rows; `Internal` when a sum cannot be held exactly.
    pub fn payments_summary(
        &self,
        month: &RegisterHandle,
        before: &RegisterHandle,
    ) -> DeskResult<PaymentsSummary> {
        let month = self.register::<Payments>(month)?;
        let before = self.register::<Payments>(before)?;
        // Asked first: rows that come between this and the counting are counted by a summary that calls itself unready.
        let complete = month.state().phase == RegisterPhase::Complete
            && before.state().phase == RegisterPhase::Complete;
        let days = Days::of(month.until.to_zoned(month.zone.clone()).date());
        let zone = &month.zone;
        let now = month.look(|rows| count(rows, &days.month, &days.today, zone))?;
        let then = before.look(|rows| count(rows, &days.before, &days.day_before, zone))?;
        let all_before =
            before.look(|rows| count(rows, &days.whole_before, &days.day_before, zone))?;
        let all: Vec<Counted> = now.iter().chain(&then).cloned().collect();
        Ok(PaymentsSummary {
            today: on_the_day(&now, &then)?,
            month: block(&each(&now), &each(&then))?,
            agents: lines(&now, &then, |one| one.agent.as_ref())?,
            integrations: lines(&now, &then, |one| one.integration.as_ref())?,
            to_confirm: to_confirm(now.iter().chain(&all_before))?,
            statuses: statuses(&all),
            today_period: days.today,
            month_period: days.month,
            before_period: days.before,
            complete,
        })
    }
}

fn on_the_day(now: &[Counted], then: &[Counted]) -> DeskResult<SummaryBlock> {
    let days = |rows: &'_ [Counted]| -> Vec<Counted> {
        let these = rows.iter().filter(|one| one.on_the_day);
        these.cloned().collect()
    };
    let (now, then) = (days(now), days(then));
    block(&each(&now), &each(&then))
}

fn each(rows: &[Counted]) -> Vec<&Counted> {
    rows.iter().collect()
}
