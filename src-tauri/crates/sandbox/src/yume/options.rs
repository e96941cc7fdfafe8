//! How the Yume side of a park is set up: users, the state of the integration, and what the vendor's documentation leaves
//! open.

use super::{YUME_BARE_COMPANY, YUME_COMPANY};

/// Somebody who can log in.
#[derive(Clone, Debug)]
pub struct YumeUser {
    pub login: String,
    pub password: String,
    /// The first is the one that counts where no company is named.
    pub companies: Vec<i64>,
    /// In [`YUME_COMPANY`] he may look.
    pub views: bool,
    /// There he may add, change and delete, too.
    pub changes: bool,
    /// Operations answered 403, by operationId.
    pub forbidden: Vec<String>,
}

impl YumeUser {
    /// A user with every right in [`YUME_COMPANY`] and none in [`YUME_BARE_COMPANY`].
    pub fn full(login: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            login: login.into(),
            password: password.into(),
            companies: vec![YUME_COMPANY, YUME_BARE_COMPANY],
            views: true,
            changes: true,
            forbidden: Vec::new(),
        }
    }

    /// He may look and change nothing.
    pub fn readonly(login: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            changes: false,
            ..Self::full(login, password)
        }
    }

    /// `demo-yume` with `demo-yume-password`; `demo-yume-readonly`; `demo-yume-driver`, who is no member of the staff. All
    /// have the same password.
    pub fn demo() -> Vec<Self> {
        let password = "demo-yume-password";
        let outsider = Self {
            views: false,
            ..Self::readonly("demo-yume-driver", password)
        };
        vec![
            Self::full("demo-yume", password),
            Self::readonly("demo-yume-readonly", password),
            outsider,
        ]
    }
}

/// Of Wazzup, in [`YUME_COMPANY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YumeIntegrationState {
    Active,
    /// Its time is over: it can be looked at, and nothing be written.
    Expired,
    /// Not even looked at.
    Off,
}

impl YumeIntegrationState {
    /// `active`, `expired`, `off`.
    pub fn read(text: &str) -> Option<Self> {
        Some(match text.trim() {
            "active" => Self::Active,
            "expired" => Self::Expired,
            "off" => Self::Off,
            _ => return None,
        })
    }
}

/// How operations without a described answer answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YumeAnswers {
    /// `{}`; the chat frame `{"url": …}`; a deletion 204.
    Objects,
    /// Nothing at all, the chat frame included.
    Nothing,
    /// A bare JSON text; a deletion `200 {}`.
    Texts,
}

/// Behaviour that the documentation leaves open; a client must live with every combination.
#[derive(Clone, Debug)]
pub struct YumeQuirks {
    pub integration: YumeIntegrationState,
    /// Seconds of the park's clock that an access token lives.
    pub access_seconds: u32,
    /// Statuses of rents are numbers, in answers and in requests, as the vendor's newer page has them.
    pub int_statuses: bool,
    /// A PUT sets the fields that it leaves out back to nothing.
    pub put_resets: bool,
    /// One trigger has values and members that no page knows.
    pub unknown_values: bool,
    pub answers: YumeAnswers,
}

impl Default for YumeQuirks {
    fn default() -> Self {
        Self {
            integration: YumeIntegrationState::Active,
            access_seconds: 86_400,
            int_statuses: false,
            put_resets: false,
            unknown_values: false,
            answers: YumeAnswers::Objects,
        }
    }
}
