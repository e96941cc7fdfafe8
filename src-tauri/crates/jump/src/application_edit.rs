//! Changing an application during moderation. Only what was decided is sent; the names that are written carry a prefix
//! which the names that are read do not have (`car_number` and `number`).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use transport::CallError;

use crate::body::{Body, Problems};
use crate::client::refusal;
use crate::endpoint::{Endpoint, named};
use crate::{Application, FieldProblem, Id, Jump, Problem};

/// What becomes of one member.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Edit<T> {
    /// Not sent: it stays as it is.
    #[default]
    Omit,
    /// Sent as null.
    Clear,
    Set(T),
}

/// The changes of one request. An absent section is not sent, nor is one in which nothing was decided.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct ApplicationEdit {
    /// A code of `dictAutoregProfessions`.
    pub profession: Option<Id>,
    pub is_car_driver: Option<bool>,
    /// A code of `dictAutoregDeliveryTypes`.
    pub delivery_type: Option<Id>,
    /// Codes of `dictIntegrations`.
    pub integrations: Option<Vec<Id>>,
    pub person_info: Option<PersonEdit>,
    pub driver_license: Option<LicenseEdit>,
    pub car: Option<CarEdit>,
}

/// «О себе».
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct PersonEdit {
    pub last_name: Edit<String>,
    pub first_name: Edit<String>,
    pub middle_name: Edit<String>,
    pub city: Edit<String>,
    /// `YYYY-MM-DD`.
    pub birthdate: Edit<String>,
    /// The taxi permit.
    pub driver_license_taxi: Edit<String>,
    pub comment: Edit<String>,
}

/// The driving licence. Country and `expiry_date_unlimited` cannot be cleared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct LicenseEdit {
    pub country: Edit<CountryEdit>,
    pub number: Edit<String>,
    /// `YYYY-MM-DD`, as the two below.
    pub issue_date: Edit<String>,
    pub expiry_date: Edit<String>,
    /// Driving since.
    pub total_since_date: Edit<String>,
    pub expiry_date_unlimited: Edit<bool>,
}

/// An entry of `dictAutoregCountries`: the service wants both halves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct CountryEdit {
    /// The code: `rus`.
    pub value: String,
    pub title: String,
}

/// The car. Only its texts can be cleared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct CarEdit {
    /// A code of `dictAutoregModels`.
    pub model_id: Edit<Id>,
    /// A code of `dictAutoregColors`.
    pub color_id: Edit<Id>,
    pub year: Edit<u32>,
    pub number: Edit<String>,
    /// The taxi licence of the car.
    pub license: Edit<String>,
    pub vin: Edit<String>,
    pub no_vin: Edit<bool>,
}

impl ApplicationEdit {
    /// Everything that the contract would refuse, found before anything is sent. Fields carry their written names,
    /// dotted: `car.car_year`. An edit without any change is a problem of the field `item`.
    pub fn validate(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        if self.is_empty() {
            problems.note("item", Problem::Required);
        }
        if let Some(person) = &self.person_info {
            check_date(&mut problems, "person_info.birthdate", &person.birthdate);
        }
        if let Some(license) = &self.driver_license {
            license.check(&mut problems);
        }
        if let Some(car) = &self.car {
            car.check(&mut problems);
        }
        problems.into_result()
    }

    /// The body as it leaves.
    pub fn body(&self) -> Value {
        let mut body = Body::default();
        body.id("profession", self.profession);
        body.flag("is_car_driver", self.is_car_driver);
        body.id("delivery_type", self.delivery_type);
        if let Some(ids) = &self.integrations {
            let ids = ids.iter().map(|id| id.as_json()).collect();
            body.put("integrations", ids);
        }
        let sections = [
            (
                "person_info",
                self.person_info.as_ref().map(PersonEdit::body),
            ),
            (
                "driver_license",
                self.driver_license.as_ref().map(LicenseEdit::body),
            ),
            ("car", self.car.as_ref().map(CarEdit::body)),
        ];
        for (name, section) in sections {
            if let Some(section) = section.filter(|section| !section.is_empty()) {
                body.put(name, section.into());
            }
        }
        body.into()
    }

    /// Would nothing be sent?
    pub fn is_empty(&self) -> bool {
        self.body()
            .as_object()
            .is_none_or(serde_json::Map::is_empty)
    }
}

impl PersonEdit {
    fn body(&self) -> Body {
        let mut body = Body::default();
        edit(&mut body, "last_name", &self.last_name);
        edit(&mut body, "first_name", &self.first_name);
        edit(&mut body, "middle_name", &self.middle_name);
        edit(&mut body, "city", &self.city);
        edit(&mut body, "birthdate", &self.birthdate);
        edit(&mut body, "driver_license_taxi", &self.driver_license_taxi);
        edit(&mut body, "comment", &self.comment);
        body
    }
}

