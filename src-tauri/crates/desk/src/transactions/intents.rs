//! Where intents to move money are written before anything leaves. Without such a place no money is moved: the service
//! knows no idempotency key, so after a crash only the record tells that something may have been sent.

use futures::future::BoxFuture;
use jump::Id;
use money::Amount;

use super::types::PlanHash;
use crate::{
    connections::types::ConnectionId,
    error::{DeskError, DeskResult},
};

/// One operation that a person has confirmed and that is about to be sent, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Names the operation: one name per plan, so a record that is tried again is of the same operation.
    pub operation: String,
    pub plan: PlanHash,
    pub connection: ConnectionId,
    pub driver_id: Id,
    pub amount: Amount,
    /// The body as it will leave, to the byte.
    pub body: String,
    /// ISO time with offset.
    pub at: String,
}

/// How the sending of an intent ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conclusion {
    /// The service said yes.
    Accepted,
    /// The service itself said no: nothing moved.
    Rejected(DeskError),
    /// Nothing left this computer.
    NotSent(DeskError),
    /// Nobody knows: to be looked up, never to be sent again.
    Unknown { trace_id: String },
}

/// The journal of money, as far as the sending needs it.
pub trait Intents: Send + Sync + 'static {
    /// Returns when the intent would survive a power cut; nothing is sent before. An intent without a conclusion (the
    /// program died) has the outcome `Unknown`.
    ///
    /// # Errors
    /// Any: then nothing is sent, and the plan may be tried again.
    fn record<'a>(&'a self, intent: &'a Intent) -> BoxFuture<'a, DeskResult<()>>;

    /// Told once for each intent that was recorded.
    ///
    /// # Errors
    /// Any: what happened stays what happened, and the journal finds the intent open.
    fn conclude<'a>(
        &'a self,
        intent: &'a Intent,
        conclusion: &'a Conclusion,
    ) -> BoxFuture<'a, DeskResult<()>>;
}
