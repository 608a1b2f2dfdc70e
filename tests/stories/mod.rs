//! Records as text, read into chains and rated: what tests of ratings share.

use std::collections::HashMap;

use byline::chain::{Chain, NameId, Registry, SourceFacts, Storyteller};
use byline::json::{MAX_DEPTH, parse};
use byline::record::{Digest, Record, read};
use byline::score::{OverBudget, Rater, Rating, Table};
use byline::seal::digest;

/// Claims and sources that are at hand, all taken at their word.
#[derive(Default)]
pub struct Desk {
    names: HashMap<String, NameId>,
    pub registry: Registry,
    /// The chains of claims by digest.
    pub chains: HashMap<Digest, Chain>,
    /// The digests of claims by id.
    pub claims: HashMap<String, Digest>,
}

impl Desk {
    /// Reads a record; a claim's or source's id.
    pub fn add(&mut self, text: &str) -> String {
        let (document, faults) = parse(text, MAX_DEPTH).unwrap();
        assert_eq!(faults, [], "{text}");
        let reading = read(&document);
        assert_eq!(reading.faults, [], "{text}");
        let names = &mut self.names;
        let mut number = |id: byline::record::SourceId<'_>| {
            let next = NameId::new(names.len() as u32);
            *names.entry(id.to_string()).or_insert(next)
        };
        match reading.record.unwrap() {
            Record::Claim(claim) => {
                let chain = Chain::of(&claim, number);
                let digest = digest(&document);
                self.chains.insert(digest, chain);
                self.claims.insert(claim.id.to_string(), digest);
                claim.id.to_string()
            }
            Record::Source(source) => {
                let id = number(source.id);
                let facts = SourceFacts::of(&source, number);
                self.registry.insert(id, facts);
                source.id.to_string()
            }
            _ => panic!("neither claim nor source: {text}"),
        }
    }

    pub fn chain(&self, id: &str) -> &Chain {
        &self.chains[&self.claims[id]]
    }
}

#[allow(dead_code, reason = "the benchmark tells and rates a story step by step")]
impl Desk {
    pub fn rate(&self, id: &str) -> Result<Rating, OverBudget> {
        self.rate_with(id, &Table::default())
    }

    pub fn rate_with(&self, id: &str, table: &Table) -> Result<Rating, OverBudget> {
        let mut teller = Storyteller::new(&self.registry);
        let story = teller
            .tell(self.chain(id), |digest| self.chains.get(&digest))
            .expect("the story is small enough");
        Rater::new(table).rate(story, &[], false)
    }
}
