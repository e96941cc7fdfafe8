//! Reading a list in pages: side by side, in rounds, until the numbers prove it complete or do not.
//! Why the result is complete when it says so: see [`reading`](crate::registers::reading).

use std::sync::Arc;

use jump::Page;
use tokio::task::JoinSet;

use super::Waits;
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    registers::{
        kind::Paged,
        reading::Step,
        register::{Register, Run},
    },
};

/// Pages asked for side by side. Two more than may be under way, so that the wire does not wait for decoding.
const SIDE_BY_SIDE: usize = 8;
/// Ten million rows. A service that tells of more is mistaken, and a register of them would not fit anywhere.
const MOST_PAGES: u32 = 50_000;

/// Reads until the register is over.
pub async fn read<K: Paged>(
    client: &K::Client,
    register: &Arc<Register<K>>,
    run: &Run,
) -> DeskResult<()> {
    loop {
        match register.next_step() {
            Step::Open => {
                let newest = look(client, register).await?;
                register.opened(run, newest);
            }
            Step::Pages(numbers) => pages(client, register, run, numbers).await?,
            Step::Close => {
                let newest = look(client, register).await?;
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
async fn look<K: Paged>(client: &K::Client, register: &Register<K>) -> DeskResult<Page<K::Item>> {
    let page = ask(client, register, K::newest(register.query())).await?;
    if page.meta.last_page > MOST_PAGES {
        let absurd = DeskError::new(DeskErrorCode::UnexpectedAnswer);
        return Err(absurd.with("path", "meta.last_page"));
    }
    Ok(page)
}

/// Each page in a task of its own, because decoding keeps a core busy. The first failure gives up the others:
/// the transport has tried each page several times, and what came is kept.
async fn pages<K: Paged>(
    client: &K::Client,
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
            let (client, register) = (client.clone(), register.clone());
            tasks.spawn(async move {
                let query = K::page(register.query(), number);
                (number, ask(&client, &register, query).await)
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
async fn ask<K: Paged>(
    client: &K::Client,
    register: &Register<K>,
    query: K::Query,
) -> DeskResult<Page<K::Item>> {
    let mut waits = Waits::default();
    loop {
        match K::ask(client, &query).await {
            Ok(page) => return Ok(page),
            Err(error) if waits.obey(register, &error).await => {}
            Err(error) => return Err(error.into()),
        }
    }
}
