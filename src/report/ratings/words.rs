//! Ratings in words that people read.

use crate::chain::{Edit, NameId, NewOrigin, OriginKind};
use crate::record::Basis;
use crate::score::{Rating, Reason};
use crate::verify::{LinkName, Ratings, WeakPoint};

use super::super::visible::on_one_line;

/// A source by its name, else by its id.
pub fn source_name(ratings: &Ratings<'_>, id: NameId) -> String {
    match ratings.source(id) {
        Some(source) => on_one_line(&source.name),
        None => ratings.verification().name_of(id).to_owned(),
    }
}

/// A link: its party where it is named, else its id.
pub fn link_name(ratings: &Ratings<'_>, link: &LinkName) -> String {
    let who = match link.source {
        Some(source) => format!("{} (link {})", source_name(ratings, source), link.id),
        None => format!("link {}", link.id),
    };
    match link.claim.and_then(|digest| ratings.verification().find(digest)) {
        Some(number) => format!("{who} of the claim {}", ratings.verification().entry(number).id),
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
        Reason::NothingCounts => "Nobody who is reached counts as an original source: the ways to them, or what they can know, are too weak.".to_owned(),
        Reason::PassesThrough(Some(owner)) => format!("Everything passes through {}.", source_name(ratings, *owner)),
        Reason::PassesThrough(None) => "Everything passes through outlets that are in no registry.".to_owned(),
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
        Reason::WeakestLetter(letter) => format!("The best way to an original source passes one of reliability {letter:?}."),
        Reason::Unregistered(1) => "One outlet on the way is in no registry, so it counts as unreliable.".to_owned(),
        Reason::Unregistered(count) => format!("{count} outlets on the way are in no registry, so they count as unreliable and as one."),
        Reason::Repeats(1) => "One outlet only repeats what is at hand anyway, and adds nothing.".to_owned(),
        Reason::Repeats(count) => format!("{count} outlets only repeat what is at hand anyway, and add nothing."),
        Reason::ClosedClaims(members) => format!(
            "What hangs here brings nothing, because that claim is not at hand, altered, not properly signed or retracted: {}.",
            links(ratings, members)
        ),
    }
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
pub fn advice(ratings: &Ratings<'_>, edit: &Edit) -> String {
    match edit {
        Edit::Hold(link) => format!("read, see or hear {link} yourself, and capture it"),
        Edit::Drop(link) => format!("do without {link}"),
        Edit::Distinct(link) => format!("show that {link} is somebody else than the other unnamed sources"),
        Edit::Add(new) => {
            let what = match (new.kind, new.basis) {
                (OriginKind::Document, Basis::Verified) => "a verified document",
                (OriginKind::Document, _) => "a document",
                (OriginKind::Statement, Basis::Authoritative) => {
                    "an official confirmation of the body's own acts"
                }
                (OriginKind::Statement, _) => "an official statement",
                (OriginKind::Person, Basis::Participant) => "a named person who took part",
                (OriginKind::Person, _) => "a named person",
                (OriginKind::Anonymous, Basis::Participant) => "an unnamed person who took part",
                (OriginKind::Anonymous, _) => "an unnamed person",
                (OriginKind::Observation, _) => "somebody who saw it",
            };
            format!(
                "find {what} at a second outlet, such as {}",
                source_name(ratings, new.via)
            )
        }
    }
}

fn origin_words(new: &NewOrigin) -> String {
    let kind = match new.kind {
        OriginKind::Statement => "statement",
        OriginKind::Person => "person",
        OriginKind::Anonymous => "anonymous",
        OriginKind::Document => "document",
        OriginKind::Observation => "observation",
    };
    format!("{kind}:{}", new.basis.as_str())
}

/// What a claim hangs on, by the registry's ids.
pub fn weak_point_name(ratings: &Ratings<'_>, point: &WeakPoint) -> String {
    match point {
        WeakPoint::Owner(Some(owner)) => format!("owner:{}", ratings.verification().name_of(*owner)),
        WeakPoint::Owner(None) => "owner:unknown".to_owned(),
        WeakPoint::Witness(Some(group), _) => format!("group:{}", ratings.verification().name_of(*group)),
        WeakPoint::Witness(None, members) => {
            let ids: Vec<&str> = members.iter().map(|member| &*member.id).collect();
            format!("links:{}", ids.join(","))
        }
    }
}

/// The same for people.
pub fn weak_point_words(ratings: &Ratings<'_>, point: &WeakPoint) -> String {
    match point {
        WeakPoint::Owner(Some(owner)) => format!("the outlets of {}", source_name(ratings, *owner)),
        WeakPoint::Owner(None) => "the outlets that are in no registry".to_owned(),
        WeakPoint::Witness(Some(group), _) => source_name(ratings, *group),
        WeakPoint::Witness(None, members) => links(ratings, members),
    }
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
