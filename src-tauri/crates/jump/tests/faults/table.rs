//! The table of faults: what each means to the user of the client.

use std::time::Duration;

use sandbox::{Fault, Moment, Sandbox};
use transport::Cause::{self, *};
use transport::Outcome::{self, *};

use crate::acts::{Act, query};
use crate::bench::{Done, Way, client, done, park};

/// Far more than an answer takes on a busy machine.
const PATIENT: Duration = Duration::from_secs(60);
/// A read is sent so often before it is given up.
const ATTEMPTS: u64 = 4;

/// What a fault that strikes every call means.
struct Row {
    effect: &'static str,
    /// `None` = success.
    read: Option<(Outcome, Cause)>,
    /// Requests of the read.
    reads: u64,
    /// `None` = success. A write is sent once, whatever happens.
    write: Option<(Outcome, Cause)>,
    /// Whether the service can have had the effect before this answer. A refusal in the vendor's own words or by a
    /// proxy says that it had none; should it lie, no client could know.
    after: bool,
}

/// Nothing certain is known: the read is tried again or not, the write is in doubt.
const fn doubt(effect: &'static str, cause: Cause, reads: u64) -> Row {
    Row {
        effect,
        read: Some((Unreadable, cause)),
        reads,
        write: Some((MaybeSent, cause)),
        after: true,
    }
}

/// Nothing was changed, and asking again would bring the same answer.
const fn refusal(effect: &'static str, outcome: Outcome, cause: Cause) -> Row {
    Row {
        effect,
        read: Some((outcome, cause)),
        reads: 1,
        write: Some((outcome, cause)),
        after: false,
    }
}

const TABLE: &[Row] = &[
    doubt("429", RateLimited, ATTEMPTS),
    doubt("429=5s", RateLimited, ATTEMPTS),
    doubt("429=date5s", RateLimited, ATTEMPTS),
    // Nobody is made to wait ten minutes without being asked.
    doubt("429=600s", RateLimited, 1),
    doubt("status=408", Timeout, ATTEMPTS),
    doubt("status=409", Conflict, 1),
    doubt("status=425", Server, ATTEMPTS),
    doubt("status=500", Server, ATTEMPTS),
    doubt("status=503", Server, ATTEMPTS),
    doubt("html=502", Server, ATTEMPTS),
    doubt("html=200", NotJson, ATTEMPTS),
    doubt("drop", Reset, ATTEMPTS),
    doubt("half", Reset, ATTEMPTS),
    doubt("truncated", NotJson, ATTEMPTS),
    doubt("redirect", Redirect, 1),
    doubt("redirect=https://example.com/login", Redirect, 1),
    doubt("bare=400", NoEnvelope, 1),
    doubt("bare=401", NoEnvelope, 1),
    doubt("bare=403", NoEnvelope, 1),
    doubt("bare=404", NoEnvelope, 1),
    doubt("bare=422", NoEnvelope, 1),
    refusal("status=400", Rejected, Invalid),
    refusal("status=401", Rejected, Unauthorized),
    refusal("status=403", Rejected, Forbidden),
    refusal("status=404", Rejected, NotFound),
    refusal("status=405", Rejected, Other),
    refusal("status=422", Rejected, Invalid),
    refusal("status=407", NotSent, Proxy),
    // The documented success of a write may be empty: whether it changed anything, only a look can tell. Money wants
    // more (see `Row::told_of`).
    Row {
        effect: "empty",
        read: Some((Unreadable, NotJson)),
        reads: ATTEMPTS,
        write: None,
        after: true,
    },
];

impl Row {
    fn told_of(&self, act: Act) -> Option<(Outcome, Cause)> {
        match act {
            act if act.is_read() => self.read,
            // A 200 without a word may be a proxy's: money is not booked by it.
            act if act.operation() == "createTransaction" && self.effect == "empty" => {
                Some((MaybeSent, NotJson))
            }
            _ => self.write,
        }
    }
}

/// Every cell of the table on a way to the park.
async fn hold_table(sandbox: &Sandbox, way: &Way, name: &str) {
    for row in TABLE {
        for moment in ["", "/after"] {
            if !moment.is_empty() && !row.after {
                continue;
            }
            for act in Act::ALL {
                let rule = format!("{}:{}{moment}", act.operation(), row.effect);
                sandbox.set_faults(vec![rule.parse().unwrap()]);
                let note = format!("{name} {rule}");
                let done = done(sandbox, way, act, &note).await;
                hold_cell(row, act, &rule.parse().unwrap(), &done, &note);
            }
        }
    }
}

fn hold_cell(row: &Row, act: Act, fault: &Fault, done: &Done, note: &str) {
    let told = done.result.as_ref().err();
    let told = told.map(|error| (error.outcome, error.cause));
    let wanted = row.told_of(act);
    assert_eq!(told, wanted, "{note}: {done:?}");
    let calls = if act.is_read() { row.reads } else { 1 };
    assert_eq!(done.calls, calls, "{note}: {done:?}");
    // These two spoil an answer that was given, so the effect was there.
    let answered = matches!(row.effect, "half" | "truncated");
    let effect = !act.is_read() && (answered || fault.moment == Moment::After);
    assert_eq!(done.took_effect, effect, "{note}: {done:?}");
    if !act.is_read() {
        assert_eq!(
            done.waited,
            Duration::ZERO,
            "{note}: a write waits for nothing"
        );
    }
}

