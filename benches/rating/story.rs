//! A story that many outlets carry, as records.

use serde_json::{Value, json};

/// Of so many outlets one reports by itself; three tell it after these, six after those, and the rest after the six.
const SHARES: [usize; 3] = [1, 3, 6];
const OF: usize = 20;

/// Of a hundred outlets the recorder has read so many.
const READ: usize = 75;

/// A story of `outlets` outlets under `owners` owners and `origins` origins, in four layers. Those of the first cite one or
/// two origins, all others one or two outlets of the layer before, half of them as they found it. Any outlet can be of any
/// owner. Sources first, then the claim `story`.
pub fn layered(outlets: usize, owners: usize, origins: usize) -> Vec<String> {
    let mut dice = Dice(7);
    let mut records: Vec<Value> = (0..outlets)
        .map(|outlet| source(outlet, owners, &mut dice))
        .collect();
    let mut chain: Vec<Value> = Vec::new();
    let mut before = 0..0;
    for layer in 0..=SHARES.len() {
        let start = before.end;
        let end = SHARES
            .get(layer)
            .map_or(outlets, |share| start + outlets * share / OF);
        for outlet in start..end {
            let mut cites: Vec<String> = (0..=dice.below(2))
                .map(|_| match layer {
                    0 => format!("origin-{}", dice.below(origins)),
                    _ => format!("link-{}", before.start + dice.below(before.len())),
                })
                .collect();
            cites.sort();
            cites.dedup();
            let copies = layer > 0 && dice.below(2) == 0;
            let mut link = json!({
                "id": format!("link-{outlet}"),
                "kind": if copies { "repost" } else { "report" },
                "source": format!("outlet-{outlet}"),
                "cites": cites,
            });
            if dice.below(100) < READ {
                link["held"] = json!(true);
            }
            chain.push(link);
        }
        before = start..end;
    }
    chain.extend((0..origins).map(|number| origin(number, &mut dice)));
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

fn source(outlet: usize, owners: usize, dice: &mut Dice) -> Value {
    let letter = ["A", "B", "B", "C", "C", "D"][dice.below(6)];
    json!({
        "byline": "source/1",
        "id": format!("outlet-{outlet}"),
        "name": format!("Outlet {outlet}"),
        "kind": "outlet",
        "owner": format!("owner-{}", dice.below(owners)),
        "reliability": letter,
    })
}

fn origin(number: usize, dice: &mut Dice) -> Value {
    let id = format!("origin-{number}");
    let basis = ["participant", "direct", "briefed"][dice.below(3)];
    match number % 3 {
        0 => json!({ "id": id, "kind": "person", "source": format!("person-{number}"), "basis": basis }),
        1 => {
            json!({ "id": id, "kind": "anonymous", "described": "an official who saw it", "count": 1, "basis": basis,
                     "affiliation": format!("body-{number}") })
        }
        _ => json!({ "id": id, "kind": "document", "basis": "unverified" }),
    }
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
pub struct Dice(pub u64);

impl Dice {
    /// A number below the bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }
}
