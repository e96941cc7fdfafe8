//! The rows of a register, column by column: codes instead of texts, numbers instead of decimals and times.
//! Sixty thousand payments with their histories take some twenty megabytes, and sorting touches one column.

use std::collections::HashMap;

use jump::{BankAccount, Id, Payment, PaymentDriver, PaymentEvent, Reference};
use rust_decimal::Decimal;

use super::{
    dictionary::{Dictionary, driver_group, driver_name, driver_phone, title},
    moment::Moment,
    sum::Sum,
    types::PaymentRow,
};

macro_rules! columns {
    ($($name:ident: $kind:ty),* $(,)?) => {
        /// One row, as codes and numbers.
        #[derive(Clone, Copy, PartialEq)]
        struct Packed { $($name: $kind),* }

        /// All rows: a vector per member.
        #[derive(Default)]
        pub struct Columns { $(pub $name: Vec<$kind>),* }

        impl Columns {
            fn push(&mut self, row: Packed) {
                $(self.$name.push(row.$name);)*
            }

            fn get(&self, place: usize) -> Option<Packed> {
                Some(Packed { $($name: *self.$name.get(place)?),* })
            }

            fn set(&mut self, place: usize, row: Packed) {
                $(if let Some(cell) = self.$name.get_mut(place) { *cell = row.$name; })*
            }

            fn keep(&mut self, kept: &[bool]) {
                $(
                    let mut places = kept.iter();
                    self.$name.retain(|_| places.next().copied().unwrap_or(false));
                )*
            }
        }
    };
}

