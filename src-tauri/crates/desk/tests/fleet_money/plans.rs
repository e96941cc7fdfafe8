//! What a plan fixes, what it refuses, and what it needs.

use std::{collections::BTreeSet, time::Duration};

use desk::{
    DeskErrorCode,
    connections::types::{ConnectionEdit, ParkColor},
    fleet::types::{FleetDraft, FleetManner, FleetSign},
    operations::PlanOf,
};
use journal::State;
use rust_decimal::Decimal;
use serde_json::Value;

use super::{
    access_bench::added,
    bench::{FleetBench, V2, V3, fields},
};

fn one(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[tokio::test]
async fn two_equal_honest_transactions_have_two_tokens_and_two_effects() {
    let bench = FleetBench::new().await;
    for draft in [bench.debit("100"), bench.old_debit("100")] {
        for _ in 0..2 {
            bench.carried(draft.clone(), State::Accepted).await;
        }
    }
    let creates = bench.creates();
    let tokens: BTreeSet<&str> = creates.iter().map(|one| one.token.as_str()).collect();
    assert_eq!((creates.len(), tokens.len()), (4, 4));
    for token in tokens {
        assert!((16..=64).contains(&token.len()), "{token}");
        assert!(token.bytes().all(|byte| byte.is_ascii_graphic()), "{token}");
    }
    assert!(bench.made().iter().all(|one| one.effects == 1));
    assert_eq!(bench.balance(), Decimal::from(600));
}

#[tokio::test]
async fn what_leaves_is_what_was_shown_with_our_mark_and_the_sign_of_the_words() {
    let bench = FleetBench::new().await;
    let credit = |draft: FleetDraft| FleetDraft {
        sign: FleetSign::Credit,
        ..draft
    };
    let debit = bench.debit("1 234,50");
    let old = bench.old_debit("0,10");
    for (draft, amount) in [
        (debit.clone(), "-1234.5000"),
        (credit(debit), "1234.5000"),
        (old.clone(), "-0.1000"),
        (credit(old), "0.1000"),
    ] {
        let plan = bench.plan(draft.clone()).await;
        assert_eq!(plan.sign, draft.sign);
        assert!(plan.amount.decimal() > Decimal::ZERO);
        assert_eq!(
            plan.description,
            format!("Аренда за неделю [#{}]", plan.reference)
        );
        let id = bench.try_confirm(&plan).await.unwrap().id;
        bench.bench.until(&id, State::Accepted).await;
        let sent = bench.creates().pop().unwrap();
        assert_eq!((sent.state, sent.repeats), (State::Sent, 0));
        assert!(!sent.body.contains('+'), "{}", sent.body);
        let body: Value = serde_json::from_str(&sent.body).unwrap();
        assert_eq!(body["amount"], amount);
        assert_eq!(body["description"], plan.description.as_str());
        let details = bench.details(&id).await;
        assert_eq!(details.body, sent.body);
        assert_eq!(details.operation.driver_id, bench.driver);
        match draft.manner {
            FleetManner::Event => {
                assert_eq!(body["version"], 1);
                assert_eq!(body["data"]["kind"], "other");
                assert_eq!(body["data"]["reason"], "Аренда");
                assert_eq!(plan.reason.as_deref(), Some("Аренда"));
            }
            FleetManner::Category { category_id } => {
                assert_eq!(body["category_id"], category_id.as_str());
                assert!(body.get("version").is_none() && plan.reason.is_none());
            }
        }
    }
    // Away and back again, to the kopeck.
    assert_eq!(bench.balance(), Decimal::from(1_000));
}

#[tokio::test]
async fn an_amount_that_is_not_clearly_one_is_refused_at_its_field() {
    let bench = FleetBench::new().await;
    for (typed, code) in [
        ("", "required"),
        ("0", "amount_zero"),
        ("0,00", "amount_zero"),
        ("1,234", "amount_ambiguous"),
        ("1.234", "amount_ambiguous"),
        ("0,00001", "amount_too_many_decimals"),
        ("12,34567", "amount_too_many_decimals"),
        ("-5", "amount_negative"),
        ("+5", "amount_not_a_number"),
        ("1e3", "amount_exponent"),
        ("12 34", "amount_bad_grouping"),
        ("99999999999999999999", "too_long"),
    ] {
        for draft in [bench.debit(typed), bench.old_debit(typed)] {
            let error = bench.try_plan(draft).await.unwrap_err();
            assert_eq!(fields(&error), one("amount", code), "{typed}");
        }
    }
    assert_eq!((bench.creates().len(), bench.made().len()), (0, 0));
}

#[tokio::test]
async fn a_condition_leaves_as_typed_and_a_slip_in_it_is_told() {
    let bench = FleetBench::new().await;
    let with = |least: &str| FleetDraft {
        balance_min: least.to_owned(),
        ..bench.debit("1")
    };
    for (typed, kept) in [
        ("-500", Some("-500.0000")),
        ("0", Some("0.0000")),
        ("1 000,50", Some("1000.5000")),
        ("  ", None),
    ] {
        let plan = bench.plan(with(typed)).await;
        assert_eq!(plan.balance_min.is_some(), kept.is_some(), "{typed}");
        let id = bench.try_confirm(&plan).await.unwrap().id;
        bench
            .bench
            .until_seen(&id, |view| view.state.is_final())
            .await;
        let body: Value = serde_json::from_str(&bench.creates().pop().unwrap().body).unwrap();
        let least = body["condition"]["balance_min"].as_str();
        assert_eq!(least, kept, "{typed}");
    }
    for (typed, code) in [
        ("1,234", "amount_ambiguous"),
        ("сто", "amount_not_a_number"),
        ("+1", "amount_not_a_number"),
        ("0,123", "amount_too_many_decimals"),
    ] {
        let error = bench.try_plan(with(typed)).await.unwrap_err();
        assert_eq!(fields(&error), one("balance_min", code), "{typed}");
    }
}

#[tokio::test]
async fn a_condition_that_v2_has_no_place_for_is_not_left_out_silently() {
    let bench = FleetBench::new().await;
    let with = |least: &str| FleetDraft {
        balance_min: least.to_owned(),
        ..bench.old_debit("1")
    };
    for typed in ["0", "500", "сто"] {
        let error = bench.try_plan(with(typed)).await.unwrap_err();
        let expected = one("balance_min", "not_with_category");
        assert_eq!(fields(&error), expected, "{typed}");
    }
    assert_eq!(bench.plan(with("  ")).await.balance_min, None);
}

#[tokio::test]
async fn an_unmet_condition_moves_nothing_and_is_told_as_a_refusal() {
    let bench = FleetBench::new().await;
    let draft = FleetDraft {
        balance_min: "1000,01".to_owned(),
        ..bench.debit("1")
    };
    let id = bench.begin(draft).await;
    let view = bench.bench.until(&id, State::Rejected).await;
    assert_eq!(view.reason, "Баланс меньше минимального");
    assert_eq!(bench.balance(), Decimal::from(1_000));
}

#[tokio::test]
async fn a_plan_lacks_nothing_that_the_service_requires() {
    let bench = FleetBench::new().await;
    let plain = bench.debit("1");
    let category = |id: &str| FleetManner::Category {
        category_id: id.to_owned(),
    };
    for (draft, field, code) in [
        (
            FleetDraft {
                reason: "  ".to_owned(),
                ..plain.clone()
            },
            "reason",
            "required",
        ),
        (
            FleetDraft {
                reason: "я".repeat(101),
                ..plain.clone()
            },
            "reason",
            "message_too_long",
        ),
        (
            FleetDraft {
                description: "я".repeat(247),
                ..plain.clone()
            },
            "description",
            "message_too_long",
        ),
        (
            FleetDraft {
                driver_id: String::new(),
                ..plain.clone()
            },
            "driver_id",
            "required",
        ),
        (
            FleetDraft {
                manner: category(""),
                ..plain.clone()
            },
            "category_id",
            "required",
        ),
        (
            FleetDraft {
                manner: category("partner_service_manual_7"),
                ..plain.clone()
            },
            "category_id",
            "category_closed",
        ),
        (
            FleetDraft {
                manner: category("partner_service_manual_10"),
                ..plain.clone()
            },
            "category_id",
            "category_closed",
        ),
        (
            FleetDraft {
                manner: category("platform_ride_fee"),
                ..plain.clone()
            },
            "category_id",
            "category_closed",
        ),
        (
            FleetDraft {
                manner: category("nothing"),
                ..plain.clone()
            },
            "category_id",
            "category_unknown",
        ),
    ] {
        let error = bench.try_plan(draft).await.unwrap_err();
        assert_eq!(fields(&error), one(field, code));
    }
    let stranger = FleetDraft {
        driver_id: "0".repeat(32),
        ..plain
    };
    let error = bench.try_plan(stranger).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::NotFound);
    assert_eq!((bench.creates().len(), bench.made().len()), (0, 0));
}

