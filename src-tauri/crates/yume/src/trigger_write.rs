//! What is sent to make or change a trigger. What was not touched goes back exactly as it came; what was touched is
//! written in the form in which the company's own answers have it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::coded::{Coded, Form};
use crate::id::YumeId;
use crate::problem::{Problems, YumeFieldProblem, YumeProblem};
use crate::timeout::timeout_seconds;
use crate::trigger::{YumeTrigger, YumeTriggerContent};
use crate::wire::Members;

/// Longest id or key of a template that the vendor takes, in characters.
const LONGEST: usize = 255;

/// How a company's triggers spell their statuses, learnt from its own answers.
#[derive(Debug, Clone, Default)]
pub struct TriggerForms {
    forms: BTreeMap<&'static str, Form>,
    /// What stands where a status is any; null if nothing was seen.
    nothing: BTreeMap<&'static str, Value>,
}

/// The members with statuses, in families that are spelt alike.
const FAMILIES: [&[&str]; 5] = [
    &["type"],
    &["order_status_from", "order_status_to"],
    &["order_payment_status_from", "order_payment_status_to"],
    &["sale_status_from", "sale_status_to"],
    &["delivery_type", "delivery_status"],
];

fn family(member: &str) -> &'static str {
    let family = FAMILIES.iter().find(|family| family.contains(&member));
    family.map_or("type", |family| family[0])
}

impl TriggerForms {
    /// The last trigger that shows a form decides: the newest are the likeliest to be in today's.
    pub fn seen_in(triggers: &[YumeTrigger]) -> Self {
        let mut seen = Self::default();
        let mut by_age: Vec<&YumeTrigger> = triggers.iter().collect();
        by_age.sort_by_key(|trigger| trigger.id);
        for trigger in by_age {
            for member in FAMILIES.iter().copied().flatten() {
                let Some(value) = trigger.wire().get(*member) else {
                    continue;
                };
                match Form::of(value) {
                    Some(form) => drop(seen.forms.insert(family(member), form)),
                    None => drop(seen.nothing.insert(family(member), value.clone())),
                }
            }
        }
        seen
    }

    /// A status as it is written into this member of a document that now has `now` there.
    fn write<T: Coded>(&self, member: &str, status: Option<&T>, now: Option<&Value>) -> Value {
        let family = family(member);
        let Some(status) = status else {
            let nothing = self.nothing.get(family);
            return nothing.cloned().unwrap_or(Value::Null);
        };
        let form = now.and_then(Form::of);
        let form = form.or_else(|| self.forms.get(family).copied());
        status
            .written(form.unwrap_or(T::USUAL))
            .unwrap_or(Value::Null)
    }
}

/// A checked body for POST, PUT or PATCH.
#[derive(Debug, Clone, PartialEq)]
pub struct TriggerWrite {
    body: Members,
}

impl TriggerWrite {
    /// For POST: a trigger that is not there yet.
    ///
    /// # Errors
    /// The fields that keep it from being sent.
    pub fn create(
        content: &YumeTriggerContent,
        forms: &TriggerForms,
    ) -> Result<Self, Vec<YumeFieldProblem>> {
        let content = content.tidied();
        let mut draft = Draft::new(None, Map::new(), forms);
        if content.kind.is_none() {
            draft.problems.note("type", YumeProblem::Required);
        }
        draft.fill(&content);
        draft.done()
    }

    /// For PUT: the whole of `trigger` with what `content` changes of it.
    ///
    /// # Errors
    /// The fields that keep it from being sent.
    pub fn replace(
        trigger: &YumeTrigger,
        content: &YumeTriggerContent,
        forms: &TriggerForms,
    ) -> Result<Self, Vec<YumeFieldProblem>> {
        let mut draft = Draft::new(Some(trigger), trigger.writable(), forms);
        draft.fill(&content.tidied());
        draft.done()
    }

