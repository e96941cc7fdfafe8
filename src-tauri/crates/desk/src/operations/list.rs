//! The journal on the screen: its list, one operation in full, and how the journal itself is.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;
use journal::{Condition, Operation, RegisterState, State, Verdict};
use money::Amount;

use super::{
    again::{fleet_again, send_again},
    ledger::journal_error,
    plans::sha256,
    types::{
        JournalFilter, JournalState, JournalWindow, ListedState, ListedTotal, OperationAction,
        OperationDetails, OperationId,
    },
    unsettled::is_unsettled,
    views::history_lines,
    warnings::confirmed_at,
};
use crate::{
    Desk, DeskEvent,
    connections::types::{ConnectionId, DEMO},
    error::DeskResult,
    payouts::types::PayoutId,
    time::bounds,
};

impl Desk {
    /// Everything about one operation, and its place in the list.
    ///
    /// # Errors
    /// `NotFound`; `InvalidInput` naming `period`; `MoneyClosed` when the journal's file cannot be read.
    pub async fn operation_details(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        filter: &JournalFilter,
    ) -> DeskResult<OperationDetails> {
        let name = id.0.clone();
        let history = self
            .in_journal(connection, move |journal| journal.history(&name))
            .await
            .map_err(journal_error)?;
        // The journal's list shows operations of other connections too.
        let operation = self.journal_of(connection).operation(&id.0);
        let operation =
            operation.ok_or_else(|| crate::DeskError::new(crate::DeskErrorCode::NotFound))?;
        let listed = self.listed(connection, filter)?;
        let position = listed.rows.iter().position(|one| one.new.id == id.0);
        let view = self.operation_view(&operation);
        let repeatable = view.actions.contains(&OperationAction::SendAgain);
        let again = repeatable.then(|| send_again(&operation)).flatten();
        Ok(OperationDetails {
            operation: view,
            history: history_lines(&history),
            body: operation.new.body.clone(),
            body_sha256: sha256(&operation.new.body),
            position: position.and_then(|place| u32::try_from(place).ok()),
            again,
            fleet_again: repeatable.then(|| fleet_again(&operation)).flatten(),
        })
    }

    /// A part of the journal's list.
    ///
    /// # Errors
    /// `InvalidInput` naming `period`.
    pub async fn journal_window(
        &self,
        connection: &ConnectionId,
        filter: &JournalFilter,
        from: u32,
        count: u32,
    ) -> DeskResult<JournalWindow> {
        let listed = self.listed(connection, filter)?;
        let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let rows = listed.rows.iter().skip(place(from)).take(place(count));
        let rows: Vec<Arc<Operation>> = rows.map(Arc::clone).collect();
        Ok(JournalWindow {
            total: u32::try_from(listed.rows.len()).unwrap_or(u32::MAX),
            from,
            rows: rows.iter().map(|one| self.operation_view(one)).collect(),
            doubtful: self.doubtful(connection, &rows).await,
            by_state: listed.by_state,
        })
    }

    fn listed(&self, connection: &ConnectionId, filter: &JournalFilter) -> DeskResult<Listed> {
        let wanted = Wanted::of(self, filter)?;
        let operations = self.journal_of(connection).operations();
        let fitting = operations.iter().filter(|one| wanted.fits(one));
        let mut all: Vec<(ListedState, Arc<Operation>)> = fitting
            .map(|one| (self.listed_state(one), Arc::clone(one)))
            .collect();
        let by_state = totals(&all);
        if !filter.states.is_empty() {
            all.retain(|(state, _)| filter.states.contains(state));
        }
        if !filter.oldest_first {
            all.reverse();
        }
        Ok(Listed {
            rows: all.into_iter().map(|(_, one)| one).collect(),
            by_state,
        })
    }

    /// How an operation stands in the list.
    fn listed_state(&self, operation: &Operation) -> ListedState {
        match self.standing(operation) {
            State::Waiting => ListedState::Waiting,
            State::Sent => ListedState::Sent,
            State::Accepted => ListedState::Accepted,
            State::Rejected => ListedState::Rejected,
            State::NotSent => ListedState::NotSent,
            State::Unknown if operation.remote.is_some() => ListedState::Pending,
            State::Unknown => ListedState::Unknown,
            State::Cancelled => ListedState::Cancelled,
            State::Closed(Verdict::Exists) => ListedState::ClosedExists,
            State::Closed(Verdict::Absent) => ListedState::ClosedAbsent,
        }
    }

    /// How the journal of a connection is.
    ///
    /// # Errors
    /// None.
    pub async fn journal_state(&self, connection: &ConnectionId) -> DeskResult<JournalState> {
        Ok(self.journal_now(connection))
    }

    /// Opens a journal in trouble again, checks the chain, and takes over what was left undone.
    ///
    /// # Errors
    /// None: a trouble that stays is told in the state.
    pub async fn retry_journal(&self, connection: &ConnectionId) -> DeskResult<JournalState> {
        let retried = self
            .in_journal(connection, |journal| Ok(journal.retry()))
            .await
            .map_err(journal_error)?;
        if matches!(retried, Condition::Good { .. }) {
            self.write_unwritten(connection).await;
            self.recover_of(connection).await;
        }
        self.tell_journal(connection);
        Ok(self.journal_now(connection))
    }

    /// Sets a damaged journal aside and begins a new chain that carries the old head. One that is not damaged stays.
    ///
    /// # Errors
    /// `MoneyClosed` when the files cannot be renamed or made.
    pub async fn archive_journal(&self, connection: &ConnectionId) -> DeskResult<JournalState> {
        let archived = self
            .in_journal(connection, |journal| journal.archive())
            .await;
        self.tell_journal(connection);
        match archived {
            Ok(_) | Err(journal::JournalError::NotDamaged) => Ok(self.journal_now(connection)),
            Err(error) => Err(journal_error(error)),
        }
    }

