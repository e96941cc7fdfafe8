//! Walks the skeleton of a file from beginning to end: is it whole, how large is the picture, how was the camera
//! held? Nothing is decoded, so memory stays flat whatever the file claims about itself.

use image::metadata::Orientation;
use std::io::{self, BufRead, Read};

/// What the skeleton tells.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Skeleton {
    /// Width and height in pixels as stored, before orientation.
    pub size: Option<(u32, u32)>,
    /// EXIF value, 1 to 8.
    pub orientation: Option<u8>,
    /// The end of the file is where the format says it is.
    pub whole: bool,
}

/// Orientation stands near the beginning of EXIF; what comes later (a preview, a maker's notes) is of no interest.
const EXIF_KEPT: u64 = 64 * 1024;

/// Runs a walk that stops at the first thing that is not as it should be. Bytes that end early are damage, not an
/// error; what was learned until then stays.
fn walked<R: BufRead>(
    reader: &mut R,
    walk: impl FnOnce(&mut R, &mut Skeleton) -> io::Result<bool>,
) -> io::Result<Skeleton> {
    let mut skeleton = Skeleton::default();
    match walk(reader, &mut skeleton) {
        Ok(whole) => skeleton.whole = whole && skeleton.size.is_some_and(|(w, h)| w > 0 && h > 0),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {}
        Err(error) => return Err(error),
    }
    Ok(skeleton)
}

pub(crate) fn jpeg<R: BufRead>(reader: &mut R) -> io::Result<Skeleton> {
    walked(reader, jpeg_segments)
}

/// Segments up to the end-of-image marker; a progressive JPEG has several scans between them.
fn jpeg_segments<R: BufRead>(reader: &mut R, skeleton: &mut Skeleton) -> io::Result<bool> {
    if bytes(reader)? != [0xFF, 0xD8] {
        return Ok(false);
    }
    let mut seen_scan = false;
    loop {
        match next_marker(reader)? {
            0xD9 => return Ok(seen_scan),
            // A marker that stands alone.
            0x01 => {}
            0xDA => {
                seen_scan = true;
                let length = segment_length(reader)?;
                skip(reader, length)?;
            }
            code => {
                let length = segment_length(reader)?;
                jpeg_segment(reader, code, length, skeleton)?;
            }
        }
    }
}

fn jpeg_segment<R: BufRead>(
    reader: &mut R,
    code: u8,
    length: u64,
    skeleton: &mut Skeleton,
) -> io::Result<()> {
    match code {
        // Start of frame; C4, C8 and CC in that range mean other things.
        0xC0..=0xCF if !matches!(code, 0xC4 | 0xC8 | 0xCC) && length >= 5 => {
            let [_precision, h1, h2, w1, w2] = bytes(reader)?;
            let width = u32::from(u16::from_be_bytes([w1, w2]));
            let height = u32::from(u16::from_be_bytes([h1, h2]));
            skeleton.size = Some((width, height));
            skip(reader, length - 5)
        }
        0xE1 => {
            let segment = take(reader, length, EXIF_KEPT)?;
            if let Some(exif) = segment.strip_prefix(b"Exif\0\0") {
                skeleton.orientation = skeleton.orientation.or(orientation(exif));
            }
            Ok(())
        }
        _ => skip(reader, length),
    }
}

/// The code of the next marker. What stands before it is the data of a scan, where FF 00 and restart markers belong
/// to the data, or filling, which decoders pass over too.
fn next_marker<R: BufRead>(reader: &mut R) -> io::Result<u8> {
    loop {
        skip_past_ff(reader)?;
        let mut code = 0xFF;
        while code == 0xFF {
            [code] = bytes(reader)?;
        }
        if !matches!(code, 0x00 | 0xD0..=0xD8) {
            return Ok(code);
        }
    }
}

/// Looks through the buffer instead of byte by byte: nearly all of a photo passes here.
fn skip_past_ff<R: BufRead>(reader: &mut R) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let (used, found) = match buffer.iter().position(|byte| *byte == 0xFF) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        reader.consume(used);
        if found {
            return Ok(());
        }
    }
}

/// The length of a segment's content, without the two bytes of the length itself.
fn segment_length<R: BufRead>(reader: &mut R) -> io::Result<u64> {
    let length = u64::from(u16::from_be_bytes(bytes(reader)?));
    length
        .checked_sub(2)
        .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

pub(crate) fn png<R: BufRead>(reader: &mut R) -> io::Result<Skeleton> {
    walked(reader, png_chunks)
}

fn png_chunks<R: BufRead>(reader: &mut R, skeleton: &mut Skeleton) -> io::Result<bool> {
    const CHECKSUM: u64 = 4;
    skip(reader, 8)?;
    let mut seen_data = false;
    loop {
        let length = u64::from(u32::from_be_bytes(bytes(reader)?));
        let name: [u8; 4] = bytes(reader)?;
        match &name {
            b"IHDR" if length >= 8 => {
                let width = u32::from_be_bytes(bytes(reader)?);
                let height = u32::from_be_bytes(bytes(reader)?);
                skeleton.size = Some((width, height));
                skip(reader, length - 8 + CHECKSUM)?;
            }
            b"eXIf" => {
                let exif = take(reader, length, EXIF_KEPT)?;
                skeleton.orientation = skeleton.orientation.or(orientation(&exif));
                skip(reader, CHECKSUM)?;
            }
            b"IEND" => {
                skip(reader, length + CHECKSUM)?;
                return Ok(seen_data);
            }
            name => {
                seen_data |= name == b"IDAT";
                skip(reader, length + CHECKSUM)?;
            }
        }
    }
}

/// A PDF says at its end where its table of contents is; a cut one does not. Viewers allow junk after that, so the
/// last 64 KB are searched.
pub(crate) fn pdf<R: BufRead>(reader: &mut R) -> io::Result<Skeleton> {
    const TAIL: usize = 64 * 1024;
    let mut tail = Vec::with_capacity(2 * TAIL);
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        let used = buffer.len().min(TAIL);
        tail.extend_from_slice(&buffer[..used]);
        reader.consume(used);
        let surplus = tail.len().saturating_sub(TAIL);
        tail.drain(..surplus);
    }
    let has = |word: &[u8]| tail.windows(word.len()).any(|window| window == word);
    Ok(Skeleton {
        whole: has(b"%%EOF") || has(b"startxref"),
        ..Skeleton::default()
    })
}

fn orientation(exif: &[u8]) -> Option<u8> {
    Orientation::from_exif_chunk(exif).map(Orientation::to_exif)
}

fn bytes<const N: usize, R: BufRead>(reader: &mut R) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn skip<R: BufRead>(reader: &mut R, count: u64) -> io::Result<()> {
    let passed = io::copy(&mut reader.by_ref().take(count), &mut io::sink())?;
    if passed < count {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

/// Passes `count` bytes and returns the first `kept` of them.
fn take<R: BufRead>(reader: &mut R, count: u64, kept: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    let wanted = count.min(kept);
    reader.by_ref().take(wanted).read_to_end(&mut content)?;
    let missing = wanted.saturating_sub(content.len() as u64);
    skip(reader, count - wanted + missing)?;
    Ok(content)
}
