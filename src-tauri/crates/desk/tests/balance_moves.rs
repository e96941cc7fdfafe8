//! Moving money over the demo park: nothing is sent that was not written down, planned and confirmed, nothing is sent
//! twice, and what nobody knows is called unknown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{sync::Arc, time::Duration};

use desk::{
    DeskErrorCode, DeskResult,
    connections::types::{ConnectionEdit, KeepKey, ParkColor},
    transactions::{
        intents::{Conclusion, Intents},
        types::{PlanHash, PreviewAsk, TransactionDraft, TransactionOutcome, TransactionPlan},
    },
};
use jump::{Id, TransactionOperation};
use rig::{
    FULL_KEY, Rig,
    card::faults,
    money::{Noting, Step, Story},
    small_park,
};
use rust_decimal::Decimal;
use sandbox::WithdrawalBlock;
use transport::Wire;

/// «Вывод средств» of the park's dictionary.
const WITHDRAWAL: Id = Id(14);

struct Bench {
    rig: Rig,
    story: Arc<Story>,
    driver: Id,
    balance: Id,
}

impl Bench {
    /// A driver with a thousand roubles whom nothing forbids to withdraw.
    async fn new() -> Self {
        Self::of(true).await
    }

    async fn of(journal: bool) -> Self {
        let story = Arc::new(Story::default());
        let intents: Option<Arc<dyn Intents>> = match journal {
            true => Some(story.clone()),
            false => None,
        };
        let noted = story.clone();
        let way = move |wire| -> Arc<dyn Wire> { Arc::new(Noting(wire, noted)) };
        let rig = Rig::with_intents(small_park(), FULL_KEY, way, intents).await;
        let sandbox = &rig.sandbox;
        let fits = |id: &i64| {
            let truth = sandbox.driver(*id).unwrap();
            !truth["requisites"].as_array().unwrap().is_empty() && !sandbox.balances(*id).is_empty()
        };
        let driver = sandbox.driver_ids().into_iter().find(fits).unwrap();
        let balance = sandbox.balances(driver)[0].id;
        assert!(sandbox.set_withdrawal_block(driver, &WithdrawalBlock::None));
        assert!(sandbox.set_balance(balance, 100_000));
        Self {
            rig,
            story,
            driver: Id(driver),
            balance: Id(balance),
        }
    }

    fn withdrawal(&self, amount: &str) -> TransactionDraft {
        TransactionDraft {
            driver_id: self.driver,
            operation: TransactionOperation::Withdraw,
            amount: amount.to_owned(),
            balance_id: self.balance,
            target_balance_id: None,
            transaction_type_id: Some(WITHDRAWAL),
            message: "Аренда".to_owned(),
            create_payment: false,
            include_commission: true,
        }
    }

    async fn try_plan(&self, draft: TransactionDraft) -> DeskResult<TransactionPlan> {
        self.rig.desk.plan_transaction(&self.rig.park, draft).await
    }

    async fn plan(&self, amount: &str) -> PlanHash {
        self.try_plan(self.withdrawal(amount)).await.unwrap().hash
    }

    async fn create(&self, plan: &PlanHash) -> DeskResult<TransactionOutcome> {
        self.rig.desk.create_transaction(&self.rig.park, plan).await
    }

    async fn refused(&self, plan: &PlanHash) -> DeskErrorCode {
        self.create(plan).await.unwrap_err().code
    }

    async fn preview(&self, amount: &str) -> DeskResult<desk::transactions::types::PreviewView> {
        let ask = PreviewAsk {
            driver_id: self.driver,
            balance_id: self.balance,
            amount: amount.to_owned(),
            include_commission: true,
        };
        self.rig.desk.preview_withdraw(&self.rig.park, ask).await
    }

    /// What is on the balance, and how many effects there were.
    fn truth(&self) -> (Decimal, usize) {
        let sandbox = &self.rig.sandbox;
        let balance = sandbox.balances(self.driver.0)[0];
        let made = sandbox.transactions().into_iter().filter(|one| one.made);
        (balance.amount, made.count())
    }
}

