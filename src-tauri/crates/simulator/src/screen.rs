//! The screen: takes in what the desk tells, and keeps the totals that a register showed.

use desk::{DeskEvent, Events, payouts::types::PayoutView};
use parking_lot::Mutex;

use crate::audit::Shown;

#[derive(Default)]
pub struct Screen {
    totals: Mutex<Vec<Shown>>,
}

impl Screen {
    pub fn totals(&self) -> Vec<Shown> {
        self.totals.lock().clone()
    }

    /// Keeps the totals of a confirmed register.
    pub fn show(&self, view: &PayoutView) {
        if view.confirmed_at.is_none() {
            return;
        }
        let state = |total: &desk::operations::types::StateTotal| {
            let sum = total.amount.map(|sum| sum.decimal());
            (format!("{:?}", total.state), total.count, sum)
        };
        self.totals.lock().push(Shown {
            register: view.id.0.clone(),
            control: view.control.amount.decimal(),
            states: view.states.iter().map(state).collect(),
        });
    }
}

impl Events for Screen {
    fn emit(&self, event: DeskEvent) {
        if let DeskEvent::Payout(view) = event {
            self.show(&view);
        }
    }
}
