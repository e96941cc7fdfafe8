//! Collecting a register: its client, what its rows need beforehand, and then its [`Way`](super::way::Way), until the
//! reading is over. Waits that the service asks for are obeyed and shown.

pub mod cursor;
pub mod pages;

use std::{sync::Arc, time::Duration};

use transport::{CallError, Cause};

use super::{
    kind::Rows,
    register::{Register, Run},
    way::{Client, Way},
};
use crate::Desk;

/// A page is asked for again after so many requests to wait; the transport has its own attempts inside each.
const MOST_WAITS: u32 = 5;
/// A service that says "too many" without saying how long.
const UNTOLD_WAIT: Duration = Duration::from_secs(60);

/// Collects until the register is over, cannot be read, or is stopped.
pub async fn collect<K: Rows>(desk: Desk, register: Arc<Register<K>>, run: Run) {
    let reading = async {
        let client = K::Client::of(&desk, &register.connection).await?;
        K::prepare(&desk, &client, &register).await?;
        <K::Way as Way<K>>::read(client, register.clone(), run.clone()).await
    };
    tokio::select! {
        biased;
        // Whoever stopped it has told the state. Pages under way are given up with their tasks.
        () = run.cancel.cancelled() => {}
        read = reading => if let Err(error) = read {
            register.failed(&run, error);
        }
    }
}

/// The waits of one page.
#[derive(Default)]
pub struct Waits(u32);

impl Waits {
    /// Obeys a request to wait that is longer than the transport waits by itself. False when there was none, or when it
    /// was asked too often.
    pub async fn obey<K: Rows>(&mut self, register: &Register<K>, error: &CallError) -> bool {
        if error.cause != Cause::RateLimited || self.0 >= MOST_WAITS {
            return false;
        }
        self.0 += 1;
        let wait = error.retry_after.unwrap_or(UNTOLD_WAIT);
        let now = register.clock.now();
        register.waits(now.saturating_add(wait).unwrap_or(now));
        register.clock.sleep(wait).await;
        true
    }
}
