//! A claim's chain together with the chains of all claims that hang in it: one graph.
//!
//! Owners, groups and the unnamed are shared between the chains; each claim stands in the graph once, however many
//! links lead to it. Everything is numbered in an order that follows from the ids of links alone, so that sums over
//! a story come out the same to the last bit wherever its records lie and however they are written.

use std::ops::Range;

use thiserror::Error;

use crate::record::{Digest, Reliability};

use super::links::{NameId, Origin, OriginKind, Part};
use super::packed::Chain;
use super::registry::Registry;

/// The most links of a story, the claims below included: sixteen claims of the most links that a claim may have. A
/// claim that names thousands of others would make every report on it a report on all of them.
pub const MAX_STORY_LINKS: usize = 16 * crate::record::MAX_LINKS;

/// A story has more than [`MAX_STORY_LINKS`] links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "with the claims that hang below it, this claim has more than {MAX_STORY_LINKS} links; let fewer claims hang there"
)]
pub struct StoryTooLarge;

/// A link of a story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoryLink {
    /// What it does.
    pub role: Role,
    /// Whether the recorder of the topmost claim has it at hand.
    pub held: bool,
    /// Whether the recorder of the claim that it stands in does.
    pub held_there: bool,
    /// Whether its publisher took it back.
    pub withdrawn: bool,
    /// The registry id of the party.
    pub source: Option<NameId>,
    /// Letter and track record of the party, if the registry holds it.
    pub known: Option<(Reliability, (u32, u32))>,
    /// Which of the story's chains it stands in, 0 being the topmost.
    pub chain: u32,
    /// Its position in that chain.
    pub at: u16,
    cites_end: u32,
}

/// What a link of a story does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Role {
    /// Passes on what it cites, if it is faithful.
    Channel {
        /// Whether it only copies.
        copies: bool,
        /// Its owner among the story's owners.
        owner: u32,
    },
    /// Passes on always: another claim, whose held links it cites here. It cites nothing if that claim may not be
    /// relied on.
    Claim,
    /// Knows something itself.
    Origin {
        /// What it is.
        origin: Origin,
        /// Its group among the story's groups: origins of one group are one witness.
        group: u32,
        /// Whether it is in the group of those who may all be the same unnamed person.
        unnamed: bool,
    },
}

/// All links of a claim and of the claims below it.
#[derive(Clone, Debug, Default)]
pub struct Story {
    links: Vec<StoryLink>,
    cites: Vec<u32>,
    owners: Vec<Option<NameId>>,
    groups: Vec<Option<NameId>>,
    chains: Vec<(Option<Digest>, u32)>,
}

impl Story {
    /// The links, those of the topmost claim first.
    pub fn links(&self) -> &[StoryLink] {
        &self.links
    }

    /// The links that the link at a position cites.
    pub fn cites(&self, link: usize) -> &[u32] {
        &self.cites[self.cited_range(link)]
    }

    fn cited_range(&self, link: usize) -> Range<usize> {
        let start = link
            .checked_sub(1)
            .map_or(0, |before| self.links[before].cites_end);
        start as usize..self.links[link].cites_end as usize
    }

    /// How many links the topmost claim has.
    pub fn own(&self) -> usize {
        self.chains
            .get(1)
            .map_or(self.links.len(), |&(_, start)| start as usize)
    }

    /// The owners of channels; `None` stands for the one of all channels that no registry holds.
    pub fn owners(&self) -> &[Option<NameId>] {
        &self.owners
    }

    /// The groups of origins, by the registry id that they are named by; `None` where it is a link by itself or the
    /// unnamed.
    pub fn groups(&self) -> &[Option<NameId>] {
        &self.groups
    }

    /// The digest of a claim below, by the number of its chain; `None` for the topmost.
    pub fn digest(&self, chain: u32) -> Option<Digest> {
        self.chains.get(chain as usize).and_then(|chain| chain.0)
    }

    fn clear(&mut self) {
        self.links.clear();
        self.cites.clear();
        self.owners.clear();
        self.groups.clear();
        self.chains.clear();
    }
}

/// Tells stories, one after the other, in the same memory.
pub struct Storyteller<'r> {
    registry: &'r Registry,
    story: Story,
    owner_of: Numbers,
    group_of: Numbers,
    unknown_owner: Option<u32>,
    unnamed_group: Option<u32>,
}

impl<'r> Storyteller<'r> {
    /// Stories over the sources of `registry`.
    pub fn new(registry: &'r Registry) -> Self {
        Self {
            registry,
            story: Story::default(),
            owner_of: Numbers::default(),
            group_of: Numbers::default(),
            unknown_owner: None,
            unnamed_group: None,
        }
    }

