//! The idempotency token: made once for an intent, stored before the first sending, the same for every repeat.

use std::fmt;
use std::ops::RangeInclusive;

use http::HeaderValue;

const LENGTHS: RangeInclusive<usize> = 16..=64;

/// 16 to 64 printable ASCII characters, no space at either end (a header would lose it, and a repeat would carry
/// another token than the journal).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyToken(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    #[error("not 16 to 64 characters")]
    Length,
    #[error("not printable ASCII, or a space at an end")]
    Characters,
}

impl IdempotencyToken {
    pub fn parse(text: &str) -> Result<Self, TokenFault> {
        let printable = |byte: u8| (b' '..=b'~').contains(&byte);
        if !text.bytes().all(printable) || text.trim() != text {
            return Err(TokenFault::Characters);
        }
        if !LENGTHS.contains(&text.len()) {
            return Err(TokenFault::Length);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl fmt::Display for IdempotencyToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_that_the_vendor_would_refuse_or_alter_is_not_made() {
        let made = |text: &str| IdempotencyToken::parse(text).map(|token| token.0);
        for good in [
            "c56fa6537e5a4adbbce6ef3593210fb9",
            "0123456789 ABC-~",
            &"x".repeat(64),
        ] {
            assert_eq!(made(good).as_deref(), Ok(good));
            assert!(IdempotencyToken(good.to_owned()).header().is_some());
        }
        for short in ["", "012345678901234", &"x".repeat(65)] {
            assert_eq!(made(short), Err(TokenFault::Length), "{short}");
        }
        for odd in [
            "0123456789012345\n",
            "0123456789\u{7f}12345678",
            "платёж-водителю-15",
            " 0123456789012345",
            "0123456789012345 ",
        ] {
            assert_eq!(made(odd), Err(TokenFault::Characters), "{odd}");
        }
    }
}
