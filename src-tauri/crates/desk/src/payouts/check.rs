//! The dry run: drivers are found in the whole list, duplicates in what happened lately, and the service is asked about
//! every row as it would be sent. Goes on by itself until it is over or stopped; what is known stays.

use std::{
    collections::{BTreeSet, HashMap},
    future::Future,
    sync::Arc,
    time::Duration,
};

use futures::{StreamExt, stream};
use jump::{DriverProfile, DriversQuery, Id, Jump, PerPage};
use parking_lot::Mutex;
use tokio::sync::OnceCell;
use transport::{CallError, Cause};

use super::{
    ask::{Asked, said_of_row},
    control::narrow,
    drivers::{Driver, Drivers, Found, candidate_of},
    payout::{Check, Payout},
    row::{Answer, Row, Said, told},
    types::{PayoutId, PayoutPhase, PayoutSettings, PayoutView, RowVerdict},
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::{code_name, driver_name, has_defect},
    time::iso,
};

/// Questions side by side; the limit of requests is the transport's.
const SIDE_BY_SIDE: usize = 6;
/// A question is asked again after so many requests to wait; the transport has its own attempts inside each.
const MOST_WAITS: u32 = 5;
/// A service that says "too many" without saying how long.
const UNTOLD_WAIT: Duration = Duration::from_secs(60);
/// An aggregator's own identifier; a shorter one, or a number, may be found as something else.
const TELLING_ID: usize = 12;

/// Profiles read in one check, each once.
pub(super) type Profiles = Mutex<HashMap<Id, Arc<OnceCell<Arc<DriverProfile>>>>>;

/// What is asked about a row.
struct Question {
    number: u32,
    version: u32,
    driver: Id,
    asked: Asked,
}

