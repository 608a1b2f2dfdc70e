//! How the links of one claim hang together.

use super::random::Random;

/// The longest chain.
const LONGEST: usize = 12;

/// A directed graph from those who published down to those who know, in the order of the chain: channels, then
/// origins, then the claim that it hangs below, if any.
pub struct Graph {
    kinds: Vec<&'static str>,
    cites: Vec<Vec<usize>>,
    cited: Vec<bool>,
    days_before: Vec<u16>,
    channels: usize,
}

impl Graph {
    /// A chain of 2 to 12 links, 6 or 7 as a mean; the last one is a claim where the chain hangs below one.
    pub fn new(random: &mut Random, hangs: bool) -> Self {
        // The sum of two is near the middle more often than at the ends.
        let links = 2 + random.below(LONGEST / 2) + random.below(LONGEST / 2);
        let bare = !hangs && random.percent(6);
        let channels = if bare {
            links
        } else {
            (links * random.between(25, 60) / 100).clamp(1, links - 1)
        };
        let mut graph = Self {
            kinds: Vec::with_capacity(links),
            cites: vec![Vec::new(); links],
            cited: vec![false; links],
            days_before: vec![0; links],
            channels,
        };
        graph.tie(random);
        for at in 0..links {
            graph.kinds.push(graph.choose_kind(at, hangs, random));
            if !graph.cited[at] {
                graph.days_before[at] = random.below(2) as u16;
            }
            // Whom a link cites stands behind it in the chain, so that its own day is settled by now.
            for cited in graph.cites[at].clone() {
                let earlier = graph.days_before[at] + random.below(3) as u16;
                graph.days_before[cited] = graph.days_before[cited].max(earlier);
            }
        }
        graph
    }

    fn tie(&mut self, random: &mut Random) {
        for link in 1..self.links() {
            let above = link.min(self.channels);
            // Some outlets publish beside the first one; origins are always known through somebody.
            if link >= self.channels || random.percent(55) {
                self.cite(random.below(above), link);
            }
            if link >= self.channels && random.percent(20) {
                self.cite(random.below(above), link);
            }
        }
        for channel in 0..self.channels {
            let origins = self.links() - self.channels;
            if self.cites[channel].is_empty() && origins > 0 && random.percent(70) {
                self.cite(channel, self.channels + random.below(origins));
            }
        }
    }

    fn cite(&mut self, from: usize, to: usize) {
        if !self.cites[from].contains(&to) {
            self.cites[from].push(to);
            self.cited[to] = true;
        }
    }

    fn choose_kind(&self, at: usize, hangs: bool, random: &mut Random) -> &'static str {
        const ORIGINS: [&str; 10] = [
            "statement",
            "statement",
            "person",
            "person",
            "person",
            "anonymous",
            "anonymous",
            "document",
            "document",
            "observation",
        ];
        if self.is_channel(at) {
            // A repost says what it reposts.
            let reposts = !self.cites[at].is_empty() && random.percent(40);
            return if reposts { "repost" } else { "report" };
        }
        if hangs && at + 1 == self.links() {
            return "claim";
        }
        random.pick(&ORIGINS)
    }

    /// How many links there are.
    pub fn links(&self) -> usize {
        self.cites.len()
    }

    /// The kind of a link.
    pub fn kind(&self, at: usize) -> &'static str {
        self.kinds[at]
    }

    /// The id of a link: its kind and its number.
    pub fn id(&self, at: usize) -> String {
        format!("{}-{}", self.kinds[at], at + 1)
    }

    /// Whether a link passes on what others say.
    pub fn is_channel(&self, at: usize) -> bool {
        at < self.channels
    }

    /// Whether nobody cites a link.
    pub fn is_root(&self, at: usize) -> bool {
        !self.cited[at]
    }

    /// Whom a link cites.
    pub fn cites(&self, at: usize) -> &[usize] {
        &self.cites[at]
    }

    /// How many days before the latest link this one was published or said.
    pub fn days_before(&self, at: usize) -> u16 {
        self.days_before[at]
    }
}
