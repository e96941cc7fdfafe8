//! The rows of a register of transactions, column by column: codes instead of texts, numbers instead of decimals and
//! times. A row takes seventy bytes, its trip as many, and an address that is not there yet its own length and ten bytes
//! more: 150 000 trips between 20 000 addresses take 24 megabytes.

use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
};

use jump::{Id, Transaction, TransactionDriver};

use super::{super::types::TransactionRow, trips::Trips};
use crate::registers::{
    columns::columns,
    dictionary::{ABSENT, Dictionary, Fingerprint, name_of},
    moment::Moment,
    store::{Store, Stored},
    sum::Sum,
};

columns! {
    date: Moment,
    amount: Sum,
    driver: u32,
    kind: u32,
    integration: u32,
    description: u32,
    payment: u32,
    // Its place among the trips.
    trip: u32,
}

/// Unique transactions in the order of their arrival.
#[derive(Default)]
pub struct Transactions {
    pub store: Store<Columns>,
    pub trips: Trips,
    pub drivers: Dictionary<TransactionDriver>,
    /// Few transactions have one.
    pub payments: Dictionary<Id>,
}

impl Stored for Transactions {
    type Item = Transaction;
    type Columns = Columns;
    type Row = TransactionRow;

    fn store(&self) -> &Store<Columns> {
        &self.store
    }

    fn store_mut(&mut self) -> &mut Store<Columns> {
        &mut self.store
    }

    fn id(&mut self, transaction: &Transaction) -> Id {
        transaction.id
    }

    fn packed(&mut self, transaction: Transaction, place: u32) -> Packed {
        let known_trip = self.store.columns.trip.get(place as usize);
        let known_trip = known_trip.copied().unwrap_or(ABSENT);
        let values = &mut self.store.values;
        Packed {
            date: values.moment(transaction.date),
            amount: values.sum(transaction.amount),
            driver: self.drivers.code(transaction.driver),
            kind: values.reference(transaction.r#type),
            integration: values.reference(transaction.integration),
            description: values.text(transaction.description),
            payment: self.payments.code(transaction.payment_id),
            trip: self.trips.put(transaction.trip, known_trip, values),
        }
    }

    fn row(&self, place: u32) -> Option<TransactionRow> {
        let (id, row) = self.store.get(place)?;
        let values = &self.store.values;
        let driver = self.drivers.get(row.driver);
        let id_of = |code| values.references.get(code).and_then(|one| one.id);
        Some(TransactionRow {
            id,
            driver_id: driver.and_then(|driver| driver.id),
            driver: driver.map(driver_name).unwrap_or_default().into_owned(),
            phone: driver.map_or("", driver_phone).to_owned(),
            date: values.written(row.date).unwrap_or_default(),
            type_id: id_of(row.kind),
            type_title: values.title(row.kind),
            amount: values.amount(row.amount),
            integration_id: id_of(row.integration),
            integration: values.title(row.integration),
            description: values.owned(row.description).unwrap_or_default(),
            payment_id: self.payments.get(row.payment).copied(),
            is_trip: row.trip != ABSENT,
            route: self.trips.route(row.trip, values),
        })
    }

    fn trim_others(&mut self) {
        self.trips.trim();
    }
}

impl Transactions {
    /// The transaction as the service gave it.
    pub fn transaction(&self, place: u32) -> Option<Transaction> {
        let (id, row) = self.store.get(place)?;
        let values = &self.store.values;
        Some(Transaction {
            id,
            date: values.written(row.date),
            description: values.owned(row.description),
            driver: self.drivers.get(row.driver).cloned(),
            r#type: values.referred(row.kind),
            integration: values.referred(row.integration),
            amount: values.amount(row.amount),
            payment_id: self.payments.get(row.payment).copied(),
            trip: self.trips.trip(row.trip, values),
        })
    }
}

impl Fingerprint for TransactionDriver {
    fn print(&self, hasher: &mut impl Hasher) {
        (self.id, &self.full_name, &self.phone).hash(hasher);
    }
}

/// The driver's name as it is shown.
pub fn driver_name(driver: &TransactionDriver) -> Cow<'_, str> {
    name_of(
        driver.full_name.as_deref(),
        [&driver.last_name, &driver.first_name, &driver.middle_name],
    )
}

/// Digits, country code first.
pub fn driver_phone(driver: &TransactionDriver) -> &str {
    driver.phone.as_ref().map_or("", |phone| phone.digits())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = r#"{
        "id": 88000001, "date": "2026-10-31T23:39:00+03:00", "description": "Оплата поездки",
        "driver": {"id": 7, "phone": 79110000000, "last_name": "Тестов", "first_name": "Тест",
            "middle_name": null, "full_name": "Тестов Тест"},
        "type": {"id": 1, "name": "Поездка"}, "integration": {"id": 1, "name": "YanGo"}, "amount": -1234.5678,
        "payment_id": 48141222,
        "trip": {"date": "2026-10-31T23:00:00+03:00", "address_from": "Москва, ул. Тверская, 7",
            "address_to": "Химки, ул. Победы, 11", "duration": 1800, "distance": "12.5",
            "payment_type": {"id": 1, "name": "Наличные"}, "comment": "Детское кресло",
            "amount": {"order": 100000000.5, "tip": 0.125, "cash": "97.10", "cashless": null,
                "aggregator_commission": -12, "customer_commission": 0, "total": 1}}
    }"#;

    fn transaction(text: &str) -> Transaction {
        serde_json::from_str(text).unwrap()
    }

    fn of(texts: &[&str]) -> Transactions {
        let mut rows = Transactions::default();
        for text in texts {
            rows.take(transaction(text), 1);
        }
        rows
    }

    #[test]
    fn nothing_of_a_transaction_or_its_trip_is_lost_by_packing_it() {
        let texts = [
            r#"{"id": "1"}"#,
            r#"{"id": 2, "trip": {"amount": {}}}"#,
            r#"{"id": 3, "trip": {}, "amount": 0.000000000000000001, "date": "вчера"}"#,
            FULL,
        ];
        let rows = of(&texts);
        for (place, text) in (0..).zip(texts) {
            assert_eq!(rows.transaction(place), Some(transaction(text)), "{text}");
        }
        assert_eq!(rows.transaction(4), None);
    }

    #[test]
    fn a_row_read_again_is_replaced_and_its_trip_is_not_stored_twice() {
        let mut rows = of(&[FULL, FULL]);
        let newer = FULL.replace("Химки, ул. Победы, 11", "Мытищи");
        rows.take(transaction(&newer), 2);
        assert_eq!((rows.index().len(), rows.trips.addresses(1)), (1, None));
        assert_eq!(rows.transaction(0), Some(transaction(&newer)));
        rows.take(transaction(r#"{"id": 88000001}"#), 3);
        let bare = rows.row(0).unwrap();
        assert_eq!((bare.is_trip, bare.route.as_str()), (false, ""));
    }

    #[test]
    fn a_route_names_the_ends_that_are_known() {
        let rows = of(&[
            FULL,
            r#"{"id": 1, "trip": {"address_from": "А"}}"#,
            r#"{"id": 2, "trip": {"address_to": "Б"}}"#,
            r#"{"id": 3, "trip": {}}"#,
        ]);
        let routes = [0, 1, 2, 3].map(|place| rows.row(place).unwrap().route);
        let whole = "Москва, ул. Тверская, 7 → Химки, ул. Победы, 11";
        assert_eq!(routes, [whole, "А", "→ Б", ""]);
        assert!(rows.row(3).unwrap().is_trip);
    }
}
