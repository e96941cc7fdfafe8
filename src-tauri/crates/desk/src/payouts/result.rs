//! What came of a register, as a table: the columns of the sheet as they stood there, mended where a person mended them,
//! and then what became of each row. Rows that failed can be mended and pasted straight back.
//!
//! Titles of `words.columns`: those of a sheet without titles by role (`driver`, `driver_id`, `phone`, `aggregator_id`,
//! `amount`, `comment`), and `state`, `verdict`, `reason`, `reference`.

use std::{collections::HashMap, io::BufWriter, path::PathBuf};

use ::register::{
    Cell, Column, ColumnKind, FileColumn, FileError, Layout, Row as TableRow, RowsFile, Table,
    Xlsx, sheet::Role,
};
use journal::State;

use super::{
    payout::{Content, Payout},
    row::Row,
    sheet::Read,
    types::{PayoutId, PayoutRow, ResultPart, ResultWords, RowVerdict},
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult},
    exports::place::Target,
    files::{
        name::{cleaned, escaped, shortened},
        place::not_saved,
    },
    operations::code_name,
};

/// In bytes of UTF-8, without the extension: file systems take 255.
const LONGEST_NAME: usize = 180;
/// In CSS pixels.
const USUAL_WIDTH: u32 = 160;
const WIDE: u32 = 320;

impl Desk {
    /// Rows of the result as text for the clipboard.
    ///
    /// # Errors
    /// `NoRegister`.
    pub fn payout_result(
        &self,
        id: &PayoutId,
        part: ResultPart,
        words: &ResultWords,
    ) -> DeskResult<Table> {
        let payout = self.payout(id)?;
        self.result_table(&payout, part, words)
    }

    /// A file name for the result, without its extension: what, whose park, the day of the confirmation.
    ///
    /// # Errors
    /// `NoRegister`, `NoConnection`.
    pub fn name_payout_result(
        &self,
        id: &PayoutId,
        _part: ResultPart,
        words: &ResultWords,
    ) -> DeskResult<String> {
        let payout = self.payout(id)?;
        let park = self.0.connections.record(&payout.connection)?.name;
        let at = {
            let content = payout.content.lock();
            content
                .confirmed
                .as_ref()
                .and_then(|one| one.at.parse().ok())
        };
        let day = at.unwrap_or_else(|| self.now()).to_zoned(self.zone());
        let day = day.strftime("%d.%m.%Y").to_string();
        let parts = [words.title.as_str(), &park, &day].map(cleaned);
        let parts: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        let name = parts.join(" ");
        Ok(shortened(&escaped(&name), LONGEST_NAME).to_owned())
    }

    /// Writes the result as XLSX; answers the file's name.
    ///
    /// # Errors
    /// `NoRegister`; `FileNotSaved`, nothing is left then.
    pub async fn write_payout_result(
        &self,
        id: &PayoutId,
        part: ResultPart,
        words: &ResultWords,
        path: PathBuf,
        replace: bool,
    ) -> DeskResult<String> {
        let payout = self.payout(id)?;
        let table = self.result_table(&payout, part, words)?;
        let title = words.title.clone();
        let write = move || {
            let target = Target::new(&path, replace, None, "xlsx")?;
            write(&table, title, &target)?;
            target.keep()
        };
        let written = self.off_thread(write).await?;
        let name = written.file_name().and_then(|name| name.to_str());
        Ok(name.unwrap_or_default().to_owned())
    }

    fn result_table(
        &self,
        payout: &Payout,
        part: ResultPart,
        words: &ResultWords,
    ) -> DeskResult<Table> {
        let mut rows = self.payout_rows(payout);
        let content = payout.content.lock();
        let confirmed = content.confirmed.is_some();
        rows.retain(|row| belongs(row, part));
        let restored = content.restored.iter().flat_map(|one| &one.left_out);
        let own = content.rows.iter().chain(restored);
        let own: HashMap<u32, &Row> = own.map(|row| (row.number, row)).collect();
        let original = Original::of(&content, part, words);
        let ends = Ends {
            part,
            confirmed,
            words,
        };
        let mut columns = original.columns();
        columns.extend(ends.columns());
        let rows = rows.iter().map(|row| {
            let mut cells = original.cells(row, own.get(&row.row).copied());
            cells.extend(ends.cells(row));
            cells
        });
        Table::new(columns, rows.collect()).map_err(|error| {
            tracing::error!(%error, "a result");
            DeskError::new(DeskErrorCode::Internal)
        })
    }
}