const UNTOUCHED: (Decimal, usize) = (Decimal::from_parts(1_000, 0, 0, false, 0), 0);

/// Typed amounts that must never be guessed, with the code of the refusal.
const REFUSED: [(&str, &str); 6] = [
    ("1,234", "amount_ambiguous"),
    ("1e3", "amount_exponent"),
    ("-5", "amount_negative"),
    ("0", "amount_zero"),
    ("0,125", "amount_too_many_decimals"),
    ("", "required"),
];

#[tokio::test]
async fn a_preview_asks_for_what_was_typed_and_computes_nothing() {
    let bench = Bench::new().await;
    let view = bench.preview("1 234,56").await;
    assert_eq!(view.unwrap_err().code, DeskErrorCode::RefusedByService);
    let view = bench.preview("234,56").await.unwrap();
    assert_eq!(
        (view.asked.to_string().as_str(), view.include_commission),
        ("234.56", true)
    );
    assert_eq!(view.answer.amount.unwrap(), view.asked);
    // The park takes 20 roubles at least.
    assert_eq!(view.answer.commission.unwrap().to_string(), "20");
    assert_eq!(view.answer.amount_paid.unwrap().to_string(), "214.56");
    assert_eq!(view.answer.others[0].key, "is_available");
    assert_eq!(bench.truth(), UNTOUCHED);
}

#[tokio::test]
async fn an_amount_that_can_be_read_in_two_ways_reaches_neither_preview_nor_plan() {
    let bench = Bench::new().await;
    for (typed, code) in REFUSED {
        let errors = [
            bench.preview(typed).await.unwrap_err(),
            bench.try_plan(bench.withdrawal(typed)).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.code, DeskErrorCode::InvalidInput, "{typed}");
            let found: Vec<_> = error
                .fields
                .iter()
                .map(|one| (one.field.as_str(), one.code.as_str()))
                .collect();
            assert_eq!(found, [("amount", code)], "{typed}");
        }
    }
    assert_eq!(bench.rig.sandbox.calls("previewWithdraw"), 0);
}

#[tokio::test]
async fn a_plan_lacks_nothing_that_its_operation_requires() {
    let bench = Bench::new().await;
    let transfer = |target| TransactionDraft {
        operation: TransactionOperation::Transfer,
        transaction_type_id: None,
        target_balance_id: target,
        ..bench.withdrawal("1")
    };
    let untyped = TransactionDraft {
        transaction_type_id: None,
        ..bench.withdrawal("1")
    };
    let long = TransactionDraft {
        message: "я".repeat(256),
        ..bench.withdrawal("1")
    };
    for (draft, field, code) in [
        (untyped, "transaction_type_id", "required"),
        (transfer(None), "target_balance_id", "required"),
        (
            transfer(Some(bench.balance)),
            "target_balance_id",
            "target_same",
        ),
        (long, "message", "message_too_long"),
    ] {
        let error = bench.try_plan(draft).await.unwrap_err();
        assert_eq!(
            (
                error.fields[0].field.as_str(),
                error.fields[0].code.as_str()
            ),
            (field, code)
        );
    }
    let fitting = TransactionDraft {
        message: "я".repeat(255),
        ..bench.withdrawal("1")
    };
    assert!(bench.try_plan(fitting).await.is_ok());
    assert!(
        bench
            .try_plan(transfer(Some(Id(bench.balance.0 + 1))))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_read_only_park_gets_no_plan_and_carries_out_none_made_before() {
    let bench = Bench::new().await;
    let plan = bench.plan("100").await;
    let edit = ConnectionEdit {
        name: "Демо".to_owned(),
        color: ParkColor::Ochre,
        read_only: true,
    };
    bench
        .rig
        .desk
        .edit_connection(&bench.rig.park, edit)
        .unwrap();
    let error = bench.try_plan(bench.withdrawal("1")).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::ReadOnly);
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReadOnly);
    assert_eq!((bench.story.steps().len(), bench.truth()), (0, UNTOUCHED));
}

