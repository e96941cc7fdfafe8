//! The rows of a register, column by column: codes instead of texts, numbers instead of decimals and times.
//! Sixty thousand payments with their histories take some twenty megabytes, and sorting touches one column.

use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
};

use jump::{BankAccount, Id, Payment, PaymentDriver, PaymentEvent, Reference};

use super::types::PaymentRow;
use crate::registers::{
    columns::columns,
    dictionary::{Dictionary, Fingerprint, name_of, title},
    moment::Moment,
    store::{Store, Stored},
    sum::Sum,
};

columns! {
    created_at: Moment,
    updated_at: Moment,
    paid_at: Moment,
    amount: Sum,
    amount_paid: Sum,
    commission: Sum,
    commission_bank: Sum,
    driver: u32,
    status: u32,
    pay_type: u32,
    integration: u32,
    request_type: u32,
    agent: u32,
    aggregator: u32,
    bank_account: u32,
    requisites: u32,
    write_off_account: u32,
    history: Steps,
}

/// A part of the flat list of events.
#[derive(Clone, Copy, PartialEq)]
pub struct Steps {
    start: u32,
    count: u32,
}

#[derive(Clone, Copy, PartialEq)]
struct Step {
    at: Moment,
    action: u32,
}

/// Unique payments in the order of their arrival.
#[derive(Default)]
pub struct Payments {
    pub store: Store<Columns>,
    pub drivers: Dictionary<PaymentDriver>,
    /// Apart, because there are nearly as many as rows.
    pub requisites: Dictionary<Reference>,
    bank_accounts: Dictionary<BankAccount>,
    steps: Vec<Step>,
}

impl Stored for Payments {
    type Item = Payment;
    type Columns = Columns;
    type Row = PaymentRow;

    fn store(&self) -> &Store<Columns> {
        &self.store
    }

    fn store_mut(&mut self) -> &mut Store<Columns> {
        &mut self.store
    }

    fn id(&mut self, payment: &Payment) -> Id {
        payment.id
    }

    fn packed(&mut self, payment: Payment, place: u32) -> Packed {
        let known = self.store.columns.history.get(place as usize).copied();
        let history = self.packed_history(payment.history, known);
        let values = &mut self.store.values;
        Packed {
            created_at: values.moment(payment.created_at),
            updated_at: values.moment(payment.updated_at),
            paid_at: values.moment(payment.paid_at),
            amount: values.sum(payment.amount),
            amount_paid: values.sum(payment.amount_paid),
            commission: values.sum(payment.commission),
            commission_bank: values.sum(payment.commission_bank),
            driver: self.drivers.code(payment.driver),
            status: values.reference(payment.status),
            pay_type: values.reference(payment.pay_type),
            integration: values.reference(payment.integration),
            request_type: values.reference(payment.request_type),
            agent: values.reference(payment.agent),
            aggregator: values.reference(payment.aggregator),
            bank_account: self.bank_accounts.code(payment.bank_account),
            requisites: self.requisites.code(payment.requisites),
            write_off_account: values.reference(payment.write_off_account),
            history,
        }
    }

    fn row(&self, place: u32) -> Option<PaymentRow> {
        let (id, row) = self.store.get(place)?;
        let values = &self.store.values;
        let driver = self.drivers.get(row.driver);
        let status = values.references.get(row.status);
        let status_id = status.and_then(|status| status.id);
        let requisites = self.requisites.get(row.requisites);
        Some(PaymentRow {
            id,
            driver_id: driver.and_then(|driver| driver.id),
            driver: driver.map(driver_name).unwrap_or_default().into_owned(),
            phone: driver.map_or("", driver_phone).to_owned(),
            created_at: values.written(row.created_at).unwrap_or_default(),
            paid_at: values.written(row.paid_at),
            status_id,
            status: values.title(row.status),
            theme: theme(status_id).to_owned(),
            amount: values.amount(row.amount),
            commission: values.amount(row.commission),
            amount_paid: values.amount(row.amount_paid),
            pay_type: values.title(row.pay_type),
            request_type: values.title(row.request_type),
            agent: values.title(row.agent),
            group: driver.map_or("", driver_group).to_owned(),
            integration: values.title(row.integration),
            requisites: requisites.map_or("", title).to_owned(),
        })
    }

    fn trim_others(&mut self) {
        self.requisites.trim();
        self.steps.shrink_to_fit();
    }
}

impl Payments {
    /// A history that did not change since the last reading is not stored twice.
    fn packed_history(&mut self, history: Vec<PaymentEvent>, known: Option<Steps>) -> Steps {
        let start = self.steps.len();
        for event in history {
            let at = self.store.values.moment(event.date_time);
            let action = self.store.values.text(event.action);
            self.steps.push(Step { at, action });
        }
        if let Some(known) = known
            && self.steps_of(known) == &self.steps[start..]
        {
            self.steps.truncate(start);
            return known;
        }
        let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Steps {
            start: narrow(start),
            count: narrow(self.steps.len() - start),
        }
    }

    fn steps_of(&self, part: Steps) -> &[Step] {
        let start = part.start as usize;
        let end = start.saturating_add(part.count as usize);
        self.steps.get(start..end).unwrap_or_default()
    }