/// Rows that wait may still be sent, and nobody knows of the unknown ones: whoever pasted these would pay twice.
fn belongs(row: &PayoutRow, part: ResultPart) -> bool {
    match part {
        ResultPart::All => true,
        ResultPart::Failed => matches!(
            row.state,
            Some(State::Rejected | State::NotSent | State::Cancelled)
        ),
        ResultPart::LeftOut => !row.included,
    }
}

/// The columns of the sheet, or those that take their place when it is gone.
struct Original<'a> {
    read: Option<&'a Read>,
    columns: Vec<(String, Option<Role>)>,
}

impl<'a> Original<'a> {
    fn of(content: &'a Content, part: ResultPart, words: &ResultWords) -> Self {
        let title = |role: Role| words.column(name_of(role));
        let Some(read) = &content.read else {
            let columns = without_sheet(content, part).into_iter();
            return Self {
                read: None,
                columns: columns.map(|role| (title(role), Some(role))).collect(),
            };
        };
        let columns = read.columns.of.iter().map(|guess| {
            let known = guess.title.clone();
            let known = known.or_else(|| guess.role.map(title));
            (known.unwrap_or_default(), guess.role)
        });
        let mut columns: Vec<_> = columns.collect();
        // Whom a person chose is told by the id, and a comment is not lost, whatever the sheet has.
        for role in [Role::DriverId, Role::Comment] {
            if !columns.iter().any(|(_, known)| *known == Some(role)) {
                columns.push((title(role), Some(role)));
            }
        }
        Self {
            read: Some(read),
            columns,
        }
    }

    fn columns(&self) -> Vec<Column> {
        let kind = |role: &Option<Role>| match role {
            Some(Role::Amount) => ColumnKind::Amount,
            _ => ColumnKind::Text,
        };
        let columns = self.columns.iter();
        columns
            .map(|(title, role)| Column::new(title.clone(), kind(role)))
            .collect()
    }

    fn cells(&self, row: &PayoutRow, own: Option<&Row>) -> TableRow {
        let place = own.and_then(|own| own.place);
        let cells = self.columns.iter().enumerate();
        cells
            .map(|(column, (_, role))| {
                let stood = match self.read.zip(place) {
                    Some((read, place)) => read.sheet.cell(place, column).text.trim().to_owned(),
                    None => own.map(|own| written(own, *role)).unwrap_or_default(),
                };
                cell(*role, stood, row, own)
            })
            .collect()
    }
}

/// The sheet itself is gone. Rows that were sent have an id; of those left out some only a phone.
fn without_sheet(content: &Content, part: ResultPart) -> Vec<Role> {
    let mut roles = vec![Role::DriverId, Role::Driver, Role::Amount, Role::Comment];
    let left_out = || {
        let rows = content.restored.iter().flat_map(|one| &one.left_out);
        rows.filter(|_| part != ResultPart::Failed)
    };
    if left_out().any(|row| !row.named.aggregator.is_empty()) {
        roles.insert(2, Role::AggregatorId);
    }
    if left_out().any(|row| !row.named.phone.is_empty()) {
        roles.insert(2, Role::Phone);
    }
    roles
}

/// What a row of a sheet that is gone said in the column of a role.
fn written(own: &Row, role: Option<Role>) -> String {
    let text = match role {
        Some(Role::Driver) => &own.named.name,
        Some(Role::DriverId) => &own.named.id,
        Some(Role::Phone) => &own.named.phone,
        Some(Role::AggregatorId) => &own.named.aggregator,
        Some(Role::Amount) => &own.amount_text,
        Some(Role::Comment) => &own.comment,
        _ => return String::new(),
    };
    text.clone()
}

/// As it stood in the sheet, but for what is known better.
fn cell(role: Option<Role>, stood: String, row: &PayoutRow, own: Option<&Row>) -> Cell {
    let id = || row.driver_id.clone().unwrap_or_default();
    let chosen = own.is_none_or(|own| own.chosen.is_some());
    let told = match role {
        Some(Role::Amount) => {
            return match row.amount {
                Some(amount) => Cell::Amount(amount.decimal()),
                None => text(stood),
            };
        }
        Some(Role::DriverId) if chosen || stood.is_empty() => id(),
        Some(Role::Driver) if chosen => row.driver.clone(),
        // They may belong to another than the one who was chosen.
        Some(
            Role::LastName | Role::FirstName | Role::MiddleName | Role::Phone | Role::AggregatorId,
        ) if chosen => String::new(),
        Some(Role::Comment) => match own {
            Some(own) => own.comment.clone(),
            None => row.comment.clone(),
        },
        _ => stood,
    };
    text(told)
}

