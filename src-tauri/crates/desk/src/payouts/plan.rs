//! The register fixed: every body to the byte, every warning told, named by a hash. Confirmed once, written down in one
//! commit, held for a while in which all of it can be taken back.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use journal::{Confirmation, NewOperation, NewRegister};
use money::Amount;

use super::{
    payout::{Confirmed, Content, Payout},
    row::Row,
    sheet::problem,
    types::{ControlTotals, PayoutId, PayoutPhase, PayoutPlan, PayoutView, PayoutWay, RowVerdict},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::{
        LIFETIME, code_name, hash_of, journal_error, limit_of,
        types::{PlanHash, Warning, WarningCode},
    },
};

/// Rows that a warning names.
const MOST_NAMED: usize = 20;
/// How long a register can be taken back.
pub(super) const HOLD: Duration = Duration::from_secs(30);

/// What will be written down and sent if somebody confirms it.
#[derive(Clone)]
pub struct Plan {
    hash: PlanHash,
    made_at: Timestamp,
    /// The settings it was made under: another key or address may be another park.
    settings: u64,
    register: NewRegister,
    operations: Vec<NewOperation>,
    warnings: BTreeSet<WarningCode>,
}

impl Plan {
    fn serves(&self, hash: &PlanHash, settings: u64, now: Timestamp) -> bool {
        let age = now.duration_since(self.made_at);
        self.hash == *hash
            && self.settings == settings
            && !age.is_negative()
            && age.unsigned_abs() <= LIFETIME
    }
}

impl Desk {
    /// Fixes what would be sent. Moves nothing.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` while rows are checked and after the confirmation; `ReadOnly`; `MoneyClosed`
    /// (`trouble`); `InvalidInput` naming `rows` (`not_checked`, `nothing_included`, `sum_too_large`) or a setting; those of the key.
    pub async fn plan_payout(&self, id: &PayoutId) -> DeskResult<PayoutPlan> {
        let payout = self.payout(id)?;
        let settings = self.clients_forgotten();
        let common = payout.settings();
        let park = self
            .park_for_writing(&payout.connection, &common.way)
            .await?;
        self.money_open(&payout.connection)?;
        if let PayoutWay::Yandex(way) = &common.way {
            // It may have been closed since the rows were asked about.
            self.named_category(&payout.connection, &way.manner).await?;
        }
        let connection_name = self.0.connections.record(&payout.connection)?.name;
        let mut content = payout.content.lock();
        match content.phase {
            _ if content.settings != common => {
                return Err(DeskError::new(DeskErrorCode::RegisterBusy));
            }
            PayoutPhase::Checked => content.is_askable()?,
            PayoutPhase::Read => return Err(refused("not_checked")),
            _ => return Err(DeskError::new(DeskErrorCode::RegisterBusy)),
        }
        self.judge_payout(&payout.connection, &mut content);
        let control = self.sendable(&content)?;
        let warnings = self.payout_warnings(&payout.connection, &content, &control);
        let operations = self.operations_of(&payout, &content, &park, &connection_name)?;
        let register = NewRegister {
            id: payout.id.0.clone(),
            name: content.name.clone(),
            connection: payout.connection.0.clone(),
            connection_name,
            rows: control.rows,
            control: control.amount.decimal(),
            sha256: control.sha256.clone(),
            details: content.kept(&control).map_err(|error| {
                tracing::error!(%error, "rows left out");
                DeskError::new(DeskErrorCode::Internal)
            })?,
        };
        let hash = hash_of_plan(&register, &content, &operations, &warnings);
        content.changed();
        content.plan = Some(Plan {
            hash: hash.clone(),
            made_at: self.now(),
            settings,
            register,
            operations,
            warnings: warnings.iter().map(|one| one.code).collect(),
        });
        Ok(PayoutPlan {
            hash,
            control,
            settings: content.settings.clone(),
            warnings,
            hold_seconds: seconds(HOLD),
            lifetime_seconds: seconds(LIFETIME),
        })
    }

    fn sendable(&self, content: &Content) -> DeskResult<ControlTotals> {
        let control = content.control().ok_or_else(|| refused("sum_too_large"))?;
        match control.included {
            0 => Err(refused("nothing_included")),
            _ => Ok(control),
        }
    }

