//! Saving a driver over the demo park: what was reviewed changes and nothing else does, whatever the service and other
//! people do meanwhile, and the outcome is what a later reading shows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::sync::atomic::Ordering;

use desk::{
    DeskErrorCode,
    drivers::types::{DriverField, SaveState},
};
use jump::Id;
use proptest::prelude::*;
use rig::{
    Rig,
    card::{
        Telling, blind_after, card, driver, edit, faults, field, has_requisites, retold, review,
        save, truth, updates,
    },
    colleague::saves_meanwhile,
    small_park,
};
use serde_json::Value;

#[tokio::test]
async fn what_the_answer_lacks_is_not_shown_as_empty() {
    let (rig, _) = retold(|profile| {
        let members = profile.as_object_mut().unwrap();
        members.remove("inn");
        members.insert("contract".to_owned(), Value::Null);
    })
    .await;
    let id = driver(&rig, has_requisites);
    let card = card(&rig, id).await;
    for hidden in [
        DriverField::Inn,
        DriverField::ContractNumber,
        DriverField::PassportIssueDate,
    ] {
        assert_eq!(field(&card, hidden), (String::new(), false));
    }
    let before = truth(&rig, id);
    let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Новая заметка")]).await;
    assert_eq!(save(&rig, &review).await.unwrap().state, SaveState::Saved);
    let after = truth(&rig, id);
    assert_eq!(
        (&after["inn"], &after["contract_number"]),
        (&before["inn"], &before["contract_number"])
    );
}

#[tokio::test]
async fn a_save_leaves_requisites_notes_referrer_and_blocks_as_they_were() {
    let rig = Rig::new().await;
    for id in rig.sandbox.driver_ids() {
        let id = Id(id);
        let mut expected = truth(&rig, id);
        let review = review(
            &rig,
            id,
            vec![edit(DriverField::CarLicenseNumber, "7654321")],
        )
        .await;
        let outcome = save(&rig, &review).await.unwrap();
        assert_eq!(outcome.state, SaveState::Saved);
        assert_eq!(outcome.saved[0].after, "7654321");
        expected["car_license_number"] = "7654321".into();
        assert_eq!(truth(&rig, id), expected);
    }
}

#[tokio::test]
async fn an_email_that_the_service_hides_is_sent_and_called_unverifiable() {
    let rig = Rig::new().await;
    let id = driver(&rig, |one| one["email"] == "");
    let review = review(&rig, id, vec![edit(DriverField::Email, "new@example.com")]).await;
    assert!(!review.changes[0].before_known);
    let outcome = save(&rig, &review).await.unwrap();
    assert_eq!(outcome.state, SaveState::Saved);
    assert_eq!(outcome.unverifiable, [DriverField::Email]);
    assert_eq!(truth(&rig, id)["email"], "new@example.com");
}

#[tokio::test]
async fn a_card_changed_between_review_and_save_is_stale_and_nothing_is_sent() {
    let rig = Rig::new().await;
    let id = driver(&rig, |one| {
        one["anti_fraud_status_id"] == 1 && has_requisites(one)
    });
    let review = review(&rig, id, vec![edit(DriverField::License, "9911223344")]).await;
    saves_meanwhile(&rig, id, |update| update.anti_fraud_status_id = Id(2)).await;
    let (sent, expected) = (updates(&rig), truth(&rig, id));
    let outcome = save(&rig, &review).await.unwrap();
    assert_eq!(outcome.state, SaveState::Stale);
    assert_eq!((updates(&rig), truth(&rig, id)), (sent, expected));
    assert_eq!(
        field(&outcome.card.unwrap(), DriverField::AntiFraudStatusId).0,
        "2"
    );
    let used = save(&rig, &review).await.unwrap_err();
    assert_eq!(used.code, DeskErrorCode::ReviewExpired);
}

#[tokio::test]
async fn a_change_elsewhere_of_what_is_not_sent_survives_the_save() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Заметка")]).await;
    saves_meanwhile(&rig, id, |update| {
        update.inn = Some("500100732259".to_owned())
    })
    .await;
    assert_eq!(save(&rig, &review).await.unwrap().state, SaveState::Saved);
    assert_eq!(truth(&rig, id)["inn"], "500100732259");
}

