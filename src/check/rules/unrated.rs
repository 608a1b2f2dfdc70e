//! `unrated`

use crate::check::rule::Judge;
use crate::json::RuleName;

rule! {
    /// ## What it finds
    ///
    /// A claim that cannot be rated within the stated budget: too many links hang below it, or its outlets cite one
    /// another in too entangled a way. The rules that need a rating could not be applied to it.
    ///
    /// ## Why it matters
    ///
    /// A rule that was not applied must never look like one that found nothing.
    ///
    /// ## Example
    ///
    /// A claim of a thousand outlets of a thousand owners, each of which cites a dozen others.
    ///
    /// ## How to mend it
    ///
    /// Leave out links that add nothing, such as reposts of what you hold, or divide the story into claims that hang
    /// below one another.
    UNRATED: RuleName::new("unrated"), Policy, Deny fixed,
    "a claim that is too large to be rated", Judge::Elsewhere
}
