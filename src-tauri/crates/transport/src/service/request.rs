//! What leaves: address, headers and body of a call. Whatever is wrong with them is found before anything leaves.

use bytes::Bytes;
use http::{HeaderValue, Request, header};
use http_body_util::BodyExt;
use secrecy::ExposeSecret;

use super::attempt::Manner;
use super::{Progress, Service};
use crate::answer::{Fault, Kind};
use crate::call::{Call, Payload};
use crate::multipart::{FormBody, Multipart, SourceWatch};
use crate::outcome::{Cause, Outcome};
use crate::wire::{LongTransfer, Patience, WireBody, empty_body, full_body};

impl Service {
    /// Everything but the body.
    pub(super) fn head(
        &self,
        call: &Call,
        manner: Manner,
    ) -> Result<http::request::Builder, Fault> {
        let invalid = || Fault::new(Outcome::NotSent, Cause::Invalid);
        let settings = &self.inner.settings;
        if manner.kind == Kind::Read && matches!(call.payload, Payload::Multipart(_)) {
            return Err(invalid());
        }
        let uri = settings
            .base
            .join(&call.path, &call.query)
            .map_err(|_| invalid())?;
        let mut head = Request::builder()
            .method(call.method.clone())
            .uri(uri)
            .header(header::ACCEPT, manner.accept);
        for (name, secret) in &settings.auth {
            let key = HeaderValue::from_str(secret.expose_secret());
            let mut key = key.map_err(|_| Fault::new(Outcome::NotSent, Cause::Unauthorized))?;
            key.set_sensitive(true);
            head = head.header(name.clone(), key);
        }
        for (name, value) in &call.headers {
            head = head.header(name, value);
        }
        if manner.long {
            head = head.extension(LongTransfer);
        } else if let (Kind::Write, Some(patience)) = (manner.kind, self.writes_within) {
            head = head.extension(Patience(patience));
        }
        Ok(head)
    }

    pub(super) async fn with_body(
        &self,
        head: http::request::Builder,
        call: &Call,
        progress: Progress,
    ) -> Result<(Request<WireBody>, SourceWatch), Fault> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let (content_type, length, body, watch) = match &call.payload {
            Payload::Empty => {
                // Some servers answer 411 to a change that does not state its empty body.
                let length = (!call.method.is_safe()).then_some(0);
                (JSON, length, empty_body(), SourceWatch::default())
            }
            Payload::Json(text) => (
                JSON,
                None,
                full_body(Bytes::clone(text)),
                SourceWatch::default(),
            ),
            Payload::Multipart(form) => {
                let (content_type, body) = self.form(form, progress).await?;
                let (length, watch) = (body.length(), body.watch());
                (content_type, Some(length), body.boxed_unsync(), watch)
            }
        };
        let mut head = head.header(header::CONTENT_TYPE, content_type);
        if let Some(length) = length {
            head = head.header(header::CONTENT_LENGTH, length);
        }
        let request = head
            .body(body)
            .map_err(|_| Fault::new(Outcome::NotSent, Cause::Invalid))?;
        Ok((request, watch))
    }

    async fn form(
        &self,
        form: &Multipart,
        progress: Progress,
    ) -> Result<(HeaderValue, FormBody), Fault> {
        let unreadable = || Fault::new(Outcome::NotSent, Cause::File);
        let boundary = format!("parkdesk-{}", self.random_text(32));
        let content_type =
            HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"));
        let body = FormBody::open(form, &boundary, progress)
            .await
            .map_err(|_| unreadable())?;
        Ok((content_type.map_err(|_| unreadable())?, body))
    }
}
