//! Registers that another run of the program left under way: they wait for a person. Nothing is sent here.

use journal::{Register, RegisterEvent, RegisterState, State};

use super::types::PayoutId;
use crate::{Desk, connections::types::ConnectionId};

impl Desk {
    /// Takes over what another run left behind, in both journals: a register with rows that wait is paused, one without
    /// is finished. To be called once, after [`Desk::recover_operations`].
    pub async fn recover_payouts(&self) {
        for journal in [self.0.parts.journal.clone(), self.0.parts.practice.clone()] {
            for register in journal.registers() {
                self.recover_payout(&register).await;
            }
        }
    }

    /// The same for a connection: a journal in trouble may not have been readable at start.
    pub(super) async fn recover_payouts_of(&self, connection: &ConnectionId) {
        let registers = self.journal_of(connection).registers().into_iter();
        for register in registers.filter(|one| one.new.connection == connection.0) {
            self.recover_payout(&register).await;
        }
    }

    async fn recover_payout(&self, register: &Register) {
        let id = PayoutId(register.new.id.clone());
        let connection = ConnectionId(register.new.connection.clone());
        let over = matches!(
            register.state,
            RegisterState::Cancelled | RegisterState::Finished
        );
        if over || self.payout(&id).is_ok() {
            return;
        }
        let operations = self.journal_of(&connection).register_operations(&id.0);
        let waits = operations.iter().any(|one| one.state == State::Waiting);
        let event = match (waits, register.state) {
            (true, RegisterState::Paused) => return,
            (true, _) => RegisterEvent::Paused {
                why: "restart".to_owned(),
            },
            (false, _) => RegisterEvent::Finished,
        };
        self.record_of_register(&connection, &id, event).await;
    }
}
