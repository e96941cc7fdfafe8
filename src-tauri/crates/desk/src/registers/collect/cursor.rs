//! Reading a list along its cursor: one page after another, because only a page tells where the next one begins.
//! When the list is over, and what is done when the cursor misleads: see [`CursorReading`](crate::registers::reading).

use crate::{
    error::DeskResult,
    registers::{
        kind::ByCursor,
        reading::Next,
        register::{Register, Run},
    },
};

use super::Waits;

/// Reads until the register is over.
pub async fn read<K: ByCursor>(
    client: &K::Client,
    register: &Register<K>,
    run: &Run,
) -> DeskResult<()> {
    let query = register.query();
    let mut waits = Waits::default();
    while !run.cancel.is_cancelled() {
        let (cursor, limit) = match register.next_page() {
            Next::Page { cursor, limit } => (cursor, limit),
            Next::Over(verdict) => {
                register.over(run, verdict);
                return Ok(());
            }
        };
        match K::ask(client, &query, cursor.as_ref(), limit).await {
            Ok(stretch) => {
                register.came(run, stretch);
                waits = Waits::default();
            }
            Err(error) => {
                // A page that is smaller now is asked for at once, unless the service said how long to wait.
                let goes_on = register.refused(run, &error);
                let may_wait = error.retry_after.is_some() || !goes_on;
                let waited = may_wait && waits.obey(register, &error).await;
                if !goes_on && !waited {
                    return Err(error.into());
                }
            }
        }
    }
    Ok(())
}
