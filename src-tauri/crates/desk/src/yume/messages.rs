//! Templates, one message sent now for a try, and the window of chats.

use std::net::IpAddr;

use url::Url;
use yume::{Yume, YumeMessage, YumeTemplate};

use super::{
    fault::invalid,
    types::{MessageTemplate, TestMessage, YumeWriteState, YumeWritten},
};
use crate::{
    Desk,
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
};

/// Where Wazzup and Yume have their pages; their subdomains too.
const CHAT_HOSTS: [&str; 3] = ["wazzup24.com", "wazzup24.ru", "yume.cloud"];

/// An address that may be opened in the browser. It may carry a session, so it is not shown and not serialised.
pub struct ChatAddress(Url);

impl ChatAddress {
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// For the browser alone.
    pub fn address(&self) -> &str {
        self.0.as_str()
    }

    /// Only https, only the hosts of the two services, no other port, nobody's name in it.
    fn checked(address: &str) -> Result<Self, &'static str> {
        let url = Url::parse(address).map_err(|_| "not_an_address")?;
        if url.scheme() != "https" {
            return Err("not_https");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("user_info");
        }
        if url.port().is_some() {
            return Err("port");
        }
        let host = url.host_str().unwrap_or_default();
        let is_numeric = host.parse::<IpAddr>().is_ok();
        let is_known = CHAT_HOSTS.iter().any(|known| {
            let before = host.strip_suffix(known);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        });
        match is_known && !is_numeric {
            true => Ok(Self(url)),
            false => Err("host"),
        }
    }
}

impl Desk {
    /// Templates that were approved, or wait for it.
    ///
    /// # Errors
    /// `NoYume`, `YumeSignedOut`, `YumeWrongCompany`, `YumeIntegrationOff`, and those of the call and of the connection.
    /// `UnexpectedAnswer` where nothing of it was understood.
    pub async fn message_templates(&self, id: &ConnectionId) -> DeskResult<Vec<MessageTemplate>> {
        let all = |yume: Yume| async move { yume.list_wazzup_templates().await };
        let found = self.yume_read(id, all).await?;
        if found.is_partial && found.templates.is_empty() {
            return Err(DeskError::new(DeskErrorCode::UnexpectedAnswer)
                .with("operation", "listWazzupTemplates"));
        }
        let shown = found.templates.iter().map(shown).collect();
        *self.yume_held(id).templates.lock() = Some(found);
        Ok(shown)
    }

    /// Sends a message now, once, to the phone that was typed for it. No list shows what was sent, so a lost answer stays
    /// `Unknown`, and it is not sent again by the program.
    ///
    /// # Errors
    /// `ReadOnly`; `InvalidInput` naming `phone`, `text` or `files.0`; those of a call that changed nothing.
    pub async fn send_test_message(
        &self,
        id: &ConnectionId,
        message: TestMessage,
    ) -> DeskResult<YumeWritten> {
        self.yume_writable(id)?;
        let message = checked_message(message).map_err(invalid)?;
        let sent = self
            .yume_write(id, |yume: Yume| {
                let message = message.clone();
                async move { yume.send_wazzup_message(&message).await }
            })
            .await?;
        Ok(match sent {
            Ok(()) => YumeWritten {
                state: YumeWriteState::Done,
                trace_id: None,
            },
            Err(lost) => YumeWritten {
                state: YumeWriteState::Unknown,
                trace_id: Some(lost.trace_id),
            },
        })
    }

    /// The window of chats, to be opened in the system's browser.
    ///
    /// # Errors
    /// `LinkRefused` with `reason`: `absent`, `not_an_address`, `not_https`, `user_info`, `port` or `host`; those of
    /// [`Desk::message_templates`].
    pub async fn yume_chat(&self, id: &ConnectionId) -> DeskResult<ChatAddress> {
        let frame = |yume: Yume| async move { yume.wazzup_iframe().await };
        let address = self.yume_read(id, frame).await?;
        let address = address.ok_or("absent");
        let checked = address.and_then(|address| ChatAddress::checked(&address));
        checked.map_err(|reason| DeskError::new(DeskErrorCode::LinkRefused).with("reason", reason))
    }
}

fn shown(template: &YumeTemplate) -> MessageTemplate {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let status = text(&template.status);
    MessageTemplate {
        id: template.id.clone(),
        name: template
            .title
            .clone()
            .unwrap_or_else(|| text(&template.name)),
        language: text(&template.language),
        category: text(&template.category),
        approved: status.eq_ignore_ascii_case("approved"),
        status,
        text: text(&template.text),
        variables: template.variables,
    }
}

