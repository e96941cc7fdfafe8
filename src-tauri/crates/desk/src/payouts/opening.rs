//! Opening registers: from a pasted text, from a file, and from the journal; and correcting what was read.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use ::register::sheet;
use journal::{Kind, Operation, RegisterState, Service, State};
use jump::TransactionCreate;
use money::Amount;

use super::{
    control::narrow,
    kept::Restored,
    payout::{Confirmed, Content, Payout, unchosen},
    row::Row,
    sheet::{Read, problem, refused},
    types::{
        ColumnChoice, ColumnRole, JumpWay, PauseReason, PayoutId, PayoutListed, PayoutOperation,
        PayoutPhase, PayoutSettings, PayoutView, PayoutWay, PayoutsAsk, RowChange, YandexWay,
    },
    view::totals_by_state,
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::{fleet_again, typed_amount},
    parts::Blocking,
    time::bounds,
};

impl Desk {
    /// Reads pasted rows.
    ///
    /// # Errors
    /// `NoConnection`; `InvalidInput` naming `sheet`, with a code of [`SheetFault`](::register::sheet::SheetFault).
    pub async fn open_payout_text(
        &self,
        connection: &ConnectionId,
        text: String,
    ) -> DeskResult<PayoutView> {
        self.0.connections.record(connection)?;
        let read = self.read_sheet(connection, String::new(), None, move |_| {
            sheet::read_text(&text)
        });
        self.open_sheet(connection, read.await?)
    }

    /// Reads a file that the user chose or dropped.
    ///
    /// # Errors
    /// `NoConnection`; `FileUnreadable`; `InvalidInput` naming `sheet`, codes as above.
    pub async fn open_payout_file(
        &self,
        connection: &ConnectionId,
        path: PathBuf,
    ) -> DeskResult<PayoutView> {
        self.0.connections.record(connection)?;
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.unwrap_or_default().to_owned();
        let unreadable = |_| DeskError::new(DeskErrorCode::FileUnreadable);
        let length = tokio::fs::metadata(&path).await.map_err(unreadable)?.len();
        if usize::try_from(length).is_ok_and(|length| length > sheet::MAX_BYTES) {
            return Err(refused(&sheet::SheetFault::TooLarge));
        }
        let bytes = tokio::fs::read(&path).await.map_err(unreadable)?;
        let file = name.clone();
        let read = self.read_sheet(connection, name, Some(bytes), move |bytes| {
            sheet::read_file(&file, bytes)
        });
        self.open_sheet(connection, read.await?)
    }

    /// A sheet of ten thousand rows takes a while: off the async threads.
    async fn read_sheet(
        &self,
        connection: &ConnectionId,
        file: String,
        bytes: Option<Vec<u8>>,
        read: impl FnOnce(&[u8]) -> Result<sheet::Sheet, sheet::SheetFault> + Send + 'static,
    ) -> DeskResult<Read> {
        let columns = self.remembered_columns(connection)?;
        let work = move || {
            let sheet = read(bytes.as_deref().unwrap_or_default());
            let sheet = sheet.map_err(|fault| refused(&fault))?;
            let remembered = |print: &str| columns.get(print).cloned();
            Ok(Read::new(file, bytes, sheet, remembered))
        };
        self.off_thread(work).await
    }

