//! What the client does to the demo park, seen by the client and by the park itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use jump::{
    Application, ApplicationsFilter, BatchReject, Edit, Id, Jump, Override, Overrides,
    PaymentsQuery, PerPage, Period, TransactionCreate, TransactionOperation, TransactionsQuery,
    Verb, WebhookChange, WithdrawPreview,
};
use money::Amount;
use sandbox::{Options, Quirks, Sandbox, WithdrawalBlock};
use secrecy::ExposeSecret;
use transport::{Cause, Outcome, ServiceWire};

use crate::calls::{self, REASON};
use crate::contract::CONTRACT;
use crate::wires::{jump_over, over_sockets};

fn park(quirks: Quirks) -> Sandbox {
    Sandbox::new(Options {
        drivers: 10,
        payments: 30,
        applications: 60,
        transactions: 300,
        quirks,
        ..Options::default()
    })
}

fn client(park: &Sandbox) -> Jump {
    client_with(park, Overrides::none())
}

fn client_with(park: &Sandbox, overrides: Overrides) -> Jump {
    let wire = CONTRACT.checking(ServiceWire::new(park.router()));
    jump_over(wire, overrides)
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

/// A driver with ten thousand roubles and nothing in the way of paying them out; the balance.
fn rich(park: &Sandbox) -> (Id, Id) {
    let driver = park.driver_ids()[0];
    let balance = park.balances(driver)[0].id;
    assert!(park.set_balance(balance, 1_000_000));
    assert!(park.set_withdrawal_block(driver, &WithdrawalBlock::None));
    (Id(driver), Id(balance))
}

fn held(park: &Sandbox, driver: Id) -> Amount {
    Amount::new(park.balances(driver.0)[0].amount)
}

fn withdrawal(balance: Id, sum: &str) -> TransactionCreate {
    TransactionCreate {
        operation: TransactionOperation::Withdraw,
        amount: amount(sum),
        balance_id: balance,
        target_balance_id: None,
        transaction_type_id: Some(Id(14)),
        message: "Выплата за смену".to_owned(),
        create_payment: true,
        include_commission: false,
    }
}

fn everything() -> Period {
    let [from, to] = ["2015-01-01T00:00:00+03:00", "2034-12-31T23:59:59+03:00"]
        .map(|time| time.parse().unwrap());
    Period::new(from, to).unwrap()
}

#[tokio::test]
async fn withdrawal_costs_what_its_preview_said_and_can_be_found_again() {
    let park = park(Quirks::default());
    let jump = client(&park);
    let (driver, balance) = rich(&park);
    let asked = WithdrawPreview {
        amount: amount("2000.20"),
        balance_id: balance,
        include_commission: false,
    };
    let told = jump.preview_withdraw(driver, &asked).await.unwrap();
    assert_eq!(told.amount, Some(amount("2000.20")));
    assert_eq!(
        held(&park, driver),
        amount("10000"),
        "a question moves nothing"
    );
    let available = told.others.iter().find(|one| one.key == "is_available");
    assert_eq!(available.unwrap().value, "true");

    let made = withdrawal(balance, "2000.20");
    jump.create_transaction(driver, &made).await.unwrap();
    let spent = amount("2000.20").checked_add(told.commission.unwrap());
    let left = held(&park, driver);
    assert_eq!(left.checked_add(spent.unwrap()), Some(amount("10000")));

    let query = TransactionsQuery {
        driver_ids: vec![driver],
        per_page: PerPage::TwoHundred,
        ..TransactionsQuery::new(everything())
    };
    let rows = jump.list_transactions(&query).await.unwrap().items;
    let found: Vec<_> = rows
        .iter()
        .filter(|row| row.description.as_deref() == Some("Выплата за смену"))
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].driver.as_ref().unwrap().id, Some(driver));
    let payments = PaymentsQuery {
        per_page: PerPage::TwoHundred,
        ..PaymentsQuery::new(everything())
    };
    let payments = jump.list_payments(&payments).await.unwrap().items;
    let payment = payments
        .iter()
        .find(|one| Some(one.id) == found[0].payment_id);
    assert_eq!(payment.unwrap().amount_paid, told.amount_paid);
}

