//! Jump beside Yandex: what people and programs moved at both services over a period, each movement beside its twin,
//! and the journal's operations that neither of them shows. Nothing is changed: it only reads.
//!
//! [`readings`] reads both services, [`movement`] says what of it counts, [`people`] who is who, [`matching`] lays the
//! two sides beside each other, and [`result`] makes rows of that. [`running`] tells how far it is and stops it, and
//! [`file`] writes what came of it.

mod file;
mod matching;
mod movement;
mod people;
mod readings;
mod result;
mod running;
mod span;
#[cfg(test)]
mod tests;
pub mod types;

use std::{collections::BTreeSet, sync::Arc};

use futures::future::try_join;
use journal::{Operation, Service, State};
use jump::{Id, Jump};

use self::{
    matching::{matched, worth_knowing},
    people::People,
    readings::{Read, read_jump, read_yandex},
    result::Beside,
    running::{Made, Progress},
    span::Span,
    types::{Reconciliation, ReconciliationAsk, ReconciliationId},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    registers::kind::wrong,
};

pub use running::Reconciliations;

/// One driver under both his ids.
#[derive(Clone)]
struct Person {
    fleet: String,
    jump: Id,
}

impl Desk {
    /// Reads both services and lays their manual movements of the period beside each other. A day on either side of the
    /// period is read too, so that a movement before midnight finds its twin after it; rows that lie outside altogether
    /// are not shown. A whole park may take minutes; how far it is comes as events. Another reading of the park ends this
    /// one.
    ///
    /// # Errors
    /// `InvalidInput` naming `period` (`period_too_long` with `most` and `days` before anything is read), or `driver_id`
    /// (`not_linked`) for a driver of whom nobody knows who he is at Jump; `Cancelled`; `NoFleet`; those of finding the
    /// connection and its keys; those of the first call to each service. What fails later leaves the result incomplete.
    pub async fn reconcile_fleet(
        &self,
        connection: &ConnectionId,
        ask: ReconciliationAsk,
    ) -> DeskResult<Reconciliation> {
        let one_driver = ask
            .driver_id
            .as_ref()
            .is_some_and(|id| !id.trim().is_empty());
        span::within_limits(&ask.period, one_driver)?;
        let cancel = self.0.fleet.reconciliations.begin(connection, ask.reading);
        let progress = Progress::new(self, connection, ask.reading);
        let made = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(DeskError::new(DeskErrorCode::Cancelled)),
            made = self.read_and_matched(connection, ask, &progress) => made?,
        };
        let result = made.result.clone();
        self.0.fleet.reconciliations.keep(made);
        Ok(result)
    }

    async fn read_and_matched(
        &self,
        connection: &ConnectionId,
        ask: ReconciliationAsk,
        progress: &Progress<'_>,
    ) -> DeskResult<Made> {
        let span = Span::of(&ask.period, self.now(), &self.zone())?;
        let (fleet, jump) = (self.fleet(connection).await?, self.jump(connection).await?);
        let links = self.0.connections.record(connection)?.fleet_links;
        let mut people = People::linked(&links);
        let asked = ask.driver_id.filter(|id| !id.trim().is_empty());
        let driver = match asked {
            None => None,
            Some(id) => Some(person(&jump, &mut people, id).await?),
        };
        let categories = self.categories_of(connection, &fleet, false).await?;
        let (theirs, own) = try_join(
            read_jump(&jump, driver.as_ref().map(|one| one.jump), &span, progress),
            read_yandex(self, &fleet, driver.as_ref(), &span, &categories, progress),
        )
        .await?;
        let strangers = worth_knowing(&theirs.rows, &own.rows, &people);
        let looked_up = people.look_up(&jump, strangers).await;
        if let Err(error) = &looked_up {
            tracing::warn!(code = ?error.code, "drivers were not looked up");
        }
        let pairs = matched(&theirs.rows, &own.rows, &people);
        let lost = self.in_journal_alone(connection, &span, driver.as_ref(), (&theirs, &own));
        let beside = Beside {
            zone: self.zone(),
            span: &span,
            people: &people,
            names: self.names_beside(connection, &fleet, &pairs, &own).await,
            operation: |reference: &str| {
                let operation = self.operation_marked(connection, reference)?;
                let state = self.standing(&operation);
                Some((operation, state))
            },
            jump: &theirs.rows,
            yandex: &own.rows,
        };
        let rows = beside.rows(&pairs, &lost);
        let driver = driver.as_ref();
        let name = driver.map(|one| beside.name_of(&one.fleet, &rows));
        let result = Reconciliation {
            id: ReconciliationId(self.new_id()),
            period: ask.period,
            jump_rows: counted(rows.iter().filter(|row| row.jump.is_some())),
            yandex_rows: counted(rows.iter().filter(|row| row.yandex.is_some())),
            jump_complete: theirs.complete,
            yandex_complete: own.complete,
            drivers_known: looked_up.is_ok(),
            complete: theirs.complete && own.complete && looked_up.is_ok(),
            made_at: self.now_iso(),
            by_verdict: result::by_verdict(&rows)?,
            rows,
        };
        Ok(Made {
            connection: connection.clone(),
            driver: name.unwrap_or_default(),
            result,
        })
    }

    /// Accepted operations that were confirmed in the period and whose mark neither service shows. An operation whose
    /// movement lies just outside is none of them: a day more was read on either side.
    fn in_journal_alone(
        &self,
        connection: &ConnectionId,
        span: &Span,
        driver: Option<&Person>,
        (jump, yandex): (&Read<Id>, &Read<String>),
    ) -> Vec<Arc<Operation>> {
        let of_jump = jump.rows.iter().filter_map(|one| one.mark.as_deref());
        let of_yandex = yandex.rows.iter().filter_map(|one| one.mark.as_deref());
        let shown: BTreeSet<&str> = of_jump.chain(of_yandex).collect();
        let of_driver = |one: &Operation| {
            driver.is_none_or(|driver| match one.new.service {
                Service::Jump => one.new.driver_id == driver.jump.to_string(),
                Service::Yandex => one.new.driver_id == driver.fleet,
            })
        };
        let mut alone = self.journal_of(connection).operations().to_vec();
        alone.retain(|one| {
            one.new.connection == connection.0
                && self.standing(one) == State::Accepted
                && span.holds(one.confirmed_at.parse().ok())
                && of_driver(one)
                && !shown.contains(one.new.reference.to_uppercase().as_str())
        });
        alone
    }
}

/// Who the driver is at Jump: as a person said, or as Jump itself says.
async fn person(jump: &Jump, people: &mut People, fleet: String) -> DeskResult<Person> {
    people.look_up(jump, [fleet.clone()].into()).await?;
    let known = people.of(&fleet);
    let jump = known.ok_or_else(|| wrong("driver_id", "not_linked"))?;
    Ok(Person { fleet, jump })
}

fn counted<T>(rows: impl Iterator<Item = T>) -> u32 {
    u32::try_from(rows.count()).unwrap_or(u32::MAX)
}
