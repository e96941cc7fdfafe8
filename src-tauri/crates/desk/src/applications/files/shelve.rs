//! Putting a file into a folder so that it is there whole or not at all, and under a name that nobody had.

use std::{
    io::{self, Write},
    path::Path,
};

use bytes::Bytes;

use super::name::numbered;
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    files::place::{temporary, under_free_name},
};

/// Can anything be written there at all? Asked before anything is fetched.
///
/// # Errors
/// `FileNotSaved`.
pub(super) async fn probe(folder: &Path) -> DeskResult<()> {
    let folder = folder.to_owned();
    let tried = tokio::task::spawn_blocking(move || temporary(&folder).map(drop)).await;
    match tried {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(kind = ?error.kind(), "the folder takes no file");
            Err(DeskError::new(DeskErrorCode::FileNotSaved))
        }
        Err(_) => Err(DeskError::new(DeskErrorCode::Internal)),
    }
}

/// Writes the bytes under this name, or under the first free number of it. Gives the name as written; `None` when it
/// could not be written.
pub(super) async fn write(folder: &Path, name: String, bytes: Bytes) -> Option<String> {
    let folder = folder.to_owned();
    let written = tokio::task::spawn_blocking(move || shelved(&folder, &name, &bytes)).await;
    match written {
        Ok(Ok(name)) => Some(name),
        Ok(Err(error)) => {
            tracing::warn!(kind = ?error.kind(), "a file was not written");
            None
        }
        Err(_) => None,
    }
}

fn shelved(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<String> {
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    under_free_name(file, folder, |number| numbered(name, number))
}
