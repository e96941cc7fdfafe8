//! The create of v3: answered at once, carried out later, or refused later. 200 does not mean that the money moved.

use super::{
    amounts::{Parts, moment, read, shown},
    answer::{Answer, bad, refusal},
    body::Part,
    book::{Author, Book, Row, event_id},
    creates::amount,
    entry::Visit,
    replay::recall,
};
use crate::{answer::Reply, moments::Seconds};
use http::StatusCode;
use serde_json::{Value, json};

/// The kinds of `data`.
const KINDS: [&str; 11] = [
    "other",
    "rent",
    "deposit",
    "payout",
    "insurance",
    "fine",
    "damage",
    "fuel",
    "referal",
    "topup",
    "bonus",
];
const OPEN: &str = "in_progress";

/// A v3 transaction and how far it is.
#[derive(Clone, Debug)]
pub struct Event {
    pub number: u32,
    pub driver: u32,
    pub amount: Parts,
    pub kind: &'static str,
    pub description: String,
    pub fee_amount: Option<String>,
    pub balance_min: Option<Parts>,
    pub created_at: Seconds,
    /// When it ends, whatever is read.
    pub due: Seconds,
    /// Reads of its state that are left until it ends earlier; `None` = reads do not count.
    pub reads_left: Option<u32>,
    /// Seconds from its end until the lists show its row.
    pub visible_after: Seconds,
    /// Fails although nothing is wrong with it.
    pub is_doomed: bool,
    pub by: Author,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    /// With the row that it became.
    Success(u64),
    /// With what is told about it.
    Fail(&'static str),
}

impl State {
    pub fn text(&self) -> &'static str {
        match self {
            Self::Open => OPEN,
            Self::Success(_) => "success",
            Self::Fail(_) => "fail",
        }
    }
}

pub fn create_v3(visit: &Visit) -> Answer {
    let whole = visit.json()?;
    let mut book = visit.book();
    let token = match recall(&mut book, visit) {
        Ok(token) => token,
        Err(replayed) => return replayed,
    };
    let mut event = read_event(visit, &book, &whole)?;
    event.number = book.next_event();
    let id = event_id(event.number);
    let contractor = book.drivers[event.driver as usize].id.clone();
    let status = shown_state(visit, &event.state);
    let reply = Reply::json(&json!({
        "id": id,
        "park_id": super::FLEET_PARK,
        "contractor_profile_id": contractor,
        "version": 1,
        "status": status,
        "created_at": moment(book.now * 1_000),
    }));
    let now = book.now;
    let remembered = &mut book.tokens[token];
    remembered.events.push(event.number);
    remembered.answer = Some((reply.clone(), now));
    book.events.push(event);
    Ok(reply)
}

fn read_event(visit: &Visit, book: &Book, whole: &Value) -> Result<Event, Reply> {
    let body = Part::whole(whole)?.only(&[
        "park_id",
        "contractor_profile_id",
        "amount",
        "data",
        "description",
        "condition",
        "version",
    ])?;
    visit.park(body.required_text("park_id", 100)?)?;
    let driver = book
        .place_of(body.required_text("contractor_profile_id", 100)?)
        .ok_or_else(|| refusal(StatusCode::NOT_FOUND))?;
    let amount_asked = amount(&body, "amount")?.ok_or_else(|| bad("amount: required"))?;
    if amount_asked == 0 {
        return Err(bad("amount: must differ from 0"));
    }
    if body.count("version", 1, u64::MAX)?.unwrap_or(1) > 1 {
        return Err(bad("version: there is no transaction to change"));
    }
    let (kind, reason, fee_amount) = read_data(&whole["data"])?;
    let description = body.text("description", 256)?;
    let balance_min = match body.part("condition", &["balance_min"])? {
        Some(condition) => amount(&condition, "balance_min")?,
        None => None,
    };
    let options = visit.sandbox.options();
    let number = book.events.len() as u32 + 1;
    let fails = visit.quirks.v3_fail_every;
    Ok(Event {
        number: 0,
        driver: driver as u32,
        amount: amount_asked,
        kind,
        description: description.unwrap_or(&reason).to_owned(),
        fee_amount,
        balance_min,
        created_at: book.now,
        due: book.now + i64::from(options.fleet_v3_takes),
        reads_left: options.fleet_v3_reads,
        visible_after: options.fleet_visible_after.into(),
        is_doomed: fails.is_some_and(|every| number.is_multiple_of(every.max(1))),
        by: Author::Api(visit.key_place),
        state: State::Open,
    })
}