    /// For PATCH: only what `content` changes of `trigger`.
    ///
    /// # Errors
    /// The fields that keep it from being sent.
    pub fn change(
        trigger: &YumeTrigger,
        content: &YumeTriggerContent,
        forms: &TriggerForms,
    ) -> Result<Self, Vec<YumeFieldProblem>> {
        let mut draft = Draft::new(Some(trigger), Map::new(), forms);
        draft.fill(&content.tidied());
        draft.done()
    }

    pub fn body(&self) -> &Members {
        &self.body
    }

    /// Nothing is to be sent: the PATCH of a trigger that was not changed.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// Names of the members that `now` has otherwise than they were sent. Forms do not matter: a status that was sent as
    /// a word and is kept as a number was saved.
    pub fn unsaved_in(&self, now: &YumeTrigger) -> Vec<String> {
        let sent = YumeTriggerContent::read(&self.body);
        let known = |member: &str| is_same(member, &sent, &now.content);
        let members = self.body.iter().filter(|(member, value)| {
            !known(member).unwrap_or_else(|| now.wire().get(*member) == Some(*value))
        });
        members.map(|(member, _)| member.clone()).collect()
    }

    /// The triggers that were not there before (by id) and have everything that was sent: what a create of unknown outcome
    /// has made. More than one means that it was made twice, or by somebody else at the same time.
    pub fn made_in<'a>(
        &self,
        before: &BTreeSet<YumeId>,
        now: &'a [YumeTrigger],
    ) -> Vec<&'a YumeTrigger> {
        let new = now.iter().filter(|trigger| !before.contains(&trigger.id));
        new.filter(|trigger| self.unsaved_in(trigger).is_empty())
            .collect()
    }
}

/// `None` for a member that is not part of the content.
fn is_same(member: &str, one: &YumeTriggerContent, other: &YumeTriggerContent) -> Option<bool> {
    Some(match member {
        "type" => one.kind == other.kind,
        "order_status_from" => one.order_status_from == other.order_status_from,
        "order_status_to" => one.order_status_to == other.order_status_to,
        "order_payment_status_from" => {
            one.order_payment_status_from == other.order_payment_status_from
        }
        "order_payment_status_to" => one.order_payment_status_to == other.order_payment_status_to,
        "sale_status_from" => one.sale_status_from == other.sale_status_from,
        "sale_status_to" => one.sale_status_to == other.sale_status_to,
        "delivery_type" => one.delivery_type == other.delivery_type,
        "delivery_status" => one.delivery_status == other.delivery_status,
        // The service cuts blanks off both ends of a text.
        "text" => one.text.as_deref().map(str::trim) == other.text.as_deref().map(str::trim),
        "order" => one.order == other.order,
        "template_id" => one.template_id == other.template_id,
        "template_keys" => one.template_keys == other.template_keys,
        "documents" => one.documents == other.documents,
        "timeout" => is_same_delay(one.timeout.as_deref(), other.timeout.as_deref()),
        _ => return None,
    })
}

fn is_same_delay(one: Option<&str>, other: Option<&str>) -> bool {
    let seconds = |text: Option<&str>| text.and_then(timeout_seconds);
    one == other || (seconds(one).is_some() && seconds(one) == seconds(other))
}

/// A body while it is being made.
struct Draft<'a> {
    trigger: Option<&'a YumeTrigger>,
    body: Members,
    forms: &'a TriggerForms,
    problems: Problems,
}

impl<'a> Draft<'a> {
    fn new(trigger: Option<&'a YumeTrigger>, body: Members, forms: &'a TriggerForms) -> Self {
        Self {
            trigger,
            body,
            forms,
            problems: Problems::default(),
        }
    }

    fn done(self) -> Result<TriggerWrite, Vec<YumeFieldProblem>> {
        self.problems.into_result()?;
        Ok(TriggerWrite { body: self.body })
    }

    /// Was this member touched? Everything of a new trigger was.
    fn is_touched(&self, member: &str, content: &YumeTriggerContent) -> bool {
        let now = self.trigger.map(|trigger| &trigger.content);
        now.is_none_or(|now| is_same(member, now, content) == Some(false))
    }

