//! Files and folders that the user handed over: dropped on the window or chosen in the system's dialog.
//! Their paths stay here; the page gets tokens from `desk`.

use std::path::{Path, PathBuf};

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{DragDropEvent, Manager, Window};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};
use tauri_specta::Event;

/// Files hang over the window at this place (CSS pixels).
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct FilesHover {
    pub x: i32,
    pub y: i32,
}

/// Files were dropped at this place; `take_dropped_files` hands them over.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct FilesDropped {
    pub x: i32,
    pub y: i32,
    pub count: u32,
}

/// The files left the window without being dropped.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct FilesLeft;

/// The paths of the last drop, until the page takes them.
#[derive(Default)]
pub struct Dropped(Mutex<Vec<PathBuf>>);

impl Dropped {
    pub fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.0.lock())
    }
}

/// Passes a native drag to the page as places, and keeps the paths.
pub fn on_drag(window: &Window, event: &DragDropEvent) {
    let scale = window.scale_factor().unwrap_or(1.0);
    let css = |position: &tauri::PhysicalPosition<f64>| {
        let place = position.to_logical::<i32>(scale);
        (place.x, place.y)
    };
    let told = match event {
        DragDropEvent::Enter { position, .. } | DragDropEvent::Over { position } => {
            let (x, y) = css(position);
            FilesHover { x, y }.emit(window)
        }
        DragDropEvent::Drop { paths, position } => {
            let (x, y) = css(position);
            let count = u32::try_from(paths.len()).unwrap_or(u32::MAX);
            *window.state::<Dropped>().0.lock() = paths.clone();
            FilesDropped { x, y, count }.emit(window)
        }
        _ => FilesLeft.emit(window),
    };
    if let Err(error) = told {
        tracing::warn!(%error, "a drag could not be told to the page");
    }
}

/// Asks for files in the system's dialog. Empty when it was closed.
pub async fn choose(window: &Window) -> Vec<PathBuf> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    window
        .dialog()
        .file()
        .set_parent(window)
        .pick_files(move |files| {
            // The receiver is gone only when the program is closing.
            let _ = answer.send(files.unwrap_or_default());
        });
    let files = chosen.await.unwrap_or_default();
    files
        .into_iter()
        .filter_map(|file| file.into_path().ok())
        .collect()
}

/// The folder that was chosen last in this run: the next dialog begins there.
#[derive(Default)]
pub struct LastFolder(Mutex<Option<PathBuf>>);

/// Where a dialog begins: where the user was last, else among the downloads.
fn begin_at(window: &Window) -> Option<PathBuf> {
    let last = window.state::<LastFolder>();
    let known = last.0.lock().clone().filter(|folder| folder.is_dir());
    let usual = || {
        let folders = [window.path().download_dir(), window.path().home_dir()];
        folders.into_iter().flatten().find(|folder| folder.is_dir())
    };
    known.or_else(usual)
}

fn dialog(window: &Window, title: &str) -> FileDialogBuilder<tauri::Wry> {
    let dialog = window.dialog().file().set_parent(window).set_title(title);
    match begin_at(window) {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}

fn remember(window: &Window, folder: Option<&Path>) {
    let last = window.state::<LastFolder>();
    *last.0.lock() = folder.map(Path::to_path_buf);
}

/// Asks for a folder in the system's dialog. `None` when it was closed.
pub async fn choose_folder(window: &Window, title: &str) -> Option<PathBuf> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    dialog(window, title).pick_folder(move |folder| {
        // The receiver is gone only when the program is closing.
        let _ = answer.send(folder);
    });
    let folder = chosen.await.ok().flatten()?.into_path().ok()?;
    remember(window, Some(&folder));
    Some(folder)
}

/// What a dialog for a new file says and proposes. `kind` names the files of this extension.
pub struct NewFile<'a> {
    pub title: &'a str,
    pub name: &'a str,
    pub kind: &'a str,
    pub extension: &'a str,
}

/// Asks where to write a file. The dialog itself asks before a file that is there is replaced. `None` when it was
/// closed.
pub async fn choose_new_file(window: &Window, asked: NewFile<'_>) -> Option<PathBuf> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    dialog(window, asked.title)
        .set_file_name(asked.name)
        .add_filter(asked.kind, &[asked.extension])
        .save_file(move |file| {
            // As above.
            let _ = answer.send(file);
        });
    let file = chosen.await.ok().flatten()?.into_path().ok()?;
    remember(window, file.parent());
    Some(file)
}

/// Asks for one file of this kind, told by its extensions. `None` when the dialog was closed.
pub async fn choose_one_file(
    window: &Window,
    title: &str,
    kind: &str,
    extensions: &[&str],
) -> Option<PathBuf> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    dialog(window, title)
        .add_filter(kind, extensions)
        .pick_file(move |file| {
            // As above.
            let _ = answer.send(file);
        });
    let file = chosen.await.ok().flatten()?.into_path().ok()?;
    remember(window, file.parent());
    Some(file)
}
