//! The fields of the profile form: their names on both sides, their values as text, and the check of each.

use jiff::{Timestamp, civil::Date, fmt::temporal::Pieces};
use jump::{Contract, DriverProfile, Vehicle};

use super::types::{DriverField, FormField};
use crate::checks::{Verdict, dates, email, inn, license, phone, plate, text};

use DriverField as F;

impl DriverField {
    pub const ALL: [Self; 20] = [
        F::LastName,
        F::FirstName,
        F::MiddleName,
        F::Phone,
        F::Email,
        F::Inn,
        F::License,
        F::GroupId,
        F::AntiFraudStatusId,
        F::WithdrawalForbiddenComment,
        F::ParkNote,
        F::ParkComment,
        F::ContractNumber,
        F::ContractFullName,
        F::ContractSignedAt,
        F::PassportNumber,
        F::PassportIssueDate,
        F::EnableCarSync,
        F::CarNumber,
        F::CarLicenseNumber,
    ];

    /// The service refuses an update without them.
    pub(crate) const REQUIRED: [Self; 4] =
        [F::LastName, F::FirstName, F::GroupId, F::AntiFraudStatusId];

    /// The write name, which is the name on the screen too.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// The key under which the profile has it; nested ones dotted.
    pub(crate) fn read_key(self) -> &'static str {
        self.names().1
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            F::LastName => ("last_name", "last_name"),
            F::FirstName => ("first_name", "first_name"),
            F::MiddleName => ("middle_name", "second_name"),
            F::Phone => ("phone", "phone"),
            F::Email => ("email", "email"),
            F::Inn => ("inn", "inn"),
            F::License => ("license", "license"),
            F::GroupId => ("group_id", "group"),
            F::AntiFraudStatusId => ("anti_fraud_status_id", "anti_fraud_status"),
            F::WithdrawalForbiddenComment => (
                "withdrawal_forbidden_comment",
                "withdrawal_forbidden_comment",
            ),
            F::ParkNote => ("park_note", "park_note"),
            F::ParkComment => ("park_comment", "park_comment"),
            F::ContractNumber => ("contract_number", "contract.number"),
            F::ContractFullName => ("contract_full_name", "contract.full_name"),
            F::ContractSignedAt => ("contract_signed_at", "contract.signed_at"),
            F::PassportNumber => ("passport_number", "contract.passport_number"),
            F::PassportIssueDate => ("passport_issue_date", "contract.passport_issue_date"),
            F::EnableCarSync => ("enable_car_sync", "vehicle.enable_car_sync"),
            F::CarNumber => ("car_number", "vehicle.number"),
            F::CarLicenseNumber => ("car_license_number", "vehicle.license_number"),
        }
    }

    /// The field that the service means when it complains, under its write or its read name.
    pub(crate) fn from_service(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|field| field.name() == name || field.read_key() == name)
    }
}

/// A field as the profile has it.
pub(crate) fn shown(profile: &DriverProfile, field: DriverField) -> FormField {
    FormField {
        field,
        value: value(profile, field),
        shown: profile.has(field.read_key()),
    }
}

/// The value as text, empty when absent or null.
pub(crate) fn value(profile: &DriverProfile, field: DriverField) -> String {
    let of_contract = |read: fn(&Contract) -> &Option<String>| {
        profile
            .contract
            .as_ref()
            .and_then(|contract| read(contract).clone())
    };
    let of_vehicle = |read: fn(&Vehicle) -> Option<String>| profile.vehicle.as_ref().and_then(read);
    let id = |reference: &Option<jump::Reference>| {
        let reference = reference.as_ref();
        reference.and_then(|one| one.id).map(|id| id.to_string())
    };
    let text = match field {
        F::LastName => profile.last_name.clone(),
        F::FirstName => profile.first_name.clone(),
        F::MiddleName => profile.second_name.clone(),
        F::Phone => profile
            .phone
            .as_ref()
            .filter(|phone| !phone.digits().is_empty())
            .map(jump::Phone::international),
        F::Email => profile.email.clone(),
        F::Inn => profile.inn.clone(),
        F::License => profile.license.clone(),
        F::GroupId => id(&profile.group),
        F::AntiFraudStatusId => id(&profile.anti_fraud_status),
        F::WithdrawalForbiddenComment => profile.withdrawal_forbidden_comment.clone(),
        F::ParkNote => profile.park_note.clone(),
        F::ParkComment => profile.park_comment.clone(),
        F::ContractNumber => of_contract(|contract| &contract.number),
        F::ContractFullName => of_contract(|contract| &contract.full_name),
        F::ContractSignedAt => of_contract(|contract| &contract.signed_at).map(day_of),
        F::PassportNumber => of_contract(|contract| &contract.passport_number),
        F::PassportIssueDate => of_contract(|contract| &contract.passport_issue_date).map(day_of),
        F::EnableCarSync => of_vehicle(|car| car.enable_car_sync.map(|sync| sync.to_string())),
        F::CarNumber => of_vehicle(|car| car.number.clone()),
        F::CarLicenseNumber => of_vehicle(|car| car.license_number.clone()),
    };
    text.unwrap_or_default()
}

