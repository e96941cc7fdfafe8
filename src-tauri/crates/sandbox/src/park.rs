//! The park's memory behind one lock, and the handle through which everything reaches it.

use crate::{
    applications::Application,
    drivers::Driver,
    fleet::Door,
    gate::Gate,
    moments::Seconds,
    options::Options,
    payments::Payment,
    seed::{self, dice::Dice},
    transactions::Transaction,
    webhooks::Webhook,
    yume,
};
use jiff::Timestamp;
use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::sync::Arc;

/// What the vendor would keep in its database.
pub struct Park {
    pub now: Seconds,
    /// Ascending by id.
    pub drivers: Vec<Driver>,
    /// Ascending by id; by moment of creation too, unless one was filed late.
    pub payments: Vec<Payment>,
    pub filed_late: bool,
    /// Ascending by id and by moment.
    pub transactions: Vec<Transaction>,
    /// Payments that exist and are not listed before this moment, by id.
    pub late_payments: Vec<(i64, Seconds)>,
    /// Ascending by id.
    pub applications: Vec<Application>,
    pub webhooks: Vec<Webhook>,
    /// The last id given to a requisite, a balance, a job, a file or a subscription.
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

    /// Where a balance is: the place of its driver, and its place among his balances.
    pub fn place_of_balance(&self, id: i64) -> Option<(usize, usize)> {
        let mut drivers = self.drivers.iter().enumerate();
        drivers.find_map(|(place, one)| {
            let balance = one.balances.iter().position(|balance| balance.id == id)?;
            Some((place, balance))
        })
    }

    pub fn is_listed(&self, payment: &Payment) -> bool {
        let mut late = self.late_payments.iter();
        !late.any(|(id, from)| *id == payment.id && *from > self.now)
    }

    /// Keeps a payment under the next id.
    pub fn push_payment(&mut self, one: Payment) -> i64 {
        let last = self.payments.last();
        let id = last.map_or(1, |last| last.id + 1);
        self.filed_late |= last.is_some_and(|last| last.created_at > one.created_at);
        self.payments.push(Payment { id, ..one });
        id
    }

    /// Keeps a transaction under the next id.
    pub fn push_transaction(&mut self, one: Transaction) -> i64 {
        let id = self.transactions.last().map_or(1, |last| last.id + 1);
        self.transactions.push(Transaction { id, ..one });
        id
    }

    /// The aggregators answer the registrations whose time has come.
    pub fn settle_registrations(&mut self) {
        let now = self.now;
        self.applications
            .iter_mut()
            .for_each(|one| one.settle_jobs(now));
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
    fleet: Door,
    yume: yume::Door,
    park: RwLock<Park>,
}

impl Sandbox {
    /// Grows the park from its seed; takes well under a second for the default size.
    pub fn new(options: Options) -> Self {
        let park = RwLock::new(seed::park(&options));
        let gate = Gate::new(&options);
        let fleet = Door::new(options.fleet_quirks.clone());
        let yume = yume::Door::new(&options);
        Self {
            inner: Arc::new(Inner {
                options,
                gate,
                fleet,
                yume,
                park,
            }),
        }
    }

    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    /// Moves the park's present moment: the default windows of the lists, the stamps of new rows, late transactions
    /// and registrations under way follow it.
    pub fn set_now(&self, now: Timestamp) {
        let mut park = self.edit();
        let now = now.as_second();
        park.now = now;
        park.late_payments.retain(|(_, from)| *from > now);
        park.settle_registrations();
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.inner.gate
    }

    pub(crate) fn fleet_door(&self) -> &Door {
        &self.inner.fleet
    }

    pub(crate) fn yume_door(&self) -> &yume::Door {
        &self.inner.yume
    }

    pub(crate) fn look(&self) -> RwLockReadGuard<'_, Park> {
        self.inner.park.read()
    }

    pub(crate) fn edit(&self) -> RwLockWriteGuard<'_, Park> {
        self.inner.park.write()
    }
}
