//! What a write really changes, seen through later reads and through the park's truth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{Client, small};
use http::StatusCode;
use sandbox::{OmittedRequisites, Options, Sandbox};
use serde_json::{Value, json};

const ACCOUNT: &str = "2200000000000004";

/// A body that changes nothing but keeps all requisites.
fn unchanged(truth: &Value) -> Value {
    let kept: Vec<Value> = truth["requisites"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!({"id": one["id"], "type_id": one["type_id"]}))
        .collect();
    json!({
        "phone": truth["phone"], "group_id": truth["group_id"],
        "anti_fraud_status_id": truth["anti_fraud_status_id"],
        "last_name": truth["last_name"], "first_name": truth["first_name"],
        "requisites": kept,
    })
}

fn with(mut body: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// The first driver with at least so many requisites.
fn driver_with(sandbox: &Sandbox, requisites: usize) -> (i64, Value) {
    sandbox
        .driver_ids()
        .into_iter()
        .filter_map(|id| Some((id, sandbox.driver(id)?)))
        .find(|(_, truth)| truth["requisites"].as_array().unwrap().len() >= requisites)
        .unwrap()
}

#[tokio::test]
async fn a_requisite_left_out_of_the_list_is_really_deleted() {
    let client = Client::new(small());
    let (id, before) = driver_with(&client.sandbox, 2);
    let mut body = unchanged(&before);
    let kept = body["requisites"][0]["id"].clone();
    body["requisites"].as_array_mut().unwrap().truncate(1);
    let got = client.put(&format!("/drivers/{id}"), &body).await;
    assert_eq!((got.status, got.body.len()), (StatusCode::NO_CONTENT, 0));
    let after = client.sandbox.driver(id).unwrap();
    assert_eq!(after["requisites"].as_array().unwrap().len(), 1);
    assert_eq!(after["requisites"][0]["id"], kept);
    let profile = client.get(&format!("/drivers/{id}")).await.json();
    assert_eq!(profile["requisites"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_list_left_out_wholly_deletes_all_or_keeps_all_by_the_quirk() {
    for (quirk, keeps) in [
        (OmittedRequisites::Delete, false),
        (OmittedRequisites::Keep, true),
    ] {
        let mut options = small();
        options.quirks.omitted_requisites = quirk;
        let client = Client::new(options);
        let (id, before) = driver_with(&client.sandbox, 2);
        let mut body = unchanged(&before);
        body.as_object_mut().unwrap().remove("requisites");
        client.put(&format!("/drivers/{id}"), &body).await;
        let after = client.sandbox.driver(id).unwrap();
        assert_eq!(after["requisites"] == before["requisites"], keeps);
        assert_eq!(after["requisites"] == json!([]), !keeps);
    }
}

#[tokio::test]
async fn a_known_requisite_takes_only_a_name_and_the_default() {
    let client = Client::new(small());
    let (id, before) = driver_with(&client.sandbox, 2);
    let mut body = unchanged(&before);
    body["requisites"][1]["name"] = json!("Новая карта");
    body["requisites"][1]["account_number"] = json!(ACCOUNT);
    body["requisites"][1]["is_default"] = json!(true);
    body["requisites"][0]["is_default"] = json!(false);
    client.put(&format!("/drivers/{id}"), &body).await;
    let after = client.sandbox.driver(id).unwrap();
    let (first, second) = (&after["requisites"][0], &after["requisites"][1]);
    assert_eq!(second["name"], "Новая карта");
    assert_eq!(
        second["account_number"],
        before["requisites"][1]["account_number"]
    );
    assert_eq!(
        (&first["is_default"], &second["is_default"]),
        (&json!(false), &json!(true))
    );
    let again = with(unchanged(&after), &json!({}));
    client.put(&format!("/drivers/{id}"), &again).await;
    assert_eq!(
        client.sandbox.driver(id).unwrap(),
        after,
        "false and absence have no effect"
    );
}

#[tokio::test]
async fn a_new_requisite_is_read_masked_and_kept_whole() {
    let client = Client::new(small());
    let (id, before) = driver_with(&client.sandbox, 1);
    let mut body = unchanged(&before);
    let new = json!({"type_id": 3, "account_number": ACCOUNT, "name": "Карта", "is_default": true});
    body["requisites"].as_array_mut().unwrap().push(new);
    let got = client.put(&format!("/drivers/{id}"), &body).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT, "{:?}", got.body);
    let truth = client.sandbox.driver(id).unwrap();
    let kept = truth["requisites"].as_array().unwrap();
    let profile = client.get(&format!("/drivers/{id}")).await.json();
    let shown = profile["requisites"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(kept.last().unwrap()["account_number"], ACCOUNT);
    assert!(
        kept[..kept.len() - 1]
            .iter()
            .all(|one| one["is_default"] == false)
    );
    assert_eq!(shown["description"], "2200****0004");
    assert_eq!(shown["requisite"]["account_number"], "2200****0004");
    assert_eq!(
        shown["type"],
        json!({"id": 3, "slug": "card", "title": "Банковская карта"})
    );
    assert!(
        kept[..kept.len() - 1]
            .iter()
            .all(|one| one["id"] != shown["id"])
    );
}

#[tokio::test]
async fn the_profile_speaks_the_vendors_dialect() {
    let client = Client::new(small());
    let (id, truth) = driver_with(&client.sandbox, 1);
    let profile = client.get(&format!("/drivers/{id}")).await.json();
    assert_eq!(
        format!("+{}", profile["phone"].as_u64().unwrap()),
        truth["phone"].as_str().unwrap()
    );
    assert!(profile.get("second_name").is_some() && profile.get("middle_name").is_none());
    assert!(
        profile.get("email").is_none(),
        "the profile never shows the e-mail"
    );
    let row = &client.get(&format!("/drivers?search={id}")).await.json()["items"][0];
    assert!(row["balance"].is_string() && row["phone"].as_str().unwrap().starts_with('+'));
}

#[tokio::test]
async fn an_omitted_string_stays_and_an_empty_one_clears() {
    let client = Client::new(small());
    let (id, before) = driver_with(&client.sandbox, 1);
    let path = format!("/drivers/{id}");
    let filled = json!({
        "email": "a@example.com", "park_note": "Заметка", "inn": "7707083893", "license": 9_900_123_456_i64,
        "contract_signed_at": "2023-01-02T03:04:05+03:00", "car_number": "А001АА77", "enable_car_sync": true,
    });
    client.put(&path, &with(unchanged(&before), &filled)).await;
    let stored = client.sandbox.driver(id).unwrap();
    assert_eq!(
        (&stored["email"], &stored["inn"]),
        (&json!("a@example.com"), &json!("7707083893"))
    );
    assert_eq!(
        stored["license"], "9900123456",
        "a number is taken for a string"
    );
    client.put(&path, &unchanged(&before)).await;
    assert_eq!(
        client.sandbox.driver(id).unwrap(),
        stored,
        "omission keeps everything"
    );
    let clearing = json!({"email": "", "park_note": null, "inn": "", "contract_signed_at": ""});
    client
        .put(&path, &with(unchanged(&before), &clearing))
        .await;
    let cleared = client.sandbox.driver(id).unwrap();
    assert_eq!(
        (&cleared["email"], &cleared["park_note"], &cleared["inn"]),
        (&json!(""), &json!(""), &json!(""))
    );
    assert_eq!(
        (&cleared["contract_signed_at"], &cleared["car_number"]),
        (&Value::Null, &json!("А001АА77"))
    );
}

#[tokio::test]
async fn a_null_referrer_cuts_the_link_and_omission_keeps_it() {
    let client = Client::new(small());
    let sandbox = &client.sandbox;
    let (id, before) = driver_with(sandbox, 1);
    let other = *sandbox.driver_ids().iter().find(|one| **one != id).unwrap();
    let path = format!("/drivers/{id}");
    client
        .put(
            &path,
            &with(unchanged(&before), &json!({"referrer_id": other})),
        )
        .await;
    client.put(&path, &unchanged(&before)).await;
    assert_eq!(sandbox.driver(id).unwrap()["referrer_id"], other);
    client
        .put(
            &path,
            &with(unchanged(&before), &json!({"referrer_id": null})),
        )
        .await;
    assert_eq!(sandbox.driver(id).unwrap()["referrer_id"], Value::Null);
}

#[tokio::test]
async fn a_key_without_rights_hears_success_and_changes_nothing_there() {
    let client = Client::new(small());
    let (id, before) = driver_with(&client.sandbox, 2);
    let path = format!("/drivers/{id}");
    let asked = json!({"phone": "+79110099999", "requisites": [], "park_note": "Новое"});
    let body = with(unchanged(&before), &asked);
    let got = client.with_key("demo-readonly-key").put(&path, &body).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
    assert_eq!(client.sandbox.driver(id).unwrap(), before);
    let got = client.with_key("demo-limited-key").put(&path, &body).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
    let after = client.sandbox.driver(id).unwrap();
    assert_eq!(after["park_note"], "Новое");
    assert_eq!(
        (&after["phone"], &after["requisites"]),
        (&before["phone"], &before["requisites"])
    );
}

#[tokio::test]
async fn a_refused_update_changes_nothing_and_names_every_field() {
    let client = Client::new(small());
    let (id, before) = driver_with(&client.sandbox, 1);
    let taken_by = *client
        .sandbox
        .driver_ids()
        .iter()
        .find(|one| **one != id)
        .unwrap();
    let taken = client.sandbox.driver(taken_by).unwrap()["phone"].clone();
    let body = json!({
        "phone": taken, "group_id": 999, "last_name": "", "first_name": "Имя", "referrer_id": id, "inn": "123",
        "requisites": [
            {"type_id": 99, "account_number": "1"},
            {"id": 1, "type_id": 1},
            {"type_id": 1, "account_number": "40817810000000000000", "bik": "044525225"},
            {"type_id": 4, "account_number": "79110000000", "sbp_bank_id": 5},
            {"account_number": "1"},
            {"type_id": 3},
        ],
    });
    let got = client.put(&format!("/drivers/{id}"), &body).await;
    let expected = [
        "phone",
        "group_id",
        "anti_fraud_status_id",
        "referrer_id",
        "last_name",
        "inn",
        "requisites.0.type_id",
        "requisites.1.id",
        "requisites.2.account_number",
        "requisites.3.sbp_bank_id",
        "requisites.4.type_id",
        "requisites.5.account_number",
    ];
    assert_eq!(got.fields(), expected);
    let message = format!("Телефон уже занят водителем ID {taken_by}");
    assert_eq!(
        got.json()["error"]["fields"][0]["messages"],
        json!([message])
    );
    assert_eq!(client.sandbox.driver(id).unwrap(), before);
}

#[tokio::test]
async fn an_uploaded_file_comes_back_byte_for_byte_in_the_section_of_its_type() {
    let client = Client::new(small());
    let application = client.sandbox.application_ids()[3];
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|at| (at * 7 % 251) as u8).collect();
    for (document, section) in [
        (Some(1), "driver_license"),
        (Some(7), "car"),
        (Some(5), "person_info"),
        (None, "person_info"),
    ] {
        let got = client
            .upload(application, "снимок.jpg", &bytes, document)
            .await;
        assert_eq!((got.status, got.json()), (StatusCode::OK, json!({})));
        let item = client
            .get(&format!("/autoreg/applications/{application}"))
            .await
            .json()["item"]
            .clone();
        let shown = item[section]["files"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone();
        assert_eq!(shown["name"], "снимок.jpg");
        let file = client
            .get(&format!(
                "/autoreg/applications/{application}/files/{}",
                shown["id"]
            ))
            .await;
        assert_eq!((file.status, &file.body[..]), (StatusCode::OK, &bytes[..]));
        assert_eq!(file.headers["content-type"], "image/jpeg");
        let truth = client.sandbox.application_files(application).pop().unwrap();
        assert_eq!(
            (Some(truth.id), &truth.bytes[..]),
            (shown["id"].as_i64(), &bytes[..])
        );
    }
}

#[tokio::test]
async fn a_service_that_encodes_again_or_hides_a_file_can_be_had() {
    let scan = {
        let client = Client::new(Options {
            applications: 240,
            ..small()
        });
        let sandbox = &client.sandbox;
        let mut files = sandbox
            .application_ids()
            .into_iter()
            .flat_map(|id| sandbox.application_files(id));
        files
            .find(|file| file.name.ends_with(".jpg"))
            .unwrap()
            .bytes
    };
    let mut options = small();
    options.quirks.reencode_uploads = true;
    options.quirks.hide_uploads = true;
    let client = Client::new(options);
    let application = client.sandbox.application_ids()[3];
    let before = client
        .get(&format!("/autoreg/applications/{application}"))
        .await
        .body;
    client.upload(application, "scan.jpg", &scan, Some(3)).await;
    let stored = client.sandbox.application_files(application).pop().unwrap();
    assert_ne!(stored.bytes, scan);
    assert_eq!(&stored.bytes[..2], b"\xff\xd8", "still a JPEG");
    assert_eq!(
        client
            .get(&format!("/autoreg/applications/{application}"))
            .await
            .body,
        before
    );
}

#[tokio::test]
async fn an_upload_without_a_right_or_a_file_leaves_no_file() {
    let client = Client::new(small());
    let application = client.sandbox.application_ids()[3];
    let count = || client.sandbox.application_files(application).len();
    let before = count();
    let got = client
        .with_key("demo-readonly-key")
        .upload(application, "a.jpg", b"abc", None)
        .await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(
        client
            .upload(application, "a.jpg", b"", None)
            .await
            .fields(),
        ["file"]
    );
    assert_eq!(
        client.upload(1, "a.jpg", b"abc", None).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(count(), before);
}
