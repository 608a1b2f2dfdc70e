//! Strongly connected parts of a graph of steps, and ways in them (Tarjan, Depth-first search and linear graph algorithms,
//! 1972). Steps are sorted by where they begin.

use std::collections::{BTreeMap, HashMap, VecDeque};

/// A step from one node to another, with what it stands for.
pub(super) type Step<T> = (u32, u32, T);

/// The steps within each strongly connected part, in the order in which they come.
pub(super) fn steps_of_parts<T>(nodes: usize, steps: Vec<Step<T>>) -> Vec<Vec<Step<T>>> {
    let part_of = strong_parts(nodes, &steps);
    let mut of_part: BTreeMap<u32, Vec<Step<T>>> = BTreeMap::new();
    for step in steps {
        let part = part_of[step.0 as usize];
        if part == part_of[step.1 as usize] {
            of_part.entry(part).or_default().push(step);
        }
    }
    of_part.into_values().collect()
}

/// The number of the strongly connected part of each node.
fn strong_parts<T>(nodes: usize, steps: &[Step<T>]) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let first_step = |node: u32| steps.partition_point(|step| step.0 < node);
    let mut index = vec![UNSEEN; nodes];
    let mut low = vec![0; nodes];
    let mut part = vec![UNSEEN; nodes];
    let mut open: Vec<u32> = Vec::new();
    let mut path: Vec<(u32, usize)> = Vec::new();
    let (mut next_index, mut next_part) = (0, 0);
    for start in steps.iter().map(|step| step.0) {
        if index[start as usize] != UNSEEN {
            continue;
        }
        path.push((start, first_step(start)));
        while let Some(&mut (node, ref mut step)) = path.last_mut() {
            if index[node as usize] == UNSEEN {
                index[node as usize] = next_index;
                low[node as usize] = next_index;
                next_index += 1;
                open.push(node);
            }
            match steps.get(*step).filter(|step| step.0 == node) {
                Some(&(_, to, _)) => {
                    *step += 1;
                    if index[to as usize] == UNSEEN {
                        path.push((to, first_step(to)));
                    } else if part[to as usize] == UNSEEN {
                        low[node as usize] = low[node as usize].min(index[to as usize]);
                    }
                }
                None => {
                    path.pop();
                    if let Some(&(above, _)) = path.last() {
                        low[above as usize] = low[above as usize].min(low[node as usize]);
                    }
                    if low[node as usize] == index[node as usize] {
                        while let Some(member) = open.pop() {
                            part[member as usize] = next_part;
                            if member == node {
                                break;
                            }
                        }
                        next_part += 1;
                    }
                }
            }
        }
    }
    part
}

/// The steps of a shortest way from one node to another.
pub(super) fn way_back<T: Copy>(steps: &[Step<T>], from: u32, to: u32) -> Option<Vec<T>> {
    let mut before: HashMap<u32, (u32, T)> = HashMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        if node == to {
            let mut way = Vec::new();
            let mut at = to;
            while at != from {
                let (above, step) = before[&at];
                way.push(step);
                at = above;
            }
            way.reverse();
            return Some(way);
        }
        let start = steps.partition_point(|step| step.0 < node);
        for &(_, next, step) in steps[start..].iter().take_while(|step| step.0 == node) {
            if next != from && !before.contains_key(&next) {
                before.insert(next, (node, step));
                queue.push_back(next);
            }
        }
    }
    None
}