#[tokio::test]
async fn transfer_and_deposit_reach_the_balances_they_name() {
    let park = park(Quirks::default());
    let jump = client(&park);
    let (driver, balance) = rich(&park);
    let other = park.driver_ids()[1];
    let target = park.balances(other)[0].id;
    assert!(park.set_balance(target, 0));
    let transfer = TransactionCreate {
        operation: TransactionOperation::Transfer,
        target_balance_id: Some(Id(target)),
        transaction_type_id: None,
        create_payment: false,
        ..withdrawal(balance, "50.05")
    };
    jump.create_transaction(driver, &transfer).await.unwrap();
    assert_eq!(held(&park, Id(other)), amount("50.05"));
    assert_eq!(held(&park, driver), amount("9949.95"));
    let deposit = TransactionCreate {
        operation: TransactionOperation::Deposit,
        target_balance_id: None,
        ..transfer
    };
    jump.create_transaction(driver, &deposit).await.unwrap();
    assert_eq!(held(&park, driver), amount("10000"));
}

#[tokio::test]
async fn refused_withdrawal_moves_nothing_and_says_why() {
    let park = park(Quirks::default());
    let jump = client(&park);
    let (driver, balance) = rich(&park);
    let refused = |error: transport::CallError| {
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::Rejected, Cause::Invalid)
        );
        assert!(error.vendor.is_some_and(|vendor| !vendor.fields.is_empty()));
    };
    let too_much = withdrawal(balance, "999999");
    refused(
        jump.create_transaction(driver, &too_much)
            .await
            .unwrap_err(),
    );
    let foreign = withdrawal(Id(park.balances(park.driver_ids()[1])[0].id), "5");
    refused(jump.create_transaction(driver, &foreign).await.unwrap_err());
    let block = WithdrawalBlock::Comment("Долг за аренду".to_owned());
    assert!(park.set_withdrawal_block(driver.0, &block));
    let modest = withdrawal(balance, "100");
    refused(jump.create_transaction(driver, &modest).await.unwrap_err());
    let question = WithdrawPreview {
        amount: amount("100"),
        balance_id: balance,
        include_commission: true,
    };
    refused(jump.preview_withdraw(driver, &question).await.unwrap_err());
    assert_eq!(held(&park, driver), amount("10000"));
    let unknown = jump.preview_withdraw(Id(1), &question).await.unwrap_err();
    assert_eq!(
        (unknown.outcome, unknown.cause),
        (Outcome::Rejected, Cause::NotFound)
    );
}

/// One of the two methods is wrong at the real service: the other one is a setting away, and neither is tried by itself.
#[tokio::test]
async fn transaction_by_the_wrong_method_is_refused_and_by_the_other_one_made() {
    let park = park(Quirks {
        transactions_by_post: true,
        ..Quirks::default()
    });
    let (driver, balance) = rich(&park);
    let made = withdrawal(balance, "100");
    let unchecked = jump_over(Arc::new(ServiceWire::new(park.router())), Overrides::none());
    let error = unchecked
        .create_transaction(driver, &made)
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.status),
        (Outcome::Rejected, Some(405))
    );
    assert_eq!(held(&park, driver), amount("10000"));
    let post = Override {
        method: Verb::Post,
        path: "/drivers/{driver_id}/transactions".to_owned(),
    };
    let overrides = BTreeMap::from([("createTransaction".to_owned(), post)]);
    let wire = Arc::new(ServiceWire::new(park.router()));
    let jump = jump_over(wire, Overrides::new(overrides).unwrap());
    jump.create_transaction(driver, &made).await.unwrap();
    assert!(held(&park, driver) < amount("10000"));
}

