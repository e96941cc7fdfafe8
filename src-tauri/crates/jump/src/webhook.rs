//! Subscriptions to the events of applications. The token is a secret of the park's own: it leaves in a body, and
//! neither logs nor the screen ever see it, not even where the service says it back.

use secrecy::ExposeSecret;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use transport::lenient::lenient_record;
use transport::{CallError, Secret};

use crate::body::Body;
use crate::client::{refused, told_id};
use crate::endpoint::{Endpoint, named};
use crate::lenient::Enveloped;
use crate::{Id, Jump};

/// How the service calls the subscriber.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "lowercase")]
pub enum WebhookMethod {
    Get,
    #[default]
    Post,
    Put,
    Patch,
    Delete,
}

impl WebhookMethod {
    /// As it is written: lower case.
    pub const fn vendor_name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }
}

/// A subscription to make.
#[derive(Debug, Clone)]
pub struct WebhookCreate {
    /// Where the events go.
    pub url: String,
    pub method: WebhookMethod,
    /// What the service calls with; in which header, nobody documents.
    pub token: Secret,
}

/// Changes of a subscription; `None` is not sent.
#[derive(Debug, Clone, Default)]
pub struct WebhookChange {
    pub url: Option<String>,
    pub method: Option<WebhookMethod>,
    pub token: Option<Secret>,
}

/// A subscription as far as the answer describes it: the documented one is an empty object.
#[derive(Debug, Clone, Default)]
pub struct Webhook {
    pub id: Option<Id>,
    pub url: Option<String>,
    /// As it came.
    pub method: Option<String>,
    /// Only if the service echoes it.
    pub token: Option<Secret>,
}

lenient_record! {
    struct Wire {
        id: Option<Id>,
        webhook_id: Option<Id>,
        url: Option<String>,
        method: Option<String>,
        token: Option<String>,
    }
}

/// Inside `item`, as documented, or inside `data`, or bare.
impl<'de> Deserialize<'de> for Webhook {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let Enveloped(wire) = Enveloped::<Wire>::deserialize(input)?;
        Ok(Self {
            id: wire.id.or(wire.webhook_id),
            url: wire.url,
            method: wire.method,
            token: wire.token.map(Secret::from),
        })
    }
}

impl WebhookChange {
    fn body(&self) -> Value {
        let mut body = Body::default();
        body.text("url", self.url.as_ref());
        if let Some(method) = self.method {
            body.put("method", method.vendor_name().into());
        }
        if let Some(token) = &self.token {
            body.put("token", token.expose_secret().into());
        }
        body.into()
    }

    /// The fields for which nothing may be sent: what is empty, and all of them where nothing changes.
    fn unfit(&self) -> Vec<String> {
        let blank = |text: Option<&str>| text.is_some_and(|text| text.trim().is_empty());
        let token = self.token.as_ref().map(|token| token.expose_secret());
        let nothing = self.url.is_none() && self.method.is_none() && token.is_none();
        [
            ("url", nothing || blank(self.url.as_deref())),
            ("method", nothing),
            ("token", nothing || blank(token)),
        ]
        .into_iter()
        .filter(|(_, unfit)| *unfit)
        .map(|(field, _)| field.to_owned())
        .collect()
    }

    /// A service that says the token back must not bring it to a log or to the screen.
    fn without_token(&self, mut error: CallError) -> CallError {
        let token = self.token.as_ref().map(|token| token.expose_secret());
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            return error;
        };
        let hide = |text: &mut String| {
            if text.contains(token) {
                *text = text.replace(token, "*");
            }
        };
        error.json_path.iter_mut().for_each(hide);
        if let Some(vendor) = &mut error.vendor {
            vendor.title.iter_mut().for_each(hide);
            vendor.detail.iter_mut().for_each(hide);
            for told in &mut vendor.fields {
                hide(&mut told.field);
                told.messages.iter_mut().for_each(hide);
            }
        }
        error
    }
}

impl From<&WebhookCreate> for WebhookChange {
    fn from(webhook: &WebhookCreate) -> Self {
        Self {
            url: Some(webhook.url.clone()),
            method: Some(webhook.method),
            token: Some(webhook.token.clone()),
        }
    }
}

impl Jump {
    /// Subscribes. Sent once. Gives the subscription's id if the answer tells it. An empty address or token is
    /// `NotSent` and `Invalid`.
    pub async fn create_webhook(&self, webhook: &WebhookCreate) -> Result<Option<Id>, CallError> {
        let answer = self
            .send_webhook(const { named("createWebhook") }, &[], &webhook.into())
            .await?;
        Ok(told_id(answer.as_ref(), &["id", "webhook_id"]))
    }

    pub async fn get_webhook(&self, webhook: Id) -> Result<Webhook, CallError> {
        let parameters = [("webhook_id", webhook)];
        self.read(const { named("getWebhook") }, &parameters, Vec::new())
            .await
    }

    /// Changes a subscription. Sent once. Without any change, or with an empty one, `NotSent` and `Invalid`.
    pub async fn update_webhook(
        &self,
        webhook: Id,
        change: &WebhookChange,
    ) -> Result<(), CallError> {
        let parameters = [("webhook_id", webhook)];
        self.send_webhook(const { named("updateWebhook") }, &parameters, change)
            .await
            .map(drop)
    }

    /// Ends a subscription. Sent once.
    pub async fn delete_webhook(&self, webhook: Id) -> Result<(), CallError> {
        let parameters = [("webhook_id", webhook)];
        self.write_empty(const { named("deleteWebhook") }, &parameters)
            .await
    }

    async fn send_webhook(
        &self,
        endpoint: &'static Endpoint,
        parameters: &[(&'static str, Id)],
        change: &WebhookChange,
    ) -> Result<Option<Value>, CallError> {
        let unfit = change.unfit();
        if !unfit.is_empty() {
            return Err(refused(endpoint, unfit));
        }
        self.write(endpoint, parameters, &change.body())
            .await
            .map_err(|error| change.without_token(error))
    }
}
