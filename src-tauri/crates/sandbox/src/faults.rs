//! Faults on demand. A rule names an operation, what goes wrong, whether before or after the effect, and when.
//!
//! Syntax: `operation:effect[=value][/after][@when]`, e.g. `listPayments:latency=800ms`, `updateDriver:drop/after@nth=1`,
//! `*:429=5s@p=0.1`, `listPayments:insert=3@page=2`.

use crate::{fleet::routes::FLEET_OPERATIONS, routes::OPERATIONS, yume::routes::YUME_OPERATIONS};
use std::{fmt, str::FromStr, time::Duration};

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub scope: Scope,
    pub effect: Effect,
    pub moment: Moment,
    pub when: When,
}

/// The operations a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `*`
    All,
    /// `reads`: every GET, the preview of a withdrawal, and all of Fleet but its two creates.
    Reads,
    /// `writes`: everything else.
    Writes,
    /// An operationId.
    One(String),
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `latency=800ms`: the answer comes later.
    Latency(Duration),
    /// `429`, `429=5s`, `429=date5s`: too many requests, with Retry-After absent, in seconds, or as an HTTP date.
    TooMany(RetryAfter),
    /// `500`, `status=503`: this status with the error envelope.
    Status(u16),
    /// `bare=404`: this status with a proxy's plain text, without the envelope.
    Bare(u16),
    /// `drop`: the connection is reset and nothing is answered.
    Drop,
    /// `half`: the connection is reset in the middle of the body.
    Half,
    /// `truncated`: the JSON stops half-way, in an answer that is otherwise whole.
    Truncated,
    /// `html`, `html=502`: a proxy's HTML page.
    Html(u16),
    /// `redirect`, `redirect=https://…`: 302 to elsewhere.
    Redirect(String),
    /// `empty`: 200 with an empty body.
    Empty,
    /// `insert=3`: so many new rows appear in the list before it is read.
    Insert(usize),
    /// `flip=3`: so many rows change status, and may leave the filter, before the list is read.
    Flip(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    Absent,
    Seconds(u64),
    Date(u64),
}

/// Whether the request had its effect before the fault struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Before,
    After,
}

/// Which calls a rule strikes; calls are counted per rule, from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    Always,
    /// `@nth=3`: the third call only.
    Nth(u64),
    /// `@first=2`: the first two calls.
    First(u64),
    /// `@every=5`: every fifth call.
    Every(u64),
    /// `@p=0.1`: one call in ten, by the park's seed.
    Chance(f64),
    /// `@page=2`: the first call that asks for this page.
    Page(u64),
}

/// A rule that cannot be read; carries the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError(pub String);

impl fmt::Display for FaultError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "fault rule `{}` is not `operation:effect[=value][/after][@when]`",
            self.0
        )
    }
}

impl std::error::Error for FaultError {}

impl Fault {
    /// A rule that always strikes before the effect.
    pub fn on(operation: &str, effect: Effect) -> Self {
        let scope = scope(operation);
        let (moment, when) = (Moment::Before, When::Always);
        Self {
            scope,
            effect,
            moment,
            when,
        }
    }

    pub fn after(mut self) -> Self {
        self.moment = Moment::After;
        self
    }

    pub fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    pub(crate) fn concerns(&self, operation: &str, is_read: bool) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Reads => is_read,
            Scope::Writes => !is_read,
            Scope::One(name) => name == operation,
        }
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(rule: &str) -> Result<Self, FaultError> {
        read_rule(rule.trim()).ok_or_else(|| FaultError(rule.to_owned()))
    }
}

fn read_rule(rule: &str) -> Option<Fault> {
    let (operation, rest) = rule.split_once(':')?;
    let (rest, when) = match rest.rsplit_once('@') {
        Some((rest, when)) => (rest, read_when(when)?),
        None => (rest, When::Always),
    };
    let (effect, moment) = match rest.strip_suffix("/after") {
        Some(effect) => (effect, Moment::After),
        None => (rest.strip_suffix("/before").unwrap_or(rest), Moment::Before),
    };
    let (scope, effect) = (scope(operation), read_effect(effect)?);
    is_served(&scope).then_some(Fault {
        scope,
        effect,
        moment,
        when,
    })
}

