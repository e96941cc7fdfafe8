//! Lists: complete and stable pages, the silent window of four weeks, every documented filter, order and search of
//! payments, drivers and applications.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{Client, EVER, items, small, sorted};
use jiff::{Span, Timestamp};
use rust_decimal::Decimal;
use sandbox::{NewPayment, Options, PaymentsFilter};
use serde_json::Value;

#[tokio::test]
async fn pages_show_every_row_once_whatever_the_order() {
    let client = Client::new(small());
    let orders = [
        "id",
        "-created_at",
        "updated_at",
        "request_type",
        "-amount",
        "amount_paid",
        "payment_type",
        "-aggregators",
    ];
    for order in orders {
        let (ids, total) = client
            .all_ids(&format!("/payments?{EVER}&order={order}"))
            .await;
        assert_eq!(
            (total, sorted(ids)),
            (2_000, client.sandbox.payment_ids()),
            "{order}"
        );
    }
    for order in ["-id", "group_id", "invited_by", "-balance"] {
        let (ids, _) = client.all_ids(&format!("/drivers?order={order}")).await;
        assert_eq!(sorted(ids), client.sandbox.driver_ids(), "{order}");
    }
    for order in ["-id", "date", "integrations", "-amount"] {
        let path = format!("/transactions?{EVER}&order={order}");
        let (ids, total) = client.all_ids(&path).await;
        assert_eq!(total, 900, "{order}");
        assert!(sorted(ids).is_sorted_by(|one, next| one < next), "{order}");
    }
    let (ids, total) = client.all_ids("/autoreg/applications?order=date").await;
    assert_eq!((total, sorted(ids)), (40, client.sandbox.application_ids()));
}

#[tokio::test]
async fn an_order_is_really_kept() {
    let client = Client::new(small());
    let amounts: Vec<Decimal> = items(
        &client,
        &format!("/payments?{EVER}&order=-amount&per_page=200"),
    )
    .await
    .iter()
    .map(|one| one["amount"].to_string().parse().unwrap())
    .collect();
    assert!(amounts.is_sorted_by(|one, next| one >= next));
    let dates: Vec<String> = items(&client, "/autoreg/applications?order=date&per_page=50")
        .await
        .iter()
        .map(|one| one["date"].as_str().unwrap().to_owned())
        .collect();
    assert!(dates.is_sorted() && dates.iter().all(|date| date.ends_with("+03:00")));
}

#[tokio::test]
async fn a_page_tells_where_it_stands_and_a_page_past_the_end_is_empty() {
    let client = Client::new(small());
    let meta = client.get("/drivers?per_page=50&page=2").await.json()["meta"].clone();
    let shown = |name: &str| meta[name].as_i64().unwrap();
    assert_eq!(
        [
            "total",
            "from",
            "to",
            "per_page",
            "current_page",
            "last_page"
        ]
        .map(shown),
        [60, 51, 60, 50, 2, 2]
    );
    let past = client.get("/drivers?page=99").await.json();
    assert_eq!(
        (
            past["items"].as_array().unwrap().len(),
            &past["meta"]["from"]
        ),
        (0, &Value::Null)
    );
    let links = client.get("/autoreg/applications?page=2").await.json()["links"].clone();
    assert_eq!(
        links["prev_page_url"],
        "http://park.test/taxi-public/v1/autoreg/applications?page=1"
    );
    assert_eq!(links["next_page_url"], Value::Null);
}

#[tokio::test]
async fn without_a_period_only_four_weeks_are_listed() {
    let client = Client::new(small());
    let now = client.sandbox.options().now;
    let from = now - Span::new().hours(28 * 24);
    let truth = client.sandbox.payments_truth(&PaymentsFilter {
        from: Some(from),
        ..Default::default()
    });
    let (ids, total) = client.all_ids("/payments").await;
    assert_eq!((ids.len(), total), (truth.count, truth.count));
    assert!(truth.count > 50 && truth.count < 300, "{}", truth.count);
}