    fn put(&mut self, member: &str, value: impl Into<Value>) {
        self.body.insert(member.to_owned(), value.into());
    }

    fn fill(&mut self, content: &YumeTriggerContent) {
        self.fill_statuses(content);
        self.fill_message(content);
        if self.is_touched("order", content)
            && let Some(order) = content.order
        {
            self.put("order", order);
        }
        if self.is_touched("timeout", content) {
            self.fill_timeout(content.timeout.as_deref());
        }
    }

    fn fill_statuses(&mut self, content: &YumeTriggerContent) {
        self.status("type", content.kind.as_ref(), content);
        let both = &content.order_status_from;
        self.status("order_status_from", both.as_ref(), content);
        self.status("order_status_to", content.order_status_to.as_ref(), content);
        let from = content.order_payment_status_from.as_ref();
        self.status("order_payment_status_from", from, content);
        let to = content.order_payment_status_to.as_ref();
        self.status("order_payment_status_to", to, content);
        self.status(
            "sale_status_from",
            content.sale_status_from.as_ref(),
            content,
        );
        self.status("sale_status_to", content.sale_status_to.as_ref(), content);
        self.status("delivery_type", content.delivery_type.as_ref(), content);
        self.status("delivery_status", content.delivery_status.as_ref(), content);
    }

    /// A status that was chosen must be one that is known; the kind cannot be taken away.
    fn status<T: Coded>(&mut self, member: &str, status: Option<&T>, content: &YumeTriggerContent) {
        if !self.is_touched(member, content) {
            return;
        }
        match status {
            None if member == "type" => return self.problems.once(member, YumeProblem::Required),
            Some(status) if status.written(T::USUAL).is_none() => {
                return self.problems.note(member, YumeProblem::Unknown);
            }
            _ => {}
        }
        let now = self.trigger.and_then(|trigger| trigger.wire().get(member));
        let value = self.forms.write(member, status, now);
        self.put(member, value);
    }

    fn fill_message(&mut self, content: &YumeTriggerContent) {
        let touched = ["text", "template_id", "documents"]
            .iter()
            .any(|member| self.is_touched(member, content));
        let is_silent = content.text.is_none() && content.template_id.is_none();
        if touched && is_silent && content.documents.is_empty() {
            self.problems.note("text", YumeProblem::Required);
        }
        if self.is_touched("text", content) {
            self.put("text", content.text.clone());
        }
        if self.is_touched("template_id", content) {
            let id = content.template_id.as_deref().unwrap_or_default();
            self.problems.length("template_id", id, LONGEST);
            self.put("template_id", content.template_id.clone());
        }
        if self.is_touched("template_keys", content) {
            for key in &content.template_keys {
                self.problems.text("template_keys", key, LONGEST);
            }
            self.put("template_keys", content.template_keys.clone());
        }
        if self.is_touched("documents", content) {
            let documents = self.documents(content);
            self.put("documents", documents);
        }
    }

    /// What stands among the documents and is no id stays there.
    fn documents(&self, content: &YumeTriggerContent) -> Vec<Value> {
        let now = self.trigger.and_then(|one| one.wire().get("documents"));
        let strange = now.and_then(Value::as_array).into_iter().flatten();
        let strange = strange.filter(|item| YumeId::read(item).is_none()).cloned();
        let chosen = content.documents.iter().map(|id| id.as_json());
        chosen.chain(strange).collect()
    }

    /// The vendor's schema has no null here, so a delay can be changed and not taken away.
    fn fill_timeout(&mut self, timeout: Option<&str>) {
        match timeout {
            Some(text) if timeout_seconds(text).is_some() => self.put("timeout", text.trim()),
            Some(_) => self.problems.note("timeout", YumeProblem::Unknown),
            None if self.trigger.is_some() => self.problems.note("timeout", YumeProblem::Required),
            None => {}
        }
    }
}
