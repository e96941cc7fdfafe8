//! The rest of the integration: templates, settings, one message, the chat frame, and what Wazzup itself calls.

use super::{
    answer::{Answer, created, invalid, wrong},
    book::Book,
    entry::Visit,
    inspect::YumeMessageTruth,
    options::{YumeAnswers, YumeIntegrationState},
    seed,
    session::said_nothing,
};
use crate::answer::Reply;
use serde_json::{Map, Value, json};

pub fn templates() -> Answer {
    Ok(Reply::json(&seed::templates()))
}

pub fn settings(visit: &Visit) -> Answer {
    Ok(Reply::json(&visit.book().settings))
}

/// A PUT leaves what it does not name, as the triggers' does.
pub fn set(visit: &Visit) -> Answer {
    let request = visit.members()?;
    let mut faults = Map::new();
    let mut taken = Map::new();
    for name in ["api_key", "funnel_id", "stage_id"] {
        let Some(value) = request.get(name) else {
            continue;
        };
        let fault = match (name, value) {
            ("api_key", Value::String(key)) if key.is_empty() => "Это поле не может быть пустым.",
            ("api_key", Value::String(_)) => "",
            ("api_key", _) => "Not a valid string.",
            (_, value) if value.as_i64().is_some() => "",
            _ => "Введите правильное число.",
        };
        match fault {
            "" => drop(taken.insert(name.to_owned(), value.clone())),
            fault => drop(faults.insert(name.to_owned(), json!([fault]))),
        }
    }
    if !faults.is_empty() {
        return Err(invalid(&faults));
    }
    let mut book = visit.book();
    let is_put = visit.operation == "putWazzupSettings";
    if is_put && book.quirks.put_resets {
        book.settings.clear();
    }
    book.settings.extend(taken);
    Ok(Reply::json(&book.settings))
}

/// Connects with the key of the settings.
pub fn connect(visit: &Visit) -> Answer {
    let mut book = visit.book();
    if !book.settings.contains_key("api_key") {
        return Err(wrong("api_key", "Обязательное поле."));
    }
    if book.quirks.integration == YumeIntegrationState::Off {
        book.quirks.integration = YumeIntegrationState::Active;
    }
    Ok(said_nothing(&book))
}

pub fn sync(visit: &Visit) -> Answer {
    Ok(said_nothing(&visit.book()))
}

pub fn iframe(visit: &Visit) -> Answer {
    let address = "https://2.wazzup24.com/chat/demo-park?token=demo-chat";
    Ok(match visit.book().quirks.answers {
        YumeAnswers::Objects => Reply::json(&json!({"url": address})),
        YumeAnswers::Texts => Reply::json(&json!(address)),
        YumeAnswers::Nothing => Reply::bare(http::StatusCode::OK),
    })
}

/// Sent at once, and again for each time it is asked for.
pub fn message(visit: &Visit) -> Answer {
    let request = visit.members()?;
    let phone = match request.get("phone") {
        Some(Value::String(phone)) => phone,
        Some(_) => return Err(wrong("phone", "Not a valid string.")),
        None => return Err(wrong("phone", "Обязательное поле.")),
    };
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if !(10..=15).contains(&digits.len()) {
        return Err(wrong("phone", "Введите корректный номер телефона."));
    }
    let text = match request.get("message") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Some(_) => return Err(wrong("message", "Not a valid string.")),
    };
    let files = files(request.get("files"))?;
    if text.is_none() && files.is_empty() {
        return Err(wrong("non_field_errors", "Нужен текст или файл."));
    }
    let mut book = visit.book();
    let id = message_id(&book);
    let sent = YumeMessageTruth {
        id,
        company: visit.company,
        phone: digits,
        text,
        files,
        status: "sent".to_owned(),
        sent_at: book.now,
        by: visit
            .user
            .map(|user| user.login.clone())
            .unwrap_or_default(),
    };
    book.messages.push(sent);
    Ok(created(&json!({})))
}

fn files(given: Option<&Value>) -> Result<Vec<String>, Reply> {
    let Some(given) = given else {
        return Ok(Vec::new());
    };
    let address = |item: &Value| {
        let text = item.as_str()?;
        text.contains("://").then(|| text.to_owned())
    };
    let addresses = given
        .as_array()
        .and_then(|items| items.iter().map(address).collect());
    addresses.ok_or_else(|| wrong("files", "Введите правильный URL."))
}

/// The id under which Wazzup tells what becomes of a message.
fn message_id(book: &Book) -> String {
    format!("22222222-2222-4222-8222-{:012}", book.messages.len() + 1)
}

/// Wazzup tells what became of messages; what it says of others is passed over.
pub fn webhook(visit: &Visit) -> Answer {
    let request = visit.members()?;
    let statuses = request.get("statuses").and_then(Value::as_array);
    let mut book = visit.book();
    for told in statuses.into_iter().flatten() {
        let text = |name: &str| told.get(name).and_then(Value::as_str);
        let (Some(id), Some(status)) = (text("messageId"), text("status")) else {
            continue;
        };
        let mut messages = book.messages.iter_mut();
        if let Some(message) = messages.find(|one| one.id == id) {
            message.status = status.to_owned();
        }
    }
    Ok(said_nothing(&book))
}
