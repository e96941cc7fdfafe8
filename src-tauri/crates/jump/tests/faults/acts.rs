//! The calls that stand for all others: a fetched read and a posted one, and a change of every kind: by PUT and PATCH,
//! by DELETE with a body, without a body, with a filter in the query, with an answer worth reading, with a file.

use std::sync::Arc;

use bytes::Bytes;
use jump::{
    ApplicationEdit, ApplicationsFilter, BatchReject, DriverUpdate, Edit, FileUpload, Id, Jump,
    PaymentsQuery, Period, PersonEdit, Referrer, TransactionCreate, TransactionOperation,
    WithdrawPreview,
};
use sandbox::{Sandbox, TransactionsFilter, WithdrawalBlock};
use transport::CallError;

/// What the client does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    ListPayments,
    Preview,
    UpdateDriver,
    CreateTransaction,
    EditApplication,
    RejectApplication,
    RejectBatch,
    RunJob,
    Upload,
}

impl Act {
    pub const ALL: [Self; 9] = [
        Self::ListPayments,
        Self::Preview,
        Self::UpdateDriver,
        Self::CreateTransaction,
        Self::EditApplication,
        Self::RejectApplication,
        Self::RejectBatch,
        Self::RunJob,
        Self::Upload,
    ];

    pub fn operation(self) -> &'static str {
        match self {
            Self::ListPayments => "listPayments",
            Self::Preview => "previewWithdraw",
            Self::UpdateDriver => "updateDriver",
            Self::CreateTransaction => "createTransaction",
            Self::EditApplication => "editApplication",
            Self::RejectApplication => "rejectApplication",
            Self::RejectBatch => "batchRejectApplications",
            Self::RunJob => "registerApplicationIntegration",
            Self::Upload => "uploadApplicationFile",
        }
    }

    pub fn is_read(self) -> bool {
        matches!(self, Self::ListPayments | Self::Preview)
    }

    /// Puts the park back to where the act is possible: nobody is rejected twice.
    pub fn prepare(self, sandbox: &Sandbox) {
        match self {
            Self::Preview => {
                assert!(sandbox.set_withdrawal_block(driver(sandbox).0, &WithdrawalBlock::None));
                assert!(sandbox.set_balance(balance(sandbox).0, 1_000_000));
            }
            Self::RejectApplication | Self::RejectBatch => {
                let id = unwanted(sandbox).0;
                assert!(sandbox.set_application_status(id, "not_processed"));
            }
            Self::RunJob => {
                let (application, job) = job(sandbox);
                assert!(sandbox.set_job_status(application.0, job.0, "new", None));
            }
            _ => {}
        }
    }

    pub async fn call(self, jump: &Jump, sandbox: &Sandbox, note: &str) -> Result<(), CallError> {
        let application = application(sandbox);
        match self {
            Self::ListPayments => jump.list_payments(&query()).await.map(drop),
            Self::Preview => {
                let question = preview(sandbox);
                let asked = jump.preview_withdraw(driver(sandbox), &question).await;
                asked.map(drop)
            }
            Self::UpdateDriver => jump.update_driver(driver(sandbox), &update(note)).await,
            Self::CreateTransaction => {
                let deposit = deposit(sandbox, note);
                jump.create_transaction(driver(sandbox), &deposit).await
            }
            Self::EditApplication => {
                let edited = jump.edit_application(application, &edit(note)).await;
                edited.map(drop)
            }
            Self::RejectApplication => jump.reject_application(unwanted(sandbox), note).await,
            Self::RejectBatch => {
                let which = BatchReject::Only(vec![unwanted(sandbox)]);
                jump.batch_reject_applications(&ApplicationsFilter::default(), &which, note)
                    .await
            }
            Self::RunJob => {
                let (application, job) = job(sandbox);
                jump.register_application_integration(application, job)
                    .await
            }
            Self::Upload => {
                let bytes = Bytes::from_static(b"a scan");
                let file = FileUpload::from_bytes(note, "image/jpeg", bytes);
                let progress = Arc::new(|_| ());
                let upload = jump.upload_application_file(application, file, progress);
                upload.await.map(drop)
            }
        }
    }

    /// Does the park hold what was sent with `note`?
    pub fn took_effect(self, sandbox: &Sandbox, note: &str) -> bool {
        match self {
            Self::ListPayments | Self::Preview => false,
            Self::UpdateDriver => {
                let truth = sandbox.driver(driver(sandbox).0).unwrap();
                truth["park_note"] == note
            }
            Self::CreateTransaction => {
                let made = sandbox.transactions_of(&TransactionsFilter {
                    made: true,
                    message: note.to_owned(),
                    ..TransactionsFilter::default()
                });
                // «…:drop» is a part of «…:drop/after», so the whole message counts.
                let made = made.iter().filter(|one| one.description == note).count();
                assert!(made <= 1, "{note}: money moved {made} times");
                made == 1
            }
            Self::EditApplication => {
                let truth = sandbox.application(application(sandbox).0).unwrap();
                truth["person_info"]["city"] == note
            }
            Self::RejectApplication | Self::RejectBatch => {
                let truth = sandbox.application(unwanted(sandbox).0).unwrap();
                truth["status"]["slug"] == "rejected" && truth["rejection"] == note
            }
            Self::RunJob => {
                let (application, job) = job(sandbox);
                let truth = sandbox.application(application.0).unwrap();
                let jobs = truth["jobs"].as_array().unwrap();
                let job = jobs.iter().find(|one| one["id"] == job.0).unwrap();
                job["status"] != "new"
            }
            Self::Upload => {
                let files = sandbox.application_files(application(sandbox).0);
                files.iter().any(|file| file.name == note)
            }
        }
    }
}

