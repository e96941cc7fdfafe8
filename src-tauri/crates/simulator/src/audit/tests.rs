//! The auditor sees what it should: each kind of lie is told to it once.

use std::{fs, path::Path};

use jiff::SignedDuration;
use rusqlite::Connection;
use rust_decimal::Decimal;
use sandbox::{FleetQuirks, Options, Replay, Sandbox};

use super::{Case, Moves, Report, Request, Rule, Shown, audit};
use crate::{run::play, world::World};

/// Quiet seeds with operations.
fn worlds(registers: bool) -> impl Iterator<Item = World> {
    let worlds = (1..).map(|seed| World::new(seed).unwrap());
    worlds.filter(move |world| {
        let scenario = &world.scenario;
        let quiet = scenario.weather.writes == 0 && scenario.kills.is_empty();
        quiet && scenario.acts > 8 && scenario.registers == registers
    })
}

/// A quiet seed in which an operation at Yandex has an event of this kind.
fn at_yandex(kind: &str) -> Played {
    let mut played = worlds(false).map(Played::of);
    let fits = |played: &Played| {
        let file = played.world.journal().join("journal.sqlite");
        let sql = "SELECT count(*) FROM events AS e JOIN operations AS o ON o.number = e.operation \
                   WHERE o.service = 'yandex' AND e.kind = ?";
        let count = Connection::open(file)
            .unwrap()
            .query_row(sql, [kind], |row| row.get(0));
        let count: u32 = count.unwrap();
        count > 0
    };
    played.find(fits).unwrap()
}

struct Played {
    world: World,
    requests: Vec<Request>,
}

impl Played {
    fn new() -> Self {
        Self::of(worlds(false).next().unwrap())
    }

    fn of(world: World) -> Self {
        play(&world, None, &mut 0).unwrap();
        let requests = world.road.seen();
        Self { world, requests }
    }

    fn audit(&self) -> Report {
        self.audit_with(&self.world.park, &self.requests, &[])
    }

    fn audit_with(&self, park: &Sandbox, requests: &[Request], shown: &[Shown]) -> Report {
        audit(&Case {
            journal: &self.world.journal(),
            park,
            skew: self.world.road.skew(),
            requests,
            shown,
        })
    }

    /// Changes the journal's file past its guards.
    fn tamper(&self, sql: &str) {
        let file = self.world.journal().join("journal.sqlite");
        let connection = Connection::open(file).unwrap();
        let guards: Vec<String> = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for guard in guards {
            let dropped = connection.execute_batch(&format!("DROP TRIGGER {guard}"));
            dropped.unwrap();
        }
        connection.execute_batch(sql).unwrap();
    }
}

fn breaks(report: &Report, rule: Rule) -> bool {
    report.violations.iter().any(|one| one.rule == rule)
}

#[test]
fn a_changed_record_is_seen_by_its_hashes() {
    for sql in [
        "UPDATE operations SET message = message || '!' WHERE number = 1",
        "UPDATE events SET at = replace(at, '2025', '2024') WHERE seq = 2",
        "UPDATE events SET details = replace(details, 'plan', 'plam') WHERE seq = 2",
        "UPDATE operations SET repeats = 'x' WHERE number = 1",
        "DELETE FROM events WHERE seq = 3",
    ] {
        let played = Played::new();
        assert!(played.audit().violations.is_empty(), "{sql}");
        played.tamper(sql);
        assert!(breaks(&played.audit(), Rule::Chain), "{sql}");
    }
}

#[test]
fn a_ledger_without_the_effects_is_seen() {
    let played = Played::new();
    let empty = Sandbox::new(Options {
        drivers: 3,
        payments: 0,
        applications: 0,
        transactions: 0,
        ..Options::default()
    });
    let report = played.audit_with(&empty, &played.requests, &[]);
    assert!(breaks(&report, Rule::FalseAccepted));
}

#[test]
fn an_effect_that_is_repeated_on_the_way_is_seen() {
    let played = Played::new();
    let put = played.requests.iter().find(|one| one.method == "PUT");
    let twice: Vec<Request> = played.requests.iter().chain(put).cloned().collect();
    let report = played.audit_with(&played.world.park, &twice, &[]);
    assert!(breaks(&report, Rule::SentTwice));
}

#[test]
fn another_body_or_a_missing_preview_is_seen() {
    let played = Played::new();
    let mut requests = played.requests.clone();
    for request in requests.iter_mut().filter(|one| one.method == "PUT") {
        request.body = request.body.replace("\"amount\":", "\"amount\":1");
    }
    let report = played.audit_with(&played.world.park, &requests, &[]);
    assert!(breaks(&report, Rule::AnotherThanConfirmed));
    requests.retain(|one| one.method != "POST");
    let report = played.audit_with(&played.world.park, &requests, &[]);
    assert!(breaks(&report, Rule::OtherPreview));
}

