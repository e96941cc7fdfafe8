//! How a file is shown: the name of its kind, and a small picture as a `data:` URL.

use base64::{Engine, engine::general_purpose::STANDARD};
use documents::{Kind, Thumbnail};

/// Pixels of the longer side of a small picture.
pub(crate) const LONGER_SIDE: u32 = 240;
/// Unpacked photos are large; so many at a time.
pub(crate) const AT_A_TIME: usize = 2;

/// `jpeg`, `png`, `pdf`, `heic` or `other`.
pub(crate) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Jpeg => "jpeg",
        Kind::Png => "png",
        Kind::Pdf => "pdf",
        Kind::Heic => "heic",
        Kind::Other(_) => "other",
    }
}

pub(crate) fn content_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Jpeg => "image/jpeg",
        Kind::Png => "image/png",
        Kind::Pdf => "application/pdf",
        Kind::Heic | Kind::Other(_) => "application/octet-stream",
    }
}

pub(crate) fn data_url(small: &Thumbnail) -> String {
    let media_type = small.format.media_type();
    format!("data:{media_type};base64,{}", STANDARD.encode(&small.bytes))
}
