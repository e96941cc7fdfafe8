//! What moderation really changes: the sections that were sent, the applications that were meant.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{
    Client, items,
    moderation::{COMMENT, LIST, member, path, status, waiting, welcome, with_couriers},
    small,
};
use http::StatusCode;
use sandbox::{COURIERS, Options, Sandbox};
use serde_json::{Value, json};

fn batch(is_all: bool, ids: Value) -> Value {
    json!({"is_all": is_all, "ids": ids, "comment": COMMENT, "new_status": "reject"})
}

#[test]
fn the_demo_park_has_forty_couriers_to_reject_and_the_oddities_that_a_client_must_survive() {
    let sandbox = Sandbox::new(Options {
        payments: 0,
        ..Options::default()
    });
    let walking = waiting(&sandbox, "walking_courier");
    assert!(walking.len() >= 40, "{}", walking.len());
    let truth = |id: &i64| sandbox.application(*id).unwrap();
    let count = |fits: &dyn Fn(&Value) -> bool| {
        let ids = sandbox.application_ids();
        ids.iter().filter(|id| fits(&truth(id))).count()
    };
    assert!(count(&|one| one["medical"]["certificate"].is_string()) >= 8);
    assert!(count(&|one| one["delivery_type"]["value"] == 3) >= 40);
    let is_full = |one: &Value| {
        ["person_info", "driver_license", "car", "delivery_type"]
            .iter()
            .all(|name| one[name].is_object())
    };
    assert!(count(&is_full) >= 5);
    let refused = sandbox.application_ids_refused_by_aggregator();
    assert!(walking.iter().any(|id| refused.contains(id)));
    assert!(
        walking
            .iter()
            .any(|id| !truth(id)["jobs"].as_array().unwrap().is_empty())
    );
    assert_eq!(
        sandbox.application_ids().len(),
        sandbox.options().applications + COURIERS
    );
}

#[tokio::test]
async fn couriers_of_the_batch_change_no_first_page() {
    let (plain, more) = (Client::new(small()), Client::new(with_couriers()));
    for page in ["?per_page=10", "?per_page=10&page=4"] {
        let rows = items(&plain, &format!("{LIST}{page}")).await;
        assert_eq!(rows, items(&more, &format!("{LIST}{page}")).await);
    }
    let ids = plain.sandbox.application_ids();
    assert_eq!(more.sandbox.application_ids()[..ids.len()], ids);
}

#[tokio::test]
async fn exact_ids_reject_exactly_these_whatever_the_filter() {
    let client = Client::new(with_couriers());
    let walking = waiting(&client.sandbox, "walking_courier");
    let others = waiting(&client.sandbox, "taxi");
    let body = batch(false, json!(walking[..3]));
    let got = client
        .call("PATCH", &format!("{LIST}?direction[]=taxi"), &body)
        .await;
    assert_eq!((got.status, got.body.len()), (StatusCode::NO_CONTENT, 0));
    assert_eq!(waiting(&client.sandbox, "walking_courier"), walking[3..]);
    assert_eq!(waiting(&client.sandbox, "taxi"), others);
    for id in &walking[..3] {
        assert_eq!(status(&client, *id), "rejected");
        assert_eq!(member(&client, *id, "rejection"), COMMENT);
    }
}

#[tokio::test]
async fn select_all_rejects_what_fits_the_filter_but_the_exceptions() {
    let client = Client::new(with_couriers());
    let walking = waiting(&client.sandbox, "walking_courier");
    let rejected = client
        .sandbox
        .application_ids_of(Some("rejected"), None)
        .len();
    let body = batch(true, json!([walking[0], walking[5], 1]));
    let filter = "?direction[]=walking_courier&status[]=not_processed";
    let got = client
        .call("PATCH", &format!("{LIST}{filter}"), &body)
        .await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
    assert_eq!(
        waiting(&client.sandbox, "walking_courier"),
        [walking[0], walking[5]]
    );
    let now = client
        .sandbox
        .application_ids_of(Some("rejected"), None)
        .len();
    assert_eq!(now, rejected + walking.len() - 2);
}

