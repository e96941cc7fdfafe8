//! One register of payouts that is open: its sheet and rows before the confirmation, its run after it, and who is told.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use jiff::Timestamp;
use journal::Kind;
use money::Amount;
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::{
    drivers::Drivers,
    kept::Restored,
    plan::Plan,
    recent::Recent,
    row::Row,
    sheet::{Read, problem},
    types::{
        JumpWay, PauseReason, PayoutId, PayoutOperation, PayoutPhase, PayoutSettings, PayoutWay,
        YandexWay,
    },
};
use crate::{
    Desk, DeskEvent,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
    fleet::types::FleetSign,
    operations::{
        fleet_body::{self, Common, TypedManner},
        kind_of,
    },
};

/// Progress is told at most five times a second; a change of phase always.
const BETWEEN_EVENTS: Duration = Duration::from_millis(200);

pub struct Payout {
    pub id: PayoutId,
    pub connection: ConnectionId,
    pub content: Mutex<Content>,
    /// Held while the state is taken and told, so that no older state is told after a newer one.
    telling: Mutex<Option<Timestamp>>,
}

pub struct Content {
    pub name: String,
    pub phase: PayoutPhase,
    pub revision: u32,
    /// None for a register of the journal.
    pub read: Option<Read>,
    pub settings: PayoutSettings,
    pub rows: Vec<Row>,
    /// Of a register of the journal, beside its operations.
    pub restored: Option<Restored>,
    /// As the last check collected them.
    pub drivers: Option<Arc<Drivers>>,
    pub recent: Arc<Recent>,
    pub check: Check,
    pub done: u32,
    pub of: u32,
    /// ISO time with offset.
    pub waiting_until: Option<String>,
    pub plan: Option<Plan>,
    pub confirmed: Option<Confirmed>,
}

/// One stretch of checking. What an earlier one still brings is ignored.
#[derive(Clone, Default)]
pub struct Check {
    pub number: u32,
    pub cancel: CancellationToken,
}

/// A register that is in the journal.
#[derive(Clone)]
pub struct Confirmed {
    /// ISO time with offset.
    pub at: String,
    pub rows: u32,
    pub sha256: String,
    pub control: Amount,
    pub hold_until: Option<Timestamp>,
    pub hold: CancellationToken,
    pub pause_reason: Option<PauseReason>,
    /// What the run is to do when the operation under way is over.
    pub stop: Option<Stop>,
    /// A stop outside of the run is being written down: nothing begins meanwhile.
    pub settling: bool,
    /// The row whose operation is under way.
    pub current: Option<u32>,
    /// When the run began or went on, and how many rows were done then.
    pub began: Option<(Timestamp, u32)>,
    /// Rows that wait for an earlier operation of their driver, by its reference.
    pub postponed: BTreeMap<u32, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    Pause(PauseReason),
    Cancel,
}

impl Confirmed {
    pub fn new(at: String, rows: u32, sha256: String, control: Amount) -> Self {
        Self {
            at,
            rows,
            sha256,
            control,
            hold_until: None,
            hold: CancellationToken::new(),
            pause_reason: None,
            stop: None,
            settling: false,
            current: None,
            began: None,
            postponed: BTreeMap::new(),
        }
    }
}

impl Payout {
    pub fn new(id: PayoutId, connection: ConnectionId, content: Content) -> Self {
        Self {
            id,
            connection,
            content: Mutex::new(content),
            telling: Mutex::new(None),
        }
    }

    /// Changes what is not confirmed and not being checked; what was planned is planned anew.
    ///
    /// # Errors
    /// `RegisterBusy`, and those of the change.
    pub fn draft<T>(&self, change: impl FnOnce(&mut Content) -> DeskResult<T>) -> DeskResult<T> {
        let mut content = self.content.lock();
        if !matches!(content.phase, PayoutPhase::Read | PayoutPhase::Checked) {
            return Err(DeskError::new(DeskErrorCode::RegisterBusy));
        }
        let changed = change(&mut content)?;
        content.changed();
        Ok(changed)
    }

    pub fn settings(&self) -> PayoutSettings {
        self.content.lock().settings.clone()
    }

    /// Brings in what a check found, unless it was stopped meanwhile.
    pub fn while_checking(&self, check: &Check, change: impl FnOnce(&mut Content)) {
        let mut content = self.content.lock();
        if content.phase == PayoutPhase::Checking && content.check.number == check.number {
            change(&mut content);
            content.changed();
        }
    }
}

