//! The list of transactions: its silent window of four weeks, its filters, what its rows hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{Client, EVER, items, small, sorted};
use jiff::{Span, Timestamp};
use rust_decimal::Decimal;
use sandbox::{NewTransaction, Options, TransactionsFilter};
use serde_json::Value;

/// The rows of the truth that are listed and lie in a period; `None` is open.
fn between(client: &Client, from: Option<Timestamp>, to: Option<Timestamp>) -> Vec<i64> {
    let filter = TransactionsFilter {
        from,
        to,
        ..Default::default()
    };
    let rows = client.sandbox.transactions_of(&filter);
    rows.iter().map(|one| one.id).collect()
}

#[tokio::test]
async fn without_a_period_only_four_weeks_of_transactions_are_listed_and_both_ends_count() {
    let client = Client::new(small());
    let (ids, _) = client.all_ids("/transactions").await;
    let from = client.sandbox.options().now - Span::new().hours(28 * 24);
    assert_eq!(sorted(ids.clone()), between(&client, Some(from), None));
    assert!((600..900).contains(&ids.len()), "{}", ids.len());

    let rows = client.sandbox.transactions();
    let (first, last) = (&rows[100], &rows[300]);
    let moment = |at: Timestamp| at.to_string().replace('+', "%2B");
    let path = format!(
        "/transactions?period_from={}&period_to={}",
        moment(first.date),
        moment(last.date)
    );
    let (ids, _) = client.all_ids(&path).await;
    assert!(ids.contains(&first.id) && ids.contains(&last.id));
    let inside = between(&client, Some(first.date), Some(last.date));
    assert_eq!(sorted(ids), inside);
}

#[tokio::test]
async fn every_transaction_filter_filters() {
    let client = Client::new(small());
    let driver = client.sandbox.transactions()[500].driver_id;
    let cases = [
        (
            "transaction_type_ids[]=5&transaction_type_ids[]=7".to_owned(),
            "/type/id",
            vec![5, 7],
        ),
        (format!("driver_ids[]={driver}"), "/driver/id", vec![driver]),
        ("integration_ids[]=1".to_owned(), "/integration/id", vec![1]),
    ];
    let all = client.all_ids(&format!("/transactions?{EVER}")).await.1;
    for (filter, pointer, allowed) in cases {
        let path = format!("/transactions?{EVER}&per_page=200&{filter}");
        let found = items(&client, &path).await;
        assert!(!found.is_empty() && found.len() < all, "{filter}");
        for one in found {
            let id = one.pointer(pointer).and_then(Value::as_i64);
            assert!(
                id.is_some_and(|id| allowed.contains(&id)),
                "{filter}: {one}"
            );
        }
    }
}

#[tokio::test]
async fn transactions_show_trips_of_all_kinds_signs_kopecks_and_real_payments() {
    let client = Client::new(Options {
        payments: 20_000,
        transactions: 2_000,
        ..small()
    });
    let mut rows = Vec::new();
    for page in 1..=10 {
        let path = format!("/transactions?{EVER}&per_page=200&page={page}");
        rows.extend(items(&client, &path).await);
    }
    assert_eq!(rows.len(), 2_000);
    let exact = |value: &Value| value.to_string().parse::<Decimal>().unwrap();
    for one in &rows {
        let (trip, amount) = (&one["trip"], exact(&one["amount"]));
        assert_eq!(trip.is_object(), one["type"]["id"] == 2, "{one}");
        if trip.is_object() {
            let part = |name: &str| exact(&trip["amount"][name]);
            let fees = part("aggregator_commission") + part("customer_commission");
            assert_eq!(amount, part("total"), "{one}");
            assert_eq!(amount, part("cashless") + part("tip") - fees, "{one}");
            assert_eq!(part("order"), part("cash") + part("cashless"), "{one}");
        }
        if [3, 5, 7, 14].contains(&one["type"]["id"].as_i64().unwrap()) {
            assert!(amount < Decimal::ZERO, "{one}");
        }
    }
    let trips = |fits: &dyn Fn(&Value) -> bool| {
        let trips = rows.iter().map(|one| &one["trip"]);
        trips.filter(|one| one.is_object() && fits(one)).count()
    };
    for payment_type in 1..=3 {
        assert!(trips(&|one| one["payment_type"]["id"] == payment_type) > 20);
    }
    assert!(trips(&|one| one["payment_type"].is_null()) > 5);
    assert!(trips(&|one| one["address_to"].is_null()) > 5);
    assert!(trips(&|one| one["amount"]["tip"] != 0) > 20);
    let is_broken = |one: &&Value| !(exact(&one["amount"]) * Decimal::TEN).is_integer();
    assert!(rows.iter().filter(is_broken).count() > 500);
    let paid: Vec<i64> = rows
        .iter()
        .filter_map(|one| one["payment_id"].as_i64())
        .collect();
    assert!(paid.len() > 100, "{}", paid.len());
    for id in paid.iter().take(20) {
        let row = rows.iter().find(|one| one["payment_id"] == *id).unwrap();
        let payment = &items(&client, &format!("/payments?{EVER}&search={id}")).await[0];
        assert_eq!(exact(&payment["amount"]), -exact(&row["amount"]));
        assert_eq!(payment["driver"]["id"], row["driver"]["id"]);
    }
}

#[tokio::test]
async fn what_a_colleague_moved_is_listed_like_everything_else() {
    let client = Client::new(small());
    let (sandbox, driver) = (&client.sandbox, client.sandbox.driver_ids()[3]);
    let before = sandbox.balances(driver);
    let new = NewTransaction {
        driver_id: driver,
        type_id: 5,
        amount: -123_456,
        description: "Аренда за июнь".to_owned(),
        date: None,
    };
    let id = sandbox.add_transaction(&new).unwrap();
    let row = &items(&client, "/transactions?order=-id").await[0];
    assert_eq!(
        (&row["id"], &row["driver"]["id"]),
        (&serde_json::json!(id), &serde_json::json!(driver))
    );
    assert_eq!(
        (&row["type"]["id"], &row["trip"]),
        (&serde_json::json!(5), &Value::Null)
    );
    assert_eq!(row["amount"].to_string(), "-1234.56");
    assert!(!sandbox.transactions().pop().unwrap().made);
    assert_eq!(sandbox.balances(driver), before);
    let nobody = NewTransaction {
        driver_id: 1,
        ..new
    };
    assert_eq!(sandbox.add_transaction(&nobody), None);
}
