//! Faults of the way itself, which no answer of a service can imitate: nobody there, no TLS, an answer too late.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use http::{Request, Response};
use transport::{Cause, Outcome, Reached, Wire, WireBody, WireError, WireFault};

use crate::acts::Act;
use crate::bench::{Way, done, park};

/// Fails every exchange with `error`; `after` the service has had the request, or without it.
struct Broken {
    inner: Arc<dyn Wire>,
    error: WireError,
    after: bool,
    sent: Arc<AtomicU64>,
}

impl Wire for Broken {
    fn send(
        &self,
        request: Request<WireBody>,
    ) -> BoxFuture<'_, Result<Response<WireBody>, WireError>> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        async move {
            if self.after {
                self.inner.send(request).await?;
            }
            Err(self.error.clone())
        }
        .boxed()
    }
}

#[tokio::test]
async fn fault_of_the_way_says_whether_anything_can_have_left() {
    use Reached::{Nothing, Perhaps};
    for (reached, fault, cause, tries) in [
        (Nothing, WireFault::Connect, Cause::Offline, 4),
        (Nothing, WireFault::Timeout, Cause::Timeout, 4),
        (Nothing, WireFault::Tls, Cause::Tls, 1),
        (Nothing, WireFault::Proxy, Cause::Proxy, 1),
        (Nothing, WireFault::Other, Cause::Other, 1),
        (Perhaps, WireFault::Timeout, Cause::Timeout, 4),
        (Perhaps, WireFault::Reset, Cause::Reset, 4),
        (Perhaps, WireFault::Other, Cause::Other, 1),
    ] {
        for after in [false, true] {
            if after && reached == Nothing {
                continue;
            }
            for act in Act::ALL {
                let sandbox = park();
                let sent = Arc::new(AtomicU64::new(0));
                let way = Way::over(Arc::new(Broken {
                    inner: Way::in_process(&sandbox).writes,
                    error: WireError::new(reached, fault, "broken"),
                    after,
                    sent: sent.clone(),
                }));
                let name = format!("{act:?} {reached:?} {fault:?} after: {after}");
                let done = done(&sandbox, &way, act, &name).await;
                let outcome = match (reached, act.is_read()) {
                    (Nothing, _) => Outcome::NotSent,
                    (Perhaps, true) => Outcome::Unreadable,
                    (Perhaps, false) => Outcome::MaybeSent,
                };
                let error = done.result.unwrap_err();
                assert_eq!((error.outcome, error.cause), (outcome, cause), "{name}");
                let tries = if act.is_read() { tries } else { 1 };
                assert_eq!(sent.load(Ordering::SeqCst), tries, "{name}");
                assert_eq!(done.calls, if after { tries } else { 0 }, "{name}");
                assert_eq!(done.took_effect, after && !act.is_read(), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn answer_that_is_late_but_in_time_is_an_answer() {
    let sandbox = park();
    sandbox.set_faults(vec!["*:latency=200ms".parse().unwrap()]);
    let (way, _running) = Way::over_sockets(&sandbox, Duration::from_secs(60)).await;
    for act in Act::ALL {
        let done = done(&sandbox, &way, act, "late").await;
        assert_eq!((done.result, done.calls), (Ok(()), 1), "{act:?}");
        assert_eq!(done.took_effect, !act.is_read());
    }
}

#[tokio::test]
async fn answer_beyond_the_timeout_leaves_a_write_in_doubt() {
    let sandbox = park();
    sandbox.set_faults(vec!["*:latency=60s".parse().unwrap()]);
    let (way, _running) = Way::over_sockets(&sandbox, Duration::from_millis(500)).await;
    let (park, way) = (&sandbox, &way);
    let told = futures::future::join_all(
        Act::ALL.map(|act| async move { (act, done(park, way, act, "too late").await) }),
    );
    for (act, done) in told.await {
        let (outcome, calls) = match act.is_read() {
            true => (Outcome::Unreadable, 4),
            false => (Outcome::MaybeSent, 1),
        };
        let error = done.result.unwrap_err();
        assert_eq!((error.outcome, error.cause), (outcome, Cause::Timeout));
        assert_eq!((error.status, done.calls), (None, calls), "{act:?}");
        // The park waits before it does anything, and hears that nobody listens any more.
        assert!(!act.took_effect(&sandbox, "too late"), "{act:?}");
    }
}
