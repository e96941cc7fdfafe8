//! What the columns of a sheet mean, and which of its rows are payouts. A person sees it and corrects it before anything
//! else happens.

use money::Amount;

use super::{Cell, Sheet, cell, choose, header, totals};

/// What a payout needs of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The name.
    Driver,
    /// The name in columns of its own, read together as one.
    LastName,
    FirstName,
    MiddleName,
    DriverId,
    Phone,
    /// How an aggregator names the driver.
    AggregatorId,
    Amount,
    Comment,
}

/// Why a column has its role, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Header,
    Content,
    /// A person said it: now, or of an earlier sheet with the same header.
    Remembered,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnGuess {
    /// From 0.
    pub index: u32,
    /// Each role stands at most once.
    pub role: Option<Role>,
    /// As the header says, without outer spaces; `None` without a header and for a column that it does not name.
    pub title: Option<String>,
    pub by: By,
}

/// What a row under the header is, if it is no payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Above the table: «Реестр выплат за ноябрь».
    Title,
    /// The header once more, as printed on each page, or its columns numbered.
    Header,
    Totals,
    /// Under the totals and without a sum: signatures.
    Footer,
}

/// A row that is not a payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Its place in [`Sheet::rows`].
    pub row: u32,
    pub kind: RowKind,
}

/// A row that is a payout, readable or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataRow<'a> {
    /// Its place in [`Sheet::rows`].
    pub row: usize,
    /// As the spreadsheet counts, from 1.
    pub number: u32,
    pub cells: &'a [Cell],
}

impl<'a> DataRow<'a> {
    /// The cell of a column, empty beyond the end of the row.
    pub fn cell(&self, column: u32) -> &'a Cell {
        cell(self.cells, column as usize)
    }
}

/// A sheet understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The first row of the table has titles.
    pub header: bool,
    /// One for each column of the sheet.
    pub of: Vec<ColumnGuess>,
    /// Rows above the table.
    pub skipped: u32,
    /// Of the rows, in their order, those that are no payouts; the header itself is not among them.
    pub left_out: Vec<LeftOut>,
    /// What the last totals row says of the sums above it. To be compared, not trusted.
    pub stated_total: Option<Amount>,
    header_row: Option<usize>,
    first: usize,
}

impl Columns {
    /// The column of a role.
    pub fn column(&self, role: Role) -> Option<u32> {
        let guess = self.of.iter().find(|guess| guess.role == Some(role))?;
        Some(guess.index)
    }

    /// The rows to be paid out, in the order of the sheet; those that cannot be read too.
    pub fn data<'a>(&self, sheet: &'a Sheet) -> impl Iterator<Item = DataRow<'a>> + use<'a, '_> {
        let rows = sheet.rows.iter().zip(&sheet.numbers).enumerate();
        let rows = rows.skip(self.first).filter(|(row, _)| {
            let place = u32::try_from(*row).unwrap_or(u32::MAX);
            self.left_out
                .binary_search_by_key(&place, |left| left.row)
                .is_err()
        });
        rows.map(|(row, (cells, number))| DataRow {
            row,
            number: *number,
            cells,
        })
    }

    /// Names sheets of the same layout, so that a correction can be remembered: the titles, small and without
    /// punctuation, in their order. Empty without a header: nothing to recognise the next sheet by.
    pub fn fingerprint(&self) -> String {
        if !self.header {
            return String::new();
        }
        let titles = self
            .of
            .iter()
            .map(|guess| guess.title.as_deref().unwrap_or_default());
        let titles: Vec<String> = titles.map(header::normal).collect();
        titles.join("|")
    }

    /// The same sheet as a person says: whether it has a header, and the roles by column. A role that is given twice
    /// stays with the first; columns that `roles` does not reach have none.
    pub fn chosen(&self, sheet: &Sheet, header: bool, roles: &[Option<Role>]) -> Self {
        let begin = self.header_row.unwrap_or(self.first);
        let header_row = header.then_some(begin);
        let mut of = untouched(sheet, header_row, By::Remembered);
        for (place, role) in roles.iter().enumerate() {
            let taken = of.iter().any(|guess| guess.role == *role);
            if let Some(guess) = of.get_mut(place)
                && !taken
            {
                guess.role = *role;
            }
        }
        let first = begin + usize::from(header);
        complete(sheet, header_row, first, of)
    }
}

/// Finds the header, what each column means by its title or else by its content, and the rows that are no payouts.
pub fn recognise(sheet: &Sheet) -> Columns {
    let (header_row, first) = header::locate(sheet);
    let mut of = untouched(sheet, header_row, By::Content);
    choose::roles(sheet, first, &mut of);
    complete(sheet, header_row, first, of)
}

fn untouched(sheet: &Sheet, header_row: Option<usize>, by: By) -> Vec<ColumnGuess> {
    let title = |column: usize| {
        let text = sheet.cell(header_row?, column).text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let guess = |column: usize| ColumnGuess {
        index: u32::try_from(column).unwrap_or(u32::MAX),
        role: None,
        title: title(column),
        by,
    };
    (0..sheet.width()).map(guess).collect()
}

fn complete(
    sheet: &Sheet,
    header_row: Option<usize>,
    first: usize,
    of: Vec<ColumnGuess>,
) -> Columns {
    let skipped = header_row.unwrap_or(first);
    let place = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let titles = (0..skipped).map(|row| LeftOut {
        row: place(row),
        kind: RowKind::Title,
    });
    let mut columns = Columns {
        header: header_row.is_some(),
        of,
        skipped: place(skipped),
        left_out: titles.collect(),
        stated_total: None,
        header_row,
        first,
    };
    let (left_out, stated) = totals::find(sheet, header_row, first, &columns);
    columns.left_out.extend(left_out);
    columns.stated_total = stated;
    columns
}
