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

use super::net::{Level, Net, Node, Owner, Part, Witness};
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
    stack: Vec<u32>,
    ends: Vec<u32>,
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
    match (net.nodes.len() + net.amounts.len()).div_ceil(64) {
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
    /// The channels that were not asked yet.
    unasked: Bits<W>,
    /// All nodes.
    nodes: Bits<W>,
    /// Those that are ends.
    all_ends: Bits<W>,
    /// What the entries of owners lead to that are asked after each round, and after the present one.
    entries_after: Vec<Bits<W>>,
    enterable: Bits<W>,
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
        let (stack, ends) = (std::mem::take(&mut out.stack), std::mem::take(&mut out.ends));
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
            unasked,
            nodes,
            all_ends,
            entries_after: Vec::new(),
            enterable: [0; W],
            stack,
            ends,
            heard: (0.0, 0.0),
            known_heard: HashMap::default(),
            visited: 0,
        }
    }

    fn run(mut self, order: &[u32]) -> Result<(), TooMany> {
        self.list_entries(order);
        let mut first = [0; W];
        self.settle(&mut first);
        let mut now = States::new();
        let mut next = States::new();
        now.add(first, 1.0);
        for (round, &owner) in order.iter().enumerate() {
            self.enterable = self.entries_after[round];
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
        self.out.stack = self.stack;
        self.out.ends = self.ends;
        Ok(())
    }

    /// Lists what the channels that are reached anyway lead to, of those owners that are still to be asked.
    fn list_entries(&mut self, order: &[u32]) {
        self.entries_after = vec![[0; W]; order.len()];
        let mut entries = [0; W];
        for (after, &owner) in self.entries_after.iter_mut().zip(order).rev() {
            *after = entries;
            for &entry in &self.net.owners[owner as usize].entries {
                set(&mut entries, entry);
            }
        }
        self.enterable = entries;
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
            let is_open = |&node: &u32| !has(key, node);
            let matters = owner.entries.iter().any(is_open)
                || owner
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
            for level in &owner.levels {
                let mut key = *key;
                let probability = level.probability;
                self.answer(&mut key, owner, level);
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

    /// Lets those channels of an owner work that do on a level, and the others fail.
    fn answer(&mut self, key: &mut Bits<W>, owner: &Owner, level: &Level) {
        self.ends.clear();
        self.heard = (0.0, 0.0);
        self.stack.clear();
        let (working, failed) = owner.channels.split_at(level.channels as usize);
        for &channel in working {
            if has(key, channel) {
                self.stack.push(channel);
            }
        }
        for &channel in failed {
            set(key, channel);
        }
        for &entry in &owner.entries[..level.entries as usize] {
            self.arrive(key, entry);
        }
        let net = self.net;
        while let Some(node) = self.stack.pop() {
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
            Node::Channel | Node::Claim => self.stack.push(node),
            Node::End { witness, .. } => {
                self.ends.push(node);
                if let Some(part) = witness {
                    self.hear(key, part);
                }
            }
        }
    }

    /// The first bit in which it is remembered how strongly a witness was heard.
    fn memory_of(&self, witness: &Witness) -> u32 {
        self.net.nodes.len() as u32 + witness.amounts.0
    }

    /// Adds what an end brings to what its witness has brought so far.
    fn hear(&mut self, key: &mut Bits<W>, part: Part) {
        let witness = &self.net.witnesses[part.witness as usize];
        let first = self.memory_of(witness);
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
        // Those that can be reached, or are channels that are reached and may still work.
        let mut alive = [0; W];
        for (word, alive) in alive.iter_mut().enumerate() {
            *alive = (key[word] & self.unasked[word]) | (self.enterable[word] & !key[word]);
        }
        loop {
            let mut changed = false;
            for word in 0..W {
                let mut open = self.nodes[word] & !key[word] & !alive[word];
                while open != 0 {
                    let node = word as u32 * 64 + open.trailing_zeros();
                    open &= open - 1;
                    if self
                        .net
                        .leading_to(node as usize)
                        .iter()
                        .any(|&leading| has(&alive, leading))
                    {
                        set(&mut alive, node);
                        changed = true;
                    }
                }
            }
            // Those who lead stand before those whom they lead to, if there are no loops.
            if !changed || !self.net.has_loops {
                break;
            }
        }
        let closed = self.nodes.iter().zip(&self.unasked).zip(&alive);
        for (word, ((nodes, unasked), alive)) in key.iter_mut().zip(closed) {
            *word |= nodes & !unasked & !alive;
        }
    }

    /// Closes channels and claims that lead only to what is closed.
    fn close_useless(&mut self, key: &mut Bits<W>) {
        loop {
            let mut changed = false;
            for word in (0..W).rev() {
                let mut open = self.nodes[word] & !key[word] & !self.all_ends[word];
                while open != 0 {
                    let node = word as u32 * 64 + 63 - open.leading_zeros();
                    open &= !(1 << (node % 64));
                    if !self.leads_on(key, node) {
                        set(key, node);
                        changed = true;
                    }
                }
            }
            if !changed || !self.net.has_loops {
                return;
            }
        }
    }

    /// Forgets how strongly a witness was heard where none of its ends is open.
    fn forget(&self, key: &mut Bits<W>) {
        for witness in &self.net.witnesses {
            let first = self.memory_of(witness);
            let ranks = self.net.amounts(witness).len() as u32;
            let Some(heard) = (0..ranks).rev().find(|&rank| has(key, first + rank)) else {
                continue;
            };
            if self.net.ends(witness).iter().all(|&end| has(key, end)) {
                unset(key, first + heard);
            }
        }
    }

    /// What was heard in a state that remembers all of it, in an order that does not depend on the way to it.
    fn remembered(&self, key: &Bits<W>) -> (f64, f64) {
        let mut heard = (0.0, 0.0);
        for witness in &self.net.witnesses {
            let first = self.memory_of(witness);
            for (rank, amount) in (0..).zip(self.net.amounts(witness)) {
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
