//! Answers of Yume: JSON, and refusals as Django writes them.

use crate::answer::Reply;
use http::StatusCode;
use serde_json::{Map, Value, json};

/// A refusal is an answer too.
pub type Answer = Result<Reply, Reply>;

/// `{"detail": …}` with Django's text for this status.
pub fn refusal(status: StatusCode) -> Reply {
    detail(status, text(status))
}

pub fn detail(status: StatusCode, text: &str) -> Reply {
    Reply::json(&json!({"detail": text})).with_status(status)
}

/// 400 with what is wrong with each field.
pub fn invalid(fields: &Map<String, Value>) -> Reply {
    Reply::json(fields).with_status(StatusCode::BAD_REQUEST)
}

/// 400 about one field.
pub fn wrong(field: &str, text: &str) -> Reply {
    let mut fields = Map::new();
    fields.insert(field.to_owned(), json!([text]));
    invalid(&fields)
}

pub fn created(value: &Value) -> Reply {
    Reply::json(value).with_status(StatusCode::CREATED)
}

fn text(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "Некорректный запрос.",
        401 => "Учетные данные не были предоставлены.",
        403 => "У вас недостаточно прав для выполнения данного действия.",
        404 => "Страница не найдена.",
        405 => "Метод не разрешен.",
        429 => "Запрос был проигнорирован.",
        _ => "Произошла ошибка сервера.",
    }
}
