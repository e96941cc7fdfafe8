//! What Jump's records show of an operation: the driver's transactions about the time, by our mark.

use jiff::{SignedDuration, Timestamp};
use journal::{Event, Evidence, FoundTransaction, Operation};
use jump::{Id, Jump, Transaction, TransactionCreate, TransactionOperation};
use rust_decimal::Decimal;

use super::{Seen, window};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::{
        listing::{Listing, transactions_of},
        reference::{first_mark, mark},
    },
    time::iso,
};

/// What stands in the records earlier than the intent, by more than clocks that are kept, is not like it.
const ABOUT: SignedDuration = SignedDuration::from_secs(60);

impl Desk {
    /// What the service's records show of an operation.
    pub(super) async fn seek_in_jump(
        &self,
        connection: &ConnectionId,
        operation: &Operation,
        intent: Timestamp,
    ) -> DeskResult<Seen> {
        let jump = self.jump(connection).await?.for_money();
        let new = &operation.new;
        let driver: Id = new
            .driver_id
            .parse()
            .map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
        let window = window(intent, self.now());
        let listing = transactions_of(&jump, &[driver], window).await?;
        let mut evidence = self.evidence(&listing, &new.reference);
        let sought = mark(&new.reference);
        let found = listing.rows.iter().find(|row| told(row).contains(&sought));
        evidence.found = found.map(shown);
        if found.is_none() {
            evidence.alike = self.alike(connection, operation, intent, &listing);
            evidence.balance = balance_of(&jump, driver, &new.balance_id).await;
        }
        Ok(Seen::of(evidence))
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
