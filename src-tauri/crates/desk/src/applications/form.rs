//! The fields of an application's form: their names on both sides, the section of each, and their values as text.

use std::collections::BTreeMap;

use jump::{Application, Id, Reference};

use super::types::{ApplicationField, ApplicationSection};
use crate::{checks::dates, dictionaries::Dictionary};

use ApplicationField as F;
use ApplicationSection as S;

/// Every field with its value as text, empty when null.
pub(super) type Form = BTreeMap<ApplicationField, String>;

pub(super) fn value(form: &Form, field: ApplicationField) -> &str {
    form.get(&field).map_or("", String::as_str)
}

impl ApplicationField {
    pub const ALL: [Self; 24] = [
        F::Profession,
        F::IsCarDriver,
        F::DeliveryType,
        F::Integrations,
        F::LastName,
        F::FirstName,
        F::MiddleName,
        F::Birthdate,
        F::City,
        F::DriverLicenseTaxi,
        F::Comment,
        F::LicenseCountry,
        F::LicenseNumber,
        F::LicenseIssueDate,
        F::LicenseExpiryDate,
        F::LicenseUnlimited,
        F::LicenseSinceDate,
        F::CarModel,
        F::CarColor,
        F::CarYear,
        F::CarNumber,
        F::CarLicense,
        F::CarVin,
        F::CarNoVin,
    ];

    /// The name on the screen.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    pub fn section(self) -> ApplicationSection {
        match self {
            F::Profession | F::IsCarDriver | F::DeliveryType | F::Integrations => S::Work,
            F::LastName
            | F::FirstName
            | F::MiddleName
            | F::Birthdate
            | F::City
            | F::DriverLicenseTaxi
            | F::Comment => S::Person,
            F::LicenseCountry
            | F::LicenseNumber
            | F::LicenseIssueDate
            | F::LicenseExpiryDate
            | F::LicenseUnlimited
            | F::LicenseSinceDate => S::License,
            F::CarModel
            | F::CarColor
            | F::CarYear
            | F::CarNumber
            | F::CarLicense
            | F::CarVin
            | F::CarNoVin => S::Car,
        }
    }

    /// Where the field's codes come from.
    pub(super) fn dictionary(self) -> Option<Dictionary> {
        Some(match self {
            F::Profession => Dictionary::AutoregProfessions,
            F::DeliveryType => Dictionary::AutoregDeliveryTypes,
            F::Integrations => Dictionary::Integrations,
            F::LicenseCountry => Dictionary::AutoregCountries,
            F::CarModel => Dictionary::AutoregModels,
            F::CarColor => Dictionary::AutoregColors,
            _ => return None,
        })
    }

    /// The service knows no null for these.
    pub(super) fn cannot_be_cleared(self) -> bool {
        matches!(
            self,
            F::Profession
                | F::IsCarDriver
                | F::DeliveryType
                | F::Integrations
                | F::LastName
                | F::FirstName
                | F::LicenseCountry
                | F::LicenseUnlimited
                | F::CarModel
                | F::CarColor
                | F::CarYear
                | F::CarNoVin
        )
    }

    /// Names on the screen, in what is written, and in what is read.
    const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            F::Profession => ("profession", "profession", "profession"),
            F::IsCarDriver => ("is_car_driver", "is_car_driver", "is_car_driver"),
            F::DeliveryType => ("delivery_type", "delivery_type", "delivery_type"),
            F::Integrations => ("integrations", "integrations", "integrations"),
            F::LastName => ("last_name", "last_name", "last_name"),
            F::FirstName => ("first_name", "first_name", "first_name"),
            F::MiddleName => ("middle_name", "middle_name", "middle_name"),
            F::Birthdate => ("birthdate", "birthdate", "birth_date"),
            F::City => ("city", "city", "city"),
            F::DriverLicenseTaxi => (
                "driver_license_taxi",
                "driver_license_taxi",
                "driver_license_taxi",
            ),
            F::Comment => ("comment", "comment", "comment"),
            F::LicenseCountry => ("license_country", "driver_license_country", "country"),
            F::LicenseNumber => ("license_number", "driver_license_number", "number"),
            F::LicenseIssueDate => (
                "license_issue_date",
                "driver_license_issue_date",
                "issue_date",
            ),
            F::LicenseExpiryDate => (
                "license_expiry_date",
                "driver_license_expiry_date",
                "expiry_date",
            ),
            F::LicenseUnlimited => (
                "license_unlimited",
                "driver_license_expiry_date_unlimited",
                "expiry_date_unlimited",
            ),
            F::LicenseSinceDate => (
                "license_since_date",
                "driver_license_total_since_date",
                "total_since_date",
            ),
            F::CarModel => ("car_model", "car_model_id", "model"),
            F::CarColor => ("car_color", "car_color_id", "color"),
            F::CarYear => ("car_year", "car_year", "year"),
            F::CarNumber => ("car_number", "car_number", "number"),
            F::CarLicense => ("car_license", "car_license", "license"),
            F::CarVin => ("car_vin", "car_vin", "vin"),
            F::CarNoVin => ("car_no_vin", "car_no_vin", "no_vin"),
        }
    }

    /// The field that the service means when it complains: under its write name, alone or in its section, or under its
    /// read name in its section; what follows behind a dot is a place inside it.
    pub(super) fn from_service(told: &str) -> Option<Self> {
        let is_named = |name: &str| {
            let rest = told.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        Self::ALL.into_iter().find(|field| {
            let (_, write, read) = field.names();
            let in_section = |section: &str| {
                is_named(&format!("{section}.{write}")) || is_named(&format!("{section}.{read}"))
            };
            is_named(write)
                || match field.section() {
                    S::Work => false,
                    S::Person => in_section("person_info"),
                    S::License => in_section("driver_license"),
                    S::Car => in_section("car"),
                }
        })
    }
}

