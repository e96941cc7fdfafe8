//! Rejecting many at once, exactly those that were shown; and one.
//!
//! A plan is collected first ([`plan`]), then carried out once, by a single request with the exact ids. The service's
//! own select-all turns the ids into exceptions and rejects whatever its filter finds at that moment; it is used only
//! where the user chose it, and then what slipped in is told. What came of it is always read, never believed.

mod collect;
mod plan;
mod verify;

use jump::{ApplicationsFilter, BatchReject, Id};

pub(crate) use plan::Plans;

use super::{
    actions,
    settle::checked_comment,
    types::{ActionOutcome, RejectionAsk, RejectionOrder, RejectionOutcome, RejectionPlan},
};
use crate::{
    Desk,
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, in_doubt},
};
use plan::Plan;

fn wrong(field: &str, code: &str) -> DeskError {
    DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![problem(field, code)])
}

impl Desk {
    /// Collects what a rejection would touch, to the last row; changes nothing. The plan is good once, for a quarter of
    /// an hour, for this connection with its present key.
    ///
    /// # Errors
    /// `ReadOnly`; those of the calls; `UnexpectedAnswer` with the reason `list_moves` when the list changed in every
    /// round of reading.
    pub async fn plan_rejection(
        &self,
        connection: &ConnectionId,
        ask: RejectionAsk,
    ) -> DeskResult<RejectionPlan> {
        let jump = self.jump_for_writing(connection).await?;
        let keys = self.clients_forgotten();
        let filter = ApplicationsFilter {
            status: ask.filter.statuses.clone(),
            ..self.filter_of(&jump, &ask.filter).await?
        };
        let rows = if ask.selection.all {
            collect::whole(&jump, &filter).await?
        } else {
            collect::chosen(&jump, &filter, &ask.selection.ids).await?
        };
        let plan = Plan::new(connection, self.now(), keys, filter, &ask.selection, rows);
        let name = self.new_id();
        let shown = plan.shown(&name, self.now_iso());
        self.0.rejections.keep(name, plan);
        Ok(shown)
    }

    /// Carries out a plan, once and by one request, and reads what came of it.
    ///
    /// # Errors
    /// `ReadOnly`; `InvalidInput` naming `comment`, `unfiltered_confirmed`, `send_all` or `plan` (nothing to reject),
    /// which leaves the plan good; `ReviewExpired`; `RefusedByService` and the other errors of a call that changed
    /// nothing. A request in doubt is never an error: its state says what is known.
    pub async fn reject_applications(
        &self,
        connection: &ConnectionId,
        order: RejectionOrder,
    ) -> DeskResult<RejectionOutcome> {
        let comment = checked_comment(&order.comment)?;
        let jump = self.jump_for_writing(connection).await?;
        let keys = self.clients_forgotten();
        let plans = &self.0.rejections;
        let plan = plans.get(&order.plan, connection, keys, self.now())?;
        check(&plan, &order)?;
        let before = match order.send_all {
            true => Some(collect::standing(&jump, &plan.filter).await?),
            false => None,
        };
        plans.use_up(&order.plan)?;
        let which = match order.send_all {
            true => BatchReject::AllExcept(plan.spared()),
            false => BatchReject::Only(plan.ids()),
        };
        let sent = jump
            .batch_reject_applications(&plan.filter, &which, comment)
            .await;
        let lost = in_doubt(sent)?;
        Ok(self
            .rejection_outcome(&jump, &plan, before.as_ref(), lost)
            .await)
    }

    /// Rejects one application. `Stale` when its status does not allow it any more.
    ///
    /// # Errors
    /// `InvalidInput` naming `comment`; `ReadOnly`; `RefusedByService` and the other errors of a call that changed
    /// nothing. A request in doubt is never an error: its state says what is known.
    pub async fn reject_application(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        comment: &str,
    ) -> DeskResult<ActionOutcome> {
        let comment = checked_comment(comment)?;
        let jump = self.jump_for_writing(connection).await?;
        let before = jump.get_application(application_id).await?;
        if !actions::of(before.status.as_ref()).reject {
            return Ok(self.stale(connection, application_id).await);
        }
        let sent = jump.reject_application(application_id, comment).await;
        let lost = in_doubt(sent)?;
        let done = |now: &jump::Application| actions::is_rejected(now.status.as_ref());
        Ok(self
            .looked_up(&jump, connection, application_id, lost, done)
            .await)
    }
}

/// What has to be right before a plan is used up.
fn check(plan: &Plan, order: &RejectionOrder) -> DeskResult<()> {
    if plan.is_empty() {
        return Err(wrong("plan", "nothing_to_reject"));
    }
    if plan.unfiltered && !order.unfiltered_confirmed {
        return Err(wrong("unfiltered_confirmed", "unfiltered"));
    }
    if order.send_all && !plan.can_send_all {
        return Err(wrong("send_all", "not_all_selected"));
    }
    Ok(())
}
