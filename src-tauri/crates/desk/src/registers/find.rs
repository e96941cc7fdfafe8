//! Words to find among the loaded rows: a name, a phone, an id, a sum in any writing. Which columns are looked at, and
//! in which writing, is said by each kind of row.

use rust_decimal::Decimal;

use super::{kind::Looked, letters::folded, sum::Sum};

/// What a text is looked for as: the whole of it, or all of its words. Empty for an empty text.
///
/// Spaces part words, but also thousands and the groups of a phone.
pub fn needles(text: &str) -> Vec<Needle> {
    let words = words(text);
    if words.is_empty() {
        return Vec::new();
    }
    let words = words.iter().map(|word| Needle::new(word));
    std::iter::once(Needle::new(text)).chain(words).collect()
}

/// The words of a text. A number in groups of three, as ids and sums are shown, is one word: its groups alone would be
/// met in rows that do not have the number.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut grows = false;
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(number) if grows && is_group(word) => number.push_str(word),
            _ => {
                let digits = word.trim_start_matches(MINUSES);
                grows = (1..=3).contains(&digits.len()) && is_digits(digits);
                words.push(word.to_owned());
                continue;
            }
        }
        grows = is_digits(word);
    }
    words
}

/// Three digits, and what is left of a sum after them.
fn is_group(word: &str) -> bool {
    let (group, rest) = word.split_at_checked(3).unwrap_or(("", ""));
    is_digits(group) && (rest.is_empty() || rest.strip_prefix([',', '.']).is_some_and(is_digits))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// As it is typed, as it is shown, as a text editor makes it.
const MINUSES: [char; 3] = ['-', '\u{2212}', '–'];

/// What to look for, in the writing of each kind of cell.
#[derive(PartialEq, Eq)]
pub struct Needle {
    letters: Vec<u8>,
    /// For ids.
    digits: Option<String>,
    /// For sums: a dot, no spaces.
    sum: Option<String>,
    /// For phones: digits, 7 in the place of a leading 8.
    phone: Option<String>,
    /// The beginning of a phone that is still being typed from its 8 on, with 7 in that place.
    phone_begins: Option<String>,
}

impl Needle {
    pub fn new(text: &str) -> Self {
        let compact: String = text.chars().filter(|char| !char.is_whitespace()).collect();
        let only = |text: &str, also: &[char]| {
            text.contains(|char: char| char.is_ascii_digit())
                && text
                    .chars()
                    .all(|char| char.is_ascii_digit() || also.contains(&char))
        };
        let sum = compact.replace(',', ".").replace(MINUSES, "-");
        let phone: String = compact.chars().filter(char::is_ascii_digit).collect();
        let is_phone = only(&compact, &['+', '-', '(', ')']);
        let local = phone.strip_prefix('8').map(str::to_owned);
        let (phone, begins) = match local {
            Some(local) if local.len() == 10 => (format!("7{local}"), None),
            Some(local) if (3..10).contains(&local.len()) => (phone, Some(format!("7{local}"))),
            _ => (phone, None),
        };
        Self {
            letters: folded(text.trim()),
            digits: only(&compact, &[]).then(|| compact.clone()),
            sum: only(&sum, &['.', '-']).then_some(sum),
            phone: is_phone.then_some(phone),
            phone_begins: begins.filter(|_| is_phone),
        }
    }

    /// What to look for in letters: texts that contain the first, or begin with the second.
    pub fn in_letters(&self, looked: Looked) -> (Option<&[u8]>, Option<&[u8]>) {
        match looked {
            Looked::Text => (Some(&self.letters), None),
            Looked::Phone => (
                self.phone.as_ref().map(String::as_bytes),
                self.phone_begins.as_ref().map(String::as_bytes),
            ),
            Looked::Id | Looked::Sum => (None, None),
        }
    }

    /// The digits to look for in ids, if it is such a needle.
    pub fn of_id(&self) -> Option<&[u8]> {
        self.digits.as_ref().map(String::as_bytes)
    }

    /// What to look for in sums, if it is such a needle.
    pub fn of_sum(&self) -> Option<&[u8]> {
        self.sum.as_ref().map(String::as_bytes)
    }
}

pub fn id_contains(id: i64, digits: &[u8]) -> bool {
    let mut written = Written::default();
    written.number(id.unsigned_abs());
    written.contains(digits)
}

/// In the writing `-1234.50`.
pub fn sum_contains(sum: Sum, odd: &[Decimal], text: &[u8]) -> bool {
    match sum.units() {
        Some(units) => Written::amount(units).contains(text),
        None => sum
            .decimal(odd)
            .is_some_and(|exact| contains(exact.to_string().as_bytes(), text)),
    }
}

pub fn sum_begins(sum: Sum, odd: &[Decimal], text: &[u8]) -> bool {
    match sum.units() {
        Some(units) => Written::amount(units).bytes().starts_with(text),
        None => sum
            .decimal(odd)
            .is_some_and(|exact| exact.to_string().as_bytes().starts_with(text)),
    }
}

pub fn id_begins(id: i64, digits: &[u8]) -> bool {
    let mut written = Written::default();
    written.number(id.unsigned_abs());
    written.bytes().starts_with(digits)
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    // The first byte decides most of them, and is compared without a call.
    let first = needle.first();
    hay.windows(needle.len().max(1))
        .any(|part| part.first() == first && part == needle)
}

/// A number written from its end, without a heap: a million of them are looked through between two keys.
struct Written {
    bytes: [u8; 32],
    start: usize,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            bytes: [0; 32],
            start: 32,
        }
    }
}

