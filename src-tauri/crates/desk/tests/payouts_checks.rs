//! The dry run: every row gets the verdict that a person must know before anything is sent, and nothing is sent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod payouts_rig;
mod rig;

use desk::{
    DeskErrorCode,
    operations::types::{MoneySettings, WarningCode},
    payouts::types::*,
};
use jump::Id;
use payouts_rig::{WITHDRAWAL, World, by, paying, paying_way, table, warned};
use sandbox::{NewTransaction, WithdrawalBlock};

fn by_hand(included: bool) -> RowChange {
    RowChange {
        included: Some(included),
        ..RowChange::default()
    }
}

#[tokio::test]
async fn twelve_rows_get_the_twelve_verdicts_that_a_person_must_know() {
    let world = World::new();
    let program = world.start().await;
    let ok: Vec<_> = (0..7).map(|number| world.payable(number)).collect();
    let poor = world
        .sandbox
        .driver_ids()
        .into_iter()
        .find(|id| world.requisites(*id) == 0);
    let bare = world.person(poor.expect("a driver without requisites"));
    world.sandbox.set_withdrawal_block(
        ok[3].id.0,
        &WithdrawalBlock::Comment("Долг за аренду".to_owned()),
    );
    world
        .sandbox
        .set_balance(world.sandbox.balances(ok[4].id.0)[0].id, 10_000);
    world.sandbox.add_transaction(&NewTransaction {
        driver_id: ok[5].id.0,
        type_id: WITHDRAWAL.0,
        amount: -55_500,
        description: "вручную".to_owned(),
        date: None,
    });
    program
        .desk
        .set_money_settings(MoneySettings {
            operation_limit: "5 000".to_owned(),
            ..MoneySettings::default()
        })
        .unwrap();
    let phone = |place: usize| ok[place].phone.as_str();
    let rows = [
        ["", phone(0), "500,50", ""],
        ["", phone(0), "сто", ""],
        ["", phone(0), "1,234", ""],
        ["", "+79000000001", "100", ""],
        [&ok[1].name, phone(2), "100", ""],
        ["", phone(0), "500,5", ""],
        ["", phone(5), "555,00", ""],
        ["", &bare.phone, "100", ""],
        ["", phone(3), "100", ""],
        ["", phone(4), "900", ""],
        ["", phone(6), "5", ""],
        ["", phone(1), "6 000,00", ""],
    ];
    let id = program.checked(&table(&rows)).await;
    use RowVerdict::*;
    let expected = [
        Ready,
        BadAmount,
        AmbiguousAmount,
        UnknownDriver,
        AmbiguousDriver,
        DuplicateInFile,
        DuplicateRecent,
        NoRequisites,
        Blocked,
        NotEnough,
        Refused,
        AboveLimit,
    ];
    assert_eq!(program.verdicts(&id), expected);
    let rows = program.rows(&id);
    assert_eq!(rows[4].candidates.len(), 2);
    assert_eq!(rows[5].params["row"], "1");
    assert!(rows[6].params.contains_key("at"));
    assert!(
        rows[8].params["detail"].contains("Долг"),
        "{:?}",
        rows[8].params
    );
    assert!(
        rows[10].params["detail"].contains("комисси"),
        "{:?}",
        rows[10].params
    );
    assert_eq!(rows[11].params["limit"], "5000");
    assert_eq!(
        (
            rows[0].commission.unwrap().to_string().as_str(),
            rows[0].included
        ),
        ("20", true)
    );
    assert!(rows[0].requisite.contains("••••"));
    let view = program.view(&id);
    let control = &view.control;
    assert_eq!(
        (control.rows, control.included, control.left_out),
        (12, 1, 11)
    );
    assert_eq!(control.amount.to_string(), "500.50");
    assert_eq!(world.effects().0, 0);
    for (row, can) in [
        (6, true),
        (7, true),
        (12, true),
        (8, false),
        (10, false),
        (2, false),
    ] {
        let change = program
            .desk
            .change_payout_row(&id, row, by_hand(true))
            .await;
        assert_eq!(change.is_ok(), can, "row {row}");
    }
    let control = program.view(&id).control;
    assert_eq!((control.included, control.left_out), (4, 8));
    assert_eq!(control.amount.to_string(), "7556.00");
}

