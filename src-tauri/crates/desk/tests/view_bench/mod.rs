//! A desk whose settings are a text that a restart reads again, and views to keep there.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use desk::{
    Desk, DeskError, DeskErrorCode, DeskParts, DeskResult, RandomIds,
    connections::types::ConnectionId,
    parts::{Blocking, Trial},
    preferences::{LoadedSettings, Preferences, Settings},
    registers::types::{RegisterName, RegisterOrder, ValueFilter},
    views::types::{ImportedViews, SavedView, ViewBook, ViewColumn, ViewContent, ViewDriver},
};
use jump::Id;
use parking_lot::Mutex;
use sandbox::Sandbox;
use serde_json::{Value, json};
use transport::{ManualClock, Secret, ServiceWire};
use vault::{MemoryKeychain, Vault};

use crate::rig::{FULL_KEY, OneWire, SeenEvents, journals::journals, small_park};

/// A settings file as text, so that a restart reads what was really written.
#[derive(Default)]
pub struct Disk {
    pub text: Mutex<Option<String>>,
    pub full: AtomicBool,
    pub writes: AtomicUsize,
}

impl Preferences for Disk {
    fn load(&self) -> LoadedSettings {
        let text = self.text.lock();
        let settings = text.as_ref().map(|text| serde_json::from_str(text));
        LoadedSettings {
            settings: settings.map(Result::unwrap).unwrap_or_default(),
            ..LoadedSettings::default()
        }
    }

    fn save(&self, settings: &Settings) -> DeskResult<()> {
        self.writes.fetch_add(1, Ordering::SeqCst);
        if self.full.load(Ordering::SeqCst) {
            return Err(DeskError::new(DeskErrorCode::SettingsNotSaved));
        }
        *self.text.lock() = Some(serde_json::to_string(settings).unwrap());
        Ok(())
    }
}

pub struct Office {
    pub desk: Desk,
    pub disk: Arc<Disk>,
    pub park: ConnectionId,
    pub folder: tempfile::TempDir,
}

pub fn desk_on(disk: Arc<Disk>) -> Desk {
    let sandbox = Sandbox::new(small_park());
    let clock = Arc::new(ManualClock::eager(sandbox.options().now));
    let journals = journals(clock.clone(), &*disk);
    Desk::new(DeskParts {
        clock,
        events: Arc::new(SeenEvents::default()),
        preferences: disk,
        vault: Vault::new(Arc::new(MemoryKeychain::new())),
        wires: Arc::new(OneWire(Arc::new(ServiceWire::new(sandbox.router())))),
        ids: Arc::new(RandomIds),
        demo_key: Secret::from(FULL_KEY.to_owned()),
        journal: journals.journal.clone(),
        practice: journals.practice.clone(),
        journal_folder: String::new(),
        scribe: journals.scribe.clone(),
        blocking: Blocking::Threads,
        trial: Trial::default(),
    })
}

impl Office {
    pub async fn new() -> Self {
        let disk = Arc::new(Disk::default());
        let desk = desk_on(disk.clone());
        let park = desk.open_demo("Демо-парк").await.unwrap().id;
        let folder = tempfile::tempdir().unwrap();
        Self {
            desk,
            disk,
            park,
            folder,
        }
    }

    pub fn restarted(&self) -> Desk {
        desk_on(self.disk.clone())
    }

    pub fn book(&self, register: RegisterName) -> ViewBook {
        self.desk.view_book(&self.park, register).unwrap()
    }

    pub fn save(&self, register: RegisterName, name: &str, content: ViewContent) -> ViewBook {
        let view = new(name, content);
        self.desk.save_view(&self.park, register, view).unwrap()
    }

    pub fn writes(&self) -> usize {
        self.disk.writes.load(Ordering::SeqCst)
    }

    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn read(&self, file: &Value) -> DeskResult<ImportedViews> {
        let path = self.file("views.json", file.to_string());
        self.desk.read_views(&self.park, &path)
    }
}

pub fn new(name: &str, content: ViewContent) -> SavedView {
    SavedView {
        id: String::new(),
        name: name.to_owned(),
        content,
    }
}

pub fn column(name: &str, width: u32) -> ViewColumn {
    ViewColumn {
        column: name.to_owned(),
        width,
        shown: width > 0,
        pinned: name == "id",
    }
}

/// Something in every member.
pub fn debts() -> ViewContent {
    ViewContent {
        preset: Some("last_month".to_owned()),
        lists: BTreeMap::from([("statuses".to_owned(), vec!["6".to_owned()])]),
        drivers: vec![ViewDriver {
            id: Id(9_007_199_254_740_993),
            name: "Выдуманный Иван".to_owned(),
        }],
        search: "долг".to_owned(),
        find: "июль".to_owned(),
        values: vec![ValueFilter {
            column: "bank".to_owned(),
            key: "id:7".to_owned(),
            title: "Банк".to_owned(),
            excluded: true,
        }],
        order: Some(RegisterOrder {
            column: "amount".to_owned(),
            descending: true,
        }),
        columns: vec![column("id", 90), column("comment", 0)],
        group: Some("status".to_owned()),
        stack: Some("bank".to_owned()),
        ..ViewContent::default()
    }
}

pub fn found(text: &str) -> ViewContent {
    ViewContent {
        find: text.to_owned(),
        ..ViewContent::default()
    }
}

pub fn names(book: &ViewBook) -> Vec<&str> {
    book.views.iter().map(|view| view.name.as_str()).collect()
}

pub fn file_of(registers: &Value) -> Value {
    json!({ "format": "parkdesk-views", "version": 1, "registers": registers })
}

pub fn bare(name: &str, find: &str) -> Value {
    json!({ "name": name, "content": { "find": find } })
}

#[track_caller]
pub fn fault<T: std::fmt::Debug>(answer: DeskResult<T>) -> (DeskErrorCode, String) {
    let error = answer.unwrap_err();
    let field = error
        .fields
        .first()
        .map(|field| (&*field.field, &*field.code));
    assert!(field.is_none_or(|(field, _)| field == "name"), "{error:?}");
    let reason = error.params.get("reason").cloned();
    let said = field.map(|(_, code)| code.to_owned()).or(reason);
    (error.code, said.unwrap_or_default())
}
