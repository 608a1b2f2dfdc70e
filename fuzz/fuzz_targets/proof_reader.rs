#![no_main]

#[path = "../bodies/proof_reader.rs"]
mod proof_reader;

libfuzzer_sys::fuzz_target!(|data: &[u8]| proof_reader::run(data));
