#![no_main]

#[path = "../bodies/key_reader.rs"]
mod key_reader;

libfuzzer_sys::fuzz_target!(|data: &[u8]| key_reader::run(data));