#[tokio::test]
async fn every_transaction_of_the_park_is_read() {
    let park = park(Quirks::default());
    let jump = client(&park);
    let (mut seen, mut trips) = (0, 0);
    for page in 1.. {
        let query = TransactionsQuery {
            page,
            per_page: PerPage::Hundred,
            ..TransactionsQuery::new(everything())
        };
        let found = jump.list_transactions(&query).await.unwrap();
        for row in &found.items {
            assert!(row.amount.is_some() && row.r#type.is_some() && row.date.is_some());
            if let Some(trip) = &row.trip {
                trips += 1;
                assert!(trip.amount.as_ref().unwrap().total.is_some());
            }
        }
        seen += found.items.len();
        if found.meta.current_page >= found.meta.last_page {
            break;
        }
    }
    assert_eq!(seen, park.transactions().len());
    assert!(trips > 0);
}

/// Somebody who waits for a moderator, with every section filled.
fn applicant(park: &Sandbox) -> Id {
    let found = park.application_ids().into_iter().find(|id| {
        let truth = park.application(*id).unwrap();
        truth["status"]["slug"] == "not_processed"
            && truth["car"].is_object()
            && truth["jobs"].as_array().unwrap().is_empty()
    });
    let id = found.unwrap();
    assert!(park.set_registration_fault(id, None));
    Id(id)
}

#[tokio::test]
async fn edit_changes_what_it_names_and_nothing_else() {
    let park = park(Quirks::default());
    let jump = client(&park);
    let id = applicant(&park);
    let before = jump.get_application(id).await.unwrap();
    let answered = jump.edit_application(id, &calls::edit()).await.unwrap();
    let after = jump.get_application(id).await.unwrap();
    assert_eq!(answered.as_ref(), Some(&after));
    let mut expected: Application = before;
    let person = expected.person_info.as_mut().unwrap();
    person.city = Some("Казань".to_owned());
    person.comment = None;
    assert_eq!(after, expected);

    let mut unreal = calls::edit();
    unreal.car = Some(jump::CarEdit {
        model_id: Edit::Set(Id(999_999)),
        ..jump::CarEdit::default()
    });
    let error = jump.edit_application(id, &unreal).await.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::Rejected, Cause::Invalid)
    );
    assert_eq!(jump.get_application(id).await.unwrap(), expected);
}

async fn registered_in_the_end(quirks: Quirks) {
    let park = park(quirks);
    let jump = client(&park);
    let id = applicant(&park);
    let job = jump.create_application_integration(id, Id(1)).await;
    let job = job.unwrap().unwrap();
    let slug = async || {
        let read = jump.get_application_integration(id, job).await.unwrap();
        assert_eq!((read.id, read.integration_id), (Some(job), Some(Id(1))));
        read.status.unwrap().slug.unwrap()
    };
    assert_eq!(slug().await, "new");
    let twice = jump.create_application_integration(id, Id(1)).await;
    assert_eq!(twice.unwrap_err().outcome, Outcome::Rejected);
    jump.register_application_integration(id, job)
        .await
        .unwrap();
    let mut reads = 0;
    while slug().await != "registered" {
        reads += 1;
        assert!(reads < 20, "never registered");
    }
    let late = jump.reject_application(id, REASON).await.unwrap_err();
    assert_eq!(late.outcome, Outcome::Rejected);
}

#[tokio::test]
async fn job_is_created_run_and_seen_to_its_end() {
    registered_in_the_end(Quirks::default()).await;
}

#[tokio::test]
async fn job_inside_its_wrapper_is_seen_to_its_end_as_well() {
    registered_in_the_end(Quirks {
        wrapped_jobs: true,
        writes_answer_200: true,
        ..Quirks::default()
    })
    .await;
}

