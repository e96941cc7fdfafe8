//! All drivers of a park in memory, and which of them a row of the sheet means. Columns that point at different people,
//! or a text that fits several, are for a person to settle.

use std::collections::HashMap;

use journal::Service;
use jump::{DriverListItem, Id};

use super::{
    names::{Names, Words},
    types::Candidate,
};
use crate::{drivers::book::types::DriverRow, fleet::types::FleetDriverRow};

/// Candidates that are offered; a text that fits more has to be mended in the sheet.
const MOST_OFFERED: usize = 20;

/// What the sheet says of a row's driver, as it stands there; empty where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    pub id: String,
    pub phone: String,
    pub name: String,
    /// How an aggregator calls the driver. Jump's list of drivers does not tell it; in Yandex's it is the id itself.
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
    /// As the register's service names him.
    pub id: String,
    pub name: String,
}

/// A driver of the whole list.
pub struct Listed {
    pub driver: Candidate,
    /// Who of Jump he is, as a person said.
    pub linked: Option<Id>,
}

/// The whole list of a service's drivers, as far as it came.
#[derive(Debug)]
pub struct Drivers {
    service: Service,
    rows: Vec<Candidate>,
    by_id: HashMap<String, u32>,
    by_link: HashMap<String, Vec<u32>>,
    by_phone: HashMap<String, Vec<u32>>,
    names: Names,
    /// Every driver of the park is here.
    complete: bool,
}

impl Drivers {
    pub fn new(service: Service, listed: impl IntoIterator<Item = Listed>, complete: bool) -> Self {
        let mut drivers = Self {
            service,
            rows: Vec::new(),
            by_id: HashMap::new(),
            by_link: HashMap::new(),
            by_phone: HashMap::new(),
            names: Names::default(),
            complete,
        };
        for (place, Listed { driver, linked }) in (0..).zip(listed) {
            drivers.by_id.insert(driver.driver_id.clone(), place);
            if let Some(linked) = linked {
                let linked = drivers.by_link.entry(linked.to_string());
                linked.or_default().push(place);
            }
            if let Some(phone) = phone(&driver.phone) {
                drivers.by_phone.entry(phone).or_default().push(place);
            }
            drivers.names.push(&driver.driver);
            drivers.rows.push(driver);
        }
        drivers
    }

    pub fn get(&self, id: &str) -> Option<&Candidate> {
        let place = self.by_id.get(id)?;
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
        let (mut said, strange) = self.said_by_ids(named);
        if !named.phone.trim().is_empty() {
            let places = phone(&named.phone).and_then(|phone| self.by_phone.get(&phone));
            said.push(places.cloned().unwrap_or_default());
        }
        if !name.is_empty() {
            said.push(self.names.find(name));
        }
        if said.is_empty() && strange {
            said.push(Vec::new());
        }
        said
    }

    /// And whether an id was met that says nothing here: Jump's ids name drivers of Yandex only through links, and most
    /// have none.
    fn said_by_ids(&self, named: &Named) -> (Vec<Vec<u32>>, bool) {
        let own = |id: &str| self.by_id.get(id).copied().into_iter().collect();
        let mut said = Vec::new();
        let mut strange = false;
        match self.service {
            Service::Jump if !named.id.trim().is_empty() => {
                let id = named.id.trim().parse::<i64>().ok();
                said.push(id.map(|id| own(&id.to_string())).unwrap_or_default());
            }
            Service::Jump => {}
            Service::Yandex => {
                let ids = [named.id.trim(), named.aggregator.trim()].into_iter();
                for id in ids.filter(|id| !id.is_empty()) {
                    match (is_of_jump(id), self.by_link.get(id)) {
                        (true, Some(linked)) => said.push(linked.clone()),
                        (true, None) => strange = true,
                        (false, _) => said.push(own(&id.to_lowercase())),
                    }
                }
            }
        }
        (said, strange)
    }

    fn one(&self, place: u32) -> Found {
        match self.rows.get(place as usize) {
            Some(row) => Found::One(Driver {
                id: row.driver_id.clone(),
                name: row.driver.clone(),
            }),
            None => Found::Nobody,
        }
    }

    fn several(&self, places: &[u32]) -> Found {
        let rows = places
            .iter()
            .filter_map(|place| self.rows.get(*place as usize));
        Found::Several(rows.take(MOST_OFFERED).cloned().collect())
    }
}

/// Yandex's ids are hexadecimal and 32 signs long.
fn is_of_jump(id: &str) -> bool {
    id.len() < 20 && id.bytes().all(|sign| sign.is_ascii_digit())
}