#[tokio::test]
async fn both_ends_of_a_period_are_inclusive() {
    let client = Client::new(small());
    let at: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
    let new = NewPayment {
        driver_id: client.sandbox.driver_ids()[0],
        status: 1,
        amount: 123_450,
        commission: 50,
        created_at: Some(at),
    };
    let id = client.sandbox.add_payment(&new).unwrap();
    let moment = "2030-01-01T03:00:00%2B03:00";
    let found = items(
        &client,
        &format!("/payments?period_from={moment}&period_to={moment}"),
    )
    .await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["id"], id);
    assert_eq!(
        (
            found[0]["amount"].to_string(),
            found[0]["amount_paid"].to_string()
        ),
        ("1234.5".into(), "1234".into())
    );
}

#[tokio::test]
async fn a_payment_filed_late_is_listed_in_the_period_of_its_moment() {
    let client = Client::new(small());
    let days = "period_from=2024-12-01T00:00:00%2B03:00&period_to=2024-12-02T00:00:00%2B03:00";
    let before = items(&client, &format!("/payments?{days}&per_page=200")).await;
    let id = client.sandbox.add_payment(&NewPayment {
        driver_id: client.sandbox.driver_ids()[0],
        status: 1,
        amount: 123_450,
        commission: 50,
        created_at: Some("2024-12-01T12:00:00Z".parse().unwrap()),
    });
    let after = items(&client, &format!("/payments?{days}&per_page=200")).await;
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after[0]["id"], id.unwrap());
}

#[tokio::test]
async fn the_sums_of_the_pages_are_the_truth() {
    let client = Client::new(small());
    let truth = client.sandbox.payments_truth(&PaymentsFilter::default());
    let mut sum = Decimal::ZERO;
    for page in 1..=10 {
        for one in items(
            &client,
            &format!("/payments?{EVER}&per_page=200&page={page}"),
        )
        .await
        {
            sum += one["amount_paid"].to_string().parse::<Decimal>().unwrap();
        }
    }
    assert_eq!((truth.count, sum), (2_000, truth.amount_paid));
    assert_eq!(truth.amount - truth.commission, truth.amount_paid);
}

#[tokio::test]
async fn every_payment_filter_filters() {
    let client = Client::new(small());
    let driver = client.sandbox.driver_ids()[2];
    let cases = [
        ("agent_ids=1,2".to_owned(), "/agent/id", vec![1, 2]),
        (format!("driver_ids={driver}"), "/driver/id", vec![driver]),
        ("group_ids=2".to_owned(), "/driver/group/id", vec![2]),
        (
            "integration_ids=1,3".to_owned(),
            "/integration/id",
            vec![1, 3],
        ),
        ("payment_status_id=2,5".to_owned(), "/status/id", vec![2, 5]),
        ("pay_type_ids=4".to_owned(), "/pay_type/id", vec![4]),
        ("request_type_ids=3".to_owned(), "/request_type/id", vec![3]),
    ];
    for (filter, pointer, allowed) in cases {
        let found = items(&client, &format!("/payments?{EVER}&per_page=200&{filter}")).await;
        assert!(!found.is_empty(), "{filter}");
        let fits =
            |one: &Value| allowed.contains(&one.pointer(pointer).and_then(Value::as_i64).unwrap());
        assert!(found.iter().all(fits), "{filter}");
        assert!(found.len() < 2_000, "{filter}");
    }
}

#[tokio::test]
async fn every_driver_and_application_filter_filters() {
    let client = Client::new(small());
    let all = items(&client, "/drivers?per_page=200").await;
    let groups = items(&client, "/drivers?per_page=200&group_ids[]=2&group_ids[]=3").await;
    let of_groups = |one: &&Value| [2, 3].contains(&one["group"]["id"].as_i64().unwrap());
    assert_eq!(groups.len(), all.iter().filter(of_groups).count());
    let statuses = items(&client, "/drivers?per_page=200&anti_fraud_status_ids[]=1").await;
    assert!(
        statuses
            .iter()
            .all(|one| one["anti_fraud_status"]["id"] == 1)
    );
    let through = items(&client, "/drivers?per_page=200&integration_ids[]=3").await;
    assert!(!through.is_empty() && through.len() < all.len());
    let referrer = all
        .iter()
        .find_map(|one| one["invited_by"]["id"].as_i64())
        .unwrap();
    let invited = items(&client, &format!("/drivers?referrer_ids[]={referrer}")).await;
    assert!(
        !invited.is_empty()
            && invited
                .iter()
                .all(|one| one["invited_by"]["id"] == referrer)
    );
    let drafts = items(
        &client,
        "/autoreg/applications?status[]=draft&status[]=filled&per_page=200",
    )
    .await;
    assert!(
        drafts
            .iter()
            .all(|one| one["status"]["id"] == 1 || one["status"]["id"] == 8)
            && drafts.len() > 1
    );
    let undefined = items(
        &client,
        "/autoreg/applications?direction[]=undefined&per_page=200",
    )
    .await;
    assert!(undefined.len() < 40);
}

