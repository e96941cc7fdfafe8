//! E-mail addresses: only what is certainly wrong is refused.

use super::Verdict;

pub(crate) fn check(typed: &str) -> Verdict {
    let address = typed.trim();
    // A link copied as text.
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    let wrong = |part: &str| Verdict::error("email_invalid", typed).with("part", part);
    if address.chars().any(char::is_whitespace) {
        return wrong("space");
    }
    let Some((name, domain)) = address.split_once('@') else {
        return wrong("at");
    };
    if domain.contains('@') {
        return wrong("at");
    }
    if name.is_empty() || name.len() > 64 || name.starts_with('.') || name.ends_with('.') {
        return wrong("name");
    }
    let labels: Vec<&str> = domain.split('.').collect();
    let label_fits = |label: &&str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let ends_well = labels.last().is_some_and(|last| last.chars().count() >= 2);
    if labels.len() < 2 || !labels.iter().all(label_fits) || !ends_well {
        return wrong("domain");
    }
    match address.is_ascii() {
        true => Verdict::ok("email_ok", address),
        false => Verdict::warn("email_not_latin", address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certainly_wrong_is_refused() {
        for (typed, part) in [
            ("driver", "at"),
            ("a@b@c.ru", "at"),
            ("@example.com", "name"),
            ("a@example", "domain"),
            ("a@example..com", "domain"),
            ("a@-example.com", "domain"),
            ("a b@example.com", "space"),
        ] {
            assert_eq!(check(typed).params["part"], part, "{typed}");
        }
        assert_eq!(
            check(" driver+1@example.com ").value,
            "driver+1@example.com"
        );
        assert_eq!(
            check("mailto:driver@example.com").value,
            "driver@example.com"
        );
        assert_eq!(check("иван@почта.рф").code, "email_not_latin");
    }
}
