//! The texts of a dictionary as they are compared: in small letters, `ё` as `е`, a byte for each Latin or Russian one.
//! They lie one after another, so that a word is looked for in all of them at once.
//!
//! Bytes stand in the order of the letters' code points, which is that of the Russian alphabet.

use std::collections::HashMap;

use memchr::memmem::Finder;
use rayon::prelude::*;

/// The rank of a text that is empty or was not asked about.
pub const NO_RANK: u32 = u32::MAX;
/// Ends every text, and is in none.
const END: u8 = 0;
/// Texts that one thread reads at a time.
const STRETCH: u32 = 8_192;

/// Trimmed texts by code.
#[derive(Default)]
pub struct Letters {
    all: Vec<u8>,
    /// Behind the text, where its [`END`] stands.
    ends: Vec<usize>,
    /// Texts with a `ё`, which is told apart only when all else is equal.
    exact: HashMap<u32, Vec<u8>>,
}

impl Letters {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Reads the texts that were added since: codes from the present end to `len`.
    pub fn read<T: AsRef<str>>(&mut self, len: usize, text: impl Fn(u32) -> T + Sync) {
        let (from, to) = (narrow(self.len()), narrow(len));
        let stretches = (from..to).into_par_iter().step_by(STRETCH as usize);
        let read: Vec<Stretch> = stretches
            .map(|start| Stretch::read(start..to.min(start.saturating_add(STRETCH)), &text))
            .collect();
        for stretch in read {
            let before = self.all.len();
            self.all.extend(stretch.all);
            let ends = stretch.ends.into_iter().map(|end| before + end);
            self.ends.extend(ends);
            self.exact.extend(stretch.exact);
        }
    }

    pub fn get(&self, code: u32) -> &[u8] {
        let end = self.ends.get(code as usize).copied().unwrap_or_default();
        let before = (code as usize).checked_sub(1);
        let start = before.and_then(|before| self.ends.get(before));
        self.all
            .get(start.map_or(0, |end| end + 1)..end)
            .unwrap_or_default()
    }

    pub fn get_at(&self, code: usize) -> &[u8] {
        u32::try_from(code).map_or(&[], |code| self.get(code))
    }

    /// Tells each code from `from` on whose text contains the needle.
    pub fn containing(&self, needle: &[u8], from: usize, mut hit: impl FnMut(usize)) {
        let beginning = |code: usize| match code.checked_sub(1) {
            Some(before) => self.ends.get(before).map_or(self.all.len(), |end| end + 1),
            None => 0,
        };
        let finder = Finder::new(needle);
        let (mut code, mut at) = (from, beginning(from));
        while let Some(found) = self.all.get(at..).and_then(|rest| finder.find(rest)) {
            let behind = self.ends.get(code..).unwrap_or_default();
            code += behind.partition_point(|end| *end < at + found);
            hit(code);
            code += 1;
            at = beginning(code);
        }
    }

    /// Ranks of the texts by the alphabet, [`NO_RANK`] for an empty one. Equal texts have one rank.
    pub fn ranks(&self, asked: impl Fn(u32) -> bool + Sync) -> Vec<u32> {
        let codes = (0..narrow(self.len())).into_par_iter();
        let mut sorted: Vec<(u64, u32)> = codes
            .filter(|code| asked(*code) && !self.get(*code).is_empty())
            .map(|code| (0, code))
            .collect();
        self.sort_from(0, &mut sorted);
        let same = |left: &(u64, u32), right: &(u64, u32)| {
            self.get(left.1) == self.get(right.1)
                && self.exact.get(&left.1) == self.exact.get(&right.1)
        };
        let is_new: Vec<bool> = sorted
            .par_windows(2)
            .map(|pair| !matches!(pair, [left, right] if same(left, right)))
            .collect();
        let mut ranks = vec![NO_RANK; self.len()];
        let mut rank = 0;
        for ((_, code), is_new) in sorted.iter().zip(std::iter::once(&false).chain(&is_new)) {
            rank += u32::from(*is_new);
            if let Some(place) = ranks.get_mut(*code as usize) {
                *place = rank;
            }
        }
        ranks
    }

    /// Sorts texts that are alike up to `depth`: by their next eight bytes, and so on where those are alike too.
    fn sort_from(&self, depth: usize, codes: &mut [(u64, u32)]) {
        codes
            .par_iter_mut()
            .for_each(|(next, code)| *next = eight_bytes(self.get(*code), depth));
        codes.par_sort_unstable();
        let depth = depth + 8;
        let alike: Vec<_> = codes
            .chunk_by_mut(|left, right| left.0 == right.0)
            .filter(|alike| alike.len() > 1)
            .collect();
        alike.into_par_iter().for_each(|alike| {
            if alike.iter().any(|(_, code)| self.get(*code).len() > depth) {
                self.sort_from(depth, alike);
            } else if alike.iter().any(|(_, code)| self.exact.contains_key(code)) {
                alike.sort_unstable_by_key(|(_, code)| (self.exact.get(code), *code));
            }
        });
    }
}

