//! How the rows of a register are collected: in pages with a total, or along a cursor. A kind names its way; what has
//! been read so far, and what that proves, belongs to the way.

use std::{future::Future, sync::Arc};

use fleet::Fleet;
use jump::Jump;

use super::{
    collect,
    kind::{ByCursor, Paged, Rows},
    reading::{CursorReading, Reading},
    register::{Register, Run},
};
use crate::{Desk, connections::types::ConnectionId, error::DeskResult};

pub trait Way<K: Rows>: 'static {
    /// How far a register of this kind was read.
    type Reading: Progress;

    /// Before anything was read.
    fn reading(query: &K::Query) -> Self::Reading;

    /// Reads until the register is over. Survives a stop or a failure: the next run goes on where this one was.
    fn read(
        client: K::Client,
        register: Arc<Register<K>>,
        run: Run,
    ) -> impl Future<Output = DeskResult<()>> + Send;
}

/// How far a register was read, whichever way.
pub trait Progress: Send + Sync + 'static {
    /// The number that marks the rows of this round of reading; from 1 while rows come.
    fn round(&self) -> u32;

    /// What the service says there are, where it says so and as far as it was asked.
    fn total(&self) -> Option<u32>;

    /// As far as it is known how many there are.
    fn pages(&self) -> u32;

    fn pages_done(&self) -> u32;

    /// A stopped or failed reading goes on; one that ended without being complete begins anew.
    fn resume(&mut self);
}

/// Pages by offset, in rounds between two looks: see [`reading`](super::reading).
pub struct Pages;

impl<K: Paged> Way<K> for Pages {
    type Reading = Reading;

    fn reading(query: &K::Query) -> Reading {
        Reading::new(K::is_entered_unseen(query))
    }

    async fn read(client: K::Client, register: Arc<Register<K>>, run: Run) -> DeskResult<()> {
        collect::pages::read(&client, &register, &run).await
    }
}

/// One page after another, as long as there is a cursor: see [`CursorReading`].
pub struct Cursors;

impl<K: ByCursor> Way<K> for Cursors {
    type Reading = CursorReading;

    fn reading(_: &K::Query) -> CursorReading {
        CursorReading::new(K::PAGE)
    }

    async fn read(client: K::Client, register: Arc<Register<K>>, run: Run) -> DeskResult<()> {
        collect::cursor::read(&client, &register, &run).await
    }
}

/// A service that rows come from.
pub trait Client: Clone + Send + Sync + 'static {
    /// As its calls are named: the services of a connection ask to wait each for itself.
    const SERVICE: &'static str;

    /// # Errors
    /// Those of finding the connection, its access to the service and the key.
    fn of(desk: &Desk, connection: &ConnectionId) -> impl Future<Output = DeskResult<Self>> + Send;
}

impl Client for Jump {
    const SERVICE: &'static str = "jump";

    async fn of(desk: &Desk, connection: &ConnectionId) -> DeskResult<Self> {
        desk.jump(connection).await
    }
}

impl Client for Fleet {
    const SERVICE: &'static str = "yandex";

    async fn of(desk: &Desk, connection: &ConnectionId) -> DeskResult<Self> {
        desk.fleet(connection).await
    }
}
