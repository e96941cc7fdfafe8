//! A column as everything generic sees it: what each row has in it, by place.

use std::borrow::Cow;

use jump::{Id, Reference};

use super::{
    dictionary::{Dictionary, title},
    moment::Moment,
    sum::Sum,
};

/// What a column is made of. Vectors go by place; a code that no entry has is no value.
pub enum Cells<'a> {
    /// The ids of the rows themselves.
    Ids,
    Moments(&'a [Moment]),
    Sums(&'a [Sum]),
    /// Codes of a dictionary: references, drivers.
    Coded {
        codes: &'a [u32],
        entries: Box<dyn Entries + 'a>,
    },
    /// Codes of the kind's own texts ([`Values::texts`](super::values::Values::texts)).
    Texts(&'a [u32]),
    /// Ids of rows of another list, ordered as numbers.
    Numbers {
        codes: &'a [u32],
        ids: &'a Dictionary<Id>,
    },
    /// A text made of two of the kind's own texts: the route of a trip.
    Pairs {
        pair: Box<dyn Fn(u32) -> Option<(u32, u32)> + Send + Sync + 'a>,
        /// Empty when both are.
        join: fn(&str, &str) -> String,
    },
}

/// Distinct values by code, from 0. They are only ever added to.
pub trait Entries: Send + Sync {
    fn len(&self) -> usize;

    /// As the screen shows it; empty for an unknown code.
    fn text(&self, code: u32) -> Cow<'_, str>;

    /// Names the value for ever where its text may change.
    fn id(&self, code: u32) -> Option<Id>;

    /// Names it where there is no id; `None` where the text itself is the name.
    fn slug(&self, _: u32) -> Option<&str> {
        None
    }
}

impl dyn Entries + '_ {
    /// What the value is called for ever: titles may change, and some values share one.
    pub fn key(&self, code: u32) -> String {
        match (self.id(code), self.slug(code)) {
            (Some(id), _) => format!("id:{id}"),
            (None, Some(slug)) => slug.trim().to_owned(),
            (None, None) => self.text(code).trim().to_owned(),
        }
    }
}

impl<'a> Cells<'a> {
    /// References by their titles.
    pub fn references(codes: &'a [u32], references: &'a Dictionary<Reference>) -> Self {
        let entries = Box::new(Members::<Reference> {
            dictionary: references,
            text: |one| title(one).into(),
            id: |one| one.id,
            slug: |one| one.slug.as_deref().filter(|slug| !slug.is_empty()),
        });
        Self::Coded { codes, entries }
    }

    /// A member of what the dictionary holds: its text and its id, if it has one.
    pub fn entries<T: Send + Sync>(
        codes: &'a [u32],
        dictionary: &'a Dictionary<T>,
        text: fn(&T) -> Cow<'_, str>,
        id: fn(&T) -> Option<Id>,
    ) -> Self {
        let entries = Box::new(Members {
            dictionary,
            text,
            id,
            slug: |_| None,
        });
        Self::Coded { codes, entries }
    }

    /// What the dictionary holds by its text and the word that names it for ever: an id of the service that is a text.
    pub fn keyed<T: Send + Sync>(
        codes: &'a [u32],
        dictionary: &'a Dictionary<T>,
        text: fn(&T) -> Cow<'_, str>,
        slug: fn(&T) -> Option<&str>,
    ) -> Self {
        let entries = Box::new(Members {
            dictionary,
            text,
            id: |_| None,
            slug,
        });
        Self::Coded { codes, entries }
    }

    /// Marked rows have the code 0 and show this word; the others have none.
    pub fn marks(codes: &'a [u32], word: &'static str) -> Self {
        let entries = Box::new(Mark(word));
        Self::Coded { codes, entries }
    }
}

struct Members<'a, T> {
    dictionary: &'a Dictionary<T>,
    text: fn(&T) -> Cow<'_, str>,
    id: fn(&T) -> Option<Id>,
    slug: fn(&T) -> Option<&str>,
}

impl<T: Send + Sync> Entries for Members<'_, T> {
    fn len(&self) -> usize {
        self.dictionary.items().len()
    }

    fn text(&self, code: u32) -> Cow<'_, str> {
        self.dictionary.get(code).map_or("".into(), self.text)
    }

    fn id(&self, code: u32) -> Option<Id> {
        self.dictionary.get(code).and_then(self.id)
    }

    fn slug(&self, code: u32) -> Option<&str> {
        self.dictionary.get(code).and_then(self.slug)
    }
}

struct Mark(&'static str);

impl Entries for Mark {
    fn len(&self) -> usize {
        1
    }

    fn text(&self, code: u32) -> Cow<'_, str> {
        if code == 0 { self.0 } else { "" }.into()
    }

    fn id(&self, _: u32) -> Option<Id> {
        None
    }
}
