//! The one way to move money: a confirmed plan, its intent written down, one sending. Whatever is not a clear yes or
//! no is unknown, and unknown is never sent again.

use jump::Jump;
use transport::Outcome;

use super::{
    intents::{Conclusion, Intent, Intents},
    plan::{Asked, Plan},
    types::{PlanHash, TransactionOutcome},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};

impl Desk {
    /// Carries out a plan, once: the intent is recorded, the plan is used up, its body is sent.
    ///
    /// # Errors
    /// `ReadOnly`; `ReviewExpired` for a plan that is unknown, used, older than five minutes, or of other settings;
    /// `MoneyClosed` when there is no journal, the plan then stays good, as it does when the record fails with its own
    /// error; `RefusedByService` and the other errors of a call that moved nothing. A sending in doubt is no error.
    pub async fn create_transaction(
        &self,
        connection: &ConnectionId,
        plan: &PlanHash,
    ) -> DeskResult<TransactionOutcome> {
        let jump = self.jump_for_writing(connection).await?;
        let asked = Asked {
            hash: plan,
            connection,
            settings: self.clients_forgotten(),
            now: self.now(),
        };
        let plans = &self.0.plans;
        plans.check(&asked)?;
        let intents = self.0.parts.intents.clone();
        let intents = intents.ok_or_else(|| DeskError::new(DeskErrorCode::MoneyClosed))?;
        // Taken before it is recorded: two confirmations at once must not both record.
        let plan = plans.take(&asked)?;
        let intent = self.intent_of(&plan);
        if let Err(error) = intents.record(&intent).await {
            plans.give_back(plan);
            return Err(error);
        }
        let (conclusion, outcome) = send(&jump, &plan).await;
        conclude(intents.as_ref(), &intent, &conclusion).await;
        outcome
    }

    fn intent_of(&self, plan: &Plan) -> Intent {
        Intent {
            operation: plan.operation.clone(),
            plan: plan.hash.clone(),
            connection: plan.connection.clone(),
            driver_id: plan.driver_id,
            amount: plan.create.amount,
            body: plan.body.clone(),
            at: self.now_iso(),
        }
    }
}

async fn send(jump: &Jump, plan: &Plan) -> (Conclusion, DeskResult<TransactionOutcome>) {
    let Err(error) = jump.create_transaction(plan.driver_id, &plan.create).await else {
        return (Conclusion::Accepted, Ok(TransactionOutcome::Accepted));
    };
    let outcome = error.outcome;
    let trace_id = error.trace_id.clone();
    match outcome {
        Outcome::Rejected => {
            let error = DeskError::from(error);
            (Conclusion::Rejected(error.clone()), Err(error))
        }
        Outcome::NotSent => {
            let error = DeskError::from(error);
            (Conclusion::NotSent(error.clone()), Err(error))
        }
        Outcome::MaybeSent | Outcome::Unreadable => (
            Conclusion::Unknown { trace_id },
            Ok(TransactionOutcome::Unknown),
        ),
    }
}

async fn conclude(intents: &dyn Intents, intent: &Intent, conclusion: &Conclusion) {
    if let Err(error) = intents.conclude(intent, conclusion).await {
        // What happened has happened; the journal finds the intent open and looks it up.
        tracing::error!(code = ?error.code, operation = %intent.operation, "the intent was not concluded");
    }
}
