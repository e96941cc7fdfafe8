//! The review of a draft: the card is read again, the draft is merged into it, and only a change that loses nobody's
//! work gets a token.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jump::DriverProfile;

use super::{
    card::save_refused,
    draft::{self, Merged},
    form,
    referrer::Relinked,
    types::{DriverCard, DriverDraft, DriverField, DriverReview, FieldChange, FieldConflict},
};
use crate::{
    Desk,
    checks::{Verdict, problem},
    connections::types::ConnectionId,
    dictionaries::Dictionary,
    error::{DeskResult, FieldProblem},
    requisites::{
        diff::{self, Known, Plan},
        types::{RequisiteChange, RequisiteEdit},
    },
};

/// A review that was said yes to, or not yet: what would be sent, and the card it was made of.
pub(crate) struct Reviewed {
    pub connection: ConnectionId,
    pub made_at: Timestamp,
    pub fresh: DriverProfile,
    pub changes: BTreeMap<DriverField, String>,
    pub told: Vec<FieldChange>,
    pub plan: Plan,
    /// `None`: the link to the referrer stays as it is.
    pub referrer: Option<Relinked>,
}

impl Desk {
    /// Reads the card again and says what saving the draft would do.
    ///
    /// # Errors
    /// `ReviewExpired` when the draft's reading is not remembered; those of reading the card, and, for a new
    /// requisite or referrer, of reading the requisite types or that driver.
    pub async fn review_driver(
        &self,
        connection: &ConnectionId,
        draft: DriverDraft,
    ) -> DeskResult<DriverReview> {
        let readings = &self.0.readings;
        let base = readings.card(&draft.reading, connection, draft.driver_id)?;
        let card = self.driver_card(connection, draft.driver_id).await?;
        let edited = draft::edited(&draft.fields, &base.profile, self.moscow_day());
        let mine = values(&edited);
        let merged = draft::merged(&base.profile, &card.profile, &mine);
        let (plan, requisite_problems, requisites_elsewhere) = self
            .plan_of(connection, &base.profile, &card, &draft.requisites)
            .await?;
        let mut problems = self.problems(connection, &card, &edited, &merged).await;
        problems.extend(requisite_problems);
        let mut referrer = self
            .referrer_review(connection, &base.profile, &card.profile, draft.referrer)
            .await?;
        problems.append(&mut referrer.problems);
        let changes = self
            .changes(connection, &card.profile, &merged.changes)
            .await;
        let changes_something =
            !changes.is_empty() || plan.changes_anything() || referrer.send.is_some();
        let agreed = merged.conflicts.is_empty() && !referrer.conflicts();
        let allowed = problems.is_empty() && agreed && changes_something;
        let review = DriverReview {
            token: allowed.then(|| self.new_id()),
            reading: card.reading.clone(),
            read_at: card.read_at.clone(),
            changes: changes.clone(),
            requisites: plan.told(),
            referrer: referrer.told.clone(),
            elsewhere: self
                .elsewhere(connection, &base.profile, &card.profile, &merged)
                .await,
            requisites_elsewhere,
            conflicts: self.conflicts(connection, &card.profile, &merged).await,
            problems,
            card,
        };
        if let Some(token) = &review.token {
            let reviewed = Reviewed {
                connection: connection.clone(),
                made_at: self.now(),
                fresh: review.card.profile.clone(),
                changes: merged.changes,
                told: changes,
                plan,
                referrer: referrer.relinked(),
            };
            readings.keep_review(token.clone(), reviewed);
        }
        Ok(review)
    }

    /// The list after the edits, what is wrong with them, and what others did to the list meanwhile.
    async fn plan_of(
        &self,
        connection: &ConnectionId,
        base: &DriverProfile,
        card: &DriverCard,
        edits: &[RequisiteEdit],
    ) -> DeskResult<(Plan, Vec<FieldProblem>, Vec<RequisiteChange>)> {
        let adds = edits
            .iter()
            .any(|edit| matches!(edit, RequisiteEdit::Add { .. }));
        let (types, banks) = match adds {
            true => (
                self.requisite_types(connection).await?,
                self.items_or_none(connection, Dictionary::SbpBanks).await,
            ),
            false => Default::default(),
        };
        let known = Known {
            types: &types,
            banks: &banks,
        };
        let was = base.requisites.as_deref().unwrap_or_default();
        let was = self.requisite_rows(connection, was).await;
        let (plan, problems) = diff::plan(&was, &card.requisites, edits, &known);
        // A list that was not known before, or is not known now, was not changed by anybody.
        let comparable = base.requisites.is_some() && card.profile.requisites.is_some();
        let elsewhere = match comparable {
            true => diff::between(&was, &card.requisites),
            false => Vec::new(),
        };
        Ok((plan, problems, elsewhere))
    }

