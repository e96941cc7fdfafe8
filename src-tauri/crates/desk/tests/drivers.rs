//! Drivers over the demo park: what the list finds, what the card tells, and that a save changes what was reviewed and
//! nothing else, whatever the service and other people do meanwhile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use desk::{
    DeskError, DeskErrorCode,
    checks::CheckLevel,
    connections::types::{ConnectionEdit, KeepKey, ParkColor},
    drivers::types::{
        DriverCard, DriverDraft, DriverField, DriverReview, DriversQuery, FieldEdit, SaveOutcome,
        SaveState,
    },
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use jump::Id;
use proptest::prelude::*;
use rig::{FULL_KEY, Rig, colleague::saves_meanwhile, small_park};
use sandbox::{Options, Quirks};
use serde_json::Value;
use transport::{Wire, WireBody, WireError, full_body};

fn edit(field: DriverField, value: &str) -> FieldEdit {
    FieldEdit {
        field,
        value: value.to_owned(),
    }
}

fn draft(card: &DriverCard, fields: Vec<FieldEdit>) -> DriverDraft {
    DriverDraft {
        driver_id: card.profile.id,
        reading: card.reading.clone(),
        fields,
        requisites: Vec::new(),
    }
}

async fn card(rig: &Rig, id: Id) -> DriverCard {
    rig.desk.driver_card(&rig.park, id).await.unwrap()
}

async fn review(rig: &Rig, id: Id, fields: Vec<FieldEdit>) -> DriverReview {
    let card = card(rig, id).await;
    rig.desk
        .review_driver(&rig.park, draft(&card, fields))
        .await
        .unwrap()
}

async fn save(rig: &Rig, review: &DriverReview) -> Result<SaveOutcome, DeskError> {
    let token = review.token.as_deref().expect("the review gave a token");
    rig.desk
        .save_driver(&rig.park, token, BTreeMap::new())
        .await
}

fn truth(rig: &Rig, id: Id) -> Value {
    rig.sandbox.driver(id.0).unwrap()
}

/// The first driver whose truth fits.
fn driver(rig: &Rig, fits: impl Fn(&Value) -> bool) -> Id {
    let ids = rig.sandbox.driver_ids();
    let found = ids
        .into_iter()
        .find(|id| fits(&rig.sandbox.driver(*id).unwrap()));
    Id(found.expect("the park has such a driver"))
}

fn has_requisites(truth: &Value) -> bool {
    truth["requisites"].as_array().unwrap().len() > 1
}

fn field(card: &DriverCard, field: DriverField) -> (String, bool) {
    let found = card.fields.iter().find(|one| one.field == field).unwrap();
    (found.value.clone(), found.shown)
}

fn updates(rig: &Rig) -> u64 {
    rig.sandbox.calls("updateDriver")
}

fn faults(rig: &Rig, rules: &[&str]) {
    let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
    rig.sandbox.set_faults(rules);
}

/// Every reading of a profile after the first is broken, for longer than anybody tries.
fn blind_after_first_reading(rig: &Rig, update: &str) {
    let reads = (2..60).map(|nth| format!("getDriver:500@nth={nth}"));
    let rules: Vec<_> = reads.chain([update.to_owned()]).collect();
    faults(rig, &rules.iter().map(String::as_str).collect::<Vec<_>>());
}

/// Changes the profiles on their way to the desk, while `active`.
struct Retold {
    inner: Arc<dyn Wire>,
    active: Arc<AtomicBool>,
    edit: fn(&mut Value),
}

