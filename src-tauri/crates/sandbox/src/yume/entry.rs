//! The way into the service: the token, the company, the rights, the state of the integration.

use super::{
    COMPANIES, YUME_COMPANY,
    answer::{detail, refusal},
    book::Book,
    options::{YumeIntegrationState, YumeUser},
};
use crate::{answer::Reply, park::Sandbox, query::Query};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use parking_lot::MutexGuard;
use serde_json::{Map, Value, json};

/// A request that was read but not yet let in.
pub struct Knock {
    pub method: String,
    /// Without the query.
    pub path: String,
    /// The parameter of the path, if it has one.
    pub place: Option<String>,
    pub headers: HeaderMap,
    pub query: Query,
    pub body: Bytes,
}

impl Knock {
    fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?.to_str().ok()?;
        Some(value).filter(|value| !value.is_empty())
    }

    pub fn bearer(&self) -> Option<&str> {
        self.header("authorization")?.strip_prefix("Bearer ")
    }

    /// Anything but digits counts as absent.
    pub fn company(&self) -> Option<i64> {
        self.header("x-tenant-id")?.parse().ok()
    }
}

/// A request that has passed the gate.
pub struct Visit<'a> {
    pub sandbox: &'a Sandbox,
    pub operation: &'static str,
    pub knock: &'a Knock,
    /// `None` where no token is wanted.
    pub user: Option<&'a YumeUser>,
    pub company: i64,
}

/// Called before there is a token, or by Wazzup.
fn is_open(operation: &str) -> bool {
    matches!(operation, "login" | "refreshToken" | "wazzupWebhook")
}

/// About the account, not about one of its companies.
fn is_personal(operation: &str) -> bool {
    matches!(operation, "logout" | "listTenants")
}

/// Most are asked for by GET; the chat frame and the tokens are posted and change nothing that is the company's.
pub fn is_read(operation: &str) -> bool {
    operation.starts_with("list")
        || operation.starts_with("get")
        || matches!(operation, "wazzupIframe" | "login" | "refreshToken")
}

/// The integration can be set up and looked up before it works.
fn needs_integration(operation: &str) -> bool {
    operation.contains("Wazzup") && !operation.ends_with("Settings") && operation != "connectWazzup"
        || operation == "wazzupIframe"
}

impl<'a> Visit<'a> {
    /// Token, company, rights, integration, in this order.
    pub fn admit(
        sandbox: &'a Sandbox,
        operation: &'static str,
        knock: &'a Knock,
    ) -> Result<Self, Reply> {
        let mut visit = Self {
            sandbox,
            operation,
            knock,
            user: None,
            company: YUME_COMPANY,
        };
        if is_open(operation) {
            return Ok(visit);
        }
        let user = visit.authorise()?;
        visit.user = Some(user);
        if is_personal(operation) {
            return Ok(visit);
        }
        visit.company = company(user, knock.company())?;
        let has_right = visit.company == YUME_COMPANY
            && user.views
            && (user.changes || is_read(operation))
            && !user.forbidden.iter().any(|name| name == operation);
        if !has_right {
            return Err(refusal(StatusCode::FORBIDDEN));
        }
        visit.check_integration()?;
        Ok(visit)
    }

    fn authorise(&self) -> Result<&'a YumeUser, Reply> {
        let Some(bearer) = self.knock.bearer() else {
            return Err(refusal(StatusCode::UNAUTHORIZED));
        };
        let user = self.book().user_of(bearer, false);
        let user = user.and_then(|place| self.sandbox.options().yume_users.get(place));
        user.ok_or_else(|| {
            let body = json!({
                "detail": "Данный токен недействителен для любого типа токена",
                "code": "token_not_valid",
                "messages": [{"token_class": "AccessToken", "token_type": "access", "message": "Токен просрочен"}],
            });
            Reply::json(&body).with_status(StatusCode::UNAUTHORIZED)
        })
    }

    fn check_integration(&self) -> Result<(), Reply> {
        if !needs_integration(self.operation) {
            return Ok(());
        }
        match (self.book().quirks.integration, self.operation) {
            (YumeIntegrationState::Active, _) => Ok(()),
            (YumeIntegrationState::Expired, operation) if is_read(operation) => Ok(()),
            (YumeIntegrationState::Expired, _) => Err(detail(
                StatusCode::FORBIDDEN,
                "Интеграция не активна: срок действия истек.",
            )),
            // A bare text, as another operation of this API was seen to answer.
            (YumeIntegrationState::Off, "sendWazzupMessage") => {
                let body = json!({"channel": "Интеграция не подключена"});
                Err(Reply::json(&body).with_status(StatusCode::BAD_REQUEST))
            }
            (YumeIntegrationState::Off, _) => {
                Err(detail(StatusCode::FORBIDDEN, "Интеграция не подключена."))
            }
        }
    }

    pub fn book(&self) -> MutexGuard<'a, Book> {
        self.sandbox.yume_book()
    }

    /// The members of a JSON object; no body is an empty one.
    pub fn members(&self) -> Result<Map<String, Value>, Reply> {
        let text = self.knock.body.trim_ascii();
        if text.is_empty() {
            return Ok(Map::new());
        }
        match serde_json::from_slice(text) {
            Ok(Value::Object(members)) => Ok(members),
            Ok(_) => Err(super::answer::wrong(
                "non_field_errors",
                "Недопустимые данные. Ожидался dictionary.",
            )),
            Err(_) => Err(detail(
                StatusCode::BAD_REQUEST,
                "JSON parse error - Expecting value: line 1 column 1 (char 0)",
            )),
        }
    }

    /// The number in the path; a word there leads nowhere.
    pub fn id(&self) -> Result<i64, Reply> {
        let place = self.knock.place.as_deref().unwrap_or_default();
        place.parse().map_err(|_| refusal(StatusCode::NOT_FOUND))
    }
}

/// The company that is asked for, or the user's first one.
fn company(user: &YumeUser, asked: Option<i64>) -> Result<i64, Reply> {
    let Some(asked) = asked else {
        let home = user.companies.first().copied();
        return home.ok_or_else(|| {
            detail(
                StatusCode::FORBIDDEN,
                "У вас нет компании. Создайте компанию, чтобы продолжить.",
            )
        });
    };
    if !COMPANIES.iter().any(|(id, _, _)| *id == asked) {
        return Err(detail(StatusCode::NOT_FOUND, "Компания не найдена."));
    }
    match user.companies.contains(&asked) {
        true => Ok(asked),
        false => Err(detail(
            StatusCode::FORBIDDEN,
            "У вас нет доступа к выбранной компании.",
        )),
    }
}
