//! The journal behind money operations: in trouble it closes money, after a restart it is taken over, and it is listed
//! and printed as it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{collections::BTreeMap, fs, time::Duration};

use desk::{
    Desk, DeskErrorCode, DeskEvent, DeskParts,
    connections::types::{KeepKey, ParkColor},
    operations::types::{
        DisputeAsk, DisputeWords, HistoryKind, JournalFilter, ListedState, MoneySettings,
        OperationId,
    },
    registers::types::Period,
};
use journal::{Kind, State, Trouble};
use rig::{
    FULL_KEY,
    journals::opened,
    money::{Bench, UNTOUCHED, warned},
};

const HOLD: Duration = Duration::from_secs(5);

/// The next run of the program on this computer.
fn restarted(bench: &Bench) -> Desk {
    Desk::new(bench.rig.parts.clone())
}

async fn state(desk: &Desk, bench: &Bench, id: &OperationId) -> State {
    let filter = JournalFilter::default();
    let details = desk.operation_details(&bench.rig.park, id, &filter).await;
    details.unwrap().operation.state
}

#[tokio::test]
async fn a_journal_that_another_program_holds_closes_money_and_is_still_shown() {
    let bench = Bench::new().await;
    let plan = bench.plan("100").await;
    bench.carried("50", State::Accepted).await;
    let locked = opened(
        &bench.rig.journals.practice_folder(),
        &bench.rig.journals.scribe,
    );
    let desk = Desk::new(DeskParts {
        practice: locked,
        ..bench.rig.parts.clone()
    });
    let park = &bench.rig.park;
    let error = desk
        .plan_operation(park, bench.withdrawal("1"))
        .await
        .unwrap_err();
    assert_eq!(error.code, DeskErrorCode::MoneyClosed);
    assert_eq!(error.params["trouble"], "locked");
    let foreign = desk
        .confirm_operation(park, &plan.hash, warned(&plan))
        .await;
    assert!(foreign.is_err());
    let journal = desk.journal_state(park).await.unwrap();
    assert_eq!(
        (journal.trouble, journal.operations),
        (Some(Trouble::Locked), 1)
    );
    let all = JournalFilter::default();
    let window = desk.journal_window(park, &all, 0, 10).await.unwrap();
    assert_eq!(window.rows[0].state, State::Accepted);
    let again = desk.retry_journal(park).await.unwrap();
    assert_eq!(again.trouble, Some(Trouble::Locked));
    assert_eq!(bench.truth().1, 1);
}

