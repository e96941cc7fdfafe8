//! The card of an application on its way through reading, editing and saving, with every sent edit on record.

use std::sync::Arc;

use desk::{
    DeskResult,
    applications::types::{
        ApplicationDesk, ApplicationField, ApplicationFieldChange, ApplicationFieldEdit,
        ApplicationFormField, ApplicationSaved,
    },
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use jump::Id;
use parking_lot::Mutex;
use sandbox::Options;
use serde_json::Value;
use transport::{Wire, WireBody, WireError, full_body};

use super::{FULL_KEY, Rig, small_park};

/// What is done to a body on its way.
pub type Telling = fn(&mut Value);

pub fn as_it_is(_: &mut Value) {}

/// Keeps the edits that pass, as they were before `sent` changes them; `told` changes the applications that are read.
struct Recorder {
    inner: Arc<dyn Wire>,
    edits: Arc<Mutex<Vec<Value>>>,
    sent: Telling,
    told: Telling,
}

async fn json(body: WireBody) -> Value {
    let bytes = body.collect().await.unwrap().to_bytes();
    serde_json::from_slice(&bytes).unwrap()
}

impl Wire for Recorder {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            let about_one = request.uri().path().contains("/autoreg/applications/");
            let read = about_one && request.method() == http::Method::GET;
            let request = if about_one && request.method() == http::Method::PATCH {
                let (mut head, body) = request.into_parts();
                let mut body = json(body).await;
                self.edits.lock().push(body.clone());
                (self.sent)(&mut body);
                head.headers.remove(http::header::CONTENT_LENGTH);
                http::Request::from_parts(head, full_body(body.to_string().into()))
            } else {
                request
            };
            let response = self.inner.send(request).await?;
            if !read || !response.status().is_success() {
                return Ok(response);
            }
            let (mut head, body) = response.into_parts();
            let mut body = json(body).await;
            (self.told)(&mut body);
            head.headers.remove(http::header::CONTENT_LENGTH);
            let body = full_body(body.to_string().into());
            Ok(http::Response::from_parts(head, body))
        }
        .boxed()
    }
}

/// A park with couriers, and the edits that reached it.
pub struct Recorded {
    pub rig: Rig,
    edits: Arc<Mutex<Vec<Value>>>,
}

impl Recorded {
    pub async fn new() -> Self {
        Self::with(FULL_KEY, as_it_is, as_it_is).await
    }

    pub async fn with(key: &str, sent: Telling, told: Telling) -> Self {
        let edits = Arc::new(Mutex::new(Vec::new()));
        let record = edits.clone();
        let options = Options {
            couriers: Some(48),
            ..small_park()
        };
        let rig = Rig::over(options, key, move |inner| {
            Arc::new(Recorder {
                inner,
                edits: record,
                sent,
                told,
            })
        });
        Self {
            rig: rig.await,
            edits,
        }
    }

    /// The bodies of the edits, in order.
    pub fn sent(&self) -> Vec<Value> {
        self.edits.lock().clone()
    }

    pub fn truth(&self, id: Id) -> Value {
        self.rig.sandbox.application(id.0).unwrap()
    }

    /// The first application that waits for moderation and whose truth fits.
    pub fn find(&self, fits: impl Fn(&Value) -> bool) -> Id {
        let ids = self.rig.sandbox.application_ids().into_iter().map(Id);
        let mut ids = ids.filter(|id| {
            let truth = self.truth(*id);
            truth["status"]["slug"] == "not_processed" && fits(&truth)
        });
        ids.next().expect("the park has such an application")
    }

    pub async fn desk(&self, id: Id) -> ApplicationDesk {
        let desk = self.rig.desk.application_desk(&self.rig.park, id);
        desk.await.unwrap()
    }

    /// Saves edits of the application as it is now.
    pub async fn save(
        &self,
        id: Id,
        edits: &[(ApplicationField, &str)],
    ) -> DeskResult<ApplicationSaved> {
        let desk = self.desk(id).await;
        self.save_on(&desk, edits).await
    }

    /// Saves edits of an application as it was read.
    pub async fn save_on(
        &self,
        desk: &ApplicationDesk,
        edits: &[(ApplicationField, &str)],
    ) -> DeskResult<ApplicationSaved> {
        let edits = edits.iter().map(|(field, value)| edit(*field, value));
        let (park, id) = (&self.rig.park, desk.application.id);
        let saving = self
            .rig
            .desk
            .save_application(park, id, &desk.reading, edits.collect());
        saving.await
    }
}

pub fn edit(field: ApplicationField, value: &str) -> ApplicationFieldEdit {
    ApplicationFieldEdit {
        field,
        value: value.to_owned(),
        title: String::new(),
    }
}

pub fn field(desk: &ApplicationDesk, field: ApplicationField) -> &ApplicationFormField {
    desk.fields.iter().find(|one| one.field == field).unwrap()
}

pub fn named(changes: &[ApplicationFieldChange]) -> Vec<ApplicationField> {
    changes.iter().map(|change| change.field).collect()
}

/// A taxi driver with an own car, whose card is full.
pub fn full_taxi(truth: &Value) -> bool {
    truth["direction"]["slug"] == "taxi"
        && truth["car"]["number"].is_string()
        && truth["car"]["vin"].is_string()
        && truth["driver_license"]["expiry_date"].is_string()
}

pub fn walking(truth: &Value) -> bool {
    truth["direction"]["slug"] == "walking_courier"
}
