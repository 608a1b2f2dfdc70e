//! Verification: integrity, signers, references, revisions, notices and captures of every record.
//!
//! Each record is read, hashed and verified once; what depends on other records follows, over the facts
//! that were kept. How strongly a claim is attested is not decided here: [`crate::support`] rates what was verified.

mod again;
mod all_proofs;
mod bundled;
mod capture_findings;
mod captures;
mod counts;
mod editors;
mod entry;
mod examine;
mod few;
mod finding;
mod from_bundle;
mod identity;
mod integrity;
mod intern;
mod lists;
mod malformed;
mod notices;
mod reach;
mod references;
mod resolve;
mod revised;
mod revisions;
mod rivals;
mod run;
mod seals;
mod since;
mod statement;
mod summary;
mod taken_back;
mod verification;
mod way;

pub use bundled::{Bundled, WantedCaptures};
pub use captures::CaptureState;
pub use entry::{
    Capture, Change, Entry, Extra, NoticeFact, Quoted, Reference, Relation, SignerFact, SourceOnFile,
};
pub use examine::{ClaimSeals, Inspect};
pub use finding::{Finding, Level, Unplaced, names};
pub use integrity::{IntegrityReport, SealedDocument, verify_integrity};
pub use lists::{PinError, read_pin, repository_trust};
pub use notices::{Flaw, Force, MAX_TOLD, NoticeOnRecord, Subject};
pub use revised::Change as RevisionChange;
pub use run::{Options, verify, verify_and_inspect, verify_with_all_claims, verify_with_rivals};
pub use seals::mend_altered;
pub use since::{BaseRecord, Since, SinceError, verify_since};
pub use summary::Summary;
pub use verification::Verification;
pub use way::Way;
