//! Uploads whose answer is lost, refused or not waited for: nothing is sent twice, nothing is called what it is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod upload_bench;

use std::sync::Arc;

use desk::{
    DeskErrorCode,
    uploads::types::{UploadPhase, UploadView, Verification},
};
use futures::{FutureExt, future::BoxFuture};
use rig::{FULL_KEY, Rig, small_park};
use tokio::sync::Notify;
use transport::{Wire, WireBody, WireError};
use upload_bench::{Bench, UPLOAD, code};

#[tokio::test]
async fn an_answer_lost_after_the_effect_is_found_and_never_sent_twice() {
    for fault in ["drop/after", "half/after", "html=502/after", "429/after"] {
        let bench = Bench::new().await;
        bench.faults(&[&format!("{UPLOAD}:{fault}")]);
        let upload = bench.send(vec![bench.scan("a.jpg", fault)]).await.remove(0);
        assert_eq!(upload.phase, UploadPhase::Done, "{fault}");
        assert_eq!(upload.verification, Some(Verification::SameBytes));
        assert_eq!(bench.uploads_seen(), 1);
        assert_eq!(bench.arrived().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_lost_before_the_effect_is_unknown_and_sent_once_more_on_request() {
    let bench = Bench::new().await;
    bench.faults(&["uploadApplicationFile:drop@nth=1"]);
    let upload = bench.send(vec![bench.scan("a.jpg", "a")]).await.remove(0);
    assert_eq!(upload.phase, UploadPhase::Unknown);
    assert_eq!(code(&upload), Some(DeskErrorCode::OutcomeUnknown));
    assert_eq!(bench.uploads_seen(), 1);
    let reads = bench.rig.sandbox.calls("getApplication");
    assert_eq!(reads, 4, "once before the send, three times after it");

    let upload = bench.retry(&upload).await;
    assert_eq!(upload.phase, UploadPhase::Done);
    assert_eq!(bench.uploads_seen(), 2);
    assert!(bench.rig.sandbox.calls("getApplication") > reads + 1);
    assert_eq!(bench.arrived().len(), 1);
}

#[tokio::test]
async fn a_retry_finds_the_file_that_did_arrive_and_sends_nothing() {
    let bench = Bench::new().await;
    bench.faults(&[
        "uploadApplicationFile:drop/after",
        "downloadApplicationFile:403",
    ]);
    let upload = bench.send(vec![bench.scan("a.jpg", "a")]).await.remove(0);
    assert_eq!(upload.phase, UploadPhase::Unknown);
    bench.faults(&[]);
    let upload = bench.retry(&upload).await;
    assert_eq!(upload.phase, UploadPhase::Done);
    assert_eq!(upload.verification, Some(Verification::SameBytes));
    assert_eq!(bench.uploads_seen(), 1);
    assert_eq!(bench.arrived().len(), 1);
}

#[tokio::test]
async fn a_retry_that_cannot_look_sends_nothing() {
    let bench = Bench::new().await;
    bench.faults(&["uploadApplicationFile:drop@nth=1"]);
    let upload = bench.send(vec![bench.scan("a.jpg", "a")]).await.remove(0);
    bench.faults(&["getApplication:500"]);
    let upload = bench.retry(&upload).await;
    assert_eq!(upload.phase, UploadPhase::Unknown);
    assert_eq!(code(&upload), Some(DeskErrorCode::ServiceDown));
    assert_eq!(bench.uploads_seen(), 1);
}

#[tokio::test]
async fn a_refusal_is_told_in_the_services_words_and_can_be_tried_again() {
    let bench = Bench::new().await;
    bench.faults(&["uploadApplicationFile:status=422@nth=1"]);
    let upload = bench.send(vec![bench.scan("a.jpg", "a")]).await.remove(0);
    assert_eq!(upload.phase, UploadPhase::Failed);
    assert_eq!(code(&upload), Some(DeskErrorCode::RefusedByService));
    let upload = bench.retry(&upload).await;
    assert_eq!(upload.phase, UploadPhase::Done);
    assert_eq!(upload.error, None);
    assert_eq!(bench.arrived().len(), 1);
}

#[tokio::test]
async fn an_upload_cancelled_in_the_queue_is_never_sent() {
    let bench = Bench::new().await;
    bench.faults(&["uploadApplicationFile:latency=5ms"]);
    let paths = (0..5).map(|number| bench.scan(&format!("{number}.jpg"), &number.to_string()));
    let files = bench.grant(paths.collect()).await;
    let started = bench.start(&files, "3").await;
    let cancelled = bench.rig.desk.cancel_upload(&started[4].id).unwrap();
    assert_eq!(cancelled.phase, UploadPhase::Cancelled);
    let views = bench.settled().await;
    assert_eq!(views[4].phase, UploadPhase::Cancelled);
    assert_eq!(bench.uploads_seen(), 4);

    let sent = bench.retry(&views[4]).await;
    assert_eq!(sent.phase, UploadPhase::Done);
    assert_eq!(bench.arrived().len(), 5);
}

/// Says when an upload comes by, and never answers it. What it `delivers` reaches the park all the same.
struct Silence {
    wire: Arc<dyn Wire>,
    delivers: bool,
    reached: Arc<Notify>,
}

impl Wire for Silence {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        if request.method() != http::Method::POST {
            return self.wire.send(request);
        }
        async move {
            if self.delivers {
                self.wire.send(request).await?;
            }
            self.reached.notify_one();
            futures::future::pending().await
        }
        .boxed()
    }
}

/// Cancels an upload that waits for an answer which never comes.
async fn cancelled_on_the_way(delivers: bool, faults: &[&str]) -> (Bench, UploadView) {
    let reached = Arc::new(Notify::new());
    let heard = reached.clone();
    let way = |wire| -> Arc<dyn Wire> {
        Arc::new(Silence {
            wire,
            delivers,
            reached,
        })
    };
    let bench = Bench::over(Rig::over(small_park(), FULL_KEY, way).await);
    let files = bench.grant(vec![bench.scan("a.jpg", "a")]).await;
    let upload = bench.start(&files, "3").await.remove(0);
    heard.notified().await;
    assert_eq!(bench.rig.sandbox.calls("getApplication"), 1);
    bench.faults(faults);
    bench.rig.desk.cancel_upload(&upload.id).unwrap();
    let upload = bench.settled().await.remove(0);
    let reads = bench.rig.sandbox.calls("getApplication");
    assert!(reads > 1, "it was not looked up");
    (bench, upload)
}

#[tokio::test]
async fn an_upload_broken_off_on_the_way_is_looked_up_before_it_is_called_cancelled() {
    let (bench, upload) = cancelled_on_the_way(false, &[]).await;
    assert_eq!(upload.phase, UploadPhase::Cancelled);
    assert!(bench.arrived().is_empty());
}

#[tokio::test]
async fn cancelling_what_the_service_already_has_says_done() {
    let (bench, upload) = cancelled_on_the_way(true, &[]).await;
    assert_eq!(upload.phase, UploadPhase::Done);
    assert_eq!(upload.verification, Some(Verification::SameBytes));
    assert_eq!(bench.arrived().len(), 1);
}

#[tokio::test]
async fn an_upload_broken_off_that_cannot_be_looked_up_is_unknown() {
    let (_bench, upload) = cancelled_on_the_way(true, &["getApplication:500"]).await;
    assert_eq!(upload.phase, UploadPhase::Unknown);
    assert_eq!(code(&upload), Some(DeskErrorCode::OutcomeUnknown));
}
