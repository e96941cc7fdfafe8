//! What a transaction really moves: exact kopecks, once for each request that arrived, and nothing when it is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{Client, Got, items, small};
use http::StatusCode;
use jiff::Span;
use rust_decimal::Decimal;
use sandbox::{
    BalanceTruth, Fault, Options, TransactionTruth, TransactionsFilter, WithdrawalBlock,
};
use serde_json::{Value, json};

/// A driver without blocks, with one requisite at least and exactly 1 000 roubles on his first balance.
struct Payee {
    id: i64,
    balance: i64,
}

impl Payee {
    fn of(client: &Client, place: usize) -> Self {
        let sandbox = &client.sandbox;
        let has_requisites = |id: &i64| {
            let truth = sandbox.driver(*id).unwrap();
            !truth["requisites"].as_array().unwrap().is_empty()
        };
        let mut ids = sandbox.driver_ids().into_iter().filter(has_requisites);
        let id = ids.nth(place).unwrap();
        let balance = sandbox.balances(id)[0].id;
        sandbox.set_balance(balance, 100_000);
        sandbox.set_withdrawal_block(id, &WithdrawalBlock::None);
        Self { id, balance }
    }

    fn amount(&self, client: &Client) -> Decimal {
        let balances = client.sandbox.balances(self.id);
        let own = balances.iter().find(|one| one.id == self.balance);
        own.unwrap().amount
    }

    async fn put(&self, client: &Client, body: &Value) -> Got {
        client
            .put(&format!("/drivers/{}/transactions", self.id), body)
            .await
    }

    async fn preview(&self, client: &Client, body: &Value) -> Got {
        let path = format!("/drivers/{}/transactions-withdraw-preview", self.id);
        client.call("POST", &path, body).await
    }

    /// The amount as a JSON literal, to the letter.
    fn withdrawal(&self, amount: &str) -> Value {
        json!({
            "operation": "withdraw", "amount": literal(amount), "balance_id": self.balance,
            "transaction_type_id": 14, "message": "Списание [#7K3F9Q]",
        })
    }
}

fn with(mut body: Value, name: &str, value: impl Into<Value>) -> Value {
    body[name] = value.into();
    body
}

fn literal(amount: &str) -> Value {
    serde_json::from_str(amount).unwrap()
}

fn roubles(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn made(client: &Client) -> Vec<TransactionTruth> {
    client.sandbox.transactions_of(&TransactionsFilter {
        made: true,
        ..Default::default()
    })
}

#[tokio::test]
async fn a_withdrawal_costs_what_the_preview_said_to_the_kopeck() {
    for (amount, included, commission, paid, left) in [
        ("100.1", false, "20", "100.1", "879.90"),
        ("100.1", true, "20", "80.1", "899.90"),
        ("980", false, "20", "980", "0.00"),
    ] {
        let client = Client::new(small());
        let payee = Payee::of(&client, 0);
        let asked = json!({"amount": literal(amount), "balance_id": payee.balance, "include_commission": included});
        let preview = payee.preview(&client, &asked).await;
        assert_eq!(preview.status, StatusCode::OK, "{:?}", preview.body);
        let data = &preview.json()["data"];
        assert_eq!(data["commission"].to_string(), commission);
        assert_eq!(data["amount_paid"].to_string(), paid);
        assert_eq!(data["is_available"], true);
        assert_eq!(
            payee.amount(&client),
            roubles("1000.00"),
            "a preview moves nothing"
        );

        let body = with(payee.withdrawal(amount), "include_commission", included);
        let got = payee.put(&client, &body).await;
        assert_eq!((got.status, got.body.len()), (StatusCode::NO_CONTENT, 0));
        assert_eq!(payee.amount(&client), roubles(left));
        let rows = made(&client);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].amount, roubles(left) - roubles("1000.00"));
        assert_eq!((rows[0].payment_id, rows[0].listed), (None, true));
    }
}

#[tokio::test]
async fn a_large_withdrawal_costs_one_and_a_half_percent() {
    let client = Client::new(small());
    let payee = Payee::of(&client, 0);
    client.sandbox.set_balance(payee.balance, 10_000_000);
    let asked = json!({"amount": literal("12345.67"), "balance_id": payee.balance});
    let data = payee.preview(&client, &asked).await.json()["data"].clone();
    assert_eq!(data["commission"].to_string(), "185.19");
    payee.put(&client, &payee.withdrawal("12345.67")).await;
    assert_eq!(
        payee.amount(&client),
        roubles("100000.00") - roubles("12530.86")
    );
}

