//! `quote-not-found` and `quote-not-checkable`, which verification finds

use crate::check::rule::Judge;
use crate::verify::names;

rule! {
    /// ## What it finds
    ///
    /// A `quote` whose words do not occur in the capture beside it, or begin or end there within a word or a number. Of a
    /// page the text is searched without what its attributes hide; white space does not matter, capitals do.
    ///
    /// ## Why it matters
    ///
    /// The words were copied wrongly, or the page says something else than the claim has it say. What is put between
    /// quotation marks must have been said so.
    ///
    /// ## Example
    ///
    /// ```json
    /// "quote": { "text": "the wall was sound in May" },
    /// "evidence": { "sha256": "9f86d081…", "media_type": "text/html" }
    /// ```
    ///
    /// where the page reads "the wall was sound in March".
    ///
    /// ## How to mend it
    ///
    /// Copy the words from the capture; the passage nearest to them is shown. If the page was changed after it was
    /// quoted, capture the version that says so. Where the claim is signed, make the next revision: of the one before
    /// this is told no more, unless another claim rests on it.
    QUOTE_NOT_FOUND: names::QUOTE_NOT_FOUND, Evidence, Deny,
    "a quote that the capture beside it does not hold", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A `quote` beside a capture that cannot be searched for words: a picture, a film, a paper in a form that is not
    /// read.
    ///
    /// ## Why it matters
    ///
    /// Nobody but a person can say whether the words were said so.
    ///
    /// ## Example
    ///
    /// ```json
    /// "quote": { "text": "the wall was sound in March" },
    /// "evidence": { "sha256": "9f86d081…", "media_type": "application/pdf" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Capture the page as HTML or plain text, or the text of the paper as well. Where that cannot be had, hold the
    /// quote against the capture yourself and say so in `note`.
    QUOTE_NOT_CHECKABLE: names::QUOTE_NOT_CHECKABLE, Evidence, Warn,
    "a quote beside a capture that cannot be searched", Judge::Elsewhere
}
