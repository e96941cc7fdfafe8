//! What may follow what, and that nothing else is ever written.

use super::rig::*;
use crate::{
    Event, JournalError, RegisterEvent, RegisterState, State,
    State::{Accepted, Cancelled, Closed, NotSent, Rejected, Sent, Unknown, Waiting},
    Verdict,
};

const STATES: [State; 9] = [
    Waiting,
    Sent,
    Accepted,
    Rejected,
    NotSent,
    Unknown,
    Cancelled,
    Closed(Verdict::Exists),
    Closed(Verdict::Absent),
];

fn events() -> Vec<Event> {
    vec![
        intent(),
        cancelled(),
        accepted(),
        rejected(""),
        not_sent(),
        unknown(),
        pending(),
        repeated(),
        failed(),
        checked(1),
        closed(Verdict::Exists),
        closed(Verdict::Absent),
    ]
}

/// The way to each state.
fn way(state: State) -> Vec<Event> {
    match state {
        Waiting => vec![],
        Sent => vec![intent()],
        Accepted => vec![intent(), accepted()],
        Rejected => vec![intent(), rejected("")],
        NotSent => vec![intent(), not_sent()],
        Unknown => vec![intent(), unknown()],
        Cancelled => vec![cancelled()],
        Closed(verdict) => vec![intent(), unknown(), closed(verdict)],
    }
}

#[test]
fn a_step_that_is_not_in_the_table_is_never_written() {
    let legal = [
        (Waiting, "intent", Sent),
        (Waiting, "cancelled", Cancelled),
        (Sent, "accepted", Accepted),
        (Sent, "rejected", Rejected),
        (Sent, "not_sent", NotSent),
        (Sent, "unknown", Unknown),
        (Sent, "pending", Unknown),
        (Unknown, "pending", Unknown),
        (Unknown, "repeated", Unknown),
        (Unknown, "checked", Unknown),
        (Unknown, "accepted", Accepted),
    ];
    let rig = Rig::new();
    for (from, state) in STATES.into_iter().enumerate() {
        for (number, event) in events().into_iter().enumerate() {
            let id = format!("o-{from}-{number}");
            rig.confirm(&[&id]);
            for step in way(state) {
                rig.journal.append(&id, &step).unwrap();
            }
            assert_eq!(rig.journal.operation(&id).unwrap().state, state);
            let expected = match (&event, state) {
                (Event::Closed { verdict, .. }, Unknown) => Some(Closed(*verdict)),
                _ => legal
                    .iter()
                    .find(|(before, name, _)| *before == state && *name == event.name())
                    .map(|(_, _, after)| *after),
            };
            let before = rig.journal.facts().events;
            match (rig.journal.append(&id, &event), expected) {
                (Ok(_), Some(after)) => {
                    assert_eq!(rig.journal.operation(&id).unwrap().state, after);
                }
                (Err(error), None) => {
                    let refused = JournalError::IllegalStep {
                        operation: id,
                        state,
                        event: event.name(),
                    };
                    assert_eq!(error, refused);
                    assert_eq!(rig.journal.facts().events, before, "nothing may be written");
                }
                (outcome, _) => panic!("{state:?} + {}: {outcome:?}", event.name()),
            }
        }
    }
    let folder = rig.close();
    assert_good(&open(folder.path()));
}

#[test]
fn half_of_a_commit_is_never_written() {
    let rig = Rig::new();
    rig.confirm(&["a", "b"]);
    let before = rig.journal.facts();
    let steps = [
        ("a".to_owned(), cancelled()),
        ("b".to_owned(), intent()),
        ("b".to_owned(), cancelled()),
    ];
    let error = rig.journal.append_all(&steps).unwrap_err();
    assert!(
        matches!(error, JournalError::IllegalStep { state: Sent, .. }),
        "the second step of the same operation stands on the first: {error:?}"
    );
    assert_eq!(rig.journal.facts().events, before.events);
    assert_eq!(rig.journal.operation("a").unwrap().state, Waiting);
    rig.journal.append_all(&steps[..2]).unwrap();
    assert_eq!(rig.journal.operation("a").unwrap().state, Cancelled);
    assert_eq!(rig.journal.operation("b").unwrap().state, Sent);
}

#[test]
fn an_operation_that_nobody_confirmed_cannot_be_sent() {
    let rig = Rig::new();
    let error = rig.journal.append("stray", &intent()).unwrap_err();
    assert_eq!(error, JournalError::UnknownOperation("stray".to_owned()));
}

