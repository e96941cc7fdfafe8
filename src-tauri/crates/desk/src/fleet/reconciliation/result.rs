//! Rows of a reconciliation, out of pairs of movements; and what the rows come to.

use std::{collections::BTreeMap, sync::Arc};

use fleet::{Fleet, FleetDriversQuery};
use jiff::{Timestamp, tz::TimeZone};
use journal::{Kind, Operation, Service, State};
use jump::Id;
use money::Amount;

use super::{
    super::{
        known::Names,
        names::{fields, name},
    },
    counted,
    matching::Pair,
    movement::{Movement, RUB},
    people::People,
    readings::Read,
    span::Span,
    types::{
        ReconciliationCount, ReconciliationRow, ReconciliationSide,
        ReconciliationVerdict::{self, *},
    },
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::types::OperationId,
    registers::sum::total,
    time::iso,
};

/// Drivers whose names are asked for in one request.
const NAMES_AT_ONCE: u32 = 100;

const VERDICTS: [ReconciliationVerdict; 6] = [
    Matched,
    LooksAlike,
    AmountDiffers,
    OnlyJump,
    OnlyYandex,
    OnlyJournal,
];

impl Desk {
    /// Names of the drivers who stand in a row without one of Jump's. They are only names: a driver whose name cannot be
    /// read is shown by his id.
    pub(super) async fn names_beside(
        &self,
        connection: &ConnectionId,
        fleet: &Fleet,
        pairs: &[Pair],
        yandex: &Read<String>,
    ) -> Arc<Names> {
        if let Some(known) = self.kept_names(connection) {
            return known;
        }
        let alone = pairs.iter().filter(|pair| pair.jump.is_none());
        let movements = alone.filter_map(|pair| yandex.rows.get(pair.yandex?));
        let mut ids: Vec<String> = movements.filter_map(|one| one.driver.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut names = Names::new();
        for ids in ids.chunks(NAMES_AT_ONCE as usize) {
            let query = FleetDriversQuery {
                ids: ids.to_vec(),
                fields: Some(fields()),
                ..FleetDriversQuery::default()
            };
            let Ok(page) = fleet.list_driver_profiles(&query, NAMES_AT_ONCE, 0).await else {
                break;
            };
            let profiles = page.driver_profiles.into_iter();
            let profiles = profiles.filter_map(|driver| driver.driver_profile);
            names.extend(profiles.filter_map(|one| Some((one.id.clone()?, name(&one)))));
        }
        Arc::new(names)
    }
}

/// What rows are made of.
pub struct Beside<'a, F> {
    pub zone: TimeZone,
    pub span: &'a Span,
    pub people: &'a People,
    pub names: Arc<Names>,
    /// The journal's operation of a mark, and how it stands.
    pub operation: F,
    pub jump: &'a [Movement<Id>],
    pub yandex: &'a [Movement<String>],
}

