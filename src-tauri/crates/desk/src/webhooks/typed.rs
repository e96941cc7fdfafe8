//! What people type about a subscription. Codes: `url` says `url_invalid`, `url_not_https` (plain http goes to this
//! computer only) or `url_user_info`; `token` says `required` or `token_characters`.

use transport::{Secret, is_loopback_host};
use url::Url;

use crate::{checks::problem, error::FieldProblem};

/// Longest token that a Windows credential can hold is 2560 bytes of UTF-16.
const LONGEST_TOKEN: usize = 1200;

/// The address as it will be sent: as typed, without outer white space.
pub(super) fn url(typed: &str) -> Result<String, FieldProblem> {
    let typed = typed.trim();
    let wrong = |code| Err(problem("url", code));
    let inner = |c: char| c.is_whitespace() || c.is_control();
    // What a parser would quietly mend is not what the service would get.
    let Ok(url) = Url::parse(typed) else {
        return wrong("url_invalid");
    };
    let Some(host) = url.host_str().filter(|_| !typed.contains(inner)) else {
        return wrong("url_invalid");
    };
    let spelled_out = typed
        .get(url.scheme().len()..)
        .is_some_and(|rest| rest.starts_with("://"));
    if !spelled_out {
        return wrong("url_invalid");
    }
    if !url.username().is_empty() || url.password().is_some() || before_path(typed).contains('@') {
        return wrong("url_user_info");
    }
    match url.scheme() {
        "https" => Ok(typed.to_owned()),
        "http" if is_loopback_host(host) => Ok(typed.to_owned()),
        _ => wrong("url_not_https"),
    }
}

/// Scheme and authority.
fn before_path(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(authority..).unwrap_or_default();
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    url.get(..authority + end).unwrap_or(url)
}

/// A token as pasted: outer white space goes, inner white space and control characters are refused.
pub(super) fn token(typed: &str) -> Result<Secret, FieldProblem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(problem("token", "required"));
    }
    if typed.len() > LONGEST_TOKEN || !typed.chars().all(|c| c.is_ascii_graphic()) {
        return Err(problem("token", "token_characters"));
    }
    Ok(Secret::from(typed.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_would_carry_applicants_data_in_the_open_is_refused() {
        for (typed, code) in [
            ("https://park.example/hook?from=jump", "ok"),
            (" HTTPS://park.example ", "ok"),
            ("http://127.0.0.1:8080/hook", "ok"),
            ("http://localhost/hook", "ok"),
            ("http://[::1]/hook", "ok"),
            ("http://park.example/hook", "url_not_https"),
            ("http://localhost.example/hook", "url_not_https"),
            ("ftp://park.example/hook", "url_not_https"),
            ("https://user@park.example/hook", "url_user_info"),
            ("https://user:pass@park.example/hook", "url_user_info"),
            ("https://@park.example/hook", "url_user_info"),
            ("https://park.example/@hook", "ok"),
            ("park.example/hook", "url_invalid"),
            ("https:park.example", "url_invalid"),
            ("https://", "url_invalid"),
            ("https://park.example/a b", "url_invalid"),
            ("data:text/plain,x", "url_invalid"),
            ("", "url_invalid"),
        ] {
            let found = url(typed).map_or_else(|problem| problem.code, |_| "ok".to_owned());
            assert_eq!(found, code, "{typed:?}");
        }
    }

    #[test]
    fn a_token_that_cannot_be_carried_is_refused_without_being_repeated() {
        for (typed, code) in [
            (" ", "required"),
            ("demo token", "token_characters"),
            ("demo-ключ", "token_characters"),
        ] {
            let problem = token(typed).unwrap_err();
            assert_eq!(
                (problem.field.as_str(), problem.code.as_str()),
                ("token", code)
            );
            assert!(problem.params.is_empty());
        }
        assert!(token(" demo-token-1 ").is_ok());
    }
}
