//! Dictionary-coded values: a register of a hundred thousand rows has a few thousand drivers and a dozen statuses.

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash, Hasher},
};

use hashbrown::HashTable;
use jump::{Id, Reference};

/// The code of a value that is not there.
pub const ABSENT: u32 = u32::MAX;

/// Distinct values by code, in the order of their first appearance.
pub struct Dictionary<T> {
    items: Vec<T>,
    codes: HashTable<u32>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            codes: HashTable::new(),
        }
    }
}

/// Equal values have equal prints; different ones rarely do.
pub trait Fingerprint: PartialEq {
    fn print(&self, hasher: &mut impl Hasher);
}

impl Fingerprint for Reference {
    fn print(&self, hasher: &mut impl Hasher) {
        (self.id, &self.slug, &self.title).hash(hasher);
    }
}

impl Fingerprint for Id {
    fn print(&self, hasher: &mut impl Hasher) {
        self.hash(hasher);
    }
}

fn print_of(value: &impl Fingerprint) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.print(&mut hasher);
    hasher.finish()
}

impl<T: Fingerprint> Dictionary<T> {
    /// The code of this value, [`ABSENT`] for none.
    pub fn code(&mut self, value: Option<T>) -> u32 {
        let Some(value) = value else {
            return ABSENT;
        };
        let Self { items, codes } = self;
        let print = print_of(&value);
        let same = |code: &u32| items.get(*code as usize) == Some(&value);
        if let Some(code) = codes.find(print, same) {
            return *code;
        }
        let code = u32::try_from(items.len()).unwrap_or(ABSENT);
        items.push(value);
        codes.insert_unique(print, code, |code| {
            items.get(*code as usize).map_or(0, print_of)
        });
        code
    }
}

impl<T> Dictionary<T> {
    /// `None` for [`ABSENT`].
    pub fn get(&self, code: u32) -> Option<&T> {
        self.items.get(code as usize)
    }

    pub fn trim(&mut self) {
        self.items.shrink_to_fit();
    }

    /// Values in the order of their codes.
    pub fn items(&self) -> &[T] {
        &self.items
    }
}

/// Distinct texts by code, written one after another: many are short, and most rows of some registers bring new ones.
#[derive(Default)]
pub struct Texts {
    all: String,
    ends: Vec<u32>,
    codes: HashTable<u32>,
}

impl Texts {
    /// The code of this text, [`ABSENT`] for none.
    pub fn code(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else {
            return ABSENT;
        };
        let print = print_of_text(text);
        let same = |code: &u32| self.get(*code) == Some(text);
        if let Some(code) = self.codes.find(print, same) {
            return *code;
        }
        let code = u32::try_from(self.ends.len()).unwrap_or(ABSENT);
        self.all.push_str(text);
        self.ends
            .push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let Self { all, ends, codes } = self;
        codes.insert_unique(print, code, |code| {
            piece(all, ends, *code).map_or(0, print_of_text)
        });
        code
    }

    /// `None` for [`ABSENT`].
    pub fn get(&self, code: u32) -> Option<&str> {
        piece(&self.all, &self.ends, code)
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn trim(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

fn piece<'a>(all: &'a str, ends: &[u32], code: u32) -> Option<&'a str> {
    let end = *ends.get(code as usize)?;
    let before = (code as usize).checked_sub(1);
    let start = before.map_or(Some(0), |before| ends.get(before).copied())?;
    all.get(start as usize..end as usize)
}

fn print_of_text(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// A person's name as it is shown: the full one, or else its parts that are there.
pub fn name_of<'a>(full: Option<&'a str>, parts: [&'a Option<String>; 3]) -> Cow<'a, str> {
    let given = full.map(str::trim).unwrap_or("");
    if !given.is_empty() {
        return given.into();
    }
    let parts = parts.into_iter().flatten().map(|part| part.trim());
    let known: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    known.join(" ").into()
}

pub fn title(reference: &Reference) -> &str {
    reference.title.as_deref().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_kept_twice_or_taken_for_another() {
        let mut texts = Texts::default();
        let written: Vec<String> = (0..500).map(|number| format!("ул. {number}")).collect();
        for _ in 0..2 {
            for (code, text) in (0..).zip(&written) {
                assert_eq!(texts.code(Some(text)), code);
            }
        }
        assert_eq!(texts.code(Some("")), 500);
        assert_eq!(texts.code(Some("")), 500);
        assert_eq!((texts.code(None), texts.get(ABSENT)), (ABSENT, None));
        assert_eq!(texts.get(500), Some(""));
        assert!(
            (0..)
                .zip(&written)
                .all(|(code, text)| texts.get(code) == Some(text))
        );
    }
}