    /// Does what takes a while without holding up others; right here in a simulation.
    pub(super) async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> DeskResult<T> + Send + 'static,
    ) -> DeskResult<T> {
        match self.0.parts.blocking {
            Blocking::Inline => work(),
            Blocking::Threads => tokio::task::spawn_blocking(work)
                .await
                .unwrap_or_else(|died| {
                    tracing::error!(%died, "work on a sheet");
                    Err(DeskError::new(DeskErrorCode::Internal))
                }),
        }
    }

    fn remembered_columns(
        &self,
        connection: &ConnectionId,
    ) -> DeskResult<BTreeMap<String, Vec<Option<ColumnRole>>>> {
        // Nothing is changed, so nothing is written.
        self.change_settings(|settings| {
            let known = settings.payout_columns.get(connection);
            Ok(known.cloned().unwrap_or_default())
        })
    }

    fn open_sheet(&self, connection: &ConnectionId, read: Read) -> DeskResult<PayoutView> {
        let name = match read.file.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
            _ => self
                .now()
                .to_zoned(self.zone())
                .strftime("%d.%m.%Y %H:%M")
                .to_string(),
        };
        let mut content = Content::of(read, name);
        self.judge_payout(connection, &mut content);
        let id = self.new_payout_id(connection);
        let payout = Arc::new(Payout::new(id, connection.clone(), content));
        Ok(self.payout_view(&self.keep_payout(payout)))
    }

    /// A name that no register of the journal has.
    fn new_payout_id(&self, connection: &ConnectionId) -> PayoutId {
        let journal = self.journal_of(connection);
        loop {
            let id = PayoutId(self.new_id());
            if journal.register(&id.0).is_none() && self.payout(&id).is_err() {
                return id;
            }
        }
    }

    /// Opens a confirmed register from the journal; one that is under way is answered as it is.
    ///
    /// # Errors
    /// `NotFound` when this connection's journal has none of this name.
    pub async fn open_payout(
        &self,
        connection: &ConnectionId,
        id: &PayoutId,
    ) -> DeskResult<PayoutView> {
        let not_found = || DeskError::new(DeskErrorCode::NotFound);
        if let Ok(open) = self.payout(id) {
            return match open.connection == *connection {
                true => Ok(self.payout_view(&open)),
                false => Err(not_found()),
            };
        }
        self.recover_payouts_of(connection).await;
        let register = self.journal_of(connection).register(&id.0);
        let register = register.filter(|one| one.new.connection == connection.0);
        let register = register.ok_or_else(not_found)?;
        let operations = self.journal_of(connection).register_operations(&id.0);
        let phase = phase_of(register.state, &operations);
        let mut confirmed = Confirmed::new(
            register.confirmed_at.clone(),
            register.new.rows,
            register.new.sha256.clone(),
            Amount::new(register.new.control),
        );
        confirmed.pause_reason = Some(PauseReason::Restart);
        let restored = Restored::of(&register.new);
        let content = Content {
            name: register.new.name.clone(),
            phase,
            revision: 1,
            read: None,
            settings: match &restored {
                Some(restored) => restored.settings.clone(),
                None => operations
                    .first()
                    .map_or_else(unchosen, |one| settings_of(one)),
            },
            rows: Vec::new(),
            restored,
            drivers: None,
            recent: Arc::default(),
            check: Default::default(),
            done: 0,
            of: 0,
            waiting_until: None,
            plan: None,
            confirmed: Some(confirmed),
        };
        let payout = Arc::new(Payout::new(id.clone(), connection.clone(), content));
        let payout = self.keep_payout(payout);
        Ok(self.payout_view(&payout))
    }

    /// Confirmed registers, newest first.
    ///
    /// # Errors
    /// `NoConnection`; `InvalidInput` naming `period`.
    pub async fn payouts(
        &self,
        connection: &ConnectionId,
        ask: PayoutsAsk,
    ) -> DeskResult<Vec<PayoutListed>> {
        self.0.connections.record(connection)?;
        let period = ask
            .period
            .map(|period| bounds(&period, &self.zone()))
            .transpose()?;
        self.recover_payouts_of(connection).await;
        let journal = self.journal_of(connection);
        let registers = journal.registers().into_iter().rev();
        let own = registers.filter(|one| one.new.connection == connection.0);
        let within = own.filter(|one| {
            let at = one.confirmed_at.parse::<jiff::Timestamp>();
            period.is_none_or(|(from, to)| {
                at.is_ok_and(|at| {
                    from.as_second() <= at.as_second() && at.as_second() <= to.as_second()
                })
            })
        });
        let listed = within.map(|register| {
            let id = PayoutId(register.new.id.clone());
            let operations = journal.register_operations(&id.0);
            let phase = phase_of(register.state, &operations);
            let open = self.payout(&id).ok().map(|open| open.content.lock().phase);
            let service = operations.first().map(|one| one.new.service);
            let standing = operations.into_iter().map(|one| {
                let state = self.standing(&one);
                (one, state)
            });
            PayoutListed {
                id,
                service: service.unwrap_or(Service::Jump),
                name: register.new.name.clone(),
                confirmed_at: register.confirmed_at.clone(),
                phase: open.unwrap_or(phase),
                rows: register.new.rows,
                amount: Amount::new(register.new.control),
                states: totals_by_state(&standing.collect()),
            }
        });
        Ok(listed.collect())
    }

    /// Forgets a register that is not confirmed, or is over: that one stays in the journal. One that is under way goes on.
    ///
    /// # Errors
    /// `NoRegister`.
    pub fn close_payout(&self, id: &PayoutId) -> DeskResult<()> {
        let payout = self.payout(id)?;
        let phase = {
            let content = payout.content.lock();
            content.check.cancel.cancel();
            content.phase
        };
        let goes_on = [
            PayoutPhase::Holding,
            PayoutPhase::Running,
            PayoutPhase::Paused,
        ];
        if !goes_on.contains(&phase) {
            self.forget_payout(id);
        }
        Ok(())
    }

    /// Reads another sheet of the workbook.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` while rows are checked and after the confirmation; `InvalidInput` naming `sheet`.
    pub async fn choose_payout_sheet(
        &self,
        id: &PayoutId,
        sheet: String,
    ) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        let (file, bytes) = payout.draft(|content| {
            let read = content.read.as_ref();
            let kept = read.and_then(|read| Some((read.file.clone(), read.bytes.clone()?)));
            kept.ok_or_else(|| refused(&sheet::SheetFault::NotATable))
        })?;
        let name = file.clone();
        let read = self.read_sheet(&payout.connection, file, Some(bytes), move |bytes| {
            sheet::read_file_sheet(&name, bytes, &sheet)
        });
        let read = read.await?;
        payout.draft(|content| {
            content.read = Some(read);
            content.begin_anew();
            self.judge_payout(&payout.connection, content);
            Ok(())
        })?;
        Ok(self.payout_view(&payout))
    }

    /// Corrects the columns; remembered for sheets with the same header. What was mended in rows is given up.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` as above; `InvalidInput` naming `columns` when a role stands twice.
    pub async fn choose_payout_columns(
        &self,
        id: &PayoutId,
        choice: ColumnChoice,
    ) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        let mut roles: Vec<ColumnRole> = choice.roles.iter().flatten().copied().collect();
        roles.sort_unstable();
        let given = roles.len();
        roles.dedup();
        if roles.len() < given {
            let twice = vec![problem("columns", "role_twice")];
            return Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(twice));
        }
        let fingerprint = payout.draft(|content| {
            let read = content.read.as_mut();
            let print = read.map(|read| read.choose(choice.header, &choice.roles));
            content.begin_anew();
            self.judge_payout(&payout.connection, content);
            Ok(print.unwrap_or_default())
        })?;
        if !fingerprint.is_empty() {
            self.change_settings(|settings| {
                let known = settings.payout_columns.entry(payout.connection.clone());
                known.or_default().insert(fingerprint, choice.roles);
                Ok(())
            })?;
        }
        Ok(self.payout_view(&payout))
    }

    /// What every row has in common; rows are checked anew, and their drivers looked for anew when the service is another.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` as above.
    pub async fn set_payout_settings(
        &self,
        id: &PayoutId,
        settings: PayoutSettings,
    ) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        payout.draft(|content| {
            if content.settings != settings {
                let elsewhere = content.settings.way.service() != settings.way.service();
                content.settings = settings;
                content.phase = PayoutPhase::Read;
                content.rows.iter_mut().for_each(Row::ask_anew);
                if elsewhere {
                    // Another service knows other people.
                    content.drivers = None;
                    content.recent = Arc::default();
                    content.rows.iter_mut().for_each(Row::find_anew);
                }
                self.judge_payout(&payout.connection, content);
            }
            Ok(())
        })?;
        Ok(self.payout_view(&payout))
    }

    /// Mends a row in place; it is asked about anew when its sum or driver changed and the others were asked about.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` as above; `NotFound` for a row that is not there; `InvalidInput` naming `amount` (codes
    /// as for a single operation) or `included` (`cannot_be_included`); nothing is changed then.
    pub async fn change_payout_row(
        &self,
        id: &PayoutId,
        row: u32,
        change: RowChange,
    ) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        let invalid = |fault| DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![fault]);
        let amount = change.amount.as_deref().map(typed_amount).transpose();
        let amount = amount.map_err(invalid)?;
        let asks = payout.draft(|content| {
            let checked = content.phase == PayoutPhase::Checked;
            let mended = content
                .row(row)
                .ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))?;
            if change.included == Some(true) && !mended.judged.can_include {
                return Err(invalid(problem("included", "cannot_be_included")));
            }
            let asks = mended.mend(amount, &change);
            self.judge_payout(&payout.connection, content);
            Ok(asks && checked)
        })?;
        if asks {
            self.ask_about_row(&payout, row).await?;
            // A row that was asked about while others were being sent would be a row nobody saw.
            payout.draft(|content| {
                self.judge_payout(&payout.connection, content);
                Ok(())
            })?;
        }
        Ok(self.payout_view(&payout))
    }
}

