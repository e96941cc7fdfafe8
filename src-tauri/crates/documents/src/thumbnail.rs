//! Small pictures to show: the right way up, in memory only, within limits that a malicious picture cannot pass.

use crate::inspect::Rules;
use crate::kind::{Kind, sniff};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use serde::Serialize;
use specta::Type;
use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::Path;

/// A small picture, upright, without EXIF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    pub format: ThumbnailFormat,
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ThumbnailFormat {
    Jpeg,
    /// For pictures that can be seen through.
    Png,
}

impl ThumbnailFormat {
    /// Media type for a `Content-Type` or a blob.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// Why there is no small picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ThumbnailFault {
    /// A PDF, or anything else that is not drawn here.
    #[error("no picture to draw")]
    NotAPicture,
    /// Unpacked it would take more memory than any scan needs.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    #[error("the picture is damaged")]
    Damaged,
    #[error("the file cannot be read")]
    Unreadable,
}

/// The largest photos of phones have 108 megapixels at three bytes each.
const MOST_BYTES_UNPACKED: u64 = 336 * 1024 * 1024;
const LONGEST_SIDE: u32 = 20_000;
const QUALITY: u8 = 82;
/// Small print of a document has to stay readable.
const QUALITY_WHOLE: u8 = 92;

/// A picture no larger than `max_px` on its longer side, orientation applied once. Smaller pictures stay as large
/// as they are.
pub fn thumbnail(bytes: &[u8], max_px: u32) -> Result<Thumbnail, ThumbnailFault> {
    let decoder = decoder(bytes)?;
    drawn(decoder, max_px.max(1), QUALITY)
}

/// A whole picture the right way up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upright {
    /// Drawn anew; `None` when the bytes themselves are upright and small enough to be shown as they are.
    pub redrawn: Option<Thumbnail>,
    /// Pixels of the original, orientation applied.
    pub width: u32,
    pub height: u32,
}

/// A picture to be looked at closely: drawn anew only where it lies on its side or is larger than `max_px`.
pub fn upright(bytes: &[u8], max_px: u32) -> Result<Upright, ThumbnailFault> {
    let mut decoder = decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().map_err(fault)?;
    let fits = width.max(height) <= max_px.max(1);
    let redrawn = match fits && orientation == Orientation::NoTransforms {
        true => None,
        false => Some(drawn(decoder, max_px.max(1), QUALITY_WHOLE)?),
    };
    // 5 to 8 lie on their side.
    let (width, height) = match orientation.to_exif() {
        5..=8 => (height, width),
        _ => (width, height),
    };
    Ok(Upright {
        redrawn,
        width,
        height,
    })
}

/// Within the limits that a scan keeps.
fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder, ThumbnailFault> {
    let format = match sniff(bytes) {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        _ => return Err(ThumbnailFault::NotAPicture),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_BYTES_UNPACKED);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(fault)?;
    if decoder.total_bytes() > MOST_BYTES_UNPACKED {
        return Err(ThumbnailFault::TooManyPixels);
    }
    Ok(decoder)
}

fn drawn(
    mut decoder: impl ImageDecoder,
    max_px: u32,
    quality: u8,
) -> Result<Thumbnail, ThumbnailFault> {
    let orientation = decoder.orientation().map_err(fault)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(fault)?;
    let mut small = shrink(picture, max_px);
    // Turned after shrinking: a hundred times fewer pixels to move.
    small.apply_orientation(orientation);
    encode(&small, quality)
}

/// The same from a file within the rules' size.
pub fn thumbnail_of_file(
    path: &Path,
    rules: &Rules,
    max_px: u32,
) -> Result<Thumbnail, ThumbnailFault> {
    let unreadable = |_| ThumbnailFault::Unreadable;
    let about = fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() || about.len() > rules.max_bytes {
        return Err(ThumbnailFault::Unreadable);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(rules.max_bytes)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    thumbnail(&bytes, max_px)
}

fn shrink(picture: DynamicImage, max_px: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= max_px {
        return picture;
    }
    picture.thumbnail(max_px, max_px)
}

fn encode(picture: &DynamicImage, quality: u8) -> Result<Thumbnail, ThumbnailFault> {
    let mut bytes = Vec::new();
    let format = if picture.color().has_alpha() {
        let encoder = PngEncoder::new(&mut bytes);
        picture
            .to_rgba8()
            .write_with_encoder(encoder)
            .map_err(fault)?;
        ThumbnailFormat::Png
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        picture
            .to_rgb8()
            .write_with_encoder(encoder)
            .map_err(fault)?;
        ThumbnailFormat::Jpeg
    };
    Ok(Thumbnail {
        format,
        bytes,
        width: picture.width(),
        height: picture.height(),
    })
}

fn fault(error: ImageError) -> ThumbnailFault {
    match error {
        ImageError::Limits(_) => ThumbnailFault::TooManyPixels,
        _ => ThumbnailFault::Damaged,
    }
}