fn driver(sandbox: &Sandbox) -> Id {
    Id(sandbox.driver_ids()[0])
}

fn balance(sandbox: &Sandbox) -> Id {
    Id(sandbox.balances(driver(sandbox).0)[0].id)
}

fn application(sandbox: &Sandbox) -> Id {
    Id(sandbox.application_ids()[0])
}

fn unwanted(sandbox: &Sandbox) -> Id {
    Id(sandbox.application_ids()[1])
}

/// An application with a registration job, and the job.
fn job(sandbox: &Sandbox) -> (Id, Id) {
    let found = sandbox.application_ids().into_iter().find_map(|id| {
        let truth = sandbox.application(id)?;
        let job = truth["jobs"].as_array()?.first()?["id"].as_i64()?;
        Some((Id(id), Id(job)))
    });
    found.unwrap()
}

/// Every payment of the park.
pub fn query() -> PaymentsQuery {
    let [from, to] = ["2015-01-01T00:00:00+03:00", "2034-12-31T23:59:59+03:00"]
        .map(|time| time.parse().unwrap());
    PaymentsQuery::new(Period::new(from, to).unwrap())
}

fn preview(sandbox: &Sandbox) -> WithdrawPreview {
    WithdrawPreview {
        amount: "100.10".parse().unwrap(),
        balance_id: balance(sandbox),
        include_commission: false,
    }
}

fn deposit(sandbox: &Sandbox, note: &str) -> TransactionCreate {
    TransactionCreate {
        operation: TransactionOperation::Deposit,
        amount: "0.01".parse().unwrap(),
        balance_id: balance(sandbox),
        target_balance_id: None,
        transaction_type_id: None,
        message: note.to_owned(),
        create_payment: false,
        include_commission: false,
    }
}

fn edit(note: &str) -> ApplicationEdit {
    ApplicationEdit {
        person_info: Some(PersonEdit {
            city: Edit::Set(note.to_owned()),
            ..PersonEdit::default()
        }),
        ..ApplicationEdit::default()
    }
}

fn update(note: &str) -> DriverUpdate {
    DriverUpdate {
        phone: Some("79991234567".to_owned()),
        group_id: Id(1),
        anti_fraud_status_id: Id(1),
        referrer: Referrer::Keep,
        last_name: "Иванов".to_owned(),
        first_name: "Иван".to_owned(),
        middle_name: None,
        license: None,
        email: None,
        withdrawal_forbidden_comment: None,
        park_note: Some(note.to_owned()),
        park_comment: None,
        inn: None,
        contract_number: None,
        contract_full_name: None,
        contract_signed_at: None,
        passport_number: None,
        passport_issue_date: None,
        enable_car_sync: None,
        car_number: None,
        car_license_number: None,
        requisites: Vec::new(),
    }
}
