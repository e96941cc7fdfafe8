//! Requisites over the demo park: what an update does to the list, and that nothing leaves it without being typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use desk::{
    DeskErrorCode,
    drivers::types::{DriverDraft, DriverField, FieldEdit, ReferrerEdit, SaveState},
    requisites::types::{RequisiteChangeKind, RequisiteDraft, RequisiteEdit, RequisiteForm},
};
use jump::Id;
use rig::{FULL_KEY, Rig, requisites::*, small_park};
use sandbox::{Options, Quirks};
use serde_json::Value;

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
        referrer: ReferrerEdit::Keep,
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