columns! {
    id: i64,
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
    // The round of reading that saw the row last.
    seen: u32,
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
pub struct Rows {
    pub columns: Columns,
    places: HashMap<i64, u32>,
    pub drivers: Dictionary<PaymentDriver>,
    /// Statuses, ways of payment, integrations, sources, legal entities, accounts.
    pub references: Dictionary<Reference>,
    /// Apart, because there are nearly as many as rows.
    pub requisites: Dictionary<Reference>,
    bank_accounts: Dictionary<BankAccount>,
    pub texts: Dictionary<String>,
    steps: Vec<Step>,
    /// Amounts that do not fit the column.
    pub odd: Vec<Decimal>,
}

impl Rows {
    pub fn len(&self) -> usize {
        self.columns.id.len()
    }

    pub fn place_of(&self, id: Id) -> Option<u32> {
        self.places.get(&id.0).copied()
    }

    /// Takes a payment as seen in this round; a known one is replaced by its newer reading.
    pub fn take(&mut self, payment: Payment, round: u32) {
        let id = payment.id.0;
        let known = self.places.get(&id).copied();
        let before = known.and_then(|place| self.columns.get(place as usize));
        let row = self.packed(payment, round, before.map(|row| row.history));
        match known {
            Some(place) => self.columns.set(place as usize, row),
            None => {
                let place = u32::try_from(self.len()).unwrap_or(u32::MAX);
                self.columns.push(row);
                self.places.insert(id, place);
            }
        }
    }

    /// Forgets the rows that this round did not see. Answers how many.
    pub fn forget_unseen(&mut self, round: u32) -> usize {
        let kept: Vec<bool> = self
            .columns
            .seen
            .iter()
            .map(|seen| *seen == round)
            .collect();
        let gone = kept.iter().filter(|kept| !**kept).count();
        if gone > 0 {
            self.columns.keep(&kept);
            let ids = self.columns.id.iter().zip(0_u32..);
            self.places = ids.map(|(id, place)| (*id, place)).collect();
        }
        gone
    }

    fn packed(&mut self, payment: Payment, round: u32, known: Option<Steps>) -> Packed {
        let history = self.packed_history(payment.history, known);
        let Self {
            texts,
            references,
            odd,
            ..
        } = self;
        let mut moment = |text| Moment::pack(text, texts);
        let mut sum = |amount| Sum::pack(amount, odd);
        Packed {
            id: payment.id.0,
            created_at: moment(payment.created_at),
            updated_at: moment(payment.updated_at),
            paid_at: moment(payment.paid_at),
            amount: sum(payment.amount),
            amount_paid: sum(payment.amount_paid),
            commission: sum(payment.commission),
            commission_bank: sum(payment.commission_bank),
            driver: self.drivers.code(payment.driver),
            status: references.code(payment.status),
            pay_type: references.code(payment.pay_type),
            integration: references.code(payment.integration),
            request_type: references.code(payment.request_type),
            agent: references.code(payment.agent),
            aggregator: references.code(payment.aggregator),
            bank_account: self.bank_accounts.code(payment.bank_account),
            requisites: self.requisites.code(payment.requisites),
            write_off_account: references.code(payment.write_off_account),
            history,
            seen: round,
        }
    }

    /// A history that did not change since the last reading is not stored twice.
    fn packed_history(&mut self, history: Vec<PaymentEvent>, known: Option<Steps>) -> Steps {
        let start = self.steps.len();
        for event in history {
            let at = Moment::pack(event.date_time, &mut self.texts);
            let action = self.texts.code(event.action);
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
        let row = self.columns.get(place as usize)?;
        let reference = |code| self.references.get(code).cloned();
        let events = self.steps_of(row.history).iter().map(|step| PaymentEvent {
            date_time: step.at.text(&self.texts),
            action: self.texts.get(step.action).cloned(),
        });
        Some(Payment {
            id: Id(row.id),
            created_at: row.created_at.text(&self.texts),
            updated_at: row.updated_at.text(&self.texts),
            driver: self.drivers.get(row.driver).cloned(),
            status: reference(row.status),
            amount: row.amount.amount(&self.odd),
            amount_paid: row.amount_paid.amount(&self.odd),
            commission: row.commission.amount(&self.odd),
            commission_bank: row.commission_bank.amount(&self.odd),
            paid_at: row.paid_at.text(&self.texts),
            pay_type: reference(row.pay_type),
            integration: reference(row.integration),
            request_type: reference(row.request_type),
            agent: reference(row.agent),
            aggregator: reference(row.aggregator),
            bank_account: self.bank_accounts.get(row.bank_account).cloned(),
            requisites: self.requisites.get(row.requisites).cloned(),
            write_off_account: reference(row.write_off_account),
            history: events.collect(),
        })
    }

    /// The row as the table shows it.
    pub fn row(&self, place: u32) -> Option<PaymentRow> {
        let row = self.columns.get(place as usize)?;
        let driver = self.drivers.get(row.driver);
        let status = self.references.get(row.status);
        let title_of = |code| self.references.get(code).map_or("", title).to_owned();
        let status_id = status.and_then(|status| status.id);
        Some(PaymentRow {
            id: Id(row.id),
            driver_id: driver.and_then(|driver| driver.id),
            driver: driver.map(driver_name).unwrap_or_default(),
            phone: driver.map_or("", driver_phone).to_owned(),
            created_at: row.created_at.text(&self.texts).unwrap_or_default(),
            paid_at: row.paid_at.text(&self.texts),
            status_id,
            status: title_of(row.status),
            theme: theme(status_id).to_owned(),
            amount: row.amount.amount(&self.odd),
            commission: row.commission.amount(&self.odd),
            amount_paid: row.amount_paid.amount(&self.odd),
            pay_type: title_of(row.pay_type),
            request_type: title_of(row.request_type),
            agent: title_of(row.agent),
            group: driver.map_or("", driver_group).to_owned(),
            integration: title_of(row.integration),
            requisites: self
                .requisites
                .get(row.requisites)
                .map_or("", title)
                .to_owned(),
        })
    }
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
        let mut rows = Rows::default();
        let bare = payment(r#"{"id": "1"}"#);
        rows.take(bare.clone(), 1);
        rows.take(payment(FULL), 1);
        assert_eq!(rows.payment(0), Some(bare));
        assert_eq!(rows.payment(1), Some(payment(FULL)));
        assert_eq!(rows.payment(2), None);
    }

    #[test]
    fn a_row_read_again_is_replaced_and_its_history_is_not_stored_twice() {
        let mut rows = Rows::default();
        rows.take(payment(FULL), 1);
        rows.take(payment(FULL), 2);
        assert_eq!((rows.len(), rows.steps.len()), (1, 2));
        let newer = FULL.replace("Выплачен", "Отклонен");
        rows.take(payment(&newer), 3);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows.row(0).unwrap().status, "Отклонен");
    }

    #[test]
    fn a_row_that_left_the_filter_goes_and_the_others_keep_their_places() {
        let mut rows = Rows::default();
        for (id, round) in [(1, 1), (2, 2), (3, 1), (4, 2)] {
            rows.take(payment(&format!(r#"{{"id": {id}}}"#)), round);
        }
        assert_eq!(rows.forget_unseen(2), 2);
        assert_eq!(rows.columns.id, [2, 4]);
        assert_eq!(rows.place_of(Id(4)), Some(1));
        assert_eq!(rows.place_of(Id(3)), None);
    }
}