    /// The payment as the service gave it.
    pub fn payment(&self, place: u32) -> Option<Payment> {
        let (id, row) = self.store.get(place)?;
        let values = &self.store.values;
        let events = self.steps_of(row.history).iter().map(|step| PaymentEvent {
            date_time: values.written(step.at),
            action: values.owned(step.action),
        });
        Some(Payment {
            id,
            created_at: values.written(row.created_at),
            updated_at: values.written(row.updated_at),
            driver: self.drivers.get(row.driver).cloned(),
            status: values.referred(row.status),
            amount: values.amount(row.amount),
            amount_paid: values.amount(row.amount_paid),
            commission: values.amount(row.commission),
            commission_bank: values.amount(row.commission_bank),
            paid_at: values.written(row.paid_at),
            pay_type: values.referred(row.pay_type),
            integration: values.referred(row.integration),
            request_type: values.referred(row.request_type),
            agent: values.referred(row.agent),
            aggregator: values.referred(row.aggregator),
            bank_account: self.bank_accounts.get(row.bank_account).cloned(),
            requisites: self.requisites.get(row.requisites).cloned(),
            write_off_account: values.referred(row.write_off_account),
            history: events.collect(),
        })
    }
}

impl Fingerprint for PaymentDriver {
    fn print(&self, hasher: &mut impl Hasher) {
        (self.id, &self.full_name, &self.phone).hash(hasher);
    }
}

impl Fingerprint for BankAccount {
    fn print(&self, hasher: &mut impl Hasher) {
        (self.id, &self.name).hash(hasher);
        // Written differently, an amount is still the same one.
        self.balance
            .map(|sum| sum.decimal().normalize())
            .hash(hasher);
    }
}

/// The driver's name as it is shown.
pub fn driver_name(driver: &PaymentDriver) -> Cow<'_, str> {
    name_of(
        driver.full_name.as_deref(),
        [&driver.last_name, &driver.first_name, &driver.second_name],
    )
}

/// Digits, country code first.
pub fn driver_phone(driver: &PaymentDriver) -> &str {
    driver.phone.as_ref().map_or("", |phone| phone.digits())
}

/// The group's title.
pub fn driver_group(driver: &PaymentDriver) -> &str {
    driver.group.as_ref().map_or("", title)
}

/// How the service itself colours its known statuses; empty for one that is not known.
fn theme(status: Option<Id>) -> &'static str {
    match status.map(Id::get) {
        Some(1) => "success",
        Some(2 | 5) => "danger",
        Some(3) => "info",
        Some(4 | 7 | 8) => "warning",
        Some(6) => "secondary",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = r#"{
        "id": 48141222, "created_at": "2026-10-31T23:39:00+03:00", "updated_at": "2026-10-31T23:59:59+03:00",
        "driver": {"id": 7, "full_name": "Тестов Тест Тестович", "first_name": "Тест", "second_name": null,
            "last_name": "Тестов", "phone": "+79110000000", "group": {"id": 3, "title": "Партнёры"}},
        "status": {"id": 1, "title": "Выплачен", "theme": "success"},
        "amount": 12345.1434, "amount_paid": "97", "commission": 0.123456, "commission_bank": null,
        "paid_at": null, "pay_type": {"id": 3, "title": "СБП"}, "integration": null,
        "request_type": {"id": 1, "title": "API"}, "agent": {"id": 2, "name": "ООО «Ромашка»"},
        "aggregator": {"id": 1, "title": "YanGo"},
        "bank_account": {"id": 5, "name": "Счёт", "balance": 10.5, "is_default": true,
            "payment_types": [{"id": 1, "slug": "bank", "title": "Счёт"}], "agent": {"id": 2, "name": "ООО"}},
        "requisites": {"id": 9, "title": "СБП ****0001"}, "write_off_account": {"id": 41, "title": "Расчётный"},
        "history": [{"date_time": "2026-10-31T23:39:00+03:00", "action": "Создан"},
            {"date_time": null, "action": "Отклонен: тест"}]
    }"#;

    fn payment(text: &str) -> Payment {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn nothing_of_a_payment_is_lost_by_packing_it() {
        let mut rows = Payments::default();
        let bare = payment(r#"{"id": "1"}"#);
        rows.take(bare.clone(), 1);
        rows.take(payment(FULL), 1);
        assert_eq!(rows.payment(0), Some(bare));
        assert_eq!(rows.payment(1), Some(payment(FULL)));
        assert_eq!(rows.payment(2), None);
    }

    #[test]
    fn a_row_read_again_is_replaced_and_its_history_is_not_stored_twice() {
        let mut rows = Payments::default();
        rows.take(payment(FULL), 1);
        rows.take(payment(FULL), 2);
        assert_eq!((rows.index().len(), rows.steps.len()), (1, 2));
        let newer = FULL.replace("Выплачен", "Отклонен");
        rows.take(payment(&newer), 3);
        assert_eq!(rows.index().len(), 1);
        assert_eq!(rows.row(0).unwrap().status, "Отклонен");
    }

    #[test]
    fn a_row_that_left_the_filter_goes_and_the_others_keep_their_places() {
        let mut rows = Payments::default();
        for (id, round) in [(1, 1), (2, 2), (3, 1), (4, 2)] {
            rows.take(
                payment(&format!(r#"{{"id": {id}, "amount": {id}}}"#)),
                round,
            );
        }
        assert_eq!(rows.forget_unseen(2), 2);
        let left = [0, 1, 2].map(|place| rows.row(place).map(|row| row.id.0));
        assert_eq!(left, [Some(2), Some(4), None]);
    }
}
