//! Applications for registration: the list, the counts by status and one application in full.
//! Sections of an application may be null or absent on drafts.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use transport::CallError;
use transport::lenient::{
    Known, OtherMember, RawJson, Soft, WithOthers, lenient_record, read_type,
};

use crate::endpoint::named;
use crate::file::{self, ApplicationFile};
use crate::lenient::{Enveloped, WithFiles};
use crate::paging::{Query, SortField};
use crate::phone::search_text;
use crate::{Id, Jump, Page, PerPage, Phone, Reference, Sort};

/// Which applications. Empty filters are not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct ApplicationsFilter {
    /// Codes of `dictAutoregDirections`, and `undefined`.
    pub direction: Vec<String>,
    /// Codes of `dictAutoregStatuses`; never titles, which repeat.
    pub status: Vec<String>,
    /// A name or a telephone number.
    pub search: Option<String>,
}

impl ApplicationsFilter {
    /// Is something typed that no query can carry? It would be left out, and the filter would fit more than it shows.
    pub(crate) fn has_lost_search(&self) -> bool {
        self.search
            .as_deref()
            .is_some_and(|typed| !typed.trim().is_empty() && search_text(typed).is_none())
    }

    pub(crate) fn add_to(&self, query: &mut Query) {
        query.repeated("direction", &self.direction);
        query.one("search", self.search.as_deref().and_then(search_text));
        query.repeated("status", &self.status);
    }
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, specta::Type)]
pub struct ApplicationsQuery {
    pub filter: ApplicationsFilter,
    /// From 1.
    pub page: u32,
    pub per_page: PerPage,
    pub order: Option<Sort<ApplicationSortField>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationSortField {
    Date,
}

impl SortField for ApplicationSortField {
    fn vendor_name(self) -> &'static str {
        match self {
            Self::Date => "date",
        }
    }
}

read_type! {
    /// A row of the list of applications.
    pub struct ApplicationListItem {
        id: Id,
        name: Option<String>,
        phone: Option<Phone>,
        date: Option<String>,
        status: Option<Reference>,
    }
}

/// An application in full. Dates are `YYYY-MM-DD`, `date` is ISO 8601 with an offset, all as they came.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Application {
    pub id: Id,
    pub status: Option<Reference>,
    pub date: Option<String>,
    pub phone: Option<Phone>,
    pub referrer: Option<Reference>,
    pub direction: Option<Reference>,
    pub profession: Option<Reference>,
    pub is_car_driver: Option<bool>,
    /// A courier's way to deliver.
    pub delivery_type: Option<Reference>,
    pub person_info: Option<PersonInfo>,
    pub driver_license: Option<DriverLicense>,
    pub car: Option<Car>,
    pub integrations: Vec<IntegrationJobs>,
    /// The files of every section, each with its section's name.
    pub files: Vec<ApplicationFile>,
    /// What this program does not know, of the application and of its sections: to be shown, never to be sent back.
    pub other_sections: Vec<OtherMember>,
}

/// «О себе».
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct PersonInfo {
    pub last_name: Option<String>,
    pub first_name: Option<String>,
    pub middle_name: Option<String>,
    pub birthdate: Option<String>,
    pub city: Option<String>,
    /// The taxi permit.
    pub driver_license_taxi: Option<String>,
    pub comment: Option<String>,
}

read_type! {
    pub struct DriverLicense {
        country: Option<Reference>,
        number: Option<String>,
        issue_date: Option<String>,
        expiry_date: Option<String>,
        expiry_date_unlimited: Option<bool>,
        /// Driving since.
        total_since_date: Option<String>,
    }
}

read_type! {
    pub struct Car {
        brand: Option<String>,
        model: Option<Reference>,
        color: Option<Reference>,
        year: Option<u32>,
        number: Option<String>,
        /// The taxi licence of the car.
        license: Option<String>,
        vin: Option<String>,
        no_vin: Option<bool>,
    }
}

read_type! {
    /// An aggregator and the registration jobs of the application there.
    pub struct IntegrationJobs {
        integrator_id: Option<Id>,
        name: Option<String>,
        application_integrations: Vec<ApplicationJob>,
    }
}

read_type! {
    /// One registration job.
    pub struct ApplicationJob {
        id: Option<Id>,
        integration_id: Option<Id>,
        name: Option<String>,
        /// As JSON text: the shape is not documented.
        manager: Option<RawJson>,
        status: Option<Reference>,
        comment: Option<String>,
        group: Option<Reference>,
    }
}

lenient_record! {
    struct PersonWire {
        last_name: Option<String>,
        first_name: Option<String>,
        middle_name: Option<String>,
        birthdate: Option<String>,
        birth_date: Option<String>,
        city: Option<String>,
        driver_license_taxi: Option<String>,
        comment: Option<String>,
    }
}

lenient_record! {
    struct Wire {
        id: Id,
        status: Option<Reference>,
        date: Option<String>,
        phone: Option<Phone>,
        referrer: Option<Reference>,
        direction: Option<Reference>,
        profession: Option<Reference>,
        is_car_driver: Option<bool>,
        delivery_type: Option<RawJson>,
        person_info: Option<Section<PersonInfo>>,
        driver_license: Option<Section<DriverLicense>>,
        car: Option<Section<Car>>,
        integrations: Vec<IntegrationJobs>,
    }
}

