//! The program. Everything it does is in the library, so that tests can reach it.

#![forbid(unsafe_code)]
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    parkdesk_lib::run()
}
