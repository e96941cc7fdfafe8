//! The park's memory behind one lock, and the handle through which everything reaches it.

use crate::{
    applications::Application,
    drivers::Driver,
    gate::Gate,
    moments::Seconds,
    options::Options,
    payments::Payment,
    seed::{self, dice::Dice},
};
use jiff::Timestamp;
use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::sync::Arc;

/// What the vendor would keep in its database.
pub struct Park {
    pub now: Seconds,
    /// Ascending by id.
    pub drivers: Vec<Driver>,
    /// Ascending by id and by moment of creation.
    pub payments: Vec<Payment>,
    /// Ascending by id.
    pub applications: Vec<Application>,
    /// The last id given to a requisite, a balance, a job or a file.
    pub last_id: i64,
    pub dice: Dice,
}

impl Park {
    pub fn driver(&self, id: i64) -> Option<&Driver> {
        let place = self.place_of_driver(id)?;
        self.drivers.get(place)
    }

    pub fn place_of_driver(&self, id: i64) -> Option<usize> {
        self.drivers.binary_search_by_key(&id, |one| one.id).ok()
    }

    pub fn application(&self, id: i64) -> Option<&Application> {
        let place = self.place_of_application(id)?;
        self.applications.get(place)
    }

    pub fn place_of_application(&self, id: i64) -> Option<usize> {
        self.applications
            .binary_search_by_key(&id, |one| one.id)
            .ok()
    }

    pub fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }
}

/// A running demo park. Clones share one memory.
#[derive(Clone)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

struct Inner {
    options: Options,
    gate: Gate,
    park: RwLock<Park>,
}

impl Sandbox {
    /// Grows the park from its seed; takes well under a second for the default size.
    pub fn new(options: Options) -> Self {
        let park = RwLock::new(seed::park(&options));
        let gate = Gate::new(&options);
        Self {
            inner: Arc::new(Inner {
                options,
                gate,
                park,
            }),
        }
    }

    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    /// Moves the park's present moment: the default window of payments and the stamps of new rows follow it.
    pub fn set_now(&self, now: Timestamp) {
        self.edit().now = now.as_second();
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.inner.gate
    }

    pub(crate) fn look(&self) -> RwLockReadGuard<'_, Park> {
        self.inner.park.read()
    }

    pub(crate) fn edit(&self) -> RwLockWriteGuard<'_, Park> {
        self.inner.park.write()
    }
}
