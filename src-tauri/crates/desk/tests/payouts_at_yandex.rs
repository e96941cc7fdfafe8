//! Registers at Yandex Fleet before anything leaves: whom the rows mean there, what the balances say of them, and what a
//! person may include all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod payouts_rig;
mod rig;

use std::time::Duration;

use desk::{
    DeskErrorCode,
    fleet::types::{FleetManner, FleetSign},
    operations::types::{MoneySettings, WarningCode},
    payouts::types::*,
};
use payouts_rig::{
    Running, World, paying,
    yandex::{BALANCE, CREATABLE, at_yandex, events, old_way},
};
use sandbox::NewFleetTransaction;
use transport::Clock;

use RowVerdict::*;

/// `InvalidInput` of these fields.
async fn problems(program: &Running, id: &PayoutId) -> Vec<(String, String)> {
    let error = program.desk.check_payout(id).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::InvalidInput);
    let fields = error.fields.into_iter();
    fields.map(|one| (one.field, one.code)).collect()
}

async fn include(program: &Running, id: &PayoutId, row: u32) -> Result<(), DeskErrorCode> {
    let change = RowChange {
        included: Some(true),
        ..RowChange::default()
    };
    let changed = program.desk.change_payout_row(id, row, change).await;
    changed.map(drop).map_err(|error| error.code)
}

#[tokio::test]
async fn twelve_rows_get_the_verdicts_that_the_balances_at_yandex_give() {
    let world = World::with_fleet();
    let program = world.start().await;
    let ok: Vec<_> = (0..6).map(|number| world.fleet_payable(number)).collect();
    world.sandbox.set_fleet_balance(&ok[2].id, 100.into());
    world.sandbox.set_fleet_balance(&ok[3].id, 500.into());
    // The service's clock is ahead of ours.
    let ahead = world.clock.now() + Duration::from_secs(3_600);
    world.sandbox.set_now(ahead);
    world.sandbox.add_fleet_transaction(&NewFleetTransaction {
        driver_id: ok[4].id.clone(),
        category_id: CREATABLE.to_owned(),
        amount: (-77).into(),
        description: "вручную".to_owned(),
        event_at: None,
    });
    let limits = MoneySettings {
        operation_limit: "900".to_owned(),
        ..MoneySettings::default()
    };
    program.desk.set_money_settings(limits).unwrap();
    let long = "я".repeat(250);
    let row = |id: &str, phone: &str, name: &str, sum: &str, comment: &str| {
        [id, phone, name, sum, comment].join("\t")
    };
    let [a, b, c, d, e, f] = [0, 1, 2, 3, 4, 5].map(|place: usize| &ok[place]);
    let rows = [
        row(&a.id, "", "", "50,50", ""),
        row("", &b.phone, "", "сто", ""),
        row("", &b.phone, "", "1,234", ""),
        row("", "", "Неведомый Никто", "10", ""),
        row(&a.id, &b.phone, "", "10", ""),
        row("", &a.phone, "", "50,5", ""),
        row("", "", &e.full_name, "77", ""),
        row("", &c.phone, "", "100,01", ""),
        row("", &d.phone, "", "400", ""),
        row("", &d.phone, "", "100,01", ""),
        row("", &f.phone, "", "10", &long),
        row("", &b.phone, "", "950", ""),
    ];
    let head = "ID водителя\tТелефон\tФИО\tСумма\tКомментарий";
    let text = format!("{head}\r\n{}", rows.join("\r\n"));
    let id = program.opened_by(&text, events()).await;
    let expected = [
        Ready,
        BadAmount,
        AmbiguousAmount,
        UnknownDriver,
        AmbiguousDriver,
        DuplicateInFile,
        DuplicateRecent,
        NotEnough,
        Ready,
        NotEnough,
        Refused,
        AboveLimit,
    ];
    assert_eq!(program.verdicts(&id), expected);
    let rows = program.rows(&id);
    assert_eq!(rows[0].driver_id.as_ref(), Some(&a.id));
    assert_eq!(rows[0].driver, a.full_name);
    assert_eq!(rows[0].free.unwrap().to_string(), "1000.0000");
    assert_eq!(rows[7].params["available"], "100.0000");
    assert_eq!(rows[9].params["rows"], "9");
    assert_eq!(rows[10].params["code"], "message_too_long");
    let control = program.view(&id).control;
    assert_eq!((control.included, control.left_out), (2, 10));
    assert_eq!(control.amount.to_string(), "450.50");
    // Each driver's balance was read once, however many rows are about him.
    assert_eq!(world.sandbox.calls(BALANCE), 6);
    for (row, can) in [
        (6, true),
        (7, true),
        (8, true),
        (10, true),
        (12, true),
        (2, false),
        (5, false),
        (11, false),
    ] {
        let included = include(&program, &id, row).await;
        assert_eq!(included.is_ok(), can, "row {row}");
    }
    let plan = program.desk.plan_payout(&id).await.unwrap();
    let codes: Vec<_> = plan.warnings.iter().map(|one| one.code).collect();
    assert_eq!(
        codes,
        [
            WarningCode::Duplicate,
            WarningCode::AboveOperationLimit,
            WarningCode::AboveBalance
        ]
    );
    assert_eq!(plan.warnings[2].params["rows"], "8,10");
    assert_eq!(plan.control.included, 7);
    assert_eq!((world.gate.sent(), world.made_at_yandex().len()), (0, 0));
}

