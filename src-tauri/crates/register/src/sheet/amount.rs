//! The sum in a cell: a number of a workbook as it is, a text as people in Russia write it. Two readings are told, never
//! chosen between.

use money::{Amount, AmountFault};
use rust_decimal::Decimal;

use super::{Cell, CellKind};

/// Kopecks.
const DECIMALS: u32 = 2;
/// Characters of the longest text that is looked at as a sum.
const LONGEST: usize = 64;
/// After the number, as people and spreadsheets write them; longer ones first.
const CURRENCIES: &[&str] = &[
    "рублей",
    "рубля",
    "рубль",
    "руб.",
    "руб",
    "р.",
    "р",
    "₽",
    "rub.",
    "rub",
];
const SPACES: [char; 4] = [' ', '\u{A0}', '\u{202F}', '\u{2009}'];

/// Why a cell is no sum that can be paid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct AmountTrouble {
    pub fault: AmountFault,
    /// What an `Ambiguous` text can mean, of the sums that can be paid: `1,234` offers 1234 roubles, `1.234,50` 1234.50.
    /// Empty for the other faults.
    pub readings: Vec<Amount>,
}

impl From<AmountFault> for AmountTrouble {
    fn from(fault: AmountFault) -> Self {
        Self {
            fault,
            readings: Vec::new(),
        }
    }
}

/// Reads the sum in a cell: positive, at most two decimals. `руб.`, `р.` and `₽` may follow it.
///
/// # Errors
/// The faults of [`Amount::parse_russian`]; a date or an error of a spreadsheet is `NotANumber`, a sum in brackets or with
/// the minus behind it is `Negative`.
pub fn amount(cell: &Cell) -> Result<Amount, AmountTrouble> {
    match cell.kind {
        CellKind::Empty => Err(AmountFault::Empty.into()),
        CellKind::Date | CellKind::Error => Err(AmountFault::NotANumber.into()),
        CellKind::Number => Ok(number(&cell.text)?),
        CellKind::Text => text(&cell.text),
    }
}

/// A point, and nothing that could be a group of thousands.
fn number(digits: &str) -> Result<Amount, AmountFault> {
    let number: Decimal = digits.parse().map_err(|_| AmountFault::TooLarge)?;
    let exact = number.normalize();
    if exact.is_zero() {
        // Digits finer than a decimal holds are no zero.
        let zero = digits.bytes().all(|byte| !(b'1'..=b'9').contains(&byte));
        return Err(if zero {
            AmountFault::Zero
        } else {
            AmountFault::TooManyDecimals
        });
    }
    if exact.is_sign_negative() {
        return Err(AmountFault::Negative);
    }
    if exact.scale() > DECIMALS {
        return Err(AmountFault::TooManyDecimals);
    }
    Ok(Amount::new(exact))
}

fn text(typed: &str) -> Result<Amount, AmountTrouble> {
    let typed = typed.trim();
    if typed.chars().nth(LONGEST).is_some() {
        return Err(AmountFault::NotANumber.into());
    }
    let bare = without_currency(typed);
    if let Some(positive) = bookkeepers_negative(bare) {
        return Err(match text(positive) {
            Ok(_) => AmountFault::Negative.into(),
            Err(trouble) => trouble,
        });
    }
    Amount::parse_russian(bare).map_err(|fault| match fault {
        AmountFault::Ambiguous => ambiguous(bare),
        fault => fault.into(),
    })
}

/// What stands before the currency; only after a digit or a bracket, so that a word stays a word.
pub(super) fn without_currency(text: &str) -> &str {
    let cut = |currency: &&str| {
        let at = text.len().checked_sub(currency.len())?;
        let (before, after) = text.split_at_checked(at)?;
        let before = before.trim_end();
        let follows = before.ends_with(|char: char| {
            char.is_ascii_digit() || matches!(char, ')' | '-' | '\u{2212}')
        });
        (after.to_lowercase() == **currency && follows).then_some(before)
    };
    CURRENCIES.iter().find_map(cut).unwrap_or(text)
}

/// `(1 000,00)` and `1 000,00-`.
fn bookkeepers_negative(text: &str) -> Option<&str> {
    let held = text
        .strip_prefix('(')
        .and_then(|held| held.strip_suffix(')'));
    let behind = || text.strip_suffix(['-', '\u{2212}']);
    let positive = held.or_else(behind)?.trim();
    positive
        .starts_with(|char: char| char.is_ascii_digit())
        .then_some(positive)
}

/// Every separator may divide thousands, or the last of them kopecks.
fn ambiguous(text: &str) -> AmountTrouble {
    let readings = [grouped(text), kopecks_last(text)];
    let payable = readings.into_iter().flatten();
    let mut readings: Vec<Amount> = payable
        .filter_map(|plain| Amount::parse_russian(&plain).ok())
        .collect();
    readings.dedup();
    if readings.is_empty() {
        return AmountFault::NotANumber.into();
    }
    AmountTrouble {
        fault: AmountFault::Ambiguous,
        readings,
    }
}

/// The digits, if whatever stands between them divides thousands.
fn grouped(text: &str) -> Option<String> {
    let mut marks = text.matches(|char: char| !char.is_ascii_digit());
    let first = marks.next();
    let alike = marks.all(|mark| Some(mark) == first);
    let groups: Vec<&str> = text.split(|char: char| !char.is_ascii_digit()).collect();
    let [head, rest @ ..] = groups.as_slice() else {
        return None;
    };
    let thousands = (1..=3).contains(&head.len()) && rest.iter().all(|group| group.len() == 3);
    (alike && thousands).then(|| groups.concat())
}

