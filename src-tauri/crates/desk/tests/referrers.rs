//! Who invited a driver: a link that nobody touched is never cut, a cut is meant, and what reading does not show is not
//! claimed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::sync::atomic::Ordering;

use desk::{
    DeskErrorCode,
    drivers::types::{
        DriverCard, DriverDraft, DriverField, DriverReview, DriversQuery, ReferrerChange,
        ReferrerEdit, SaveState,
    },
};
use jump::{Id, Referrer};
use rig::{
    Rig,
    card::{card, draft, driver, edit, faults, field, retold, save, truth, updates},
    colleague::saves_meanwhile,
    small_park,
};
use serde_json::Value;

fn invited(rig: &Rig) -> Id {
    driver(rig, |one| !one["referrer_id"].is_null())
}

fn uninvited(rig: &Rig) -> Id {
    driver(rig, |one| one["referrer_id"].is_null())
}

fn referrer(rig: &Rig, id: Id) -> Option<i64> {
    truth(rig, id)["referrer_id"].as_i64()
}

/// Neither the driver nor whoever invited him.
fn somebody(rig: &Rig, id: Id) -> Id {
    let present = referrer(rig, id);
    driver(rig, |one| {
        one["id"] != id.0 && one["id"].as_i64() != present
    })
}

fn linking(card: &DriverCard, referrer: ReferrerEdit) -> DriverDraft {
    DriverDraft {
        referrer,
        ..draft(card, Vec::new())
    }
}

async fn review(rig: &Rig, id: Id, referrer: ReferrerEdit) -> DriverReview {
    let card = card(rig, id).await;
    let draft = linking(&card, referrer);
    rig.desk.review_driver(&rig.park, draft).await.unwrap()
}

fn ids(change: &ReferrerChange) -> (Option<i64>, Option<i64>) {
    let id = |one: &Option<desk::drivers::types::NamedDriver>| one.as_ref().map(|one| one.id.0);
    (id(&change.before), id(&change.after))
}

fn problems(review: &DriverReview) -> Vec<(&str, &str)> {
    let problems = review.problems.iter();
    problems
        .map(|one| (one.field.as_str(), one.code.as_str()))
        .collect()
}

