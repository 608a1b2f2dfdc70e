//! byline: who says so, can I check it, and how strongly is it attested?
//!
//! A claim is a JSON record with its sourcing chain. This library reads records strictly, seals and signs them, and
//! verifies a whole repository of them. Data goes one way, from bytes to reports, and a file uses only its own layer
//! and those above it here:
//!
//! | layer | turns | into |
//! |---|---|---|
//! | [`json`] | bytes | a document with a canonical form and places |
//! | [`record`] | a document | a claim, source, notice or trust list, or its faults |
//! | [`seal`] | a record | its digest, its proofs and their verdicts; a signed record |
//! | [`corpus`] | paths | many records, the trust list and the standing of signers |
//! | [`capture`] | a capture and a quote | whether the words occur in it, else the nearest passage |
//! | [`chain`] | links | channels, origins, and the way down to claims below |
//! | [`score`] | the graph of a claim's links | a rating, and what it comes from |
//! | [`verify`] | a corpus | what holds and what does not, with places |
//! | [`support`] | verified records | how strongly each claim is attested, and what rests on whom |
//! | [`check`] | a verified corpus and a policy | findings: what a rule found, and where |
//! | [`report`] | results | text and JSON |
//! | [`cli`] | arguments | a run and its exit status |
//!
//! The library never prints and never reads the clock, the environment or a key file by itself, [`cli`] aside: times,
//! trust and options are arguments.

#[cfg(not(unix))]
compile_error!("byline runs on Linux and macOS: it opens, locks and replaces files as Unix systems do");

pub mod capture;
pub mod chain;
pub mod check;
pub mod cli;
pub mod corpus;
pub mod json;
pub mod record;
pub mod report;
pub mod score;
pub mod seal;
pub mod support;
pub mod verify;
