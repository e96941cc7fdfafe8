//! The register of transactions over the demo park: whole, exact, ordered, searched, copied; and honest while the park
//! changes, fails or asks to wait.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::collections::BTreeSet;

use desk::{
    DeskErrorCode, DeskResult,
    registers::types::{
        CopyColumn, Period, RegisterHandle, RegisterPhase, RegisterState, Selection,
    },
    transactions::types::{TransactionRow, TransactionsFilter},
};
use jump::Id;
use rig::{
    FULL_KEY, Rig,
    register::{collected as collected_payments, *},
    small_park,
};
use rust_decimal::Decimal;
use sandbox::{NewTransaction, Options, Sandbox, TransactionTruth};

/// 900 transactions: five pages.
fn park() -> Options {
    Options {
        transactions: 900,
        ..small_park()
    }
}

fn between(from: &str, to: &str) -> TransactionsFilter {
    TransactionsFilter {
        period: Period {
            from: from.to_owned(),
            to: to.to_owned(),
        },
        integration_ids: Vec::new(),
        type_ids: Vec::new(),
        driver_ids: Vec::new(),
    }
}

fn whole() -> TransactionsFilter {
    between("2015-01-01", "2034-12-31")
}

async fn opened(rig: &Rig, filter: TransactionsFilter) -> DeskResult<RegisterState> {
    rig.desk.open_transactions(&rig.park, filter).await
}

async fn collected(rig: &Rig, filter: TransactionsFilter) -> RegisterState {
    let opened = opened(rig, filter).await.unwrap();
    settled(rig, &opened.handle).await
}

fn rows(rig: &Rig, handle: &RegisterHandle) -> Vec<TransactionRow> {
    every_row(|from, count| rig.desk.transactions_window(handle, from, count))
}

/// Ascending.
fn ids(rig: &Rig, handle: &RegisterHandle) -> Vec<i64> {
    let rows = rows(rig, handle);
    let mut ids: Vec<i64> = rows.iter().map(|row| row.id.get()).collect();
    ids.sort_unstable();
    ids
}

fn held(sandbox: &Sandbox) -> Vec<i64> {
    sandbox.transactions().iter().map(|one| one.id).collect()
}

fn sum<'a>(truth: impl IntoIterator<Item = &'a TransactionTruth>) -> Decimal {
    truth.into_iter().map(|one| one.amount).sum()
}

fn added(sandbox: &Sandbox, at: &str) -> i64 {
    let new = NewTransaction {
        driver_id: sandbox.driver_ids()[0],
        type_id: 1,
        amount: 12_345,
        description: "Внесено позже".to_owned(),
        date: Some(moscow(at)),
    };
    sandbox.add_transaction(&new).unwrap()
}

// Complete.

