//! Answers: JSON, the vendor's error envelope, and a connection that goes silent instead of answering.

use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures::StreamExt;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};

/// Marks an answer that must never be given: the socket server resets the connection instead.
/// In process the body of such an answer fails before its first byte.
#[derive(Clone, Copy, Debug)]
pub struct Dropped;

/// An answer before it becomes HTTP.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: Vec<(HeaderName, String)>,
    pub body: Bytes,
    pub ending: Ending,
}

/// How the body of an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Whole,
    /// The connection breaks before the first byte of the answer.
    Silence,
    /// The connection breaks after half of the body.
    Half,
}

impl Reply {
    pub fn new(status: StatusCode, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![(header::CONTENT_TYPE, content_type.to_owned())],
            body: body.into(),
            ending: Ending::Whole,
        }
    }

    /// 200 with this value; what cannot be written as JSON becomes the vendor's 500.
    pub fn json(value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(text) => Self::new(StatusCode::OK, "application/json", text),
            Err(_) => Self::bare(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    pub fn no_content() -> Self {
        Self::bare(StatusCode::NO_CONTENT)
    }

    /// A status and nothing else.
    pub fn bare(status: StatusCode) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
            ending: Ending::Whole,
        }
    }

    pub fn with_header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The vendor's envelope with the vendor's texts for this status.
    pub fn refusal(status: StatusCode) -> Self {
        let (title, detail) = texts(status);
        Self::envelope(status, title, detail, Value::Null)
    }

    /// A validation fault; each field is dotted, e.g. `requisites.0.type_id`.
    pub fn invalid(status: StatusCode, faults: &[FieldFault]) -> Self {
        let fields: Vec<Value> = faults
            .iter()
            .map(|fault| json!({"field": fault.field, "messages": [fault.message]}))
            .collect();
        let (title, detail) = texts(StatusCode::UNPROCESSABLE_ENTITY);
        Self::envelope(status, title, detail, Value::Array(fields))
    }

    fn envelope(status: StatusCode, title: &str, detail: &str, fields: Value) -> Self {
        let body = json!({"error": {
            "title": title, "detail": detail, "fields": fields, "code": status.as_u16(),
        }});
        Self::json(&body).with_status(status)
    }

    pub fn into_response(self) -> Response {
        let length = self.body.len();
        let half = self.body.slice(..length / 2);
        let body = match self.ending {
            Ending::Whole => Body::from(self.body),
            Ending::Silence => broken_after(None),
            Ending::Half => broken_after(Some(half)),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        match self.ending {
            Ending::Whole => {}
            Ending::Silence => {
                response.extensions_mut().insert(Dropped);
            }
            Ending::Half => {
                let promised = HeaderValue::from(length);
                response
                    .headers_mut()
                    .insert(header::CONTENT_LENGTH, promised);
            }
        }
        response
    }
}

/// A body that breaks. The pause before the break lets a socket send what there is so far.
fn broken_after(start: Option<Bytes>) -> Body {
    let broken = async {
        tokio::task::yield_now().await;
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    };
    let start = futures::stream::iter(start.map(Ok));
    Body::from_stream(start.chain(futures::stream::once(broken)))
}

/// One refused member of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    pub field: String,
    pub message: String,
}

impl FieldFault {
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

fn texts(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        400 => ("Неверный запрос", "Неверный запрос."),
        401 => ("Ошибка авторизации", "Требуется авторизация"),
        403 => ("Доступ ограничен", "This action is unauthorized."),
        404 => ("Ошибка", "Ресурс не найден"),
        422 => ("Ошибка", "The given data was invalid."),
        429 => ("Превышен лимит запросов", "Too Many Attempts."),
        _ => ("Ошибка", "Внутренняя ошибка сервера"),
    }
}
