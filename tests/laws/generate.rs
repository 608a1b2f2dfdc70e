//! Random valid records of all four kinds.

use byline::record::is_hidden;
use byline::seal::SecretKey;
use serde_json::{Map, Value, json};

use crate::dice::Dice;

/// A key for every number.
pub fn key(number: u8) -> SecretKey {
    SecretKey::from_seed(&[number; 32])
}

/// A valid unsigned record, and the same one for the same seed.
pub fn record(seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    match dice.below(6) {
        0 => source(&mut dice),
        1 => notice(&mut dice),
        2 => trust(&mut dice),
        _ => claim(&mut dice),
    }
}

/// Members of an object, some of them left to the dice.
struct Members<'a> {
    dice: &'a mut Dice,
    members: Map<String, Value>,
}

impl<'a> Members<'a> {
    fn new(dice: &'a mut Dice) -> Self {
        let members = Map::new();
        Self { dice, members }
    }

    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.members.insert(name.to_owned(), value.into());
    }

    fn must<V: Into<Value>>(&mut self, name: &str, value: impl FnOnce(&mut Dice) -> V) {
        let value = value(self.dice);
        self.put(name, value);
    }

    /// Once in two.
    fn may<V: Into<Value>>(&mut self, name: &str, value: impl FnOnce(&mut Dice) -> V) {
        if self.dice.one_in(2) {
            self.must(name, value);
        }
    }

    fn done(self) -> Value {
        Value::Object(self.members)
    }
}

fn claim(dice: &mut Dice) -> Value {
    let chain = chain(dice);
    let mut members = Members::new(dice);
    members.put("byline", "claim/1");
    members.must("id", slug);
    members.must("statement", line);
    members.must("lang", |dice| dice.pick(&["en", "el", "zh-Hant", "sr-Latn-RS"]));
    members.put("chain", chain);
    members.may("topics", |dice| some(dice, |dice| slug(dice).into()));
    members.may("event", |dice| {
        let from = dice.below(300);
        json!({ "from": day(from), "to": day(from + dice.below(60)) })
    });
    members.may("revision", |dice| json!(1 + dice.below(1_000_000)));
    members.may("supersedes", digest_text);
    members.may("contradicts", |dice| some(dice, digest_text));
    members.may("corroborates", |dice| some(dice, digest_text));
    members.may("note", lines);
    members.may("by", authors);
    members.done()
}

fn chain(dice: &mut Dice) -> Vec<Value> {
    let count = 1 + dice.below(5);
    let ids: Vec<String> = (0..count)
        .map(|number| format!("{number}{}", slug(dice)))
        .collect();
    let mut cited = vec![false; count];
    let mut links = Vec::new();
    for id in &ids {
        let kind = dice.pick(&[
            "report",
            "repost",
            "statement",
            "person",
            "anonymous",
            "document",
            "observation",
            "claim",
        ]);
        let mut members = link(dice, kind);
        members.put("id", id.as_str());
        members.put("kind", kind);
        if kind == "repost" || (kind == "report" && members.dice.one_in(2)) {
            let mut targets: Vec<usize> = (0..count).collect();
            members.dice.shuffle(&mut targets);
            targets.truncate(1 + members.dice.below(count));
            // Citing itself makes a link known to nobody.
            let others = targets.iter().filter(|target| ids[**target] != *id);
            others.for_each(|target| cited[*target] = true);
            let names: Vec<&str> = targets.iter().map(|target| ids[*target].as_str()).collect();
            members.put("cites", names);
        }
        links.push(members.done());
    }
    for (link, cited) in links.iter_mut().zip(cited) {
        if !cited {
            link["held"] = true.into();
        }
    }
    links
}

fn link<'a>(dice: &'a mut Dice, kind: &str) -> Members<'a> {
    let mut members = Members::new(dice);
    match kind {
        "report" | "repost" => members.must("source", source_id),
        "statement" => {
            members.must("source", source_id);
            members.may("basis", |dice| dice.pick(&["authoritative", "other"]));
        }
        "person" => {
            members.must("source", source_id);
            members.may("role", line);
            members.may("basis", |dice| dice.pick(&["participant", "briefed"]));
        }
        "anonymous" => {
            members.must("described", line);
            members.must("count", |dice| match dice.below(9) {
                0 => json!("several"),
                count => json!(count),
            });
            members.may("distinct", line);
        }
        "document" => {
            members.may("source", source_id);
            members.may("title", line);
        }
        "observation" => members.may("basis", |dice| dice.pick(&["verified", "unverified"])),
        _ => {
            members.must("claim", digest_text);
            members.must("statement", line);
        }
    }
    if !["report", "repost", "claim"].contains(&kind) {
        members.may("stance", |dice| dice.pick(&["supports", "denies", "no-comment"]));
        members.may("interest", |dice| {
            dice.pick(&["neutral", "beneficiary", "against"])
        });
        members.may("affiliation", source_id);
    }
    members.may("published", |dice| day(dice.below(365)));
    members.may("url", |dice| {
        format!("https://{}.example/{}", slug(dice), visible(dice, 5))
    });
    members.may("note", lines);
    members.may(
        "quote",
        |dice| json!({ "text": format!("{}12345678", lines(dice)), "direct": dice.one_in(2), "lang": "fa" }),
    );
    members.may("evidence", |dice| {
        let digest = digest_text(dice);
        json!({ "sha256": &digest.as_str().unwrap()[7..], "media_type": "text/html", "size": dice.below(1 << 20) })
    });
    members
}

