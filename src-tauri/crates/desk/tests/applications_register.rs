//! The register of applications over the demo park: whole, as the park has them, filtered and searched by the service.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use desk::{
    applications::book::types::{ApplicationRow, ApplicationsFilter},
    registers::types::{
        Narrowing, RegisterHandle, RegisterName, RegisterPhase, RegisterState, ValueFilter,
    },
};
use jump::{Id, Reference};
use rig::{
    FULL_KEY, Rig,
    register::{every_row, faults, meddled_rig, settled},
    small_park,
};
use sandbox::Options;
use serde_json::Value;

/// Three pages.
fn park() -> Options {
    Options {
        applications: 500,
        couriers: Some(0),
        payments: 0,
        ..small_park()
    }
}

fn all() -> ApplicationsFilter {
    ApplicationsFilter::default()
}

async fn collected(rig: &Rig, filter: ApplicationsFilter) -> RegisterState {
    let opened = rig.desk.open_applications(&rig.park, filter).await.unwrap();
    settled(rig, &opened.handle).await
}

fn rows(rig: &Rig, handle: &RegisterHandle) -> Vec<ApplicationRow> {
    every_row(|from, count| rig.desk.applications_window(handle, from, count))
}

/// Ascending.
fn ids(rig: &Rig, handle: &RegisterHandle) -> Vec<i64> {
    let rows = rows(rig, handle);
    let mut ids: Vec<i64> = rows.iter().map(|row| row.id.get()).collect();
    ids.sort_unstable();
    ids
}

/// As the park itself has it.
fn truth(rig: &Rig, id: i64) -> ApplicationRow {
    let truth = rig.sandbox.application(id).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let person = &truth["person_info"];
    let parts = ["last_name", "first_name", "middle_name"].map(|key| person[key].as_str());
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    let status = &truth["status"];
    ApplicationRow {
        id: Id(id),
        name: parts.join(" "),
        phone: text(&truth["phone"]).unwrap().replace('+', ""),
        date: text(&truth["date"]),
        status: Some(Reference {
            id: status["id"].as_i64().map(Id),
            slug: text(&status["slug"]),
            title: text(&status["title"]),
        }),
    }
}

#[tokio::test]
async fn five_hundred_applications_are_all_there_once_and_as_the_park_has_them() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let state = collected(&rig, all()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!(state.register, RegisterName::Applications);
    assert_eq!((state.received, state.total), (500, Some(500)));
    assert_eq!(rig.sandbox.calls("listApplications"), 3 + 2);
    assert_eq!(rig.sandbox.calls("countApplications"), 0);
    assert_eq!(ids(&rig, &state.handle), rig.sandbox.application_ids());
    let rows = rows(&rig, &state.handle);
    for row in &rows {
        assert_eq!(*row, truth(&rig, row.id.get()));
    }
    let newest_first = |one: &ApplicationRow, next: &ApplicationRow| one.date >= next.date;
    assert!(rows.is_sorted_by(newest_first));
    assert!(rows.iter().any(|row| row.name.is_empty()));
}

#[tokio::test]
async fn statuses_and_directions_find_those_they_name_and_no_other() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let slugs = |slugs: &[&str]| slugs.iter().map(|slug| (*slug).to_owned()).collect();
    let of = |status, direction| rig.sandbox.application_ids_of(status, direction);
    let cases = [
        (slugs(&["draft"]), slugs(&[]), of(Some("draft"), None)),
        (
            slugs(&[]),
            slugs(&["undefined"]),
            of(None, Some("undefined")),
        ),
        (
            slugs(&["not_processed"]),
            slugs(&["taxi"]),
            of(Some("not_processed"), Some("taxi")),
        ),
        (slugs(&["register", "filled"]), slugs(&[]), {
            let mut both = of(Some("register"), None);
            both.extend(of(Some("filled"), None));
            both.sort_unstable();
            both
        }),
    ];
    for (statuses, directions, expected) in cases {
        let filter = ApplicationsFilter {
            statuses,
            directions,
            search: String::new(),
        };
        let state = collected(&rig, filter.clone()).await;
        assert_eq!(state.phase, RegisterPhase::Complete);
        assert_eq!(ids(&rig, &state.handle), expected, "{filter:?}");
        assert!(!expected.is_empty() && expected.len() < 500, "{filter:?}");
    }
}

#[tokio::test]
async fn a_name_in_the_wrong_layout_is_searched_for_as_its_counters_are() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let named = |id: &i64| truth(&rig, *id).name.to_lowercase().contains("иванов");
    let all_ids = rig.sandbox.application_ids();
    let ivanov: Vec<i64> = all_ids.into_iter().filter(named).collect();
    assert!(!ivanov.is_empty());
    for (search, told) in [("иванов", None), (" Bdfyjd ", Some("Иванов"))] {
        let filter = ApplicationsFilter {
            search: search.to_owned(),
            ..all()
        };
        let state = collected(&rig, filter).await;
        assert_eq!(ids(&rig, &state.handle), ivanov, "{search}");
        assert_eq!(state.found_as.as_deref(), told);
    }
    // No status of its own changes what is searched for: each is the part of the whole that its counter tells.
    let counted = ApplicationsFilter {
        search: "bdfyjd".to_owned(),
        ..ApplicationsFilter::default()
    };
    let counts = rig.desk.count_applications(&rig.park, counted).await;
    for one in counts.unwrap() {
        let filter = ApplicationsFilter {
            search: "bdfyjd".to_owned(),
            statuses: vec![one.status.clone()],
            ..all()
        };
        let state = collected(&rig, filter).await;
        assert_eq!(state.total, Some(one.count), "{}", one.status);
    }
}

#[tokio::test]
async fn applications_that_come_while_it_is_read_are_in_it() {
    let rig = Rig::of(park(), FULL_KEY).await;
    faults(&rig.sandbox, &["listApplications:insert=2@page=2"]);
    let state = collected(&rig, all()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!((state.received, state.total), (502, Some(502)));
    assert_eq!(ids(&rig, &state.handle), rig.sandbox.application_ids());
}

#[tokio::test]
async fn a_status_that_changes_while_it_is_read_moves_nobody() {
    let (rig, meddling) = meddled_rig(park()).await;
    let sandbox = rig.sandbox.clone();
    let newest = sandbox.application_ids().pop().unwrap();
    *meddling.lock() = Some(Box::new(move |request| {
        let slug = ["draft", "rejected"][request % 2];
        assert!(sandbox.set_application_status(newest, slug));
    }));
    let state = collected(&rig, all()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!(ids(&rig, &state.handle), rig.sandbox.application_ids());
    assert_eq!(rig.sandbox.calls("listApplications"), 3 + 2);
}

#[tokio::test]
async fn statuses_that_share_a_title_are_never_taken_for_one() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let state = collected(&rig, all()).await;
    let groups = rig.desk.register_groups(&state.handle, "status").unwrap();
    let alike = groups.iter().filter(|one| one.title == "Регистрируется");
    assert_eq!(alike.count(), 2);
    for slug in ["register", "filled"] {
        let expected = rig.sandbox.application_ids_of(Some(slug), None);
        let first = Id(expected[0]);
        let value = rig.desk.register_value(&state.handle, first, "status");
        let values: Vec<ValueFilter> = vec![value.unwrap()];
        let narrowing = Narrowing {
            values,
            ..Narrowing::default()
        };
        let state = rig.desk.narrow_register(&state.handle, narrowing).unwrap();
        assert_eq!(state.shown as usize, expected.len());
        assert_eq!(ids(&rig, &state.handle), expected, "{slug}");
    }
}
