//! A register of payouts as the screen sees it: before the confirmation from its rows, after it from the journal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use journal::{Event, Operation, State};
use money::Amount;

use super::{
    control::narrow,
    payout::{Confirmed, Content, Payout},
    row::{Bench, Row, judge},
    types::{
        ControlTotals, PayoutFilter, PayoutPhase, PayoutRow, PayoutView, PayoutWay, PayoutWindow,
        RowVerdict, VerdictCount,
    },
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    operations::{
        limit_of,
        types::{OperationId, StateTotal},
    },
    time::iso,
};

/// Rows that one window gives at most.
const WIDEST_WINDOW: u32 = 500;

/// The operations of a confirmed register by row, each with how it stands.
pub(super) type Standing = Vec<(std::sync::Arc<Operation>, State)>;

impl Desk {
    /// Gives every row its verdict anew.
    pub(super) fn judge_payout(&self, connection: &ConnectionId, content: &mut Content) {
        let money = self.0.connections.money();
        let days = money.duplicate_days;
        let way = &content.settings.way;
        let kind = way.kind();
        let operations = self.journal_of(connection).operations();
        let own = operations.iter().map(AsRef::as_ref);
        let own = own.filter(|one: &&Operation| one.new.connection == connection.0 && days > 0);
        let recent = content.recent.with_journal(own, kind, self.days_back(days));
        let unsettled = self.unsettled_drivers(connection);
        let bench = Bench {
            limit: limit_of(&money.operation_limit),
            unsettled: &unsettled,
            recent: &recent,
            withdraws: way.takes(),
            commission_on_top: matches!(way, PayoutWay::Jump(way) if !way.include_commission),
            below_nothing: matches!(way, PayoutWay::Yandex(_)),
            least: way.least(),
        };
        judge(&mut content.rows, &bench);
    }

    /// The operations of a confirmed register, by row.
    pub(super) fn standing_of(&self, payout: &Payout) -> Standing {
        let operations = self
            .journal_of(&payout.connection)
            .register_operations(&payout.id.0);
        let stands = |one: std::sync::Arc<Operation>| {
            let state = self.standing(&one);
            (one, state)
        };
        operations.into_iter().map(stands).collect()
    }

    pub(super) fn payout_view(&self, payout: &Payout) -> PayoutView {
        let content = payout.content.lock();
        let mut view = PayoutView {
            id: payout.id.clone(),
            name: content.name.clone(),
            phase: content.phase,
            revision: content.revision,
            sheet: content.read.as_ref().map(super::sheet::Read::facts),
            settings: content.settings.clone(),
            verdicts: verdicts(&content.rows, 0),
            control: content.control().unwrap_or_else(unknown_totals),
            done: content.done,
            of: content.of,
            waiting_until: content.waiting_until.clone(),
            hold_until: None,
            pause_reason: None,
            states: Vec::new(),
            taken: 0,
            seconds_left: None,
            confirmed_at: None,
        };
        if let Some(confirmed) = &content.confirmed {
            self.show_run(payout, &content, confirmed, &mut view);
        }
        view
    }

    fn show_run(&self, payout: &Payout, content: &Content, run: &Confirmed, view: &mut PayoutView) {
        let standing = self.standing_of(payout);
        let count = |waits: bool| {
            let fitting = standing
                .iter()
                .filter(|(_, state)| is_ahead(*state) == waits);
            narrow(fitting.count())
        };
        let (done, ahead) = (count(false), count(true));
        view.of = narrow(standing.len());
        view.done = done;
        view.revision = view.revision.saturating_add(steps(&standing));
        view.states = totals_by_state(&standing);
        let taken = standing
            .iter()
            .filter(|(operation, state)| *state == State::Unknown && operation.remote.is_some());
        view.taken = narrow(taken.count());
        view.control.rows = run.rows;
        view.control.included = view.of;
        view.control.left_out = run.rows.saturating_sub(view.of);
        view.control.amount = run.control;
        view.control.sha256.clone_from(&run.sha256);
        if let Some(restored) = &content.restored {
            view.control.commission = restored.commission;
            view.control.commission_known = restored.commission_known;
            view.verdicts = verdicts(&restored.left_out, view.of);
        }
        view.confirmed_at = Some(run.at.clone());
        view.hold_until = run
            .hold_until
            .filter(|_| content.phase == PayoutPhase::Holding)
            .map(|until| iso(until, &self.zone()));
        view.pause_reason = run
            .pause_reason
            .filter(|_| content.phase == PayoutPhase::Paused);
        if content.phase == PayoutPhase::Running {
            view.seconds_left = self.seconds_left(run, done, ahead);
        }
    }