    /// In the order of their codes.
    fn payout_warnings(
        &self,
        connection: &ConnectionId,
        content: &Content,
        control: &ControlTotals,
    ) -> Vec<Warning> {
        let money = self.0.connections.money();
        let count =
            |fits: &dyn Fn(&Row) -> bool| content.included().filter(|row| fits(row)).count();
        let mut warnings = Vec::new();
        let doubles = content.included().filter(|row| {
            let double = [RowVerdict::DuplicateInFile, RowVerdict::DuplicateRecent];
            double.contains(&row.judged.verdict)
        });
        warnings.extend(about_rows(WarningCode::Duplicate, doubles));
        if let Some(reason) = content
            .recent
            .unknown
            .clone()
            .filter(|_| money.duplicate_days > 0)
        {
            warnings.push(warning(
                WarningCode::DuplicatesUnknown,
                [("reason", reason)],
            ));
        }
        if let Some(limit) = limit_of(&money.operation_limit) {
            let above = count(&|row| row.amount().is_some_and(|amount| amount > limit));
            let params = [("limit", limit.to_string()), ("count", above.to_string())];
            if above > 0 {
                warnings.push(warning(WarningCode::AboveOperationLimit, params));
            }
        }
        if let Some(limit) = limit_of(&money.day_limit) {
            let spent = self.spent_today(connection);
            let all = spent.and_then(|spent| spent.checked_add(control.amount));
            if all.is_none_or(|all| all > limit) {
                let spent = spent.map(|spent| spent.to_string()).unwrap_or_default();
                let params = [("limit", limit.to_string()), ("spent", spent)];
                warnings.push(warning(WarningCode::AboveDayLimit, params));
            }
        }
        if let PayoutWay::Jump(way) = &content.settings.way
            && way.withdraws()
        {
            let unknown = control.included.saturating_sub(control.commission_known);
            if unknown > 0 {
                let count = [("count", unknown.to_string())];
                warnings.push(warning(WarningCode::CommissionUnknown, count));
            }
            if !way.create_payment {
                warnings.push(warning(WarningCode::NoPayment, []));
            }
        }
        let short = content.included().filter(|row| row.judged.short);
        warnings.extend(about_rows(WarningCode::AboveBalance, short));
        warnings
    }

