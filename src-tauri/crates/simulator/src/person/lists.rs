//! Registers of payouts: pasted, checked, confirmed, then paused, resumed, taken back, left alone, or cut off by a kill and
//! resumed.

use std::time::Duration;

use desk::{
    DeskResult,
    operations::types::WarningCode,
    payouts::types::{
        JumpWay, PayoutFilter, PayoutId, PayoutOperation, PayoutPhase, PayoutSettings, PayoutView,
        PayoutWay, PayoutsAsk, RowChange, RowVerdict, YandexWay,
    },
};
use jump::Id;
use serde_json::Value;

use super::{Office, Person, amount};
use crate::world::World;

/// A register that pauses again and again is taken back at last.
const MOST_TRIES: u32 = 6;

impl Person {
    pub(super) async fn pay_a_list(&mut self, office: &Office<'_>) {
        let settings = self.settings(office.world);
        let at_yandex = matches!(settings.way, PayoutWay::Yandex(_));
        let text = self.sheet(office, at_yandex);
        let connection = &office.world.connection;
        let opened = office.desk.open_payout_text(connection, text).await;
        let view = match opened {
            Ok(view) => view,
            Err(error) => return office.refused("the list is not read", &error),
        };
        let id = view.id;
        let service = settings.way.service();
        let rows = view.control.rows;
        office.tell(format!("a list {} of {rows} rows at {service:?}", id.0));
        if let Err(error) = office.desk.set_payout_settings(&id, settings).await {
            return office.refused("the list's settings", &error);
        }
        if self.check(office, &id).await.is_none() {
            return;
        }
        self.include_what_may_be(office, &id).await;
        if self.confirm(office, &id).await.is_none() {
            return;
        }
        for _ in 0..self.dice.below(12) {
            tokio::time::sleep(self.dice.millis(100, 25_000)).await;
            if !self.interfere(office, &id).await {
                return;
            }
        }
    }

    /// As copied from a table: by name, by phone, or by number.
    fn sheet(&mut self, office: &Office<'_>, at_yandex: bool) -> String {
        let by = self.dice.below(3);
        let title = ["ФИО", "Телефон", "ID водителя"];
        let title = title[usize::try_from(by).unwrap_or(0)];
        let mut text = format!("{title}\tСумма\tКомментарий\n");
        let mut former = None;
        for row in 0..self.dice.between(3, 20) {
            // Now and then the same driver and the same sum once more.
            let again = former.filter(|_| self.dice.percent(12));
            let (whom, sum) = again.unwrap_or_else(|| match at_yandex {
                true => self.entry_at_yandex(office, by),
                false => self.entry(office, by),
            });
            text.push_str(&format!("{whom}\t{sum}\tсписок {row}\n"));
            former = Some((whom, sum));
        }
        text
    }

    /// Whom, and how much.
    fn entry(&mut self, office: &Office<'_>, by: u64) -> (String, String) {
        let park = &office.world.park;
        let driver = self.dice.pick(&park.driver_ids()).unwrap_or(0);
        let known = park.driver(driver).unwrap_or_default();
        let word = |name: &str| known.get(name).and_then(Value::as_str).unwrap_or_default();
        let whom = match by {
            0 => format!("{} {}", word("last_name"), word("first_name")),
            1 => word("phone").to_owned(),
            _ => driver.to_string(),
        };
        (whom, self.sum())
    }

    fn entry_at_yandex(&mut self, office: &Office<'_>, by: u64) -> (String, String) {
        let drivers = office.world.park.fleet_drivers();
        let known: Vec<[String; 3]> = drivers
            .into_iter()
            .map(|one| [one.full_name, one.phone, one.id])
            .collect();
        let [name, phone, id] = self.dice.pick(&known).unwrap_or_default();
        let whom = match by {
            0 => name,
            1 => phone,
            _ => id,
        };
        (whom, self.sum())
    }

    fn sum(&mut self) -> String {
        match self.dice.percent(80) {
            true => format!("{},{:02}", self.dice.between(30, 900), self.dice.below(100)),
            false => amount(&mut self.dice),
        }
    }

    fn settings(&mut self, world: &World) -> PayoutSettings {
        let at_yandex = world.scenario.yandex && self.dice.percent(40);
        PayoutSettings {
            way: match at_yandex {
                true => PayoutWay::Yandex(self.yandex_way(world)),
                false => PayoutWay::Jump(self.jump_way()),
            },
            message: "Выплата по списку".to_owned(),
        }
    }

    fn yandex_way(&mut self, world: &World) -> YandexWay {
        let draft = self.new_fleet_draft(world);
        YandexWay {
            sign: draft.sign,
            manner: draft.manner,
            reason: draft.reason,
            balance_min: draft.balance_min,
        }
    }

    fn jump_way(&mut self) -> JumpWay {
        let withdraw = self.dice.percent(80);
        JumpWay {
            operation: match withdraw {
                true => PayoutOperation::Withdraw,
                false => PayoutOperation::Deposit,
            },
            create_payment: withdraw && self.dice.percent(70),
            include_commission: self.dice.percent(50),
            transaction_type_id: withdraw.then_some(Id(14)),
            integration_id: None,
        }
    }

    /// Has every row asked about, once more when some could not be.
    async fn check(&mut self, office: &Office<'_>, id: &PayoutId) -> Option<PayoutView> {
        let mut view = None;
        for _ in 0..2 {
            if let Err(error) = office.desk.check_payout(id).await {
                office.refused("the list is not checked", &error);
                return None;
            }
            view = wait_while(office, id, PayoutPhase::Checking).await;
            let failed = |view: &PayoutView| {
                let mut counts = view.verdicts.iter();
                counts.any(|one| one.verdict == RowVerdict::CheckFailed && one.count > 0)
            };
            if !view.as_ref().is_some_and(failed) {
                break;
            }
        }
        if let Some(view) = &view {
            let verdicts: Vec<_> = view.verdicts.iter().filter(|one| one.count > 0).collect();
            office.tell(format!("the list is checked: {verdicts:?}"));
        }
        view
    }