#[test]
fn a_repeat_at_yandex_that_is_late_unannounced_or_of_another_life_token_or_body_is_seen() {
    let played = at_yandex("accepted");
    assert!(played.audit().violations.is_empty());
    let again = |change: fn(&mut Request)| {
        let mut requests = played.requests.clone();
        let moves = |one: &&Request| one.moves() == Some(Moves::Yandex);
        let mut repeat = requests.iter().find(moves).unwrap().clone();
        repeat.written.as_mut().unwrap().repeats = 1;
        change(&mut repeat);
        requests.push(repeat);
        played.audit_with(&played.world.park, &requests, &[])
    };
    let rules = |report: Report| {
        let rules = report.violations.into_iter().map(|one| one.rule);
        rules.collect::<Vec<Rule>>()
    };
    assert_eq!(
        rules(again(|one| one.at += SignedDuration::from_secs(60))),
        []
    );
    for (change, rule) in [
        (
            (|one| one.at += SignedDuration::from_secs(61)) as fn(&mut Request),
            Rule::RepeatedTooLate,
        ),
        (|one| one.life += 1, Rule::RepeatedTooLate),
        (|one| one.written = None, Rule::RepeatedUnwritten),
        (
            |one| one.written.as_mut().unwrap().repeats = 0,
            Rule::RepeatedUnwritten,
        ),
        (|one| one.token = None, Rule::AnotherThanConfirmed),
        (
            |one| one.token.as_mut().unwrap().push('0'),
            Rule::AnotherThanConfirmed,
        ),
        (|one| one.body.push(' '), Rule::AnotherThanConfirmed),
    ] {
        assert!(rules(again(change)).contains(&rule), "{rule:?}");
    }
}

#[test]
fn what_yandex_says_failed_and_is_booked_as_paid_is_seen_and_so_is_the_reverse() {
    let played = at_yandex("failed");
    assert!(played.audit().violations.is_empty());
    played.tamper("UPDATE events SET kind = 'accepted' WHERE kind = 'failed'");
    assert!(breaks(&played.audit(), Rule::FalseAccepted));
    let played = at_yandex("pending");
    played.tamper(
        "UPDATE events SET kind = 'failed' WHERE kind = 'accepted' AND operation IN \
         (SELECT operation FROM events WHERE kind = 'pending')",
    );
    assert!(breaks(&played.audit(), Rule::FalseRejected));
    let played = at_yandex("pending");
    played.tamper(
        "DELETE FROM events WHERE kind IN ('accepted', 'failed') AND operation IN \
         (SELECT operation FROM events WHERE kind = 'pending')",
    );
    assert!(breaks(&played.audit(), Rule::LeftUnknown));
}

/// What no program can promise: the repeat that is in time for us comes too late for the service.
#[test]
fn a_token_that_is_forgotten_before_the_first_repeat_makes_a_second_effect_and_that_is_seen() {
    let forgets = |seed: &u64| {
        let world = World::new(*seed).unwrap();
        world.park.set_fleet_quirks(FleetQuirks {
            replay: Replay {
                forgotten_after: Some(0),
                ..world.park.fleet_quirks().replay
            },
            ..world.park.fleet_quirks()
        });
        breaks(&Played::of(world).audit(), Rule::DoubleEffect)
    };
    assert!((1..200).any(|seed| forgets(&seed)));
}

#[test]
fn an_operation_that_nobody_settled_is_seen() {
    let played = Played::new();
    played.tamper(
        "DELETE FROM events WHERE kind = 'accepted' AND seq = \
         (SELECT min(seq) FROM events WHERE kind = 'accepted')",
    );
    assert!(breaks(&played.audit(), Rule::LeftUnknown));
}

#[test]
fn a_second_operation_of_a_driver_with_an_open_one_is_seen() {
    let played = Played::new();
    played.tamper(
        "UPDATE operations SET driver_id = '1'; \
         DELETE FROM events WHERE kind = 'accepted' AND seq = \
         (SELECT min(seq) FROM events WHERE kind = 'accepted')",
    );
    assert!(breaks(&played.audit(), Rule::UnsettledDriver));
}

#[test]
fn totals_that_are_a_kopeck_off_are_seen() {
    let mut played = worlds(true).map(Played::of);
    let shown = |played: &Played| !played.world.screen.totals().is_empty();
    let played = played.find(shown).unwrap();
    let mut shown = played.world.screen.totals();
    let audit = |shown: &[Shown]| played.audit_with(&played.world.park, &played.requests, shown);
    assert!(audit(&shown).violations.is_empty());
    let sum = shown
        .iter_mut()
        .find_map(|one| one.states.first_mut()?.2.as_mut());
    *sum.unwrap() += Decimal::new(1, 2);
    assert!(breaks(&audit(&shown), Rule::Totals));
    played.tamper("UPDATE registers SET control = '1'");
    assert!(breaks(&audit(&[]), Rule::Totals));
}

#[test]
fn a_journal_that_is_not_there_is_no_clean_run() {
    let played = Played::new();
    fs::remove_file(played.world.journal().join("journal.sqlite")).unwrap();
    assert!(breaks(&played.audit(), Rule::Chain));
}

#[test]
fn the_auditor_uses_nothing_of_what_it_judges() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/audit");
    let mut read = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for judged in ["desk", "journal", "jump", "transport", "crate"] {
            let used = [format!("use {judged}::"), format!(" {judged}::")];
            assert!(
                !used.iter().any(|used| text.contains(used)),
                "{} uses {judged}",
                path.display()
            );
        }
        read += 1;
    }
    assert!(read > 5);
}
