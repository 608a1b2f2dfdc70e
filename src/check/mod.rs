//! A repository of claims held to its policy: every rule on every record.
//!
//! A rule is one file, or one of a tight family in a file: its name, family, level, summary and documentation are
//! declared once, in the macro `rule!`, and the registry names each in one line. What verification finds are rules too;
//! others look at a record while it is read, at a claim with its rating, or at all records together.

#[macro_use]
mod rule;
mod context;
mod finding;
mod found;
mod policy;
mod record_rules;
mod registry;
mod rules;
mod run;
mod stopwatch;
mod waivers;
mod wanted;
mod words;

pub use finding::{CheckFinding, Subject};
pub use policy::{Policy, PolicyError};
pub use record_rules::RecordRules;
pub use registry::{RULES, named};
pub use rule::{Family, HEADINGS, Rule};
pub use rules::{Misnamed, misnamed, speaks_of_several};
pub use run::{Check, Outcome};
pub use stopwatch::{Stopwatch, Timings};
pub use waivers::Accepted;
