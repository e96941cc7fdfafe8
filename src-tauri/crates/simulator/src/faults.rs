//! What becomes of a request on its way: it arrives or not, in time or late, and its answer comes back whole, broken, or
//! in another's words. Everything that these do is possible on a real network. Only the service says 204, its documented
//! yes: nobody could tell a forged one from the truth.

use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode, header};
use transport::{WireBody, full_body};

use crate::dice::Dice;

/// How long the program waits for an answer.
pub const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It arrives and is answered.
    Whole { there: Duration, back: Duration },
    /// No connection: nothing leaves this computer.
    NoWay,
    /// Nothing comes back. `arrives`: it had its effect all the same.
    Lost {
        there: Duration,
        arrives: bool,
        silent: bool,
    },
    /// It arrives when nobody waits any more.
    Late { there: Duration },
    /// Another answer than the service's own.
    Spoilt {
        there: Duration,
        arrives: bool,
        how: Spoilt,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoilt {
    /// With the service's error envelope.
    Status(u16),
    /// In a proxy's words.
    Bare(u16),
    TooMany(u64),
    Html(u16),
    Truncated,
    Redirect,
    /// 200 without a body, whether or not there was an effect.
    Empty,
}

/// After any of these nobody knows whether the request had its effect.
const UNCLEAR: [u16; 8] = [408, 409, 425, 500, 502, 503, 504, 521];
/// Refusals in which the service itself has no part.
const BARE: [u16; 4] = [400, 403, 404, 413];

impl Fate {
    /// `share`: of a hundred requests, how many meet a fault.
    pub fn draw(dice: &mut Dice, share: u64) -> Self {
        let there = dice.millis(15, 900);
        if !dice.percent(share) {
            let slow = dice.percent(5);
            let back = if slow {
                dice.millis(3_000, 28_000)
            } else {
                dice.millis(15, 900)
            };
            return Self::Whole { there, back };
        }
        let arrives = dice.percent(50);
        match dice.weighted(&[10, 30, 10, 50]) {
            0 => Self::NoWay,
            1 => Self::Lost {
                there,
                arrives,
                silent: dice.percent(50),
            },
            2 => Self::Late {
                there: PATIENCE + dice.seconds(1, 90),
            },
            _ => Self::spoilt(dice, there, arrives),
        }
    }

    fn spoilt(dice: &mut Dice, there: Duration, arrives: bool) -> Self {
        let code = |dice: &mut Dice, of: &[u16]| dice.pick(of).unwrap_or(500);
        let how = match dice.below(7) {
            0 | 1 => Spoilt::Status(code(dice, &UNCLEAR)),
            2 => Spoilt::Bare(code(dice, &BARE)),
            3 => {
                let longest = if dice.percent(80) { 40 } else { 900 };
                Spoilt::TooMany(dice.between(0, longest))
            }
            4 => Spoilt::Html(code(dice, &[200, 502])),
            5 => Spoilt::Redirect,
            _ => match dice.percent(50) {
                true => Spoilt::Truncated,
                false => Spoilt::Empty,
            },
        };
        Self::Spoilt {
            there,
            arrives,
            how,
        }
    }

    /// Of what is not to arrive later than this after it left: it comes just in time, or, where that is while somebody
    /// still waits, not at all.
    pub fn within(self, latest: Duration) -> Self {
        match self {
            Self::Late { there } if there > latest && latest > PATIENCE => {
                Self::Late { there: latest }
            }
            Self::Late { there } if there > latest => Self::Lost {
                there: Duration::ZERO,
                arrives: false,
                silent: true,
            },
            other => other,
        }
    }

    pub const fn is_fault(&self) -> bool {
        !matches!(self, Self::Whole { .. })
    }
}

/// The service's own words of a failure: Jump's, and Yandex's.
const ENVELOPE: &str = r#"{"error": {"title": "Ошибка", "detail": "Внутренняя ошибка сервера", "fields": null, "code": 0}}"#;
const FLEET_ENVELOPE: &str =
    r#"{"code": "internal_error", "message": "Внутренняя ошибка сервера"}"#;

impl Spoilt {
    /// `fleet`: Yandex is asked, and not Jump.
    pub fn answer(self, fleet: bool) -> Response<WireBody> {
        let json = |status, text: &'static str| answer(status, "application/json", text);
        match self {
            Self::Status(code) if fleet => json(code, FLEET_ENVELOPE),
            Self::Status(code) => json(code, ENVELOPE),
            Self::Bare(code) => answer(code, "text/plain", "refused by the proxy"),
            Self::TooMany(seconds) => {
                let mut refusal = json(429, r#"{"message": "Too Many Attempts."}"#);
                if seconds > 0 {
                    refusal
                        .headers_mut()
                        .insert(header::RETRY_AFTER, seconds.into());
                }
                refusal
            }
            Self::Html(code) => answer(code, "text/html", "<html><h1>Bad Gateway</h1></html>"),
            Self::Truncated => json(200, r#"{"data": {"#),
            Self::Redirect => {
                let mut away = answer(302, "text/plain", "");
                let to = header::HeaderValue::from_static("/login");
                away.headers_mut().insert(header::LOCATION, to);
                away
            }
            Self::Empty => answer(200, "application/json", ""),
        }
    }
}

fn answer(code: u16, kind: &'static str, text: &'static str) -> Response<WireBody> {
    let mut response = Response::new(full_body(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
    let kind = header::HeaderValue::from_static(kind);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_fault_is_drawn_with_and_without_an_effect() {
        let mut dice = Dice::new(1, 1);
        let mut kinds = std::collections::BTreeSet::new();
        for _ in 0..5_000 {
            let fate = Fate::draw(&mut dice, 100);
            assert!(fate.is_fault());
            let Fate::Spoilt { arrives, how, .. } = fate else {
                kinds.insert(format!("{:?}", std::mem::discriminant(&fate)));
                continue;
            };
            assert_ne!(how.answer(false).status(), 204);
            if how == Spoilt::Empty {
                kinds.insert(format!("{how:?}, arrives: {arrives}"));
            }
            kinds.insert(format!("{how:?}"));
        }
        for arrives in [false, true] {
            assert!(kinds.contains(&format!("Empty, arrives: {arrives}")));
        }
        assert!(kinds.len() > 50, "every kind of fault is drawn: {kinds:?}");
        assert!(!Fate::draw(&mut dice, 0).is_fault());
    }

    #[test]
    fn nothing_arrives_later_than_it_may() {
        let mut dice = Dice::new(1, 1);
        for latest in [1, 30, 31, 60, 120].map(Duration::from_secs) {
            let mut late = false;
            for _ in 0..2_000 {
                match Fate::draw(&mut dice, 100).within(latest) {
                    Fate::Late { there } => {
                        assert!(there > PATIENCE && there <= latest);
                        late = true;
                    }
                    Fate::Lost { there, .. } | Fate::Spoilt { there, .. } => {
                        assert!(there < Duration::from_secs(1));
                    }
                    Fate::Whole { .. } | Fate::NoWay => {}
                }
            }
            assert_eq!(late, latest > PATIENCE);
        }
    }
}
