//! An amount in eight bytes: ten-thousandths of a rouble; what does not fit exactly is kept whole beside the column.

use money::Amount;
use rust_decimal::Decimal;

/// Decimals that the column keeps.
const SCALE: u32 = 4;
const MISSING: i64 = i64::MIN;
/// Values from here up are amounts; between lie the places of amounts kept whole.
const LEAST: i64 = i64::MIN / 2;

/// Absent, ten-thousandths, or a place among `odd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum(i64);

impl Sum {
    pub fn pack(amount: Option<Amount>, odd: &mut Vec<Decimal>) -> Self {
        let Some(amount) = amount else {
            return Self(MISSING);
        };
        let exact = amount.decimal().normalize();
        if let Some(units) = units(exact) {
            return Self(units);
        }
        odd.push(exact);
        i64::try_from(odd.len() - 1).map_or(Self(MISSING), |place| Self(MISSING + 1 + place))
    }

    /// Exact, with at least two decimals.
    pub fn decimal(self, odd: &[Decimal]) -> Option<Decimal> {
        match self.0 {
            MISSING => None,
            units if units >= LEAST => Some(shown(Decimal::new(units, SCALE))),
            place => {
                let place = usize::try_from(place - MISSING - 1).ok()?;
                odd.get(place).copied().map(shown)
            }
        }
    }

    pub fn amount(self, odd: &[Decimal]) -> Option<Amount> {
        self.decimal(odd).map(Amount::new)
    }
}

/// Ten-thousandths of a rouble, when that is exact.
fn units(exact: Decimal) -> Option<i64> {
    let missing = SCALE.checked_sub(exact.scale())?;
    let units = exact
        .mantissa()
        .checked_mul(10_i128.checked_pow(missing)?)?;
    i64::try_from(units).ok().filter(|units| *units >= LEAST)
}

/// Without needless zeros, but roubles with kopecks.
fn shown(exact: Decimal) -> Decimal {
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
            let amount = sum.amount(&odd).unwrap();
            assert_eq!(amount.to_string(), written);
        }
        assert_eq!(Sum::pack(None, &mut odd).amount(&odd), None);
    }

    #[test]
    fn totals_are_decimal_and_never_a_float() {
        let amounts = ["0.1", "0.2", "12345.1434"].map(|text| text.parse::<Amount>().unwrap());
        let sum = total(amounts.into_iter()).unwrap();
        assert_eq!(sum.to_string(), "12345.4434");
        assert_eq!(total(std::iter::empty()).unwrap().to_string(), "0.00");
    }
}