async fn name(rig: &Rig, id: Id) -> String {
    let card = card(rig, id).await;
    let parts = [
        DriverField::LastName,
        DriverField::FirstName,
        DriverField::MiddleName,
    ];
    let parts = parts.map(|part| field(&card, part).0);
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

#[tokio::test]
async fn a_card_names_the_referrer_and_opens_without_the_name_too() {
    let rig = Rig::new().await;
    let id = invited(&rig);
    let by = Id(referrer(&rig, id).unwrap());
    // The card is read first, its referrer after it.
    faults(&rig, &["getDriver:status=403@nth=2"]);
    let nameless = card(&rig, id).await.referrer.unwrap();
    assert_eq!((nameless.id, nameless.name.as_str()), (by, ""));
    faults(&rig, &[]);
    let reads = rig.sandbox.calls("getDriver");
    card(&rig, id).await;
    assert_eq!(
        rig.sandbox.calls("getDriver"),
        reads + 1,
        "a failure is not repeated at once"
    );
    let name = name(&rig, by).await;
    let named = card(&rig, id).await;
    assert_eq!(named.referrer.unwrap().name, name);
    assert!(named.referrer_shown);
}

#[tokio::test]
async fn a_name_that_a_list_told_is_not_read_again() {
    let rig = Rig::new().await;
    let id = invited(&rig);
    let query = DriversQuery::default();
    rig.desk.list_drivers(&rig.park, query).await.unwrap();
    assert!(!card(&rig, id).await.referrer.unwrap().name.is_empty());
    assert_eq!(rig.sandbox.calls("getDriver"), 1);
}

#[tokio::test]
async fn an_untouched_link_survives_a_save_even_when_the_answer_hides_it() {
    let (rig, hiding) = retold(|profile| {
        profile.as_object_mut().unwrap().remove("referrer_id");
    })
    .await;
    let id = invited(&rig);
    let expected = referrer(&rig, id);
    for hidden in [true, false] {
        hiding.store(hidden, Ordering::SeqCst);
        let card = card(&rig, id).await;
        assert_eq!(card.referrer_shown, !hidden);
        let note = if hidden { "Раз" } else { "Два" };
        let draft = draft(&card, vec![edit(DriverField::ParkNote, note)]);
        let review = rig.desk.review_driver(&rig.park, draft).await.unwrap();
        assert_eq!(review.referrer, None);
        assert_eq!(save(&rig, &review).await.unwrap().state, SaveState::Saved);
        assert_eq!(referrer(&rig, id), expected);
    }
}

#[tokio::test]
async fn a_cut_and_a_new_link_are_told_by_name_sent_and_seen() {
    let rig = Rig::new().await;
    let id = invited(&rig);
    let (before, new) = (referrer(&rig, id), somebody(&rig, id));
    let mut expected = truth(&rig, id);
    let cut = review(&rig, id, ReferrerEdit::Cut).await;
    assert_eq!(ids(cut.referrer.as_ref().unwrap()), (before, None));
    let outcome = save(&rig, &cut).await.unwrap();
    assert_eq!(outcome.state, SaveState::Saved);
    assert_eq!(outcome.referrer_saved, cut.referrer);
    expected["referrer_id"] = Value::Null;
    assert_eq!(truth(&rig, id), expected);

    let set = review(&rig, id, ReferrerEdit::Set(new)).await;
    let told = set.referrer.clone().unwrap();
    assert_eq!(ids(&told), (None, Some(new.0)));
    assert_eq!(told.after.unwrap().name, name(&rig, new).await);
    let outcome = save(&rig, &set).await.unwrap();
    assert_eq!(outcome.referrer_saved, set.referrer);
    assert_eq!(outcome.card.unwrap().referrer.unwrap().id, new);
    expected["referrer_id"] = new.0.into();
    assert_eq!(truth(&rig, id), expected);
}

#[tokio::test]
async fn a_referrer_has_to_exist_and_be_somebody_else() {
    let rig = Rig::new().await;
    let id = uninvited(&rig);
    for (referrer, code) in [(id, "referrer_self"), (Id(1), "referrer_unknown")] {
        let review = review(&rig, id, ReferrerEdit::Set(referrer)).await;
        assert_eq!(problems(&review), [("referrer_id", code)]);
        assert_eq!(review.token, None);
    }
    let card = card(&rig, id).await;
    // A referrer who cannot be asked about is not taken for one who is not there.
    faults(&rig, &["getDriver:status=403@nth=2"]);
    let other = somebody(&rig, id);
    let asked = rig
        .desk
        .review_driver(&rig.park, linking(&card, ReferrerEdit::Set(other)));
    assert_eq!(asked.await.unwrap_err().code, DeskErrorCode::Forbidden);
}

#[tokio::test]
async fn a_link_that_is_as_wanted_already_is_no_change() {
    let rig = Rig::new().await;
    let (one, other) = (invited(&rig), uninvited(&rig));
    let present = Id(referrer(&rig, one).unwrap());
    for (id, wanted) in [
        (one, ReferrerEdit::Set(present)),
        (other, ReferrerEdit::Cut),
    ] {
        let review = review(&rig, id, wanted).await;
        assert_eq!((review.referrer, review.token), (None, None));
    }
}

#[tokio::test]
async fn a_link_that_somebody_else_changed_is_looked_at_again_before_it_is_sent() {
    let rig = Rig::new().await;
    let id = invited(&rig);
    let before = referrer(&rig, id);
    let theirs = somebody(&rig, id);
    let card = card(&rig, id).await;
    saves_meanwhile(&rig, id, |update| update.referrer = Referrer::Set(theirs)).await;
    let sent = updates(&rig);
    let conflict = rig
        .desk
        .review_driver(&rig.park, linking(&card, ReferrerEdit::Cut));
    let conflict = conflict.await.unwrap();
    let told = conflict.referrer.as_ref().unwrap();
    assert!(told.elsewhere);
    assert_eq!(ids(told), (Some(theirs.0), None));
    assert_eq!((conflict.token, updates(&rig)), (None, sent));

    // Untouched here, it is only told, and kept as they made it.
    let note = draft(&card, vec![edit(DriverField::ParkNote, "Раз")]);
    let kept = rig.desk.review_driver(&rig.park, note).await.unwrap();
    let told = kept.referrer.as_ref().unwrap();
    assert!(told.elsewhere);
    assert_eq!(ids(told), (before, Some(theirs.0)));
    assert_eq!(save(&rig, &kept).await.unwrap().state, SaveState::Saved);
    assert_eq!(referrer(&rig, id), Some(theirs.0));

    // Based on the fresh reading, the same wish is a decision.
    let again = linking(&conflict.card, ReferrerEdit::Cut);
    let again = rig.desk.review_driver(&rig.park, again).await.unwrap();
    assert_eq!(save(&rig, &again).await.unwrap().state, SaveState::Saved);
    assert_eq!(referrer(&rig, id), None);
}

#[tokio::test]
async fn a_link_changed_between_review_and_save_is_stale_only_if_it_would_be_sent() {
    let rig = Rig::new().await;
    let id = invited(&rig);
    let theirs = somebody(&rig, id);
    let cut = review(&rig, id, ReferrerEdit::Cut).await;
    saves_meanwhile(&rig, id, |update| update.referrer = Referrer::Set(theirs)).await;
    let sent = updates(&rig);
    assert_eq!(save(&rig, &cut).await.unwrap().state, SaveState::Stale);
    assert_eq!((updates(&rig), referrer(&rig, id)), (sent, Some(theirs.0)));
    let note = rig::card::review(&rig, id, vec![edit(DriverField::ParkNote, "Раз")]).await;
    saves_meanwhile(&rig, id, |update| update.referrer = Referrer::Cut).await;
    assert_eq!(save(&rig, &note).await.unwrap().state, SaveState::Saved);
    assert_eq!(referrer(&rig, id), None);
}

#[tokio::test]
async fn a_link_that_was_ignored_or_is_hidden_is_never_called_saved() {
    let rig = Rig::of(small_park(), rig::FULL_KEY).await;
    let id = invited(&rig);
    faults(&rig, &["updateDriver:empty"]);
    let cut = review(&rig, id, ReferrerEdit::Cut).await;
    let outcome = save(&rig, &cut).await.unwrap();
    assert_eq!(outcome.state, SaveState::Ignored);
    assert_eq!(outcome.referrer_ignored, cut.referrer);
    assert_eq!(outcome.referrer_saved, None);
    assert_eq!(card(&rig, id).await.ignored_before, ["referrer_id"]);

    let (rig, _) = retold(|profile| {
        profile.as_object_mut().unwrap().remove("referrer_id");
    })
    .await;
    let id = invited(&rig);
    let cut = review(&rig, id, ReferrerEdit::Cut).await;
    let outcome = save(&rig, &cut).await.unwrap();
    assert_eq!(outcome.referrer_unverifiable, cut.referrer);
    assert_eq!(
        (outcome.referrer_saved, outcome.referrer_ignored),
        (None, None)
    );
    assert_eq!(referrer(&rig, id), None);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_the_link_that_is_read() {
    for (fault, state) in [
        ("updateDriver:drop/after", SaveState::Saved),
        ("updateDriver:drop", SaveState::NotSaved),
    ] {
        let rig = Rig::new().await;
        let id = invited(&rig);
        let cut = review(&rig, id, ReferrerEdit::Cut).await;
        faults(&rig, &[fault]);
        let outcome = save(&rig, &cut).await.unwrap();
        assert_eq!(outcome.state, state, "{fault}");
        assert_eq!(referrer(&rig, id).is_none(), state == SaveState::Saved);
    }
}
