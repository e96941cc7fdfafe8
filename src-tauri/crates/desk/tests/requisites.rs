//! Requisites over the demo park: what an update does to the list, and that nothing leaves it without being typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::collections::BTreeMap;

use desk::{
    DeskError, DeskErrorCode,
    drivers::types::{DriverDraft, DriverField, DriverReview, FieldEdit, SaveOutcome, SaveState},
    requisites::types::{RequisiteChangeKind, RequisiteDraft, RequisiteEdit, RequisiteForm},
};
use jump::{Id, RequisiteWrite};
use rig::{FULL_KEY, Rig, colleague::saves_meanwhile, small_park};
use sandbox::{Options, Quirks};
use serde_json::Value;

const SBERBANK_BIK: &str = "044525225";
const SBP_BANK: Id = Id(100_000_000_111);

fn truth(rig: &Rig, id: Id) -> Vec<Value> {
    let driver = rig.sandbox.driver(id.0).unwrap();
    driver["requisites"].as_array().unwrap().clone()
}

fn driver(rig: &Rig, fits: impl Fn(&[Value]) -> bool) -> Id {
    let ids = rig.sandbox.driver_ids();
    let found = ids.into_iter().find(|id| fits(&truth(rig, Id(*id))));
    Id(found.expect("the park has such a driver"))
}

fn id_of(requisite: &Value) -> Id {
    Id(requisite["id"].as_i64().unwrap())
}

fn not_default(list: &[Value]) -> Id {
    id_of(list.iter().find(|one| one["is_default"] == false).unwrap())
}

async fn review(rig: &Rig, id: Id, edits: Vec<RequisiteEdit>) -> DriverReview {
    let card = rig.desk.driver_card(&rig.park, id).await.unwrap();
    let draft = DriverDraft {
        driver_id: id,
        reading: card.reading,
        fields: Vec::new(),
        requisites: edits,
    };
    rig.desk.review_driver(&rig.park, draft).await.unwrap()
}

