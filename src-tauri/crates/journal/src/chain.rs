//! Digests: of a row of operations or registers, and of an event together with the hash before it.
//!
//! A field is its column's tag, its type, its length and its bytes, so that nothing can be moved from one field to the next
//! unseen. Empty columns are left out: a column that a later version adds changes no old digest.

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

/// Stands before the first event.
pub const ZERO: Hash = [0; 32];

/// What a digest is of; a part of it, so that a row of one table is never taken for one of another.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    Register,
    Operation,
    Event,
}

/// The digest of the values, in the order of their columns.
pub fn digest<'a>(of: Of, values: impl Iterator<Item = ValueRef<'a>>) -> Hash {
    let mut bytes = Vec::with_capacity(1024);
    encode(of, values, &mut bytes);
    sha256(&bytes)
}

pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Appends what a digest is of.
pub fn encode<'a>(of: Of, values: impl Iterator<Item = ValueRef<'a>>, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(match of {
        Of::Register => b"parkdesk register",
        Of::Operation => b"parkdesk operatio",
        Of::Event => b"parkdesk events  ",
    });
    for (tag, value) in (0_u8..).zip(values) {
        let mut field = |kind: u8, value: &[u8]| {
            bytes.extend_from_slice(&[tag, kind]);
            bytes.extend_from_slice(&(value.len() as u64).to_le_bytes());
            bytes.extend_from_slice(value);
        };
        match value {
            ValueRef::Null => {}
            ValueRef::Integer(number) => field(1, &number.to_le_bytes()),
            ValueRef::Text(text) => field(2, text),
            ValueRef::Blob(blob) => field(3, blob),
            // No column holds one; counted all the same, so that none can be slipped in.
            ValueRef::Real(real) => field(4, &real.to_bits().to_le_bytes()),
        }
    }
}

/// Hexadecimal, small letters.
pub fn hex(hash: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    hash.iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| DIGITS[usize::from(digit)])
        .collect()
}

/// The hash that [`hex`] wrote.
pub fn unhex(text: &str) -> Option<Hash> {
    let text = text.as_bytes();
    if text.len() != 64 {
        return None;
    }
    let mut hash = ZERO;
    for (byte, pair) in hash.iter_mut().zip(text.chunks_exact(2)) {
        let digit = |letter: u8| char::from(letter).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    Some(hash)
}
