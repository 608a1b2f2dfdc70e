#![no_main]

#[path = "../bodies/trust_list.rs"]
mod trust_list;

libfuzzer_sys::fuzz_target!(|data: &[u8]| trust_list::run(data));