/// A part of the texts, read by one thread.
#[derive(Default)]
struct Stretch {
    all: Vec<u8>,
    ends: Vec<usize>,
    exact: Vec<(u32, Vec<u8>)>,
}

impl Stretch {
    fn read<T: AsRef<str>>(codes: std::ops::Range<u32>, text: impl Fn(u32) -> T) -> Self {
        let mut read = Self::default();
        for code in codes {
            let text = text(code);
            let text = text.as_ref().trim();
            write(text, false, &mut read.all);
            if text.contains(['ё', 'Ё']) {
                let mut exact = Vec::new();
                write(text, true, &mut exact);
                read.exact.push((code, exact));
            }
            read.ends.push(read.all.len());
            read.all.push(END);
        }
        read
    }
}

/// A text to look for.
pub fn folded(text: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(text.len());
    write(text, false, &mut letters);
    letters
}

fn write(text: &str, exactly: bool, letters: &mut Vec<u8>) {
    for char in text.chars() {
        match char {
            'ё' | 'Ё' if exactly => rare('ё', letters),
            'ё' | 'Ё' => letters.push(russian('е')),
            'А'..='Я' => letters.push(russian(char) + 32),
            'а'..='я' => letters.push(russian(char)),
            '\0'..='\x1F' => letters.push(0x1F),
            char if char.is_ascii() => letters.push(char.to_ascii_lowercase() as u8),
            char => char.to_lowercase().for_each(|char| rare(char, letters)),
        }
    }
}

/// `А` is 0xA0, `а` is 0xC0.
fn russian(letter: char) -> u8 {
    u8::try_from(u32::from(letter) - 0x410 + 0xA0).unwrap_or(u8::MAX)
}

/// A mark before or behind the Russian letters, then six bytes that no other letter has.
fn rare(char: char, letters: &mut Vec<u8>) {
    let code = u32::from(char);
    letters.push(if char < 'а' { 0x80 } else { 0xFF });
    let halves = (0..6).rev().map(|half| (code >> (half * 4)) & 0xF);
    letters.extend(halves.map(|half| u8::try_from(half + 1).unwrap_or(1)));
}

fn eight_bytes(text: &[u8], depth: usize) -> u64 {
    let rest = text.get(depth..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => {
            let mut eight = [END; 8];
            eight
                .iter_mut()
                .zip(rest)
                .for_each(|(to, from)| *to = *from);
            u64::from_be_bytes(eight)
        }
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(texts: &[&str]) -> Letters {
        let mut letters = Letters::default();
        letters.read(texts.len(), |code| texts[code as usize]);
        letters
    }

    fn found(letters: &Letters, needle: &str, from: usize) -> Vec<usize> {
        let mut found = Vec::new();
        letters.containing(&folded(needle), from, |code| found.push(code));
        found
    }

    #[test]
    fn names_stand_as_in_a_russian_telephone_book() {
        let texts = [
            "Яков",
            "ёлкин",
            "Жуков",
            "",
            "Елкин",
            "Еремин",
            "ЁЛКИН",
            "Елкина",
            "№ 5",
            "Zed",
            " «А»",
        ];
        let ranks = letters(&texts).ranks(|code| code != 5);
        let ranked = |code: usize| ranks[code];
        let order = [9, 10, 4, 1, 7, 2, 0, 8];
        assert!(
            order.is_sorted_by(|left, right| ranked(*left) < ranked(*right)),
            "{ranks:?}"
        );
        assert_eq!(ranked(1), ranked(6));
        assert_eq!((ranked(3), ranked(5)), (NO_RANK, NO_RANK));
    }

    #[test]
    fn long_texts_that_begin_alike_are_not_mixed_up() {
        let texts: Vec<String> = (0..3_000)
            .map(|number| format!("Москва, ул. Тверская, дом {:04}", (number * 7) % 3_000))
            .collect();
        let mut letters = Letters::default();
        letters.read(texts.len(), |code| &texts[code as usize]);
        let ranks = letters.ranks(|_| true);
        for (text, rank) in texts.iter().zip(ranks) {
            assert!(text.ends_with(&format!("{rank:04}")));
        }
    }

    #[test]
    fn a_word_is_found_in_each_text_once_and_never_across_two() {
        let mut letters = letters(&["Анна-Анна", "", "банан", "Ёж №7", "Ан", "на"]);
        assert_eq!(found(&letters, "АН", 0), [0, 2, 4]);
        assert_eq!(found(&letters, "ан", 1), [2, 4]);
        assert_eq!(found(&letters, "еж №", 0), [3]);
        assert!(found(&letters, "анна-аннаб", 0).is_empty());
        letters.read(7, |_| "Ананас");
        assert_eq!(found(&letters, "ана", 4), [6]);
    }
}
