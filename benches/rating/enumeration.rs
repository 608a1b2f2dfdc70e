//! The rating's model written as plainly as it can be: every joint state of the owners is looked at by itself.
//!
//! It gives all that a rating gives, so that the two can be held against each other: [`super::plain_ways`] does what is
//! no expectation. It is written as one would who wants it to be quick: what a state needs is allocated once.

use byline::chain::{Independent, OriginKind, Role, Story};
use byline::record::{Reliability, Stance};
use byline::score::{Evidence, Opinion, Rating, Table, Weight, Word, reaches};
use serde_json::{Value, json};

use super::plain_ways::{Counted, best_letter, independent};

/// All that a rating says.
#[derive(Clone, Debug)]
pub struct Plain {
    opinion: Opinion,
    probability: f64,
    attribution: Vec<(u16, f64)>,
    origins: Independent,
    letter: Reliability,
    word: Word,
    grade: String,
    weight: Weight,
    disputed: bool,
}

impl Plain {
    /// Whether a rating says the same: numbers to 1e-9, all else exactly.
    pub fn is_said_by(&self, rating: &Rating) -> bool {
        let near = |one: f64, other: f64| (one - other).abs() <= 1e-9;
        let (opinion, other) = (self.opinion, rating.opinion);
        let attributions = || self.attribution.iter().zip(&rating.attribution);
        near(opinion.belief, other.belief)
            && near(opinion.disbelief, other.disbelief)
            && near(opinion.uncertainty, other.uncertainty)
            && near(self.probability, rating.probability)
            && self.attribution.len() == rating.attribution.len()
            && attributions().all(|(one, other)| one.0 == other.0 && near(one.1, other.1))
            && (self.origins, self.letter, self.word) == (rating.origins, rating.letter, rating.word)
            && (&self.grade, self.weight, self.disputed) == (&rating.grade(), rating.weight, rating.disputed)
    }
}

/// The channels of an owner, and the parts into which their probabilities cut its draw: how long each is, and where it
/// ends.
#[derive(Clone, Default)]
struct Owner {
    channels: Vec<(usize, f64)>,
    parts: Vec<(f64, f64)>,
}

/// A story that is looked at state by state.
struct Enumeration<'s> {
    story: &'s Story,
    owners: Vec<Owner>,
    evidence: Vec<Evidence>,
    works: Vec<bool>,
    reached: Vec<bool>,
    waiting: Vec<usize>,
    strongest: Vec<Evidence>,
    belief: f64,
    disbelief: f64,
    /// How probable it is that each link is reached and works.
    attribution: Vec<f64>,
}

/// The rating of a story as [`ten_owners`] makes it.
pub fn enumerate(story: &Story, table: &Table) -> Plain {
    let mut enumeration = Enumeration::of(story, table);
    enumeration.each_state(0, 1.0);
    let (attribution, evidence) = (&enumeration.attribution, &enumeration.evidence);
    let weights: Vec<f64> = attribution
        .iter()
        .zip(evidence)
        .map(|(attribution, evidence)| attribution * evidence.supports / (evidence.supports + 2.0))
        .collect();
    let counts: Vec<bool> = weights
        .iter()
        .map(|weight| *weight > 0.0 && reaches(*weight, table.thresholds.counts))
        .collect();
    let links = story.links();
    let is_named = |at: usize| matches!(links[at].role, Role::Origin { origin, .. } if origin.kind != OriginKind::Anonymous);
    let alone =
        (0..links.len()).any(|at| is_named(at) && reaches(weights[at], table.thresholds.strong_alone));
    let is_end = |at: usize| match links[at].role {
        Role::Origin { .. } => true,
        Role::Channel { copies, .. } => !copies && story.cites(at).is_empty(),
        Role::Claim => false,
    };
    let own = (0..story.own()).filter(|&at| is_end(at));
    let attribution = own.map(|at| (links[at].at, attribution[at])).collect();
    let opinion = Opinion::new(enumeration.belief, enumeration.disbelief);
    let counted = Counted::of(story, &counts);
    judge(
        Plain {
            opinion,
            probability: opinion.projected(table.base_rate),
            attribution,
            origins: Independent {
                established: independent(&counted, false),
                possible: independent(&counted, true),
            },
            letter: best_letter(story, &counts),
            word: Word::Thin,
            grade: String::new(),
            weight: Weight::Low,
            disputed: opinion.disbelief > 0.0,
        },
        alone,
        table,
    )
}

