//! The seeded park: the size of a real one, grown fast, the same for the same seed, with numbers that pass every check.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{Client, FULL, exchange, small};
use jiff::Timestamp;
use sandbox::{BASE_PATH, COURIERS, Options, PaymentsFilter, Sandbox};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::{HashMap, HashSet},
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// A fingerprint of everything that a client can read.
async fn fingerprint(options: Options) -> Vec<u8> {
    let client = Client::new(options);
    let mut hash = Sha256::new();
    for page in 1..=10 {
        let path = format!("/payments?period_from=2000-01-01&per_page=200&page={page}");
        hash.update(&client.get(&path).await.body);
    }
    for page in 1..=5 {
        let path = format!("/transactions?period_from=2000-01-01&per_page=200&page={page}");
        hash.update(&client.get(&path).await.body);
    }
    for id in client.sandbox.driver_ids() {
        hash.update(client.sandbox.driver(id).unwrap().to_string());
    }
    for id in client.sandbox.application_ids() {
        hash.update(
            &client
                .get(&format!("/autoreg/applications/{id}"))
                .await
                .body,
        );
        client
            .sandbox
            .application_files(id)
            .iter()
            .for_each(|file| hash.update(&file.sha256));
    }
    hash.finalize().to_vec()
}

#[tokio::test]
async fn the_same_seed_gives_the_same_park_and_another_seed_another() {
    let one = fingerprint(small()).await;
    assert_eq!(one, fingerprint(small()).await);
    assert_ne!(one, fingerprint(Options { seed: 8, ..small() }).await);
}

#[tokio::test]
async fn a_real_park_grows_in_a_moment_and_has_its_figures() {
    let start = Instant::now();
    let client = Client::new(Options::default());
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    let sandbox = &client.sandbox;
    let sizes = [
        sandbox.driver_ids().len(),
        sandbox.payment_ids().len(),
        sandbox.application_ids().len(),
    ];
    assert_eq!(sizes, [1_200, 60_000, 240 + COURIERS]);
    assert!(sandbox.payment_ids().is_sorted_by(|one, next| one < next));
    let counts = client.get("/autoreg/applications/counts").await.json();
    assert!(
        counts["data"]
            .as_object()
            .unwrap()
            .values()
            .all(|count| count.as_u64() > Some(0)),
        "{counts}"
    );
    let all = sandbox.payments_truth(&PaymentsFilter::default()).count;
    let paid = sandbox
        .payments_truth(&PaymentsFilter {
            statuses: vec![1],
            ..Default::default()
        })
        .count;
    assert!(paid * 100 / all > 85, "{paid} of {all}");
    for status in 1..=8 {
        let of_status = sandbox.payments_truth(&PaymentsFilter {
            statuses: vec![status],
            ..Default::default()
        });
        assert!(of_status.count > 0, "status {status}");
    }
    let year_ago = sandbox.options().now - jiff::Span::new().hours(24 * 365);
    let old = sandbox.payments_truth(&PaymentsFilter {
        to: Some(year_ago),
        ..Default::default()
    });
    assert!(old.count > 5_000, "{}", old.count);
}

#[test]
fn drivers_look_real_and_nobody_shares_a_phone() {
    let sandbox = Sandbox::new(Options {
        payments: 0,
        applications: 0,
        ..Options::default()
    });
    let drivers: Vec<Value> = sandbox
        .driver_ids()
        .into_iter()
        .map(|id| sandbox.driver(id).unwrap())
        .collect();
    let phones: HashSet<&str> = drivers
        .iter()
        .map(|one| one["phone"].as_str().unwrap())
        .collect();
    assert_eq!(phones.len(), drivers.len());
    let mut starts: HashMap<&str, usize> = HashMap::new();
    for phone in phones {
        *starts.entry(&phone[..4]).or_default() += 1;
    }
    let known: HashSet<&str> = HashSet::from(["+791", "+998", "+992", "+996", "+374"]);
    assert_eq!(starts.keys().copied().collect::<HashSet<_>>(), known);
    let count = |fits: &dyn Fn(&Value) -> bool| drivers.iter().filter(|one| fits(one)).count();
    assert!(count(&|one| one["balance"].as_str().unwrap().starts_with('-')) > 5);
    assert!(count(&|one| one["referrer_id"].is_i64()) > 60);
    assert!(count(&|one| one["anti_fraud_status_id"] == 2) > 15);
    for size in 0..=5 {
        assert!(
            count(&|one| one["requisites"].as_array().unwrap().len() == size) > 5,
            "{size} requisites"
        );
    }
    let has_patronymic = count(&|one| one["middle_name"] != "");
    assert!((800..1_100).contains(&has_patronymic), "{has_patronymic}");
}

