//! `vague-anonymous`

use crate::check::context::RecordView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::check::words::{is_english, is_in, words};
use crate::json::RuleName;
use crate::record::{Party, Record};

rule! {
    /// ## What it finds
    ///
    /// An unnamed party whose description says no more than that there is one: "a source", "sources say", "people
    /// familiar with the matter", "a senior official who asked not to be named". A description is found where every
    /// word of it is such a word: a word for people in general, a number, a word of saying or of anonymity, or that
    /// they know, are placed well or rank high. One word more, and it is not: "a source at the ministry", "two people
    /// who took part in the talks". Only claims in English are looked at; other languages are not judged.
    ///
    /// ## Why it matters
    ///
    /// A reader who cannot know the name can still be told why this person would know. Without that there is no
    /// telling a minister from a rumour.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "insider", "kind": "anonymous", "count": 1, "described": "a person familiar with the matter" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Say what the report says of them: where they work, what they took part in, how they know. If it says no more
    /// than this, look for a report that does.
    VAGUE_ANONYMOUS: RuleName::new("vague-anonymous"), Sourcing, Deny,
    "unnamed people of whom nothing is said", Judge::Record(judge)
}

/// Words that say nothing of who somebody is.
const EMPTY: &[&str] = &[
    "a",
    "about",
    "according",
    "all",
    "among",
    "an",
    "and",
    "anonymity",
    "anonymous",
    "anonymously",
    "another",
    "anybody",
    "anyone",
    "are",
    "as",
    "ask",
    "asked",
    "asking",
    "at",
    "authorised",
    "authorized",
    "aware",
    "be",
    "because",
    "been",
    "being",
    "both",
    "briefed",
    "but",
    "by",
    "certain",
    "claim",
    "claimed",
    "claims",
    "close",
    "comment",
    "condition",
    "confidential",
    "contact",
    "contacts",
    "credible",
    "declined",
    "direct",
    "directly",
    "discuss",
    "dozen",
    "eight",
    "familiar",
    "few",
    "figure",
    "figures",
    "first",
    "five",
    "four",
    "freely",
    "from",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "high",
    "his",
    "identified",
    "in",
    "individual",
    "individuals",
    "informant",
    "informants",
    "information",
    "informed",
    "insider",
    "insiders",
    "involved",
    "is",
    "issue",
    "issues",
    "it",
    "its",
    "knowing",
    "knowledge",
    "knowledgeable",
    "known",
    "knows",
    "least",
    "level",
    "man",
    "many",
    "matter",
    "matters",
    "me",
    "men",
    "more",
    "multiple",
    "name",
    "named",
    "names",
    "nine",
    "not",
    "number",
    "numerous",
    "of",
    "official",
    "officials",
    "on",
    "one",
    "ones",
    "only",
    "or",
    "other",
    "others",
    "people",
    "permission",
    "person",
    "persons",
    "placed",
    "positioned",
    "privately",
    "privy",
    "public",
    "publicly",
    "ranked",
    "ranking",
    "refused",
    "reliable",
    "report",
    "reported",
    "reportedly",
    "reporters",
    "reports",
    "requested",
    "requesting",
    "said",
    "say",
    "saying",
    "says",
    "senior",
    "seven",
    "several",
    "she",
    "situation",
    "six",
    "some",
    "somebody",
    "someone",
    "source",
    "sources",
    "speak",
    "speaking",
    "spoke",
    "subject",
    "tell",
    "telling",
    "tells",
    "ten",
    "than",
    "that",
    "the",
    "their",
    "them",
    "these",
    "they",
    "this",
    "those",
    "three",
    "to",
    "told",
    "top",
    "topic",
    "trusted",
    "trustworthy",
    "two",
    "undisclosed",
    "unidentified",
    "unnamed",
    "us",
    "various",
    "want",
    "wanted",
    "wants",
    "was",
    "we",
    "well",
    "were",
    "which",
    "who",
    "whom",
    "whose",
    "wish",
    "wished",
    "wishes",
    "wishing",
    "with",
    "without",
    "woman",
    "women",
];

fn judge(view: &RecordView<'_>, found: &mut Found<'_>) {
    let Record::Claim(claim) = view.record else { return };
    if !is_english(claim.lang) {
        return;
    }
    for link in &claim.chain {
        if let Party::Anonymous { described, .. } = link.party
            && is_vague(described)
        {
            found.at(
                || view.member_of(link, "described"),
                || format!("{described:?} says nothing of who that is or how they would know"),
                "say what the report says of them: where they work, what they took part in, how they know",
            );
        }
    }
}

/// Whether every word of a description says nothing.
fn is_vague(described: &str) -> bool {
    words(described)
        .flat_map(|word| word.split('-'))
        .all(says_nothing)
}

fn says_nothing(word: &str) -> bool {
    // A country, not a pronoun.
    let is_country = word == "US";
    !is_country && (is_in(EMPTY, word) || word.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::words::is_sorted;

    #[test]
    fn the_list_can_be_searched() {
        assert!(is_sorted(EMPTY));
    }

    #[test]
    fn who_says_no_more_than_that_there_is_somebody_is_vague() {
        for described in [
            "a source",
            "Sources",
            "sources say",
            "people familiar",
            "people familiar with the matter",
            "A person with direct knowledge of the matter",
            "an official",
            "two senior officials",
            "3 people",
            "well-placed sources",
            "a high-ranking official who spoke on condition of anonymity",
            "someone who asked not to be named because they were not authorised to speak publicly",
            "\u{201c}insiders\u{201d}, who declined to be identified",
            "sources told us",
            "at least two sources",
        ] {
            assert!(is_vague(described), "{described}");
        }
    }

    #[test]
    fn who_says_one_thing_more_is_not() {
        for described in [
            "a source at the ministry",
            "government sources",
            "a US official",
            "U.S. officials",
            "two people who took part in the talks",
            "recently summoned to meet policymakers",
            "a person close to the minister",
            "a diplomat",
            "people familiar with the company's plans",
            "\u{43e}\u{444}\u{438}\u{446}\u{438}\u{430}\u{43b}",
        ] {
            assert!(!is_vague(described), "{described}");
        }
    }
}
