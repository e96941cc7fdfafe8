//! Files of an application: what a section says of them, sending one, fetching one. The vendor documents neither the
//! shape of `files`, nor the field that carries the document's type, nor the answer to an upload.

use std::io;
use std::path::PathBuf;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use transport::lenient::{text_at, text_of};
use transport::{CallError, Download, Multipart, Part, Payload, Progress};

use crate::endpoint::named;
use crate::{Id, Jump};

/// The name of the form's only documented field.
const FILE_FIELD: &str = "file";
/// Scans are a few megabytes; this stops an endless answer.
const LARGEST_DOWNLOAD: u64 = 64 * 1024 * 1024;

/// A file as far as the answer describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, specta::Type)]
pub struct ApplicationFile {
    /// Where it was listed: `person_info`, `driver_license`, `car`, or `application` itself.
    pub section: String,
    /// Without an id it cannot be fetched.
    pub id: Option<Id>,
    pub name: Option<String>,
    /// A code of `dictAutoregDocuments`.
    pub document_type: Option<String>,
    /// In bytes.
    pub size: Option<u32>,
    pub mime: Option<String>,
    pub created_at: Option<String>,
}

impl ApplicationFile {
    /// Reads a bare id, a bare name, or an object with any of the likely keys. Anything else still counts as a file.
    fn from_value(value: &Value) -> Self {
        let Value::Object(_) = value else {
            let id = Id::from_value(value);
            let name = if id.is_none() { text_of(value) } else { None };
            return Self {
                id,
                name,
                ..Self::default()
            };
        };
        let id_at = |key: &str| value.get(key).and_then(Id::from_value);
        Self {
            section: String::new(),
            id: id_at("id").or_else(|| id_at("file_id")),
            name: text_at(value, &["name", "file_name", "title", "original_name"]),
            document_type: document_type(value),
            size: text_at(value, &["size"]).and_then(|size| size.parse().ok()),
            mime: text_at(value, &["mime", "mime_type", "content_type"]),
            created_at: text_at(value, &["created_at", "date"]),
        }
    }
}

/// A code, or the id of an object that stands for the document.
fn document_type(file: &Value) -> Option<String> {
    [
        "document_type_id",
        "document_id",
        "document_type",
        "document",
        "type_id",
        "type",
    ]
    .iter()
    .filter_map(|key| file.get(key))
    .find_map(|found| text_of(found).or_else(|| text_at(found, &["id", "value", "slug"])))
}

/// The files in whatever stands under `files`: a list, an object of files by document, or one file.
pub(crate) fn listed(files: &Value) -> Vec<ApplicationFile> {
    match files {
        Value::Array(list) => list
            .iter()
            .filter(|file| !file.is_null())
            .map(ApplicationFile::from_value)
            .collect(),
        Value::Object(object) if !object.contains_key("id") => object
            .iter()
            .filter(|(_, file)| !file.is_null())
            .map(|(document, file)| {
                let mut file = ApplicationFile::from_value(file);
                file.document_type.get_or_insert_with(|| document.clone());
                file
            })
            .collect(),
        Value::Object(_) => vec![ApplicationFile::from_value(files)],
        _ => Vec::new(),
    }
}

pub(crate) fn in_section(section: &str, mut files: Vec<ApplicationFile>) -> Vec<ApplicationFile> {
    for file in &mut files {
        section.clone_into(&mut file.section);
    }
    files
}

/// A file to send, with the text fields that go before it.
#[derive(Debug, Clone)]
pub struct FileUpload {
    file: Part,
    fields: Vec<(String, String)>,
}

impl FileUpload {
    pub fn from_bytes(
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        bytes: Bytes,
    ) -> Self {
        Self {
            file: Part::bytes(FILE_FIELD, file_name, content_type, bytes),
            fields: Vec::new(),
        }
    }

    /// Streamed from disk when it is sent; fails if the file's length cannot be read.
    pub async fn from_path(
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        path: impl Into<PathBuf>,
    ) -> io::Result<Self> {
        let file = Part::file_path(FILE_FIELD, file_name, content_type, path).await?;
        Ok(Self {
            file,
            fields: Vec::new(),
        })
    }

    /// Adds a text field. The field for the document's type is not documented, so its name is a setting.
    #[must_use]
    pub fn with_field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    fn into_payload(self) -> Payload {
        let mut parts: Vec<Part> = self
            .fields
            .into_iter()
            .map(|(name, value)| Part::text(name, value))
            .collect();
        parts.push(self.file);
        Payload::Multipart(Multipart { parts })
    }
}

/// What an accepted upload told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, specta::Type)]
pub struct UploadReceipt {
    /// A hint only: the documented answer is an empty object. The application's files tell for sure.
    pub file_id: Option<Id>,
}

impl UploadReceipt {
    fn from_body(body: Option<&Value>) -> Self {
        const PLACES: [&str; 6] = [
            "/data/id",
            "/data/file_id",
            "/item/id",
            "/item/file_id",
            "/id",
            "/file_id",
        ];
        let file_id = body.and_then(|body| {
            PLACES
                .iter()
                .find_map(|place| body.pointer(place).and_then(Id::from_value))
        });
        Self { file_id }
    }
}

impl Jump {
    /// Sends one file, once. `progress` hears the bytes sent so far, the form around the file included.
    pub async fn upload_application_file(
        &self,
        application: Id,
        upload: FileUpload,
        progress: Progress,
    ) -> Result<UploadReceipt, CallError> {
        let mut call = self.call(
            const { named("uploadApplicationFile") },
            &[("application_id", application)],
        );
        call.payload = upload.into_payload();
        let answer = self.service().upload(call, progress).await?;
        Ok(UploadReceipt::from_body(answer.body.as_ref()))
    }

    pub async fn download_application_file(
        &self,
        application: Id,
        file: Id,
    ) -> Result<Download, CallError> {
        let mut call = self.call(
            const { named("downloadApplicationFile") },
            &[("application_id", application), ("file_id", file)],
        );
        call.body_cap = LARGEST_DOWNLOAD;
        self.service().download(call).await
    }
}