#[tokio::test]
async fn drivers_are_found_by_every_usual_writing() {
    let world = World::new();
    let program = world.start().await;
    let alone = (0..30)
        .map(|number| world.payable(number))
        .filter(|one| world.is_alone(one));
    let people: Vec<_> = alone.take(4).collect();
    let eight = format!("8 ({}) {}", &people[0].phone[2..5], &people[0].phone[5..]);
    let turned = format!(
        "{} {}",
        people[1].first.to_uppercase(),
        people[1].last.replace('е', "ё")
    );
    let short = format!("{} {}", people[2].last, people[2].first);
    let rows = [
        ["", eight.as_str(), "100", ""],
        [&turned, "", "100", ""],
        [&short, "", "100", ""],
        [&people[3].last, &people[3].phone, "100", ""],
    ];
    let id = program.checked(&table(&rows)).await;
    let found: Vec<_> = program
        .rows(&id)
        .iter()
        .map(|row| row.driver_id.clone())
        .collect();
    let expected: Vec<_> = people.iter().map(|one| Some(one.key())).collect();
    assert_eq!(found, expected, "{:?}", program.rows(&id));
}

#[tokio::test]
async fn a_driver_whom_a_person_chose_is_checked_and_paid() {
    let world = World::new();
    let program = world.start().await;
    let (one, two) = (world.payable(0), world.payable(1));
    let text = table(&[
        [&one.name, &two.phone, "100", ""],
        ["", &two.phone, "200", ""],
    ]);
    let id = program.checked(&text).await;
    assert_eq!(
        program.verdicts(&id),
        [RowVerdict::AmbiguousDriver, RowVerdict::Ready]
    );
    let asked = world.sandbox.calls("previewWithdraw");
    let chosen = RowChange {
        driver_id: Some(one.key()),
        ..RowChange::default()
    };
    program
        .desk
        .change_payout_row(&id, 1, chosen)
        .await
        .unwrap();
    assert_eq!(program.verdicts(&id), [RowVerdict::Ready; 2]);
    assert_eq!(program.rows(&id)[0].driver_id, Some(one.key()));
    let again = world.sandbox.calls("previewWithdraw") - asked;
    assert_eq!(again, 1, "the other row is not asked about again");
    // Mended into a duplicate of the other row.
    let same = RowChange {
        driver_id: Some(two.key()),
        amount: Some("200,00".to_owned()),
        ..RowChange::default()
    };
    program.desk.change_payout_row(&id, 1, same).await.unwrap();
    assert_eq!(
        program.verdicts(&id),
        [RowVerdict::Ready, RowVerdict::DuplicateInFile]
    );
}

#[tokio::test]
async fn a_list_that_came_in_part_makes_nobody_unknown() {
    let world = World::new();
    let program = world.start().await;
    let one = world.payable(0);
    let text = table(&[[&one.name, "", "100", ""], ["Никого Нет", "", "100", ""]]);
    world.faults(&["listDrivers:500"]);
    let id = program.checked(&text).await;
    assert_eq!(program.verdicts(&id), [RowVerdict::CheckFailed; 2]);
    assert_eq!(program.rows(&id)[0].params["code"], "service_down");
    world.faults(&[]);
    program.check(&id).await;
    assert_eq!(
        program.verdicts(&id),
        [RowVerdict::Ready, RowVerdict::UnknownDriver]
    );
}

