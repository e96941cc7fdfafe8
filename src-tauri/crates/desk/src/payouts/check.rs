//! The dry run: drivers are found in the whole list, duplicates in what happened lately, and the service is asked about
//! every row as it would be sent. Goes on by itself until it is over or stopped; what is known stays.

use std::sync::Arc;

use futures::{StreamExt, stream};

use super::{
    ask::Asked,
    asking::{Asking, Question, SIDE_BY_SIDE},
    control::narrow,
    drivers::{Driver, Drivers, Found},
    payout::{Check, Payout},
    row::{Answer, Row, Said},
    types::{PayoutId, PayoutPhase, PayoutSettings, PayoutView, PayoutWay, RowVerdict},
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::code_name,
};

impl Desk {
    /// Finds the drivers and asks the service about every row that is not checked; progress comes as events.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` after the confirmation; `InvalidInput` naming `columns` (`no_amount_column`,
    /// `no_driver_column`) or a setting; those of the connection and its key, and of reading Yandex's categories.
    pub async fn check_payout(&self, id: &PayoutId) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        let settings = payout.settings();
        // A missing key or a closed category is told at once, not by rows that fail.
        payout.content.lock().is_askable()?;
        let asking = self.asking(&payout.connection, &settings.way).await?;
        let check = {
            let mut content = payout.content.lock();
            match content.phase {
                _ if content.settings != settings => {
                    return Err(DeskError::new(DeskErrorCode::RegisterBusy));
                }
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
                    () = desk.dry_run(&asking, &payout, &check, &settings) => desk.end_dry_run(&payout, &check),
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

    async fn dry_run(
        &self,
        asking: &Asking,
        payout: &Payout,
        check: &Check,
        settings: &PayoutSettings,
    ) {
        self.find_drivers(asking, payout, check, &settings.way)
            .await;
        let recent = self.recent_transactions(payout, &settings.way).await;
        payout.while_checking(check, |content| {
            content.recent = Arc::new(recent);
            self.judge_payout(&payout.connection, content);
        });
        self.tell_payout(payout);
        self.ask_about_rows(asking, payout, check).await;
    }

    async fn find_drivers(&self, asking: &Asking, payout: &Payout, check: &Check, way: &PayoutWay) {
        match self.every_driver(payout, way).await {
            Ok(drivers) => {
                let drivers = Arc::new(drivers);
                payout.while_checking(check, |content| {
                    for row in &mut content.rows {
                        row.look_up(&drivers);
                    }
                    content.drivers = Some(drivers.clone());
                });
                if let Asking::Jump { jump, .. } = asking {
                    self.find_elsewhere(jump, payout, check).await;
                }
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

    async fn ask_about_rows(&self, asking: &Asking, payout: &Payout, check: &Check) {
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
        let asked = questions.into_iter().map(|question| async {
            let question = question;
            let said = self.ask_row(asking, payout, &question).await;
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

    /// Asks about one row that a person changed, with the drivers of the last check.
    pub(super) async fn ask_about_row(&self, payout: &Payout, number: u32) -> DeskResult<()> {
        let settings = payout.settings();
        let asking = self.asking(&payout.connection, &settings.way).await?;
        let question = {
            let mut content = payout.content.lock();
            if content.settings != settings {
                return Err(DeskError::new(DeskErrorCode::RegisterBusy));
            }
            let drivers = content.drivers.clone();
            let Some(row) = content.row(number) else {
                return Ok(());
            };
            if let Some(drivers) = drivers {
                row.look_up(&drivers);
            }
            let place = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
            let row = content.rows.get(place);
            row.and_then(|row| question(row, content.comment(row)))
        };
        if let Some(question) = question {
            let (name, said) = self.ask_row(&asking, payout, &question).await;
            let mut content = payout.content.lock();
            if let Some(row) = content.row(number) {
                row.take(question.version, name, said);
            }
        }
        Ok(())
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
        self.found = match &self.chosen {
            Some(id) => Found::One(Driver {
                id: id.clone(),
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

fn question(row: &Row, comment: &str) -> Option<Question> {
    let unasked = row.answer == Answer::NotAsked;
    let driver = row.driver().filter(|_| unasked)?;
    Some(Question {
        number: row.number,
        version: row.version,
        driver: driver.id.clone(),
        asked: Asked {
            amount: row.amount()?,
            comment: comment.to_owned(),
        },
    })
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
