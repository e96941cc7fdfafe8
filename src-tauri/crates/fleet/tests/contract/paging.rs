//! Lists that are read to their end.

use std::sync::Arc;

use fleet::{
    CursorFault, DriverFields, DriversFault, DriversReading, FleetDriversQuery,
    FleetTransactionsQuery, ProfileField, ReadingFault, TransactionsReading,
};
use serde_json::{Value, json};

use crate::calls::{self, DRIVER};
use crate::wires::Script;

fn row(id: u64) -> Value {
    json!({
        "id": id.to_string(), "event_at": "2026-01-15T10:00:00+03:00", "category_id": "card", "category_name": "n",
        "amount": "1.0000", "currency_code": "RUB", "description": "d", "created_by": {"identity": "platform"},
    })
}

fn page(ids: std::ops::Range<u64>, cursor: &str) -> (u16, Value) {
    let rows: Vec<Value> = ids.map(row).collect();
    (
        200,
        json!({ "limit": 500, "cursor": cursor, "transactions": rows }),
    )
}

fn reading(script: &Arc<Script>) -> TransactionsReading {
    let query = FleetTransactionsQuery::new(calls::window());
    TransactionsReading::of_park(script.client(), query)
}

fn members(script: &Script, name: &str) -> Vec<Value> {
    script
        .bodies()
        .iter()
        .map(|body| body[name].clone())
        .collect()
}

#[tokio::test]
async fn list_is_read_to_its_end_over_short_and_empty_pages() {
    let script = Script::saying_in_turn(vec![
        page(0..3, "a"),
        page(0..0, "b"),
        page(0..0, "c"),
        page(3..4, "d"),
        page(0..0, ""),
    ]);
    let rows = reading(&script).collect().await.unwrap();
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["0", "1", "2", "3"]);
    let cursors = [Value::Null, json!("a"), json!("b"), json!("c"), json!("d")];
    assert_eq!(members(&script, "cursor"), cursors);
    let bodies = script.bodies();
    assert!(
        bodies[0].get("cursor").is_none(),
        "an empty cursor is refused over there"
    );
    assert!(
        bodies
            .iter()
            .all(|body| body["query"] == bodies[0]["query"])
    );
    assert_eq!(
        members(&script, "limit"),
        vec![json!(500); 5],
        "the default of 40 would be read for hours"
    );
}

#[tokio::test]
async fn list_of_a_driver_is_asked_for_as_such_on_every_page() {
    let script = Script::saying_in_turn(vec![page(0..1, "a"), page(1..2, "")]);
    let query = FleetTransactionsQuery::new(calls::window());
    let reading = TransactionsReading::of_driver(script.client(), DRIVER.to_owned(), query);
    assert_eq!(reading.collect().await.unwrap().len(), 2);
    for sent in script.sent.lock().unwrap().iter() {
        assert_eq!(sent.operation.id, "listDriverTransactions");
        assert_eq!(sent.json()["query"]["park"]["driver_profile"]["id"], DRIVER);
    }
}

#[tokio::test]
async fn list_in_circles_is_a_fault_that_stays_one() {
    let script = Script::saying_in_turn(vec![page(0..1, "a"), page(1..2, "b"), page(2..3, "a")]);
    let mut reading = reading(&script);
    for _ in 0..2 {
        assert_eq!(reading.next_page().await.unwrap().unwrap().len(), 1);
    }
    let fault = ReadingFault::Cursor(CursorFault::Repeated { page: 3 });
    for _ in 0..2 {
        assert_eq!(
            reading.next_page().await,
            Err(fault.clone()),
            "an unfinished list never looks finished"
        );
    }
    assert_eq!(script.times_sent(), 3);
}

#[tokio::test]
async fn page_that_is_too_large_is_asked_for_in_halves_from_the_same_place() {
    let script = Script::new(|sent| {
        let body = sent.json();
        let cursor = match body["cursor"].as_str() {
            None => "a",
            Some("a") => "b",
            _ => "",
        };
        let (status, answer) = page(0..1, cursor);
        match (body["cursor"].as_str(), body["limit"].as_u64().unwrap()) {
            (Some("a"), 126..) => (504, "<html>".to_owned()),
            _ => (status, answer.to_string()),
        }
    });
    let rows = reading(&script).collect().await.unwrap();
    assert_eq!(rows.len(), 3);
    let limits: Vec<u64> = members(&script, "limit")
        .iter()
        .map(|limit| limit.as_u64().unwrap())
        .collect();
    // Each size has the four attempts of any read.
    assert_eq!(
        limits,
        [500, 500, 500, 500, 500, 250, 250, 250, 250, 125, 125]
    );
}

#[tokio::test]
async fn reading_that_broke_off_goes_on_where_it_stood() {
    let refusal = (400, json!({ "message": "m" }));
    let script = Script::saying_in_turn(vec![page(0..1, "a"), refusal, page(1..2, "")]);
    let mut reading = reading(&script);
    assert!(reading.next_page().await.unwrap().is_some());
    assert!(matches!(
        reading.next_page().await,
        Err(ReadingFault::Call(_))
    ));
    assert_eq!(reading.next_page().await.unwrap().unwrap()[0].id, "1");
    assert_eq!(reading.next_page().await, Ok(None));
    assert_eq!(
        members(&script, "cursor"),
        [Value::Null, json!("a"), json!("a")]
    );
}

