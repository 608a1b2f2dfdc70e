//! What a rating costs, in microseconds on one thread:
//!
//! ```text
//! cargo bench --bench rating
//! ```
//!
//! Claims of a generated corpus, with and without an explanation; chains of ten owners, against the same model as plain
//! enumeration; then a story of up to 400 outlets. What it should be stands beside the figures.

#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../measure/mod.rs"]
mod measure;
#[path = "../../tests/stories/mod.rs"]
mod stories;

mod enumeration;
mod plain_ways;
mod story;

use std::hint::black_box;
use std::time::{Duration, Instant};

use byline::chain::Storyteller;
use byline::corpus::gather;
use byline::record::Time;
use byline::score::{Rater, Settings, Table};
use byline::support::Ratings;
use byline::verify::{ClaimSeals, Options, verify};

use enumeration::{OWNERS, enumerate, ten_owners};
use measure::ROUNDS;
use measure::generator::{Place, Plan, generate};
use stories::Desk;
use story::layered;

const CLAIMS: usize = 20_000;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("run this with `cargo bench --bench rating`");
        return;
    }
    corpus();
    enumeration();
    story();
}

fn corpus() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("repository");
    let plan = Plan {
        claims: CLAIMS,
        signatures: 1,
        seed: 1,
    };
    let place = Place::Lines {
        root: root.clone(),
        name: "claims.jsonl".into(),
    };
    generate(&plan, &place).unwrap();
    let options = Options {
        at: Time::parse("2026-12-01T00:00:00Z").unwrap(),
        pin: None,
        seals: ClaimSeals::Below,
        seeks_circles: true,
    };
    let verification = verify(gather(&[root], None).unwrap(), options).unwrap();
    let settings = Settings::default();
    let ratings = Ratings::new(&verification, &settings);
    let claims = ratings.claims();
    let mut worker = ratings.worker();
    let plain = median_of_rounds(&claims, |number| {
        black_box(worker.rate(number).unwrap());
    });
    let explained = median_of_rounds(&claims, |number| {
        black_box(worker.explain(number).unwrap());
    });
    println!("{} claims, each by itself, best of {ROUNDS} rounds", claims.len());
    println!("median rating       {:>9.2} µs; goal: at most 5", micros(plain));
    println!(
        "median with --explain {:>7.2} µs, {:.1} times as much; goal: at most 25",
        micros(explained),
        explained.as_secs_f64() / plain.as_secs_f64()
    );
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The median over all things, the best of the rounds.
fn median_of_rounds(things: &[u32], mut each: impl FnMut(u32)) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let mut times: Vec<Duration> = things
            .iter()
            .map(|&thing| {
                let start = Instant::now();
                each(thing);
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        times[times.len() / 2]
    });
    rounds.min().unwrap()
}

/// Stories of ten owners that are compared.
const TEN_OWNERS: u64 = 50;

fn enumeration() {
    let table = Table::default();
    let mut rater = Rater::new(&table);
    let (mut enumerated, mut rated) = (Duration::ZERO, Duration::ZERO);
    for seed in 0..TEN_OWNERS {
        let mut desk = Desk::default();
        for text in ten_owners(seed) {
            desk.add(&text);
        }
        let mut teller = Storyteller::new(&desk.registry);
        let story = teller.tell(desk.chain("story"), |_| None).unwrap();
        let (time, plainly) = best_of(|| enumerate(story, &table));
        enumerated += time;
        let (time, rating) = best_of(|| rater.rate(story, &[], false).unwrap());
        rated += time;
        // What comes to something else is another model.
        assert!(plainly.is_said_by(&rating), "{seed}: {plainly:?} and {rating:?}");
    }
    println!("\n{TEN_OWNERS} chains of {OWNERS} owners, best of {ROUNDS} rounds each");
    println!(
        "plain enumeration of all states {:>10.2} µs",
        micros(enumerated) / TEN_OWNERS as f64
    );
    println!(
        "rating                          {:>10.2} µs, {:.1} times as fast; goal: at least 20",
        micros(rated) / TEN_OWNERS as f64,
        enumerated.as_secs_f64() / rated.as_secs_f64()
    );
}

/// The best time of the rounds, and what came of it.
fn best_of<T>(mut each: impl FnMut() -> T) -> (Duration, T) {
    let mut once = || {
        let start = Instant::now();
        let value = black_box(each());
        (start.elapsed(), value)
    };
    let mut best = once();
    for _ in 1..ROUNDS {
        let (time, value) = once();
        best = (best.0.min(time), value);
    }
    best
}

fn story() {
    println!("\noutlets  owners  origins  milliseconds");
    let (mut first, mut last) = (None, Duration::ZERO);
    for outlets in [50, 100, 200, 400] {
        let mut desk = Desk::default();
        let owners = outlets * 60 / 400;
        for text in layered(outlets, owners, 25) {
            desk.add(&text);
        }
        let chain = desk.chain("story");
        let table = Table::default();
        let mut rater = Rater::new(&table);
        let best = (0..ROUNDS)
            .map(|_| {
                let start = Instant::now();
                let mut teller = Storyteller::new(&desk.registry);
                let story = teller.tell(chain, |_| None).unwrap();
                match rater.rate(story, &[], false) {
                    Ok(rating) => {
                        black_box(rating);
                    }
                    Err(error) => println!("{error}"),
                }
                start.elapsed()
            })
            .min()
            .unwrap();
        println!("{outlets:>7} {owners:>7} {:>8} {:>13.3}", 25, micros(best) / 1e3);
        first.get_or_insert(best);
        last = best;
    }
    let growth = first.map_or(0.0, |first| last.as_secs_f64() / first.as_secs_f64());
    println!("goal: 400 outlets in at most 5; from 50 to 400 {growth:.0} times as long, goal: at most 64");
}
