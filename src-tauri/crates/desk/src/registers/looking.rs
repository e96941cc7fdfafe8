//! What an open register is asked: windows, sums, groups, cells. Answers are read side by side; only what must be made
//! anew after a change (the order, what is kept) is made by one alone.

use std::{ops::Range, sync::Arc};

use ::register::{Cell, Column, ColumnKind, Table};
use jump::Id;
use parking_lot::{RwLockReadGuard, RwLockWriteGuard};

use super::{
    kept::Kept,
    kind::{Order, Rows, named},
    register::{Content, Register, narrow},
    seek::Seek,
    table,
    totals::{self, Charted},
    types::{
        ChartAsk, CopyColumn, Narrowing, RegisterChart, RegisterGroup, RegisterOrder,
        RegisterPhase, RegisterTotals, RegisterWindow, Selection, ValueFilter,
    },
    value::value_of,
};
use crate::error::{DeskError, DeskErrorCode, DeskResult};

/// Rows that one window gives at most.
const WIDEST_WINDOW: u32 = 500;
/// Rows that are copied before others may write.
const COPIED_AT_ONCE: usize = 8_192;

/// What is asked of a register whichever rows it holds. The errors are those of [`Desk`](crate::Desk)'s functions.
pub trait Looked {
    fn narrow(&self, narrowing: Narrowing) -> DeskResult<()>;
    fn order(&self, order: &RegisterOrder) -> DeskResult<()>;
    fn totals(&self, selection: Option<&Selection>) -> DeskResult<RegisterTotals>;
    fn groups(&self, column: &str) -> DeskResult<Vec<RegisterGroup>>;
    fn chart(&self, ask: &ChartAsk) -> DeskResult<RegisterChart>;
    fn value(&self, id: Id, column: &str) -> DeskResult<ValueFilter>;
    fn seek(&self, column: &str, text: &str, from: u32) -> DeskResult<Option<u32>>;
    fn position(&self, id: Id) -> Option<u32>;
    fn ids(&self, from: u32, count: u32) -> Vec<Id>;
    fn table(&self, selection: &Selection, columns: &[CopyColumn]) -> DeskResult<Table>;

    fn fixed(&self, selection: Option<&Selection>) -> DeskResult<Fixed>;
    fn unchanged(&self, fixed: &Fixed) -> DeskResult<()>;
    fn totals_of(&self, fixed: &Fixed) -> DeskResult<RegisterTotals>;
    fn kinds(&self, columns: &[&str]) -> DeskResult<Vec<ColumnKind>>;
    fn cells(
        &self,
        fixed: &Fixed,
        range: Range<usize>,
        columns: &[&str],
    ) -> DeskResult<Vec<Vec<Cell>>>;
}

/// Places that stand as long as no row comes, changes or goes.
#[derive(Clone)]
pub struct Fixed {
    pub places: Arc<Vec<u32>>,
    rows_revision: u64,
}

type Reading<'a, K> = RwLockReadGuard<'a, Content<K>>;

impl<K: Rows> Register<K> {
    /// With the shown rows in their order.
    fn arranged(&self) -> (Reading<'_, K>, Arc<Vec<u32>>) {
        let content = self.content.read();
        if let Some(places) = content.view.places().cloned() {
            return (content, places);
        }
        drop(content);
        let mut content = self.content.write();
        let places = content.make_places();
        (RwLockWriteGuard::downgrade(content), places)
    }

    /// For what only one kind of rows can be asked.
    pub fn look<T>(&self, look: impl FnOnce(&K) -> T) -> T {
        look(&self.content.read().rows)
    }

    pub fn window(&self, from: u32, count: u32) -> RegisterWindow<K::Row> {
        let (content, shown) = self.arranged();
        let places = part(&shown, from as usize, count.min(WIDEST_WINDOW) as usize);
        let rows = places.iter().filter_map(|place| content.rows.row(*place));
        RegisterWindow {
            revision: content.revision,
            from: narrow((from as usize).min(shown.len())),
            shown: narrow(shown.len()),
            rows: rows.collect(),
        }
    }

    /// # Errors
    /// `NotFound` when the register has no such row (any more).
    pub fn details(&self, id: Id) -> DeskResult<K::Details> {
        let (content, shown) = self.arranged();
        let details = content.rows.index().place_of(id).and_then(|place| {
            let position = shown.iter().position(|shown| *shown == place);
            content.rows.details(place, position.map(narrow))
        });
        details.ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))
    }
}

