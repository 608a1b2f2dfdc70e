//! The owners are asked one after the other which of their channels work; of all answers given so far only what still
//! matters is remembered.
//!
//! The memory is one bit a node: whether its being reached can still change anything. It can not once it is reached,
//! once its channel has failed, once no way leads to it any more, or once all that it leads to is settled. What is open
//! then is exactly a channel not yet asked that is not reached, a working channel that waits to be reached, or an end
//! that may still be reached. Answers that leave the same open are one state, and their probabilities add up; so the sum
//! over all answers is exact, and what it costs is the number of states.

mod settle;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::net::{Level, Net, Node, Owner, Part};
use super::states::{Bits, Mixer, States, has, set, unset};

/// The most states that are visited for one story. A state takes some 100 bytes and a microsecond.
///
/// Stories with one or two owners at each step have tens. What comes here is dense: dozens of owners, each with channels
/// at every step, all citing one another, and only the outermost held.
pub const MAX_STATES: usize = 1 << 18;

/// A state of so many words, 256 nodes and memories, counts as one; what is done with a wider one takes as much longer.
const WORDS_OF_ONE: usize = 4;

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
    /// The steps, those of one owner together, for [`Memory::Open`].
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
    /// How many states were visited, also where they were too many.
    pub visited: usize,
    spare: Spare,
}

impl Walk {
    /// Makes room for what will be found in a net.
    pub fn begin(&mut self, net: &Net) {
        self.steps.clear();
        self.rounds.clear();
        self.heard.clear();
        self.heard.push((0.0, 0.0));
        self.last.clear();
        self.widest = 1;
        self.reached.clear();
        self.reached.resize(net.nodes.len(), 0.0);
        self.visited = 0;
    }

    /// Counts states that are visited.
    pub fn count(&mut self, states: usize, most: usize) -> Result<(), TooMany> {
        if self.visited >= most {
            return Err(TooMany);
        }
        self.visited += states;
        Ok(())
    }
}

/// What walks use, from story to story.
#[derive(Clone, Debug, Default)]
struct Spare {
    now: States,
    next: States,
    /// States in which nothing is open any more; for [`Memory::Whole`], which need not carry them on.
    finished: States,
    /// What the entries of owners lead to that are asked after each round, word by word.
    entries_after: Vec<u64>,
    stack: Vec<u32>,
    /// The ends that a step reaches.
    ends: Vec<u32>,
    known_heard: HashMap<(u64, u64), u32, BuildHasherDefault<Mixer>>,
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

/// Walks over the states of a net, asking the owners in `order`, `most` states at most.
pub fn walk(net: &Net, order: &[u32], memory: Memory, most: usize, out: &mut Walk) -> Result<(), TooMany> {
    out.begin(net);
    match (net.nodes.len() + net.amounts.len()).div_ceil(64) {
        0 | 1 => Walker::<1>::new(net, memory, most, out).run(order),
        2 => Walker::<2>::new(net, memory, most, out).run(order),
        3 | 4 => Walker::<4>::new(net, memory, most, out).run(order),
        5..=8 => Walker::<8>::new(net, memory, most, out).run(order),
        9..=16 => Walker::<16>::new(net, memory, most, out).run(order),
        17..=64 => Walker::<64>::new(net, memory, most, out).run(order),
        // No story has so many links: each has at most two nodes and one memory.
        65..=768 => Walker::<768>::new(net, memory, most, out).run(order),
        _ => Err(TooMany),
    }
}

struct Walker<'n, const W: usize> {
    net: &'n Net,
    memory: Memory,
    out: &'n mut Walk,
    /// The channels that were not asked yet.
    unasked: Bits<W>,
    /// All nodes.
    nodes: Bits<W>,
    /// Those that are ends.
    all_ends: Bits<W>,
    /// What the entries of owners lead to that are asked after the present round.
    enterable: Bits<W>,
    heard: (f64, f64),
    spare: Spare,
    /// The most states that are visited.
    most: usize,
}

impl<'n, const W: usize> Walker<'n, W> {
    fn new(net: &'n Net, memory: Memory, most: usize, out: &'n mut Walk) -> Self {
        let mut unasked = [0; W];
        let mut nodes = [0; W];
        let mut all_ends = [0; W];
        for (at, node) in (0..).zip(&net.nodes) {
            set(&mut nodes, at);
            if *node == Node::Channel {
                set(&mut unasked, at);
            }
            if matches!(node, Node::End { .. }) {
                set(&mut all_ends, at);
            }
        }
        let mut spare = std::mem::take(&mut out.spare);
        for states in [&mut spare.now, &mut spare.next, &mut spare.finished] {
            states.clear();
        }
        spare.known_heard.clear();
        Self {
            net,
            memory,
            out,
            unasked,
            nodes,
            all_ends,
            enterable: [0; W],
            heard: (0.0, 0.0),
            spare,
            most,
        }
    }

    fn run(mut self, order: &[u32]) -> Result<(), TooMany> {
        let asked = self.ask_all(order);
        self.out.spare = self.spare;
        asked
    }

    fn ask_all(&mut self, order: &[u32]) -> Result<(), TooMany> {
        self.list_entries(order);
        let mut first = [0; W];
        self.settle(&mut first, true);
        self.keep(&first, 1.0);
        let mut now = std::mem::take(&mut self.spare.now);
        for (round, &owner) in order.iter().enumerate() {
            self.enterable = self.spare.entries_after.as_chunks().0[round];
            std::mem::swap(&mut now, &mut self.spare.next);
            self.spare.next.clear();
            self.ask(owner, &now)?;
            self.out.rounds.push(self.out.steps.len());
            self.out.widest = self.out.widest.max(self.spare.next.count());
        }
        self.spare.now = now;
        // Once all were asked, nothing is open.
        let last = match self.memory {
            Memory::Whole => &self.spare.finished,
            Memory::Open => &self.spare.next,
        };
        for (key, mass) in last.each::<W>() {
            let heard = self.net.remembered(|bit| has(key, bit));
            self.out.last.push((mass, heard));
        }
        Ok(())
    }

