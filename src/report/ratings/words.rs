//! Ratings in words that people read.

use crate::chain::{Edit, NameId, NewOrigin, OriginKind};
use crate::record::{Basis, Reliability, SourceKind};
use crate::score::{Rating, Reason, Word};
use crate::support::{LinkName, Raise, Ratings, Tried, Trusted, WeakPoint};

use super::super::table::{short_key, word_of};
use super::super::visible::on_one_line;

/// A source by its name, else by its id.
pub fn source_name(ratings: &Ratings<'_>, id: NameId) -> String {
    match ratings.source(id) {
        Some(source) => on_one_line(&source.name),
        None => ratings.verification().name_of(id).to_owned(),
    }
}

/// Why some of what a rating comes from is left out.
pub(super) fn entangled_words(left_out: &[&str]) -> String {
    format!(
        "left out: its outlets and owners are too entangled to say {}",
        left_out.join(", ")
    )
}

/// What a part of an explanation says.
pub(super) const fn part_words(part: Tried) -> &'static str {
    match part {
        Tried::Contributions => "what is owed to whom",
        Tried::Raise => "what would raise it",
        Tried::Mistrust => "whom it trusts",
    }
}

/// A link: its party where it is named, else its id.
pub fn link_name(ratings: &Ratings<'_>, link: &LinkName) -> String {
    let who = match link.source {
        Some(source) => format!("{} (link {})", source_name(ratings, source), link.id),
        None => format!("link {}", link.id),
    };
    match claim_of(ratings, link) {
        Some(claim) => format!("{who} of the claim {claim}"),
        None => who,
    }
}

fn list(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first, last] => format!("{first} and {last}"),
        [first, second, rest @ ..] if rest.len() > 2 => format!("{first}, {second} and {} more", rest.len()),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn links(ratings: &Ratings<'_>, links: &[LinkName]) -> String {
    list(links.iter().map(|link| link_name(ratings, link)))
}

/// A reason as a sentence.
pub fn reason_words(ratings: &Ratings<'_>, reason: &Reason<LinkName>) -> String {
    match reason {
        Reason::NoSource => "No source is given: it is only asserted.".to_owned(),
        Reason::NothingCounts => "No original source carries weight: the ways there are too unreliable, or those who speak know too little.".to_owned(),
        Reason::PassesThrough(owner, outlets) => passes_through(ratings, *owner, outlets),
        Reason::OneWitness(members) => match members.as_slice() {
            [one] => format!("It rests on one original source: {}.", link_name(ratings, one)),
            _ => format!("It rests on one original source, heard more than once: {}.", links(ratings, members)),
        },
        Reason::MayBeSame(members) => format!(
            "The unnamed sources may be the same person: {}.",
            links(ratings, members)
        ),
        Reason::OnlyInterested => "Everybody who supports it gains if it is believed.".to_owned(),
        Reason::OnlyUnnamed => "Nobody who supports it is named.".to_owned(),
        Reason::Denied(members) => format!("It is denied: {}.", links(ratings, members)),
        Reason::WeakestLetter(letter, weakest) => {
            let letter = match letter {
                Reliability::F => "F (not judged)".to_owned(),
                letter => format!("{letter:?}"),
            };
            match weakest.as_slice() {
                [one] => format!(
                    "Even the best way to an original source passes {}, of reliability {letter}.",
                    link_name(ratings, one)
                ),
                _ => format!(
                    "Even the best way to an original source passes somebody of reliability {letter}: {}.",
                    links(ratings, weakest)
                ),
            }
        }
        Reason::Unregistered(1) => "One outlet is in no registry, so it counts as unreliable.".to_owned(),
        Reason::Unregistered(count) => format!("{count} outlets are in no registry, so they count as unreliable, and all of them as one."),
        Reason::Repeats(1) => "One outlet only repeats what is at hand anyway, and adds nothing.".to_owned(),
        Reason::Repeats(count) => format!("{count} outlets only repeat what is at hand anyway, and add nothing."),
        Reason::ClosedClaims(members) => format!(
            "A claim that it rests on brings nothing, since it is not at hand, was altered, is not properly signed or was \
             retracted: {}.",
            links(ratings, members)
        ),
    }
}

