//! Claims that hang below claims: how deep they go, and the way down to one that fails.
//!
//! Claims name each other by digest, so that no loop can be written; the walks end on any input all the same.

use std::collections::{BTreeSet, VecDeque};

/// The most steps from a claim down to the last one below it. Real stories need two or three; the bound keeps a
/// hostile corpus from making every report as long as itself.
pub const MAX_STEPS: u32 = 64;

/// The next step on the shortest way from a claim down to one that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Below {
    /// The claim that the step leads to.
    pub claim: u32,
    /// Which of the upper claim's references leads there.
    pub reference: u32,
    /// Steps to the one that fails, at least 1.
    pub steps: u32,
}

/// Which claims hang below which. Claims are numbered from 0.
pub struct ClaimGraph {
    /// (upper, lower, reference), sorted.
    down: Vec<(u32, u32, u32)>,
    /// (lower, upper, reference), sorted.
    up: Vec<(u32, u32, u32)>,
}

impl ClaimGraph {
    /// A graph of the steps (upper claim, lower claim, number of the upper claim's reference).
    pub fn new(mut down: Vec<(u32, u32, u32)>) -> Self {
        down.sort_unstable();
        let mut up: Vec<_> = down
            .iter()
            .map(|&(upper, lower, reference)| (lower, upper, reference))
            .collect();
        up.sort_unstable();
        Self { down, up }
    }

    /// For every claim above one of `failing`, the next step on the shortest way down to it. Among ways of one
    /// length the one to the lowest number is taken.
    pub fn ways_down(&self, claims: usize, failing: impl Iterator<Item = u32>) -> Vec<Option<Below>> {
        let mut ways = vec![None; if self.up.is_empty() { 0 } else { claims }];
        if self.up.is_empty() {
            return ways;
        }
        let mut queue: VecDeque<(u32, u32)> = failing.map(|claim| (claim, 0)).collect();
        while let Some((lower, steps)) = queue.pop_front() {
            for &(_, upper, reference) in steps_of(&self.up, lower) {
                let way = &mut ways[upper as usize];
                if way.is_none() {
                    *way = Some(Below {
                        claim: lower,
                        reference,
                        steps: steps + 1,
                    });
                    queue.push_back((upper, steps + 1));
                }
            }
        }
        ways
    }

    /// The claims from the number `first` on that hang below one of those before it, in the order of their numbers.
    pub fn reachable(&self, first: u32) -> Vec<u32> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<u32> = self
            .down
            .iter()
            .map(|step| step.0)
            .filter(|upper| *upper < first)
            .collect();
        next.dedup();
        while let Some(upper) = next.pop() {
            for &(_, lower, _) in steps_of(&self.down, upper) {
                if lower >= first && reached.insert(lower) {
                    next.push(lower);
                }
            }
        }
        reached.into_iter().collect()
    }

    /// Whether a claim hangs above it.
    pub fn is_relied_on(&self, lower: u32) -> bool {
        !steps_of(&self.up, lower).is_empty()
    }

    /// The claims that have more than [`MAX_STEPS`] steps below them.
    pub fn too_deep(&self) -> Vec<u32> {
        // Every round takes one step up from where the last one came to.
        let mut reached: Vec<u32> = self.down.iter().map(|&(upper, _, _)| upper).collect();
        reached.dedup();
        for _ in 0..MAX_STEPS {
            let mut above: Vec<u32> = reached
                .iter()
                .flat_map(|&lower| steps_of(&self.up, lower).iter().map(|&(_, upper, _)| upper))
                .collect();
            above.sort_unstable();
            above.dedup();
            reached = above;
            if reached.is_empty() {
                break;
            }
        }
        reached
    }
}

fn steps_of(steps: &[(u32, u32, u32)], from: u32) -> &[(u32, u32, u32)] {
    let start = steps.partition_point(|step| step.0 < from);
    let length = steps[start..].partition_point(|step| step.0 == from);
    &steps[start..start + length]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 above 1 above 2 and so on.
    fn ladder(claims: u32) -> ClaimGraph {
        ClaimGraph::new((1..claims).map(|lower| (lower - 1, lower, 0)).collect())
    }

    #[test]
    fn the_way_leads_down_step_by_step() {
        let ways = ladder(5).ways_down(5, [3].into_iter());
        assert_eq!(
            ways[0],
            Some(Below {
                claim: 1,
                reference: 0,
                steps: 3
            })
        );
        assert_eq!(
            ways[2],
            Some(Below {
                claim: 3,
                reference: 0,
                steps: 1
            })
        );
        assert_eq!(ways[3], None);
        assert_eq!(ways[4], None);
    }

    #[test]
    fn what_hangs_below_the_first_is_found_once() {
        let steps = vec![(0, 3, 0), (3, 4, 0), (0, 4, 1), (2, 0, 0), (5, 1, 0)];
        assert_eq!(ClaimGraph::new(steps).reachable(2), vec![3, 4]);
        assert_eq!(ladder(5).reachable(5), Vec::<u32>::new());
    }

    #[test]
    fn sixty_four_steps_are_allowed_and_sixty_five_are_not() {
        assert_eq!(ladder(65).too_deep(), Vec::<u32>::new());
        assert_eq!(ladder(66).too_deep(), vec![0]);
        assert_eq!(ladder(68).too_deep(), vec![0, 1, 2]);
    }
}
