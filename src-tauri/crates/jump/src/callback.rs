//! What the vendor sends to a subscriber: that an application appeared or changed. An event holds only what changed,
//! has no id and no order, and its time is exact to a second: a reason to read the application again, not a change to
//! apply.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use transport::lenient::{OtherMember, RawJson, Soft, text_at};

use crate::application::{Car, DriverLicense, Gathered, IntegrationJobs, PersonInfo, Section};
use crate::file::{self, ApplicationFile};
use crate::{Id, Phone, Reference};

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ApplicationEvent {
    pub action: EventAction,
    /// Which application; `None` where the body does not tell.
    pub application_id: Option<Id>,
    pub item: EventItem,
    /// As it came.
    pub updated_at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum EventAction {
    NewApplication,
    ChangeApplication,
    NewIntegration,
    ChangeIntegration,
    /// One that this program does not know, as it came.
    Unknown(String),
}

/// A section of an event: absent says that it did not change, null that it became empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Told<T> {
    #[default]
    Absent,
    Null,
    Value(T),
}

/// The application, or as much of it as changed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, specta::Type)]
pub struct EventItem {
    pub status: Told<Reference>,
    pub date: Told<String>,
    pub phone: Told<Phone>,
    pub referrer: Told<Reference>,
    pub direction: Told<Reference>,
    pub profession: Told<Reference>,
    pub is_car_driver: Told<bool>,
    pub person_info: Told<PersonInfo>,
    pub driver_license: Told<DriverLicense>,
    pub car: Told<Car>,
    pub integrations: Told<Vec<IntegrationJobs>>,
    /// The vendor's name for the integrations of an event about them.
    pub application_integration: Told<Vec<IntegrationJobs>>,
    /// The files of the sections that came, each with its section's name.
    pub files: Vec<ApplicationFile>,
    /// Members that this program does not know, or whose shape it does not understand.
    pub others: Vec<OtherMember>,
}

/// Why a body is no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, specta::Type, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum EventFault {
    #[error("the body is not JSON")]
    NotJson,
    #[error("the body is not an object")]
    NotAnObject,
    #[error("the body names no action")]
    NoAction,
    #[error("the body has no item")]
    NoItem,
}

impl<T> Told<T> {
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl EventAction {
    fn from_text(text: String) -> Self {
        match text.as_str() {
            "new_application" => Self::NewApplication,
            "change_application" => Self::ChangeApplication,
            "new_integration" => Self::NewIntegration,
            "change_integration" => Self::ChangeIntegration,
            _ => Self::Unknown(text),
        }
    }
}

impl ApplicationEvent {
    /// Reads a body. A section of an unforeseen shape is no fault: it is kept among `others`.
    ///
    /// # Errors
    /// No JSON object, or one without an `action` or an `item`.
    pub fn decode(body: &[u8]) -> Result<Self, EventFault> {
        let body: Value = serde_json::from_slice(body).map_err(|_| EventFault::NotJson)?;
        let mut body = match body {
            Value::Object(body) => body,
            _ => return Err(EventFault::NotAnObject),
        };
        let item = match body.remove("item") {
            Some(Value::Object(item)) => item,
            // PHP writes an object without members as an empty list.
            Some(Value::Array(list)) if list.is_empty() => Map::new(),
            _ => return Err(EventFault::NoItem),
        };
        let body = Value::Object(body);
        let action = text_at(&body, &["action"]).ok_or(EventFault::NoAction)?;
        let id_of = |place: &Map<String, Value>, key| place.get(key).and_then(Id::from_value);
        Ok(Self {
            action: EventAction::from_text(action),
            application_id: id_of(&item, "application_id").or_else(|| id_of(&item, "id")),
            item: Sections::new(item).into_item(),
            updated_at: text_at(&body, &["updated_at"]),
        })
    }
}

/// The members of an item that nobody has taken yet.
struct Sections {
    members: Map<String, Value>,
    gathered: Gathered,
}

impl Sections {
    fn new(members: Map<String, Value>) -> Self {
        Self {
            members,
            gathered: Gathered::default(),
        }
    }

    /// A member; one that cannot be read stays, and so ends among the others.
    fn take<T>(&mut self, key: &str) -> Told<T>
    where
        Soft<T>: DeserializeOwned,
    {
        let told = match self.members.get(key) {
            None => return Told::Absent,
            Some(Value::Null) => Told::Null,
            Some(value) => match serde_json::from_value::<Soft<T>>(value.clone()) {
                Ok(Soft(value)) => Told::Value(value),
                Err(_) => return Told::Absent,
            },
        };
        self.members.remove(key);
        told
    }

    fn take_section<T>(&mut self, key: &str) -> Told<T>
    where
        Soft<Section<T>>: DeserializeOwned,
    {
        match self.take::<Section<T>>(key) {
            Told::Absent => Told::Absent,
            Told::Null => Told::Null,
            Told::Value(section) => Told::Value(self.gathered.strip(key, section)),
        }
    }

    fn into_item(mut self) -> EventItem {
        let mut item = EventItem {
            status: self.take("status"),
            date: self.take("date"),
            phone: self.take("phone"),
            referrer: self.take("referrer"),
            direction: self.take("direction"),
            profession: self.take("profession"),
            is_car_driver: self.take("is_car_driver"),
            person_info: self.take_section("person_info"),
            driver_license: self.take_section("driver_license"),
            car: self.take_section("car"),
            integrations: self.take("integrations"),
            application_integration: self.take("application_integration"),
            ..EventItem::default()
        };
        if let Some(files) = self.members.remove("files") {
            item.files = file::in_section("application", file::listed(&files));
        }
        for known in ["id", "application_id"] {
            self.members.remove(known);
        }
        item.files.extend(self.gathered.files);
        let rest = self.members.into_iter().map(|(key, value)| OtherMember {
            key,
            json: RawJson(value.to_string()),
        });
        item.others = rest.chain(self.gathered.others).collect();
        item
    }
}
