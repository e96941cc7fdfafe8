//! The order of the shown rows: by any column, equal ones by id, empty ones last whichever way it runs.

use std::{cmp::Ordering, collections::BTreeSet};

use jump::{PaymentDriver, Reference};

use super::{
    columns::Rows,
    dictionary::{Dictionary, driver_group, driver_name, driver_phone, title},
    moment::Moment,
    sum::Sum,
    types::{PaymentColumn, RegisterOrder},
};

/// How a register is ordered until somebody asks otherwise: the newest first.
pub const USUAL: RegisterOrder = RegisterOrder {
    column: PaymentColumn::CreatedAt,
    descending: true,
};

/// Puts these places of rows into order.
pub fn arrange(rows: &Rows, places: Vec<u32>, order: &RegisterOrder) -> Vec<u32> {
    let columns = &rows.columns;
    let down = order.descending;
    let moment = |column: &[Moment]| {
        sorted(rows, places.clone(), down, |place| {
            column.get(place)?.instant(&rows.texts)
        })
    };
    let sum = |column: &[Sum]| {
        sorted(rows, places.clone(), down, |place| {
            column.get(place)?.decimal(&rows.odd)
        })
    };
    let text = |codes: &[u32], ranks: Vec<Option<u32>>| {
        sorted(rows, places.clone(), down, |place| {
            *ranks.get(*codes.get(place)? as usize)?
        })
    };
    let driver = |name: fn(&PaymentDriver) -> String| ranks(&rows.drivers, name);
    let reference = || ranks(&rows.references, owned_title);
    match order.column {
        PaymentColumn::Id => sorted(rows, places.clone(), down, |place| {
            columns.id.get(place).copied()
        }),
        PaymentColumn::CreatedAt => moment(&columns.created_at),
        PaymentColumn::PaidAt => moment(&columns.paid_at),
        PaymentColumn::Amount => sum(&columns.amount),
        PaymentColumn::Commission => sum(&columns.commission),
        PaymentColumn::AmountPaid => sum(&columns.amount_paid),
        PaymentColumn::Driver => text(&columns.driver, driver(driver_name)),
        PaymentColumn::Phone => text(&columns.driver, driver(|one| driver_phone(one).to_owned())),
        PaymentColumn::Group => text(&columns.driver, driver(|one| driver_group(one).to_owned())),
        PaymentColumn::Status => text(&columns.status, reference()),
        PaymentColumn::PayType => text(&columns.pay_type, reference()),
        PaymentColumn::RequestType => text(&columns.request_type, reference()),
        PaymentColumn::Agent => text(&columns.agent, reference()),
        PaymentColumn::Integration => text(&columns.integration, reference()),
        PaymentColumn::Requisites => {
            text(&columns.requisites, ranks(&rows.requisites, owned_title))
        }
    }
}

fn owned_title(reference: &Reference) -> String {
    title(reference).to_owned()
}

fn sorted<K: Ord>(
    rows: &Rows,
    places: Vec<u32>,
    descending: bool,
    key: impl Fn(usize) -> Option<K>,
) -> Vec<u32> {
    let id = |place: u32| rows.columns.id.get(place as usize).copied();
    let keyed = places
        .into_iter()
        .map(|place| (key(place as usize), id(place), place));
    let mut keyed: Vec<_> = keyed.collect();
    keyed.sort_unstable_by(|(left, left_id, _), (right, right_id, _)| {
        let by_key = match (left, right) {
            (Some(left), Some(right)) if descending => right.cmp(left),
            (Some(left), Some(right)) => left.cmp(right),
            (left, right) => left.is_none().cmp(&right.is_none()),
        };
        let by_id = || match descending {
            true => right_id.cmp(left_id),
            false => left_id.cmp(right_id),
        };
        by_key.then_with(by_id)
    });
    keyed.into_iter().map(|(_, _, place)| place).collect()
}

/// The place of each code's text among all texts of its dictionary; none for an empty one.
fn ranks<T>(dictionary: &Dictionary<T>, text: impl Fn(&T) -> String) -> Vec<Option<u32>> {
    let keys: Vec<Collated> = dictionary
        .items()
        .iter()
        .map(|item| Collated::new(&text(item)))
        .collect();
    let distinct: BTreeSet<&Collated> = keys.iter().collect();
    let distinct: Vec<&Collated> = distinct.into_iter().collect();
    let rank = |key: &Collated| {
        let place = distinct.binary_search(&key).ok()?;
        (!key.letters.is_empty()).then_some(u32::try_from(place).unwrap_or(u32::MAX))
    };
    keys.iter().map(rank).collect()
}

/// Russian alphabetical order: case does not count, `ё` stands with `е` and after it where all else is equal.
#[derive(Debug, PartialEq, Eq)]
struct Collated {
    letters: String,
    exact: String,
}

impl Collated {
    fn new(text: &str) -> Self {
        let exact = text.trim().to_lowercase();
        Self {
            letters: exact.replace('ё', "е"),
            exact,
        }
    }
}

impl Ord for Collated {
    fn cmp(&self, other: &Self) -> Ordering {
        self.letters
            .cmp(&other.letters)
            .then_with(|| self.exact.cmp(&other.exact))
    }
}

impl PartialOrd for Collated {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(names: &[&str]) -> Rows {
        let mut rows = Rows::default();
        for (id, name) in (1..).zip(names) {
            let text =
                format!(r#"{{"id": {id}, "driver": {{"id": {id}, "full_name": "{name}"}}}}"#);
            rows.take(serde_json::from_str(&text).unwrap(), 1);
        }
        rows
    }

    fn ids(rows: &Rows, descending: bool) -> Vec<i64> {
        let order = RegisterOrder {
            column: PaymentColumn::Driver,
            descending,
        };
        let all = (0..rows.len() as u32).collect();
        let places = arrange(rows, all, &order);
        places
            .into_iter()
            .map(|place| rows.columns.id[place as usize])
            .collect()
    }

    #[test]
    fn names_stand_as_in_a_russian_telephone_book_and_empty_ones_last() {
        let rows = rows(&["Яков", "ёлкин", "Жуков", "", "Елкин", "Еремин", "ЁЛКИН"]);
        assert_eq!(ids(&rows, false), [5, 2, 7, 6, 3, 1, 4]);
        assert_eq!(ids(&rows, true), [1, 3, 6, 7, 2, 5, 4]);
    }
}