async fn save(
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

fn problems(review: &DriverReview) -> Vec<(&str, &str)> {
    let problems = review.problems.iter();
    problems
        .map(|one| (one.field.as_str(), one.code.as_str()))
        .collect()
}

/// Confirms what the titles propose, as the user does once.
async fn confirm_forms(rig: &Rig) -> BTreeMap<String, (Id, RequisiteForm)> {
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

fn new(kind: Id, number: &str) -> RequisiteDraft {
    RequisiteDraft {
        key: "new-1".to_owned(),
        type_id: Some(kind),
        number: number.to_owned(),
        ..RequisiteDraft::default()
    }
}

fn add(draft: RequisiteDraft) -> RequisiteEdit {
    RequisiteEdit::Add { draft }
}

/// An account that fits the БИК.
fn account(rig: &Rig) -> String {
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

#[tokio::test]
async fn omitted_requisite_is_never_sent_as_empty_list() {
    let rig = Rig::new().await;
    let id = driver(&rig, |list| list.len() > 2);
    let before = truth(&rig, id);
    let card = rig.desk.driver_card(&rig.park, id).await.unwrap();
    let draft = DriverDraft {
        driver_id: id,
        reading: card.reading,
        fields: vec![FieldEdit {
            field: DriverField::ParkNote,
            value: "Заметка".to_owned(),
        }],
        requisites: Vec::new(),
    };
    let review = rig.desk.review_driver(&rig.park, draft).await.unwrap();
    assert!(
        review
            .requisites
            .iter()
            .all(|one| one.kind == RequisiteChangeKind::Unchanged)
    );
    assert_eq!(
        save(&rig, &review, &[]).await.unwrap().state,
        SaveState::Saved
    );
    assert_eq!(truth(&rig, id), before);
}

#[tokio::test]
async fn a_requisite_is_deleted_only_when_its_last_digits_are_typed() {
    let rig = Rig::new().await;
    let id = driver(&rig, |list| list.len() > 2);
    let before = truth(&rig, id);
    let doomed = not_default(&before);
    let review = review(&rig, id, vec![RequisiteEdit::Delete { id: doomed }]).await;
    let told = review
        .requisites
        .iter()
        .find(|one| one.kind == RequisiteChangeKind::Deleted)
        .unwrap();
    let last_four = told.last_four.clone();
    let number = before.iter().find(|one| id_of(one) == doomed).unwrap()["account_number"]
        .as_str()
        .unwrap();
    assert!(last_four.len() == 4 && number.ends_with(&last_four));
    for typed in [
        &[][..],
        &[(doomed, "")],
        &[(doomed, "0")],
        &[(Id(1), &*last_four)],
    ] {
        let error = save(&rig, &review, typed).await.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        assert_eq!(error.fields[0].field, format!("confirm.{doomed}"));
    }
    assert_eq!(
        (rig.sandbox.calls("updateDriver"), truth(&rig, id)),
        (0, before.clone())
    );
    // A slip of the finger does not cost the review.
    let outcome = save(&rig, &review, &[(doomed, &format!(" {last_four} "))])
        .await
        .unwrap();
    assert_eq!(outcome.state, SaveState::Saved);
    assert_eq!(outcome.requisites_saved[0].id, Some(doomed));
    let expected: Vec<_> = before
        .into_iter()
        .filter(|one| id_of(one) != doomed)
        .collect();
    assert_eq!(truth(&rig, id), expected);
}

#[tokio::test]
async fn renaming_and_choosing_the_default_touch_nothing_else() {
    let rig = Rig::new().await;
    let id = driver(&rig, |list| list.len() > 2);
    let mut expected = truth(&rig, id);
    let chosen = not_default(&expected);
    let edits = vec![
        RequisiteEdit::Rename {
            id: chosen,
            name: "Зарплатная".to_owned(),
        },
        RequisiteEdit::MakeDefault { id: chosen },
    ];
    let review = review(&rig, id, edits).await;
    let told = review
        .requisites
        .iter()
        .find(|one| one.id == Some(chosen))
        .unwrap();
    assert!(told.becomes_default && told.name_before.is_some());
    assert_eq!(
        review
            .requisites
            .iter()
            .filter(|one| one.is_default)
            .count(),
        1
    );
    assert_eq!(
        save(&rig, &review, &[]).await.unwrap().state,
        SaveState::Saved
    );
    for one in &mut expected {
        let is_chosen = id_of(one) == chosen;
        one["is_default"] = is_chosen.into();
        if is_chosen {
            one["name"] = "Зарплатная".into();
        }
    }
    assert_eq!(truth(&rig, id), expected);
}

#[tokio::test]
async fn a_type_is_not_used_before_its_form_is_confirmed() {
    let rig = Rig::new().await;
    let types = rig.desk.requisite_types(&rig.park).await.unwrap();
    assert!(types.iter().all(|one| !one.confirmed));
    let card = types
        .iter()
        .find(|one| one.form == RequisiteForm::Card)
        .unwrap();
    let id = driver(&rig, |list| list.len() > 1);
    let edit = || vec![add(new(card.type_id, "4242 4242 4242 4242"))];
    let first = review(&rig, id, edit()).await;
    assert_eq!(
        problems(&first),
        [("requisites.new-1.type_id", "form_not_confirmed")]
    );
    assert_eq!(first.token, None);
    rig.desk
        .confirm_requisite_form(&rig.park, card.type_id, RequisiteForm::Card)
        .unwrap();
    let types = rig.desk.requisite_types(&rig.park).await.unwrap();
    assert_eq!(types.iter().filter(|one| one.confirmed).count(), 1);
    assert!(review(&rig, id, edit()).await.token.is_some());
}

#[tokio::test]
async fn a_new_requisite_of_every_form_is_added_beside_the_old_ones() {
    for quirk in [false, true] {
        let quirks = Quirks {
            unmasked_requisites: quirk,
            ..Quirks::default()
        };
        let rig = Rig::of(
            Options {
                quirks,
                ..small_park()
            },
            FULL_KEY,
        )
        .await;
        let types = confirm_forms(&rig).await;
        let number = account(&rig);
        for (kind, form) in types.values() {
            let mut draft = new(*kind, "8 (911) 004-18-92");
            match form {
                RequisiteForm::Account => {
                    draft.number = number.clone();
                    draft.bik = SBERBANK_BIK.to_owned();
                    draft.inn = "500100732259".to_owned();
                }
                RequisiteForm::Card => draft.number = "4242 4242 4242 4242".to_owned(),
                RequisiteForm::Sbp => draft.sbp_bank_id = Some(SBP_BANK),
                RequisiteForm::CardPhone => draft.is_default = true,
                RequisiteForm::Other => draft.number = "Счёт у партнёра".to_owned(),
            }
            let id = driver(&rig, |list| list.len() == 1);
            let before = truth(&rig, id);
            let review = review(&rig, id, vec![add(draft.clone())]).await;
            let outcome = save(&rig, &review, &[]).await.unwrap();
            assert_eq!(outcome.state, SaveState::Saved, "{form:?}");
            assert_eq!(outcome.requisites_saved[0].kind, RequisiteChangeKind::Added);
            let after = truth(&rig, id);
            assert_eq!(after.len(), 2);
            assert_eq!(after[0]["account_number"], before[0]["account_number"]);
            let phone = matches!(form, RequisiteForm::Sbp | RequisiteForm::CardPhone);
            let sent = after[1]["account_number"].as_str().unwrap();
            assert_eq!(sent == "79110041892", phone, "{form:?}");
            assert_eq!(after[1]["is_default"], draft.is_default);
            assert_eq!(after[1]["type_id"], kind.0);
        }
    }
}

#[tokio::test]
async fn a_wrong_new_requisite_is_named_and_not_sent() {
    let rig = Rig::new().await;
    let types = confirm_forms(&rig).await;
    let kind = |form| types.values().find(|(_, known)| *known == form).unwrap().0;
    let id = driver(&rig, |list| list.len() > 1);
    let cases = [
        (
            new(kind(RequisiteForm::Card), "4242 4242 4242 4243"),
            "number",
            "card_checksum",
        ),
        (new(kind(RequisiteForm::Other), "  "), "number", "required"),
        (
            new(kind(RequisiteForm::Sbp), "+79110041892"),
            "sbp_bank_id",
            "required",
        ),
        (
            RequisiteDraft {
                sbp_bank_id: Some(Id(5)),
                ..new(kind(RequisiteForm::Sbp), "+79110041892")
            },
            "sbp_bank_id",
            "sbp_bank_unknown",
        ),
        (
            RequisiteDraft {
                bik: "044525974".to_owned(),
                ..new(kind(RequisiteForm::Account), &account(&rig))
            },
            "number",
            "account_key",
        ),
        (new(Id(99), "1"), "type_id", "type_unknown"),
        (
            RequisiteDraft {
                type_id: None,
                ..new(Id(1), "1")
            },
            "type_id",
            "required",
        ),
    ];
    for (draft, member, code) in cases {
        let review = review(&rig, id, vec![add(draft)]).await;
        assert_eq!(
            problems(&review),
            [(&*format!("requisites.new-1.{member}"), code)]
        );
        assert_eq!(review.token, None);
    }
}

#[tokio::test]
async fn the_same_number_twice_is_told_before_it_is_sent() {
    let quirks = Quirks {
        unmasked_requisites: true,
        ..Quirks::default()
    };
    let rig = Rig::of(
        Options {
            quirks,
            ..small_park()
        },
        FULL_KEY,
    )
    .await;
    confirm_forms(&rig).await;
    let is_card = |one: &Value| one["type_id"] == 3;
    let id = driver(&rig, |list| list.iter().any(is_card));
    let number = truth(&rig, id).iter().find(|one| is_card(one)).unwrap()["account_number"].clone();
    let review = review(&rig, id, vec![add(new(Id(3), number.as_str().unwrap()))]).await;
    assert_eq!(
        problems(&review),
        [("requisites.new-1.number", "duplicate_requisite")]
    );
}

#[tokio::test]
async fn edits_that_contradict_each_other_are_not_guessed_at() {
    let rig = Rig::new().await;
    let id = driver(&rig, |list| list.len() > 2);
    let list = truth(&rig, id);
    let (first, second) = (id_of(&list[0]), id_of(&list[1]));
    let both = vec![
        RequisiteEdit::MakeDefault { id: first },
        RequisiteEdit::MakeDefault { id: second },
    ];
    assert_eq!(
        problems(&review(&rig, id, both).await),
        [("requisites", "second_default")]
    );
    let doomed = vec![
        RequisiteEdit::MakeDefault { id: first },
        RequisiteEdit::Delete { id: first },
    ];
    let field = format!("requisites.{first}");
    assert_eq!(
        problems(&review(&rig, id, doomed).await),
        [(field.as_str(), "requisite_deleted_too")]
    );
}

#[tokio::test]
async fn a_requisite_added_by_somebody_else_survives_a_draft_made_before() {
    let rig = Rig::new().await;
    let id = driver(&rig, |list| list.len() > 2);
    let list = truth(&rig, id);
    let (renamed, gone) = (id_of(&list[0]), id_of(&list[1]));
    let card = rig.desk.driver_card(&rig.park, id).await.unwrap();
    saves_meanwhile(&rig, id, |update| {
        update
            .requisites
            .retain(|one| !matches!(one, RequisiteWrite::Keep { id, .. } if *id == gone));
        update.requisites.push(RequisiteWrite::Create {
            type_id: Id(3),
            account_number: "4242424242424242".to_owned(),
            name: Some("Чужая".to_owned()),
            is_default: false,
            sbp_bank_id: None,
            bik: None,
            bank_name: None,
            inn: None,
            payment_text: None,
            last_name: None,
            first_name: None,
            middle_name: None,
        });
    })
    .await;
    let draft = |edits| DriverDraft {
        driver_id: id,
        reading: card.reading.clone(),
        fields: Vec::new(),
        requisites: edits,
    };
    let lost = draft(vec![RequisiteEdit::Rename {
        id: gone,
        name: "Моя".to_owned(),
    }]);
    let lost = rig.desk.review_driver(&rig.park, lost).await.unwrap();
    let field = format!("requisites.{gone}");
    assert_eq!(problems(&lost), [(field.as_str(), "requisite_gone")]);
    let kinds: Vec<_> = lost
        .requisites_elsewhere
        .iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(
        kinds,
        [RequisiteChangeKind::Added, RequisiteChangeKind::Deleted]
    );
    let fine = draft(vec![RequisiteEdit::Rename {
        id: renamed,
        name: "Моя".to_owned(),
    }]);
    let fine = rig.desk.review_driver(&rig.park, fine).await.unwrap();
    assert_eq!(
        save(&rig, &fine, &[]).await.unwrap().state,
        SaveState::Saved
    );
    let names: Vec<_> = truth(&rig, id)
        .iter()
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(names.contains(&"Моя".to_owned()) && names.contains(&"Чужая".to_owned()));
}

#[tokio::test]
async fn a_list_changed_between_review_and_save_is_stale() {
    let rig = Rig::new().await;
    let id = driver(&rig, |list| list.len() > 2);
    let list = truth(&rig, id);
    let (renamed, doomed) = (id_of(&list[0]), not_default(&list));
    let edits = vec![RequisiteEdit::Delete { id: doomed }];
    let review = review(&rig, id, edits).await;
    let last_four = review
        .requisites
        .iter()
        .find(|one| one.id == Some(doomed))
        .unwrap()
        .last_four
        .clone();
    saves_meanwhile(&rig, id, |update| {
        for one in &mut update.requisites {
            if let RequisiteWrite::Keep { id, name, .. } = one
                && *id == renamed
            {
                *name = Some("Чужое имя".to_owned());
            }
        }
    })
    .await;
    let (sent, expected) = (rig.sandbox.calls("updateDriver"), truth(&rig, id));
    let outcome = save(&rig, &review, &[(doomed, &last_four)]).await.unwrap();
    assert_eq!(outcome.state, SaveState::Stale);
    assert_eq!(
        (rig.sandbox.calls("updateDriver"), truth(&rig, id)),
        (sent, expected)
    );
}

#[tokio::test]
async fn a_key_without_the_right_to_requisites_is_found_out_and_remembered() {
    let rig = Rig::of(small_park(), "demo-limited-key").await;
    let id = driver(&rig, |list| list.len() > 1);
    let expected = truth(&rig, id);
    let edits = vec![RequisiteEdit::Rename {
        id: not_default(&expected),
        name: "Новое".to_owned(),
    }];
    let review = review(&rig, id, edits).await;
    let outcome = save(&rig, &review, &[]).await.unwrap();
    assert_eq!(outcome.state, SaveState::Ignored);
    assert_eq!(outcome.requisites_ignored.len(), 1);
    assert_eq!(outcome.card.unwrap().ignored_before, ["requisites"]);
    assert_eq!(truth(&rig, id), expected);
    let connection = rig.desk.connection(&rig.park).await.unwrap();
    assert_eq!(connection.ignored_rights[0].what, "requisites");
}

#[tokio::test]
async fn an_added_requisite_whose_answer_was_lost_is_found_and_not_added_again() {
    for (fault, state, count) in [
        ("updateDriver:drop/after", SaveState::Saved, 2),
        ("updateDriver:drop", SaveState::NotSaved, 1),
    ] {
        let rig = Rig::new().await;
        confirm_forms(&rig).await;
        let id = driver(&rig, |list| list.len() == 1);
        let review = review(&rig, id, vec![add(new(Id(3), "4242424242424242"))]).await;
        rig.sandbox.set_faults(vec![fault.parse().unwrap()]);
        let outcome = save(&rig, &review, &[]).await.unwrap();
        assert_eq!(outcome.state, state);
        assert_eq!(truth(&rig, id).len(), count);
        assert_eq!(rig.sandbox.calls("updateDriver"), 1);
    }
}
