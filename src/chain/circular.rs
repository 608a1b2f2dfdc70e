//! Circular reporting: outlets that have it from one another, in whatever records that is written.
//!
//! A link is the same in two records where its address or its capture is, and a claim link is the claim that it names. The
//! records of a corpus then make one graph, and a loop in it is a strongly connected part (Tarjan, Depth-first search and
//! linear graph algorithms, 1972) to which more than one record contributes; a loop in one record alone is that record's
//! own affair.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::record::Digest;

use super::links::Part;
use super::packed::Chain;
use super::parts::{Step, steps_of_parts, way_back};

/// What a link can be known by in another record: the beginning of a hash of its address or capture.
pub type Mark = u64;

/// The bit by which the marks of papers are told from those of channels.
pub(super) const PAPER: Mark = 1;

/// One step of a loop: a link that has it from another, both known by their marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoopStep {
    /// The record that says so.
    pub claim: u32,
    /// Who cites: its position in that record's chain; `None` for the claim itself, which rests on its held links.
    pub from: Option<u16>,
    /// Who is cited.
    pub to: u16,
    /// Whether who is cited is known in that record alone, so that another step goes on from there.
    pub(super) passes: bool,
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

/// The loops through the chains of several records, so that each record that `is_asked` for and is part of a loop is in
/// one of them, up to 64 of each strongly connected part. Of each part a short loop comes first; the others
/// begin with the record that they are there for. No two of the records may be the same.
pub fn circular<'c>(
    told: impl Iterator<Item = Told<'c>> + Clone,
    is_asked: impl Fn(u32) -> bool,
) -> Vec<Vec<LoopStep>> {
    let named: HashSet<Digest> = told.clone().flat_map(|told| told.chain.claims()).collect();
    let mut graph = Graph {
        meeting: meeting_marks(told.clone()),
        ..Graph::default()
    };
    for told in told {
        graph.add(&told, named.contains(&told.digest));
    }
    graph.loops(is_asked)
}

/// The marks that two links have, sorted: only there can one record lead into another.
fn meeting_marks<'c>(told: impl Iterator<Item = Told<'c>> + Clone) -> Vec<Mark> {
    let mut meeting = Vec::new();
    for part in 0..MARK_PARTS {
        let all = told.clone().flat_map(|told| told.chain.channel_marks());
        let mut marks: Vec<Mark> = all
            .map(|(_, mark)| mark)
            .filter(|mark| mark >> MARK_PART_SHIFT == part)
            .collect();
        marks.sort_unstable();
        let twice = marks.windows(2).filter(|pair| pair[0] == pair[1]);
        meeting.extend(twice.map(|pair| pair[0]));
    }
    meeting.dedup();
    meeting
}

/// Marks are sorted in so many parts, by their highest bits, which takes as much less memory.
const MARK_PARTS: Mark = 1 << (Mark::BITS - MARK_PART_SHIFT);
const MARK_PART_SHIFT: u32 = Mark::BITS - 4;

/// Links that are known by their marks, and who of them has it from whom.
#[derive(Default)]
struct Graph {
    meeting: Vec<Mark>,
    node_of: HashMap<Mark, u32>,
    /// Nodes that turned out to be the same lead to one of them.
    same: Vec<u32>,
    steps: Vec<Step<LoopStep>>,
}

impl Graph {
    fn add(&mut self, told: &Told<'_>, is_named: bool) {
        let (claim, chain) = (told.claim, told.chain);
        let marked = self.marked(chain);
        if marked.is_empty() {
            return;
        }
        // Whom nobody else knows is in the graph as well, if only on a way: one step for each citation, however many
        // lead through.
        let leads_on = |at: u16| marked.contains_key(&at) || chain.cites(usize::from(at)).len() > 0;
        let nodes: Vec<u32> = (0..chain.length() as u16)
            .map(|at| marked.get(&at).copied().unwrap_or_else(|| self.new_node()))
            .collect();
        let node_of = |at: u16| nodes[usize::from(at)];
        let step = |from: Option<u16>, to: u16| LoopStep {
            claim,
            from,
            to,
            passes: !marked.contains_key(&to),
        };
        for from in 0..chain.length() as u16 {
            for to in chain.cites(usize::from(from)).filter(|&to| leads_on(to)) {
                self.steps
                    .push((node_of(from), node_of(to), step(Some(from), to)));
            }
        }
        if is_named {
            let node = self.node(mark_of(told.digest));
            for (to, _) in (0..)
                .zip(chain.links())
                .filter(|(to, link)| link.held && leads_on(*to))
            {
                self.steps.push((node, node_of(to), step(None, to)));
            }
        }
    }

