//! Drivers over the demo park: what the list finds, what the card tells, what a review allows and whom it stops.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{collections::BTreeMap, time::Duration};

use desk::{
    DeskErrorCode,
    checks::CheckLevel,
    connections::types::{ConnectionEdit, KeepKey, ParkColor},
    drivers::types::{DriverField, DriversQuery, SaveState},
};
use rig::{
    FULL_KEY, Rig,
    card::{
        Telling, card, draft, driver, edit, field, has_requisites, retold, review, save, truth,
        updates,
    },
    colleague::saves_meanwhile,
    small_park,
};
use sandbox::{Options, Quirks};
use serde_json::Value;

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
async fn an_id_that_the_dictionary_lacks_is_told_as_an_id_and_not_as_another_title() {
    let (rig, _) = retold(|profile| profile["group"] = serde_json::json!({"id": 77})).await;
    let id = driver(&rig, has_requisites);
    let review = review(&rig, id, vec![edit(DriverField::GroupId, "2")]).await;
    let change = &review.changes[0];
    assert_eq!(
        (change.before.as_str(), change.before_unlisted),
        ("77", true)
    );
    assert_eq!(
        (change.after.as_str(), change.after_unlisted),
        ("Аренда", false)
    );
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
    let cases: [(Telling, &str); 2] = [
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
