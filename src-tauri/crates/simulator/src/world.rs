//! Everything of a run that outlives the program: the park, the way to it, the journal's folder, the settings, the time.

use std::{path::PathBuf, sync::Arc, time::Duration};

use desk::{
    Desk, DeskParts, Ids,
    connections::types::{ConnectionId, DocumentSettings},
    operations::trial::{Defect, Trial},
    parts::{Blocking, Scribe},
    preferences::{MemoryPreferences, Preferences, Settings},
};
use jiff::Timestamp;
use journal::{Condition, Journal};
use parking_lot::Mutex;
use sandbox::{Options, Quirks, Sandbox, WithdrawalBlock};
use serde_json::json;
use tempfile::TempDir;
use transport::Secret;
use vault::{MemoryKeychain, Vault};

use crate::{
    Broken,
    audit::Witness,
    clock::VirtualClock,
    dice::Dice,
    kills::{Kill, Killer},
    road::{Delays, Road, Weather},
    screen::Screen,
    story::Story,
    yandex::{FLEET_KEY, Yandex},
};

const KEY: &str = "demo-park-key";
const PARK: &str = "park";
/// Wednesday morning in Moscow.
const START: i64 = 1_750_226_400;

/// What the seed decides beforehand.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub acts: u64,
    pub registers: bool,
    /// The park works with Yandex Fleet too.
    pub yandex: bool,
    pub weather: Weather,
    /// And how long the computer is off after each.
    pub kills: Vec<(Kill, Duration)>,
}

pub struct World {
    pub seed: u64,
    pub scenario: Scenario,
    pub clock: VirtualClock,
    pub story: Arc<Story>,
    pub screen: Arc<Screen>,
    pub park: Sandbox,
    pub road: Road,
    pub connection: ConnectionId,
    folder: TempDir,
    preferences: Arc<MemoryPreferences>,
    ids: Arc<SeededIds>,
}

impl World {
    /// # Errors
    /// No folder can be made.
    pub fn new(seed: u64) -> Result<Self, Broken> {
        let mut dice = Dice::new(seed, 1);
        let start = Timestamp::from_second(START).map_err(Broken::of)?;
        let clock = VirtualClock::new(start);
        let story = Arc::new(Story::new(clock.clone()));
        let folder = folder()?;
        let yandex = Yandex::draw(&mut Dice::new(seed, 5));
        let park = park(seed, start, &yandex, &mut dice);
        let skews = [0, 0, 0, 0, 2, -2, 60, -60, 300, -300];
        let skew = dice.pick(&skews).unwrap_or(0);
        let witness = Witness::new(folder.path().join("journal"));
        let road = Road::new(
            park.clone(),
            clock.clone(),
            story.clone(),
            witness,
            (
                Dice::new(seed, 2),
                Delays {
                    skew,
                    fleet_latest: yandex.latest,
                },
            ),
        );
        let scenario = Scenario {
            yandex: yandex.works,
            ..scenario(&mut dice)
        };
        road.set_weather(scenario.weather);
        let preferences = Arc::new(MemoryPreferences::default());
        let settings = settings(&mut dice, &yandex)?;
        preferences.save(&settings).map_err(Broken::of)?;
        Ok(Self {
            seed,
            scenario,
            clock,
            story,
            screen: Arc::default(),
            park,
            road,
            connection: ConnectionId(PARK.to_owned()),
            folder,
            preferences,
            ids: Arc::new(SeededIds(Mutex::new(Dice::new(seed, 3)))),
        })
    }

    /// The program, started anew over the same journal.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub fn start(&self, killer: Arc<Killer>, defect: Option<Defect>) -> Result<Desk, Broken> {
        let preferences = self.preferences.clone();
        let scribe = Arc::new(Scribe::new(
            Arc::new(self.clock.clone()),
            preferences.as_ref(),
        ));
        let journal = Journal::open(&self.journal(), scribe.clone());
        if let Condition::ReadOnly(trouble) = journal.condition() {
            return Err(Broken(format!("the journal at a start: {trouble}")));
        }
        let practice = Journal::open(&self.folder.path().join("practice"), scribe.clone());
        let vault = Vault::new(Arc::new(MemoryKeychain::new()));
        for (service, key) in [("jump", KEY), ("yandex", FLEET_KEY)] {
            let account = format!("connection/{PARK}/{service}");
            vault
                .keep_for_this_run(&account, &Secret::from(key))
                .map_err(Broken::of)?;
        }
        Ok(Desk::new(DeskParts {
            clock: Arc::new(self.clock.clone()),
            events: self.screen.clone(),
            preferences,
            vault,
            wires: Arc::new(self.road.clone()),
            ids: self.ids.clone(),
            demo_key: Secret::from(KEY),
            journal,
            practice,
            journal_folder: "journal".to_owned(),
            scribe,
            blocking: Blocking::Inline,
            trial: Trial {
                steps: Some(killer),
                defect,
                seed: Some(self.seed),
            },
        }))
    }

    /// The folder that the journal is in.
    pub fn journal(&self) -> PathBuf {
        self.folder.path().join("journal")
    }
}