/// A rule about an operation that the park does not serve would never strike: it is a slip of the pen.
fn is_served(scope: &Scope) -> bool {
    match scope {
        Scope::One(name) => {
            let name = name.as_str();
            OPERATIONS.contains(&name)
                || FLEET_OPERATIONS.contains(&name)
                || YUME_OPERATIONS.contains(&name)
        }
        _ => true,
    }
}

fn scope(operation: &str) -> Scope {
    match operation {
        "*" => Scope::All,
        "reads" => Scope::Reads,
        "writes" => Scope::Writes,
        name => Scope::One(name.to_owned()),
    }
}

fn read_effect(text: &str) -> Option<Effect> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    let code = |default: u16| value.map_or(Some(default), |text| text.parse().ok());
    let count = || value.map_or(Some(1), |text| text.parse().ok());
    Some(match name {
        "latency" => Effect::Latency(duration(value?)?),
        "429" => Effect::TooMany(retry_after(value)?),
        "status" => Effect::Status(code(500)?),
        "bare" => Effect::Bare(code(404)?),
        "drop" => Effect::Drop,
        "half" => Effect::Half,
        "truncated" => Effect::Truncated,
        "html" => Effect::Html(code(502)?),
        "redirect" => Effect::Redirect(value.unwrap_or("/elsewhere").to_owned()),
        "empty" => Effect::Empty,
        "insert" => Effect::Insert(count()?),
        "flip" => Effect::Flip(count()?),
        status => Effect::Status(status.parse().ok()?),
    })
}

fn retry_after(value: Option<&str>) -> Option<RetryAfter> {
    let Some(value) = value else {
        return Some(RetryAfter::Absent);
    };
    match value.strip_prefix("date") {
        Some(text) => Some(RetryAfter::Date(duration(text)?.as_secs())),
        None => Some(RetryAfter::Seconds(duration(value)?.as_secs())),
    }
}

fn read_when(text: &str) -> Option<When> {
    let (name, value) = text.split_once('=')?;
    Some(match name {
        "nth" => When::Nth(value.parse().ok()?),
        "first" => When::First(value.parse().ok()?),
        "every" => When::Every(value.parse().ok().filter(|every| *every > 0)?),
        "p" => When::Chance(value.parse().ok()?),
        "page" => When::Page(value.parse().ok()?),
        _ => return None,
    })
}

/// `800ms`, `5s`, or bare seconds.
pub fn duration(text: &str) -> Option<Duration> {
    if let Some(millis) = text.strip_suffix("ms") {
        return millis.parse().ok().map(Duration::from_millis);
    }
    let seconds = text.strip_suffix('s').unwrap_or(text);
    seconds.parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rule: &str) -> Fault {
        rule.parse().unwrap()
    }

    #[test]
    fn a_rule_is_read_as_it_is_written() {
        let latency = Effect::Latency(Duration::from_millis(800));
        assert_eq!(
            read("listPayments:latency=800ms"),
            Fault::on("listPayments", latency)
        );
        assert_eq!(
            read("updateDriver:drop/after@nth=1"),
            Fault::on("updateDriver", Effect::Drop)
                .after()
                .when(When::Nth(1))
        );
        assert_eq!(
            read("*:429=date5s@p=0.1"),
            Fault::on("*", Effect::TooMany(RetryAfter::Date(5))).when(When::Chance(0.1))
        );
        assert_eq!(read("writes:503").effect, Effect::Status(503));
        assert_eq!(
            read("reads:redirect=https://example.com/login").effect,
            Effect::Redirect("https://example.com/login".to_owned())
        );
        assert_eq!(read("listPayments:insert=3@page=2").when, When::Page(2));
    }

    #[test]
    fn a_mistyped_rule_is_refused_and_never_ignored() {
        for rule in [
            "",
            "listPayments",
            ":500",
            "getDriver:lateny=1s",
            "getDriver:500@nht=1",
            "getDriver:latency",
            "getDriver:429=x",
            "getDriver:500@every=0",
            "getDrivers:500",
        ] {
            assert_eq!(rule.parse::<Fault>(), Err(FaultError(rule.to_owned())));
        }
    }
}
