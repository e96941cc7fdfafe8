//! The trips behind transactions, column by column, apart from the rows: not every transaction has one.

use jump::{Trip, TripAmount};

use crate::registers::{
    columns::{ColumnSet, columns},
    dictionary::ABSENT,
    moment::Moment,
    sum::Fare,
    values::Values,
};

columns! {
    date: Moment,
    from: u32,
    to: u32,
    duration: u32,
    distance: u32,
    payment_type: u32,
    comment: u32,
    // Whether the service told what the fare consists of.
    has_fare: bool,
    order: Fare,
    tip: Fare,
    cash: Fare,
    cashless: Fare,
    aggregator_commission: Fare,
    customer_commission: Fare,
    total: Fare,
}

/// Trips in the order of their arrival. A row has the place of its trip, [`ABSENT`] for none.
#[derive(Default)]
pub struct Trips(Columns);

impl Trips {
    /// The place of this trip; the newer reading of a trip that has a place already takes it.
    pub fn put(&mut self, trip: Option<Trip>, known: u32, values: &mut Values) -> u32 {
        let Some(trip) = trip else {
            return ABSENT;
        };
        let place = match known {
            ABSENT => u32::try_from(self.0.date.len()).unwrap_or(ABSENT),
            known => known,
        };
        self.0.put(place, packed(trip, values));
        place
    }

    pub fn trim(&mut self) {
        self.0.trim();
    }

    /// Codes of the texts: where the trip began and where it ended.
    pub fn addresses(&self, place: u32) -> Option<(u32, u32)> {
        let at = place as usize;
        Some((*self.0.from.get(at)?, *self.0.to.get(at)?))
    }

    /// `From → to`; empty when neither is known.
    pub fn route(&self, place: u32, values: &Values) -> String {
        let Some((from, to)) = self.addresses(place) else {
            return String::new();
        };
        let address = |code| values.texts.get(code).unwrap_or("");
        route(address(from), address(to))
    }

    /// The trip as the service gave it.
    pub fn trip(&self, place: u32, values: &Values) -> Option<Trip> {
        let trip = self.0.get(place)?;
        let fare = TripAmount {
            order: values.part(trip.order),
            tip: values.part(trip.tip),
            cash: values.part(trip.cash),
            cashless: values.part(trip.cashless),
            aggregator_commission: values.part(trip.aggregator_commission),
            customer_commission: values.part(trip.customer_commission),
            total: values.part(trip.total),
        };
        Some(Trip {
            date: values.written(trip.date),
            address_from: values.owned(trip.from),
            address_to: values.owned(trip.to),
            duration: values.owned(trip.duration),
            distance: values.owned(trip.distance),
            payment_type: values.referred(trip.payment_type),
            amount: trip.has_fare.then_some(fare),
            comment: values.owned(trip.comment),
        })
    }
}

/// `From → to`; empty when neither is known.
pub fn route(from: &str, to: &str) -> String {
    match (from.trim(), to.trim()) {
        (from, "") => from.to_owned(),
        ("", to) => format!("→ {to}"),
        (from, to) => format!("{from} → {to}"),
    }
}

fn packed(trip: Trip, values: &mut Values) -> Packed {
    let fare = trip.amount.as_ref();
    Packed {
        has_fare: fare.is_some(),
        order: values.fare(fare.and_then(|fare| fare.order)),
        tip: values.fare(fare.and_then(|fare| fare.tip)),
        cash: values.fare(fare.and_then(|fare| fare.cash)),
        cashless: values.fare(fare.and_then(|fare| fare.cashless)),
        aggregator_commission: values.fare(fare.and_then(|fare| fare.aggregator_commission)),
        customer_commission: values.fare(fare.and_then(|fare| fare.customer_commission)),
        total: values.fare(fare.and_then(|fare| fare.total)),
        date: values.moment(trip.date),
        from: values.text(trip.address_from),
        to: values.text(trip.address_to),
        duration: values.text(trip.duration),
        distance: values.text(trip.distance),
        payment_type: values.reference(trip.payment_type),
        comment: values.text(trip.comment),
    }
}
