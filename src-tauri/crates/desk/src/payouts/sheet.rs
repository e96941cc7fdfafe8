//! A sheet on its way to rows: read, its columns recognised or remembered, and what a row needs taken from its cells.

use ::register::sheet::{
    self, AmountTrouble, Cell, CellKind, Columns, Origin, Role, Sheet, SheetFault,
};
use money::AmountFault;

use super::{
    drivers::{Found, Named},
    row::{Answer, Row},
    types::{ColumnRole, SheetColumn, SheetFacts},
};
use crate::error::{DeskError, DeskErrorCode, FieldProblem};

/// Filled cells that are shown of a column.
const SAMPLE: usize = 3;
/// Letters of such a cell.
const LONGEST_SAMPLE: usize = 40;

/// A sheet as it was read, and what its columns mean.
pub struct Read {
    /// File name; empty for pasted text.
    pub file: String,
    /// Of a workbook with several sheets, so that another can be read.
    pub bytes: Option<Vec<u8>>,
    pub sheet: Sheet,
    pub columns: Columns,
    pub remembered: bool,
}

impl Read {
    /// `remembered`: the roles that a person gave a sheet with the same header.
    pub fn new(
        file: String,
        bytes: Option<Vec<u8>>,
        sheet: Sheet,
        remembered: impl FnOnce(&str) -> Option<Vec<Option<ColumnRole>>>,
    ) -> Self {
        let mut columns = sheet::recognise(&sheet);
        let fingerprint = columns.fingerprint();
        let roles = (!fingerprint.is_empty())
            .then(|| remembered(&fingerprint))
            .flatten();
        let known = roles.is_some();
        if let Some(roles) = roles {
            columns = columns.chosen(&sheet, true, &roles_of(&roles));
        }
        let several = matches!(&sheet.origin, Origin::Workbook { sheets, .. } if sheets.len() > 1);
        Self {
            file,
            bytes: bytes.filter(|_| several),
            sheet,
            columns,
            remembered: known,
        }
    }

    /// As a person says; answers the header's fingerprint, empty without a header.
    pub fn choose(&mut self, header: bool, roles: &[Option<ColumnRole>]) -> String {
        self.columns = self.columns.chosen(&self.sheet, header, &roles_of(roles));
        self.remembered = false;
        self.columns.fingerprint()
    }

    pub fn facts(&self) -> SheetFacts {
        let (sheets, sheet) = match &self.sheet.origin {
            Origin::Workbook { sheet, sheets } => (sheets.clone(), Some(sheet.clone())),
            Origin::Pasted { .. } | Origin::Text { .. } => (Vec::new(), None),
        };
        let columns = self.columns.of.iter();
        let left_out = u32::try_from(self.columns.left_out.len()).unwrap_or(u32::MAX);
        SheetFacts {
            file: self.file.clone(),
            sheets,
            sheet,
            header: self.columns.header,
            columns: columns
                .map(|guess| SheetColumn {
                    index: guess.index,
                    title: guess.title.clone().unwrap_or_default(),
                    role: guess.role.map(role_shown),
                    sample: self.sample(guess.index),
                })
                .collect(),
            remembered: self.remembered,
            skipped: left_out,
            stated_total: self.columns.stated_total,
        }
    }

    fn sample(&self, column: u32) -> Vec<String> {
        let rows = self.columns.data(&self.sheet);
        let cells = rows.map(|row| row.cell(column).text.trim());
        let filled = cells.filter(|text| !text.is_empty()).take(SAMPLE);
        filled
            .map(|text| text.chars().take(LONGEST_SAMPLE).collect())
            .collect()
    }

