//! `circular-reporting`

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::verify::names;

rule! {
    /// ## What it finds
    ///
    /// Outlets that have it from one another in a circle, which shows only when several records are put together: a
    /// link is the same in two claims where its address or its capture is, and a claim link is the claim that it names.
    ///
    /// ## Why it matters
    ///
    /// Each seems to confirm the other, and nobody knows anything. A rumour that comes back to where it began is not
    /// a second source.
    ///
    /// ## Example
    ///
    /// By one claim the Courier has it from the Wire's article, by another the Wire has that article from the
    /// Courier's.
    ///
    /// ## How to mend it
    ///
    /// Find out who had it first, and from whom. Correct the claim whose citation is wrong; if both cite the other
    /// indeed, look for an origin outside the circle.
    CIRCULAR_REPORTING: names::CIRCULAR_REPORTING, Chain, Deny,
    "outlets that have it from one another, over several records", Judge::Corpus(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    for (number, finding) in corpus.ratings.circular() {
        found.hand_on(number, finding);
    }
}
