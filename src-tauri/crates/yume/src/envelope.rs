//! The vendor's refusals, and what they mean. No page describes them: Django's shapes are the convention, and two were
//! met elsewhere in this API.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use transport::lenient::text_of;
use transport::{CallError, Cause, FieldFault, Outcome, VendorError};

/// Where a wait that was told in the body travels until the client has moved it to its place.
const RETRY_AFTER: &str = "retry_after";

/// Words of gateways, not names of fields: an answer with such a bare text is not the vendor's.
const FOREIGN: [&str; 7] = [
    "message", "error", "errors", "code", "status", "title", "reason",
];

/// Reads `{"detail": "…"}` and `{"field": ["…"] | "…" | {…}}`, `non_field_errors` included. `None` for anything else.
pub fn error_envelope(answer: &Value) -> Option<VendorError> {
    let members = answer.as_object()?;
    let detail = members.get("detail").and_then(Value::as_str);
    let fields = match detail {
        Some(_) => told_wait(members),
        None => field_faults(members)?,
    };
    let (own, fields): (Vec<_>, Vec<_>) = fields
        .into_iter()
        .partition(|fault| fault.field == "non_field_errors");
    let own: Vec<String> = own.into_iter().flat_map(|fault| fault.messages).collect();
    let detail = detail
        .map(str::to_owned)
        .or_else(|| (!own.is_empty()).then(|| own.join(" ")));
    Some(VendorError {
        title: None,
        detail,
        fields,
        code: None,
    })
}

fn told_wait(members: &Map<String, Value>) -> Vec<FieldFault> {
    let wait = members.get(RETRY_AFTER).and_then(text_of);
    let fault = |seconds| FieldFault {
        field: RETRY_AFTER.to_owned(),
        messages: vec![seconds],
    };
    wait.map(fault).into_iter().collect()
}

/// `None` unless every member tells what is wrong with a field.
fn field_faults(members: &Map<String, Value>) -> Option<Vec<FieldFault>> {
    let mut faults = Vec::new();
    for (field, told) in members {
        if told.is_string() && FOREIGN.contains(&field.as_str()) {
            return None;
        }
        collect(field, told, &mut faults)?;
    }
    (!faults.is_empty()).then_some(faults)
}

/// Nested names are dotted: `template_keys.0`.
fn collect(field: &str, told: &Value, faults: &mut Vec<FieldFault>) -> Option<()> {
    match told {
        Value::String(text) => faults.push(FieldFault {
            field: field.to_owned(),
            messages: vec![text.clone()],
        }),
        Value::Array(list) if !list.is_empty() => {
            if list.iter().all(Value::is_string) {
                let messages = list.iter().filter_map(Value::as_str).map(str::to_owned);
                faults.push(FieldFault {
                    field: field.to_owned(),
                    messages: messages.collect(),
                });
            } else {
                // Items without a fault of their own are empty objects.
                for (index, item) in list.iter().enumerate() {
                    collect_members(&format!("{field}.{index}"), item, faults)?;
                }
            }
        }
        Value::Object(_) if !FOREIGN.contains(&field) => collect_members(field, told, faults)?,
        _ => return None,
    }
    Some(())
}

fn collect_members(field: &str, told: &Value, faults: &mut Vec<FieldFault>) -> Option<()> {
    for (name, inner) in told.as_object()? {
        collect(&format!("{field}.{name}"), inner, faults)?;
    }
    Some(())
}

/// Moves a wait told in the body to where waits are kept; the longer one counts.
pub(crate) fn with_wait(mut error: CallError) -> CallError {
    let Some(vendor) = error.vendor.as_mut() else {
        return error;
    };
    let is_wait = |fault: &FieldFault| fault.field == RETRY_AFTER;
    let Some(place) = vendor.fields.iter().position(is_wait) else {
        return error;
    };
    let told = vendor.fields.remove(place);
    let seconds = told.messages.first().and_then(|text| seconds(text));
    error.retry_after = seconds.max(error.retry_after);
    error
}

/// Whole seconds, rounded up.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: u64 = whole.parse().ok()?;
    let more = fraction.bytes().any(|byte| byte != b'0');
    Some(Duration::from_secs(whole.checked_add(u64::from(more))?))
}

