//! What came of a batch rejection. The service's answer has no body, and a lost answer says nothing at all: the list
//! is read again and every application of the plan is looked for.
//!
//! Which way, is a matter of calls: a few are asked for one by one; more are looked for in the list without its
//! statuses, newest first, and the reading ends when the last of them was met: a page holds two hundred. The list of
//! rejected ones alone would tell less, because whoever is not in it would still have to be asked for.

use std::collections::BTreeMap;

use jump::{Id, Jump};
use transport::CallError;

use super::{
    collect::{self, FEW},
    plan::Plan,
};
use crate::{
    Desk,
    applications::{
        actions,
        settle::{AFTER_SILENCE, AFTER_SUCCESS, undone},
        types::{ActionState, NamedApplication, RejectionOutcome},
    },
    error::DeskResult,
};

type Standing = BTreeMap<Id, NamedApplication>;

/// What one look tells.
struct Look {
    rejected: u32,
    still_there: Vec<NamedApplication>,
    beyond_plan: Vec<NamedApplication>,
}

impl Desk {
    /// Looks until all are rejected or patience ends. `before` is how everything stood before the service's own
    /// select-all; `lost` is the fault of a request in doubt.
    pub(super) async fn rejection_outcome(
        &self,
        jump: &Jump,
        plan: &Plan,
        before: Option<&Standing>,
        lost: Option<CallError>,
    ) -> RejectionOutcome {
        let pauses = if lost.is_some() {
            AFTER_SILENCE
        } else {
            AFTER_SUCCESS
        };
        let (mut untouched, mut last): (u32, Option<Look>) = (0, None);
        for pause in pauses {
            self.pause(*pause).await;
            let Ok(look) = look(jump, plan, before).await else {
                continue;
            };
            untouched += u32::from(look.rejected == 0);
            let settled = look.still_there.is_empty();
            last = Some(look);
            if settled {
                break;
            }
        }
        let state = match &last {
            None => ActionState::Unknown,
            Some(look) if look.still_there.is_empty() => ActionState::Done,
            // Some are rejected: it was carried out, though not on all.
            Some(look) if look.rejected > 0 => ActionState::Ignored,
            Some(_) => undone(lost.is_some(), untouched),
        };
        let look = last.unwrap_or(Look {
            rejected: 0,
            still_there: Vec::new(),
            beyond_plan: Vec::new(),
        });
        RejectionOutcome {
            state,
            rejected: look.rejected,
            asked: u32::try_from(plan.applications.len()).unwrap_or(u32::MAX),
            still_there: look.still_there,
            beyond_plan: look.beyond_plan,
            trace_id: lost.map(|error| error.trace_id),
        }
    }
}

async fn look(jump: &Jump, plan: &Plan, before: Option<&Standing>) -> DeskResult<Look> {
    let now = match before {
        // Whoever slipped in can stand anywhere in the list.
        Some(_) => collect::latest(jump, &plan.filter).await?,
        None if plan.applications.len() <= FEW => Standing::new(),
        None => newest_until_met(jump, plan).await?,
    };
    let mut look = Look {
        rejected: 0,
        still_there: Vec::new(),
        beyond_plan: Vec::new(),
    };
    for planned in &plan.applications {
        // A name that was changed meanwhile may have left the search.
        let stands = match now.get(&planned.id) {
            Some(row) => row.clone(),
            None => collect::one(jump, planned.id).await?,
        };
        if actions::is_rejected(stands.status.as_ref()) {
            look.rejected += 1;
        } else {
            look.still_there.push(named(stands, planned));
        }
    }
    if let Some(before) = before {
        look.beyond_plan = slipped_in(plan, before, now);
    }
    Ok(look)
}

/// One that is gone altogether keeps the name it had.
fn named(stands: NamedApplication, planned: &NamedApplication) -> NamedApplication {
    if stands.name.is_empty() {
        return NamedApplication {
            name: planned.name.clone(),
            ..stands
        };
    }
    stands
}

/// Pages of the list in any status, newest first, until the whole plan was met.
async fn newest_until_met(jump: &Jump, plan: &Plan) -> DeskResult<Standing> {
    let filter = collect::in_any_status(&plan.filter);
    let mut met = Standing::new();
    let mut number = 1;
    loop {
        let page = collect::page(jump, &filter, number, true).await?;
        met.extend(page.items.into_iter().map(|row| (row.id, row.into())));
        let all = plan
            .applications
            .iter()
            .all(|one| met.contains_key(&one.id));
        if all || number >= page.meta.last_page {
            return Ok(met);
        }
        number += 1;
    }
}

/// Rejected now, not before, and never shown: the service's select-all took them along.
fn slipped_in(plan: &Plan, before: &Standing, now: Standing) -> Vec<NamedApplication> {
    let rejected = |one: &NamedApplication| actions::is_rejected(one.status.as_ref());
    let planned: Vec<Id> = plan.ids();
    now.into_values()
        .filter(|one| rejected(one) && !planned.contains(&one.id))
        .filter(|one| !before.get(&one.id).is_some_and(rejected))
        .collect()
}
