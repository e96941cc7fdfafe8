//! A reconciliation as a file: the rows that the screen shows, in its order, and a sheet that says what was compared and
//! how complete each side was.

use std::{path::PathBuf, sync::Arc};

use ::register::{Cell, ColumnKind, FileColumn, Layout, Row, Written};
use jiff::{Timestamp, tz::TimeZone};
use money::Amount;
use serde::Deserialize;

use super::{
    super::currency::written as with_currency,
    movement::RUB,
    running::Made,
    types::{
        ReconciliationAbout, ReconciliationColumn, ReconciliationExport, ReconciliationRow,
        ReconciliationSide, ReconciliationWords, WholeOrNot,
    },
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    exports::{NameParts, WholeTable, days, moment, proposed, shown, types::ExportState},
    operations::code_name,
    registers::{kind::wrong, types::RegisterHandle},
};

impl Desk {
    /// The name proposed for the file: what, whose, of which period, whether incomplete.
    ///
    /// # Errors
    /// `NoRegister` for a reconciliation that is not kept (any more); `NoConnection`.
    pub fn name_reconciliation(
        &self,
        connection: &ConnectionId,
        ask: &ReconciliationExport,
    ) -> DeskResult<String> {
        let made = self.0.fleet.reconciliations.made(connection, &ask.id)?;
        let park = self.0.connections.record(connection)?.name;
        let whose = format!("{park} {}", made.driver);
        Ok(proposed(&NameParts {
            what: &ask.words.name,
            whose: whose.trim(),
            period: Some(&made.result.period),
            read_at: &made.result.made_at,
            mark: (!made.result.complete).then_some(ask.words.incomplete.as_str()),
            extension: ask.format.extension(),
        }))
    }

    /// Begins to write to `path`, which the user chose; progress comes as the events of exports. `replace` as in
    /// [`Desk::begin_export`].
    ///
    /// # Errors
    /// As in [`Desk::name_reconciliation`]; `InvalidInput` naming `column` or `rows`; `FileNotSaved` when the folder
    /// cannot be written to.
    pub fn export_reconciliation(
        &self,
        connection: &ConnectionId,
        ask: ReconciliationExport,
        path: PathBuf,
        replace: bool,
    ) -> DeskResult<ExportState> {
        let made = self.0.fleet.reconciliations.made(connection, &ask.id)?;
        let sheet = Sheet {
            zone: self.zone(),
            columns: columns(&ask)?,
            words: &ask.words,
        };
        let chosen = ask.rows.iter().map(|number| numbered(&made, *number));
        let rows: DeskResult<Vec<Row>> = chosen.map(|row| row.map(|row| sheet.row(row))).collect();
        let about = About {
            park: self.0.connections.record(connection)?.name,
            zone: self.zone(),
            written_at: self.now(),
            summed: ask.columns.iter().map(|one| one.column.clone()).collect(),
            made: made.clone(),
        };
        let lines = ask.words.lines.clone();
        let table = WholeTable {
            handle: RegisterHandle(ask.id.0.clone()),
            format: ask.format,
            layout: sheet.layout(&ask, made.result.complete),
            rows: rows?,
            about: move |written: &Written| {
                let lines = lines.into_iter();
                lines
                    .map(|line| (line.label, about.value(line.value, written)))
                    .collect()
            },
        };
        self.begin_table(table, path, replace)
    }
}

/// Rows are numbered from 1 without gaps.
fn numbered(made: &Made, number: u32) -> DeskResult<&ReconciliationRow> {
    let place = number
        .checked_sub(1)
        .and_then(|place| usize::try_from(place).ok());
    let row = place.and_then(|place| made.result.rows.get(place));
    row.ok_or_else(|| wrong("rows", "unknown_row"))
}

fn columns(ask: &ReconciliationExport) -> DeskResult<Vec<ReconciliationColumn>> {
    let named = ask.columns.iter().map(|one| {
        let name = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(&one.column);
        ReconciliationColumn::deserialize(name).map_err(|_| wrong("column", "unknown_column"))
    });
    named.collect()
}

struct Sheet<'a> {
    zone: TimeZone,
    columns: Vec<ReconciliationColumn>,
    words: &'a ReconciliationWords,
}