fn text(text: String) -> Cell {
    match text.is_empty() {
        true => Cell::Empty,
        false => Cell::Text(text),
    }
}

/// What became of the rows.
struct Ends<'a> {
    part: ResultPart,
    confirmed: bool,
    words: &'a ResultWords,
}

impl Ends<'_> {
    fn names(&self) -> &'static [&'static str] {
        match (self.part, self.confirmed) {
            (ResultPart::All, true) => &["state", "reason", "reference"],
            (ResultPart::Failed, _) => &["reason"],
            (ResultPart::LeftOut, _) | (ResultPart::All, false) => &["verdict"],
        }
    }

    fn columns(&self) -> impl Iterator<Item = Column> {
        let names = self.names().iter();
        names.map(|name| Column::new(self.words.column(name), ColumnKind::Text))
    }

    fn cells(&self, row: &PayoutRow) -> impl Iterator<Item = Cell> {
        let names = self.names().iter();
        names.map(|name| {
            text(match *name {
                "state" => self.state(row),
                "reason" => self.reason(row),
                "reference" => row.reference.clone().unwrap_or_default(),
                _ => self.verdict(row),
            })
        })
    }

    /// A row that was left out has none: its verdict says why.
    fn state(&self, row: &PayoutRow) -> String {
        match row.state {
            Some(state) => word(&self.words.states, &code_name(state)),
            None => self.verdict(row),
        }
    }

    fn verdict(&self, row: &PayoutRow) -> String {
        let mut said = word(&self.words.verdicts, &code_name(row.verdict));
        if let Some(detail) = row.params.get("detail").filter(|detail| !detail.is_empty()) {
            said.push_str(": ");
            said.push_str(detail);
        }
        said
    }

    /// In the service's words where it has some.
    fn reason(&self, row: &PayoutRow) -> String {
        match row.state {
            Some(state) if row.reason.is_empty() => word(&self.words.states, &code_name(state)),
            Some(_) => row.reason.clone(),
            None => match row.verdict {
                RowVerdict::Ready => String::new(),
                _ => self.verdict(row),
            },
        }
    }
}

impl ResultWords {
    fn column(&self, name: &str) -> String {
        word(&self.columns, name)
    }
}

/// A word that the screen did not send stands as its name.
fn word(words: &std::collections::BTreeMap<String, String>, name: &str) -> String {
    words.get(name).cloned().unwrap_or_else(|| name.to_owned())
}

const fn name_of(role: Role) -> &'static str {
    match role {
        Role::Driver => "driver",
        Role::LastName => "last_name",
        Role::FirstName => "first_name",
        Role::MiddleName => "middle_name",
        Role::DriverId => "driver_id",
        Role::Phone => "phone",
        Role::AggregatorId => "aggregator_id",
        Role::Amount => "amount",
        Role::Comment => "comment",
    }
}

fn write(table: &Table, name: String, target: &Target) -> DeskResult<()> {
    let columns: Vec<FileColumn> = table
        .columns()
        .iter()
        .map(|column| FileColumn {
            title: column.title.clone(),
            kind: column.kind,
            width: match column.kind {
                ColumnKind::Text => WIDE,
                _ => USUAL_WIDTH,
            },
        })
        .collect();
    let layout = Layout {
        name,
        columns,
        total: String::new(),
        about: String::new(),
        incomplete: None,
    };
    let out = BufWriter::new(target.file());
    let form = Xlsx::new(out, &layout, target.folder()).map_err(failed)?;
    let mut file = RowsFile::new(form, &layout.columns);
    file.write(table.rows().to_vec()).map_err(failed)?;
    file.finish(|_| Vec::new()).map_err(failed)?;
    Ok(())
}

fn failed(error: FileError) -> DeskError {
    match error {
        FileError::Io(error) => not_saved(&error),
        FileError::RowWidth(_) | FileError::Workbook(_) => {
            tracing::error!(%error, "a result could not be made");
            DeskError::new(DeskErrorCode::Internal)
        }
    }
}
