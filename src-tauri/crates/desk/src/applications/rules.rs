//! What the direction of a registration asks for: a walking courier has no licence and no car, who has no own car fills
//! no car in, couriers say how they deliver.

use jump::{DictionaryItem, Id};

use super::{
    form::{Form, value},
    types::{ApplicationField, ApplicationSection, SectionRule},
};
use crate::{checks::Verdict, dictionaries::TAXI_PROFESSION};

use ApplicationField as F;
use ApplicationSection as S;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Taxi,
    AutoCourier,
    WalkingCourier,
    /// Not chosen yet, or not known: nothing is forbidden.
    Open,
}

impl Direction {
    pub(super) fn of_slug(slug: Option<&str>) -> Self {
        match slug {
            Some("taxi") => Self::Taxi,
            Some("auto_courier") => Self::AutoCourier,
            Some("walking_courier") => Self::WalkingCourier,
            _ => Self::Open,
        }
    }

    /// By the documented ways of delivery: by car, by motorcycle, otherwise.
    fn of_delivery(code: &str) -> Option<Self> {
        match code {
            "1" | "2" => Some(Self::AutoCourier),
            "3" => Some(Self::WalkingCourier),
            _ => None,
        }
    }

    /// By what the profession has to show: only walking couriers show no driving licence.
    fn of_documents(documents: &[DictionaryItem]) -> Option<Self> {
        const DRIVING_LICENCE: &str = "1";
        if documents.is_empty() {
            return None;
        }
        let licence = documents.iter().any(|one| one.code == DRIVING_LICENCE);
        Some(match licence {
            true => Self::AutoCourier,
            false => Self::WalkingCourier,
        })
    }

    /// The direction after edits. `slug` is what the service says of `was`; `documents` are those of a profession, where
    /// they are known.
    pub(super) fn after(
        slug: Option<&str>,
        was: &Form,
        now: &Form,
        documents: impl Fn(Id) -> Option<Vec<DictionaryItem>>,
    ) -> Self {
        let edited = |field| value(was, field) != value(now, field);
        let (profession_edited, delivery_edited) = (edited(F::Profession), edited(F::DeliveryType));
        let told = Self::of_slug(slug);
        let profession = value(now, F::Profession).parse::<Id>().ok();
        let by_delivery = Self::of_delivery(value(now, F::DeliveryType));
        if !profession_edited {
            return match told {
                Self::Taxi => told,
                Self::Open if profession == Some(Id(TAXI_PROFESSION)) => Self::Taxi,
                Self::Open => by_delivery.unwrap_or(Self::Open),
                courier if delivery_edited => by_delivery.unwrap_or(courier),
                courier => courier,
            };
        }
        if profession == Some(Id(TAXI_PROFESSION)) {
            return Self::Taxi;
        }
        let by_documents = || Self::of_documents(&documents(profession?)?);
        let guess = match delivery_edited {
            true => by_delivery.or_else(by_documents),
            false => by_documents().or(by_delivery),
        };
        guess.unwrap_or(Self::Open)
    }
}

/// The rules for one application as it is, or as it would be after edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rules {
    pub direction: Direction,
    pub own_car: Option<bool>,
}

impl Rules {
    pub(super) fn new(direction: Direction, form: &Form) -> Self {
        Self {
            direction,
            own_car: value(form, F::IsCarDriver).parse().ok(),
        }
    }

    pub(super) fn sections(self) -> Vec<SectionRule> {
        let rule = |section| SectionRule {
            section,
            applies: self.applies(section),
            reason: self.why_not(section).map(str::to_owned),
        };
        [S::Work, S::Person, S::License, S::Car].map(rule).into()
    }

    pub(super) fn applies(self, section: ApplicationSection) -> bool {
        self.why_not(section).is_none()
    }