#[tokio::test]
async fn without_access_or_with_reading_only_nothing_is_planned_or_sent() {
    let bench = FleetBench::new().await;
    let rig = &bench.bench.rig;
    let plan = bench.plan(bench.debit("1")).await;
    let edit = |read_only| ConnectionEdit {
        name: "Демо-парк".to_owned(),
        color: ParkColor::Teal,
        read_only,
    };
    rig.desk.edit_connection(&rig.park, edit(true)).unwrap();
    let error = bench.try_plan(bench.debit("1")).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::ReadOnly);
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReadOnly);
    rig.desk.edit_connection(&rig.park, edit(false)).unwrap();

    let bare = added(&rig.desk).await;
    let planned = rig.desk.plan_fleet_transaction(&bare, bench.debit("1"));
    assert_eq!(planned.await.unwrap_err().code, DeskErrorCode::NoFleet);
    assert_eq!(bench.creates(), []);
}

#[tokio::test]
async fn a_plan_is_good_once_for_five_minutes_and_for_its_own_settings() {
    let bench = FleetBench::still(super::bench::park()).await;
    let rig = &bench.bench.rig;
    let old = bench.plan(bench.debit("1")).await;
    bench.bench.advance(Duration::from_secs(301));
    assert_eq!(bench.refused(&old).await, DeskErrorCode::ReviewExpired);

    let plan = bench.plan(bench.debit("1")).await;
    // Any change of a client is a change of settings: it may be another park's.
    let other = super::access_bench::connected(rig, super::access_bench::typed()).await;
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReviewExpired);
    rig.desk.disconnect_fleet(&other).await.unwrap();

    let plan = bench.plan(bench.debit("1")).await;
    let view = bench.try_confirm(&plan).await.unwrap();
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReviewExpired);
    let cancelled = rig.desk.cancel_operation(&rig.park, &view.id).await;
    assert_eq!(cancelled.unwrap().state, State::Cancelled);
    bench.bench.advance(Duration::from_secs(60));
    bench.bench.until(&view.id, State::Cancelled).await;
    assert_eq!((bench.creates().len(), bench.made().len()), (0, 0));
    let calls = [V2, V3].map(|operation| rig.sandbox.calls(operation));
    assert_eq!(calls, [0, 0]);
}

