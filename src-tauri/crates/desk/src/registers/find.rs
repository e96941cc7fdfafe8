//! Finding among the loaded rows: a name, a phone, an id, a sum in any writing. Which cells are looked at is said by
//! each kind of row.

use rust_decimal::Decimal;

use super::kind::Rows;

/// The places of the rows that contain `text`, in the order of their arrival; all of them when it is empty.
pub fn matching<K: Rows>(rows: &K, text: &str) -> Vec<u32> {
    let all = 0..u32::try_from(rows.index().len()).unwrap_or(u32::MAX);
    let whole = Needle::new(text);
    // Spaces part words, but also thousands and the groups of a phone.
    let words: Vec<Needle> = words(text).iter().map(|word| Needle::new(word)).collect();
    if words.is_empty() {
        return all.collect();
    }
    let whole = rows.finder(&whole);
    let words: Vec<_> = words.iter().map(|word| rows.finder(word)).collect();
    let fits = |place: &u32| {
        let place = *place as usize;
        whole(place) || words.iter().all(|word| word(place))
    };
    all.filter(fits).collect()
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
pub struct Needle {
    folded: String,
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
            folded: folded(text.trim()),
            digits: only(&compact, &[]).then(|| compact.clone()),
            sum: only(&sum, &['.', '-']).then_some(sum),
            phone: is_phone.then_some(phone),
            phone_begins: begins.filter(|_| is_phone),
        }
    }

    pub fn in_text(&self, text: &str) -> bool {
        folded(text).contains(&self.folded)
    }

    /// Digits, country code first.
    pub fn in_phone(&self, phone: &str) -> bool {
        let begins = self.phone_begins.as_deref();
        let digits = self.phone.as_deref();
        digits.is_some_and(|digits| phone.contains(digits))
            || begins.is_some_and(|begins| phone.starts_with(begins))
    }

    pub fn in_id(&self, id: impl ToString) -> bool {
        let digits = self.digits.as_deref();
        digits.is_some_and(|digits| id.to_string().contains(digits))
    }

    /// `amount` is asked for only when a sum is looked for.
    pub fn in_sum(&self, amount: impl FnOnce() -> Option<Decimal>) -> bool {
        let sum = self.sum.as_deref();
        sum.is_some_and(|sum| amount().is_some_and(|amount| amount.to_string().contains(sum)))
    }
}

/// Which entries of a dictionary contain a needle, so that a text is searched once and not once per row.
pub struct Hits(Vec<bool>);

impl Hits {
    pub fn of<T>(items: impl IntoIterator<Item = T>, hit: impl Fn(T) -> bool) -> Self {
        Self(items.into_iter().map(hit).collect())
    }

    /// Whether the cell's entry is one of them.
    pub fn at(&self, codes: &[u32], place: usize) -> bool {
        let code = codes.get(place).copied();
        code.is_some_and(|code| self.hit(code))
    }

    pub fn hit(&self, code: u32) -> bool {
        self.0.get(code as usize).is_some_and(|hit| *hit)
    }
}

/// Case does not count, nor does `ё` against `е`.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'ё' | 'Ё' => folded.push('е'),
            'А'..='Я' => folded.extend(char::from_u32(u32::from(letter) + 32)),
            'а'..='я' | '\u{A0}' | '№' | '–' | '—' | '«' | '»' => folded.push(letter),
            letter if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
            // A script that does not come often has rules of its own.
            _ => return text.to_lowercase().replace('ё', "е"),
        }
    }
    folded
}
