//! From an answer's bytes to data, or to what its failure says about the world.

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use std::time::Duration;

use crate::envelope::EnvelopeReader;
use crate::outcome::{Cause, Outcome, VendorError};
use crate::shape::{safe_key, shape_of, without_bom};
use crate::wire::{Reached, WireBody, WireError, WireFault};

/// A refusal's body is only looked at for the vendor's envelope.
const REFUSAL_CAP: u64 = 256 * 1024;
/// An error wrapped into a 200 is short; longer answers are not searched for one.
const LONGEST_LONE_ERROR: usize = 16 * 1024;

/// The answer to a write that was accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct WriteAnswer {
    pub status: u16,
    /// A JSON object or array; `None` if the answer had no body.
    pub body: Option<Value>,
    pub trace_id: String,
}

/// A downloaded file.
#[derive(Clone, PartialEq, Eq)]
pub struct Download {
    pub content_type: Option<String>,
    pub bytes: Bytes,
}

impl std::fmt::Debug for Download {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Download({} bytes)", self.bytes.len())
    }
}

/// Does the call change the world?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Read,
    Write,
}

impl Kind {
    /// The outcome if nothing certain is known.
    pub(crate) fn uncertain(self) -> Outcome {
        match self {
            Self::Read => Outcome::Unreadable,
            Self::Write => Outcome::MaybeSent,
        }
    }
}

/// A failed attempt: a `CallError` before it knows whose it is, with the shape of the answer for the record.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) outcome: Outcome,
    pub(crate) cause: Cause,
    pub(crate) status: Option<u16>,
    pub(crate) vendor: Option<Box<VendorError>>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) json_path: Option<String>,
    pub(crate) shape: Option<String>,
}

impl Fault {
    pub(crate) fn new(outcome: Outcome, cause: Cause) -> Self {
        Self {
            outcome,
            cause,
            status: None,
            vendor: None,
            retry_after: None,
            json_path: None,
            shape: None,
        }
    }

    pub(crate) fn of_wire(kind: Kind, error: &WireError) -> Self {
        let outcome = match error.reached {
            Reached::Nothing => Outcome::NotSent,
            Reached::Perhaps => kind.uncertain(),
        };
        let cause = match error.fault {
            WireFault::Connect => Cause::Offline,
            WireFault::Tls => Cause::Tls,
            WireFault::Proxy => Cause::Proxy,
            WireFault::Timeout => Cause::Timeout,
            WireFault::Reset => Cause::Reset,
            WireFault::Other => Cause::Other,
        };
        Self::new(outcome, cause)
    }
}

/// A whole answer, or as much of it as came.
pub(crate) struct Received {
    pub(crate) kind: Kind,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Result<Bytes, Cause>,
}

impl Received {
    /// Takes the body in, up to `cap` bytes.
    pub(crate) async fn take(kind: Kind, response: http::Response<WireBody>, cap: u64) -> Self {
        let (head, body) = response.into_parts();
        let cap = if head.status.is_success() {
            cap
        } else {
            REFUSAL_CAP
        };
        let promised = promised_length(head.status, &head.headers);
        let body = collect(body, promised, cap).await;
        Self {
            kind,
            status: head.status,
            headers: head.headers,
            body,
        }
    }

    fn fault(&self, outcome: Outcome, cause: Cause) -> Fault {
        let shape = self.body.as_ref().ok().map(|body| shape_of(body));
        Fault {
            status: Some(self.status.as_u16()),
            shape,
            ..Fault::new(outcome, cause)
        }
    }

    fn uncertain(&self, cause: Cause) -> Fault {
        self.fault(self.kind.uncertain(), cause)
    }

    /// The body of a success, or what went wrong on its way.
    fn body(&self) -> Result<&Bytes, Fault> {
        self.body.as_ref().map_err(|cause| self.uncertain(*cause))
    }

