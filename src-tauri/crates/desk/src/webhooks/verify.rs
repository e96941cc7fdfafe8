//! What came of a change of a subscription: it is read again and held against what was sent. Nothing the service hides
//! counts as evidence.

use std::time::Duration;

use jump::{Id, Jump, Webhook, WebhookChange};
use transport::{CallError, Cause};
use url::Url;

use super::{
    tokens::same,
    types::WebhookState::{self, Done, Ignored, NotDone, Unknown},
};
use crate::Desk;

/// Pauses before each look, in seconds.
const AFTER_SUCCESS: &[u64] = &[0, 2];
const AFTER_SILENCE: &[u64] = &[0, 3, 7];

/// How one sent member stands in a later reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    AsSent,
    /// As sent, and as it was before: no evidence of anything.
    NoEvidence,
    AsBefore,
    Otherwise,
    Hidden,
}

use Standing::{AsBefore, AsSent, Hidden, NoEvidence, Otherwise};

/// The end of a change, with the last reading that succeeded.
pub(super) struct Settled {
    pub state: WebhookState,
    pub now: Option<Webhook>,
}

impl Desk {
    /// Reads until the change shows or patience ends. `before`: `None` for a new subscription.
    pub(super) async fn webhook_settled(
        &self,
        jump: &Jump,
        id: Id,
        before: Option<&Webhook>,
        sent: &WebhookChange,
        lost: bool,
    ) -> Settled {
        let mut last = Settled {
            state: Unknown,
            now: None,
        };
        let mut unchanged = 0;
        for pause in pauses(lost) {
            self.webhook_pause(*pause).await;
            match jump.get_webhook(id).await {
                Ok(now) => {
                    let standings = standings(before, sent, &now);
                    let state = judged(&standings, lost);
                    unchanged += u32::from(state == NotDone);
                    last = Settled {
                        state,
                        now: Some(now),
                    };
                    if state == Done {
                        break;
                    }
                }
                // Success was said of a subscription that is not there.
                Err(error) if error.cause == Cause::NotFound && !lost => last.state = Ignored,
                Err(_) => {}
            }
        }
        // One look is not enough: a lost change may be carried out late.
        if last.state == NotDone && unchanged < 2 {
            last.state = Unknown;
        }
        last
    }

    /// Reads until the subscription is gone or patience ends.
    pub(super) async fn webhook_gone(&self, jump: &Jump, id: Id, lost: bool) -> Settled {
        let mut last = Settled {
            state: Unknown,
            now: None,
        };
        let mut there = 0;
        for pause in pauses(lost) {
            self.webhook_pause(*pause).await;
            match jump.get_webhook(id).await {
                Ok(now) => {
                    there += 1;
                    last.now = Some(now);
                    last.state = match lost {
                        false => Ignored,
                        true if there > 1 => NotDone,
                        true => Unknown,
                    };
                }
                Err(CallError {
                    cause: Cause::NotFound,
                    ..
                }) => {
                    return Settled {
                        state: Done,
                        now: None,
                    };
                }
                Err(_) => {}
            }
        }
        last
    }

    async fn webhook_pause(&self, seconds: u64) {
        if seconds > 0 {
            let pause = Duration::from_secs(seconds);
            self.0.parts.clock.sleep(pause).await;
        }
    }
}

const fn pauses(lost: bool) -> &'static [u64] {
    match lost {
        true => AFTER_SILENCE,
        false => AFTER_SUCCESS,
    }
}

fn standings(before: Option<&Webhook>, sent: &WebhookChange, now: &Webhook) -> Vec<Standing> {
    let mut standings = Vec::new();
    if let Some(url) = &sent.url {
        let was = before.and_then(|one| one.url.as_ref());
        standings.push(standing(was, url, now.url.as_ref(), |one, other| {
            same_address(one, other)
        }));
    }
    if let Some(method) = sent.method {
        let was = before.and_then(|one| one.method.as_ref());
        let method = method.vendor_name().to_owned();
        standings.push(standing(was, &method, now.method.as_ref(), |one, other| {
            one.trim().eq_ignore_ascii_case(other.trim())
        }));
    }
    if let Some(token) = &sent.token {
        let was = before.and_then(|one| one.token.as_ref());
        standings.push(standing(was, token, now.token.as_ref(), same));
    }
    standings
}

fn standing<T>(
    was: Option<&T>,
    sent: &T,
    now: Option<&T>,
    same: impl Fn(&T, &T) -> bool,
) -> Standing {
    let Some(now) = now else {
        return Hidden;
    };
    let as_before = was.is_some_and(|was| same(was, now));
    match (same(now, sent), as_before) {
        (true, true) => NoEvidence,
        (true, false) => AsSent,
        (false, true) => AsBefore,
        (false, false) => Otherwise,
    }
}

/// The service may write the same address in its own way.
fn same_address(one: &str, other: &str) -> bool {
    one == other
        || matches!((Url::parse(one), Url::parse(other)), (Ok(one), Ok(other)) if one == other)
}

fn judged(standings: &[Standing], lost: bool) -> WebhookState {
    let any = |wanted: Standing| standings.contains(&wanted);
    let as_sent = !any(AsBefore) && !any(Otherwise);
    match (lost, as_sent) {
        (false, true) => Done,
        (false, false) => Ignored,
        // What is hidden came with what is seen to have come.
        (true, true) if any(AsSent) || !any(Hidden) => Done,
        (true, false) if !any(AsSent) && !any(Otherwise) => NotDone,
        (true, _) => Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_hides_is_no_evidence_after_a_lost_answer() {
        for (standings, lost, state) in [
            (&[AsSent, Hidden][..], true, Done),
            (&[AsSent, AsSent], true, Done),
            (&[Hidden], true, Unknown),
            (&[NoEvidence, Hidden], true, Unknown),
            (&[NoEvidence], true, Done),
            (&[AsBefore, Hidden], true, NotDone),
            (&[AsBefore, AsSent], true, Unknown),
            (&[Otherwise], true, Unknown),
            (&[Hidden], false, Done),
            (&[AsSent, AsBefore], false, Ignored),
        ] {
            assert_eq!(judged(standings, lost), state, "{standings:?} {lost}");
        }
    }
}
