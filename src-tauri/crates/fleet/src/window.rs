//! Windows of time, from the first moment inside to the first one outside: [from, to). The vendor does not say whether
//! `to` is inside; its word for such a pair elsewhere is half-interval.

use std::num::NonZeroU32;

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::FleetTime;

/// [from, to), never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, specta::Type)]
pub struct TimeWindow {
    from: FleetTime,
    to: FleetTime,
    #[serde(skip)]
    ends: (Timestamp, Timestamp),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WindowFault {
    #[error("not a date and time with an offset")]
    NotATime,
    #[error("the window ends where it begins or before")]
    Empty,
}

impl TimeWindow {
    pub fn new(from: Timestamp, to: Timestamp) -> Result<Self, WindowFault> {
        let told = |at| FleetTime::new(at, Offset::UTC);
        Self::of(told(from), told(to))
    }

    /// Keeps the offsets: a park's day stays its day.
    pub fn of(from: FleetTime, to: FleetTime) -> Result<Self, WindowFault> {
        let ends = from.timestamp().zip(to.timestamp());
        let ends = ends.ok_or(WindowFault::NotATime)?;
        if ends.0 >= ends.1 {
            return Err(WindowFault::Empty);
        }
        Ok(Self { from, to, ends })
    }

    pub const fn from(&self) -> Timestamp {
        self.ends.0
    }

    pub const fn to(&self) -> Timestamp {
        self.ends.1
    }

    pub(crate) fn body(&self) -> Value {
        json!({ "from": self.from, "to": self.to })
    }
}

impl<'de> Deserialize<'de> for TimeWindow {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Ends {
            from: FleetTime,
            to: FleetTime,
        }
        let Ends { from, to } = Ends::deserialize(input)?;
        Self::of(from, to).map_err(D::Error::custom)
    }
}

/// [from, to) in pieces of `chunk_seconds`, the last one perhaps shorter: each moment lies in exactly one piece. Nothing
/// for a window that would be empty.
pub fn split_window(from: Timestamp, to: Timestamp, chunk_seconds: NonZeroU32) -> Vec<TimeWindow> {
    let step = SignedDuration::from_secs(i64::from(chunk_seconds.get()));
    let mut pieces = Vec::new();
    let mut start = from;
    while start < to {
        let end = start.checked_add(step).unwrap_or(to).min(to);
        pieces.extend(TimeWindow::new(start, end));
        start = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn window_that_holds_no_moment_is_refused() {
        let [early, late] = ["2026-03-01T00:00:00+03:00", "2026-03-02T00:00:00+03:00"];
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(
            TimeWindow::new(at(late), at(early)),
            Err(WindowFault::Empty)
        );
        assert_eq!(
            TimeWindow::new(at(early), at(early)),
            Err(WindowFault::Empty)
        );
        let of = |from, to| TimeWindow::of(FleetTime::read(from), FleetTime::read(to));
        assert_eq!(of(early, "2026-03-02"), Err(WindowFault::NotATime));
        let day = of(early, late).unwrap();
        assert_eq!(day.body(), json!({ "from": early, "to": late }));
        assert_eq!(
            serde_json::from_value::<TimeWindow>(day.body()).unwrap(),
            day
        );
        assert!(
            serde_json::from_value::<TimeWindow>(json!({ "from": late, "to": early })).is_err()
        );
    }

    proptest! {
        #[test]
        fn pieces_cover_every_moment_once(from in 0_i64..4_000_000_000, seconds in -10_i64..400_000, chunk in 100_u32..100_000) {
            let at = |second| Timestamp::from_second(second).unwrap();
            let pieces = split_window(at(from), at(from + seconds), NonZeroU32::new(chunk).unwrap());
            prop_assert_eq!(pieces.is_empty(), seconds <= 0);
            if let (Some(first), Some(last)) = (pieces.first(), pieces.last()) {
                prop_assert_eq!((first.from(), last.to()), (at(from), at(from + seconds)));
            }
            for pair in pieces.windows(2) {
                prop_assert_eq!(pair[0].to(), pair[1].from());
                prop_assert_eq!(pair[0].to().as_second() - pair[0].from().as_second(), i64::from(chunk));
            }
        }
    }
}
