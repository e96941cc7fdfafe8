//! Files of the service looked at whole and written to a folder: upright, unchanged, and never over another file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use desk::{
    DeskErrorCode,
    applications::types::{FileView, SavedFiles},
};
use jump::{FileUpload, Id};
use rig::{Rig, colleague::colleague};
use sandbox::FileTruth;
use tempfile::TempDir;

struct Bench {
    rig: Rig,
    folder: TempDir,
    application: Id,
}

impl Bench {
    /// An application with at least three files.
    async fn new() -> Self {
        let rig = Rig::new().await;
        let ids = rig.sandbox.application_ids().into_iter();
        let many = |id: &i64| rig.sandbox.application_files(*id).len() >= 3;
        let application = Id(ids.clone().find(many).unwrap());
        Self {
            folder: tempfile::tempdir().unwrap(),
            application,
            rig,
        }
    }

    fn files(&self) -> Vec<FileTruth> {
        self.rig.sandbox.application_files(self.application.0)
    }

    /// A colleague uploads it; its id.
    async fn uploaded(&self, name: &str, bytes: &[u8]) -> Id {
        let upload = FileUpload::from_bytes(name, "image/jpeg", Bytes::copy_from_slice(bytes));
        let jump = colleague(&self.rig);
        let nobody = std::sync::Arc::new(|_| {});
        jump.upload_application_file(self.application, upload, nobody)
            .await
            .unwrap();
        Id(self.files().last().unwrap().id)
    }

    async fn view(&self, file: Id) -> FileView {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        desk.view_file(park, self.application, file).await.unwrap()
    }

    async fn save(&self, files: &[Id]) -> SavedFiles {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        let saving = desk.save_files(park, self.application, files, self.folder.path());
        saving.await.unwrap()
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        listed(self.folder.path())
    }

    /// A seeded photo of any application.
    fn photo(&self) -> Vec<u8> {
        let ids = self.rig.sandbox.application_ids().into_iter();
        let mut files = ids.flat_map(|id| self.rig.sandbox.application_files(id));
        let photo = files.find(|file| file.bytes.starts_with(b"\xFF\xD8"));
        photo.unwrap().bytes.to_vec()
    }
}

fn listed(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The photo as a camera held on its side writes it.
fn lying(photo: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&photo[..2], &[0xFF, 0xE1], &length, &exif, &photo[2..]].concat()
}

fn unpacked(url: &str) -> (&str, Vec<u8>) {
    let (head, body) = url.split_once(',').unwrap();
    (head, STANDARD.decode(body).unwrap())
}

#[tokio::test]
async fn an_upright_photo_is_shown_byte_for_byte_and_a_lying_one_is_turned() {
    let bench = Bench::new().await;
    let photo = bench.photo();
    let straight = bench.uploaded("прямо.jpg", &photo).await;
    let straight = bench.view(straight).await;
    let (head, shown) = unpacked(straight.url.as_ref().unwrap());
    assert_eq!(head, "data:image/jpeg;base64");
    assert_eq!(shown, photo);
    assert_eq!(
        (straight.kind.as_str(), straight.name.as_str()),
        ("jpeg", "прямо.jpg")
    );

    let original = lying(&photo);
    let turned = bench.uploaded("набок.jpg", &original).await;
    let turned = bench.view(turned).await;
    assert_eq!(
        (turned.width, turned.height),
        (straight.height, straight.width)
    );
    assert_eq!(
        turned.sha256,
        bench.files().last().unwrap().sha256,
        "of the original"
    );
    let (_, shown) = unpacked(turned.url.as_ref().unwrap());
    let again = documents::upright(&shown, 4096).unwrap();
    assert_eq!(
        again.redrawn, None,
        "turned once, and not once more by the window"
    );
    assert_eq!(
        (Some(again.width), Some(again.height)),
        (turned.width, turned.height)
    );
}

