//! Payments put into order by any of their columns.

use jump::{PaymentDriver, Reference};

use super::{
    columns::{Payments, driver_group, driver_name, driver_phone},
    types::PaymentColumn,
};
use crate::registers::{
    dictionary::{Dictionary, title},
    moment::Moment,
    order::{ranks, sorted},
    sum::Sum,
    types::RegisterOrder,
};

/// Puts these places into order.
pub fn arrange(
    rows: &Payments,
    places: Vec<u32>,
    order: &RegisterOrder<PaymentColumn>,
) -> Vec<u32> {
    let Payments {
        columns,
        values,
        index,
        ..
    } = rows;
    let down = order.descending;
    let moment = |column: &[Moment]| {
        sorted(index, places.clone(), down, |place| {
            values.instant(*column.get(place)?)
        })
    };
    let sum = |column: &[Sum]| {
        sorted(index, places.clone(), down, |place| {
            values.decimal(*column.get(place)?)
        })
    };
    let text = |codes: &[u32], ranks: Vec<Option<u32>>| {
        sorted(index, places.clone(), down, |place| {
            *ranks.get(*codes.get(place)? as usize)?
        })
    };
    let driver = |name: fn(&PaymentDriver) -> String| ranked(&rows.drivers, name);
    let reference = || ranked(&values.references, owned_title);
    match order.column {
        PaymentColumn::Id => sorted(index, places, down, |place| rows.id(place)),
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
            text(&columns.requisites, ranked(&rows.requisites, owned_title))
        }
    }
}

fn owned_title(reference: &Reference) -> String {
    title(reference).to_owned()
}

fn ranked<T>(dictionary: &Dictionary<T>, text: fn(&T) -> String) -> Vec<Option<u32>> {
    let items = dictionary.items();
    ranks(items.len(), (0..).zip(items.iter().map(text)))
}