#[tokio::test]
async fn without_a_journal_no_money_moves_and_the_plan_stays_good() {
    let bench = Bench::of(false).await;
    let plan = bench.plan("100").await;
    for _ in 0..2 {
        assert_eq!(bench.refused(&plan).await, DeskErrorCode::MoneyClosed);
    }
    assert_eq!(bench.truth(), UNTOUCHED);
    assert_eq!(bench.rig.sandbox.calls("createTransaction"), 0);
}

#[tokio::test]
async fn the_intent_is_written_before_exactly_the_planned_body_leaves_once() {
    let bench = Bench::new().await;
    let plan = bench.plan("100,10").await;
    let outcome = bench.create(&plan).await.unwrap();
    assert_eq!(outcome, TransactionOutcome::Accepted);
    let steps = bench.story.steps();
    let [
        Step::Recorded(intent),
        Step::Sent { path, body },
        Step::Concluded(of, conclusion),
    ] = steps.as_slice()
    else {
        panic!("{steps:?}");
    };
    assert_eq!((intent, conclusion), (of, &Conclusion::Accepted));
    assert_eq!(
        (&intent.body, &intent.plan, intent.driver_id),
        (body, &plan, bench.driver)
    );
    assert!(path.ends_with(&format!("/drivers/{}/transactions", bench.driver)));
    let sent: serde_json::Value = serde_json::from_str(body).unwrap();
    let expected = format!(
        r#"{{"operation":"withdraw","amount":100.1,"balance_id":{},"transaction_type_id":14,"message":"Аренда","create_payment":false,"include_commission":true}}"#,
        bench.balance
    );
    assert_eq!(
        sent,
        serde_json::from_str::<serde_json::Value>(&expected).unwrap()
    );
    assert_eq!(bench.truth(), (Decimal::new(89_990, 2), 1));
}

#[tokio::test]
async fn nothing_is_sent_when_the_intent_cannot_be_written() {
    let bench = Bench::new().await;
    let plan = bench.plan("100").await;
    *bench.story.refuses.lock() = true;
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::FileNotSaved);
    assert_eq!((bench.story.steps().len(), bench.truth()), (0, UNTOUCHED));
    *bench.story.refuses.lock() = false;
    assert_eq!(
        bench.create(&plan).await.unwrap(),
        TransactionOutcome::Accepted
    );
    assert_eq!(bench.truth().1, 1);
}

#[tokio::test]
async fn a_plan_works_once_not_for_long_and_only_as_it_was_made() {
    let bench = Bench::new().await;
    let plan = bench.plan("100").await;
    let base = "http://127.0.0.1/taxi-public/v1";
    let desk = &bench.rig.desk;
    let adding = desk.add_connection("Другой", ParkColor::Teal, FULL_KEY, base, KeepKey::ThisRun);
    let other = adding.await.unwrap().id;
    let foreign = desk.create_transaction(&other, &plan).await.unwrap_err();
    assert_eq!(foreign.code, DeskErrorCode::ReviewExpired);
    let forged = PlanHash("0".repeat(64));
    assert_eq!(bench.refused(&forged).await, DeskErrorCode::ReviewExpired);
    bench.create(&plan).await.unwrap();
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReviewExpired);

    let old = bench.plan("50").await;
    bench.rig.clock.advance(Duration::from_secs(301));
    assert_eq!(bench.refused(&old).await, DeskErrorCode::ReviewExpired);

    let elsewhere = bench.plan("50").await;
    let mut advanced = desk.advanced_settings(&bench.rig.park).unwrap();
    advanced.requests_per_second = 7;
    desk.set_advanced_settings(&bench.rig.park, advanced)
        .unwrap();
    assert_eq!(
        bench.refused(&elsewhere).await,
        DeskErrorCode::ReviewExpired
    );
    assert_eq!((bench.story.sent().len(), bench.truth().1), (1, 1));
}