    /// At the pace of this run so far.
    fn seconds_left(&self, run: &Confirmed, done: u32, ahead: u32) -> Option<u32> {
        let (began, before) = run.began?;
        let made = done.checked_sub(before).filter(|made| *made > 0)?;
        let took = self.now().duration_since(began).as_millis();
        let left = took.checked_mul(ahead.into())? / i128::from(made) / 1_000;
        u32::try_from(left).ok()
    }

    pub(super) fn payout_rows(&self, payout: &Payout) -> Vec<PayoutRow> {
        let content = payout.content.lock();
        let Some(run) = &content.confirmed else {
            return content
                .rows
                .iter()
                .map(|row| shown(row, &content))
                .collect();
        };
        let standing = self.standing_of(payout);
        if content.rows.is_empty() {
            let rows = standing.iter().map(|(one, state)| recorded(one, *state));
            let rows = rows.map(|row| postponed(row, run));
            let left_out = content.restored.iter().flat_map(|one| &one.left_out);
            let mut rows: Vec<PayoutRow> = rows
                .chain(left_out.map(|row| shown(row, &content)))
                .collect();
            rows.sort_by_key(|row| row.row);
            return rows;
        }
        let by_row: HashMap<u32, &(std::sync::Arc<Operation>, State)> = standing
            .iter()
            .filter_map(|one| Some((one.0.new.register.as_ref()?.1, one)))
            .collect();
        let row = |row: &Row| {
            let mut shown = shown(row, &content);
            shown.can_include = false;
            match by_row.get(&row.number) {
                Some((operation, state)) => {
                    shown.included = true;
                    sent(&mut shown, operation, *state);
                }
                None => shown.included = false,
            }
            postponed(shown, run)
        };
        content.rows.iter().map(row).collect()
    }

    pub(super) fn payout_window_of(
        &self,
        payout: &Payout,
        filter: &PayoutFilter,
        from: u32,
        count: u32,
    ) -> PayoutWindow {
        let words = search_words(&filter.search);
        let mut rows = self.payout_rows(payout);
        rows.retain(|row| passes(row, filter, &words));
        let total = narrow(rows.len());
        let first = usize::try_from(from).unwrap_or(usize::MAX);
        let count = usize::try_from(count.min(WIDEST_WINDOW)).unwrap_or_default();
        PayoutWindow {
            total,
            from,
            rows: rows.into_iter().skip(first).take(count).collect(),
        }
    }
}

/// Waits or is under way.
const fn is_ahead(state: State) -> bool {
    matches!(state, State::Waiting | State::Sent)
}

/// How much happened to the operations: grows with every event of them.
fn steps(standing: &Standing) -> u32 {
    let steps = standing.iter().map(|(operation, state)| {
        let rank = match state {
            State::Waiting => 0,
            State::Sent => 1,
            State::Unknown => 2,
            _ => 3,
        };
        // A check leaves the state as it is.
        operation.checks.saturating_add(rank)
    });
    steps.fold(0, u32::saturating_add)
}

pub(super) fn totals_by_state(standing: &Standing) -> Vec<StateTotal> {
    let mut totals: BTreeMap<State, (u32, Option<Amount>)> = BTreeMap::new();
    for (operation, state) in standing {
        let (count, sum) = totals.entry(*state).or_insert((0, Some(Amount::ZERO)));
        *count += 1;
        *sum = sum.and_then(|sum| sum.checked_add(Amount::new(operation.new.amount)));
    }
    let total = |(state, (count, amount))| StateTotal {
        state,
        count,
        amount,
    };
    totals.into_iter().map(total).collect()
}

/// `sent`: rows of which only the journal knows; they were ready.
fn verdicts(rows: &[Row], sent: u32) -> Vec<VerdictCount> {
    let mut counts: BTreeMap<RowVerdict, u32> = BTreeMap::new();
    if sent > 0 {
        counts.insert(RowVerdict::Ready, sent);
    }
    for row in rows {
        *counts.entry(row.judged.verdict).or_default() += 1;
    }
    let count = |(verdict, count)| VerdictCount { verdict, count };
    counts.into_iter().map(count).collect()
}

/// Sums of more digits than a park has roubles; such a register is refused when it is planned.
fn unknown_totals() -> ControlTotals {
    ControlTotals {
        rows: 0,
        left_out: 0,
        included: 0,
        amount: Amount::ZERO,
        commission: Amount::ZERO,
        commission_known: 0,
        sha256: String::new(),
    }
}

