//! A journal in memory and a wire that notes what moves money, both into one story, so that their order can be told.

use std::sync::Arc;

use desk::{
    DeskError, DeskErrorCode, DeskResult,
    transactions::intents::{Conclusion, Intent, Intents},
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use parking_lot::Mutex;
use transport::{Wire, WireBody, WireError, full_body};

#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Recorded(Intent),
    Sent { path: String, body: String },
    Concluded(Intent, Conclusion),
}

/// What was written down and what left, in order.
#[derive(Default)]
pub struct Story {
    steps: Mutex<Vec<Step>>,
    /// Nothing can be recorded.
    pub refuses: Mutex<bool>,
    /// Nothing can be concluded.
    pub forgets: Mutex<bool>,
}

impl Story {
    pub fn steps(&self) -> Vec<Step> {
        self.steps.lock().clone()
    }

    pub fn sent(&self) -> Vec<String> {
        let steps = self.steps().into_iter();
        let sent = steps.filter_map(|step| match step {
            Step::Sent { body, .. } => Some(body),
            _ => None,
        });
        sent.collect()
    }

    pub fn conclusion(&self) -> Conclusion {
        match self.steps().pop() {
            Some(Step::Concluded(_, conclusion)) => conclusion,
            other => panic!("not concluded: {other:?}"),
        }
    }
}

impl Intents for Story {
    fn record<'a>(&'a self, intent: &'a Intent) -> BoxFuture<'a, DeskResult<()>> {
        async move {
            if *self.refuses.lock() {
                return Err(DeskError::new(DeskErrorCode::FileNotSaved));
            }
            self.steps.lock().push(Step::Recorded(intent.clone()));
            Ok(())
        }
        .boxed()
    }

    fn conclude<'a>(
        &'a self,
        intent: &'a Intent,
        conclusion: &'a Conclusion,
    ) -> BoxFuture<'a, DeskResult<()>> {
        let step = Step::Concluded(intent.clone(), conclusion.clone());
        self.steps.lock().push(step);
        let forgets = *self.forgets.lock();
        async move {
            match forgets {
                true => Err(DeskError::new(DeskErrorCode::FileNotSaved)),
                false => Ok(()),
            }
        }
        .boxed()
    }
}

/// Notes what leaves towards the transactions.
pub struct Noting(pub Arc<dyn Wire>, pub Arc<Story>);

impl Wire for Noting {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            let (head, body) = request.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            if head.method == http::Method::PUT && head.uri.path().ends_with("/transactions") {
                self.1.steps.lock().push(Step::Sent {
                    path: head.uri.path().to_owned(),
                    body: String::from_utf8(bytes.to_vec()).unwrap(),
                });
            }
            let request = http::Request::from_parts(head, full_body(bytes));
            self.0.send(request).await
        }
        .boxed()
    }
}
