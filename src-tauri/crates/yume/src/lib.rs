//! Yume CRM client, its integration with Wazzup: a file per resource, types beside the calls that use them.
//!
//! Read types decode the vendor's dialect leniently, keep the document as it came beside what is understood of it, and
//! serialise for the screen. Write types are validated before they leave. Method, path and headers of each operation
//! stand in [`ENDPOINTS`] alone.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod chat;
mod client;
mod coded;
mod company;
mod endpoint;
mod envelope;
mod id;
mod integration;
mod message;
mod problem;
mod session;
mod settings;
mod template;
mod timeout;
mod token;
mod trigger;
mod trigger_write;
mod webhook;
mod wire;

pub use client::{BASE, LIMITS, STAGE_BASE, Yume};
pub use coded::{
    YumeDeliveryStatus, YumeDeliveryType, YumeOrderStatus, YumePaymentStatus, YumeSaleStatus,
    YumeTriggerKind,
};
pub use company::{CompaniesPage, YumeCompanies, YumeCompany};
pub use endpoint::{ENDPOINTS, OPERATIONS, YumeEndpoint, YumeHeaders};
pub use envelope::{YumeRefusal, error_envelope};
pub use id::{YumeId, YumeIdFault};
pub use integration::{
    WAZZUP, YumeConnect, YumeConnection, YumeIntegration, YumeIntegrationKind,
    YumeIntegrationsQuery,
};
pub use message::YumeMessage;
pub use problem::{YumeFieldProblem, YumeProblem};
pub use settings::{SettingsWrite, YumeSettings};
pub use template::{YumeTemplate, YumeTemplates};
pub use timeout::{LONGEST_INSTANT, timeout_seconds, timeout_text};
pub use token::{AccessToken, RefreshToken, TokenPair};
pub use trigger::{YumeTrigger, YumeTriggerContent, trigger_ids};
pub use trigger_write::{TriggerForms, TriggerWrite};
pub use webhook::{WazzupMessage, WazzupMessageStatus, WazzupWebhook};
