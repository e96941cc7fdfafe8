//! What a status means to the one who pays, and the figures made of it.

use std::collections::BTreeMap;

use jump::{Id, Reference};
use money::Amount;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    count::{Counted, inexact},
    types::{Compared, Figure, SummaryBlock, SummaryLine, SummaryStatuses},
};
use crate::{
    error::DeskResult,
    registers::{dictionary::title, sum::total},
};

/// Paid for good.
const PAID: [i64; 1] = [1];
/// Rejected, failed, deleted: nothing will be paid by them. A deleted one was taken back by a person and not refused by
/// anybody, but it is asked for the same: why did the driver not get the money?
const REJECTED: [i64; 3] = [2, 5, 6];
/// Under way, or waiting for a confirmation or a signature.
const WAITING: [i64; 4] = [3, 4, 7, 8];
/// Those of them that a person has to confirm or to sign.
const TO_CONFIRM: [i64; 3] = [4, 7, 8];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Paid,
    Waiting,
    Rejected,
    Other,
}

/// By the id of the status: titles repeat.
fn meaning(status: Option<Id>) -> Meaning {
    match status.map(Id::get) {
        Some(id) if PAID.contains(&id) => Meaning::Paid,
        Some(id) if WAITING.contains(&id) => Meaning::Waiting,
        Some(id) if REJECTED.contains(&id) => Meaning::Rejected,
        _ => Meaning::Other,
    }
}

fn id(status: Option<&Reference>) -> Option<Id> {
    status.and_then(|status| status.id)
}

impl Counted {
    fn meaning(&self) -> Meaning {
        meaning(id(self.status.as_ref()))
    }

    /// Of a paid payment what the driver was paid, after the commission; of any other what was asked for, because
    /// nothing was paid.
    fn sum(&self) -> Amount {
        match self.meaning() {
            Meaning::Paid => self.amount_paid,
            _ => self.amount,
        }
    }

    fn is_to_confirm(&self) -> bool {
        id(self.status.as_ref()).is_some_and(|id| TO_CONFIRM.contains(&id.get()))
    }
}

/// The exact sum of these.
fn figure(parts: impl Iterator<Item = (u32, Amount)>) -> DeskResult<Figure> {
    let (counts, sums): (Vec<u32>, Vec<Amount>) = parts.unzip();
    Ok(Figure {
        count: counts.into_iter().sum(),
        sum: total(sums.into_iter()).ok_or_else(inexact)?,
    })
}

pub fn to_confirm<'a>(all: impl Iterator<Item = &'a Counted>) -> DeskResult<Figure> {
    let these = all.filter(|one| one.is_to_confirm());
    figure(these.map(|one| (one.count, one.sum())))
}

pub fn block(now: &[&Counted], before: &[&Counted]) -> DeskResult<SummaryBlock> {
    let of = |rows: &[&Counted], meant: Meaning| {
        let these = rows.iter().filter(|one| one.meaning() == meant);
        figure(these.map(|one| (one.count, one.sum())))
    };
    let commission = |rows: &[&Counted]| {
        let paid = rows.iter().filter(|one| one.meaning() == Meaning::Paid);
        figure(paid.map(|one| (one.commissions, one.commission)))
    };
    let both = |meant| compared(of(now, meant)?, of(before, meant)?);
    Ok(SummaryBlock {
        paid: both(Meaning::Paid)?,
        waiting: both(Meaning::Waiting)?,
        rejected: both(Meaning::Rejected)?,
        other: both(Meaning::Other)?,
        commission: compared(commission(now)?, commission(before)?)?,
    })
}

fn compared(now: Figure, before: Figure) -> DeskResult<Compared> {
    let change = change(now.sum.decimal(), before.sum.decimal())?;
    Ok(Compared {
        now,
        before,
        change,
    })
}

/// In whole percents of what was before, half away from zero; the remainder decides, so that no digit of a long
/// quotient is lost on the way.
fn change(now: Decimal, before: Decimal) -> DeskResult<Option<i32>> {
    if before.is_zero() {
        return Ok(None);
    }
    let percents = || {
        let grown = now.checked_sub(before)?.checked_mul(Decimal::ONE_HUNDRED)?;
        let base = before.abs();
        let rest = grown.checked_rem(base)?;
        let whole = grown.checked_sub(rest)?.checked_div(base)?.round();
        let half = rest.abs().checked_mul(Decimal::TWO)? >= base;
        let step = match (half, grown.is_sign_negative()) {
            (false, _) => Decimal::ZERO,
            (true, false) => Decimal::ONE,
            (true, true) => Decimal::NEGATIVE_ONE,
        };
        whole.checked_add(step)
    };
    let percents = percents().ok_or_else(inexact)?;
    // Beyond two thousand million percents nobody compares.
    let widest = if percents.is_sign_negative() {
        i32::MIN
    } else {
        i32::MAX
    };
    Ok(Some(percents.to_i32().unwrap_or(widest)))
}

