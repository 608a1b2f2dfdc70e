//! The rating's model written as plainly as it can be: every joint state of the owners is looked at by itself.

use byline::chain::{Role, Story};
use byline::record::{Reliability, Stance};
use byline::score::{Evidence, Opinion, Table};
use serde_json::{Value, json};

/// A channel of an owner: its link, and how probable it is that it works.
type Channel = (usize, f64);

/// A story ready to be looked at state by state.
pub struct Enumeration<'s> {
    story: &'s Story,
    owners: Vec<Vec<Channel>>,
    evidence: Vec<Evidence>,
}

impl<'s> Enumeration<'s> {
    /// Of a story as [`ten_owners`] makes it.
    pub fn of(story: &'s Story, table: &Table) -> Self {
        let mut owners = vec![Vec::new(); story.owners().len()];
        let mut evidence = vec![Evidence::default(); story.links().len()];
        for (at, link) in story.links().iter().enumerate() {
            match link.role {
                Role::Channel { copies, owner } => {
                    let letter = link.known.map_or(Reliability::E, |known| known.0);
                    let row = table.letter(letter);
                    let works = if copies {
                        row.relay
                    } else {
                        (row.right + 1.0) / (row.right + row.wrong + 2.0)
                    };
                    owners[owner as usize].push((at, works));
                }
                Role::Origin { origin, .. } => {
                    let amount = table.base(&origin) * table.interest(origin.interest);
                    evidence[at] = match origin.stance {
                        Stance::Denies => Evidence {
                            supports: 0.0,
                            denies: amount * table.factors.denial,
                        },
                        _ => Evidence {
                            supports: amount,
                            denies: 0.0,
                        },
                    };
                }
                Role::Claim => {}
            }
        }
        Self {
            story,
            owners,
            evidence,
        }
    }

    /// The expectation of the opinion over all states.
    pub fn opinion(&self) -> Opinion {
        let mut works = vec![false; self.story.links().len()];
        let mut sum = (0.0, 0.0);
        self.each_state(0, 1.0, &mut works, &mut sum);
        Opinion::new(sum.0, sum.1)
    }

    fn each_state(&self, owner: usize, mass: f64, works: &mut [bool], sum: &mut (f64, f64)) {
        let Some(channels) = self.owners.get(owner) else {
            let opinion = self.evidence_of(works).opinion();
            sum.0 += mass * opinion.belief;
            sum.1 += mass * opinion.disbelief;
            return;
        };
        // One draw decides for all channels of the owner: they cut it into ranges.
        let mut cuts: Vec<f64> = channels.iter().map(|channel| channel.1).chain([1.0]).collect();
        cuts.sort_by(f64::total_cmp);
        let mut start = 0.0;
        for end in cuts {
            if end > start {
                for &(at, probability) in channels {
                    works[at] = probability >= end;
                }
                self.each_state(owner + 1, mass * (end - start), works, sum);
                start = end;
            }
        }
    }

    /// What is heard in one state: of each group the strongest on each side.
    fn evidence_of(&self, works: &[bool]) -> Evidence {
        let links = self.story.links();
        let mut reached = vec![false; links.len()];
        let mut best = vec![Evidence::default(); self.story.groups().len()];
        let mut next: Vec<usize> = (0..links.len()).filter(|&at| links[at].held).collect();
        while let Some(at) = next.pop() {
            if std::mem::replace(&mut reached[at], true) {
                continue;
            }
            match links[at].role {
                Role::Origin { group, .. } => {
                    let best = &mut best[group as usize];
                    best.supports = best.supports.max(self.evidence[at].supports);
                    best.denies = best.denies.max(self.evidence[at].denies);
                }
                Role::Channel { .. } if !works[at] => {}
                Role::Channel { .. } | Role::Claim => {
                    next.extend(self.story.cites(at).iter().map(|&cited| cited as usize));
                }
            }
        }
        best.into_iter().fold(Evidence::default(), Evidence::fuse)
    }
}

/// Outlets of [`ten_owners`], each of an owner of its own.
pub const OWNERS: usize = 10;

/// A story of ten outlets under ten owners and four unnamed origins that are shown to be different; two of the outlets
/// are held. Which cites which follows from the seed. Sources first, then the claim `story`.
pub fn ten_owners(seed: u64) -> Vec<String> {
    let mut dice = super::story::Dice(seed);
    let mut records: Vec<Value> = (0..OWNERS)
        .map(|outlet| {
            let letter = ["A", "B", "C", "D", "E"][dice.below(5)];
            json!({ "byline": "source/1", "id": format!("outlet-{outlet}"), "name": format!("Outlet {outlet}"),
                    "kind": "outlet", "reliability": letter })
        })
        .collect();
    let mut chain: Vec<Value> = (0..OWNERS)
        .map(|outlet| {
            // The next outlet, so that all hang together, one further on, and one origin.
            let mut cites = vec![format!("origin-{}", dice.below(4))];
            if outlet + 1 < OWNERS {
                cites.push(format!("link-{}", outlet + 1));
                cites.push(format!("link-{}", outlet + 1 + dice.below(OWNERS - outlet - 1)));
            }
            cites.sort();
            cites.dedup();
            let mut link = json!({ "id": format!("link-{outlet}"), "kind": "report",
                                   "source": format!("outlet-{outlet}"), "cites": cites });
            if outlet < 2 {
                link["held"] = true.into();
            }
            link
        })
        .collect();
    chain.extend((0..4).map(|number| {
        let mut origin = json!({ "id": format!("origin-{number}"), "kind": "anonymous", "described": "an official who saw it",
            "count": 1, "basis": "participant", "distinct": "another office" });
        if number == 3 {
            origin["stance"] = "denies".into();
        }
        origin
    }));
    let cited: Vec<String> = chain
        .iter()
        .flat_map(|link| link["cites"].as_array().cloned().unwrap_or_default())
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    chain.retain(|link| {
        link["id"]
            .as_str()
            .is_some_and(|id| !id.starts_with("origin") || cited.iter().any(|cited| cited == id))
    });
    records.push(json!({ "byline": "claim/1", "id": "story", "statement": "It happened.", "lang": "en", "chain": chain }));
    records.iter().map(Value::to_string).collect()
}