#[tokio::test]
async fn income_and_outcome_of_a_period_are_the_parks_own_to_the_kopeck() {
    let rig = Rig::of(park(), FULL_KEY).await;
    for (from, to) in [("2025-06-01", "2025-06-16"), ("2025-04-01", "2025-06-10")] {
        let state = collected(&rig, between(from, to)).await;
        let truth = rig.sandbox.transactions_of(&sandbox::TransactionsFilter {
            from: Some(moscow(&format!("{from}T00:00:00"))),
            to: Some(moscow(&format!("{to}T23:59:59"))),
            ..Default::default()
        });
        let sums = totals(&rig, &state.handle);
        assert_eq!(state.phase, RegisterPhase::Complete);
        assert!(truth.len() > 100, "the period is not empty");
        assert_eq!(sums.count as usize, truth.len());
        let (income, outcome): (Vec<_>, Vec<_>) =
            truth.iter().partition(|one| one.amount > Decimal::ZERO);
        let amount = of(&sums, "amount");
        assert_eq!(amount.sum.decimal(), sum(&truth));
        assert_eq!(amount.income.decimal(), sum(income));
        assert_eq!(amount.outcome.decimal(), sum(outcome));
        assert!(amount.outcome.decimal() < Decimal::ZERO);
        assert_eq!(amount.count, sums.count);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_rows_are_all_there_once() {
    let options = Options {
        transactions: 20_000,
        ..small_park()
    };
    let rig = Rig::of(options, FULL_KEY).await;
    let state = collected(&rig, whole()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!((state.received, state.total), (20_000, Some(20_000)));
    // The pages, and a look at the newest before and after them.
    assert_eq!(rig.sandbox.calls("listTransactions"), 100 + 2);
    assert_eq!(ids(&rig, &state.handle), held(&rig.sandbox));
}

#[tokio::test]
async fn days_begin_and_end_at_midnight_in_moscow_and_both_ends_count() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let moments = [
        "2025-02-09T23:59:59",
        "2025-02-10T00:00:00",
        "2025-02-11T23:59:59",
        "2025-02-12T00:00:00",
    ];
    let added = moments.map(|at| added(&rig.sandbox, at));
    let state = collected(&rig, between("2025-02-10", "2025-02-11")).await;
    let found = ids(&rig, &state.handle);
    let inside = added.map(|id| found.contains(&id));
    assert_eq!(inside, [false, true, true, false]);
    assert_eq!(state.until, "2025-02-11T23:59:59+03:00");
}

#[tokio::test]
async fn a_register_without_a_proper_period_is_refused() {
    let rig = Rig::new().await;
    for (from, to) in [("", ""), ("2025-06-02", "2025-06-01")] {
        let error = opened(&rig, between(from, to)).await.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        assert_eq!(error.fields[0].field, "period");
    }
    assert_eq!(rig.sandbox.calls("listTransactions"), 0);
}

#[tokio::test]
async fn filters_narrow_the_list_and_lose_nothing_that_fits() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let all = rows(&rig, &collected(&rig, whole()).await.handle);
    let some = all.iter().find(|row| !row.integration.is_empty()).unwrap();
    let (driver, kind) = (some.driver_id.unwrap(), some.type_id.unwrap());
    let filters = [
        TransactionsFilter {
            driver_ids: vec![driver],
            ..whole()
        },
        TransactionsFilter {
            type_ids: vec![kind],
            ..whole()
        },
    ];
    let fits: [fn(&TransactionRow, &TransactionRow) -> bool; 2] = [
        |row, some| row.driver_id == some.driver_id,
        |row, some| row.type_id == some.type_id,
    ];
    for (filter, fits) in filters.into_iter().zip(fits) {
        let state = collected(&rig, filter).await;
        let found = ids(&rig, &state.handle);
        let expected = all.iter().filter(|row| fits(row, some));
        let expected: BTreeSet<i64> = expected.map(|row| row.id.get()).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        assert!(found.len() < all.len());
    }
    let by_integration = TransactionsFilter {
        integration_ids: vec![Id(1), Id(2)],
        ..whole()
    };
    let narrowed = rows(&rig, &collected(&rig, by_integration).await.handle);
    let titles: BTreeSet<&str> = narrowed.iter().map(|row| &*row.integration).collect();
    let expected = all
        .iter()
        .filter(|row| titles.contains(row.integration.as_str()));
    assert_eq!(narrowed.len(), expected.count());
    assert!(!titles.contains("") && (1..=2).contains(&titles.len()));
}

// Order, search, selection.

#[tokio::test]
async fn the_newest_stand_first_and_ordering_loses_no_row() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let state = collected(&rig, whole()).await;
    let newest_first = rows(&rig, &state.handle);
    assert!(newest_first.is_sorted_by(|left, right| left.date >= right.date));
    let mut revision = state.revision;
    for column in [
        "id",
        "driver",
        "date",
        "type",
        "amount",
        "integration",
        "description",
        "payment",
        "route",
        "phone",
    ] {
        let changed = order(&rig, &state.handle, column, false);
        assert!(changed.revision > revision);
        revision = changed.revision;
        assert_eq!(ids(&rig, &state.handle), held(&rig.sandbox), "{column}");
    }
    order(&rig, &state.handle, "amount", true);
    let key = |row: &TransactionRow| (row.amount.unwrap(), row.id);
    assert!(rows(&rig, &state.handle).is_sorted_by(|left, right| key(left) >= key(right)));
}

