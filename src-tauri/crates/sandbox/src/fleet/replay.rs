//! What the service remembers of an idempotency token, and what it answers to a token that it has seen.

use super::{
    answer::{Answer, bad, refusal},
    book::Book,
    entry::Visit,
    options::ReplayAnswer,
};
use crate::{answer::Reply, moments::Seconds};
use bytes::Bytes;
use http::StatusCode;

/// A token of one operation and everything that came under it.
#[derive(Clone, Debug)]
pub struct Remembered {
    pub operation: &'static str,
    pub token: String,
    /// The body of the first request.
    pub body: Bytes,
    /// Requests that came as far as the service, refused ones included.
    pub requests: u32,
    /// Requests whose body was not the first one.
    pub other_bodies: u32,
    /// The answer to give again, and since when it is known. A refusal is not remembered.
    pub answer: Option<(Reply, Seconds)>,
    /// Rows of v2, by id; events of v3, by number. More than one means that the token was forgotten meanwhile.
    pub rows: Vec<u64>,
    pub events: Vec<u32>,
}

impl Remembered {
    pub fn effects(&self) -> usize {
        self.rows.len() + self.events.len()
    }
}

/// Counts a request under its token; answers the place of the token, or what a remembered token gets.
pub fn recall(book: &mut Book, visit: &Visit) -> Result<usize, Answer> {
    let now = book.now;
    let replay = visit.quirks.replay;
    let place = place_of(book, visit);
    let one = &mut book.tokens[place];
    let is_other = one.body != visit.body;
    one.requests += 1;
    one.other_bodies += u32::from(is_other);
    let is_forgotten = |since: Seconds| {
        let life = replay.forgotten_after.map(i64::from);
        life.is_some_and(|life| now >= since + life)
    };
    let Some((answer, _)) = one
        .answer
        .as_ref()
        .filter(|(_, since)| !is_forgotten(*since))
    else {
        return Ok(place);
    };
    if is_other && replay.refuses_other_body {
        return Err(Err(bad("X-Idempotency-Token: used with another body")));
    }
    Err(match replay.answer {
        ReplayAnswer::First => Ok(answer.clone()),
        ReplayAnswer::Conflict409 => Err(refusal(StatusCode::CONFLICT)),
    })
}

fn place_of(book: &mut Book, visit: &Visit) -> usize {
    let mut known = book.tokens.iter();
    let found = known.position(|one| one.token == visit.token && one.operation == visit.operation);
    found.unwrap_or_else(|| {
        book.tokens.push(Remembered {
            operation: visit.operation,
            token: visit.token.to_owned(),
            body: visit.body.clone(),
            requests: 0,
            other_bodies: 0,
            answer: None,
            rows: Vec::new(),
            events: Vec::new(),
        });
        book.tokens.len() - 1
    })
}
