//! What a payment is found by: the driver, a phone, its id, a sum in any writing, the status, a requisite.

use super::columns::{Payments, driver_name, driver_phone};
use crate::registers::{
    dictionary::title,
    find::{Hits, Needle},
};

/// Tells by its place whether a payment contains the needle.
pub fn finder(rows: &Payments, needle: &Needle) -> impl Fn(usize) -> bool {
    let drivers = Hits::of(rows.drivers.items(), |driver| {
        needle.in_text(&driver_name(driver)) || needle.in_phone(driver_phone(driver))
    });
    let titled = |references| Hits::of(references, |one| needle.in_text(title(one)));
    let statuses = titled(rows.values.references.items());
    let requisites = titled(rows.requisites.items());
    move |place| {
        let columns = &rows.columns;
        let in_sum = |column: &[_]| {
            needle.in_sum(|| {
                let sum = column.get(place)?;
                rows.values.decimal(*sum)
            })
        };
        drivers.at(&columns.driver, place)
            || statuses.at(&columns.status, place)
            || requisites.at(&columns.requisites, place)
            || rows.id(place).is_some_and(|id| needle.in_id(id))
            || in_sum(&columns.amount)
            || in_sum(&columns.amount_paid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::find::matching;

    fn found(text: &str) -> Vec<i64> {
        let rows = [
            r#"{"id": 48141222, "amount": 1234.5, "amount_paid": 1200, "status": {"id": 1, "title": "Выплачен"},
                "driver": {"id": 1, "full_name": "Фёдоров Пётр Ильич", "phone": "+79110000017"}}"#,
            r#"{"id": 48141333, "amount": 99, "status": {"id": 2, "title": "Отклонен"},
                "requisites": {"id": 5, "title": "Карта ****0007"},
                "driver": {"id": 2, "full_name": "Иванова Мария", "phone": "+79220000018"}}"#,
        ];
        let mut table = Payments::default();
        for row in rows {
            table.take(serde_json::from_str(row).unwrap(), 1);
        }
        let places = matching(&table, text);
        places
            .into_iter()
            .map(|place| table.id(place as usize).unwrap().0)
            .collect()
    }

    #[test]
    fn a_payment_is_found_in_whatever_writing_it_is_looked_for() {
        let first = [
            "фЕДОРОВ",
            "петр фёдоров",
            "1 234,50",
            "1234.5",
            "1\u{A0}234,5",
            "48141222",
            "141222",
            "+7 (911) 000-00-17",
            "89110000017",
            "выпл",
            "1200,00",
            "пётр 1234",
        ];
        for text in first {
            assert_eq!(found(text), [48_141_222], "{text}");
        }
        for text in ["****0007", "отклон", "99,00", "мария иванова"] {
            assert_eq!(found(text), [48_141_333], "{text}");
        }
        assert_eq!(found("  ").len(), 2);
        assert_eq!(found("48141").len(), 2);
        assert!(found("сидоров").is_empty());
        assert!(found("1234,51").is_empty());
    }
}
