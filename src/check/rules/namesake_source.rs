//! `namesake-source`

use std::collections::{BTreeMap, BTreeSet, HashSet};

use unicode_security::skeleton;

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// Two records of sources with different ids and names that look the same, whatever the capital letters and blanks in
    /// them.
    ///
    /// ## Why it matters
    ///
    /// One person with two records counts as two witnesses, and each record has a letter and a track record of its own.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "byline": "source/1", "id": "mira-toll", "name": "Mira Toll", "kind": "person" }
    /// { "byline": "source/1", "id": "m-toll", "name": "Mira Toll", "kind": "person" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// If they are one, let all claims name one of the two. If they are two, say in the names which is which: "Mira Toll
    /// (pilot)".
    NAMESAKE_SOURCE: RuleName::new("namesake-source"), Identity, Warn,
    "two sources of one name", Judge::Corpus(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    let mut by_name: BTreeMap<String, Vec<(&str, u32)>> = BTreeMap::new();
    for (number, entry) in verification.all() {
        if let Some(source) = entry.source() {
            for name in forms(&source.name) {
                by_name.entry(name).or_default().push((&entry.id, number));
            }
        }
    }
    let mut told = HashSet::new();
    for mut sources in by_name.into_values() {
        sources.sort_unstable();
        let (Some(&(first, _)), Some(&(last, _))) = (sources.first(), sources.last()) else {
            continue;
        };
        for (id, number) in sources {
            let other = if first == id { last } else { first };
            if other == id || !verification.is_reported(number) || !told.insert(number) {
                continue;
            }
            found.at(
                number,
                Anchor::Named("name"),
                format!("the source {id} is called as the source {other} is: if they are one, they count as two"),
                "if they are one, let all claims name one of the two; if not, say in the names which is which",
            );
        }
    }
}

/// What a name looks like: with small letters alone, and with those that its capitals look like.
fn forms(name: &str) -> BTreeSet<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = words.join(" ");
    let small = skeleton(&name.to_lowercase()).collect();
    let alike = skeleton(&name).collect::<String>().to_lowercase();
    BTreeSet::from([small, alike])
}
