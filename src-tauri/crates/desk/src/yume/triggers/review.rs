//! What a save would do, told before anything is sent: the difference, what keeps it from being sent, what to think of.

use yume::{
    LONGEST_INSTANT, TriggerWrite, YumeTemplates, YumeTrigger, YumeTriggerContent, YumeTriggerKind,
};

use super::{
    difference::{differences, shown},
    list::forms,
    overlap::same_change,
    view::{delay, keys_seen, print_of},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    yume::{
        fault::problems,
        preview::{CHANNELS, characters},
        types::{MessageChannel, TriggerManner, TriggerReview, TriggerTarget, TriggerWarning},
    },
};

impl Desk {
    /// Reviews a draft of the trigger that was shown, or of a new one, against what is there now. Sends nothing that
    /// changes anything.
    ///
    /// # Errors
    /// As [`Desk::triggers`]. What is wrong with the draft is no error here.
    pub async fn review_trigger(
        &self,
        id: &ConnectionId,
        target: Option<TriggerTarget>,
        draft: YumeTriggerContent,
    ) -> DeskResult<TriggerReview> {
        let triggers = self.read_triggers(id).await?;
        let templates = self.yume_held(id).templates.lock().clone();
        let own = target.as_ref().map(|target| target.id);
        let conflict = target
            .as_ref()
            .and_then(|target| self.as_shown(id, target, &triggers).err());
        let now = own.and_then(|own| super::list::find(&triggers, own));
        let (manner, problems) = sending(now, &draft, &triggers);
        let before = now.map(|now| now.content.clone()).unwrap_or_default();
        let others: Vec<&YumeTrigger> = triggers
            .iter()
            .filter(|other| Some(other.id) != own)
            .collect();
        Ok(TriggerReview {
            manner,
            changes: differences(&before, &draft),
            problems,
            warnings: warnings(now, &draft, &others, &triggers, templates.as_ref()),
            conflict: conflict.map(|conflict| *conflict),
            target: now.map(|now| TriggerTarget {
                id: now.id,
                print: print_of(now),
            }),
        })
    }
}

/// How it would be sent, and what keeps it from that.
fn sending(
    now: Option<&YumeTrigger>,
    draft: &YumeTriggerContent,
    triggers: &[YumeTrigger],
) -> (TriggerManner, Vec<crate::error::FieldProblem>) {
    let forms = forms(triggers);
    match now {
        None => {
            let write = TriggerWrite::create(draft, &forms);
            (
                TriggerManner::Create,
                problems(write.err().unwrap_or_default()),
            )
        }
        Some(now) => match TriggerWrite::change(now, draft, &forms) {
            Ok(change) if change.is_empty() => (TriggerManner::Nothing, Vec::new()),
            change => {
                let found = problems(change.err().unwrap_or_default());
                (manner(draft), found)
            }
        },
    }
}

/// The whole object, unless it would hold a value that requests refuse.
pub(super) fn manner(draft: &YumeTriggerContent) -> TriggerManner {
    match draft.unknown_members().is_empty() {
        true => TriggerManner::Replace,
        false => TriggerManner::Patch,
    }
}

fn warnings(
    now: Option<&YumeTrigger>,
    draft: &YumeTriggerContent,
    others: &[&YumeTrigger],
    all: &[YumeTrigger],
    templates: Option<&YumeTemplates>,
) -> Vec<TriggerWarning> {
    let mut warnings = Vec::new();
    let ids: Vec<_> = others
        .iter()
        .filter(|other| same_change(draft, &other.content))
        .map(|other| other.id)
        .collect();
    if !ids.is_empty() {
        warnings.push(TriggerWarning::SameChange { ids });
    }
    warnings.extend(of_change(draft));
    match delay(draft) {
        Some(seconds) if seconds <= LONGEST_INSTANT => warnings.push(TriggerWarning::Instant),
        None if !shown(draft, "timeout").is_empty() => {
            warnings.push(TriggerWarning::DelayNotUnderstood);
        }
        _ => {}
    }
    warnings.extend(of_message(draft, all, templates));
    let unknown = draft.unknown_members();
    if now.is_some() && !unknown.is_empty() {
        let fields = unknown.into_iter().map(str::to_owned).collect();
        warnings.push(TriggerWarning::LeftAlone { fields });
    }
    warnings
}

/// From and to of the draft's kind; of a delivery only to.
fn of_change(draft: &YumeTriggerContent) -> Option<TriggerWarning> {
    let (from, to) = match &draft.kind {
        Some(YumeTriggerKind::Order) => ("order_status_from", "order_status_to"),
        Some(YumeTriggerKind::OrderPayment) => {
            ("order_payment_status_from", "order_payment_status_to")
        }
        Some(YumeTriggerKind::Sale) => ("sale_status_from", "sale_status_to"),
        Some(YumeTriggerKind::Delivery) => {
            let any = draft.delivery_status.is_none();
            return any.then_some(TriggerWarning::AnyChange);
        }
        Some(YumeTriggerKind::Unknown(_)) | None => return None,
    };
    match (shown(draft, from), shown(draft, to)) {
        (from, to) if from.is_empty() && to.is_empty() => Some(TriggerWarning::AnyChange),
        (from, to) if from == to => Some(TriggerWarning::NoChange),
        _ => None,
    }
}

fn of_message(
    draft: &YumeTriggerContent,
    all: &[YumeTrigger],
    templates: Option<&YumeTemplates>,
) -> Vec<TriggerWarning> {
    let mut warnings = Vec::new();
    let text = shown(draft, "text").into_iter().next();
    let template_id = shown(draft, "template_id").into_iter().next();
    if let (Some(_), Some(_)) = (&text, &template_id) {
        warnings.push(TriggerWarning::TextAndTemplate);
    }
    if let Some(text) = &text {
        let too_long = CHANNELS.into_iter().filter(|(channel, limit)| {
            *channel != MessageChannel::Waba && characters(text) > *limit
        });
        warnings
            .extend(too_long.map(|(channel, limit)| TriggerWarning::TooLong { channel, limit }));
    }
    let named = u32::try_from(draft.template_keys.len()).unwrap_or(u32::MAX);
    if let (Some(id), Some(templates)) = (&template_id, templates) {
        match templates.find(id) {
            None => warnings.push(TriggerWarning::TemplateNotListed),
            Some(template) => {
                let status = template.status.clone().unwrap_or_default();
                if !status.is_empty() && !status.eq_ignore_ascii_case("approved") {
                    warnings.push(TriggerWarning::TemplateNotApproved { status });
                }
                if template.text.is_some() && template.variables != named {
                    warnings.push(TriggerWarning::VariablesDiffer {
                        wanted: template.variables,
                        named,
                    });
                }
            }
        }
    }
    let seen = keys_seen(all);
    let keys = draft.template_keys.iter().filter(|key| !seen.contains(key));
    let keys: Vec<String> = keys.cloned().collect();
    if !keys.is_empty() && !seen.is_empty() {
        warnings.push(TriggerWarning::KeysNotSeen { keys });
    }
    warnings
}
