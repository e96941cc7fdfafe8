//! Looking an unknown operation up in the service's own records: by our mark it is accepted, and whatever else is found
//! or not found is written down as evidence for a person. A miss never changes how an operation stands.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use journal::{
    Entry, EntryEvent, Event, Evidence, FoundTransaction, JournalError, Operation, State,
};
use jump::{Id, Jump, Transaction, TransactionCreate, TransactionOperation};
use rust_decimal::Decimal;

use super::{
    ledger::journal_error,
    listing::{Listing, transactions_of},
    reference::{first_mark, mark},
    trial::reached,
    types::{OperationId, OperationView},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    time::iso,
};

/// When an operation is looked up by itself, after it became unknown.
pub(super) const CHECKS: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(120),
    Duration::from_secs(600),
    Duration::from_secs(3_600),
];
/// Those looks that could not read anything are made up for, one an hour.
const MADE_UP_FOR: u32 = 24;
/// The service's clock and that of this computer may be apart by so much: by a wrong time zone, by a day.
pub(super) const CLOCKS_APART: SignedDuration = SignedDuration::from_hours(25);
/// What stands in the records earlier than the intent, by more than clocks that are kept, is not like it.
const ABOUT: SignedDuration = SignedDuration::from_secs(60);

impl Desk {
    /// Looks an unknown operation up now. One that is settled is answered as it is.
    ///
    /// # Errors
    /// `NotFound`; those of the call and of the connection when nothing could be read: the operation stays unknown;
    /// `MoneyClosed` when what was seen cannot be written down.
    pub async fn check_operation(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<OperationView> {
        let connection = &self.connection_of(connection, id)?;
        // A look that has begun is made to its end, whoever waits for it.
        let look = {
            let (desk, connection, id) = (self.clone(), connection.clone(), id.clone());
            tokio::spawn(async move { desk.reconcile(&connection, &id).await })
        };
        let looked = look.await;
        self.0.operations.forget_idle_looks();
        looked.unwrap_or_else(|_| Err(DeskError::new(DeskErrorCode::Internal)))?;
        self.viewed(connection, id)
    }

    /// Looks up every unknown operation of the connection now; answers how many there were.
    ///
    /// # Errors
    /// `NoConnection`; that of the first look that could not read anything, after all were made.
    pub async fn check_unknown_operations(&self, connection: &ConnectionId) -> DeskResult<u32> {
        self.0.connections.record(connection)?;
        let unknown = self.unknown_of(connection);
        let mut failed = None;
        for id in &unknown {
            if let Err(error) = self.check_operation(connection, id).await {
                failed.get_or_insert(error);
            }
        }
        match failed {
            Some(error) => Err(error),
            None => Ok(u32::try_from(unknown.len()).unwrap_or(u32::MAX)),
        }
    }

    fn unknown_of(&self, connection: &ConnectionId) -> Vec<OperationId> {
        let operations = self.journal_of(connection).operations();
        let own = operations.iter().filter(|one| {
            one.new.connection == connection.0 && self.standing(one) == State::Unknown
        });
        own.map(|one| OperationId(one.new.id.clone())).collect()
    }

    /// Plans the looks at an unknown operation, unless they are planned already.
    pub(super) fn watch_unknown(&self, connection: &ConnectionId, id: &OperationId) {
        {
            let mut watched = self.0.operations.watched.lock();
            let watched = watched.entry(id.0.clone()).or_default();
            if std::mem::replace(&mut watched.planned, true) {
                return;
            }
        }
        let (desk, connection, id) = (self.clone(), connection.clone(), id.clone());
        tokio::spawn(async move {
            desk.look_again_and_again(&connection, &id).await;
            desk.plan_look(&connection, &id, None);
            let mut watched = desk.0.operations.watched.lock();
            watched.remove(&id.0);
        });
    }

    async fn look_again_and_again(&self, connection: &ConnectionId, id: &OperationId) {
        let since = self.moments(connection, id).await.unknown;
        let mut number = self.checks_of(connection, id).unwrap_or_default();
        let mut former = None;
        let mut made_up_for = 0;
        while let Some(recorded) = self.checks_of(connection, id) {
            let at = match CHECKS.get(number) {
                Some(after) => later(since, *after).max(earliest(self.now(), number, former)),
                None if recorded < CHECKS.len() && made_up_for < MADE_UP_FOR => {
                    made_up_for += 1;
                    later(self.now(), CHECKS[CHECKS.len() - 1])
                }
                None => return,
            };
            self.plan_look(connection, id, Some(at));
            let wait = Duration::try_from(at.duration_since(self.now()));
            self.0.parts.clock.sleep(wait.unwrap_or_default()).await;
            if let Err(error) = self.reconcile(connection, id).await {
                tracing::warn!(code = ?error.code, operation = %id.0, "an unknown operation was not looked up");
            }
            former = Some(self.now());
            number += 1;
        }
    }

    /// How many checks are recorded; `None` once it is settled.
    fn checks_of(&self, connection: &ConnectionId, id: &OperationId) -> Option<usize> {
        let operation = self.operation(connection, id).ok()?;
        let unknown = self.standing(&operation) == State::Unknown;
        unknown.then(|| usize::try_from(operation.checks).unwrap_or(usize::MAX))
    }

    fn plan_look(&self, connection: &ConnectionId, id: &OperationId, at: Option<Timestamp>) {
        {
            let mut watched = self.0.operations.watched.lock();
            watched.entry(id.0.clone()).or_default().next_at = at;
        }
        self.tell_operation(connection, id);
    }

    /// One look: reads, and writes down what was seen.
    async fn reconcile(&self, connection: &ConnectionId, id: &OperationId) -> DeskResult<()> {
        let looking = {
            let mut watched = self.0.operations.watched.lock();
            watched.entry(id.0.clone()).or_default().looking.clone()
        };
        let _one_at_a_time = looking.lock().await;
        let _few = self.0.operations.lookups.acquire().await;
        self.write_unwritten(connection).await;
        let Some(operation) = self.to_look_up(connection, id).await? else {
            return Ok(());
        };
        let checking = Checking::begin(self, connection, id);
        reached!(self, BeforeCheck, id);
        let seen = self.seek(connection, &operation).await;
        reached!(self, AfterCheck, id);
        drop(checking);
        let written = match seen {
            Ok(evidence) => {
                let event = match evidence.found {
                    Some(_) => Event::Accepted { evidence },
                    None => Event::Checked {
                        number: operation.checks.saturating_add(1),
                        evidence,
                    },
                };
                match self.record(connection, id, event).await {
                    // A person or another look settled it meanwhile.
                    Ok(()) | Err(JournalError::IllegalStep { .. }) => Ok(()),
                    Err(error) => Err(journal_error(error)),
                }
            }
            Err(error) => Err(error),
        };
        self.tell_operation(connection, id);
        written
    }

    /// The operation, its being unknown on the disk; `None` when it is settled.
    pub(super) async fn to_look_up(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<Option<std::sync::Arc<Operation>>> {
        let operation = self.operation(connection, id)?;
        if self.standing(&operation) != State::Unknown {
            return Ok(None);
        }
        self.money_open(connection)?;
        if operation.state == State::Sent {
            let unknown = Event::Unknown {
                why: "unrecorded".to_owned(),
                trace_id: None,
                answer: String::new(),
            };
            let written = self.record(connection, id, unknown).await;
            written.map_err(journal_error)?;
        }
        self.operation(connection, id).map(Some)
    }

    /// What the service's records show of an operation.
    async fn seek(&self, connection: &ConnectionId, operation: &Operation) -> DeskResult<Evidence> {
        let jump = self.jump(connection).await?.for_money();
        let new = &operation.new;
        let driver: Id = new
            .driver_id
            .parse()
            .map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
        let id = OperationId(new.id.clone());
        let intent = self.moments(connection, &id).await.intent;
        let window = (
            intent.saturating_sub(CLOCKS_APART).unwrap_or(intent),
            self.now().saturating_add(CLOCKS_APART).unwrap_or(intent),
        );
        let listing = transactions_of(&jump, &[driver], window).await?;
        let mut evidence = self.evidence(&listing, &new.reference);
        let sought = mark(&new.reference);
        let found = listing.rows.iter().find(|row| told(row).contains(&sought));
        evidence.found = found.map(shown);
        if found.is_none() {
            evidence.alike = self.alike(connection, operation, intent, &listing);
            evidence.balance = balance_of(&jump, driver, &new.balance_id).await;
        }
        Ok(evidence)
    }

    fn evidence(&self, listing: &Listing, reference: &str) -> Evidence {
        let zone = self.zone();
        Evidence {
            source: "transactions".to_owned(),
            window_from: Some(iso(listing.from, &zone)),
            window_to: Some(iso(listing.to, &zone)),
            received: u32::try_from(listing.rows.len()).ok(),
            told: Some(listing.told),
            complete: listing.complete,
            sought: reference.to_owned(),
            ..Evidence::default()
        }
    }

    /// Rows that may be it without our mark, for a person to judge.
    fn alike(
        &self,
        connection: &ConnectionId,
        operation: &Operation,
        intent: Timestamp,
        listing: &Listing,
    ) -> Vec<FoundTransaction> {
        let operations = self.journal_of(connection).operations();
        let is_evidence = |row: &Transaction| {
            let id = row.id.to_string();
            operations.iter().any(|one| match one.last.as_deref() {
                Some(Event::Accepted { evidence }) => {
                    evidence.found.as_ref().is_some_and(|found| found.id == id)
                }
                _ => false,
            })
        };
        let Some(like) = Like::of(operation, intent) else {
            return Vec::new();
        };
        let rows = listing.rows.iter().filter(|row| like.fits(row));
        // A row with one of our marks belongs to the operation of that mark.
        let unmarked = rows.filter(|row| first_mark(told(row)).is_none());
        unmarked
            .filter(|row| !is_evidence(row))
            .map(shown)
            .collect()
    }

    /// When the intent was written, and since when nobody knows.
    async fn moments(&self, connection: &ConnectionId, id: &OperationId) -> Moments {
        let name = id.0.clone();
        let history = self
            .in_journal(connection, move |journal| journal.history(&name))
            .await
            .unwrap_or_default();
        let at = |fits: fn(&Event) -> bool| {
            let fits = |entry: &&Entry| match &entry.event {
                EntryEvent::Operation(event) => fits(event),
                _ => false,
            };
            let entry = history.iter().find(fits)?;
            entry.at.parse::<Timestamp>().ok()
        };
        let confirmed = self.operation(connection, id).ok();
        let confirmed = confirmed.and_then(|one| one.confirmed_at.parse().ok());
        let intent = at(|event| matches!(event, Event::Intent { .. }));
        let intent = intent.or(confirmed).unwrap_or_else(|| self.now());
        let unknown = at(|event| matches!(event, Event::Unknown { .. }));
        Moments {
            intent,
            unknown: unknown.unwrap_or_else(|| self.now()),
        }
    }
}

struct Moments {
    intent: Timestamp,
    unknown: Timestamp,
}

/// What a transaction must be like.
struct Like {
    create: TransactionCreate,
    /// By our clock.
    from: Timestamp,
}

impl Like {
    fn of(operation: &Operation, intent: Timestamp) -> Option<Self> {
        Some(Self {
            create: serde_json::from_str(&operation.new.body).ok()?,
            from: intent.saturating_sub(ABOUT).ok()?,
        })
    }

    fn fits(&self, row: &Transaction) -> bool {
        let date = row.date.as_deref().and_then(|date| date.parse().ok());
        let in_time = date.is_none_or(|date: Timestamp| date >= self.from);
        let asked = self.create.transaction_type_id;
        let of_type = row.r#type.as_ref().and_then(|kind| kind.id);
        let same_type = match (asked, of_type) {
            (Some(asked), Some(shown)) => asked == shown,
            _ => row.trip.is_none(),
        };
        in_time && same_type && row.amount.is_some_and(|amount| self.sums(amount.decimal()))
    }

    /// The same sum, with or without what a commission on top may come to: the service computes it, and the journal does
    /// not know it. A twentieth and a hundred roubles are more than any.
    fn sums(&self, shown: Decimal) -> bool {
        let asked = self.create.amount.decimal();
        let on_top = self.create.operation == TransactionOperation::Withdraw
            && !self.create.include_commission;
        let most = match on_top {
            true => asked
                .checked_mul(Decimal::new(105, 2))
                .and_then(|sum| sum.checked_add(Decimal::ONE_HUNDRED)),
            false => Some(asked),
        };
        let shown = shown.abs();
        shown >= asked && shown <= most.unwrap_or(asked)
    }
}

async fn balance_of(jump: &Jump, driver: Id, balance: &str) -> Option<String> {
    let profile = jump.get_driver(driver).await.ok()?;
    let cards = profile.cards?;
    let of = |card: &jump::Balance| card.id.is_some_and(|id| id.to_string() == balance);
    let card = cards.into_iter().find(of)?;
    card.balance.map(|sum| sum.to_string())
}

fn told(row: &Transaction) -> &str {
    row.description.as_deref().unwrap_or_default()
}

fn shown(row: &Transaction) -> FoundTransaction {
    FoundTransaction {
        id: row.id.to_string(),
        date: row.date.clone(),
        amount: row.amount.map(|amount| amount.to_string()),
        payment_id: row.payment_id.map(|id| id.to_string()),
        description: told(row).to_owned(),
    }
}

/// A look that is late, after a restart or a sleep of the computer, is not followed by all the others at once.
fn earliest(now: Timestamp, number: usize, former: Option<Timestamp>) -> Timestamp {
    let gap = |number: usize| {
        let before = number.checked_sub(1).and_then(|before| CHECKS.get(before));
        let own = CHECKS.get(number).copied().unwrap_or_default();
        own.saturating_sub(before.copied().unwrap_or_default())
    };
    match former {
        Some(former) => later(former, gap(number)),
        None if number == 0 => now,
        None => later(now, CHECKS[0]),
    }
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}

/// Marks an operation as being looked up until this is dropped.
struct Checking<'a>(&'a Desk, String);

impl<'a> Checking<'a> {
    fn begin(desk: &'a Desk, connection: &ConnectionId, id: &OperationId) -> Self {
        set_checking(desk, &id.0, true);
        desk.tell_operation(connection, id);
        Self(desk, id.0.clone())
    }
}

impl Drop for Checking<'_> {
    fn drop(&mut self) {
        set_checking(self.0, &self.1, false);
    }
}

fn set_checking(desk: &Desk, id: &str, checking: bool) {
    let mut watched = desk.0.operations.watched.lock();
    if let Some(watched) = watched.get_mut(id) {
        watched.checking = checking;
    }
}
