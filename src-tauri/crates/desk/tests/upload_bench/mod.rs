//! A park, an application in it and a folder of scans: what every test of uploads starts from.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{fs, path::PathBuf};

use desk::{
    DeskErrorCode, DeskEvent,
    connections::types::DocumentSettings,
    uploads::types::{FileToken, GrantedFile, UploadItem, UploadPhase, UploadView},
};
use jump::Id;
use sandbox::{FileTruth, Options, Quirks};
use tempfile::TempDir;

use crate::rig::{FULL_KEY, Rig, small_park};

pub const UPLOAD: &str = "uploadApplicationFile";

/// A park, an application in it, and a folder of scans.
pub struct Bench {
    pub rig: Rig,
    pub application: Id,
    pub before: usize,
    pub folder: TempDir,
    pub photo: Vec<u8>,
}

impl Bench {
    pub async fn new() -> Self {
        Self::of(Quirks::default()).await
    }

    pub async fn of(quirks: Quirks) -> Self {
        let options = Options {
            quirks,
            ..small_park()
        };
        Self::over(Rig::of(options, FULL_KEY).await)
    }

    pub fn over(rig: Rig) -> Self {
        let application = rig.sandbox.application_ids()[3];
        let all = rig.sandbox.application_ids().into_iter();
        let photo = all
            .flat_map(|id| rig.sandbox.application_files(id))
            .find(|file| file.bytes.starts_with(b"\xFF\xD8"));
        Self {
            application: Id(application),
            before: rig.sandbox.application_files(application).len(),
            folder: tempfile::tempdir().unwrap(),
            photo: photo.unwrap().bytes.to_vec(),
            rig,
        }
    }

    pub fn faults(&self, rules: &[&str]) {
        let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
        self.rig.sandbox.set_faults(rules);
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A photo that differs from every other one of another `mark`; viewers ignore what follows its end.
    pub fn scan(&self, name: &str, mark: &str) -> PathBuf {
        self.file(name, &[&self.photo, mark.as_bytes()].concat())
    }

    pub fn settings(&self, change: impl FnOnce(&mut DocumentSettings)) {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        let mut advanced = desk.advanced_settings(park).unwrap();
        change(&mut advanced.documents);
        desk.set_advanced_settings(park, advanced).unwrap();
    }

    pub async fn grant(&self, paths: Vec<PathBuf>) -> Vec<GrantedFile> {
        let granting = self.rig.desk.grant_files(&self.rig.park, paths);
        granting.await.unwrap()
    }

    pub async fn start(&self, files: &[GrantedFile], slot: &str) -> Vec<UploadView> {
        let items = files.iter().map(|file| item(&file.token, slot)).collect();
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        desk.start_uploads(park, self.application, items)
            .await
            .unwrap()
    }

    /// Waits until nothing is under way.
    pub async fn settled(&self) -> Vec<UploadView> {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        let done = || {
            (desk.uploads_under_way(Some(park)) == 0)
                .then(|| desk.uploads(park, Some(self.application)))
        };
        self.rig.events.until(done).await
    }

    pub async fn send(&self, paths: Vec<PathBuf>) -> Vec<UploadView> {
        let files = self.grant(paths).await;
        self.start(&files, "3").await;
        self.settled().await
    }

    pub async fn retry(&self, upload: &UploadView) -> UploadView {
        self.rig.desk.retry_upload(&upload.id).unwrap();
        let views = self.settled().await;
        views.into_iter().find(|one| one.id == upload.id).unwrap()
    }

    /// What the park really got, in the order it came.
    pub fn arrived(&self) -> Vec<FileTruth> {
        let mut files = self.rig.sandbox.application_files(self.application.0);
        files.split_off(self.before)
    }

    pub fn names_in_order_of_sending(&self) -> Vec<String> {
        let mut names = Vec::new();
        for event in self.rig.events.all() {
            if let DeskEvent::Upload(one) = event
                && one.phase == UploadPhase::Sending
                && !names.contains(&one.name)
            {
                names.push(one.name);
            }
        }
        names
    }

    pub fn uploads_seen(&self) -> u64 {
        self.rig.sandbox.calls(UPLOAD)
    }
}

pub fn item(token: &FileToken, slot: &str) -> UploadItem {
    UploadItem {
        token: token.clone(),
        slot: slot.to_owned(),
    }
}

pub fn code(upload: &UploadView) -> Option<DeskErrorCode> {
    upload.error.as_ref().map(|error| error.code)
}