/// The form as the service has it.
pub(super) fn values(application: &Application) -> Form {
    let value = |field| (field, of(application, field));
    ApplicationField::ALL.into_iter().map(value).collect()
}

fn of(application: &Application, field: ApplicationField) -> String {
    let person = application.person_info.as_ref();
    let license = application.driver_license.as_ref();
    let car = application.car.as_ref();
    let text = match field {
        F::Profession => id_of(application.profession.as_ref()),
        F::IsCarDriver => application.is_car_driver.map(|flag| flag.to_string()),
        F::DeliveryType => id_of(application.delivery_type.as_ref()),
        F::Integrations => Some(listed(named(application).map(|(id, _)| id))),
        F::LastName => person.and_then(|one| one.last_name.clone()),
        F::FirstName => person.and_then(|one| one.first_name.clone()),
        F::MiddleName => person.and_then(|one| one.middle_name.clone()),
        F::Birthdate => person.and_then(|one| day(one.birthdate.as_ref())),
        F::City => person.and_then(|one| one.city.clone()),
        F::DriverLicenseTaxi => person.and_then(|one| one.driver_license_taxi.clone()),
        F::Comment => person.and_then(|one| one.comment.clone()),
        F::LicenseCountry => license.and_then(|one| code_of(one.country.as_ref())),
        F::LicenseNumber => license.and_then(|one| one.number.clone()),
        F::LicenseIssueDate => license.and_then(|one| day(one.issue_date.as_ref())),
        F::LicenseExpiryDate => license.and_then(|one| day(one.expiry_date.as_ref())),
        F::LicenseUnlimited => license
            .and_then(|one| one.expiry_date_unlimited)
            .map(|flag| flag.to_string()),
        F::LicenseSinceDate => license.and_then(|one| day(one.total_since_date.as_ref())),
        F::CarModel => car.and_then(|one| id_of(one.model.as_ref())),
        F::CarColor => car.and_then(|one| id_of(one.color.as_ref())),
        F::CarYear => car.and_then(|one| one.year).map(|year| year.to_string()),
        F::CarNumber => car.and_then(|one| one.number.clone()),
        F::CarLicense => car.and_then(|one| one.license.clone()),
        F::CarVin => car.and_then(|one| one.vin.clone()),
        F::CarNoVin => car.and_then(|one| one.no_vin).map(|flag| flag.to_string()),
    };
    text.unwrap_or_default()
}

