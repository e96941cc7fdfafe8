//! Checks of what people type, each with a code of the message catalogue. They say what they would expect.
//!
//! | code | level | params | about |
//! |---|---|---|---|
//! | `ok` | ok | | nothing to say |
//! | `empty` | ok | | will be cleared, or stays empty |
//! | `required` | error | | must not be empty |
//! | `too_long` | warn | `length`, `most` | comments |
//! | `flag_unknown` | error | | neither `true` nor `false` |
//! | `not_an_id` | error | | group, status: no dictionary id |
//! | `name_digits` | warn | | a digit in a name |
//! | `name_mixed_letters` | warn | | Latin and Cyrillic letters in one name |
//! | `phone_ok` | ok | `country`, `digits`, `formatted` | `ru kz uz tj kg am by az ge md tm ua` |
//! | `phone_not_mobile` | warn | `country`, `digits`, `formatted` | Russian, not 9xx |
//! | `phone_country_unchecked` | warn | `digits`, `count` | 7..15 digits of another country |
//! | `phone_length` | error | `country`, `count`, `expected` | digits after the country code |
//! | `phone_digits` | error | `count`, `least`, `most` | digits in all |
//! | `phone_characters` | error | | letters and the like |
//! | `email_ok` | ok | | |
//! | `email_not_latin` | warn | | letters that few mail servers take |
//! | `email_invalid` | error | `part` (`at`, `name`, `domain`, `space`) | |
//! | `inn_ok` | ok | `kind` (`person`, `company`) | |
//! | `inn_characters` | error | | |
//! | `inn_length` | error | `count` | neither 10 nor 12 |
//! | `inn_checksum` | error | `kind`, `expected`, `found` | last digit(s) |
//! | `inn_zeros` | error | | |
//! | `license_ok` | ok | `formatted` | Russian |
//! | `license_foreign` | warn | | not checked |
//! | `license_shape` | warn | | of Russia, and not ten signs |
//! | `plate_ok` | ok | `kind` (`car`, `taxi`), `formatted`, `region` | |
//! | `plate_unusual` | warn | | |
//! | `date_ok` | ok | | |
//! | `date_unreal` | error | | no such date |
//! | `date_future` | error | `today` | |
//! | `date_long_ago` | warn | | before 1950 |
//! | `age_range` | error | `age`, `least`, `most` | in full years, by the date of birth |
//! | `license_before_age` | error | `least`, `birthdate`, `date` | driving or a licence before that age |
//! | `issued_before_since` | error | `since`, `issued` | a licence older than the driving |
//! | `expires_before_issue` | error | `issued`, `expires` | |
//! | `license_expired` | warn | `expires` | |
//! | `unlimited_with_expiry` | error | | a licence without an end that has a last day |
//! | `year_characters` | error | | not four digits |
//! | `year_range` | error | `least`, `most` | of the car: from 1980 to the next one |
//! | `vin_ok` | ok | | |
//! | `vin_characters` | error | `found` | neither digit nor Latin letter, or I, O, Q |
//! | `vin_length` | error | `count`, `expected` | |
//! | `vin_check_digit` | warn | `expected`, `found` | ninth sign, where the region uses it |
//! | `vin_with_no_vin` | error | | a VIN, and the word that there is none |
//! | `needed_for_registration` | warn | | empty; the direction asks for it |
//! | `not_in_dictionary` | error | | no such code in a dictionary that was read |
//! | `walking_courier`, `no_own_car`, `couriers_only` | error | | the direction has no such field |
//! | `account_ok` | ok | | |
//! | `account_characters` | error | | |
//! | `account_length` | error | `count`, `expected` | |
//! | `account_key` | error | `position`, `expected`, `found` | control digit against the БИК |
//! | `account_waits_for_bik` | warn | | cannot be checked yet |
//! | `bik_ok`, `bik_characters`, `bik_length` | ok, error, error | `count`, `expected` | |
//! | `card_ok` | ok | `system` (`mir`, `visa`, `mastercard`, `unionpay`, `other`), `formatted` | |
//! | `card_characters` | error | | |
//! | `card_length` | error | `count`, `least`, `most` | |
//! | `card_checksum` | error | `expected`, `found` | last digit |
//! | `card_zeros` | error | | |
//!
//! A review adds problems that need the card or a dictionary: `not_in_dictionary`, `requisites_absent`,
//! `requisite_without_id`, `requisite_without_type`, `requisite_gone`, `requisite_changed_elsewhere`
//! (`mine`, `theirs`), `requisite_deleted_too`, `second_default`, `duplicate_requisite` (`name`), `type_unknown`,
//! `form_not_confirmed` (`type_id`, `title`), `sbp_bank_unknown`. A save adds `confirmation_mismatch`
//! and, for an update that its own validation stops, `requisite_repeated`. What an application came with is never an error:
//! what would be one is a warning.

