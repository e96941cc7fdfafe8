//! A message as an example client would get it. Which names of variables the service takes stands in no document, so their
//! meaning is guessed here, for the eye alone.

use yume::{YumeTemplate, YumeTriggerContent};

use super::{
    triggers::{delay, is_instant},
    types::{
        ChannelCount, ExampleClient, MessageChannel, PreviewSource, PreviewVariable, TriggerPreview,
    },
};
use crate::{Desk, connections::types::ConnectionId, error::DeskResult};

/// The longest texts, in characters (Wazzup's help).
pub(super) const CHANNELS: [(MessageChannel, u32); 4] = [
    (MessageChannel::Whatsapp, 10_000),
    (MessageChannel::Waba, 4_096),
    (MessageChannel::Telegram, 4_096),
    (MessageChannel::Instagram, 1_000),
];

pub(super) fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

impl Desk {
    /// What a client would get by this draft; templates are those that were last read.
    ///
    /// # Errors
    /// `NoConnection`.
    pub fn preview_trigger(
        &self,
        id: &ConnectionId,
        draft: YumeTriggerContent,
        example: &ExampleClient,
    ) -> DeskResult<TriggerPreview> {
        self.0.connections.record(id)?;
        let templates = self.yume_held(id).templates.lock().clone();
        let named = draft
            .template_id
            .as_deref()
            .map(str::trim)
            .filter(|id| !id.is_empty());
        let template = named.and_then(|id| templates.as_ref()?.find(id));
        Ok(preview(&draft, named.is_some(), template, example))
    }
}

fn preview(
    draft: &YumeTriggerContent,
    by_template: bool,
    template: Option<&YumeTemplate>,
    example: &ExampleClient,
) -> TriggerPreview {
    let typed = draft.text.as_deref().filter(|text| !text.trim().is_empty());
    let own = template.and_then(|template| template.text.as_deref());
    let (source, raw) = match (by_template, own, typed) {
        (true, Some(text), _) => (PreviewSource::Template, text),
        (true, None, _) => (PreviewSource::UnknownTemplate, ""),
        (false, _, Some(text)) => (PreviewSource::Text, text),
        (false, _, None) => (PreviewSource::Nothing, ""),
    };
    let keys = &draft.template_keys;
    let text = filled(raw, |name| value_of(name, keys, example));
    let count = characters(&text);
    let channels = CHANNELS
        .into_iter()
        .filter(|(channel, _)| source == PreviewSource::Text || *channel == MessageChannel::Waba);
    TriggerPreview {
        source,
        characters: count,
        channels: channels
            .map(|(channel, limit)| ChannelCount {
                channel,
                limit,
                over: count > limit,
            })
            .collect(),
        variables: variables(raw, template, keys, example),
        delay_seconds: delay(draft).map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX)),
        instant: is_instant(draft),
        text,
    }
}

/// Every key in its order, and what the template wants beyond them.
fn variables(
    text: &str,
    template: Option<&YumeTemplate>,
    keys: &[String],
    example: &ExampleClient,
) -> Vec<PreviewVariable> {
    let mut used = Vec::new();
    filled(text, |name| {
        used.extend(name.parse::<u32>().ok());
        None
    });
    let wanted = template.map_or(0, |template| template.variables) as usize;
    // A template that asks for the millionth variable is not a reason to show a million.
    let rows = keys.len().max(wanted.min(100));
    let row = |place: usize| {
        let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
        let key = keys.get(place).cloned();
        PreviewVariable {
            number,
            example: key
                .as_deref()
                .map_or_else(String::new, |key| example_of(key, example)),
            used: text.is_empty() || used.contains(&number),
            key,
        }
    };
    (0..rows).map(row).collect()
}

/// Puts values into `{{…}}`; what has none stays as it is.
fn filled(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        match after.split_once("}}") {
            Some((name, after)) if !name.contains(['{', '\n']) => {
                match value(name.trim()) {
                    Some(value) => filled.push_str(&value),
                    None => filled.push_str(&format!("{{{{{name}}}}}")),
                }
                rest = after;
            }
            _ => {
                filled.push_str("{{");
                rest = after;
            }
        }
    }
    filled + rest
}

/// `1`: the first key's example; a name: its own, where it can be guessed.
fn value_of(name: &str, keys: &[String], example: &ExampleClient) -> Option<String> {
    match name.parse::<usize>() {
        Ok(number) => {
            let key = keys.get(number.checked_sub(1)?)?;
            Some(example_of(key, example))
        }
        Err(_) => guessed(name, example).map(str::to_owned),
    }
}

fn example_of(key: &str, example: &ExampleClient) -> String {
    guessed(key, example).unwrap_or(key).to_owned()
}

