//! One value of a table and how Russian spreadsheets write it.

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
            Self::Empty => String::new(),
            Self::Text(text) => one_line(text),
            Self::Amount(amount) => amount_in_russian(*amount),
            Self::DateTime(time) => format!(
                "{:02}.{:02}.{:04} {:02}:{:02}:{:02}",
                time.day(),
                time.month(),
                time.year(),
                time.hour(),
                time.minute(),
                time.second()
            ),
            Self::Count(count) => count.to_string(),
        }
    }
}

fn amount_in_russian(amount: Decimal) -> String {
    let mut exact = amount.normalize();
    if exact.scale() < 2 {
        // Two decimals always fit, except beside 28 digits of an amount that no park pays.
        exact.rescale(2);
    }
    exact.to_string().replace('.', ",")
}

/// A tab or a line break inside a cell would begin another cell or row; other control characters end up as boxes.
fn one_line(text: &str) -> String {
    let breaks = |char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}');
    let text = text.replace("\r\n", " ");
    text.chars()
        .map(|char| if breaks(char) { ' ' } else { char })
        .collect()
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
}
