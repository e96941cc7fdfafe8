//! All drivers of a park in memory, and which of them a row of the sheet means. Columns that point at different people,
//! or a text that fits several, are for a person to settle.

use std::collections::HashMap;

use jump::{DriverListItem, Id};

use super::{
    names::{Names, Words},
    types::Candidate,
};
use crate::drivers::book::types::DriverRow;

/// Candidates that are offered; a text that fits more has to be mended in the sheet.
const MOST_OFFERED: usize = 20;

/// What the sheet says of a row's driver, as it stands there; empty where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    pub id: String,
    pub phone: String,
    pub name: String,
    /// How an aggregator calls the driver. The list of drivers does not tell it.
    pub aggregator: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Nobody has looked yet.
    NotLooked,
    Nobody,
    Several(Vec<Candidate>),
    One(Driver),
    /// It could not be said now; a code of [`DeskErrorCode`](crate::DeskErrorCode) or `drivers_incomplete`.
    Unsure(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Driver {
    pub id: Id,
    pub name: String,
}

/// The whole list of drivers, as far as it came.
#[derive(Debug, Default)]
pub struct Drivers {
    rows: Vec<DriverRow>,
    by_id: HashMap<i64, u32>,
    by_phone: HashMap<String, Vec<u32>>,
    names: Names,
    /// Every driver of the park is here.
    complete: bool,
}

impl Drivers {
    pub fn new(rows: Vec<DriverRow>, complete: bool) -> Self {
        let mut drivers = Self {
            complete,
            ..Self::default()
        };
        for (place, row) in (0..).zip(&rows) {
            drivers.by_id.insert(row.id.get(), place);
            if let Some(phone) = phone(&row.phone) {
                drivers.by_phone.entry(phone).or_default().push(place);
            }
            drivers.names.push(&row.driver);
        }
        drivers.rows = rows;
        drivers
    }

    pub fn get(&self, id: Id) -> Option<&DriverRow> {
        let place = self.by_id.get(&id.get())?;
        self.rows.get(*place as usize)
    }

    /// Whom the row means. In an incomplete list a name that is found once may still belong to two, and nobody is
    /// said to be missing.
    pub fn find(&self, named: &Named) -> Found {
        let name = Words::of(&named.name);
        let said = self.said(named, &name);
        if said.is_empty() {
            return Found::Nobody;
        }
        let mut common: Option<Vec<u32>> = None;
        for places in &said {
            let places = places.iter().copied();
            common = Some(match common {
                None => places.collect(),
                Some(known) => places.filter(|place| known.contains(place)).collect(),
            });
        }
        let common = common.unwrap_or_default();
        let by_name_alone = said.len() == 1 && !name.is_empty();
        if !self.complete && (by_name_alone || common.is_empty()) {
            return Found::Unsure("drivers_incomplete".to_owned());
        }
        match common.as_slice() {
            [one] if !(by_name_alone && name.is_vague()) => self.one(*one),
            [] => {
                // Each column by itself points at somebody, or at nobody.
                let mut anybody: Vec<u32> = said.concat();
                anybody.sort_unstable();
                anybody.dedup();
                match anybody.is_empty() {
                    true => Found::Nobody,
                    false => self.several(&anybody),
                }
            }
            several => self.several(several),
        }
    }

    /// For each column that says something of the driver, whom it can mean.
    fn said(&self, named: &Named, name: &Words) -> Vec<Vec<u32>> {
        let mut said = Vec::new();
        if !named.id.trim().is_empty() {
            let id = named.id.trim().parse::<i64>().ok();
            let place = id.and_then(|id| self.by_id.get(&id));
            said.push(place.copied().into_iter().collect());
        }
        if !named.phone.trim().is_empty() {
            let places = phone(&named.phone).and_then(|phone| self.by_phone.get(&phone));
            said.push(places.cloned().unwrap_or_default());
        }
        if !name.is_empty() {
            said.push(self.names.find(name));
        }
        said
    }

    fn one(&self, place: u32) -> Found {
        match self.rows.get(place as usize) {
            Some(row) => Found::One(driver(row)),
            None => Found::Nobody,
        }
    }

    fn several(&self, places: &[u32]) -> Found {
        let rows = places
            .iter()
            .filter_map(|place| self.rows.get(*place as usize));
        Found::Several(rows.take(MOST_OFFERED).map(candidate).collect())
    }
}

pub fn driver(row: &DriverRow) -> Driver {
    Driver {
        id: row.id,
        name: row.driver.clone(),
    }
}

pub fn candidate(row: &DriverRow) -> Candidate {
    Candidate {
        driver_id: row.id,
        driver: row.driver.clone(),
        phone: row.phone.clone(),
        group: row.group.clone(),
        balance: row.balance,
    }
}

/// A driver whom the service found by another text.
pub fn candidate_of(item: &DriverListItem) -> Candidate {
    let parts = [&item.last_name, &item.first_name, &item.middle_name];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let full = item.full_name.clone().filter(|name| !name.is_empty());
    let group = item.group.as_ref().and_then(|group| group.title.clone());
    Candidate {
        driver_id: item.id,
        driver: full.unwrap_or_else(|| parts.join(" ")),
        phone: item
            .phone
            .as_ref()
            .map(|phone| phone.digits().to_owned())
            .unwrap_or_default(),
        group: group.unwrap_or_default(),
        balance: item.balance,
    }
}

/// Digits with the country code first: `8 (911) 000-00-00` and `9110000000` are `79110000000`.
fn phone(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = |digits: &str| format!("7{digits}");
    match (digits.len(), digits.get(1..)) {
        (11, Some(rest)) if digits.starts_with('8') => Some(national(rest)),
        (10, _) => Some(national(&digits)),
        (7.., _) => Some(digits),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, name: &str, phone: &str) -> DriverRow {
        DriverRow {
            id: Id(id),
            driver: name.to_owned(),
            phone: phone.to_owned(),
            group: String::new(),
            balance: None,
            anti_fraud: String::new(),
            integrations: String::new(),
            invited_by: String::new(),
            in_blacklist: false,
            created_at: None,
            first_trip_at: None,
            last_trip_at: None,
        }
    }

    fn park(complete: bool) -> Drivers {
        let rows = vec![
            row(11, "Семёнов Пётр Сергеевич", "79110000011"),
            row(12, "Ким Олег", "79110000012"),
            row(13, "Ким Олег", "79110000013"),
            row(14, "Юсупов Али", "998901234567"),
        ];
        Drivers::new(rows, complete)
    }

    fn named(id: &str, phone: &str, name: &str) -> Named {
        Named {
            id: id.to_owned(),
            phone: phone.to_owned(),
            name: name.to_owned(),
            aggregator: String::new(),
        }
    }

    fn ids(found: Found) -> Vec<i64> {
        match found {
            Found::One(driver) => vec![driver.id.get()],
            Found::Several(candidates) => {
                candidates.iter().map(|one| -one.driver_id.get()).collect()
            }
            Found::Nobody => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn eight_and_plus_seven_are_one_phone() {
        for phone in [
            "8 (911) 000-00-11",
            "+7 911 000 00 11",
            "79110000011",
            "9110000011",
        ] {
            assert_eq!(ids(park(true).find(&named("", phone, ""))), [11], "{phone}");
        }
        assert_eq!(
            ids(park(true).find(&named("", "+998 90 123-45-67", ""))),
            [14]
        );
        assert_eq!(ids(park(true).find(&named("", "0011", ""))), [0; 0]);
    }

    #[test]
    fn columns_settle_together_what_each_leaves_open() {
        let park = park(true);
        assert_eq!(ids(park.find(&named("", "", "Ким Олег"))), [-12, -13]);
        assert_eq!(ids(park.find(&named("", "89110000013", "Ким Олег"))), [13]);
        assert_eq!(ids(park.find(&named("12", "", "Ким О."))), [12]);
    }

    #[test]
    fn columns_that_point_at_different_drivers_choose_nobody() {
        let park = park(true);
        assert_eq!(
            ids(park.find(&named("11", "", "Ким Олег"))),
            [-11, -12, -13]
        );
        assert_eq!(
            ids(park.find(&named("", "89110000012", "Семенов Петр"))),
            [-11, -12]
        );
        // A phone that nobody has makes the name doubtful, too.
        assert_eq!(
            ids(park.find(&named("", "89119999999", "Семенов Петр"))),
            [-11]
        );
    }

    #[test]
    fn nobody_is_said_to_be_missing_from_a_list_that_is_not_whole() {
        let park = park(false);
        let unsure = Found::Unsure("drivers_incomplete".to_owned());
        assert_eq!(park.find(&named("99", "", "")), unsure);
        assert_eq!(park.find(&named("", "", "Семёнов Пётр")), unsure);
        assert_eq!(ids(park.find(&named("11", "", ""))), [11]);
        assert_eq!(
            ids(park.find(&named("", "89110000011", "Семёнов П."))),
            [11]
        );
    }

    #[test]
    fn a_surname_alone_is_asked_about_even_when_one_driver_has_it() {
        assert_eq!(ids(park(true).find(&named("", "", "Юсупов"))), [-14]);
    }
}