#[tokio::test]
async fn reason_of_a_rejection_arrives_through_the_body_of_a_delete() {
    let park = park(Quirks::default());
    let running = park.serve("127.0.0.1:0").await.unwrap();
    let jump = over_sockets(&running.base_url());
    let id = applicant(&park);
    let job = jump.create_application_integration(id, Id(2)).await;
    let job = job.unwrap().unwrap();
    jump.reject_application_integration(id, job, "Нет лицензии")
        .await
        .unwrap();
    let truth = park.application(id.0).unwrap();
    assert_eq!(truth["jobs"][0]["status"], "rejected");
    assert_eq!(truth["jobs"][0]["comment"], "Нет лицензии");
    assert!(park.set_application_status(id.0, "not_processed"));
    jump.reject_application(id, REASON).await.unwrap();
    let truth = park.application(id.0).unwrap();
    assert_eq!(
        (&truth["status"]["slug"], &truth["rejection"]),
        (&"rejected".into(), &REASON.into())
    );
}

fn rejected(park: &Sandbox) -> Vec<i64> {
    let with_reason = |id: &i64| park.application(*id).unwrap()["rejection"] == REASON;
    park.application_ids()
        .into_iter()
        .filter(with_reason)
        .collect()
}

fn waiting(park: &Sandbox, direction: &str) -> Vec<i64> {
    let fits = |id: &i64| {
        let truth = park.application(*id).unwrap();
        truth["status"]["slug"] == "not_processed" && truth["direction"]["slug"] == direction
    };
    park.application_ids().into_iter().filter(fits).collect()
}

#[tokio::test]
async fn batch_rejects_those_it_names_and_nobody_else() {
    let park = park(Quirks::default());
    let jump = client(&park);
    let filter = ApplicationsFilter {
        direction: vec!["taxi".to_owned()],
        status: vec!["not_processed".to_owned()],
        search: None,
    };
    let mut fitting = waiting(&park, "taxi");
    assert!(fitting.len() > 3);
    let spared = fitting.remove(0);
    let chosen = BatchReject::Only(fitting[..2].iter().copied().map(Id).collect());
    jump.batch_reject_applications(&filter, &chosen, REASON)
        .await
        .unwrap();
    assert_eq!(rejected(&park), fitting[..2]);
    let all_but_one = BatchReject::AllExcept(vec![Id(spared)]);
    jump.batch_reject_applications(&filter, &all_but_one, REASON)
        .await
        .unwrap();
    assert_eq!(rejected(&park), fitting);
    assert_eq!(waiting(&park, "taxi"), [spared]);
}

#[tokio::test]
async fn models_are_found_by_a_part_of_their_name() {
    let park = park(Quirks::default());
    let jump = client(&park);
    let all = jump.dict_autoreg_models().await.unwrap().0;
    let part: String = all[0].title.chars().take(3).collect();
    let found = jump.dict_autoreg_models_search(&part).await.unwrap().0;
    assert!(found.contains(&all[0]) && found.len() < all.len());
    let none = jump.dict_autoreg_models_search("ъъъъ").await.unwrap();
    assert!(none.0.is_empty());
}

#[tokio::test]
async fn subscription_lives_until_it_is_deleted_and_its_token_arrives_unseen() {
    for echoes in [false, true] {
        let park = park(Quirks {
            webhooks_echo_token: echoes,
            ..Quirks::default()
        });
        let jump = client(&park);
        let id = jump
            .create_webhook(&calls::new_webhook())
            .await
            .unwrap()
            .unwrap();
        let read = jump.get_webhook(id).await.unwrap();
        assert_eq!(
            read.url.as_deref(),
            Some("https://crm.example.com/hooks/jump")
        );
        let token = read.token.as_ref().map(|token| token.expose_secret());
        assert_eq!(token, echoes.then_some("demo-webhook-token"));
        assert!(!format!("{read:?}").contains("demo-"));
        let before = park.webhooks();
        let change = WebhookChange {
            url: Some("https://crm.example.com/new".to_owned()),
            ..WebhookChange::default()
        };
        jump.update_webhook(id, &change).await.unwrap();
        let after = park.webhooks();
        assert_eq!(after[0].url, "https://crm.example.com/new");
        assert_eq!(after[0].token_sha256, before[0].token_sha256);
        jump.delete_webhook(id).await.unwrap();
        assert!(park.webhooks().is_empty());
        let error = jump.get_webhook(id).await.unwrap_err();
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::Rejected, Cause::NotFound)
        );
    }
}