/// What a refusal asks for, as far as the program treats it differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum YumeRefusal {
    /// The login or the password is wrong.
    Credentials,
    /// There is no access token, or it is over: refresh it, and send the call once more.
    SignedOut,
    /// The refresh token is over, too: log in again.
    SessionOver,
    /// The account does not belong to the chosen company.
    WrongCompany,
    NoSuchCompany,
    /// The account has no company at all.
    NoCompany,
    /// The integration is not connected, or it is over.
    IntegrationOff,
    /// The account lacks the right, whatever the token.
    NoRight,
    NotFound,
    /// See the fields of the error.
    Invalid,
    TooMany,
}

/// The vendor tells these apart by words alone; lower case, all of a line's parts must be there.
const SAID: &[(&[&str], YumeRefusal)] = &[
    (
        &["нет доступа", "выбранной компании"],
        YumeRefusal::WrongCompany,
    ),
    (&["компания не найдена"], YumeRefusal::NoSuchCompany),
    (&["создайте компанию"], YumeRefusal::NoCompany),
    (&["создать компанию"], YumeRefusal::NoCompany),
    (
        &["интеграция", "не подключена"],
        YumeRefusal::IntegrationOff,
    ),
    (&["интеграция", "не активна"], YumeRefusal::IntegrationOff),
    (&["интеграция", "неактивна"], YumeRefusal::IntegrationOff),
    (&["интеграци", "истек"], YumeRefusal::IntegrationOff),
    (&["интеграци", "истёк"], YumeRefusal::IntegrationOff),
];

impl YumeRefusal {
    /// `None` for a failure that is not a refusal: nothing answered, or the outcome is unknown.
    pub fn of(error: &CallError) -> Option<Self> {
        if error.cause == Cause::RateLimited {
            return Some(Self::TooMany);
        }
        if error.cause == Cause::Unauthorized && error.outcome == Outcome::NotSent {
            return Some(Self::SignedOut);
        }
        if error.outcome != Outcome::Rejected {
            return None;
        }
        if let Some(said) = error.vendor.as_ref().and_then(said) {
            return Some(said);
        }
        Some(match (error.cause, error.operation) {
            (Cause::Unauthorized, "login") => Self::Credentials,
            (Cause::Unauthorized, "refreshToken") => Self::SessionOver,
            (Cause::Unauthorized, _) => Self::SignedOut,
            // Django answers 400 to a login and a refresh token that it cannot read.
            (Cause::Invalid, "login") if is_general(error) => Self::Credentials,
            (Cause::Invalid, "refreshToken") => Self::SessionOver,
            (Cause::Forbidden, _) => Self::NoRight,
            (Cause::NotFound, _) => Self::NotFound,
            (Cause::Invalid, _) => Self::Invalid,
            _ => return None,
        })
    }
}

/// Nothing is wrong with a field of its own.
fn is_general(error: &CallError) -> bool {
    let fields = error.vendor.as_ref().map(|vendor| &vendor.fields);
    fields.is_none_or(|fields| fields.is_empty())
}