/// With a point before the kopecks, if the last separator stands before them and is another than the one of thousands.
fn kopecks_last(text: &str) -> Option<String> {
    let at = text.rfind([',', '.'])?;
    let (whole, fraction) = text.split_at_checked(at)?;
    let mark = fraction.chars().next()?;
    let fraction = fraction.get(mark.len_utf8()..)?;
    let kopecks = (1..=DECIMALS as usize).contains(&fraction.len());
    let whole = if whole.contains(|char: char| !char.is_ascii_digit()) {
        let another = !whole.contains(mark);
        let known = |char: char| {
            char.is_ascii_digit() || SPACES.contains(&char) || matches!(char, ',' | '.')
        };
        (another && whole.chars().all(known)).then(|| grouped(whole))??
    } else {
        whole.to_owned()
    };
    kopecks.then(|| format!("{whole}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Result<Amount, AmountTrouble> {
        amount(&Cell::written(text.to_owned()))
    }

    fn number(text: &str) -> Result<Amount, AmountFault> {
        let cell = Cell {
            text: text.to_owned(),
            kind: CellKind::Number,
        };
        amount(&cell).map_err(|trouble| trouble.fault)
    }

    fn sum(plain: &str) -> Amount {
        plain.parse().unwrap()
    }

    #[test]
    fn a_sum_is_read_with_the_currency_behind_it() {
        let cases = [
            ("1 234,56", "1234.56"),
            ("1\u{A0}234,56 ₽", "1234.56"),
            ("1\u{202F}234.5 руб.", "1234.5"),
            ("500р.", "500"),
            ("500 р", "500"),
            ("500 Рублей", "500"),
            ("500 RUB", "500"),
            (" 12345 ", "12345"),
        ];
        for (text, plain) in cases {
            assert_eq!(of(text), Ok(sum(plain)), "{text}");
        }
    }

    #[test]
    fn a_number_of_a_workbook_is_never_ambiguous_and_never_rounded() {
        assert_eq!(number("1234.5"), Ok(sum("1234.5")));
        assert_eq!(number("1234"), Ok(sum("1234")));
        assert_eq!(number("12.345"), Err(AmountFault::TooManyDecimals));
        assert_eq!(number("12345.1434"), Err(AmountFault::TooManyDecimals));
        assert_eq!(number("-5"), Err(AmountFault::Negative));
        assert_eq!(number("0"), Err(AmountFault::Zero));
        assert_eq!(
            number(&format!("0.{}1", "0".repeat(40))),
            Err(AmountFault::TooManyDecimals)
        );
        assert_eq!(number(&"9".repeat(40)), Err(AmountFault::TooLarge));
    }

    #[test]
    fn two_readings_are_told_and_none_is_chosen() {
        let cases: &[(&str, &[&str])] = &[
            ("1,234", &["1234"]),
            ("12.345 руб.", &["12345"]),
            ("1.234,56", &["1234.56"]),
            ("1,234.5", &["1234.5"]),
            ("1,234,567", &["1234567"]),
            ("1.234.567,80", &["1234567.80"]),
        ];
        for (text, plain) in cases {
            let trouble = of(text).unwrap_err();
            assert_eq!(trouble.fault, AmountFault::Ambiguous, "{text}");
            let readings: Vec<Amount> = plain.iter().map(|plain| sum(plain)).collect();
            assert_eq!(trouble.readings, readings, "{text}");
        }
    }

    #[test]
    fn what_is_no_payable_sum_is_refused_with_its_reason() {
        let cases = [
            ("", AmountFault::Empty),
            ("#Н/Д", AmountFault::NotANumber),
            ("(1 000,00)", AmountFault::Negative),
            ("(1 000,00) ₽", AmountFault::Negative),
            ("1 000-", AmountFault::Negative),
            ("-500", AmountFault::Negative),
            ("0,00 ₽", AmountFault::Zero),
            ("1,2345", AmountFault::TooManyDecimals),
            ("12 34", AmountFault::BadGrouping),
            ("1e3", AmountFault::Exponent),
            ("1.2.3", AmountFault::NotANumber),
            ("1 000 USD", AmountFault::NotANumber),
            ("1000 руб. 50 коп.", AmountFault::NotANumber),
            ("р.", AmountFault::NotANumber),
            ("-", AmountFault::Empty),
            ("()", AmountFault::NotANumber),
            (&"-".repeat(1_000_000), AmountFault::NotANumber),
        ];
        for (text, fault) in cases {
            assert_eq!(of(text).unwrap_err().fault, fault, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_sum_or_a_reason(text in any::<String>()) {
            let _ = of(&text);
        }

        #[test]
        fn a_reading_has_the_digits_that_were_written(text in "[0-9]{1,4}([,. ][0-9]{1,4}){0,3}( ?(руб\\.|₽|р))?") {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let read = match of(&text) {
                Ok(amount) => vec![amount],
                Err(trouble) => trouble.readings,
            };
            for amount in read {
                prop_assert_eq!(digits(&amount.to_string()).trim_start_matches('0').to_owned(), digits(&text).trim_start_matches('0').to_owned());
            }
        }
    }
}