#[tokio::test]
async fn a_pdf_comes_whole_and_what_is_neither_comes_with_neither() {
    let bench = Bench::new().await;
    let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    let view = bench.uploaded("скан.jpg", pdf).await;
    let view = bench.view(view).await;
    assert_eq!(view.kind, "pdf");
    assert_eq!(STANDARD.decode(view.pdf.unwrap()).unwrap(), pdf);
    assert_eq!(view.url, None);
}

#[tokio::test]
async fn original_bytes_are_written_and_a_taken_name_gets_a_number() {
    let bench = Bench::new().await;
    let photo = bench.photo();
    let original = lying(&photo);
    let first = bench.uploaded("Паспорт.jpg", &original).await;
    let second = bench.uploaded("Паспорт.jpg", &photo).await;
    fs::write(bench.folder.path().join("Паспорт.jpg"), b"mine").unwrap();

    let saved = bench.save(&[first, second]).await;
    assert_eq!(saved.files, ["Паспорт (2).jpg", "Паспорт (3).jpg"]);
    assert!(saved.failed.is_empty());
    assert_eq!(
        Some(saved.folder.as_str()),
        bench.folder.path().file_name().unwrap().to_str()
    );
    assert_eq!(bench.read("Паспорт.jpg"), b"mine");
    assert_eq!(bench.read("Паспорт (2).jpg"), original);
    assert_eq!(bench.read("Паспорт (3).jpg"), photo);
    assert_eq!(bench.names().len(), 3);
}

#[tokio::test]
async fn a_name_from_a_phone_cannot_leave_the_folder() {
    let bench = Bench::new().await;
    let photo = bench.photo();
    let mut ids = Vec::new();
    for name in ["..\\..\\boot.jpg", "CON", "скан"] {
        ids.push(bench.uploaded(name, &photo).await);
    }
    let saved = bench.save(&ids).await;
    assert_eq!(saved.files, ["_.._boot.jpg", "_CON.jpg", "скан.jpg"]);
    assert_eq!(bench.names().len(), 3);
}

#[tokio::test]
async fn one_file_that_cannot_be_fetched_does_not_stop_the_others_or_leave_a_half() {
    let bench = Bench::new().await;
    let files = bench.files();
    let ids: Vec<Id> = files.iter().map(|file| Id(file.id)).collect();
    let rule = "downloadApplicationFile:404@nth=2".parse().unwrap();
    bench.rig.sandbox.set_faults(vec![rule]);
    let saved = bench.save(&ids).await;
    assert_eq!(saved.failed, [files[1].name.as_str()]);
    assert_eq!(saved.files.len(), files.len() - 1);
    let mut written = saved.files.clone();
    written.sort();
    assert_eq!(bench.names(), written, "nothing temporary stays");
    assert_eq!(bench.read(&saved.files[0]), files[0].bytes);
}

#[tokio::test]
async fn a_key_without_the_right_is_not_asked_for_every_file() {
    let bench = Bench::new().await;
    let files = bench.files();
    let ids: Vec<Id> = files.iter().map(|file| Id(file.id)).collect();
    let rule = "downloadApplicationFile:403".parse().unwrap();
    bench.rig.sandbox.set_faults(vec![rule]);
    let saved = bench.save(&ids).await;
    assert_eq!(saved.failed.len(), files.len());
    assert_eq!(bench.rig.sandbox.calls("downloadApplicationFile"), 1);
    assert!(bench.names().is_empty());
}

#[tokio::test]
async fn a_folder_that_takes_no_file_is_said_so_before_anything_is_fetched() {
    let bench = Bench::new().await;
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let file = bench.folder.path().join("a.txt");
    fs::write(&file, b"no folder").unwrap();
    for folder in [bench.folder.path().join("gone"), file] {
        let ids = [Id(bench.files()[0].id)];
        let saving = desk.save_files(park, bench.application, &ids, &folder);
        let error = saving.await.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::FileNotSaved);
    }
    assert_eq!(bench.rig.sandbox.calls("downloadApplicationFile"), 0);
}
