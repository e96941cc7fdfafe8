//! Triggers: list, create, replace, change, delete. One is read only by listing all.

use super::{
    answer::{Answer, created, refusal},
    book::Book,
    entry::Visit,
    fields::{blank, shown, taken},
    options::YumeAnswers,
};
use crate::answer::Reply;
use http::StatusCode;
use serde_json::{Map, Value, json};

pub fn list(visit: &Visit) -> Answer {
    let book = visit.book();
    let ints = book.quirks.int_statuses;
    let mut triggers: Vec<_> = book.triggers.iter().collect();
    triggers.sort_by_key(|one| (one.members.get("order").and_then(Value::as_i64), one.id));
    let rows: Vec<Value> = triggers
        .into_iter()
        .map(|one| shown(one, visit.company, ints))
        .collect();
    Ok(Reply::json(&rows))
}

/// Twice the same request, twice the same trigger.
pub fn create(visit: &Visit) -> Answer {
    let mut book = visit.book();
    let given = taken(&visit.members()?, book.quirks.int_statuses)?;
    let mut members = blank();
    members.extend(given);
    let id = book.push_trigger(members);
    Ok(created(&shown_by_id(&mut book, visit, id)?))
}

pub fn replace(visit: &Visit) -> Answer {
    let reset = visit.book().quirks.put_resets;
    change(visit, if reset { blank() } else { Map::new() })
}

pub fn patch(visit: &Visit) -> Answer {
    change(visit, Map::new())
}

/// Sets what the request says, over what it leaves out.
fn change(visit: &Visit, left_out: Map<String, Value>) -> Answer {
    let id = visit.id()?;
    let mut book = visit.book();
    let (now, ints) = (book.now, book.quirks.int_statuses);
    let trigger = book.trigger(id).ok_or_else(unknown)?;
    let given = taken(&visit.members()?, ints)?;
    trigger.members.extend(left_out);
    trigger.members.extend(given);
    trigger.updated = now;
    Ok(Reply::json(&shown_by_id(&mut book, visit, id)?))
}

pub fn delete(visit: &Visit) -> Answer {
    let id = visit.id()?;
    let mut book = visit.book();
    book.trigger(id).ok_or_else(unknown)?;
    book.triggers.retain(|one| one.id != id);
    Ok(match book.quirks.answers {
        YumeAnswers::Texts => Reply::json(&json!({})),
        _ => Reply::no_content(),
    })
}

fn unknown() -> Reply {
    refusal(StatusCode::NOT_FOUND)
}

fn shown_by_id(book: &mut Book, visit: &Visit, id: i64) -> Result<Value, Reply> {
    let ints = book.quirks.int_statuses;
    let trigger = book.trigger(id).ok_or_else(unknown)?;
    Ok(shown(trigger, visit.company, ints))
}
