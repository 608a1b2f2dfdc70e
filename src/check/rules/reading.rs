//! Whether a file can be read as a record: `malformed-json`, `duplicate-member`, `unknown-member`, `missing-member`,
//! `bad-value`, `hidden-characters`, `too-large`, `too-deep`, `unsupported-version` and `unreadable`

use crate::check::rule::Judge;
use crate::corpus;
use crate::json::RuleName;
use crate::record;

rule! {
    /// ## What it finds
    ///
    /// A file, or a line of a `.jsonl` file, that is no JSON text: a comma too many, a quotation mark that is missing, a
    /// text that is cut off, bytes that are no UTF-8, a byte-order mark at the beginning.
    ///
    /// ## Why it matters
    ///
    /// Nothing in it can be relied on, not even what seems to be legible. A lenient reader and a strict one would see
    /// different records under one signature.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "byline": "claim/1", "id": "quay-wall-slid", }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Mend the text at the place that is shown, here by taking out the last comma. Save it as UTF-8 without a
    /// byte-order mark.
    MALFORMED_JSON: RuleName::MALFORMED_JSON, Reading, Deny fixed,
    "a text that is no JSON", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// An object that has two members of one name, at any depth, also where one of them is written with escapes.
    ///
    /// ## Why it matters
    ///
    /// Programs disagree on which of the two counts. One reader would be shown one statement, another reader the other,
    /// and the signature would seem to hold for both.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "byline": "claim/1", "lang": "en", "lang": "nl" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Keep the one that is meant and remove the other.
    DUPLICATE_MEMBER: RuleName::DUPLICATE_MEMBER, Reading, Deny fixed,
    "two members of one name in one object", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A member that a record, link, quotation or proof of this kind does not have.
    ///
    /// ## Why it matters
    ///
    /// A misspelt member would say nothing, and nobody would notice: a link whose `cites` is written `cite` looks like a
    /// source of its own.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "courier", "kind": "report", "source": "courier.example", "cite": ["clerk"] }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write the name as it should be; the nearest one is given. What has no member of its own goes into `note`.
    UNKNOWN_MEMBER: record::UNKNOWN_MEMBER, Reading, Deny fixed,
    "a member that does not belong there", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A record, link, quotation or proof that lacks a member it must have.
    ///
    /// ## Why it matters
    ///
    /// What is left out cannot be checked: a report without its outlet, an unnamed source without how many people that
    /// is, a record that does not say of which kind it is.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "clerk", "kind": "anonymous", "described": "a clerk of the port authority" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Add the member, here `"count": 1`. `byline schema claim` lists what each kind of link needs.
    MISSING_MEMBER: record::MISSING_MEMBER, Reading, Deny fixed,
    "a member that has to be there is missing", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A member whose value is of the wrong form: a date that does not exist, an id with capital letters, a number that
    /// is no whole number, a list with the same entry twice, a text that is empty or too long.
    ///
    /// ## Why it matters
    ///
    /// Each value has one way to be written, so that two people who mean the same write the same, and programs cannot
    /// read it in two ways.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "courier", "kind": "report", "source": "courier.example", "published": "4 March 2026" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write the value as the finding says, here `"2026-03-04"`.
    BAD_VALUE: record::BAD_VALUE, Reading, Deny fixed,
    "a value that is not of the form it has to have", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// Characters in a text that cannot be seen or that reverse the direction of writing: zero-width characters, tag
    /// characters, bidirectional controls, line breaks where none belong.
    ///
    /// ## Why it matters
    ///
    /// With them a statement reads one way on the screen and another way to a program, or two statements look the same
    /// and are not.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "byline": "claim/1", "statement": "The bridge was \u202eton closed." }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Take them out. They mostly come in when text is copied from a web page or a PDF: type the passage anew.
    HIDDEN_CHARACTERS: record::HIDDEN_CHARACTERS, Reading, Deny fixed,
    "text with characters that cannot be seen", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A file of one record, or a line of a `.jsonl` file, of more than 1 MiB.
    ///
    /// ## Why it matters
    ///
    /// A claim is one statement and the chain of parties behind it. What is larger is none, and reading it whole would
    /// let one file stop the check of all others.
    ///
    /// ## Example
    ///
    /// A film saved as `claims/quay-wall.json`.
    ///
    /// ## How to mend it
    ///
    /// Move what is no record elsewhere; captures lie in `evidence`. Divide a claim that has grown too large into several
    /// that hang below one another.
    TOO_LARGE: record::TOO_LARGE, Reading, Deny fixed,
    "a record of more than 1 MiB", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// Lists and objects that nest more than 64 levels deep, or a claim below which more than 64 steps of claims hang.
    ///
    /// ## Why it matters
    ///
    /// No record needs as many. Reading without a bound would let one file stop the check of all others.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "byline": "claim/1", "note": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ … ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Flatten the structure. Where claims hang below claims, name the one that the claim really rests on.
    TOO_DEEP: RuleName::TOO_DEEP, Reading, Deny fixed,
    "something nests more than 64 levels deep", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A record whose member `byline` names a kind or a version that this program does not know.
    ///
    /// ## Why it matters
    ///
    /// Its members may mean something else than they seem to. To check it by the rules of another version would be a
    /// guess.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "byline": "claim/7", "id": "quay-wall-slid" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Mend the member, or use a byline that knows this version. The kinds are `claim/1`, `source/1`, `notice/1` and
    /// `trust/1`.
    UNSUPPORTED_VERSION: record::UNSUPPORTED_VERSION, Reading, Deny fixed,
    "a kind or version of record that is not known", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A path that cannot be read at all: a file or folder that may not be opened, that is not there, or that is no
    /// regular file. The check then ends with status 3, whatever else it found.
    ///
    /// ## Why it matters
    ///
    /// What could not be read may hold a retraction, or a record that breaks a rule. It must never look like nothing.
    ///
    /// ## Example
    ///
    /// ```text
    /// $ chmod 000 notices
    /// $ byline check
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Mend the path, or give yourself the right to read it. A symbolic link among the records is not followed: put the
    /// file itself there.
    UNREADABLE: corpus::UNREADABLE, Reading, Deny fixed,
    "a file or folder that cannot be read", Judge::Elsewhere
}
