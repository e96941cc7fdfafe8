//! The vendor's times: ISO 8601 with an offset, in some answers without its colon (`2020-04-27T08:44:05.871+0000`),
//! which parsers of RFC 3339 refuse.

use std::fmt;

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use transport::lenient::Lenient;

/// A moment with the offset that it was told in; a text that is none is kept as it came.
/// Goes to the screen as `2020-04-27T08:44:05.871+00:00`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, specta::Type)]
#[specta(type = String)]
pub struct FleetTime(Told);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Told {
    At(Timestamp, Offset),
    Odd(Box<str>),
}

impl FleetTime {
    pub const fn new(at: Timestamp, offset: Offset) -> Self {
        Self(Told::At(at, offset))
    }

    pub fn read(text: &str) -> Self {
        Self(match moment(text.trim()) {
            Some((at, offset)) => Told::At(at, offset),
            None => Told::Odd(text.into()),
        })
    }

    /// `None` where the vendor sent something else than a time with an offset.
    pub const fn timestamp(&self) -> Option<Timestamp> {
        match &self.0 {
            Told::At(at, _) => Some(*at),
            Told::Odd(_) => None,
        }
    }
}

fn moment(text: &str) -> Option<(Timestamp, Offset)> {
    let pieces = Pieces::parse(text).ok()?;
    let offset = pieces.to_numeric_offset()?;
    let local = pieces.date().to_datetime(pieces.time()?);
    Some((offset.to_timestamp(local).ok()?, offset))
}

impl fmt::Display for FleetTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Told::At(at, offset) => at.display_with_offset(*offset).fmt(out),
            Told::Odd(text) => text.fmt(out),
        }
    }
}

impl Serialize for FleetTime {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FleetTime {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::read(input).map(|text| Self::read(&text))
    }
}

impl Lenient for FleetTime {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offset_without_a_colon_is_the_same_moment() {
        let wanted = "2020-04-27T08:44:05.871Z".parse().ok();
        for (text, shown) in [
            (
                "2020-04-27T08:44:05.871+0000",
                "2020-04-27T08:44:05.871+00:00",
            ),
            ("2020-04-27T08:44:05.871Z", "2020-04-27T08:44:05.871+00:00"),
            (
                "2020-04-27T11:44:05.871+03:00",
                "2020-04-27T11:44:05.871+03:00",
            ),
            (
                "2020-04-27T11:44:05.871000+0300",
                "2020-04-27T11:44:05.871+03:00",
            ),
            (
                "2020-04-27T11:44:05.871+03",
                "2020-04-27T11:44:05.871+03:00",
            ),
        ] {
            let time = FleetTime::read(text);
            assert_eq!(time.timestamp(), wanted, "{text}");
            assert_eq!(time.to_string(), shown);
        }
    }

    #[test]
    fn text_that_is_no_time_is_shown_as_it_came_and_never_taken_for_one() {
        for text in [
            "",
            "вчера",
            "2020-04-27",
            "2020-04-27T08:44:05",
            "2020-13-01T00:00:00Z",
        ] {
            let time = FleetTime::read(text);
            assert_eq!((time.timestamp(), time.to_string().as_str()), (None, text));
        }
    }
}
