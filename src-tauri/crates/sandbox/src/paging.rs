//! Pages and order of the lists: `page`, `per_page` (a string out of five), `order`, and what they answer in `meta` and `links`.

use crate::{answer::FieldFault, query::Query};
use serde_json::{Value, json};
use std::ops::Range;

const PAGE_SIZES: [&str; 5] = ["10", "20", "50", "100", "200"];

/// The part of a list that was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    number: usize,
    size: usize,
}

impl Page {
    pub fn asked(query: &Query) -> Result<Self, FieldFault> {
        let number = match query.one("page") {
            None => 1,
            Some(text) => text
                .parse()
                .ok()
                .filter(|number| *number >= 1)
                .ok_or_else(|| FieldFault::new("page", "Должно быть целым числом не меньше 1."))?,
        };
        let size = query.one("per_page").unwrap_or("20");
        if !PAGE_SIZES.contains(&size) {
            return Err(FieldFault::new("per_page", "Выбранное значение ошибочно."));
        }
        let size = size.parse().unwrap_or(20);
        Ok(Self { number, size })
    }

    /// The rows of this page out of all that fit the filter.
    pub fn cut<T>(self, all: &[T]) -> &[T] {
        &all[self.places(all.len())]
    }

    /// Where this page stands among so many rows.
    pub fn places(self, total: usize) -> Range<usize> {
        let start = self.start().min(total);
        start..start.saturating_add(self.size).min(total)
    }

    pub fn meta(self, total: usize) -> Value {
        let shown = total.saturating_sub(self.start()).min(self.size);
        let (from, to) = match shown {
            0 => (Value::Null, Value::Null),
            _ => (json!(self.start() + 1), json!(self.start() + shown)),
        };
        json!({
            "total": total, "from": from, "to": to, "per_page": self.size,
            "current_page": self.number, "last_page": self.last(total),
        })
    }

    pub fn links(self, total: usize, path: &str) -> Value {
        let link = |number: usize| format!("{path}?page={number}");
        let last = self.last(total);
        json!({
            "path": path,
            "first_page_url": link(1),
            "last_page_url": link(last),
            "next_page_url": (self.number < last).then(|| link(self.number + 1)),
            "prev_page_url": (self.number > 1).then(|| link(self.number - 1)),
        })
    }

    fn start(self) -> usize {
        (self.number - 1).saturating_mul(self.size)
    }

    fn last(self, total: usize) -> usize {
        total.div_ceil(self.size).max(1)
    }
}

/// A documented order: the field and whether it descends.
#[derive(Clone, Debug)]
pub struct Order {
    pub field: String,
    pub descending: bool,
}

impl Order {
    /// `field` ascends, `-field` descends; a field that is not documented for this list is refused.
    pub fn asked(query: &Query, fields: &[&str], default: &str) -> Result<Self, FieldFault> {
        let text = query.one("order").unwrap_or(default);
        let field = text.strip_prefix('-').unwrap_or(text);
        if !fields.contains(&field) {
            return Err(FieldFault::new("order", "Выбранное значение ошибочно."));
        }
        Ok(Self {
            field: field.to_owned(),
            descending: text.starts_with('-'),
        })
    }

    /// Sorts by the key, equal ones by id in the same direction, so that pages never overlap.
    pub fn sort<T, K: Ord>(&self, rows: &mut [T], mut key: impl FnMut(&T) -> K) {
        rows.sort_by_cached_key(&mut key);
        if self.descending {
            rows.reverse();
        }
    }
}