impl<K: Rows> Content<K> {
    fn make_places(&mut self) -> Arc<Vec<u32>> {
        self.view.make_places(&self.rows)
    }

    /// The selected rows. `all` goes by what is shown; ids are taken wherever they are, shown or not.
    fn chosen(&self, selection: &Selection) -> Kept {
        let index = self.rows.index();
        let place_of = |id: &Id| index.place_of(*id);
        if !selection.all {
            return Kept::of_places(index.len(), selection.ids.iter().filter_map(place_of));
        }
        let places = 0..narrow(index.len());
        let kept = self.view.kept();
        let mut chosen = Kept::of_places(index.len(), places.filter(|place| kept.has(*place)));
        for place in selection.except.iter().filter_map(place_of) {
            chosen.mark(place, false);
        }
        chosen
    }

    /// The selected rows in the present order.
    fn arrange(&mut self, selection: &Selection) -> Vec<u32> {
        let chosen = self.chosen(selection);
        if selection.all {
            let shown = self.make_places();
            let places = shown.iter().copied();
            return places.filter(|place| chosen.has(*place)).collect();
        }
        self.view.arrange(&self.rows, &chosen)
    }

    fn unchanged(&self, fixed: &Fixed) -> DeskResult<()> {
        if self.rows_revision == fixed.rows_revision {
            return Ok(());
        }
        Err(DeskError::new(DeskErrorCode::RegisterChanged))
    }
}

impl<K: Rows> Looked for Register<K> {
    fn narrow(&self, narrowing: Narrowing) -> DeskResult<()> {
        let mut content = self.content.write();
        let Content { view, rows, .. } = &mut *content;
        view.narrow(rows, narrowing, &self.zone)?;
        content.revision += 1;
        Ok(())
    }

    fn order(&self, order: &RegisterOrder) -> DeskResult<()> {
        let column = named(&order.column)?;
        let mut content = self.content.write();
        content.view.arrange_by(Order {
            column,
            descending: order.descending,
        });
        content.revision += 1;
        Ok(())
    }

    fn totals(&self, selection: Option<&Selection>) -> DeskResult<RegisterTotals> {
        let content = self.content.read();
        match selection {
            None => totals::totals(&content.rows, content.view.kept()),
            Some(selection) => totals::totals(&content.rows, &content.chosen(selection)),
        }
    }

    fn groups(&self, column: &str) -> DeskResult<Vec<RegisterGroup>> {
        let column = named(column)?;
        let content = self.content.read();
        totals::groups(&content.rows, column, content.view.kept(), &self.zone)
    }

    fn chart(&self, ask: &ChartAsk) -> DeskResult<RegisterChart> {
        let column = |name: &Option<String>| name.as_deref().map(named).transpose();
        let charted = Charted::<K::Column> {
            measure: column(&ask.measure)?,
            stack: column(&ask.stack)?,
        };
        let period = self.period.as_ref().map(|period| (period, self.until));
        let chart = |rows: &K, kept: &Kept| totals::chart(rows, &charted, kept, period, &self.zone);
        let content = self.content.read();
        if !content.view.is_narrowed_to_days() {
            return chart(&content.rows, content.view.kept());
        }
        drop(content);
        let mut content = self.content.write();
        let Content { view, rows, .. } = &mut *content;
        let kept = view.kept_of_all_days(rows, &self.zone)?;
        chart(rows, &kept)
    }

