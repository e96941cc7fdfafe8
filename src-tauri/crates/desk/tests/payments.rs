//! The register of payments over the demo park: whole, exact, ordered, searched and copied.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::collections::BTreeSet;

use desk::{
    DeskErrorCode,
    payments::types::{PaymentRow, PaymentsFilter},
    registers::types::{CopyColumn, RegisterPhase, Selection},
};
use jump::Id;
use rig::{FULL_KEY, Rig, register::*, small_park};
use sandbox::{NewPayment, Options};

// Complete.

#[tokio::test]
async fn a_months_sums_are_the_parks_own_to_the_kopeck() {
    let rig = Rig::of(middling_park(), FULL_KEY).await;
    for (from, to) in [("2025-05-01", "2025-05-31"), ("2025-04-01", "2025-06-15")] {
        let state = collected(&rig, all_of(from, to)).await;
        let truth = rig.sandbox.payments_truth(&sandbox::PaymentsFilter {
            from: Some(moscow(&format!("{from}T00:00:00"))),
            to: Some(moscow(&format!("{to}T23:59:59"))),
            ..Default::default()
        });
        let sums = totals(&rig, &state.handle);
        assert_eq!(state.phase, RegisterPhase::Complete);
        assert!(truth.count > 20, "the month is not empty");
        assert_eq!(sums.count as usize, truth.count);
        for (column, truth) in [
            ("amount", truth.amount),
            ("commission", truth.commission),
            ("amount_paid", truth.amount_paid),
        ] {
            assert_eq!(of(&sums, column).sum.decimal(), truth, "{column}");
        }
        assert_eq!(of(&sums, "amount").count, sums.count);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_thousand_rows_are_all_there_once() {
    let options = Options {
        payments: 60_000,
        ..small_park()
    };
    let rig = Rig::of(options, FULL_KEY).await;
    let state = collected(&rig, everything()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!((state.received, state.total), (60_000, Some(60_000)));
    // The pages, and a look at the newest before and after them.
    assert_eq!(rig.sandbox.calls("listPayments"), 300 + 2);
    let truth = rig.sandbox.payments_truth(&Default::default());
    let sums = totals(&rig, &state.handle);
    assert_eq!(of(&sums, "amount").sum.decimal(), truth.amount);
    let mut found = ids(&rig, &state.handle);
    found.sort_unstable();
    assert_eq!(found, rig.sandbox.payment_ids());
}

#[tokio::test]
async fn days_begin_and_end_at_midnight_in_moscow_and_both_ends_count() {
    let rig = Rig::new().await;
    let driver_id = rig.sandbox.driver_ids()[0];
    let moments = [
        "2025-02-09T23:59:59",
        "2025-02-10T00:00:00",
        "2025-02-11T23:59:59",
        "2025-02-12T00:00:00",
    ];
    let added = moments.map(|at| {
        rig.sandbox
            .add_payment(&NewPayment {
                driver_id,
                status: PAID,
                amount: 100,
                commission: 0,
                created_at: Some(moscow(at)),
            })
            .unwrap()
    });
    let state = collected(&rig, all_of("2025-02-10", "2025-02-11")).await;
    let found: BTreeSet<i64> = ids(&rig, &state.handle).into_iter().collect();
    let inside = added.map(|id| found.contains(&id));
    assert_eq!(inside, [false, true, true, false]);
    assert_eq!(state.until, "2025-02-11T23:59:59+03:00");
}

#[tokio::test]
async fn a_register_without_a_proper_period_is_refused() {
    let rig = Rig::new().await;
    for (from, to) in [("", ""), ("2025-06-02", "2025-06-01")] {
        let refused = rig.desk.open_payments(&rig.park, all_of(from, to)).await;
        let error = refused.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        assert_eq!(error.fields[0].field, "period");
    }
    assert_eq!(rig.sandbox.calls("listPayments"), 0);
}

#[tokio::test]
async fn a_name_typed_in_the_wrong_layout_or_a_phone_in_any_writing_finds_the_driver() {
    let rig = Rig::new().await;
    let first = collected(&rig, everything()).await;
    let in_russia = |row: &PaymentRow| row.phone.starts_with("79");
    let row = rows(&rig, &first.handle)
        .into_iter()
        .find(in_russia)
        .unwrap();
    let name = row.driver.split(' ').next().unwrap().to_lowercase();
    let mistyped: String = name.chars().map(in_latin_layout).collect();
    let phone = format!("8 ({}) {}", &row.phone[1..4], &row.phone[4..]);
    for search in [mistyped, phone, row.id.to_string()] {
        let filter = PaymentsFilter {
            search: search.clone(),
            ..everything()
        };
        let state = collected(&rig, filter).await;
        let found = ids(&rig, &state.handle);
        assert!(found.contains(&row.id.get()), "{search}");
        assert!(state.received < first.received, "{search}");
    }
}

fn in_latin_layout(letter: char) -> char {
    let cyrillic = "йцукенгшщзхъфывапролджэячсмитьбюё";
    let latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    let found = cyrillic
        .chars()
        .zip(latin.chars())
        .find(|(from, _)| *from == letter);
    found.map_or(letter, |(_, to)| to)
}

// Order, search, selection.

#[tokio::test]
async fn ordering_loses_no_row_and_is_exact() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let mut revision = state.revision;
    for column in [
        "id",
        "driver",
        "created_at",
        "paid_at",
        "status",
        "amount",
        "commission",
        "amount_paid",
        "pay_type",
        "request_type",
        "agent",
        "group",
        "integration",
        "requisites",
        "phone",
    ] {
        let changed = order(&rig, &state.handle, column, false);
        assert!(changed.revision > revision);
        revision = changed.revision;
        let mut found = ids(&rig, &state.handle);
        found.sort_unstable();
        assert_eq!(found, rig.sandbox.payment_ids(), "{column}");
    }
    order(&rig, &state.handle, "amount", true);
    let key = |row: &PaymentRow| (row.amount.unwrap(), row.id);
    assert!(rows(&rig, &state.handle).is_sorted_by(|left, right| key(left) >= key(right)));
}

#[tokio::test]
async fn sums_follow_the_search_and_the_selection() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let shown = find(&rig, &state.handle, "отклонен");
    let truth = rig.sandbox.payments_truth(&sandbox::PaymentsFilter {
        statuses: vec![REJECTED.into()],
        ..Default::default()
    });
    assert_eq!(shown.shown as usize, truth.count);
    let sums = totals(&rig, &state.handle);
    assert_eq!(of(&sums, "amount").sum.decimal(), truth.amount);

    let first = rows(&rig, &state.handle).remove(0);
    let sums = |selection| {
        rig.desk
            .register_totals(&state.handle, Some(&selection))
            .unwrap()
    };
    let but_one = sums(Selection {
        all: true,
        except: vec![first.id],
        ..Selection::default()
    });
    assert_eq!(but_one.count as usize, truth.count - 1);
    assert_eq!(
        of(&but_one, "amount").sum.decimal() + first.amount.unwrap().decimal(),
        truth.amount
    );
    // A chosen row stays chosen when the search hides it; one named twice counts once.
    find(&rig, &state.handle, "такого нет");
    let one = sums(Selection {
        ids: vec![first.id, first.id],
        ..Selection::default()
    });
    assert_eq!((one.count, Some(of(&one, "amount").sum)), (1, first.amount));
}

#[tokio::test]
async fn what_is_copied_is_what_is_chosen_in_the_order_shown() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    order(&rig, &state.handle, "amount", false);
    let rows = rows(&rig, &state.handle);
    let chosen = Selection {
        ids: vec![rows[4].id, rows[1].id],
        ..Selection::default()
    };
    let columns = [
        ("driver", "Водитель"),
        ("created_at", "Создан"),
        ("amount", "Сумма, ₽"),
        ("id", "=ID"),
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
    assert_eq!(lines[0], "Водитель\tСоздан\tСумма, ₽\t'=ID");
    assert_eq!(lines.len(), 3);
    for (line, row) in lines[1..].iter().zip([&rows[1], &rows[4]]) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells[0], row.driver);
        let day = &row.created_at[..10];
        assert_eq!(
            cells[1][..10],
            format!("{}.{}.{}", &day[8..], &day[5..7], &day[..4])
        );
        assert_eq!(cells[2], row.amount.unwrap().to_string().replace('.', ","));
        assert_eq!(cells[3], row.id.to_string());
    }
}

#[tokio::test]
async fn the_drawer_shows_the_whole_payment_and_knows_its_neighbours() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let rows = rows(&rig, &state.handle);
    let details = rig.desk.payment_details(&state.handle, rows[7].id).unwrap();
    assert_eq!(details.position, Some(7));
    assert_eq!(details.payment.amount, rows[7].amount);
    assert!(!details.payment.history.is_empty());
    find(&rig, &state.handle, "такого нет");
    let hidden = rig.desk.payment_details(&state.handle, rows[7].id).unwrap();
    assert_eq!(hidden.position, None);
    let unknown = rig.desk.payment_details(&state.handle, Id(1)).unwrap_err();
    assert_eq!(unknown.code, DeskErrorCode::NotFound);
}
