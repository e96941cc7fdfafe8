//! The create of v2: the balance moves at once, the answer has no id. What both creates have in common is here too.

use super::{
    amounts::{self, Parts, moment, shown},
    answer::{Answer, bad},
    body::Part,
    book::{Author, Book, Row},
    entry::Visit,
    replay::recall,
};
use crate::{answer::Reply, moments::Seconds};
use serde_json::json;

pub fn create_v2(visit: &Visit) -> Answer {
    let whole = visit.json()?;
    let mut book = visit.book();
    let token = match recall(&mut book, visit) {
        Ok(token) => token,
        Err(replayed) => return replayed,
    };
    let body = Part::whole(&whole)?.only(&[
        "park_id",
        "driver_profile_id",
        "category_id",
        "amount",
        "description",
    ])?;
    visit.park(body.required_text("park_id", 100)?)?;
    let driver = body.required_text("driver_profile_id", 100)?;
    let driver_place = book
        .place_of(driver)
        .ok_or_else(|| bad("driver_profile_id: unknown"))?;
    let category = creatable(&book, body.required_text("category_id", 100)?)?;
    let amount = amount(&body, "amount")?.ok_or_else(|| bad("amount: required"))?;
    if amount == 0 {
        return Err(bad("amount: must differ from 0"));
    }
    let description = body
        .any_text("description")?
        .ok_or_else(|| bad("description: required"))?;
    let row = Row {
        at: book.now * 1_000,
        amount,
        driver: driver_place as u32,
        text: book.keep_text(description),
        category: category as u8,
        by: Author::Api(visit.key_place),
        decimals: 4,
        is_made: true,
        ..Row::default()
    };
    let at = row.at;
    let visible_from = visible_from(visit, &book);
    let id = book.push(row, visible_from);
    let reply = Reply::json(&json!({
        "event_at": moment(at),
        "park_id": super::FLEET_PARK,
        "driver_profile_id": driver,
        "category_id": book.categories[category].id,
        "amount": shown(amount, 4),
        "currency_code": "RUB",
        "description": description,
        "created_by": Author::Api(0).shown(&[visit.key.key_id.as_str()]),
    }));
    let now = book.now;
    let token = &mut book.tokens[token];
    token.rows.push(id);
    token.answer = Some((reply.clone(), now));
    Ok(reply)
}

/// From when on the lists show what is made now.
pub fn visible_from(visit: &Visit, book: &Book) -> Seconds {
    book.now + i64::from(visit.sandbox.options().fleet_visible_after)
}

fn creatable(book: &Book, id: &str) -> Result<usize, Reply> {
    let place = book
        .place_of_category(id)
        .ok_or_else(|| bad("category_id: unknown"))?;
    let category = &book.categories[place];
    match category.is_creatable && category.is_enabled {
        true => Ok(place),
        false => Err(bad("category_id: not creatable")),
    }
}

/// An amount as text; `None` where the member is absent.
pub fn amount(part: &Part, name: &str) -> Result<Option<Parts>, Reply> {
    let Some(text) = part.any_text(name)? else {
        return match part.value(name) {
            Some(_) => Err(bad(format!("{name}: a string is expected"))),
            None => Ok(None),
        };
    };
    amounts::read(text).map(Some).ok_or_else(|| {
        bad(format!(
            "{name}: a decimal with at most 4 places is expected"
        ))
    })
}
