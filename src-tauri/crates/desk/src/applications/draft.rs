//! Edits against two readings: the one they were made from and the one of a moment ago.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jump::{Application, DictionaryItem, Id};

use super::{
    check::Around,
    form::{self, Form, value},
    rules::{Direction, Rules},
    types::{ApplicationField, ApplicationFieldEdit},
};
use crate::checks::{CheckLevel, Verdict};

pub(super) type Verdicts = BTreeMap<ApplicationField, Verdict>;

/// What edits are judged by, beside the application.
pub(super) struct Judge<'a> {
    pub today: Date,
    /// What is in memory of a field's dictionary.
    pub items: &'a (dyn Fn(ApplicationField) -> Option<Vec<DictionaryItem>> + Sync),
    /// What is in memory of a profession's documents.
    pub documents: &'a dyn Fn(Id) -> Option<Vec<DictionaryItem>>,
}

impl Judge<'_> {
    pub(super) fn rules(&self, application: &Application, was: &Form, now: &Form) -> Rules {
        let direction = application.direction.as_ref();
        let slug = direction.and_then(|direction| direction.slug.as_deref());
        Rules::new(Direction::after(slug, was, now, self.documents), now)
    }

    /// A verdict for each typed field, by the rules that the application would have with all of them. A value that is
    /// there already is never an error.
    pub(super) fn verdicts(&self, application: &Application, typed: &Form) -> Verdicts {
        let was = form::values(application);
        let mut now = was.clone();
        now.extend(typed.clone());
        let around = Around {
            rules: self.rules(application, &was, &now),
            form: &now,
            today: self.today,
            items: self.items,
        };
        let judged = |(field, text): (&ApplicationField, &String)| {
            let mut verdict = around.check(*field, text);
            let present = value(&was, *field);
            if *text == *present || verdict.value == *present {
                if verdict.is_error() {
                    verdict.level = CheckLevel::Warn;
                }
            } else if let Some(refused) = around.rules.refusal(*field, text) {
                verdict = refused;
            }
            (*field, verdict)
        };
        typed.iter().map(judged).collect()
    }
}

/// What was typed; of a field that was edited twice the last counts. The same text typed again is no edit, even where
/// normalising would change it.
pub(super) fn typed(edits: &[ApplicationFieldEdit], base: &Form) -> Form {
    let last: Form = edits
        .iter()
        .map(|edit| (edit.field, edit.value.clone()))
        .collect();
    last.into_iter()
        .filter(|(field, text)| value(base, *field) != *text)
        .collect()
}

/// How the edits and the world moved since the edits' reading.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// To be sent, normalised.
    pub changes: Form,
    /// Edited here and changed elsewhere to something else: mine.
    pub conflicts: Form,
}

/// `mine` holds normalised values.
pub(super) fn merged(base: &Form, fresh: &Form, mine: &Verdicts) -> Merged {
    let mut merged = Merged::default();
    for (field, verdict) in mine {
        let (was, now, mine) = (value(base, *field), value(fresh, *field), &verdict.value);
        if *mine == *now || *mine == *was {
            // It is so already (somebody else may have typed the same), or it was not really edited.
        } else if was == now {
            merged.changes.insert(*field, mine.clone());
        } else {
            merged.conflicts.insert(*field, mine.clone());
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use ApplicationField as F;

    fn application(city: &str, year: &str) -> Application {
        let json = json!({
            "id": 1, "direction": {"id": 1, "slug": "taxi"}, "profession": {"id": 1},
            "is_car_driver": true,
            "person_info": {"city": city, "last_name": "Иванов"},
            "car": {"year": 2019, "vin": year, "number": "А123ВЕ77"},
        });
        serde_json::from_value(json).unwrap()
    }

    fn judge() -> Judge<'static> {
        Judge {
            today: jiff::civil::date(2025, 6, 16),
            items: &|_| None,
            documents: &|_| None,
        }
    }

    fn edit(field: ApplicationField, text: &str) -> ApplicationFieldEdit {
        ApplicationFieldEdit {
            field,
            value: text.to_owned(),
            title: String::new(),
        }
    }

    #[test]
    fn a_wrong_value_of_the_service_blocks_no_edit_until_it_is_edited_itself() {
        let base = application("Москва", "WRONG");
        let same = Form::from([(F::CarVin, "WRONG".to_owned())]);
        let verdict = &judge().verdicts(&base, &same)[&F::CarVin];
        assert_eq!(
            (verdict.level, verdict.code),
            (CheckLevel::Warn, "vin_characters")
        );
        let edited = Form::from([(F::CarVin, "WRONGER".to_owned())]);
        assert!(judge().verdicts(&base, &edited)[&F::CarVin].is_error());
    }

    #[test]
    fn an_own_car_given_up_in_the_same_edit_takes_the_car_with_it() {
        let base = application("Москва", "");
        let edits = Form::from([
            (F::IsCarDriver, "false".to_owned()),
            (F::CarYear, "2020".to_owned()),
        ]);
        assert_eq!(
            judge().verdicts(&base, &edits)[&F::CarYear].code,
            "no_own_car"
        );
    }

    #[test]
    fn another_writing_of_the_same_value_is_no_edit() {
        let base = application("Москва", "");
        let was = form::values(&base);
        let edits = [
            edit(F::City, "Тверь"),
            edit(F::City, "Москва"),
            edit(F::CarNumber, "a123be77"),
            edit(F::LastName, " Иванов"),
        ];
        let verdicts = judge().verdicts(&base, &typed(&edits, &was));
        let merged = merged(&was, &was, &verdicts);
        assert_eq!(merged, Merged::default());
    }

    #[test]
    fn what_both_sides_changed_differently_is_a_conflict_and_what_only_they_changed_is_kept() {
        let values = |city| form::values(&application(city, ""));
        let base = application("Москва", "");
        let mine = judge().verdicts(&base, &Form::from([(F::City, "Тверь".to_owned())]));
        let changed = Form::from([(F::City, "Тверь".to_owned())]);
        let from_moscow = |fresh| merged(&values("Москва"), &values(fresh), &mine);
        assert_eq!(from_moscow("Казань").conflicts, changed);
        assert_eq!(from_moscow("Москва").changes, changed);
        assert_eq!(from_moscow("Тверь"), Merged::default());
        let spaced = Form::from([(F::City, " Москва ".to_owned())]);
        let unedited = judge().verdicts(&base, &spaced);
        let merged = merged(&values("Москва"), &values("Казань"), &unedited);
        assert_eq!(merged, Merged::default());
    }
}
