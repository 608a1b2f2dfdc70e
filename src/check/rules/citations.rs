//! `dangling-citation` and `unheld-root`, which reading finds

use crate::check::rule::Judge;
use crate::record;

rule! {
    /// ## What it finds
    ///
    /// A link that cites another which the claim does not have.
    ///
    /// ## Why it matters
    ///
    /// The chain breaks off there: nobody can say from whom the outlet had it. Most often a name is misspelt.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "cites": ["clark"] },
    ///   { "id": "clerk", "kind": "person", "source": "jane-doe", "basis": "direct" }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Mend the name in `cites`, or add the link that it means.
    DANGLING_CITATION: record::DANGLING_CITATION, Chain, Deny fixed,
    "a link cites another that is not there", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A link that no other link cites and that is not held.
    ///
    /// ## Why it matters
    ///
    /// Whoever recorded the claim has neither seen it nor been told of it by anything that he has seen. Nobody could
    /// know of it.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "courier", "kind": "report", "source": "courier.example", "published": "2026-03-02" }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// If you have read, heard or seen it yourself, write `"held": true` or add its capture. Otherwise let the link
    /// through which you know of it cite it.
    UNHELD_ROOT: record::UNHELD_ROOT, Chain, Deny fixed,
    "a link that nobody cites and nobody holds", Judge::Elsewhere
}
