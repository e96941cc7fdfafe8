//! The summary over the demo park: every figure beside the park's own sum, to the kopeck; and licences that end soon.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use desk::{
    Desk, DeskError, DeskErrorCode, DeskParts, DeskResult, RandomIds,
    drivers::book::types::DriversFilter,
    parts::{Blocking, Trial},
    preferences::{LoadedSettings, MemoryPreferences, Preferences, Settings},
    registers::types::{Period, RegisterHandle},
    summary::types::{Compared, ExpiringLicence, Figure, PaymentsSummary, SummaryBlock},
};
use jiff::{ToSpan, civil::Date};
use jump::Id;
use rig::{FULL_KEY, OneWire, Rig, register::*, small_park};
use sandbox::{NewPayment, Options, PaymentsTruth, Sandbox};
use transport::{Clock, Secret, ServiceWire};
use vault::Vault;

type Told = fn(&SummaryBlock) -> &Compared;

/// A figure and the statuses it is made of.
const STATUSES: [(Told, &[i64]); 4] = [
    (|block| &block.paid, &[1]),
    (|block| &block.waiting, &[3, 4, 7, 8]),
    (|block| &block.rejected, &[2, 5, 6]),
    (|block| &block.other, &[9, 77]),
];

fn park(now: &str) -> Options {
    Options {
        payments: 6_000,
        now: moscow(now),
        ..small_park()
    }
}

/// What the park itself holds of some payments.
#[derive(Clone, Default)]
struct Asked {
    agents: Vec<i64>,
    integrations: Vec<i64>,
}

fn held(sandbox: &Sandbox, period: &Period, statuses: &[i64], asked: &Asked) -> PaymentsTruth {
    sandbox.payments_truth(&sandbox::PaymentsFilter {
        from: Some(moscow(&format!("{}T00:00:00", period.from))),
        to: Some(moscow(&format!("{}T23:59:59", period.to))),
        statuses: statuses.to_vec(),
        agents: asked.agents.clone(),
        integrations: asked.integrations.clone(),
        ..Default::default()
    })
}

fn assert_block(sandbox: &Sandbox, block: &SummaryBlock, days: [&Period; 2], asked: &Asked) {
    for (figure, statuses) in STATUSES {
        let told = figure(block);
        for (told, period) in [(&told.now, days[0]), (&told.before, days[1])] {
            let truth = held(sandbox, period, statuses, asked);
            let sum = match statuses {
                [1] => truth.amount_paid,
                _ => truth.amount,
            };
            assert_eq!(told.count as usize, truth.count, "{statuses:?} {period:?}");
            assert_eq!(told.sum.decimal(), sum, "{statuses:?} {period:?}");
        }
    }
    for (told, period) in [
        (&block.commission.now, days[0]),
        (&block.commission.before, days[1]),
    ] {
        let truth = held(sandbox, period, &[1], asked);
        assert_eq!(told.count as usize, truth.count);
        assert_eq!(told.sum.decimal(), truth.commission);
    }
}

