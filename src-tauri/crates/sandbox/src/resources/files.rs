//! Files of an application: what is uploaded comes back byte for byte, unless a quirk says otherwise.

use crate::{
    answer::{FieldFault, Reply},
    applications::{Content, StoredFile},
    park::Sandbox,
    routes::{Answer, Call, Refusal},
    seed::scans,
};
use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request},
};
use bytes::Bytes;
use http::{StatusCode, header};
use serde_json::json;

/// The members of the form that matter.
#[derive(Default)]
struct Form {
    file: Option<(String, String, Bytes)>,
    document: Option<i64>,
}

pub async fn upload(sandbox: &Sandbox, call: &Call<'_>) -> Answer {
    let application = call.ids[0];
    if sandbox.look().application(application).is_none() {
        return Err(StatusCode::NOT_FOUND.into());
    }
    let form = read_form(sandbox, call).await?;
    let Some((name, content_type, bytes)) = form.file else {
        return Err(FieldFault::new("file", "Поле обязательно для заполнения.").into());
    };
    let quirks = &sandbox.options().quirks;
    if bytes.is_empty() || bytes.len() > quirks.max_file_bytes {
        return Err(FieldFault::new("file", "Недопустимый размер файла.").into());
    }
    if !call.key.writes {
        return Ok(Reply::json(&json!({})));
    }
    let bytes = if quirks.reencode_uploads {
        changed(bytes)
    } else {
        bytes
    };
    let mut park = sandbox.edit();
    let (id, created_at) = (park.next_id(), park.now);
    let place = park
        .place_of_application(application)
        .ok_or(StatusCode::NOT_FOUND)?;
    let answer = if quirks.upload_names_file {
        json!({"data": {"id": id, "name": name}})
    } else {
        json!({})
    };
    park.applications[place].files.push(StoredFile {
        id,
        name,
        document: form.document,
        content_type,
        content: Content::Uploaded(bytes),
        created_at,
        hidden: quirks.hide_uploads,
    });
    Ok(Reply::json(&answer))
}

async fn read_form(sandbox: &Sandbox, call: &Call<'_>) -> Result<Form, Refusal> {
    let bad = |_| Refusal::from(StatusCode::BAD_REQUEST);
    let mut request = Request::new(Body::from(call.body.clone()));
    if let Ok(value) = call.content_type.parse() {
        request.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    DefaultBodyLimit::disable().apply(&mut request);
    let mut parts = match Multipart::from_request(request, &()).await {
        Ok(parts) => parts,
        Err(_) => return Err(StatusCode::BAD_REQUEST.into()),
    };
    let type_fields = &sandbox.options().quirks.document_type_fields;
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(bad)? {
        let field = part.name().unwrap_or("").to_owned();
        if field == "file" {
            let name = part.file_name().unwrap_or("file").to_owned();
            let content_type = part
                .content_type()
                .unwrap_or("application/octet-stream")
                .to_owned();
            form.file = Some((name, content_type, part.bytes().await.map_err(bad)?));
        } else if type_fields.contains(&field) && form.document.is_none() {
            form.document = part.text().await.map_err(bad)?.trim().parse().ok();
        }
    }
    Ok(form)
}

/// The same picture in other bytes; what is no picture grows by a line end.
fn changed(bytes: Bytes) -> Bytes {
    let again = scans::encode_again(&bytes).filter(|again| *again != bytes);
    again.unwrap_or_else(|| [&bytes[..], b"\n"].concat().into())
}

pub fn download(sandbox: &Sandbox, call: &Call) -> Answer {
    let park = sandbox.look();
    let application = park.application(call.ids[0]).ok_or(StatusCode::NOT_FOUND)?;
    let file = application
        .files
        .iter()
        .find(|file| file.id == call.ids[1])
        .ok_or(StatusCode::NOT_FOUND)?;
    Ok(Reply::new(
        StatusCode::OK,
        &file.content_type,
        file.content.bytes(),
    ))
}
