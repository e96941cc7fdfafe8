//! Triggers as the screen shows them: in sending order by kind, each with what is to be known of it.

use std::{cmp::Reverse, collections::HashMap};

use serde_json::Value;
use sha2::{Digest, Sha256};
use yume::{LONGEST_INSTANT, YumeTrigger, YumeTriggerContent, YumeTriggerKind, timeout_seconds};

use super::overlap::same_change;
use crate::yume::types::{StatusForm, TriggerGroup, TriggerView};

/// Names the whole object as it came, whatever the order of its members.
pub(super) fn print_of(trigger: &YumeTrigger) -> String {
    let members = trigger
        .wire()
        .iter()
        .collect::<std::collections::BTreeMap<_, _>>();
    let text = serde_json::to_string(&members).unwrap_or_default();
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Seconds of a delay, if its text is understood.
pub(in crate::yume) fn delay(content: &YumeTriggerContent) -> Option<u64> {
    content.timeout.as_deref().and_then(timeout_seconds)
}

pub(in crate::yume) fn is_instant(content: &YumeTriggerContent) -> bool {
    delay(content).is_some_and(|seconds| seconds <= LONGEST_INSTANT)
}

/// `others`: all triggers of the company, this one among them.
pub(super) fn view(trigger: &YumeTrigger, others: &[YumeTrigger]) -> TriggerView {
    let content = &trigger.content;
    let others = others.iter().filter(|other| other.id != trigger.id);
    TriggerView {
        id: trigger.id,
        delay_seconds: delay(content).map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX)),
        instant: is_instant(content),
        created_at: trigger.created_at.clone(),
        updated_at: trigger.updated_at.clone(),
        print: print_of(trigger),
        same_change: others
            .filter(|other| same_change(content, &other.content))
            .map(|other| other.id)
            .collect(),
        unknown: names(content.unknown_members()),
        stray: names(stray(content)),
        content: content.clone(),
    }
}

fn names(members: Vec<&str>) -> Vec<String> {
    members.into_iter().map(str::to_owned).collect()
}

/// Statuses that are not of this kind of trigger.
fn stray(content: &YumeTriggerContent) -> Vec<&'static str> {
    use YumeTriggerKind::{Delivery, Order, OrderPayment, Sale};
    let of = |kind: YumeTriggerKind| content.kind.as_ref() == Some(&kind);
    let members = [
        (
            Order,
            content.order_status_from.is_some(),
            "order_status_from",
        ),
        (Order, content.order_status_to.is_some(), "order_status_to"),
        (
            OrderPayment,
            content.order_payment_status_from.is_some(),
            "order_payment_status_from",
        ),
        (
            OrderPayment,
            content.order_payment_status_to.is_some(),
            "order_payment_status_to",
        ),
        (Sale, content.sale_status_from.is_some(), "sale_status_from"),
        (Sale, content.sale_status_to.is_some(), "sale_status_to"),
        (Delivery, content.delivery_type.is_some(), "delivery_type"),
        (
            Delivery,
            content.delivery_status.is_some(),
            "delivery_status",
        ),
    ];
    let strays = members
        .into_iter()
        .filter(|(kind, is_set, _)| *is_set && !of(kind.clone()));
    strays.map(|(_, _, name)| name).collect()
}

/// Of one kind, in the order in which the service walks them.
pub(super) fn in_sending_order(triggers: &mut [YumeTrigger]) {
    // Where two have the same number, the service does not say which goes first.
    triggers.sort_by_key(|one| (one.content.order.is_none(), one.content.order, one.id));
}

pub(super) fn groups(triggers: &[YumeTrigger]) -> Vec<TriggerGroup> {
    let mut sorted = triggers.to_vec();
    in_sending_order(&mut sorted);
    let mut groups: Vec<TriggerGroup> = Vec::new();
    for trigger in &sorted {
        let kind = &trigger.content.kind;
        let view = view(trigger, triggers);
        match groups.iter_mut().find(|group| group.kind == *kind) {
            Some(group) => group.triggers.push(view),
            None => groups.push(TriggerGroup {
                kind: kind.clone(),
                triggers: vec![view],
            }),
        }
    }
    groups.sort_by_key(|group| place(group.kind.as_ref()));
    groups
}

/// Known kinds in the vendor's order, then unknown ones, then none.
fn place(kind: Option<&YumeTriggerKind>) -> (u8, String) {
    match kind {
        Some(YumeTriggerKind::Order) => (0, String::new()),
        Some(YumeTriggerKind::OrderPayment) => (1, String::new()),
        Some(YumeTriggerKind::Sale) => (2, String::new()),
        Some(YumeTriggerKind::Delivery) => (3, String::new()),
        Some(YumeTriggerKind::Unknown(raw)) => (4, raw.clone()),
        None => (5, String::new()),
    }
}

/// How the statuses of rents came.
pub(super) fn form(triggers: &[YumeTrigger]) -> StatusForm {
    let values = triggers.iter().flat_map(|trigger| {
        let member = |name: &str| trigger.wire().get(name);
        [member("order_status_from"), member("order_status_to")]
    });
    let (mut words, mut numbers) = (false, false);
    for value in values.flatten() {
        match value {
            Value::Number(_) => numbers = true,
            Value::String(text) if !text.is_empty() => {
                let digits = text.bytes().all(|byte| byte.is_ascii_digit());
                (words, numbers) = (words || !digits, numbers || digits);
            }
            _ => {}
        }
    }
    match (words, numbers) {
        (true, true) => StatusForm::Mixed,
        (true, false) => StatusForm::Words,
        (false, true) => StatusForm::Numbers,
        (false, false) => StatusForm::Unseen,
    }
}

/// Names of variables, the most frequent first.
pub(super) fn keys_seen(triggers: &[YumeTrigger]) -> Vec<String> {
    let mut times: HashMap<&str, u32> = HashMap::new();
    for key in triggers.iter().flat_map(|one| &one.content.template_keys) {
        *times.entry(key).or_default() += 1;
    }
    let mut keys: Vec<(&str, u32)> = times.into_iter().collect();
    keys.sort_by_key(|(key, times)| (Reverse(*times), *key));
    keys.into_iter().map(|(key, _)| key.to_owned()).collect()
}
