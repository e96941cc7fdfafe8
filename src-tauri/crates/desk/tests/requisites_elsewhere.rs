//! Requisites that others change meanwhile, keys without the right to them, and answers that were lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use desk::{
    drivers::types::{DriverDraft, ReferrerEdit, SaveState},
    requisites::types::{RequisiteChangeKind, RequisiteEdit},
};
use jump::{Id, RequisiteWrite};
use rig::{Rig, colleague::saves_meanwhile, requisites::*, small_park};

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
        referrer: ReferrerEdit::Keep,
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
