//! The words in which sources are asked about.

use crate::record::SourceKind;

/// What can own others, or have others belong to it.
pub(super) const OWNERS: [SourceKind; 4] = [
    SourceKind::Company,
    SourceKind::Government,
    SourceKind::Organisation,
    SourceKind::Person,
];

/// What a source is, as it is asked.
pub(super) fn words_of_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Outlet => "a paper, site or broadcaster",
        SourceKind::Agency => "a news agency",
        SourceKind::Government => "a government body",
        SourceKind::Company => "a company",
        SourceKind::Organisation => "another organisation",
        SourceKind::Person => "a person",
        SourceKind::Platform => "a platform where others publish",
    }
}

/// The member that says whose a source is, and how that is asked.
pub(super) fn owner_question(kind: SourceKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        SourceKind::Outlet | SourceKind::Agency | SourceKind::Platform | SourceKind::Company => (
            "owner",
            "Who owns it?",
            "two papers of one owner never count as two; leave it empty if nobody does",
        ),
        SourceKind::Person => (
            "affiliation",
            "Whom do they work for or belong to?",
            "two people of one body never count as two; leave it empty if there is nobody",
        ),
        SourceKind::Government | SourceKind::Organisation => (
            "affiliation",
            "What larger body is it part of?",
            "two offices of one government never count as two; leave it empty if it is part of none",
        ),
    }
}

/// How reliable a source can be said to be: what says least stands first.
pub(super) const LETTERS: [(&str, &str); 6] = [
    ("I cannot judge that", "F"),
    ("A: completely reliable", "A"),
    ("B: usually reliable", "B"),
    ("C: fairly reliable", "C"),
    ("D: not usually reliable", "D"),
    ("E: unreliable", "E"),
];

/// What can stand in an id of a text: its Latin letters and digits, with hyphens for all else. Empty where there is none.
pub(super) fn short_name(text: &str) -> String {
    const MOST: usize = 40;
    let mut name = String::new();
    for character in text.to_lowercase().chars() {
        if character.is_ascii_alphanumeric() || (character == '.' && !name.is_empty()) {
            name.push(character);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.len() >= MOST {
            break;
        }
    }
    name.trim_end_matches(['-', '.']).to_owned()
}
