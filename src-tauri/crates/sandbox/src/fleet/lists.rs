//! The three lists of transactions. Two of them go by a cursor, youngest rows first; the list by orders has no pages.

use super::{
    ORDER,
    amounts::{moment, shown},
    answer::{Answer, bad, refusal},
    body::{Interval, Part},
    book::{Book, NOBODY, Row, event_id},
    cursor::{Cursor, fingerprint},
    entry::Visit,
    id_of, id_parts,
};
use crate::answer::Reply;
use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashSet;

const DEFAULT_LIMIT: u64 = 40;
const LARGEST_LIMIT: u64 = 1_000;

/// A row as the lists show it.
#[derive(Serialize)]
struct Shown<'a> {
    id: String,
    event_at: String,
    category_id: &'a str,
    category_name: String,
    amount: String,
    currency_code: &'static str,
    description: String,
    created_by: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    driver_profile_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<String>,
}

#[derive(Serialize)]
struct Page<'a> {
    transactions: Vec<Shown<'a>>,
    limit: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

pub const fn currency(row: &Row) -> &'static str {
    match row.is_foreign {
        true => "KZT",
        false => "RUB",
    }
}

fn show<'a>(book: &'a Book, visit: &Visit, row: &Row) -> Shown<'a> {
    let keys = &visit.sandbox.options().fleet_keys;
    let key_ids: Vec<&str> = keys.iter().map(|key| key.key_id.as_str()).collect();
    let category = &book.categories[usize::from(row.category)];
    Shown {
        id: row.id.to_string(),
        event_at: moment(row.at),
        category_id: &category.id,
        category_name: category.title(visit.russian),
        amount: shown(row.amount, row.decimals),
        currency_code: currency(row),
        description: book.description(row),
        created_by: row.by.shown(&key_ids),
        driver_profile_id: (row.driver != NOBODY)
            .then(|| book.drivers[row.driver as usize].id.as_str()),
        order_id: (row.order > 0).then(|| id_of(ORDER, row.order.into())),
        event_id: (row.event > 0).then(|| event_id(row.event)),
    }
}

/// What a list with a cursor was asked for.
struct Asked {
    period: Interval,
    categories: Option<HashSet<String>>,
    /// The outer `None` = of everybody, the inner = of somebody whom nobody knows.
    driver: Option<Option<usize>>,
    limit: u64,
    cursor: Option<Cursor>,
    query: u32,
}

pub fn of_park(visit: &Visit) -> Answer {
    list(visit, false)
}

pub fn of_driver(visit: &Visit) -> Answer {
    list(visit, true)
}

fn list(visit: &Visit, by_driver: bool) -> Answer {
    let whole = visit.json()?;
    let book = visit.book();
    let asked = read(visit, &book, &whole, by_driver)?;
    if let Some(large) = visit.quirks.large_pages
        && asked.limit > large.over
    {
        let status = StatusCode::from_u16(large.status);
        return Err(refusal(status.unwrap_or(StatusCode::GATEWAY_TIMEOUT)));
    }
    Ok(Reply::json(&page(visit, &book, &asked)))
}

fn read(visit: &Visit, book: &Book, whole: &Value, by_driver: bool) -> Result<Asked, Reply> {
    let body = Part::whole(whole)?.only(&["query", "limit", "cursor"])?;
    let query = body.required_part("query", &["park"])?;
    let members: &[&str] = match by_driver {
        true => &["id", "transaction", "driver_profile"],
        false => &["id", "transaction"],
    };
    let park = query.required_part("park", members)?;
    visit.of_park(&park)?;
    let rows = park.required_part("transaction", &["event_at", "category_ids"])?;
    let period = rows.whole_interval("event_at")?;
    let driver = match by_driver {
        false => None,
        true => {
            let driver = park.required_part("driver_profile", &["id"])?;
            Some(book.place_of(driver.required_text("id", 100)?))
        }
    };
    let print = fingerprint(&whole["query"]);
    let cursor = match body.text("cursor", 1_000)? {
        None => None,
        Some(text) => Some(
            Cursor::read(text)
                .filter(|cursor| cursor.query == print)
                .ok_or_else(|| bad("cursor: not a cursor of this query"))?,
        ),
    };
    Ok(Asked {
        period,
        categories: categories(&rows)?,
        driver,
        limit: body
            .count("limit", 1, LARGEST_LIMIT)?
            .unwrap_or(DEFAULT_LIMIT),
        cursor,
        query: print,
    })
}

/// Unknown categories are none of the park's rows; repeated ones are refused.
fn categories(rows: &Part) -> Result<Option<HashSet<String>>, Reply> {
    let Some(ids) = rows.ids("category_ids")? else {
        return Ok(None);
    };
    let unique: HashSet<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    match unique.len() == ids.len() {
        true => Ok(Some(unique)),
        false => Err(bad("category_ids: the items repeat")),
    }
}

