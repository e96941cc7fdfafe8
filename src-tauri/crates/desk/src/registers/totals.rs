//! Exact sums: of rows, of groups of rows, of rows day by day.

use jiff::{Timestamp, tz::TimeZone};
use money::Amount;
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    cells::Cells,
    days::{self, Days},
    kept::Kept,
    kind::{Rows, name_of, wrong},
    sum::{Sum, shown, total},
    types::{ChartSeries, ColumnTotal, Period, RegisterChart, RegisterGroup, RegisterTotals},
    value::{Groups, NO_GROUP},
};
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    time::bounds,
};

/// The columns of amounts, in the kind's order.
fn amounts<K: Rows>(rows: &K) -> Vec<(K::Column, &[Sum])> {
    let amounts = K::COLUMNS
        .iter()
        .filter_map(|column| match rows.column(*column) {
            Cells::Sums(sums) => Some((*column, sums)),
            _ => None,
        });
    amounts.collect()
}

/// Sums of the kept rows.
///
/// # Errors
/// `Internal` when a sum has more digits than a decimal holds.
pub fn totals<K: Rows>(rows: &K, kept: &Kept) -> DeskResult<RegisterTotals> {
    const STRETCH: usize = 65_536;
    let odd = rows.values().odd();
    let columns = amounts(rows).into_iter().map(|(column, sums)| {
        let stretches = sums.par_chunks(STRETCH).enumerate();
        let tallies = stretches.map(|(number, sums)| {
            let mut tally = Tally::default();
            for (place, sum) in (number * STRETCH..).zip(sums) {
                if u32::try_from(place).is_ok_and(|place| kept.has(place)) {
                    tally.add(*sum, odd);
                }
            }
            tally
        });
        let tally = tallies.reduce(Tally::default, Tally::and);
        tally.told(name_of(column))
    });
    Ok(RegisterTotals {
        count: narrow(kept.count(rows.index().len())),
        columns: columns.collect::<DeskResult<_>>()?,
    })
}

/// The kept rows by their value in a column: the one with the most rows first; moments the latest day first.
///
/// # Errors
/// Those of [`totals`].
pub fn groups<K: Rows>(
    rows: &K,
    column: K::Column,
    kept: &Kept,
    zone: &TimeZone,
) -> DeskResult<Vec<RegisterGroup>> {
    let Groups { of, values } = Groups::of(rows, column, kept, zone);
    let counts = counted(&of, values.len());
    let columns = amounts(rows);
    let tallies: Vec<Vec<Tally>> = columns
        .par_iter()
        .map(|(_, sums)| tallied(&of, values.len(), sums, rows.values().odd()))
        .collect();
    let names: Vec<String> = columns.iter().map(|(column, _)| name_of(*column)).collect();
    let told = values.into_par_iter().zip(counts).enumerate();
    let told = told.map(|(group, (value, count))| {
        let columns = tallies.iter().zip(&names).filter_map(|(tallies, name)| {
            let tally = tallies.get(group)?;
            Some(tally.told(name.clone()))
        });
        Ok(RegisterGroup {
            key: value.key,
            title: value.title,
            totals: RegisterTotals {
                count,
                columns: columns.collect::<DeskResult<_>>()?,
            },
        })
    });
    let mut told: Vec<RegisterGroup> = told.collect::<DeskResult<_>>()?;
    if let Cells::Moments(_) = rows.column(column) {
        told.sort_by(|one, other| other.key.cmp(&one.key));
    } else {
        told.sort_by(|one, other| {
            let by_count = other.totals.count.cmp(&one.totals.count);
            by_count.then_with(|| one.title.cmp(&other.title))
        });
    }
    Ok(told)
}

fn counted(of: &[u32], groups: usize) -> Vec<u32> {
    let mut counts = vec![0; groups];
    for group in of.iter().filter(|group| **group != NO_GROUP) {
        if let Some(count) = counts.get_mut(*group as usize) {
            *count += 1;
        }
    }
    counts
}

