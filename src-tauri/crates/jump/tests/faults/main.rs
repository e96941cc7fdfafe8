//! Every fault of the demo park through the real client, in process and over sockets: what each means for a read, a
//! write and an upload, how often each was sent, and whether it had its effect.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod acts;
mod bench;
mod broken_ways;
mod table;
