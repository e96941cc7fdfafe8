//! The check of each field of the form, by itself and against the fields beside it. A contradiction is told at every
//! field that takes part in it; only the edited one blocks.

use jiff::civil::Date;
use jump::{DictionaryItem, Id};

use super::{
    form::{Form, listed, value},
    rules::Rules,
    types::{ApplicationField, ApplicationSection},
};
use crate::checks::{CheckLevel, FieldCheck, Verdict, dates, license, plate, text, vin, year};

use ApplicationField as F;

/// What a field is checked against.
pub(super) struct Around<'a> {
    /// All fields, with what was typed.
    pub form: &'a Form,
    pub rules: Rules,
    pub today: Date,
    /// What is in memory of a field's dictionary. It is not asked about values that the application came with.
    pub items: &'a (dyn Fn(ApplicationField) -> Option<Vec<DictionaryItem>> + Sync),
}

/// Where nothing is looked up.
pub(super) fn no_items(_: ApplicationField) -> Option<Vec<DictionaryItem>> {
    None
}

impl Around<'_> {
    pub(super) fn check(&self, field: ApplicationField, typed: &str) -> Verdict {
        if typed.trim().is_empty() {
            return self.empty(field);
        }
        let verdict = self.alone(field, typed);
        if verdict.is_error() {
            return verdict;
        }
        match self.contradiction(field) {
            Some(found) => Verdict {
                value: typed.to_owned(),
                ..found
            },
            None => verdict,
        }
    }

    /// The check of a value that the application came with: a warning at most; `None` when there is nothing to say.
    pub(super) fn as_it_came(&self, field: ApplicationField) -> Option<FieldCheck> {
        let present = value(self.form, field);
        if present.is_empty() || !self.rules.applies(field.section()) {
            return None;
        }
        let check = self.check(field, present).of(field.name(), present);
        let says = check.level != CheckLevel::Ok || !check.params.is_empty();
        says.then(|| never_blocking(check))
    }

    fn empty(&self, field: ApplicationField) -> Verdict {
        if field.cannot_be_cleared() {
            Verdict::error("required", "")
        } else if self.rules.requires(field, self.form) {
            Verdict::warn("needed_for_registration", "")
        } else {
            Verdict::ok("empty", "")
        }
    }

    fn alone(&self, field: ApplicationField, typed: &str) -> Verdict {
        match field {
            F::LastName | F::FirstName | F::MiddleName => text::name(typed),
            F::Birthdate => dates::birth(typed, self.today),
            F::City | F::DriverLicenseTaxi | F::CarLicense => text::line(typed),
            F::Comment => text::comment(typed),
            F::IsCarDriver | F::LicenseUnlimited | F::CarNoVin => match typed.trim() {
                flag @ ("true" | "false") => Verdict::ok("ok", flag),
                _ => Verdict::error("flag_unknown", typed),
            },
            F::Profession | F::DeliveryType | F::CarModel | F::CarColor => self.id(field, typed),
            F::Integrations => self.ids(typed),
            F::LicenseCountry => self.country(typed),
            F::LicenseNumber => license::of_country(typed, value(self.form, F::LicenseCountry)),
            F::LicenseIssueDate | F::LicenseSinceDate => dates::check(typed, self.today),
            F::LicenseExpiryDate => self.expiry(typed),
            F::CarYear => year::check(typed, self.today),
            F::CarNumber => plate::check(typed),
            F::CarVin => vin::check(typed),
        }
    }

    fn id(&self, field: ApplicationField, typed: &str) -> Verdict {
        let Ok(id) = typed.parse::<Id>() else {
            return Verdict::error("not_an_id", typed);
        };
        // Models come from a search, which may know more than the list.
        match field != F::CarModel && self.is_unknown(field, &id.to_string()) {
            true => Verdict::error("not_in_dictionary", typed),
            false => Verdict::ok("ok", id.to_string()),
        }
    }

    fn ids(&self, typed: &str) -> Verdict {
        let ids: Result<Vec<Id>, _> = typed.split(',').map(str::parse).collect();
        let Ok(ids) = ids else {
            return Verdict::error("not_an_id", typed);
        };
        let unknown = |id: &Id| self.is_unknown(F::Integrations, &id.to_string());
        match ids.iter().any(unknown) {
            true => Verdict::error("not_in_dictionary", typed),
            false => Verdict::ok("ok", listed(ids.into_iter())),
        }
    }

    fn country(&self, typed: &str) -> Verdict {
        match self.is_unknown(F::LicenseCountry, typed.trim()) {
            true => Verdict::error("not_in_dictionary", typed),
            false => Verdict::ok("ok", typed.trim()),
        }
    }

    /// A dictionary that is not in memory, or empty, knows nothing of what there is.
    fn is_unknown(&self, field: ApplicationField, code: &str) -> bool {
        let items = (self.items)(field).unwrap_or_default();
        !items.is_empty() && !items.iter().any(|item| item.code == code)
    }

    fn expiry(&self, typed: &str) -> Verdict {
        let verdict = dates::any(typed);
        match dates::parse(typed) {
            Some(day) if day < self.today => {
                Verdict::warn("license_expired", verdict.value).with("expires", day)
            }
            _ => verdict,
        }
    }

    /// What a field says against another one. A section that does not apply says nothing.
    fn contradiction(&self, field: ApplicationField) -> Option<Verdict> {
        let rules = self.rules;
        let license = rules.applies(ApplicationSection::License);
        match field {
            F::Birthdate if license => self
                .too_young_for(F::LicenseSinceDate)
                .or_else(|| self.too_young_for(F::LicenseIssueDate)),
            F::LicenseIssueDate => self
                .too_young_for(F::LicenseIssueDate)
                .or_else(|| self.since_and_issue())
                .or_else(|| self.issue_and_expiry()),
            F::LicenseSinceDate => self
                .too_young_for(F::LicenseSinceDate)
                .or_else(|| self.since_and_issue()),
            F::LicenseExpiryDate => self
                .unlimited_and_expiry()
                .or_else(|| self.issue_and_expiry()),
            F::LicenseUnlimited => self.unlimited_and_expiry(),
            F::CarVin | F::CarNoVin => {
                let both = self.says(F::CarNoVin) && self.is_filled(F::CarVin);
                both.then(|| Verdict::error("vin_with_no_vin", ""))
            }
            _ => None,
        }
    }

    fn too_young_for(&self, field: ApplicationField) -> Option<Verdict> {
        dates::before_driving_age(self.day(F::Birthdate)?, self.day(field)?)
    }

    fn since_and_issue(&self) -> Option<Verdict> {
        let (since, issued) = (
            self.day(F::LicenseSinceDate)?,
            self.day(F::LicenseIssueDate)?,
        );
        (issued < since).then(|| {
            Verdict::error("issued_before_since", "")
                .with("since", since)
                .with("issued", issued)
        })
    }

    fn issue_and_expiry(&self) -> Option<Verdict> {
        let (issued, expires) = (
            self.day(F::LicenseIssueDate)?,
            self.day(F::LicenseExpiryDate)?,
        );
        (expires <= issued).then(|| {
            Verdict::error("expires_before_issue", "")
                .with("issued", issued)
                .with("expires", expires)
        })
    }

    fn unlimited_and_expiry(&self) -> Option<Verdict> {
        let both = self.says(F::LicenseUnlimited) && self.is_filled(F::LicenseExpiryDate);
        both.then(|| Verdict::error("unlimited_with_expiry", ""))
    }

    fn day(&self, field: ApplicationField) -> Option<Date> {
        dates::parse(value(self.form, field))
    }

    fn says(&self, flag: ApplicationField) -> bool {
        value(self.form, flag).trim() == "true"
    }

    fn is_filled(&self, field: ApplicationField) -> bool {
        !value(self.form, field).trim().is_empty()
    }
}