#[test]
fn seeded_scans_are_real_pictures_and_pages() {
    let sandbox = Sandbox::new(Options {
        payments: 0,
        ..Options::default()
    });
    let files: Vec<_> = sandbox
        .application_ids()
        .into_iter()
        .flat_map(|id| sandbox.application_files(id))
        .collect();
    assert!(files.len() > 200, "{}", files.len());
    let mut seen = HashSet::new();
    for file in files {
        let (name, extension) = file.name.rsplit_once('.').unwrap();
        let start: &[u8] = match extension {
            "jpg" => b"\xff\xd8\xff",
            "png" => b"\x89PNG\r\n\x1a\n",
            _ => b"%PDF-1.4",
        };
        assert!(file.bytes.starts_with(start), "{name}.{extension}");
        if extension != "pdf" && seen.insert(file.sha256) {
            image::load_from_memory(&file.bytes).unwrap();
        }
    }
}

#[tokio::test]
async fn an_empty_park_answers_empty_lists() {
    let client = Client::new(Options {
        drivers: 0,
        payments: 0,
        applications: 0,
        ..Options::default()
    });
    for path in [
        "/drivers",
        "/payments",
        "/transactions",
        "/autoreg/applications",
    ] {
        let list = client.get(path).await.json();
        assert_eq!(
            (
                &list["items"],
                &list["meta"]["total"],
                &list["meta"]["last_page"]
            ),
            (&json!([]), &json!(0), &json!(1))
        );
    }
}

#[tokio::test]
async fn a_park_that_follows_the_clock_stamps_by_it() {
    let started = Timestamp::now();
    let client = Client::new(Options {
        now: started,
        follows_clock: true,
        ..small()
    });
    client.sandbox.set_now(started - jiff::Span::new().hours(5));
    let driver = client.sandbox.driver_ids()[0];
    let balance = client.sandbox.balances(driver)[0].id;
    let deposit = json!({"operation": "deposit", "amount": 1, "balance_id": balance});
    client
        .put(&format!("/drivers/{driver}/transactions"), &deposit)
        .await;
    let stamped = client.sandbox.transactions().pop().unwrap().date;
    assert!(stamped.as_second() >= started.as_second(), "{stamped}");
}

