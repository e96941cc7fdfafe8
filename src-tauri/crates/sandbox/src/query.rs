//! Reading a query string: repeated keys (`x[]=1&x[]=2`), comma strings (`x=1,2`), moments and page numbers.

use crate::{
    answer::FieldFault,
    moments::{self, Seconds},
};

/// A decoded query string; a key may repeat.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    pub fn parse(raw: &str) -> Self {
        Self(
            url::form_urlencoded::parse(raw.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The last value of a key; an empty one counts as absent.
    pub fn one(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(key, _)| key == name)?;
        Some(found.1.as_str()).filter(|value| !value.is_empty())
    }

    /// The values of a repeated key, `x[]` or `x[0]`.
    pub fn repeated(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(key, _)| {
                key.strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('[') && rest.ends_with(']'))
            })
            .map(|(_, value)| value.as_str())
            .collect()
    }

    pub fn repeated_ids(&self, name: &str) -> Result<Vec<i64>, FieldFault> {
        self.repeated(name)
            .into_iter()
            .map(|text| id(name, text))
            .collect()
    }

    pub fn comma_ids(&self, name: &str) -> Result<Vec<i64>, FieldFault> {
        self.one(name)
            .into_iter()
            .flat_map(|list| list.split(','))
            .map(|text| id(name, text))
            .collect()
    }

    pub fn moment(&self, name: &str) -> Result<Option<Seconds>, FieldFault> {
        let Some(text) = self.one(name) else {
            return Ok(None);
        };
        let fault = || FieldFault::new(name, "Не является датой в формате ISO 8601.");
        moments::parse(text).map(Some).ok_or_else(fault)
    }
}

fn id(name: &str, text: &str) -> Result<i64, FieldFault> {
    text.parse()
        .map_err(|_| FieldFault::new(name, "Должно быть целым числом."))
}

/// A search phrase: every word must occur, whatever the case; digits also look into ids and phones.
pub struct Search {
    words: Vec<String>,
    digits: Option<String>,
}

impl Search {
    pub fn new(phrase: &str) -> Self {
        let words = phrase.to_lowercase();
        let digits = phrase.trim_start_matches('+');
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        Self {
            words: words.split_whitespace().map(str::to_owned).collect(),
            digits: is_number.then(|| digits.to_owned()),
        }
    }

    pub fn is_id(&self, id: i64) -> bool {
        self.digits
            .as_ref()
            .is_some_and(|text| *text == id.to_string())
    }

    pub fn in_phone(&self, phone: u64) -> bool {
        self.digits
            .as_ref()
            .is_some_and(|text| phone.to_string().contains(text.as_str()))
    }

    pub fn in_text(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        !self.words.is_empty() && self.words.iter().all(|word| text.contains(word.as_str()))
    }
}