impl Sheet<'_> {
    fn layout(&self, ask: &ReconciliationExport, complete: bool) -> Layout {
        let words = &ask.words;
        let columns = ask.columns.iter().zip(&self.columns);
        Layout {
            name: words.name.clone(),
            columns: columns
                .map(|(asked, column)| FileColumn {
                    title: asked.title.clone(),
                    kind: kind(*column),
                    width: asked.width,
                })
                .collect(),
            total: words.total.clone(),
            about: words.about.clone(),
            incomplete: (!complete).then(|| words.incomplete.clone()),
        }
    }

    fn row(&self, row: &ReconciliationRow) -> Row {
        let cells = self.columns.iter();
        cells.map(|column| self.cell(*column, row)).collect()
    }

    fn cell(&self, column: ReconciliationColumn, row: &ReconciliationRow) -> Cell {
        use ReconciliationColumn as C;
        let (jump, yandex, journal) = (&row.jump, &row.yandex, &row.journal);
        let word = |words: &std::collections::BTreeMap<String, String>, name: String| {
            Cell::Text(words.get(&name).cloned().unwrap_or(name))
        };
        match column {
            C::Verdict => word(&self.words.verdicts, code_name(row.verdict)),
            C::Driver => text(Some(&row.driver)),
            C::Reference => match &row.reference {
                Some(mark) => Cell::Text(format!("#{mark}")),
                None => Cell::Empty,
            },
            C::JumpAt => self.at(jump),
            C::JumpAmount => rubles(jump),
            C::JumpCategory => text(jump.as_ref().map(|side| &side.category)),
            C::JumpDescription => text(jump.as_ref().map(|side| &side.description)),
            C::JumpId => text(jump.as_ref().map(|side| &side.id)),
            C::YandexAt => self.at(yandex),
            C::YandexAmount => rubles(yandex),
            C::YandexForeign => foreign(yandex),
            C::YandexCategory => text(yandex.as_ref().map(|side| &side.category)),
            C::YandexDescription => text(yandex.as_ref().map(|side| &side.description)),
            C::YandexId => text(yandex.as_ref().map(|side| &side.id)),
            C::Difference => amount(row.difference),
            C::JournalAt => self.at(journal),
            C::JournalAmount => rubles(journal),
            C::JournalState => match row.journal_state {
                Some(state) => word(&self.words.states, code_name(state)),
                None => Cell::Empty,
            },
            C::JournalDescription => text(journal.as_ref().map(|side| &side.description)),
            C::JumpDriver => text(row.jump_driver.map(|id| id.to_string()).as_ref()),
            C::FleetDriver => text(row.fleet_driver.as_ref()),
        }
    }

    fn at(&self, side: &Option<ReconciliationSide>) -> Cell {
        let Some(side) = side else {
            return Cell::Empty;
        };
        match side.at.parse::<Timestamp>() {
            Ok(at) => Cell::DateTime(self.zone.to_datetime(at)),
            Err(_) => text(Some(&side.at)),
        }
    }
}

const fn kind(column: ReconciliationColumn) -> ColumnKind {
    use ReconciliationColumn as C;
    match column {
        C::JumpAt | C::YandexAt | C::JournalAt => ColumnKind::DateTime,
        C::JumpAmount | C::YandexAmount | C::JournalAmount | C::Difference => ColumnKind::Amount,
        _ => ColumnKind::Text,
    }
}

fn text(text: Option<&String>) -> Cell {
    match text {
        Some(text) if !text.is_empty() => Cell::text(text.as_str()),
        _ => Cell::Empty,
    }
}

fn amount(amount: Option<Amount>) -> Cell {
    amount.map_or(Cell::Empty, |amount| Cell::Amount(amount.decimal()))
}

/// Only these are added up.
fn rubles(side: &Option<ReconciliationSide>) -> Cell {
    let own = side.as_ref().filter(|side| side.currency == RUB);
    amount(own.map(|side| side.amount))
}

fn foreign(side: &Option<ReconciliationSide>) -> Cell {
    let other = side.as_ref().filter(|side| side.currency != RUB);
    other.map_or(Cell::Empty, |side| {
        Cell::Text(with_currency(side.amount, &side.currency))
    })
}

/// What the lines about the file are made of.
struct About {
    made: Arc<Made>,
    park: String,
    zone: TimeZone,
    written_at: Timestamp,
    /// Names of the file's columns.
    summed: Vec<String>,
}

impl About {
    fn value(&self, value: ReconciliationAbout, written: &Written) -> Cell {
        let made = &self.made.result;
        let whole = |is: bool, words: WholeOrNot| {
            Cell::Text(if is { words.complete } else { words.incomplete })
        };
        match value {
            ReconciliationAbout::Text(text) => Cell::Text(text),
            ReconciliationAbout::Connection => Cell::text(self.park.as_str()),
            ReconciliationAbout::Period => Cell::Text(days(&made.period.from, &made.period.to)),
            ReconciliationAbout::MadeAt => Cell::Text(shown(&made.made_at, &self.zone)),
            ReconciliationAbout::WrittenAt => Cell::Text(moment(self.written_at, &self.zone)),
            ReconciliationAbout::Jump(words) => whole(made.jump_complete, words),
            ReconciliationAbout::Yandex(words) => whole(made.yandex_complete, words),
            ReconciliationAbout::Drivers(words) => whole(made.drivers_known, words),
            ReconciliationAbout::JumpRows => Cell::Count(made.jump_rows.into()),
            ReconciliationAbout::YandexRows => Cell::Count(made.yandex_rows.into()),
            ReconciliationAbout::Rows => Cell::Count(written.rows),
            ReconciliationAbout::Sum(column) => {
                let mut sums = self.summed.iter().zip(&written.sums);
                let own = sums.find_map(|(name, sum)| sum.filter(|_| *name == column));
                own.map_or(Cell::Empty, Cell::Amount)
            }
            ReconciliationAbout::Sha256 => Cell::text(written.sha256.as_str()),
        }
    }
}