impl Desk {
    /// Finds the drivers and asks the service about every row that is not checked; progress comes as events.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` after the confirmation; `InvalidInput` naming `columns` (`no_amount_column`,
    /// `no_driver_column`) or `transaction_type_id`; those of the connection and its key.
    pub async fn check_payout(&self, id: &PayoutId) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        // A missing key is told at once, not by rows that fail.
        let jump = self.jump(&payout.connection).await?.for_money();
        let check = {
            let mut content = payout.content.lock();
            match content.phase {
                PayoutPhase::Checking => None,
                PayoutPhase::Read | PayoutPhase::Checked => {
                    content.is_askable()?;
                    content.phase = PayoutPhase::Checking;
                    content.check = Check {
                        number: content.check.number + 1,
                        cancel: Default::default(),
                    };
                    (content.done, content.of) = (0, 0);
                    content.rows.iter_mut().for_each(look_again);
                    content.changed();
                    Some(content.check.clone())
                }
                _ => return Err(DeskError::new(DeskErrorCode::RegisterBusy)),
            }
        };
        if let Some(check) = check {
            self.tell_payout(&payout);
            let (desk, payout) = (self.clone(), payout.clone());
            tokio::spawn(async move {
                tokio::select! {
                    biased;
                    // Whoever stopped it has told the state.
                    () = check.cancel.cancelled() => {}
                    () = desk.dry_run(&jump, &payout, &check) => desk.end_dry_run(&payout, &check),
                }
            });
        }
        Ok(self.payout_view(&payout))
    }

    /// Stops the check; what is known stays.
    ///
    /// # Errors
    /// `NoRegister`.
    pub fn stop_payout_check(&self, id: &PayoutId) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        let check = payout.content.lock().check.clone();
        check.cancel.cancel();
        self.end_dry_run(&payout, &check);
        Ok(self.payout_view(&payout))
    }

    /// The check is over.
    fn end_dry_run(&self, payout: &Payout, check: &Check) {
        payout.while_checking(check, |content| {
            content.phase = PayoutPhase::Checked;
            content.waiting_until = None;
            self.judge_payout(&payout.connection, content);
        });
        self.tell_payout(payout);
    }

    async fn dry_run(&self, jump: &Jump, payout: &Payout, check: &Check) {
        self.find_drivers(jump, payout, check).await;
        let settings = payout.content.lock().settings.clone();
        let recent = self.recent_transactions(payout, &settings).await;
        payout.while_checking(check, |content| {
            content.recent = Arc::new(recent);
            self.judge_payout(&payout.connection, content);
        });
        self.tell_payout(payout);
        self.ask_about_rows(jump, payout, check, &settings).await;
    }

    async fn find_drivers(&self, jump: &Jump, payout: &Payout, check: &Check) {
        match self.every_driver(payout).await {
            Ok(drivers) => {
                let drivers = Arc::new(drivers);
                payout.while_checking(check, |content| {
                    for row in &mut content.rows {
                        row.look_up(&drivers);
                    }
                    content.drivers = Some(drivers.clone());
                });
                self.find_elsewhere(jump, payout, check).await;
            }
            Err(error) => payout.while_checking(check, |content| {
                for row in &mut content.rows {
                    if row.found == Found::NotLooked {
                        row.found = Found::Unsure(code_name(error.code));
                    }
                }
            }),
        }
    }

    /// Aggregators' identifiers are not in the list of drivers, but the service finds drivers by them.
    async fn find_elsewhere(&self, jump: &Jump, payout: &Payout, check: &Check) {
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
                id: one.driver_id,
                name: one.driver.clone(),
            }),
            _ => Found::Several(candidates),
        }
    }

    async fn ask_about_rows(
        &self,
        jump: &Jump,
        payout: &Payout,
        check: &Check,
        settings: &PayoutSettings,
    ) {
        let questions: Vec<Question> = {
            let content = payout.content.lock();
            content
                .rows
                .iter()
                .filter_map(|row| question(row, content.comment(row)))
                .collect()
        };
        payout.while_checking(check, |content| {
            (content.done, content.of) = (0, narrow(questions.len()));
        });
        let profiles = Profiles::default();
        let asked = questions.into_iter().map(|question| async {
            let question = question;
            let said = self
                .ask_row(jump, payout, settings, &profiles, &question)
                .await;
            (question.number, question.version, said)
        });
        let mut answers = stream::iter(asked).buffer_unordered(SIDE_BY_SIDE);
        while let Some((number, version, (name, said))) = answers.next().await {
            let closed = closes_everything(&said);
            payout.while_checking(check, |content| {
                content.done += 1;
                content.waiting_until = None;
                if let Some(row) = content.row(number) {
                    row.take(version, name, said.clone());
                }
                if closed {
                    content.rows.iter_mut().for_each(|row| row.give_up(&said));
                }
                if content.done.is_multiple_of(JUDGED_AT_ONCE) {
                    self.judge_payout(&payout.connection, content);
                }
            });
            if closed {
                return;
            }
            self.tell_payout_progress(payout);
        }
    }

    async fn ask_row(
        &self,
        jump: &Jump,
        payout: &Payout,
        settings: &PayoutSettings,
        profiles: &Profiles,
        question: &Question,
    ) -> (String, Said) {
        let cell = profiles.lock().entry(question.driver).or_default().clone();
        let read = || async {
            let profile = self
                .patient(payout, || jump.get_driver(question.driver))
                .await;
            profile.map(Arc::new)
        };
        let profile = match cell.get_or_try_init(read).await {
            Ok(profile) => profile.clone(),
            Err(error) => return (String::new(), unreadable(&error)),
        };
        let preview = |mut preview: jump::WithdrawPreview| async move {
            preview.include_commission ^= has_defect!(self, PreviewWithAnotherFlag);
            let asked = || jump.preview_withdraw(question.driver, &preview);
            self.patient(payout, asked).await
        };
        let now = self.now();
        let said = said_of_row(&profile, settings, &question.asked, now, preview).await;
        (driver_name(&profile), said)
    }

    /// Asks about one row that a person changed, with the drivers of the last check.
    pub(super) async fn ask_about_row(&self, payout: &Payout, number: u32) -> DeskResult<()> {
        let jump = self.jump(&payout.connection).await?.for_money();
        let (question, settings) = {
            let mut content = payout.content.lock();
            let drivers = content.drivers.clone();
            let settings = content.settings.clone();
            let Some(row) = content.row(number) else {
                return Ok(());
            };
            if let Some(drivers) = drivers {
                row.look_up(&drivers);
            }
            let place = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
            let row = content.rows.get(place);
            (
                row.and_then(|row| question(row, content.comment(row))),
                settings,
            )
        };
        if let Some(question) = question {
            let profiles = Profiles::default();
            let answer = self.ask_row(&jump, payout, &settings, &profiles, &question);
            let (name, said) = answer.await;
            let mut content = payout.content.lock();
            if let Some(row) = content.row(number) {
                row.take(question.version, name, said);
            }
        }
        Ok(())
    }

    /// A question that changes nothing. A request to wait is obeyed here when it is longer than the transport waits by
    /// itself, and told.
    async fn patient<T, F>(&self, payout: &Payout, ask: impl Fn() -> F) -> DeskResult<T>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        let mut waits = 0;
        loop {
            match ask().await {
                Err(error) if error.cause == Cause::RateLimited && waits < MOST_WAITS => {
                    let wait = error.retry_after.unwrap_or(UNTOLD_WAIT);
                    let until = self
                        .now()
                        .saturating_add(wait)
                        .unwrap_or(jiff::Timestamp::MAX);
                    payout.content.lock().waiting_until = Some(iso(until, &self.zone()));
                    self.tell_payout(payout);
                    self.0.parts.clock.sleep(wait).await;
                    waits += 1;
                }
                answer => return Ok(answer?),
            }
        }
    }
}