#[tokio::test]
async fn every_detail_of_the_body_is_in_the_hash() {
    let bench = Bench::new().await;
    let first = bench.plan("100").await;
    assert_eq!(first.0.len(), 64);
    assert_eq!(bench.plan("100,00").await, first, "the same sum");
    let changes: [fn(&mut TransactionDraft); 5] = [
        |draft| draft.amount = "100,01".to_owned(),
        |draft| draft.driver_id = Id(draft.driver_id.0 + 1),
        |draft| draft.message.push('!'),
        |draft| draft.create_payment = true,
        |draft| draft.include_commission = false,
    ];
    for change in changes {
        let mut draft = bench.withdrawal("100");
        change(&mut draft);
        assert_ne!(bench.try_plan(draft).await.unwrap().hash, first);
    }
}

#[tokio::test]
async fn two_confirmations_at_once_move_the_money_once() {
    let bench = Bench::new().await;
    let plan = bench.plan("100").await;
    let both = tokio::join!(bench.create(&plan), bench.create(&plan));
    let yes = [&both.0, &both.1].into_iter().filter(|one| one.is_ok());
    assert_eq!(yes.count(), 1);
    assert_eq!((bench.story.sent().len(), bench.truth().1), (1, 1));
}

#[tokio::test]
async fn two_equal_honest_payouts_both_go_out() {
    let bench = Bench::new().await;
    for _ in 0..2 {
        let plan = bench.plan("100").await;
        bench.create(&plan).await.unwrap();
    }
    assert_eq!(bench.truth(), (Decimal::from(800), 2));
    let operations: Vec<_> = bench
        .story
        .steps()
        .into_iter()
        .filter_map(|step| match step {
            Step::Recorded(intent) => Some(intent.operation),
            _ => None,
        })
        .collect();
    assert_ne!(operations[0], operations[1]);
}

#[tokio::test]
async fn a_lost_answer_is_unknown_sent_once_and_never_an_error() {
    for (fault, effects) in [
        ("createTransaction:drop/after", 1),
        ("createTransaction:status=504/after", 1),
        ("createTransaction:html=200/after", 1),
        ("createTransaction:drop", 0),
        ("createTransaction:redirect", 0),
        ("createTransaction:bare=404", 0),
        ("createTransaction:429", 0),
    ] {
        let bench = Bench::new().await;
        let plan = bench.plan("100").await;
        faults(&bench.rig, &[fault]);
        assert_eq!(
            bench.create(&plan).await.unwrap(),
            TransactionOutcome::Unknown,
            "{fault}"
        );
        assert!(matches!(
            bench.story.conclusion(),
            Conclusion::Unknown { .. }
        ));
        assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReviewExpired);
        assert_eq!(
            (bench.story.sent().len(), bench.truth().1),
            (1, effects),
            "{fault}"
        );
    }
}

#[tokio::test]
async fn what_happened_stays_what_happened_when_the_journal_cannot_conclude() {
    let bench = Bench::new().await;
    *bench.story.forgets.lock() = true;
    let plan = bench.plan("100").await;
    let outcome = bench.create(&plan).await.unwrap();
    assert_eq!(outcome, TransactionOutcome::Accepted);
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReviewExpired);
    assert_eq!((bench.story.sent().len(), bench.truth().1), (1, 1));
}

#[tokio::test]
async fn a_refusal_is_told_concluded_and_moves_nothing() {
    let bench = Bench::new().await;
    let plan = bench.plan("5 000").await;
    let error = bench.create(&plan).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::RefusedByService);
    assert_eq!(error.fields[0].field, "amount");
    assert_eq!(bench.story.conclusion(), Conclusion::Rejected(error));
    assert_eq!(bench.truth(), UNTOUCHED);
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReviewExpired);
}
