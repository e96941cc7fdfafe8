//! An answer that was lost: the same bytes under the same token once more, one effect, and what the repeat's own answer
//! does and does not mean.

use desk::{
    fleet::types::FleetDraft,
    operations::types::{HistoryKind, OperationId},
};
use journal::State;
use rust_decimal::Decimal;
use sandbox::{Options, Replay, ReplayAnswer};

use super::bench::{FleetBench, V2, V3, park, replaying};

const FIRST: Replay = Replay {
    answer: ReplayAnswer::First,
    refuses_other_body: true,
    forgotten_after: None,
};

/// What is made is never listed.
fn hidden(options: Options) -> Options {
    Options {
        fleet_visible_after: u32::MAX,
        ..options
    }
}

fn both(bench: &FleetBench) -> [(&'static str, FleetDraft); 2] {
    [(V3, bench.debit("100")), (V2, bench.old_debit("100"))]
}

/// All left with the same bytes under the same token, and each repeat stood in the journal before it left.
fn assert_one_of_several(bench: &FleetBench, times: usize) {
    let creates = bench.creates();
    assert_eq!(creates.len(), times);
    for (number, one) in creates.iter().enumerate() {
        assert_eq!(one.body, creates[0].body);
        assert_eq!(one.token, creates[0].token);
        assert_eq!(one.repeats, number);
        let state = match number {
            0 => State::Sent,
            _ => State::Unknown,
        };
        assert_eq!(one.state, state);
    }
    let made = bench.made();
    assert_eq!(
        (made.len(), made[0].effects, made[0].other_bodies),
        (1, 1, 0)
    );
    assert_eq!(made[0].body, creates[0].body);
}

async fn why(bench: &FleetBench, id: &OperationId) -> String {
    let lines = bench.lines(id, HistoryKind::Unknown).await;
    assert_eq!(lines.len(), 1);
    lines[0].params["why"].clone()
}

#[tokio::test]
async fn what_was_lost_on_the_way_there_is_made_once_by_the_repeat() {
    for which in 0..2 {
        let bench = FleetBench::new().await;
        let (operation, draft) = both(&bench)[which].clone();
        bench.faults(&[&format!("{operation}:drop@nth=1")]);
        let id = bench.carried(draft, State::Accepted).await;
        assert_one_of_several(&bench, 2);
        assert_eq!(bench.made()[0].requests, 1);
        let history = bench.history(&id).await;
        let begun = [
            HistoryKind::Confirmed,
            HistoryKind::Intent,
            HistoryKind::Unknown,
            // Looked for before it left again.
            HistoryKind::Checked,
            HistoryKind::Repeated,
        ];
        assert_eq!(history[..5], begun, "{operation}");
        let then = match operation {
            V3 => HistoryKind::Pending,
            _ => HistoryKind::Accepted,
        };
        assert_eq!(history[5], then, "{operation}");
        let repeated = bench.lines(&id, HistoryKind::Repeated).await;
        assert_eq!(repeated[0].params["number"], "2");
        assert_eq!(bench.balance(), Decimal::from(900));
    }
}

#[tokio::test]
async fn what_was_made_and_is_not_listed_is_answered_again_and_not_made_again() {
    for which in 0..2 {
        let bench = FleetBench::of(hidden(replaying(FIRST))).await;
        let (operation, draft) = both(&bench)[which].clone();
        bench.faults(&[&format!("{operation}:drop/after@first=2")]);
        bench.carried(draft, State::Accepted).await;
        assert_one_of_several(&bench, 3);
        assert_eq!(bench.made()[0].requests, 3, "{operation}");
        assert_eq!(bench.balance(), Decimal::from(900));
    }
}

#[tokio::test]
async fn a_service_that_minds_other_bodies_and_one_that_does_not_get_the_very_same() {
    for refuses_other_body in [true, false] {
        let replay = Replay {
            refuses_other_body,
            ..FIRST
        };
        let bench = FleetBench::of(hidden(replaying(replay))).await;
        bench.faults(&[&format!("{V2}:504/after@nth=1")]);
        let id = bench.carried(bench.old_debit("100"), State::Accepted).await;
        assert_one_of_several(&bench, 2);
        assert_eq!(why(&bench, &id).await, "server");
    }
}

#[tokio::test]
async fn a_conflict_ends_the_repeats_and_is_looked_up_by_our_mark() {
    let replay = Replay {
        answer: ReplayAnswer::Conflict409,
        ..FIRST
    };
    // Listed only after the first repeat.
    let options = Options {
        fleet_visible_after: 20,
        ..replaying(replay)
    };
    for which in 0..2 {
        let bench = FleetBench::of(options.clone()).await;
        let (operation, draft) = both(&bench)[which].clone();
        bench.faults(&[&format!("{operation}:drop/after@nth=1")]);
        let id = bench.carried(draft, State::Accepted).await;
        assert_one_of_several(&bench, 2);
        let details = bench.details(&id).await;
        let evidence = details.history.last().unwrap().evidence.clone().unwrap();
        assert_eq!(evidence.source, "transactions", "{operation}");
        assert!(evidence.found.is_some());
        assert_eq!(bench.balance(), Decimal::from(900));
    }
}

#[tokio::test]
async fn a_conflict_at_once_is_neither_yes_nor_no_and_nothing_leaves_again() {
    for which in 0..2 {
        let bench = FleetBench::new().await;
        let (operation, draft) = both(&bench)[which].clone();
        bench.faults(&[&format!("{operation}:409")]);
        let id = bench.begin(draft).await;
        let view = bench.given_up(&id).await;
        assert_eq!((view.checks, view.reason.as_str()), (5, ""));
        assert_eq!(why(&bench, &id).await, "conflict");
        assert_eq!((bench.creates().len(), bench.made().len()), (1, 0));
        assert_eq!(bench.lines(&id, HistoryKind::Repeated).await, []);
    }
}

#[tokio::test]
async fn a_refusal_of_the_repeat_is_no_refusal_of_the_operation() {
    for refusal in ["400", "401", "403", "404", "422"] {
        let options = Options {
            fleet_visible_after: 20,
            ..park()
        };
        let bench = FleetBench::of(options).await;
        let rules = [
            format!("{V2}:drop/after@nth=1"),
            format!("{V2}:{refusal}@nth=2"),
        ];
        bench.faults(&[&rules[0], &rules[1]]);
        let id = bench.carried(bench.old_debit("100"), State::Accepted).await;
        assert_eq!(bench.lines(&id, HistoryKind::Rejected).await, []);
        assert_eq!(bench.creates().len(), 2, "{refusal}");
        assert_eq!(bench.made()[0].effects, 1);
        assert_eq!(bench.balance(), Decimal::from(900));
    }
}

#[tokio::test]
async fn no_answer_but_a_clear_one_is_taken_for_a_no() {
    for (fault, effects, cause) in [
        ("drop", 0, "reset"),
        ("half", 1, "reset"),
        ("408", 0, "timeout"),
        ("429", 0, "rate_limited"),
        ("500", 0, "server"),
        ("502/after", 1, "server"),
        ("redirect", 0, "redirect"),
        ("html=200/after", 1, "answer"),
        ("html=403", 0, "answer"),
        ("bare=404", 0, "answer"),
        ("truncated", 1, "answer"),
        ("empty/after", 1, "answer"),
    ] {
        for which in 0..2 {
            let bench = FleetBench::of(hidden(park())).await;
            let (operation, draft) = both(&bench)[which].clone();
            bench.faults(&[&format!("{operation}:{fault}")]);
            let id = bench.begin(draft).await;
            let view = bench.given_up(&id).await;
            assert_eq!(view.reason, "", "{fault}");
            assert_eq!(why(&bench, &id).await, cause, "{fault}");
            let made: usize = bench.made().iter().map(|one| one.effects).sum();
            assert_eq!(made, effects, "{operation} {fault}");
            assert_eq!(bench.lines(&id, HistoryKind::Rejected).await, []);
        }
    }
}
