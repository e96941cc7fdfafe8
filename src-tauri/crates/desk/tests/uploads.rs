//! Files sent to an application of the demo park: what arrives, what is refused, what is shown afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod upload_bench;

use std::fs;

use desk::{
    DeskErrorCode,
    connections::types::{ConnectionEdit, KeepKey, ParkColor},
    uploads::types::{FileToken, UploadPhase, Verification},
};
use jump::Id;
use rig::{FULL_KEY, Rig, small_park};
use sandbox::Quirks;
use upload_bench::{Bench, item};

#[tokio::test]
async fn bytes_and_cyrillic_name_arrive_as_they_are_and_the_original_stays() {
    let bench = Bench::new().await;
    let path = bench.scan("Паспорт — разворот №1.jpg", "один");
    let original = fs::read(&path).unwrap();
    let touched = fs::metadata(&path).unwrap().modified().unwrap();
    let upload = bench.send(vec![path.clone()]).await.remove(0);

    let arrived = bench.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].name, "Паспорт — разворот №1.jpg");
    assert!(arrived[0].bytes == original, "the bytes differ");
    assert_eq!(upload.phase, UploadPhase::Done);
    assert_eq!(upload.verification, Some(Verification::SameBytes));
    assert_eq!(upload.file_id, Some(Id(arrived[0].id)));
    assert_eq!(upload.sha256, arrived[0].sha256);
    assert_eq!(upload.sent, upload.bytes);
    assert_eq!(
        arrived[0].document, None,
        "no undocumented field is sent unasked"
    );
    assert!(fs::read(&path).unwrap() == original);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), touched);
}

#[tokio::test]
async fn what_the_service_would_not_take_is_refused_with_its_reason() {
    let bench = Bench::new().await;
    bench.settings(|documents| {
        documents.max_megabytes = 1;
        documents.pdf = false;
    });
    let mut large = bench.photo.clone();
    large.resize(1024 * 1024 + 1, 0);
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic and the rest";
    let cut = &bench.photo[..bench.photo.len() / 2];
    let files = bench
        .grant(vec![
            bench.file("large.jpg", &large),
            bench.file("iphone.jpg", heic),
            bench.file("text.jpg", "Это не фотография".as_bytes()),
            bench.file("scan.pdf", b"%PDF-1.4\n%%EOF\n"),
            bench.file("empty.jpg", b""),
            bench.file("cut.jpg", cut),
            bench.folder.path().to_owned(),
            bench.folder.path().join("gone.jpg"),
        ])
        .await;
    let told: Vec<_> = files
        .iter()
        .map(|file| (file.kind.as_str(), file.refused.as_deref().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("jpeg", "too_large"),
            ("heic", "heic"),
            ("other", "wrong_kind"),
            ("pdf", "wrong_kind"),
            ("other", "empty"),
            ("jpeg", "damaged"),
            ("other", "not_a_file"),
            ("other", "unreadable"),
        ]
    );
    assert_eq!(files[0].refused_params["megabytes"], "1.1");
    assert_eq!(files[0].refused_params["limit"], "1");
    assert_eq!(files[2].refused_params["found"], "text");
    assert_eq!(files[3].refused_params["found"], "pdf");

    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    for file in &files {
        let items = vec![item(&file.token, "3")];
        let error = desk.start_uploads(park, bench.application, items).await;
        let error = error.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::FileRefused);
        assert_eq!(error.params.get("reason"), file.refused.as_ref());
    }
    assert_eq!(bench.uploads_seen(), 0);
}

#[tokio::test]
async fn a_file_the_user_did_not_give_cannot_be_sent() {
    let bench = Bench::new().await;
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let address = "http://127.0.0.1:9/taxi-public/v1";
    let other = desk
        .add_connection(
            "Второй",
            ParkColor::Teal,
            FULL_KEY,
            address,
            KeepKey::ThisRun,
        )
        .await
        .unwrap();
    let file = bench.grant(vec![bench.scan("a.jpg", "a")]).await.remove(0);
    let path = bench.folder.path().join("a.jpg").display().to_string();
    let send = async |connection, token| {
        let items = vec![item(&file.token, "3"), item(&token, "3")];
        let sent = desk.start_uploads(connection, bench.application, items);
        sent.await.unwrap_err().code
    };
    let not_granted = DeskErrorCode::FileNotGranted;
    assert_eq!(
        send(park, FileToken("id-999".to_owned())).await,
        not_granted
    );
    assert_eq!(send(park, FileToken(path)).await, not_granted);
    assert_eq!(send(&other.id, file.token.clone()).await, not_granted);
    desk.revoke_file(&file.token);
    assert_eq!(send(park, file.token.clone()).await, not_granted);
    assert!(desk.uploads(park, None).is_empty(), "all or none");
    assert_eq!(bench.uploads_seen(), 0);
}

