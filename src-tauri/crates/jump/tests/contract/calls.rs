//! Every method of the client, called once with every option filled in.

use std::sync::Arc;

use bytes::Bytes;
use jump::{
    ApplicationSortField, ApplicationsFilter, ApplicationsQuery, DriverSortField, DriverUpdate,
    DriversQuery, FileUpload, Id, Jump, PaymentSortField, PaymentsQuery, PerPage, Period, Referrer,
    RequisiteWrite, Sort,
};
use transport::CallError;

/// Ids that exist where the calls go.
#[derive(Clone, Copy)]
pub struct Known {
    pub driver: Id,
    pub application: Id,
    pub file: Id,
}

pub type Outcomes = Vec<(&'static str, Result<(), CallError>)>;

/// Names each operation after the method that was called for it.
pub async fn everything(jump: &Jump, known: Known) -> Outcomes {
    let mut outcomes = dictionaries(jump).await;
    macro_rules! call {
        ($operation:literal, $call:expr) => {
            outcomes.push(($operation, $call.await.map(drop)));
        };
    }
    call!("listDrivers", jump.list_drivers(&drivers_query()));
    call!("getDriver", jump.get_driver(known.driver));
    call!("updateDriver", jump.update_driver(known.driver, &update()));
    call!("listPayments", jump.list_payments(&payments_query()));
    call!(
        "listApplications",
        jump.list_applications(&applications_query())
    );
    call!(
        "countApplications",
        jump.count_applications(&applications_query().filter)
    );
    call!("getApplication", jump.get_application(known.application));
    call!(
        "uploadApplicationFile",
        jump.upload_application_file(known.application, upload(), Arc::new(|_| ()))
    );
    call!(
        "downloadApplicationFile",
        jump.download_application_file(known.application, known.file)
    );
    outcomes
}

pub async fn dictionaries(jump: &Jump) -> Outcomes {
    let mut outcomes = Outcomes::new();
    macro_rules! call {
        ($( $operation:literal $method:ident )*) => {
            $( outcomes.push(($operation, jump.$method().await.map(drop))); )*
        };
    }
    call! {
        "dictIntegrations" dict_integrations
        "dictTransactionTypes" dict_transaction_types
        "dictGroups" dict_groups
        "dictAntiFraudStatuses" dict_anti_fraud_statuses
        "dictAgents" dict_agents
        "dictPayTypes" dict_pay_types
        "dictRequestTypes" dict_request_types
        "dictPaymentStatuses" dict_payment_statuses
        "dictSbpBanks" dict_sbp_banks
        "dictAutoregStatuses" dict_autoreg_statuses
        "dictAutoregJobStatuses" dict_autoreg_job_statuses
        "dictAutoregProfessions" dict_autoreg_professions
        "dictAutoregDirections" dict_autoreg_directions
        "dictAutoregModules" dict_autoreg_modules
        "dictAutoregDeliveryTypes" dict_autoreg_delivery_types
        "dictAutoregCountries" dict_autoreg_countries
        "dictAutoregModels" dict_autoreg_models
        "dictAutoregColors" dict_autoreg_colors
    }
    outcomes.push((
        "dictAutoregDocuments",
        jump.dict_autoreg_documents(Id(1)).await.map(drop),
    ));
    outcomes
}

pub fn drivers_query() -> DriversQuery {
    DriversQuery {
        page: 1,
        per_page: PerPage::TwoHundred,
        order: Some(Sort {
            field: DriverSortField::GroupId,
            descending: true,
        }),
        integration_ids: vec![Id(1), Id(2)],
        group_ids: vec![Id(1)],
        anti_fraud_status_ids: vec![Id(1), Id(2)],
        referrer_ids: vec![Id(3)],
        search: Some("+7 (999) 123-45-67".to_owned()),
    }
}

pub fn period() -> Period {
    let [from, to] = ["2025-05-01T00:00:00+03:00", "2025-06-16T23:59:59+03:00"]
        .map(|time| time.parse().unwrap());
    Period::new(from, to).unwrap()
}

pub fn payments_query() -> PaymentsQuery {
    PaymentsQuery {
        order: Some(Sort {
            field: PaymentSortField::AmountPaid,
            descending: false,
        }),
        agent_ids: vec![Id(1)],
        driver_ids: vec![Id(1), Id(2), Id(3)],
        group_ids: vec![Id(1), Id(2)],
        integration_ids: vec![Id(1)],
        payment_status_id: vec![Id(1), Id(2)],
        pay_type_ids: vec![Id(1)],
        request_type_ids: vec![Id(1)],
        search: Some("Иванов".to_owned()),
        ..PaymentsQuery::new(period())
    }
}

pub fn applications_query() -> ApplicationsQuery {
    ApplicationsQuery {
        filter: ApplicationsFilter {
            direction: vec!["taxi".to_owned(), "undefined".to_owned()],
            status: vec!["not_processed".to_owned(), "draft".to_owned()],
            search: Some("Иванов".to_owned()),
        },
        page: 1,
        per_page: PerPage::Fifty,
        order: Some(Sort {
            field: ApplicationSortField::Date,
            descending: true,
        }),
    }
}

pub fn upload() -> FileUpload {
    FileUpload::from_bytes(
        "паспорт.jpg",
        "image/jpeg",
        Bytes::from_static(b"\xff\xd8\xff\xe0 a scan"),
    )
    .with_field("document_type_id", "3")
}

/// An update with every member filled in.
pub fn update() -> DriverUpdate {
    let some = |text: &str| Some(text.to_owned());
    DriverUpdate {
        phone: some("79991234567"),
        group_id: Id(1),
        anti_fraud_status_id: Id(1),
        referrer: Referrer::Cut,
        last_name: "Иванов".to_owned(),
        first_name: "Иван".to_owned(),
        middle_name: some("Иванович"),
        license: some("9911223344"),
        email: some("ivanov@example.com"),
        withdrawal_forbidden_comment: some(""),
        park_note: some("Примечание"),
        park_comment: some(""),
        inn: some(""),
        contract_number: some("123"),
        contract_full_name: some("Иванов Иван Иванович"),
        contract_signed_at: some("2022-09-03T10:51:13+03:00"),
        passport_number: some("0000000000"),
        passport_issue_date: some(""),
        enable_car_sync: Some(false),
        car_number: some("А123АА777"),
        car_license_number: some("1"),
        requisites: vec![new_requisite(true)],
    }
}

fn new_requisite(is_default: bool) -> RequisiteWrite {
    RequisiteWrite::Create {
        type_id: Id(1),
        // Its key digit fits the BIK: the park checks it.
        account_number: "40817810700000000001".to_owned(),
        name: Some("Основной счёт".to_owned()),
        is_default,
        sbp_bank_id: Some(Id(100_000_000_004)),
        bik: Some("044525225".to_owned()),
        bank_name: Some("Банк".to_owned()),
        inn: None,
        payment_text: Some("Вознаграждение".to_owned()),
        last_name: Some("Иванов".to_owned()),
        first_name: Some("Иван".to_owned()),
        middle_name: None,
    }
}