/// The kind, the reason of `other`, and the fee where the kind has one. Only `other` is known whole: the members of the
/// others are let through, but an amount among them has to be one.
fn read_data(data: &Value) -> Result<(&'static str, String, Option<String>), Reply> {
    let part = Part::whole(data).map_err(|_| bad("data: an object is expected"))?;
    let named = part.required_text("kind", 100)?;
    let kind = KINDS.iter().find(|kind| **kind == named);
    let kind = *kind.ok_or_else(|| bad("data.kind: unknown"))?;
    if kind == "other" {
        let part = part.only(&["kind", "reason"])?;
        let reason = part.required_text("reason", 1_000)?;
        return Ok((kind, reason.to_owned(), None));
    }
    for name in ["fee_amount", "payout_amount", "park_fee"] {
        if let Some(text) = part.any_text(name)?
            && read(text).is_none()
        {
            return Err(bad(format!("data.{name}: a decimal is expected")));
        }
    }
    let fee = part.any_text("fee_amount")?.map(str::to_owned);
    Ok((kind, String::new(), fee))
}

fn shown_state(visit: &Visit, state: &State) -> String {
    let open = visit.quirks.v3_open_status.clone();
    match (state, open) {
        (State::Open, Some(text)) => text,
        _ => state.text().to_owned(),
    }
}

pub fn status(visit: &Visit) -> Answer {
    visit.park(visit.parameter("park_id", 100)?)?;
    let contractor = visit.parameter("contractor_profile_id", 100)?;
    let id = visit.parameter("id", 1_000)?;
    let version: u32 = visit
        .parameter("version", 20)?
        .parse()
        .ok()
        .filter(|version| *version >= 1)
        .ok_or_else(|| bad("version: an integer from 1 is expected"))?;
    let mut book = visit.book();
    let driver = book.place_of(contractor).map(|place| place as u32);
    let found = book
        .events
        .iter_mut()
        .find(|one| Some(one.driver) == driver && event_id(one.number) == id);
    let Some(event) = found.filter(|_| version == 1) else {
        return Err(refusal(StatusCode::NOT_FOUND));
    };
    event.reads_left = event.reads_left.map(|left| left.saturating_sub(1));
    let number = event.number;
    book.settle_events();
    let event = book.events.iter().find(|one| one.number == number);
    let event = event.ok_or_else(|| refusal(StatusCode::NOT_FOUND))?;
    Ok(Reply::json(&shown_status(visit, event, contractor)))
}

fn shown_status(visit: &Visit, event: &Event, contractor: &str) -> Value {
    let id = event_id(event.number);
    let mut info = json!({
        "version": 1,
        "created_at": moment(event.created_at * 1_000),
        "status": shown_state(visit, &event.state),
        "amount": shown(event.amount, 4),
    });
    if let Some(fee) = &event.fee_amount {
        info["fee_amount"] = json!(fee);
    }
    if let State::Fail(why) = event.state {
        info["status_description"] = json!(why);
    }
    let mut answer = json!({
        "id": id,
        "park_id": super::FLEET_PARK,
        "contractor_profile_id": contractor,
        "event_id": id,
        "latest_version": 1,
        "version_info": info,
    });
    if let State::Success(_) = event.state {
        answer["latest_success_version"] = json!(1);
    }
    answer
}

impl Book {
    /// Ends the events whose time has come, in the order in which it came.
    pub fn settle_events(&mut self) {
        let now = self.now;
        let is_due =
            |one: &Event| one.state == State::Open && (one.due <= now || one.reads_left == Some(0));
        let due: Vec<usize> = (0..self.events.len())
            .filter(|place| is_due(&self.events[*place]))
            .collect();
        for place in due {
            let event = self.events[place].clone();
            let balance = self.drivers[event.driver as usize].balance;
            let state = if event.is_doomed {
                State::Fail("Операция отклонена")
            } else if event.balance_min.is_some_and(|least| balance < least) {
                State::Fail("Баланс меньше минимального")
            } else {
                State::Success(self.carry_out(&event))
            };
            self.events[place].state = state;
        }
    }

    fn carry_out(&mut self, event: &Event) -> u64 {
        let at = event.due.min(self.now);
        let category = format!("partner_service_external_event_{}", event.kind);
        let row = Row {
            at: at * 1_000,
            amount: event.amount,
            driver: event.driver,
            text: self.keep_text(&event.description),
            event: event.number,
            category: super::categories::place(&category),
            by: event.by,
            decimals: 4,
            is_made: true,
            ..Row::default()
        };
        self.push(row, at + event.visible_after)
    }
}