/// By parts of names, the more telling first: `client_phone` is a phone, `sum_with_discount` a sum.
fn guessed<'a>(key: &str, example: &'a ExampleClient) -> Option<&'a str> {
    let guesses: [(&[&str], &str); 9] = [
        (&["phone", "телефон"], &example.phone),
        (&["manager", "менеджер"], &example.manager),
        (&["bonus", "бонус"], &example.bonus),
        (&["sum", "price", "total", "amount", "сумма"], &example.sum),
        (&["discount", "скидк"], &example.discount),
        (&["date", "time", "start", "end_at", "дата"], &example.date),
        (&["item", "product", "inventor", "товар"], &example.items),
        (&["number", "rent_no", "order_id", "номер"], &example.number),
        (&["name", "client", "fio", "клиент", "имя"], &example.client),
    ];
    let key = key.to_lowercase();
    let is_meant = |parts: &[&str]| parts.iter().any(|part| key.contains(part));
    let guess = guesses.into_iter().find(|(parts, _)| is_meant(parts));
    guess.map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn example() -> ExampleClient {
        ExampleClient {
            client: "Иван".to_owned(),
            phone: "+7 900 000-00-00".to_owned(),
            manager: "Мария".to_owned(),
            number: "1024".to_owned(),
            sum: "12 500".to_owned(),
            discount: "5 %".to_owned(),
            date: "15.01.2026".to_owned(),
            bonus: "300".to_owned(),
            items: "Kia Rio".to_owned(),
        }
    }

    fn template(text: &str) -> YumeTemplate {
        let answer =
            json!([{"templateGuid": "t1", "components": [{"type": "BODY", "text": text}]}]);
        let list: yume::YumeTemplates = serde_json::from_value(answer).unwrap();
        list.templates[0].clone()
    }

    #[test]
    fn variables_of_a_template_are_filled_in_the_order_of_the_keys() {
        let draft = YumeTriggerContent {
            template_id: Some("t1".to_owned()),
            template_keys: vec!["client_name".to_owned(), "mystery".to_owned()],
            ..YumeTriggerContent::default()
        };
        let template = template("{{1}}, заказ {{ 2 }}, {{1}}, {{3}} {{ {{x");
        let shown = preview(&draft, true, Some(&template), &example());
        assert_eq!(shown.text, "Иван, заказ mystery, Иван, {{3}} {{ {{x");
        assert_eq!(shown.source, PreviewSource::Template);
        let told: Vec<_> = shown
            .variables
            .iter()
            .map(|one| (one.number, one.key.as_deref(), one.used))
            .collect();
        assert_eq!(
            told,
            [
                (1, Some("client_name"), true),
                (2, Some("mystery"), true),
                (3, None, true)
            ]
        );
        assert_eq!(shown.channels.len(), 1, "a template goes by WABA alone");
    }

    #[test]
    fn text_is_counted_in_characters_and_each_channel_says_its_limit() {
        let draft = |count: usize| YumeTriggerContent {
            text: Some("ё".repeat(count)),
            ..YumeTriggerContent::default()
        };
        let over = |count: usize| {
            let shown = preview(&draft(count), false, None, &example());
            assert_eq!(shown.characters as usize, count);
            let over = shown.channels.into_iter().filter(|one| one.over);
            over.map(|one| one.channel).collect::<Vec<_>>()
        };
        use MessageChannel::{Instagram, Telegram, Waba, Whatsapp};
        assert_eq!(over(1_000), []);
        assert_eq!(over(1_001), [Instagram]);
        assert_eq!(over(4_097), [Waba, Telegram, Instagram]);
        assert_eq!(over(10_001), [Whatsapp, Waba, Telegram, Instagram]);
    }

    #[test]
    fn meaning_of_a_key_is_guessed_and_an_unknown_one_stands_for_itself() {
        for (key, value) in [
            ("client_phone", "+7 900 000-00-00"),
            ("manager_name", "Мария"),
            ("sum_with_discount", "12 500"),
            ("discount", "5 %"),
            ("rent_start_date", "15.01.2026"),
            ("bonus_balance", "300"),
            ("rent_number", "1024"),
            ("items", "Kia Rio"),
            ("client", "Иван"),
            ("x17", "x17"),
        ] {
            assert_eq!(example_of(key, &example()), value, "{key}");
        }
    }

    #[test]
    fn template_that_is_not_known_here_is_not_shown_as_an_empty_message() {
        let draft = YumeTriggerContent {
            template_keys: vec!["client".to_owned()],
            ..YumeTriggerContent::default()
        };
        let shown = preview(&draft, true, None, &example());
        assert_eq!(shown.source, PreviewSource::UnknownTemplate);
        assert!(shown.variables[0].used);
        let nothing = preview(&YumeTriggerContent::default(), false, None, &example());
        assert_eq!(nothing.source, PreviewSource::Nothing);
    }
}