#[tokio::test]
async fn what_a_stop_left_behind_is_taken_over_before_anything_new() {
    let bench = Bench::still().await;
    let waiting = bench.begin("100").await;
    // The run ends in the hold; another begins.
    let desk = restarted(&bench);
    desk.recover_operations().await;
    assert_eq!(state(&desk, &bench, &waiting).await, State::Cancelled);
    // The hold of the former run is over too: the journal lets nothing leave.
    bench.advance(HOLD);
    tokio::task::yield_now().await;
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn an_operation_found_as_sent_is_unknown_and_looked_up_never_sent_again() {
    let bench = Bench::still().await;
    let id = bench.begin("100").await;
    // As a kill right after the intent leaves it.
    let journal = &bench.rig.journals.practice;
    let intent = journal::Event::Intent {
        body_sha256: String::new(),
    };
    journal.append(&id.0, &intent).unwrap();
    let desk = restarted(&bench);
    desk.recover_operations().await;
    assert_eq!(state(&desk, &bench, &id).await, State::Unknown);
    let error = desk
        .plan_operation(&bench.rig.park, bench.withdrawal("1"))
        .await
        .unwrap_err();
    assert_eq!(error.code, DeskErrorCode::DriverUnsettled);
    let details = bench.details(&id).await;
    assert_eq!(details.history[2].params["why"], "restart");
    let waits = || bench.shown(&id).filter(|view| view.next_check_at.is_some());
    bench.rig.events.until(waits).await;
    bench.advance(HOLD);
    bench.until_seen(&id, |view| view.checks == 1).await;
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn looks_go_on_after_a_restart_where_they_stopped() {
    let bench = Bench::still().await;
    bench.faults(&["createTransaction:drop"]);
    let id = bench.begin("100").await;
    bench.advance(HOLD);
    for (seconds, checks) in [(5, 1), (25, 2)] {
        bench
            .until_seen(&id, |view| {
                view.next_check_at.is_some() && !view.checking && view.checks + 1 == checks
            })
            .await;
        bench.advance(Duration::from_secs(seconds));
        bench.until_seen(&id, |view| view.checks == checks).await;
    }
    let told = bench.rig.events.all().len();
    let desk = restarted(&bench);
    desk.recover_operations().await;
    let third = || {
        let events = bench.rig.events.all();
        let mut new = events.into_iter().skip(told);
        new.find_map(|event| match event {
            DeskEvent::Operation(view) if view.next_check_at.is_some() => view.next_check_at,
            _ => None,
        })
    };
    let next: jiff::Timestamp = bench.rig.events.until(third).await.parse().unwrap();
    let now = transport::Clock::now(&bench.rig.clock);
    // Two minutes after it became unknown: half a minute of them is over.
    assert_eq!(next.duration_since(now).as_secs(), 90);
}

#[tokio::test]
async fn who_confirmed_is_written_by_the_name_of_the_settings() {
    let bench = Bench::new().await;
    let named = MoneySettings {
        name: "  Анна  ".to_owned(),
        ..MoneySettings::default()
    };
    bench.rig.desk.set_money_settings(named).unwrap();
    let id = bench.carried("100", State::Accepted).await;
    let details = bench.details(&id).await;
    assert!(details.history.iter().all(|line| line.who.name == "Анна"));
    assert!(details.operation.confirmed_at.ends_with("+03:00"));
}

#[tokio::test]
async fn the_list_narrows_without_losing_a_kopeck_of_its_totals() {
    let bench = Bench::new().await;
    let first = bench.carried("100,05", State::Accepted).await;
    let second = bench.carried("200", State::Accepted).await;
    let plan = bench.plan("300").await;
    assert!(bench.rig.sandbox.set_balance(bench.balance.0, 0));
    let third = bench.confirm(&plan).await;
    bench.until(&third, State::Rejected).await;
    let today = || {
        let now = transport::Clock::now(&bench.rig.clock);
        let day = now
            .to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3)))
            .date();
        day.to_string()
    };
    let search = |text: &str| JournalFilter {
        search: text.to_owned(),
        ..JournalFilter::default()
    };
    let all = JournalFilter::default();
    let rejected = JournalFilter {
        states: vec![ListedState::Rejected],
        ..all.clone()
    };
    let oldest = JournalFilter {
        oldest_first: true,
        ..all.clone()
    };
    let deposits = JournalFilter {
        kinds: vec![Kind::Deposit],
        ..all.clone()
    };
    let period = |from: &str, to: &str| JournalFilter {
        period: Some(Period {
            from: from.to_owned(),
            to: to.to_owned(),
        }),
        ..JournalFilter::default()
    };
    let reference = bench.details(&second).await.operation.reference;
    let lower = reference.to_lowercase();
    for (filter, expected) in [
        (all.clone(), vec![&third, &second, &first]),
        (oldest, vec![&first, &second, &third]),
        (rejected.clone(), vec![&third]),
        (deposits, vec![]),
        (search(&lower), vec![&second]),
        (search(&format!("[#{reference}]")), vec![&second]),
        (search("100,05"), vec![&first]),
        (search("АРЕНДА"), vec![&third, &second, &first]),
        (search("нет такого"), vec![]),
        (period(&today(), &today()), vec![&third, &second, &first]),
        (period("2020-01-01", "2020-01-02"), vec![]),
    ] {
        let desk = &bench.rig.desk;
        let window = desk.journal_window(&bench.rig.park, &filter, 0, 10);
        let window = window.await.unwrap();
        let ids: Vec<_> = window.rows.iter().map(|row| &row.id).collect();
        assert_eq!(ids, expected, "{filter:?}");
        assert_eq!(window.total as usize, expected.len());
    }
    let desk = &bench.rig.desk;
    let window = desk.journal_window(&bench.rig.park, &rejected, 0, 10);
    let by_state: Vec<_> = window
        .await
        .unwrap()
        .by_state
        .into_iter()
        .map(|one| (one.state, one.count, one.amount.unwrap().to_string()))
        .collect();
    assert_eq!(
        by_state,
        [
            (ListedState::Accepted, 2, "300.05".to_owned()),
            (ListedState::Rejected, 1, "300".to_owned()),
        ]
    );
    let part = desk
        .journal_window(&bench.rig.park, &all, 1, 1)
        .await
        .unwrap();
    assert_eq!((part.total, &part.rows[0].id), (3, &second));
    let filter = JournalFilter::default();
    let details = desk.operation_details(&bench.rig.park, &first, &filter);
    assert_eq!(details.await.unwrap().position, Some(2));
}