    fn value(&self, id: Id, name: &str) -> DeskResult<ValueFilter> {
        let column = named(name)?;
        let content = self.content.read();
        let place = content.rows.index().place_of(id);
        let place = place.ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))?;
        let value = value_of(&content.rows, column, place, &self.zone);
        Ok(ValueFilter {
            column: name.to_owned(),
            key: value.key,
            title: value.title,
            excluded: false,
        })
    }

    fn seek(&self, column: &str, text: &str, from: u32) -> DeskResult<Option<u32>> {
        let column = named(column)?;
        let mut content = self.content.write();
        let shown = content.make_places();
        let Content { view, rows, .. } = &mut *content;
        view.lettering.read(rows, column);
        let content = RwLockWriteGuard::downgrade(content);
        let letters = content.view.lettering.known(&content.rows, column);
        let Some(mut seek) = Seek::new(&content.rows, column, letters, text, &self.zone) else {
            return Ok(None);
        };
        let (before, after) = shown.split_at((from as usize).min(shown.len()));
        let mut first = |places: &[u32]| places.iter().position(|place| seek.begins(*place));
        let found = match first(after) {
            Some(found) => Some(before.len() + found),
            None => first(before),
        };
        Ok(found.map(narrow))
    }

    fn position(&self, id: Id) -> Option<u32> {
        let (content, shown) = self.arranged();
        let place = content.rows.index().place_of(id)?;
        shown.iter().position(|shown| *shown == place).map(narrow)
    }

    fn ids(&self, from: u32, count: u32) -> Vec<Id> {
        let (content, shown) = self.arranged();
        let places = part(&shown, from as usize, count as usize).iter();
        let ids = places.filter_map(|place| content.rows.index().id(*place));
        ids.collect()
    }

    /// Rows that change meanwhile are copied as they are then; those that go are left out.
    fn table(&self, selection: &Selection, columns: &[CopyColumn]) -> DeskResult<Table> {
        let names: Vec<&str> = columns
            .iter()
            .map(|copied| copied.column.as_str())
            .collect();
        let kinds = self.kinds(&names)?.into_iter().zip(columns);
        let heads = kinds.map(|(kind, copied)| Column::new(copied.title.clone(), kind));
        let columns = all_named(&names)?;
        let ids: Vec<Id> = {
            let mut content = self.content.write();
            let places = content.arrange(selection);
            let index = content.rows.index();
            places.iter().filter_map(|place| index.id(*place)).collect()
        };
        let mut lines = Vec::with_capacity(ids.len());
        for ids in ids.chunks(COPIED_AT_ONCE) {
            let content = self.content.read();
            let index = content.rows.index();
            let places: Vec<u32> = ids.iter().filter_map(|id| index.place_of(*id)).collect();
            lines.extend(table::lines(&content.rows, &places, &columns, &self.zone));
        }
        Table::new(heads.collect(), lines).map_err(|_| DeskError::new(DeskErrorCode::Internal))
    }

    fn fixed(&self, selection: Option<&Selection>) -> DeskResult<Fixed> {
        let mut content = self.content.write();
        if content.phase == RegisterPhase::Collecting {
            return Err(DeskError::new(DeskErrorCode::RegisterBusy));
        }
        let places = match selection {
            None => content.make_places(),
            Some(selection) => Arc::new(content.arrange(selection)),
        };
        Ok(Fixed {
            places,
            rows_revision: content.rows_revision,
        })
    }

    fn unchanged(&self, fixed: &Fixed) -> DeskResult<()> {
        self.content.read().unchanged(fixed)
    }

    fn totals_of(&self, fixed: &Fixed) -> DeskResult<RegisterTotals> {
        let content = self.content.read();
        content.unchanged(fixed)?;
        let rows = content.rows.index().len();
        let kept = Kept::of_places(rows, fixed.places.iter().copied());
        totals::totals(&content.rows, &kept)
    }

    fn kinds(&self, columns: &[&str]) -> DeskResult<Vec<ColumnKind>> {
        let columns = all_named(columns)?;
        let content = self.content.read();
        let kinds = columns.into_iter();
        Ok(kinds
            .map(|column| table::kind_of(&content.rows, column))
            .collect())
    }

    fn cells(
        &self,
        fixed: &Fixed,
        range: Range<usize>,
        columns: &[&str],
    ) -> DeskResult<Vec<Vec<Cell>>> {
        let columns = all_named(columns)?;
        let content = self.content.read();
        content.unchanged(fixed)?;
        let places = part(&fixed.places, range.start, range.len());
        Ok(table::lines(&content.rows, places, &columns, &self.zone))
    }
}

/// So many from `from` on, as far as there are.
fn part(places: &[u32], from: usize, count: usize) -> &[u32] {
    let start = from.min(places.len());
    let end = start.saturating_add(count).min(places.len());
    places.get(start..end).unwrap_or_default()
}

fn all_named<C: super::kind::ColumnName>(names: &[&str]) -> DeskResult<Vec<C>> {
    names.iter().map(|name| named(name)).collect()
}