/// What all support passes through: one outlet, or those of one owner.
fn passes_through(ratings: &Ratings<'_>, owner: Option<NameId>, outlets: &[LinkName]) -> String {
    let mut sources: Vec<NameId> = outlets.iter().filter_map(|link| link.source).collect();
    sources.sort_unstable();
    sources.dedup();
    match (owner, sources.as_slice()) {
        (Some(_), [one]) => format!(
            "Everything passes through {} ({}).",
            source_name(ratings, *one),
            link_ids(ratings, outlets)
        ),
        (Some(owner), _) => format!(
            "Everything passes through outlets of one owner, {}: {}.",
            source_name(ratings, owner),
            links(ratings, outlets)
        ),
        (None, [one]) => format!(
            "Everything passes through {} ({}), which is in no registry.",
            source_name(ratings, *one),
            link_ids(ratings, outlets)
        ),
        (None, _) => format!(
            "Everything passes through outlets that are in no registry: {}.",
            links(ratings, outlets)
        ),
    }
}

/// "link ft", "links ft and ft-2".
fn link_ids(ratings: &Ratings<'_>, links: &[LinkName]) -> String {
    let head = if links.len() == 1 { "link" } else { "links" };
    let ids = links.iter().map(|link| match claim_of(ratings, link) {
        Some(claim) => format!("{} of the claim {claim}", link.id),
        None => link.id.to_string(),
    });
    format!("{head} {}", list(ids))
}

/// The claim below that a link stands in; its revision too, where there are several.
fn claim_of(ratings: &Ratings<'_>, link: &LinkName) -> Option<String> {
    let verification = ratings.verification();
    let number = verification.find(link.claim?)?;
    let entry = verification.entry(number);
    let is_one = entry.revision == 1 && verification.successors(number).is_empty();
    Some(match is_one {
        true => entry.id.to_string(),
        false => format!("{} (revision {})", entry.id, entry.revision),
    })
}

/// A change, with the words that `byline what-if` takes for it.
pub fn edit_words(ratings: &Ratings<'_>, edit: &Edit) -> String {
    match edit {
        Edit::Hold(link) => format!("--hold {link}"),
        Edit::Drop(link) => format!("--drop {link}"),
        Edit::Distinct(link) => format!("--distinct {link}"),
        Edit::Add(new) => format!(
            "--add-origin {} --via {}",
            origin_words(new),
            ratings.verification().name_of(new.via)
        ),
    }
}

/// The same as advice.
pub fn advice(ratings: &Ratings<'_>, raise: &Raise) -> String {
    match &raise.edit {
        Edit::Hold(link) => {
            format!("read, see or hear yourself what the link {link} stands for, and capture it")
        }
        Edit::Drop(link) => format!("do without the link {link}"),
        Edit::Distinct(link) => {
            format!("show that the link {link} is somebody else than the other unnamed sources")
        }
        Edit::Add(new) => {
            let (what, outlet) = (new_origin_words(new), source_name(ratings, new.via));
            match new.kind {
                // Offered where there is no other outlet.
                OriginKind::Document | OriginKind::Statement if raise.is_here => {
                    format!("find {what}; {outlet}, which is here already, may be the one to report it")
                }
                OriginKind::Document | OriginKind::Statement => {
                    format!("find {what}, reported by an outlet such as {outlet}")
                }
                _ => format!("find {what} at a second outlet, such as {outlet}"),
            }
        }
    }
}

/// The same as what would be so. `outlet` gives the name of an outlet.
pub fn change_words(edit: &Edit, outlet: impl Fn(NameId) -> String) -> String {
    match edit {
        Edit::Hold(link) => format!("you had read, seen or heard the link {link} yourself"),
        Edit::Drop(link) => format!("the link {link} were not there, nor what is known through it alone"),
        Edit::Distinct(link) => {
            format!("the link {link} were shown to be somebody else than the other unnamed sources")
        }
        Edit::Add(new) => format!(
            "you had at hand a report by {} that cites {}",
            outlet(new.via),
            new_origin_words(new)
        ),
    }
}