#[tokio::test]
async fn no_fault_in_process_is_taken_for_another() {
    let sandbox = park();
    hold_table(&sandbox, &Way::in_process(&sandbox), "in process").await;
}

#[tokio::test]
async fn no_fault_over_sockets_is_taken_for_another() {
    let sandbox = park();
    let (way, _running) = Way::over_sockets(&sandbox, PATIENT).await;
    hold_table(&sandbox, &way, "over sockets").await;
}

/// A fault that strikes once.
async fn hold_hiccups(sandbox: &Sandbox, way: &Way, name: &str) {
    for row in TABLE {
        for act in Act::ALL {
            let rule = format!("{}:{}@nth=1", act.operation(), row.effect);
            sandbox.set_faults(vec![rule.parse().unwrap()]);
            let note = format!("{name} {rule}");
            let done = done(sandbox, way, act, &note).await;
            let heals = act.is_read() && row.reads > 1;
            let calls = if heals { 2 } else { 1 };
            assert_eq!(done.calls, calls, "{note}: {done:?}");
            let succeeds = heals || (!act.is_read() && row.told_of(act).is_none());
            assert_eq!(done.result.is_ok(), succeeds, "{note}: {done:?}");
        }
    }
}

#[tokio::test]
async fn passing_fault_is_not_noticed_by_a_read_and_never_repeats_a_write() {
    let sandbox = park();
    hold_hiccups(&sandbox, &Way::in_process(&sandbox), "in process").await;
    let (way, _running) = Way::over_sockets(&sandbox, PATIENT).await;
    hold_hiccups(&sandbox, &way, "over sockets").await;
}

#[tokio::test]
async fn service_that_asks_to_wait_is_not_asked_sooner() {
    let sandbox = park();
    let (sockets, _running) = Way::over_sockets(&sandbox, PATIENT).await;
    for way in [Way::in_process(&sandbox), sockets] {
        for rule in ["reads:429=5s@nth=1", "reads:429=date5s@nth=1"] {
            sandbox.set_faults(vec![rule.parse().unwrap()]);
            let read = done(&sandbox, &way, Act::ListPayments, rule).await;
            assert_eq!((read.result.is_ok(), read.calls), (true, 2), "{rule}");
            assert_eq!(read.waited, Duration::from_secs(5), "{rule}");
        }
        // Without a word of how long: 1, 2, 4 s, and up to a quarter more.
        sandbox.set_faults(vec!["reads:429".parse().unwrap()]);
        let read = done(&sandbox, &way, Act::ListPayments, "").await;
        let waited = read.waited.as_secs_f64();
        assert!((7.0..=8.75).contains(&waited), "{waited}");
        for (rule, seconds) in [
            ("writes:429=7s", 7),
            ("writes:429=date7s", 7),
            ("writes:429=600s", 600),
        ] {
            sandbox.set_faults(vec![rule.parse().unwrap()]);
            let write = done(&sandbox, &way, Act::UpdateDriver, rule).await;
            let error = write.result.unwrap_err();
            assert_eq!(
                error.retry_after,
                Some(Duration::from_secs(seconds)),
                "{rule}"
            );
            assert_eq!((write.calls, write.waited), (1, Duration::ZERO), "{rule}");
        }
    }
}

#[tokio::test]
async fn rows_that_move_under_a_page_are_told_by_its_total() {
    let sandbox = park();
    let (sockets, _running) = Way::over_sockets(&sandbox, PATIENT).await;
    for way in [Way::in_process(&sandbox), sockets] {
        let clock = transport::ManualClock::eager(sandbox.options().now);
        let jump = client(&way, &clock);
        let list = || async { jump.list_payments(&query()).await.unwrap() };
        let before = list().await;
        sandbox.set_faults(vec!["listPayments:insert=3@nth=1".parse().unwrap()]);
        let grown = list().await;
        assert_eq!(grown.meta.total, before.meta.total + 3);
        assert_eq!(grown.items[3].id, before.items[0].id, "new rows come first");
        let statuses = |page: &jump::Page<jump::Payment>| {
            let status = |one: &jump::Payment| one.status.as_ref().and_then(|status| status.id);
            page.items.iter().map(status).collect::<Vec<_>>()
        };
        sandbox.set_faults(vec!["listPayments:flip=2@nth=1".parse().unwrap()]);
        let flipped = list().await;
        assert_eq!(flipped.meta.total, grown.meta.total);
        let changed = statuses(&flipped)
            .into_iter()
            .zip(statuses(&grown))
            .filter(|(now, then)| now != then);
        assert_eq!(changed.count(), 2);
    }
}