fn said(vendor: &VendorError) -> Option<YumeRefusal> {
    let fields = vendor.fields.iter().flat_map(|fault| &fault.messages);
    let texts: Vec<String> = vendor
        .detail
        .iter()
        .chain(fields)
        .map(|text| text.to_lowercase())
        .collect();
    let is_said = |parts: &[&str]| {
        let mut texts = texts.iter();
        texts.any(|text| parts.iter().all(|part| text.contains(part)))
    };
    let found = SAID.iter().find(|(parts, _)| is_said(parts));
    found.map(|(_, refusal)| *refusal)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rejected(cause: Cause, operation: &'static str, body: Value) -> CallError {
        with_wait(CallError {
            outcome: Outcome::Rejected,
            cause,
            status: Some(400),
            vendor: error_envelope(&body),
            operation,
            trace_id: String::new(),
            retry_after: None,
            json_path: None,
        })
    }

    fn fields(body: Value) -> Option<Vec<(String, Vec<String>)>> {
        let told = error_envelope(&body)?.fields.into_iter();
        Some(told.map(|one| (one.field, one.messages)).collect())
    }

    #[test]
    fn every_shape_of_a_refusal_is_read() {
        let one = |field: &str, text: &str| Some(vec![(field.to_owned(), vec![text.to_owned()])]);
        assert_eq!(fields(json!({ "type": ["нет"] })), one("type", "нет"));
        assert_eq!(fields(json!({ "channel": "нет" })), one("channel", "нет"));
        assert_eq!(
            fields(json!({ "template_keys": { "0": ["нет"] } })),
            one("template_keys.0", "нет")
        );
        assert_eq!(
            fields(json!({ "files": [{}, { "url": ["нет"] }] })),
            one("files.1.url", "нет")
        );
        let general = error_envelope(&json!({ "non_field_errors": ["а", "б"] })).unwrap();
        assert_eq!(general.detail.as_deref(), Some("а б"));
        assert_eq!(general.fields, []);
        let over = json!({ "detail": "m", "code": "token_not_valid", "messages": [{ "token_type": "access" }] });
        assert_eq!(error_envelope(&over).unwrap().detail.as_deref(), Some("m"));
    }

    #[test]
    fn answer_of_a_gateway_is_not_taken_for_the_vendors_refusal() {
        for other in [
            json!({}),
            json!([]),
            json!("detail"),
            json!({ "message": "Forbidden" }),
            json!({ "error": { "title": "t" } }),
            json!({ "error": "not found", "path": "/" }),
            json!({ "status": 404 }),
            json!({ "type": [] }),
            json!({ "type": [1] }),
            json!({ "detail": null }),
        ] {
            assert_eq!(error_envelope(&other), None, "{other}");
        }
    }

    #[test]
    fn wait_told_in_the_body_is_obeyed() {
        for (told, wait) in [
            (json!(30), Some(30)),
            (json!("7"), Some(7)),
            (json!(1.5), Some(2)),
            (json!("soon"), None),
        ] {
            let body = json!({ "detail": "Запрос был проигнорирован.", "retry_after": told });
            let error = rejected(Cause::RateLimited, "login", body);
            assert_eq!(error.retry_after, wait.map(Duration::from_secs));
            assert_eq!(error.vendor.as_ref().unwrap().fields, []);
            assert_eq!(YumeRefusal::of(&error), Some(YumeRefusal::TooMany));
        }
    }

    #[test]
    fn wrong_company_is_not_mistaken_for_a_lost_session_or_a_missing_right() {
        use YumeRefusal::*;
        for (cause, operation, body, refusal) in [
            (
                Cause::Forbidden,
                "listWazzupTriggers",
                json!({ "detail": "У вас нет доступа к выбранной компании." }),
                WrongCompany,
            ),
            (
                Cause::Unauthorized,
                "listWazzupTriggers",
                json!({ "detail": "Нет доступа к выбранной компании" }),
                WrongCompany,
            ),
            (
                Cause::NotFound,
                "listWazzupTriggers",
                json!({ "detail": "Компания не найдена" }),
                NoSuchCompany,
            ),
            (
                Cause::Invalid,
                "createWazzupTrigger",
                json!({ "channel": "Интеграция не подключена" }),
                IntegrationOff,
            ),
            (
                Cause::Forbidden,
                "createWazzupTrigger",
                json!({ "detail": "Недостаточно прав" }),
                NoRight,
            ),
            (
                Cause::Unauthorized,
                "listTenants",
                json!({ "detail": "Токен" }),
                SignedOut,
            ),
            (
                Cause::Unauthorized,
                "login",
                json!({ "detail": "Не найдено" }),
                Credentials,
            ),
            (
                Cause::Invalid,
                "login",
                json!({ "non_field_errors": ["Неверно"] }),
                Credentials,
            ),
            (
                Cause::Invalid,
                "login",
                json!({ "username": ["Обязательное поле."] }),
                Invalid,
            ),
            (
                Cause::Unauthorized,
                "refreshToken",
                json!({ "detail": "Токен" }),
                SessionOver,
            ),
        ] {
            let error = rejected(cause, operation, body.clone());
            assert_eq!(YumeRefusal::of(&error), Some(refusal), "{operation} {body}");
        }
        let doubt = CallError {
            outcome: Outcome::MaybeSent,
            ..rejected(
                Cause::Server,
                "createWazzupTrigger",
                json!({ "detail": "Компания не найдена" }),
            )
        };
        assert_eq!(YumeRefusal::of(&doubt), None);
    }
}
