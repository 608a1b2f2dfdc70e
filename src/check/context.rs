//! What rules are shown.

use std::collections::{HashSet, VecDeque};

use crate::chain::{Chain, MAX_STEPS, NameId, Origin, Part};
use crate::json::{Anchor, Document};
use crate::record::{Digest, Link, Record, Stance, Time};
use crate::score::Rating;
use crate::support::Ratings;
use crate::verify::{Entry, Verification};

use super::policy::Policy;

/// One record while its text is at hand.
pub(super) struct RecordView<'a> {
    pub document: &'a Document<'a>,
    pub record: &'a Record<'a>,
    /// The time of the check.
    pub at: Time,
}

impl RecordView<'_> {
    /// The value of a member of a link; the link itself where it has none of that name.
    pub fn member_of(&self, link: &Link<'_>, name: &str) -> Anchor {
        let member = self.document.node(link.node).member(name);
        Anchor::Value(member.map_or(link.node, |member| member.index()))
    }
}

/// All records of a run, with what they are held to.
#[derive(Clone, Copy)]
pub(super) struct CorpusView<'a> {
    pub ratings: &'a Ratings<'a>,
    pub policy: &'a Policy,
    /// Whether all records of the repository were read, as against those that some paths name and what they rest on.
    pub is_whole: bool,
}

impl<'a> CorpusView<'a> {
    /// What verification says of the records.
    pub fn verification(&self) -> &'a Verification {
        self.ratings.verification()
    }

    /// The time of the check.
    pub fn at(&self) -> Time {
        self.verification().at
    }

    /// Whether a record says something still.
    pub fn speaks(&self, number: u32) -> bool {
        self.verification().speaks(number)
    }

    /// All claims at hand that say something still, also those that are not reported on.
    pub fn speaking(&self) -> impl Iterator<Item = u32> {
        let all = self.verification().all();
        all.filter(|(number, entry)| entry.chain().is_some() && self.speaks(*number))
            .map(|(number, _)| number)
    }

    /// A source as people know it, with its id where that is something else.
    pub fn source_name(&self, id: NameId) -> String {
        let slug = self.verification().name_of(id);
        match self.ratings.source(id) {
            Some(source) if *source.name != *slug => format!("{} ({slug})", source.name),
            _ => slug.to_owned(),
        }
    }
}

/// What is kept of one record, in its corpus.
pub(super) struct EntryView<'a> {
    pub corpus: CorpusView<'a>,
    pub entry: &'a Entry,
}

impl EntryView<'_> {
    /// A command on the file of this record, as it can be pasted; without the file where that cannot be written.
    pub fn command(&self, command: &str) -> String {
        let file = self.corpus.verification().signable(self.entry);
        format!("{command} {file}").trim_end().to_owned()
    }
}

/// One claim in its corpus, with its rating.
pub(super) struct ClaimView<'a> {
    pub corpus: CorpusView<'a>,
    pub number: u32,
    pub entry: &'a Entry,
    pub chain: &'a Chain,
    /// Absent where it cannot be rated, which is a finding of its own.
    pub rating: Option<&'a Rating>,
}

/// A claim below another.
pub struct ClaimBelow<'a> {
    /// The claim.
    pub entry: &'a Entry,
    /// The place, among the claims that hang in the chain of the upper one, of the one that leads there.
    pub through: usize,
    /// The claim right above it, among those below; `None` where that is the upper one itself.
    pub above: Option<usize>,
}

/// The claims that lead down to one of those below, and that one, as people read it.
pub fn way_to(below: &[ClaimBelow<'_>], at: usize) -> String {
    let steps = std::iter::successors(Some(at), |&step| below[step].above);
    let mut ids: Vec<&str> = steps.map(|step| &*below[step].entry.id).collect();
    ids.reverse();
    ids.join(" -> ")
}

impl<'a> ClaimView<'a> {
    /// A link of the claim as people know it: the source's name with the link's id, or the id alone.
    pub fn link_name(&self, at: usize) -> String {
        let id = self.chain.id(at);
        match self.chain.link(at).source {
            Some(source) => format!("{} (link {id})", self.corpus.source_name(source)),
            None => format!("the link {id}"),
        }
    }

    /// The first link that names the claim at a position among those that hang in the chain.
    pub fn link_to_claim(&self, claim: usize) -> Option<usize> {
        let names = |part| matches!(part, Part::Claim(named) if usize::from(named) == claim);
        self.chain.links().position(|link| names(link.part))
    }

    /// The claims below that bring evidence, each once, those that fewer steps lead to first.
    pub fn claims_below(&self) -> Vec<ClaimBelow<'a>> {
        // What is too much to be rated is too much to be walked over for every claim.
        if self.rating.is_none() {
            return Vec::new();
        }
        let verification = self.corpus.verification();
        let mut seen: HashSet<Digest> = HashSet::new();
        let mut below = Vec::new();
        let own = self.chain.claims().zip(0..);
        let mut waiting: VecDeque<(Digest, usize, Option<usize>, u32)> =
            own.map(|(digest, through)| (digest, through, None, 1)).collect();
        while let Some((digest, through, above, steps)) = waiting.pop_front() {
            // What lies deeper is told of by itself (`too-deep`).
            if steps > MAX_STEPS {
                break;
            }
            let (true, Some(chain)) = (seen.insert(digest), verification.open_claim(digest)) else {
                continue;
            };
            let Some(number) = verification.find(digest) else {
                continue;
            };
            let at = below.len();
            below.push(ClaimBelow {
                entry: verification.entry(number),
                through,
                above,
            });
            let lower = chain.claims();
            waiting.extend(lower.map(|lower| (lower, through, Some(at), steps + 1)));
        }
        below
    }

    /// The command that explains the rating of this claim, as it can be pasted.
    pub fn score_explain(&self) -> String {
        let file = self.corpus.verification().typed_path(self.entry);
        format!("`byline score --explain {file}`")
    }

    /// A member of a link; the link itself where it has none of that name.
    pub fn member_of(&self, at: usize, name: &'static str) -> Anchor {
        Anchor::member_of("chain", self.chain.id(at), name)
    }

    /// The origins of the claim itself that may be reached, with their positions.
    pub fn origins(&self) -> impl Iterator<Item = (usize, Origin)> {
        let (rating, chain) = (self.rating, self.chain);
        let reached = rating.into_iter().flat_map(|rating| &rating.attribution);
        reached.filter_map(|&(at, attribution)| match chain.link(usize::from(at)).part {
            Part::Origin(origin) if attribution > 0.0 => Some((usize::from(at), origin)),
            _ => None,
        })
    }

    /// Whether all that supports the claim, in its own chain and in the claims below it, is of this sort, and there is
    /// something that does.
    pub fn all_support(&self, is: impl Fn(&Origin) -> bool) -> bool {
        let supports = |origin: &Origin| origin.stance == Stance::Supports;
        // What is too much to be rated is too much to be walked over for every claim.
        if self.rating.is_none() {
            return false;
        }
        let mut some = false;
        for (_, origin) in self.origins().filter(|(_, origin)| supports(origin)) {
            if !is(&origin) {
                return false;
            }
            some = true;
        }
        let below = self.claims_below();
        let chains = below.iter().filter_map(|below| below.entry.chain());
        for link in chains.flat_map(Chain::links).filter(|link| !link.withdrawn) {
            if let Part::Origin(origin) = link.part
                && supports(&origin)
            {
                if !is(&origin) {
                    return false;
                }
                some = true;
            }
        }
        some
    }
}