/// Sets word, grade and weight.
fn judge(mut plain: Plain, alone: bool, table: &Table) -> Plain {
    let thresholds = &table.thresholds;
    let (belief, probability) = (plain.opinion.belief, plain.probability);
    let is_good = plain.letter <= Reliability::C;
    let several = plain.origins.established >= 2;
    let (word, digit) = if !reaches(probability, thresholds.against) {
        let is_improbable = !reaches(probability, thresholds.improbable);
        (Word::Against, if is_improbable { 5 } else { 4 })
    } else if !reaches(belief, thresholds.none) {
        (Word::None, 6)
    } else if is_good && reaches(probability, thresholds.strong) && (several || alone) {
        (Word::Strong, if several { 1 } else { 2 })
    } else if is_good && reaches(probability, thresholds.fair) && reaches(belief, thresholds.fair_belief) {
        (Word::Fair, 2)
    } else {
        (Word::Thin, 3)
    };
    plain.word = word;
    plain.grade = format!("{:?}{digit}", plain.letter);
    let most = belief.max(plain.opinion.disbelief);
    plain.weight = if reaches(most, thresholds.high) {
        Weight::High
    } else if reaches(most, thresholds.moderate) {
        Weight::Moderate
    } else {
        Weight::Low
    };
    plain
}

impl<'s> Enumeration<'s> {
    fn of(story: &'s Story, table: &Table) -> Self {
        let mut owners = vec![Owner::default(); story.owners().len()];
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
                    owners[owner as usize].channels.push((at, works));
                }
                Role::Origin { origin, .. } => {
                    let amount = table.base(&origin) * table.interest(origin.interest);
                    match origin.stance {
                        Stance::Supports => evidence[at].supports = amount,
                        Stance::Denies => evidence[at].denies = amount * table.factors.denial,
                        Stance::NoComment => {}
                    }
                }
                Role::Claim => {}
            }
        }
        owners.iter_mut().for_each(Owner::cut);
        let links = story.links().len();
        Self {
            story,
            owners,
            evidence,
            works: vec![false; links],
            reached: vec![false; links],
            waiting: Vec::with_capacity(links),
            strongest: vec![Evidence::default(); story.groups().len()],
            belief: 0.0,
            disbelief: 0.0,
            attribution: vec![0.0; links],
        }
    }

    /// Goes through what the owners from this one on may decide.
    fn each_state(&mut self, owner: usize, mass: f64) {
        if owner == self.owners.len() {
            self.look(mass);
            return;
        }
        for part in 0..self.owners[owner].parts.len() {
            let (length, end) = self.owners[owner].parts[part];
            for &(at, probability) in &self.owners[owner].channels {
                self.works[at] = probability >= end;
            }
            self.each_state(owner + 1, mass * length);
        }
    }

    /// One state: what is reached, and what is heard of each group, the strongest on each side.
    fn look(&mut self, mass: f64) {
        let links = self.story.links();
        self.reached.fill(false);
        self.strongest.fill(Evidence::default());
        self.waiting.clear();
        self.waiting.extend((0..links.len()).filter(|&at| links[at].held));
        while let Some(at) = self.waiting.pop() {
            if self.reached[at] {
                continue;
            }
            match links[at].role {
                Role::Channel { .. } if !self.works[at] => continue,
                Role::Origin { group, .. } => {
                    let strongest = &mut self.strongest[group as usize];
                    strongest.supports = strongest.supports.max(self.evidence[at].supports);
                    strongest.denies = strongest.denies.max(self.evidence[at].denies);
                }
                Role::Channel { .. } | Role::Claim => {}
            }
            self.reached[at] = true;
            self.attribution[at] += mass;
            let cites = self.story.cites(at).iter().map(|&cited| cited as usize);
            self.waiting.extend(cites.filter(|&cited| !self.reached[cited]));
        }
        let heard = self
            .strongest
            .iter()
            .fold(Evidence::default(), |sum, heard| sum.fuse(*heard));
        let opinion = heard.opinion();
        self.belief += mass * opinion.belief;
        self.disbelief += mass * opinion.disbelief;
    }
}

impl Owner {
    /// One draw decides for all channels of the owner: they cut it into parts.
    fn cut(&mut self) {
        let mut cuts: Vec<f64> = self.channels.iter().map(|channel| channel.1).collect();
        cuts.push(1.0);
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let mut start = 0.0;
        for end in cuts {
            self.parts.push((end - start, end));
            start = end;
        }
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