impl From<DriverRow> for Listed {
    fn from(row: DriverRow) -> Self {
        Self {
            driver: Candidate {
                driver_id: row.id.to_string(),
                driver: row.driver,
                phone: row.phone,
                group: row.group,
                balance: row.balance,
                work_status: None,
            },
            linked: None,
        }
    }
}

/// The conditions of work stand where Jump has a group.
impl From<FleetDriverRow> for Listed {
    fn from(row: FleetDriverRow) -> Self {
        Self {
            driver: Candidate {
                driver_id: row.driver_id,
                driver: row.driver,
                phone: row.phone,
                group: row.work_rule,
                balance: row.balance,
                work_status: Some(row.work_status).filter(|status| !status.is_empty()),
            },
            linked: row.linked,
        }
    }
}

/// A driver whom the service found by another text.
pub fn candidate_of(item: &DriverListItem) -> Candidate {
    let parts = [&item.last_name, &item.first_name, &item.middle_name];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let full = item.full_name.clone().filter(|name| !name.is_empty());
    let group = item.group.as_ref().and_then(|group| group.title.clone());
    Candidate {
        driver_id: item.id.to_string(),
        driver: full.unwrap_or_else(|| parts.join(" ")),
        phone: item
            .phone
            .as_ref()
            .map(|phone| phone.digits().to_owned())
            .unwrap_or_default(),
        group: group.unwrap_or_default(),
        balance: item.balance,
        work_status: None,
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

    fn listed(id: &str, name: &str, phone: &str, linked: Option<i64>) -> Listed {
        Listed {
            driver: Candidate {
                driver_id: id.to_owned(),
                driver: name.to_owned(),
                phone: phone.to_owned(),
                group: String::new(),
                balance: None,
                work_status: None,
            },
            linked: linked.map(Id),
        }
    }

    fn row(id: i64, name: &str, phone: &str) -> Listed {
        listed(&id.to_string(), name, phone, None)
    }

    fn park(complete: bool) -> Drivers {
        let rows = vec![
            row(11, "Семёнов Пётр Сергеевич", "79110000011"),
            row(12, "Ким Олег", "79110000012"),
            row(13, "Ким Олег", "79110000013"),
            row(14, "Юсупов Али", "998901234567"),
        ];
        Drivers::new(Service::Jump, rows, complete)
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
            Found::One(driver) => vec![driver.id.parse().unwrap()],
            Found::Several(candidates) => {
                let ids = candidates.iter().map(|one| one.driver_id.parse::<i64>());
                ids.map(|id| -id.unwrap()).collect()
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

    /// Two drivers of Yandex: «first» is number 11 of Jump, and both «one» and «other» were said to be number 12.
    fn at_yandex(named: &Named) -> Vec<String> {
        let [first, one, other] = ["a", "b", "c"].map(|sign| sign.repeat(32));
        let rows = [
            listed(&first, "Семёнов Пётр Сергеевич", "79110000011", Some(11)),
            listed(&one, "Ким Олег", "79110000012", Some(12)),
            listed(&other, "Ким Олег", "79110000013", Some(12)),
        ];
        match Drivers::new(Service::Yandex, rows, true).find(named) {
            Found::One(driver) => vec![driver.id[..1].to_owned()],
            Found::Several(candidates) => {
                let ids = candidates.iter();
                ids.map(|one| format!("?{}", &one.driver_id[..1])).collect()
            }
            Found::Nobody => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn ids_of_either_service_name_a_driver_of_yandex_and_a_strange_one_chooses_nobody() {
        let profile = "a".repeat(32);
        assert_eq!(at_yandex(&named(&profile, "", "")), ["a"]);
        assert_eq!(at_yandex(&named(&profile.to_uppercase(), "", "")), ["a"]);
        let by_aggregator = Named {
            aggregator: profile,
            ..Named::default()
        };
        assert_eq!(at_yandex(&by_aggregator), ["a"]);
        assert_eq!(at_yandex(&named("11", "", "")), ["a"]);
        // Two were said to be one of Jump's: the phone tells them apart, or a person.
        assert_eq!(at_yandex(&named("12", "", "")), ["?b", "?c"]);
        assert_eq!(at_yandex(&named("12", "79110000013", "")), ["c"]);
        assert_eq!(at_yandex(&named("99", "", "")), [""; 0]);
        assert_eq!(at_yandex(&named(&"d".repeat(32), "", "")), [""; 0]);
    }

    #[test]
    fn an_id_of_jump_that_nobody_linked_makes_no_other_column_doubtful() {
        assert_eq!(at_yandex(&named("99", "", "Семёнов Пётр")), ["a"]);
        assert_eq!(at_yandex(&named("99", "79110000012", "Ким Олег")), ["b"]);
        // One that is linked to another does.
        assert_eq!(at_yandex(&named("11", "", "Ким Олег")), ["?a", "?b", "?c"]);
    }
}
