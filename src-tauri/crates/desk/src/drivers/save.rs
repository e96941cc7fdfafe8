//! Saving: confirmations, one more look at the card, one update, and reading what came of it.

use jump::{DriverProfile, Referrer};
use transport::{CallError, Outcome};

use super::{
    card::save_refused,
    form,
    readings::Readings,
    referrer::moved_between,
    review::Reviewed,
    types::{Confirmations, DriverField, SaveOutcome, SaveState},
    update::{SENT_AS_IS, update},
};
use crate::{
    Desk,
    checks::{only_digits, problem},
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
};

impl Desk {
    /// Carries out a review, once. Nothing is sent when the card is no longer the one that was reviewed.
    ///
    /// # Errors
    /// `ReadOnly`; `ReviewExpired`; `InvalidInput` naming `confirm.<id>` of a deletion that was not confirmed (the
    /// token stays good); `RequisitesUnknown`; `RefusedByService` and the other errors of a call that changed
    /// nothing. An update in doubt is never an error: its state says what is known.
    pub async fn save_driver(
        &self,
        connection: &ConnectionId,
        token: &str,
        confirmations: Confirmations,
    ) -> DeskResult<SaveOutcome> {
        let jump = self.jump_for_writing(connection).await?;
        let readings: &Readings = &self.0.readings;
        let review = readings.review(token, connection, self.now())?;
        confirm(&review, &confirmations)?;
        let driver = review.fresh.id;
        let profile = jump.get_driver(driver).await?;
        readings.use_up(token, &review)?;
        if save_refused(&profile).is_some() {
            return Err(DeskError::new(DeskErrorCode::RequisitesUnknown));
        }
        if differs(&review, &profile) {
            let card = self.card_of(connection, profile).await?;
            return Ok(SaveOutcome {
                card: Some(card),
                ..nothing_sent(SaveState::Stale)
            });
        }
        let referrer = review.referrer.as_ref();
        let referrer = referrer.map_or(Referrer::Keep, |link| link.send);
        let update = update(&profile, &review.changes, &review.plan, referrer)?;
        match jump.update_driver(driver, &update).await {
            Ok(()) => Ok(self.look_back(&jump, connection, &review, None).await),
            Err(error) => match error.outcome {
                Outcome::NotSent | Outcome::Rejected => Err(refused(error, &review)),
                Outcome::MaybeSent | Outcome::Unreadable => Ok(self
                    .look_back(&jump, connection, &review, Some(error))
                    .await),
            },
        }
    }
}

pub(super) fn nothing_sent(state: SaveState) -> SaveOutcome {
    SaveOutcome {
        state,
        saved: Vec::new(),
        ignored: Vec::new(),
        requisites_saved: Vec::new(),
        requisites_ignored: Vec::new(),
        referrer_saved: None,
        referrer_ignored: None,
        referrer_unverifiable: None,
        unverifiable: Vec::new(),
        card: None,
        trace_id: None,
    }
}

/// Every deletion needs the last four signs of the requisite, typed.
fn confirm(review: &Reviewed, confirmations: &Confirmations) -> DeskResult<()> {
    let same = |typed: &str, shown: &str| match only_digits(typed) {
        Some(digits) => digits == shown,
        None => typed.trim().to_lowercase() == shown.to_lowercase(),
    };
    let mut unconfirmed = Vec::new();
    for row in review.plan.deletions() {
        let id = row.id.map(|id| id.to_string()).unwrap_or_default();
        let typed = confirmations
            .get(&id)
            .map(String::as_str)
            .unwrap_or_default();
        if row.last_four.is_empty() || !same(typed, &row.last_four) {
            unconfirmed.push(problem(&format!("confirm.{id}"), "confirmation_mismatch"));
        }
    }
    match unconfirmed.is_empty() {
        true => Ok(()),
        false => Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(unconfirmed)),
    }
}

/// Is anything that would be sent no longer what was reviewed?
fn differs(review: &Reviewed, now: &DriverProfile) -> bool {
    let sent = SENT_AS_IS.iter().chain(review.changes.keys());
    let moved =
        |field: &DriverField| form::shown(&review.fresh, *field) != form::shown(now, *field);
    let requisites = |profile: &DriverProfile| {
        let list = profile.requisites.as_deref().unwrap_or_default().iter();
        list.map(|one| {
            let number = one.account_number.clone().or(one.masked_number.clone());
            (
                one.id,
                one.type_id,
                one.name.clone(),
                number,
                one.is_default,
            )
        })
        .collect::<Vec<_>>()
    };
    let relinked = review.referrer.is_some() && moved_between(&review.fresh, now);
    relinked || sent.into_iter().any(moved) || requisites(&review.fresh) != requisites(now)
}

/// The service's refusal with its fields under the names of the form. Those of the list keep the service's dotted
/// place; the param `requisite` says which one it was: its id, or the key of a new one.
fn refused(error: CallError, review: &Reviewed) -> DeskError {
    let keys = review.plan.sent_keys();
    let mut desk = DeskError::from(error);
    desk.fields = desk
        .fields
        .into_iter()
        .map(|field| renamed(field, &keys))
        .collect();
    desk
}

fn renamed(mut problem: FieldProblem, keys: &[String]) -> FieldProblem {
    if let Some(field) = DriverField::from_service(&problem.field) {
        problem.field = field.name().to_owned();
    } else if let Some(rest) = problem.field.strip_prefix("requisites.") {
        let place = rest
            .split('.')
            .next()
            .and_then(|place| place.parse::<usize>().ok());
        if let Some(key) = place.and_then(|place| keys.get(place)) {
            problem.params.insert("requisite".to_owned(), key.clone());
        }
    }
    problem
}