impl Wire for Retold {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
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

async fn retold(edit: fn(&mut Value)) -> (Rig, Arc<AtomicBool>) {
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

#[tokio::test]
async fn a_name_typed_in_the_wrong_layout_is_found_and_told() {
    let rig = Rig::new().await;
    let search = |text: &str| DriversQuery {
        page: 1,
        search: text.to_owned(),
        ..DriversQuery::default()
    };
    // Whoever the seed made: the name typed on the same keys in Latin.
    let keys = |name: &str| -> String {
        const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
        const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
        let pairs: Vec<_> = CYRILLIC.chars().zip(LATIN.chars()).collect();
        let latin = |c: char| pairs.iter().find(|(cyrillic, _)| *cyrillic == c).unwrap().1;
        name.to_lowercase().chars().map(latin).collect()
    };
    let id = driver(&rig, |one| {
        one["last_name"].as_str().unwrap().ends_with("ов")
    });
    let name = truth(&rig, id)["last_name"].as_str().unwrap().to_owned();
    let page = rig
        .desk
        .list_drivers(&rig.park, search(&keys(&name)))
        .await
        .unwrap();
    assert!(page.items.iter().any(|row| row.id == id));
    assert_eq!(page.searched_as, Some(name.to_lowercase()));
    let phone = truth(&rig, id)["phone"].as_str().unwrap().to_owned();
    let page = rig
        .desk
        .list_drivers(&rig.park, search(&phone))
        .await
        .unwrap();
    assert_eq!(
        page.items.iter().map(|row| row.id).collect::<Vec<_>>(),
        [id]
    );
    let page = rig
        .desk
        .list_drivers(&rig.park, search("Smith"))
        .await
        .unwrap();
    assert_eq!((page.total, page.searched_as), (0, None));
}

#[tokio::test]
async fn the_list_is_paged_by_a_hundred_and_sorted_by_the_service() {
    let rig = Rig::of(
        Options {
            drivers: 230,
            ..small_park()
        },
        FULL_KEY,
    )
    .await;
    let query = DriversQuery {
        page: 3,
        descending: true,
        ..DriversQuery::default()
    };
    let page = rig.desk.list_drivers(&rig.park, query).await.unwrap();
    assert_eq!(
        (page.total, page.page, page.last_page, page.per_page),
        (230, 3, 3, 100)
    );
    assert_eq!(page.items.len(), 30);
    assert!(page.items.windows(2).all(|pair| pair[0].id > pair[1].id));
}

#[tokio::test]
async fn the_card_shows_every_field_and_says_which_the_service_hides() {
    let rig = Rig::new().await;
    let id = driver(&rig, |one| {
        one["contract_signed_at"].is_string() && one["car_number"] != ""
    });
    let card = card(&rig, id).await;
    assert_eq!(card.fields.len(), 20);
    let truth = truth(&rig, id);
    assert_eq!(field(&card, DriverField::Phone).0, truth["phone"]);
    assert_eq!(field(&card, DriverField::Email), (String::new(), false));
    assert_eq!(
        field(&card, DriverField::CarNumber),
        (truth["car_number"].as_str().unwrap().to_owned(), true)
    );
    let signed = field(&card, DriverField::ContractSignedAt).0;
    assert!(
        truth["contract_signed_at"]
            .as_str()
            .unwrap()
            .starts_with(&signed)
            && signed.len() == 10
    );
    assert!(
        card.checks
            .iter()
            .all(|check| check.level != CheckLevel::Error)
    );
    assert_eq!(card.save_refused, None);
}

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
async fn a_draft_that_changes_nothing_cannot_be_saved() {
    let rig = Rig::new().await;
    let id = driver(&rig, |one| {
        one["phone"].as_str().unwrap().starts_with("+79")
    });
    let phone = truth(&rig, id)["phone"]
        .as_str()
        .unwrap()
        .replace("+7", "8 ");
    let review = review(&rig, id, vec![edit(DriverField::Phone, &phone)]).await;
    assert!(review.changes.is_empty() && review.problems.is_empty());
    assert_eq!(review.token, None);
}

#[tokio::test]
async fn a_mistake_keeps_the_draft_from_being_sent_and_is_named() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let edits = vec![
        edit(DriverField::Inn, "500100732258"),
        edit(DriverField::LastName, " "),
        edit(DriverField::GroupId, "99"),
        edit(DriverField::ContractSignedAt, "2099-01-01"),
        edit(DriverField::License, "AF 1234567"),
    ];
    let review = review(&rig, id, edits).await;
    let problems: Vec<_> = review
        .problems
        .iter()
        .map(|one| (one.field.as_str(), one.code.as_str()))
        .collect();
    assert_eq!(
        problems,
        [
            ("last_name", "required"),
            ("inn", "inn_checksum"),
            ("contract_signed_at", "date_future"),
            ("group_id", "not_in_dictionary"),
        ]
    );
    assert_eq!(review.problems[1].params["expected"], "59");
    assert_eq!(review.token, None);
}

#[tokio::test]
async fn a_review_tells_titles_and_phones_as_people_read_them() {
    let rig = Rig::new().await;
    let id = driver(&rig, |one| {
        one["group_id"] != 2 && one["phone"].as_str().unwrap().starts_with("+79")
    });
    let edits = vec![
        edit(DriverField::GroupId, "2"),
        edit(DriverField::Phone, "89110041892"),
    ];
    let review = review(&rig, id, edits).await;
    let after: Vec<_> = review
        .changes
        .iter()
        .map(|one| one.after.as_str())
        .collect();
    assert_eq!(after, ["+7 911 004-18-92", "Аренда"]);
    assert!(review.changes[1].before.chars().any(char::is_alphabetic));
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
async fn an_edit_that_somebody_else_made_differently_is_a_conflict_and_sends_nothing() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let card = card(&rig, id).await;
    saves_meanwhile(&rig, id, |update| {
        update.park_note = Some("Чужая заметка".to_owned());
        update.inn = Some("500100732259".to_owned());
    })
    .await;
    let sent = updates(&rig);
    let edits = vec![edit(DriverField::ParkNote, "Моя заметка")];
    let review = rig
        .desk
        .review_driver(&rig.park, draft(&card, edits.clone()))
        .await
        .unwrap();
    assert_eq!(review.conflicts.len(), 1);
    assert_eq!(review.conflicts[0].theirs, "Чужая заметка");
    assert_eq!(review.elsewhere[0].after, "500100732259");
    assert_eq!(review.token, None);
    assert_eq!(updates(&rig), sent);
    // Based on the fresh reading, the same edit is a decision.
    let again = rig
        .desk
        .review_driver(&rig.park, draft(&review.card, edits))
        .await
        .unwrap();
    assert_eq!(save(&rig, &again).await.unwrap().state, SaveState::Saved);
    assert_eq!(truth(&rig, id)["park_note"], "Моя заметка");
    assert_eq!(truth(&rig, id)["inn"], "500100732259");
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
async fn a_token_works_once_not_for_long_and_only_for_its_connection() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let other = rig
        .desk
        .add_connection(
            "Другой",
            ParkColor::Teal,
            FULL_KEY,
            "https://example.com/taxi-public/v1",
            KeepKey::ThisRun,
        )
        .await
        .unwrap();
    let first = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    let token = first.token.as_deref().unwrap();
    let foreign = rig
        .desk
        .save_driver(&other.id, token, BTreeMap::new())
        .await;
    assert_eq!(foreign.unwrap_err().code, DeskErrorCode::ReviewExpired);
    assert_eq!(save(&rig, &first).await.unwrap().state, SaveState::Saved);
    assert_eq!(
        save(&rig, &first).await.unwrap_err().code,
        DeskErrorCode::ReviewExpired
    );
    let second = review(&rig, id, vec![edit(DriverField::ParkNote, "Два")]).await;
    rig.clock.advance(Duration::from_secs(601));
    assert_eq!(
        save(&rig, &second).await.unwrap_err().code,
        DeskErrorCode::ReviewExpired
    );
    assert_eq!(updates(&rig), 1);
    assert_eq!(truth(&rig, id)["park_note"], "Раз");
}

#[tokio::test]
async fn two_clicks_at_once_send_one_update() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    let (one, other) = futures::join!(save(&rig, &review), save(&rig, &review));
    assert_ne!(one.is_ok(), other.is_ok());
    assert_eq!(updates(&rig), 1);
}