#[tokio::test]
async fn requisites_that_vanish_from_the_answer_after_the_review_are_not_deleted() {
    let (rig, active) = retold(|profile| profile["requisites"] = Value::Null).await;
    active.store(false, Ordering::SeqCst);
    let id = driver(&rig, has_requisites);
    let expected = truth(&rig, id);
    let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    active.store(true, Ordering::SeqCst);
    assert_eq!(
        save(&rig, &review).await.unwrap_err().code,
        DeskErrorCode::RequisitesUnknown
    );
    assert_eq!((updates(&rig), truth(&rig, id)), (0, expected));
}

#[tokio::test]
async fn a_key_without_the_right_is_found_out_and_remembered() {
    let rig = Rig::of(small_park(), "demo-limited-key").await;
    let id = driver(&rig, has_requisites);
    let edits = vec![
        edit(DriverField::Phone, "+79110041892"),
        edit(DriverField::ParkNote, "Раз"),
    ];
    let review = review(&rig, id, edits).await;
    let outcome = save(&rig, &review).await.unwrap();
    assert_eq!(outcome.state, SaveState::Ignored);
    assert_eq!(outcome.ignored[0].field, DriverField::Phone);
    assert_eq!(outcome.saved[0].field, DriverField::ParkNote);
    assert_eq!(outcome.card.unwrap().ignored_before, ["phone"]);
    assert_eq!(updates(&rig), 1);
}

#[tokio::test]
async fn a_right_that_comes_back_is_no_longer_called_missing() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    // Success, and no effect.
    faults(&rig, &["updateDriver:empty"]);
    let first = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    assert_eq!(save(&rig, &first).await.unwrap().state, SaveState::Ignored);
    assert_eq!(card(&rig, id).await.ignored_before, ["park_note"]);
    faults(&rig, &[]);
    let second = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    assert_eq!(save(&rig, &second).await.unwrap().state, SaveState::Saved);
    assert!(card(&rig, id).await.ignored_before.is_empty());
}

#[tokio::test]
async fn a_value_that_the_service_writes_in_its_own_way_is_saved_and_a_third_one_is_no_missing_right()
 {
    let cases: [(Telling, SaveState); 2] = [
        (
            |profile| profile["vehicle"]["number"] = "A 123 BE 77".into(),
            SaveState::Saved,
        ),
        (
            |profile| profile["vehicle"]["number"] = "А999ВЕ77".into(),
            SaveState::Ignored,
        ),
    ];
    for (edited, state) in cases {
        let (rig, active) = retold(edited).await;
        active.store(false, Ordering::SeqCst);
        let id = driver(&rig, |one| one["car_number"] != "");
        let review = review(&rig, id, vec![edit(DriverField::CarNumber, "а123ве77")]).await;
        let outcome = save(&rig, &review).await.unwrap();
        assert_eq!(outcome.state, state);
        assert_eq!(
            outcome.ignored.len(),
            usize::from(state == SaveState::Ignored)
        );
        assert!(outcome.card.unwrap().ignored_before.is_empty());
    }
}

#[tokio::test]
async fn an_answer_lost_after_the_effect_is_saved_and_one_lost_before_it_is_not() {
    for (fault, state, note) in [
        ("updateDriver:drop/after", SaveState::Saved, "Раз"),
        ("updateDriver:504/after", SaveState::Saved, "Раз"),
        ("updateDriver:drop", SaveState::NotSaved, "Было"),
        ("updateDriver:redirect", SaveState::NotSaved, "Было"),
        ("updateDriver:bare=404", SaveState::NotSaved, "Было"),
    ] {
        let rig = Rig::new().await;
        let id = driver(&rig, has_requisites);
        saves_meanwhile(&rig, id, |update| {
            update.park_note = Some("Было".to_owned())
        })
        .await;
        let sent = updates(&rig);
        let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
        faults(&rig, &[fault]);
        let outcome = save(&rig, &review).await.unwrap();
        assert_eq!(outcome.state, state, "{fault}");
        assert_eq!(truth(&rig, id)["park_note"], note);
        assert_eq!(updates(&rig), sent + 1, "{fault}");
        assert!(outcome.trace_id.is_some() && outcome.card.is_some());
    }
}

