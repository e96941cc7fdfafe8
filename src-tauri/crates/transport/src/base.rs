//! The one address under which a service lives. Paths are joined below it and can neither climb out nor name
//! another host, whatever a client or a setting puts in.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::{Host, Url};

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BaseAddress {
    /// Path without a trailing slash.
    url: Url,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaseAddressError {
    #[error("not an address")]
    NotAnAddress,
    #[error("only https, or http to this computer")]
    NotHttps,
    #[error("no user name or password in an address")]
    UserInfo,
    #[error("no query or fragment in a base address")]
    Query,
    #[error("the path leaves the base address")]
    Escape,
}

impl BaseAddress {
    /// `https://host/path`, or `http://` on a loopback host.
    pub fn parse(text: &str) -> Result<Self, BaseAddressError> {
        let mut url = Url::parse(text.trim()).map_err(|_| BaseAddressError::NotAnAddress)?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or(BaseAddressError::NotAnAddress)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback_host(host) => {}
            _ => return Err(BaseAddressError::NotHttps),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseAddressError::UserInfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseAddressError::Query);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        check_path(path.strip_prefix('/').unwrap_or(&path))?;
        url.set_path(&path);
        Ok(Self { url })
    }

    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Is the service on this computer?
    pub fn is_loopback(&self) -> bool {
        is_loopback_host(self.host())
    }

    /// The full address of a call. `path` is relative and percent-encoded, the query is not.
    pub(crate) fn join(
        &self,
        path: &str,
        query: &[(String, String)],
    ) -> Result<http::Uri, BaseAddressError> {
        let below = path.strip_prefix('/').unwrap_or(path);
        check_path(below)?;
        let mut joined = self.url.clone();
        let full = format!("{}/{below}", self.url.path().trim_end_matches('/'));
        joined.set_path(&full);
        // `set_path` normalises; a path that it had to mend is not the one that was meant.
        if joined.path() != full || joined.origin() != self.url.origin() {
            return Err(BaseAddressError::Escape);
        }
        if !query.is_empty() {
            joined.query_pairs_mut().extend_pairs(query);
        }
        http::Uri::from_str(joined.as_str()).map_err(|_| BaseAddressError::Escape)
    }
}

impl fmt::Display for BaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for BaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseAddress({self})")
    }
}

impl FromStr for BaseAddress {
    type Err = BaseAddressError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Refuses empty and dot segments (encoded ones too: servers decode before they resolve), query marks, and anything
/// that is not plain URL text.
fn check_path(path: &str) -> Result<(), BaseAddressError> {
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"\\?#\"<>`{}^|".contains(&byte));
    if !plain || path.starts_with('/') || path.contains("//") {
        return Err(BaseAddressError::Escape);
    }
    let decoded = percent_decode_str(path)
        .decode_utf8()
        .map_err(|_| BaseAddressError::Escape)?;
    let climbs = decoded
        .split(['/', '\\'])
        .any(|segment| segment == "." || segment == "..");
    if climbs || decoded.chars().any(char::is_control) {
        Err(BaseAddressError::Escape)
    } else {
        Ok(())
    }
}

/// `localhost`, 127.0.0.0/8 or `::1`, with or without brackets.
pub fn is_loopback_host(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match Host::parse(host) {
        Ok(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Err(_) => bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback()),
    }
}

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// One parameter of a path: everything that could end the segment is encoded.
pub fn encode_segment(value: &str) -> String {
    utf8_percent_encode(value, SEGMENT).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_https_or_this_computer_is_an_address() {
        for good in [
            "https://api.jump.finance/taxi-public/v1",
            "https://пример.рф/",
            "http://127.0.0.1:8080/x/",
            "http://localhost",
            "http://[::1]:9/",
        ] {
            assert!(BaseAddress::parse(good).is_ok(), "{good}");
        }
        use BaseAddressError::*;
        let bad = [
            ("http://api.jump.finance/v1", NotHttps),
            ("http://127.0.0.1.evil.example/", NotHttps),
            ("http://localhost.evil.example/", NotHttps),
            ("ftp://localhost/", NotHttps),
            ("file:///etc/passwd", NotAnAddress),
            ("https://user:demo-pass@api.jump.finance/", UserInfo),
            ("https://api.jump.finance/?client_key=demo-key", Query),
            ("https://api.jump.finance/#x", Query),
            ("https://api.jump.finance//x", Escape),
            ("api.jump.finance", NotAnAddress),
            ("", NotAnAddress),
        ];
        for (text, error) in bad {
            assert_eq!(BaseAddress::parse(text).err(), Some(error), "{text}");
        }
    }

    #[test]
    fn path_is_joined_once_with_or_without_slashes() {
        for base in ["https://h.example/v1", "https://h.example/v1/"] {
            for path in ["drivers/7/", "/drivers/7/"] {
                let base = BaseAddress::parse(base).unwrap();
                assert_eq!(
                    base.join(path, &[]).unwrap().to_string(),
                    "https://h.example/v1/drivers/7/"
                );
                assert_eq!(base.to_string(), "https://h.example/v1");
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_is_an_address_that_sends_a_key_in_the_clear(text in "(https?|ftp)://[a-z0-9.@:/?#\\[\\]%-]{0,30}|.{0,40}") {
            if let Ok(base) = BaseAddress::parse(&text) {
                prop_assert!(base.url.scheme() == "https" || base.is_loopback());
                prop_assert!(base.url.username().is_empty() && base.url.query().is_none());
                prop_assert_eq!(BaseAddress::parse(&base.to_string()), Ok(base));
            }
        }

        #[test]
        fn no_path_leaves_the_host_or_the_base(path in "[a-z0-9./%@:?#\\\\-]{0,30}|(\\.\\.|%2e%2E|%2f|/|x|@|:)*|.{0,30}") {
            let base = BaseAddress::parse("https://h.example/v1").unwrap();
            if let Ok(uri) = base.join(&path, &[("q".into(), path.clone())]) {
                prop_assert_eq!(uri.host(), Some("h.example"));
                prop_assert_eq!(uri.port(), None);
                let decoded = percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
                prop_assert!(decoded.split(['/', '\\']).all(|segment| segment != ".."));
                prop_assert!(uri.to_string().starts_with("https://h.example/v1/"));
            }
        }

        #[test]
        fn no_parameter_is_more_than_one_segment(value in ".{0,20}") {
            let base = BaseAddress::parse("https://h.example/v1").unwrap();
            let encoded = encode_segment(&value);
            if let Ok(uri) = base.join(&format!("drivers/{encoded}/x"), &[]) {
                let segments: Vec<_> = uri.path().split('/').collect();
                prop_assert_eq!(segments.len(), 5);
                prop_assert_eq!(segments[3], encoded);
            }
        }
    }
}
