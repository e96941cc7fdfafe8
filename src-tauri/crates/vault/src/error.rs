//! Why a keychain would not serve, as codes the screen can act on. No variant carries text from the keychain:
//! some of its errors hold the bytes of the secret.

/// What stopped a call to the keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// This machine runs no keychain: no session bus, no Secret Service on it. Starting one and trying again helps.
    #[error("no keychain is running")]
    Absent,
    /// The keychain is locked and was not unlocked.
    #[error("the keychain is locked")]
    Locked,
    /// A keychain runs but has nowhere to store: no default collection on Linux, no logon session on Windows.
    #[error("the keychain has no collection to store in")]
    NoCollection,
    /// The person dismissed the prompt, or the system refused this program.
    #[error("access to the keychain was refused")]
    Denied,
    /// The secret is longer than the keychain holds (Windows: 2560 bytes of UTF-16).
    #[error("the secret is longer than the keychain holds")]
    TooLong,
    /// No answer in time. A `set` or `delete` may still take effect if a prompt is answered later.
    #[error("the keychain did not answer in time")]
    TimedOut,
    /// What is stored is not text: another program wrote over it.
    #[error("the stored secret is not text")]
    Damaged,
    /// Anything else; the log has the details.
    #[error("the keychain failed")]
    Other,
}

impl VaultError {
    /// A stable name for tables of messages and for logs, in snake_case.
    pub fn code(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Locked => "locked",
            Self::NoCollection => "no_collection",
            Self::Denied => "denied",
            Self::TooLong => "too_long",
            Self::TimedOut => "timed_out",
            Self::Damaged => "damaged",
            Self::Other => "other",
        }
    }
}
