//! Tokens of a session. Neither is ever serialised, shown or logged.

use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde_json::Value;
use transport::Secret;

/// Sent with every call; lives about a day.
#[derive(Debug, Clone)]
pub struct AccessToken(Secret);

/// Buys new access tokens; lives about thirty days.
#[derive(Debug, Clone)]
pub struct RefreshToken(Secret);

/// What a login gives.
#[derive(Debug, Clone)]
pub struct TokenPair {
    pub access: AccessToken,
    pub refresh: RefreshToken,
}

impl AccessToken {
    pub fn new(token: Secret) -> Self {
        Self(token)
    }

    pub fn secret(&self) -> &Secret {
        &self.0
    }

    /// When it ends, by its own words; `None` for a token that does not say so. Nothing is verified: a token that says
    /// it lives may still be refused.
    pub fn expires_at(&self) -> Option<Timestamp> {
        expiry(self.0.expose_secret())
    }
}

impl RefreshToken {
    pub fn new(token: Secret) -> Self {
        Self(token)
    }

    pub fn secret(&self) -> &Secret {
        &self.0
    }

    /// As of an access token.
    pub fn expires_at(&self) -> Option<Timestamp> {
        expiry(self.0.expose_secret())
    }
}

/// The member `exp` of a JWT's middle part: seconds since 1970.
fn expiry(token: &str) -> Option<Timestamp> {
    let mut parts = token.trim().split('.');
    let claims = parts.nth(1)?;
    parts.next()?;
    let claims: Value = serde_json::from_slice(&base64url(claims)?).ok()?;
    let seconds = match claims.get("exp")? {
        Value::Number(number) => number.as_i64().or_else(|| whole(&number.to_string())),
        Value::String(text) => whole(text),
        _ => None,
    };
    Timestamp::from_second(seconds?).ok()
}

fn whole(text: &str) -> Option<i64> {
    text.split('.').next()?.parse().ok()
}

/// Base64 with the alphabet of addresses; padding is not needed.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for sign in text.bytes() {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xFF) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ends(token: &str) -> Option<Timestamp> {
        AccessToken::new(token.to_owned().into()).expires_at()
    }

    #[test]
    fn end_of_a_token_is_read_from_the_token() {
        // {"token_type":"access","exp":1768489200,"user_id":7} and {"exp":1768489200.5,"name":"Ёж"}
        for claims in [
            "eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZXhwIjoxNzY4NDg5MjAwLCJ1c2VyX2lkIjo3fQ",
            "eyJleHAiOjE3Njg0ODkyMDAuNSwibmFtZSI6ItCB0LYifQ",
            "eyJleHAiOjE3Njg0ODkyMDAuNSwibmFtZSI6ItCB0LYifQ==",
        ] {
            assert_eq!(
                ends(&format!("demo-head.{claims}.demo-signature")),
                "2026-01-15T15:00:00Z".parse().ok(),
                "{claims}"
            );
        }
        for odd in [
            "",
            "demo-access",
            "a.b.c",
            "a..c",
            "a.e30.c",
            "a.!.c",
            "e30",
        ] {
            assert_eq!(ends(odd), None, "{odd}");
        }
    }

    #[test]
    fn token_is_not_shown() {
        let pair = TokenPair {
            access: AccessToken::new("demo-access-sentinel".to_owned().into()),
            refresh: RefreshToken::new("demo-refresh-sentinel".to_owned().into()),
        };
        assert!(!format!("{pair:?}").contains("sentinel"));
    }

    proptest! {
        #[test]
        fn token_of_any_text_has_an_end_or_none(token in "\\PC{0,20}\\.[A-Za-z0-9_+/=-]{0,60}\\.\\PC{0,20}") {
            let _ = ends(&token);
        }
    }
}