fn tallied(of: &[u32], groups: usize, sums: &[Sum], odd: &[Decimal]) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); groups];
    for (group, sum) in of.iter().zip(sums) {
        if let Some(tally) = tallies.get_mut(*group as usize) {
            tally.add(*sum, odd);
        }
    }
    tallies
}

/// What a chart shows: the column of amounts, the column that is stacked.
pub struct Charted<C> {
    pub measure: Option<C>,
    pub stack: Option<C>,
}

/// More series than these are one.
const MOST_SERIES: usize = 8;
const THE_REST: &str = "…";
/// For kinds that are opened without days: fifty years before the last one.
const MOST_DAYS: i32 = 18_300;

/// The kept rows day by day: of the opened period up to its end, or from the first dated row to the last one.
///
/// # Errors
/// `InvalidInput` naming `column` for a kind without a main moment or a column that has no amounts; `Internal` as in
/// [`totals`].
pub fn chart<K: Rows>(
    rows: &K,
    charted: &Charted<K::Column>,
    kept: &Kept,
    period: Option<(&Period, Timestamp)>,
    zone: &TimeZone,
) -> DeskResult<RegisterChart> {
    let Some(Cells::Moments(moments)) = K::MOMENT.map(|moment| rows.column(moment)) else {
        return Err(wrong("column", "unknown_column"));
    };
    let measure = match charted.measure.map(|measure| rows.column(measure)) {
        None => None,
        Some(Cells::Sums(sums)) => Some(sums),
        Some(_) => return Err(wrong("column", "unknown_column")),
    };
    let days = Days::of(zone, moments, rows.values());
    let day_of: Vec<Option<i32>> = moments
        .par_iter()
        .map(|moment| days::second(*moment, rows.values()).map(|second| days.day(second)))
        .collect();
    let (from, to) = match period {
        Some((period, until)) => {
            let (from, end) = bounds(period, zone)?;
            let day = |at: Timestamp| days::number(zone.to_datetime(at).date());
            (day(from), day(end.min(until)))
        }
        None => ends(&day_of, kept),
    };
    let stack = charted
        .stack
        .map(|column| Groups::of(rows, column, kept, zone));
    let mut series = Stacks::new(stack, kept, measure, rows, narrow_days(from, to));
    let mut undated = 0;
    for (place, day) in (0..).zip(&day_of).filter(|(place, _)| kept.has(*place)) {
        match day.filter(|day| (from..=to).contains(day)) {
            Some(day) => series.add(
                place,
                usize::try_from(day - from).unwrap_or(0),
                measure,
                rows,
            ),
            None => undated += 1,
        }
    }
    Ok(RegisterChart {
        days: (from..=to).map(|day| days::date(day).to_string()).collect(),
        series: series.told()?,
        undated,
    })
}

fn narrow_days(from: i32, to: i32) -> usize {
    usize::try_from(to - from + 1).unwrap_or(0)
}

/// The first and the last day; an empty stretch when there is none.
fn ends(day_of: &[Option<i32>], kept: &Kept) -> (i32, i32) {
    let days = (0..).zip(day_of).filter(|(place, _)| kept.has(*place));
    let days = days.filter_map(|(_, day)| *day);
    let ends = days.fold(None, |ends: Option<(i32, i32)>, day| {
        let (from, to) = ends.unwrap_or((day, day));
        Some((from.min(day), to.max(day)))
    });
    ends.map_or((0, -1), |(from, to)| (from.max(to - MOST_DAYS), to))
}

/// The numbers of a chart, series by series.
struct Stacks {
    groups: Option<Groups>,
    /// The series of each group.
    series_of: Vec<usize>,
    series: Vec<Stack>,
}

struct Stack {
    key: String,
    title: String,
    counts: Vec<u32>,
    tallies: Vec<Tally>,
}

impl Stack {
    fn new(key: &str, title: &str, days: usize) -> Self {
        Self {
            key: key.to_owned(),
            title: title.to_owned(),
            counts: vec![0; days],
            tallies: vec![Tally::default(); days],
        }
    }
}