#[tokio::test]
async fn a_command_of_one_service_never_confirms_the_plan_of_another() {
    let bench = FleetBench::new().await;
    let rig = &bench.bench.rig;
    let event = bench.plan(bench.debit("100")).await;
    let category = bench.plan(bench.old_debit("200")).await;
    let jump = bench.bench.plan("300").await;
    let agreed = |codes: &[desk::operations::types::Warning]| {
        let codes: Vec<_> = codes.iter().map(|one| one.code).collect();
        codes
    };
    for (hash, warnings, own) in [
        (&event.hash, agreed(&event.warnings), PlanOf::YandexEvent),
        (
            &category.hash,
            agreed(&category.warnings),
            PlanOf::YandexCategory,
        ),
        (&jump.hash, agreed(&jump.warnings), PlanOf::Jump),
    ] {
        let commands = [PlanOf::Jump, PlanOf::YandexEvent, PlanOf::YandexCategory];
        for other in commands.into_iter().filter(|one| *one != own) {
            let strange = rig
                .desk
                .confirm_plan_of(&rig.park, other, hash, warnings.clone());
            assert_eq!(
                fields(&strange.await.unwrap_err()),
                one("plan", "another_operation")
            );
        }
        assert!(bench.creates().is_empty());
    }
    // Nothing was written, and the plans are still good for their own commands.
    let filter = desk::operations::types::JournalFilter::default();
    let window = rig.desk.journal_window(&rig.park, &filter, 0, 10).await;
    assert_eq!(window.unwrap().total, 0);
    let confirmed = rig.desk.confirm_plan_of(
        &rig.park,
        PlanOf::YandexCategory,
        &category.hash,
        agreed(&category.warnings),
    );
    let view = confirmed.await.unwrap();
    bench.bench.until(&view.id, State::Accepted).await;
    assert_eq!((rig.sandbox.calls(V2), rig.sandbox.calls(V3)), (1, 0));
}
