//! One open register: its rows, its order, how far it was read, and who is told. Windows are served at any moment.

use std::{sync::Arc, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use jump::{Id, Page};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;
use transport::Clock;

use super::{
    find,
    kind::Rows,
    reading::{Look, Reading, Step, Verdict},
    selection,
    types::{
        CopyColumn, RegisterHandle, RegisterOrder, RegisterPhase, RegisterState, RegisterWindow,
        Selection,
    },
    window::Asked,
};
use crate::{
    DeskEvent,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    events::Events,
    time::iso,
};

/// Progress is told at most so often; a change of phase always.
const BETWEEN_EVENTS: Duration = Duration::from_millis(100);
/// Rows that one window gives at most.
const WIDEST_WINDOW: u32 = 500;

pub struct Register<K: Rows> {
    pub handle: RegisterHandle,
    pub connection: ConnectionId,
    pub until: Timestamp,
    pub started_at: Timestamp,
    pub zone: TimeZone,
    pub clock: Arc<dyn Clock>,
    pub events: Arc<dyn Events>,
    /// Where collecting runs, also when it is resumed from outside.
    pub runtime: tokio::runtime::Handle,
    content: Mutex<Content<K>>,
    /// Held while the state is taken and told, so that no older state is told after a newer one.
    telling: Mutex<Option<Timestamp>>,
}

struct Content<K: Rows> {
    query: K::Query,
    /// What to ask for instead, once, when nothing is found.
    otherwise: Option<K::Query>,
    rows: K,
    reading: Reading,
    view: View<K::Column>,
    phase: RegisterPhase,
    waiting_until: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    error: Option<DeskError>,
    revision: u32,
    run: Run,
}

/// One stretch of collecting. What an earlier run still brings is ignored.
#[derive(Clone, Default)]
pub struct Run {
    number: u32,
    pub cancel: CancellationToken,
}

/// The shown rows in their order; made when it is looked at.
struct View<C> {
    order: RegisterOrder<C>,
    find: String,
    /// `None` since rows, order or search changed.
    places: Option<Arc<Vec<u32>>>,
}

/// What stands for a register before it is collected.
pub struct Opening<Q> {
    pub handle: RegisterHandle,
    pub connection: ConnectionId,
    pub asked: Asked<Q>,
    pub zone: TimeZone,
    pub clock: Arc<dyn Clock>,
    pub events: Arc<dyn Events>,
}

impl<K: Rows> Register<K> {
    /// Must be called inside a tokio runtime, which will collect it.
    pub fn new(opening: Opening<K::Query>) -> Self {
        Self {
            started_at: opening.clock.now(),
            handle: opening.handle,
            connection: opening.connection,
            until: opening.asked.until,
            zone: opening.zone,
            clock: opening.clock,
            events: opening.events,
            runtime: tokio::runtime::Handle::current(),
            telling: Mutex::new(None),
            content: Mutex::new(Content {
                query: opening.asked.query,
                otherwise: opening.asked.otherwise,
                rows: K::default(),
                reading: Reading::default(),
                view: View {
                    order: K::USUAL,
                    find: String::new(),
                    places: None,
                },
                phase: RegisterPhase::Stopped,
                waiting_until: None,
                finished_at: None,
                error: None,
                revision: 0,
                run: Run::default(),
            }),
        }
    }

    pub fn state(&self) -> RegisterState {
        let content = self.content.lock();
        let now = self.clock.now();
        let at = |moment: Timestamp| iso(moment, &self.zone);
        let waiting_until = content
            .waiting_until
            .filter(|until| content.phase == RegisterPhase::Collecting && *until > now);
        RegisterState {
            handle: self.handle.clone(),
            phase: match waiting_until {
                Some(_) => RegisterPhase::Waiting,
                None => content.phase,
            },
            received: narrow(content.rows.index().len()),
            total: content.reading.total(),
            shown: narrow(content.shown_count()),
            pages_done: content.reading.pages_done(),
            pages: content.reading.pages(),
            until: at(self.until),
            started_at: at(self.started_at),
            finished_at: content.finished_at.map(at),
            waiting_until: waiting_until.map(at),
            error: content.error.clone(),
            revision: content.revision,
        }
    }

    /// Tells the state, now.
    pub fn tell(&self) {
        let mut last = self.telling.lock();
        *last = Some(self.clock.now());
        self.events.emit(DeskEvent::Register(self.state()));
    }

    /// Tells the state unless that was done just now.
    fn tell_progress(&self) {
        let now = self.clock.now();
        let recent = |last: Timestamp| now.duration_since(last).unsigned_abs() < BETWEEN_EVENTS;
        if !self.telling.lock().is_some_and(recent) {
            self.tell();
        }
    }

    // Looking.

    pub fn window(&self, from: u32, count: u32) -> RegisterWindow<K::Row> {
        let mut content = self.content.lock();
        let shown = content.shown();
        let start = (from as usize).min(shown.len());
        let end = start
            .saturating_add(count.min(WIDEST_WINDOW) as usize)
            .min(shown.len());
        let places = shown.get(start..end).unwrap_or_default();
        RegisterWindow {
            revision: content.revision,
            from: narrow(start),
            shown: narrow(shown.len()),
            rows: places
                .iter()
                .filter_map(|place| content.rows.row(*place))
                .collect(),
        }
    }

    /// # Errors
    /// `Internal` when a sum cannot be held exactly.
    pub fn totals(&self, chosen: Option<&Selection>) -> DeskResult<K::Totals> {
        let mut content = self.content.lock();
        let shown = content.shown();
        match chosen {
            None => content.rows.totals(&shown),
            Some(chosen) => {
                let places = selection::selected(content.rows.index(), &shown, chosen);
                content.rows.totals(&places)
            }
        }
    }

    /// The selected rows in the present order.
    ///
    /// # Errors
    /// Those of [`selection::table`].
    pub fn table(
        &self,
        chosen: &Selection,
        columns: &[CopyColumn<K::Column>],
    ) -> DeskResult<::register::Table> {
        let mut content = self.content.lock();
        let shown = content.shown();
        let places = selection::selected(content.rows.index(), &shown, chosen);
        let places = content.rows.arrange(places, &content.view.order);
        selection::table(&content.rows, &places, columns, &self.zone)
    }

    /// # Errors
    /// `NotFound` when the register has no such row (any more).
    pub fn details(&self, id: Id) -> DeskResult<K::Details> {
        let mut content = self.content.lock();
        let shown = content.shown();
        let details = content.rows.index().place_of(id).and_then(|place| {
            let position = shown.iter().position(|shown| *shown == place);
            content.rows.details(place, position.map(narrow))
        });
        details.ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))
    }

    pub fn arrange(&self, order: RegisterOrder<K::Column>) {
        self.content.lock().look_anew(|view| view.order = order);
    }

    pub fn find(&self, text: &str) {
        let text = text.trim().to_owned();
        self.content.lock().look_anew(|view| view.find = text);
    }

    // Collecting.

    /// Begins or goes on; `None` when it is under way already or nothing is left to read.
    pub fn start(&self) -> Option<Run> {
        let mut content = self.content.lock();
        let over = matches!(
            content.phase,
            RegisterPhase::Collecting | RegisterPhase::Waiting | RegisterPhase::Complete
        );
        if over {
            return None;
        }
        content.reading.resume();
        content.phase = RegisterPhase::Collecting;
        content.finished_at = None;
        content.error = None;
        content.changed();
        content.run = Run {
            number: content.run.number + 1,
            cancel: CancellationToken::new(),
        };
        Some(content.run.clone())
    }

    /// Stops what is under way; what came stays.
    pub fn stop(&self) {
        let now = self.clock.now();
        let mut content = self.content.lock();
        content.run.cancel.cancel();
        if content.phase == RegisterPhase::Collecting {
            content.end(RegisterPhase::Stopped, now);
        }
    }

    pub fn next_step(&self) -> Step {
        self.content.lock().reading.next()
    }

    pub fn query(&self) -> K::Query {
        self.content.lock().query.clone()
    }

    pub fn opened(&self, run: &Run, page: Page<K::Item>) {
        self.while_running(run, |content| {
            if page.meta.total == 0
                && let Some(otherwise) = content.otherwise.take()
            {
                content.query = otherwise;
                return;
            }
            content.reading.opened(look_of::<K>(&page));
            if let Step::Over(_) = content.reading.next() {
                content.take(page.items);
                let round = content.reading.round();
                content.rows.forget_unseen(round);
            }
        });
        self.tell_progress();
    }

    pub fn took(&self, run: &Run, number: u32, page: Page<K::Item>) {
        self.while_running(run, |content| {
            let ids = page.items.iter().map(|item| K::id(item).0).collect();
            content.reading.took(number, ids, page.meta.total);
            content.take(page.items);
        });
        self.tell_progress();
    }

    pub fn closed(&self, run: &Run, page: &Page<K::Item>) {
        self.while_running(run, |content| {
            let finished = content.reading.round();
            content.reading.closed(look_of::<K>(page));
            if content.rows.forget_unseen(finished) > 0 {
                content.changed();
            }
        });
        self.tell_progress();
    }

    pub fn over(&self, run: &Run, verdict: Verdict) {
        let phase = match verdict {
            Verdict::Complete => RegisterPhase::Complete,
            Verdict::Incomplete => RegisterPhase::Incomplete,
        };
        let now = self.clock.now();
        self.while_running(run, |content| content.end(phase, now));
        self.tell();
    }

    pub fn failed(&self, run: &Run, error: DeskError) {
        let now = self.clock.now();
        self.while_running(run, |content| {
            content.end(RegisterPhase::Failed, now);
            content.error = Some(error);
        });
        self.tell();
    }

    /// The service asked to wait. Told once: many pages wait together.
    pub fn waits(&self, until: Timestamp) {
        {
            let mut content = self.content.lock();
            let known = content.waiting_until.is_some_and(|known| known >= until);
            if known || content.phase != RegisterPhase::Collecting {
                return;
            }
            content.waiting_until = Some(until);
        }
        self.tell();
    }

    fn while_running(&self, run: &Run, change: impl FnOnce(&mut Content<K>)) {
        let mut content = self.content.lock();
        if content.run.number == run.number && content.phase == RegisterPhase::Collecting {
            change(&mut content);
        }
    }
}

