//! One value of a table and how Russian spreadsheets write it.

use std::borrow::Cow;

use jiff::civil::DateTime;
use rust_decimal::Decimal;

/// A value. What a column cannot show as its kind (a dash for an unknown amount) comes as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    /// Names, and also accounts, cards, phones and ids: digits that are not counted with.
    Text(String),
    /// Roubles, exact. Shown with at least two decimals, never rounded.
    Amount(Decimal),
    /// Local time, in the zone the screen shows.
    DateTime(DateTime),
    Count(u64),
}

impl Cell {
    /// Text, for anything that turns into a string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Without guards and escapes: `1234,56`, `31.12.2026 23:59:58`, no groups, no currency, no line breaks.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Text(text) => one_line(text),
            value => {
                let mut written = String::new();
                value.write(&mut written);
                written
            }
        }
    }

    /// The same for a file, where a text keeps its lines.
    pub(crate) fn write(&self, into: &mut String) {
        match self {
            Self::Empty => {}
            Self::Text(text) => into.push_str(&lines(text)),
            Self::Amount(amount) => write_amount(*amount, into),
            Self::DateTime(time) => write_time(*time, into),
            Self::Count(count) => into.push_str(&count.to_string()),
        }
    }
}

fn write_amount(amount: Decimal, into: &mut String) {
    let mut exact = amount.normalize();
    if exact.scale() < 2 {
        // Two decimals always fit, except beside 28 digits of an amount that no park pays.
        exact.rescale(2);
    }
    into.push_str(&exact.to_string().replace('.', ","));
}

/// Digit by digit: a register has two times in each of its million rows.
fn write_time(time: DateTime, into: &mut String) {
    let mut part = |number: i16, divisor: i16, after: &str| {
        let mut divisor = divisor;
        while divisor > 0 {
            let digit = u8::try_from(number / divisor % 10).unwrap_or_default();
            into.push(char::from(b'0' + digit));
            divisor /= 10;
        }
        into.push_str(after);
    };
    part(time.day().into(), 10, ".");
    part(time.month().into(), 10, ".");
    part(time.year(), 1000, " ");
    part(time.hour().into(), 10, ":");
    part(time.minute().into(), 10, ":");
    part(time.second().into(), 10, "");
}

/// A tab or a line break inside a cell would begin another cell or row; other control characters end up as boxes.
fn one_line(text: &str) -> String {
    let breaks = |char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}');
    let text = text.replace("\r\n", " ");
    text.chars()
        .map(|char| if breaks(char) { ' ' } else { char })
        .collect()
}

/// Lines end with LF alone, as in a cell of a spreadsheet. Of the other characters that no spreadsheet shows, control
/// characters become spaces and non-characters the sign for one.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    // Most texts are told by their bytes: 0xC2 and 0xEF begin what is looked at more closely.
    let usual = |byte: u8| byte >= b' ' && !matches!(byte, 0x7F | 0xC2 | 0xEF);
    if text.bytes().all(usual) {
        return Cow::Borrowed(text);
    }
    let alien = |char: char| char.is_control() && !matches!(char, '\n' | '\t');
    let void = |char| matches!(char, '\u{FFFE}' | '\u{FFFF}');
    if !text.contains(|char| alien(char) || void(char)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = text.chars().map(|char| match char {
        char if alien(char) => ' ',
        char if void(char) => char::REPLACEMENT_CHARACTER,
        char => char,
    });
    Cow::Owned(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_every_kopeck_and_no_float_noise() {
        let cases = [
            ("1234.56", "1234,56"),
            ("1234567", "1234567,00"),
            ("0.1", "0,10"),
            ("12345.1434", "12345,1434"),
            ("5.5000", "5,50"),
            ("-12.5", "-12,50"),
            ("-0.00", "0,00"),
            ("0", "0,00"),
        ];
        for (amount, written) in cases {
            let amount = amount.parse().unwrap();
            assert_eq!(Cell::Amount(amount).plain(), written);
        }
    }

    #[test]
    fn times_are_written_the_russian_way() {
        let time = jiff::civil::date(2026, 3, 9).at(7, 5, 1, 999_999_999);
        assert_eq!(Cell::DateTime(time).plain(), "09.03.2026 07:05:01");
    }

    #[test]
    fn line_breaks_inside_a_cell_never_make_another_row() {
        let cell = Cell::text("a\r\nb\tc\nd\u{2028}e\0f");
        assert_eq!(cell.plain(), "a b c d e f");
    }

    #[test]
    fn lines_of_a_text_stay_lines_in_a_file() {
        let mut written = String::new();
        Cell::text("a\r\nb\rc\td\0\u{FFFF}").write(&mut written);
        assert_eq!(written, "a\nb\nc\td \u{FFFD}");
    }
}