    async fn problems(
        &self,
        connection: &ConnectionId,
        card: &DriverCard,
        edited: &BTreeMap<DriverField, Verdict>,
        merged: &Merged,
    ) -> Vec<FieldProblem> {
        let settled = |field: &DriverField| merged.elsewhere.iter().any(|(one, _)| one == field);
        let mut problems: Vec<FieldProblem> = edited
            .iter()
            .filter(|(field, verdict)| verdict.is_error() && !settled(field))
            .map(|(field, verdict)| verdict.problem(field.name()))
            .collect();
        if let Some(code) = save_refused(&card.profile) {
            problems.push(problem("requisites", code));
        }
        for field in DriverField::REQUIRED {
            let missing = form::value(&card.profile, field).trim().is_empty();
            if missing && !edited.contains_key(&field) {
                problems.push(problem(field.name(), "required"));
            }
        }
        for (field, dictionary) in [
            (DriverField::GroupId, Dictionary::Groups),
            (
                DriverField::AntiFraudStatusId,
                Dictionary::AntiFraudStatuses,
            ),
        ] {
            let Some(id) = merged.changes.get(&field) else {
                continue;
            };
            let items = self.items_or_none(connection, dictionary).await;
            let wrong = edited.get(&field).is_some_and(Verdict::is_error);
            if !wrong && !items.is_empty() && !items.iter().any(|item| item.code == *id) {
                problems.push(problem(field.name(), "not_in_dictionary"));
            }
        }
        problems
    }

    async fn changes(
        &self,
        connection: &ConnectionId,
        fresh: &DriverProfile,
        changes: &BTreeMap<DriverField, String>,
    ) -> Vec<FieldChange> {
        let mut told = Vec::new();
        for (field, after) in changes {
            let present = form::shown(fresh, *field);
            let (before, before_unlisted) =
                self.told(connection, *field, &present.value, fresh).await;
            let (after, after_unlisted) = self.told(connection, *field, after, fresh).await;
            told.push(FieldChange {
                field: *field,
                before,
                after,
                before_known: present.shown,
                before_unlisted,
                after_unlisted,
            });
        }
        told
    }

    async fn elsewhere(
        &self,
        connection: &ConnectionId,
        base: &DriverProfile,
        fresh: &DriverProfile,
        merged: &Merged,
    ) -> Vec<FieldChange> {
        let mut told = Vec::new();
        for (field, was) in &merged.elsewhere {
            let now = form::value(fresh, *field);
            let (before, before_unlisted) = self.told(connection, *field, was, base).await;
            let (after, after_unlisted) = self.told(connection, *field, &now, fresh).await;
            told.push(FieldChange {
                field: *field,
                before,
                after,
                before_known: form::shown(base, *field).shown,
                before_unlisted,
                after_unlisted,
            });
        }
        told
    }

    async fn conflicts(
        &self,
        connection: &ConnectionId,
        fresh: &DriverProfile,
        merged: &Merged,
    ) -> Vec<FieldConflict> {
        let mut told = Vec::new();
        for (field, was, mine) in &merged.conflicts {
            let theirs = form::value(fresh, *field);
            let (was, was_unlisted) = self.told(connection, *field, was, fresh).await;
            let (mine, mine_unlisted) = self.told(connection, *field, mine, fresh).await;
            let (theirs, theirs_unlisted) = self.told(connection, *field, &theirs, fresh).await;
            told.push(FieldConflict {
                field: *field,
                was,
                mine,
                theirs,
                was_unlisted,
                mine_unlisted,
                theirs_unlisted,
            });
        }
        told
    }
}

fn values(edited: &BTreeMap<DriverField, Verdict>) -> BTreeMap<DriverField, String> {
    let value = |(field, verdict): (&DriverField, &Verdict)| (*field, verdict.value.clone());
    edited.iter().map(value).collect()
}