/// Verdicts are made anew after so many answers, not after each.
const JUDGED_AT_ONCE: u32 = 100;

impl Row {
    /// Finds the driver in the list, unless that is settled.
    fn look_up(&mut self, drivers: &Drivers) {
        if self.found != Found::NotLooked {
            return;
        }
        self.found = match self.chosen {
            Some(id) => Found::One(Driver {
                id,
                name: drivers
                    .get(id)
                    .map(|row| row.driver.clone())
                    .unwrap_or_default(),
            }),
            None => drivers.find(&self.named),
        };
    }

    /// Takes what the service said, unless something else stands here meanwhile.
    fn take(&mut self, version: u32, name: String, said: Said) {
        if self.version != version {
            return;
        }
        if let Found::One(driver) = &mut self.found
            && driver.name.is_empty()
        {
            driver.name = name;
        }
        self.answer = Answer::Said(said);
    }

    /// Nothing can be asked now, for the reason that another row was told.
    fn give_up(&mut self, said: &Said) {
        let unasked = self.answer == Answer::NotAsked && self.driver().is_some();
        if unasked && self.sum.is_ok() {
            self.answer = Answer::Said(said.clone());
        }
    }
}

/// Only what may have changed is looked at again: who was not found may be entered by now, what failed may go well.
fn look_again(row: &mut Row) {
    if !matches!(row.found, Found::One(_)) {
        row.found = Found::NotLooked;
    }
    let failed = row.said().and_then(|said| said.problem.as_ref());
    if failed.is_some_and(|(verdict, _)| *verdict == RowVerdict::CheckFailed) {
        row.answer = Answer::NotAsked;
    }
}

fn is_elsewhere(row: &Row) -> bool {
    let named = &row.named;
    let only = [&named.id, &named.phone, &named.name]
        .into_iter()
        .all(|text| text.is_empty());
    only && !named.aggregator.is_empty() && row.found == Found::Nobody
}

fn question(row: &Row, comment: &str) -> Option<Question> {
    let unasked = row.answer == Answer::NotAsked;
    let driver = row.driver().filter(|_| unasked)?;
    Some(Question {
        number: row.number,
        version: row.version,
        driver: driver.id,
        asked: Asked {
            amount: row.amount()?,
            comment: comment.to_owned(),
        },
    })
}

/// Why a driver's card could not be read.
fn unreadable(error: &DeskError) -> Said {
    let problem = match error.code {
        DeskErrorCode::NotFound => (RowVerdict::UnknownDriver, Default::default()),
        _ => failed(error),
    };
    Said {
        problem: Some(problem),
        ..Said::default()
    }
}

pub(super) fn failed(error: &DeskError) -> (RowVerdict, super::row::Params) {
    (
        RowVerdict::CheckFailed,
        told([("code", code_name(error.code).as_str())]),
    )
}

/// The next row would be told the same.
fn closes_everything(said: &Said) -> bool {
    const CODES: [&str; 7] = [
        "offline",
        "unauthorized",
        "forbidden",
        "tls_failed",
        "proxy_failed",
        "redirected",
        "rate_limited",
    ];
    let failed = said
        .problem
        .as_ref()
        .filter(|(verdict, _)| *verdict == RowVerdict::CheckFailed);
    let code = failed.and_then(|(_, params)| params.get("code"));
    code.is_some_and(|code| CODES.contains(&code.as_str()))
}
