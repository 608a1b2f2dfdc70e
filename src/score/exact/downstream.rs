//! Owners of one channel each are asked downstream: those who cite before those whom they cite.
//!
//! Whether a channel is reached is known then when its owner is asked, so that only those are asked whose channel is, and
//! what stays unreached needs no further look. A state remembers which channels ahead are reached, which ends others may
//! reach as well, and what was heard. Once nothing waits ahead, it is finished.
//!
//! Most stories are like that: no loops, and no owner with channels at two steps. [`super::frontier`] is for all others.

use super::frontier::{TooMany, Walk};
use super::net::{Net, Node, Owner};
use super::order::{FEW_ANSWERS, joint_answers};
use super::states::States;

/// What is used from story to story.
#[derive(Clone, Debug, Default)]
pub struct Downstream {
    /// What is known of each node.
    places: Vec<Place>,
    ends: u64,
    /// Channels and claims.
    passing: u64,
    now: States,
    next: States,
    finished: States,
}

/// What is known of a node, in bits of a state: first the nodes, then the memories of what was heard.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// Where it leads.
    targets: u64,
    /// Of these, the ends to which nobody further down leads.
    last_chance: u64,
    /// How probable it is that it passes on what reaches it.
    works: f64,
    hearing: Hearing,
}

/// What an end brings, in memories of its witness.
#[derive(Clone, Copy, Debug, Default)]
struct Hearing {
    own: u64,
    /// With one of these, it was heard as strongly before.
    as_strong: u64,
    /// These are forgotten for it.
    weaker: u64,
}

/// Whether a net can be walked downstream in states of one word.
pub fn suits(net: &Net) -> bool {
    let has_one_channel_at_most = |owner: &Owner| match owner.channels.len() {
        0 => true,
        1 => owner.entries.is_empty(),
        _ => false,
    };
    !net.has_loops
        && net.nodes.len() + net.amounts.len() < u64::BITS as usize
        && net.owners.iter().all(has_one_channel_at_most)
        // Where there may be many states, an order is worth looking for that keeps them few.
        && joint_answers(net) <= FEW_ANSWERS
}

impl Downstream {
    /// Walks over the states of a net that [`suits`], some `most` of them; remembers all that is heard.
    pub fn walk(&mut self, net: &Net, most: usize, out: &mut Walk) -> Result<(), TooMany> {
        out.begin(net);
        self.survey(net);
        for states in [&mut self.next, &mut self.finished] {
            states.clear();
        }
        self.next.add(&[0], 1.0);
        for owner in net.owners.iter().filter(|owner| owner.channels.is_empty()) {
            self.enter(owner, most, out)?;
        }
        let led_to = self.places.iter().fold(0, |all, place| all | place.targets);
        let out_of_reach = self.ends & !led_to;
        self.each_state(|walk, state, mass| walk.keep(state & !out_of_reach, mass));
        for node in each(self.passing) {
            self.pass(node, most, out)?;
        }
        for (&[state], mass) in self.finished.each() {
            out.last.push((mass, net.remembered(|bit| state >> bit & 1 == 1)));
        }
        Ok(())
    }

    /// Looks at the net node by node.
    fn survey(&mut self, net: &Net) {
        self.places.clear();
        (self.ends, self.passing) = (0, 0);
        for (node, kind) in net.nodes.iter().enumerate() {
            let mut place = Place {
                targets: bits(net.targets(node)),
                ..Place::default()
            };
            match kind {
                Node::Channel => self.passing |= 1 << node,
                Node::Claim => {
                    self.passing |= 1 << node;
                    place.works = 1.0;
                }
                Node::End { witness, .. } => {
                    self.ends |= 1 << node;
                    if let Some(part) = witness {
                        let witness = &net.witnesses[part.witness as usize];
                        let first = net.memory_of(witness);
                        let own = first + part.rank;
                        let all = below(first + net.amounts(witness).len() as u32) & !below(first);
                        place.hearing = Hearing {
                            own: 1 << own,
                            as_strong: all & !below(own),
                            weaker: all & below(own),
                        };
                    }
                }
            }
            self.places.push(place);
        }
        for owner in &net.owners {
            if let [channel] = owner.channels[..] {
                let working = owner.levels.iter().filter(|level| level.channels == 1);
                self.places[channel as usize].works = working.map(|level| level.probability).sum();
            }
        }
        let mut led_to = 0;
        for place in self.places.iter_mut().rev() {
            place.last_chance = place.targets & self.ends & !led_to;
            led_to |= place.targets;
        }
    }

    /// Asks an owner whose channels are reached in any case.
    fn enter(&mut self, owner: &Owner, most: usize, out: &mut Walk) -> Result<(), TooMany> {
        self.each_state(|walk, state, mass| {
            for level in &owner.levels {
                let entries = bits(&owner.entries[..level.entries as usize]);
                let mass = mass * level.probability;
                let state = walk.arrive(state, entries, mass, &mut out.reached);
                walk.next.add(&[state], mass);
            }
        });
        out.count(self.now.count(), most)
    }

    /// Lets a channel or claim pass on what has reached it.
    fn pass(&mut self, node: u32, most: usize, out: &mut Walk) -> Result<(), TooMany> {
        let Place {
            targets,
            last_chance,
            works,
            ..
        } = self.places[node as usize];
        self.each_state(|walk, state, mass| {
            let is_reached = state >> node & 1 == 1;
            let state = state & !(1 << node);
            if !is_reached || targets & !state == 0 {
                walk.keep(state & !last_chance, mass);
                return;
            }
            if works < 1.0 {
                walk.keep(state & !last_chance, mass * (1.0 - works));
            }
            let mass = mass * works;
            let state = walk.arrive(state, targets, mass, &mut out.reached);
            walk.keep(state & !last_chance, mass);
        });
        out.count(self.now.count(), most)
    }

    /// Goes from each state that was met last to those after it.
    fn each_state(&mut self, mut go_on: impl FnMut(&mut Self, u64, f64)) {
        std::mem::swap(&mut self.now, &mut self.next);
        self.next.clear();
        let now = std::mem::take(&mut self.now);
        for (&[state], mass) in now.each() {
            go_on(self, state, mass);
        }
        self.now = now;
    }

    /// Reaches nodes in a state.
    fn arrive(&self, mut state: u64, nodes: u64, mass: f64, reached: &mut [f64]) -> u64 {
        let arriving = nodes & !state;
        state |= arriving;
        for end in each(arriving & self.ends) {
            reached[end as usize] += mass;
            let Hearing {
                own,
                as_strong,
                weaker,
            } = self.places[end as usize].hearing;
            if state & as_strong == 0 {
                state = state & !weaker | own;
            }
        }
        state
    }

    /// Keeps a state among those to go on from, or among the finished ones.
    fn keep(&mut self, state: u64, mass: f64) {
        if state & self.passing == 0 {
            self.finished.add(&[state & !self.ends], mass);
        } else {
            self.next.add(&[state], mass);
        }
    }
}

fn bits(nodes: &[u32]) -> u64 {
    nodes.iter().fold(0, |bits, node| bits | 1 << node)
}

/// All bits before one.
fn below(bit: u32) -> u64 {
    (1 << bit) - 1
}

/// The bits that are set, the first before.
fn each(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (bits != 0).then(|| bits.trailing_zeros())?;
        bits &= bits - 1;
        Some(bit)
    })
}