fn page<'a>(visit: &Visit, book: &'a Book, asked: &Asked) -> Page<'a> {
    let quirks = &visit.quirks;
    let number = asked.cursor.map_or(1, |cursor| cursor.page);
    let (window, skipped) = rest(book, asked, quirks.cursor_by_offset);
    let fits = fitting(book, asked);
    let mut left = window
        .iter()
        .rev()
        .filter(|row| fits(row))
        .skip(skipped)
        .peekable();
    let is_left_empty = quirks
        .empty_pages
        .is_some_and(|every| every > 1 && number.is_multiple_of(every))
        && left.peek().is_some();
    let count = if is_left_empty { 0 } else { asked.limit };
    let rows: Vec<&Row> = left.by_ref().take(count as usize).collect();
    let goes_on = left.peek().is_some() || (quirks.lingering_cursor && !rows.is_empty());
    let after = match rows.last() {
        _ if quirks.cursor_by_offset => (0, (skipped + rows.len()) as u64),
        Some(row) => (row.at, row.id),
        None => asked.start(),
    };
    let next = Cursor {
        page: number + 1,
        after,
        query: asked.query,
    };
    Page {
        transactions: rows.iter().map(|row| show(book, visit, row)).collect(),
        limit: asked.limit,
        cursor: match goes_on {
            true => Some(next.text()),
            false => (!quirks.absent_last_cursor).then(String::new),
        },
    }
}

impl Asked {
    /// The row after which this page begins, youngest first.
    fn start(&self) -> (i64, u64) {
        let first = (i64::MAX, u64::MAX);
        self.cursor.map_or(first, |cursor| cursor.after)
    }
}

/// The rows of the period that earlier pages have not passed, and how many of the fitting ones to skip where the cursor
/// counts them.
fn rest<'a>(book: &'a Book, asked: &Asked, by_offset: bool) -> (&'a [Row], usize) {
    let counts = by_offset && asked.cursor.is_some();
    let start = asked.start();
    let is_before = |row: &Row| counts || (row.at, row.id) < start;
    let first = book.rows.partition_point(|row| row.at < asked.period.from);
    let end = book
        .rows
        .partition_point(|row| row.at < asked.period.to && is_before(row));
    let skipped = if counts { start.1 as usize } else { 0 };
    (book.rows.get(first..end).unwrap_or_default(), skipped)
}

fn fitting<'a>(book: &'a Book, asked: &Asked) -> impl Fn(&Row) -> bool + use<'a> {
    let wanted: Option<Vec<bool>> = asked.categories.as_ref().map(|ids| {
        let known = book.categories.iter();
        known.map(|one| ids.contains(&one.id)).collect()
    });
    let driver = asked.driver;
    move |row| {
        let category = usize::from(row.category);
        wanted.as_ref().is_none_or(|wanted| wanted[category])
            && driver.is_none_or(|driver| driver == Some(row.driver as usize))
            && book.is_listed(row)
    }
}

pub fn of_orders(visit: &Visit) -> Answer {
    let whole = visit.json()?;
    let query = Part::whole(&whole)?
        .only(&["query"])?
        .required_part("query", &["park"])?;
    let park = query.required_part("park", &["id", "order", "transaction"])?;
    visit.of_park(&park)?;
    let order = park.required_part("order", &["ids"])?;
    let ids = order
        .ids("ids")?
        .ok_or_else(|| bad("order.ids: required"))?;
    let ids: HashSet<&str> = ids.into_iter().collect();
    let period = match park.part("transaction", &["event_at"])? {
        Some(rows) => orders_period(&rows)?,
        None => Interval::EVER,
    };
    let asked: HashSet<(u64, u64)> = ids.iter().filter_map(|id| parts_of(id)).collect();
    let book = visit.book();
    let fits = |row: &&Row| {
        row.order > 0
            && period.holds(row.at)
            && asked.contains(&id_parts(ORDER, row.order.into()))
            && book.is_listed(row)
    };
    let rows = book.rows.iter().rev().filter(fits);
    let shown: Vec<Shown> = rows.map(|row| show(&book, visit, row)).collect();
    Ok(Reply::json(&json!({"transactions": shown})))
}

/// Here an interval without ends is let through.
fn orders_period(rows: &Part) -> Result<Interval, Reply> {
    match rows.value("event_at") {
        Some(Value::Object(ends)) if ends.is_empty() => Ok(Interval::EVER),
        _ => Ok(rows.interval("event_at")?.unwrap_or(Interval::EVER)),
    }
}

fn parts_of(id: &str) -> Option<(u64, u64)> {
    if id.len() != 32 || !id.is_ascii() {
        return None;
    }
    let half = |text: &str| u64::from_str_radix(text, 16).ok();
    Some((half(&id[..16])?, half(&id[16..])?))
}