impl Content {
    /// A sheet that was just read.
    pub fn of(read: Read, name: String) -> Self {
        Self {
            name,
            phase: PayoutPhase::Read,
            revision: 1,
            rows: read.rows(),
            restored: None,
            read: Some(read),
            settings: unchosen(),
            drivers: None,
            recent: Arc::default(),
            check: Check::default(),
            done: 0,
            of: 0,
            waiting_until: None,
            plan: None,
            confirmed: None,
        }
    }

    pub fn changed(&mut self) {
        self.revision = self.revision.saturating_add(1);
        self.plan = None;
    }

    /// The rows are those of a sheet read anew.
    pub fn begin_anew(&mut self) {
        if let Some(read) = &self.read {
            self.rows = read.rows();
        }
        self.phase = PayoutPhase::Read;
        (self.done, self.of) = (0, 0);
    }

    /// # Errors
    /// `InvalidInput` naming `columns` or a setting.
    pub fn is_askable(&self) -> DeskResult<()> {
        let mut problems = self.read.as_ref().map(Read::problems).unwrap_or_default();
        problems.extend(self.settings.way.problems());
        match problems.is_empty() {
            true => Ok(()),
            false => Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems)),
        }
    }

    /// The comment of a row, without our mark.
    pub fn comment<'a>(&'a self, row: &'a Row) -> &'a str {
        match row.comment.trim() {
            "" => self.settings.message.trim(),
            own => own,
        }
    }

    pub fn row(&mut self, number: u32) -> Option<&mut Row> {
        let place = usize::try_from(number.checked_sub(1)?).ok()?;
        self.rows.get_mut(place)
    }
}

/// Until a person chooses: a withdrawal at Jump that pays nobody.
pub const fn unchosen() -> PayoutSettings {
    PayoutSettings {
        way: PayoutWay::Jump(JumpWay {
            operation: PayoutOperation::Withdraw,
            create_payment: false,
            include_commission: false,
            transaction_type_id: None,
            integration_id: None,
        }),
        message: String::new(),
    }
}

impl PayoutWay {
    /// What has to be mended before anything is asked.
    fn problems(&self) -> Vec<FieldProblem> {
        match self {
            Self::Jump(way) if way.withdraws() && way.transaction_type_id.is_none() => {
                vec![problem("transaction_type_id", "required")]
            }
            Self::Jump(_) => Vec::new(),
            Self::Yandex(way) => way.common().err().unwrap_or_default(),
        }
    }

    /// The rows take from balances.
    pub fn takes(&self) -> bool {
        match self {
            Self::Jump(way) => way.withdraws(),
            Self::Yandex(way) => way.sign == FleetSign::Debit,
        }
    }

    /// What a driver must have on the balance for the service to carry a row out.
    pub fn least(&self) -> Option<Amount> {
        match self {
            Self::Jump(_) => None,
            Self::Yandex(way) => way.common().ok()?.balance_min,
        }
    }

    /// What the journal calls each row.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Jump(way) => kind_of(way.operation.into()),
            Self::Yandex(way) => fleet_body::kind_of(way.sign),
        }
    }
}

impl JumpWay {
    pub fn withdraws(&self) -> bool {
        self.operation == PayoutOperation::Withdraw
    }
}

impl YandexWay {
    /// # Errors
    /// What was typed wrong.
    pub(crate) fn common(&self) -> Result<Common, Vec<FieldProblem>> {
        fleet_body::common(TypedManner {
            manner: &self.manner,
            reason: &self.reason,
            balance_min: &self.balance_min,
        })
    }
}

// Telling.
impl Desk {
    /// Tells the state, now.
    pub(super) fn tell_payout(&self, payout: &Payout) {
        let mut last = payout.telling.lock();
        *last = Some(self.now());
        self.emit(DeskEvent::Payout(self.payout_view(payout)));
    }

    /// A row of the register, if that is open, stands otherwise than before. Its run tells by itself how far it is.
    pub(crate) fn tell_payout_row(&self, id: &PayoutId) {
        let Ok(payout) = self.payout(id) else {
            return;
        };
        let phase = payout.content.lock().phase;
        if phase != PayoutPhase::Running {
            self.tell_payout(&payout);
        }
    }

    /// Tells the state unless that was done just now.
    pub(super) fn tell_payout_progress(&self, payout: &Payout) {
        let now = self.now();
        let recent = |last: Timestamp| now.duration_since(last).unsigned_abs() < BETWEEN_EVENTS;
        if !payout.telling.lock().is_some_and(recent) {
            self.tell_payout(payout);
        }
    }
}