/// Of a register that nobody runs in this moment.
fn phase_of(state: RegisterState, operations: &[Arc<Operation>]) -> PayoutPhase {
    let count = |state: State| narrow(operations.iter().filter(|one| one.state == state).count());
    if count(State::Waiting) > 0 {
        return PayoutPhase::Paused;
    }
    let all = narrow(operations.len());
    match state {
        RegisterState::Cancelled if count(State::Cancelled) == all => PayoutPhase::Cancelled,
        _ => PayoutPhase::Finished,
    }
}

/// What the operations alone tell of them; Jump's integration is only known by the balances of the rows.
fn settings_of(operation: &Operation) -> PayoutSettings {
    let way = match operation.new.service {
        Service::Jump => PayoutWay::Jump(jump_way_of(operation)),
        Service::Yandex => match fleet_again(operation) {
            Some(again) => PayoutWay::Yandex(YandexWay {
                sign: again.sign,
                manner: again.manner,
                reason: again.reason,
                balance_min: again.balance_min,
            }),
            None => unchosen().way,
        },
    };
    PayoutSettings {
        way,
        message: String::new(),
    }
}

fn jump_way_of(operation: &Operation) -> JumpWay {
    let new = &operation.new;
    let body: Option<TransactionCreate> = serde_json::from_str(&new.body).ok();
    JumpWay {
        operation: match new.kind {
            Kind::Deposit => PayoutOperation::Deposit,
            _ => PayoutOperation::Withdraw,
        },
        create_payment: new.creates_payment,
        include_commission: new.include_commission,
        transaction_type_id: body.and_then(|body| body.transaction_type_id),
        integration_id: None,
    }
}

impl Row {
    /// Answers whether it has to be asked about anew.
    fn mend(&mut self, amount: Option<Amount>, change: &RowChange) -> bool {
        let mut anew = false;
        if let Some(amount) = amount {
            anew |= self.sum != Ok(amount);
            self.sum = Ok(amount);
            self.mended.sum = true;
        }
        if let Some(driver) = &change.driver_id {
            self.chosen = Some(driver.clone());
            if self.driver().is_none_or(|known| known.id != *driver) {
                self.found = super::drivers::Found::NotLooked;
                anew = true;
            }
        }
        if let Some(comment) = &change.comment {
            // A comment that was too long is one of the things that stop a row.
            anew |= self.comment.trim() != comment.trim();
            self.comment = comment.trim().to_owned();
            self.mended.comment = true;
        }
        if anew {
            self.ask_anew();
        }
        if let Some(included) = change.included {
            self.by_hand = Some(included);
        }
        anew
    }
}