#[tokio::test]
async fn a_withdrawal_that_asks_for_a_payment_makes_one_and_names_it() {
    let client = Client::new(small());
    let payee = Payee::of(&client, 1);
    let before = client.sandbox.payment_ids().len();
    payee.put(&client, &payee.withdrawal("200.0")).await;
    assert_eq!(
        client.sandbox.payment_ids().len(),
        before,
        "nobody is paid unless asked"
    );
    let body = with(payee.withdrawal("300.5"), "create_payment", true);
    payee.put(&client, &body).await;
    assert_eq!(client.sandbox.payment_ids().len(), before + 1);

    let path = format!("/transactions?driver_ids[]={}&order=-id", payee.id);
    let row = &items(&client, &path).await[0];
    assert_eq!(row["amount"].to_string(), "-320.5");
    assert_eq!(row["description"], "Списание [#7K3F9Q]");
    let payment = &items(&client, &format!("/payments?search={}", row["payment_id"])).await[0];
    assert_eq!(payment["driver"]["id"], payee.id);
    assert_eq!(
        ["amount", "commission", "amount_paid"].map(|name| payment[name].to_string()),
        ["320.5", "20", "300.5"]
    );
    let truth = client.sandbox.driver(payee.id).unwrap();
    let requisites = truth["requisites"].as_array().unwrap();
    let default = requisites
        .iter()
        .find(|one| one["is_default"] == true)
        .unwrap();
    assert_eq!(payment["pay_type"]["id"], default["type_id"]);
}

