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
    pub chosen: Option<String>,
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
    /// Of Jump's.
    pub balance_id: Option<Id>,
    /// Name of its integration, empty for the main one; at Yandex that of the category.
    pub balance: String,
    pub available: Option<Amount>,
    /// What of it is neither frozen nor blocked.
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
    /// It takes more than is free, whatever else the verdict says first.
    pub short: bool,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            verdict: RowVerdict::NotChecked,
            params: Params::new(),
            included: false,
            can_include: false,
            short: false,
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
    /// The service lets a balance fall below nothing, so whether it may is for a person to say.
    pub below_nothing: bool,
    /// The service carries out nothing for a driver who has less than this.
    pub least: Option<Amount>,
}

impl Bench<'_> {
    /// A person may send it all the same.
    fn leaves_to_a_person(&self, (verdict, params): &(RowVerdict, Params)) -> bool {
        match verdict {
            RowVerdict::DuplicateInFile | RowVerdict::DuplicateRecent | RowVerdict::AboveLimit => {
                true
            }
            RowVerdict::NotEnough => self.below_nothing && !params.contains_key(LEAST),
            _ => false,
        }
    }
}

/// Of a row whose driver has less than the service was told to ask for.
const LEAST: &str = "least";

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
struct Purses(HashMap<Purse, Taken>);

/// A driver, and which balance of his where he has several.
type Purse = (String, Option<Id>);

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

    /// A row before which the service would find less on the balance than it was told to ask for. What comes in before
    /// it does not count: it may come later.
    fn below_least(&self, row: &Row, bench: &Bench) -> Option<(RowVerdict, Params)> {
        let least = bench.least?;
        let (key, ..) = purse(row)?;
        let taken = self.0.get(&key).filter(|_| bench.withdraws);
        let taken = taken.map_or(Decimal::ZERO, |taken| taken.sum);
        let before = row.said()?.available?.decimal().checked_sub(taken)?;
        (before < least.decimal()).then(|| {
            let [least, before] = [least, Amount::new(before)].map(|sum| sum.to_string());
            let params = told([(LEAST, least.as_str()), ("available", before.as_str())]);
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
fn purse(row: &Row) -> Option<(Purse, Decimal, Decimal)> {
    let said = row.said()?;
    let key = (row.driver()?.id.clone(), said.balance_id);
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

    /// The driver is to be looked for anew, among those of another service.
    pub fn find_anew(&mut self) {
        self.chosen = None;
        self.found = Found::NotLooked;
        self.ask_anew();
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
        if let Some(past) = bench.recent.like(&driver.id, amount, commission) {
            let mut params = told([("at", past.at.as_str())]);
            params.extend(
                past.reference
                    .iter()
                    .map(|mark| ("reference".to_owned(), mark.clone())),
            );
            found.push((RowVerdict::DuplicateRecent, params));
        }
        let unsettled = bench.unsettled.get(&driver.id);
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

    fn judge(&mut self, mut findings: Vec<(RowVerdict, Params)>, bench: &Bench) {
        findings.sort_by_key(|finding| (finding.0, bench.leaves_to_a_person(finding)));
        let stops = findings
            .iter()
            .any(|finding| !bench.leaves_to_a_person(finding));
        let unchecked = findings
            .first()
            .is_some_and(|(verdict, _)| *verdict == RowVerdict::NotChecked);
        let short = findings
            .iter()
            .any(|(verdict, _)| *verdict == RowVerdict::NotEnough);
        // A broken sum or driver is told before anything was asked; a duplicate only of what could be sent.
        let mut told = findings.into_iter().filter(|finding| match finding.0 {
            RowVerdict::NotChecked => false,
            other if unchecked => other < RowVerdict::DuplicateInFile,
            _ => !(stops && self.by_hand == Some(true) && bench.leaves_to_a_person(finding)),
        });
        let (verdict, params) = match told.next() {
            Some(finding) => finding,
            None if unchecked => (RowVerdict::NotChecked, Params::new()),
            None => (RowVerdict::Ready, Params::new()),
        };
        let ready = verdict == RowVerdict::Ready;
        self.judged = Judged {
            included: !stops && self.by_hand.unwrap_or(ready),
            verdict,
            params,
            can_include: !stops,
            short,
        };
    }
}

/// Gives every row its verdict. Of rows with the same driver and the same sum the first is no duplicate.
pub fn judge(rows: &mut [Row], bench: &Bench) {
    let mut first: HashMap<(String, Amount), u32> = HashMap::new();
    let mut purses = Purses::default();
    for row in rows {
        let mut findings = row.findings(bench);
        findings.extend(purses.below_least(row, bench));
        if bench.withdraws {
            findings.extend(purses.shortage(row));
        }
        if let (Some(driver), Some(amount)) = (row.driver(), row.amount()) {
            let same = Amount::new(amount.decimal().normalize());
            let same = (driver.id.clone(), same);
            match first.get(&same) {
                Some(first) => {
                    let params = told([("row", first.to_string().as_str())]);
                    findings.push((RowVerdict::DuplicateInFile, params));
                }
                None => {
                    first.insert(same, row.number);
                }
            }
        }
        row.judge(findings, bench);
        purses.take(row);
    }
}

pub fn told<const N: usize>(params: [(&str, &str); N]) -> Params {
    let owned = params.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Params::from(owned)
}