    fn journal_now(&self, connection: &ConnectionId) -> JournalState {
        let journal = self.journal_of(connection);
        let practice = connection.0 == DEMO;
        let trouble = match journal.condition() {
            Condition::ReadOnly(trouble) => Some(trouble),
            Condition::Good { .. } => None,
        };
        let facts = journal.facts();
        let operations = journal.operations();
        let open = || operations.iter().filter(|one| is_unsettled(one));
        let listed_as = |state: ListedState| {
            let own = open().filter(|one| self.listed_state(one) == state);
            u32::try_from(own.count()).unwrap_or(u32::MAX)
        };
        let drivers: BTreeSet<_> = open()
            .map(|one| (&one.new.connection, &one.new.driver_id))
            .collect();
        let registers = journal.registers().into_iter();
        let paused = registers.filter(|one| one.state == RegisterState::Paused);
        JournalState {
            practice,
            trouble,
            events: facts.events,
            operations: facts.operations,
            head: facts.head,
            checked_at: Some(facts.checked_at).filter(|at| !at.is_empty()),
            unknown: listed_as(ListedState::Unknown),
            pending: listed_as(ListedState::Pending),
            closed_drivers: u32::try_from(drivers.len()).unwrap_or(u32::MAX),
            paused_payouts: paused.map(|one| PayoutId(one.new.id.clone())).collect(),
            folder: match practice {
                true => String::new(),
                false => self.0.parts.journal_folder.clone(),
            },
        }
    }

    /// Tells the screen how a journal is, when it is not as it was told last.
    pub(crate) fn tell_journal(&self, connection: &ConnectionId) {
        // Held until it is told, so that no older state is told after a newer one.
        let mut told = self.0.operations.told.lock();
        let now = self.journal_now(connection);
        let [journal, practice] = &mut *told;
        let former = match now.practice {
            true => practice,
            false => journal,
        };
        // Its head moves with every event; nobody is told of that alone.
        let same = former.as_ref().is_some_and(|former| {
            let as_before = JournalState {
                events: former.events,
                head: former.head.clone(),
                checked_at: former.checked_at.clone(),
                ..now.clone()
            };
            as_before == *former
        });
        if !same {
            *former = Some(now.clone());
            self.emit(DeskEvent::Journal(now));
        }
    }
}

struct Listed {
    rows: Vec<Arc<Operation>>,
    by_state: Vec<ListedTotal>,
}

/// A filter made ready, its states left out.
struct Wanted<'a> {
    filter: &'a JournalFilter,
    drivers: Vec<String>,
    period: Option<(Timestamp, Timestamp)>,
    words: String,
    /// The words as digits with a dot, when they may be a sum.
    sum: Option<String>,
}

impl<'a> Wanted<'a> {
    fn of(desk: &Desk, filter: &'a JournalFilter) -> DeskResult<Self> {
        let period = filter.period.as_ref();
        let words = filter.search.trim().to_lowercase();
        let bare = words.trim_start_matches("[#").trim_start_matches('#');
        let words = bare.trim_end_matches(']').to_owned();
        let digits: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        let digits = digits.replace(',', ".");
        let is_sum = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
        Ok(Self {
            filter,
            drivers: filter.driver_ids.clone(),
            period: period
                .map(|period| bounds(period, &desk.zone()))
                .transpose()?,
            words,
            sum: is_sum.then_some(digits),
        })
    }

    fn fits(&self, one: &Operation) -> bool {
        let new = &one.new;
        let filter = self.filter;
        let of_connection = filter.connection.as_ref();
        let of_payout = filter.payout.as_ref();
        let register = new.register.as_ref().map(|(id, _)| id);
        (filter.kinds.is_empty() || filter.kinds.contains(&new.kind))
            && filter.service.is_none_or(|service| service == new.service)
            && (self.drivers.is_empty() || self.drivers.contains(&new.driver_id))
            && of_connection.is_none_or(|id| id.0 == new.connection)
            && of_payout.is_none_or(|id| register == Some(&id.0))
            && self.in_period(one)
            && self.says(one)
    }

    fn in_period(&self, one: &Operation) -> bool {
        let Some((from, to)) = self.period else {
            return true;
        };
        // A part of a second belongs to its second; a time that cannot be read hides nothing.
        confirmed_at(one)
            .is_none_or(|at| (from.as_second()..=to.as_second()).contains(&at.as_second()))
    }

    fn says(&self, one: &Operation) -> bool {
        let new = &one.new;
        let holds = |text: &str| text.to_lowercase().contains(&self.words);
        let sum = |wanted: &String| format!("{:.2}", new.amount).contains(wanted);
        self.words.is_empty()
            || holds(&new.reference)
            || holds(&new.driver)
            || holds(&new.message)
            || self.sum.as_ref().is_some_and(sum)
    }
}

/// In the order of an operation's life.
fn totals(all: &[(ListedState, Arc<Operation>)]) -> Vec<ListedTotal> {
    let mut by_state: BTreeMap<ListedState, Vec<Amount>> = BTreeMap::new();
    for (state, one) in all {
        let amounts = by_state.entry(*state).or_default();
        amounts.push(Amount::new(one.new.amount));
    }
    let totals = by_state.into_iter().map(|(state, amounts)| ListedTotal {
        state,
        count: u32::try_from(amounts.len()).unwrap_or(u32::MAX),
        amount: Amount::checked_sum(amounts),
    });
    totals.collect()
}
