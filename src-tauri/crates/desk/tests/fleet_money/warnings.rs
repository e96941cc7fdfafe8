//! What a person is told before money moves, and what closes a driver.

use desk::{
    DeskErrorCode,
    fleet::types::{FleetDraft, FleetSign},
    operations::types::{MoneySettings, Warning, WarningCode},
};
use journal::State;
use rust_decimal::Decimal;
use sandbox::NewFleetTransaction;

use super::bench::{CREATABLE, FleetBench, LIST, V3, warned};

fn told(warnings: &[Warning], code: WarningCode) -> &Warning {
    warnings.iter().find(|one| one.code == code).unwrap()
}

#[tokio::test]
async fn the_same_sum_of_the_same_way_is_told_from_the_journal_and_from_the_list() {
    let bench = FleetBench::new().await;
    let plan = bench.plan(bench.debit("100")).await;
    assert_eq!(warned(&plan), []);
    let first = bench.carried(bench.debit("100"), State::Accepted).await;
    let plan = bench.plan(bench.debit("100")).await;
    let duplicate = told(&plan.warnings, WarningCode::Duplicate);
    // The list shows it too; it is told once.
    assert_eq!(duplicate.similar.len(), 1);
    assert_eq!(duplicate.similar[0].operation.as_ref(), Some(&first));
    assert_eq!(duplicate.similar[0].state, Some(State::Accepted));
    assert_eq!(warned(&bench.plan(bench.debit("101")).await), []);
    let credit = FleetDraft {
        sign: FleetSign::Credit,
        ..bench.debit("100")
    };
    assert_eq!(warned(&bench.plan(credit).await), []);

    // By hand in the service's office: the journal knows nothing of it.
    let row = NewFleetTransaction {
        driver_id: bench.driver.clone(),
        category_id: CREATABLE.to_owned(),
        amount: Decimal::from(-55),
        description: "за мойку".to_owned(),
        event_at: None,
    };
    let sandbox = &bench.bench.rig.sandbox;
    sandbox.add_fleet_transaction(&row).unwrap();
    let plan = bench.plan(bench.debit("55")).await;
    let duplicate = told(&plan.warnings, WarningCode::Duplicate);
    assert_eq!(duplicate.similar.len(), 1);
    assert_eq!(duplicate.similar[0].description, "за мойку");
    assert_eq!(duplicate.similar[0].operation, None);
    // Not agreed to: nothing happens.
    let refused = bench.bench.confirm_as(&plan.hash, Vec::new()).await;
    assert_eq!(refused.unwrap_err().fields[0].code, "warnings_not_agreed");
    assert_eq!(bench.creates().len(), 1);
}

#[tokio::test]
async fn a_debit_of_more_than_is_free_is_told_and_a_balance_that_is_not_known_too() {
    let bench = FleetBench::new().await;
    let plan = bench.plan(bench.debit("1000")).await;
    assert_eq!(warned(&plan), []);
    let balance = plan.balance.unwrap();
    assert_eq!(balance.free.decimal(), Decimal::from(1_000));
    let plan = bench.plan(bench.debit("1000,01")).await;
    let above = told(&plan.warnings, WarningCode::AboveBalance);
    let free: Decimal = above.params["free"].parse().unwrap();
    assert_eq!(free, Decimal::from(1_000));
    let credit = FleetDraft {
        sign: FleetSign::Credit,
        ..bench.debit("5000")
    };
    assert_eq!(warned(&bench.plan(credit).await), []);

    bench.faults(&["getBlockedBalance:403"]);
    let plan = bench.plan(bench.debit("1")).await;
    let unknown = told(&plan.warnings, WarningCode::BalanceUnknown);
    assert_eq!(unknown.params["reason"], "forbidden");
    assert_eq!(plan.balance, None);
    bench.faults(&[&format!("{LIST}:403")]);
    let plan = bench.plan(bench.debit("1")).await;
    let unknown = told(&plan.warnings, WarningCode::DuplicatesUnknown);
    assert_eq!(unknown.params["reason"], "forbidden");
}

#[tokio::test]
async fn limits_warn_of_both_services_money_together() {
    let bench = FleetBench::new().await;
    let limits = MoneySettings {
        operation_limit: "300".to_owned(),
        day_limit: "500".to_owned(),
        ..MoneySettings::default()
    };
    bench.bench.rig.desk.set_money_settings(limits).unwrap();
    assert_eq!(warned(&bench.plan(bench.debit("300")).await), []);
    let plan = bench.plan(bench.debit("300,01")).await;
    assert_eq!(warned(&plan), [WarningCode::AboveOperationLimit]);
    bench.bench.carried("250", State::Accepted).await;
    let plan = bench.plan(bench.debit("250,01")).await;
    let day = told(&plan.warnings, WarningCode::AboveDayLimit);
    assert_eq!(day.params["limit"], "500");
    assert_eq!(day.params["spent"], "250");
    assert_eq!(warned(&bench.plan(bench.debit("250")).await), []);
}

#[tokio::test]
async fn a_driver_with_an_unsettled_transaction_gets_no_new_one() {
    let bench = FleetBench::new().await;
    let waiting = bench.plan(bench.debit("7")).await;
    bench.faults(&[&format!("{V3}:drop")]);
    let id = bench.begin(bench.debit("100")).await;
    let view = bench.given_up(&id).await;
    for draft in [bench.debit("1"), bench.old_debit("1")] {
        let error = bench.try_plan(draft).await.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::DriverUnsettled);
        assert_eq!(error.params["references"], view.reference);
    }
    // Many minutes passed: the plan is not good any more either.
    assert_eq!(bench.refused(&waiting).await, DeskErrorCode::ReviewExpired);
    // Another driver is open.
    let drivers = bench.bench.rig.sandbox.fleet_drivers();
    let other = drivers.into_iter().find(|one| one.id != bench.driver);
    let other = FleetDraft {
        driver_id: other.unwrap().id,
        ..bench.debit("1")
    };
    bench.try_plan(other).await.unwrap();
}
