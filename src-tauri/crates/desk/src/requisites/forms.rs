//! Which form a requisite type means. Ids differ from park to park, so the title proposes and the user confirms.

use super::types::RequisiteForm;

/// The form that a type's title suggests.
pub(crate) fn proposed(title: &str) -> RequisiteForm {
    let title = title.to_lowercase();
    let says = |word: &str| title.contains(word);
    if says("сбп") || says("быстрых платеж") {
        RequisiteForm::Sbp
    } else if says("карт") && says("телефон") {
        RequisiteForm::CardPhone
    } else if says("карт") {
        RequisiteForm::Card
    } else if says("счет") || says("счёт") {
        RequisiteForm::Account
    } else {
        RequisiteForm::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_proposes_the_form() {
        for (title, form) in [
            ("Банковский счет", RequisiteForm::Account),
            ("Расчётный счёт", RequisiteForm::Account),
            (
                "Банковская карта по номеру телефона",
                RequisiteForm::CardPhone,
            ),
            ("Банковская карта", RequisiteForm::Card),
            ("Система быстрых платежей", RequisiteForm::Sbp),
            ("СБП", RequisiteForm::Sbp),
            ("Самозанятый (другое)", RequisiteForm::Other),
        ] {
            assert_eq!(proposed(title), form, "{title}");
        }
    }
}