#[tokio::test]
async fn sums_follow_the_search_and_the_selection() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let state = collected(&rig, whole()).await;
    let with_payment = |one: &&TransactionTruth| one.payment_id.is_some();
    let truth = rig.sandbox.transactions();
    let one = truth.iter().find(with_payment).unwrap();
    let payment = one.payment_id.unwrap().to_string();
    let shown = find(&rig, &state.handle, &payment);
    assert_eq!(shown.shown, 1);
    let sums = totals(&rig, &state.handle);
    assert_eq!(of(&sums, "amount").sum.decimal(), one.amount);

    find(&rig, &state.handle, &one.description.to_uppercase());
    let alike: Vec<_> = truth
        .iter()
        .filter(|other| other.description.contains(&one.description))
        .collect();
    let sums = |selection: Option<Selection>| {
        let sums = rig.desk.register_totals(&state.handle, selection.as_ref());
        sums.unwrap()
    };
    assert_eq!(sums(None).count as usize, alike.len());
    let but_one = sums(Some(Selection {
        all: true,
        except: vec![Id(one.id)],
        ..Selection::default()
    }));
    assert_eq!(
        of(&but_one, "amount").sum.decimal() + one.amount,
        sum(alike)
    );
}

#[tokio::test]
async fn what_is_copied_is_what_is_chosen_in_the_order_shown() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let state = collected(&rig, whole()).await;
    order(&rig, &state.handle, "amount", false);
    let rows = rows(&rig, &state.handle);
    let chosen = Selection {
        ids: vec![rows[4].id, rows[1].id],
        ..Selection::default()
    };
    let columns = [
        ("driver", "Водитель"),
        ("amount", "Сумма, ₽"),
        ("phone", "Телефон"),
    ]
    .map(|(column, title)| CopyColumn {
        column: column.to_owned(),
        title: title.to_owned(),
    });
    let table = rig
        .desk
        .register_table(&state.handle, &chosen, &columns)
        .unwrap();
    let tsv = table.tsv();
    let lines: Vec<&str> = tsv.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "Водитель\tСумма, ₽\tТелефон");
    assert_eq!(lines.len(), 3);
    for (line, row) in lines[1..].iter().zip([&rows[1], &rows[4]]) {
        let amount = row.amount.unwrap().to_string().replace('.', ",");
        assert_eq!(*line, format!("{}\t{amount}\t{}", row.driver, row.phone));
    }
}

#[tokio::test]
async fn the_drawer_shows_the_whole_trip_and_knows_its_neighbours() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let state = collected(&rig, whole()).await;
    let rows = rows(&rig, &state.handle);
    let place = rows.iter().position(|row| row.route.contains('→')).unwrap();
    let row = &rows[place];
    let details = rig.desk.transaction_details(&state.handle, row.id).unwrap();
    assert_eq!(details.position, Some(place as u32));
    assert_eq!(details.transaction.amount, row.amount);
    let trip = details.transaction.trip.unwrap();
    let route = format!(
        "{} → {}",
        trip.address_from.unwrap(),
        trip.address_to.unwrap()
    );
    assert_eq!(route, row.route);
    assert!(trip.amount.unwrap().order.is_some() && trip.duration.is_some());

    let bare = rows.iter().find(|row| !row.is_trip).unwrap();
    let details = rig
        .desk
        .transaction_details(&state.handle, bare.id)
        .unwrap();
    assert_eq!(details.transaction.trip, None);
    let unknown = rig.desk.transaction_details(&state.handle, Id(1));
    assert_eq!(unknown.unwrap_err().code, DeskErrorCode::NotFound);
}

#[tokio::test]
async fn a_handle_of_one_kind_is_refused_by_the_commands_of_the_other() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let payments = collected_payments(&rig, everything()).await.handle;
    let transactions = collected(&rig, whole()).await.handle;
    let desk = &rig.desk;
    let refusals = [
        desk.payments_window(&transactions, 0, 10).err(),
        desk.payment_details(&transactions, Id(1)).err(),
        desk.transactions_window(&payments, 0, 10).err(),
        desk.transaction_details(&payments, Id(1)).err(),
    ];
    for refused in refusals {
        assert_eq!(refused.unwrap().code, DeskErrorCode::NoRegister);
    }
    // What every register is asked is asked of both.
    for (handle, rows) in [(&payments, 500), (&transactions, 900)] {
        assert_eq!(desk.register_state(handle).unwrap().received, rows);
        let none = find(&rig, handle, "такого нет");
        assert_eq!(none.shown, 0);
    }
    desk.close_register(&payments);
    assert!(desk.register_state(&payments).is_err());
    assert!(desk.register_state(&transactions).is_ok());
}

// Rows that appear while they are read.

