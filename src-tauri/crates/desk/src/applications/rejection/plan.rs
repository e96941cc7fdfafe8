//! What a rejection would touch, kept until somebody says yes: exactly these, those taken out, those left out.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use jump::{ApplicationsFilter, Id};
use parking_lot::Mutex;

use crate::{
    applications::{
        actions,
        types::{NamedApplication, RejectionPlan},
    },
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    registers::types::Selection,
};

/// So many plans are remembered; older ones have to be made again.
const REMEMBERED: usize = 16;
/// How long a plan may wait for its yes.
const LIFETIME: Duration = Duration::from_secs(15 * 60);

pub(crate) struct Plan {
    connection: ConnectionId,
    made_at: Timestamp,
    /// [`Desk::clients_forgotten`](crate::Desk::clients_forgotten) of its making: another key may see another park.
    keys: u64,
    /// As it was asked of the service, statuses included.
    pub filter: ApplicationsFilter,
    /// Exactly these, in the order of the list.
    pub applications: Vec<NamedApplication>,
    exceptions: Vec<NamedApplication>,
    left_out: Vec<NamedApplication>,
    /// Taken out by the user, whether the list still has them or not.
    excepted: BTreeSet<Id>,
    pub unfiltered: bool,
    pub can_send_all: bool,
}

impl Plan {
    pub fn new(
        connection: &ConnectionId,
        made_at: Timestamp,
        keys: u64,
        filter: ApplicationsFilter,
        selection: &Selection,
        rows: Vec<NamedApplication>,
    ) -> Self {
        let excepted: BTreeSet<Id> = match selection.all {
            true => selection.except.iter().copied().collect(),
            false => BTreeSet::new(),
        };
        let (exceptions, rest): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| excepted.contains(&row.id));
        let (applications, left_out) = rest
            .into_iter()
            .partition(|row| actions::of(row.status.as_ref()).reject);
        let nothing_asked = !is_searchable(filter.search.as_deref())
            && filter.status.is_empty()
            && filter.direction.is_empty();
        Self {
            connection: connection.clone(),
            made_at,
            keys,
            filter,
            applications,
            exceptions,
            left_out,
            excepted,
            unfiltered: selection.all && nothing_asked,
            can_send_all: selection.all,
        }
    }

    pub fn shown(&self, name: &str, read_at: String) -> RejectionPlan {
        RejectionPlan {
            plan: name.to_owned(),
            applications: self.applications.clone(),
            exceptions: self.exceptions.clone(),
            left_out: self.left_out.clone(),
            unfiltered: self.unfiltered,
            can_send_all: self.can_send_all,
            read_at,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.applications.is_empty()
    }

    pub fn ids(&self) -> Vec<Id> {
        self.applications.iter().map(|one| one.id).collect()
    }

    /// What the service's select-all has to leave alone.
    pub fn spared(&self) -> Vec<Id> {
        let left_out = self.left_out.iter().map(|one| one.id);
        let spared: BTreeSet<Id> = left_out.chain(self.excepted.iter().copied()).collect();
        spared.into_iter().collect()
    }
}

/// Signs between the digits of a phone are no search: the service would be asked for everything.
fn is_searchable(search: Option<&str>) -> bool {
    let sign = |c: char| c.is_whitespace() || matches!(c, '+' | '-' | '(' | ')');
    search.is_some_and(|text| !text.chars().all(sign))
}

/// Plans that wait for a yes.
#[derive(Default)]
pub(crate) struct Plans(Mutex<VecDeque<(String, Arc<Plan>)>>);

impl Plans {
    pub fn keep(&self, name: String, plan: Plan) {
        let mut plans = self.0.lock();
        if plans.len() == REMEMBERED {
            plans.pop_front();
        }
        plans.push_back((name, Arc::new(plan)));
    }

    /// A plan that may still be carried out.
    ///
    /// # Errors
    /// `ReviewExpired` when it is unknown, used, too old, of another connection, or made with another key.
    pub fn get(
        &self,
        name: &str,
        connection: &ConnectionId,
        keys: u64,
        now: Timestamp,
    ) -> DeskResult<Arc<Plan>> {
        let plans = self.0.lock();
        let found = plans.iter().find(|(known, _)| known == name);
        let plan = found.map(|(_, plan)| plan).ok_or_else(expired)?;
        let age = now.duration_since(plan.made_at);
        let fresh = !age.is_negative() && age.unsigned_abs() <= LIFETIME;
        match fresh && plan.connection == *connection && plan.keys == keys {
            true => Ok(Arc::clone(plan)),
            false => Err(expired()),
        }
    }

    /// # Errors
    /// `ReviewExpired` when somebody else has used it meanwhile.
    pub fn use_up(&self, name: &str) -> DeskResult<()> {
        let mut plans = self.0.lock();
        let place = plans.iter().position(|(known, _)| known == name);
        let place = place.ok_or_else(expired)?;
        plans.remove(place);
        Ok(())
    }
}

fn expired() -> DeskError {
    DeskError::new(DeskErrorCode::ReviewExpired)
}

#[cfg(test)]
mod tests {
    use jump::Reference;

    use super::*;

    fn row(id: i64, slug: &str) -> NamedApplication {
        NamedApplication {
            id: Id(id),
            name: String::new(),
            status: Some(Reference {
                slug: Some(slug.to_owned()),
                ..Reference::default()
            }),
        }
    }

    fn plan(all: bool) -> Plan {
        let rows = vec![
            row(1, "not_processed"),
            row(2, "registered"),
            row(3, "draft"),
            row(4, "archived"),
            row(5, "rejected"),
        ];
        let selection = Selection {
            all,
            except: vec![Id(3), Id(9)],
            ids: Vec::new(),
        };
        let connection = ConnectionId("demo".to_owned());
        let filter = ApplicationsFilter::default();
        Plan::new(
            &connection,
            Timestamp::UNIX_EPOCH,
            0,
            filter,
            &selection,
            rows,
        )
    }

    /// In the service's select-all the ids are exceptions: whoever is missing among them is rejected.
    #[test]
    fn select_all_spares_the_exceptions_and_whatever_was_not_shown_as_to_be_rejected() {
        let plan = plan(true);
        assert_eq!(plan.ids(), [Id(1)]);
        assert_eq!(plan.spared(), [2, 3, 4, 5, 9].map(Id));
        assert!(plan.unfiltered);
    }

    #[test]
    fn single_rows_know_no_exceptions_and_need_no_filter() {
        let plan = plan(false);
        assert_eq!(plan.ids(), [Id(1), Id(3)]);
        assert!(!plan.unfiltered && !plan.can_send_all);
    }

    #[test]
    fn signs_of_a_phone_are_no_search() {
        for (text, searched) in [("+ (", false), ("", false), ("7", true), ("Ли", true)] {
            assert_eq!(is_searchable(Some(text)), searched, "{text:?}");
        }
        assert!(!is_searchable(None));
    }
}