    /// The payouts of the sheet. Without a column of sums, or without one that tells the driver, they cannot be checked.
    pub fn rows(&self) -> Vec<Row> {
        let of = |role| self.columns.column(role);
        let (name, id, phone, aggregator) = (
            of(Role::Driver),
            of(Role::DriverId),
            of(Role::Phone),
            of(Role::AggregatorId),
        );
        let parts = [Role::LastName, Role::FirstName, Role::MiddleName].map(of);
        let (sum, comment) = (of(Role::Amount), of(Role::Comment));
        let data = self.columns.data(&self.sheet);
        (1..)
            .zip(data)
            .map(|(number, data)| {
                let text = |column: Option<u32>| {
                    let cell = column.map(|column| data.cell(column));
                    cell.map(said).unwrap_or_default()
                };
                let whole = text(name);
                let named = Named {
                    id: text(id),
                    phone: text(phone),
                    name: match whole.is_empty() {
                        true => joined(parts.map(text)),
                        false => whole,
                    },
                    aggregator: text(aggregator),
                };
                let told = [&named.name, &named.phone, &named.id, &named.aggregator];
                let driver_text = told.into_iter().find(|text| !text.is_empty());
                Row {
                    number,
                    place: Some(data.row),
                    driver_text: driver_text.cloned().unwrap_or_default(),
                    amount_text: text(sum),
                    sum: match sum {
                        Some(column) => sheet::amount(data.cell(column)),
                        None => Err(AmountTrouble::from(AmountFault::Empty)),
                    },
                    comment: text(comment),
                    named,
                    mended: Default::default(),
                    chosen: None,
                    found: Found::NotLooked,
                    answer: Answer::default(),
                    by_hand: None,
                    version: 0,
                    judged: Default::default(),
                }
            })
            .collect()
    }

    /// Every column that a check needs is there.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let has = |role| self.columns.column(role).is_some();
        let identities = [
            Role::Driver,
            Role::LastName,
            Role::DriverId,
            Role::Phone,
            Role::AggregatorId,
        ];
        let mut problems = Vec::new();
        if !has(Role::Amount) {
            problems.push(problem("columns", "no_amount_column"));
        }
        if !identities.into_iter().any(has) {
            problems.push(problem("columns", "no_driver_column"));
        }
        problems
    }
}

/// A name that stands in columns of its own.
fn joined(parts: [String; 3]) -> String {
    let told = parts.into_iter().filter(|part| !part.is_empty());
    told.collect::<Vec<_>>().join(" ")
}

/// What a cell says; an error of a spreadsheet says nothing.
fn said(cell: &Cell) -> String {
    match cell.kind {
        CellKind::Empty | CellKind::Error => String::new(),
        CellKind::Text | CellKind::Number | CellKind::Date => cell.text.trim().to_owned(),
    }
}

/// `InvalidInput` of the field `sheet`, with the fault's code.
pub fn refused(fault: &SheetFault) -> DeskError {
    let mut problem = problem("sheet", fault.code());
    match fault {
        SheetFault::TooManyRows { rows } => {
            let told = [("rows", *rows), ("most", sheet::MAX_ROWS)];
            let told = told.map(|(name, value)| (name.to_owned(), value.to_string()));
            problem.params.extend(told);
        }
        SheetFault::Unreadable { detail } => {
            problem.params.insert("detail".to_owned(), detail.clone());
        }
        _ => {}
    }
    DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![problem])
}

pub fn problem(field: &str, code: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        code: code.to_owned(),
        params: Default::default(),
    }
}

fn roles_of(roles: &[Option<ColumnRole>]) -> Vec<Option<Role>> {
    let role = |role: ColumnRole| match role {
        ColumnRole::Driver => Role::Driver,
        ColumnRole::LastName => Role::LastName,
        ColumnRole::FirstName => Role::FirstName,
        ColumnRole::MiddleName => Role::MiddleName,
        ColumnRole::DriverId => Role::DriverId,
        ColumnRole::Phone => Role::Phone,
        ColumnRole::AggregatorId => Role::AggregatorId,
        ColumnRole::Amount => Role::Amount,
        ColumnRole::Comment => Role::Comment,
    };
    roles.iter().map(|given| given.map(role)).collect()
}

const fn role_shown(role: Role) -> ColumnRole {
    match role {
        Role::Driver => ColumnRole::Driver,
        Role::LastName => ColumnRole::LastName,
        Role::FirstName => ColumnRole::FirstName,
        Role::MiddleName => ColumnRole::MiddleName,
        Role::DriverId => ColumnRole::DriverId,
        Role::Phone => ColumnRole::Phone,
        Role::AggregatorId => ColumnRole::AggregatorId,
        Role::Amount => ColumnRole::Amount,
        Role::Comment => ColumnRole::Comment,
    }
}
