//! How a park is reached at Yume. Secrets go in once; none of these types brings one back.

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;
use yume::YumeId;

use crate::{
    connections::types::{CheckLine, ConnectionId, KeepKey, KeyPlace},
    error::DeskError,
};

/// A sign-in as typed. The password is sent once, to Yume, and kept nowhere; the tokens go to the keychain.
#[derive(Clone, Deserialize, Type)]
pub struct YumeSignIn {
    /// `https://api.yume.cloud`, its stage, or an address of the user's.
    pub base_address: String,
    /// 1..=20; two by default.
    pub requests_per_second: u32,
    /// Login, phone or e-mail.
    pub login: String,
    pub password: String,
    pub keep: KeepKey,
}

/// A token that a person has already. Without a refresh token the person is asked again when it is over.
#[derive(Clone, Deserialize, Type)]
pub struct YumePaste {
    pub base_address: String,
    pub requests_per_second: u32,
    pub access: String,
    pub refresh: Option<String>,
    pub keep: KeepKey,
}

/// Without the password.
impl fmt::Debug for YumeSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("YumeSignIn")
            .field("base_address", &self.base_address)
            .finish_non_exhaustive()
    }
}

/// Without the tokens.
impl fmt::Debug for YumePaste {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("YumePaste")
            .field("base_address", &self.base_address)
            .finish_non_exhaustive()
    }
}

/// A company of the account (`X-Tenant-Id`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct YumeCompany {
    pub id: YumeId,
    /// Empty when the service does not say it.
    pub name: String,
    /// `KZT`; empty when the service does not say it.
    pub currency: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct YumeAccessView {
    pub base_address: String,
    pub requests_per_second: u32,
    /// As typed at the last sign-in, to be offered again; empty after a token was pasted.
    pub login: String,
    /// Absent: the service takes the account's own.
    pub company: Option<YumeCompany>,
    /// Where the access token is; `missing`: signed out.
    pub token_place: KeyPlace,
    /// The service has refused what is kept: sign in again. Known for this run only.
    pub over: bool,
    /// A refresh token is kept, so that the access is renewed without asking.
    pub renewable: bool,
    /// ISO time with offset.
    pub signed_in_at: Option<String>,
    /// When the access token ends by its own words; absent when it does not say so or cannot be read without asking.
    pub access_until: Option<String>,
}

/// A sign-in that succeeded.
#[derive(Debug, Clone, Serialize, Type)]
pub struct YumeSignedIn {
    pub access: YumeAccessView,
    /// To choose from; a single one is chosen already.
    pub companies: Vec<YumeCompany>,
    /// Signed in, and the companies could not be read: why.
    pub companies_unread: Option<DeskError>,
}

/// The tokens are forgotten here.
#[derive(Debug, Clone, Serialize, Type)]
pub struct YumeSignedOut {
    /// Why the service could not be told: its session ends by itself, 30 days at most. Absent when it was told, and when
    /// there was nothing to tell.
    pub not_told: Option<DeskError>,
}

/// What the check of the access came to, as one of the things that a person can mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum YumeVerdict {
    Answers,
    /// The session is over: sign in again.
    SignedOut,
    /// The account does not belong to the chosen company, or it is not there.
    WrongCompany,
    /// The account has no company at all.
    NoCompany,
    /// 403 everywhere: staff only.
    NoRight,
    /// Some reads are refused, others answer.
    SomeRightsMissing,
    /// The integration with Wazzup is not connected.
    NotConnected,
    /// It is connected and over: reads answer, writes would be refused.
    Expired,
    /// Not reached, or no usable answer: the lines say why.
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct YumeCheck {
    pub verdict: YumeVerdict,
    pub lines: Vec<CheckLine>,
}

/// Something of a connection's Yume is not what it was: read it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct YumeChange {
    pub connection: ConnectionId,
    pub what: YumePart,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum YumePart {
    /// Signed in, renewed, another company, or over.
    Access,
    Triggers,
    Settings,
    Integrations,
}