#[tokio::test]
async fn select_all_without_a_filter_takes_everything_but_the_registered() {
    let client = Client::new(with_couriers());
    let ids = |status: &str| client.sandbox.application_ids_of(Some(status), None);
    let (registered, before) = (ids("registered"), ids("rejected"));
    let kept = member(&client, before[0], "rejection");
    client.call("PATCH", LIST, &batch(true, Value::Null)).await;
    let everyone = client.sandbox.application_ids().len();
    assert_eq!(ids("registered"), registered);
    assert_eq!(ids("rejected").len(), everyone - registered.len());
    assert_eq!(
        member(&client, before[0], "rejection"),
        kept,
        "rejected once is enough"
    );
}

#[tokio::test]
async fn a_batch_that_says_too_little_rejects_nobody() {
    let client = Client::new(with_couriers());
    let id = waiting(&client.sandbox, "walking_courier")[0];
    for (body, fields) in [
        (batch(false, Value::Null), vec!["ids"]),
        (batch(false, json!([])), vec!["ids"]),
        (batch(false, json!([id, 1])), vec!["ids.1"]),
        (batch(false, json!(["x"])), vec!["ids"]),
        (
            json!({"ids": [id], "comment": COMMENT, "new_status": "reject"}),
            vec!["is_all"],
        ),
        (
            json!({"is_all": true, "comment": "", "new_status": "rejected"}),
            vec!["comment", "new_status"],
        ),
        (
            json!({"is_all": true, "comment": "о".repeat(501), "new_status": "reject"}),
            vec!["comment"],
        ),
        (
            json!({"is_all": true, "comment": COMMENT, "new_status": "reject", "status": ["draft"]}),
            vec!["status"],
        ),
    ] {
        let got = client.call("PATCH", LIST, &body).await;
        assert_eq!(got.fields(), fields, "{body}");
    }
    let wrong = format!("{LIST}?status[]=new");
    let got = client
        .call("PATCH", &wrong, &batch(true, Value::Null))
        .await;
    assert_eq!(got.fields(), ["status.0"]);
    let fresh = Client::new(with_couriers());
    for id in client.sandbox.application_ids() {
        assert_eq!(
            client.sandbox.application(id),
            fresh.sandbox.application(id)
        );
    }
}

#[tokio::test]
async fn one_rejection_ends_the_unfinished_jobs_and_a_registered_one_stays() {
    let client = Client::new(with_couriers());
    let mut ids = waiting(&client.sandbox, "walking_courier").into_iter();
    let id = ids
        .find(|id| member(&client, *id, "jobs") != json!([]))
        .unwrap();
    let comment = json!({"comment": COMMENT});
    assert_eq!(
        client.bare("DELETE", &path(id)).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        status(&client, id),
        "not_processed",
        "a body stripped on the way rejects nobody"
    );
    let got = client.call("DELETE", &path(id), &comment).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
    assert_eq!(
        (status(&client, id), member(&client, id, "rejection")),
        ("rejected".to_owned(), json!(COMMENT))
    );
    let job = &member(&client, id, "jobs")[0];
    assert_eq!(
        (&job["status"], &job["comment"]),
        (&json!("rejected"), &json!(COMMENT))
    );
    for status in ["registered", "rejected"] {
        let id = client.sandbox.application_ids_of(Some(status), None)[0];
        let got = client.call("DELETE", &path(id), &comment).await;
        assert_eq!(got.fields(), ["status"]);
    }
}