/// The title that the service itself gave to the present value. A model stands after its brand, as the dictionary has it:
/// "3" alone names no car.
pub(super) fn own_title(application: &Application, field: ApplicationField) -> Option<String> {
    let license = application.driver_license.as_ref();
    let car = application.car.as_ref();
    let reference = match field {
        F::Profession => application.profession.as_ref(),
        F::DeliveryType => application.delivery_type.as_ref(),
        F::LicenseCountry => license.and_then(|one| one.country.as_ref()),
        F::CarModel => car.and_then(|one| one.model.as_ref()),
        F::CarColor => car.and_then(|one| one.color.as_ref()),
        _ => None,
    };
    let title = reference.and_then(|one| one.title.clone());
    let title = title.filter(|title| !title.trim().is_empty())?;
    let brand = car.and_then(|one| one.brand.as_deref()).map(str::trim);
    match brand.filter(|brand| field == F::CarModel && !brand.is_empty()) {
        Some(brand) if !starts_with(&title, brand) => Some(format!("{brand} {title}")),
        _ => Some(title),
    }
}

/// Whatever the case of the letters.
fn starts_with(text: &str, beginning: &str) -> bool {
    let (text, beginning) = (text.trim().to_lowercase(), beginning.to_lowercase());
    text.starts_with(&beginning)
}

/// The integrations of an application, with their names where it has them: those of the jobs, and where an aggregator
/// has no job, its own.
pub(super) fn named(application: &Application) -> impl Iterator<Item = (Id, Option<&str>)> {
    application.integrations.iter().flat_map(|group| {
        let name = group.name.as_deref();
        let jobs = &group.application_integrations;
        let of_jobs: Vec<(Id, Option<&str>)> = jobs
            .iter()
            .filter_map(|job| Some((job.integration_id?, job.name.as_deref().or(name))))
            .collect();
        let alone = of_jobs.is_empty().then_some(group.integrator_id).flatten();
        of_jobs.into_iter().chain(alone.map(|id| (id, name)))
    })
}

/// Ids joined by commas, each once, ascending: two lists of the same ids are one text.
pub(super) fn listed(ids: impl Iterator<Item = Id>) -> String {
    let ids: std::collections::BTreeSet<Id> = ids.collect();
    let ids: Vec<String> = ids.iter().map(Id::to_string).collect();
    ids.join(",")
}

fn id_of(reference: Option<&Reference>) -> Option<String> {
    reference?.id.map(|id| id.to_string())
}

/// Countries have letters for a code.
fn code_of(reference: Option<&Reference>) -> Option<String> {
    reference?.slug.clone().or_else(|| id_of(reference))
}

/// What is no date stays as it came.
pub(super) fn day(text: Option<&String>) -> Option<String> {
    let text = text?;
    Some(dates::parse(text).map_or_else(|| text.clone(), |date| date.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_named_as_the_screen_names_it() {
        for field in ApplicationField::ALL {
            assert_eq!(serde_json::to_value(field).unwrap(), field.name());
        }
    }

    #[test]
    fn a_complaint_of_the_service_finds_its_field_under_any_of_its_names() {
        for (told, field) in [
            ("driver_license.driver_license_number", F::LicenseNumber),
            ("driver_license_number", F::LicenseNumber),
            ("driver_license.number", F::LicenseNumber),
            (
                "driver_license.driver_license_country.value",
                F::LicenseCountry,
            ),
            ("driver_license_expiry_date_unlimited", F::LicenseUnlimited),
            ("driver_license_expiry_date", F::LicenseExpiryDate),
            ("person_info.driver_license_taxi", F::DriverLicenseTaxi),
            ("person_info.birth_date", F::Birthdate),
            ("car.number", F::CarNumber),
            ("car.car_model_id", F::CarModel),
            ("integrations.0", F::Integrations),
            ("profession", F::Profession),
        ] {
            assert_eq!(ApplicationField::from_service(told), Some(field), "{told}");
        }
        for told in ["number", "car", "driver_license", "medical.number"] {
            assert_eq!(ApplicationField::from_service(told), None, "{told}");
        }
    }

    #[test]
    fn a_model_is_never_shown_without_its_brand_nor_with_it_twice() {
        for (brand, model, shown) in [
            (Some("Москвич"), "3", "Москвич 3"),
            (Some("Kia"), "Kia Rio", "Kia Rio"),
            (Some("KIA"), "Kia Rio", "Kia Rio"),
            (Some(" "), "Rio", "Rio"),
            (None, "Rio", "Rio"),
        ] {
            let application: Application = serde_json::from_value(serde_json::json!({
                "id": 1, "car": {"brand": brand, "model": {"id": 190, "name": model}},
            }))
            .unwrap();
            let title = own_title(&application, F::CarModel);
            assert_eq!(title.as_deref(), Some(shown));
        }
    }
}
