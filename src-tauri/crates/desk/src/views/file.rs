//! Views as a file, to be carried to another computer: JSON without ids of views, keys or anything of the connection.
//! What a view asks for is in it as it was asked: also the names of drivers in a filter, and words that were searched.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{
    book::{Fault, LONGEST_NAME, of_known_registers, tidy_name},
    types::{ImportedViews, SavedView, ViewBook, ViewContent},
};
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    exports::place::Target,
    files::place::not_saved,
    registers::types::RegisterName,
};

const FORMAT: &str = "parkdesk-views";
const VERSION: u32 = 1;
/// In bytes. Forty views of every register with every column come to a third of it.
const LARGEST: u64 = 1024 * 1024;

pub(super) type Books = BTreeMap<RegisterName, ViewBook>;

/// What a file of any version begins with.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct ViewsFile {
    format: String,
    version: u32,
    #[serde(default, deserialize_with = "of_known_registers")]
    registers: BTreeMap<RegisterName, FileBook>,
}

#[derive(Serialize, Deserialize)]
struct FileBook {
    #[serde(default)]
    views: Vec<FileView>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct FileView {
    name: String,
    content: ViewContent,
}

/// Writes the views of all registers; answers how many.
///
/// # Errors
/// `FileNotSaved`, with the reason `large` when it could not be read again. What was there before stays then.
pub(super) fn write(books: Books, path: &Path) -> DeskResult<u32> {
    let registers: BTreeMap<_, _> = books
        .into_iter()
        .filter(|(_, book)| !book.views.is_empty())
        .map(|(name, book)| (name, FileBook::from(book)))
        .collect();
    let count: usize = registers.values().map(|book| book.views.len()).sum();
    let file = ViewsFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        registers,
    };
    let json =
        serde_json::to_vec_pretty(&file).map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
    if json.len() as u64 > LARGEST {
        return Err(DeskError::new(DeskErrorCode::FileNotSaved).with("reason", "large"));
    }
    // The system's dialog has asked whether a file that is there may be replaced.
    let target = Target::new(path, true, None, "json")?;
    let written = target.file().write_all(&json);
    written.map_err(|error| not_saved(&error))?;
    target.keep()?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

impl From<ViewBook> for FileBook {
    fn from(book: ViewBook) -> Self {
        let bare = |view: SavedView| FileView {
            name: view.name,
            content: view.content,
        };
        Self {
            views: book.views.into_iter().map(bare).collect(),
        }
    }
}

/// The views of a file by register, in their order, with names as ours are.
///
/// # Errors
/// `FileUnreadable`; `FileRefused` with the reason `not_views` or `newer`.
pub(super) fn read(path: &Path) -> DeskResult<Vec<(RegisterName, Vec<FileView>)>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    read.map_err(|error| {
        // Its text holds the path, which the log must not.
        tracing::warn!(kind = %error.kind(), "views were not read");
        DeskError::new(DeskErrorCode::FileUnreadable)
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(refused("not_views"));
    }
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> DeskResult<Vec<(RegisterName, Vec<FileView>)>> {
    let head: Head = serde_json::from_slice(bytes).map_err(|_| refused("not_views"))?;
    match (head.format == FORMAT, head.version) {
        (false, _) | (true, 0) => return Err(refused("not_views")),
        (true, VERSION) => {}
        (true, _) => return Err(refused("newer")),
    }
    let file: ViewsFile = serde_json::from_slice(bytes).map_err(|_| refused("not_views"))?;
    let tidied = |(register, mut book): (RegisterName, FileBook)| {
        for view in &mut book.views {
            view.name = tidy_name(&view.name).map_err(|_| refused("not_views"))?;
        }
        Ok((register, book.views))
    };
    file.registers.into_iter().map(tidied).collect()
}

fn refused(reason: &str) -> DeskError {
    DeskError::new(DeskErrorCode::FileRefused).with("reason", reason)
}

/// Adds the views of a file to the books.
///
/// # Errors
/// `FileRefused` with the reason `many` when a register would get more views than it may have; the books are to be
/// thrown away then.
pub(super) fn merge(
    books: &mut Books,
    brought: Vec<(RegisterName, Vec<FileView>)>,
    mut new_id: impl FnMut() -> String,
) -> DeskResult<ImportedViews> {
    let mut imported = ImportedViews {
        added: 0,
        known: 0,
        renamed: 0,
        registers: Vec::new(),
    };
    for (register, views) in brought.into_iter().filter(|(_, views)| !views.is_empty()) {
        let book = books.entry(register).or_default();
        let before = book.views.len();
        for view in views {
            add(book, view, &mut new_id, &mut imported)?;
        }
        if book.views.len() > before {
            imported.registers.push(register);
        }
    }
    Ok(imported)
}

/// Adds a view under its name, or under the first free number of it; passes over one that is there already under
/// either.
fn add(
    book: &mut ViewBook,
    view: FileView,
    new_id: impl FnOnce() -> String,
    imported: &mut ImportedViews,
) -> DeskResult<()> {
    let mut number = 1;
    let name = loop {
        let name = numbered(&view.name, number);
        match book.named(&name) {
            None => break name,
            Some(there) if there.content == view.content => {
                imported.known += 1;
                return Ok(());
            }
            Some(_) => number += 1,
        }
    };
    let new = SavedView {
        id: String::new(),
        name,
        content: view.content,
    };
    let pushed = book.push(new, new_id);
    pushed.map_err(|_: Fault| refused("many"))?;
    imported.added += 1;
    imported.renamed += u32::from(number > 1);
    Ok(())
}

/// `name (2)`; a name that leaves no room for its number is cut.
fn numbered(name: &str, number: usize) -> String {
    if number == 1 {
        return name.to_owned();
    }
    let end = format!(" ({number})");
    let room = LONGEST_NAME.saturating_sub(end.len());
    let stem: String = name.chars().take(room).collect();
    format!("{}{end}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_name_is_never_too_long_to_be_saved() {
        assert_eq!(numbered("Долги", 1), "Долги");
        assert_eq!(numbered("Долги", 2), "Долги (2)");
        let long = "ж".repeat(LONGEST_NAME);
        for number in [2, 10, 100] {
            let name = numbered(&long, number);
            assert_eq!(name.chars().count(), LONGEST_NAME);
            assert!(tidy_name(&name).is_ok(), "{name}");
        }
    }
}
