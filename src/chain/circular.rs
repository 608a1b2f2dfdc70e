//! Circular reporting: outlets that have it from one another, in whatever records that is written.
//!
//! A link is the same in two records where its address or its capture is, and a claim link is the claim that it names. The
//! records of a corpus then make one graph, and a loop in it is a strongly connected part (Tarjan, Depth-first search and
//! linear graph algorithms, 1972) to which more than one record contributes; a loop in one record alone is that record's
//! own affair.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use crate::record::Digest;

use super::links::{Chain, Part};

/// What a link can be known by in another record: the beginning of a hash of its address or capture.
pub type Mark = u64;

/// One step of a loop: a link that has it from another, both known by their marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoopStep {
    /// The record that says so.
    pub claim: u32,
    /// Who cites: its position in that record's chain; `None` for the claim itself, which rests on its held links.
    pub from: Option<u16>,
    /// Who is cited.
    pub to: u16,
}

/// A claim as far as loops go.
#[derive(Clone, Copy, Debug)]
pub struct Told<'c> {
    /// Its number.
    pub claim: u32,
    /// Its digest, by which other claims name it.
    pub digest: Digest,
    /// Its links.
    pub chain: &'c Chain,
}

/// The loops through the chains of several records: of each strongly connected part a shortest loop that more than one
/// record contributes to, in the order of the records. No two of the records may be the same.
pub fn circular<'c>(told: impl Iterator<Item = Told<'c>> + Clone) -> Vec<Vec<LoopStep>> {
    let named: HashSet<Digest> = told
        .clone()
        .flat_map(|told| told.chain.claims())
        .copied()
        .collect();
    let mut graph = Graph {
        meeting: meeting_marks(told.clone()),
        ..Graph::default()
    };
    for told in told {
        graph.add(&told, named.contains(&told.digest));
    }
    graph.loops()
}

/// The marks that two links have, sorted: only there can one record lead into another.
fn meeting_marks<'c>(told: impl Iterator<Item = Told<'c>>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = told
        .flat_map(|told| told.chain.marks())
        .map(|&(_, mark)| mark)
        .collect();
    marks.sort_unstable();
    let mut meeting: Vec<Mark> = marks
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| pair[0])
        .collect();
    meeting.dedup();
    meeting
}

/// Links that are known by their marks, and who of them has it from whom.
#[derive(Default)]
struct Graph {
    meeting: Vec<Mark>,
    node_of: HashMap<Mark, u32>,
    /// Nodes that turned out to be the same lead to one of them.
    same: Vec<u32>,
    steps: Vec<(u32, u32, LoopStep)>,
}

impl Graph {
    fn add(&mut self, told: &Told<'_>, is_named: bool) {
        let (claim, chain) = (told.claim, told.chain);
        let marked = self.marked(chain);
        if marked.is_empty() {
            return;
        }
        for (&from, &node) in &marked {
            for to in marked_below(chain, &[from], &marked) {
                let from = Some(from);
                self.steps.push((node, marked[&to], LoopStep { claim, from, to }));
            }
        }
        if is_named {
            let held = (0..).zip(chain.links()).filter(|(_, link)| link.held);
            let (known, unknown): (Vec<u16>, Vec<u16>) = held
                .map(|(at, _)| at)
                .partition(|at: &u16| marked.contains_key(at));
            let below = marked_below(chain, &unknown, &marked);
            let node = self.node(mark_of(told.digest));
            for to in known.into_iter().chain(below) {
                let from = None;
                self.steps.push((node, marked[&to], LoopStep { claim, from, to }));
            }
        }
    }

    /// The nodes of the links by which a chain may lead into others.
    fn marked(&mut self, chain: &Chain) -> BTreeMap<u16, u32> {
        let mut marked: BTreeMap<u16, u32> = BTreeMap::new();
        for &(at, mark) in chain.marks() {
            if self.meeting.binary_search(&mark).is_err() {
                continue;
            }
            let node = self.node(mark);
            match marked.get(&at) {
                Some(&other) => self.join(node, other),
                None => {
                    marked.insert(at, node);
                }
            }
        }
        for (at, link) in (0..).zip(chain.links()) {
            if let Part::Claim(claim) = link.part {
                marked.insert(at, self.node(mark_of(chain.claims()[usize::from(claim)])));
            }
        }
        marked
    }