#[tokio::test]
async fn counts_by_status_agree_with_the_list() {
    let client = Client::new(small());
    for filter in ["", "direction[]=taxi&"] {
        let data = client
            .get(&format!("/autoreg/applications/counts?{filter}"))
            .await
            .json()["data"]
            .clone();
        for (slug, count) in data.as_object().unwrap() {
            let (ids, _) = client
                .all_ids(&format!("/autoreg/applications?{filter}status[]={slug}"))
                .await;
            assert_eq!(ids.len() as u64, count.as_u64().unwrap(), "{slug}");
        }
        assert_eq!(data.as_object().unwrap().len(), 8);
    }
}

#[tokio::test]
async fn a_search_finds_by_id_name_and_digits_of_a_phone() {
    let client = Client::new(small());
    let id = client.sandbox.driver_ids()[5];
    let truth = client.sandbox.driver(id).unwrap();
    let text = |name: &str| truth[name].as_str().unwrap().to_owned();
    let name: String =
        url::form_urlencoded::byte_serialize(text("last_name").to_lowercase().as_bytes()).collect();
    for phrase in [
        id.to_string(),
        text("phone")[1..].to_owned(),
        text("aggregator_id")[..12].to_owned(),
        name,
    ] {
        let (ids, _) = client.all_ids(&format!("/drivers?search={phrase}")).await;
        assert!(ids.contains(&id), "{phrase}");
        assert!(ids.len() < 20, "{phrase}");
    }
    let (payments, _) = client
        .all_ids(&format!("/payments?{EVER}&search={}", &text("phone")[1..]))
        .await;
    let filter = PaymentsFilter {
        drivers: vec![id],
        ..Default::default()
    };
    assert_eq!(payments.len(), client.sandbox.payments_truth(&filter).count);
    let payment = client.sandbox.payment_ids()[7];
    assert_eq!(
        client
            .all_ids(&format!("/payments?{EVER}&search={payment}"))
            .await
            .0,
        [payment]
    );
}

#[tokio::test]
async fn a_request_that_the_documents_do_not_allow_is_refused_by_field() {
    let client = Client::new(Options {
        payments: 10,
        ..small()
    });
    for (path, field) in [
        ("/payments?per_page=25", "per_page"),
        ("/payments?page=0", "page"),
        ("/drivers?order=full_name", "order"),
        ("/transactions?order=created_at", "order"),
        ("/transactions?driver_ids[]=a", "driver_ids"),
        ("/dictionaries/autoreg/models_search?search=R", "search"),
        ("/payments?agent_ids=a", "agent_ids"),
        (
            "/payments?period_from=2024-01-01T00:00:00+03:00",
            "period_from",
        ),
        ("/autoreg/applications?status[]=new", "status.0"),
        ("/dictionaries/autoreg/documents", "profession_id"),
    ] {
        assert_eq!(client.get(path).await.fields(), [field], "{path}");
    }
}

#[tokio::test]
async fn models_are_found_by_a_part_of_their_name_whatever_the_case() {
    let client = Client::new(small());
    let found = async |search: &str| {
        let path = format!("/dictionaries/autoreg/models_search?search={search}");
        client.get(&path).await.json()
    };
    assert_eq!(
        found("kia%20r").await,
        serde_json::json!([{"id": 31, "name": "Kia Rio"}])
    );
    assert_eq!(found("zz").await, serde_json::json!([]));
    assert_eq!(
        found("%D0%BC%D0%BE%D1%81%D0%BA%D0%B2%D0%B8%D1%87").await[0]["id"],
        190
    );
}
