//! Requisites in tests: the truth of the park, a review and a save in one call, drafts that pass the checks.

use std::collections::BTreeMap;

use desk::{
    DeskError,
    drivers::types::{DriverDraft, DriverReview, ReferrerEdit, SaveOutcome},
    requisites::types::{RequisiteDraft, RequisiteEdit, RequisiteForm},
};
use jump::Id;
use serde_json::Value;

use super::Rig;

pub const SBERBANK_BIK: &str = "044525225";
pub const SBP_BANK: Id = Id(100_000_000_111);

pub fn truth(rig: &Rig, id: Id) -> Vec<Value> {
    let driver = rig.sandbox.driver(id.0).unwrap();
    driver["requisites"].as_array().unwrap().clone()
}

pub fn driver(rig: &Rig, fits: impl Fn(&[Value]) -> bool) -> Id {
    let ids = rig.sandbox.driver_ids();
    let found = ids.into_iter().find(|id| fits(&truth(rig, Id(*id))));
    Id(found.expect("the park has such a driver"))
}

pub fn id_of(requisite: &Value) -> Id {
    Id(requisite["id"].as_i64().unwrap())
}

pub fn not_default(list: &[Value]) -> Id {
    id_of(list.iter().find(|one| one["is_default"] == false).unwrap())
}

pub async fn review(rig: &Rig, id: Id, edits: Vec<RequisiteEdit>) -> DriverReview {
    let card = rig.desk.driver_card(&rig.park, id).await.unwrap();
    let draft = DriverDraft {
        driver_id: id,
        reading: card.reading,
        fields: Vec::new(),
        requisites: edits,
        referrer: ReferrerEdit::Keep,
    };
    rig.desk.review_driver(&rig.park, draft).await.unwrap()
}

pub async fn save(
    rig: &Rig,
    review: &DriverReview,
    typed: &[(Id, &str)],
) -> Result<SaveOutcome, DeskError> {
    let confirmations: BTreeMap<String, String> = typed
        .iter()
        .map(|(id, digits)| (id.to_string(), (*digits).to_owned()))
        .collect();
    let token = review.token.as_deref().expect("the review gave a token");
    rig.desk.save_driver(&rig.park, token, confirmations).await
}

pub fn problems(review: &DriverReview) -> Vec<(&str, &str)> {
    let problems = review.problems.iter();
    problems
        .map(|one| (one.field.as_str(), one.code.as_str()))
        .collect()
}

/// Confirms what the titles propose, as the user does once.
pub async fn confirm_forms(rig: &Rig) -> BTreeMap<String, (Id, RequisiteForm)> {
    let types = rig.desk.requisite_types(&rig.park).await.unwrap();
    for one in &types {
        rig.desk
            .confirm_requisite_form(&rig.park, one.type_id, one.form)
            .unwrap();
    }
    types
        .into_iter()
        .map(|one| (one.title, (one.type_id, one.form)))
        .collect()
}

pub fn new(kind: Id, number: &str) -> RequisiteDraft {
    RequisiteDraft {
        key: "new-1".to_owned(),
        type_id: Some(kind),
        number: number.to_owned(),
        ..RequisiteDraft::default()
    }
}

pub fn add(draft: RequisiteDraft) -> RequisiteEdit {
    RequisiteEdit::Add { draft }
}

/// An account that fits the БИК.
pub fn account(rig: &Rig) -> String {
    let draft = |key: u32| RequisiteDraft {
        number: format!("40817810{key}12340000001"),
        bik: SBERBANK_BIK.to_owned(),
        ..RequisiteDraft::default()
    };
    let fits = |key: &u32| {
        let checks = rig
            .desk
            .check_requisite(RequisiteForm::Account, &draft(*key));
        checks[0].code == "account_ok"
    };
    draft((0..10).find(fits).unwrap()).number
}
