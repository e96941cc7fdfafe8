//! A row of a register of payouts before its confirmation: what is known of it, and the verdict that follows from all of
//! them together. No network here.

use std::collections::{BTreeMap, HashMap};

use ::register::sheet::AmountTrouble;
use jump::Id;
use money::{Amount, AmountFault};
use rust_decimal::Decimal;

use super::{
    drivers::{Driver, Found, Named},
    recent::Recent,
    types::RowVerdict,
};
use crate::operations::amount_code;

pub type Params = BTreeMap<String, String>;

pub struct Row {
    /// From 1, in the sheet's order.
    pub number: u32,
    /// Its place in the sheet; none after a restart.
    pub place: Option<usize>,
    pub driver_text: String,
    pub amount_text: String,
    pub named: Named,
    pub sum: Result<Amount, AmountTrouble>,
    /// Its own; empty: the register's.
    pub comment: String,
    pub mended: Mended,
    /// The driver that a person chose.
    pub chosen: Option<Id>,
    pub found: Found,
    pub answer: Answer,
    /// What a person said of `included`.
    pub by_hand: Option<bool>,
    /// Grows when what was asked about is no longer what stands here.
    pub version: u32,
    pub judged: Judged,
}

/// What a person changed in the row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mended {
    pub sum: bool,
    pub comment: bool,
}

/// What the service said of the row.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Answer {
    #[default]
    NotAsked,
    Said(Said),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Said {
    pub balance_id: Option<Id>,
    /// Name of its integration; empty for the main one.
    pub balance: String,
    pub available: Option<Amount>,
    /// What of it is not frozen.
    pub free: Option<Amount>,
    /// Masked.
    pub requisite: String,
    pub commission: Option<Amount>,
    pub amount_paid: Option<Amount>,
    /// Why it would not be carried out.
    pub problem: Option<(RowVerdict, Params)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub verdict: RowVerdict,
    pub params: Params,
    pub included: bool,
    pub can_include: bool,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            verdict: RowVerdict::NotChecked,
            params: Params::new(),
            included: false,
            can_include: false,
        }
    }
}

/// What rows are judged by besides themselves.
pub struct Bench<'a> {
    /// Of one operation.
    pub limit: Option<Amount>,
    /// References of operations that are not settled, by driver.
    pub unsettled: &'a BTreeMap<String, Vec<String>>,
    pub recent: &'a Recent,
    /// What a commission takes comes from the balance beside the sum.
    pub commission_on_top: bool,
    /// The rows take from balances; a deposit does not.
    pub withdraws: bool,
}

/// What rows before this one take from one balance.
#[derive(Default)]
struct Taken {
    sum: Decimal,
    rows: Vec<u32>,
}

/// Rows that a verdict names.
const MOST_NAMED: usize = 20;

/// What the included rows take from each balance, from the first on. Nothing is known here of commissions: only the sums.
#[derive(Default)]
struct Purses(HashMap<(Id, Id), Taken>);

impl Purses {
    /// A row that the balance would bear alone, but not after those before it.
    fn shortage(&self, row: &Row) -> Option<(RowVerdict, Params)> {
        let (key, amount, free) = purse(row)?;
        let taken = self.0.get(&key)?;
        // A balance that the service lets fall below nothing is not judged by us.
        let alone = amount <= free;
        let together = taken.sum.checked_add(amount)?;
        (alone && together > free).then(|| {
            let rows = taken.rows.iter().take(MOST_NAMED).map(u32::to_string);
            let mut rows = rows.collect::<Vec<_>>().join(", ");
            if taken.rows.len() > MOST_NAMED {
                rows.push_str(", …");
            }
            let available = Amount::new(free).to_string();
            let params = told([("rows", rows.as_str()), ("available", available.as_str())]);
            (RowVerdict::NotEnough, params)
        })
    }

    fn take(&mut self, row: &Row) {
        let Some((key, amount, _)) = purse(row).filter(|_| row.judged.included) else {
            return;
        };
        let taken = self.0.entry(key).or_default();
        taken.sum = taken.sum.saturating_add(amount);
        taken.rows.push(row.number);
    }
}

/// Driver and balance, the sum, and what is free there.
fn purse(row: &Row) -> Option<((Id, Id), Decimal, Decimal)> {
    let said = row.said()?;
    let key = (row.driver()?.id, said.balance_id?);
    Some((key, row.amount()?.decimal(), said.free?.decimal()))
}

impl Row {
    pub fn amount(&self) -> Option<Amount> {
        self.sum.as_ref().ok().copied()
    }

    pub fn driver(&self) -> Option<&Driver> {
        match &self.found {
            Found::One(driver) => Some(driver),
            _ => None,
        }
    }

    pub fn said(&self) -> Option<&Said> {
        match &self.answer {
            Answer::Said(said) => Some(said),
            Answer::NotAsked => None,
        }
    }

