//! The card of a driver: the profile as the service has it, made into a form, and remembered as a reading.

use jiff::civil::Date;
use jump::{DriverProfile, Id};

use super::{
    form,
    readings::Reading,
    referrer::REFERRER,
    types::{DriverCard, DriverField, FieldEdit},
};
use crate::{
    Desk,
    checks::{CheckLevel, FieldCheck, phone},
    connections::types::ConnectionId,
    dictionaries::Dictionary,
    error::DeskResult,
    requisites::rows::title_in,
};

impl Desk {
    /// Reads a card and remembers it under its `reading`.
    ///
    /// # Errors
    /// Those of the call and of the connection.
    pub async fn driver_card(
        &self,
        connection: &ConnectionId,
        driver_id: Id,
    ) -> DeskResult<DriverCard> {
        let profile = self.jump(connection).await?.get_driver(driver_id).await?;
        self.card_of(connection, profile).await
    }

    /// Checks fields as typed; no network.
    ///
    /// # Errors
    /// `NoConnection`.
    pub fn check_driver(
        &self,
        connection: &ConnectionId,
        fields: &[FieldEdit],
    ) -> DeskResult<Vec<FieldCheck>> {
        self.0.connections.record(connection)?;
        let today = self.moscow_day();
        let check = |edit: &FieldEdit| {
            form::check(edit.field, &edit.value, today).of(edit.field.name(), &edit.value)
        };
        Ok(fields.iter().map(check).collect())
    }

    /// A profile that was just read, as a card.
    pub(super) async fn card_of(
        &self,
        connection: &ConnectionId,
        profile: DriverProfile,
    ) -> DeskResult<DriverCard> {
        let record = self.0.connections.record(connection)?;
        let reading = self.new_id();
        self.0.readings.keep_card(
            reading.clone(),
            Reading {
                connection: connection.clone(),
                profile: profile.clone(),
            },
        );
        self.remember_name(connection, &profile);
        let requisites = profile.requisites.as_deref().unwrap_or_default();
        let (requisites, referrer) = futures::join!(
            self.requisite_rows(connection, requisites),
            self.named_driver(connection, profile.referrer_id),
        );
        let fields = DriverField::ALL.map(|field| form::shown(&profile, field));
        Ok(DriverCard {
            reading,
            read_at: self.now_iso(),
            requisites,
            save_refused: save_refused(&profile).map(str::to_owned),
            ignored_before: record
                .ignored_rights
                .into_iter()
                .map(|right| right.what)
                .collect(),
            checks: checks(&profile, self.moscow_day()),
            fields: fields.into(),
            referrer,
            referrer_shown: profile.has(REFERRER),
            profile,
        })
    }

    /// The day it is where the parks are.
    pub(super) fn moscow_day(&self) -> Date {
        self.now()
            .to_zoned(crate::time::zone("Europe/Moscow"))
            .date()
    }

    /// A value as people read it: titles for ids, phones in groups; the rest as it is. The flag says that it is an id
    /// without a title.
    pub(super) async fn told(
        &self,
        connection: &ConnectionId,
        field: DriverField,
        value: &str,
        profile: &DriverProfile,
    ) -> (String, bool) {
        let (dictionary, present) = match field {
            DriverField::Phone => return (phone::formatted(value), false),
            DriverField::GroupId => (Dictionary::Groups, &profile.group),
            DriverField::AntiFraudStatusId => {
                (Dictionary::AntiFraudStatuses, &profile.anti_fraud_status)
            }
            _ => return (value.to_owned(), false),
        };
        let Ok(id) = value.parse::<Id>() else {
            return (value.to_owned(), false);
        };
        let own = present
            .as_ref()
            .filter(|reference| reference.id == Some(id));
        if let Some(title) = own.and_then(|reference| reference.title.clone()) {
            return (title, false);
        }
        match title_in(&self.items_or_none(connection, dictionary).await, Some(id)) {
            title if title.is_empty() => (id.to_string(), true),
            title => (title, false),
        }
    }
}

/// Why the card cannot be saved without losing requisites: the list that is sent replaces the one that is there.
pub(super) fn save_refused(profile: &DriverProfile) -> Option<&'static str> {
    let Some(requisites) = &profile.requisites else {
        return Some("requisites_absent");
    };
    if requisites.iter().any(|one| one.id.is_none()) {
        return Some("requisite_without_id");
    }
    let untyped = requisites.iter().any(|one| one.type_id.is_none());
    untyped.then_some("requisite_without_type")
}

/// What the service holds may be wrong; that is no reason to refuse an edit of something else.
fn checks(profile: &DriverProfile, today: Date) -> Vec<FieldCheck> {
    let mut checks = Vec::new();
    for field in DriverField::ALL {
        let value = form::value(profile, field);
        if value.is_empty() {
            continue;
        }
        let mut check = form::check(field, &value, today).of(field.name(), &value);
        if check.level == CheckLevel::Error {
            check.level = CheckLevel::Warn;
        }
        checks.push(check);
    }
    checks
}