#[tokio::test]
async fn an_edit_changes_the_sections_that_were_sent_and_nothing_else() {
    let client = Client::new(with_couriers());
    let id = waiting(&client.sandbox, "auto_courier")[0];
    let before = client.sandbox.application(id).unwrap();
    let edit = json!({
        "person_info": {"last_name": "Новый", "middle_name": null, "birthdate": "1990-02-28"},
        "driver_license": {
            "driver_license_country": {"value": "kgz", "title": "Как угодно"},
            "driver_license_number": "KG7654321", "driver_license_issue_date": "2020-01-31",
            "driver_license_expiry_date": "2030-01-31", "driver_license_total_since_date": "2015-05-05",
            "driver_license_expiry_date_unlimited": false,
        },
        "car": {
            "car_model_id": 101, "car_color_id": 3, "car_year": "2021", "car_number": "А001АА77",
            "car_license": "77АА000001", "car_vin": "XTA000000K0000001", "car_no_vin": false,
        },
    });
    let got = client.call("PATCH", &path(id), &edit).await;
    assert_eq!(got.status, StatusCode::OK, "{:?}", got.body);
    let item = got.json()["item"].clone();
    assert_eq!(client.get(&path(id)).await.json()["item"], item);
    let person = &item["person_info"];
    assert_eq!(person["last_name"], "Новый");
    assert_eq!(
        (&person["middle_name"], &person["birthdate"]),
        (&Value::Null, &json!("1990-02-28"))
    );
    assert_eq!(person["first_name"], before["person_info"]["first_name"]);
    assert_eq!(person["files"], before["person_info"]["files"]);
    assert_eq!(
        item["driver_license"]["country"],
        json!({"value": "kgz", "title": "Киргизия"})
    );
    assert_eq!(item["driver_license"]["number"], "KG7654321");
    assert_eq!(item["driver_license"]["total_since_date"], "2015-05-05");
    let car = &item["car"];
    assert_eq!(car["model"], json!({"id": 101, "name": "Camry"}));
    assert_eq!(
        (&car["brand"], &car["color"]),
        (&json!("Toyota"), &json!({"id": 3, "name": "Черный"}))
    );
    assert_eq!(
        (&car["year"], &car["number"]),
        (&json!(2021), &json!("А001АА77"))
    );

    let edit = json!({"person_info": {"city": "Тверь"}});
    client.call("PATCH", &path(id), &edit).await;
    let mut expected = item.clone();
    expected["person_info"]["city"] = json!("Тверь");
    assert_eq!(client.get(&path(id)).await.json()["item"], expected);
}

#[tokio::test]
async fn an_edit_keeps_a_section_that_nobody_documented() {
    let client = Client::new(with_couriers());
    let mut ids = client.sandbox.application_ids().into_iter();
    let id = ids
        .find(|id| member(&client, *id, "medical").is_object())
        .unwrap();
    let before = member(&client, id, "medical");
    let edit = json!({"person_info": {"city": "Тула"}, "integrations": [3, 1]});
    let item = client.call("PATCH", &path(id), &edit).await.json()["item"].clone();
    assert_eq!(item["medical"], before);
    let groups = item["integrations"].as_array().unwrap();
    let chosen = |id: i64| groups.iter().any(|one| one["integrator_id"] == id);
    assert!(chosen(1) && chosen(3));
    let got = client
        .call("PATCH", &path(id), &json!({"medical": before}))
        .await;
    assert_eq!(got.fields(), ["medical"]);
}

#[tokio::test]
async fn the_way_of_delivery_decides_the_direction_and_a_walker_has_no_licence_and_no_car() {
    let client = Client::new(with_couriers());
    let id = welcome(&client);
    for (edit, fields) in [
        (
            json!({"driver_license": {"driver_license_number": "1"}}),
            vec!["driver_license"],
        ),
        (json!({"car": {"car_number": "А001АА77"}}), vec!["car"]),
        (json!({"is_car_driver": true}), vec!["is_car_driver"]),
        (
            json!({"profession": 1, "delivery_type": 3}),
            vec!["delivery_type"],
        ),
        (
            json!({"profession": 3, "delivery_type": 1}),
            vec!["delivery_type"],
        ),
        (json!({"delivery_type": 9}), vec!["delivery_type"]),
        (
            json!({"delivery_type": 2, "car": {"car_number": "1"}}),
            vec!["car"],
        ),
    ] {
        assert_eq!(
            client.call("PATCH", &path(id), &edit).await.fields(),
            fields,
            "{edit}"
        );
    }
    let edit =
        json!({"delivery_type": 1, "is_car_driver": true, "car": {"car_number": "А001АА77"}});
    let item = client.call("PATCH", &path(id), &edit).await.json()["item"].clone();
    assert_eq!(
        (&item["direction"]["slug"], &item["profession"]["id"]),
        (&json!("auto_courier"), &json!(2))
    );
    assert_eq!(item["car"]["number"], "А001АА77");
    let item = client
        .call("PATCH", &path(id), &json!({"profession": 1}))
        .await
        .json()["item"]
        .clone();
    assert_eq!(
        (&item["direction"]["slug"], item.get("delivery_type")),
        (&json!("taxi"), None)
    );
}

