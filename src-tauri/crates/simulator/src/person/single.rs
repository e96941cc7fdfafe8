//! A single operation: planned, read, agreed to, confirmed, sometimes twice, sometimes taken back.

use desk::{
    DeskResult,
    fleet::types::FleetDraft,
    operations::types::{OperationDraft, OperationView, PlanHash, Warning, WarningCode},
};

use super::Office;
use crate::dice::Dice;

/// An operation as she types it, by service.
#[derive(Clone)]
pub enum Draft {
    Jump(OperationDraft),
    Yandex(FleetDraft),
}

/// What she reads before she agrees.
struct Planned {
    hash: PlanHash,
    reference: String,
    warnings: Vec<Warning>,
}

pub async fn pay(office: &Office<'_>, mut dice: Dice, draft: Draft) {
    let connection = &office.world.connection;
    let about = draft.told();
    let plan = match draft.planned(office).await {
        Ok(plan) => plan,
        Err(error) => return office.refused(&format!("{about} is not planned"), &error),
    };
    let codes: Vec<WarningCode> = plan.warnings.iter().map(|one| one.code).collect();
    office.tell(format!(
        "{about} is planned as {} {codes:?}",
        plan.reference
    ));
    // She reads; now and then she is called away, and the plan gets too old.
    let away = if dice.percent(4) { 320_000 } else { 15_000 };
    tokio::time::sleep(dice.millis(300, away)).await;
    let Some(view) = confirm(office, &mut dice, &plan, codes).await else {
        return;
    };
    if dice.percent(15) {
        tokio::time::sleep(dice.millis(0, 6_000)).await;
        match office.desk.cancel_operation(connection, &view.id).await {
            Ok(view) => office.tell(format!("{} taken back: {:?}", view.reference, view.state)),
            Err(error) => office.refused("not taken back", &error),
        }
    } else if dice.percent(70) {
        tokio::time::sleep(dice.millis(0, 20_000)).await;
    }
}

impl Draft {
    fn told(&self) -> String {
        match self {
            Self::Jump(one) => {
                format!("{:?} {} of {}", one.operation, one.amount, one.driver_id)
            }
            Self::Yandex(one) => {
                let (sign, least) = (one.sign, &one.balance_min);
                let manner = &one.manner;
                let whom = &one.driver_id;
                format!("{sign:?} {} of {whom} by {manner:?} {least}", one.amount)
            }
        }
    }

    async fn planned(self, office: &Office<'_>) -> DeskResult<Planned> {
        let (desk, connection) = (office.desk, &office.world.connection);
        Ok(match self {
            Self::Jump(draft) => {
                let plan = desk.plan_operation(connection, draft).await?;
                Planned {
                    hash: plan.hash,
                    reference: plan.reference,
                    warnings: plan.warnings,
                }
            }
            Self::Yandex(draft) => {
                let plan = desk.plan_fleet_transaction(connection, draft).await?;
                Planned {
                    hash: plan.hash,
                    reference: plan.reference,
                    warnings: plan.warnings,
                }
            }
        })
    }
}

async fn confirm(
    office: &Office<'_>,
    dice: &mut Dice,
    plan: &Planned,
    codes: Vec<WarningCode>,
) -> Option<OperationView> {
    if !codes.is_empty() && dice.percent(10) {
        office.tell(format!("{}: she does not agree", plan.reference));
        return None;
    }
    let (desk, connection) = (office.desk, &office.world.connection);
    let first = desk.confirm_operation(connection, &plan.hash, codes.clone());
    let confirmed = if dice.percent(20) {
        // An impatient hand.
        let wait = dice.millis(0, 300);
        let again = async {
            tokio::time::sleep(wait).await;
            desk.confirm_operation(connection, &plan.hash, codes.clone())
                .await
        };
        let (first, again) = tokio::join!(first, again);
        if first.is_ok() && again.is_ok() {
            office.tell(format!("{}: CONFIRMED TWICE", plan.reference));
        }
        first.or(again)
    } else {
        first.await
    };
    match confirmed {
        Ok(view) => {
            office.tell(format!("{} is confirmed as {}", view.reference, view.id.0));
            Some(view)
        }
        Err(error) => {
            office.refused(&format!("{} is not confirmed", plan.reference), &error);
            None
        }
    }
}
