//! One open register: its rows, how far it was read, and who is told. What is looked at stands in
//! [`looking`](super::looking).

use std::{sync::Arc, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use jump::Page;
use parking_lot::{Mutex, RwLock};
use tokio_util::sync::CancellationToken;
use transport::{CallError, Clock};

use super::{
    kind::{ByCursor, Paged, Rows, Stretch},
    reading::{Look, Next, Seen, Step, UNTOLD, Verdict},
    types::{Period, RegisterHandle, RegisterPhase, RegisterState},
    view::View,
    way::{Progress, Way},
    window::Asked,
};
use crate::{
    DeskEvent, connections::types::ConnectionId, error::DeskError, events::Events, time::iso,
};

/// Progress is told at most so often; a change of phase always.
const BETWEEN_EVENTS: Duration = Duration::from_millis(100);

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
    /// What was opened, for kinds that are opened by days.
    pub period: Option<Period>,
    pub content: RwLock<Content<K>>,
    /// Held while the state is taken and told, so that no older state is told after a newer one.
    telling: Mutex<Option<Timestamp>>,
}

pub struct Content<K: Rows> {
    query: K::Query,
    /// What to ask for instead, once, when nothing is found.
    otherwise: Option<K::Query>,
    pub rows: K,
    reading: <K::Way as Way<K>>::Reading,
    pub view: View<K>,
    pub phase: RegisterPhase,
    waiting_until: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    error: Option<DeskError>,
    pub revision: u32,
    /// Grows when rows come, change or go, and for nothing else.
    pub rows_revision: u64,
    run: Run,
}

/// One stretch of collecting. What an earlier run still brings is ignored.
#[derive(Clone, Default)]
pub struct Run {
    number: u32,
    pub cancel: CancellationToken,
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
        let reading = <K::Way as Way<K>>::reading(&opening.asked.query);
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
            period: opening.asked.period,
            content: RwLock::new(Content {
                query: opening.asked.query,
                otherwise: opening.asked.otherwise,
                rows: K::default(),
                reading,
                view: View::default(),
                phase: RegisterPhase::Stopped,
                waiting_until: None,
                finished_at: None,
                error: None,
                revision: 0,
                rows_revision: 0,
                run: Run::default(),
            }),
        }
    }

    pub fn state(&self) -> RegisterState {
        let content = self.content.read();
        let now = self.clock.now();
        let at = |moment: Timestamp| iso(moment, &self.zone);
        let waiting_until = content
            .waiting_until
            .filter(|until| content.phase == RegisterPhase::Collecting && *until > now);
        RegisterState {
            handle: self.handle.clone(),
            register: K::NAME,
            phase: match waiting_until {
                Some(_) => RegisterPhase::Waiting,
                None => content.phase,
            },
            received: narrow(content.rows.index().len()),
            total: content.reading.total(),
            shown: narrow(content.view.kept().count(content.rows.index().len())),
            found_as: content
                .view
                .found_as()
                .or_else(|| K::searched_as(&content.query)),
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

    // Collecting.

    /// Begins or goes on; `None` when it is under way already or nothing is left to read.
    pub fn start(&self) -> Option<Run> {
        let mut content = self.content.write();
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
        content.revision += 1;
        content.run = Run {
            number: content.run.number + 1,
            cancel: CancellationToken::new(),
        };
        Some(content.run.clone())
    }

    /// Stops what is under way; what came stays.
    pub fn stop(&self) {
        let now = self.clock.now();
        let mut content = self.content.write();
        content.run.cancel.cancel();
        if content.phase == RegisterPhase::Collecting {
            content.end(RegisterPhase::Stopped, now);
        }
    }

    pub fn query(&self) -> K::Query {
        self.content.read().query.clone()
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
            let mut content = self.content.write();
            let known = content.waiting_until.is_some_and(|known| known >= until);
            if known || content.phase != RegisterPhase::Collecting {
                return;
            }
            content.waiting_until = Some(until);
        }
        self.tell();
    }

    /// Changes something about rows that are there, whoever reads meanwhile; answers with the places that changed.
    pub fn alter(&self, change: impl FnOnce(&mut K) -> Vec<u32>) {
        {
            let mut content = self.content.write();
            let places = change(&mut content.rows);
            if places.is_empty() {
                return;
            }
            let Content { view, rows, .. } = &mut *content;
            view.took(rows, &places);
            content.changed();
        }
        self.tell();
    }

    fn while_running(&self, run: &Run, change: impl FnOnce(&mut Content<K>)) {
        let mut content = self.content.write();
        if content.run.number == run.number && content.phase == RegisterPhase::Collecting {
            change(&mut content);
        }
    }
}

