//! The window of Wazzup's chats: the service gives an address of it. Whether that address may be opened is decided
//! elsewhere.

use serde_json::Value;
use transport::CallError;

use crate::client::Yume;
use crate::endpoint::named;

/// Members under which an address was met or is likely, the likeliest first.
const NAMES: [&str; 6] = ["url", "link", "iframe", "src", "href", "data"];

impl Yume {
    /// `None` if the answer holds no address. It may carry a session of its own: keep it out of logs.
    pub async fn wazzup_iframe(&self) -> Result<Option<String>, CallError> {
        let call = self.call(const { named("wazzupIframe") }, &[])?;
        let answer = self.ask(call).await?;
        Ok(answer.as_ref().and_then(|answer| address_in(answer, 0)))
    }
}

fn address_in(answer: &Value, depth: usize) -> Option<String> {
    match answer {
        Value::String(text) => address(text),
        Value::Object(members) if depth < 3 => {
            let named = NAMES.iter().filter_map(|name| members.get(*name));
            named
                .filter_map(|inner| address_in(inner, depth + 1))
                .next()
        }
        _ => None,
    }
}

/// A text that is an address, or a frame's markup with one in it.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with("https://") || text.starts_with("http://") {
        return Some(text.to_owned()).filter(|text| !text.contains(char::is_whitespace));
    }
    let (_, rest) = text.split_once("src=")?;
    let quote = rest.chars().next().filter(|sign| "\"'".contains(*sign))?;
    let inside = rest[1..].split_once(quote)?.0;
    let is_address = inside.starts_with("https://") && !inside.contains(char::is_whitespace);
    is_address.then(|| inside.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn address_of_the_chats_is_found_in_every_likely_answer() {
        let url = "https://2.wazzup24.com/chat/demo?a=1&b=2";
        let markup = r#"<iframe src="https://2.wazzup24.com/chat/demo?a=1&amp;b=2" width="1">"#;
        for answer in [
            json!(url),
            json!({ "url": url }),
            json!({ "link": url, "more": 1 }),
            json!({ "iframe": { "src": url } }),
            json!({ "data": { "url": url } }),
            json!({ "iframe": markup }),
        ] {
            assert_eq!(address_in(&answer, 0).as_deref(), Some(url), "{answer}");
        }
    }

    #[test]
    fn what_is_no_address_is_not_opened() {
        for answer in [
            json!({}),
            json!(null),
            json!({ "url": "javascript:alert(1)" }),
            json!({ "url": "file:///etc" }),
            json!({ "url": "https://a b" }),
            json!({ "other": "https://example.com" }),
            json!({ "iframe": "<iframe src=" }),
            json!({ "iframe": "<iframe src=ё>" }),
        ] {
            assert_eq!(address_in(&answer, 0), None, "{answer}");
        }
    }
}