#[tokio::test]
async fn a_whole_folder_by_mistake_is_not_read() {
    let bench = Bench::new().await;
    let paths = vec![bench.scan("a.jpg", "a"); 51];
    let error = bench.rig.desk.grant_files(&bench.rig.park, paths).await;
    let error = error.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::FileRefused);
    assert_eq!(error.params["reason"], "too_many");
}

#[tokio::test]
async fn a_read_only_connection_sends_nothing() {
    let bench = Bench::new().await;
    bench.faults(&["uploadApplicationFile:status=422"]);
    let failed = bench.send(vec![bench.scan("a.jpg", "a")]).await.remove(0);
    let file = bench.grant(vec![bench.scan("b.jpg", "b")]).await.remove(0);
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let edit = ConnectionEdit {
        name: "Парк".to_owned(),
        color: ParkColor::Ochre,
        read_only: true,
    };
    desk.edit_connection(park, edit).unwrap();
    let items = vec![item(&file.token, "3")];
    let started = desk.start_uploads(park, bench.application, items).await;
    assert_eq!(started.unwrap_err().code, DeskErrorCode::ReadOnly);
    let repeated = desk.retry_upload(&failed.id);
    assert_eq!(repeated.unwrap_err().code, DeskErrorCode::ReadOnly);
    assert_eq!(bench.uploads_seen(), 1);
}

#[tokio::test]
async fn three_are_sent_at_a_time_and_in_order() {
    let bench = Bench::new().await;
    bench.faults(&["uploadApplicationFile:latency=20ms"]);
    let names: Vec<String> = (0..8).map(|number| format!("{number}.jpg")).collect();
    let paths = names.iter().map(|name| bench.scan(name, name)).collect();
    let files = bench.grant(paths).await;
    bench.start(&files, "3").await;
    assert_eq!(bench.rig.desk.uploads_under_way(None), 8);
    let views = bench.settled().await;
    assert!(views.iter().all(|one| one.phase == UploadPhase::Done));
    assert_eq!(bench.rig.sandbox.max_in_flight(), 3);
    assert_eq!(bench.names_in_order_of_sending(), names);
    let arrived = bench.arrived();
    for view in &views {
        let own = arrived.iter().find(|one| view.file_id == Some(Id(one.id)));
        assert_eq!(own.unwrap().name, view.name);
    }
    for view in views {
        bench.rig.desk.dismiss_upload(&view.id);
    }
    assert!(bench.rig.desk.uploads(&bench.rig.park, None).is_empty());
}

#[tokio::test]
async fn pictures_that_the_service_encodes_again_are_told_as_changed_each_with_its_own_file() {
    let bench = Bench::of(Quirks {
        reencode_uploads: true,
        ..Quirks::default()
    })
    .await;
    let paths = vec![bench.scan("права.jpg", "1"), bench.scan("паспорт.jpg", "2")];
    let views = bench.send(paths).await;
    let arrived = bench.arrived();
    for view in views {
        assert_eq!(view.verification, Some(Verification::ChangedByService));
        let own = arrived.iter().find(|one| view.file_id == Some(Id(one.id)));
        let own = own.unwrap();
        assert_eq!(own.name, view.name);
        assert_ne!(own.sha256, view.sha256);
    }
}

#[tokio::test]
async fn a_file_that_the_service_does_not_show_is_sent_but_not_called_verified() {
    let bench = Bench::of(Quirks {
        hide_uploads: true,
        ..Quirks::default()
    })
    .await;
    let upload = bench.send(vec![bench.scan("a.jpg", "a")]).await.remove(0);
    assert_eq!(upload.phase, UploadPhase::Done);
    assert_eq!(upload.verification, Some(Verification::Unverifiable));
    assert_eq!(upload.file_id, None);
    assert_eq!(bench.uploads_seen(), 1);
}