impl LicenseEdit {
    fn check(&self, problems: &mut Problems) {
        const COUNTRY: &str = "driver_license.driver_license_country";
        match &self.country {
            Edit::Set(country) if !country.value.trim().is_empty() => {}
            Edit::Omit => {}
            _ => problems.note(COUNTRY, Problem::Required),
        }
        let dates = [
            ("driver_license.driver_license_issue_date", &self.issue_date),
            (
                "driver_license.driver_license_expiry_date",
                &self.expiry_date,
            ),
            (
                "driver_license.driver_license_total_since_date",
                &self.total_since_date,
            ),
        ];
        for (field, date) in dates {
            check_date(problems, field, date);
        }
        keep(
            problems,
            "driver_license.driver_license_expiry_date_unlimited",
            &self.expiry_date_unlimited,
        );
    }

    fn body(&self) -> Body {
        let mut body = Body::default();
        edit(&mut body, "driver_license_country", &self.country);
        edit(&mut body, "driver_license_number", &self.number);
        edit(&mut body, "driver_license_issue_date", &self.issue_date);
        edit(&mut body, "driver_license_expiry_date", &self.expiry_date);
        edit(
            &mut body,
            "driver_license_total_since_date",
            &self.total_since_date,
        );
        edit(
            &mut body,
            "driver_license_expiry_date_unlimited",
            &self.expiry_date_unlimited,
        );
        body
    }
}

impl CarEdit {
    fn check(&self, problems: &mut Problems) {
        keep(problems, "car.car_model_id", &self.model_id);
        keep(problems, "car.car_color_id", &self.color_id);
        keep(problems, "car.car_year", &self.year);
        keep(problems, "car.car_no_vin", &self.no_vin);
    }

    fn body(&self) -> Body {
        let mut body = Body::default();
        edit(&mut body, "car_model_id", &self.model_id);
        edit(&mut body, "car_color_id", &self.color_id);
        edit(&mut body, "car_year", &self.year);
        edit(&mut body, "car_number", &self.number);
        edit(&mut body, "car_license", &self.license);
        edit(&mut body, "car_vin", &self.vin);
        edit(&mut body, "car_no_vin", &self.no_vin);
        body
    }
}

/// A value as the vendor wants it.
trait Written {
    fn written(&self) -> Value;
}

impl Written for String {
    fn written(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl Written for bool {
    fn written(&self) -> Value {
        Value::from(*self)
    }
}

impl Written for u32 {
    fn written(&self) -> Value {
        Value::from(*self)
    }
}

impl Written for Id {
    fn written(&self) -> Value {
        self.as_json()
    }
}

impl Written for CountryEdit {
    fn written(&self) -> Value {
        let mut body = Body::default();
        body.text("value", Some(&self.value));
        body.text("title", Some(&self.title));
        body.into()
    }
}

fn edit<T: Written>(body: &mut Body, name: &str, change: &Edit<T>) {
    match change {
        Edit::Omit => {}
        Edit::Clear => body.put(name, Value::Null),
        Edit::Set(value) => body.put(name, value.written()),
    }
}

/// The contract knows no null for this member.
fn keep<T>(problems: &mut Problems, field: &str, change: &Edit<T>) {
    if matches!(change, Edit::Clear) {
        problems.note(field, Problem::Required);
    }
}

fn check_date(problems: &mut Problems, field: &str, change: &Edit<String>) {
    if let Edit::Set(text) = change
        && !is_date(text)
    {
        problems.note(field, Problem::NotATime);
    }
}

/// `YYYY-MM-DD`, a day of the calendar: other forms of ISO 8601 the vendor may not know.
fn is_date(text: &str) -> bool {
    text.len() == "YYYY-MM-DD".len()
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
        && text.parse::<Date>().is_ok()
}

impl Jump {
    /// Changes an application. Sent once. Gives the application where the answer holds it; success may be empty too.
    ///
    /// An edit that does not [`validate`](ApplicationEdit::validate) is `NotSent` and `Invalid`, with the fields.
    pub async fn edit_application(
        &self,
        application: Id,
        edit: &ApplicationEdit,
    ) -> Result<Option<Application>, CallError> {
        const ENDPOINT: &Endpoint = named("editApplication");
        if let Some(refusal) = refusal(ENDPOINT, edit.validate()) {
            return Err(refusal);
        }
        let answer = self
            .write(ENDPOINT, &[("application_id", application)], &edit.body())
            .await?;
        // The change is made, whatever the answer looks like: one that cannot be read is no failure.
        Ok(answer.and_then(|body| serde_json::from_value(body).ok()))
    }
}
