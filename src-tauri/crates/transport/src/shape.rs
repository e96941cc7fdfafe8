//! What an answer looked like, without what it said: keys and types, for logs and the support bundle.

use serde_json::Value;

const LONGEST: usize = 600;
/// Larger answers are not parsed a second time only to be described.
const LARGEST_PARSED: usize = 1024 * 1024;

/// Keys and types of a JSON text (`{items: [2 × {id: number}]}`), at most 600 characters. Keys that could be data
/// (a phone, a name) become `*`. Anything else than JSON is only measured.
pub fn shape_of(body: &[u8]) -> String {
    let text = without_bom(body);
    if text.iter().all(u8::is_ascii_whitespace) {
        return "empty".to_owned();
    }
    if text.len() > LARGEST_PARSED {
        return format!("{} bytes, not looked at", text.len());
    }
    match serde_json::from_slice::<Value>(text) {
        Ok(value) => {
            let mut shape = String::new();
            describe(&value, &mut shape);
            shortened(&shape)
        }
        Err(_) => format!("not JSON, {} bytes", body.len()),
    }
}

fn describe(value: &Value, out: &mut String) {
    if out.len() > LONGEST * 2 {
        return;
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(_) => out.push_str("bool"),
        Value::Number(_) => out.push_str("number"),
        Value::String(_) => out.push_str("string"),
        Value::Array(list) => match list.first() {
            None => out.push_str("[]"),
            Some(first) => {
                out.push_str(&format!("[{} × ", list.len()));
                describe(first, out);
                out.push(']');
            }
        },
        Value::Object(map) => {
            out.push('{');
            for (place, (key, member)) in map.iter().enumerate() {
                if place > 0 {
                    out.push_str(", ");
                }
                out.push_str(safe_key(key));
                out.push_str(": ");
                describe(member, out);
                if out.len() > LONGEST * 2 {
                    break;
                }
            }
            out.push('}');
        }
    }
}

/// The key if it reads like a member's name, `*` if it could be somebody's phone, name or number.
pub(crate) fn safe_key(key: &str) -> &str {
    let first_is_letter = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let plain = key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "_.-[]".contains(c));
    let digits = key.chars().filter(char::is_ascii_digit).count();
    if first_is_letter && plain && digits <= 3 && key.len() <= 48 {
        key
    } else {
        "*"
    }
}

/// At most 600 characters of a text.
pub(crate) fn shortened(text: &impl ToString) -> String {
    let text = text.to_string();
    match text.char_indices().nth(LONGEST - 1) {
        Some((end, _)) if end < text.len() => format!("{}…", &text[..end]),
        _ => text,
    }
}

/// Some servers start their JSON with U+FEFF.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shape_shows_members_and_types_but_nothing_that_could_be_somebodys() {
        let text = r#"{"items":[{"name":"Иванов","phone":79001234567},{"name":"x"}],"+79001234567":1,"a79001234567":null,"Иванов":true}"#;
        assert_eq!(
            shape_of(text.as_bytes()),
            "{*: number, *: null, items: [2 × {name: string, phone: number}], *: bool}"
        );
        assert_eq!(shape_of(b"<html>"), "not JSON, 6 bytes");
        assert_eq!(shape_of(b" \n"), "empty");
    }

    proptest! {
        #[test]
        fn shape_of_anything_is_short(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(shape_of(&bytes).chars().count() <= LONGEST);
        }

        #[test]
        fn shape_of_wide_and_deep_answers_is_bounded(keys in prop::collection::vec("[a-z]{1,20}", 0..200), depth in 0_usize..300) {
            let members: Vec<_> = keys.iter().map(|key| format!("\"{key}\":{}1{}", "[".repeat(depth), "]".repeat(depth))).collect();
            let text = format!("{{{}}}", members.join(","));
            prop_assert!(shape_of(text.as_bytes()).chars().count() <= LONGEST);
        }
    }
}
