//! Transactions put into order by any of their columns.

use jump::TransactionDriver;

use super::{
    super::types::TransactionColumn,
    columns::{Transactions, driver_name, driver_phone},
};
use crate::registers::{
    dictionary::{ABSENT, Texts, title},
    order::{ranks, sorted},
    types::RegisterOrder,
};

/// Puts these places into order.
pub fn arrange(
    rows: &Transactions,
    places: Vec<u32>,
    order: &RegisterOrder<TransactionColumn>,
) -> Vec<u32> {
    let Transactions {
        columns,
        values,
        index,
        ..
    } = rows;
    let down = order.descending;
    let ranked = |places, codes: &[u32], ranks: Vec<Option<u32>>| {
        sorted(index, places, down, |place| {
            *ranks.get(*codes.get(place)? as usize)?
        })
    };
    let driver = |text: fn(&TransactionDriver) -> String| {
        let drivers = rows.drivers.items();
        ranks(drivers.len(), (0..).zip(drivers.iter().map(text)))
    };
    let titles = || {
        let references = values.references.items();
        ranks(references.len(), (0..).zip(references.iter().map(title)))
    };
    match order.column {
        TransactionColumn::Id => sorted(index, places, down, |place| rows.id(place)),
        TransactionColumn::Date => sorted(index, places, down, |place| {
            values.instant(*columns.date.get(place)?)
        }),
        TransactionColumn::Amount => sorted(index, places, down, |place| {
            values.decimal(*columns.amount.get(place)?)
        }),
        TransactionColumn::Payment => sorted(index, places, down, |place| {
            rows.payments.get(*columns.payment.get(place)?)
        }),
        TransactionColumn::Driver => ranked(places, &columns.driver, driver(driver_name)),
        TransactionColumn::Phone => {
            let phone = |driver: &TransactionDriver| driver_phone(driver).to_owned();
            ranked(places, &columns.driver, driver(phone))
        }
        TransactionColumn::Type => ranked(places, &columns.kind, titles()),
        TransactionColumn::Integration => ranked(places, &columns.integration, titles()),
        TransactionColumn::Description => {
            let ranks = ranks_among(&values.texts, columns.description.iter().copied());
            ranked(places, &columns.description, ranks)
        }
        TransactionColumn::Route => by_route(rows, places, down),
    }
}

/// By where the trip began, then by where it ended; rows without a route last.
fn by_route(rows: &Transactions, places: Vec<u32>, descending: bool) -> Vec<u32> {
    let ends = |trip: &u32| rows.trips.addresses(*trip);
    let all = rows.columns.trip.iter().filter_map(ends);
    let ranks = ranks_among(&rows.values.texts, all.flat_map(|(from, to)| [from, to]));
    let rank = |code: u32| ranks.get(code as usize).copied().flatten();
    sorted(&rows.index, places, descending, |place| {
        let (from, to) = ends(rows.columns.trip.get(place)?)?;
        let route = (rank(from), rank(to));
        (route != (None, None)).then_some(route)
    })
}

/// Ranks of the texts that stand in one column only: there are many others.
fn ranks_among(texts: &Texts, codes: impl Iterator<Item = u32>) -> Vec<Option<u32>> {
    let mut is_used = vec![false; texts.len()];
    for code in codes.filter(|code| *code != ABSENT) {
        if let Some(used) = is_used.get_mut(code as usize) {
            *used = true;
        }
    }
    let all = (0..).zip(texts.iter()).zip(&is_used);
    let used = all.filter_map(|(text, is_used)| is_used.then_some(text));
    ranks(texts.len(), used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(column: TransactionColumn, descending: bool) -> Vec<i64> {
        let rows = [
            r#"{"id": 1, "trip": {"address_from": "Ясная", "address_to": "Адмирала"}}"#,
            r#"{"id": 2, "trip": {"address_from": "Ёлочная", "address_to": "Южная"}, "payment_id": 9}"#,
            r#"{"id": 3, "trip": {}, "description": "ремонт"}"#,
            r#"{"id": 4, "trip": {"address_from": "ёлочная", "address_to": "Вокзал"}, "payment_id": 10}"#,
            r#"{"id": 5, "description": "Аренда"}"#,
        ];
        let mut table = Transactions::default();
        for row in rows {
            table.take(serde_json::from_str(row).unwrap(), 1);
        }
        let order = RegisterOrder { column, descending };
        let places = arrange(&table, (0..5).collect(), &order);
        let ids = places
            .into_iter()
            .map(|place| table.id(place as usize).unwrap().0);
        ids.collect()
    }

    #[test]
    fn routes_stand_by_their_beginning_then_by_their_end_and_rows_without_one_last() {
        assert_eq!(ids(TransactionColumn::Route, false), [4, 2, 1, 3, 5]);
        assert_eq!(ids(TransactionColumn::Route, true), [1, 2, 4, 5, 3]);
    }

    #[test]
    fn payments_stand_by_number_and_descriptions_by_the_alphabet() {
        assert_eq!(ids(TransactionColumn::Payment, false), [2, 4, 1, 3, 5]);
        assert_eq!(ids(TransactionColumn::Description, false), [5, 3, 1, 2, 4]);
    }
}
