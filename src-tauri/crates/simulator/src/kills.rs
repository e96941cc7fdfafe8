//! Kills: at a step of an operation, or at an instant. The program gets no chance to do anything more.

use std::{sync::Arc, time::Duration};

use desk::operations::{
    trial::{Step, Steps},
    types::OperationId,
};
use futures::{FutureExt, future::BoxFuture};
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::{dice::Dice, story::Story};

/// When one run of the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kill {
    /// When a step is reached for the n-th time since the start.
    At(Step, u32),
    /// Milliseconds after the start.
    After(u64),
}

impl Kill {
    pub fn draw(dice: &mut Dice) -> Self {
        if dice.percent(30) {
            // Short of a minute as often as longer: most of the work is done right after a start.
            let longest = if dice.percent(50) { 60_000 } else { 2_400_000 };
            return Self::After(dice.between(1, longest));
        }
        let step = dice.pick(&Step::ALL).unwrap_or(Step::AfterIntent);
        let most = if matches!(step, Step::BeforeCheck | Step::AfterCheck) {
            2
        } else {
            4
        };
        let times = u32::try_from(dice.between(1, most)).unwrap_or(1);
        Self::At(step, times)
    }
}

/// Waits for its step.
pub struct Killer {
    kill: Mutex<Option<Kill>>,
    reached: Mutex<u32>,
    struck: Notify,
    story: Arc<Story>,
}

impl Killer {
    pub fn new(kill: Option<Kill>, story: Arc<Story>) -> Self {
        Self {
            kill: Mutex::new(kill),
            reached: Mutex::new(0),
            struck: Notify::new(),
            story,
        }
    }

    /// Nobody is killed any more.
    pub fn disarm(&self) {
        *self.kill.lock() = None;
    }

    /// Returns when the program is to die.
    pub async fn struck(&self) {
        let kill = *self.kill.lock();
        if let Some(Kill::After(millis)) = kill {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            if self.kill.lock().is_some() {
                return;
            }
        }
        self.struck.notified().await;
    }

    fn strikes(&self, step: Step) -> bool {
        let Some(Kill::At(at, times)) = *self.kill.lock() else {
            return false;
        };
        if at != step {
            return false;
        }
        let mut reached = self.reached.lock();
        *reached += 1;
        *reached == times
    }
}

impl Steps for Killer {
    fn reached<'a>(&'a self, step: Step, operation: &'a OperationId) -> BoxFuture<'a, ()> {
        async move {
            if self.strikes(step) {
                let name = step.name();
                self.story
                    .tell(format!("   kill: {name} of {}", operation.0));
                self.struck.notify_one();
                // The dead go no further.
                futures::future::pending::<()>().await;
            }
        }
        .boxed()
    }
}
