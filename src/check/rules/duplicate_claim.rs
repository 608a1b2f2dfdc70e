//! `duplicate-claim`

use std::collections::HashMap;

use crate::chain::Chain;
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
    let mut same: HashMap<(&[u8; 16], &Chain), Vec<u32>> = HashMap::new();
    for claim in corpus.speaking() {
        let entry = verification.entry(claim);
        let Some(chain) = entry.chain() else { continue };
        let grounds = (entry.statement_hash(), chain);
        // Claims that are reported on come first: what none of them says is nobody's concern here.
        if verification.is_reported(claim) {
            same.entry(grounds).or_default().push(claim);
        } else if let Some(claims) = same.get_mut(&grounds) {
            claims.push(claim);
        }
    }
    let id = |claim: u32| &verification.entry(claim).id;
    for claims in same.values().filter(|claims| claims.len() > 1) {
        let another = claims.iter().find(|&&other| id(other) != id(claims[0]));
        for &claim in claims {
            let other = if id(claim) == id(claims[0]) {
                another
            } else {
                claims.first()
            };
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
