//! Which texts a spreadsheet would take for something else: a formula to run, a number to round, a date to invent.

/// The characters a formula begins with, in ASCII and in the full width that some spreadsheets accept too.
const TRIGGERS: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A spreadsheet keeps this many digits of a number; the rest become zeros.
const DIGITS_KEPT: usize = 15;

/// Whether plain text in a cell would be run, counted with or reshaped. Spaces before it protect nothing: some
/// spreadsheets cut them off.
pub(crate) fn misread_as_plain_text(text: &str) -> bool {
    let text = visible(text);
    text.starts_with(TRIGGERS) || loses_digits(text) || is_scientific(text) || is_made_a_date(text)
}

/// Whether a spreadsheet that opens a file of plain text would change this one: as above, and every number, because a
/// phone or a tax number of twelve digits is shown as a power of ten.
pub(crate) fn misread_in_file(text: &str) -> bool {
    misread_as_plain_text(text) || is_number(visible(text))
}

/// Whether even a cell marked as text should be broken as a formula: some spreadsheets ignore the mark. Phones and
/// dashes begin like formulas and do nothing, so they stay as they are.
pub(crate) fn dangerous_even_as_text(text: &str) -> bool {
    let text = visible(text);
    text.starts_with(['=', '＝']) || (text.starts_with(TRIGGERS) && calls_something(text))
}

/// What a formula needs to reach beyond its cell: another program (DDE), another sheet or book, or a function, which
/// is a letter before a bracket (an area code has a digit or a space there).
fn calls_something(text: &str) -> bool {
    let function = text
        .match_indices('(')
        .any(|(at, _)| text[..at].trim_end().ends_with(char::is_alphabetic));
    function || text.contains(['|', '!', '['])
}

fn visible(text: &str) -> &str {
    let unseen = |char: char| {
        char.is_whitespace()
            || char.is_control()
            || matches!(char, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
    };
    text.trim_matches(unseen)
}

/// Accounts and cards (also in groups of four) past fifteen digits, and ids with leading zeros.
fn loses_digits(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let only_digits = text
        .chars()
        .all(|char| char.is_ascii_digit() || char.is_whitespace());
    only_digits && (digits > DIGITS_KEPT || (digits > 1 && text.starts_with('0')))
}

/// Digits with what stands between and beside them in a number.
fn is_number(text: &str) -> bool {
    let beside = |char: char| char.is_whitespace() || matches!(char, '.' | ',' | '%' | '(' | ')');
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let numeric = |char: char| char.is_ascii_digit() || beside(char);
    let day = text.len() == 10 && text.split('.').map(str::len).eq([2, 2, 4]);
    digits > 0 && text.chars().all(numeric) && !day
}

/// `12E45` is ten to the forty-sixth.
fn is_scientific(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let power = power.strip_prefix(['+', '-']).unwrap_or(power);
    let numeric = |text: &str, also: &[char]| {
        text.starts_with(|char: char| char.is_ascii_digit())
            && text
                .chars()
                .all(|char| char.is_ascii_digit() || also.contains(&char))
    };
    numeric(number, &['.', ',']) && numeric(power, &[])
}

/// `1-2` and `3/4` become days of this year. A date already written as dates are here may be one.
fn is_made_a_date(text: &str) -> bool {
    let parts = |separator| -> Option<Vec<usize>> {
        let parts = text.split(separator).map(|part| {
            let digits = part.chars().all(|char| char.is_ascii_digit());
            (digits && (1..=4).contains(&part.len())).then_some(part.len())
        });
        parts.collect()
    };
    ['-', '/', '.', ':'].into_iter().any(|separator| {
        let Some(lengths) = parts(separator) else {
            return false;
        };
        let written_as_here = separator == '.' && lengths == [2, 2, 4];
        (2..=3).contains(&lengths.len()) && !written_as_here
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_change_is_guarded() {
        let misread = [
            "=1+1",
            "+79110000000",
            "-5",
            "@SUM(A1)",
            "  =1",
            "\u{FEFF}=1",
            "\u{A0}+7",
            "＝1",
            "40817810000000000001",
            "4276 3800 0000 0001",
            "007",
            "12E45",
            "1,5e+3",
            "1-2",
            "3/4",
            "12.05",
            "10:30",
            "2026-01-02",
        ];
        for text in misread {
            assert!(misread_as_plain_text(text), "{text}");
        }
    }

    #[test]
    fn innocent_text_stays_as_it_is() {
        let innocent = [
            "",
            "0",
            "79110000000",
            "Иванов-Петров",
            "8 (911) 000-00-00",
            "01.02.1990",
            "ООО «Ромашка»",
            "E5",
            "Ivan E",
            "а=б",
        ];
        for text in innocent {
            assert!(!misread_as_plain_text(text), "{text}");
            assert!(!dangerous_even_as_text(text), "{text}");
        }
    }

    #[test]
    fn a_number_that_is_a_name_is_guarded_in_a_file() {
        for text in ["0", "79110000000", "500100732259", "1 234,56", "(5)", "7%"] {
            assert!(misread_in_file(text), "{text}");
        }
        for text in ["", "01.02.1990", "8 (911) 000-00-00", "№ 5", "."] {
            assert!(!misread_in_file(text), "{text}");
        }
    }

    #[test]
    fn phones_are_not_taken_for_attacks() {
        for text in [
            "+7 (911) 000-00-00",
            "-",
            "- оплата",
            "@ivan",
            "+7 (911) доб",
        ] {
            assert!(!dangerous_even_as_text(text), "{text}");
        }
        for text in ["=1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-HYPERLINK(\"x\")"] {
            assert!(dangerous_even_as_text(text), "{text}");
        }
    }
}
