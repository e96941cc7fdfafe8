//! An application for registration: its sections, jobs and files, as listed and as read.

use crate::{
    directory::{
        APPLICATION_STATUSES, DELIVERY_TYPES, DIRECTIONS, INTEGRATIONS, JOB_STATUSES, Named,
        PROFESSIONS, name_of,
    },
    moments::{Seconds, iso},
};
use bytes::Bytes;
use serde_json::{Map, Value, json};

/// One application. A section that nobody filled in yet is `None` and shown as null.
#[derive(Clone, Debug, Default)]
pub struct Application {
    pub id: i64,
    /// Place in [`APPLICATION_STATUSES`].
    pub status: usize,
    pub created_at: Seconds,
    pub phone: u64,
    pub referrer: Option<(i64, String)>,
    /// Place in [`DIRECTIONS`] and in [`PROFESSIONS`]; `None` while it is undefined.
    pub direction: Option<usize>,
    pub is_car_driver: Option<bool>,
    pub person_info: Option<Section>,
    pub driver_license: Option<Section>,
    pub car: Option<Section>,
    /// Couriers only; an id of the delivery types.
    pub delivery_type: Option<i64>,
    /// Integrations chosen in the form; shown as groups even before they have a job.
    pub aggregators: Vec<i64>,
    /// Sections that no document names: shown as they are, never edited.
    pub others: Section,
    pub jobs: Vec<Job>,
    pub files: Vec<StoredFile>,
    /// Why a manager rejected it; the API never shows it.
    pub rejection: Option<String>,
    /// What the aggregator will answer to a registration; `None` = it takes the applicant.
    pub registration_fault: Option<String>,
}

/// The members of a section under their read names, without `files`.
pub type Section = Map<String, Value>;

/// A registration of the applicant through one integration.
#[derive(Clone, Debug)]
pub struct Job {
    pub id: i64,
    pub integration_id: i64,
    /// Place in [`JOB_STATUSES`].
    pub status: usize,
    pub comment: Option<String>,
    /// When the aggregator answers. `None` with a job under way = never.
    pub due: Option<Seconds>,
    /// How often it was read while under way.
    pub reads: u32,
}

/// A file as it was uploaded. Hidden ones can be downloaded but are not listed.
#[derive(Clone, Debug)]
pub struct StoredFile {
    pub id: i64,
    pub name: String,
    pub document: Option<i64>,
    pub content_type: String,
    pub content: Content,
    pub created_at: Seconds,
    pub hidden: bool,
}

/// Seeded files are drawn when somebody looks at them; uploaded ones keep their bytes.
#[derive(Clone, Debug)]
pub enum Content {
    Drawn(crate::seed::scans::Scan),
    Uploaded(Bytes),
}

impl Content {
    pub fn bytes(&self) -> Bytes {
        match self {
            Self::Drawn(scan) => scan.bytes(),
            Self::Uploaded(bytes) => bytes.clone(),
        }
    }
}

/// The section in which a file of this document type is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Person,
    License,
    Car,
}

impl StoredFile {
    fn place(&self) -> Place {
        match self.document {
            Some(1 | 6) => Place::License,
            Some(2 | 7) => Place::Car,
            _ => Place::Person,
        }
    }
}

impl Application {
    pub fn status_slug(&self) -> &'static str {
        APPLICATION_STATUSES[self.status].0
    }

    /// The slug that the filter `direction[]` knows.
    pub fn direction_slug(&self) -> &'static str {
        self.direction
            .map_or("undefined", |place| DIRECTIONS[place].0)
    }

    pub fn name(&self) -> Option<String> {
        let person = self.person_info.as_ref()?;
        let parts = ["last_name", "first_name", "middle_name"]
            .into_iter()
            .filter_map(|key| person.get(key)?.as_str());
        Some(parts.collect::<Vec<_>>().join(" "))
    }

    pub fn list_item(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name(),
            "phone": format!("+{}", self.phone),
            "date": iso(self.created_at),
            "status": slugged(APPLICATION_STATUSES, self.status),
        })
    }

    pub fn item(&self) -> Value {
        let profession = self.direction.map(|place| {
            let (id, name) = PROFESSIONS[place];
            json!({"id": id, "name": name})
        });
        let referrer = self
            .referrer
            .as_ref()
            .map(|(id, name)| json!({"id": id, "full_name": name}));
        let mut item = json!({
            "id": self.id,
            "status": slugged(APPLICATION_STATUSES, self.status),
            "date": iso(self.created_at),
            "phone": format!("+{}", self.phone),
            "referrer": referrer,
            "direction": self.direction.map(|place| slugged(DIRECTIONS, place)),
            "profession": profession,
            "is_car_driver": self.is_car_driver,
            "person_info": self.section(Place::Person),
            "driver_license": self.section(Place::License),
            "car": self.section(Place::Car),
            "integrations": self.integrations(),
        });
        if let Some(id) = self.delivery_type {
            item["delivery_type"] = json!({"value": id, "title": name_of(DELIVERY_TYPES, id)});
        }
        for (name, section) in &self.others {
            item[name] = section.clone();
        }
        item
    }

    /// A section with its files; a file makes an unfilled section appear.
    fn section(&self, place: Place) -> Option<Value> {
        let filled = match place {
            Place::Person => &self.person_info,
            Place::License => &self.driver_license,
            Place::Car => &self.car,
        };
        let files: Vec<Value> = self
            .files
            .iter()
            .filter(|file| !file.hidden && file.place() == place)
            .map(|file| json!({"id": file.id, "name": file.name, "created_at": iso(file.created_at)}))
            .collect();
        if filled.is_none() && files.is_empty() {
            return None;
        }
        let mut section = filled.clone().unwrap_or_default();
        section.insert("files".to_owned(), Value::Array(files));
        Some(Value::Object(section))
    }

    fn integrations(&self) -> Vec<Value> {
        let jobs_of = |integration_id: i64| {
            let jobs = self
                .jobs
                .iter()
                .filter(move |job| job.integration_id == integration_id);
            jobs.map(Job::shown).collect::<Vec<_>>()
        };
        let shown = |(id, name): &Named| {
            let jobs = jobs_of(*id);
            (!jobs.is_empty() || self.aggregators.contains(id)).then(
                || json!({"integrator_id": id, "name": name, "application_integrations": jobs}),
            )
        };
        INTEGRATIONS.iter().filter_map(shown).collect()
    }
}

impl Job {
    pub fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "integration_id": self.integration_id,
            "manager": null,
            "name": name_of(INTEGRATIONS, self.integration_id),
            "status": slugged(JOB_STATUSES, self.status),
            "comment": self.comment,
            "group": null,
        })
    }
}

fn slugged(table: &[(&str, &str)], place: usize) -> Value {
    let (slug, title) = table[place];
    json!({"id": place + 1, "slug": slug, "title": title})
}
