//! Each test is named by the harm it prevents.

mod archive;
mod confirming;
mod files;
mod masking;
mod migration;
mod random;
mod rig;
mod space;
mod steps;
mod tamper;
mod threads;
