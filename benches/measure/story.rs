//! A story that many outlets carry, as records.

use serde_json::{Value, json};

/// A story of `outlets` outlets under `owners` owners and `origins` origins: a tenth of the outlets report themselves, each
/// with a few origins; the others have it from one or two of those before them, half of them as they found it. A sixth of
/// all is held, among those that were last. Sources first, then the claim `story`.
pub fn layered(outlets: usize, owners: usize, origins: usize) -> Vec<String> {
    let mut dice = Dice(0x5eed_0000 + outlets as u64);
    let mut records: Vec<Value> = (0..outlets)
        .map(|outlet| {
            let letter = ["A", "B", "B", "C", "D", "E"][dice.below(6)];
            json!({
                "byline": "source/1",
                "id": format!("outlet-{outlet}"),
                "name": format!("Outlet {outlet}"),
                "kind": "outlet",
                "owner": format!("owner-{}", outlet % owners),
                "reliability": letter,
            })
        })
        .collect();
    let first = outlets / 10;
    let mut chain: Vec<Value> = Vec::new();
    for outlet in 0..outlets {
        let mut cites: Vec<String> = Vec::new();
        let is_reporter = outlet < first;
        for _ in 0..=dice.below(2) {
            cites.push(if is_reporter {
                // Reporters of one beat talk to the same people.
                format!("origin-{}", (outlet * origins / first + dice.below(3)) % origins)
            } else {
                // News travels among neighbours: from the one who had it before, some time ago.
                let back = 1 + dice.below(outlet.min(first));
                format!("link-{}", outlet - back)
            });
        }
        cites.sort();
        cites.dedup();
        let copies = !is_reporter && dice.below(2) == 0;
        let mut link = json!({
            "id": format!("link-{outlet}"),
            "kind": if copies { "repost" } else { "report" },
            "source": format!("outlet-{outlet}"),
            "cites": cites,
        });
        if outlet >= outlets - outlets / 6 {
            link["held"] = json!(true);
        }
        chain.push(link);
    }
    let bases = ["participant", "direct", "briefed"];
    for origin in 0..origins {
        chain.push(match origin % 3 {
            0 => json!({ "id": format!("origin-{origin}"), "kind": "person", "source": format!("person-{origin}"),
                         "basis": bases[origin % 2] }),
            1 => json!({ "id": format!("origin-{origin}"), "kind": "anonymous", "described": "an official who saw it",
                         "count": 1, "basis": bases[origin % 3], "affiliation": format!("body-{origin}") }),
            _ => json!({ "id": format!("origin-{origin}"), "kind": "document", "basis": "unverified" }),
        });
    }
    hold_what_nobody_cites(&mut chain);
    records.push(json!({
        "byline": "claim/1",
        "id": "story",
        "statement": "It happened.",
        "lang": "en",
        "chain": chain,
    }));
    records.iter().map(Value::to_string).collect()
}

fn hold_what_nobody_cites(chain: &mut [Value]) {
    let cited: std::collections::HashSet<String> = chain
        .iter()
        .flat_map(|link| link["cites"].as_array().cloned().unwrap_or_default())
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    for link in chain {
        if !link["id"].as_str().is_some_and(|id| cited.contains(id)) {
            link["held"] = json!(true);
        }
    }
}

/// The same throws on every machine (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }
}
