//! What she does about unknown operations: has them looked up, says what she sees in the service's own office, and sends
//! again what is not there.

use std::time::Duration;

use desk::{
    fleet::types::FleetDraft,
    operations::types::{Closing, JournalFilter, ListedState, OperationDraft, OperationView},
};
use jiff::Timestamp;
use journal::{Kind, Service, Verdict};
use jump::{Id, TransactionOperation};
use sandbox::{FleetTransactionsFilter, TransactionsFilter};
use transport::Clock;

use super::{Office, Person, single, single::Draft};

/// She does not judge what may still be on its way.
const AGE: Duration = Duration::from_secs(600);

impl Person {
    /// Looks at some of the unknown operations, and settles some that are old enough.
    pub(super) async fn look_after_doubts(&mut self, office: &Office<'_>) {
        if self.dice.percent(30) {
            let connection = &office.world.connection;
            let looked = office.desk.check_unknown_operations(connection).await;
            office.tell(format!(
                "looks at all that is unknown: {:?}",
                looked.is_ok()
            ));
        }
        self.settle_doubts(office, 60).await;
    }

    /// Says of a share of the old ones what became of them.
    pub(super) async fn settle_doubts(&mut self, office: &Office<'_>, share: u64) {
        let unknown = JournalFilter {
            states: vec![ListedState::Pending, ListedState::Unknown],
            oldest_first: true,
            ..JournalFilter::default()
        };
        for doubt in office.listed(&unknown).await {
            if !is_old(office, &doubt) || !self.dice.percent(share) {
                continue;
            }
            let Some(verdict) = seen_in_the_office(office, &doubt) else {
                continue;
            };
            let closing = Closing {
                verdict,
                reason: "Проверено в кабинете".to_owned(),
            };
            let connection = &office.world.connection;
            let closed = office.desk.close_operation(connection, &doubt.id, closing);
            let closed = if self.dice.percent(15) {
                // A look that comes between.
                let look = office.desk.check_operation(connection, &doubt.id);
                tokio::join!(look, closed).1
            } else {
                closed.await
            };
            match closed {
                Ok(view) => {
                    office.tell(format!("{} is closed: {:?}", view.reference, view.state));
                    if verdict == Verdict::Absent && self.dice.percent(60) {
                        self.send_again(office, &doubt).await;
                    }
                }
                Err(error) => {
                    office.refused(&format!("{} is not closed", doubt.reference), &error);
                }
            }
        }
    }

    async fn send_again(&mut self, office: &Office<'_>, former: &OperationView) {
        if let Some(draft) = the_same(office, former).await {
            office.tell(format!("sends {} again", former.reference));
            single::pay(office, self.dice.fork(), draft).await;
        }
    }
}

fn is_old(office: &Office<'_>, doubt: &OperationView) -> bool {
    let confirmed: Option<Timestamp> = doubt.confirmed_at.parse().ok();
    let age = confirmed.map(|at| office.world.clock.now().duration_since(at));
    age.and_then(|age| Duration::try_from(age).ok())
        .is_some_and(|age| age >= AGE)
        && !office.world.road.is_busy()
}

/// The office shows the truth at once, listed or not; `None`: there it is still under way.
fn seen_in_the_office(office: &Office<'_>, doubt: &OperationView) -> Option<Verdict> {
    let (world, mark) = (office.world, format!("[#{}]", doubt.reference));
    world.road.set_park(world.clock.now());
    let is_there = match doubt.service {
        Service::Jump => !world
            .park
            .transactions_of(&TransactionsFilter {
                made: true,
                message: mark,
                ..TransactionsFilter::default()
            })
            .is_empty(),
        Service::Yandex => {
            let made = world.park.fleet_transactions_made();
            let mut own = made.iter().filter(|one| one.body.contains(&mark));
            if own.any(|one| one.events.iter().any(|(_, state)| *state == "in_progress")) {
                return None;
            }
            !world
                .park
                .fleet_transactions(&FleetTransactionsFilter {
                    made: true,
                    description: mark,
                    ..FleetTransactionsFilter::default()
                })
                .is_empty()
        }
    };
    Some(match is_there {
        true => Verdict::Exists,
        false => Verdict::Absent,
    })
}

/// The draft of the same operation, as a new confirmation.
async fn the_same(office: &Office<'_>, former: &OperationView) -> Option<Draft> {
    let connection = &office.world.connection;
    let filter = JournalFilter::default();
    let details = office
        .desk
        .operation_details(connection, &former.id, &filter);
    let details = details.await.ok()?;
    match former.service {
        Service::Jump => the_same_at_jump(office, former, &details.body).map(Draft::Jump),
        Service::Yandex => details.fleet_again.map(|again| {
            Draft::Yandex(FleetDraft {
                driver_id: again.driver_id,
                sign: again.sign,
                amount: again.amount.decimal().to_string().replace('.', ","),
                manner: again.manner,
                reason: again.reason,
                description: again.description,
                balance_min: again.balance_min.replace('.', ","),
                repeats: Some(again.repeats),
            })
        }),
    }
}

fn the_same_at_jump(
    office: &Office<'_>,
    former: &OperationView,
    body: &str,
) -> Option<OperationDraft> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    let id = |name: &str| body.get(name).and_then(serde_json::Value::as_i64).map(Id);
    let flag = |name: &str| body.get(name).and_then(serde_json::Value::as_bool);
    Some(OperationDraft {
        driver_id: former.driver_id.parse().ok()?,
        operation: match former.kind {
            Kind::Deposit => TransactionOperation::Deposit,
            Kind::Transfer => TransactionOperation::Transfer,
            _ => TransactionOperation::Withdraw,
        },
        amount: former.amount.decimal().to_string().replace('.', ","),
        balance_id: id("balance_id")?,
        target_balance_id: id("target_balance_id"),
        target_driver_id: owner(office, id("target_balance_id")),
        transaction_type_id: id("transaction_type_id"),
        message: former.message.clone(),
        create_payment: flag("create_payment").unwrap_or(false),
        include_commission: flag("include_commission").unwrap_or(false),
        repeats: Some(former.id.clone()),
    })
}

/// Whose balance it is.
fn owner(office: &Office<'_>, balance: Option<Id>) -> Option<Id> {
    let balance = balance?;
    let park = &office.world.park;
    let has = |driver: &i64| park.balances(*driver).iter().any(|one| one.id == balance.0);
    park.driver_ids().into_iter().find(has).map(Id)
}
