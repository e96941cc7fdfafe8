//! What makes a name plain on Windows and on Linux, whoever told it.

use std::borrow::Cow;

/// Names of devices on Windows, whatever extension follows.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// So are these with a digit.
const PORTS: [&str; 2] = ["com", "lpt"];

/// Signs that no file system or no eye can bear, replaced or left out.
pub fn cleaned(told: &str) -> String {
    let kept = told.chars().filter(|c| !is_invisible(*c));
    let plain: String = kept
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    // Windows drops dots and spaces at the end; a dot in front hides the file elsewhere.
    plain.trim_matches(['.', ' ']).to_owned()
}

/// As much of the stem as so many bytes of UTF-8 hold, in whole letters.
pub fn shortened(stem: &str, bytes: usize) -> &str {
    let kept = stem.get(..stem.floor_char_boundary(bytes));
    kept.unwrap_or_default().trim_end_matches(['.', ' '])
}

/// A stem that names no device.
pub fn escaped(stem: &str) -> Cow<'_, str> {
    match is_device(stem) {
        true => format!("_{stem}").into(),
        false => stem.into(),
    }
}

/// `stem (2).ext`; the first is `stem.ext`.
pub fn numbered(stem: &str, extension: Option<&str>, number: u32) -> String {
    let dot = extension.map_or("", |_| ".");
    let extension = extension.unwrap_or_default();
    match number {
        1 => format!("{stem}{dot}{extension}"),
        number => format!("{stem} ({number}){dot}{extension}"),
    }
}

/// Signs that only steer the direction of text: with them `gpj.exe` reads as `exe.jpg`.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
    )
}

/// `NUL`, `nul.txt`, `COM1 .tar`: everything before the first dot counts.
fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default();
    let first = first.trim_end().to_lowercase();
    let numbered = PORTS.iter().any(|port| {
        let number = first.strip_prefix(port).unwrap_or_default();
        let mut signs = number.chars();
        let digit = |c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³');
        signs.next().is_some_and(digit) && signs.next().is_none()
    });
    numbered || DEVICES.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_device_is_never_a_file_that_windows_cannot_make() {
        for device in ["CON", "nul.txt", "com¹.tar", "lpt9 ", "ConIn$", "COM0"] {
            assert_eq!(escaped(device), format!("_{device}"));
        }
        for plain in ["console", "com10", "comx", "lpt", "a.con", ""] {
            assert_eq!(escaped(plain), plain);
        }
    }

    #[test]
    fn a_stem_is_never_cut_inside_a_letter_or_left_with_a_dot_at_its_end() {
        let cut = ["яяя", "я. я", "яя", "👍"].map(|stem| shortened(stem, 5));
        assert_eq!(cut, ["яя", "я", "яя", "👍"]);
    }
}