#[tokio::test]
async fn service_that_refuses_every_size_is_told_and_not_asked_for_ever() {
    let script = Script::saying(429, r#"{"message": "Limit exceeded"}"#);
    let error = reading(&script).next_page().await.unwrap_err();
    let ReadingFault::Call(error) = error else {
        panic!("{error}")
    };
    assert_eq!((error.status, script.times_sent()), (Some(429), 5 * 4));
}

/// A park of drivers `0..count`, of which `offset` and `limit` cut a page.
fn park(count: u64, total: Option<u64>) -> Arc<Script> {
    Script::new(move |sent| {
        let body = sent.json();
        let [limit, offset] = ["limit", "offset"].map(|name| body[name].as_u64().unwrap());
        let ids = (offset..count).take(limit as usize);
        let rows: Vec<Value> = ids
            .map(|id| json!({ "driver_profile": { "id": id.to_string() } }))
            .collect();
        let answer =
            json!({ "driver_profiles": rows, "limit": limit, "offset": offset, "total": total });
        (200, answer.to_string())
    })
}

#[tokio::test]
async fn drivers_are_read_to_the_last_one_with_a_total_or_without() {
    for (count, total, pages) in [
        (0, Some(0), 1),
        (0, None, 1),
        (400, Some(400), 1),
        (400, None, 2),
        (1001, Some(1001), 3),
        (1001, None, 3),
    ] {
        let script = park(count, total);
        let reading = DriversReading::new(script.client(), FleetDriversQuery::default());
        let drivers = reading.collect().await.unwrap();
        let ids: Vec<u64> = drivers
            .iter()
            .map(|row| row.id().unwrap().parse().unwrap())
            .collect();
        assert_eq!(ids, (0..count).collect::<Vec<_>>());
        assert_eq!(script.times_sent(), pages, "{count} {total:?}");
    }
    let script = park(3, Some(3));
    DriversReading::new(script.client(), FleetDriversQuery::default())
        .collect()
        .await
        .unwrap();
    let order = json!([{ "field": "driver_profile.created_date", "direction": "asc" }]);
    assert_eq!(script.only().json()["sort_order"], order);
}

#[tokio::test]
async fn driver_who_comes_twice_is_told_once() {
    let rows = |ids: std::ops::Range<u64>| -> Value {
        let rows = ids.map(|id| json!({ "driver_profile": { "id": id.to_string() } }));
        json!({ "driver_profiles": rows.collect::<Vec<_>>(), "total": 500 })
    };
    let script = Script::saying_in_turn(vec![(200, rows(0..400)), (200, rows(399..499))]);
    let drivers = DriversReading::new(script.client(), FleetDriversQuery::default());
    assert_eq!(drivers.collect().await.unwrap().len(), 499);
}

#[tokio::test]
async fn list_of_drivers_that_stands_still_is_a_fault() {
    let rows: Vec<Value> = (0..400)
        .map(|id| json!({ "driver_profile": { "id": id.to_string() } }))
        .collect();
    let script = Script::saying_in_turn(vec![(
        200,
        json!({ "driver_profiles": rows, "total": 5000 }),
    )]);
    let mut reading = DriversReading::new(script.client(), FleetDriversQuery::default());
    assert_eq!(reading.next_page().await.unwrap().unwrap().len(), 400);
    for _ in 0..2 {
        let fault = DriversFault::Stuck { offset: 400 };
        assert_eq!(
            reading.next_page().await,
            Err(fault),
            "an unfinished list never looks finished"
        );
    }
    assert_eq!(script.times_sent(), 2);

    let nobody = json!({ "driver_profiles": [], "total": 5000 });
    let script = Script::saying_in_turn(vec![(200, nobody)]);
    let reading = DriversReading::new(script.client(), FleetDriversQuery::default());
    let fault = DriversFault::Stuck { offset: 0 };
    assert_eq!(
        reading.collect().await,
        Err(fault),
        "nobody out of five thousand"
    );
}

#[tokio::test]
async fn list_that_shrank_while_it_was_read_says_so() {
    let rows = |ids: std::ops::Range<u64>, total: u64| {
        let rows = ids.map(|id| json!({ "driver_profile": { "id": id.to_string() } }));
        (
            200,
            json!({ "driver_profiles": rows.collect::<Vec<_>>(), "total": total }),
        )
    };
    for (last_total, skipped) in [(500, false), (501, false), (499, true)] {
        let script = Script::saying_in_turn(vec![rows(0..400, 500), rows(400..501, last_total)]);
        let mut reading = DriversReading::new(script.client(), FleetDriversQuery::default());
        while reading.next_page().await.unwrap().is_some() {}
        assert_eq!(reading.may_have_skipped(), skipped, "{last_total}");
    }
}

#[tokio::test]
async fn ids_are_asked_for_even_where_nobody_wanted_them() {
    let script = park(1, Some(1));
    let query = FleetDriversQuery {
        fields: Some(DriverFields {
            driver_profile: Some(vec![ProfileField::LastName]),
            ..DriverFields::default()
        }),
        ..FleetDriversQuery::default()
    };
    DriversReading::new(script.client(), query)
        .collect()
        .await
        .unwrap();
    let fields = &script.only().json()["fields"];
    assert_eq!(*fields, json!({ "driver_profile": ["last_name", "id"] }));
}

#[tokio::test]
async fn service_that_gives_fewer_rows_than_asked_for_hides_nobody() {
    let script = Script::new(|sent| {
        let body = sent.json();
        let offset = body["offset"].as_u64().unwrap();
        let ids = (offset..330).take(150);
        let rows = ids.map(|id| json!({ "driver_profile": { "id": id.to_string() } }));
        let answer = json!({ "driver_profiles": rows.collect::<Vec<_>>(), "total": 330 });
        (200, answer.to_string())
    });
    let reading = DriversReading::new(script.client(), FleetDriversQuery::default());
    assert_eq!(reading.collect().await.unwrap().len(), 330);
    let offsets = [json!(0), json!(150), json!(300)];
    assert_eq!(members(&script, "offset"), offsets);
}
