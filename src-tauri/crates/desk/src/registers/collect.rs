//! Reading a register from the service: pages side by side, waits obeyed, until the reading is over.
//! Why the result is complete when it says so: see [`reading`](super::reading).

use std::{sync::Arc, time::Duration};

use jump::{Jump, Page};
use tokio::task::JoinSet;
use transport::Cause;

use super::{
    kind::Rows,
    reading::Step,
    register::{Register, Run},
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// Pages asked for side by side. Two more than may be under way, so that the wire does not wait for decoding.
const SIDE_BY_SIDE: usize = 8;
/// A page is asked for again after so many requests to wait; the transport has its own attempts inside each.
const MOST_WAITS: u32 = 5;
/// Ten million rows. A service that tells of more is mistaken, and a register of them would not fit anywhere.
const MOST_PAGES: u32 = 50_000;
/// A service that says "too many" without saying how long.
const UNTOLD_WAIT: Duration = Duration::from_secs(60);

/// Collects until the register is over, cannot be read, or is stopped.
pub async fn collect<K: Rows>(desk: Desk, register: Arc<Register<K>>, run: Run) {
    let reading = async {
        let jump = desk.jump(&register.connection).await?;
        read(&jump, &register, &run).await
    };
    tokio::select! {
        biased;
        // Whoever stopped it has told the state. Pages under way are given up with their tasks.
        () = run.cancel.cancelled() => {}
        read = reading => if let Err(error) = read {
            register.failed(&run, error);
        }
    }
}

async fn read<K: Rows>(jump: &Jump, register: &Arc<Register<K>>, run: &Run) -> DeskResult<()> {
    loop {
        match register.next_step() {
            Step::Open => {
                let newest = look(jump, register).await?;
                register.opened(run, newest);
            }
            Step::Pages(numbers) => pages(jump, register, run, numbers).await?,
            Step::Close => {
                let newest = look(jump, register).await?;
                register.closed(run, &newest);
            }
            Step::Over(verdict) => {
                register.over(run, verdict);
                return Ok(());
            }
        }
        if run.cancel.is_cancelled() {
            return Ok(());
        }
    }
}

/// The newest rows and the size of the list.
async fn look<K: Rows>(jump: &Jump, register: &Register<K>) -> DeskResult<Page<K::Item>> {
    let page = ask(jump, register, K::newest(register.query())).await?;
    if page.meta.last_page > MOST_PAGES {
        let absurd = DeskError::new(DeskErrorCode::UnexpectedAnswer);
        return Err(absurd.with("path", "meta.last_page"));
    }
    Ok(page)
}

/// Each page in a task of its own, because decoding keeps a core busy. The first failure gives up the others:
/// the transport has tried each page several times, and what came is kept.
async fn pages<K: Rows>(
    jump: &Jump,
    register: &Arc<Register<K>>,
    run: &Run,
    numbers: Vec<u32>,
) -> DeskResult<()> {
    let mut numbers = numbers.into_iter();
    let mut tasks = JoinSet::new();
    loop {
        while tasks.len() < SIDE_BY_SIDE
            && let Some(number) = numbers.next()
        {
            let (jump, register) = (jump.clone(), register.clone());
            tasks.spawn(async move {
                let query = K::page(register.query(), number);
                (number, ask(&jump, &register, query).await)
            });
        }
        match tasks.join_next().await {
            None => return Ok(()),
            Some(Ok((number, answer))) => register.took(run, number, answer?),
            Some(Err(died)) => {
                tracing::error!(%died, "reading a page");
                return Err(DeskError::new(DeskErrorCode::Internal));
            }
        }
    }
}

/// One page. A request to wait is obeyed here when it is longer than the transport waits by itself.
async fn ask<K: Rows>(
    jump: &Jump,
    register: &Register<K>,
    query: K::Query,
) -> DeskResult<Page<K::Item>> {
    let mut waits = 0;
    loop {
        match K::ask(jump, &query).await {
            Err(error) if error.cause == Cause::RateLimited && waits < MOST_WAITS => {
                let wait = error.retry_after.unwrap_or(UNTOLD_WAIT);
                let now = register.clock.now();
                register.waits(now.saturating_add(wait).unwrap_or(now));
                register.clock.sleep(wait).await;
                waits += 1;
            }
            answer => return Ok(answer?),
        }
    }
}