#[tokio::test]
async fn what_is_given_asks_for_no_balance_and_lacks_nothing() {
    let world = World::with_fleet();
    let program = world.start().await;
    let poor = world.fleet_payable(0);
    world.sandbox.set_fleet_balance(&poor.id, (-500).into());
    let credit = YandexWay {
        sign: FleetSign::Credit,
        ..events()
    };
    let text = format!(
        "Телефон\tСумма\r\n{}\t5000\r\n{}\t1",
        poor.phone, poor.phone
    );
    let id = program.opened_by(&text, credit).await;
    assert_eq!(program.verdicts(&id), [Ready; 2]);
    assert_eq!(world.sandbox.calls(BALANCE), 0);
}

#[tokio::test]
async fn what_the_service_would_refuse_for_its_least_balance_cannot_be_included() {
    let world = World::with_fleet();
    let program = world.start().await;
    let (rich, poor) = (world.fleet_payable(0), world.fleet_payable(1));
    world.sandbox.set_fleet_balance(&poor.id, 299.into());
    let text = format!(
        "Телефон\tСумма\r\n{rich}\t600\r\n{rich}\t150\r\n{rich}\t60\r\n{poor}\t1",
        rich = rich.phone,
        poor = poor.phone
    );
    let careful = |sign: FleetSign| YandexWay {
        balance_min: "300".to_owned(),
        sign,
        ..events()
    };
    let id = program.opened_by(&text, careful(FleetSign::Debit)).await;
    // Of the 250 roubles that are left the third row finds too few, although it takes but 60.
    assert_eq!(program.verdicts(&id), [Ready, Ready, NotEnough, NotEnough]);
    let rows = program.rows(&id);
    assert_eq!(rows[2].params["least"], "300");
    assert_eq!(rows[2].params["available"], "250.0000");
    for row in [3, 4] {
        let refused = include(&program, &id, row).await;
        assert_eq!(refused, Err(DeskErrorCode::InvalidInput));
    }
    let credits = at_yandex(careful(FleetSign::Credit));
    program
        .desk
        .set_payout_settings(&id, credits)
        .await
        .unwrap();
    program.check(&id).await;
    // What is given takes from nobody; the condition is the service's all the same.
    assert_eq!(program.verdicts(&id), [Ready, Ready, Ready, NotEnough]);
}

#[tokio::test]
async fn settings_that_the_service_would_refuse_are_told_before_anything_is_asked() {
    let world = World::with_fleet();
    let program = world.start().await;
    let text = format!("Телефон\tСумма\r\n{}\t10", world.fleet_payable(0).phone);
    let category = |id: &str| FleetManner::Category {
        category_id: id.to_owned(),
    };
    let of = |manner: FleetManner| YandexWay {
        manner,
        ..old_way()
    };
    let reasoned = |reason: &str| YandexWay {
        reason: reason.to_owned(),
        ..events()
    };
    for (way, field, code) in [
        (reasoned(" "), "reason", "required"),
        (reasoned(&"я".repeat(101)), "reason", "message_too_long"),
        (of(category("")), "category_id", "required"),
        (of(category("nothing")), "category_id", "category_unknown"),
        (
            of(category("platform_ride_fee")),
            "category_id",
            "category_closed",
        ),
        (
            YandexWay {
                balance_min: "0".to_owned(),
                ..old_way()
            },
            "balance_min",
            "not_with_category",
        ),
        (
            YandexWay {
                balance_min: "1,234".to_owned(),
                ..events()
            },
            "balance_min",
            "amount_ambiguous",
        ),
    ] {
        let id = program.open_with(&text, at_yandex(way)).await;
        let told = problems(&program, &id).await;
        assert_eq!(told, [(field.to_owned(), code.to_owned())]);
    }
    assert_eq!(world.sandbox.calls("listDriverProfiles"), 0);

    // One that is closed after the check stops the plan.
    let id = program.opened_by(&text, old_way()).await;
    assert_eq!(program.verdicts(&id), [Ready]);
    world.sandbox.set_fleet_category(CREATABLE, true, false);
    let park = &program.park;
    program.desk.fleet_categories(park, true).await.unwrap();
    let error = program.desk.plan_payout(&id).await.unwrap_err();
    assert_eq!(error.fields[0].code, "category_closed");
    assert_eq!(world.gate.sent(), 0);
}

