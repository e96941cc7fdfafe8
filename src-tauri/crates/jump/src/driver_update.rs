//! Changing a driver. The service replaces what it is sent: a requisite missing from the list is deleted there, and a
//! null cuts the referrer. So the list is always sent in full, and a member that was not decided is not sent at all.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use transport::CallError;

use crate::body::Body;
use crate::client::refusal;
use crate::endpoint::{Endpoint, named};
use crate::period::IsoTime;
use crate::{Id, Jump};

/// A whole update. `None` is not sent and keeps what is there; an empty text clears.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, specta::Type)]
pub struct DriverUpdate {
    /// Digits, country code first, no plus. `None` only where the key has no right to edit phones.
    pub phone: Option<String>,
    pub group_id: Id,
    pub anti_fraud_status_id: Id,
    pub referrer: Referrer,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: Option<String>,
    pub license: Option<String>,
    pub email: Option<String>,
    pub withdrawal_forbidden_comment: Option<String>,
    pub park_note: Option<String>,
    pub park_comment: Option<String>,
    pub inn: Option<String>,
    pub contract_number: Option<String>,
    pub contract_full_name: Option<String>,
    /// ISO 8601 with an offset, or empty.
    pub contract_signed_at: Option<String>,
    pub passport_number: Option<String>,
    /// ISO 8601 with an offset, or empty.
    pub passport_issue_date: Option<String>,
    pub enable_car_sync: Option<bool>,
    pub car_number: Option<String>,
    pub car_license_number: Option<String>,
    /// All that shall exist afterwards; what is not named here is deleted.
    pub requisites: Vec<RequisiteWrite>,
}

/// The link to whoever invited the driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Referrer {
    /// Not sent: the link stays.
    Keep,
    Set(Id),
    /// Sent as null: the link is cut.
    Cut,
}

/// One requisite of the list. A kept one never carries its number: the service takes none with an id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum RequisiteWrite {
    /// Stays; only its name and its being the default can change.
    Keep {
        id: Id,
        type_id: Id,
        name: Option<String>,
        /// Only true has an effect, and only true is sent.
        is_default: bool,
    },
    Create {
        type_id: Id,
        account_number: String,
        name: Option<String>,
        is_default: bool,
        sbp_bank_id: Option<Id>,
        bik: Option<String>,
        bank_name: Option<String>,
        inn: Option<String>,
        payment_text: Option<String>,
        last_name: Option<String>,
        first_name: Option<String>,
        middle_name: Option<String>,
    },
}

/// A field that keeps an update from being sent, under the vendor's dotted name: `requisites.0.account_number`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FieldProblem {
    pub field: String,
    pub problem: Problem,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    Required,
    /// Not 7 to 15 digits.
    NotAPhone,
    /// Not ISO 8601 with an offset; where the vendor wants a bare date, not a day of the calendar.
    NotATime,
    /// Two requisites carry one id; a transfer goes to the balance that it comes from.
    Repeated,
    /// More than one default requisite.
    SecondDefault,
    /// An amount of zero or less.
    NotPositive,
    /// An amount with parts of a kopeck.
    TooManyDecimals,
}

const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

impl DriverUpdate {
    /// Everything that the contract would refuse, found before anything is sent.
    pub fn validate(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut note = |field: String, problem| problems.push(FieldProblem { field, problem });
        for (field, text) in [
            ("last_name", &self.last_name),
            ("first_name", &self.first_name),
        ] {
            if text.trim().is_empty() {
                note(field.to_owned(), Problem::Required);
            }
        }
        if self.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            note("phone".to_owned(), Problem::NotAPhone);
        }
        let times = [
            ("contract_signed_at", &self.contract_signed_at),
            ("passport_issue_date", &self.passport_issue_date),
        ];
        for (field, time) in times {
            if time.as_deref().is_some_and(|time| !is_time_or_empty(time)) {
                note(field.to_owned(), Problem::NotATime);
            }
        }
        self.validate_requisites(&mut note);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    fn validate_requisites(&self, note: &mut impl FnMut(String, Problem)) {
        let mut ids = HashSet::new();
        let mut has_default = false;
        for (index, requisite) in self.requisites.iter().enumerate() {
            let field = |name: &str| format!("requisites.{index}.{name}");
            match requisite {
                RequisiteWrite::Keep { id, .. } if !ids.insert(*id) => {
                    note(field("id"), Problem::Repeated)
                }
                RequisiteWrite::Create { account_number, .. }
                    if account_number.trim().is_empty() =>
                {
                    note(field("account_number"), Problem::Required);
                }
                _ => {}
            }
            if requisite.is_default() && has_default {
                note(field("is_default"), Problem::SecondDefault);
            }
            has_default |= requisite.is_default();
        }
    }

