//! `waiver-expired` and `waiver-unused`

use crate::check::rule::Judge;
use crate::json::RuleName;

rule! {
    /// ## What it finds
    ///
    /// An entry `[[ignore]]` in `byline.toml` whose day `until` has passed. It accepts nothing any more.
    ///
    /// ## Why it matters
    ///
    /// A finding was accepted for a while, not for ever; somebody has to decide anew.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[ignore]]
    /// rule = "single-origin"
    /// record = "bridge-closed"
    /// reason = "the second source is being asked"
    /// until = "2020-01-31"
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Mend what the waiver accepted and remove it, or give a later day.
    WAIVER_EXPIRED: RuleName::new("waiver-expired"), Policy, Warn,
    "a waiver whose day has passed", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// An entry `[[ignore]]` in `byline.toml` that no finding needs. It is told only where the whole repository is
    /// checked.
    ///
    /// ## Why it matters
    ///
    /// It would silently accept the next finding of that rule on that record, which nobody has looked at.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[ignore]]
    /// rule = "single-origin"
    /// record = "a-claim-with-three-sources"
    /// reason = "there was only one at first"
    /// until = "2099-12-31"
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Remove the entry, or mend a misspelt id in it.
    WAIVER_UNUSED: RuleName::new("waiver-unused"), Policy, Warn,
    "a waiver that nothing needs", Judge::Elsewhere
}
