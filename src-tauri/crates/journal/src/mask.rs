//! Account and card numbers in what the services answer: only the last four digits are written down.

use serde_json::Value;

/// So many digits in a row may be an account or a card; a phone has eleven.
const LONG: usize = 12;
const SHOWN: usize = 4;
/// Longer answers are cut: a whole page of a proxy says no more than its beginning.
const KEPT: usize = 16_384;
/// Spaces as JSON writes them when it avoids everything outside ASCII.
const ESCAPED: [&str; 3] = ["\\u00a0", "\\u202f", "\\u2009"];

/// The text with every run of twelve and more digits (spaces and dashes between them do not end a run) as `•••• 4471`.
pub fn mask(text: &str) -> String {
    let text = cut(text);
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        masked.push_str(&rest[..start]);
        let (run, digits) = run(&rest[start..]);
        if digits.len() >= LONG {
            masked.push_str("•••• ");
            masked.push_str(&digits[digits.len() - SHOWN..]);
        } else {
            masked.push_str(&rest[start..start + run]);
        }
        rest = &rest[start + run..];
    }
    masked.push_str(rest);
    masked
}

/// JSON with every text in it masked, and whatever is no JSON as a text. Names of members are not looked at.
pub fn mask_json(json: &str) -> String {
    match serde_json::from_str(json) {
        Ok(mut value) => {
            mask_texts(&mut value);
            value.to_string()
        }
        Err(_) => mask(json),
    }
}

fn mask_texts(value: &mut Value) {
    match value {
        Value::String(text) => *text = mask(text),
        Value::Array(all) => all.iter_mut().for_each(mask_texts),
        Value::Object(members) => members.values_mut().for_each(mask_texts),
        // A long number that is no text has no business here: it would be an account all the same.
        Value::Number(number) => {
            let (bare, masked) = (number.to_string(), mask(&number.to_string()));
            if bare != masked {
                *value = Value::String(masked);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Length of the run that the text begins with, up to its last digit, and its digits.
fn run(text: &str) -> (usize, String) {
    let mut digits = String::new();
    let (mut end, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let Some(letter) = rest.chars().next() else {
            break;
        };
        if letter.is_ascii_digit() {
            digits.push(letter);
            at += 1;
            end = at;
        } else if let Some(escaped) = ESCAPED.iter().find(|escaped| rest.starts_with(**escaped)) {
            at += escaped.len();
        } else if separates(letter) {
            at += letter.len_utf8();
        } else {
            break;
        }
    }
    (end, digits)
}

/// Spaces of every width and dashes of every length; a line's end is no part of a number.
fn separates(letter: char) -> bool {
    (letter.is_whitespace() && !matches!(letter, '\n' | '\r'))
        || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn cut(text: &str) -> &str {
    match text.char_indices().nth(KEPT) {
        // Never inside a number: its beginning would look like a short one.
        Some((end, _)) => text[..end]
            .trim_end_matches(|letter: char| letter.is_ascii_digit() || separates(letter)),
        None => text,
    }
}
