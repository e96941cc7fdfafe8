//! A new requisite as typed: what each form needs, checked before the service sees it.

use super::types::{RequisiteDraft, RequisiteForm};
use crate::checks::{Verdict, account, card, inn, phone, text};

/// Each check with the draft's member it is about and what was typed there.
pub(crate) fn checks(
    form: RequisiteForm,
    draft: &RequisiteDraft,
) -> Vec<(&'static str, String, Verdict)> {
    let mut all = vec![("number", draft.number.clone(), number(form, draft))];
    if form == RequisiteForm::Account {
        let bik = filled_or(&draft.bik, "required", account::check_bik);
        all.push(("bik", draft.bik.clone(), bik));
    }
    if form == RequisiteForm::Sbp {
        let typed = draft
            .sbp_bank_id
            .map(|id| id.to_string())
            .unwrap_or_default();
        let bank = filled_or(&typed, "required", |typed| Verdict::ok("ok", typed));
        all.push(("sbp_bank_id", typed.clone(), bank));
    }
    type Check = fn(&str) -> Verdict;
    let optional: [(&'static str, &String, Check); 7] = [
        ("name", &draft.name, text::line),
        ("bank_name", &draft.bank_name, text::line),
        ("inn", &draft.inn, inn::check),
        ("payment_text", &draft.payment_text, text::line),
        ("last_name", &draft.last_name, text::name),
        ("first_name", &draft.first_name, text::name),
        ("middle_name", &draft.middle_name, text::name),
    ];
    for (field, typed, check) in optional {
        if !typed.trim().is_empty() {
            all.push((field, typed.clone(), check(typed)));
        }
    }
    all
}

fn number(form: RequisiteForm, draft: &RequisiteDraft) -> Verdict {
    filled_or(&draft.number, "required", |typed| match form {
        RequisiteForm::Account => account::check(typed, &draft.bik),
        RequisiteForm::Card => card::check(typed),
        RequisiteForm::CardPhone | RequisiteForm::Sbp => as_digits(phone::check(typed)),
        RequisiteForm::Other => text::line(typed),
    })
}

/// Requisites carry phones as bare digits.
fn as_digits(verdict: Verdict) -> Verdict {
    let value = match verdict.is_error() {
        true => verdict.value,
        false => verdict.value.trim_start_matches('+').to_owned(),
    };
    Verdict { value, ..verdict }
}

fn filled_or(typed: &str, code: &'static str, check: impl FnOnce(&str) -> Verdict) -> Verdict {
    match typed.trim().is_empty() {
        true => Verdict::error(code, typed),
        false => check(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(form: RequisiteForm, draft: &RequisiteDraft) -> Vec<(&'static str, &'static str)> {
        let all = checks(form, draft);
        all.into_iter()
            .map(|(field, _, verdict)| (field, verdict.code))
            .collect()
    }

    #[test]
    fn each_form_asks_for_what_it_needs() {
        let empty = RequisiteDraft::default();
        assert_eq!(
            codes(RequisiteForm::Account, &empty),
            [("number", "required"), ("bik", "required")]
        );
        assert_eq!(
            codes(RequisiteForm::Sbp, &empty),
            [("number", "required"), ("sbp_bank_id", "required")]
        );
        for form in [
            RequisiteForm::Card,
            RequisiteForm::CardPhone,
            RequisiteForm::Other,
        ] {
            assert_eq!(codes(form, &empty), [("number", "required")]);
        }
    }

    #[test]
    fn a_phone_of_a_requisite_is_stored_as_digits() {
        let draft = RequisiteDraft {
            number: "8 (911) 004-18-92".to_owned(),
            inn: "123".to_owned(),
            ..RequisiteDraft::default()
        };
        let all = checks(RequisiteForm::CardPhone, &draft);
        assert_eq!(all[0].2.value, "79110041892");
        assert_eq!((all[1].0, all[1].2.code), ("inn", "inn_length"));
    }
}