fn json_of(answer: &str) -> Value {
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[tokio::test]
async fn the_program_says_where_it_listens_and_the_control_door_tells_the_truth() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args([
            "--drivers",
            "5",
            "--payments",
            "50",
            "--applications",
            "9",
            "--seed",
            "3",
            "--transactions",
            "70",
            "--couriers",
            "16",
            "--control",
        ])
        .args([
            "--now",
            "2025-06-16T12:00:00Z",
            "--fault",
            "dictGroups:503@nth=1",
            "--rate-limit",
            "1000",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let base = line.trim().strip_prefix("listening ").unwrap();
    let root = base.strip_suffix(BASE_PATH).unwrap();
    let ask = async |head: &str, body: &str| exchange(root, head, body).await.0;
    let groups = format!("GET {BASE_PATH}/dictionaries/groups");
    assert!(ask(&groups, "").await.starts_with("HTTP/1.1 503 "));
    let faults = ask("POST /_sandbox/faults", r#"["dictGroups:404"]"#).await;
    assert!(faults.starts_with("HTTP/1.1 204 "), "{faults}");
    assert!(
        ask("POST /_sandbox/faults", r#"["dictGroups:oops"]"#)
            .await
            .starts_with("HTTP/1.1 422 ")
    );
    assert!(ask(&groups, "").await.starts_with("HTTP/1.1 404 "));
    assert_eq!(
        json_of(&ask("GET /_sandbox/calls", "").await)["calls"],
        json!({"dictGroups": 2})
    );
    let here = Sandbox::new(Options {
        seed: 3,
        drivers: 5,
        payments: 50,
        applications: 9,
        transactions: 70,
        couriers: Some(16),
        ..Options::default()
    });
    let id = here.driver_ids()[4];
    assert_eq!(
        json_of(&ask(&format!("GET /_sandbox/truth/driver/{id}"), "").await),
        here.driver(id).unwrap()
    );
    let sums = json_of(&ask("GET /_sandbox/truth/payments?from=2000-01-01", "").await);
    let truth = here.payments_truth(&PaymentsFilter::default());
    assert_eq!(
        (&sums["count"], &sums["amount_paid"]),
        (&json!(50), &json!(truth.amount_paid.to_string()))
    );
    let ids = json_of(&ask("GET /_sandbox/truth/payments/ids?from=2000-01-01", "").await);
    assert_eq!(ids, json!(here.payment_ids()));
    for id in here.application_ids() {
        let files = json_of(&ask(&format!("GET /_sandbox/truth/application/{id}/files"), "").await);
        let hashes: Vec<&str> = files
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["sha256"].as_str().unwrap())
            .collect();
        let known = here.application_files(id);
        assert_eq!(
            hashes,
            known
                .iter()
                .map(|file| file.sha256.as_str())
                .collect::<Vec<_>>()
        );
    }
    let truth = async |path: &str| json_of(&ask(&format!("GET /_sandbox/truth/{path}"), "").await);
    let balances = truth(&format!("balances/{id}")).await;
    assert_eq!(balances["balances"], here.driver(id).unwrap()["balances"]);
    let rows = truth("transactions?from=2000-01-01").await;
    assert_eq!(rows.as_array().unwrap().len(), 70);
    assert_eq!(rows[9]["amount"], here.transactions()[9].amount.to_string());
    assert_eq!(truth("transactions?made=1").await, json!([]));
    let walking = truth("applications?status=not_processed&direction=walking_courier").await;
    assert!(walking.as_array().unwrap().len() >= 14, "{walking}");
    let refused = truth("applications?refused=1").await;
    let application = refused[0].as_i64().unwrap();
    let shown = truth(&format!("application/{application}")).await;
    assert_eq!(shown, here.application(application).unwrap());
    assert!(shown["registration_fault"].is_string());
    let free = truth("drivers?blocked=0").await;
    assert_eq!(free, json!(here.driver_ids_blocked(false)));
    let webhook = r#"{"url": "https://example.com/hook", "method": "post", "token": "demo-token"}"#;
    let webhooks = format!("POST {BASE_PATH}/autoreg/webhooks");
    assert!(ask(&webhooks, webhook).await.starts_with("HTTP/1.1 201 "));
    let told = ask("GET /_sandbox/truth/webhooks", "").await;
    assert_eq!(json_of(&told)[0]["url"], "https://example.com/hook");
    assert!(!told.contains("demo-token"), "{told}");
    program.kill().unwrap();
    program.wait().unwrap();
}

#[tokio::test]
async fn without_control_the_door_is_closed_and_a_stopped_park_listens_no_more() {
    let sandbox = Sandbox::new(small());
    let running = sandbox.serve("127.0.0.1:0").await.unwrap();
    let address = running.address();
    let calls = exchange(&running.root_url(), "GET /_sandbox/calls", "")
        .await
        .0;
    assert!(calls.starts_with("HTTP/1.1 404 "), "{calls}");
    assert!(!calls.contains(FULL));
    running.stop().await;
    let refused = tokio::net::TcpStream::connect(address).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
}