fn checked_message(typed: TestMessage) -> Result<YumeMessage, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let phone = checked_phone(&typed.phone).unwrap_or_else(|| {
        problems.push(problem("phone", "yume_phone"));
        String::new()
    });
    let files: Vec<String> = typed
        .files
        .iter()
        .map(|file| file.trim().to_owned())
        .collect();
    for (place, file) in files.iter().enumerate() {
        let is_https = Url::parse(file).is_ok_and(|url| {
            let named = !url.username().is_empty() || url.password().is_some();
            url.scheme() == "https" && url.has_host() && !named
        });
        if !is_https || file.contains(char::is_whitespace) {
            problems.push(problem(&format!("files.{place}"), "url_not_https"));
        }
    }
    let text = Some(typed.text).filter(|text| !text.trim().is_empty());
    if text.is_none() && files.is_empty() {
        problems.push(problem("text", "required"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(YumeMessage {
        phone,
        message: text,
        files,
    })
}

/// 10..=15 digits, with a plus if one was typed.
fn checked_phone(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (plus, rest) = match typed.strip_prefix('+') {
        Some(rest) => ("+", rest),
        None => ("", typed),
    };
    let filler = |c: char| matches!(c, ' ' | '\u{a0}' | '(' | ')' | '-' | '–');
    let digits: String = rest.chars().filter(|c| !filler(*c)).collect();
    let fits = (10..=15).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_digit());
    fits.then(|| format!("{plus}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_to_another_place_is_never_opened() {
        for (address, told) in [
            ("https://2.wazzup24.com/chat?token=demo", "ok"),
            ("https://wazzup24.ru/x", "ok"),
            ("https://PARK.yume.cloud/x", "ok"),
            ("https://yume.cloud:443/x", "ok"),
            ("http://2.wazzup24.com/chat", "not_https"),
            ("javascript:alert(1)", "not_https"),
            ("file:///etc/passwd", "not_https"),
            ("https://wazzup24.com.example.com/", "host"),
            ("https://notwazzup24.com/", "host"),
            ("https://example.com/?wazzup24.com", "host"),
            ("https://example.com/wazzup24.com", "host"),
            ("https://127.0.0.1/", "host"),
            ("https://wazzup24.com./", "host"),
            ("https://wazzup24.com@example.com/", "user_info"),
            ("https://user:word@2.wazzup24.com/", "user_info"),
            ("https://2.wazzup24.com:8443/", "port"),
            ("2.wazzup24.com/chat", "not_an_address"),
            ("", "not_an_address"),
        ] {
            let found = ChatAddress::checked(address).map_or_else(|reason| reason, |_| "ok");
            assert_eq!(found, told, "{address}");
        }
    }

    #[test]
    fn message_goes_to_no_phone_that_was_not_typed_in_full() {
        for (typed, phone) in [
            ("+7 (900) 000-00-00", Some("+79000000000")),
            ("77010000000", Some("77010000000")),
            ("900 000-00-0", None),
            ("1234567890123456", None),
            ("+7900000000O", None),
            ("79000000000,79000000001", None),
            ("", None),
        ] {
            assert_eq!(checked_phone(typed).as_deref(), phone, "{typed}");
        }
    }

    #[test]
    fn empty_message_and_file_that_anybody_could_read_are_refused() {
        let message = |text: &str, files: &[&str]| TestMessage {
            phone: "+79000000000".to_owned(),
            text: text.to_owned(),
            files: files.iter().map(|file| (*file).to_owned()).collect(),
        };
        let told = |message: TestMessage| {
            let problems = checked_message(message).err().unwrap_or_default();
            let told = problems
                .into_iter()
                .map(|one| format!("{} {}", one.field, one.code));
            told.collect::<Vec<_>>().join("; ")
        };
        assert_eq!(told(message(" ", &[])), "text required");
        assert_eq!(told(message("", &["https://park.example/a.pdf"])), "");
        assert_eq!(
            told(message(
                "x",
                &["https://park.example/a", "http://park.example/b"]
            )),
            "files.1 url_not_https"
        );
        assert_eq!(
            told(message("x", &["https://user@park.example/a"])),
            "files.0 url_not_https"
        );
    }
}
