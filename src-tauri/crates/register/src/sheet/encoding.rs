//! Bytes of a text file as characters. A Russian spreadsheet saves CSV in Windows-1251, others in UTF-8.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::{Encoding, SheetFault};

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// # Errors
/// `NotATable` for what is no text, `Unreadable` for a text that breaks the encoding it announces.
pub(super) fn decode(bytes: &[u8]) -> Result<(Encoding, String), SheetFault> {
    let (encoding, text) = if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        (Encoding::Utf16, UTF_16LE.decode_without_bom_handling(rest))
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        (Encoding::Utf16, UTF_16BE.decode_without_bom_handling(rest))
    } else if let Some(rest) = bytes.strip_prefix(UTF8_MARK) {
        let text = String::from_utf8_lossy(rest);
        let broken = std::str::from_utf8(rest).is_err();
        (Encoding::Utf8, (text, broken))
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (Encoding::Utf8, (text.into(), false))
    } else {
        let decoded = WINDOWS_1251.decode_without_bom_handling(bytes);
        (Encoding::Windows1251, decoded)
    };
    let (text, broken) = text;
    if broken {
        let detail = "broken characters".to_owned();
        return Err(SheetFault::Unreadable { detail });
    }
    if is_no_table(&text) {
        return Err(SheetFault::NotATable);
    }
    Ok((encoding, text.into_owned()))
}

/// Characters that no text has, or a web page or another markup, which some programs save under a spreadsheet's name.
fn is_no_table(text: &str) -> bool {
    let alien = |char: char| char.is_control() && !matches!(char, '\t' | '\n' | '\r');
    let begin = text.trim_start();
    text.contains(alien) || begin.starts_with('<') || begin.starts_with("%PDF")
}
