//! `duplicate-claim`

use std::collections::HashMap;

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// Two claims of different ids with the same statement and the same chain.
    ///
    /// ## Why it matters
    ///
    /// They are one claim written down twice; a correction of the one will miss the other.
    ///
    /// ## Example
    ///
    /// `claims/bridge-closed.json` and `claims/old-bridge.json` both say "The old bridge will close for two years." and
    /// have the same links.
    ///
    /// ## How to mend it
    ///
    /// Keep one of them and let whatever rests on the other name it instead.
    DUPLICATE_CLAIM: RuleName::new("duplicate-claim"), Relations, Info,
    "two claims with the same statement and chain", Judge::Corpus(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    let mut same: HashMap<&[u8; 16], Vec<u32>> = HashMap::new();
    for claim in corpus.speaking() {
        let entry = verification.entry(claim);
        same.entry(entry.statement_hash()).or_default().push(claim);
    }
    for claims in same.values().filter(|claims| claims.len() > 1) {
        for &claim in claims {
            let chain = verification.entry(claim).chain();
            let other = claims.iter().find(|&&other| {
                let theirs = verification.entry(other);
                theirs.id != verification.entry(claim).id && theirs.chain() == chain
            });
            if let Some(&other) = other {
                let other = verification.entry(other);
                found.at(
                    claim,
                    Anchor::Named("id"),
                    format!(
                        "the claim {} in {} says the same on the same grounds",
                        other.id,
                        verification.path(other).display()
                    ),
                    "keep one of the two, and let whatever rests on the other name it instead",
                );
            }
        }
    }
}
