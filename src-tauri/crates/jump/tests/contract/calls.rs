//! Every method of the client, called once with every option filled in.

use std::sync::Arc;

use bytes::Bytes;
use jump::{
    ApplicationEdit, ApplicationSortField, ApplicationsFilter, ApplicationsQuery, BatchReject,
    DriverSortField, DriverUpdate, DriversQuery, Edit, FileUpload, Id, Jump, PaymentSortField,
    PaymentsQuery, PerPage, Period, PersonEdit, Referrer, RequisiteWrite, Sort, TransactionCreate,
    TransactionOperation, TransactionSortField, TransactionsQuery, WebhookChange, WebhookCreate,
    WebhookMethod, WithdrawPreview,
};
use transport::CallError;

/// Ids that exist where the calls go.
#[derive(Clone, Copy)]
pub struct Known {
    pub driver: Id,
    /// One of the driver's, with money on it.
    pub balance: Id,
    /// Somebody else's.
    pub other_balance: Id,
    /// To be edited and registered.
    pub application: Id,
    pub file: Id,
    /// To be rejected.
    pub unwanted: Id,
    /// To be rejected in a batch.
    pub unwanted_too: Id,
    /// Replaced by what is created on the way.
    pub job: Id,
    pub webhook: Id,
}

impl Known {
    /// For a double that knows everybody.
    pub const ANY: Self = Self {
        driver: Id(1232),
        balance: Id(14_095_751),
        other_balance: Id(14_095_752),
        application: Id(1),
        file: Id(5),
        unwanted: Id(2),
        unwanted_too: Id(3),
        job: Id(77),
        webhook: Id(1),
    };
}

pub type Outcome = Result<(), CallError>;

/// Every operation in the order of the table, each named after the method that was called for it.
pub async fn everything(jump: &Jump, mut known: Known) -> Vec<(&'static str, Outcome)> {
    let mut outcomes = Vec::new();
    for operation in jump::OPERATIONS {
        outcomes.push((*operation, one(jump, &mut known, operation).await));
    }
    outcomes
}

/// Calls one operation.
pub async fn one(jump: &Jump, known: &mut Known, operation: &str) -> Outcome {
    match operation {
        name if name.starts_with("dict") => dictionary(jump, name).await,
        name if name.contains("pplication") => application(jump, known, name).await,
        name if name.contains("Webhook") => webhook(jump, known, name).await,
        "listTransactions" => jump
            .list_transactions(&transactions_query())
            .await
            .map(drop),
        "previewWithdraw" => jump
            .preview_withdraw(known.driver, &preview(*known))
            .await
            .map(drop),
        "createTransaction" => {
            jump.create_transaction(known.driver, &transfer(*known))
                .await
        }
        "listDrivers" => jump.list_drivers(&drivers_query()).await.map(drop),
        "getDriver" => jump.get_driver(known.driver).await.map(drop),
        "updateDriver" => jump.update_driver(known.driver, &update()).await,
        "listPayments" => jump.list_payments(&payments_query()).await.map(drop),
        other => panic!("no method for {other}"),
    }
}

async fn application(jump: &Jump, known: &mut Known, operation: &str) -> Outcome {
    let id = known.application;
    let query = applications_query();
    match operation {
        "listApplications" => jump.list_applications(&query).await.map(drop),
        "countApplications" => jump.count_applications(&query.filter).await.map(drop),
        "getApplication" => jump.get_application(id).await.map(drop),
        "editApplication" => jump.edit_application(id, &edit()).await.map(drop),
        "batchRejectApplications" => {
            let which = BatchReject::Only(vec![known.unwanted_too]);
            jump.batch_reject_applications(&query.filter, &which, REASON)
                .await
        }
        "rejectApplication" => jump.reject_application(known.unwanted, REASON).await,
        "createApplicationIntegration" => {
            let job = jump.create_application_integration(id, Id(3)).await?;
            known.job = job.unwrap_or(known.job);
            Ok(())
        }
        "getApplicationIntegration" => jump
            .get_application_integration(id, known.job)
            .await
            .map(drop),
        "registerApplicationIntegration" => {
            jump.register_application_integration(id, known.job).await
        }
        "rejectApplicationIntegration" => {
            jump.reject_application_integration(id, known.job, REASON)
                .await
        }
        "uploadApplicationFile" => jump
            .upload_application_file(id, upload(), Arc::new(|_| ()))
            .await
            .map(drop),
        "downloadApplicationFile" => jump
            .download_application_file(id, known.file)
            .await
            .map(drop),
        other => panic!("no method for {other}"),
    }
}

async fn webhook(jump: &Jump, known: &mut Known, operation: &str) -> Outcome {
    match operation {
        "createWebhook" => {
            let webhook = jump.create_webhook(&new_webhook()).await?;
            known.webhook = webhook.unwrap_or(known.webhook);
            Ok(())
        }
        "getWebhook" => jump.get_webhook(known.webhook).await.map(drop),
        "updateWebhook" => jump.update_webhook(known.webhook, &webhook_change()).await,
        "deleteWebhook" => jump.delete_webhook(known.webhook).await,
        other => panic!("no method for {other}"),
    }
}

async fn dictionary(jump: &Jump, operation: &str) -> Outcome {
    macro_rules! dictionaries {
        ($( $name:literal $method:ident )*) => {
            match operation {
                $( $name => jump.$method().await, )*
                "dictAutoregDocuments" => jump.dict_autoreg_documents(Id(1)).await,
                "dictAutoregModelsSearch" => jump.dict_autoreg_models_search(" Rio ").await,
                other => panic!("no method for {other}"),
            }
        };
    }
    let found = dictionaries! {
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
    };
    found.map(drop)
}

pub const REASON: &str = "Причина отклонения";

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

pub fn transactions_query() -> TransactionsQuery {
    TransactionsQuery {
        order: Some(Sort {
            field: TransactionSortField::Integrations,
            descending: true,
        }),
        integration_ids: vec![Id(1), Id(2)],
        transaction_type_ids: vec![Id(2), Id(14)],
        driver_ids: vec![Id(1232)],
        ..TransactionsQuery::new(period())
    }
}

pub fn preview(known: Known) -> WithdrawPreview {
    WithdrawPreview {
        amount: "100.10".parse().unwrap(),
        balance_id: known.balance,
        include_commission: true,
    }
}

/// A transaction with every member filled in.
pub fn transfer(known: Known) -> TransactionCreate {
    TransactionCreate {
        operation: TransactionOperation::Transfer,
        amount: "50.05".parse().unwrap(),
        balance_id: known.balance,
        target_balance_id: Some(known.other_balance),
        // «Перевод между балансами» of the demo park.
        transaction_type_id: Some(Id(15)),
        message: "Тест перевода".to_owned(),
        create_payment: false,
        include_commission: false,
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

/// An edit of what every kind of application has.
pub fn edit() -> ApplicationEdit {
    ApplicationEdit {
        person_info: Some(PersonEdit {
            city: Edit::Set("Казань".to_owned()),
            comment: Edit::Clear,
            ..PersonEdit::default()
        }),
        ..ApplicationEdit::default()
    }
}

pub fn new_webhook() -> WebhookCreate {
    WebhookCreate {
        url: "https://crm.example.com/hooks/jump".to_owned(),
        method: WebhookMethod::Post,
        token: "demo-webhook-token".to_owned().into(),
    }
}

pub fn webhook_change() -> WebhookChange {
    WebhookChange {
        url: Some("https://crm.example.com/hooks/jump-v2".to_owned()),
        method: Some(WebhookMethod::Put),
        token: Some("demo-other-token".to_owned().into()),
    }
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
