//! What the park's lists at Yandex Fleet are read with: categories, conditions of work, names of drivers. Kept per
//! connection with its age, as the dictionaries of Jump are.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use parking_lot::Mutex;

use super::{
    reconciliation::Reconciliations,
    types::{FleetCategory, FleetWorkRule},
};
use crate::{Desk, connections::types::ConnectionId};

/// Names of drivers by their ids.
pub type Names = BTreeMap<String, String>;

const KEPT: Duration = Duration::from_secs(600);
/// The directory of drivers takes a dozen requests; a driver whom it does not have yet is shown by his id.
const NAMES_KEPT: Duration = Duration::from_secs(3_600);

#[derive(Default)]
pub struct Known {
    pub categories: Aged<Vec<FleetCategory>>,
    pub work_rules: Aged<Vec<FleetWorkRule>>,
    pub names: Aged<Names>,
    pub reconciliations: Reconciliations,
}

/// One copy for each connection.
pub struct Aged<T>(Mutex<HashMap<ConnectionId, Copy<T>>>);

struct Copy<T> {
    read_at: Timestamp,
    /// Another key or address may be another park.
    clients: u64,
    value: Arc<T>,
}

impl<T> Default for Aged<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// When a reading began: what came under other settings is not kept.
#[derive(Clone, Copy)]
pub struct Begun(u64);

impl<T> Aged<T> {
    fn forget(&self, connection: &ConnectionId) {
        self.0.lock().remove(connection);
    }
}

impl Known {
    /// Categories and conditions of work are read anew at the next look. Names stay: reading them takes a while, and they
    /// are only names.
    pub fn forget_dictionaries(&self, connection: &ConnectionId) {
        self.categories.forget(connection);
        self.work_rules.forget(connection);
    }
}

impl Desk {
    pub(super) fn begins(&self) -> Begun {
        Begun(self.clients_forgotten())
    }

    pub(super) fn kept<T>(&self, of: &Aged<T>, connection: &ConnectionId) -> Option<Arc<T>> {
        self.kept_for(KEPT, of, connection)
    }

    pub(super) fn kept_names(&self, connection: &ConnectionId) -> Option<Arc<Names>> {
        self.kept_for(NAMES_KEPT, &self.0.fleet.names, connection)
    }

    fn kept_for<T>(
        &self,
        lasts: Duration,
        of: &Aged<T>,
        connection: &ConnectionId,
    ) -> Option<Arc<T>> {
        let kept = of.0.lock();
        let copy = kept.get(connection)?;
        let age = self.now().duration_since(copy.read_at).unsigned_abs();
        let ours = copy.clients == self.clients_forgotten();
        (ours && age < lasts).then(|| copy.value.clone())
    }

    pub(super) fn keep<T>(
        &self,
        of: &Aged<T>,
        connection: &ConnectionId,
        begun: Begun,
        value: T,
    ) -> Arc<T> {
        let value = Arc::new(value);
        let copy = Copy {
            read_at: self.now(),
            clients: begun.0,
            value: value.clone(),
        };
        of.0.lock().insert(connection.clone(), copy);
        value
    }
}
