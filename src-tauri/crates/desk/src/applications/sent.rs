//! The edit that is sent: the sections that changed, each with its members as they are now plus the changes. The service
//! may take a section for the whole of it, so a member that nobody touched goes along as it came; null ones do not, and
//! what this program does not know is never sent.

use jump::{
    Application, ApplicationEdit, CarEdit, CountryEdit, Edit, Id, LicenseEdit, PersonEdit,
    Reference,
};

use super::{
    form::{self, Form},
    types::{ApplicationField, ApplicationSection},
};
use crate::{
    checks::problem,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
};

use ApplicationField as F;

/// `country`: the licence's country as it will be, with its title, where it has both.
///
/// # Errors
/// `InvalidInput` with the fields that would be refused.
pub(super) fn edit(
    fresh: &Application,
    changes: &Form,
    country: Option<CountryEdit>,
) -> DeskResult<ApplicationEdit> {
    let id = |field: ApplicationField| changes.get(&field).and_then(|text| text.parse().ok());
    let touched =
        |section: ApplicationSection| changes.keys().any(|field| field.section() == section);
    let ids = changes.get(&F::Integrations).map(|text| {
        let ids = text.split(',').filter_map(|id| id.parse::<Id>().ok());
        ids.collect()
    });
    let edit = ApplicationEdit {
        profession: id(F::Profession),
        is_car_driver: changes.get(&F::IsCarDriver).map(|flag| flag == "true"),
        delivery_type: id(F::DeliveryType),
        integrations: ids,
        person_info: touched(ApplicationSection::Person).then(|| person(fresh, changes)),
        driver_license: touched(ApplicationSection::License)
            .then(|| license(fresh, changes, country)),
        car: touched(ApplicationSection::Car).then(|| car(fresh, changes)),
    };
    edit.validate().map_err(refused)?;
    Ok(edit)
}

fn person(fresh: &Application, changes: &Form) -> PersonEdit {
    let now = fresh.person_info.as_ref();
    let text = |field, present: Option<String>| text(changes, field, present);
    PersonEdit {
        last_name: text(F::LastName, now.and_then(|one| one.last_name.clone())),
        first_name: text(F::FirstName, now.and_then(|one| one.first_name.clone())),
        middle_name: text(F::MiddleName, now.and_then(|one| one.middle_name.clone())),
        city: text(F::City, now.and_then(|one| one.city.clone())),
        birthdate: text(F::Birthdate, now.and_then(|one| real_day(&one.birthdate))),
        driver_license_taxi: text(
            F::DriverLicenseTaxi,
            now.and_then(|one| one.driver_license_taxi.clone()),
        ),
        comment: text(F::Comment, now.and_then(|one| one.comment.clone())),
    }
}

fn license(fresh: &Application, changes: &Form, country: Option<CountryEdit>) -> LicenseEdit {
    let now = fresh.driver_license.as_ref();
    let text = |field, present: Option<String>| text(changes, field, present);
    LicenseEdit {
        country: country.map_or(Edit::Omit, Edit::Set),
        number: text(F::LicenseNumber, now.and_then(|one| one.number.clone())),
        issue_date: text(
            F::LicenseIssueDate,
            now.and_then(|one| real_day(&one.issue_date)),
        ),
        expiry_date: text(
            F::LicenseExpiryDate,
            now.and_then(|one| real_day(&one.expiry_date)),
        ),
        total_since_date: text(
            F::LicenseSinceDate,
            now.and_then(|one| real_day(&one.total_since_date)),
        ),
        expiry_date_unlimited: flag(
            changes,
            F::LicenseUnlimited,
            now.and_then(|one| one.expiry_date_unlimited),
        ),
    }
}

fn car(fresh: &Application, changes: &Form) -> CarEdit {
    let now = fresh.car.as_ref();
    let text = |field, present: Option<String>| text(changes, field, present);
    let id = |field: ApplicationField, present: Option<&Reference>| match changes.get(&field) {
        Some(typed) => typed.parse().map_or(Edit::Clear, Edit::Set),
        None => present.and_then(|one| one.id).map_or(Edit::Omit, Edit::Set),
    };
    CarEdit {
        model_id: id(F::CarModel, now.and_then(|one| one.model.as_ref())),
        color_id: id(F::CarColor, now.and_then(|one| one.color.as_ref())),
        year: match changes.get(&F::CarYear) {
            Some(typed) => typed.parse().map_or(Edit::Clear, Edit::Set),
            None => now.and_then(|one| one.year).map_or(Edit::Omit, Edit::Set),
        },
        number: text(F::CarNumber, now.and_then(|one| one.number.clone())),
        license: text(F::CarLicense, now.and_then(|one| one.license.clone())),
        vin: text(F::CarVin, now.and_then(|one| one.vin.clone())),
        no_vin: flag(changes, F::CarNoVin, now.and_then(|one| one.no_vin)),
    }
}

fn text(changes: &Form, field: ApplicationField, present: Option<String>) -> Edit<String> {
    match (changes.get(&field), present) {
        (Some(typed), _) if typed.is_empty() => Edit::Clear,
        (Some(typed), _) => Edit::Set(typed.clone()),
        (None, Some(present)) if !present.is_empty() => Edit::Set(present),
        (None, _) => Edit::Omit,
    }
}

/// A flag that is no flag is left for the validation to refuse.
fn flag(changes: &Form, field: ApplicationField, present: Option<bool>) -> Edit<bool> {
    match (changes.get(&field), present) {
        (Some(typed), _) => typed.parse().map_or(Edit::Clear, Edit::Set),
        (None, Some(present)) => Edit::Set(present),
        (None, None) => Edit::Omit,
    }
}