#[tokio::test]
async fn an_upload_that_was_ignored_never_takes_its_neighbours_file() {
    for reencode_uploads in [false, true] {
        let bench = Bench::of(Quirks {
            reencode_uploads,
            ..Quirks::default()
        })
        .await;
        // Success is answered, and the first file is thrown away.
        bench.faults(&["uploadApplicationFile:empty@nth=1", "reads:latency=3ms"]);
        let paths = vec![bench.scan("a.jpg", "a"), bench.scan("b.jpg", "b")];
        let views = bench.send(paths).await;
        let arrived = bench.arrived();
        assert_eq!(arrived.len(), 1);
        for view in views {
            let own = (view.name == arrived[0].name).then_some(Id(arrived[0].id));
            assert_eq!(view.file_id, own);
            let nothing = view.verification == Some(Verification::Unverifiable);
            assert_eq!(nothing, own.is_none());
        }
    }
}

#[tokio::test]
async fn a_key_without_the_right_never_reads_as_a_verified_upload() {
    let bench = Bench::over(Rig::of(small_park(), "demo-readonly-key").await);
    let upload = bench.send(vec![bench.scan("a.jpg", "a")]).await.remove(0);
    assert_eq!(upload.verification, Some(Verification::Unverifiable));
    assert!(bench.arrived().is_empty());
}

#[tokio::test]
async fn identical_files_side_by_side_never_share_one_id() {
    let bench = Bench::new().await;
    bench.faults(&["reads:latency=3ms"]);
    let paths = (0..3).map(|number| {
        let folder = number.to_string();
        fs::create_dir(bench.folder.path().join(&folder)).unwrap();
        bench.scan(&format!("{folder}/a.jpg"), "same")
    });
    let views = bench.send(paths.collect()).await;
    let mut ids: Vec<_> = views.iter().map(|one| one.file_id.unwrap()).collect();
    ids.sort();
    let arrived: Vec<_> = bench.arrived().iter().map(|one| Id(one.id)).collect();
    assert_eq!(ids, arrived);
}

#[tokio::test]
async fn a_file_that_changed_after_it_was_shown_is_not_sent() {
    let bench = Bench::new().await;
    let paths = vec![bench.scan("a.jpg", "before"), bench.scan("b.jpg", "b")];
    let files = bench.grant(paths.clone()).await;
    bench.scan("a.jpg", "after!");
    fs::remove_file(&paths[1]).unwrap();
    bench.start(&files, "3").await;
    let views = bench.settled().await;
    for (view, reason) in views.iter().zip(["changed", "gone"]) {
        assert_eq!(view.phase, UploadPhase::Failed);
        let error = view.error.as_ref().unwrap();
        assert_eq!(error.code, DeskErrorCode::FileUnreadable);
        assert_eq!(error.params["reason"], reason);
    }
    assert_eq!(bench.uploads_seen(), 0);
}

#[tokio::test]
async fn the_documents_type_goes_in_the_field_that_the_connection_names() {
    let bench = Bench::new().await;
    bench.settings(|documents| documents.type_field = Some("document_type_id".to_owned()));
    bench.send(vec![bench.scan("a.jpg", "a")]).await;
    assert_eq!(bench.arrived()[0].document, Some(3));
}

#[tokio::test]
async fn the_slot_that_the_service_forgets_is_remembered() {
    let bench = Bench::new().await;
    let file = bench.grant(vec![bench.scan("a.jpg", "a")]).await;
    bench.start(&file, "5").await;
    let upload = bench.settled().await.remove(0);
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let shown = desk
        .application_desk(park, bench.application)
        .await
        .unwrap();
    let slot = shown.slots.iter().find(|slot| slot.code == "5").unwrap();
    let ours: Vec<_> = slot.files.iter().filter(|one| one.by_our_record).collect();
    assert_eq!(ours.len(), 1);
    assert_eq!(ours[0].file.id, upload.file_id);
    assert!(shown.other_files.iter().all(|one| one.id != upload.file_id));
}