#[test]
fn a_register_with_rows_that_wait_is_never_called_finished() {
    let rig = Rig::full();
    let why = || "person".to_owned();
    for event in [
        RegisterEvent::Finished,
        RegisterEvent::Cancelled { why: why() },
        RegisterEvent::Paused { why: why() },
    ] {
        let refused = rig.journal.append_to_register("r", &event).unwrap_err();
        let expected = JournalError::IllegalRegisterStep {
            register: "r".to_owned(),
            state: RegisterState::Paused,
            event: event.name(),
        };
        assert_eq!(refused, expected);
    }
    rig.journal
        .append_to_register("r", &RegisterEvent::Resumed)
        .unwrap();
    for row in 1..=3 {
        let id = format!("r-{row}");
        rig.journal.append(&id, &intent()).unwrap();
        rig.journal.append(&id, &unknown()).unwrap();
    }
    rig.journal
        .append_to_register("r", &RegisterEvent::Finished)
        .unwrap();
    let register = rig.journal.register("r").unwrap();
    assert_eq!(register.state, RegisterState::Finished);
    let late = rig.journal.append_to_register("r", &RegisterEvent::Resumed);
    assert!(late.is_err(), "what is finished is not resumed");
}

#[test]
fn what_the_screen_shows_is_what_was_written() {
    let rig = Rig::full();
    let operation = rig.journal.operation("c").unwrap();
    assert_eq!(operation.state, Closed(Verdict::Absent));
    assert_eq!(operation.checks, 1);
    assert_eq!(*operation.last_check.as_ref().unwrap().evidence, evidence());
    assert_eq!(**operation.last.as_ref().unwrap(), closed(Verdict::Absent));
    assert!(
        operation.confirmed_at.ends_with(".123+03:00"),
        "{}",
        operation.confirmed_at
    );
    assert_eq!(operation.who.name, "Анна Учётова");
    assert_eq!(rig.journal.by_reference("REF-c").unwrap(), operation);

    let history = rig.journal.history("c").unwrap();
    let said: Vec<_> = history.iter().map(|entry| entry.event.clone()).collect();
    use crate::EntryEvent::{Confirmed, Operation};
    let expected = vec![
        Confirmed(confirmation()),
        Operation(intent()),
        Operation(unknown()),
        Operation(checked(1)),
        Operation(closed(Verdict::Absent)),
    ];
    assert_eq!(said, expected);
    assert!(history[0].at.ends_with(".123Z"), "{}", history[0].at);
    assert_eq!(history[0].offset, "+03:00");
    assert_eq!(history[0].operation.as_deref(), Some("c"));

    let rows = rig.journal.register_operations("s");
    let rows: Vec<_> = rows
        .iter()
        .map(|row| row.new.register.clone().unwrap().1)
        .collect();
    assert_eq!(rows, [1, 2, 3]);
    assert_eq!(rig.journal.register_history("s").unwrap().len(), 2);
    assert_eq!(rig.journal.registers().len(), 2);
}

#[test]
fn the_same_record_is_read_after_a_restart() {
    let rig = Rig::full();
    let (before, registers) = (rig.journal.operations(), rig.journal.registers());
    let head = rig.journal.facts().head;
    let folder = rig.close();
    let journal = open(folder.path());
    assert_good(&journal);
    assert_eq!(journal.operations(), before);
    assert_eq!(journal.registers(), registers);
    assert_eq!(journal.facts().head, head);
}

#[test]
fn a_state_is_one_word_for_the_screen() {
    for (state, word) in [
        (Waiting, "\"waiting\""),
        (NotSent, "\"not_sent\""),
        (Closed(Verdict::Absent), "\"closed_absent\""),
    ] {
        assert_eq!(serde_json::to_string(&state).unwrap(), word);
        assert_eq!(serde_json::from_str::<State>(word).unwrap(), state);
    }
}

#[test]
fn only_what_the_service_named_can_be_said_to_have_failed() {
    let rig = Rig::new();
    rig.confirm(&["nameless", "named"]);
    rig.journal.append("nameless", &intent()).unwrap();
    rig.journal.append("nameless", &unknown()).unwrap();
    let refused = rig.journal.append("nameless", &failed());
    assert!(matches!(refused, Err(JournalError::IllegalStep { .. })));

    rig.journal.append("named", &intent()).unwrap();
    let id = || "named".to_owned();
    rig.journal
        .append_all(&[(id(), pending()), (id(), failed())])
        .unwrap();
    let named = rig.journal.operation("named").unwrap();
    assert_eq!(named.state, Rejected);
}

#[test]
fn the_name_that_the_service_gave_outlives_the_program() {
    let rig = Rig::new();
    rig.confirm(&["o"]);
    for event in [intent(), unknown(), repeated(), pending(), checked(1)] {
        rig.journal.append("o", &event).unwrap();
    }
    let told = rig.journal.operation("o").unwrap();
    let folder = rig.close();
    let journal = open(folder.path());
    let known = journal.operation("o").unwrap();
    assert_eq!(known, told);
    assert_eq!(known.remote.as_ref().unwrap().id, "remote-1");
    journal.append("o", &failed()).unwrap();
    assert_eq!(journal.operation("o").unwrap().state, Rejected);
}
