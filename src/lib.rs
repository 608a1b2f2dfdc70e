//! byline: who says so, can I check it, and how strongly is it attested?
//!
//! A claim is a JSON record with its sourcing chain. This library reads records strictly, seals and signs them, and
//! verifies a whole repository of them. Data goes one way, from bytes to reports:
//!
//! | layer | turns | into |
//! |---|---|---|
//! | [`json`] | bytes | a document with a canonical form and places |
//! | [`record`] | a document | a claim, source, notice or trust list |
//!
//! The library never prints and never reads the clock, the environment or a key file by itself: times, trust and
//! options are arguments.

pub mod chain;
pub mod corpus;
pub mod json;
pub mod record;
pub mod seal;
pub mod verify;