impl<F: Fn(&str) -> Option<(Arc<Operation>, State)>> Beside<'_, F> {
    /// The oldest first, numbered from 1: pairs of which a side lies in the period, and the journal's.
    pub fn rows(&self, pairs: &[Pair], lost: &[Arc<Operation>]) -> Vec<ReconciliationRow> {
        let pairs = pairs.iter().filter_map(|pair| self.of_pair(*pair));
        let lost = lost.iter().map(|one| self.of_journal(one));
        let mut rows: Vec<(Option<Timestamp>, ReconciliationRow)> = pairs.chain(lost).collect();
        // Those without a time stand last.
        rows.sort_by_key(|(at, _)| at.unwrap_or(Timestamp::MAX));
        let rows = rows.into_iter().zip(1..);
        rows.map(|((_, row), number)| ReconciliationRow { number, ..row })
            .collect()
    }

    fn of_pair(&self, pair: Pair) -> Option<(Option<Timestamp>, ReconciliationRow)> {
        let jump = pair.jump.and_then(|place| self.jump.get(place));
        let yandex = pair.yandex.and_then(|place| self.yandex.get(place));
        let moments = [jump.map(|one| one.at), yandex.map(|one| one.at)];
        let mut moments = moments.into_iter().flatten();
        if !moments.clone().any(|at| self.span.holds(at)) {
            return None;
        }
        let (jump_driver, fleet_driver) = self.drivers(jump, yandex);
        let reference = [
            jump.and_then(|one| one.mark.as_ref()),
            yandex.and_then(|one| one.mark.as_ref()),
        ];
        let reference = reference.into_iter().flatten().next().cloned();
        let journal = reference.as_deref().and_then(&self.operation);
        let (journal, state) = journal.unzip();
        let row = ReconciliationRow {
            number: 0,
            verdict: pair.verdict,
            driver: self.driver(jump, fleet_driver.as_deref()),
            jump_driver,
            operation: journal.as_ref().map(|one| OperationId(one.new.id.clone())),
            reference,
            difference: jump.zip(yandex).and_then(|(jump, yandex)| {
                let less = Amount::new(-jump.amount.decimal());
                yandex.amount.checked_add(less)
            }),
            jump: jump.map(|one| self.side(one)),
            yandex: yandex.map(|one| self.side(one)),
            journal: journal.map(|one| self.confirmed(&one)),
            journal_state: state,
            fleet_driver,
        };
        Some((moments.find_map(|at| at), row))
    }

    /// Under both ids as far as they are told or known.
    fn drivers(
        &self,
        jump: Option<&Movement<Id>>,
        yandex: Option<&Movement<String>>,
    ) -> (Option<Id>, Option<String>) {
        let at_jump = jump.and_then(|one| one.driver);
        let at_fleet = yandex.and_then(|one| one.driver.clone());
        let linked = at_fleet.as_deref().and_then(|id| self.people.of(id));
        let known = at_jump.and_then(|id| self.people.at_fleet(id));
        (at_jump.or(linked), at_fleet.or(known.map(str::to_owned)))
    }

    fn driver(&self, jump: Option<&Movement<Id>>, fleet: Option<&str>) -> String {
        let own = jump.map(|one| one.name.as_str());
        let at_fleet = fleet.and_then(|id| {
            let named = self.names.get(id).map(String::as_str);
            named.or_else(|| self.people.name(id))
        });
        let mut names = [own, at_fleet].into_iter().flatten();
        let name = names.find(|name| !name.is_empty()).map(str::to_owned);
        let id = jump.and_then(|one| one.driver).map(|id| id.to_string());
        name.or(id)
            .or_else(|| fleet.map(str::to_owned))
            .unwrap_or_default()
    }

    fn side<D>(&self, one: &Movement<D>) -> ReconciliationSide {
        ReconciliationSide {
            id: one.id.clone(),
            at: match one.at {
                Some(at) => iso(at, &self.zone),
                None => one.told_at.clone(),
            },
            amount: one.amount,
            currency: one.currency.clone(),
            description: one.description.clone(),
            category: one.category.clone(),
        }
    }

    /// What a person confirmed, signed as the services sign it.
    fn confirmed(&self, one: &Operation) -> ReconciliationSide {
        let new = &one.new;
        let at = one.confirmed_at.parse();
        let balances = [Some(&new.balance), new.target.as_ref()];
        let balances = balances
            .into_iter()
            .flatten()
            .filter(|name| !name.is_empty());
        let balances: Vec<&str> = balances.map(String::as_str).collect();
        ReconciliationSide {
            id: new.id.clone(),
            at: at.map_or_else(|_| one.confirmed_at.clone(), |at| iso(at, &self.zone)),
            amount: Amount::new(match new.kind {
                Kind::Withdraw | Kind::Transfer | Kind::Debit => -new.amount,
                Kind::Deposit | Kind::Credit => new.amount,
            }),
            currency: RUB.to_owned(),
            description: new.message.clone(),
            category: balances.join(" → "),
        }
    }

    /// As the rows call a driver of Fleet, else as he is known, else his id.
    pub fn name_of(&self, fleet: &str, rows: &[ReconciliationRow]) -> String {
        let own = |row: &&ReconciliationRow| {
            row.fleet_driver.as_deref() == Some(fleet) && !row.driver.is_empty()
        };
        let named = rows.iter().find(own);
        match named {
            Some(row) => row.driver.clone(),
            None => self.driver(None, Some(fleet)),
        }
    }

    fn of_journal(&self, one: &Operation) -> (Option<Timestamp>, ReconciliationRow) {
        let new = &one.new;
        let (jump_driver, fleet_driver) = match new.service {
            Service::Jump => {
                let id: Option<Id> = new.driver_id.parse().ok();
                let known = id.and_then(|id| self.people.at_fleet(id));
                (id, known.map(str::to_owned))
            }
            Service::Yandex => {
                let known = self.people.of(&new.driver_id);
                (known, Some(new.driver_id.clone()))
            }
        };
        let row = ReconciliationRow {
            number: 0,
            verdict: OnlyJournal,
            driver: new.driver.clone(),
            jump_driver,
            fleet_driver,
            reference: Some(new.reference.clone()),
            jump: None,
            yandex: None,
            journal: Some(self.confirmed(one)),
            journal_state: Some(State::Accepted),
            operation: Some(OperationId(new.id.clone())),
            difference: None,
        };
        (one.confirmed_at.parse().ok(), row)
    }
}

/// All six, those that nothing belongs to as well. Amounts in another currency than roubles are in no sum.
pub fn by_verdict(rows: &[ReconciliationRow]) -> DeskResult<Vec<ReconciliationCount>> {
    let mut of: BTreeMap<ReconciliationVerdict, Vec<&ReconciliationRow>> = BTreeMap::new();
    for row in rows {
        of.entry(row.verdict).or_default().push(row);
    }
    let counts = VERDICTS.into_iter().map(|verdict| {
        let own = of.remove(&verdict).unwrap_or_default();
        Ok(ReconciliationCount {
            verdict,
            count: counted(own.iter()),
            jump: sum(own.iter().filter_map(|row| row.jump.as_ref()))?,
            yandex: sum(own.iter().filter_map(|row| row.yandex.as_ref()))?,
            journal: sum(own.iter().filter_map(|row| row.journal.as_ref()))?,
        })
    });
    counts.collect()
}

fn sum<'a>(sides: impl Iterator<Item = &'a ReconciliationSide>) -> DeskResult<Amount> {
    let rubles = sides.filter(|side| side.currency == RUB);
    total(rubles.map(|side| side.amount)).ok_or_else(|| DeskError::new(DeskErrorCode::Internal))
}
