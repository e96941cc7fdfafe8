//! Registration jobs as they go on, and the status of the application that follows them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{
    Client, Got, items,
    moderation::{COMMENT, LIST, member, path, status, welcome, with_couriers},
};
use http::StatusCode;
use jiff::Span;
use sandbox::Options;
use serde_json::{Value, json};

async fn create_job(client: &Client, id: i64, integration: i64) -> Got {
    let body = json!({"integration_id": integration});
    client
        .call("POST", &format!("{LIST}/{id}/integrations"), &body)
        .await
}

/// Creates a job and runs it; the path of the job.
async fn registered(client: &Client, id: i64) -> String {
    let created = create_job(client, id, 2).await;
    assert_eq!(created.status, StatusCode::CREATED, "{:?}", created.body);
    let job = created.json()["data"]["application_integration_id"].clone();
    let job = format!("{LIST}/{id}/integrations/{job}");
    assert_eq!(
        client.get(&job).await.json()["item"]["status"]["slug"],
        "new"
    );
    assert_eq!(status(client, id), "not_processed");
    let got = client.bare("PATCH", &job).await;
    assert_eq!((got.status, got.body.len()), (StatusCode::NO_CONTENT, 0));
    assert_eq!(status(client, id), "register");
    job
}

async fn read_job(client: &Client, job: &str) -> Value {
    client.get(job).await.json()["item"].clone()
}