#[tokio::test]
async fn another_service_never_inherits_whom_the_rows_were_found_to_mean() {
    let world = World::with_fleet();
    let program = world.start().await;
    let (jump, yandex) = (world.payable(0), world.fleet_payable(0));
    let text = format!(
        "Телефон\tСумма\r\n{}\t10\r\n{}\t20",
        jump.phone, yandex.phone
    );
    let id = program.checked(&text).await;
    let found = program.rows(&id)[0].driver_id.clone();
    assert_eq!(found, Some(jump.key()));
    let chosen = RowChange {
        driver_id: Some(jump.key()),
        comment: Some("за смену".to_owned()),
        ..RowChange::default()
    };
    program
        .desk
        .change_payout_row(&id, 2, chosen)
        .await
        .unwrap();
    let settings = at_yandex(events());
    let view = program.desk.set_payout_settings(&id, settings.clone());
    let view = view.await.unwrap();
    assert_eq!((view.phase, view.settings), (PayoutPhase::Read, settings));
    let rows = program.rows(&id);
    assert!(rows.iter().all(|row| row.driver_id.is_none()));
    assert_eq!(program.verdicts(&id), [NotChecked; 2]);
    program.check(&id).await;
    let rows = program.rows(&id);
    assert_eq!(rows[1].driver_id, Some(yandex.id));
    assert_eq!(rows[1].comment, "за смену", "what was mended stays");
    let of_jump = |row: &PayoutRow| row.driver_id == Some(jump.key());
    assert!(!rows.iter().any(of_jump));
    program
        .desk
        .set_payout_settings(&id, paying())
        .await
        .unwrap();
    assert!(program.rows(&id).iter().all(|row| row.driver_id.is_none()));
}

#[tokio::test]
async fn a_sheet_of_jumps_numbers_finds_those_whom_a_person_linked_and_nobody_else() {
    let world = World::with_fleet();
    let program = world.start().await;
    let (one, two) = (world.fleet_payable(0), world.fleet_payable(1));
    let (jump, other) = (world.payable(0), world.payable(1));
    let linked = program
        .desk
        .link_fleet_driver(&program.park, &one.id, Some(jump.id));
    linked.await.unwrap();
    let text = format!(
        "ID водителя\tТелефон\tСумма\r\n{0}\t\t10\r\n{1}\t\t20\r\n{1}\t{2}\t30\r\n{0}\t{2}\t40",
        jump.id, other.id, two.phone
    );
    let id = program.opened_by(&text, events()).await;
    assert_eq!(
        program.verdicts(&id),
        [Ready, UnknownDriver, Ready, AmbiguousDriver]
    );
    let rows = program.rows(&id);
    assert_eq!(rows[0].driver_id, Some(one.id));
    assert_eq!(rows[2].driver_id, Some(two.id));
}

#[tokio::test]
async fn duplicates_that_could_not_be_looked_for_are_told_and_the_journals_are_found_all_the_same()
{
    let world = World::with_fleet();
    let program = world.start().await;
    let text = world.fleet_sheet(2);
    program.sent_by(&text, old_way()).await;
    world.faults(&["listParkTransactions:403"]);
    let id = program.opened_by(&text, old_way()).await;
    assert_eq!(program.verdicts(&id), [DuplicateRecent; 2]);
    assert!(program.rows(&id)[0].params.contains_key("reference"));
    include(&program, &id, 1).await.unwrap();
    let plan = program.desk.plan_payout(&id).await.unwrap();
    let codes: Vec<_> = plan.warnings.iter().map(|one| one.code).collect();
    let expected = [WarningCode::Duplicate, WarningCode::DuplicatesUnknown];
    assert_eq!(codes, expected);
    assert_eq!(plan.warnings[1].params["reason"], "forbidden");
    // The other way the same sum is no duplicate.
    world.faults(&[]);
    let credit = YandexWay {
        sign: FleetSign::Credit,
        ..old_way()
    };
    let id = program.opened_by(&text, credit).await;
    assert_eq!(program.verdicts(&id), [Ready; 2]);
}

#[tokio::test]
async fn a_request_to_wait_is_obeyed_and_a_balance_that_cannot_be_read_leaves_the_row_out() {
    let world = World::with_fleet();
    let program = world.start().await;
    let text = world.fleet_sheet(3);
    world.faults(&["getBlockedBalance:429=600s@nth=1"]);
    let id = program.opened_by(&text, events()).await;
    assert_eq!(program.verdicts(&id), [Ready; 3]);
    let waited = |view: &PayoutView| view.waiting_until.is_some();
    assert!(program.told().iter().any(waited));
    world.faults(&["getBlockedBalance:403"]);
    let id = program.opened_by(&text, events()).await;
    assert_eq!(program.verdicts(&id), [CheckFailed; 3]);
    assert_eq!(program.rows(&id)[0].params["code"], "forbidden");
    let error = program.desk.plan_payout(&id).await.unwrap_err();
    assert_eq!(error.fields[0].code, "nothing_included");
    // Asked once more, it goes well.
    world.faults(&[]);
    program.check(&id).await;
    assert_eq!(program.verdicts(&id), [Ready; 3]);
}
