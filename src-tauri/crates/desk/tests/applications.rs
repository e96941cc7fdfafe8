//! The list of applications, its counters, and the desk of one application.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use desk::{
    applications::{
        book::types::{ApplicationRow, ApplicationsFilter},
        types::ApplicationDesk,
    },
    registers::types::RegisterState,
};
use jump::Id;
use rig::{Rig, register::settled};
use sandbox::FileTruth;

fn of_direction(slug: &str) -> ApplicationsFilter {
    ApplicationsFilter {
        directions: vec![slug.to_owned()],
        ..ApplicationsFilter::default()
    }
}

/// The register of these filters.
struct Listed {
    state: RegisterState,
    rows: Vec<ApplicationRow>,
}

async fn listed(rig: &Rig, filter: ApplicationsFilter) -> Listed {
    let opened = rig.desk.open_applications(&rig.park, filter).await.unwrap();
    let state = settled(rig, &opened.handle).await;
    let window = rig.desk.applications_window(&opened.handle, 0, 500);
    Listed {
        rows: window.unwrap().rows,
        state,
    }
}

fn total(listed: &Listed) -> u32 {
    listed.state.total.unwrap()
}

async fn first_of_direction(rig: &Rig, slug: &str) -> ApplicationDesk {
    let page = listed(rig, of_direction(slug)).await;
    let id = page.rows[0].id;
    rig.desk.application_desk(&rig.park, id).await.unwrap()
}

fn codes(desk: &ApplicationDesk) -> Vec<&str> {
    desk.slots.iter().map(|slot| slot.code.as_str()).collect()
}

#[tokio::test]
async fn counters_follow_the_search_and_directions_and_never_the_chosen_status() {
    let rig = Rig::new().await;
    let counted = async |filter| {
        rig.desk
            .count_applications(&rig.park, filter)
            .await
            .unwrap()
    };
    let chosen = ApplicationsFilter {
        statuses: vec!["draft".to_owned()],
        ..of_direction("taxi")
    };
    let counts = counted(chosen.clone()).await;
    assert_eq!(counts, counted(of_direction("taxi")).await);
    assert_ne!(counts, counted(ApplicationsFilter::default()).await);
    let sum: u32 = counts.iter().map(|one| one.count).sum();
    assert_eq!(sum, total(&listed(&rig, of_direction("taxi")).await));
    let drafts = counts.iter().find(|one| one.status == "draft").unwrap();
    assert_eq!(drafts.count, total(&listed(&rig, chosen).await));

    let name = listed(&rig, ApplicationsFilter::default())
        .await
        .rows
        .remove(0)
        .name;
    let searched = ApplicationsFilter {
        search: format!("  {name} "),
        ..ApplicationsFilter::default()
    };
    let counts = counted(searched.clone()).await;
    let sum: u32 = counts.iter().map(|one| one.count).sum();
    assert!((1..120).contains(&sum));
    assert_eq!(sum, total(&listed(&rig, searched).await));
}

#[tokio::test]
async fn a_name_typed_in_the_wrong_layout_is_found_and_told() {
    let rig = Rig::new().await;
    let searched = |search: &str| ApplicationsFilter {
        search: search.to_owned(),
        ..ApplicationsFilter::default()
    };
    let right = listed(&rig, searched("иванов")).await;
    let wrong = listed(&rig, searched("bdfyjd")).await;
    assert!(total(&right) > 0);
    assert_eq!(total(&wrong), total(&right));
    assert_eq!(right.state.found_as, None);
    assert_eq!(wrong.state.found_as.as_deref(), Some("иванов"));
    let counted = rig.desk.count_applications(&rig.park, searched("bdfyjd"));
    let sum: u32 = counted.await.unwrap().iter().map(|one| one.count).sum();
    assert_eq!(sum, total(&right));
}

#[tokio::test]
async fn walking_courier_is_not_asked_for_a_driving_licence() {
    let rig = Rig::new().await;
    let shown = first_of_direction(&rig, "walking_courier").await;
    assert_eq!(codes(&shown), ["3", "4", "5"]);
    assert!(!shown.profession_unknown);
}

#[tokio::test]
async fn while_the_profession_is_unknown_every_type_is_offered() {
    let rig = Rig::new().await;
    let shown = first_of_direction(&rig, "undefined").await;
    assert_eq!(codes(&shown), ["1", "2", "3", "4", "5", "6", "7"]);
    assert!(shown.profession_unknown);
}

#[tokio::test]
async fn no_file_of_the_application_is_left_out() {
    let rig = Rig::new().await;
    for id in rig.sandbox.application_ids() {
        let shown = rig.desk.application_desk(&rig.park, Id(id)).await.unwrap();
        let in_slots = shown.slots.iter().map(|slot| slot.files.len());
        let all = in_slots.sum::<usize>() + shown.other_files.len();
        assert_eq!(all, rig.sandbox.application_files(id).len());
    }
}

fn seeded(rig: &Rig, extension: &str) -> (Id, FileTruth) {
    let applications = rig.sandbox.application_ids().into_iter();
    applications
        .flat_map(|id| {
            let files = rig.sandbox.application_files(id).into_iter();
            files.map(move |file| (Id(id), file))
        })
        .find(|(_, file)| file.name.ends_with(extension))
        .unwrap()
}

#[tokio::test]
async fn a_scan_looked_at_again_is_not_fetched_again() {
    let rig = Rig::new().await;
    let (application, file) = seeded(&rig, ".jpg");
    let look = async || {
        let preview = rig.desk.file_preview(&rig.park, application, Id(file.id));
        preview.await.unwrap()
    };
    let preview = look().await;
    assert_eq!(preview.kind, "jpeg");
    assert_eq!(preview.sha256, file.sha256);
    assert_eq!(preview.bytes as usize, file.bytes.len());
    let small = preview.thumbnail.clone().unwrap();
    assert!(small.starts_with("data:image/jpeg;base64,/9j/"), "{small}");
    assert!(small.len() < file.bytes.len() * 4);
    assert_eq!(look().await, preview);
    assert_eq!(rig.sandbox.calls("downloadApplicationFile"), 1);
}

#[tokio::test]
async fn a_pdf_has_a_kind_and_no_picture() {
    let rig = Rig::new().await;
    let (application, file) = seeded(&rig, ".pdf");
    let preview = rig.desk.file_preview(&rig.park, application, Id(file.id));
    let preview = preview.await.unwrap();
    assert_eq!(preview.kind, "pdf");
    assert_eq!(preview.thumbnail, None);
}