    /// Lists what the channels that are reached anyway lead to, of those owners that are still to be asked.
    fn list_entries(&mut self, order: &[u32]) {
        let after = &mut self.spare.entries_after;
        after.clear();
        after.resize(order.len() * W, 0);
        let mut entries = [0; W];
        for (after, &owner) in after.as_chunks_mut().0.iter_mut().zip(order).rev() {
            *after = entries;
            for &entry in &self.net.owners[owner as usize].entries {
                set(&mut entries, entry);
            }
        }
        self.enterable = entries;
    }

    /// Asks one owner in every state.
    fn ask(&mut self, owner: u32, now: &States) -> Result<(), TooMany> {
        let owner = &self.net.owners[owner as usize];
        for &channel in &owner.channels {
            unset(&mut self.unasked, channel);
        }
        for (from, (key, mass)) in (0..).zip(now.each::<W>()) {
            self.out.count(W.div_ceil(WORDS_OF_ONE), self.most)?;
            if !self.concerns(key, owner) {
                let to = self.keep(key, mass);
                self.step(from, to, 1.0, 0);
                continue;
            }
            // Who works in vain may have been the last way to others.
            let some_in_vain = owner.channels.iter().any(|&channel| !has(key, channel));
            for level in &owner.levels {
                let mut key = *key;
                let probability = level.probability;
                self.answer(&mut key, owner, level);
                let mass = mass * probability;
                for &end in &self.spare.ends {
                    self.out.reached[end as usize] += mass;
                }
                let all = (owner.channels.len(), owner.entries.len());
                let some_failed = (level.channels as usize, level.entries as usize) != all;
                self.settle(&mut key, some_failed || some_in_vain);
                let to = self.keep(&key, mass);
                let heard = self.number_of_heard();
                self.step(from, to, probability, heard);
            }
        }
        Ok(())
    }

    /// Keeps a step, where the terms of the reciprocal are to be carried over it.
    fn step(&mut self, from: u32, to: u32, probability: f64, heard: u32) {
        if self.memory == Memory::Open {
            self.out.steps.push(Step {
                from,
                to,
                probability,
                heard,
            });
        }
    }

    /// Whether it matters in a state what an owner answers.
    fn concerns(&self, key: &Bits<W>, owner: &Owner) -> bool {
        let is_open = |&node: &u32| !has(key, node);
        owner.entries.iter().any(is_open)
            || owner
                .channels
                .iter()
                .any(|&channel| !has(key, channel) || self.leads_on(key, channel))
    }

    /// Adds a state to those of the next round, or to the finished ones; gives its position.
    fn keep(&mut self, key: &Bits<W>, mass: f64) -> u32 {
        let is_finished = || {
            self.nodes
                .iter()
                .zip(key)
                .all(|(nodes, closed)| nodes & !closed == 0)
        };
        if self.memory == Memory::Whole && is_finished() {
            self.spare.finished.add(key, mass)
        } else {
            self.spare.next.add(key, mass)
        }
    }

    /// Lets those channels of an owner work that do on a level, and the others fail.
    fn answer(&mut self, key: &mut Bits<W>, owner: &Owner, level: &Level) {
        self.spare.ends.clear();
        self.heard = (0.0, 0.0);
        self.spare.stack.clear();
        let (working, failed) = owner.channels.split_at(level.channels as usize);
        for &channel in working {
            if has(key, channel) {
                self.spare.stack.push(channel);
            }
        }
        for &channel in failed {
            set(key, channel);
        }
        for &entry in &owner.entries[..level.entries as usize] {
            self.arrive(key, entry);
        }
        let net = self.net;
        while let Some(node) = self.spare.stack.pop() {
            for &target in net.targets(node as usize) {
                self.arrive(key, target);
            }
        }
    }

    /// Reaches a node, if it is open.
    fn arrive(&mut self, key: &mut Bits<W>, node: u32) {
        if has(key, node) {
            return;
        }
        set(key, node);
        match self.net.nodes[node as usize] {
            Node::Channel if has(&self.unasked, node) => {}
            Node::Channel | Node::Claim => self.spare.stack.push(node),
            Node::End { witness, .. } => {
                self.spare.ends.push(node);
                if let Some(part) = witness {
                    self.hear(key, part);
                }
            }
        }
    }

    /// Adds what an end brings to what its witness has brought so far.
    fn hear(&mut self, key: &mut Bits<W>, part: Part) {
        let witness = &self.net.witnesses[part.witness as usize];
        let first = self.net.memory_of(witness);
        let amounts = self.net.amounts(witness);
        let before = (0..amounts.len() as u32)
            .rev()
            .find(|&rank| has(key, first + rank));
        if before.is_some_and(|before| before >= part.rank) {
            return;
        }
        let mut more = amounts[part.rank as usize];
        if let Some(before) = before {
            more -= amounts[before as usize];
            unset(key, first + before);
        }
        if witness.denies {
            self.heard.1 += more;
        } else {
            self.heard.0 += more;
        }
        set(key, first + part.rank);
    }

    fn number_of_heard(&mut self) -> u32 {
        if self.memory == Memory::Whole || self.heard == (0.0, 0.0) {
            return 0;
        }
        let next = self.out.heard.len() as u32;
        let key = (self.heard.0.to_bits(), self.heard.1.to_bits());
        let number = *self.spare.known_heard.entry(key).or_insert(next);
        if number == next {
            self.out.heard.push(self.heard);
        }
        number
    }
}
