//! The letter of a chain: the best, over all ways to an origin that counts, of the weakest letter on the way.

use crate::chain::{Role, Story, StoryLink};
use crate::record::Reliability;

use super::weigh::{channel_letter, origin_letter};

/// Finds letters, one story after the other, in the same memory.
#[derive(Default)]
pub struct Letters {
    /// The best way found to each link, and not yet followed from there, by letter.
    waiting: [Vec<u32>; 6],
    done: Vec<bool>,
}

impl Letters {
    /// The letter of the best way from a held link to one of the origins that count; F where there is none.
    pub fn best(&mut self, story: &Story, counts: &[bool], gone: &[bool]) -> Reliability {
        self.done.clear();
        self.done.resize(story.links().len(), false);
        self.waiting.iter_mut().for_each(Vec::clear);
        if !counts.contains(&true) {
            return Reliability::F;
        }
        for (at, link) in story.links().iter().enumerate() {
            if link.held {
                self.offer(story, at, Reliability::A, gone);
            }
        }
        // The best ways first: whoever is reached by one is reached as well as can be.
        for letter in LETTERS {
            while let Some(at) = self.waiting[letter as usize].pop() {
                let at = at as usize;
                if self.done[at] {
                    continue;
                }
                self.done[at] = true;
                if counts[at] {
                    return letter;
                }
                for &cited in story.cites(at) {
                    self.offer(story, cited as usize, letter, gone);
                }
            }
        }
        Reliability::F
    }

    /// Puts a link into the queue of the weaker of its own letter and that of the way to it.
    fn offer(&mut self, story: &Story, at: usize, way: Reliability, gone: &[bool]) {
        let link = &story.links()[at];
        if self.done[at] || link.withdrawn || gone.get(at).copied().unwrap_or(false) {
            return;
        }
        self.waiting[way.max(letter_of(link)) as usize].push(at as u32);
    }
}

/// The letter of a link by itself.
pub fn letter_of(link: &StoryLink) -> Reliability {
    match &link.role {
        Role::Channel { .. } => channel_letter(link),
        Role::Claim => Reliability::A,
        Role::Origin { origin, .. } => origin_letter(link, origin),
    }
}

const LETTERS: [Reliability; 6] = [
    Reliability::A,
    Reliability::B,
    Reliability::C,
    Reliability::D,
    Reliability::E,
    Reliability::F,
];
