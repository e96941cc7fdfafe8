//! End to end, in the real window.
