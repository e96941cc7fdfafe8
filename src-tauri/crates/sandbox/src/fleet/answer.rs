//! Answers of Fleet: JSON, and the envelope `{"code", "message"}`.

use crate::answer::Reply;
use http::StatusCode;
use serde_json::json;

/// A refusal is an answer too.
pub type Answer = Result<Reply, Reply>;

/// The envelope with the texts that the documentation gives for this status.
pub fn refusal(status: StatusCode) -> Reply {
    let (code, message) = texts(status);
    envelope(status, code, message)
}

/// 400 that says what is wrong.
pub fn bad(message: impl AsRef<str>) -> Reply {
    envelope(StatusCode::BAD_REQUEST, "bad_request", message.as_ref())
}

pub fn envelope(status: StatusCode, code: &str, message: &str) -> Reply {
    Reply::json(&json!({"code": code, "message": message})).with_status(status)
}

fn texts(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        400 => ("bad_request", "Некорректные параметры запроса"),
        401 => ("unauthorized", "Отсутствуют параметры авторизации запроса"),
        403 => ("forbidden", "Недостаточно прав для выполнения запроса"),
        404 => ("not_found", "Не найдено"),
        405 => ("method_not_allowed", "Метод не поддерживается"),
        409 => ("conflict", "Конфликт изменений"),
        410 => ("gone", "bad request host"),
        429 => ("too_many_requests", "Превышено допустимое число запросов"),
        503 => ("unavailable", "Сервис недоступен"),
        504 => ("timeout", "Истекло время ожидания"),
        _ => ("internal_error", "Внутренняя ошибка сервера"),
    }
}
