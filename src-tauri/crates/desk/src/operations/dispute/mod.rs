//! Papers about operations for whoever decides a dispute: a sheet to print, and the same as JSON. Both hold what the
//! journal holds, with the hashes by which it can be checked.

mod html;

use std::{io::Write, path::PathBuf, sync::Arc};

use journal::{Entry, Facts, Operation};
use serde::Serialize;

use super::{
    ledger::journal_error,
    plans::sha256,
    types::{DisputeAsk, OperationView},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    exports::place::Target,
    files::{
        name::{cleaned, escaped, shortened},
        place::not_saved,
    },
};

/// In bytes of UTF-8; the extension and a number need room too.
const LONGEST_NAME: usize = 180;

/// The papers as JSON: `format`, then what the journal holds, member by member.
#[derive(Serialize)]
pub(super) struct Papers {
    format: &'static str,
    version: u32,
    /// ISO time with offset.
    pub made_at: String,
    pub journal: Facts,
    pub operations: Vec<Paper>,
}

/// One operation, the body as it left, and every event with its hash and that of the event before.
#[derive(Serialize)]
pub(super) struct Paper {
    pub operation: Arc<Operation>,
    pub body_sha256: String,
    pub events: Vec<Entry>,
    #[serde(skip)]
    pub view: OperationView,
}

impl Desk {
    /// A file name for the papers, without its extension: title, mark of a single operation, park, day.
    ///
    /// # Errors
    /// `NotFound` without operations.
    pub fn name_dispute(&self, connection: &ConnectionId, ask: &DisputeAsk) -> DeskResult<String> {
        let operations = self.asked(connection, ask)?;
        let park = operations
            .first()
            .map(|one| one.new.connection_name.as_str());
        let reference = match operations.as_slice() {
            [only] => only.new.reference.as_str(),
            _ => "",
        };
        let today = self.now().to_zoned(self.zone());
        let day = today.strftime("%d.%m.%Y").to_string();
        let parts = [&ask.words.title, reference, park.unwrap_or_default(), &day];
        let parts = parts.map(cleaned);
        let known: Vec<&str> = parts.iter().map(String::as_str).collect();
        let known: Vec<&str> = known.into_iter().filter(|part| !part.is_empty()).collect();
        let stem = known.join(" ");
        Ok(shortened(&escaped(&stem), LONGEST_NAME).to_owned())
    }

    /// Writes the papers: HTML at `path`, JSON beside it; answers their names. `replace` is about the HTML alone: a JSON
    /// of another origin is left as it is, and ours gets a number.
    ///
    /// # Errors
    /// `NotFound`; `MoneyClosed` when the journal's file cannot be read; `FileNotSaved`.
    pub async fn write_dispute(
        &self,
        connection: &ConnectionId,
        ask: &DisputeAsk,
        path: PathBuf,
        replace: bool,
    ) -> DeskResult<Vec<String>> {
        let papers = self.papers(connection, ask).await?;
        let html = html::sheet(&papers, &ask.words);
        let json = serde_json::to_string_pretty(&papers)
            .map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
        let write = move || {
            let sheet = written(Target::new(&path, replace, None, "html")?, &html)?;
            let beside = path.with_extension("json");
            let data = written(Target::new(&beside, false, None, "json")?, &json)?;
            // Both are whole before either gets its name.
            [sheet, data].into_iter().map(kept).collect()
        };
        let done = tokio::task::spawn_blocking(write).await;
        done.unwrap_or_else(|_| Err(DeskError::new(DeskErrorCode::Internal)))
    }

    fn asked(
        &self,
        connection: &ConnectionId,
        ask: &DisputeAsk,
    ) -> DeskResult<Vec<Arc<Operation>>> {
        let journal = self.journal_of(connection);
        let ids = ask.operations.iter();
        let found: Option<Vec<_>> = ids.map(|id| journal.operation(&id.0)).collect();
        found
            .filter(|found| !found.is_empty())
            .ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))
    }

    async fn papers(&self, connection: &ConnectionId, ask: &DisputeAsk) -> DeskResult<Papers> {
        let operations = self.asked(connection, ask)?;
        let ids: Vec<String> = operations.iter().map(|one| one.new.id.clone()).collect();
        let histories = self
            .in_journal(connection, move |journal| {
                let histories = ids.iter().map(|id| journal.history(id));
                histories.collect::<Result<Vec<_>, _>>()
            })
            .await
            .map_err(journal_error)?;
        let papers = operations.into_iter().zip(histories);
        Ok(Papers {
            format: "parkdesk-dispute",
            version: 1,
            made_at: self.now_iso(),
            journal: self.journal_of(connection).facts(),
            operations: papers
                .map(|(operation, events)| Paper {
                    view: self.operation_view(&operation),
                    body_sha256: sha256(&operation.new.body),
                    operation,
                    events,
                })
                .collect(),
        })
    }
}

fn written(target: Target, text: &str) -> DeskResult<Target> {
    let done = target.file().write_all(text.as_bytes());
    done.map_err(|error| not_saved(&error))?;
    Ok(target)
}

fn kept(target: Target) -> DeskResult<String> {
    let path = target.keep()?;
    let name = path.file_name().and_then(|name| name.to_str());
    Ok(name.unwrap_or_default().to_owned())
}
