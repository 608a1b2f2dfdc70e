//! The owners are asked one after the other which of their channels work; of all answers given so far only what still
//! matters is remembered.
//!
//! The memory is one bit a node: whether its being reached can still change anything. It can not once it is reached,
//! once its channel has failed, once no way leads to it any more, or once all that it leads to is settled. What is open
//! then is exactly a channel not yet asked that is not reached, a working channel that waits to be reached, or an end
//! that may still be reached. Answers that leave the same open are one state, and their probabilities add up; so the sum
//! over all answers is exact, and what it costs is the number of states.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::net::{Net, Node, Part};
use super::states::{Bits, Mixer, States, has, set, unset};

/// The most states that are visited for one story. A state takes some 100 bytes and a microsecond.
///
/// Stories with one or two owners at each step have tens. What comes here is dense: dozens of owners, each with channels
/// at every step, all citing one another, and only the outermost held.
pub const MAX_STATES: usize = 1 << 18;

/// A step from one state to another.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The state that it starts from, among those before the owner is asked.
    pub from: u32,
    /// The state that it leads to, among those after.
    pub to: u32,
    /// How probable the answer is.
    pub probability: f64,
    /// What is heard by it, among [`Walk::heard`].
    pub heard: u32,
}

/// Everything that a walk over the states of a net finds.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// The steps, those of one owner together.
    pub steps: Vec<Step>,
    /// Where the steps of each owner end.
    pub rounds: Vec<usize>,
    /// How many states there are at most at one time.
    pub widest: usize,
    /// What steps hear: supporting and denying evidence.
    pub heard: Vec<(f64, f64)>,
    /// How probable it is that the end of each node is reached.
    pub reached: Vec<f64>,
    /// The last states: how probable each is, and what was heard in it where [`Memory::Whole`] asks for that.
    pub last: Vec<(f64, (f64, f64))>,
}

/// What a state remembers of the witnesses heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// All of it: each last state has one amount of evidence.
    Whole,
    /// What is needed to know how much more a stronger member of a group brings.
    Open,
}

/// Too many states.
pub struct TooMany;

/// Walks over the states of a net, asking the owners in `order`.
pub fn walk(net: &Net, order: &[u32], memory: Memory, out: &mut Walk) -> Result<(), TooMany> {
    let memories: usize = net.witnesses.iter().map(|witness| witness.amounts.len()).sum();
    match (net.nodes.len() + memories).div_ceil(64) {
        0 | 1 => Walker::<1>::new(net, memory, out).run(order),
        2 => Walker::<2>::new(net, memory, out).run(order),
        3 | 4 => Walker::<4>::new(net, memory, out).run(order),
        5..=8 => Walker::<8>::new(net, memory, out).run(order),
        9..=16 => Walker::<16>::new(net, memory, out).run(order),
        17..=64 => Walker::<64>::new(net, memory, out).run(order),
        // No story has so many links: each has at most two nodes and one memory.
        65..=768 => Walker::<768>::new(net, memory, out).run(order),
        _ => Err(TooMany),
    }
}

struct Walker<'n, const W: usize> {
    net: &'n Net,
    memory: Memory,
    out: &'n mut Walk,
    /// The first memory bit of each witness.
    memories: Vec<u32>,
    /// The channels that were not asked yet.
    unasked: Bits<W>,
    /// All nodes.
    nodes: Bits<W>,
    stack: Vec<u32>,
    /// The ends that a step reaches.
    ends: Vec<u32>,
    heard: (f64, f64),
    known_heard: HashMap<(u64, u64), u32, BuildHasherDefault<Mixer>>,
    visited: usize,
}