#[tokio::test]
async fn a_deposit_and_both_ends_of_a_transfer_move_by_the_same_kopecks() {
    let client = Client::new(small());
    let (one, other) = (Payee::of(&client, 0), Payee::of(&client, 1));
    let deposit =
        json!({"operation": "deposit", "amount": literal("0.01"), "balance_id": one.balance});
    assert_eq!(
        one.put(&client, &deposit).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(one.amount(&client), roubles("1000.01"));
    let transfer = json!({
        "operation": "transfer", "amount": literal("1000.01"), "balance_id": one.balance,
        "target_balance_id": other.balance, "message": "Долг",
    });
    assert_eq!(
        one.put(&client, &transfer).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(one.amount(&client), roubles("0.00"));
    assert_eq!(other.amount(&client), roubles("2000.01"));
    let moved: Vec<(i64, i64, String)> = made(&client)
        .into_iter()
        .map(|row| (row.driver_id, row.type_id, row.amount.to_string()))
        .collect();
    let expected = [
        (one.id, 1, "0.01"),
        (one.id, 15, "-1000.01"),
        (other.id, 15, "1000.01"),
    ];
    assert_eq!(
        moved,
        expected.map(|(id, kind, sum)| (id, kind, sum.to_owned()))
    );
}

#[tokio::test]
async fn a_refused_transaction_names_the_field_and_moves_nothing() {
    let client = Client::new(small());
    let (payee, other) = (Payee::of(&client, 0), Payee::of(&client, 1));
    let withdrawal = payee.withdrawal("100.0");
    let transfer = with(
        with(withdrawal.clone(), "operation", "transfer"),
        "transaction_type_id",
        Value::Null,
    );
    let deposit = with(transfer.clone(), "operation", "deposit");
    let cases = [
        (
            with(withdrawal.clone(), "amount", literal("980.01")),
            vec!["amount"],
        ),
        (with(withdrawal.clone(), "amount", 0), vec!["amount"]),
        (with(withdrawal.clone(), "amount", -5), vec!["amount"]),
        (
            with(withdrawal.clone(), "amount", literal("1.001")),
            vec!["amount"],
        ),
        (with(withdrawal.clone(), "amount", "100"), vec!["amount"]),
        (
            with(withdrawal.clone(), "balance_id", other.balance),
            vec!["balance_id"],
        ),
        (
            with(withdrawal.clone(), "transaction_type_id", Value::Null),
            vec!["transaction_type_id"],
        ),
        (
            with(withdrawal.clone(), "transaction_type_id", 1),
            vec!["transaction_type_id"],
        ),
        (
            with(withdrawal.clone(), "transaction_type_id", 2),
            vec!["transaction_type_id"],
        ),
        (
            with(withdrawal.clone(), "operation", "refund"),
            vec!["operation"],
        ),
        (
            with(withdrawal.clone(), "idempotency_key", "x"),
            vec!["idempotency_key"],
        ),
        (
            with(withdrawal.clone(), "message", Value::Bool(true)),
            vec!["message"],
        ),
        (transfer.clone(), vec!["target_balance_id"]),
        (
            with(transfer.clone(), "target_balance_id", payee.balance),
            vec!["target_balance_id"],
        ),
        (
            with(transfer.clone(), "target_balance_id", 1),
            vec!["target_balance_id"],
        ),
        (
            with(
                with(transfer, "target_balance_id", other.balance),
                "amount",
                literal("1000.01"),
            ),
            vec!["amount"],
        ),
        (
            with(deposit.clone(), "transaction_type_id", 14),
            vec!["transaction_type_id"],
        ),
        (
            with(deposit, "create_payment", true),
            vec!["create_payment"],
        ),
        (json!({}), vec!["operation", "amount", "balance_id"]),
    ];
    for (body, fields) in cases {
        assert_eq!(payee.put(&client, &body).await.fields(), fields, "{body}");
    }
    let small_one = json!({"amount": 20, "balance_id": payee.balance, "include_commission": true});
    assert_eq!(
        payee.preview(&client, &small_one).await.fields(),
        ["amount"]
    );
    let foreign = json!({"amount": 20, "balance_id": other.balance});
    assert_eq!(
        payee.preview(&client, &foreign).await.fields(),
        ["balance_id"]
    );
    assert_eq!(payee.amount(&client), roubles("1000.00"));
    assert_eq!(made(&client), []);
}

#[tokio::test]
async fn a_blocked_driver_gets_nothing_until_the_block_is_over() {
    let client = Client::new(small());
    let payee = Payee::of(&client, 0);
    let now = client.sandbox.options().now;
    let until = now + Span::new().hours(1);
    let asked = json!({"amount": 100, "balance_id": payee.balance});
    for (block, told) in [
        (
            WithdrawalBlock::Comment("Долг по аренде".to_owned()),
            "Долг по аренде",
        ),
        (WithdrawalBlock::Until(until), "2025-06-16T16:00:00+03:00"),
        (WithdrawalBlock::AntiFraud, "Вывод запрещен"),
    ] {
        client.sandbox.set_withdrawal_block(payee.id, &block);
        for got in [
            payee.preview(&client, &asked).await,
            payee.put(&client, &payee.withdrawal("100.0")).await,
        ] {
            assert_eq!(got.fields(), ["driver_id"]);
            let message = got.json()["error"]["fields"][0]["messages"][0].clone();
            assert!(message.as_str().unwrap().contains(told), "{message}");
        }
    }
    let deposit = json!({"operation": "deposit", "amount": 1, "balance_id": payee.balance});
    assert_eq!(
        payee.put(&client, &deposit).await.status,
        StatusCode::NO_CONTENT
    );
    client
        .sandbox
        .set_withdrawal_block(payee.id, &WithdrawalBlock::Until(until));
    client.sandbox.set_now(until);
    let got = payee.put(&client, &payee.withdrawal("100.0")).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_is_frozen_and_who_has_no_requisite_is_not_paid() {
    let client = Client::new(Options {
        drivers: 400,
        ..small()
    });
    let sandbox = &client.sandbox;
    let all = |fits: &dyn Fn(i64, &BalanceTruth) -> bool| {
        let ids = sandbox.driver_ids().into_iter();
        let mut all = ids.flat_map(|id| sandbox.balances(id).into_iter().map(move |one| (id, one)));
        all.find(|(id, one)| fits(*id, one)).unwrap()
    };
    let (id, frozen) =
        all(&|_, one| !one.frozen.is_zero() && one.amount - one.frozen > roubles("100"));
    sandbox.set_withdrawal_block(id, &WithdrawalBlock::None);
    let payee = Payee {
        id,
        balance: frozen.id,
    };
    let asked = |amount: Decimal| json!({"amount": literal(&amount.to_string()), "balance_id": frozen.id, "include_commission": true});
    let free = frozen.amount - frozen.frozen;
    let beyond = payee.preview(&client, &asked(free + roubles("0.01"))).await;
    assert_eq!(beyond.fields(), ["amount"]);
    let got = payee.preview(&client, &asked(free)).await;
    assert_eq!(got.status, StatusCode::OK, "{:?}", got.body);

    let has_none = |id: i64| sandbox.driver(id).unwrap()["requisites"] == json!([]);
    let (id, poor) = all(&|id, _| has_none(id));
    sandbox.set_withdrawal_block(id, &WithdrawalBlock::None);
    sandbox.set_balance(poor.id, 100_000);
    let payee = Payee {
        id,
        balance: poor.id,
    };
    let body = with(payee.withdrawal("100.0"), "create_payment", true);
    assert_eq!(payee.put(&client, &body).await.fields(), ["create_payment"]);
    assert_eq!(
        payee.put(&client, &payee.withdrawal("100.0")).await.status,
        StatusCode::NO_CONTENT
    );
}

#[tokio::test]
async fn a_lost_answer_has_its_effect_and_a_fault_before_has_none() {
    let rules = [
        "createTransaction:drop@nth=1",
        "createTransaction:502/after@nth=2",
    ];
    let client = Client::new(Options {
        faults: rules.map(|rule| rule.parse::<Fault>().unwrap()).to_vec(),
        ..small()
    });
    let payee = Payee::of(&client, 0);
    let body = payee.withdrawal("100.0");
    let path = format!("/drivers/{}/transactions", payee.id);
    let request = client.request("PUT", &path, body.to_string().into());
    assert!(client.deliver(request).await.is_err());
    assert_eq!(payee.amount(&client), roubles("1000.00"));
    assert_eq!(
        payee.put(&client, &body).await.status,
        StatusCode::BAD_GATEWAY
    );
    assert_eq!(payee.amount(&client), roubles("880.00"));
    assert_eq!(
        payee.put(&client, &body).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        payee.amount(&client),
        roubles("760.00"),
        "the same request twice is two debits"
    );
    assert_eq!(made(&client).len(), 2);
}

#[tokio::test]
async fn a_late_transaction_moves_the_balance_at_once_and_is_listed_when_its_time_comes() {
    let client = Client::new(Options {
        transactions_visible_after: 90,
        ..small()
    });
    let payee = Payee::of(&client, 0);
    let body = with(payee.withdrawal("100.0"), "create_payment", true);
    payee.put(&client, &body).await;
    assert_eq!(payee.amount(&client), roubles("880.00"));
    let listed = async || {
        let path = format!("/transactions?driver_ids[]={}&per_page=200", payee.id);
        let rows = items(&client, &path).await;
        let row = rows
            .into_iter()
            .find(|one| one["description"] == body["message"]);
        let payment = client.sandbox.payment_ids().pop().unwrap();
        let payments = items(&client, &format!("/payments?search={payment}")).await;
        (row.is_some(), payments.len())
    };
    assert_eq!(listed().await, (false, 0));
    let now = client.sandbox.options().now;
    client.sandbox.set_now(now + Span::new().seconds(89));
    assert_eq!(listed().await, (false, 0));
    client.sandbox.set_now(now + Span::new().seconds(90));
    assert_eq!(listed().await, (true, 1));
    assert_eq!(made(&client)[0].date, now);
}

#[tokio::test]
async fn post_is_answered_405_unless_the_park_wants_it() {
    let client = Client::new(small());
    let payee = Payee::of(&client, 0);
    let path = format!("/drivers/{}/transactions", payee.id);
    let body = payee.withdrawal("100.0");
    let got = client.call("POST", &path, &body).await;
    assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(got.json()["error"]["code"], 405);
    assert_eq!(payee.amount(&client), roubles("1000.00"));

    let mut options = small();
    options.quirks.transactions_by_post = true;
    let client = Client::new(options);
    let payee = Payee::of(&client, 0);
    let put = payee.put(&client, &body).await;
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(
        client.call("POST", &path, &body).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(payee.amount(&client), roubles("880.00"));
}

#[tokio::test]
async fn a_key_that_may_not_write_moves_nothing_and_hears_success() {
    let client = Client::new(small());
    let payee = Payee::of(&client, 0);
    let readonly = client.with_key("demo-readonly-key");
    let got = payee.put(&readonly, &payee.withdrawal("100.0")).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
    assert_eq!(
        (payee.amount(&client), made(&client)),
        (roubles("1000.00"), Vec::new())
    );
}
