//! Rows that wait for an earlier operation of their driver are tried again in another round: at once where somebody may
//! have settled it meanwhile, and after a while where the service took it and says later what became of it.

use std::{
    collections::{BTreeSet, VecDeque},
    time::Duration,
};

use journal::State;

use super::{
    payout::Payout,
    run::{End, Next},
};
use crate::{Desk, operations::types::OperationId};

/// A look at what the service took that is planned within this time is waited for; later ones are for a person.
const PATIENCE: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(super) struct Rounds {
    /// All rows were tried once.
    begun: bool,
    /// A row of this round did not wait.
    pub moved: bool,
}

impl Desk {
    /// `None`: the postponed rows are tried again. One round more than those in which something moved.
    pub(super) async fn end_of_round(
        &self,
        payout: &Payout,
        postponed: &VecDeque<Next>,
        rounds: &mut Rounds,
    ) -> Option<End> {
        if postponed.is_empty() {
            return Some(End::Over);
        }
        if rounds.begun && !rounds.moved {
            return Some(End::Postponed);
        }
        *rounds = Rounds {
            begun: true,
            moved: false,
        };
        while self.waits_for_taken(payout, postponed) {
            if let Some(stop) = payout.stop() {
                return Some(End::Stopped(stop));
            }
            self.tell_payout_progress(payout);
            self.0.parts.clock.sleep(BETWEEN_LOOKS).await;
            // A clock that nobody waits on must still let the looks be made.
            tokio::task::yield_now().await;
        }
        None
    }

    /// The service took the operation and says later what became of it.
    pub(super) fn is_taken(&self, payout: &Payout, id: &OperationId) -> bool {
        let known = self.journal_of(&payout.connection).operation(&id.0);
        known.is_some_and(|one| one.remote.is_some())
    }

    /// Whether drivers of these rows have operations that the service took and is soon asked about.
    fn waits_for_taken(&self, payout: &Payout, postponed: &VecDeque<Next>) -> bool {
        let journal = self.journal_of(&payout.connection);
        let drivers: BTreeSet<String> = postponed
            .iter()
            .filter_map(|next| Some(journal.operation(&next.operation.0)?.new.driver_id.clone()))
            .collect();
        let operations = journal.operations();
        operations.iter().any(|one| {
            let taken = one.state == State::Unknown && one.remote.is_some();
            taken
                && drivers.contains(&one.new.driver_id)
                && self.is_soon_looked_up(&OperationId(one.new.id.clone()), PATIENCE)
        })
    }
}
