//! Exact amounts: decimals, never a float; Russian parsing and formatting.
//!
//! [`Amount`] reads what the services send (a JSON number or a string) without rounding and goes to the screen
//! as a string. What a person types is read by [`Amount::parse_russian`], which asks rather than guesses.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod russian;
mod wire;

#[cfg(test)]
mod tests;

use std::fmt;

use rust_decimal::Decimal;

pub use russian::AmountFault;
pub use wire::InexactAmount;

/// A sum of money in the currency's main unit (rubles), exact to the last digit received.
///
/// JSON: reads a number of any form or a string (`"0.00"`); writes a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, specta::Type)]
pub struct Amount(#[specta(type = String)] Decimal);

impl Amount {
    pub const ZERO: Self = Self(Decimal::ZERO);

    pub const fn new(value: Decimal) -> Self {
        Self(value)
    }

    pub const fn decimal(self) -> Decimal {
        self.0
    }

    /// `None` when the sum cannot be held exactly.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let (left, right) = (self.0.normalize(), other.0.normalize());
        let exact_scale = left.scale().max(right.scale());
        let sum = left.checked_add(right)?;
        // The library drops decimals instead of failing when the digits run out; a lower scale gives it away.
        if sum.scale() < exact_scale {
            return None;
        }
        let shown_scale = self.0.scale().max(other.0.scale());
        Some(Self(with_scale(sum, shown_scale)))
    }

    /// The exact sum of all amounts, zero for none; `None` when it cannot be held exactly.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

/// Pads with zeros up to `scale` where there is room; never drops a digit.
fn with_scale(value: Decimal, scale: u32) -> Decimal {
    let mut padded = value;
    padded.rescale(scale);
    if padded == value { padded } else { value }
}

impl From<Decimal> for Amount {
    fn from(value: Decimal) -> Self {
        Self(value)
    }
}

/// Plain digits with a dot, as in JSON: `1284560.00`.
impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}
