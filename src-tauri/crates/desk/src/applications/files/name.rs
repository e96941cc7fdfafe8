//! Names for files on disk. The service's names come from the phones of applicants: any signs, any length, any
//! extension. What comes out is a plain name on Windows and on Linux.

use documents::Kind;
use jump::Id;

use crate::files::name::{cleaned, escaped, numbered as with_number, shortened};

/// In bytes of UTF-8: file systems take 255, and a number and the folder need room too.
const LONGEST: usize = 180;
/// Longer ones are no extensions.
const LONGEST_EXTENSION: usize = 5;

/// A name for the bytes of a file: the service's, made safe, with the extension of what the file is.
pub(super) fn safe(told: Option<&str>, id: Id, bytes: &[u8]) -> String {
    let kind = documents::sniff(bytes);
    let clean = cleaned(told.unwrap_or_default());
    if clean.is_empty() {
        return nameless(id, kind);
    }
    let (stem, extension) = parted(&clean);
    let extension = match (extension, endings(kind)) {
        (Some(own), []) => own.to_owned(),
        (Some(own), known) if known.contains(&own.to_lowercase().as_str()) => own.to_owned(),
        (None, []) => String::new(),
        // The name says something else than the content: what it says stays visible, and stops counting.
        (Some(_), [first, ..]) => return joined(&clean, first),
        (None, [first, ..]) => (*first).to_owned(),
    };
    joined(stem, &extension)
}

/// For a file that the service gives no name.
pub(super) fn nameless(id: Id, kind: Kind) -> String {
    match endings(kind).first() {
        Some(extension) => format!("file-{id}.{extension}"),
        None => format!("file-{id}"),
    }
}

/// `name (2).ext`; the first is the name itself.
pub(super) fn numbered(name: &str, number: u32) -> String {
    let (stem, extension) = parted(name);
    with_number(stem, extension, number)
}

const fn endings(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
        Kind::Png => &["png"],
        Kind::Pdf => &["pdf"],
        Kind::Heic => &["heic", "heif"],
        Kind::Other(_) => &[],
    }
}

/// Stem and extension. `Скан 12.05.2025` has none.
fn parted(name: &str) -> (&str, Option<&str>) {
    let is_extension = |end: &str| {
        (1..=LONGEST_EXTENSION).contains(&end.len())
            && end.bytes().all(|b| b.is_ascii_alphanumeric())
            && end.bytes().any(|b| b.is_ascii_alphabetic())
    };
    match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && is_extension(end) => (stem, Some(end)),
        _ => (name, None),
    }
}

fn joined(stem: &str, extension: &str) -> String {
    let room = LONGEST.saturating_sub(extension.len() + 1);
    let stem = escaped(shortened(stem, room));
    match extension {
        "" => stem.into_owned(),
        extension => format!("{stem}.{extension}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0";
    const TEXT: &[u8] = b"plain text";

    #[test]
    fn no_name_leaves_its_folder_or_hides_what_it_is() {
        let cases: &[(&str, &[u8], &str)] = &[
            ("passport.jpg", JPEG, "passport.jpg"),
            ("Паспорт.JPEG", JPEG, "Паспорт.JPEG"),
            ("../../etc/passwd", TEXT, "_.._etc_passwd"),
            (
                "..\\..\\Автозагрузка\\a.jpg",
                JPEG,
                "_.._Автозагрузка_a.jpg",
            ),
            ("C:\\a.jpg", JPEG, "C__a.jpg"),
            ("a\u{0}b\nc.jpg", JPEG, "a b c.jpg"),
            ("скан", JPEG, "скан.jpg"),
            ("Скан 12.05.2025", JPEG, "Скан 12.05.2025.jpg"),
            ("Скан 12.05.2025", TEXT, "Скан 12.05.2025"),
            ("скан.png", JPEG, "скан.png.jpg"),
            ("скан.exe", JPEG, "скан.exe.jpg"),
            ("скан.txt", TEXT, "скан.txt"),
            ("скан\u{202E}gpj.exe", JPEG, "сканgpj.exe.jpg"),
            ("скан.jpg. . ", JPEG, "скан.jpg"),
            (".htaccess", TEXT, "htaccess"),
            ("CON", JPEG, "_CON.jpg"),
            ("nul.txt", TEXT, "_nul.txt"),
            ("com¹.tar.txt", TEXT, "_com¹.tar.txt"),
            ("lpt9 .jpg", JPEG, "_lpt9.jpg"),
            ("com10.jpg", JPEG, "com10.jpg"),
            ("console.jpg", JPEG, "console.jpg"),
            ("", JPEG, "file-7.jpg"),
            (" ... ", TEXT, "file-7"),
            ("a?b*c\"d<e>f|g.jpg", JPEG, "a_b_c_d_e_f_g.jpg"),
        ];
        for (told, bytes, expected) in cases {
            assert_eq!(safe(Some(told), Id(7), bytes), *expected, "{told:?}");
        }
        assert_eq!(safe(None, Id(7), b"%PDF-1.7"), "file-7.pdf");
    }

    #[test]
    fn a_long_name_keeps_its_extension_and_whole_letters() {
        for letter in ["x", "ж", "👍"] {
            let name = safe(Some(&format!("{}.jpg", letter.repeat(300))), Id(1), JPEG);
            assert!((170..=LONGEST).contains(&name.len()), "{name}");
            assert!(name.ends_with(".jpg"));
            assert!(numbered(&name, u32::MAX).len() < 200);
        }
    }

    #[test]
    fn the_number_of_a_taken_name_stands_before_the_extension() {
        assert_eq!(numbered("скан.jpg", 2), "скан (2).jpg");
        assert_eq!(numbered("Скан 12.05.2025", 3), "Скан 12.05.2025 (3)");
    }
}