/// What is no date is not sent back: the whole edit would be refused for it.
fn real_day(text: &Option<String>) -> Option<String> {
    let day = form::day(text.as_ref())?;
    day.parse::<jiff::civil::Date>().is_ok().then_some(day)
}

fn refused(problems: Vec<jump::FieldProblem>) -> DeskError {
    let fields = problems.into_iter().map(|one| {
        let code = match one.problem {
            jump::Problem::NotATime => "date_unreal",
            _ => "required",
        };
        renamed(problem(&one.field, code))
    });
    DeskError::new(DeskErrorCode::InvalidInput).with_fields(fields.collect())
}

/// A field of the service under its name on the screen.
pub(super) fn renamed(mut problem: FieldProblem) -> FieldProblem {
    if let Some(field) = ApplicationField::from_service(&problem.field) {
        problem.field = field.name().to_owned();
    }
    problem
}

#[cfg(test)]
mod tests {
    use proptest::{collection::btree_map, prelude::*, sample::select};
    use serde_json::{Value, json};

    use super::*;

    fn application() -> Application {
        let json = json!({
            "id": 1, "direction": {"id": 1, "slug": "taxi"}, "profession": {"id": 1, "name": "Таксист"},
            "is_car_driver": true, "delivery_type": null, "medical": {"number": "7"},
            "person_info": {
                "last_name": "Иванов", "first_name": "Иван", "middle_name": null, "birthdate": "31.01.1990",
                "city": "Москва", "comment": "", "height": 180, "files": [],
            },
            "driver_license": {
                "country": {"value": "rus", "title": "Россия"}, "number": "99 11 223344",
                "issue_date": "2018-05-10", "expiry_date": "неизвестно", "expiry_date_unlimited": false,
                "total_since_date": null, "files": [],
            },
            "car": {
                "brand": "Kia", "model": {"id": 167, "name": "Kia Rio"}, "color": null, "year": 2019,
                "number": "a123be77", "license": null, "vin": null, "no_vin": null, "files": [],
            },
        });
        serde_json::from_value(json).unwrap()
    }

    fn country() -> CountryEdit {
        CountryEdit {
            value: "rus".to_owned(),
            title: "Россия".to_owned(),
        }
    }

    fn body(changes: &[(ApplicationField, &str)]) -> Value {
        let changes = changes
            .iter()
            .map(|(field, text)| (*field, (*text).to_owned()));
        edit(&application(), &changes.collect(), Some(country()))
            .unwrap()
            .body()
    }

    #[test]
    fn only_the_section_that_changed_is_sent_with_its_members_as_they_came() {
        assert_eq!(
            body(&[(F::City, "Тверь")]),
            json!({"person_info": {
                "last_name": "Иванов", "first_name": "Иван", "birthdate": "1990-01-31", "city": "Тверь",
            }})
        );
        assert_eq!(
            body(&[(F::LicenseNumber, "")]),
            json!({"driver_license": {
                "driver_license_country": {"value": "rus", "title": "Россия"},
                "driver_license_number": null, "driver_license_issue_date": "2018-05-10",
                "driver_license_expiry_date_unlimited": false,
            }})
        );
        assert_eq!(
            body(&[(F::CarColor, "3"), (F::CarNoVin, "true")]),
            json!({"car": {
                "car_model_id": 167, "car_color_id": 3, "car_year": 2019, "car_number": "a123be77",
                "car_no_vin": true,
            }})
        );
        assert_eq!(
            body(&[(F::Integrations, "1,8"), (F::IsCarDriver, "false")]),
            json!({"integrations": [1, 8], "is_car_driver": false})
        );
        assert_eq!(body(&[(F::Profession, "2")]), json!({"profession": 2}));
        assert_eq!(body(&[(F::DeliveryType, "2")]), json!({"delivery_type": 2}));
    }

    #[test]
    fn what_the_service_cannot_take_as_null_is_refused_under_the_name_of_the_screen() {
        let changes = Form::from([(F::CarColor, String::new())]);
        let error = edit(&application(), &changes, None).unwrap_err();
        assert_eq!(error.fields[0].field, "car_color");
        assert_eq!(error.fields[0].code, "required");
    }

    /// The write name of a text of the form.
    const TEXTS: [(ApplicationField, &str, &str); 9] = [
        (F::LastName, "person_info", "last_name"),
        (F::FirstName, "person_info", "first_name"),
        (F::MiddleName, "person_info", "middle_name"),
        (F::City, "person_info", "city"),
        (F::Comment, "person_info", "comment"),
        (F::LicenseNumber, "driver_license", "driver_license_number"),
        (F::CarNumber, "car", "car_number"),
        (F::CarLicense, "car", "car_license"),
        (F::CarVin, "car", "car_vin"),
    ];

    proptest! {
        #[test]
        fn any_edit_leaves_untouched_fields_untouched(
            changes in btree_map(select(TEXTS.map(|(field, ..)| field).to_vec()), "[а-я]{0,8}", 1..6),
        ) {
            let now = form::values(&application());
            let sent = edit(&application(), &changes, Some(country())).unwrap().body();
            for (field, section, name) in TEXTS {
                let touched = changes.keys().any(|one| one.section() == field.section());
                let value = sent.get(section).and_then(|section| section.get(name));
                match changes.get(&field) {
                    _ if !touched => prop_assert_eq!(sent.get(section), None),
                    Some(typed) if typed.is_empty() => prop_assert_eq!(value, Some(&Value::Null)),
                    Some(typed) => prop_assert_eq!(value, Some(&json!(typed))),
                    None if now[&field].is_empty() => prop_assert_eq!(value, None),
                    None => prop_assert_eq!(value, Some(&json!(now[&field]))),
                }
            }
            prop_assert!(!sent.to_string().contains("height") && !sent.to_string().contains("medical"));
        }
    }
}
