//! An amount in eight bytes, or in four; what does not fit exactly is kept whole beside the column.

use money::Amount;
use rust_decimal::Decimal;

/// Absent, ten-thousandths of a rouble, or a place among the amounts kept whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sum(i64);

/// The same for amounts of a trip: kopecks, up to ten million roubles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fare(i32);

impl Sum {
    pub const DECIMALS: u32 = 4;
    const MISSING: i64 = i64::MIN;
    /// Values from here up are amounts; between lie the places of amounts kept whole.
    const LEAST: i64 = i64::MIN / 2;

    pub fn pack(amount: Option<Amount>, odd: &mut Vec<Decimal>) -> Self {
        let Some(exact) = amount.map(|amount| amount.decimal().normalize()) else {
            return Self(Self::MISSING);
        };
        let units = units(exact, Self::DECIMALS).filter(|units| *units >= Self::LEAST);
        let place = |place| i64::try_from(place).map_or(Self::MISSING, |at| Self::MISSING + 1 + at);
        Self(units.unwrap_or_else(|| place(kept_whole(exact, odd))))
    }

    /// Ten-thousandths of a rouble; `None` when there is no amount, or one that is kept whole.
    pub fn units(self) -> Option<i64> {
        (self.0 >= Self::LEAST).then_some(self.0)
    }

    pub fn is_missing(self) -> bool {
        self.0 == Self::MISSING
    }

    /// Tells amounts apart; equal ones that are kept whole have several.
    pub fn raw(self) -> u64 {
        self.0.cast_unsigned()
    }

    pub fn of_raw(raw: u64) -> Self {
        Self(raw.cast_signed())
    }

    /// Ten-thousandths, rounded down and kept within their range: never out of order with another amount's.
    pub fn about(exact: Decimal) -> i64 {
        let exact = exact.normalize();
        let power = |power: u32| 10_i128.pow(power);
        let units = match exact.scale().checked_sub(Self::DECIMALS) {
            Some(more) => exact.mantissa().div_euclid(power(more)),
            None => exact.mantissa() * power(Self::DECIMALS - exact.scale()),
        };
        let least = i128::from(Self::LEAST);
        i64::try_from(units.clamp(least, i64::MAX.into())).unwrap_or(i64::MAX)
    }

    /// Exact, with at least two decimals.
    pub fn decimal(self, odd: &[Decimal]) -> Option<Decimal> {
        match self.0 {
            Self::MISSING => None,
            units if units >= Self::LEAST => Some(shown(Decimal::new(units, Self::DECIMALS))),
            place => {
                let place = usize::try_from(place - Self::MISSING - 1).ok()?;
                odd.get(place).copied().map(shown)
            }
        }
    }
}

impl Fare {
    const DECIMALS: u32 = 2;
    const MISSING: i32 = i32::MIN;
    /// As in a [`Sum`].
    const LEAST: i32 = i32::MIN / 2;

    pub fn pack(amount: Option<Amount>, odd: &mut Vec<Decimal>) -> Self {
        let Some(exact) = amount.map(|amount| amount.decimal().normalize()) else {
            return Self(Self::MISSING);
        };
        let units = units(exact, Self::DECIMALS).and_then(|units| i32::try_from(units).ok());
        let units = units.filter(|units| *units >= Self::LEAST);
        let place = |place| i32::try_from(place).map_or(Self::MISSING, |at| Self::MISSING + 1 + at);
        Self(units.unwrap_or_else(|| place(kept_whole(exact, odd))))
    }

    /// Exact, with at least two decimals.
    pub fn decimal(self, odd: &[Decimal]) -> Option<Decimal> {
        match self.0 {
            Self::MISSING => None,
            units if units >= Self::LEAST => {
                Some(shown(Decimal::new(units.into(), Self::DECIMALS)))
            }
            place => {
                let place = usize::try_from(place - Self::MISSING - 1).ok()?;
                odd.get(place).copied().map(shown)
            }
        }
    }
}

/// The amount in units of this many decimals, when that is exact.
fn units(exact: Decimal, decimals: u32) -> Option<i64> {
    let missing = decimals.checked_sub(exact.scale())?;
    let units = exact
        .mantissa()
        .checked_mul(10_i128.checked_pow(missing)?)?;
    i64::try_from(units).ok()
}

/// Its place among the amounts kept whole.
fn kept_whole(exact: Decimal, odd: &mut Vec<Decimal>) -> usize {
    odd.push(exact);
    odd.len() - 1
}

/// Without needless zeros, but roubles with kopecks.
pub fn shown(exact: Decimal) -> Decimal {
    let mut shown = exact.normalize();
    if shown.scale() < 2 {
        shown.rescale(2);
    }
    shown
}

/// The exact sum with at least two decimals; `None` when it cannot be held exactly.
pub fn total(amounts: impl Iterator<Item = Amount>) -> Option<Amount> {
    Amount::checked_sum(amounts).map(|sum| Amount::new(shown(sum.decimal())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_of_an_amount_is_lost_however_long_it_is() {
        let mut odd = Vec::new();
        let cases = [
            ("12345.1434", "12345.1434"),
            ("0.1", "0.10"),
            ("97", "97.00"),
            ("-0.05", "-0.05"),
            ("10737418.24", "10737418.24"),
            ("-10737418.25", "-10737418.25"),
            ("0.12345678", "0.12345678"),
            ("922337203685477.5807", "922337203685477.5807"),
            ("-922337203685477.5807", "-922337203685477.5807"),
            (
                "79228162514264337593543950335",
                "79228162514264337593543950335",
            ),
        ];
        for (text, written) in cases {
            let sum = Sum::pack(Some(text.parse().unwrap()), &mut odd);
            assert_eq!(sum.decimal(&odd).unwrap().to_string(), written);
            let fare = Fare::pack(Some(text.parse().unwrap()), &mut odd);
            assert_eq!(fare.decimal(&odd).unwrap().to_string(), written);
        }
        assert_eq!(Sum::pack(None, &mut odd).decimal(&odd), None);
        assert_eq!(Fare::pack(None, &mut odd).decimal(&odd), None);
    }

    #[test]
    fn totals_are_decimal_and_never_a_float() {
        let amounts = ["0.1", "0.2", "12345.1434"].map(|text| text.parse::<Amount>().unwrap());
        let sum = total(amounts.into_iter()).unwrap();
        assert_eq!(sum.to_string(), "12345.4434");
        assert_eq!(total(std::iter::empty()).unwrap().to_string(), "0.00");
    }
}