    /// The nodes of the links by which a chain may lead into others.
    fn marked(&mut self, chain: &Chain) -> BTreeMap<u16, u32> {
        let mut marked: BTreeMap<u16, u32> = BTreeMap::new();
        for (at, mark) in chain.channel_marks() {
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
                marked.insert(at, self.node(mark_of(chain.claim(usize::from(claim)))));
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

    fn new_node(&mut self) -> u32 {
        let next = self.same.len() as u32;
        self.same.push(next);
        next
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

    fn loops(mut self, is_asked: impl Fn(u32) -> bool) -> Vec<Vec<LoopStep>> {
        let steps = std::mem::take(&mut self.steps);
        let mut steps: Vec<Step<LoopStep>> = steps
            .into_iter()
            .map(|(from, to, step)| (self.find(from), self.find(to), step))
            .filter(|(from, to, _)| from != to)
            .collect();
        steps.sort_unstable_by_key(|(from, to, step)| (*from, *to, step.claim, step.from, step.to));
        let mut loops: Vec<Vec<LoopStep>> = steps_of_parts(self.same.len(), steps)
            .iter()
            .flat_map(|steps| loops_of_part(steps, &is_asked))
            .map(known_steps)
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

/// So many steps are tried as the beginning of a loop: a part that a thousand records make together has short ones.
const BEGINNINGS: usize = 64;

/// Loops over these steps of a strongly connected part that more than one record contributes to.
fn loops_of_part(steps: &[Step<LoopStep>], is_asked: impl Fn(u32) -> bool) -> Vec<Vec<LoopStep>> {
    let Some(shortest) = shortest_loop(steps) else {
        return Vec::new();
    };
    let mut told: HashSet<u32> = HashSet::new();
    let mut loops = Vec::new();
    if shortest.iter().any(|step| is_asked(step.claim)) {
        told.extend(shortest.iter().map(|step| step.claim));
        loops.push(shortest);
    }
    let mut beginnings: Vec<&Step<LoopStep>> =
        steps.iter().filter(|(_, _, step)| is_asked(step.claim)).collect();
    beginnings.sort_by_key(|(_, _, step)| step.claim);
    let mut tries = BEGINNINGS;
    for beginning in beginnings {
        let claim = beginning.2.claim;
        if told.contains(&claim) || tries == 0 {
            continue;
        }
        tries -= 1;
        // A step may lead back over that record alone; then another one of it is tried.
        if let Some(way) = loop_from(steps, beginning).filter(|way| !is_of_one(way)) {
            told.extend(way.iter().map(|step| step.claim));
            loops.push(way);
        }
    }
    loops
}

/// A short loop over these steps of a strongly connected part, if possible one that more than one record contributes to;
/// `None` where one record has all of them.
fn shortest_loop(steps: &[Step<LoopStep>]) -> Option<Vec<LoopStep>> {
    let first_claim = steps.iter().map(|(_, _, step)| step.claim).min()?;
    steps
        .iter()
        .filter(|(_, _, step)| step.claim != first_claim)
        .take(BEGINNINGS)
        .filter_map(|beginning| loop_from(steps, beginning))
        .min_by_key(|way| (is_of_one(way), way.len()))
        .map(begin_with_least)
}

/// A shortest loop that begins with a step.
fn loop_from(steps: &[Step<LoopStep>], &(from, to, step): &Step<LoopStep>) -> Option<Vec<LoopStep>> {
    let mut way = way_back(steps, to, from)?;
    way.insert(0, step);
    Some(way)
}

/// A loop without those who are known in one record alone: whoever has it from one of them has it from the next. It
/// begins in the same record.
fn known_steps(mut way: Vec<LoopStep>) -> Vec<LoopStep> {
    let begins_in = way.first().map(|step| step.claim);
    // What passes goes on in the next step, so the last one must not.
    let last = way.iter().rposition(|step| !step.passes).unwrap_or(0);
    let after_last = way.len() - 1 - last;
    way.rotate_right(after_last);
    let mut known: Vec<LoopStep> = Vec::new();
    for step in way {
        match known.last_mut().filter(|before| before.passes) {
            Some(before) => (before.to, before.passes) = (step.to, step.passes),
            None => known.push(step),
        }
    }
    let of_beginning = (0..known.len()).filter(|&at| Some(known[at].claim) == begins_in);
    let begin = of_beginning.min_by_key(|&at| known[at].from).unwrap_or(0);
    known.rotate_left(begin);
    known
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
                Some(Record::Claim(claim)) => Some(Chain::with_marks(&claim, |_| NameId::new(0))),
                _ => None,
            });
        parsed.flatten().unwrap_or_else(|| unreachable!("{text}"))
    }

    /// The digest that the claim with a number goes by here.
    fn digest(claim: u32) -> Digest {
        Digest([claim as u8; 32])
    }

    fn loops(chains: &[Chain]) -> Vec<Vec<(u32, u16, u16)>> {
        loops_of(chains, |_| true)
    }

    fn loops_of(chains: &[Chain], is_asked: impl Fn(u32) -> bool) -> Vec<Vec<(u32, u16, u16)>> {
        let told = (0..).zip(chains).map(|(claim, chain)| Told {
            claim,
            digest: digest(claim),
            chain,
        });
        let found = circular(told, is_asked);
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

    /// Two loops that meet in one outlet are one strongly connected part.
    #[test]
    fn each_record_that_is_asked_for_is_in_a_loop() {
        let chains = [
            chain(&["a.example", "b.example"]),
            chain(&["b.example", "", "a.example"]),
            chain(&["a.example", "d.example"]),
            chain(&["d.example", "", "e.example"]),
            chain(&["e.example", "a.example"]),
            chain(&["a.example", "f.example"]),
        ];
        let first = vec![(0, 0, 1), (1, 0, 2)];
        let second = vec![(2, 0, 1), (3, 0, 2), (4, 0, 1)];
        assert_eq!(loops(&chains), [first.clone(), second]);
        assert_eq!(loops_of(&chains, |claim| claim == 1), [first]);
        let from_third = vec![(3, 0, 2), (4, 0, 1), (2, 0, 1)];
        assert_eq!(loops_of(&chains, |claim| claim == 3), [from_third]);
        assert_eq!(loops_of(&chains, |claim| claim == 5), Vec::<Vec<_>>::new());
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
