//! The open registers of payouts, by their ids.

use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex;

use super::{
    payout::Payout,
    types::{PayoutId, PayoutPhase},
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult},
};

#[derive(Default)]
pub(crate) struct Payouts(Mutex<HashMap<PayoutId, Arc<Payout>>>);

impl Desk {
    /// # Errors
    /// `NoRegister` when it was closed or never opened.
    pub(super) fn payout(&self, id: &PayoutId) -> DeskResult<Arc<Payout>> {
        let found = self.0.payouts.0.lock().get(id).cloned();
        found.ok_or_else(|| DeskError::new(DeskErrorCode::NoRegister))
    }

    /// Keeps a register; one that is known already stays, and is answered.
    pub(super) fn keep_payout(&self, payout: Arc<Payout>) -> Arc<Payout> {
        let mut open = self.0.payouts.0.lock();
        open.entry(payout.id.clone()).or_insert(payout).clone()
    }

    pub(super) fn forget_payout(&self, id: &PayoutId) {
        self.0.payouts.0.lock().remove(id);
    }

    /// Registers in their hold or being carried out.
    pub fn payouts_under_way(&self) -> usize {
        let open = self.0.payouts.0.lock();
        let under_way = open.values().filter(|payout| {
            let phase = payout.content.lock().phase;
            matches!(phase, PayoutPhase::Holding | PayoutPhase::Running)
        });
        under_way.count()
    }
}