    fn why_not(self, section: ApplicationSection) -> Option<&'static str> {
        match section {
            S::License | S::Car if self.direction == Direction::WalkingCourier => {
                Some("walking_courier")
            }
            S::Car if self.own_car == Some(false) => Some("no_own_car"),
            _ => None,
        }
    }

    /// Why this field may not be given this value here.
    pub(super) fn refusal(self, field: ApplicationField, typed: &str) -> Option<Verdict> {
        let code = match (field, self.direction) {
            (F::DeliveryType, Direction::Taxi) => Some("couriers_only"),
            (F::IsCarDriver, Direction::WalkingCourier) if typed == "true" => {
                Some("walking_courier")
            }
            _ => self.why_not(field.section()),
        };
        code.map(|code| Verdict::error(code, typed))
    }

    /// Must the field be filled before a registration?
    pub(super) fn requires(self, field: ApplicationField, form: &Form) -> bool {
        let walks = self.direction == Direction::WalkingCourier;
        let courier = walks || self.direction == Direction::AutoCourier;
        let said = |flag| value(form, flag) == "true";
        self.applies(field.section())
            && match field {
                F::Profession | F::LastName | F::FirstName | F::City => true,
                F::IsCarDriver => !walks,
                F::DeliveryType => courier,
                F::Birthdate => walks,
                F::LicenseCountry
                | F::LicenseNumber
                | F::LicenseIssueDate
                | F::LicenseSinceDate
                | F::CarModel
                | F::CarColor
                | F::CarYear
                | F::CarNumber => true,
                F::LicenseExpiryDate => !said(F::LicenseUnlimited),
                F::CarVin => !said(F::CarNoVin),
                F::Integrations
                | F::MiddleName
                | F::DriverLicenseTaxi
                | F::Comment
                | F::LicenseUnlimited
                | F::CarLicense
                | F::CarNoVin => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(profession: &str, delivery: &str) -> Form {
        Form::from([
            (F::Profession, profession.to_owned()),
            (F::DeliveryType, delivery.to_owned()),
        ])
    }

    fn documents(profession: Id) -> Option<Vec<DictionaryItem>> {
        let codes: &[&str] = match profession.0 {
            2 => &["1", "2", "3"],
            3 => &["3", "4", "5"],
            _ => return None,
        };
        let item = |code: &&str| DictionaryItem {
            code: (*code).to_owned(),
            slug: None,
            title: String::new(),
        };
        Some(codes.iter().map(item).collect())
    }

    #[test]
    fn the_direction_follows_what_is_edited_and_no_title() {
        use Direction::{AutoCourier, Open, Taxi, WalkingCourier};
        for (slug, was, now, expected) in [
            (Some("taxi"), ("1", ""), ("1", ""), Taxi),
            (Some("taxi"), ("1", ""), ("1", "3"), Taxi),
            (Some("taxi"), ("1", ""), ("3", ""), WalkingCourier),
            (Some("taxi"), ("1", ""), ("2", ""), AutoCourier),
            (Some("taxi"), ("1", ""), ("9", ""), Open),
            (Some("taxi"), ("1", ""), ("9", "3"), WalkingCourier),
            (Some("auto_courier"), ("2", "1"), ("2", "3"), WalkingCourier),
            (Some("auto_courier"), ("2", "1"), ("2", "1"), AutoCourier),
            (Some("auto_courier"), ("2", ""), ("3", ""), WalkingCourier),
            (Some("walking_courier"), ("3", "3"), ("2", "3"), AutoCourier),
            (
                Some("walking_courier"),
                ("3", "3"),
                ("3", "77"),
                WalkingCourier,
            ),
            (Some("walking_courier"), ("3", "3"), ("1", "3"), Taxi),
            (Some("undefined"), ("", ""), ("", ""), Open),
            (None, ("1", ""), ("1", ""), Taxi),
            (None, ("", ""), ("", "2"), AutoCourier),
        ] {
            let found = Direction::after(slug, &form(was.0, was.1), &form(now.0, now.1), documents);
            assert_eq!(found, expected, "{slug:?} {was:?} {now:?}");
        }
    }

    #[test]
    fn a_section_that_has_no_meaning_is_neither_required_nor_taken() {
        let rules = |direction, own_car| Rules { direction, own_car };
        let walking = rules(Direction::WalkingCourier, None);
        let no_car = rules(Direction::Taxi, Some(false));
        let form = Form::new();
        for (rules, field, code) in [
            (walking, F::LicenseNumber, Some("walking_courier")),
            (walking, F::CarVin, Some("walking_courier")),
            (walking, F::IsCarDriver, Some("walking_courier")),
            (walking, F::City, None),
            (no_car, F::CarVin, Some("no_own_car")),
            (no_car, F::LicenseNumber, None),
            (no_car, F::DeliveryType, Some("couriers_only")),
            (rules(Direction::Open, None), F::CarVin, None),
        ] {
            let refused = rules.refusal(field, "true").map(|verdict| verdict.code);
            assert_eq!(refused, code, "{field:?}");
        }
        assert_eq!(walking.refusal(F::IsCarDriver, "false"), None);
        assert!(!walking.requires(F::LicenseNumber, &form));
        assert!(walking.requires(F::Birthdate, &form));
        assert!(!no_car.requires(F::CarYear, &form));
        assert!(no_car.requires(F::LicenseExpiryDate, &form));
        let unlimited = Form::from([(F::LicenseUnlimited, "true".to_owned())]);
        assert!(!no_car.requires(F::LicenseExpiryDate, &unlimited));
    }
}