impl Stacks {
    fn new<K: Rows>(
        groups: Option<Groups>,
        kept: &Kept,
        measure: Option<&[Sum]>,
        rows: &K,
        days: usize,
    ) -> Self {
        let Some(groups) = groups else {
            let is_empty = kept.count(rows.index().len()) == 0;
            let series = (!is_empty).then(|| Stack::new("", "", days));
            return Self {
                groups: None,
                series_of: vec![0],
                series: series.into_iter().collect(),
            };
        };
        let weights: Vec<i128> = match measure {
            None => {
                let counts = counted(&groups.of, groups.values.len());
                counts.into_iter().map(i128::from).collect()
            }
            Some(sums) => {
                let odd = rows.values().odd();
                let tallies = tallied(&groups.of, groups.values.len(), sums, odd);
                tallies.iter().map(Tally::weight).collect()
            }
        };
        let mut greatest: Vec<usize> = (0..weights.len()).collect();
        greatest.sort_by_key(|group| (std::cmp::Reverse(weights.get(*group)), *group));
        let mut series_of = vec![0; weights.len()];
        let mut series = Vec::new();
        for (number, group) in greatest.iter().enumerate() {
            if let (Some(of), Some(value)) = (series_of.get_mut(*group), groups.values.get(*group))
            {
                *of = number.min(MOST_SERIES);
                match number {
                    0..MOST_SERIES => series.push(Stack::new(&value.key, &value.title, days)),
                    MOST_SERIES => series.push(Stack::new(THE_REST, THE_REST, days)),
                    _ => {}
                }
            }
        }
        Self {
            groups: Some(groups),
            series_of,
            series,
        }
    }

    fn add<K: Rows>(&mut self, place: u32, day: usize, measure: Option<&[Sum]>, rows: &K) {
        let group = match &self.groups {
            None => Some(0),
            Some(groups) => groups.of.get(place as usize).map(|group| *group as usize),
        };
        let series = group.and_then(|group| self.series_of.get(group));
        let Some(stack) = series.and_then(|series| self.series.get_mut(*series)) else {
            return;
        };
        if let Some(count) = stack.counts.get_mut(day) {
            *count += 1;
        }
        let sum = measure.and_then(|sums| sums.get(place as usize));
        if let (Some(sum), Some(tally)) = (sum, stack.tallies.get_mut(day)) {
            tally.add(*sum, rows.values().odd());
        }
    }

    fn told(self) -> DeskResult<Vec<ChartSeries>> {
        let told = self.series.into_iter().map(|stack| {
            let sums = stack.tallies.iter().map(Tally::sum);
            Ok(ChartSeries {
                key: stack.key,
                title: stack.title,
                sums: sums.collect::<DeskResult<_>>()?,
                counts: stack.counts,
            })
        });
        told.collect()
    }
}

/// Amounts added up in ten-thousandths; those that are kept whole are added at the end.
#[derive(Clone, Default)]
struct Tally {
    count: u32,
    above: i128,
    below: i128,
    ends: Option<(i64, i64)>,
    odd: Vec<Decimal>,
}

impl Tally {
    fn add(&mut self, sum: Sum, odd: &[Decimal]) {
        if let Some(units) = sum.units() {
            self.count += 1;
            match units {
                0.. => self.above += i128::from(units),
                _ => self.below += i128::from(units),
            }
            let (least, greatest) = self.ends.unwrap_or((units, units));
            self.ends = Some((least.min(units), greatest.max(units)));
        } else if let Some(exact) = sum.decimal(odd) {
            self.count += 1;
            self.odd.push(exact);
        }
    }

    fn and(mut self, other: Self) -> Self {
        let ends = [self.ends, other.ends].into_iter().flatten();
        self.ends = ends.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
        self.count += other.count;
        self.above += other.above;
        self.below += other.below;
        self.odd.extend(other.odd);
        self
    }

    /// How much it stands out beside others.
    fn weight(&self) -> i128 {
        let odd = self
            .odd
            .iter()
            .map(|exact| i128::from(Sum::about(*exact)).abs());
        self.above - self.below + odd.sum::<i128>()
    }

    fn sum(&self) -> DeskResult<Amount> {
        added(self.above + self.below, self.odd.iter().copied())
    }

