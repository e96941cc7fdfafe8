//! Everything that is asked for often, in memory: operations and registers as they stand after the newest event.

use std::{collections::HashMap, sync::Arc};

use crate::{
    chain::Hash,
    events::{Event, RegisterEvent},
    records::{Check, NewOperation, NewRegister, Operation, Register, Who},
    states::{RegisterState, State, Step},
};

#[derive(Debug, Default)]
pub struct Index {
    /// In the order of recording; the number on disk is the place from 1 (in a journal without damage).
    operations: Arc<Vec<Arc<Operation>>>,
    /// Numbers of the events of each operation.
    events_of: Vec<Vec<u32>>,
    by_id: HashMap<String, usize>,
    by_reference: HashMap<String, usize>,
    registers: Vec<Listed>,
    registers_by_id: HashMap<String, usize>,
    /// How many events there are, and the number of the newest.
    pub events: u32,
    pub newest: u32,
    pub head: Hash,
}

/// A register, its events and its operations by row.
#[derive(Debug)]
struct Listed {
    register: Arc<Register>,
    events: Vec<u32>,
    rows: Vec<(u32, usize)>,
}

/// When, who, and the event's number.
#[derive(Debug, Clone)]
pub struct Mark {
    pub seq: u32,
    /// ISO time with offset.
    pub at: String,
}

impl Index {
    pub fn snapshot(&self) -> Arc<Vec<Arc<Operation>>> {
        Arc::clone(&self.operations)
    }

    pub fn count(&self) -> usize {
        self.operations.len()
    }

    pub fn registers_count(&self) -> usize {
        self.registers.len()
    }

    pub fn place(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub fn at(&self, place: usize) -> Option<&Arc<Operation>> {
        self.operations.get(place)
    }

    pub fn operation(&self, id: &str) -> Option<&Arc<Operation>> {
        self.at(self.place(id)?)
    }

    pub fn by_reference(&self, reference: &str) -> Option<&Arc<Operation>> {
        self.at(*self.by_reference.get(reference)?)
    }

    pub fn events_of(&self, place: usize) -> &[u32] {
        self.events_of.get(place).map_or(&[], Vec::as_slice)
    }

    pub fn register_place(&self, id: &str) -> Option<usize> {
        self.registers_by_id.get(id).copied()
    }

    pub fn register_at(&self, place: usize) -> Option<&Arc<Register>> {
        Some(&self.registers.get(place)?.register)
    }

    pub fn registers(&self) -> impl Iterator<Item = &Arc<Register>> {
        self.registers.iter().map(|listed| &listed.register)
    }

    pub fn register_events(&self, place: usize) -> &[u32] {
        self.registers
            .get(place)
            .map_or(&[], |listed| listed.events.as_slice())
    }

    /// Places of a register's operations, by row.
    pub fn rows(&self, register: usize) -> impl Iterator<Item = usize> {
        self.registers
            .get(register)
            .into_iter()
            .flat_map(|listed| listed.rows.iter().map(|(_, place)| *place))
    }

    pub fn add_register(&mut self, new: NewRegister, who: Who, mark: Mark) -> usize {
        let place = self.registers.len();
        self.registers_by_id.insert(new.id.clone(), place);
        self.registers.push(Listed {
            register: Arc::new(Register {
                new,
                confirmed_at: mark.at.clone(),
                who,
                state: RegisterState::Running,
                changed_at: mark.at,
                last: None,
            }),
            events: vec![mark.seq],
            rows: Vec::new(),
        });
        place
    }

    pub fn add_operation(&mut self, new: NewOperation, who: Who, mark: Mark) -> usize {
        let place = self.operations.len();
        self.by_id.insert(new.id.clone(), place);
        self.by_reference.insert(new.reference.clone(), place);
        if let Some((register, row)) = &new.register
            && let Some(register) = self.register_place(register)
        {
            let rows = &mut self.registers[register].rows;
            let after = rows.partition_point(|(other, _)| other <= row);
            rows.insert(after, (*row, place));
        }
        Arc::make_mut(&mut self.operations).push(Arc::new(Operation {
            new,
            confirmed_at: mark.at.clone(),
            who,
            state: State::Waiting,
            changed_at: mark.at,
            last: None,
            remote: None,
            checks: 0,
            last_check: None,
        }));
        self.events_of.push(vec![mark.seq]);
        place
    }

    /// All operations to be changed.
    pub fn operations_mut(&mut self) -> &mut [Arc<Operation>] {
        Arc::make_mut(&mut self.operations).as_mut_slice()
    }

    /// An operation to be changed.
    fn change(&mut self, place: usize) -> Option<&mut Operation> {
        let shared = self.operations_mut().get_mut(place)?;
        Some(Arc::make_mut(shared))
    }

    /// Whether an event was legal; one that was not is only noted among the operation's events. Its words come later.
    pub fn step(&mut self, place: usize, step: Step, seq: u32) -> bool {
        if let Some(events) = self.events_of.get_mut(place) {
            events.push(seq);
        }
        let Some(operation) = self.change(place) else {
            return false;
        };
        let Some(standing) = operation.standing().after(step) else {
            return false;
        };
        operation.state = standing.state;
        if standing.named {
            // Its words come later.
            operation.remote.get_or_insert_default();
        }
        operation.checks += u32::from(step == Step::Checked);
        true
    }

    /// As [`Index::step`], with the words.
    pub fn apply(&mut self, place: usize, event: Event, mark: Mark) -> bool {
        if !self.step(place, event.step(), mark.seq) {
            return false;
        }
        let Some(operation) = self.change(place) else {
            return false;
        };
        operation.changed_at.clone_from(&mark.at);
        match event {
            Event::Checked { number, evidence } => {
                operation.last_check = Some(Check {
                    number,
                    at: mark.at,
                    evidence: Arc::new(evidence),
                });
            }
            event => {
                if let Event::Pending { remote, .. } = &event {
                    operation.remote = Some(Arc::new(remote.clone()));
                }
                operation.last = Some(Arc::new(event));
            }
        }
        true
    }

    /// As [`Index::apply`], for a register.
    pub fn apply_to_register(&mut self, place: usize, event: RegisterEvent, mark: Mark) -> bool {
        let Some(listed) = self.registers.get_mut(place) else {
            return false;
        };
        listed.events.push(mark.seq);
        let Some(state) = listed.register.state.after(&event) else {
            return false;
        };
        let register = Arc::make_mut(&mut listed.register);
        register.state = state;
        register.changed_at = mark.at;
        register.last = Some(Arc::new(event));
        true
    }

    pub fn reserve(&mut self, operations: usize) {
        Arc::make_mut(&mut self.operations).reserve(operations);
        self.events_of.reserve(operations);
        self.by_id.reserve(operations);
        self.by_reference.reserve(operations);
    }

    pub const fn begins(&self) -> bool {
        self.events == 0
    }

    pub fn advance(&mut self, seq: u32, hash: Hash) {
        self.events += 1;
        self.newest = seq;
        self.head = hash;
    }
}
