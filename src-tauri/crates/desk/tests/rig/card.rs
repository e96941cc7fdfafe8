//! A driver's card on its way through reading, draft, review and save.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use desk::{
    DeskError,
    drivers::types::{
        DriverCard, DriverDraft, DriverField, DriverReview, FieldEdit, ReferrerEdit, SaveOutcome,
    },
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use jump::Id;
use serde_json::Value;
use transport::{Wire, WireBody, WireError, full_body};

use super::{FULL_KEY, Rig, small_park};

pub fn edit(field: DriverField, value: &str) -> FieldEdit {
    FieldEdit {
        field,
        value: value.to_owned(),
    }
}

pub fn draft(card: &DriverCard, fields: Vec<FieldEdit>) -> DriverDraft {
    DriverDraft {
        driver_id: card.profile.id,
        reading: card.reading.clone(),
        fields,
        requisites: Vec::new(),
        referrer: ReferrerEdit::Keep,
    }
}

pub async fn card(rig: &Rig, id: Id) -> DriverCard {
    rig.desk.driver_card(&rig.park, id).await.unwrap()
}

pub async fn review(rig: &Rig, id: Id, fields: Vec<FieldEdit>) -> DriverReview {
    let card = card(rig, id).await;
    rig.desk
        .review_driver(&rig.park, draft(&card, fields))
        .await
        .unwrap()
}

pub async fn save(rig: &Rig, review: &DriverReview) -> Result<SaveOutcome, DeskError> {
    let token = review.token.as_deref().expect("the review gave a token");
    rig.desk
        .save_driver(&rig.park, token, BTreeMap::new())
        .await
}

pub fn truth(rig: &Rig, id: Id) -> Value {
    rig.sandbox.driver(id.0).unwrap()
}

/// The first driver whose truth fits.
pub fn driver(rig: &Rig, fits: impl Fn(&Value) -> bool) -> Id {
    let ids = rig.sandbox.driver_ids();
    let found = ids
        .into_iter()
        .find(|id| fits(&rig.sandbox.driver(*id).unwrap()));
    Id(found.expect("the park has such a driver"))
}

pub fn has_requisites(truth: &Value) -> bool {
    truth["requisites"].as_array().unwrap().len() > 1
}

pub fn field(card: &DriverCard, field: DriverField) -> (String, bool) {
    let found = card.fields.iter().find(|one| one.field == field).unwrap();
    (found.value.clone(), found.shown)
}

pub fn updates(rig: &Rig) -> u64 {
    rig.sandbox.calls("updateDriver")
}

pub fn faults(rig: &Rig, rules: &[&str]) {
    let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
    rig.sandbox.set_faults(rules);
}

/// Every reading of a profile after the first `readings` is broken, for longer than anybody tries.
pub fn blind_after(rig: &Rig, readings: u32, update: &str) {
    let reads = (readings + 1..60).map(|nth| format!("getDriver:500@nth={nth}"));
    let rules: Vec<_> = reads.chain([update.to_owned()]).collect();
    faults(rig, &rules.iter().map(String::as_str).collect::<Vec<_>>());
}

/// What is done to a profile on its way.
pub type Telling = fn(&mut Value);

/// Changes the profiles on their way to the desk, while `active`; every write makes it so.
pub struct Retold {
    inner: Arc<dyn Wire>,
    active: Arc<AtomicBool>,
    edit: Telling,
}

impl Wire for Retold {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            if request.method() == http::Method::PUT {
                self.active.store(true, Ordering::SeqCst);
            }
            let profile = request.method() == http::Method::GET
                && request.uri().path().contains("/drivers/")
                && self.active.load(Ordering::SeqCst);
            let response = self.inner.send(request).await?;
            if !profile {
                return Ok(response);
            }
            let (mut head, body) = response.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            let mut value: Value = serde_json::from_slice(&bytes).unwrap();
            (self.edit)(&mut value);
            head.headers.remove(http::header::CONTENT_LENGTH);
            Ok(http::Response::from_parts(
                head,
                full_body(value.to_string().into()),
            ))
        }
        .boxed()
    }
}

pub async fn retold(edit: Telling) -> (Rig, Arc<AtomicBool>) {
    let active = Arc::new(AtomicBool::new(true));
    let switch = active.clone();
    let rig = Rig::over(small_park(), FULL_KEY, move |inner| {
        Arc::new(Retold {
            inner,
            active: switch,
            edit,
        })
    });
    (rig.await, active)
}
