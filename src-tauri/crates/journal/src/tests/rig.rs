//! A journal in a folder of its own, a clock that a test moves, and operations to write.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::{Timestamp, Zoned, tz::TimeZone};
use rusqlite::Connection;
use rust_decimal::Decimal;
use tempfile::TempDir;

use crate::{
    Condition, Confirmation, Damage, Event, Evidence, FoundTransaction, Journal, Kind,
    NewOperation, NewRegister, Remote, Service, Stamp, Trouble, Verdict, Who,
};

/// Every look at the clock is a second later.
pub struct Clock(AtomicI64);

impl Stamp for Clock {
    fn now(&self) -> Zoned {
        let second = self.0.fetch_add(1, Ordering::Relaxed);
        Timestamp::new(1_795_306_519 + second, 123_456_789)
            .unwrap()
            .to_zoned(TimeZone::fixed(jiff::tz::offset(3)))
    }

    fn who(&self) -> Who {
        Who {
            os_user: "buh".to_owned(),
            name: "Анна Учётова".to_owned(),
        }
    }
}

pub fn clock() -> Arc<dyn Stamp> {
    Arc::new(Clock(AtomicI64::new(0)))
}

pub struct Rig {
    pub folder: TempDir,
    pub journal: Journal,
}

impl Rig {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let journal = open(folder.path());
        assert_good(&journal);
        Self { folder, journal }
    }

    /// Some of everything: single operations that ended in every way, a register that was paused, and one that was
    /// cancelled with its rows.
    pub fn full() -> Self {
        let rig = Self::new();
        rig.confirm(&["a", "b", "c", "d", "e"]);
        for (id, events) in [
            ("a", vec![intent(), accepted()]),
            ("b", vec![intent(), rejected("нет денег")]),
            (
                "c",
                vec![intent(), unknown(), checked(1), closed(Verdict::Absent)],
            ),
            ("d", vec![cancelled()]),
            ("e", vec![intent(), unknown(), checked(1)]),
        ] {
            for event in events {
                rig.journal.append(id, &event).unwrap();
            }
        }
        let mut again = operation("f");
        again.repeats = Some("c".to_owned());
        again.target = Some("Другой баланс".to_owned());
        again.target_balance_id = Some("778".to_owned());
        again.token = Some("token-f".to_owned());
        rig.journal
            .confirm(None, &[again], &confirmation())
            .unwrap();
        for register in ["r", "s"] {
            let rows: Vec<_> = (1..=3).map(|row| row_of(register, row)).collect();
            rig.journal
                .confirm(Some(&self::register(register, 3)), &rows, &confirmation())
                .unwrap();
        }
        let paused = crate::RegisterEvent::Paused {
            why: "person".to_owned(),
        };
        rig.journal.append_to_register("r", &paused).unwrap();
        let rows: Vec<_> = (1..=3)
            .map(|row| (format!("s-{row}"), cancelled()))
            .collect();
        let ended = crate::RegisterEvent::Cancelled {
            why: "person".to_owned(),
        };
        rig.journal.end_register("s", &ended, &rows).unwrap();
        rig
    }

    pub fn confirm(&self, ids: &[&str]) {
        let operations: Vec<_> = ids.iter().map(|id| operation(id)).collect();
        self.journal
            .confirm(None, &operations, &confirmation())
            .unwrap();
    }

    /// Closes the journal; the folder stays.
    pub fn close(self) -> TempDir {
        self.folder
    }
}

pub fn open(folder: &Path) -> Journal {
    Journal::open(folder, clock())
}

pub fn database(folder: &Path) -> PathBuf {
    folder.join("journal.sqlite")
}

/// The files of a folder, without its lock.
pub fn copy(folder: &Path) -> TempDir {
    let copy = TempDir::new().unwrap();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        if file.file_name() != "journal.lock" {
            fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
        }
    }
    copy
}

/// Runs SQL past every guard, as somebody with a database tool would.
pub fn meddle(folder: &Path, sql: &str) {
    let connection = Connection::open(database(folder)).unwrap();
    let guards: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let off: String = guards
        .iter()
        .map(|(name, _)| format!("DROP TRIGGER {name};"))
        .collect();
    // Put back, so that only the change itself can be found.
    let on: String = guards.iter().map(|(_, sql)| format!("{sql};")).collect();
    connection
        .execute_batch(&format!(
            "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;
             BEGIN; {off} {sql}; {on} COMMIT"
        ))
        .unwrap();
}

