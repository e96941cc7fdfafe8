//! Putting the triggers of a kind into another order: the numbers of the rows that need another one are changed, one by
//! one. When one fails, those before it are put back, and the list says what stands.

use std::collections::BTreeSet;

use transport::CallError;
use yume::{TriggerForms, TriggerWrite, Yume, YumeId, YumeTrigger, YumeTriggerContent};

use super::{
    list::{find, forms},
    order::renumbered,
    settle::{Standing, pauses, standing},
    view::in_sending_order,
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskResult},
    yume::{
        fault::{invalid, problems},
        types::{ReorderOutcome, ReorderState, YumePart},
    },
};

/// A row and its numbers.
struct Move {
    trigger: YumeTrigger,
    to: i32,
}

impl Desk {
    /// Puts the triggers of one kind into this order.
    ///
    /// # Errors
    /// `ReadOnly`, and those of reading the list. A row that fails is no error: see [`ReorderOutcome`].
    pub async fn reorder_triggers(
        &self,
        id: &ConnectionId,
        ids: Vec<YumeId>,
    ) -> DeskResult<ReorderOutcome> {
        self.yume_writable(id)?;
        let company = self.meant_company(id)?;
        let triggers = self.read_triggers(id).await?;
        let Some(rows) = of_one_kind(&triggers, &ids) else {
            let list = self.trigger_list(id, company, &triggers);
            return Ok(ReorderOutcome {
                list: Some(list),
                ..nothing(ReorderState::Conflict)
            });
        };
        let moves = moves(&rows);
        if moves.is_empty() {
            let list = self.trigger_list(id, company, &triggers);
            return Ok(ReorderOutcome {
                list: Some(list),
                ..nothing(ReorderState::Nothing)
            });
        }
        let forms = forms(&triggers);
        let (touched, failed) = self.carry_out(id, &moves, &forms).await;
        self.tell_yume(id, YumePart::Triggers);
        let after = self.read_triggers(id).await.ok();
        let mut told = judged(&ids, &moves[..touched], after.as_deref(), failed.is_some());
        if let Some((row, error)) = failed {
            told.failed = Some(row);
            told.error = Some(error);
        }
        told.list = after.map(|after| self.trigger_list(id, company, &after));
        Ok(told)
    }

    /// Changes row after row; after a failure, puts back those before it. Answers how many were touched.
    async fn carry_out(
        &self,
        id: &ConnectionId,
        moves: &[Move],
        forms: &TriggerForms,
    ) -> (usize, Option<(YumeId, DeskError)>) {
        let mut moved: Vec<YumeTrigger> = Vec::new();
        for row in moves {
            let error = match self.renumber(id, &row.trigger, row.to, forms).await {
                Ok(now) => {
                    moved.push(now);
                    continue;
                }
                Err(error) => error,
            };
            let touched = moved.len() + 1;
            for (now, row) in moved.into_iter().zip(moves).rev() {
                // A row that had no number keeps the new one: the service has no way to take it away.
                let Some(former) = row.trigger.content.order else {
                    continue;
                };
                if let Err(error) = self.renumber(id, &now, former, forms).await {
                    tracing::warn!(code = ?error.code, "a row could not be put back");
                }
            }
            return (touched, Some((row.trigger.id, error)));
        }
        (moves.len(), None)
    }

    /// Gives a row a number; the row as it is then.
    async fn renumber(
        &self,
        id: &ConnectionId,
        trigger: &YumeTrigger,
        number: i32,
        forms: &TriggerForms,
    ) -> DeskResult<YumeTrigger> {
        let content = YumeTriggerContent {
            order: Some(number),
            ..trigger.content.clone()
        };
        let change = TriggerWrite::change(trigger, &content, forms)
            .map_err(|found| invalid(problems(found)))?;
        let sent = self
            .yume_write(id, |yume: Yume| {
                let (row, change) = (trigger.id, change.clone());
                async move { yume.patch_wazzup_trigger(row, &change).await }
            })
            .await?;
        match sent {
            Ok(now) => Ok(now),
            Err(lost) => self.found_numbered(id, trigger, &change, lost).await,
        }
    }

