//! What was read and what waits for a yes: the last cards, and the reviews whose token was not used yet.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use jiff::Timestamp;
use jump::{DriverProfile, Id};
use parking_lot::Mutex;

use super::{referrer::Names, review::Reviewed};
use crate::{
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// So many cards and reviews are remembered; older ones have to be read again.
const REMEMBERED: usize = 64;
/// How long a review may wait for its yes.
const LIFETIME: Duration = Duration::from_secs(600);

/// Cards that were read, reviews that wait for a yes, and names of drivers met on the way.
#[derive(Default)]
pub struct Readings {
    remembered: Mutex<Remembered>,
    pub(super) names: Names,
}

#[derive(Default)]
struct Remembered {
    cards: VecDeque<(String, Arc<Reading>)>,
    reviews: VecDeque<(String, Arc<Reviewed>)>,
}

/// One card as it was read.
pub(crate) struct Reading {
    pub connection: ConnectionId,
    pub profile: DriverProfile,
}

fn expired() -> DeskError {
    DeskError::new(DeskErrorCode::ReviewExpired)
}

fn push<T>(queue: &mut VecDeque<T>, item: T) {
    if queue.len() == REMEMBERED {
        queue.pop_front();
    }
    queue.push_back(item);
}

impl Readings {
    pub(crate) fn keep_card(&self, name: String, reading: Reading) {
        push(&mut self.remembered.lock().cards, (name, Arc::new(reading)));
    }

    /// The card that a draft was made from.
    ///
    /// # Errors
    /// `ReviewExpired` when it is of another driver or connection, or no longer remembered.
    pub(crate) fn card(
        &self,
        name: &str,
        connection: &ConnectionId,
        driver: Id,
    ) -> DeskResult<Arc<Reading>> {
        let remembered = self.remembered.lock();
        let found = remembered.cards.iter().find(|(known, reading)| {
            known == name && reading.connection == *connection && reading.profile.id == driver
        });
        found
            .map(|(_, reading)| Arc::clone(reading))
            .ok_or_else(expired)
    }

    pub(crate) fn keep_review(&self, token: String, review: Reviewed) {
        push(
            &mut self.remembered.lock().reviews,
            (token, Arc::new(review)),
        );
    }

    /// A review that may still be carried out.
    ///
    /// # Errors
    /// `ReviewExpired` when the token is unknown, used, too old, or of another connection.
    pub(crate) fn review(
        &self,
        token: &str,
        connection: &ConnectionId,
        now: Timestamp,
    ) -> DeskResult<Arc<Reviewed>> {
        let remembered = self.remembered.lock();
        let found = remembered.reviews.iter().find(|(known, _)| known == token);
        let review = found.map(|(_, review)| review).ok_or_else(expired)?;
        let age = now.duration_since(review.made_at);
        let fresh = !age.is_negative() && age.unsigned_abs() <= LIFETIME;
        match fresh && review.connection == *connection {
            true => Ok(Arc::clone(review)),
            false => Err(expired()),
        }
    }

    /// Uses the token up. Other reviews of the driver go with it: they were made of a card that is about to change.
    ///
    /// # Errors
    /// `ReviewExpired` when somebody else has used it meanwhile.
    pub(crate) fn use_up(&self, token: &str, review: &Reviewed) -> DeskResult<()> {
        let mut remembered = self.remembered.lock();
        if !remembered.reviews.iter().any(|(known, _)| known == token) {
            return Err(expired());
        }
        remembered.reviews.retain(|(_, other)| {
            other.connection != review.connection || other.fresh.id != review.fresh.id
        });
        Ok(())
    }
}
