//! Payments counted and summed up once, by everything that a figure asks for: status, legal entity, integration, day.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use jump::Reference;
use money::Amount;
use rust_decimal::Decimal;

use super::days::Span;
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    payments::Payments,
    registers::{dictionary::ABSENT, sum::Sum, types::Period, values::Values},
};

/// Payments that no figure tells apart.
#[derive(Debug, Clone)]
pub struct Counted {
    pub status: Option<Reference>,
    pub agent: Option<Reference>,
    pub integration: Option<Reference>,
    /// On the one day that is looked at beside the whole period.
    pub on_the_day: bool,
    pub count: u32,
    /// As they were asked for.
    pub amount: Amount,
    /// What the drivers get of it.
    pub amount_paid: Amount,
    pub commission: Amount,
    /// Payments that have a commission.
    pub commissions: u32,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    status: u32,
    agent: u32,
    integration: u32,
    on_the_day: bool,
}

#[derive(Default)]
struct Cell {
    count: u32,
    amount: Exact,
    amount_paid: Exact,
    commission: Exact,
    commissions: u32,
}

/// The payments that were made in the period. One without a time of its making belongs to no day, and is not counted.
///
/// # Errors
/// `Internal` when a sum cannot be held exactly.
pub fn count(
    rows: &Payments,
    period: &Period,
    day: &Period,
    zone: &TimeZone,
) -> DeskResult<Vec<Counted>> {
    let (period, day) = (Span::of(period, zone)?, Span::of(day, zone)?);
    let (columns, values) = (&rows.store.columns, &rows.store.values);
    let mut cells: HashMap<Key, Cell> = HashMap::new();
    for (place, made) in columns.created_at.iter().enumerate() {
        let Some(at) = values.instant(*made).filter(|at| period.holds(*at)) else {
            continue;
        };
        let code = |codes: &[u32]| codes.get(place).copied().unwrap_or(ABSENT);
        let key = Key {
            status: code(&columns.status),
            agent: code(&columns.agent),
            integration: code(&columns.integration),
            on_the_day: day.holds(at),
        };
        let cell = cells.entry(key).or_default();
        let of = |sums: &[Sum]| sums.get(place).copied();
        cell.count += 1;
        cell.amount.add(of(&columns.amount), values)?;
        cell.amount_paid.add(of(&columns.amount_paid), values)?;
        cell.commission.add(of(&columns.commission), values)?;
        cell.commissions += u32::from(of(&columns.commission).is_some_and(|sum| !sum.is_missing()));
    }
    let named = cells.into_iter().map(|(key, cell)| {
        Ok(Counted {
            status: values.referred(key.status),
            agent: values.referred(key.agent),
            integration: values.referred(key.integration),
            on_the_day: key.on_the_day,
            count: cell.count,
            amount: cell.amount.told()?,
            amount_paid: cell.amount_paid.told()?,
            commission: cell.commission.told()?,
            commissions: cell.commissions,
        })
    });
    named.collect()
}

/// A sum on its way: in ten-thousandths, and apart what does not fit them.
#[derive(Default)]
struct Exact {
    units: i128,
    odd: Amount,
}

impl Exact {
    fn add(&mut self, sum: Option<Sum>, values: &Values) -> DeskResult<()> {
        let Some(sum) = sum else {
            return Ok(());
        };
        match sum.units() {
            Some(units) => self.units += i128::from(units),
            None => {
                let amount = values.amount(sum).unwrap_or_default();
                self.odd = self.odd.checked_add(amount).ok_or_else(inexact)?;
            }
        }
        Ok(())
    }

    fn told(self) -> DeskResult<Amount> {
        let units = Decimal::try_from_i128_with_scale(self.units, Sum::DECIMALS);
        let units = units.map_err(|_| inexact())?;
        let whole = Amount::new(units).checked_add(self.odd);
        whole.ok_or_else(inexact)
    }
}

pub fn inexact() -> DeskError {
    DeskError::new(DeskErrorCode::Internal)
}
