//! How a client is made that speaks to a script, or to the demo park.

use http::HeaderName;
use rig::{Contract, Tried};
use transport::{Secret, Service};
use yume::{AccessToken, Yume, YumeId};

use crate::contract::CONTRACT;

pub const ACCESS: &str = "demo-access-token";
pub const COMPANY: YumeId = YumeId(12);

pub struct Own;

pub type Script = rig::Script<Own>;

impl Tried for Own {
    type Client = Yume;
    const NAME: &'static str = "yume";
    const BASE: &'static str = "http://127.0.0.1";
    const NOW: &'static str = "2026-01-15T12:00:00Z";

    fn contract() -> &'static Contract {
        &CONTRACT
    }

    /// The token is not the service's: it changes every day.
    fn auth() -> Vec<(HeaderName, Secret)> {
        Vec::new()
    }

    fn client(service: Service) -> Yume {
        Yume::new(service)
            .signed(access(ACCESS))
            .for_company(Some(COMPANY))
    }
}

pub fn access(token: &str) -> AccessToken {
    AccessToken::new(token.to_owned().into())
}