#[tokio::test]
async fn a_row_that_appears_later_with_an_older_date_is_there_or_the_register_is_read_again() {
    // A round takes seven requests: a look, five pages, a look.
    for request in 1..=7 {
        let (rig, meddling) = meddled_rig(park()).await;
        let sandbox = rig.sandbox.clone();
        let mut before = 0;
        *meddling.lock() = Some(Box::new(move |_| {
            before += 1;
            if before == request {
                added(&sandbox, "2025-05-20T12:00:00");
            }
        }));
        let state = collected(&rig, whole()).await;
        assert_eq!(state.phase, RegisterPhase::Complete, "{request}");
        assert_eq!(ids(&rig, &state.handle), held(&rig.sandbox), "{request}");
    }
}

#[tokio::test]
async fn a_list_that_grows_all_the_time_is_told_to_be_incomplete() {
    let (rig, meddling) = meddled_rig(park()).await;
    let sandbox = rig.sandbox.clone();
    *meddling.lock() = Some(Box::new(move |_| {
        added(&sandbox, "2025-05-20T12:00:00");
    }));
    let state = collected(&rig, whole()).await;
    assert_eq!(state.phase, RegisterPhase::Incomplete);
    let found = ids(&rig, &state.handle);
    let unique: BTreeSet<_> = found.iter().collect();
    assert_eq!(unique.len(), found.len());
}

#[tokio::test]
async fn what_is_made_after_the_opening_does_not_belong_to_the_register() {
    let (rig, meddling) = meddled_rig(park()).await;
    let (sandbox, now) = (rig.sandbox.clone(), rig.sandbox.options().now);
    let before = held(&rig.sandbox);
    *meddling.lock() = Some(Box::new(move |_| {
        sandbox.set_now(now + jiff::SignedDuration::from_secs(60));
        let new = NewTransaction {
            driver_id: sandbox.driver_ids()[0],
            type_id: 1,
            amount: 1,
            description: String::new(),
            date: None,
        };
        sandbox.add_transaction(&new).unwrap();
    }));
    let state = collected(&rig, whole()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!(ids(&rig, &state.handle), before);
    assert!(held(&rig.sandbox).len() > before.len());
}

// Failures and waits.

#[tokio::test]
async fn a_page_that_never_comes_fails_the_register_and_only_missing_pages_are_read_on() {
    for (effect, code) in [
        ("truncated", DeskErrorCode::UnexpectedAnswer),
        ("500", DeskErrorCode::ServiceDown),
    ] {
        let (rig, meddling) = meddled_rig(park()).await;
        let (sandbox, rule) = (rig.sandbox.clone(), format!("listTransactions:{effect}"));
        // Three requests are answered, then none.
        let mut requests = 0;
        *meddling.lock() = Some(Box::new(move |_| {
            requests += 1;
            if requests == 4 {
                faults(&sandbox, &[rule.as_str()]);
            }
        }));
        let failed = collected(&rig, whole()).await;
        assert_eq!(failed.phase, RegisterPhase::Failed, "{effect}");
        assert_eq!(failed.error.unwrap().code, code, "{effect}");
        assert_eq!(ids(&rig, &failed.handle).len(), failed.received as usize);
        assert!(failed.pages_done < failed.pages);

        faults(&rig.sandbox, &[]);
        let before = rig.sandbox.calls("listTransactions");
        rig.desk.resume_register(&failed.handle).unwrap();
        let state = settled(&rig, &failed.handle).await;
        assert_eq!(state.phase, RegisterPhase::Complete);
        assert_eq!(ids(&rig, &state.handle), held(&rig.sandbox));
        let missing = u64::from(failed.pages - failed.pages_done);
        let asked = rig.sandbox.calls("listTransactions") - before;
        assert_eq!(asked, missing + 1, "{effect}");
    }
}

#[tokio::test]
async fn a_wait_that_the_service_asks_for_is_obeyed_and_shown() {
    for (seconds, rule) in [
        (7, "listTransactions:429=7s@page=2"),
        (400, "listTransactions:429=400s@page=2"),
    ] {
        let rig = Rig::of(park(), FULL_KEY).await;
        let started = transport::Clock::now(&rig.clock);
        faults(&rig.sandbox, &[rule]);
        let state = collected(&rig, whole()).await;
        let passed = transport::Clock::now(&rig.clock).duration_since(started);
        assert_eq!(
            (state.phase, state.received),
            (RegisterPhase::Complete, 900)
        );
        assert!(passed.as_secs() >= seconds, "{seconds}");
        assert!(told_phases(&rig).contains(&RegisterPhase::Waiting));
    }
}