/// Collecting in pages.
impl<K: Paged> Register<K> {
    pub fn next_step(&self) -> Step {
        self.content.read().reading.next()
    }

    pub fn opened(&self, run: &Run, page: Page<K::Item>) {
        self.while_running(run, |content| {
            if page.meta.total == 0
                && let Some(otherwise) = content.otherwise.take()
            {
                content.query = otherwise;
                return;
            }
            let look = content.look_of(&page);
            content.reading.opened(look);
            if let Step::Over(_) = content.reading.next() {
                content.take(page.items);
                let round = content.reading.round();
                content.forget_unseen(round);
            }
        });
        self.tell_progress();
    }

    pub fn took(&self, run: &Run, number: u32, page: Page<K::Item>) {
        self.while_running(run, |content| {
            let seen = content.seen(&page.items);
            content.reading.took(number, seen, page.meta.total);
            content.take(page.items);
        });
        self.tell_progress();
    }

    pub fn closed(&self, run: &Run, page: &Page<K::Item>) {
        self.while_running(run, |content| {
            let finished = content.reading.round();
            let look = content.look_of(page);
            content.reading.closed(look);
            content.forget_unseen(finished);
        });
        self.tell_progress();
    }
}

/// Collecting along a cursor.
impl<K: ByCursor> Register<K> {
    pub fn next_page(&self) -> Next {
        self.content.read().reading.next()
    }

    /// The next rows. At the end of the list those go that the last round did not meet.
    pub fn came(&self, run: &Run, stretch: Stretch<K::Item>) {
        self.while_running(run, |content| {
            let rows = stretch.items.len();
            content.take(stretch.items);
            content.reading.came(rows, stretch.cursor);
            if content.reading.next() == Next::Over(Verdict::Complete) {
                let round = content.reading.round();
                content.forget_unseen(round);
            }
        });
        self.tell_progress();
    }

    /// The next rows did not come; true when something else is to be asked for now.
    pub fn refused(&self, run: &Run, error: &CallError) -> bool {
        let mut goes_on = false;
        self.while_running(run, |content| goes_on = content.reading.refused(error));
        goes_on
    }
}

impl<K: Rows> Content<K> {
    pub fn take(&mut self, items: Vec<K::Item>) {
        let round = self.reading.round();
        let items = items.into_iter();
        let places: Vec<u32> = items.map(|item| self.rows.take(item, round)).collect();
        self.view.took(&self.rows, &places);
        self.changed();
    }

    fn forget_unseen(&mut self, round: u32) {
        if self.rows.forget_unseen(round) > 0 {
            self.view.forgot(&self.rows);
            self.changed();
        }
    }

    fn changed(&mut self) {
        self.revision += 1;
        self.rows_revision += 1;
    }

    fn end(&mut self, phase: RegisterPhase, now: Timestamp) {
        self.phase = phase;
        self.finished_at = Some(now);
        self.rows.trim();
        self.waiting_until = None;
        self.revision += 1;
    }
}

impl<K: Paged> Content<K> {
    fn look_of(&mut self, page: &Page<K::Item>) -> Look {
        Look {
            total: page.meta.total,
            last_page: page.meta.last_page,
            newest: self.seen(&page.items),
        }
    }

    fn seen(&mut self, items: &[K::Item]) -> Vec<Seen> {
        let by_change = K::is_entered_by_changing(&self.query);
        let changed = |item| -> Option<i64> {
            let text = K::changed(item).filter(|_| by_change)?;
            let at: Timestamp = text.parse().ok()?;
            Some(at.as_microsecond())
        };
        let seen = items.iter().map(|item| Seen {
            id: self.rows.id(item).0,
            changed: changed(item).unwrap_or(UNTOLD),
        });
        seen.collect()
    }
}

pub fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