    /// No answer came: the list says whether the row has its number.
    async fn found_numbered(
        &self,
        id: &ConnectionId,
        before: &YumeTrigger,
        change: &TriggerWrite,
        lost: CallError,
    ) -> DeskResult<YumeTrigger> {
        for pause in pauses(true) {
            self.pause_before_look(*pause).await;
            let Ok(triggers) = self.read_triggers(id).await else {
                continue;
            };
            let now = find(&triggers, before.id);
            if let (Some(now), Standing::Done) = (now, standing(change, before, now)) {
                return Ok(now.clone());
            }
        }
        Err(DeskError::from(lost))
    }
}

/// The rows of these ids, if they are all triggers of one kind.
fn of_one_kind<'a>(triggers: &'a [YumeTrigger], ids: &[YumeId]) -> Option<Vec<&'a YumeTrigger>> {
    let rows: Option<Vec<&YumeTrigger>> = ids.iter().map(|id| find(triggers, *id)).collect();
    let rows = rows?;
    let kind = &rows.first()?.content.kind;
    let all = triggers.iter().filter(|one| one.content.kind == *kind);
    let named: BTreeSet<YumeId> = ids.iter().copied().collect();
    let whole: BTreeSet<YumeId> = all.map(|one| one.id).collect();
    (named == whole && named.len() == ids.len()).then_some(rows)
}

/// What has to be written; nothing where the rows stand so already.
fn moves(rows: &[&YumeTrigger]) -> Vec<Move> {
    let wanted: Vec<YumeId> = rows.iter().map(|row| row.id).collect();
    if sending_order(rows) == wanted {
        return Vec::new();
    }
    let now: Vec<Option<i32>> = rows.iter().map(|row| row.content.order).collect();
    let numbers = rows.iter().zip(renumbered(&now));
    let moves = numbers.filter(|(row, to)| row.content.order != Some(*to));
    let moves = moves.map(|(row, to)| Move {
        trigger: (*row).clone(),
        to,
    });
    moves.collect()
}

fn sending_order(rows: &[&YumeTrigger]) -> Vec<YumeId> {
    let mut rows: Vec<YumeTrigger> = rows.iter().map(|row| (*row).clone()).collect();
    in_sending_order(&mut rows);
    rows.into_iter().map(|row| row.id).collect()
}

/// Holds the rows that were touched against the list.
fn judged(
    ids: &[YumeId],
    touched: &[Move],
    after: Option<&[YumeTrigger]>,
    failed: bool,
) -> ReorderOutcome {
    let mut told = nothing(ReorderState::Unknown);
    for row in touched {
        let number = |list| find(list, row.trigger.id).map(|now: &YumeTrigger| now.content.order);
        match after.and_then(number) {
            Some(number) if number == Some(row.to) => told.moved.push(row.trigger.id),
            Some(number) if number == row.trigger.content.order => {
                told.put_back.push(row.trigger.id);
            }
            _ => told.unsure.push(row.trigger.id),
        }
    }
    let Some(after) = after else {
        return told;
    };
    let rows = of_one_kind(after, ids);
    let as_wanted = rows.is_some_and(|rows| sending_order(&rows) == ids);
    let all_back = told.moved.is_empty() && told.unsure.is_empty();
    told.state = match (failed, as_wanted) {
        (_, true) => ReorderState::Done,
        (true, false) if all_back => ReorderState::PutBack,
        (true, false) => ReorderState::Partly,
        (false, false) => ReorderState::Unknown,
    };
    told
}

fn nothing(state: ReorderState) -> ReorderOutcome {
    ReorderOutcome {
        state,
        moved: Vec::new(),
        put_back: Vec::new(),
        unsure: Vec::new(),
        failed: None,
        error: None,
        list: None,
    }
}
