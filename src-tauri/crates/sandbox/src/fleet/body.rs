//! Reading a request's JSON strictly: a member that the contract does not name is refused, and so is a slip in a type.

use super::{amounts::Millis, answer::bad};
use crate::answer::Reply;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// An object of the request with the dotted path under which a refusal names its members.
pub struct Part<'a> {
    members: &'a Map<String, Value>,
    path: String,
}

impl<'a> Part<'a> {
    pub fn whole(value: &'a Value) -> Result<Self, Reply> {
        Self::of(value, String::new())
    }

    fn of(value: &'a Value, path: String) -> Result<Self, Reply> {
        match value {
            Value::Object(members) => Ok(Self { members, path }),
            _ => Err(bad(format!("{path}: an object is expected"))),
        }
    }

    fn name(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    fn wrong(&self, name: &str, expected: &str) -> Reply {
        bad(format!("{}: {expected}", self.name(name)))
    }

    pub fn only(self, known: &[&str]) -> Result<Self, Reply> {
        let mut unknown = self.members.keys();
        match unknown.find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(self.wrong(name, "unknown")),
            None => Ok(self),
        }
    }

    pub fn value(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name)
    }

    pub fn part(&self, name: &str, known: &[&str]) -> Result<Option<Self>, Reply> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        Self::of(value, self.name(name))?.only(known).map(Some)
    }

    pub fn required_part(&self, name: &str, known: &[&str]) -> Result<Self, Reply> {
        let part = self.part(name, known)?;
        part.ok_or_else(|| self.wrong(name, "required"))
    }

    /// A string of any length.
    pub fn any_text(&self, name: &str) -> Result<Option<&'a str>, Reply> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(name, "a string is expected")),
        }
    }

    /// A string of 1 to `longest` characters.
    pub fn text(&self, name: &str, longest: usize) -> Result<Option<&'a str>, Reply> {
        let text = self.any_text(name)?;
        match text {
            Some(text) if !(1..=longest).contains(&text.chars().count()) => {
                Err(self.wrong(name, &format!("1 to {longest} characters are expected")))
            }
            text => Ok(text),
        }
    }

    pub fn required_text(&self, name: &str, longest: usize) -> Result<&'a str, Reply> {
        let text = self.text(name, longest)?;
        text.ok_or_else(|| self.wrong(name, "required"))
    }

    /// A list of strings; `None` where the member is absent.
    pub fn texts(&self, name: &str) -> Result<Option<Vec<&'a str>>, Reply> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let items = value.as_array().and_then(|items| {
            let texts = items.iter().map(Value::as_str);
            texts.collect::<Option<Vec<_>>>()
        });
        items
            .map(Some)
            .ok_or_else(|| self.wrong(name, "an array of strings is expected"))
    }

    /// A list of 1 to 100 strings of 1 to 100 characters.
    pub fn ids(&self, name: &str) -> Result<Option<Vec<&'a str>>, Reply> {
        let Some(ids) = self.texts(name)? else {
            return Ok(None);
        };
        let fits = |id: &&str| (1..=100).contains(&id.chars().count());
        if !(1..=100).contains(&ids.len()) || !ids.iter().all(fits) {
            return Err(self.wrong(name, "1 to 100 strings of 1 to 100 characters are expected"));
        }
        Ok(Some(ids))
    }

    /// A list of strings out of these.
    pub fn choices(&self, name: &str, all: &[&str]) -> Result<Option<Vec<&'a str>>, Reply> {
        let chosen = self.texts(name)?;
        let unknown = chosen.iter().flatten().find(|one| !all.contains(one));
        match unknown {
            Some(one) => Err(self.wrong(name, &format!("`{one}` is unknown"))),
            None => Ok(chosen),
        }
    }

    pub fn flag(&self, name: &str) -> Result<Option<bool>, Reply> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(self.wrong(name, "a boolean is expected")),
        }
    }

    /// An integer from `least` to `most`.
    pub fn count(&self, name: &str, least: u64, most: u64) -> Result<Option<u64>, Reply> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let count = value
            .as_u64()
            .filter(|count| (least..=most).contains(count));
        count
            .map(Some)
            .ok_or_else(|| self.wrong(name, &format!("an integer {least}..{most} is expected")))
    }

    /// ISO 8601 with a zone.
    pub fn moment(&self, name: &str) -> Result<Option<Millis>, Reply> {
        let Some(text) = self.any_text(name)? else {
            return Ok(None);
        };
        let at: Result<Timestamp, _> = text.parse();
        at.map(|at| Some(at.as_millisecond()))
            .map_err(|_| self.wrong(name, "ISO 8601 with a time zone is expected"))
    }

    /// A half-interval `{from?, to?}` with at least one end.
    pub fn interval(&self, name: &str) -> Result<Option<Interval>, Reply> {
        let Some(part) = self.part(name, &["from", "to"])? else {
            return Ok(None);
        };
        let (from, to) = (part.moment("from")?, part.moment("to")?);
        if from.is_none() && to.is_none() {
            return Err(self.wrong(name, "at least one end is expected"));
        }
        Interval::new(from, to)
            .map(Some)
            .ok_or_else(|| self.wrong(name, "the end is before the start"))
    }

    /// `[from, to)` with both ends.
    pub fn whole_interval(&self, name: &str) -> Result<Interval, Reply> {
        let part = self.required_part(name, &["from", "to"])?;
        for end in ["from", "to"] {
            if part.value(end).is_none() {
                return Err(part.wrong(end, "required"));
            }
        }
        let interval = self.interval(name)?;
        interval.ok_or_else(|| self.wrong(name, "required"))
    }
}

/// A half-interval [from, to); an end that is not given is far away.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    pub from: Millis,
    pub to: Millis,
}

impl Interval {
    pub const EVER: Self = Self {
        from: Millis::MIN,
        to: Millis::MAX,
    };

    fn new(from: Option<Millis>, to: Option<Millis>) -> Option<Self> {
        let one = Self {
            from: from.unwrap_or(Self::EVER.from),
            to: to.unwrap_or(Self::EVER.to),
        };
        (one.from <= one.to).then_some(one)
    }

    pub fn holds(self, at: Millis) -> bool {
        (self.from..self.to).contains(&at)
    }
}
