//! The rows of a register of drivers, column by column: codes instead of texts, numbers instead of decimals and times.
//! What the register does not show is not kept: a driver's card is read anew whenever it is opened.

use std::hash::{Hash, Hasher};

use jump::{DriverListItem, Id, Reference};

use super::types::DriverRow;
use crate::registers::{
    columns::columns,
    dictionary::{ABSENT, Dictionary, Fingerprint, name_of, title},
    moment::Moment,
    store::{Store, Stored},
    sum::Sum,
};

columns! {
    name: u32,
    phone: u32,
    group: u32,
    balance: Sum,
    anti_fraud: u32,
    integrations: u32,
    invited_by: u32,
    blacklist: u32,
    created_at: Moment,
    first_trip_at: Moment,
    last_trip_at: Moment,
}

/// Unique drivers in the order of their arrival.
#[derive(Default)]
pub struct Drivers {
    /// The texts are names and phones, the references groups and anti-fraud statuses.
    pub store: Store<Columns>,
    /// The titles of all integrations of a driver together: few drivers differ in them.
    pub integrations: Dictionary<Titles>,
    /// Drivers who invited.
    pub referrers: Dictionary<Reference>,
}

/// Some titles as one text.
#[derive(PartialEq)]
pub struct Titles(String);

impl Titles {
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl Fingerprint for Titles {
    fn print(&self, hasher: &mut impl Hasher) {
        self.0.hash(hasher);
    }
}

/// The code of a driver in the black list.
const LISTED: u32 = 0;

impl Stored for Drivers {
    type Item = DriverListItem;
    type Columns = Columns;
    type Row = DriverRow;

    fn store(&self) -> &Store<Columns> {
        &self.store
    }

    fn store_mut(&mut self) -> &mut Store<Columns> {
        &mut self.store
    }

    fn id(&mut self, driver: &DriverListItem) -> Id {
        driver.id
    }

    fn packed(&mut self, driver: DriverListItem, _: u32) -> Packed {
        let name = present(driver_name(&driver));
        let phone = driver.phone.as_ref().map(|phone| phone.digits().to_owned());
        let integrations = present(joined(&driver.integrations));
        let listed = driver.in_blacklist == Some(true);
        let values = &mut self.store.values;
        Packed {
            name: values.text(name),
            phone: values.text(phone.and_then(present)),
            group: values.reference(driver.group.map(told)),
            balance: values.sum(driver.balance),
            anti_fraud: values.reference(driver.anti_fraud_status.map(told)),
            integrations: self.integrations.code(integrations.map(Titles)),
            invited_by: self.referrers.code(driver.invited_by.map(named)),
            blacklist: if listed { LISTED } else { ABSENT },
            created_at: values.moment(driver.created_at),
            first_trip_at: values.moment(driver.first_trip_at),
            last_trip_at: values.moment(driver.last_trip_at),
        }
    }

    fn row(&self, place: u32) -> Option<DriverRow> {
        let (id, row) = self.store.get(place)?;
        let values = &self.store.values;
        let text = |code| values.owned(code).unwrap_or_default();
        let integrations = self.integrations.get(row.integrations);
        let referrer = self.referrers.get(row.invited_by);
        Some(DriverRow {
            id,
            driver: text(row.name),
            phone: text(row.phone),
            group: values.title(row.group),
            balance: values.amount(row.balance),
            anti_fraud: values.title(row.anti_fraud),
            integrations: integrations.map_or("", Titles::text).to_owned(),
            invited_by: referrer.map_or("", title).to_owned(),
            in_blacklist: row.blacklist == LISTED,
            created_at: values.written(row.created_at),
            first_trip_at: values.written(row.first_trip_at),
            last_trip_at: values.written(row.last_trip_at),
        })
    }