#[tokio::test]
async fn rows_that_could_not_be_asked_about_are_asked_again_and_never_sent_before() {
    let world = World::new();
    let program = world.start().await;
    let people: Vec<_> = (0..3).map(|number| world.payable(number)).collect();
    let rows: Vec<_> = people
        .iter()
        .map(|one| ["", one.phone.as_str(), "100", ""])
        .collect();
    world.faults(&["previewWithdraw:500"]);
    let id = program.checked(&table(&rows)).await;
    assert_eq!(program.verdicts(&id), [RowVerdict::CheckFailed; 3]);
    let error = program.desk.plan_payout(&id).await.unwrap_err();
    assert_eq!(error.fields[0].code, "nothing_included");
    world.faults(&[]);
    program.check(&id).await;
    assert_eq!(program.verdicts(&id), [RowVerdict::Ready; 3]);
}

#[tokio::test]
async fn a_balance_that_the_driver_has_not_is_told() {
    let world = World::new();
    let program = world.start().await;
    let has = |id: &i64| {
        world
            .sandbox
            .balances(*id)
            .iter()
            .find_map(|one| one.integration_id)
    };
    let ids = world.sandbox.driver_ids();
    let with = ids.iter().find(|id| has(id).is_some()).unwrap();
    let integration = has(with).unwrap();
    let without = ids.iter().find(|id| {
        let balances = world.sandbox.balances(**id);
        balances
            .iter()
            .all(|one| one.integration_id != Some(integration))
    });
    let without = world.person(*without.unwrap());
    let settings = by(JumpWay {
        operation: PayoutOperation::Deposit,
        create_payment: false,
        transaction_type_id: None,
        integration_id: Some(Id(integration)),
        ..paying_way()
    });
    let with = world.person(*with);
    let text = table(&[
        ["", &with.phone, "100", ""],
        ["", &without.phone, "100", ""],
    ]);
    let id = program.open_with(&text, settings).await;
    program.check(&id).await;
    assert_eq!(
        program.verdicts(&id),
        [RowVerdict::Ready, RowVerdict::NoBalance]
    );
    assert_eq!(
        world.sandbox.calls("previewWithdraw"),
        0,
        "a deposit has no preview"
    );
}

#[tokio::test]
async fn the_limit_of_requests_is_kept_by_a_check_of_many_rows() {
    let world = World::new();
    let program = world.start().await;
    let mut advanced = program.desk.advanced_settings(&program.park).unwrap();
    advanced.requests_per_second = 9;
    program
        .desk
        .set_advanced_settings(&program.park, advanced)
        .unwrap();
    let rows: Vec<_> = (0..20).map(|number| world.payable(number).phone).collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|phone| ["", phone.as_str(), "100", ""])
        .collect();
    let id = program.checked(&table(&rows)).await;
    assert_eq!(program.verdicts(&id), [RowVerdict::Ready; 20]);
    let left_at = world.gate.left_at.lock();
    assert!(left_at.len() > 40, "a card and a preview for each row");
    for window in left_at.windows(10) {
        let took = window[9].duration_since(window[0]);
        assert!(
            took.as_secs_f64() >= 1.0,
            "ten requests in {took:?} at nine a second"
        );
    }
}

#[tokio::test]
async fn a_request_to_wait_is_obeyed_and_told() {
    let world = World::new();
    let program = world.start().await;
    let rows: Vec<_> = (0..3).map(|number| world.payable(number).phone).collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|phone| ["", phone.as_str(), "100", ""])
        .collect();
    world.faults(&["previewWithdraw:429=600s@nth=1"]);
    let id = program.checked(&table(&rows)).await;
    assert_eq!(program.verdicts(&id), [RowVerdict::Ready; 3]);
    assert!(
        program
            .told()
            .iter()
            .any(|view| view.waiting_until.is_some())
    );
    assert!(program.view(&id).waiting_until.is_none());
}

