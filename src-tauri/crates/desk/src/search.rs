//! What people type into a search field, made into what the service can find.
