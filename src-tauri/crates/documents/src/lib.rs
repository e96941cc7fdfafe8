//! Scans: what a file really is, whether it may be sent, its fingerprint, and a small picture of it.
//!
//! [`inspect`] reads a file once in small pieces, never changes it, and believes its content, not its name.
//! [`thumbnail`] draws it the right way up: EXIF orientation is applied to the picture shown, never to the file.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod fingerprint;
mod inspect;
mod kind;
mod structure;
mod thumbnail;

pub use fingerprint::{Comparison, compare, fingerprint};
pub use inspect::{DocumentFault, Inspected, Rules, inspect, same};
pub use kind::{Guess, Kind, sniff};
pub use thumbnail::{
    Thumbnail, ThumbnailFault, ThumbnailFormat, Upright, thumbnail, thumbnail_of_file, upright,
};
