//! Files in the user's folders: names that every file system takes, and places where nothing is lost.

pub mod name;
pub mod place;