/// In memory where that is possible: a journal's commit waits for the disk.
fn folder() -> Result<TempDir, Broken> {
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix("simulator-");
    builder
        .tempdir_in("/dev/shm")
        .or_else(|_| builder.tempdir())
        .map_err(Broken::of)
}

/// Few drivers, so that operations meet; enough money for most of them.
fn park(seed: u64, now: Timestamp, yandex: &Yandex, dice: &mut Dice) -> Sandbox {
    let late = [0, 0, 0, 20, 120, 600, 1_500];
    let drivers = usize::try_from(dice.between(3, 9)).unwrap_or(3);
    let park = Sandbox::new(Options {
        seed,
        now,
        drivers,
        payments: 0,
        applications: 0,
        couriers: Some(0),
        transactions: 12,
        transactions_visible_after: dice.pick(&late).unwrap_or(0),
        quirks: Quirks {
            writes_answer_200: dice.percent(30),
            ..Quirks::default()
        },
        ..yandex.options.clone()
    });
    for driver in park.driver_ids() {
        if !dice.percent(15) {
            park.set_withdrawal_block(driver, &WithdrawalBlock::None);
        }
        for balance in park.balances(driver) {
            let kopecks = i64::try_from(dice.between(50_000, 3_000_000)).unwrap_or(50_000);
            park.set_balance(balance.id, kopecks);
        }
    }
    park
}

fn scenario(dice: &mut Dice) -> Scenario {
    let acts = dice.between(4, 14);
    let registers = dice.percent(45);
    let writes = dice.pick(&[0, 15, 35, 60]).unwrap_or(0);
    let reads = dice.pick(&[0, 5, 15, 30]).unwrap_or(0);
    let kills = (0..dice.between(0, 3)).map(|_| (Kill::draw(dice), off(dice)));
    Scenario {
        acts,
        registers,
        yandex: false,
        weather: Weather { writes, reads },
        kills: kills.collect(),
    }
}

/// Mostly the program is started again at once.
fn off(dice: &mut Dice) -> Duration {
    match dice.weighted(&[50, 30, 20]) {
        0 => Duration::ZERO,
        1 => dice.millis(1_000, 120_000),
        _ => dice.seconds(120, 36_000),
    }
}

fn settings(dice: &mut Dice, yandex: &Yandex) -> Result<Settings, Broken> {
    let rate = dice.pick(&[0, 3, 5, 20]).unwrap_or(5);
    let limit = dice.pick(&["", "", "500", "2 000"]).unwrap_or("");
    let documents = serde_json::to_value(DocumentSettings::default()).map_err(Broken::of)?;
    let settings = json!({
        "version": Settings::VERSION,
        "current": PARK,
        "connections": [{
            "id": PARK,
            "name": "Парк",
            "color": "ochre",
            "read_only": false,
            "advanced": {
                "base_address": "http://127.0.0.1:9/taxi-public/v1",
                "requests_per_second": rate,
                "overrides": {},
                "documents": documents,
            },
            "yandex": yandex.access(),
        }],
        "money": {"name": "Ольга", "operation_limit": limit, "day_limit": "", "duplicate_days": 3},
    });
    serde_json::from_value(settings).map_err(Broken::of)
}

/// Twelve letters and digits, the same in every run of a seed.
struct SeededIds(Mutex<Dice>);

impl Ids for SeededIds {
    fn next(&self) -> String {
        const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let mut dice = self.0.lock();
        let sign = |_| char::from(ALPHABET[usize::try_from(dice.below(32)).unwrap_or(0)]);
        (0..12).map(sign).collect()
    }
}
