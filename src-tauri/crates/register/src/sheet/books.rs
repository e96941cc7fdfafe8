//! Workbooks. Cells come one by one, so that a lone cell in the last corner of a sheet costs nothing, and an archive is
//! unpacked into nowhere first, so that a small file cannot become an endless one.

use std::{
    collections::BTreeMap,
    io::{self, Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::{ZipArchive, result::ZipError};

use super::{Cell, CellKind, MAX_CELLS, Origin, ROWS_KEPT, Rows, Sheet, SheetFault, digits};

/// Bytes of everything in an archive; ten thousand rows take a twentieth of it.
const UNPACKED: u64 = 200 * 1024 * 1024;
const PARTS: usize = 10_000;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// What a compound file is: the old format, or a locked workbook of the new one.
pub(super) fn compound(bytes: &[u8]) -> SheetFault {
    let locked: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if bytes.windows(locked.len()).any(|window| window == locked) {
        SheetFault::Encrypted
    } else {
        SheetFault::OldXls
    }
}

/// # Errors
/// Any of [`SheetFault`].
pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet, SheetFault> {
    // The reader is another's, and the file anybody's: what it cannot bear is a damaged file, not the end of us.
    let read = || {
        inspect(bytes, UNPACKED)?;
        let mut book: Book = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
        read_sheets(&mut book, sheet)
    };
    let broken = || unreadable("the workbook's parts contradict each other");
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(broken()))
}

/// Whether this archive is a workbook, and of at most so many bytes unpacked.
fn inspect(bytes: &[u8], most: u64) -> Result<(), SheetFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let has = |name: &str| {
        archive
            .file_names()
            .flatten()
            .any(|part| part.starts_with(name))
    };
    if !has("[Content_Types].xml") || has("word/") || has("ppt/") || has("xl/workbook.bin") {
        return Err(SheetFault::NotATable);
    }
    if archive.len() > PARTS {
        return Err(SheetFault::TooLarge);
    }
    let mut left = most;
    for part in 0..archive.len() {
        // What an archive says of its sizes may be a lie; what comes out of it is not.
        let part = archive.by_index(part).map_err(damaged)?;
        let size = io::copy(&mut part.take(left + 1), &mut io::sink());
        let size = size.map_err(|error| unreadable(&error.to_string()))?;
        left = left.checked_sub(size).ok_or(SheetFault::TooLarge)?;
    }
    Ok(())
}

fn damaged(error: ZipError) -> SheetFault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => SheetFault::Encrypted,
        error => unreadable(&error.to_string()),
    }
}

fn fault(error: XlsxError) -> SheetFault {
    match error {
        XlsxError::Password => SheetFault::Encrypted,
        error => unreadable(&error.to_string()),
    }
}

fn unreadable(detail: &str) -> SheetFault {
    SheetFault::Unreadable {
        detail: detail.to_owned(),
    }
}

fn read_sheets(book: &mut Book, wanted: Option<&str>) -> Result<Sheet, SheetFault> {
    let sheets = book.sheets_metadata();
    let tables = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let seen = tables.filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
    let origin = |sheet: &str| Origin::Workbook {
        sheet: sheet.to_owned(),
        sheets: names.clone(),
    };
    if let Some(name) = wanted {
        if !names.iter().any(|known| known == name) {
            return Err(unreadable("no such sheet"));
        }
        return read_sheet(book, name)?.sheet(origin(name));
    }
    for name in &names {
        let rows = read_sheet(book, name)?;
        if !rows.rows.is_empty() {
            return rows.sheet(origin(name));
        }
    }
    Err(SheetFault::Empty)
}

fn read_sheet(book: &mut Book, name: &str) -> Result<Rows, SheetFault> {
    let mut reader = book.worksheet_cells_reader(name).map_err(fault)?;
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    // Counted by their turns: a spreadsheet writes one row after another.
    let mut beyond: Option<(u32, u32)> = None;
    let mut cells = 0;
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(fault)? {
        let (row, column) = record.pos;
        let formula = record.formula.is_some();
        let cell = cell(record.value, formula);
        if cell.kind == CellKind::Empty && cell.text.is_empty() {
            continue;
        }
        if rows.len() >= ROWS_KEPT && !rows.contains_key(&row) {
            beyond = match beyond {
                _ if cell.kind == CellKind::Empty => beyond,
                Some((last, count)) if last == row => Some((row, count)),
                Some((_, count)) => Some((row, count.saturating_add(1))),
                None => Some((row, 1)),
            };
            continue;
        }
        let kept = rows.entry(row).or_default();
        let column = column as usize;
        if kept.len() <= column {
            cells += column + 1 - kept.len();
            if cells > MAX_CELLS {
                return Err(SheetFault::TooLarge);
            }
            kept.resize(column + 1, Cell::default());
        }
        if let Some(place) = kept.get_mut(column) {
            *place = cell;
        }
    }
    let mut read = Rows::default();
    for (row, cells) in rows {
        read.push(row.saturating_add(1), cells)?;
    }
    read.beyond = beyond.map_or(0, |(_, count)| count);
    Ok(read)
}

fn cell(value: DataRef, formula: bool) -> Cell {
    let as_kind = |text: String, kind| Cell { text, kind };
    match value {
        // A program that computes nothing wrote the formula: an empty cell would hide that a sum should stand here.
        DataRef::Empty if formula => as_kind("=".to_owned(), CellKind::Error),
        DataRef::Empty => Cell::default(),
        DataRef::Int(whole) => as_kind(whole.to_string(), CellKind::Number),
        DataRef::Float(number) => digits::number(number),
        DataRef::String(text) => Cell::written(text),
        DataRef::SharedString(text) => Cell::written(text.to_owned()),
        DataRef::Bool(yes) => as_kind(
            if yes { "ИСТИНА" } else { "ЛОЖЬ" }.to_owned(),
            CellKind::Text,
        ),
        DataRef::DateTime(time) => digits::day(&time),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => as_kind(text, CellKind::Date),
        DataRef::Error(error) => as_kind(error.to_string(), CellKind::Error),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    #[test]
    fn a_small_file_that_unpacks_without_end_is_refused() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for part in ["[Content_Types].xml", "xl/media/image1.png"] {
            archive
                .start_file(part, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(&[0; 60_000]).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert!(bytes.len() < 1_000);
        assert_eq!(inspect(&bytes, 119_999), Err(SheetFault::TooLarge));
        assert_eq!(inspect(&bytes, 120_000), Ok(()));
    }
}
