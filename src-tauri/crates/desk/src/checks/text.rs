//! Names, comments, and other free text.

use super::Verdict;

/// The vendor states no limit; its own comments end here.
const LONGEST_COMMENT: usize = 500;

/// One line: white space of any kind becomes single spaces.
fn tidy(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn name(typed: &str) -> Verdict {
    let name = tidy(typed);
    let cyrillic = name
        .chars()
        .any(|c| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё'));
    let latin = name.chars().any(|c| c.is_ascii_alphabetic());
    if name.chars().any(|c| c.is_ascii_digit()) {
        Verdict::warn("name_digits", name)
    } else if cyrillic && latin {
        Verdict::warn("name_mixed_letters", name)
    } else {
        Verdict::ok("ok", name)
    }
}

pub(crate) fn comment(typed: &str) -> Verdict {
    let text = typed.trim();
    match text.chars().count() {
        length if length > LONGEST_COMMENT => Verdict::warn("too_long", text)
            .with("length", length)
            .with("most", LONGEST_COMMENT),
        _ => Verdict::ok("ok", text),
    }
}

pub(crate) fn line(typed: &str) -> Verdict {
    Verdict::ok("ok", tidy(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_foreign_letter_or_a_digit_is_warned_about() {
        assert_eq!(name(" Иванов\u{a0} Петров ").value, "Иванов Петров");
        assert_eq!(name("Ивaнов").code, "name_mixed_letters");
        assert_eq!(name("Иванов2").code, "name_digits");
        assert_eq!(name("Smith").code, "ok");
        assert_eq!(comment(&"а".repeat(501)).code, "too_long");
        assert_eq!(comment("а\nб ").value, "а\nб");
    }
}
