//! `plural-of-one`

use crate::check::context::RecordView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::check::words::{is_english, is_in, words};
use crate::json::RuleName;
use crate::record::{Count, Lang, Party, Record};

rule! {
    /// ## What it finds
    ///
    /// A description of several people, "sources", "officials", "two diplomats", with a count of 1. What counts is whom
    /// the description speaks of: the word before the first "of", "at", "who", "familiar" and the like, so that "one
    /// of the officials" and "an aide to ministers" are one. Only claims in English are looked at; other languages are
    /// not judged.
    ///
    /// ## Why it matters
    ///
    /// A plural for one person makes one voice sound like a chorus; and a count of 1 for several gives a claim less
    /// than it is due.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "insiders", "kind": "anonymous", "count": 1, "described": "officials at the port authority" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// If the report speaks of several without a number, write `"count": "several"`; if it gives a number, write that.
    /// If it is one person, describe one.
    PLURAL_OF_ONE: RuleName::new("plural-of-one"), Sourcing, Deny,
    "several people with a count of 1", Judge::Record(judge)
}

/// Words for several people.
const PLURALS: &[&str] = &[
    "activists",
    "advisers",
    "advisors",
    "aides",
    "analysts",
    "attendees",
    "bankers",
    "colleagues",
    "contacts",
    "delegates",
    "deputies",
    "diplomats",
    "directors",
    "doctors",
    "employees",
    "engineers",
    "executives",
    "experts",
    "figures",
    "friends",
    "individuals",
    "informants",
    "insiders",
    "investigators",
    "investors",
    "judges",
    "lawmakers",
    "lawyers",
    "leaders",
    "managers",
    "members",
    "men",
    "ministers",
    "negotiators",
    "observers",
    "officers",
    "officials",
    "participants",
    "people",
    "persons",
    "politicians",
    "prosecutors",
    "relatives",
    "representatives",
    "residents",
    "scientists",
    "soldiers",
    "sources",
    "staffers",
    "suppliers",
    "traders",
    "witnesses",
    "women",
    "workers",
];

/// Numbers above one that a description begins with.
const NUMBERS: &[&str] = &[
    "both", "dozens", "eight", "five", "four", "hundreds", "many", "multiple", "nine", "numerous", "seven",
    "several", "six", "ten", "three", "two", "various",
];

/// Words that come after whom a description speaks of.
const AFTER: &[&str] = &[
    "about",
    "according",
    "among",
    "asking",
    "at",
    "aware",
    "briefed",
    "by",
    "close",
    "familiar",
    "for",
    "from",
    "in",
    "inside",
    "involved",
    "near",
    "of",
    "on",
    "present",
    "said",
    "say",
    "saying",
    "says",
    "speaking",
    "that",
    "to",
    "told",
    "which",
    "who",
    "whose",
    "with",
    "within",
];

fn judge(view: &RecordView<'_>, found: &mut Found<'_>) {
    let Record::Claim(claim) = view.record else { return };
    for link in &claim.chain {
        if let Party::Anonymous {
            described,
            count: Count::Number(1),
            ..
        } = link.party
            && speaks_of_several(described, claim.lang)
        {
            found.at(
                || view.member_of(link, "count"),
                || format!("{described:?} are several, and the count is 1"),
                "write the number that the report gives, or \"several\"; if it is one person, describe one",
            );
        }
    }
}

/// Whether a description in this language speaks of several people, so that a count of 1 is refused beside it.
pub fn speaks_of_several(described: &str, lang: Lang<'_>) -> bool {
    is_english(lang) && is_several(described)
}

fn is_several(described: &str) -> bool {
    let mut whom = words(described).take_while(|word| !is_in(AFTER, word)).peekable();
    let begins_with_number = whom.peek().is_some_and(|word| is_number_above_one(word));
    let last = whom.last();
    last.is_some_and(|last| begins_with_number || is_in(PLURALS, last))
}

fn is_number_above_one(word: &str) -> bool {
    is_in(NUMBERS, word) || word.parse::<u32>().is_ok_and(|number| number > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::words::is_sorted;

    #[test]
    fn the_lists_can_be_searched() {
        assert!([PLURALS, NUMBERS, AFTER].into_iter().all(is_sorted));
    }

    #[test]
    fn whom_a_description_speaks_of_says_whether_they_are_several() {
        for described in [
            "sources",
            "Sources say",
            "people familiar with the matter",
            "Chinese officials",
            "senior officials, who asked not to be named",
            "two diplomats",
            "3 employees of the company",
            "several staff members at the port",
            "witnesses",
        ] {
            assert!(is_several(described), "{described}");
        }
    }

    #[test]
    fn one_among_or_beside_several_is_one() {
        for described in [
            "a source",
            "one of the officials",
            "one of several people briefed on the talks",
            "a person who met officials",
            "an aide to ministers",
            "the officials' lawyer",
            "a two-time minister",
            "recently summoned to meet policymakers",
            "a member of the workers council",
            "1 official",
            "an executive with 20 years in the trade",
        ] {
            assert!(!is_several(described), "{described}");
        }
    }
}
