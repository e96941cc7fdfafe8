//! Periods and moments: ISO 8601 with an offset, as the vendor wants them; both ends belong to the period.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment with the offset that it is told in: `2026-03-01T00:00:00+03:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, specta::Type)]
#[specta(type = String)]
pub struct IsoTime {
    at: Timestamp,
    offset: Offset,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodFault {
    /// No ISO 8601 date and time, or one without an offset.
    #[error("not a date and time with an offset")]
    NotATime,
    #[error("the period ends before it begins")]
    EndsBeforeItBegins,
}

impl IsoTime {
    pub const fn new(at: Timestamp, offset: Offset) -> Self {
        Self { at, offset }
    }

    pub const fn timestamp(self) -> Timestamp {
        self.at
    }
}

impl fmt::Display for IsoTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.at.display_with_offset(self.offset).fmt(out)
    }
}

impl FromStr for IsoTime {
    type Err = PeriodFault;

    fn from_str(text: &str) -> Result<Self, PeriodFault> {
        if !is_plain(text) {
            return Err(PeriodFault::NotATime);
        }
        let at = text.parse().map_err(|_| PeriodFault::NotATime)?;
        let offset = Pieces::parse(text)
            .ok()
            .and_then(|pieces| pieces.to_numeric_offset())
            .unwrap_or(Offset::UTC);
        Ok(Self { at, offset })
    }
}

/// `2026-03-01T00:00:00`, a fraction, and `Z` or `+03:00`: other forms of ISO 8601 the vendor may not know.
fn is_plain(text: &str) -> bool {
    const SHAPE: &[u8; 19] = b"0000-00-00T00:00:00";
    let fits = |given: &[u8], shape: &[u8]| {
        given.len() == shape.len()
            && given.iter().zip(shape).all(|(given, wanted)| match wanted {
                b'0' => given.is_ascii_digit(),
                other => given == other,
            })
    };
    let Some((seconds, rest)) = text.as_bytes().split_at_checked(SHAPE.len()) else {
        return false;
    };
    let offset_at = rest
        .iter()
        .position(|byte| matches!(byte, b'Z' | b'+' | b'-'));
    let (fraction, offset) = rest.split_at(offset_at.unwrap_or(rest.len()));
    let fraction_fits = match fraction {
        [] => true,
        [b'.', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let offset_fits = offset == b"Z"
        || [b"+00:00", b"-00:00"]
            .iter()
            .any(|shape| fits(offset, *shape));
    fits(seconds, SHAPE) && fraction_fits && offset_fits
}

impl Serialize for IsoTime {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for IsoTime {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// Both ends inclusive. A request for payments cannot be written without one: the service would silently answer
/// with the last four weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, specta::Type)]
pub struct Period {
    from: IsoTime,
    to: IsoTime,
}

impl Period {
    pub fn new(from: IsoTime, to: IsoTime) -> Result<Self, PeriodFault> {
        if from.at > to.at {
            return Err(PeriodFault::EndsBeforeItBegins);
        }
        Ok(Self { from, to })
    }

    pub const fn from(&self) -> IsoTime {
        self.from
    }

    pub const fn to(&self) -> IsoTime {
        self.to
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Ends {
            from: IsoTime,
            to: IsoTime,
        }
        let Ends { from, to } = Ends::deserialize(input)?;
        Self::new(from, to).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offset_survives_so_that_the_parks_day_stays_its_day() {
        let text = "2026-03-01T00:00:00+03:00";
        let time: IsoTime = text.parse().unwrap();
        assert_eq!(time.to_string(), text);
        for other in [
            "",
            "2026-03-01",
            "2026-03-01T00:00:00",
            "2026-03-01 00:00:00+03:00",
            "2026-03-01T00:00+03:00",
            "2026-03-01T00:00:00+03",
            "2026-03-01T00:00:00+03:00[Europe/Moscow]",
            "2026-02-30T00:00:00+03:00",
            "2026-03-01T00:00:00.+03:00",
            "2026-03-01T00:00:00я",
        ] {
            assert!(other.parse::<IsoTime>().is_err(), "{other}");
        }
        assert_eq!(
            "2026-03-01T00:00:00Z"
                .parse::<IsoTime>()
                .unwrap()
                .to_string(),
            "2026-03-01T00:00:00+00:00"
        );
    }

    #[test]
    fn period_that_ends_before_it_begins_is_refused() {
        let [early, late] =
            ["2026-03-01T00:00:00+03:00", "2026-03-02T00:00:00+03:00"].map(|t| t.parse().unwrap());
        assert_eq!(
            Period::new(late, early),
            Err(PeriodFault::EndsBeforeItBegins)
        );
        assert!(Period::new(early, early).is_ok());
        let json = format!("{{\"from\":\"{late}\",\"to\":\"{early}\"}}");
        assert!(serde_json::from_str::<Period>(&json).is_err());
    }
}