    /// The driver, the sum and so on are to be asked about anew.
    pub fn ask_anew(&mut self) {
        self.answer = Answer::NotAsked;
        self.by_hand = None;
        self.version += 1;
    }

    /// Whatever is wrong with the row itself, the first to be mended first.
    fn findings(&self, bench: &Bench) -> Vec<(RowVerdict, Params)> {
        let mut found = Vec::new();
        if let Err(trouble) = &self.sum {
            found.push(match trouble.fault {
                AmountFault::Ambiguous => (RowVerdict::AmbiguousAmount, Params::new()),
                fault => (
                    RowVerdict::BadAmount,
                    told([("problem", amount_code(fault))]),
                ),
            });
        }
        match &self.found {
            Found::NotLooked => found.push((RowVerdict::NotChecked, Params::new())),
            Found::Nobody => found.push((RowVerdict::UnknownDriver, Params::new())),
            Found::Several(_) => found.push((RowVerdict::AmbiguousDriver, Params::new())),
            Found::Unsure(code) => {
                found.push((RowVerdict::CheckFailed, told([("code", code.as_str())])));
            }
            Found::One(driver) => self.findings_of(driver, bench, &mut found),
        }
        found
    }

    fn findings_of(&self, driver: &Driver, bench: &Bench, found: &mut Vec<(RowVerdict, Params)>) {
        let Ok(amount) = self.sum else {
            return;
        };
        match &self.answer {
            Answer::NotAsked => found.push((RowVerdict::NotChecked, Params::new())),
            Answer::Said(said) => found.extend(said.problem.clone()),
        }
        let commission = self.said().and_then(|said| said.commission);
        let commission = commission.filter(|_| bench.commission_on_top);
        if let Some(past) = bench.recent.like(driver.id, amount, commission) {
            let mut params = told([("at", past.at.as_str())]);
            params.extend(
                past.reference
                    .iter()
                    .map(|mark| ("reference".to_owned(), mark.clone())),
            );
            found.push((RowVerdict::DuplicateRecent, params));
        }
        let unsettled = bench.unsettled.get(&driver.id.to_string());
        if let Some(reference) = unsettled.and_then(|references| references.first()) {
            found.push((
                RowVerdict::Unsettled,
                told([("reference", reference.as_str())]),
            ));
        }
        if let Some(limit) = bench.limit.filter(|limit| amount > *limit) {
            found.push((
                RowVerdict::AboveLimit,
                told([("limit", limit.to_string().as_str())]),
            ));
        }
    }

    fn judge(&mut self, mut findings: Vec<(RowVerdict, Params)>) {
        findings.sort_by_key(|(verdict, _)| *verdict);
        let stops = findings
            .iter()
            .any(|(verdict, _)| !is_for_a_person(*verdict));
        let unchecked = findings
            .first()
            .is_some_and(|(verdict, _)| *verdict == RowVerdict::NotChecked);
        // A broken sum or driver is told before anything was asked; a duplicate only of what could be sent.
        let mut told = findings.into_iter().filter(|(verdict, _)| match verdict {
            RowVerdict::NotChecked => false,
            other if unchecked => *other < RowVerdict::DuplicateInFile,
            other => !(stops && self.by_hand == Some(true) && is_for_a_person(*other)),
        });
        let (verdict, params) = match told.next() {
            Some(finding) => finding,
            None if unchecked => (RowVerdict::NotChecked, Params::new()),
            None => (RowVerdict::Ready, Params::new()),
        };
        let ready = verdict == RowVerdict::Ready;
        let can_include = ready || (is_for_a_person(verdict) && !stops);
        self.judged = Judged {
            included: can_include && self.by_hand.unwrap_or(ready),
            verdict,
            params,
            can_include,
        };
    }
}

/// A person may send it all the same.
pub const fn is_for_a_person(verdict: RowVerdict) -> bool {
    matches!(
        verdict,
        RowVerdict::DuplicateInFile | RowVerdict::DuplicateRecent | RowVerdict::AboveLimit
    )
}

/// Gives every row its verdict. Of rows with the same driver and the same sum the first is no duplicate.
pub fn judge(rows: &mut [Row], bench: &Bench) {
    let mut first: HashMap<(Id, Amount), u32> = HashMap::new();
    let mut purses = Purses::default();
    for row in rows {
        let mut findings = row.findings(bench);
        if bench.withdraws {
            findings.extend(purses.shortage(row));
        }
        if let (Some(driver), Some(amount)) = (row.driver(), row.amount()) {
            let same = Amount::new(amount.decimal().normalize());
            match first.get(&(driver.id, same)) {
                Some(first) => {
                    let params = told([("row", first.to_string().as_str())]);
                    findings.push((RowVerdict::DuplicateInFile, params));
                }
                None => {
                    first.insert((driver.id, same), row.number);
                }
            }
        }
        row.judge(findings);
        purses.take(row);
    }
}

pub fn told<const N: usize>(params: [(&str, &str); N]) -> Params {
    let owned = params.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Params::from(owned)
}