impl<K: Rows> Content<K> {
    fn take(&mut self, items: Vec<K::Item>) {
        let round = self.reading.round();
        for item in items {
            self.rows.take(item, round);
        }
        self.changed();
    }

    fn end(&mut self, phase: RegisterPhase, now: Timestamp) {
        self.phase = phase;
        self.finished_at = Some(now);
        self.rows.trim();
        self.waiting_until = None;
        self.revision += 1;
    }

    /// Rows came, changed or went.
    fn changed(&mut self) {
        self.revision += 1;
        self.view.places = None;
    }

    fn look_anew(&mut self, change: impl FnOnce(&mut View<K::Column>)) {
        change(&mut self.view);
        self.changed();
    }

    /// Told with every page, so nothing is put into order for it.
    fn shown_count(&self) -> usize {
        match &self.view.places {
            Some(places) => places.len(),
            None if self.view.find.is_empty() => self.rows.index().len(),
            None => find::matching(&self.rows, &self.view.find).len(),
        }
    }

    /// Places of the shown rows, in order.
    fn shown(&mut self) -> Arc<Vec<u32>> {
        let Self { rows, view, .. } = self;
        let arranged = || {
            let places = find::matching(rows, &view.find);
            Arc::new(rows.arrange(places, &view.order))
        };
        view.places.get_or_insert_with(arranged).clone()
    }
}

fn look_of<K: Rows>(page: &Page<K::Item>) -> Look {
    let newest = page
        .items
        .iter()
        .map(|item| (K::id(item).0, K::changed(item)));
    Look {
        total: page.meta.total,
        last_page: page.meta.last_page,
        newest: newest.collect(),
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