    fn told(&self, column: String) -> DeskResult<ColumnTotal> {
        let sum = self.sum()?;
        let odd = || self.odd.iter().copied();
        let ends = self
            .ends
            .map(|(least, greatest)| [in_roubles(least.into()), in_roubles(greatest.into())]);
        let ends: Vec<Decimal> = ends.into_iter().flatten().flatten().chain(odd()).collect();
        let amount = |exact: &Decimal| Amount::new(shown(*exact));
        Ok(ColumnTotal {
            column,
            count: self.count,
            sum,
            income: added(self.above, odd().filter(|exact| *exact > Decimal::ZERO))?,
            outcome: added(self.below, odd().filter(|exact| *exact < Decimal::ZERO))?,
            least: ends.iter().min().map(amount),
            greatest: ends.iter().max().map(amount),
            average: average(sum, self.count),
        })
    }
}

fn in_roubles(units: i128) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(units, Sum::DECIMALS).ok()
}

fn added(units: i128, odd: impl Iterator<Item = Decimal>) -> DeskResult<Amount> {
    let even = in_roubles(units).map(|even| Amount::new(shown(even)));
    let mut odd = odd.map(Amount::new).peekable();
    let sum = match odd.peek() {
        None => even,
        Some(_) => even.and_then(|even| total(std::iter::once(even).chain(odd))),
    };
    sum.ok_or_else(|| DeskError::new(DeskErrorCode::Internal))
}

/// To the kopeck, half away from zero: counted in whole numbers, because a quotient may have no end.
fn average(sum: Amount, count: u32) -> Option<Amount> {
    let sum = sum.decimal().normalize();
    let parts = 10_i128
        .checked_pow(sum.scale())?
        .checked_mul(count.into())?;
    let kopecks = sum.mantissa().checked_mul(100)?;
    let half_more = kopecks.abs().checked_mul(2)?.checked_add(parts)?;
    let rounded = half_more.checked_div(parts.checked_mul(2)?)?;
    let exact = Decimal::try_from_i128_with_scale(rounded * kopecks.signum(), 2).ok()?;
    Some(Amount::new(shown(exact)))
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_average_is_rounded_to_the_kopeck_away_from_zero() {
        for (sum, count, rounded) in [
            ("0.05", 2, "0.03"),
            ("-0.05", 2, "-0.03"),
            ("0.01", 3, "0.00"),
            ("100", 3, "33.33"),
            ("200", 3, "66.67"),
            ("0.000000000000000001", 1, "0.00"),
            ("1234.5", 1, "1234.50"),
        ] {
            let average = average(sum.parse().unwrap(), count).unwrap();
            assert_eq!(average.to_string(), rounded, "{sum}");
        }
        assert_eq!(average("5".parse().unwrap(), 0), None);
    }

    #[test]
    fn amounts_of_either_sign_and_of_any_length_add_up_exactly() {
        let mut odd = Vec::new();
        let mut parts = [Tally::default(), Tally::default()];
        for (number, text) in ["0.1", "0.2", "-12345.1434", "-0.000000000000000001", "0"]
            .iter()
            .enumerate()
        {
            let sum = Sum::pack(Some(text.parse().unwrap()), &mut odd);
            parts[number % 2].add(sum, &odd);
        }
        parts[0].add(Sum::pack(None, &mut odd), &odd);
        let [one, other] = parts;
        let told = one.and(other).told("amount".to_owned()).unwrap();
        let texts = [told.sum, told.income, told.outcome].map(|sum| sum.to_string());
        let expected = [
            "-12344.843400000000000001",
            "0.30",
            "-12345.143400000000000001",
        ];
        assert_eq!(texts, expected);
        let ends = (
            told.least.unwrap().to_string(),
            told.greatest.unwrap().to_string(),
        );
        assert_eq!(ends, ("-12345.1434".to_owned(), "0.20".to_owned()));
        assert_eq!(
            (told.count, told.average.unwrap().to_string().as_str()),
            (5, "-2468.97")
        );
    }
}
