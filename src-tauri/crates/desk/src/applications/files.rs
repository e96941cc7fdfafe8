//! A file of the service looked at whole, or written to the user's folder. Looking leaves nothing on disk.

mod name;
mod shelve;

use std::{collections::BTreeMap, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use documents::{Guess, Kind};
use jump::{Id, Jump};
use transport::{CallError, Cause};

use super::types::{FileView, SavedFiles};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    uploads::picture,
};

/// Pixels of the longer side of a picture to be looked at; what windows can draw at once.
const LONGER_SIDE: u32 = 4096;

impl Desk {
    /// Fetches a file into memory and makes it ready for the viewer: a picture the right way up, or a PDF. A picture
    /// that is damaged or too large to be unpacked has no `url`.
    ///
    /// # Errors
    /// Those of the call; `UnexpectedAnswer` for a file that is larger than any scan.
    pub async fn view_file(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        file_id: Id,
    ) -> DeskResult<FileView> {
        let jump = self.jump(connection).await?;
        let _one_of_few = self.0.uploads.previews.one_of_few().await;
        let (fetched, names) = futures::join!(
            jump.download_application_file(application_id, file_id),
            names(&jump, application_id)
        );
        let bytes = fetched?.bytes;
        // A file can be looked at without its name.
        let name = names.ok().and_then(|mut names| names.remove(&file_id));
        let name = name.unwrap_or_else(|| name::nameless(file_id, documents::sniff(&bytes)));
        tokio::task::spawn_blocking(move || view_of(name, &bytes))
            .await
            .map_err(|_| DeskError::new(DeskErrorCode::Internal))
    }

    /// Writes files of an application as they came from the service. Nothing that is there already is overwritten: a
    /// taken name gets a number. No half of a file stays behind.
    ///
    /// # Errors
    /// `FileNotSaved` when nothing can be written to the folder; those of reading the application. A single file that
    /// cannot be fetched or written is told in the answer.
    pub async fn save_files(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        file_ids: &[Id],
        folder: &Path,
    ) -> DeskResult<SavedFiles> {
        let jump = self.jump(connection).await?;
        shelve::probe(folder).await?;
        let names = names(&jump, application_id).await?;
        let mut saved = SavedFiles {
            folder: folder
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            files: Vec::new(),
            failed: Vec::new(),
        };
        let mut in_vain = false;
        for id in file_ids {
            let told = names.get(id).cloned();
            let name = told.unwrap_or_else(|| name::nameless(*id, Kind::Other(Guess::Unknown)));
            if in_vain {
                saved.failed.push(name);
                continue;
            }
            let written = match jump.download_application_file(application_id, *id).await {
                Ok(file) => {
                    let safe = name::safe(names.get(id).map(String::as_str), *id, &file.bytes);
                    shelve::write(folder, safe, file.bytes).await
                }
                Err(error) => {
                    in_vain = is_in_vain(&error);
                    None
                }
            };
            match written {
                Some(name) => saved.files.push(name),
                None => saved.failed.push(name),
            }
        }
        Ok(saved)
    }
}

/// The next file could not be fetched either, and asking for it would only take time.
fn is_in_vain(error: &CallError) -> bool {
    matches!(
        error.cause,
        Cause::Offline | Cause::Timeout | Cause::Unauthorized | Cause::Forbidden
    )
}

/// The service's names of the application's files, by id.
async fn names(jump: &Jump, application: Id) -> Result<BTreeMap<Id, String>, CallError> {
    let application = jump.get_application(application).await?;
    let files = application.files.into_iter();
    Ok(files
        .filter_map(|file| Some((file.id?, file.name?)))
        .filter(|(_, name)| !name.trim().is_empty())
        .collect())
}

fn view_of(name: String, bytes: &Bytes) -> FileView {
    let kind = documents::sniff(bytes);
    let mut view = FileView {
        kind: picture::kind_name(kind).to_owned(),
        name,
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        sha256: documents::fingerprint(bytes),
        url: None,
        pdf: None,
        width: None,
        height: None,
    };
    match kind {
        Kind::Pdf => view.pdf = Some(STANDARD.encode(bytes)),
        // Nobody asked a camera to write this one: it is shown as it is, by the window itself.
        Kind::Other(Guess::Webp) => view.url = Some(as_it_is("image/webp", bytes)),
        _ => {
            if let Ok(upright) = documents::upright(bytes, LONGER_SIDE) {
                (view.width, view.height) = (Some(upright.width), Some(upright.height));
                view.url = Some(match upright.redrawn {
                    Some(redrawn) => picture::data_url(&redrawn),
                    None => as_it_is(picture::content_type(kind), bytes),
                });
            }
        }
    }
    view
}

fn as_it_is(media_type: &str, bytes: &Bytes) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_window_draws_has_neither_picture_nor_pdf() {
        for bytes in [&b"PK\x03\x04"[..], b"\xFF\xD8\xFF broken", b""] {
            let view = view_of("файл".to_owned(), &Bytes::from_static(bytes));
            assert_eq!((view.url, view.pdf, view.width), (None, None, None));
        }
        let webp = Bytes::from_static(b"RIFF\x10\0\0\0WEBPVP8 ");
        let view = view_of("файл".to_owned(), &webp);
        assert!(view.url.unwrap().starts_with("data:image/webp;base64,"));
        assert_eq!(view.kind, "other");
    }
}
