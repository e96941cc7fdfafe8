//! A draft against two readings: the one it was made from and the one of a moment ago.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jump::DriverProfile;

use super::{
    form,
    types::{DriverField, FieldEdit},
};
use crate::checks::Verdict;

/// The fields that were really edited: what was typed, normalised, differs from the reading.
pub(crate) fn edited(
    edits: &[FieldEdit],
    base: &DriverProfile,
    today: Date,
) -> BTreeMap<DriverField, Verdict> {
    let mut edited = BTreeMap::new();
    for FieldEdit { field, value } in edits {
        let present = form::value(base, *field);
        // The same text typed again is no edit, even where normalising would change it.
        if *value == present {
            edited.remove(field);
            continue;
        }
        let verdict = form::check(*field, value, today);
        if verdict.value == present {
            edited.remove(field);
        } else {
            edited.insert(*field, verdict);
        }
    }
    edited
}

/// How the draft and the world moved since the draft's reading. Values, not display texts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Merged {
    /// To be sent.
    pub changes: BTreeMap<DriverField, String>,
    /// Changed by somebody else, kept as they are now: field and the former value.
    pub elsewhere: Vec<(DriverField, String)>,
    /// Changed on both sides to different values: field, the former value, and mine.
    pub conflicts: Vec<(DriverField, String, String)>,
}

/// `mine` holds edited fields only, normalised.
pub(crate) fn merged(
    base: &DriverProfile,
    fresh: &DriverProfile,
    mine: &BTreeMap<DriverField, String>,
) -> Merged {
    let mut merged = Merged::default();
    for field in DriverField::ALL {
        let (was, now) = (form::value(base, field), form::value(fresh, field));
        match mine.get(&field) {
            None if was != now => merged.elsewhere.push((field, was)),
            None => {}
            // Somebody else typed the same.
            Some(mine) if *mine == now => merged.elsewhere.push((field, was)),
            Some(mine) if was == now => {
                merged.changes.insert(field, mine.clone());
            }
            Some(mine) => merged.conflicts.push((field, was, mine.clone())),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(park_note: &str, inn: &str) -> DriverProfile {
        let json = serde_json::json!({"id": 1, "park_note": park_note, "inn": inn, "phone": 79110041892_i64});
        serde_json::from_value(json).unwrap()
    }

    fn edit(field: DriverField, value: &str) -> FieldEdit {
        FieldEdit {
            field,
            value: value.to_owned(),
        }
    }

    #[test]
    fn another_writing_of_the_same_value_is_no_edit() {
        let base = profile("старое", "1");
        let today = jiff::civil::date(2025, 6, 16);
        let edits = [
            edit(DriverField::Phone, "8 911 004-18-92"),
            edit(DriverField::Inn, "1"),
            edit(DriverField::ParkNote, "старое "),
            edit(DriverField::Email, ""),
        ];
        assert!(edited(&edits, &base, today).is_empty());
        let wrong = edited(&[edit(DriverField::Inn, "12")], &base, today);
        assert_eq!(wrong[&DriverField::Inn].code, "inn_length");
    }

    #[test]
    fn what_both_sides_changed_differently_is_a_conflict_and_what_only_they_changed_is_kept() {
        let note = |text: &str| BTreeMap::from([(DriverField::ParkNote, text.to_owned())]);
        let (base, fresh) = (profile("старое", "1"), profile("чужое", "2"));
        let both = merged(&base, &fresh, &note("моё"));
        assert_eq!(both.conflicts.len(), 1);
        assert_eq!(both.elsewhere, [(DriverField::Inn, "1".to_owned())]);
        assert!(both.changes.is_empty());
        let same = merged(&base, &fresh, &note("чужое"));
        assert!(same.conflicts.is_empty() && same.changes.is_empty());
        assert_eq!(merged(&base, &base, &note("моё")).changes, note("моё"));
    }
}
