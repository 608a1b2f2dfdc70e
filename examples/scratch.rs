//! scratch
#![allow(
    clippy::all,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]
#[path = "../tests/stories/mod.rs"]
mod stories;
use byline::chain::Storyteller;
use byline::score::{Rater, Table};
use serde_json::{Value, json};
use std::time::Instant;
use stories::Desk;
struct Dice(u64);
impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut m = self.0;
        m = (m ^ (m >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        m = (m ^ (m >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((m ^ (m >> 31)) % bound.max(1) as u64) as usize
    }
}
fn gen_(kind: &str, outlets: usize, owners: usize, origins: usize, seed: u64) -> Vec<String> {
    let mut d = Dice(seed);
    let layers: Vec<usize> = match kind {
        "star" | "starheld" => vec![outlets / 20, outlets - outlets / 20],
        "deep" | "deeplocal" => vec![outlets / 8; 8],
        _ => vec![
            outlets / 20,
            outlets * 3 / 20,
            outlets * 6 / 20,
            outlets - outlets / 20 - outlets * 3 / 20 - outlets * 6 / 20,
        ],
    };
    let total: usize = layers.iter().sum();
    let random_owner = matches!(kind, "star" | "starheld" | "half" | "allheld" | "tree" | "rand");
    let mut recs = vec![];
    for i in 0..total {
        let o = if random_owner {
            d.below(owners)
        } else {
            i * owners / total
        };
        recs.push(json!({"byline":"source/1","id":format!("o{i}"),"name":"x","kind":"outlet","owner":format!("w{o}"),"reliability":(["A","B","B","C","C","D"][d.below(6)])}));
    }
    let mut chain: Vec<Value> = vec![];
    let mut start = 0;
    let mut prev = (0, 0);
    for (l, n) in layers.iter().enumerate() {
        for k in 0..*n {
            let i = start + k;
            let mut c = vec![];
            let cnt = if kind == "tree" || kind.starts_with("star") {
                if l == 0 { 1 + d.below(3) } else { 1 }
            } else {
                1 + d.below(2)
            };
            for _ in 0..cnt {
                if l == 0 {
                    c.push(format!("x{}", d.below(origins)));
                } else if kind == "deeplocal" || kind == "local" {
                    let pn = prev.1 - prev.0;
                    let at = (k * pn / n + d.below(3)).min(pn - 1);
                    c.push(format!("l{}", prev.0 + at));
                } else {
                    c.push(format!("l{}", prev.0 + d.below(prev.1 - prev.0)));
                }
            }
            c.sort();
            c.dedup();
            let copies = l > 0 && d.below(2) == 0;
            let mut link = json!({"id":format!("l{i}"),"kind":if copies {"repost"} else {"report"},"source":format!("o{i}"),"cites":c});
            if kind == "allheld"
                || (kind == "half" && d.below(2) == 0)
                || (kind == "starheld" && d.below(2) == 0)
            {
                link["held"] = json!(true);
            }
            chain.push(link);
        }
        prev = (start, start + n);
        start += n;
    }
    for x in 0..origins {
        chain.push(match x % 3 {
            0 => json!({"id":format!("x{x}"),"kind":"person","source":format!("p{x}"),"basis":(["participant","direct","briefed"][d.below(3)])}),
            1 => json!({"id":format!("x{x}"),"kind":"anonymous","described":"an official who saw it","count":1,"basis":(["participant","direct","briefed"][d.below(3)]),"affiliation":format!("b{x}")}),
            _ => json!({"id":format!("x{x}"),"kind":"document","basis":"unverified"}),
        });
    }
    let cited: std::collections::HashSet<String> = chain
        .iter()
        .flat_map(|l| l["cites"].as_array().cloned().unwrap_or_default())
        .filter_map(|i| i.as_str().map(str::to_owned))
        .collect();
    for l in &mut chain {
        if !cited.contains(l["id"].as_str().unwrap()) {
            l["held"] = json!(true);
        }
    }
    recs.push(json!({"byline":"claim/1","id":"story","statement":"It happened.","lang":"en","chain":chain}));
    recs.iter().map(Value::to_string).collect()
}
fn main() {
    let table = Table::default();
    for kind in [
        "star",
        "starheld",
        "allheld",
        "half",
        "tree",
        "local",
        "blocks",
        "deeplocal",
        "deep",
        "rand",
    ] {
        for (outlets, owners) in [(50, 8), (100, 15), (200, 30), (400, 60)] {
            let mut desk = Desk::default();
            for t in gen_(kind, outlets, owners, 25, 7) {
                desk.add(&t);
            }
            let mut rater = Rater::new(&table);
            let mut teller = Storyteller::new(&desk.registry);
            let mut best = f64::MAX;
            let mut res = String::new();
            for _ in 0..3 {
                let t = Instant::now();
                let story = teller.tell(desk.chain("story"), |_| None).unwrap();
                let r = rater.rate(story, &[], false);
                best = best.min(t.elapsed().as_secs_f64() * 1e3);
                res = match r {
                    Ok(r) => format!("P {:.4}", r.probability),
                    Err(_) => "OVER".into(),
                };
                if best > 300.0 {
                    break;
                }
            }
            println!("{kind:10} {outlets:4} {owners:3} {best:10.3} ms {res}");
            if best > 300.0 {
                break;
            }
        }
    }
}