impl<'n, const W: usize> Walker<'n, W> {
    fn new(net: &'n Net, memory: Memory, out: &'n mut Walk) -> Self {
        let mut unasked = [0; W];
        let mut nodes = [0; W];
        for (at, node) in (0..).zip(&net.nodes) {
            set(&mut nodes, at);
            if matches!(node, Node::Channel { .. }) {
                set(&mut unasked, at);
            }
        }
        let mut next = net.nodes.len() as u32;
        let memories = net
            .witnesses
            .iter()
            .map(|witness| {
                let first = next;
                next += witness.amounts.len() as u32;
                first
            })
            .collect();
        out.steps.clear();
        out.rounds.clear();
        out.heard.clear();
        out.heard.push((0.0, 0.0));
        out.last.clear();
        out.widest = 1;
        out.reached.clear();
        out.reached.resize(net.nodes.len(), 0.0);
        Self {
            net,
            memory,
            out,
            memories,
            unasked,
            nodes,
            stack: Vec::new(),
            ends: Vec::new(),
            heard: (0.0, 0.0),
            known_heard: HashMap::default(),
            visited: 0,
        }
    }

    fn run(mut self, order: &[u32]) -> Result<(), TooMany> {
        let mut first = [0; W];
        for &entry in &self.net.entries {
            set(&mut first, entry);
        }
        self.settle(&mut first);
        let mut now = States::new();
        let mut next = States::new();
        now.add(first, 1.0);
        for &owner in order {
            next.clear();
            self.ask(owner, &now, &mut next)?;
            std::mem::swap(&mut now, &mut next);
            self.out.rounds.push(self.out.steps.len());
            self.out.widest = self.out.widest.max(now.keys.len());
        }
        for (key, mass) in now.keys.iter().zip(&now.mass) {
            let heard = self.remembered(key);
            self.out.last.push((*mass, heard));
        }
        Ok(())
    }

    /// Asks one owner in every state.
    fn ask(&mut self, owner: u32, now: &States<W>, next: &mut States<W>) -> Result<(), TooMany> {
        let owner = &self.net.owners[owner as usize];
        for &channel in &owner.channels {
            unset(&mut self.unasked, channel);
        }
        for (from, (key, mass)) in (0..).zip(now.keys.iter().zip(&now.mass)) {
            self.visited += 1;
            if self.visited > MAX_STATES {
                return Err(TooMany);
            }
            let matters = owner
                .channels
                .iter()
                .any(|&channel| !has(key, channel) || self.leads_on(key, channel));
            if !matters {
                let to = next.add(*key, *mass);
                self.out.steps.push(Step {
                    from,
                    to,
                    probability: 1.0,
                    heard: 0,
                });
                continue;
            }
            for &(working, probability) in &owner.levels {
                let mut key = *key;
                self.answer(&mut key, &owner.channels, working as usize);
                let mass = mass * probability;
                for &end in &self.ends {
                    self.out.reached[end as usize] += mass;
                }
                self.settle(&mut key);
                let to = next.add(key, mass);
                let heard = self.number_of_heard();
                self.out.steps.push(Step {
                    from,
                    to,
                    probability,
                    heard,
                });
            }
        }
        Ok(())
    }

    /// Lets the first `working` channels of an owner work and the others fail.
    fn answer(&mut self, key: &mut Bits<W>, channels: &[u32], working: usize) {
        self.ends.clear();
        self.heard = (0.0, 0.0);
        self.stack.clear();
        for &channel in &channels[..working] {
            if has(key, channel) {
                self.stack.push(channel);
            }
        }
        for &channel in &channels[working..] {
            set(key, channel);
        }
        let net = self.net;
        while let Some(node) = self.stack.pop() {
            for &target in net.targets(node as usize) {
                if has(key, target) {
                    continue;
                }
                set(key, target);
                match net.nodes[target as usize] {
                    Node::Channel { .. } if has(&self.unasked, target) => {}
                    Node::Channel { .. } | Node::Claim => self.stack.push(target),
                    Node::End { witness, .. } => {
                        self.ends.push(target);
                        if let Some(part) = witness {
                            self.hear(key, part);
                        }
                    }
                }
            }
        }
    }

