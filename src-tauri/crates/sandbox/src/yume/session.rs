//! Login, refresh, logout, and the companies of an account. Tokens look like the vendor's: three parts, the middle one
//! telling when they end.

use super::{
    COMPANIES,
    answer::{Answer, detail, invalid, refusal, wrong},
    book::{Book, Token},
    entry::Visit,
    options::YumeAnswers,
};
use crate::{answer::Reply, moments::Seconds, seed::dice::Dice};
use http::{StatusCode, header};
use serde_json::{Map, Value, json};
use std::time::Duration;
use tokio::time::Instant;

const REFRESH_LIVES: Seconds = 30 * 86_400;
const PER_MINUTE: usize = 10;
const PER_HOUR: usize = 100;
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

impl Book {
    /// Place of the user whose token this is, if it is alive.
    pub fn user_of(&self, text: &str, is_refresh: bool) -> Option<usize> {
        let mut tokens = self.tokens.iter();
        let token = tokens.find(|one| one.text == text && one.is_refresh == is_refresh)?;
        (token.ends > self.now).then_some(token.user)
    }

    fn give(&mut self, seed: u64, user: usize, is_refresh: bool) -> String {
        let lives = match is_refresh {
            true => REFRESH_LIVES,
            false => self.quirks.access_seconds.into(),
        };
        let kind = if is_refresh { "refresh" } else { "access" };
        let ends = self.now + lives;
        self.given += 1;
        let mut dice = Dice::new(seed ^ self.given, 211);
        let claims = json!({"token_type": kind, "exp": ends, "iat": self.now, "user_id": user + 1});
        let text = format!(
            "demo-yume-{kind}.{}.{:016x}{:016x}",
            base64url(claims.to_string().as_bytes()),
            dice.next(),
            dice.next()
        );
        self.tokens.push(Token {
            text: text.clone(),
            user,
            is_refresh,
            ends,
        });
        text
    }

    /// How long a login has to wait.
    fn login_waits(&mut self) -> Option<Duration> {
        let now = Instant::now();
        while self.logins.front().is_some_and(|at| now - *at >= HOUR) {
            self.logins.pop_front();
        }
        let nth_last = |count: usize| {
            let place = self.logins.len().checked_sub(count)?;
            self.logins.get(place).copied()
        };
        let rests = [(PER_MINUTE, MINUTE), (PER_HOUR, HOUR)]
            .into_iter()
            .filter_map(|(count, span)| span.checked_sub(now - nth_last(count)?));
        let wait = rests.max().filter(|wait| !wait.is_zero());
        if wait.is_none() {
            self.logins.push_back(now);
        }
        wait
    }
}

pub fn login(visit: &Visit) -> Answer {
    let mut book = visit.book();
    if let Some(wait) = book.login_waits() {
        return Err(too_many(wait));
    }
    let members = visit.members()?;
    let [username, password] = texts(&members, ["username", "password"])?;
    let users = &visit.sandbox.options().yume_users;
    let mut known = users.iter();
    let found = known.position(|user| user.login == username && user.password == password);
    let Some(user) = found else {
        return Err(detail(
            StatusCode::UNAUTHORIZED,
            "Не найдено активной учетной записи с указанными данными",
        ));
    };
    let seed = visit.sandbox.options().seed;
    let (access, refresh) = (book.give(seed, user, false), book.give(seed, user, true));
    Ok(Reply::json(&json!({"access": access, "refresh": refresh})))
}

pub fn refresh(visit: &Visit) -> Answer {
    let members = visit.members()?;
    let [refresh] = texts(&members, ["refresh"])?;
    let mut book = visit.book();
    let Some(user) = book.user_of(&refresh, true) else {
        let body =
            json!({"detail": "Токен недействителен или просрочен", "code": "token_not_valid"});
        return Err(Reply::json(&body).with_status(StatusCode::UNAUTHORIZED));
    };
    let access = book.give(visit.sandbox.options().seed, user, false);
    Ok(Reply::json(&json!({"access": access})))
}

