//! SHA-256 of what was sent, and whether what came back is the same.

use serde::Serialize;
use sha2::{Digest, Sha256};
use specta::Type;
use std::fmt::Write;

/// SHA-256 of bytes, 64 lowercase hexadecimal digits.
pub fn fingerprint(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether a file that was fetched back is the file that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    Same,
    /// The service keeps other bytes: recompressed, or another file.
    Changed,
}

/// Compares the fingerprint recorded when a file was sent with the bytes the service gives back.
pub fn compare(sent_sha256: &str, fetched: &[u8]) -> Comparison {
    if fingerprint(fetched).eq_ignore_ascii_case(sent_sha256) {
        Comparison::Same
    } else {
        Comparison::Changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recompressed_file_is_not_taken_for_the_one_sent() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(fingerprint(b""), empty);
        assert_eq!(compare(empty, b""), Comparison::Same);
        assert_eq!(compare(&empty.to_uppercase(), b""), Comparison::Same);
        assert_eq!(compare(empty, b"\0"), Comparison::Changed);
        assert_eq!(compare("", b""), Comparison::Changed);
    }
}