/// What was not edited is no reason to refuse an edit of something else.
pub(super) fn never_blocking(mut check: FieldCheck) -> FieldCheck {
    if check.level == CheckLevel::Error {
        check.level = CheckLevel::Warn;
    }
    check
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applications::rules::Direction;

    fn code(fields: &[(ApplicationField, &str)], field: ApplicationField) -> &'static str {
        let form: Form = fields
            .iter()
            .map(|(field, text)| (*field, (*text).to_owned()))
            .collect();
        let around = Around {
            form: &form,
            rules: Rules::new(Direction::Taxi, &form),
            today: jiff::civil::date(2025, 6, 16),
            items: &no_items,
        };
        around.check(field, value(&form, field)).code
    }

    /// Fields of the form, the one that is checked, and the code that it gets.
    type Row = (
        &'static [(ApplicationField, &'static str)],
        ApplicationField,
        &'static str,
    );

    #[test]
    fn licence_dates_that_cannot_be_true_together_are_refused_at_each_of_them() {
        const BORN: (ApplicationField, &str) = (F::Birthdate, "1990-05-01");
        const SINCE: (ApplicationField, &str) = (F::LicenseSinceDate, "2010-03-01");
        const ISSUED: (ApplicationField, &str) = (F::LicenseIssueDate, "2018-05-10");
        const EXPIRES: (ApplicationField, &str) = (F::LicenseExpiryDate, "2028-05-10");
        let rows: &[Row] = &[
            (&[BORN, SINCE, ISSUED, EXPIRES], F::Birthdate, "date_ok"),
            (
                &[BORN, SINCE, ISSUED, EXPIRES],
                F::LicenseIssueDate,
                "date_ok",
            ),
            (
                &[BORN, SINCE, ISSUED, EXPIRES],
                F::LicenseExpiryDate,
                "date_ok",
            ),
            (
                &[BORN, SINCE, ISSUED, EXPIRES],
                F::LicenseSinceDate,
                "date_ok",
            ),
            (
                &[(F::LicenseIssueDate, "2025-06-17")],
                F::LicenseIssueDate,
                "date_future",
            ),
            (
                &[(F::LicenseSinceDate, "2025-06-17")],
                F::LicenseSinceDate,
                "date_future",
            ),
            (
                &[(F::LicenseIssueDate, "2025-02-30")],
                F::LicenseIssueDate,
                "date_unreal",
            ),
            (
                &[(F::LicenseExpiryDate, "10.05.28")],
                F::LicenseExpiryDate,
                "date_unreal",
            ),
            (
                &[(F::Birthdate, "2004-01-01"), ISSUED],
                F::Birthdate,
                "license_before_age",
            ),
            (
                &[(F::Birthdate, "2004-01-01"), ISSUED],
                F::LicenseIssueDate,
                "license_before_age",
            ),
            (
                &[(F::Birthdate, "1995-01-01"), SINCE, ISSUED],
                F::Birthdate,
                "license_before_age",
            ),
            (
                &[(F::Birthdate, "1995-01-01"), SINCE, ISSUED],
                F::LicenseSinceDate,
                "license_before_age",
            ),
            (
                &[(F::LicenseSinceDate, "11.05.2018"), ISSUED],
                F::LicenseSinceDate,
                "issued_before_since",
            ),
            (
                &[(F::LicenseSinceDate, "11.05.2018"), ISSUED],
                F::LicenseIssueDate,
                "issued_before_since",
            ),
            (
                &[(F::LicenseSinceDate, "10.05.2018"), ISSUED],
                F::LicenseSinceDate,
                "date_ok",
            ),
            (
                &[ISSUED, (F::LicenseExpiryDate, "2018-05-10")],
                F::LicenseExpiryDate,
                "expires_before_issue",
            ),
            (
                &[ISSUED, (F::LicenseExpiryDate, "2018-05-10")],
                F::LicenseIssueDate,
                "expires_before_issue",
            ),
            (
                &[ISSUED, (F::LicenseExpiryDate, "2025-06-15")],
                F::LicenseExpiryDate,
                "license_expired",
            ),
            (
                &[ISSUED, (F::LicenseExpiryDate, "2025-06-16")],
                F::LicenseExpiryDate,
                "date_ok",
            ),
            (
                &[EXPIRES, (F::LicenseUnlimited, "true")],
                F::LicenseExpiryDate,
                "unlimited_with_expiry",
            ),
            (
                &[EXPIRES, (F::LicenseUnlimited, "true")],
                F::LicenseUnlimited,
                "unlimited_with_expiry",
            ),
            (
                &[EXPIRES, (F::LicenseUnlimited, "false")],
                F::LicenseUnlimited,
                "ok",
            ),
            (
                &[(F::LicenseUnlimited, "true")],
                F::LicenseExpiryDate,
                "empty",
            ),
            (&[], F::LicenseExpiryDate, "needed_for_registration"),
        ];
        for (fields, field, expected) in rows {
            assert_eq!(code(fields, *field), *expected, "{fields:?} {field:?}");
        }
    }

    #[test]
    fn a_car_has_a_vin_or_the_word_that_it_has_none() {
        let vin = (F::CarVin, "XTAGFL110KY000001");
        let none = (F::CarNoVin, "true");
        for (fields, field, expected) in [
            (&[vin, none][..], F::CarVin, "vin_with_no_vin"),
            (&[vin, none], F::CarNoVin, "vin_with_no_vin"),
            (&[vin, (F::CarNoVin, "false")], F::CarVin, "vin_ok"),
            (&[none], F::CarVin, "empty"),
            (&[], F::CarVin, "needed_for_registration"),
            (&[(F::CarNoVin, "нет")], F::CarNoVin, "flag_unknown"),
        ] {
            assert_eq!(code(fields, field), expected, "{fields:?}");
        }
    }

    #[test]
    fn what_the_service_cannot_clear_is_not_cleared() {
        for field in [
            F::LastName,
            F::LicenseCountry,
            F::CarColor,
            F::CarYear,
            F::Profession,
        ] {
            assert_eq!(code(&[(field, " ")], field), "required");
        }
        assert_eq!(code(&[(F::MiddleName, "")], F::MiddleName), "empty");
    }

    #[test]
    fn a_code_that_no_dictionary_knows_is_refused_only_when_the_dictionary_is_known() {
        let form = Form::new();
        let item = DictionaryItem {
            code: "3".to_owned(),
            slug: None,
            title: "Черный".to_owned(),
        };
        let items = move |field| (field != F::Integrations).then(|| vec![item.clone()]);
        let around = Around {
            form: &form,
            rules: Rules::new(Direction::Taxi, &form),
            today: jiff::civil::date(2025, 6, 16),
            items: &items,
        };
        for (field, typed, expected) in [
            (F::CarColor, "3", "ok"),
            (F::CarColor, "4", "not_in_dictionary"),
            (F::CarColor, "чёрный", "not_an_id"),
            (F::CarModel, "4", "ok"),
            (F::LicenseCountry, "rus", "not_in_dictionary"),
            (F::Integrations, "2, 1,2", "ok"),
            (F::Integrations, "1,,2", "not_an_id"),
        ] {
            assert_eq!(around.check(field, typed).code, expected, "{typed}");
        }
        assert_eq!(around.check(F::Integrations, "2, 1,2").value, "1,2");
    }
}
