//! Jump.Finance client: a file per resource, types beside the calls that use them.
//!
//! Read types decode the vendor's dialect leniently and serialise for the screen (ids and amounts as strings).
//! Write types are validated before they leave. Method and path of each operation stand in [`ENDPOINTS`] alone.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod lenient;

mod application;
mod application_edit;
mod application_job;
mod application_reject;
mod body;
mod callback;
mod client;
mod dictionary;
mod driver;
mod driver_update;
mod endpoint;
mod file;
mod id;
mod overrides;
mod paging;
mod payment;
mod period;
mod phone;
mod reference;
mod requisite;
mod transaction;
mod transaction_create;
mod webhook;

pub use application::{
    Application, ApplicationCounts, ApplicationJob, ApplicationListItem, ApplicationSortField,
    ApplicationsFilter, ApplicationsQuery, Car, DriverLicense, IntegrationJobs, PersonInfo,
};
pub use application_edit::{ApplicationEdit, CarEdit, CountryEdit, Edit, LicenseEdit, PersonEdit};
pub use application_reject::BatchReject;
pub use callback::{ApplicationEvent, EventAction, EventFault, EventItem, Told};
pub use client::Jump;
pub use dictionary::{Dictionary, DictionaryItem};
pub use driver::{
    Balance, Contract, DriverListItem, DriverProfile, DriverSortField, DriversQuery, Vehicle,
};
pub use driver_update::{DriverUpdate, FieldProblem, Problem, Referrer, RequisiteWrite};
pub use endpoint::{ENDPOINTS, Endpoint, OPERATIONS};
pub use file::{ApplicationFile, FileUpload, UploadReceipt};
pub use id::{Id, IdFault};
pub use overrides::{Override, OverrideFault, Overrides};
pub use paging::{Meta, Page, PerPage, Sort};
pub use payment::{
    BankAccount, Payment, PaymentDriver, PaymentEvent, PaymentSortField, PaymentsQuery,
};
pub use period::{IsoTime, Period, PeriodFault};
pub use phone::Phone;
pub use reference::Reference;
pub use requisite::DriverRequisite;
pub use transaction::{
    Transaction, TransactionDriver, TransactionSortField, TransactionsQuery, Trip, TripAmount,
};
pub use transaction_create::{
    PreviewMember, TransactionCreate, TransactionOperation, WithdrawPreview, WithdrawPreviewAnswer,
};
pub use transport::endpoint::{Confidence, Kind, Verb};
pub use transport::lenient::{OtherMember, RawJson};
pub use webhook::{Webhook, WebhookChange, WebhookCreate, WebhookMethod};
