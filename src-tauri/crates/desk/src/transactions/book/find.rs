//! What a transaction is found by: the driver, a phone, its id or that of its payment, the description, a sum in any
//! writing, the type, the addresses of its trip.

use super::columns::{Transactions, driver_name, driver_phone};
use crate::registers::{
    dictionary::title,
    find::{Hits, Needle},
};

/// Tells by its place whether a transaction contains the needle.
pub fn finder(rows: &Transactions, needle: &Needle) -> impl Fn(usize) -> bool {
    let Transactions {
        columns,
        values,
        trips,
        ..
    } = rows;
    let drivers = Hits::of(rows.drivers.items(), |driver| {
        needle.in_text(&driver_name(driver)) || needle.in_phone(driver_phone(driver))
    });
    let types = Hits::of(values.references.items(), |one| needle.in_text(title(one)));
    let payments = Hits::of(rows.payments.items(), |id| needle.in_id(id));
    // Descriptions and addresses; the other texts are not asked about.
    let texts = Hits::of(values.texts.iter(), |text| needle.in_text(text));
    move |place| {
        let in_addresses = || {
            let trip = columns.trip.get(place).copied();
            let ends = trip.and_then(|trip| trips.addresses(trip));
            ends.is_some_and(|(from, to)| texts.hit(from) || texts.hit(to))
        };
        let amount = || values.decimal(*columns.amount.get(place)?);
        drivers.at(&columns.driver, place)
            || types.at(&columns.kind, place)
            || texts.at(&columns.description, place)
            || payments.at(&columns.payment, place)
            || rows.id(place).is_some_and(|id| needle.in_id(id))
            || in_addresses()
            || needle.in_sum(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::find::matching;

    fn found(text: &str) -> Vec<i64> {
        let rows = [
            r#"{"id": 88000001, "amount": -1234.5, "type": {"id": 2, "name": "Вывод средств"},
                "description": "Выплата по заявке", "payment_id": 48141222,
                "driver": {"id": 1, "full_name": "Фёдоров Пётр Ильич", "phone": 79110000017}}"#,
            r#"{"id": 88000777, "amount": 99, "type": {"id": 1, "name": "Поездка"},
                "trip": {"address_from": "Москва, Берёзовая аллея, 3", "address_to": "Химки", "distance": "4321"},
                "driver": {"id": 2, "last_name": "Иванова", "first_name": "Мария"}}"#,
        ];
        let mut table = Transactions::default();
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
    fn what_is_copied_off_the_screen_finds_its_row_and_no_other() {
        for text in [
            "88 000 001",
            "88\u{A0}000\u{A0}001",
            "\u{2212}1\u{A0}234,50",
            "пётр \u{2212}1 234,50",
            "–1234",
        ] {
            assert_eq!(found(text), [88_000_001], "{text}");
        }
        // The groups are in the id of the second row, the number is not.
        assert!(found("777 000").is_empty());
        assert!(found("1 777").is_empty());
    }

    #[test]
    fn a_phone_typed_from_eight_does_not_lose_its_driver_half_way() {
        for text in ["8911", "8 911 000", "8 (911) 000-00", "8 911 000-00-17"] {
            assert_eq!(found(text), [88_000_001], "{text}");
        }
    }

    #[test]
    fn a_transaction_is_found_in_whatever_writing_it_is_looked_for() {
        let first = [
            "петр фёдоров",
            "1 234,50",
            "-1234.5",
            "88000001",
            "48141222",
            "8 (911) 000-00-17",
            "по заявке",
            "ВЫВОД",
            "пётр 1234",
        ];
        for text in first {
            assert_eq!(found(text), [88_000_001], "{text}");
        }
        for text in ["березовая", "химки", "99,00", "мария иванова", "поездка 99"]
        {
            assert_eq!(found(text), [88_000_777], "{text}");
        }
        assert_eq!(found("  ").len(), 2);
        assert_eq!(found("88000").len(), 2);
        // Not shown in a row, so not found by it.
        assert!(found("4321").is_empty());
    }
}
