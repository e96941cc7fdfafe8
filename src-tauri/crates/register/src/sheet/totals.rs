//! Rows under the header that are no payouts: a total paid out would pay everybody's money to nobody, or to somebody.

use money::Amount;

use super::{
    Cell, CellKind, Columns, LeftOut, Role, RowKind, Sheet, amount, cell, content, header,
};

const WORDS: &[&str] = &["итого", "всего", "итог", "total", "totals"];
const WHO: [Role; 6] = [
    Role::Driver,
    Role::LastName,
    Role::FirstName,
    Role::DriverId,
    Role::Phone,
    Role::AggregatorId,
];

/// The rows from `first` on that are left out, in order, and the sum that the last totals row states.
pub(super) fn find(
    sheet: &Sheet,
    header_row: Option<usize>,
    first: usize,
    columns: &Columns,
) -> (Vec<LeftOut>, Option<Amount>) {
    let titles = header_row.and_then(|row| sheet.rows.get(row));
    let sum = columns.column(Role::Amount).map(|column| column as usize);
    let last = sheet.rows.len().saturating_sub(1);
    let mut left_out = Vec::new();
    let mut paid = Paid::default();
    let mut stated = None;
    // Rows without a sum, since the last totals: signatures, unless a payout follows.
    let mut footer: Option<Vec<usize>> = None;
    for (row, cells) in sheet.rows.iter().enumerate().skip(first) {
        let here = sum.map(|column| cell(cells, column));
        let of_header =
            titles.is_some_and(|titles| again(titles, cells) || (row == first && numbered(cells)));
        let unnamed = || here.is_some_and(|here| is_nobodys(cells, columns) && paid.is_sum(here));
        if of_header {
            left_out.push((row, RowKind::Header));
        } else if is_labelled(cells, columns) || (row == last && unnamed()) {
            stated = here.and_then(readable).or_else(|| only_sum(cells));
            footer = Some(Vec::new());
            left_out.push((row, RowKind::Totals));
        } else if here.is_some_and(|here| here.kind == CellKind::Empty)
            && let Some(footer) = &mut footer
        {
            footer.push(row);
        } else {
            footer = None;
            paid.add(here);
        }
    }
    let footer = footer.into_iter().flatten();
    left_out.extend(footer.map(|row| (row, RowKind::Footer)));
    left_out.sort_unstable_by_key(|(row, _)| *row);
    let left_out = left_out.into_iter().map(|(row, kind)| LeftOut {
        row: u32::try_from(row).unwrap_or(u32::MAX),
        kind,
    });
    (left_out.collect(), stated)
}

/// What the payouts so far come to.
struct Paid {
    rows: usize,
    /// `None` once a sum cannot be read.
    sum: Option<Amount>,
}

impl Default for Paid {
    fn default() -> Self {
        Self {
            rows: 0,
            sum: Some(Amount::ZERO),
        }
    }
}

impl Paid {
    fn add(&mut self, here: Option<&Cell>) {
        let more = here.and_then(readable);
        self.sum = self
            .sum
            .zip(more)
            .and_then(|(sum, more)| sum.checked_add(more));
        self.rows += 1;
    }

    fn is_sum(&self, here: &Cell) -> bool {
        let said = readable(here);
        self.rows > 1 && said.is_some() && said == self.sum
    }
}

fn readable(cell: &Cell) -> Option<Amount> {
    amount(cell).ok()
}

/// «Итого», «Всего к выплате:», and nobody who could be paid.
pub(super) fn is_labelled(cells: &[Cell], columns: &Columns) -> bool {
    let Some((place, label)) = label(cells) else {
        return false;
    };
    let mut who = WHO.iter().filter_map(|role| columns.column(*role));
    let somebody = who.any(|column| {
        let column = column as usize;
        column != place
            && cell(cells, column).kind != CellKind::Empty
            && !is_count(cell(cells, column))
    });
    begins_as_total(label) && !somebody
}

/// «Водителей: 12» stands beside many a total.
fn is_count(cell: &Cell) -> bool {
    content::whole(cell).is_some_and(|count| count <= u64::from(super::MAX_ROWS))
}

fn label(cells: &[Cell]) -> Option<(usize, &str)> {
    let mut cells = cells.iter().enumerate();
    let (place, label) = cells.find(|(_, cell)| cell.kind == CellKind::Text)?;
    Some((place, &label.text))
}

pub(super) fn begins_as_total(label: &str) -> bool {
    let label = header::normal(label);
    let label = label.strip_prefix("grand ").unwrap_or(&label);
    label
        .split(' ')
        .next()
        .is_some_and(|word| WORDS.contains(&word))
}

/// A sum that belongs to no driver, though the sheet tells whose the others are.
fn is_nobodys(cells: &[Cell], columns: &Columns) -> bool {
    let who: Vec<u32> = WHO
        .iter()
        .filter_map(|role| columns.column(*role))
        .collect();
    let empty = |column: &u32| cell(cells, *column as usize).kind == CellKind::Empty;
    !who.is_empty() && who.iter().all(empty)
}

fn only_sum(cells: &[Cell]) -> Option<Amount> {
    let mut sums = cells
        .iter()
        .filter(|cell| content::is_money(cell))
        .filter_map(readable);
    let sum = sums.next()?;
    sums.next().is_none().then_some(sum)
}

/// The header printed once more.
fn again(titles: &[Cell], cells: &[Cell]) -> bool {
    let normal = |cells: &[Cell]| -> Vec<String> {
        cells
            .iter()
            .map(|cell| header::normal(&cell.text))
            .collect()
    };
    titles.len() == cells.len() && normal(titles) == normal(cells)
}

/// Columns numbered from one, as a printed form has them under its header.
fn numbered(cells: &[Cell]) -> bool {
    let filled: Vec<&Cell> = cells
        .iter()
        .filter(|cell| cell.kind != CellKind::Empty)
        .collect();
    let counts = (1..)
        .zip(&filled)
        .all(|(number, cell)| content::whole(cell) == Some(number));
    filled.len() > 2 && counts
}
