//! The cursor of a list: opaque to the client, bound to the query that it came from.

use serde_json::Value;

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// From 1; the page that this cursor asks for.
    pub page: u32,
    /// The last row shown, by moment and id; or, where cursors count, so many rows in the second.
    pub after: (i64, u64),
    pub query: u32,
}

/// Makes the text look like nothing that can be computed with.
const VEIL: [u8; 8] = [0x9d, 0x3a, 0xc4, 0x17, 0x6e, 0xb1, 0x52, 0xe8];

impl Cursor {
    pub fn text(&self) -> String {
        let mut bytes = Vec::with_capacity(24);
        bytes.extend(self.page.to_be_bytes());
        bytes.extend(self.after.0.to_be_bytes());
        bytes.extend(self.after.1.to_be_bytes());
        bytes.extend(self.query.to_be_bytes());
        let veiled = bytes.iter().zip(VEIL.iter().cycle());
        veiled
            .map(|(byte, veil)| format!("{:02x}", byte ^ veil))
            .collect()
    }

    /// `None` = no cursor of ours.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() != 48 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0_u8; 24];
        for (place, byte) in bytes.iter_mut().enumerate() {
            let pair = text.get(place * 2..place * 2 + 2)?;
            *byte = u8::from_str_radix(pair, 16).ok()? ^ VEIL[place % VEIL.len()];
        }
        Some(Self {
            page: u32::from_be_bytes(bytes[..4].try_into().ok()?),
            after: (
                i64::from_be_bytes(bytes[4..12].try_into().ok()?),
                u64::from_be_bytes(bytes[12..20].try_into().ok()?),
            ),
            query: u32::from_be_bytes(bytes[20..].try_into().ok()?),
        })
    }
}

/// What tells one query from another (FNV-1a over its text).
pub fn fingerprint(query: &Value) -> u32 {
    let text = query.to_string();
    text.bytes().fold(0x811c_9dc5, |sum: u32, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let one = Cursor {
            page: 7,
            after: (1_750_075_200_123, 9_100_200_400),
            query: 0xdead_beef,
        };
        assert_eq!(Cursor::read(&one.text()), Some(one));
        assert_eq!(Cursor::read("opaque-cursor-1"), None);
        assert_eq!(Cursor::read(&"z".repeat(48)), None);
    }
}
