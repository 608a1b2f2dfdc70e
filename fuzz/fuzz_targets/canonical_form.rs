#![no_main]

#[path = "../bodies/canonical_form.rs"]
mod canonical_form;

libfuzzer_sys::fuzz_target!(|data: &[u8]| canonical_form::run(data));
