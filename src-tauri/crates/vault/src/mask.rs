//! What may be shown of a secret.

use crate::Secret;
use secrecy::ExposeSecret;

/// Below this length the last characters would give away too much of the whole.
const SHORTEST_WITH_TAIL: usize = 12;
const TAIL: usize = 4;
const DOTS: &str = "••••••••";

/// Dots, and the last four characters when the secret has at least twelve. The number of dots tells nothing
/// about the length.
pub fn mask(secret: &Secret) -> String {
    let text = secret.expose_secret();
    let length = text.chars().count();
    if length < SHORTEST_WITH_TAIL {
        return DOTS.to_owned();
    }
    DOTS.chars()
        .chain(text.chars().skip(length - TAIL))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_secret_shows_nothing_of_itself() {
        for text in ["", "a", "demo-key-11"] {
            assert_eq!(mask(&Secret::from(text)), DOTS);
        }
    }

    #[test]
    fn long_secret_shows_four_characters_whatever_its_length() {
        assert_eq!(mask(&Secret::from("demo-key-123")), "••••••••-123");
        assert_eq!(mask(&Secret::from("д".repeat(40))), "••••••••дддд");
    }
}
