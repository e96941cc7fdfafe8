//! Times as they stand in the journal: UTC to the millisecond, and the offset of the place beside it.

use jiff::{Timestamp, Zoned, fmt::temporal::DateTimePrinter, tz::Offset};

const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// `2026-11-22T00:15:19.123Z` and `+03:00`.
pub fn written(now: &Zoned) -> (String, String) {
    let at = PRINTER.timestamp_to_string(&now.timestamp());
    (at, now.strftime("%:z").to_string())
}

/// `2026-11-22T03:15:19.123+03:00`; what cannot be read is given as it is.
pub fn local(at: &str, offset: &str) -> String {
    let (Ok(moment), Some(place)) = (at.parse::<Timestamp>(), place(offset)) else {
        return at.to_owned();
    };
    let mut text = PRINTER.datetime_to_string(&place.to_datetime(moment));
    text.push_str(offset);
    text
}

/// A time and its offset as they were written, in place: a record has many.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    text: [u8; 40],
    at: usize,
    end: usize,
}

impl Moment {
    /// `None` for what is longer than any time.
    pub fn of(at: &str, offset: &str) -> Option<Self> {
        let (mut text, end) = ([0; 40], at.len() + offset.len());
        text.get_mut(..at.len())?.copy_from_slice(at.as_bytes());
        text.get_mut(at.len()..end)?
            .copy_from_slice(offset.as_bytes());
        Some(Self {
            text,
            at: at.len(),
            end,
        })
    }

    /// As [`local`].
    pub fn local(&self) -> String {
        let part = |range| str::from_utf8(self.text.get(range).unwrap_or_default());
        local(
            part(0..self.at).unwrap_or_default(),
            part(self.at..self.end).unwrap_or_default(),
        )
    }
}

/// For names of files: `20261122-031519`.
pub fn stamp(now: &Zoned) -> String {
    now.strftime("%Y%m%d-%H%M%S").to_string()
}

fn place(text: &str) -> Option<Offset> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, rest) = text.get(1..)?.split_once(':')?;
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
    let number = |text: &str| text.parse::<u16>().ok().map(i32::from);
    let total = number(hours)? * 3600 + number(minutes)? * 60 + number(seconds)?;
    Offset::from_seconds(sign * total).ok()
}
