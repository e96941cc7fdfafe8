//! Every method of the client, called once with every option filled in.

use fleet::data_v3::{EventObject, Scheduled};
use fleet::{
    BalanceCondition, CategoryFilter, CreateV2, CreateV3, CurrentStatus, DataV3, DriverFields,
    Fleet, FleetDirection, FleetDriversQuery, FleetSortField, FleetSortOrder, FleetTime,
    FleetTransactionsQuery, IdempotencyToken, OpenWindow, TimeWindow, WorkStatus,
};
use transport::CallError;

use crate::wires::PARK;

pub const DRIVER: &str = "33de650c6a1a40bfa78dd981817da866";
pub const ORDER: &str = "c8d40acf182b4b32af72f6ad2029031b";
pub const EVENT: &str = "event-0001";

pub type Outcome = Result<(), CallError>;

/// Every operation in the order of the table, each named after the method that was called for it.
pub async fn everything(fleet: &Fleet) -> Vec<(&'static str, Outcome)> {
    let mut outcomes = Vec::new();
    for operation in fleet::OPERATIONS {
        outcomes.push((*operation, one(fleet, operation).await));
    }
    outcomes
}

/// Calls one operation.
pub async fn one(fleet: &Fleet, operation: &str) -> Outcome {
    match operation {
        "createDriverTransactionV2" => fleet
            .create_driver_transaction_v2(&v2().body(), &token())
            .await
            .map(drop),
        "listParkTransactions" => fleet
            .list_park_transactions(&transactions(), 500, None)
            .await
            .map(drop),
        "listDriverTransactions" => fleet
            .list_driver_transactions(DRIVER, &transactions(), 500, None)
            .await
            .map(drop),
        "listOrderTransactions" => fleet
            .list_order_transactions(&[ORDER.to_owned()], Some(&window()))
            .await
            .map(drop),
        "listTransactionCategories" => {
            let filter = CategoryFilter {
                is_creatable: Some(true),
                is_enabled: Some(true),
                is_editable: Some(false),
                is_affecting_driver_balance: Some(true),
            };
            fleet.list_transaction_categories(filter).await.map(drop)
        }
        "createDriverTransactionV3" => fleet
            .create_driver_transaction_v3(&v3().body(), &token())
            .await
            .map(drop),
        "getDriverTransactionStatusV3" => fleet
            .get_driver_transaction_status_v3(DRIVER, EVENT, 1)
            .await
            .map(drop),
        "listDriverProfiles" => fleet
            .list_driver_profiles(&drivers(), 100, 200)
            .await
            .map(drop),
        "listWorkRules" => fleet.list_work_rules().await.map(drop),
        "getBlockedBalance" => fleet.get_blocked_balance(DRIVER).await.map(drop),
        other => panic!("no call of {other}"),
    }
}

pub fn token() -> IdempotencyToken {
    IdempotencyToken::parse("demo-token-0001-abcdef").unwrap()
}

pub fn window() -> TimeWindow {
    TimeWindow::of(
        FleetTime::read("2026-01-15T00:00:00+03:00"),
        FleetTime::read("2026-01-16T00:00:00+03:00"),
    )
    .unwrap()
}

pub fn transactions() -> FleetTransactionsQuery {
    FleetTransactionsQuery {
        category_ids: vec!["card".to_owned(), "partner_service_manual_3".to_owned()],
        ..FleetTransactionsQuery::new(window())
    }
}

pub fn v2() -> CreateV2 {
    CreateV2 {
        park_id: PARK.to_owned(),
        driver_profile_id: DRIVER.to_owned(),
        category_id: "partner_service_manual_3".to_owned(),
        amount: "-500".parse().unwrap(),
        description: "Списание №13 [#7K3F9Q]".to_owned(),
    }
}

pub fn v3() -> CreateV3 {
    CreateV3 {
        park_id: PARK.to_owned(),
        contractor_profile_id: DRIVER.to_owned(),
        amount: "-30".parse().unwrap(),
        data: DataV3::other("Списание №13"),
        description: Some("[#7K3F9Q]".to_owned()),
        condition: Some(BalanceCondition {
            balance_min: "30.5".parse().unwrap(),
        }),
        version: 1,
    }
}

/// A rent, with every member that is known.
pub fn rent() -> DataV3 {
    DataV3::Rent(Scheduled {
        object: Some(EventObject {
            object_id: Some("o".to_owned()),
            object_type: Some("vehicle".to_owned()),
            object_name: None,
        }),
        schedule: None,
    })
}

pub fn drivers() -> FleetDriversQuery {
    let since = |text: &str| {
        Some(OpenWindow {
            from: Some(FleetTime::read(text)),
            to: None,
        })
    };
    FleetDriversQuery {
        ids: vec![DRIVER.to_owned()],
        work_rule_ids: vec!["rule".to_owned()],
        work_statuses: vec![WorkStatus::Working, WorkStatus::NotWorking],
        current_statuses: vec![CurrentStatus::InOrderFree, CurrentStatus::Offline],
        last_transaction: since("2026-01-15T00:00:00+03:00"),
        updated: since("2026-01-15T00:00:00.000+0000"),
        text: Some(" Иванов ".to_owned()),
        fields: Some(DriverFields {
            updated_at: Some(true),
            ..DriverFields::directory()
        }),
        order: vec![FleetSortOrder {
            field: FleetSortField::Balance,
            direction: FleetDirection::Desc,
        }],
    }
}
