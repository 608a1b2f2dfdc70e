//! What can change nothing any more is closed, so that more answers lead to the same state.

use super::super::states::{Bits, has, set, unset};
use super::{Memory, Walker};

impl<const W: usize> Walker<'_, W> {
    /// Whether a node leads to one that is open.
    pub(super) fn leads_on(&self, key: &Bits<W>, node: u32) -> bool {
        self.net
            .targets(node as usize)
            .iter()
            .any(|&target| !has(key, target))
    }

    /// Whether one of these nodes leads to a node.
    fn is_led_to(&self, from: &Bits<W>, node: u32) -> bool {
        let leading = self.net.leading_to(node as usize);
        leading.iter().any(|&leading| has(from, leading))
    }

    /// Closes all that can change nothing any more. Where no way ended, all that could be reached still can.
    pub(super) fn settle(&mut self, key: &mut Bits<W>, some_ways_ended: bool) {
        if some_ways_ended {
            self.close_unreachable(key);
        }
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
                    if self.is_led_to(&alive, node) {
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
            let first = self.net.memory_of(witness);
            let ranks = self.net.amounts(witness).len() as u32;
            let Some(heard) = (0..ranks).rev().find(|&rank| has(key, first + rank)) else {
                continue;
            };
            if self.net.ends(witness).iter().all(|&end| has(key, end)) {
                unset(key, first + heard);
            }
        }
    }
}
