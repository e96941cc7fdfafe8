//! The order of rows: equal ones by id, empty ones last whichever way it runs, texts as in a Russian telephone book.

use std::cmp::Ordering;

use super::columns::Index;

/// Places by key.
pub fn sorted<K: Ord>(
    index: &Index,
    places: Vec<u32>,
    descending: bool,
    key: impl Fn(usize) -> Option<K>,
) -> Vec<u32> {
    let keyed = places
        .into_iter()
        .map(|place| (key(place as usize), index.id(place), place));
    let mut keyed: Vec<_> = keyed.collect();
    keyed.sort_unstable_by(|(left, left_id, _), (right, right_id, _)| {
        let by_key = match (left, right) {
            (Some(left), Some(right)) if descending => right.cmp(left),
            (Some(left), Some(right)) => left.cmp(right),
            (left, right) => left.is_none().cmp(&right.is_none()),
        };
        let by_id = || match descending {
            true => right_id.cmp(left_id),
            false => left_id.cmp(right_id),
        };
        by_key.then_with(by_id)
    });
    keyed.into_iter().map(|(_, _, place)| place).collect()
}

/// The rank of each code's text among these texts; none for an empty one. `codes`: how many codes there are.
pub fn ranks<T: AsRef<str>>(
    codes: usize,
    texts: impl Iterator<Item = (u32, T)>,
) -> Vec<Option<u32>> {
    let mut keyed: Vec<(Collated, u32)> = texts
        .map(|(code, text)| (Collated::new(text.as_ref()), code))
        .filter(|(key, _)| !key.letters.is_empty())
        .collect();
    keyed.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
    let mut ranks = vec![None; codes];
    let (mut rank, mut before) = (0, None);
    for (key, code) in &keyed {
        rank += u32::from(before.is_some_and(|before| before != key));
        before = Some(key);
        if let Some(place) = ranks.get_mut(*code as usize) {
            *place = Some(rank);
        }
    }
    ranks
}

/// Russian alphabetical order: case does not count, `ё` stands with `е` and after it where all else is equal.
#[derive(Debug, PartialEq, Eq)]
struct Collated {
    letters: String,
    /// With its `ё`, where there is one.
    exact: Option<String>,
}

impl Collated {
    fn new(text: &str) -> Self {
        let exact = text.trim().to_lowercase();
        if exact.contains('ё') {
            Self {
                letters: exact.replace('ё', "е"),
                exact: Some(exact),
            }
        } else {
            Self {
                letters: exact,
                exact: None,
            }
        }
    }

    fn exact(&self) -> &str {
        self.exact.as_deref().unwrap_or(&self.letters)
    }
}

impl Ord for Collated {
    fn cmp(&self, other: &Self) -> Ordering {
        self.letters
            .cmp(&other.letters)
            .then_with(|| self.exact().cmp(other.exact()))
    }
}

impl PartialOrd for Collated {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jump::Id;

    fn ids(names: &[&str], descending: bool) -> Vec<i64> {
        let mut index = Index::default();
        let places: Vec<u32> = (1..)
            .zip(names)
            .map(|(id, _)| index.see(Id(id), 1))
            .collect();
        let ranks = ranks(names.len(), (0..).zip(names));
        let places = sorted(&index, places, descending, |place| ranks[place]);
        let ids = places.into_iter().map(|place| index.id(place).unwrap().0);
        ids.collect()
    }

    #[test]
    fn names_stand_as_in_a_russian_telephone_book_and_empty_ones_last() {
        let names = ["Яков", "ёлкин", "Жуков", "", "Елкин", "Еремин", "ЁЛКИН"];
        assert_eq!(ids(&names, false), [5, 2, 7, 6, 3, 1, 4]);
        assert_eq!(ids(&names, true), [1, 3, 6, 7, 2, 5, 4]);
    }
}