#[tokio::test]
async fn papers_hold_everything_and_nothing_in_them_runs() {
    let bench = Bench::new().await;
    let draft = desk::operations::types::OperationDraft {
        message: "<script>alert(1)</script> & \"аренда\"".to_owned(),
        ..bench.withdrawal("100")
    };
    let plan = bench.try_plan(draft).await.unwrap();
    bench.faults(&["createTransaction:drop/after"]);
    let id = bench.confirm(&plan).await;
    bench.until(&id, State::Accepted).await;
    let ask = DisputeAsk {
        operations: vec![id.clone()],
        words: DisputeWords {
            title: "Спор: операция/1".to_owned(),
            intro: "Выписка".to_owned(),
            labels: BTreeMap::from([("reference".to_owned(), "Метка".to_owned())]),
            states: BTreeMap::from([("accepted".to_owned(), "Проведена".to_owned())]),
            kinds: BTreeMap::new(),
            history: BTreeMap::new(),
        },
    };
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let name = desk.name_dispute(park, &ask).unwrap();
    assert!(
        name.starts_with(&format!("Спор_ операция_1 {} Демо-парк ", plan.reference)),
        "{name}"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{name}.html"));
    fs::write(path.with_extension("json"), "чужое").unwrap();
    let names = desk
        .write_dispute(park, &ask, path.clone(), false)
        .await
        .unwrap();
    assert_eq!(names, [format!("{name}.html"), format!("{name} (2).json")]);
    let html = fs::read_to_string(&path).unwrap();
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
    let details = bench.details(&id).await;
    let hashes = details.history.iter().map(|line| line.hash.clone());
    let journal = desk.journal_state(park).await.unwrap();
    for text in hashes.chain([
        journal.head,
        details.body_sha256,
        "Метка".to_owned(),
        "Проведена".to_owned(),
    ]) {
        assert!(html.contains(&text), "{text}");
    }
    let json = fs::read_to_string(folder.path().join(&names[1])).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let paper = &json["operations"][0];
    assert_eq!(paper["operation"]["new"]["body"], details.body.as_str());
    let events = paper["events"].as_array().unwrap();
    assert_eq!(events.len(), details.history.len());
    assert!(
        events
            .iter()
            .all(|event| event["hash"].is_string() && event["prev"].is_string())
    );
    assert_eq!(details.history.last().unwrap().what, HistoryKind::Accepted);
    assert!(!html.contains("demo-park-key") && !json.to_string().contains("demo-park-key"));
}

#[tokio::test]
async fn the_screen_is_told_when_something_becomes_unknown_and_when_it_is_settled() {
    let bench = Bench::new().await;
    bench.faults(&["createTransaction:drop/after"]);
    let id = bench.begin("100").await;
    bench.until(&id, State::Accepted).await;
    let states: Vec<_> = bench
        .rig
        .events
        .all()
        .into_iter()
        .filter_map(|event| match event {
            DeskEvent::Journal(state) => Some(state.unknown),
            _ => None,
        })
        .collect();
    assert!(states.contains(&1), "{states:?}");
    assert_eq!(states.last(), Some(&0));
    assert!(states.len() <= 6, "told of every event: {states:?}");
}

#[tokio::test]
async fn an_operation_of_another_park_is_settled_by_its_own_connection() {
    let bench = Bench::new().await;
    let desk = &bench.rig.desk;
    let base = "http://127.0.0.1:9/taxi-public/v1";
    let mut parks = Vec::new();
    for name in ["Юг", "Север"] {
        let adding = desk.add_connection(name, ParkColor::Teal, FULL_KEY, base, KeepKey::ThisRun);
        parks.push(adding.await.unwrap().id);
    }
    bench.faults(&["createTransaction:drop/after", "listTransactions:422"]);
    let draft = bench.withdrawal("100");
    let plan = desk.plan_operation(&parks[0], draft.clone()).await.unwrap();
    let begun = desk.confirm_operation(&parks[0], &plan.hash, warned(&plan));
    let id = begun.await.unwrap().id;
    bench.until(&id, State::Unknown).await;
    bench.faults(&[]);
    // The other park's driver of the same number is another driver.
    assert!(desk.plan_operation(&parks[1], draft).await.is_ok());
    let view = desk.check_operation(&parks[1], &id).await.unwrap();
    assert_eq!(
        (view.state, view.connection),
        (State::Accepted, parks[0].clone())
    );
    let demo = desk
        .check_operation(&bench.rig.park, &id)
        .await
        .unwrap_err();
    assert_eq!(demo.code, DeskErrorCode::NotFound);
}