    /// The story of a chain. `below` gives the chain of a claim that hangs in it, or `None` where that claim is not at
    /// hand, altered or retracted.
    ///
    /// # Errors
    ///
    /// [`StoryTooLarge`]
    pub fn tell<'c>(
        &mut self,
        top: &'c Chain,
        below: impl Fn(Digest) -> Option<&'c Chain>,
    ) -> Result<&Story, StoryTooLarge> {
        self.story.clear();
        self.owner_of.clear();
        self.group_of.clear();
        self.unknown_owner = None;
        self.unnamed_group = None;
        self.story.chains.push((None, 0));
        let mut queue = vec![top];
        let mut length = top.length();
        let mut next = 0;
        while let Some(&chain) = queue.get(next) {
            let base = self.story.chains[next].1;
            for at in 0..chain.length() {
                if let Part::Claim(claim) = chain.link(at).part {
                    let digest = chain.claim(usize::from(claim));
                    if let Some(lower) = below(digest) {
                        self.hang(digest, lower, &mut queue, &mut length)?;
                    }
                } else {
                    let cites = chain.cites(at).map(|cited| base + u32::from(cited));
                    self.story.cites.extend(cites);
                }
                self.push(next, chain, at);
            }
            next += 1;
        }
        Ok(&self.story)
    }

    /// The story told last, with these sources as [`SourceFacts::unjudged`](super::SourceFacts::unjudged) leaves them.
    pub fn unjudge(&mut self, is_unjudged: impl Fn(NameId) -> bool) -> &Story {
        for link in &mut self.story.links {
            if link.known.is_some() && link.source.is_some_and(&is_unjudged) {
                link.known = Some((Reliability::F, (0, 0)));
            }
        }
        &self.story
    }

    /// Lets a claim link cite the held links of the claim that it names, and puts that claim into the queue if it is
    /// not in the story yet.
    fn hang<'c>(
        &mut self,
        digest: Digest,
        lower: &'c Chain,
        queue: &mut Vec<&'c Chain>,
        length: &mut usize,
    ) -> Result<(), StoryTooLarge> {
        let known = self.story.chains.iter().find(|chain| chain.0 == Some(digest));
        let base = match known {
            Some(&(_, base)) => base,
            None => {
                let base = *length as u32;
                *length += lower.length();
                if *length > MAX_STORY_LINKS {
                    return Err(StoryTooLarge);
                }
                self.story.chains.push((Some(digest), base));
                queue.push(lower);
                base
            }
        };
        let held = (0..).zip(lower.links()).filter(|(_, link)| link.held);
        self.story.cites.extend(held.map(|(at, _): (u32, _)| base + at));
        Ok(())
    }

    fn push(&mut self, chain_number: usize, chain: &Chain, at: usize) {
        let link = chain.link(at);
        let facts = link.source.and_then(|source| self.registry.get(source));
        let role = match link.part {
            Part::Report | Part::Repost => Role::Channel {
                copies: link.part == Part::Repost,
                owner: self.owner(facts.map(|facts| facts.owner)),
            },
            Part::Claim(_) => Role::Claim,
            Part::Origin(origin) => {
                let belongs_to = self.registry.belongs_to(&origin, link.source);
                let unnamed =
                    origin.kind == OriginKind::Anonymous && belongs_to.is_none() && !origin.distinct;
                Role::Origin {
                    origin,
                    group: self.group(belongs_to.or(link.source), unnamed),
                    unnamed,
                }
            }
        };
        self.story.links.push(StoryLink {
            role,
            held: link.held && chain_number == 0,
            held_there: link.held,
            withdrawn: link.withdrawn,
            source: link.source,
            known: facts.map(|facts| (facts.letter, facts.track)),
            chain: chain_number as u32,
            at: at as u16,
            cites_end: self.story.cites.len() as u32,
        });
    }

    fn owner(&mut self, name: Option<NameId>) -> u32 {
        let next = self.story.owners.len() as u32;
        let number = match name {
            Some(name) => self.owner_of.number(name, next),
            None => *self.unknown_owner.get_or_insert(next),
        };
        if number == next {
            self.story.owners.push(name);
        }
        number
    }

    fn group(&mut self, name: Option<NameId>, unnamed: bool) -> u32 {
        let next = self.story.groups.len() as u32;
        let number = match name {
            Some(name) => self.group_of.number(name, next),
            None if unnamed => *self.unnamed_group.get_or_insert(next),
            None => next,
        };
        if number == next {
            self.story.groups.push(name);
        }
        number
    }
}

/// Numbers of names, kept by position; clearing them costs as much as was used.
#[derive(Default)]
struct Numbers {
    by_position: Vec<u32>,
    used: Vec<NameId>,
}

impl Numbers {
    const NONE: u32 = u32::MAX;

    fn number(&mut self, name: NameId, next: u32) -> u32 {
        if self.by_position.len() <= name.position() {
            self.by_position.resize(name.position() + 1, Self::NONE);
        }
        let number = &mut self.by_position[name.position()];
        if *number == Self::NONE {
            *number = next;
            self.used.push(name);
        }
        *number
    }

    fn clear(&mut self) {
        for name in self.used.drain(..) {
            self.by_position[name.position()] = Self::NONE;
        }
    }
}