    /// Adds what an end brings to what its witness has brought so far.
    fn hear(&mut self, key: &mut Bits<W>, part: Part) {
        let witness = &self.net.witnesses[part.witness as usize];
        let first = self.memories[part.witness as usize];
        let before = (0..witness.amounts.len() as u32)
            .rev()
            .find(|&rank| has(key, first + rank));
        if before.is_some_and(|before| before >= part.rank) {
            return;
        }
        let mut more = witness.amounts[part.rank as usize];
        if let Some(before) = before {
            more -= witness.amounts[before as usize];
            unset(key, first + before);
        }
        if witness.denies {
            self.heard.1 += more;
        } else {
            self.heard.0 += more;
        }
        set(key, first + part.rank);
    }

    /// Whether a node leads to one that is open.
    fn leads_on(&self, key: &Bits<W>, node: u32) -> bool {
        self.net
            .targets(node as usize)
            .iter()
            .any(|&target| !has(key, target))
    }

    /// Closes all that can change nothing any more.
    fn settle(&mut self, key: &mut Bits<W>) {
        self.close_unreachable(key);
        self.close_useless(key);
        if self.memory == Memory::Open {
            self.forget(key);
        }
    }

    /// Closes ends and waiting channels to which no way leads any more.
    fn close_unreachable(&mut self, key: &mut Bits<W>) {
        let mut reachable = [0; W];
        self.stack.clear();
        for (word, (key, unasked)) in (0..).zip(key.iter().zip(&self.unasked)) {
            let mut active = key & unasked;
            while active != 0 {
                self.stack.push(word * 64 + active.trailing_zeros());
                active &= active - 1;
            }
        }
        while let Some(node) = self.stack.pop() {
            for &target in self.net.targets(node as usize) {
                if !has(key, target) && !has(&reachable, target) {
                    set(&mut reachable, target);
                    self.stack.push(target);
                }
            }
        }
        let closed = self.nodes.iter().zip(&self.unasked).zip(&reachable);
        for (word, ((nodes, unasked), reachable)) in key.iter_mut().zip(closed) {
            *word |= nodes & !unasked & !reachable;
        }
    }

    /// Closes channels and claims that lead only to what is closed.
    fn close_useless(&mut self, key: &mut Bits<W>) {
        loop {
            let mut changed = false;
            for word in (0..W).rev() {
                let mut open = self.nodes[word] & !key[word];
                while open != 0 {
                    let node = word as u32 * 64 + 63 - open.leading_zeros();
                    open &= !(1 << (node % 64));
                    let is_end = matches!(self.net.nodes[node as usize], Node::End { .. });
                    if !is_end && !self.leads_on(key, node) {
                        set(key, node);
                        changed = true;
                    }
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Forgets how strongly a witness was heard where none of its ends is open.
    fn forget(&self, key: &mut Bits<W>) {
        for (witness, &first) in self.net.witnesses.iter().zip(&self.memories) {
            let ranks = witness.amounts.len() as u32;
            let Some(heard) = (0..ranks).rev().find(|&rank| has(key, first + rank)) else {
                continue;
            };
            if witness.ends.iter().all(|&end| has(key, end)) {
                unset(key, first + heard);
            }
        }
    }

    /// What was heard in a state that remembers all of it, in an order that does not depend on the way to it.
    fn remembered(&self, key: &Bits<W>) -> (f64, f64) {
        let mut heard = (0.0, 0.0);
        for (witness, &first) in self.net.witnesses.iter().zip(&self.memories) {
            for (rank, amount) in (0..).zip(&witness.amounts) {
                if has(key, first + rank) {
                    if witness.denies {
                        heard.1 += amount;
                    } else {
                        heard.0 += amount;
                    }
                }
            }
        }
        heard
    }

    fn number_of_heard(&mut self) -> u32 {
        if self.memory == Memory::Whole || self.heard == (0.0, 0.0) {
            return 0;
        }
        let next = self.out.heard.len() as u32;
        let key = (self.heard.0.to_bits(), self.heard.1.to_bits());
        let number = *self.known_heard.entry(key).or_insert(next);
        if number == next {
            self.out.heard.push(self.heard);
        }
        number
    }
}