    pub(crate) fn decoded<T: DeserializeOwned>(
        &self,
        envelope: EnvelopeReader,
    ) -> Result<T, Fault> {
        if !self.status.is_success() {
            return Err(self.refusal(envelope));
        }
        let text = without_bom(self.body()?);
        if let Some(error) = lone_error(text) {
            return Err(Fault {
                vendor: envelope(&error).map(Box::new),
                ..self.uncertain(Cause::Other)
            });
        }
        serde_json::from_slice(text).map_err(|error| match error.classify() {
            Category::Data => Fault {
                json_path: failing_path::<T>(text),
                ..self.uncertain(Cause::Undecodable)
            },
            _ => self.uncertain(Cause::NotJson),
        })
    }

    pub(crate) fn downloaded(&self, envelope: EnvelopeReader) -> Result<Download, Fault> {
        if self.status != StatusCode::OK {
            return Err(self.refusal(envelope));
        }
        let content_type = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        Ok(Download {
            content_type: content_type.map(str::to_owned),
            bytes: self.body()?.clone(),
        })
    }

    /// Only 200, 201 and 204, empty or with a JSON object or array, say that a write was done.
    pub(crate) fn accepted(&self, envelope: EnvelopeReader) -> Result<Option<Value>, Fault> {
        if !matches!(self.status.as_u16(), 200 | 201 | 204) {
            return Err(self.refusal(envelope));
        }
        let text = without_bom(self.body()?).trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        if let Some(error) = lone_error(text) {
            return Err(Fault {
                vendor: envelope(&error).map(Box::new),
                ..self.uncertain(Cause::Other)
            });
        }
        match serde_json::from_slice::<Value>(text) {
            Ok(body @ (Value::Object(_) | Value::Array(_))) => Ok(Some(body)),
            Ok(_) => Err(self.uncertain(Cause::Undecodable)),
            Err(_) => Err(self.uncertain(Cause::NotJson)),
        }
    }

    /// What any answer that is not a success means.
    fn refusal(&self, envelope: EnvelopeReader) -> Fault {
        let text = self
            .body
            .as_ref()
            .map(|body| without_bom(body))
            .unwrap_or_default();
        let vendor = serde_json::from_slice::<Value>(text)
            .ok()
            .as_ref()
            .and_then(envelope)
            .map(Box::new);
        let uncertain = self.kind.uncertain();
        let (outcome, cause) = match (self.status.as_u16(), vendor.is_some()) {
            (407, _) => (Outcome::NotSent, Cause::Proxy),
            (300..=399, _) => (uncertain, Cause::Redirect),
            (408, _) => (uncertain, Cause::Timeout),
            (409, _) => (uncertain, Cause::Conflict),
            (429, _) => (uncertain, Cause::RateLimited),
            (425 | 500..=599, _) => (uncertain, Cause::Server),
            (400 | 422, true) => (Outcome::Rejected, Cause::Invalid),
            (401, true) => (Outcome::Rejected, Cause::Unauthorized),
            (403, true) => (Outcome::Rejected, Cause::Forbidden),
            (404, true) => (Outcome::Rejected, Cause::NotFound),
            (405, true) => (Outcome::Rejected, Cause::Other),
            (400..=499, false) => (uncertain, Cause::NoEnvelope),
            _ => (uncertain, Cause::Other),
        };
        Fault {
            vendor,
            ..self.fault(outcome, cause)
        }
    }
}

/// `Content-Length`, where it says something about the bytes that will come.
fn promised_length(status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    let bodyless = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if bodyless || headers.contains_key(header::CONTENT_ENCODING) {
        return None;
    }
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

async fn collect(mut body: WireBody, promised: Option<u64>, cap: u64) -> Result<Bytes, Cause> {
    if promised.is_some_and(|length| length > cap) {
        return Err(Cause::TooLarge);
    }
    let mut taken = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            match error.downcast_ref::<WireError>().map(|known| known.fault) {
                Some(WireFault::Timeout) => Cause::Timeout,
                Some(WireFault::Tls) => Cause::Tls,
                _ => Cause::Reset,
            }
        })?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if taken.len() as u64 + data.len() as u64 > cap {
            return Err(Cause::TooLarge);
        }
        taken.extend_from_slice(&data);
    }
    match promised {
        Some(length) if length != taken.len() as u64 => Err(Cause::Reset),
        _ => Ok(taken.freeze()),
    }
}

