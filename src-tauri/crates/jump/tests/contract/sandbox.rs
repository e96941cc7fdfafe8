//! What the demo park really answers: it fits the contract, and the client reads it.

use std::sync::Arc;

use jump::{
    ApplicationsFilter, ApplicationsQuery, DriversQuery, Id, Jump, Overrides, PaymentsQuery,
    PerPage, WithdrawPreview,
};
use sandbox::{Options, Quirks, Sandbox};
use transport::{Cause, Outcome, ServiceWire};

use crate::calls::{self, Known};
use crate::contract::CONTRACT;
use crate::wires::jump_over;

fn small(quirks: Quirks) -> Options {
    Options {
        drivers: 30,
        payments: 120,
        applications: 40,
        transactions: 120,
        quirks,
        ..Options::default()
    }
}

fn park(options: Options) -> Jump {
    let wire = CONTRACT.checking(ServiceWire::new(Sandbox::new(options).router()));
    jump_over(wire, Overrides::none())
}

async fn known(jump: &Jump) -> Known {
    let rich = rich(jump).await;
    let waiting = waiting(jump).await;
    let (application, file) = with_file(jump, &waiting).await;
    let mut others = waiting.into_iter().filter(|id| *id != application);
    Known {
        driver: rich[0].0,
        balance: rich[0].1,
        other_balance: rich[1].1,
        application,
        file,
        unwanted: others.next().unwrap(),
        unwanted_too: others.next().unwrap(),
        ..Known::ANY
    }
}

/// Drivers who can withdraw, each with the balance that pays.
async fn rich(jump: &Jump) -> Vec<(Id, Id)> {
    let mut found = Vec::new();
    let drivers = jump.list_drivers(&DriversQuery::default()).await.unwrap();
    for row in drivers.items {
        let profile = jump.get_driver(row.id).await.unwrap();
        for balance in profile.cards.unwrap_or_default() {
            let question = WithdrawPreview {
                balance_id: balance.id.unwrap(),
                ..calls::preview(Known::ANY)
            };
            if jump.preview_withdraw(row.id, &question).await.is_ok() {
                found.push((row.id, question.balance_id));
            }
        }
    }
    assert!(found.len() >= 2, "nobody has money");
    found
}

/// Applications that wait for a moderator.
async fn waiting(jump: &Jump) -> Vec<Id> {
    let query = ApplicationsQuery {
        filter: ApplicationsFilter {
            status: vec!["not_processed".to_owned()],
            ..ApplicationsFilter::default()
        },
        per_page: PerPage::TwoHundred,
        ..ApplicationsQuery::default()
    };
    let rows = jump.list_applications(&query).await.unwrap().items;
    rows.into_iter().map(|row| row.id).collect()
}

async fn with_file(jump: &Jump, applications: &[Id]) -> (Id, Id) {
    for id in applications {
        let application = jump.get_application(*id).await.unwrap();
        if let Some(file) = application.files.iter().find_map(|file| file.id) {
            return (*id, file);
        }
    }
    panic!("no application of the park has a file");
}

#[tokio::test]
async fn every_answer_of_the_park_fits_the_contract_and_is_read() {
    for quirks in [
        Quirks::default(),
        Quirks {
            requisites_unknown: true,
            upload_names_file: true,
            writes_answer_200: true,
            ..Quirks::default()
        },
        Quirks {
            unmasked_requisites: true,
            reencode_uploads: true,
            ..Quirks::default()
        },
    ] {
        let jump = park(small(quirks));
        let known = known(&jump).await;
        for (operation, outcome) in calls::everything(&jump, known).await {
            assert_eq!(outcome, Ok(()), "{operation}");
        }
    }
}

#[tokio::test]
async fn every_row_of_the_park_is_read() {
    let jump = park(small(Quirks::default()));
    let drivers = DriversQuery {
        per_page: PerPage::TwoHundred,
        ..DriversQuery::default()
    };
    let drivers = jump.list_drivers(&drivers).await.unwrap();
    assert_eq!(drivers.items.len(), drivers.meta.total as usize);
    for row in &drivers.items {
        let profile = jump.get_driver(row.id).await.unwrap();
        assert_eq!((profile.id, profile.phone), (row.id, row.phone.clone()));
        assert!(
            profile.unknown_keys.is_empty(),
            "{:?}",
            profile.unknown_keys
        );
    }
    let payments = PaymentsQuery {
        per_page: PerPage::TwoHundred,
        ..PaymentsQuery::new(calls::period())
    };
    let payments = jump.list_payments(&payments).await.unwrap();
    assert!(!payments.items.is_empty());
    assert!(
        payments
            .items
            .iter()
            .all(|payment| payment.amount.is_some() && payment.status.is_some())
    );
    let counts = jump
        .count_applications(&ApplicationsFilter::default())
        .await
        .unwrap();
    assert_eq!(counts.0.values().sum::<u32>(), 40);
}

#[tokio::test]
async fn uploaded_file_is_listed_and_comes_back_whole() {
    let jump = park(small(Quirks::default()));
    let known = known(&jump).await;
    let before: Vec<_> = jump.get_application(known.application).await.unwrap().files;
    jump.upload_application_file(known.application, calls::upload(), Arc::new(|_| ()))
        .await
        .unwrap();
    let after = jump.get_application(known.application).await.unwrap().files;
    let new: Vec<_> = after.iter().filter(|file| !before.contains(file)).collect();
    assert_eq!(new.len(), 1);
    assert_eq!(
        new[0].section, "person_info",
        "a passport belongs to the person"
    );
    let file = jump
        .download_application_file(known.application, new[0].id.unwrap())
        .await
        .unwrap();
    assert_eq!(&file.bytes[..], b"\xff\xd8\xff\xe0 a scan");
}

#[tokio::test]
async fn refusal_of_the_park_fits_the_contract_and_is_told() {
    let error = park(small(Quirks::default()))
        .get_driver(Id(1))
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause, error.status),
        (Outcome::Rejected, Cause::NotFound, Some(404))
    );
}