/// The day of a moment: by its own offset, or in Moscow when it is told in UTC. What is no date stays as it came.
fn day_of(moment: String) -> String {
    let Ok(pieces) = Pieces::parse(&moment) else {
        return moment;
    };
    let day = match pieces.to_numeric_offset() {
        Some(offset) if offset.seconds() == 0 => moment.parse::<Timestamp>().ok().map(|at| {
            let moscow = crate::time::zone("Europe/Moscow");
            at.to_zoned(moscow).date()
        }),
        _ => None,
    };
    day.unwrap_or(pieces.date()).to_string()
}

/// Midnight in Moscow of a day as typed, as the service wants it; empty stays empty.
pub(crate) fn midnight_of(day: &str) -> String {
    match day {
        "" => String::new(),
        day => format!("{day}T00:00:00+03:00"),
    }
}

/// Checks a value as typed. `today` bounds the dates.
pub(crate) fn check(field: DriverField, typed: &str, today: Date) -> Verdict {
    if typed.trim().is_empty() {
        let required = F::REQUIRED.contains(&field) || field == F::Phone;
        return match field {
            _ if required => Verdict::error("required", ""),
            F::EnableCarSync => Verdict::error("flag_unknown", ""),
            _ => Verdict::ok("empty", ""),
        };
    }
    match field {
        F::LastName | F::FirstName | F::MiddleName | F::ContractFullName => text::name(typed),
        F::Phone => phone::check(typed),
        F::Email => email::check(typed),
        F::Inn => inn::check(typed),
        F::License => license::check(typed),
        F::GroupId | F::AntiFraudStatusId => match typed.parse::<jump::Id>() {
            Ok(id) => Verdict::ok("ok", id.to_string()),
            Err(_) => Verdict::error("not_an_id", typed),
        },
        F::WithdrawalForbiddenComment | F::ParkNote | F::ParkComment => text::comment(typed),
        F::ContractSignedAt | F::PassportIssueDate => dates::check(typed, today),
        F::EnableCarSync => match typed.trim() {
            flag @ ("true" | "false") => Verdict::ok("ok", flag),
            _ => Verdict::error("flag_unknown", typed),
        },
        F::CarNumber => plate::check(typed),
        F::ContractNumber | F::PassportNumber | F::CarLicenseNumber => text::line(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_named_as_the_screen_names_it() {
        for field in DriverField::ALL {
            assert_eq!(serde_json::to_value(field).unwrap(), field.name());
            assert_eq!(DriverField::from_service(field.name()), Some(field));
        }
        assert_eq!(
            DriverField::from_service("second_name"),
            Some(F::MiddleName)
        );
        assert_eq!(DriverField::from_service("requisites.0.bik"), None);
    }

    #[test]
    fn a_day_does_not_slip_by_a_zone() {
        for (moment, day) in [
            ("2021-03-01T00:00:00+03:00", "2021-03-01"),
            ("2021-02-28T21:00:00Z", "2021-03-01"),
            ("2021-03-01T00:00:00+05:00", "2021-03-01"),
            ("2021-03-01", "2021-03-01"),
            ("неизвестно", "неизвестно"),
        ] {
            assert_eq!(day_of(moment.to_owned()), day);
        }
        assert_eq!(midnight_of("2021-03-01"), "2021-03-01T00:00:00+03:00");
        assert_eq!(day_of(midnight_of("2021-03-01")), "2021-03-01");
    }
}