/// An answer that is nothing but an error, whatever its status says. Lenient types would take it for empty data.
fn lone_error(text: &[u8]) -> Option<Value> {
    let start = text
        .trim_ascii_start()
        .strip_prefix(b"{")?
        .trim_ascii_start();
    if text.len() > LONGEST_LONE_ERROR || !start.starts_with(b"\"error\"") {
        return None;
    }
    let value: Value = serde_json::from_slice(text).ok()?;
    let object = value.as_object()?;
    (object.len() == 1 && object.get("error").is_some_and(Value::is_object)).then_some(value)
}

/// Where decoding stops: a second, slower pass that only failures pay for.
fn failing_path<T: DeserializeOwned>(text: &[u8]) -> Option<String> {
    use serde_path_to_error::Segment;
    let error =
        serde_path_to_error::deserialize::<_, T>(&mut serde_json::Deserializer::from_slice(text))
            .err()?;
    let mut path = String::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => path.push_str(&format!("[{index}]")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(safe_key(key));
            }
            Segment::Unknown => path.push('?'),
        }
    }
    Some(if path.is_empty() {
        "$".to_owned()
    } else {
        path
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;
    use crate::envelope::error_envelope;

    #[derive(Deserialize)]
    struct Lenient {
        #[allow(dead_code)]
        items: Option<Vec<std::collections::BTreeMap<String, Option<u32>>>>,
    }

    fn received(kind: Kind, status: u16, body: Vec<u8>) -> Received {
        let status = StatusCode::from_u16(status).unwrap();
        Received {
            kind,
            status,
            headers: HeaderMap::new(),
            body: Ok(body.into()),
        }
    }

    fn bodies() -> impl Strategy<Value = Vec<u8>> {
        let json = "(\\{|\\}|\\[|\\]|,|:|\"error\"|\"items\"|\"fields\"|\"a\"|null|true|1e999|-0|12345.1434| |\u{feff}){0,20}";
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            json.prop_map(String::into_bytes)
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_answer_panics_and_none_but_a_success_counts_as_one(status in 100_u16..1000, body in bodies()) {
            let read = received(Kind::Read, status, body.clone()).decoded::<Lenient>(error_envelope);
            prop_assert!(read.is_err() || (200..300).contains(&status));
            if let Err(fault) = read {
                prop_assert!(fault.outcome != Outcome::MaybeSent);
            }
            let write = received(Kind::Write, status, body.clone()).accepted(error_envelope);
            prop_assert!(write.is_err() || matches!(status, 200 | 201 | 204));
            if let Err(fault) = write {
                let certain = matches!(status, 400 | 401 | 403 | 404 | 405 | 422) && fault.vendor.is_some();
                prop_assert_eq!(fault.outcome == Outcome::Rejected, certain);
                prop_assert_eq!(fault.outcome == Outcome::NotSent, status == 407);
            }
            let file = received(Kind::Read, status, body).downloaded(error_envelope);
            prop_assert_eq!(file.is_ok(), status == 200);
        }

        #[test]
        fn envelope_of_any_shape_is_read_without_panic(body in bodies()) {
            if let Ok(value) = serde_json::from_slice::<Value>(&body) {
                prop_assert_eq!(error_envelope(&value).is_some(), value.get("error").is_some_and(Value::is_object));
            }
        }
    }

    #[test]
    fn error_inside_a_200_is_not_an_empty_list() {
        let answer = received(
            Kind::Read,
            200,
            br#" {"error": {"title": "no", "code": "17"}}"#.to_vec(),
        );
        let fault = answer.decoded::<Lenient>(error_envelope).err().unwrap();
        assert_eq!(
            (fault.outcome, fault.cause),
            (Outcome::Unreadable, Cause::Other)
        );
        assert_eq!(fault.vendor.and_then(|vendor| vendor.code), Some(17));
    }

    #[test]
    fn path_of_a_failure_never_shows_a_key_that_could_be_data() {
        let answer = received(
            Kind::Read,
            200,
            r#"{"items":[{"Иванов":"x"}]}"#.as_bytes().to_vec(),
        );
        let fault = answer.decoded::<Lenient>(error_envelope).err().unwrap();
        assert_eq!(fault.json_path.as_deref(), Some("items[0].*"));
    }
}
