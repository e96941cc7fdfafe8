//! Whom rows are asked about, and how: Jump has a card of the driver and a preview of the very row; Yandex has neither, so
//! there the balance and what of it is blocked are read. Each driver is read once in a check.

use std::{collections::HashMap, future::Future, sync::Arc, time::Duration};

use fleet::{BlockedBalance, Fleet};
use jump::{DriverProfile, Id, Jump};
use parking_lot::Mutex;
use tokio::sync::OnceCell;
use transport::{CallError, Cause};

use super::{
    ask::{Asked, said_of_row},
    balance::{needs_balance, said_of_balance},
    payout::Payout,
    row::{Params, Said, told},
    types::{JumpWay, PayoutWay, RowVerdict, YandexWay},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::{code_name, driver_name, has_defect},
    time::iso,
};

/// Questions side by side; the limit of requests is the transport's.
pub(super) const SIDE_BY_SIDE: usize = 6;
/// A question is asked again after so many requests to wait; the transport has its own attempts inside each.
const MOST_WAITS: u32 = 5;
/// A service that says "too many" without saying how long.
const UNTOLD_WAIT: Duration = Duration::from_secs(60);

/// The service of a register, ready to be asked.
pub(super) enum Asking {
    Jump {
        jump: Jump,
        way: JumpWay,
        profiles: Once<DriverProfile>,
    },
    Yandex {
        fleet: Fleet,
        way: YandexWay,
        /// Name of the category, or of the kind.
        category: String,
        balances: Once<BlockedBalance>,
    },
}

/// What was read of drivers, each once.
pub(super) struct Once<T>(Mutex<HashMap<String, Arc<OnceCell<Arc<T>>>>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Once<T> {
    /// A reading that fails is made again for the next row of the driver.
    async fn read<F>(&self, driver: &str, read: impl Fn() -> F) -> DeskResult<Arc<T>>
    where
        F: Future<Output = DeskResult<T>>,
    {
        let cell = self.0.lock().entry(driver.to_owned()).or_default().clone();
        let read = || async { read().await.map(Arc::new) };
        cell.get_or_try_init(read).await.cloned()
    }
}

/// What is asked about a row.
pub(super) struct Question {
    pub number: u32,
    pub version: u32,
    pub driver: String,
    pub asked: Asked,
}

impl Desk {
    /// # Errors
    /// Why there is no client; `InvalidInput` naming `category_id`.
    pub(super) async fn asking(
        &self,
        connection: &ConnectionId,
        way: &PayoutWay,
    ) -> DeskResult<Asking> {
        Ok(match way {
            PayoutWay::Jump(way) => Asking::Jump {
                jump: self.jump(connection).await?.for_money(),
                way: way.clone(),
                profiles: Once::default(),
            },
            PayoutWay::Yandex(way) => Asking::Yandex {
                fleet: self.fleet(connection).await?.for_money(),
                category: self.named_category(connection, &way.manner).await?,
                way: way.clone(),
                balances: Once::default(),
            },
        })
    }

    /// The driver's name, where the service tells one, and what it says of the row.
    pub(super) async fn ask_row(
        &self,
        asking: &Asking,
        payout: &Payout,
        question: &Question,
    ) -> (String, Said) {
        match asking {
            Asking::Jump {
                jump,
                way,
                profiles,
            } => self.ask_jump(jump, way, profiles, payout, question).await,
            Asking::Yandex {
                fleet,
                way,
                category,
                balances,
            } => {
                let driver = question.driver.as_str();
                let read = || self.patient(payout, || fleet.get_blocked_balance(driver));
                let balance = match needs_balance(way) {
                    true => match balances.read(driver, read).await {
                        Ok(balance) => Some(balance),
                        Err(error) => return (String::new(), unreadable(&error)),
                    },
                    false => None,
                };
                let said = said_of_balance(way, category, balance.as_deref(), &question.asked);
                (String::new(), said)
            }
        }
    }

    async fn ask_jump(
        &self,
        jump: &Jump,
        way: &JumpWay,
        profiles: &Once<DriverProfile>,
        payout: &Payout,
        question: &Question,
    ) -> (String, Said) {
        let Ok(driver) = question.driver.parse::<Id>() else {
            return (
                String::new(),
                unreadable(&DeskError::new(DeskErrorCode::NotFound)),
            );
        };
        let read = || self.patient(payout, || jump.get_driver(driver));
        let profile = match profiles.read(&question.driver, read).await {
            Ok(profile) => profile,
            Err(error) => return (String::new(), unreadable(&error)),
        };
        let preview = |mut preview: jump::WithdrawPreview| async move {
            preview.include_commission ^= has_defect!(self, PreviewWithAnotherFlag);
            let asked = || jump.preview_withdraw(driver, &preview);
            self.patient(payout, asked).await
        };
        let said = said_of_row(&profile, way, &question.asked, self.now(), preview).await;
        (driver_name(&profile), said)
    }

    /// A question that changes nothing. A request to wait is obeyed here when it is longer than the transport waits by
    /// itself, and told.
    pub(super) async fn patient<T, F>(&self, payout: &Payout, ask: impl Fn() -> F) -> DeskResult<T>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        let mut waits = 0;
        loop {
            match ask().await {
                Err(error) if self.waited(payout, &error, &mut waits).await => {}
                answer => return Ok(answer?),
            }
        }
    }

    /// Obeys and tells a request to wait. False when there was none, or when it was made too often.
    pub(super) async fn waited(&self, payout: &Payout, error: &CallError, waits: &mut u32) -> bool {
        if error.cause != Cause::RateLimited || *waits >= MOST_WAITS {
            return false;
        }
        *waits += 1;
        let wait = error.retry_after.unwrap_or(UNTOLD_WAIT);
        let until = self.now().saturating_add(wait);
        let until = until.unwrap_or(jiff::Timestamp::MAX);
        payout.content.lock().waiting_until = Some(iso(until, &self.zone()));
        self.tell_payout(payout);
        self.0.parts.clock.sleep(wait).await;
        true
    }
}

/// Why a driver's card or balance could not be read.
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

pub(super) fn failed(error: &DeskError) -> (RowVerdict, Params) {
    (
        RowVerdict::CheckFailed,
        told([("code", code_name(error.code).as_str())]),
    )
}