    fn node(&mut self, mark: Mark) -> u32 {
        let next = self.same.len() as u32;
        let node = *self.node_of.entry(mark).or_insert(next);
        if node == next {
            self.same.push(next);
        }
        node
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.find(one), self.find(other));
        self.same[one.max(other) as usize] = one.min(other);
    }

    fn find(&mut self, mut node: u32) -> u32 {
        while self.same[node as usize] != node {
            let up = self.same[node as usize];
            self.same[node as usize] = self.same[up as usize];
            node = up;
        }
        node
    }

    fn loops(mut self) -> Vec<Vec<LoopStep>> {
        let steps = std::mem::take(&mut self.steps);
        let mut steps: Vec<(u32, u32, LoopStep)> = steps
            .into_iter()
            .map(|(from, to, step)| (self.find(from), self.find(to), step))
            .filter(|(from, to, _)| from != to)
            .collect();
        steps.sort_unstable_by_key(|(from, to, step)| (*from, *to, step.claim, step.from, step.to));
        let part_of = strong_parts(self.same.len(), &steps);
        let mut of_part: BTreeMap<u32, Vec<(u32, u32, LoopStep)>> = BTreeMap::new();
        for step in steps {
            let part = part_of[step.0 as usize];
            if part == part_of[step.1 as usize] {
                of_part.entry(part).or_default().push(step);
            }
        }
        let mut loops: Vec<Vec<LoopStep>> = of_part
            .values()
            .filter_map(|steps| shortest_loop(steps))
            .collect();
        loops.sort_by_key(|steps| steps.first().map(|step| (step.claim, step.from, step.to)));
        loops
    }
}