#[tokio::test]
async fn a_save_that_cannot_be_looked_up_is_unknown_and_never_called_an_error() {
    for update in ["updateDriver:drop/after", "updateDriver:latency=0"] {
        let rig = Rig::new().await;
        let id = driver(&rig, has_requisites);
        let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
        blind_after(&rig, 1, update);
        let outcome = save(&rig, &review).await.unwrap();
        assert_eq!(outcome.state, SaveState::Unknown, "{update}");
        assert!(outcome.card.is_none());
        assert_eq!(updates(&rig), 1);
    }
}

#[tokio::test]
async fn one_look_that_shows_no_change_is_not_enough_to_call_a_lost_update_not_saved() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    blind_after(&rig, 2, "updateDriver:drop");
    let outcome = save(&rig, &review).await.unwrap();
    assert_eq!(outcome.state, SaveState::Unknown);
    assert!(outcome.card.is_some());
}

#[tokio::test]
async fn a_lost_update_of_a_hidden_field_is_unknown() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let review = review(&rig, id, vec![edit(DriverField::Email, "new@example.com")]).await;
    faults(&rig, &["updateDriver:drop/after"]);
    assert_eq!(save(&rig, &review).await.unwrap().state, SaveState::Unknown);
}

#[tokio::test]
async fn a_refusal_names_the_field_of_the_form() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let taken = driver(&rig, |one| {
        one["id"] != id.0 && one["phone"].as_str().unwrap().starts_with("+79")
    });
    let phone = truth(&rig, taken)["phone"].as_str().unwrap().to_owned();
    let review = review(&rig, id, vec![edit(DriverField::Phone, &phone)]).await;
    let error = save(&rig, &review).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::RefusedByService);
    assert_eq!(error.fields[0].field, "phone");
    assert!(error.fields[0].params["text"].contains("занят"));
    assert_ne!(truth(&rig, id)["phone"], phone);
}

#[tokio::test]
async fn a_failed_look_before_sending_keeps_the_token_good() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    faults(&rig, &["getDriver:500"]);
    assert_eq!(
        save(&rig, &review).await.unwrap_err().code,
        DeskErrorCode::ServiceDown
    );
    assert_eq!(updates(&rig), 0);
    faults(&rig, &[]);
    assert_eq!(save(&rig, &review).await.unwrap().state, SaveState::Saved);
}

/// What a draft may hold: valid values for any of these fields.
fn edits() -> impl Strategy<Value = Vec<(DriverField, String)>> {
    let field = prop::sample::select(vec![
        DriverField::LastName,
        DriverField::MiddleName,
        DriverField::Email,
        DriverField::GroupId,
        DriverField::AntiFraudStatusId,
        DriverField::ParkNote,
        DriverField::ParkComment,
        DriverField::WithdrawalForbiddenComment,
        DriverField::ContractNumber,
        DriverField::PassportIssueDate,
        DriverField::EnableCarSync,
        DriverField::CarNumber,
    ]);
    let edit = (field, "[а-я]{1,6}", 1_u8..=4).prop_map(|(field, text, number)| {
        let value = match field {
            DriverField::Email => format!("driver{number}@example.com"),
            DriverField::GroupId | DriverField::AntiFraudStatusId => number.to_string(),
            DriverField::PassportIssueDate => format!("2020-02-2{number}"),
            DriverField::EnableCarSync => (number > 2).to_string(),
            _ => text,
        };
        (field, value)
    });
    prop::collection::vec(edit, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_draft_leaves_untouched_fields_untouched(edits in edits(), place in 0_usize..60) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let rig = Rig::new().await;
            let id = Id(rig.sandbox.driver_ids()[place]);
            let before = truth(&rig, id);
            let typed = edits.iter().map(|(field, value)| edit(*field, value)).collect();
            let review = review(&rig, id, typed).await;
            if review.token.is_none() {
                assert!(review.changes.is_empty(), "{:?}", review.problems);
                return;
            }
            assert_eq!(save(&rig, &review).await.unwrap().state, SaveState::Saved);
            let after = truth(&rig, id);
            let touched: Vec<&str> = review.changes.iter().map(|change| change.field.name()).collect();
            for (name, value) in before.as_object().unwrap() {
                if !touched.contains(&name.as_str()) {
                    assert_eq!(&after[name], value, "{name}");
                }
            }
        });
    }
}