#[tokio::test]
async fn a_registration_ends_when_its_time_has_come() {
    let client = Client::new(with_couriers());
    let id = welcome(&client);
    let job = registered(&client, id).await;
    let now = client.sandbox.options().now;
    client.sandbox.set_now(now + Span::new().seconds(7));
    assert_eq!(read_job(&client, &job).await["status"]["slug"], "register");
    client.sandbox.set_now(now + Span::new().seconds(8));
    assert_eq!(status(&client, id), "registered", "nobody had to look");
    assert_eq!(
        read_job(&client, &job).await["status"]["slug"],
        "registered"
    );
    let found = items(&client, &format!("{LIST}?status[]=registered&per_page=200")).await;
    assert!(found.iter().any(|one| one["id"] == id));
    for method in ["PATCH", "DELETE"] {
        let got = client
            .call(method, &job, &json!({"comment": COMMENT}))
            .await;
        assert_eq!(got.fields(), ["status"], "{method}");
    }
    assert_eq!(
        create_job(&client, id, 2).await.fields(),
        ["integration_id"]
    );
    assert_eq!(create_job(&client, id, 3).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn where_the_clock_stands_still_enough_looks_end_a_registration() {
    let client = Client::new(with_couriers());
    let id = welcome(&client);
    let job = registered(&client, id).await;
    for _ in 0..3 {
        client.get(LIST).await;
        assert_eq!(read_job(&client, &job).await["status"]["slug"], "register");
    }
    let item = client.get(&path(id)).await.json()["item"].clone();
    assert_eq!(
        item["status"]["slug"], "registered",
        "the fourth look, at the whole application"
    );

    let client = Client::new(Options {
        registration_reads: None,
        ..with_couriers()
    });
    let job = registered(&client, welcome(&client)).await;
    for _ in 0..20 {
        assert_eq!(read_job(&client, &job).await["status"]["slug"], "register");
    }
}

#[tokio::test]
async fn an_applicant_whom_the_aggregator_refuses_can_be_sent_again() {
    let client = Client::new(Options {
        registration_takes: 0,
        ..with_couriers()
    });
    let id = welcome(&client);
    client
        .sandbox
        .set_registration_fault(id, Some("Уже зарегистрирован в другом парке"));
    let created =
        create_job(&client, id, 2).await.json()["data"]["application_integration_id"].clone();
    let job = format!("{LIST}/{id}/integrations/{created}");
    assert_eq!(
        client.bare("PATCH", &job).await.status,
        StatusCode::NO_CONTENT
    );
    let shown = read_job(&client, &job).await;
    assert_eq!(
        (&shown["status"]["slug"], &shown["comment"]),
        (
            &json!("exchange_error"),
            &json!("Уже зарегистрирован в другом парке")
        )
    );
    assert_eq!(status(&client, id), "exchange_error");
    client.sandbox.set_registration_fault(id, None);
    assert_eq!(
        client.bare("PATCH", &job).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        (
            status(&client, id),
            &read_job(&client, &job).await["comment"]
        ),
        ("registered".to_owned(), &Value::Null)
    );
    // What is registered is not begun anew; what failed is.
    assert_eq!(
        create_job(&client, id, 2).await.fields(),
        ["integration_id"]
    );
    client.sandbox.set_job_status(
        id,
        created.as_i64().unwrap(),
        "exchange_error",
        Some("Отказ агрегатора"),
    );
    assert_eq!(create_job(&client, id, 2).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_rejected_job_leaves_the_others_and_the_last_one_takes_the_application_with_it() {
    let client = Client::new(with_couriers());
    let id = welcome(&client);
    let mut jobs = Vec::new();
    for integration in [1, 2] {
        let data = create_job(&client, id, integration).await.json()["data"].clone();
        jobs.push(format!(
            "{LIST}/{id}/integrations/{}",
            data["application_integration_id"]
        ));
    }
    let comment = json!({"comment": COMMENT});
    client.call("DELETE", &jobs[0], &comment).await;
    let shown = read_job(&client, &jobs[0]).await;
    assert_eq!(
        (&shown["status"]["slug"], &shown["comment"]),
        (&json!("rejected"), &json!(COMMENT))
    );
    assert_eq!(status(&client, id), "not_processed");
    assert_eq!(client.bare("PATCH", &jobs[0]).await.fields(), ["status"]);
    client.call("DELETE", &jobs[1], &comment).await;
    assert_eq!(
        (status(&client, id), member(&client, id, "rejection")),
        ("rejected".to_owned(), json!(COMMENT))
    );
    assert_eq!(create_job(&client, id, 3).await.fields(), ["status"]);
}

#[tokio::test]
async fn a_second_job_for_the_same_integration_is_refused_and_so_is_an_empty_application() {
    let client = Client::new(with_couriers());
    let id = welcome(&client);
    assert_eq!(create_job(&client, id, 2).await.status, StatusCode::CREATED);
    assert_eq!(
        create_job(&client, id, 2).await.fields(),
        ["integration_id"]
    );
    assert_eq!(
        create_job(&client, id, 99).await.fields(),
        ["integration_id"]
    );
    assert_eq!(member(&client, id, "jobs").as_array().unwrap().len(), 1);
    let draft = client.sandbox.application_ids_of(Some("draft"), None)[0];
    assert_eq!(create_job(&client, draft, 2).await.fields(), ["status"]);
    let missing = format!("{LIST}/{id}/integrations/1");
    assert_eq!(client.get(&missing).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_colleague_changed_meanwhile_is_read() {
    let client = Client::new(with_couriers());
    let sandbox = &client.sandbox;
    let id = welcome(&client);
    let job = create_job(&client, id, 2).await.json()["data"]["application_integration_id"]
        .as_i64()
        .unwrap();
    assert!(sandbox.set_job_status(id, job, "exchange_error", Some("Нет связи")));
    assert!(sandbox.set_application_person(id, "city", json!("Рязань")));
    let item = client.get(&path(id)).await.json()["item"].clone();
    assert_eq!(
        (&item["status"]["slug"], &item["person_info"]["city"]),
        (&json!("exchange_error"), &json!("Рязань"))
    );
    assert_eq!(
        read_job(&client, &format!("{LIST}/{id}/integrations/{job}")).await["comment"],
        "Нет связи"
    );
    assert!(sandbox.set_application_status(id, "filled"));
    assert_eq!(status(&client, id), "filled");
    assert!(
        !sandbox.set_application_status(id, "new") && !sandbox.set_application_status(1, "draft")
    );
    assert!(
        !sandbox.set_job_status(id, 1, "new", None)
            && !sandbox.set_job_status(id, job, "draft", None)
    );
}