#[tokio::test]
async fn a_refused_edit_names_every_field_and_changes_nothing() {
    let client = Client::new(with_couriers());
    let id = waiting(&client.sandbox, "auto_courier")[0];
    let before = client.sandbox.application(id);
    let edit = json!({
        "profession": 7, "is_car_driver": "yes", "integrations": [1, 99], "status": "registered",
        "person_info": {"last_name": "", "birthdate": "1990-02-30", "second_name": "Иванович"},
        "driver_license": {
            "driver_license_country": {"value": "xxx", "title": "X"}, "driver_license_issue_date": "2020-01-31",
            "driver_license_expiry_date": "2019-01-31", "number": "1",
        },
        "car": {"car_model_id": 1, "car_color_id": 77, "car_year": 1900, "car_vin": "SHORT"},
    });
    let got = client.call("PATCH", &path(id), &edit).await;
    let expected = [
        "status",
        "profession",
        "is_car_driver",
        "integrations.1",
        "person_info.second_name",
        "person_info.last_name",
        "person_info.birthdate",
        "driver_license.number",
        "driver_license.driver_license_country",
        "driver_license.driver_license_expiry_date",
        "car.car_model_id",
        "car.car_color_id",
        "car.car_year",
        "car.car_vin",
    ];
    assert_eq!(got.fields(), expected);
    assert_eq!(client.sandbox.application(id), before);
    assert_eq!(
        client.call("PATCH", &path(id), &json!({})).await.fields(),
        [""]
    );
}

#[tokio::test]
async fn a_key_that_may_not_write_moderates_nobody_and_hears_success() {
    let client = Client::new(with_couriers());
    let id = welcome(&client);
    let before = client.sandbox.application(id);
    let readonly = client.with_key("demo-readonly-key");
    let answers = [
        readonly
            .call("PATCH", LIST, &batch(false, json!([id])))
            .await,
        readonly
            .call("DELETE", &path(id), &json!({"comment": COMMENT}))
            .await,
        readonly
            .call(
                "PATCH",
                &path(id),
                &json!({"person_info": {"city": "Тула"}}),
            )
            .await,
        readonly
            .call(
                "POST",
                &format!("{}/integrations", path(id)),
                &json!({"integration_id": 2}),
            )
            .await,
    ];
    assert_eq!(answers.map(|got| got.status.as_u16()), [204, 204, 200, 201]);
    assert_eq!(client.sandbox.application(id), before);
}

#[tokio::test]
async fn a_lost_answer_of_a_rejection_has_its_effect_and_a_fault_before_has_none() {
    let client = Client::new(Options {
        faults: ["writes:500@nth=1", "writes:503/after@nth=2"]
            .map(|rule| rule.parse().unwrap())
            .to_vec(),
        ..with_couriers()
    });
    let id = welcome(&client);
    let comment = json!({"comment": COMMENT});
    client.call("DELETE", &path(id), &comment).await;
    assert_eq!(status(&client, id), "not_processed");
    let got = client.call("DELETE", &path(id), &comment).await;
    assert_eq!(
        (got.status, status(&client, id)),
        (StatusCode::SERVICE_UNAVAILABLE, "rejected".to_owned())
    );
}
