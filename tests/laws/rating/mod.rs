//! What must always hold of a rating, tried on random stories.
//!
//! `cargo test` tries few enough stories for every day. A number in the environment variable `BYLINE_LAWS_CASES` has
//! each of these laws tried on that many:
//!
//! ```text
//! BYLINE_LAWS_CASES=100000 cargo test --release --test laws rating
//! ```
//!
//! That takes some ten minutes of one core, and far longer without `--release`.
//!
//! [`agreement`] compares whole ratings with those of [`reference`], which looks at every joint state of the owners;
//! the others hold one law each, for which no second opinion is needed.

mod additions;
mod agreement;
mod graph;
mod limits;
mod opinions;
mod order;
mod reference;
mod ways;
mod world;
mod written;

use std::env;

use byline::score::Rating;
use proptest::prelude::*;

use crate::stories::Desk;
use world::World;

/// How far sums of the same numbers in another order may lie apart. A law that compares two stories of different links
/// cannot do without it: their states are summed in different orders.
const ROUNDING: f64 = 1e-12;

/// As many cases as the environment asks for, else as many as usual.
fn cases(usual: u32) -> ProptestConfig {
    let cases = env::var("BYLINE_LAWS_CASES").map_or(usual, |asked| {
        asked
            .parse()
            .unwrap_or_else(|error| panic!("BYLINE_LAWS_CASES is no number of cases: {asked:?}: {error}"))
    });
    ProptestConfig {
        cases,
        // Some laws say nothing of every second story.
        max_global_rejects: cases.saturating_mul(10),
        // Else a failure among 100,000 would be made smaller for hours before it is told: four times for each case.
        max_shrink_iters: 4_096,
        ..ProptestConfig::default()
    }
}

/// A rating, and whose the attributions are.
#[derive(Clone, Debug)]
struct Rated {
    rating: Rating,
    /// By the ids of links.
    attribution: Vec<(String, f64)>,
}

impl Rated {
    /// The rating of the topmost claim on a desk.
    fn on(desk: &Desk) -> Self {
        let rating = desk.rate("claim-0").unwrap();
        let chain = desk.chain("claim-0");
        let attribution = rating
            .attribution
            .iter()
            .map(|(at, value)| (chain.id(usize::from(*at)).to_owned(), *value))
            .collect();
        Self { rating, attribution }
    }

    /// All that it says, every number to the last bit.
    fn bits(&self) -> Bits {
        let Rating { opinion, .. } = self.rating;
        Bits {
            numbers: [
                opinion.belief,
                opinion.disbelief,
                opinion.uncertainty,
                self.rating.probability,
            ]
            .map(f64::to_bits),
            attribution: self
                .attribution
                .iter()
                .map(|(id, value)| (id.clone(), value.to_bits()))
                .collect(),
            letter: format!("{:?}", self.rating.letter),
            disputed: self.rating.disputed,
            weight: self.rating.weight.as_str(),
            origins: (self.rating.origins.established, self.rating.origins.possible),
            word: self.rating.word.as_str(),
            grade: self.rating.grade(),
        }
    }
}

/// All that a rating says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bits {
    numbers: [u64; 4],
    attribution: Vec<(String, u64)>,
    letter: String,
    disputed: bool,
    weight: &'static str,
    origins: (u32, u32),
    word: &'static str,
    grade: String,
}

/// The rating of the topmost claim of a world.
fn rate(world: &World) -> Rated {
    Rated::on(&world.records(None).desk())
}

/// Worlds of all sorts; among them those that take the other way through the arithmetic.
fn any_world() -> impl Strategy<Value = World> {
    prop_oneof![3 => world::world(), 2 => world::tangled_world(), 1 => world::crowded_world()]
}