fn source(dice: &mut Dice) -> Value {
    let mut members = Members::new(dice);
    members.put("byline", "source/1");
    members.must("id", source_id);
    members.must("name", line);
    members.must("kind", |dice| {
        dice.pick(&["outlet", "agency", "government", "person", "platform"])
    });
    members.may("owner", source_id);
    members.may("affiliation", source_id);
    members.may("reliability", |dice| dice.pick(&["A", "B", "C", "D", "E", "F"]));
    members.may(
        "rated",
        |dice| json!({ "by": line(dice), "on": day(dice.below(365)) }),
    );
    members.may(
        "track",
        |dice| json!({ "right": dice.below(1_000_000), "wrong": dice.below(9) }),
    );
    members.may("domains", |dice| {
        some(dice, |dice| format!("{}0.example", slug(dice)).into())
    });
    members.may("note", lines);
    members.done()
}

fn notice(dice: &mut Dice) -> Value {
    let mut members = Members::new(dice);
    members.put("byline", "notice/1");
    members.must("record", digest_text);
    members.must("effect", |dice| dice.pick(&["corrects", "retracts", "disputes"]));
    members.must("reason", lines);
    members.must("issued", time);
    members.may("replacement", digest_text);
    members.may("by", authors);
    members.done()
}

fn trust(dice: &mut Dice) -> Value {
    let count = 1 + dice.below(4);
    let signers: Vec<Value> = (0..count)
        .map(|number| {
            let mut members = Members::new(dice);
            members.put("key", key(u8::try_from(number).unwrap()).public().to_string());
            members.must("name", line);
            // The first is an owner, so that a threshold of one can be met.
            let role = members.dice.pick(&["owner", "author", "editor", "checker"]);
            members.put("roles", vec![if number == 0 { "owner" } else { role }]);
            members.may("scope", |dice| {
                json!([format!("topic:{}", slug(dice)), "id:harbour-*"])
            });
            members.may("from", time);
            if number > 0 {
                members.may("revoked", |dice| json!({ "at": time(dice), "why": "superseded" }));
            }
            members.done()
        })
        .collect();
    let version = 1 + dice.below(3);
    let mut members = Members::new(dice);
    members.put("byline", "trust/1");
    let digest = digest_text(members.dice);
    members.put("repository", &digest.as_str().unwrap()[7..]);
    members.put("version", version);
    if version > 1 {
        members.put("previous", digest);
    }
    members.put("expires", "2099-12-31T23:59:59.123456789Z");
    members.put("threshold", 1);
    members.put("signers", signers);
    members.done()
}

/// A list of one to three different values.
fn some(dice: &mut Dice, value: fn(&mut Dice) -> Value) -> Value {
    let mut values: Vec<Value> = Vec::new();
    for _ in 0..=dice.below(3) {
        let value = value(dice);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values.into()
}

fn authors(dice: &mut Dice) -> Value {
    some(dice, |dice| {
        key(u8::try_from(dice.below(4)).unwrap())
            .public()
            .to_string()
            .into()
    })
}

fn slug(dice: &mut Dice) -> String {
    name(dice, b"abcdefghijklmnopqrstuvwxyz0123456789-")
}

fn source_id(dice: &mut Dice) -> String {
    name(dice, b"abcdefghijklmnopqrstuvwxyz0123456789-.")
}

fn name(dice: &mut Dice, letters: &[u8]) -> String {
    let length = dice.below(9);
    std::iter::once('a')
        .chain((0..length).map(|_| char::from(dice.pick(letters))))
        .collect()
}

/// Characters that a reader sees and that are no white space.
fn visible(dice: &mut Dice, most: usize) -> String {
    let length = 1 + dice.below(most);
    std::iter::repeat_with(|| dice.char())
        .filter(|character| !is_hidden(*character) && !character.is_whitespace())
        .take(length)
        .collect()
}

fn line(dice: &mut Dice) -> String {
    format!("{} {}", visible(dice, 20), visible(dice, 6))
}

fn lines(dice: &mut Dice) -> String {
    format!("{}\n\t{}", line(dice), line(dice))
}

fn digest_text(dice: &mut Dice) -> Value {
    let digits: String = (0..4).map(|_| format!("{:016x}", dice.next())).collect();
    format!("sha256:{digits}").into()
}

/// The day with this number in years of twelve months of 28 days.
fn day(number: usize) -> String {
    format!(
        "{}-{:02}-{:02}",
        2020 + number / 336,
        1 + number / 28 % 12,
        1 + number % 28
    )
}

fn time(dice: &mut Dice) -> String {
    let day = day(dice.below(3_000));
    let fraction = dice.pick(&["", ".5", ".123456789"]);
    format!("{day}T{:02}:{:02}:59{fraction}Z", dice.below(24), dice.below(60))
}
