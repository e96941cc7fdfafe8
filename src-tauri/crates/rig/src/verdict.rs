//! What becomes of a call whose answer is no success, whatever the service.

use transport::endpoint::Kind;
use transport::{Cause, Outcome};

/// What the call said, nothing where it succeeded; and how often it was sent.
pub type Verdict = (Option<(Outcome, Cause)>, usize);

/// A read is sent so often before it is given up.
pub const ATTEMPTS: usize = 4;

/// Answers of nobody knows whom, each with what it says and how often a read is sent then.
pub const NOBODYS: [(u16, &str, Cause, usize); 8] = [
    (301, "", Cause::Redirect, 1),
    (307, "", Cause::Redirect, 1),
    (400, "<html>", Cause::NoEnvelope, 1),
    (404, "", Cause::NoEnvelope, 1),
    (408, "", Cause::Timeout, ATTEMPTS),
    (409, "{}", Cause::Conflict, 1),
    (502, "<html>", Cause::Server, ATTEMPTS),
    (200, "<html>", Cause::NotJson, ATTEMPTS),
];

pub const fn is_read(kind: Kind) -> bool {
    matches!(kind, Kind::Read | Kind::Preview | Kind::Download)
}

/// What an answer that says nothing certain means: a read was not answered, a change may have been made and is not sent
/// again. `reads` is how often a read is sent.
pub const fn doubt(kind: Kind, cause: Cause, reads: usize) -> Verdict {
    match is_read(kind) {
        true => (Some((Outcome::Unreadable, cause)), reads),
        false => (Some((Outcome::MaybeSent, cause)), 1),
    }
}

/// A refusal in the vendor's own envelope.
pub fn refusal(kind: Kind, status: u16) -> Verdict {
    let rejected = |cause| (Some((Outcome::Rejected, cause)), 1);
    match status {
        400 | 422 => rejected(Cause::Invalid),
        401 => rejected(Cause::Unauthorized),
        403 => rejected(Cause::Forbidden),
        404 => rejected(Cause::NotFound),
        409 => doubt(kind, Cause::Conflict, 1),
        429 => doubt(kind, Cause::RateLimited, ATTEMPTS),
        500..=599 => doubt(kind, Cause::Server, ATTEMPTS),
        other => panic!("what does {other} mean?"),
    }
}
