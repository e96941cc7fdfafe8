//! Saved views of the registers: kept with the connection's settings, carried to another computer as a file.
//! [`book`] says what is let in, [`file`] reads and writes the file.

pub(crate) mod book;
mod file;
pub mod types;

use std::path::Path;

use crate::{
    Desk, connections::types::ConnectionId, error::DeskResult, registers::types::RegisterName,
};
use types::{ImportedViews, SavedView, ViewBook, ViewColumn};

impl Desk {
    /// # Errors
    /// `NoConnection`, as in all that follow.
    pub fn view_book(
        &self,
        connection: &ConnectionId,
        register: RegisterName,
    ) -> DeskResult<ViewBook> {
        let mut views = self.0.connections.record(connection)?.views;
        Ok(views.remove(&register).unwrap_or_default())
    }

    /// Saves a view in the place of the one with its id; one without an id is new and comes last.
    ///
    /// # Errors
    /// `InvalidInput` naming `name`: `empty`, `long` (over 60 letters), `taken` (case and spaces do not count) or
    /// `many` (a register has 40 views at most); `NotFound` when the id is gone; `SettingsNotSaved`, as in all that
    /// write.
    pub fn save_view(
        &self,
        connection: &ConnectionId,
        register: RegisterName,
        view: SavedView,
    ) -> DeskResult<ViewBook> {
        self.change_book(connection, register, |book| {
            book.put(view, || self.new_id())
        })
    }

    /// # Errors
    /// `NotFound` when it is gone already.
    pub fn delete_view(
        &self,
        connection: &ConnectionId,
        register: RegisterName,
        id: &str,
    ) -> DeskResult<ViewBook> {
        self.change_book(connection, register, |book| book.remove(id))
    }

    /// The view that the register opens with; `None`: the usual one.
    ///
    /// # Errors
    /// `NotFound` when there is no such view.
    pub fn set_usual_view(
        &self,
        connection: &ConnectionId,
        register: RegisterName,
        id: Option<String>,
    ) -> DeskResult<ViewBook> {
        self.change_book(connection, register, |book| book.set_usual(id))
    }

    /// The columns as they stand now, of a view or outside of every view (`None`). Columns that are as they were
    /// write nothing.
    ///
    /// # Errors
    /// `NotFound` when the view is gone.
    pub fn keep_columns(
        &self,
        connection: &ConnectionId,
        register: RegisterName,
        id: Option<&str>,
        columns: Vec<ViewColumn>,
    ) -> DeskResult<ViewBook> {
        self.change_book(connection, register, |book| book.keep_columns(id, columns))
    }

    /// Writes all views of the connection to a file: whole or not at all. Answers how many.
    ///
    /// The file holds no key and nothing of the connection; of persons, what the views themselves ask for: names of
    /// drivers in a filter, values that rows are narrowed to, words that are searched.
    ///
    /// # Errors
    /// `FileNotSaved`.
    pub fn write_views(&self, connection: &ConnectionId, path: &Path) -> DeskResult<u32> {
        file::write(self.0.connections.record(connection)?.views, path)
    }

    /// Adds the views of a file to those of the connection; none is replaced. Registers that this version does not
    /// know are passed over, ids in filters stay as they are.
    ///
    /// # Errors
    /// `FileUnreadable`; `FileRefused` with the reason `not_views`, `newer` or `many` (a register would have more
    /// than 40 views). Nothing is added then.
    pub fn read_views(&self, connection: &ConnectionId, path: &Path) -> DeskResult<ImportedViews> {
        let brought = file::read(path)?;
        self.change_record(connection, |record| {
            file::merge(&mut record.views, brought, || self.new_id())
        })
    }

    /// Changes one register's book and keeps it; answers how it stands then.
    fn change_book(
        &self,
        connection: &ConnectionId,
        register: RegisterName,
        change: impl FnOnce(&mut ViewBook) -> DeskResult<()>,
    ) -> DeskResult<ViewBook> {
        self.change_record(connection, |record| {
            let mut book = record.views.remove(&register).unwrap_or_default();
            change(&mut book)?;
            // An untouched book is not kept, so that nothing is written for it.
            if book != ViewBook::default() {
                record.views.insert(register, book.clone());
            }
            Ok(book)
        })
    }
}
