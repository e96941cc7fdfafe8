//! How a park is reached at Yume: a login and a password buy two tokens, once; the tokens live in the keychain.
//!
//! Newcomers start with `session`: every call goes through it, and it renews the access where that is over.

mod check;
mod company;
mod record;
mod session;
mod sign_in;
mod sign_out;
mod verdict;

pub use record::YumeRecord;
