//! What a file is, told from its first bytes. The name and its extension are never asked: scans come from
//! messengers with any name.

use serde::Serialize;
use specta::Type;

/// The kinds of document that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(tag = "kind", content = "guess", rename_all = "snake_case")]
pub enum Kind {
    Jpeg,
    Png,
    Pdf,
    /// A photo of an iPhone; the services do not take it.
    Heic,
    /// Something else, named as far as it can be, so that a refusal can say what was dropped.
    Other(Guess),
}

/// What a file of no use here seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Guess {
    Gif,
    Webp,
    Avif,
    Tiff,
    Bmp,
    /// ZIP, and with it DOCX, XLSX and ODT.
    Zip,
    Rar,
    SevenZip,
    /// DOC and XLS of old.
    OldOffice,
    Rtf,
    Html,
    Video,
    Program,
    Text,
    Unknown,
}

/// How many first bytes [`sniff`] can make use of. Fewer do no harm.
pub(crate) const HEAD: usize = 1024;

/// Signatures that stand at the very beginning.
const SIGNATURES: &[(&[u8], Kind)] = &[
    (b"\xFF\xD8\xFF", Kind::Jpeg),
    (b"\x89PNG\r\n\x1A\n", Kind::Png),
    (b"GIF87a", Kind::Other(Guess::Gif)),
    (b"GIF89a", Kind::Other(Guess::Gif)),
    (b"II*\0", Kind::Other(Guess::Tiff)),
    (b"MM\0*", Kind::Other(Guess::Tiff)),
    (b"BM", Kind::Other(Guess::Bmp)),
    (b"PK\x03\x04", Kind::Other(Guess::Zip)),
    (b"Rar!\x1A\x07", Kind::Other(Guess::Rar)),
    (b"7z\xBC\xAF\x27\x1C", Kind::Other(Guess::SevenZip)),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        Kind::Other(Guess::OldOffice),
    ),
    (b"{\\rtf", Kind::Other(Guess::Rtf)),
    (b"MZ", Kind::Other(Guess::Program)),
    (b"\x7FELF", Kind::Other(Guess::Program)),
];

/// The kind of a file by its first bytes (a kilobyte is enough).
pub fn sniff(head: &[u8]) -> Kind {
    let head = head.get(..HEAD).unwrap_or(head);
    // Words of plain text can begin like a short signature; a real BMP or program has zero bytes early on.
    let text = looks_like_text(head);
    SIGNATURES
        .iter()
        .find(|(signature, _)| head.starts_with(signature) && !(text && signature.len() == 2))
        .map(|(_, kind)| *kind)
        .or_else(|| container(head))
        .or_else(|| pdf(head))
        .unwrap_or_else(|| Kind::Other(textual(head, text)))
}

/// ISO base media (HEIC, AVIF, video) and RIFF name their kind a few bytes in.
fn container(head: &[u8]) -> Option<Kind> {
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(Kind::Other(Guess::Webp));
    }
    if head.get(4..8) != Some(b"ftyp") {
        return None;
    }
    let length = head.get(..4)?.iter().fold(0usize, |sum, byte| {
        sum.saturating_mul(256).saturating_add(usize::from(*byte))
    });
    let brands = head.get(8..length.min(head.len())).unwrap_or_default();
    let brands: Vec<&[u8]> = brands.chunks_exact(4).collect();
    let any = |known: &[&[u8; 4]]| {
        brands
            .iter()
            .any(|brand| known.iter().any(|name| name.as_slice() == *brand))
    };
    Some(if any(&[b"avif", b"avis"]) {
        Kind::Other(Guess::Avif)
    } else if any(&[
        b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1",
    ]) {
        Kind::Heic
    } else {
        Kind::Other(Guess::Video)
    })
}

/// The standard lets other bytes stand before the header of a PDF, and scanners use that.
fn pdf(head: &[u8]) -> Option<Kind> {
    let found = head.windows(5).any(|window| window == b"%PDF-");
    found.then_some(Kind::Pdf)
}

fn textual(head: &[u8], text: bool) -> Guess {
    if !text {
        return Guess::Unknown;
    }
    let beginning = String::from_utf8_lossy(head).trim_start().to_lowercase();
    let beginning = beginning.trim_start_matches('\u{feff}');
    if beginning.starts_with("<!doctype html") || beginning.starts_with("<html") {
        Guess::Html
    } else {
        Guess::Text
    }
}

fn looks_like_text(head: &[u8]) -> bool {
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C);
    !head.is_empty() && !head.iter().any(control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
        let iphone = b"\0\0\0\x1Cftypmif1\0\0\0\0mif1heicmiaf";
        let avif = b"\0\0\0\x1Cftypmif1\0\0\0\0mif1avifmiaf";
        let cases: &[(&[u8], Kind)] = &[
            (b"\xFF\xD8\xFF\xE1rest", Kind::Jpeg),
            (b"\x89PNG\r\n\x1A\nrest", Kind::Png),
            (b"%PDF-1.7\n", Kind::Pdf),
            (b"\xEF\xBB\xBF\r\n%PDF-1.4", Kind::Pdf),
            (heic, Kind::Heic),
            (iphone, Kind::Heic),
            (avif, Kind::Other(Guess::Avif)),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Kind::Other(Guess::Video)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Kind::Other(Guess::Webp)),
            (b"PK\x03\x04word/", Kind::Other(Guess::Zip)),
            (b"  <!DOCTYPE HTML><p>", Kind::Other(Guess::Html)),
            ("Паспорт".as_bytes(), Kind::Other(Guess::Text)),
            (b"BMW, black", Kind::Other(Guess::Text)),
            (b"BM\x36\0\0\0", Kind::Other(Guess::Bmp)),
            (b"\0\x01\x02", Kind::Other(Guess::Unknown)),
            (b"", Kind::Other(Guess::Unknown)),
        ];
        for (head, kind) in cases {
            assert_eq!(sniff(head), *kind, "{}", String::from_utf8_lossy(head));
        }
    }
}