    /// The body as it leaves.
    pub fn body(&self) -> Value {
        let mut body = Body::default();
        body.text(
            "phone",
            self.phone
                .as_ref()
                .map(|digits| format!("+{digits}"))
                .as_ref(),
        );
        body.id("group_id", Some(self.group_id));
        body.id("anti_fraud_status_id", Some(self.anti_fraud_status_id));
        match self.referrer {
            Referrer::Keep => {}
            Referrer::Set(id) => body.id("referrer_id", Some(id)),
            Referrer::Cut => body.put("referrer_id", Value::Null),
        }
        body.text("last_name", Some(&self.last_name));
        body.text("first_name", Some(&self.first_name));
        for (name, text) in [
            ("middle_name", &self.middle_name),
            ("license", &self.license),
            ("email", &self.email),
            (
                "withdrawal_forbidden_comment",
                &self.withdrawal_forbidden_comment,
            ),
            ("park_note", &self.park_note),
            ("park_comment", &self.park_comment),
            ("inn", &self.inn),
            ("contract_number", &self.contract_number),
            ("contract_full_name", &self.contract_full_name),
            ("contract_signed_at", &self.contract_signed_at),
            ("passport_number", &self.passport_number),
            ("passport_issue_date", &self.passport_issue_date),
            ("car_number", &self.car_number),
            ("car_license_number", &self.car_license_number),
        ] {
            body.text(name, text.as_ref());
        }
        if let Some(sync) = self.enable_car_sync {
            body.put("enable_car_sync", Value::Bool(sync));
        }
        let requisites = self.requisites.iter().map(RequisiteWrite::body).collect();
        body.put("requisites", Value::Array(requisites));
        body.into()
    }
}

impl RequisiteWrite {
    const fn is_default(&self) -> bool {
        match self {
            Self::Keep { is_default, .. } | Self::Create { is_default, .. } => *is_default,
        }
    }

    fn body(&self) -> Value {
        let mut body = Body::default();
        match self {
            Self::Keep {
                id, type_id, name, ..
            } => {
                body.id("id", Some(*id));
                body.id("type_id", Some(*type_id));
                body.text("name", name.as_ref());
            }
            Self::Create {
                type_id,
                account_number,
                name,
                is_default: _,
                sbp_bank_id,
                bik,
                bank_name,
                inn,
                payment_text,
                last_name,
                first_name,
                middle_name,
            } => {
                body.id("type_id", Some(*type_id));
                body.text("account_number", Some(account_number));
                body.text("name", name.as_ref());
                body.id("sbp_bank_id", *sbp_bank_id);
                body.text("bik", bik.as_ref());
                body.text("bank_name", bank_name.as_ref());
                body.text("inn", inn.as_ref());
                body.text("payment_text", payment_text.as_ref());
                body.text("last_name", last_name.as_ref());
                body.text("first_name", first_name.as_ref());
                body.text("middle_name", middle_name.as_ref());
            }
        }
        if self.is_default() {
            body.put("is_default", Value::Bool(true));
        }
        body.into()
    }
}

fn is_phone(digits: &str) -> bool {
    PHONE_DIGITS.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_time_or_empty(text: &str) -> bool {
    text.is_empty() || text.parse::<IsoTime>().is_ok()
}

impl Jump {
    /// Replaces the driver's data, requisites included. Sent once. Success says only that the service took it: with a
    /// key that lacks a right, it changes nothing and still answers success, so the profile is to be read again.
    ///
    /// An update that does not [`validate`](DriverUpdate::validate) is `NotSent` and `Invalid`, with the fields.
    pub async fn update_driver(&self, driver: Id, update: &DriverUpdate) -> Result<(), CallError> {
        const ENDPOINT: &Endpoint = named("updateDriver");
        if let Some(refusal) = refusal(ENDPOINT, update.validate()) {
            return Err(refusal);
        }
        self.write(ENDPOINT, &[("driver_id", driver)], &update.body())
            .await?;
        Ok(())
    }
}
