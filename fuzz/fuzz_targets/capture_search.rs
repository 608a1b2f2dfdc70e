#![no_main]

#[path = "../bodies/capture_search.rs"]
mod capture_search;

libfuzzer_sys::fuzz_target!(|data: &[u8]| capture_search::run(data));
