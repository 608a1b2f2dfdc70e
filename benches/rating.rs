//! What a rating costs, in microseconds on one thread:
//!
//! ```text
//! cargo bench --bench rating
//! ```
//!
//! Claims of a generated corpus, with and without an explanation; then a story of up to 400 outlets.

#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod measure;
#[path = "../tests/stories/mod.rs"]
mod stories;

use std::hint::black_box;
use std::time::{Duration, Instant};

use byline::chain::Storyteller;
use byline::corpus::gather;
use byline::record::Time;
use byline::score::{Rater, Settings, Table};
use byline::verify::{ClaimSeals, Options, verify};

use measure::story::layered;
use measure::{Place, Plan, ROUNDS, generate};
use stories::Desk;

const CLAIMS: usize = 20_000;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("run this with `cargo bench --bench rating`");
        return;
    }
    corpus();
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
    };
    let verification = verify(gather(&[root], None).unwrap(), options).unwrap();
    let settings = Settings::default();
    let ratings = verification.ratings(&settings);
    let claims = ratings.claims();
    let mut worker = ratings.worker();
    let plain = median_of_rounds(&claims, |number| {
        black_box(worker.rate(number).unwrap());
    });
    let explained = median_of_rounds(&claims, |number| {
        black_box(worker.explain(number).unwrap());
    });
    println!("{} claims, each by itself, best of {ROUNDS} rounds", claims.len());
    println!("median rating       {:>9.2} µs", micros(plain));
    println!(
        "median with --explain {:>7.2} µs, {:.1} times as much",
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

fn story() {
    println!("\noutlets  owners  origins  milliseconds");
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
    }
}
