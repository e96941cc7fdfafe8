//! Our mark in the comment of an operation, `[#7K3F9Q]`: the only thing by which it can be found again, because the
//! service's answer names none.

use sha2::{Digest, Sha256};

use super::types::OperationId;
use crate::{Desk, connections::types::ConnectionId};

/// Without letters and digits that are mistaken for each other.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH: usize = 6;

impl Desk {
    /// A mark that no operation of the journal has. The first of a few millions of millions is free at once.
    pub(crate) fn new_reference(&self, connection: &ConnectionId) -> String {
        let journal = self.journal_of(connection);
        loop {
            let reference = reference_of(&self.new_id());
            if journal.by_reference(&reference).is_none() {
                return reference;
            }
        }
    }

    /// A name that no operation of the journal has.
    pub(crate) fn new_operation_id(&self, connection: &ConnectionId) -> OperationId {
        let journal = self.journal_of(connection);
        loop {
            let id = self.new_id();
            if journal.operation(&id).is_none() {
                return OperationId(id);
            }
        }
    }
}

fn reference_of(id: &str) -> String {
    let digest = Sha256::digest(id.as_bytes());
    let signs = digest.iter().take(LENGTH);
    signs
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// As it stands in a comment.
pub(crate) fn mark(reference: &str) -> String {
    format!("[#{reference}]")
}

/// A comment as it leaves: the person's words and our mark. Marks of other operations are taken out of the words: they
/// would settle what they do not belong to.
pub(crate) fn marked(words: &str, reference: &str) -> String {
    let own = without_marks(words);
    match own.is_empty() {
        true => mark(reference),
        false => format!("{own} {}", mark(reference)),
    }
}

/// A person's own words.
pub(super) fn without_marks(words: &str) -> String {
    let mut kept = words.to_owned();
    while let Some((from, reference)) = first_mark(&kept) {
        let to = from + mark(reference).len();
        let rest = kept[to..].trim_start().to_owned();
        let before = kept[..from].trim_end();
        kept = match before.is_empty() || rest.is_empty() {
            true => format!("{before}{rest}"),
            false => format!("{before} {rest}"),
        };
    }
    kept.trim().to_owned()
}

/// The first of our marks in a text, and where it begins.
pub(crate) fn first_mark(text: &str) -> Option<(usize, &str)> {
    text.match_indices("[#").find_map(|(from, opening)| {
        let rest = text.get(from + opening.len()..)?;
        let (reference, _) = rest.split_once(']')?;
        let fits = reference.len() == LENGTH
            && reference
                .bytes()
                .all(|byte| ALPHABET.contains(&byte.to_ascii_uppercase()));
        fits.then_some((from, reference))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_another_operation_never_leaves_with_a_new_one() {
        for (words, kept) in [
            ("Аренда", "Аренда [#7K3F9Q]"),
            ("", "[#7K3F9Q]"),
            ("  Аренда  ", "Аренда [#7K3F9Q]"),
            ("Аренда [#ABCDEF]", "Аренда [#7K3F9Q]"),
            ("[#ABCDEF][#GHJKLM] за день", "за день [#7K3F9Q]"),
            ("до [#ABCDEF] после", "до после [#7K3F9Q]"),
            ("[#[#ABCDEF]ABCDEF]", "[# ABCDEF] [#7K3F9Q]"),
            ("счёт [#12] и [#нет]", "счёт [#12] и [#нет] [#7K3F9Q]"),
        ] {
            assert_eq!(marked(words, "7K3F9Q"), kept, "{words}");
        }
    }

    #[test]
    fn a_reference_has_six_signs_that_nobody_mistakes() {
        for number in 0..1_000 {
            let reference = reference_of(&format!("id-{number}"));
            let text = mark(&reference);
            assert_eq!(first_mark(&text), Some((0, reference.as_str())));
            assert!(!reference.contains(['0', 'O', '1', 'I']), "{reference}");
        }
    }
}