pub(crate) mod account;
pub(crate) mod card;
pub(crate) mod dates;
pub(crate) mod email;
pub(crate) mod inn;
pub(crate) mod license;
pub(crate) mod phone;
pub(crate) mod plate;
pub(crate) mod text;
pub(crate) mod vin;
pub(crate) mod year;

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

use crate::error::FieldProblem;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CheckLevel {
    Ok,
    /// Unusual; does not block.
    Warn,
    /// Wrong; blocks saving if it was edited.
    Error,
}

/// The verdict on one field. `code` is a key of the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FieldCheck {
    pub field: String,
    pub level: CheckLevel,
    pub code: String,
    pub params: BTreeMap<String, String>,
    /// The value as it will be stored, when it differs from what was typed.
    pub normalised: Option<String>,
}

/// What a check found, before it is known which field it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub level: CheckLevel,
    pub code: &'static str,
    pub params: BTreeMap<String, String>,
    /// The value as it will be stored; for an error, as it was typed.
    pub value: String,
}

impl Verdict {
    pub fn ok(code: &'static str, value: impl Into<String>) -> Self {
        Self::new(CheckLevel::Ok, code, value)
    }

    pub fn warn(code: &'static str, value: impl Into<String>) -> Self {
        Self::new(CheckLevel::Warn, code, value)
    }

    pub fn error(code: &'static str, value: impl Into<String>) -> Self {
        Self::new(CheckLevel::Error, code, value)
    }

    fn new(level: CheckLevel, code: &'static str, value: impl Into<String>) -> Self {
        Self {
            level,
            code,
            params: BTreeMap::new(),
            value: value.into(),
        }
    }

    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    pub fn is_error(&self) -> bool {
        self.level == CheckLevel::Error
    }

    /// The check as the screen gets it.
    pub fn of(self, field: &str, typed: &str) -> FieldCheck {
        FieldCheck {
            field: field.to_owned(),
            level: self.level,
            code: self.code.to_owned(),
            params: self.params,
            normalised: (self.value != typed).then_some(self.value),
        }
    }

    pub fn problem(&self, field: &str) -> FieldProblem {
        FieldProblem {
            field: field.to_owned(),
            code: self.code.to_owned(),
            params: self.params.clone(),
        }
    }
}

/// A problem without params.
pub(crate) fn problem(field: &str, code: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        code: code.to_owned(),
        params: BTreeMap::new(),
    }
}

/// The text without what people put between digits and before them, as statements write them (`40817.810.0…`,
/// `№ 40817…`); `None` when something else than ASCII digits is left, or nothing.
pub(crate) fn only_digits(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .filter(|c| !is_separator(*c) && !matches!(c, '.' | '№'))
        .collect();
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// White space of any width, and every kind of dash.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200B}' | '\u{FEFF}'
        )
}

/// Digits as numbers; anything else is left out.
pub(crate) fn digit_values(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

const LATIN: &str = "ABEKMHOPCTYX";
const CYRILLIC: &str = "АВЕКМНОРСТУХ";

/// Latin capitals that look like Cyrillic ones become these; the rest stays.
pub(crate) fn as_cyrillic(c: char) -> char {
    counterpart(c, LATIN, CYRILLIC)
}

/// Cyrillic capitals that look like Latin ones become these; the rest stays.
pub(crate) fn as_latin(c: char) -> char {
    counterpart(c, CYRILLIC, LATIN)
}

fn counterpart(c: char, from: &str, to: &str) -> char {
    from.chars()
        .zip(to.chars())
        .find(|(letter, _)| *letter == c)
        .map_or(c, |(_, other)| other)
}