#[tokio::test]
async fn a_read_only_connection_never_writes() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    let edit = ConnectionEdit {
        name: "Парк".to_owned(),
        color: ParkColor::Teal,
        read_only: true,
    };
    rig.desk.edit_connection(&rig.park, edit).unwrap();
    assert_eq!(
        save(&rig, &review).await.unwrap_err().code,
        DeskErrorCode::ReadOnly
    );
    assert_eq!(updates(&rig), 0);
}

#[tokio::test]
async fn unknown_requisites_keep_the_card_from_being_saved() {
    let quirks = Quirks {
        requisites_unknown: true,
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
    let id = driver(&rig, has_requisites);
    let review = review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    assert_eq!(
        review.card.save_refused.as_deref(),
        Some("requisites_absent")
    );
    assert_eq!(
        (review.token, review.problems[0].code.as_str()),
        (None, "requisites_absent")
    );
    let cases: [(fn(&mut Value), &str); 2] = [
        (
            |profile| profile["requisites"][0]["id"] = Value::Null,
            "requisite_without_id",
        ),
        (
            |profile| profile["requisites"][0]["type"] = Value::Null,
            "requisite_without_type",
        ),
    ];
    for (edit, code) in cases {
        let (rig, _) = retold(edit).await;
        assert_eq!(card(&rig, id).await.save_refused.as_deref(), Some(code));
    }
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
        blind_after_first_reading(&rig, update);
        let outcome = save(&rig, &review).await.unwrap();
        assert_eq!(outcome.state, SaveState::Unknown, "{update}");
        assert!(outcome.card.is_none());
        assert_eq!(updates(&rig), 1);
    }
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

#[tokio::test]
async fn a_draft_of_a_forgotten_reading_is_not_guessed_at() {
    let rig = Rig::new().await;
    let id = driver(&rig, has_requisites);
    let first = card(&rig, id).await;
    for _ in 0..64 {
        card(&rig, id).await;
    }
    let draft = draft(&first, vec![edit(DriverField::ParkNote, "Раз")]);
    let error = rig.desk.review_driver(&rig.park, draft).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::ReviewExpired);
}

#[test]
fn checks_need_no_network_and_say_what_will_be_stored() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let rig = runtime.block_on(Rig::new());
    let edits = [
        edit(DriverField::Phone, "8 (911) 004-18-92"),
        edit(DriverField::CarNumber, "a123bc77"),
    ];
    let checks = rig.desk.check_driver(&rig.park, &edits).unwrap();
    assert_eq!(checks[0].normalised.as_deref(), Some("+79110041892"));
    assert_eq!(
        (checks[1].field.as_str(), checks[1].normalised.as_deref()),
        ("car_number", Some("А123ВС77"))
    );
    assert!(rig.sandbox.all_calls().is_empty());
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