impl Written {
    /// As an amount is shown: two decimals, or as many as it has.
    fn amount(units: i64) -> Self {
        const WHOLE: u64 = 10_u64.pow(Sum::DECIMALS);
        let mut written = Self::default();
        let amount = units.unsigned_abs();
        let (whole, part) = (amount / WHOLE, amount % WHOLE);
        let (mut part, mut decimals) = (part, Sum::DECIMALS);
        while decimals > 2 && part.is_multiple_of(10) {
            part /= 10;
            decimals -= 1;
        }
        for _ in 0..decimals {
            written.digit(part);
            part /= 10;
        }
        written.byte(b'.');
        written.number(whole);
        if units < 0 {
            written.byte(b'-');
        }
        written
    }

    fn number(&mut self, mut number: u64) {
        loop {
            self.digit(number);
            number /= 10;
            if number == 0 {
                return;
            }
        }
    }

    fn digit(&mut self, number: u64) {
        self.byte(b'0' + (number % 10).to_le_bytes()[0]);
    }

    fn byte(&mut self, byte: u8) {
        self.start = self.start.saturating_sub(1);
        if let Some(place) = self.bytes.get_mut(self.start) {
            *place = byte;
        }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    fn contains(&self, needle: &[u8]) -> bool {
        contains(self.bytes(), needle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_looked_for_as_it_is_shown() {
        let mut odd = Vec::new();
        for text in [
            "0.00",
            "-0.05",
            "1234.50",
            "12345.1434",
            "-1.125",
            "922337203685477.5807",
            "0.12345678",
        ] {
            let sum = Sum::pack(Some(text.parse().unwrap()), &mut odd);
            assert!(sum_contains(sum, &odd, text.as_bytes()), "{text}");
            assert!(sum_begins(sum, &odd, text.as_bytes()), "{text}");
            assert!(
                !sum_contains(sum, &odd, format!("{text}0").as_bytes()),
                "{text}"
            );
        }
        assert!(id_contains(48_141_222, b"141222") && !id_contains(48_141_222, b"1223"));
        assert!(id_begins(48_141_222, b"481") && !id_begins(48_141_222, b"81"));
    }
}
