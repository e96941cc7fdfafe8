//! One message to one person, sent at once: how a template of words is tried out.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;
use transport::CallError;

use crate::client::Yume;
use crate::endpoint::named;
use crate::problem::{Problems, YumeFieldProblem, YumeProblem};
use crate::wire::Members;

#[derive(Clone, PartialEq, Eq, Deserialize, specta::Type)]
pub struct YumeMessage {
    /// As people write it; the service wants it to be there and states no more.
    pub phone: String,
    pub message: Option<String>,
    /// Addresses of files (https), fetched by the service.
    pub files: Vec<String>,
}

/// Whom it goes to and what it says belongs in no log.
impl fmt::Debug for YumeMessage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("YumeMessage")
            .field("files", &self.files.len())
            .finish_non_exhaustive()
    }
}

impl YumeMessage {
    /// # Errors
    /// The fields that keep it from being sent.
    pub fn validate(&self) -> Result<(), Vec<YumeFieldProblem>> {
        self.problems().into_result()
    }

    fn problems(&self) -> Problems {
        let mut problems = Problems::default();
        problems.text("phone", &self.phone, usize::MAX);
        if self.said().is_none() && self.files.is_empty() {
            problems.note("message", YumeProblem::Required);
        }
        let is_address = |text: &String| {
            let rest = text.strip_prefix("https://");
            rest.is_some_and(|rest| !rest.is_empty()) && !text.contains(char::is_whitespace)
        };
        if !self.files.iter().all(is_address) {
            problems.note("files", YumeProblem::Unknown);
        }
        problems
    }

    fn said(&self) -> Option<&str> {
        let text = self.message.as_deref();
        text.filter(|text| !text.trim().is_empty())
    }

    fn body(&self) -> Members {
        let mut body = Members::new();
        body.insert("phone".to_owned(), Value::from(self.phone.trim()));
        if let Some(text) = self.said() {
            body.insert("message".to_owned(), Value::from(text));
        }
        if !self.files.is_empty() {
            body.insert("files".to_owned(), Value::from(self.files.clone()));
        }
        body
    }
}

impl Yume {
    /// Sent once: a person would get it twice. The service tells nothing of it but that it took it, and no list shows what
    /// was sent.
    pub async fn send_wazzup_message(&self, message: &YumeMessage) -> Result<(), CallError> {
        let endpoint = const { named("sendWazzupMessage") };
        message.problems().refuse(endpoint.operation)?;
        let call = self.call_with(endpoint, &[], &message.body())?;
        self.write(call).await.map(drop)
    }
}