fn period(from: &str, to: &str) -> Period {
    Period {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

/// Opens this month and the whole of the one before, and waits for both.
async fn opened(rig: &Rig, today: &str) -> [RegisterHandle; 2] {
    let today: Date = today.parse().unwrap();
    let first = today.first_of_month();
    let last_of_before = first.yesterday().unwrap();
    let text = |date: Date| date.to_string();
    let month = all_of(&text(first), &text(today));
    let before = all_of(
        &text(last_of_before.first_of_month()),
        &text(last_of_before),
    );
    [
        collected(rig, month).await.handle,
        collected(rig, before).await.handle,
    ]
}

async fn summed_up(rig: &Rig, today: &str) -> PaymentsSummary {
    let [month, before] = opened(rig, today).await;
    rig.desk.payments_summary(&month, &before).unwrap()
}

// Figures.

#[tokio::test]
async fn every_figure_of_both_months_is_the_parks_own_to_the_kopeck() {
    let rig = Rig::of(park("2025-06-16T15:00:00"), FULL_KEY).await;
    // A status that nobody told us the meaning of.
    let driver_id = rig.sandbox.driver_ids()[0];
    for (at, status, amount) in [
        ("2025-06-16T10:00:00", 9, 10_001),
        ("2025-06-03T10:00:00", 77, 20_002),
        ("2025-05-16T23:59:59", 9, 30_003),
        ("2025-05-17T00:00:00", 9, 1),
    ] {
        let new = NewPayment {
            driver_id,
            status,
            amount,
            commission: 0,
            created_at: Some(moscow(at)),
        };
        rig.sandbox.add_payment(&new).unwrap();
    }
    let summary = summed_up(&rig, "2025-06-16").await;
    let (june, may) = (
        period("2025-06-01", "2025-06-16"),
        period("2025-05-01", "2025-05-16"),
    );
    assert_eq!(summary.month_period, june);
    assert_eq!(summary.before_period, may);
    assert!(summary.complete);
    let all = Asked::default();
    assert_block(&rig.sandbox, &summary.month, [&june, &may], &all);
    assert!(summary.month.paid.now.count > 100 && summary.month.paid.before.count > 100);
    assert_eq!(summary.month.other.now.sum.to_string(), "300.03");

    let today = [
        period("2025-06-16", "2025-06-16"),
        period("2025-05-16", "2025-05-16"),
    ];
    assert_eq!(summary.today_period, today[0]);
    assert_block(&rig.sandbox, &summary.today, [&today[0], &today[1]], &all);
    assert!(summary.today.paid.before.count > 0);

    let ids = |ids: &[i64]| -> Vec<Id> { ids.iter().copied().map(Id).collect() };
    assert_eq!(summary.statuses.other, ids(&[9, 77]));
    assert_eq!(summary.statuses.to_confirm, ids(&[4, 7, 8]));
}

#[tokio::test]
async fn what_waits_for_a_confirmation_since_last_month_is_not_forgotten() {
    let rig = Rig::of(park("2025-06-16T15:00:00"), FULL_KEY).await;
    let driver_id = rig.sandbox.driver_ids()[0];
    // The last one was made too long ago to be asked for; the first two are later than the day that is compared.
    for (at, status) in [
        ("2025-05-31T23:59:59", 7),
        ("2025-05-17T00:00:00", 4),
        ("2025-05-01T00:00:00", 8),
        ("2025-04-30T23:59:59", 4),
    ] {
        let new = NewPayment {
            driver_id,
            status,
            amount: 10_001,
            commission: 0,
            created_at: Some(moscow(at)),
        };
        rig.sandbox.add_payment(&new).unwrap();
    }
    let told = summed_up(&rig, "2025-06-16").await.to_confirm;
    let held = |from| {
        let both = period(from, "2025-06-16");
        held(&rig.sandbox, &both, &[4, 7, 8], &Asked::default())
    };
    let waiting = held("2025-05-01");
    assert_eq!(told.count as usize, waiting.count);
    assert_eq!(told.sum.decimal(), waiting.amount);
    assert!(waiting.count >= held("2025-06-01").count + 3);
}

#[tokio::test]
async fn no_payment_falls_between_the_legal_entities_or_the_integrations() {
    let rig = Rig::of(park("2025-06-16T15:00:00"), FULL_KEY).await;
    let summary = summed_up(&rig, "2025-06-16").await;
    let days = [&summary.month_period, &summary.before_period];
    for line in &summary.agents {
        let asked = Asked {
            agents: vec![line.id.unwrap().get()],
            ..Asked::default()
        };
        assert_block(&rig.sandbox, &line.block, days, &asked);
    }
    for line in &summary.integrations {
        // The park counts payments from the main balance as of integration 0.
        let asked = Asked {
            integrations: vec![line.id.map_or(0, Id::get)],
            ..Asked::default()
        };
        assert_block(&rig.sandbox, &line.block, days, &asked);
    }
    for lines in [&summary.agents, &summary.integrations] {
        let sum: rust_decimal::Decimal = lines
            .iter()
            .map(|line| line.block.paid.now.sum.decimal())
            .sum();
        assert_eq!(sum, summary.month.paid.now.sum.decimal());
        let named = lines.iter().filter(|line| line.id.is_some());
        let named: Vec<_> = named.map(|line| line.block.paid.now.sum).collect();
        assert!(named.len() > 1 && named.is_sorted_by(|one, next| one >= next));
    }
    let none = summary.integrations.last().unwrap();
    assert_eq!((none.id, none.title.as_str()), (None, ""));
    assert!(none.block.paid.now.count > 0);
}

#[tokio::test]
async fn at_the_end_of_a_month_no_day_is_lost_and_none_is_made_up() {
    for (now, month, before, day_before) in [
        (
            "2025-03-31T23:30:00",
            ("2025-03-01", "2025-03-31"),
            ("2025-02-01", "2025-02-28"),
            "2025-02-28",
        ),
        (
            "2025-04-30T00:00:30",
            ("2025-04-01", "2025-04-30"),
            ("2025-03-01", "2025-03-30"),
            "2025-03-30",
        ),
        (
            "2025-05-01T00:30:00",
            ("2025-05-01", "2025-05-01"),
            ("2025-04-01", "2025-04-01"),
            "2025-04-01",
        ),
        (
            "2025-01-01T12:00:00",
            ("2025-01-01", "2025-01-01"),
            ("2024-12-01", "2024-12-01"),
            "2024-12-01",
        ),
    ] {
        let rig = Rig::of(park(now), FULL_KEY).await;
        let summary = summed_up(&rig, &now[..10]).await;
        let (month, before) = (period(month.0, month.1), period(before.0, before.1));
        assert_eq!(summary.month_period, month, "{now}");
        assert_eq!(summary.before_period, before, "{now}");
        let all = Asked::default();
        assert_block(&rig.sandbox, &summary.month, [&month, &before], &all);
        let days = [
            period(&now[..10], &now[..10]),
            period(day_before, day_before),
        ];
        assert_block(&rig.sandbox, &summary.today, [&days[0], &days[1]], &all);
    }
}

#[tokio::test]
async fn nothing_before_is_not_told_as_a_change() {
    let rig = Rig::of(park("2025-06-16T15:00:00"), FULL_KEY).await;
    let month = collected(&rig, all_of("2025-06-01", "2025-06-16")).await;
    let empty = collected(&rig, all_of("2014-01-01", "2014-01-31")).await;
    let summary = rig
        .desk
        .payments_summary(&month.handle, &empty.handle)
        .unwrap();
    let paid = &summary.month.paid;
    assert!(paid.now.count > 0);
    assert_eq!(
        paid.before,
        Figure {
            count: 0,
            sum: "0.00".parse().unwrap()
        }
    );
    assert_eq!(paid.change, None);
    let whole = summed_up(&rig, "2025-06-16").await.month.paid;
    let (now, before) = (whole.now.sum.decimal(), whole.before.sum.decimal());
    let percents = (now - before) * rust_decimal::Decimal::ONE_HUNDRED / before;
    let rounded =
        percents.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    assert_eq!(whole.change.map(rust_decimal::Decimal::from), Some(rounded));
}

#[tokio::test]
async fn figures_of_half_a_register_are_not_called_complete() {
    let rig = Rig::of(park("2025-06-16T15:00:00"), FULL_KEY).await;
    let [month, before] = opened(&rig, "2025-06-16").await;
    faults(&rig.sandbox, &["listPayments:500"]);
    let failed = collected(&rig, all_of("2025-06-01", "2025-06-16")).await;
    let half = rig.desk.payments_summary(&failed.handle, &before).unwrap();
    assert!(!half.complete);
    let half = rig.desk.payments_summary(&month, &failed.handle).unwrap();
    assert!(!half.complete);
    assert!(rig.desk.payments_summary(&month, &before).unwrap().complete);
}

#[tokio::test]
async fn a_register_of_other_rows_is_not_summed_up() {
    let rig = Rig::new().await;
    let month = collected(&rig, all_of("2025-06-01", "2025-06-16"))
        .await
        .handle;
    let drivers = rig.desk.open_drivers(&rig.park, DriversFilter::default());
    let drivers = drivers.await.unwrap().handle;
    let closed = RegisterHandle("closed".to_owned());
    for other in [&drivers, &closed] {
        for refused in [
            rig.desk.payments_summary(&month, other),
            rig.desk.payments_summary(other, &month),
        ] {
            assert_eq!(refused.unwrap_err().code, DeskErrorCode::NoRegister);
        }
    }
}

// Licences.

/// What the park holds: the end of each application's licence.
fn licences(rig: &Rig) -> Vec<(Id, Date)> {
    let ids = rig.sandbox.application_ids().into_iter();
    let ends = ids.filter_map(|id| {
        let truth = rig.sandbox.application(id).unwrap();
        let ends = truth["driver_license"]["expiry_date"].as_str()?.to_owned();
        Some((Id(id), ends.parse().unwrap()))
    });
    ends.collect()
}

async fn open(rig: &Rig, application: Id) {
    let desk = rig.desk.application_desk(&rig.park, application);
    desk.await.unwrap();
}

fn told(rig: &Rig) -> Vec<ExpiringLicence> {
    rig.desk.expiring_licences(&rig.park).unwrap()
}

/// Waits for this day. Days go forward only.
fn noon(rig: &Rig, date: Date) {
    let noon = date.at(12, 0, 0, 0).in_tz("Europe/Moscow").unwrap();
    let ahead = noon.timestamp().duration_since(rig.clock.now());
    rig.clock.advance(ahead.unsigned_abs());
    assert!(!ahead.is_negative(), "{date} is over");
}

#[tokio::test]
async fn a_licence_that_was_seen_is_told_two_months_before_its_end_and_a_year_after_it() {
    let rig = Rig::new().await;
    let (application, ends) = *licences(&rig).iter().max_by_key(|(_, ends)| *ends).unwrap();
    assert_eq!(told(&rig), []);
    open(&rig, application).await;
    for (days_left, is_told) in [
        (61, false),
        (60, true),
        (0, true),
        (-365, true),
        (-366, false),
    ] {
        noon(&rig, ends.saturating_sub(days_left.days()));
        let expected = is_told.then(|| ExpiringLicence {
            application_id: application,
            expires_on: ends.to_string(),
            days_left,
        });
        assert_eq!(told(&rig), Vec::from_iter(expected), "{days_left}");
    }
}

#[tokio::test]
async fn the_licences_that_end_first_stand_first_and_unlimited_ones_are_not_told() {
    let rig = Rig::new().await;
    for id in rig.sandbox.application_ids() {
        open(&rig, Id(id)).await;
    }
    let all = licences(&rig);
    let today = rig.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let (_, middle) = *all.iter().find(|(_, ends)| *ends > today).unwrap();
    noon(&rig, middle);
    let mut expected: Vec<(i32, Id)> = all
        .into_iter()
        .map(|(id, ends)| ((ends - middle).get_days(), id))
        .filter(|(left, _)| (-365..=60).contains(left))
        .collect();
    expected.sort_unstable();
    let told: Vec<(i32, Id)> = told(&rig)
        .into_iter()
        .map(|one| (one.days_left, one.application_id))
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(told, expected);
    let record = rig.preferences.load().settings.connections.remove(0);
    assert_eq!(record.licences.len(), licences(&rig).len());
}

/// Preferences that can be made unwritable; they count what they write.
#[derive(Default)]
struct Disk {
    kept: MemoryPreferences,
    full: AtomicBool,
    written: AtomicUsize,
}

impl Preferences for Disk {
    fn load(&self) -> LoadedSettings {
        self.kept.load()
    }

    fn save(&self, settings: &Settings) -> DeskResult<()> {
        if self.full.load(Ordering::SeqCst) {
            return Err(DeskError::new(DeskErrorCode::SettingsNotSaved));
        }
        self.written.fetch_add(1, Ordering::SeqCst);
        self.kept.save(settings)
    }
}

#[tokio::test]
async fn a_full_disk_never_keeps_an_application_from_being_read_and_what_is_known_is_not_written_again()
 {
    let rig = Rig::new().await;
    let disk = Arc::new(Disk::default());
    let desk = Desk::new(DeskParts {
        clock: Arc::new(rig.clock.clone()),
        events: rig.events.clone(),
        preferences: disk.clone(),
        vault: Vault::new(rig.keychain.clone()),
        wires: Arc::new(OneWire(Arc::new(ServiceWire::new(rig.sandbox.router())))),
        ids: Arc::new(RandomIds),
        demo_key: Secret::from(FULL_KEY.to_owned()),
        journal: rig.journals.journal.clone(),
        practice: rig.journals.practice.clone(),
        journal_folder: String::new(),
        scribe: rig.journals.scribe.clone(),
        blocking: Blocking::Threads,
        trial: Trial::default(),
    });
    let park = desk.open_demo("Демо-парк").await.unwrap().id;
    let (application, _) = licences(&rig)[0];
    let kept = || disk.load().settings.connections[0].licences.len();

    disk.full.store(true, Ordering::SeqCst);
    let shown = desk.application_desk(&park, application).await.unwrap();
    assert_eq!((shown.application.id, kept()), (application, 0));

    disk.full.store(false, Ordering::SeqCst);
    let before = disk.written.load(Ordering::SeqCst);
    for _ in 0..3 {
        desk.application_desk(&park, application).await.unwrap();
    }
    assert_eq!(kept(), 1);
    assert_eq!(disk.written.load(Ordering::SeqCst), before + 1);
}