    /// A duplicate is paid when a person says so.
    async fn include_what_may_be(&mut self, office: &Office<'_>, id: &PayoutId) {
        let window = office
            .desk
            .payout_window(id, &PayoutFilter::default(), 0, 100);
        let rows = window.map(|window| window.rows).unwrap_or_default();
        for row in rows.iter().filter(|row| row.can_include && !row.included) {
            if self.dice.percent(50) {
                let change = RowChange {
                    included: Some(true),
                    ..RowChange::default()
                };
                // A row that cannot be changed now stays left out.
                let _ = office.desk.change_payout_row(id, row.row, change).await;
            }
        }
    }

    async fn confirm(&mut self, office: &Office<'_>, id: &PayoutId) -> Option<()> {
        let plan = match office.desk.plan_payout(id).await {
            Ok(plan) => plan,
            Err(error) => {
                office.refused("the list is not planned", &error);
                return None;
            }
        };
        tokio::time::sleep(self.dice.millis(300, 20_000)).await;
        let agreed: Vec<WarningCode> = plan.warnings.iter().map(|one| one.code).collect();
        let first = office.desk.confirm_payout(id, &plan.hash, agreed.clone());
        let confirmed = if self.dice.percent(25) {
            let again = office.desk.confirm_payout(id, &plan.hash, agreed.clone());
            let (first, again) = tokio::join!(first, again);
            first.or(again)
        } else {
            first.await
        };
        match confirmed {
            Ok(view) => {
                let control = &view.control;
                let (included, sum) = (control.included, control.amount.decimal());
                office.tell(format!("the list is confirmed: {included} rows, {sum}"));
                Some(())
            }
            Err(error) => {
                office.refused("the list is not confirmed", &error);
                None
            }
        }
    }

    /// Watches a register for a moment; false when there is nothing more to watch.
    async fn interfere(&mut self, office: &Office<'_>, id: &PayoutId) -> bool {
        let Ok(view) = office.desk.payout_state(id) else {
            return false;
        };
        office.world.screen.show(&view);
        let done = match (view.phase, self.dice.below(100)) {
            (PayoutPhase::Finished | PayoutPhase::Cancelled, _) => return false,
            (PayoutPhase::Holding, 0..=7) => office.desk.cancel_payout(id).await,
            (PayoutPhase::Running, 0..=19) => office.desk.pause_payout(id).await,
            (PayoutPhase::Running, 20..=23) => office.desk.cancel_payout(id).await,
            (PayoutPhase::Paused, 0..=59) => self.resume(office, id).await,
            (PayoutPhase::Paused, 60..=66) => office.desk.cancel_payout(id).await,
            _ => return true,
        };
        let (from, reason) = (view.phase, view.pause_reason);
        match done {
            Ok(view) => office.tell(format!(
                "list {}: {from:?} {reason:?} -> {:?}",
                id.0, view.phase
            )),
            Err(error) => office.refused(&format!("list {}: {from:?}", id.0), &error),
        }
        true
    }

    /// An impatient hand presses twice.
    async fn resume(&mut self, office: &Office<'_>, id: &PayoutId) -> DeskResult<PayoutView> {
        let resumed = office.desk.resume_payout(id);
        if self.dice.percent(20) {
            let (first, _) = tokio::join!(resumed, office.desk.resume_payout(id));
            return first;
        }
        resumed.await
    }

    /// Registers that wait for a person: after a start of the program, and at the end of her work.
    pub(super) async fn look_after_lists(&mut self, office: &Office<'_>) {
        for id in of_phase(office, |phase| phase == PayoutPhase::Paused).await {
            let connection = &office.world.connection;
            if let Err(error) = office.desk.open_payout(connection, &id).await {
                office.refused("a paused list is not opened", &error);
                continue;
            }
            let tries = self.tries.entry(id.0.clone()).or_default();
            *tries += 1;
            let done = if *tries > MOST_TRIES || self.dice.percent(10) {
                office.desk.cancel_payout(&id).await
            } else {
                self.resume(office, &id).await
            };
            match done {
                Ok(view) => {
                    office.world.screen.show(&view);
                    office.tell(format!("a paused list {}: {:?}", id.0, view.phase));
                }
                Err(error) => office.refused(&format!("a paused list {}", id.0), &error),
            }
        }
    }
}

/// Registers that go on by themselves, or wait for a person.
pub(super) async fn at_work(office: &Office<'_>) -> Vec<String> {
    use PayoutPhase::{Checking, Holding, Paused, Running};
    let open = |phase| matches!(phase, Checking | Holding | Running | Paused);
    let lists = of_phase(office, open).await.into_iter();
    lists.map(|id| format!("list {} is open", id.0)).collect()
}

async fn of_phase(office: &Office<'_>, wanted: impl Fn(PayoutPhase) -> bool) -> Vec<PayoutId> {
    let connection = &office.world.connection;
    let listed = office.desk.payouts(connection, PayoutsAsk::default()).await;
    let listed = listed.unwrap_or_default().into_iter();
    let mut ids: Vec<PayoutId> = listed
        .filter(|one| wanted(one.phase))
        .map(|one| one.id)
        .collect();
    ids.sort();
    ids
}

async fn wait_while(office: &Office<'_>, id: &PayoutId, phase: PayoutPhase) -> Option<PayoutView> {
    for _ in 0..3_600 {
        let view = office.desk.payout_state(id).ok()?;
        if view.phase != phase {
            return Some(view);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    office.tell("the check does not end");
    None
}