/// A section, its files and the members that nobody knows.
pub(crate) type Section<T> = WithFiles<WithOthers<T>>;

impl Known for PersonInfo {
    fn knows(key: &str) -> bool {
        PersonWire::knows(key)
    }
}

/// Captured bodies say `birthdate`, the documentation `birth_date`.
impl<'de> Deserialize<'de> for PersonInfo {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let wire = PersonWire::deserialize(input)?;
        Ok(Self {
            last_name: wire.last_name,
            first_name: wire.first_name,
            middle_name: wire.middle_name,
            birthdate: wire.birthdate.or(wire.birth_date),
            city: wire.city,
            driver_license_taxi: wire.driver_license_taxi,
            comment: wire.comment,
        })
    }
}

/// What the sections of an application hold beside their own members.
#[derive(Default)]
pub(crate) struct Gathered {
    pub files: Vec<ApplicationFile>,
    pub others: Vec<OtherMember>,
}

impl Gathered {
    /// The section itself; its files and unknown members are kept under its name.
    pub fn strip<T>(&mut self, name: &str, found: Section<T>) -> T {
        self.files.extend(file::in_section(name, found.files));
        let WithOthers { value, others } = found.section;
        self.others
            .extend(others.into_iter().map(|other| OtherMember {
                key: format!("{name}.{}", other.key),
                ..other
            }));
        value
    }

    /// The name of this member is a guess, so its shape may be any: an unfit one is kept as it came.
    fn delivery_type(&mut self, raw: RawJson) -> Option<Reference> {
        let fit = serde_json::from_str(&raw.0);
        if fit.is_err() {
            self.others.push(OtherMember {
                key: "delivery_type".to_owned(),
                json: raw,
            });
        }
        fit.ok()
    }
}

impl From<Section<Wire>> for Application {
    fn from(application: Section<Wire>) -> Self {
        let WithOthers {
            value: wire,
            others,
        } = application.section;
        let mut gathered = Gathered {
            files: file::in_section("application", application.files),
            others,
        };
        let delivery_type = wire
            .delivery_type
            .and_then(|raw| gathered.delivery_type(raw));
        let person_info = wire
            .person_info
            .map(|found| gathered.strip("person_info", found));
        let driver_license = wire
            .driver_license
            .map(|found| gathered.strip("driver_license", found));
        let car = wire.car.map(|found| gathered.strip("car", found));
        Self {
            id: wire.id,
            status: wire.status,
            date: wire.date,
            phone: wire.phone,
            referrer: wire.referrer,
            direction: wire.direction,
            profession: wire.profession,
            is_car_driver: wire.is_car_driver,
            delivery_type,
            person_info,
            driver_license,
            car,
            integrations: wire.integrations,
            files: gathered.files,
            other_sections: gathered.others,
        }
    }
}

/// Inside `item`, as documented, or inside `data`, or bare.
impl<'de> Deserialize<'de> for Application {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Enveloped::<Section<Wire>>::deserialize(input).map(|application| application.0.into())
    }
}

/// How many applications stand in each status, by the status's code. Codes that this program does not know are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, specta::Type)]
pub struct ApplicationCounts(pub BTreeMap<String, u32>);

/// `{"draft": 3}`, or a list of `{"status": "draft", "count": 3}`.
impl<'de> Deserialize<'de> for ApplicationCounts {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let counts = input.deserialize_any(CountsVisitor)?;
        Ok(Self(counts))
    }
}

lenient_record! {
    struct StatusCount {
        status: String,
        count: u32,
    }
}

struct CountsVisitor;

impl<'de> Visitor<'de> for CountsVisitor {
    type Value = BTreeMap<String, u32>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("counts by status")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Self::Value, S::Error> {
        let mut counts = BTreeMap::new();
        while let Some(row) = list.next_element::<StatusCount>()? {
            counts.insert(row.status, row.count);
        }
        Ok(counts)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut counts = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                // No status is named so: it is the envelope.
                "data" | "item" | "items" => {
                    counts.extend(map.next_value::<ApplicationCounts>()?.0)
                }
                _ => counts.extend(
                    map.next_value::<Soft<Option<u32>>>()?
                        .0
                        .map(|count| (key, count)),
                ),
            }
        }
        Ok(counts)
    }
}

impl Jump {
    /// One page of the applications that fit the filter.
    pub async fn list_applications(
        &self,
        query: &ApplicationsQuery,
    ) -> Result<Page<ApplicationListItem>, CallError> {
        let mut pairs = Query::paged(query.page, query.per_page, query.order);
        query.filter.add_to(&mut pairs);
        self.read(const { named("listApplications") }, &[], pairs.into_pairs())
            .await
    }

    pub async fn count_applications(
        &self,
        filter: &ApplicationsFilter,
    ) -> Result<ApplicationCounts, CallError> {
        let mut pairs = Query::default();
        filter.add_to(&mut pairs);
        self.read(
            const { named("countApplications") },
            &[],
            pairs.into_pairs(),
        )
        .await
    }

    pub async fn get_application(&self, application: Id) -> Result<Application, CallError> {
        self.read(
            const { named("getApplication") },
            &[("application_id", application)],
            Vec::new(),
        )
        .await
    }
}
