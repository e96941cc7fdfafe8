//! Hashes of events are worked out on a thread of their own while the next events are read.

use std::{
    sync::mpsc::{Receiver, SendError, SyncSender},
    thread::{Builder, Scope, ScopedJoinHandle},
};

use rusqlite::types::ValueRef;

use crate::chain::{Hash, Of, encode, sha256};

/// Events sent at once, and how many such parcels may wait.
const PARCEL: usize = 512;
const WAITING: usize = 16;

/// Events as their hash covers them, and the hashes that they carry.
#[derive(Debug, Default)]
struct Parcel {
    bytes: Vec<u8>,
    /// Number, end of its bytes, hash.
    events: Vec<(u32, usize, Hash)>,
}

impl Parcel {
    /// Numbers of the events whose hash is not theirs.
    fn changed(&self) -> Vec<u32> {
        let mut start = 0;
        let mut changed = Vec::new();
        for (seq, end, hash) in &self.events {
            let bytes = self.bytes.get(start..*end).unwrap_or_default();
            if sha256(bytes) != *hash {
                changed.push(*seq);
            }
            start = *end;
        }
        changed
    }
}

/// Takes events one by one; tells at the end which were changed.
pub struct Verifier<'scope> {
    parcel: Parcel,
    sender: SyncSender<Parcel>,
    worker: Option<ScopedJoinHandle<'scope, Vec<u32>>>,
    changed: Vec<u32>,
}

impl<'scope> Verifier<'scope> {
    pub fn new<'env>(scope: &'scope Scope<'scope, 'env>) -> Self {
        let (sender, receiver) = std::sync::mpsc::sync_channel(WAITING);
        // Without a thread nobody receives, and the parcels are looked at here.
        let worker = Builder::new().spawn_scoped(scope, move || receive(&receiver));
        Self {
            parcel: Parcel::default(),
            sender,
            worker: worker.ok(),
            changed: Vec::new(),
        }
    }

    pub fn take<'a>(&mut self, seq: u32, values: impl Iterator<Item = ValueRef<'a>>, hash: Hash) {
        encode(Of::Event, values, &mut self.parcel.bytes);
        let end = self.parcel.bytes.len();
        self.parcel.events.push((seq, end, hash));
        if self.parcel.events.len() == PARCEL {
            self.send();
        }
    }

    /// Numbers of the changed events. A worker that died proves nothing: then the whole is called changed from event 1 on.
    pub fn finish(mut self) -> Vec<u32> {
        self.send();
        drop(self.sender);
        let found = self.worker.map(ScopedJoinHandle::join);
        match found {
            Some(Ok(more)) => self.changed.extend(more),
            Some(Err(_)) => self.changed.push(1),
            None => {}
        }
        self.changed
    }

    fn send(&mut self) {
        let parcel = std::mem::take(&mut self.parcel);
        if let Err(SendError(parcel)) = self.sender.send(parcel) {
            self.changed.extend(parcel.changed());
        }
    }
}

fn receive(receiver: &Receiver<Parcel>) -> Vec<u32> {
    receiver
        .iter()
        .flat_map(|parcel| parcel.changed())
        .collect()
}