    /// Writes the register down and holds it; the sending follows by itself, row by row.
    ///
    /// # Errors
    /// `NoRegister`; `ReviewExpired` for a plan that is unknown, used, older than five minutes, of other settings, or of
    /// rows that stand otherwise now; `InvalidInput` naming `agreed` unless exactly the plan's warnings were agreed to;
    /// `ReadOnly`; `MoneyClosed`; `DriverUnsettled`. A plan of which nothing was written stays good while it lasts.
    pub async fn confirm_payout(
        &self,
        id: &PayoutId,
        plan: &PlanHash,
        agreed: Vec<WarningCode>,
    ) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        let way = payout.settings().way;
        self.park_for_writing(&payout.connection, &way).await?;
        self.money_open(&payout.connection)?;
        let plan = self.take_plan(&payout, plan, &agreed.into_iter().collect())?;
        let plan = Arc::new(plan);
        if let Err(error) = self.write_register(&payout.connection, plan.clone()).await {
            let mut content = payout.content.lock();
            content.phase = PayoutPhase::Checked;
            content.confirmed = None;
            content.changed();
            // Of the journal's refusals one is not the plan's fault.
            content.plan = Some(Arc::unwrap_or_clone(plan));
            drop(content);
            self.tell_journal(&payout.connection);
            return Err(journal_error(error));
        }
        {
            let mut content = payout.content.lock();
            let until = self.now().saturating_add(HOLD).ok();
            if let Some(confirmed) = &mut content.confirmed {
                let written = self.journal_of(&payout.connection).register(&payout.id.0);
                confirmed.hold_until = until;
                confirmed.at =
                    written.map_or_else(|| self.now_iso(), |one| one.confirmed_at.clone());
            }
            content.changed();
        }
        self.tell_payout(&payout);
        self.tell_journal(&payout.connection);
        self.hold_and_run(&payout, plan.settings);
        Ok(self.payout_view(&payout))
    }

    /// Takes the plan out: from here on nobody else can have it, and no row can be changed.
    fn take_plan(
        &self,
        payout: &Payout,
        hash: &PlanHash,
        agreed: &BTreeSet<WarningCode>,
    ) -> DeskResult<Plan> {
        let expired = || DeskError::new(DeskErrorCode::ReviewExpired);
        let mut content = payout.content.lock();
        if content.phase != PayoutPhase::Checked {
            return Err(expired());
        }
        let (settings, now) = (self.clients_forgotten(), self.now());
        let plan = content.plan.clone();
        let plan = plan
            .filter(|plan| plan.serves(hash, settings, now))
            .ok_or_else(expired)?;
        if plan.warnings != *agreed {
            let problem = problem("agreed", "warnings_not_agreed");
            return Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![problem]));
        }
        self.is_still_so(payout, &mut content, &plan)?;
        content.phase = PayoutPhase::Holding;
        content.confirmed = Some(Confirmed::new(
            self.now_iso(),
            plan.register.rows,
            plan.register.sha256.clone(),
            Amount::new(plan.register.control),
        ));
        content.changed();
        Ok(plan)
    }

    /// What happened since the plan was made changes nothing in it.
    fn is_still_so(&self, payout: &Payout, content: &mut Content, plan: &Plan) -> DeskResult<()> {
        let unsettled = self.unsettled_drivers(&payout.connection);
        let closed: BTreeMap<&str, &Vec<String>> = plan
            .operations
            .iter()
            .filter_map(|one| Some((one.driver_id.as_str(), unsettled.get(&one.driver_id)?)))
            .collect();
        self.judge_payout(&payout.connection, content);
        if !closed.is_empty() {
            let references: Vec<String> = closed.into_values().flatten().cloned().collect();
            return Err(DeskError::new(DeskErrorCode::DriverUnsettled)
                .with("references", references.join(",")));
        }
        let control = self.sendable(content)?;
        let warnings = self.payout_warnings(&payout.connection, content, &control);
        let codes: BTreeSet<WarningCode> = warnings.iter().map(|one| one.code).collect();
        let same = control.sha256 == plan.register.sha256 && codes == plan.warnings;
        match same {
            true => Ok(()),
            false => Err(DeskError::new(DeskErrorCode::ReviewExpired)),
        }
    }

    async fn write_register(
        &self,
        connection: &ConnectionId,
        plan: Arc<Plan>,
    ) -> Result<(), journal::JournalError> {
        self.in_journal(connection, move |journal| {
            let confirmation = Confirmation {
                plan: plan.hash.0.clone(),
                agreed: plan.warnings.iter().map(code_name).collect(),
            };
            journal.confirm(Some(&plan.register), &plan.operations, &confirmation)
        })
        .await
    }
}

fn refused(code: &str) -> DeskError {
    DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![problem("rows", code)])
}

/// Over what will be written and sent, and what a person is asked to agree to.
fn hash_of_plan(
    register: &NewRegister,
    content: &Content,
    operations: &[NewOperation],
    warnings: &[Warning],
) -> PlanHash {
    let settings = serde_json::to_string(&content.settings).unwrap_or_default();
    let codes: Vec<String> = warnings.iter().map(|one| code_name(one.code)).collect();
    let fixed = [register.connection.as_str(), &register.sha256, &settings];
    let sent = operations
        .iter()
        .flat_map(|one| [one.driver_id.as_str(), &one.body, &one.reference]);
    hash_of(
        fixed
            .into_iter()
            .chain(sent)
            .chain(codes.iter().map(String::as_str)),
    )
}

/// `None` when it is about no row.
fn about_rows<'a>(code: WarningCode, rows: impl Iterator<Item = &'a Row>) -> Option<Warning> {
    let rows: Vec<String> = rows.map(|row| row.number.to_string()).collect();
    let named = rows.get(..MOST_NAMED).unwrap_or(&rows).join(",");
    let params = [("count", rows.len().to_string()), ("rows", named)];
    (!rows.is_empty()).then(|| warning(code, params))
}

fn warning<const N: usize>(code: WarningCode, params: [(&str, String); N]) -> Warning {
    let params = params.map(|(name, value)| (name.to_owned(), value));
    Warning {
        code,
        params: BTreeMap::from(params),
        similar: Vec::new(),
    }
}

fn seconds(duration: Duration) -> u32 {
    u32::try_from(duration.as_secs()).unwrap_or(u32::MAX)
}