/// What a claim is known by where it hangs.
fn mark_of(digest: Digest) -> Mark {
    let [a, b, c, d, e, f, g, h, ..] = digest.0;
    Mark::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The marked links that these links have it from, directly or through others.
fn marked_below(chain: &Chain, from: &[u16], marked: &BTreeMap<u16, u32>) -> Vec<u16> {
    let mut seen = vec![false; chain.links().len()];
    let mut stack = from.to_vec();
    let mut below = Vec::new();
    while let Some(at) = stack.pop() {
        for &cited in chain.cites(usize::from(at)) {
            if !std::mem::replace(&mut seen[usize::from(cited)], true) {
                if marked.contains_key(&cited) {
                    below.push(cited);
                } else {
                    stack.push(cited);
                }
            }
        }
    }
    below.sort_unstable();
    below
}

/// The number of the strongly connected part of each node.
pub(super) fn strong_parts(nodes: usize, steps: &[(u32, u32, LoopStep)]) -> Vec<u32> {
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

/// So many steps are tried as the beginning of a loop: a part that a thousand records make together has short ones.
const BEGINNINGS: usize = 64;

/// A short loop over these steps of a strongly connected part, if possible one that more than one record contributes to;
/// `None` where one record has all of them.
fn shortest_loop(steps: &[(u32, u32, LoopStep)]) -> Option<Vec<LoopStep>> {
    let first_claim = steps.iter().map(|(_, _, step)| step.claim).min()?;
    steps
        .iter()
        .filter(|(_, _, step)| step.claim != first_claim)
        .take(BEGINNINGS)
        .filter_map(|&(from, to, step)| {
            let mut way = way_back(steps, to, from)?;
            way.insert(0, step);
            Some(way)
        })
        .min_by_key(|way| (is_of_one(way), way.len()))
        .map(begin_with_least)
}

fn is_of_one(way: &[LoopStep]) -> bool {
    way.windows(2).all(|pair| pair[0].claim == pair[1].claim)
}

fn begin_with_least(mut way: Vec<LoopStep>) -> Vec<LoopStep> {
    let least = (0..way.len())
        .min_by_key(|&at| (way[at].claim, way[at].from))
        .unwrap_or(0);
    way.rotate_left(least);
    way
}

/// The steps of a shortest way from one node to another.
pub(super) fn way_back(steps: &[(u32, u32, LoopStep)], from: u32, to: u32) -> Option<Vec<LoopStep>> {
    let mut before: HashMap<u32, (u32, LoopStep)> = HashMap::new();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{MAX_DEPTH, parse};
    use crate::record::{Record, read};

    use super::super::links::NameId;

    /// A chain of reports, each with an address, that have it from the ones after them.
    fn chain(addresses: &[&str]) -> Chain {
        let links: Vec<String> = (0..addresses.len())
            .map(|at| {
                let cites = if at + 1 < addresses.len() {
                    format!(",\"cites\":[\"l{}\"]", at + 1)
                } else {
                    String::new()
                };
                let held = if at == 0 { ",\"held\":true" } else { "" };
                let url = match addresses[at] {
                    "" => String::new(),
                    address => format!(",\"url\":\"https://{address}\""),
                };
                format!("{{\"id\":\"l{at}\",\"kind\":\"report\",\"source\":\"s{at}\"{url}{cites}{held}}}")
            })
            .collect();
        let text = format!(
            "{{\"byline\":\"claim/1\",\"id\":\"c\",\"statement\":\"So it is.\",\"lang\":\"en\",\"chain\":[{}]}}",
            links.join(",")
        );
        read_chain(&text)
    }

    fn read_chain(text: &str) -> Chain {
        let parsed = parse(text, MAX_DEPTH)
            .ok()
            .map(|(document, _)| match read(&document).record {
                Some(Record::Claim(claim)) => Some(Chain::of(&claim, |_| NameId::new(0))),
                _ => None,
            });
        parsed.flatten().unwrap_or_else(|| unreachable!("{text}"))
    }

    /// The digest that the claim with a number goes by here.
    fn digest(claim: u32) -> Digest {
        Digest([claim as u8; 32])
    }

    fn loops(chains: &[Chain]) -> Vec<Vec<(u32, u16, u16)>> {
        let found = circular((0..).zip(chains).map(|(claim, chain)| Told {
            claim,
            digest: digest(claim),
            chain,
        }));
        let as_numbers = |step: &LoopStep| (step.claim, step.from.unwrap_or(u16::MAX), step.to);
        found
            .iter()
            .map(|steps| steps.iter().map(as_numbers).collect())
            .collect()
    }

    #[test]
    fn two_records_that_cite_each_other_are_a_loop() {
        let chains = [
            chain(&["a.example/1", "b.example/1"]),
            chain(&["www.b.example/1/", "a.example/1#top"]),
        ];
        assert_eq!(loops(&chains), [vec![(0, 0, 1), (1, 0, 1)]]);
    }

    #[test]
    fn a_loop_leads_through_any_number_of_records_and_what_lies_between() {
        let chains = [
            chain(&["a.example", "", "b.example"]),
            chain(&["b.example", "c.example"]),
            chain(&["x.example", "a.example"]),
            chain(&["c.example", "d.example", "a.example"]),
        ];
        assert_eq!(loops(&chains), [vec![(0, 0, 2), (1, 0, 1), (3, 0, 2)]]);
    }

    #[test]
    fn a_loop_leads_through_a_claim_that_hangs_below() {
        let above = "{\"byline\":\"claim/1\",\"id\":\"c\",\"statement\":\"So.\",\"lang\":\"en\",\"chain\":[\
             {\"id\":\"a\",\"kind\":\"report\",\"source\":\"s\",\"url\":\"https://a.example\",\"held\":true,\"cites\":[\"b\"]},\
             {\"id\":\"b\",\"kind\":\"claim\",\"statement\":\"So too.\",\"claim\":\"CLAIM\"}]}";
        let above = read_chain(&above.replace("CLAIM", &digest(1).to_string()));
        let chains = [above, chain(&["", "b.example", "a.example"])];
        const ITSELF: u16 = u16::MAX;
        assert_eq!(loops(&chains), [vec![(0, 0, 1), (1, ITSELF, 2)]]);
    }

    #[test]
    fn what_leads_nowhere_back_is_no_loop() {
        let chains = [
            chain(&["a.example", "b.example"]),
            chain(&["b.example", "c.example"]),
            chain(&["a.example", "c.example"]),
        ];
        assert_eq!(loops(&chains), Vec::<Vec<_>>::new());
    }
}
