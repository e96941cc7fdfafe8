//! Random histories: what was seen before a restart is what is read after it.

use proptest::prelude::*;

use super::rig::*;
use crate::{Event, Journal, RegisterEvent, Verdict};

#[derive(Debug, Clone)]
enum Move {
    Confirm,
    Register(u32),
    /// Operation by place, event by number.
    Step(usize, usize),
    Together(Vec<(usize, usize)>),
    OfRegister(usize, usize),
    Reopen,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        3 => Just(Move::Confirm),
        1 => (1_u32..5).prop_map(Move::Register),
        12 => (any::<usize>(), 0_usize..8).prop_map(|(which, event)| Move::Step(which, event)),
        2 => prop::collection::vec((any::<usize>(), 0_usize..8), 0..4).prop_map(Move::Together),
        2 => (any::<usize>(), 0_usize..4).prop_map(|(which, event)| Move::OfRegister(which, event)),
        1 => Just(Move::Reopen),
    ];
    prop::collection::vec(one, 1..40)
}

fn event(number: usize) -> Event {
    match number {
        0 => intent(),
        1 => accepted(),
        2 => rejected("4276 1234 5678 4471"),
        3 => not_sent(),
        4 => unknown(),
        5 => checked(1),
        6 => closed(Verdict::Exists),
        _ => cancelled(),
    }
}

fn register_event(number: usize) -> RegisterEvent {
    let why = "person".to_owned();
    match number {
        0 => RegisterEvent::Paused { why },
        1 => RegisterEvent::Resumed,
        2 => RegisterEvent::Cancelled { why },
        _ => RegisterEvent::Finished,
    }
}

fn id(journal: &Journal, which: usize) -> Option<String> {
    let all = journal.operations();
    Some(all.get(which.checked_rem(all.len())?)?.new.id.clone())
}

fn carry_out(journal: &Journal, number: usize, step: Move) {
    match step {
        Move::Confirm => {
            let new = operation(&format!("o{number}"));
            journal.confirm(None, &[new], &confirmation()).unwrap();
        }
        Move::Register(rows) => {
            let name = format!("r{number}");
            let operations: Vec<_> = (1..=rows).map(|row| row_of(&name, row)).collect();
            let new = register(&name, rows);
            journal
                .confirm(Some(&new), &operations, &confirmation())
                .unwrap();
        }
        // Illegal ones are refused and change nothing: the reading below would show it.
        Move::Step(which, number) => {
            if let Some(id) = id(journal, which) {
                let _ = journal.append(&id, &event(number));
            }
        }
        Move::Together(steps) => {
            let steps: Vec<_> = steps
                .into_iter()
                .filter_map(|(which, number)| Some((id(journal, which)?, event(number))))
                .collect();
            let _ = journal.append_all(&steps);
        }
        Move::OfRegister(which, number) => {
            let all = journal.registers();
            if let Some(register) = which.checked_rem(all.len()).and_then(|at| all.get(at)) {
                let _ = journal.append_to_register(&register.new.id, &register_event(number));
            }
        }
        Move::Reopen => assert!(matches!(journal.retry(), crate::Condition::Good { .. })),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_is_the_same_after_a_restart(moves in moves()) {
        let rig = Rig::new();
        for (number, step) in moves.into_iter().enumerate() {
            carry_out(&rig.journal, number, step);
        }
        let (operations, registers) = (rig.journal.operations(), rig.journal.registers());
        let facts = rig.journal.facts();
        let folder = rig.close();
        let journal = open(folder.path());
        assert_good(&journal);
        prop_assert_eq!(journal.operations(), operations);
        prop_assert_eq!(journal.registers(), registers);
        prop_assert_eq!((journal.facts().events, journal.facts().head), (facts.events, facts.head));
    }
}