fn shown(row: &Row, content: &Content) -> PayoutRow {
    use super::drivers::Found;
    let said = row.said();
    let candidates = match &row.found {
        Found::Several(candidates) => candidates.clone(),
        _ => Vec::new(),
    };
    PayoutRow {
        row: row.number,
        driver_text: row.driver_text.clone(),
        amount_text: row.amount_text.clone(),
        driver_id: row.driver().map(|driver| driver.id.clone()),
        driver: row
            .driver()
            .map(|driver| driver.name.clone())
            .unwrap_or_default(),
        amount: row.amount(),
        comment: content.comment(row).to_owned(),
        verdict: row.judged.verdict,
        params: row.judged.params.clone(),
        candidates,
        readings: row
            .sum
            .as_ref()
            .err()
            .map(|trouble| trouble.readings.clone())
            .unwrap_or_default(),
        included: row.judged.included,
        can_include: row.judged.can_include,
        commission: said.and_then(|said| said.commission),
        amount_paid: said.and_then(|said| said.amount_paid),
        requisite: said.map(|said| said.requisite.clone()).unwrap_or_default(),
        balance: said.and_then(|said| said.available),
        free: said.and_then(|said| said.free),
        operation: None,
        reference: None,
        state: None,
        remote: None,
        reason: String::new(),
    }
}

/// A row of which only the journal knows.
fn recorded(operation: &Operation, state: State) -> PayoutRow {
    let new = &operation.new;
    let mut row = PayoutRow {
        row: new.register.as_ref().map_or(0, |(_, row)| *row),
        driver_text: new.driver.clone(),
        amount_text: Amount::new(new.amount).format_russian(),
        driver_id: Some(new.driver_id.clone()),
        driver: new.driver.clone(),
        amount: Some(Amount::new(new.amount)),
        comment: unmarked(new).to_owned(),
        verdict: RowVerdict::Ready,
        params: BTreeMap::new(),
        candidates: Vec::new(),
        readings: Vec::new(),
        included: true,
        can_include: false,
        commission: None,
        amount_paid: None,
        requisite: new.requisite.clone().unwrap_or_default(),
        balance: None,
        free: None,
        operation: None,
        reference: None,
        state: None,
        remote: None,
        reason: String::new(),
    };
    sent(&mut row, operation, state);
    row
}

/// The comment without our mark at its end.
pub(super) fn unmarked(new: &journal::NewOperation) -> &str {
    let mark = format!("[#{}]", new.reference);
    new.message
        .strip_suffix(&mark)
        .unwrap_or(&new.message)
        .trim_end()
}

fn sent(row: &mut PayoutRow, operation: &Operation, state: State) {
    row.operation = Some(OperationId(operation.new.id.clone()));
    row.reference = Some(operation.new.reference.clone());
    row.state = Some(state);
    row.remote = operation.remote.as_deref().cloned();
    row.reason = match operation.last.as_deref() {
        Some(Event::Rejected { answer, code, .. }) if answer.is_empty() => code.clone(),
        Some(Event::Rejected { answer, .. }) => answer.clone(),
        Some(Event::NotSent { code, .. }) => code.clone(),
        _ => String::new(),
    };
}

/// A row that waits for an earlier operation of its driver says so.
fn postponed(mut row: PayoutRow, run: &Confirmed) -> PayoutRow {
    if let Some(reference) = run.postponed.get(&row.row)
        && row.state == Some(State::Waiting)
    {
        row.verdict = RowVerdict::Unsettled;
        row.params = super::row::told([("reference", reference.as_str())]);
    }
    row
}

fn search_words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(plain).collect()
}

fn plain(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

fn passes(row: &PayoutRow, filter: &PayoutFilter, words: &BTreeSet<String>) -> bool {
    let verdict = filter.verdicts.is_empty() || filter.verdicts.contains(&row.verdict);
    let state =
        filter.states.is_empty() || row.state.is_some_and(|one| filter.states.contains(&one));
    let side = !filter.left_out || !row.included;
    verdict && state && side && (words.is_empty() || has(row, words))
}

/// Every word stands somewhere in the row.
fn has(row: &PayoutRow, words: &BTreeSet<String>) -> bool {
    let sum = row
        .amount
        .map(|amount| amount.to_string())
        .unwrap_or_default();
    let texts = [
        row.driver_text.as_str(),
        &row.driver,
        &row.amount_text,
        &sum,
        &row.comment,
        row.reference.as_deref().unwrap_or_default(),
    ];
    let all = plain(&texts.join("\n"));
    words.iter().all(|word| all.contains(word.as_str()))
}