fn new_origin_words(new: &NewOrigin) -> &'static str {
    match (new.kind, new.basis) {
        (OriginKind::Document, Basis::Verified) => "a verified document",
        (OriginKind::Document, _) => "a document that nobody verified",
        (OriginKind::Statement, Basis::Authoritative) => "an official confirmation of the body's own acts",
        (OriginKind::Statement, _) => "an official statement",
        (OriginKind::Person, Basis::Participant) => "a named person who took part",
        (OriginKind::Person, Basis::Direct) => "a named person with direct knowledge",
        (OriginKind::Person, Basis::Briefed) => "a named person who was told of it",
        (OriginKind::Person, _) => "a named person",
        (OriginKind::Anonymous, Basis::Participant) => "an unnamed person who took part",
        (OriginKind::Anonymous, Basis::Direct) => "an unnamed person with direct knowledge",
        (OriginKind::Anonymous, Basis::Briefed) => "an unnamed person who was told of it",
        (OriginKind::Anonymous, _) => "an unnamed person",
        (OriginKind::Observation, Basis::Verified) => "a verified recording or measurement",
        (OriginKind::Observation, _) => "somebody who saw it",
    }
}

fn origin_words(new: &NewOrigin) -> String {
    format!("{}:{}", new.kind.as_str(), new.basis.as_str())
}

/// What a claim hangs on, by the registry's ids.
pub fn weak_point_name(ratings: &Ratings<'_>, point: &WeakPoint) -> String {
    match point {
        WeakPoint::Owner(Some(owner)) => format!("owner:{}", ratings.verification().name_of(*owner)),
        WeakPoint::Owner(None) => "unregistered".to_owned(),
        WeakPoint::Witness(Some(group), _) => format!("group:{}", ratings.verification().name_of(*group)),
        WeakPoint::Witness(None, members) => {
            let name = |member: &LinkName| match member.claim {
                Some(claim) => format!("{}@{claim}", member.id),
                None => member.id.to_string(),
            };
            let names: Vec<String> = members.iter().map(name).collect();
            format!("links:{}", names.join(","))
        }
    }
}

/// The same for people.
pub fn weak_point_words(ratings: &Ratings<'_>, point: &WeakPoint) -> String {
    match point {
        WeakPoint::Owner(Some(owner)) if is_outlet(ratings, *owner) => source_name(ratings, *owner),
        WeakPoint::Owner(Some(owner)) => format!("the outlets of {}", source_name(ratings, *owner)),
        WeakPoint::Owner(None) => "the outlets that are in no registry".to_owned(),
        WeakPoint::Witness(Some(group), _) => source_name(ratings, *group),
        WeakPoint::Witness(None, members) => links(ratings, members),
    }
}

/// Somebody whom a rating trusts, for people.
pub fn trusted_words(ratings: &Ratings<'_>, trusted: &Trusted) -> String {
    match trusted {
        Trusted::Owner(owner) => weak_point_words(ratings, &WeakPoint::Owner(*owner)),
        Trusted::Signer(name, keys) => match keys.as_slice() {
            [key] => format!("the signer {} ({})", on_one_line(name), short_key(*key)),
            _ => format!("the signer {} (all keys)", on_one_line(name)),
        },
        Trusted::Key(name, key) => format!("the key {} of {}", short_key(*key), on_one_line(name)),
    }
}

/// Whether it publishes by itself, as against a house that owns outlets.
fn is_outlet(ratings: &Ratings<'_>, id: NameId) -> bool {
    let kind = ratings.source(id).map(|source| source.kind);
    matches!(
        kind,
        Some(SourceKind::Outlet | SourceKind::Agency | SourceKind::Platform)
    )
}

/// How many original sources there are: "1, possibly 2".
pub fn origins_words(rating: &Rating) -> String {
    let (established, possible) = (rating.origins.established, rating.origins.possible);
    if possible > established {
        format!("{established}, possibly {possible}")
    } else {
        established.to_string()
    }
}

/// The support index with its interval.
pub fn index_words(rating: &Rating) -> String {
    format!(
        "{:.2} [{:.2}, {:.2}]",
        rating.probability,
        rating.opinion.belief,
        1.0 - rating.opinion.disbelief
    )
}

/// "A2, fairly attested".
pub(super) fn grade_words(rating: &Rating) -> String {
    match rating.word {
        Word::Retracted => word_of(rating.brief()),
        _ => format!("{}, {}", rating.grade(), word_of(rating.brief())),
    }
}
