//! A register for tests of kinds: rows are given to it as the service writes them, without a service.

use std::sync::Arc;

use jiff::Timestamp;
use jump::{Id, IsoTime};
use register::Cell;
use serde::de::DeserializeOwned;
use transport::SystemClock;

use super::{
    kind::{Rows, name_of},
    looking::{Fixed, Looked},
    register::{Opening, Register},
    types::{
        ChartAsk, CopyColumn, Narrowing, RegisterChart, RegisterGroup, RegisterHandle,
        RegisterOrder, RegisterState, RegisterTotals, Selection, ValueFilter,
    },
    window::Asked,
};
use crate::{DeskEvent, Events, connections::types::ConnectionId, error::DeskResult};

pub struct Bench<K: Rows> {
    register: Register<K>,
    /// The register wants one to be there.
    _runtime: tokio::runtime::Runtime,
}

struct Nobody;

impl Events for Nobody {
    fn emit(&self, _: DeskEvent) {}
}

/// A window for a query that is never asked.
pub fn window() -> jump::Period {
    let at = |second| IsoTime::new(Timestamp::from_second(second).unwrap(), jiff::tz::offset(0));
    jump::Period::new(at(0), at(1)).unwrap()
}

impl<K: Rows<Item: DeserializeOwned>> Bench<K> {
    /// In the zone of Moscow.
    pub fn of(rows: &[&str], query: K::Query) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.unwrap();
        let entered = runtime.enter();
        let register = Register::new(Opening {
            handle: RegisterHandle("bench".to_owned()),
            connection: ConnectionId("bench".to_owned()),
            asked: Asked {
                query,
                otherwise: None,
                until: Timestamp::UNIX_EPOCH,
                period: None,
            },
            zone: crate::time::zone("Europe/Moscow"),
            clock: Arc::new(SystemClock),
            events: Arc::new(Nobody),
        });
        drop(entered);
        let bench = Self {
            register,
            _runtime: runtime,
        };
        rows.iter().for_each(|row| bench.take(row));
        bench
    }

    pub fn take(&self, row: &str) {
        let item = serde_json::from_str(row).unwrap();
        self.register.content.write().take(vec![item]);
    }
}

impl<K: Rows> Bench<K> {
    pub fn columns() -> Vec<String> {
        K::COLUMNS.iter().map(|column| name_of(*column)).collect()
    }

    pub fn state(&self) -> RegisterState {
        self.register.state()
    }

    /// In the order shown.
    pub fn ids(&self) -> Vec<i64> {
        let ids = self.register.ids(0, u32::MAX);
        assert_eq!(self.state().shown as usize, ids.len());
        ids.into_iter().map(Id::get).collect()
    }

    pub fn sorted_ids(&self) -> Vec<i64> {
        let mut ids = self.ids();
        ids.sort_unstable();
        ids
    }

    pub fn narrow(&self, narrowing: Narrowing) -> DeskResult<()> {
        self.register.narrow(narrowing)
    }

    pub fn find(&self, words: &str) {
        let narrowing = Narrowing {
            find: words.to_owned(),
            ..Narrowing::default()
        };
        self.narrow(narrowing).unwrap();
    }

    pub fn order(&self, column: &str, descending: bool) {
        let column = column.to_owned();
        self.register
            .order(&RegisterOrder { column, descending })
            .unwrap();
    }

    pub fn totals(&self) -> RegisterTotals {
        self.register.totals(None).unwrap()
    }

    pub fn groups(&self, column: &str) -> Vec<RegisterGroup> {
        self.register.groups(column).unwrap()
    }

    pub fn chart(&self, measure: Option<&str>, stack: Option<&str>) -> RegisterChart {
        let ask = ChartAsk {
            measure: measure.map(str::to_owned),
            stack: stack.map(str::to_owned),
        };
        self.register.chart(&ask).unwrap()
    }

    pub fn value(&self, id: Id, column: &str) -> ValueFilter {
        self.register.value(id, column).unwrap()
    }

    pub fn seek(&self, column: &str, text: &str, from: u32) -> Option<u32> {
        self.register.seek(column, text, from).unwrap()
    }

    /// All shown rows as they are pasted, without the titles.
    pub fn tsv(&self, columns: &[&str]) -> Vec<String> {
        let all = Selection {
            all: true,
            ..Selection::default()
        };
        self.order("id", true);
        let columns = columns.iter().map(|column| CopyColumn {
            column: (*column).to_owned(),
            title: "т".to_owned(),
        });
        let columns: Vec<CopyColumn> = columns.collect();
        let tsv = self.register.table(&all, &columns).unwrap().tsv();
        tsv.split_terminator("\r\n")
            .skip(1)
            .map(str::to_owned)
            .collect()
    }

    pub fn fixed(&self) -> Fixed {
        self.register.fixed(None).unwrap()
    }

    pub fn cells(&self, fixed: &Fixed, columns: &[&str]) -> DeskResult<Vec<Vec<Cell>>> {
        self.register.cells(fixed, 0..usize::MAX, columns)
    }
}