#[track_caller]
pub fn assert_good(journal: &Journal) {
    let condition = journal.condition();
    assert!(
        matches!(condition, Condition::Good { .. }),
        "the journal should be good: {condition:?}"
    );
}

#[track_caller]
pub fn damage(journal: &Journal) -> (Damage, Option<u32>) {
    match journal.condition() {
        Condition::ReadOnly(Trouble::Damaged { what, event, .. }) => (what, event),
        other => panic!("damage should be found: {other:?}"),
    }
}

pub fn confirmation() -> Confirmation {
    Confirmation {
        plan: "5f".repeat(32),
        agreed: vec!["duplicate".to_owned()],
    }
}

pub fn operation(id: &str) -> NewOperation {
    NewOperation {
        id: id.to_owned(),
        reference: format!("REF-{id}"),
        connection: "park".to_owned(),
        connection_name: "Парк «Заря»".to_owned(),
        service: Service::Jump,
        kind: Kind::Withdraw,
        creates_payment: true,
        include_commission: false,
        driver_id: "42".to_owned(),
        driver: "Иванов Иван".to_owned(),
        balance_id: "777".to_owned(),
        balance: "Яндекс".to_owned(),
        target: None,
        target_balance_id: None,
        amount: Decimal::new(123_450, 2),
        message: format!("Выплата [#{id}]"),
        requisite: Some("•••• 4471".to_owned()),
        body: r#"{"amount":1234.50}"#.to_owned(),
        token: None,
        register: None,
        repeats: None,
    }
}

pub fn register(id: &str, rows: u32) -> NewRegister {
    NewRegister {
        id: id.to_owned(),
        name: format!("Выплаты {id}"),
        connection: "park".to_owned(),
        connection_name: "Парк «Заря»".to_owned(),
        rows,
        control: Decimal::new(123_450, 2) * Decimal::from(rows),
        sha256: "ab".repeat(32),
        details: r#"{"left_out":[]}"#.to_owned(),
    }
}

pub fn row_of(register: &str, row: u32) -> NewOperation {
    NewOperation {
        register: Some((register.to_owned(), row)),
        ..operation(&format!("{register}-{row}"))
    }
}

pub fn intent() -> Event {
    Event::Intent {
        body_sha256: "cd".repeat(32),
    }
}

pub fn cancelled() -> Event {
    Event::Cancelled {
        why: "person".to_owned(),
    }
}

pub fn evidence() -> Evidence {
    Evidence {
        source: "transactions".to_owned(),
        window_from: Some("2026-11-22T00:00:00+03:00".to_owned()),
        window_to: Some("2026-11-22T04:00:00+03:00".to_owned()),
        received: Some(12),
        told: Some(12),
        complete: true,
        sought: "[#7K3F9Q]".to_owned(),
        balance: Some("100.10".to_owned()),
        found: Some(FoundTransaction {
            id: "9001".to_owned(),
            date: Some("2026-11-22T03:15:00+03:00".to_owned()),
            amount: Some("-1234.50".to_owned()),
            payment_id: Some("55".to_owned()),
            description: "Выплата [#7K3F9Q]".to_owned(),
        }),
        alike: vec![FoundTransaction::default()],
        trace_id: Some("trace-1".to_owned()),
    }
}

pub fn accepted() -> Event {
    Event::Accepted {
        evidence: evidence(),
    }
}

pub fn rejected(answer: &str) -> Event {
    Event::Rejected {
        code: "not_enough".to_owned(),
        answer: answer.to_owned(),
        trace_id: None,
    }
}

pub fn not_sent() -> Event {
    Event::NotSent {
        code: "offline".to_owned(),
        trace_id: None,
    }
}

pub fn unknown() -> Event {
    Event::Unknown {
        why: "timeout".to_owned(),
        trace_id: Some("trace-2".to_owned()),
        answer: String::new(),
    }
}

pub fn pending() -> Event {
    Event::Pending {
        remote: Remote {
            id: "remote-1".to_owned(),
            version: 1,
            status: "in_progress".to_owned(),
        },
        trace_id: Some("trace-3".to_owned()),
    }
}

pub fn repeated() -> Event {
    Event::Repeated { number: 2 }
}

pub fn failed() -> Event {
    Event::Failed {
        answer: "Недостаточно средств".to_owned(),
        evidence: evidence(),
    }
}

pub fn checked(number: u32) -> Event {
    Event::Checked {
        number,
        evidence: evidence(),
    }
}

pub fn closed(verdict: Verdict) -> Event {
    Event::Closed {
        verdict,
        reason: "звонили в поддержку".to_owned(),
    }
}