#[tokio::test]
async fn a_stopped_check_keeps_what_is_known_and_sends_nothing_else() {
    let world = World::new();
    let program = world.start().await;
    let rows: Vec<_> = (0..10).map(|number| world.payable(number).phone).collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|phone| ["", phone.as_str(), "100", ""])
        .collect();
    let id = program.open(&table(&rows)).await;
    let view = program.desk.check_payout(&id).await.unwrap();
    assert_eq!(view.phase, PayoutPhase::Checking);
    let busy = program
        .desk
        .set_payout_settings(&id, paying())
        .await
        .unwrap_err();
    assert_eq!(busy.code, DeskErrorCode::RegisterBusy);
    let view = program.desk.stop_payout_check(&id).unwrap();
    assert_eq!(view.phase, PayoutPhase::Checked);
    assert!(program.verdicts(&id).contains(&RowVerdict::NotChecked));
    program.check(&id).await;
    assert_eq!(program.verdicts(&id), [RowVerdict::Ready; 10]);
}

#[tokio::test]
async fn a_former_payout_of_the_journal_is_a_duplicate_and_told_in_the_plan() {
    let world = World::new();
    let program = world.start().await;
    let (one, two) = (world.payable(0), world.payable(1));
    program.sent(&table(&[["", &one.phone, "100", ""]])).await;
    let text = table(&[["", &one.phone, "100,00", ""], ["", &two.phone, "100", ""]]);
    let id = program.checked(&text).await;
    let rows = program.rows(&id);
    assert_eq!(rows[0].verdict, RowVerdict::DuplicateRecent);
    assert!(rows[0].params.contains_key("reference"));
    let plan = program.desk.plan_payout(&id).await.unwrap();
    assert!(!warned(&plan).contains(&WarningCode::Duplicate));
    program
        .desk
        .change_payout_row(&id, 1, by_hand(true))
        .await
        .unwrap();
    let plan = program.desk.plan_payout(&id).await.unwrap();
    assert_eq!(warned(&plan), [WarningCode::Duplicate]);
    program.try_confirm(&id, &plan).await.unwrap();
    program.until_phase(&id, PayoutPhase::Finished).await;
    assert_eq!(world.effects().0, 3, "two equal honest payouts both go out");
}

#[tokio::test]
async fn an_aggregators_id_is_looked_up_and_a_number_that_may_be_something_else_is_asked_about() {
    let world = World::new();
    let program = world.start().await;
    let one = world.payable(0);
    let truth = world.sandbox.driver(one.id.0).unwrap();
    let known = truth["aggregator_id"].as_str().unwrap();
    let text = format!(
        "ID в Яндексе\tСумма\n{known}\t100\n{}\t100\nffffffffffffffffffffffffffffffff\t100\n",
        &one.phone[1..]
    );
    let id = program.open(&text).await;
    program.check(&id).await;
    use RowVerdict::{AmbiguousDriver, Ready, UnknownDriver};
    assert_eq!(
        program.verdicts(&id),
        [Ready, AmbiguousDriver, UnknownDriver]
    );
    assert_eq!(program.rows(&id)[0].driver_id, Some(one.key()));
}

#[tokio::test]
async fn a_limit_of_a_day_and_of_one_operation_are_told_before_anything_is_confirmed() {
    let world = World::new();
    let program = world.start().await;
    let limits = MoneySettings {
        operation_limit: "250".to_owned(),
        day_limit: "450".to_owned(),
        ..MoneySettings::default()
    };
    program.desk.set_money_settings(limits).unwrap();
    let (one, two) = (world.payable(0), world.payable(1));
    program.sent(&table(&[["", &one.phone, "100", ""]])).await;
    let text = table(&[["", &one.phone, "200", ""], ["", &two.phone, "300", ""]]);
    let id = program.checked(&text).await;
    assert_eq!(
        program.verdicts(&id),
        [RowVerdict::Ready, RowVerdict::AboveLimit]
    );
    let plan = program.desk.plan_payout(&id).await.unwrap();
    assert_eq!(warned(&plan), []);
    program
        .desk
        .change_payout_row(&id, 2, by_hand(true))
        .await
        .unwrap();
    let plan = program.desk.plan_payout(&id).await.unwrap();
    let codes = [WarningCode::AboveOperationLimit, WarningCode::AboveDayLimit];
    assert_eq!(warned(&plan), codes);
    assert_eq!(plan.warnings[1].params["spent"], "100");
    assert_eq!(plan.control.amount.to_string(), "500");
}
