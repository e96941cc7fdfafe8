//! HTTP for the services' clients: where a call may go, when it may leave, how often it is tried, and what its
//! answer says about the world. A client describes a [`Call`]; a [`Service`] admits it through the rate limit, hands
//! it to a [`Wire`] (sockets, or a service in this process) and turns whatever comes back into data or a [`CallError`].
//!
//! What the clients have in common besides stands here too: the rows of their tables of operations ([`endpoint`]) and the
//! lenient reading of what services send ([`lenient`]).
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod answer;
mod base;
mod call;
mod clock;
pub mod endpoint;
mod envelope;
pub mod lenient;
mod limit;
mod multipart;
mod observe;
mod outcome;
mod reqwest_wire;
mod retry;
mod service;
mod shape;
mod wire;

pub use answer::{Download, WriteAnswer};
pub use base::{BaseAddress, BaseAddressError, encode_segment, is_loopback_host};
pub use call::{Call, Payload};
pub use clock::{Clock, ManualClock, SystemClock};
pub use envelope::{EnvelopeReader, error_envelope};
pub use limit::Limits;
pub use multipart::{BoxRead, Multipart, Opener, Part};
pub use observe::{CallRecord, NoObserver, Observer};
pub use outcome::{CallError, Cause, FieldFault, Outcome, VendorError};
pub use reqwest_wire::{ProxyChoice, ReqwestWire, WireBuildError, WireOptions};
pub use service::{Progress, Service, ServiceSettings};
pub use shape::shape_of;
pub use wire::{
    BoxError, LongTransfer, Patience, Reached, ServiceWire, Wire, WireBody, WireError, WireFault,
    empty_body, full_body,
};

/// A key or token: no `Serialize`, redacted `Debug`, wiped from memory on drop.
pub type Secret = secrecy::SecretString;