/// A value that payments are told apart by; its title where the service gave no id.
type Line = (Option<Id>, String);

fn line(reference: Option<&Reference>) -> Line {
    match reference {
        None => Line::default(),
        Some(one) if one.id.is_some() => (one.id, String::new()),
        Some(one) => (None, title(one).to_owned()),
    }
}

/// A block for each value that payments of either month have: what was paid most stands first, none last.
pub fn lines(
    now: &[Counted],
    before: &[Counted],
    by: fn(&Counted) -> Option<&Reference>,
) -> DeskResult<Vec<SummaryLine>> {
    #[derive(Default)]
    struct Beside<'a> {
        title: String,
        now: Vec<&'a Counted>,
        before: Vec<&'a Counted>,
    }
    let mut all: BTreeMap<Line, Beside> = BTreeMap::new();
    for one in before {
        let beside = all.entry(line(by(one))).or_default();
        beside.before.push(one);
        beside.title = by(one).map_or("", title).to_owned();
    }
    for one in now {
        let beside = all.entry(line(by(one))).or_default();
        beside.now.push(one);
        beside.title = by(one).map_or("", title).to_owned();
    }
    let mut lines = Vec::with_capacity(all.len());
    for ((id, _), beside) in all {
        lines.push(SummaryLine {
            id,
            block: block(&beside.now, &beside.before)?,
            title: beside.title,
        });
    }
    let none = |line: &SummaryLine| line.id.is_none() && line.title.is_empty();
    let paid = |line: &SummaryLine| (line.block.paid.now.sum, line.block.paid.before.sum);
    lines.sort_by(|one, other| {
        let by_paid = || paid(other).cmp(&paid(one));
        none(one).cmp(&none(other)).then_with(by_paid)
    });
    Ok(lines)
}

/// The known ids of each meaning, and in `other` those that were met.
pub fn statuses(rows: &[Counted]) -> SummaryStatuses {
    let known = |ids: &[i64]| ids.iter().copied().map(Id).collect();
    let mut other: Vec<Id> = rows
        .iter()
        .filter(|one| one.meaning() == Meaning::Other)
        .filter_map(|one| id(one.status.as_ref()))
        .collect();
    other.sort_unstable();
    other.dedup();
    SummaryStatuses {
        paid: known(&PAID),
        waiting: known(&WAITING),
        to_confirm: known(&TO_CONFIRM),
        rejected: known(&REJECTED),
        other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(now: &str, before: &str) -> Option<i32> {
        change(now.parse().unwrap(), before.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_change_is_rounded_half_away_from_zero_and_never_by_a_float() {
        for (now, before, percents) in [
            ("110", "100", Some(10)),
            ("100.5", "100", Some(1)),
            ("100.49999999999999", "100", Some(0)),
            ("99.5", "100", Some(-1)),
            ("99.51", "100", Some(0)),
            ("0.00", "12345.67", Some(-100)),
            ("4", "3", Some(33)),
            ("2", "3", Some(-33)),
            ("5", "3", Some(67)),
            ("-5", "-10", Some(50)),
            ("1.005", "0.01", Some(9950)),
            ("100000000000000", "0.01", Some(i32::MAX)),
            ("10", "0.00", None),
        ] {
            assert_eq!(changed(now, before), percents, "{now} after {before}");
        }
    }

    #[test]
    fn no_status_is_counted_twice_or_left_out() {
        for id in 0..20 {
            let known = [PAID.as_slice(), &REJECTED, &WAITING];
            let times = known.iter().filter(|ids| ids.contains(&id)).count();
            let other = meaning(Some(Id(id))) == Meaning::Other;
            assert_eq!(times, usize::from(!other), "{id}");
        }
        assert_eq!(meaning(None), Meaning::Other);
        assert!(TO_CONFIRM.iter().all(|id| WAITING.contains(id)));
    }
}