pub fn logout(visit: &Visit) -> Answer {
    let members = visit.members()?;
    let [refresh] = texts(&members, ["refresh"])?;
    let mut book = visit.book();
    let before = book.tokens.len();
    book.tokens
        .retain(|token| !(token.is_refresh && token.text == refresh));
    match book.tokens.len() < before {
        true => Ok(said_nothing(&book)),
        false => Err(wrong("refresh", "Токен недействителен или просрочен")),
    }
}

/// The success of an operation without a described answer.
pub fn said_nothing(book: &Book) -> Reply {
    match book.quirks.answers {
        YumeAnswers::Objects => Reply::json(&json!({})),
        YumeAnswers::Nothing => Reply::bare(StatusCode::OK),
        YumeAnswers::Texts => Reply::json(&json!("ok")),
    }
}

/// A plain list unless a page is asked for.
pub fn companies(visit: &Visit) -> Answer {
    let own = visit.user.map_or(&[][..], |user| &user.companies);
    let rows: Vec<Value> = COMPANIES
        .iter()
        .filter(|(id, _, _)| own.contains(id))
        .map(|(id, name, currency)| {
            json!({"id": id, "name": name, "currency": currency, "domain": format!("park-{id}")})
        })
        .collect();
    let query = &visit.knock.query;
    let (page, size) = (query.one("page"), query.one("pageSize"));
    if page.is_none() && size.is_none() {
        return Ok(Reply::json(&rows));
    }
    let number = |text: Option<&str>, usual| text.map_or(Some(usual), |text| text.parse().ok());
    let not_found = || refusal(StatusCode::NOT_FOUND);
    let page = number(page, 1_usize).filter(|page| *page > 0);
    let size = number(size, 20).filter(|size| *size > 0);
    let (page, size) = page.zip(size).ok_or_else(not_found)?;
    let from = (page - 1).saturating_mul(size);
    if from > 0 && from >= rows.len() {
        return Err(not_found());
    }
    let shown: Vec<&Value> = rows.iter().skip(from).take(size).collect();
    let link = |page: usize| format!("/v1/tenant/?page={page}&pageSize={size}");
    let has_more = from.saturating_add(size) < rows.len();
    Ok(Reply::json(&json!({
        "count": rows.len(),
        "next": has_more.then(|| link(page + 1)),
        "previous": (page > 1).then(|| link(page - 1)),
        "results": shown,
    })))
}

fn too_many(wait: Duration) -> Reply {
    let seconds = wait.as_millis().div_ceil(1_000);
    let body = json!({
        "detail": format!("Запрос был проигнорирован. Ожидается доступность через {seconds} секунд."),
        "retry_after": u64::try_from(seconds).unwrap_or(3_600),
    });
    Reply::json(&body)
        .with_status(StatusCode::TOO_MANY_REQUESTS)
        .with_header(header::RETRY_AFTER, seconds.to_string())
}

/// Texts that must be there; all that are missing are told at once.
fn texts<const N: usize>(
    members: &Map<String, Value>,
    names: [&str; N],
) -> Result<[String; N], Reply> {
    let mut faults = Map::new();
    let texts = names.map(|name| {
        let fault = match members.get(name) {
            Some(Value::String(text)) if !text.is_empty() => return text.clone(),
            Some(Value::String(_)) => "Это поле не может быть пустым.",
            Some(_) => "Not a valid string.",
            None => "Обязательное поле.",
        };
        faults.insert(name.to_owned(), json!([fault]));
        String::new()
    });
    match faults.is_empty() {
        true => Ok(texts),
        false => Err(invalid(&faults)),
    }
}

/// Base64 with the alphabet of addresses, without padding.
fn base64url(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=three.len() {
            let sign = bits >> (18 - 6 * place) & 63;
            text.push(char::from(SIGNS[sign as usize]));
        }
    }
    text
}