    fn trim_others(&mut self) {
        self.referrers.trim();
    }
}

/// An empty text is no value: rows are grouped and narrowed by what is there.
fn present(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// The driver's name as it is shown.
fn driver_name(driver: &DriverListItem) -> String {
    name_of(
        driver.full_name.as_deref(),
        [&driver.last_name, &driver.first_name, &driver.middle_name],
    )
    .into_owned()
}

/// Titles in the alphabet's order, whichever order they came in: the same integrations are one value.
fn joined(integrations: &[Reference]) -> String {
    let told = integrations.iter().cloned().map(told);
    let mut titles: Vec<String> = told.filter_map(|one| one.title).collect();
    titles.retain(|title| !title.is_empty());
    titles.sort_unstable();
    titles.dedup();
    titles.join(", ")
}

/// A referrer whose name the service left out stands under the bare number, as names are looked for by it.
fn named(referrer: Reference) -> Reference {
    titled(referrer, |id| id.to_string())
}

/// An entry of a dictionary without a title stands under its number, else its key.
fn told(entry: Reference) -> Reference {
    titled(entry, |id| format!("№ {id}"))
}

/// An empty cell would say that there is nothing.
fn titled(one: Reference, numbered: fn(&Id) -> String) -> Reference {
    let title = one.title.clone().filter(|title| !title.is_empty());
    let title = title.or_else(|| one.id.as_ref().map(numbered));
    Reference {
        title: title.or_else(|| one.slug.clone()),
        ..one
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = r#"{
        "id": 1232, "phone": "+79110000000", "last_name": "Тестов", "first_name": "Тест", "middle_name": null,
        "full_name": "Тестов Тест", "balance": "1234.5678", "group": {"id": 1, "name": "По умолчанию"},
        "anti_fraud_status": {"id": 2, "name": "Вывод запрещен"},
        "invited_by": {"id": 7, "full_name": "Первый Пётр"},
        "integrations": [{"id": 2, "name": "Яндекс Про"}, {"id": 1, "name": "YanGo"}], "in_blacklist": true,
        "created_at": "2021-01-18T14:16:59+03:00", "first_trip_at": null, "last_trip_at": "вчера"
    }"#;

    fn of(texts: &[&str]) -> Drivers {
        let mut rows = Drivers::default();
        for text in texts {
            rows.take(serde_json::from_str(text).unwrap(), 1);
        }
        rows
    }

    #[test]
    fn nothing_that_the_table_shows_is_lost_by_packing_it() {
        let rows = of(&[FULL, r#"{"id": "5"}"#]);
        let full = rows.row(0).unwrap();
        assert_eq!(
            full,
            DriverRow {
                id: Id(1232),
                driver: "Тестов Тест".to_owned(),
                phone: "79110000000".to_owned(),
                group: "По умолчанию".to_owned(),
                balance: Some("1234.5678".parse().unwrap()),
                anti_fraud: "Вывод запрещен".to_owned(),
                integrations: "YanGo, Яндекс Про".to_owned(),
                invited_by: "Первый Пётр".to_owned(),
                in_blacklist: true,
                created_at: Some("2021-01-18T14:16:59+03:00".to_owned()),
                first_trip_at: None,
                last_trip_at: Some("вчера".to_owned()),
            }
        );
        let bare = rows.row(1).unwrap();
        assert_eq!((bare.driver.as_str(), bare.balance), ("", None));
        assert!(!bare.in_blacklist);
        assert_eq!(rows.row(2), None);
    }

    #[test]
    fn a_referrer_without_a_name_is_not_shown_as_nobody() {
        let rows = of(&[
            r#"{"id": 1, "invited_by": 7}"#,
            r#"{"id": 2, "invited_by": null}"#,
        ]);
        assert_eq!(rows.row(0).unwrap().invited_by, "7");
        assert_eq!(rows.row(1).unwrap().invited_by, "");
    }

    #[test]
    fn what_a_dictionary_lacks_is_not_shown_as_nothing() {
        let rows = of(&[
            r#"{"id": 1, "group": 7, "anti_fraud_status": {"id": 9, "name": ""}, "integrations": [3, {"id": 1, "name": "YanGo"}]}"#,
            r#"{"id": 2, "group": null, "integrations": []}"#,
        ]);
        let row = rows.row(0).unwrap();
        let told = [&row.group, &row.anti_fraud, &row.integrations];
        assert_eq!(told, ["№ 7", "№ 9", "YanGo, № 3"]);
        let none = rows.row(1).unwrap();
        assert_eq!([&none.group, &none.anti_fraud, &none.integrations], [""; 3]);
    }

    #[test]
    fn a_driver_read_again_has_the_newer_balance_and_stands_once() {
        let newer = FULL.replace("1234.5678", "-5");
        let rows = of(&[FULL, &newer]);
        assert_eq!(rows.index().len(), 1);
        assert_eq!(rows.row(0).unwrap().balance.unwrap().to_string(), "-5.00");
    }
}
