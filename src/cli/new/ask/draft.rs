//! A claim while it is being told.

use serde_json::{Map, Value, json};

use crate::cli::new::revision::cite_no_more;
use crate::record::{Kind, Moment};
use crate::report::visible;

use super::source_words::short_name;

/// What was told so far.
#[derive(Clone, Default)]
pub(super) struct Draft {
    pub statement: String,
    pub id: String,
    pub lang: String,
    /// When it happened, if that was told.
    pub happened: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    pub topics: Vec<String>,
    pub note: Option<String>,
    /// Digests of claims that say the same on other grounds.
    pub corroborates: Vec<String>,
    /// Digests of claims that cannot be so if this one is.
    pub contradicts: Vec<String>,
    pub links: Vec<Map<String, Value>>,
    /// The claim that is being changed: what is not asked for stays in it as it is.
    changed: Map<String, Value>,
}

/// Characters of a description that stand in a list.
const SHOWN: usize = 60;

impl Draft {
    /// What a claim says, to be changed.
    pub fn of(claim: &Map<String, Value>) -> Self {
        let text = |member: &str| claim.get(member).and_then(Value::as_str).map(str::to_owned);
        let links = claim.get("chain").and_then(Value::as_array).into_iter().flatten();
        Self {
            statement: text("statement").unwrap_or_default(),
            id: text("id").unwrap_or_default(),
            lang: text("lang").unwrap_or_default(),
            note: text("note"),
            links: links.filter_map(Value::as_object).cloned().collect(),
            changed: claim.clone(),
            ..Self::default()
        }
    }

    /// When it happened or began, if that was told.
    pub fn began(&self) -> Option<Moment> {
        let before = || self.changed.get("event")?.get("from")?.as_str();
        let began = self.happened.as_deref().or_else(before)?;
        Moment::parse(began)
    }

    /// The record.
    pub fn value(&self) -> Value {
        let mut value = Value::Object(self.changed.clone());
        value["byline"] = Kind::Claim.marker().into();
        value["id"] = json!(self.id);
        value["statement"] = json!(self.statement);
        if !self.lang.is_empty() {
            value["lang"] = json!(self.lang);
        }
        value["chain"] = json!(self.links);
        if let Some(happened) = &self.happened {
            value["event"] = json!({ "from": happened });
            if let Some(ended) = &self.ended {
                value["event"]["to"] = json!(ended);
            }
        }
        for (member, list) in [
            ("topics", &self.topics),
            ("corroborates", &self.corroborates),
            ("contradicts", &self.contradicts),
        ] {
            if !list.is_empty() {
                value[member] = json!(list);
            }
        }
        if let Some(note) = &self.note {
            value["note"] = json!(note);
        }
        value
    }

    /// Adds a link with these members and gives its id, which is made from `name`.
    pub fn add(&mut self, name: &str, kind: &str, members: Vec<(&str, Value)>) -> String {
        let id = self.free_id(name, kind);
        let mut link = Map::new();
        link.insert("id".to_owned(), id.as_str().into());
        link.insert("kind".to_owned(), kind.into());
        for (member, value) in members {
            let is_absent = value.is_null() || value == "";
            if !is_absent {
                link.insert(member.to_owned(), value);
            }
        }
        self.links.push(link);
        id
    }

    /// The link with this id.
    pub fn link(&mut self, id: &str) -> Option<&mut Map<String, Value>> {
        self.links.iter_mut().find(|link| link["id"] == id)
    }

    /// Puts a member on the link with this id, or takes it away where there is nothing to put.
    pub fn set(&mut self, id: &str, member: &str, value: Value) {
        if let Some(link) = self.link(id) {
            match value == "" {
                true => link.remove(member),
                false => link.insert(member.to_owned(), value),
            };
        }
    }

    /// Leaves out the link with this id, and whoever was cited by it alone, and so on. What the recorder has stands on its
    /// own.
    pub fn leave_out(&mut self, id: &str) {
        let mut left_out = vec![id.to_owned()];
        while let Some(id) = left_out.pop() {
            let cited: Vec<String> = self.link(&id).map(|link| cites(link)).unwrap_or_default();
            self.links.retain(|link| link["id"] != id.as_str());
            self.links.iter_mut().for_each(|link| cite_no_more(link, &id));
            let is_held = |link: &Map<String, Value>| link.get("held") == Some(&Value::Bool(true));
            let stands = |link: &Map<String, Value>, id: &str| {
                cites(link).iter().any(|cited| cited == id) || (link["id"] == id && is_held(link))
            };
            let alone = |id: &String| !self.links.iter().any(|link| stands(link, id));
            left_out.extend(cited.into_iter().filter(alone));
        }
    }

    /// The channels that are told of, with the words that they are offered in, and the ids of their links.
    pub fn channels(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.links
            .iter()
            .filter(|link| is_channel(link))
            .map(words_and_id)
    }

    /// The outlet whose link is there already.
    pub fn outlet(&self, source: &str) -> Option<String> {
        let mut channels = self.links.iter().filter(|link| is_channel(link));
        let found = channels.find(|link| link.get("source").is_some_and(|of| of == source))?;
        found["id"].as_str().map(str::to_owned)
    }

    /// All who are told of, with the words that they are offered in, and the ids of their links.
    pub fn told(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.links.iter().map(words_and_id)
    }

    /// Those among them who pass nothing on.
    pub fn parties(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let parties = self.links.iter().filter(|link| !is_channel(link));
        parties.map(words_and_id)
    }

    /// Whether there are unnamed people already.
    pub fn has_unnamed(&self) -> bool {
        self.links.iter().any(|link| link["kind"] == "anonymous")
    }

    fn free_id(&self, name: &str, kind: &str) -> String {
        let made = short_name(name).replace('.', "-");
        let base = if made.is_empty() { kind.to_owned() } else { made };
        let is_taken = |id: &str| self.links.iter().any(|link| link["id"] == id);
        if !is_taken(&base) {
            return base;
        }
        (2..)
            .map(|number: u32| format!("{base}-{number}"))
            .find(|id| !is_taken(id))
            .unwrap_or(base)
    }
}

/// The ids of the links that a link cites.
pub(super) fn cites(link: &Map<String, Value>) -> Vec<String> {
    let cites = link.get("cites").and_then(Value::as_array).into_iter().flatten();
    cites.filter_map(Value::as_str).map(str::to_owned).collect()
}

pub(super) fn is_channel(link: &Map<String, Value>) -> bool {
    link["kind"] == "report" || link["kind"] == "repost"
}

/// The beginning of a text, as it is shown.
pub(super) fn beginning(text: &str, most: usize) -> String {
    let text = visible(text);
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.into_owned(),
    }
}

/// What tells a link from the others, and its id.
fn words_and_id(link: &Map<String, Value>) -> (String, String) {
    let text = |member: &str| link.get(member).and_then(Value::as_str).unwrap_or_default();
    let telling = ["title", "described", "statement", "role"]
        .into_iter()
        .map(text)
        .find(|text| !text.is_empty());
    let id = text("id").to_owned();
    let words = match telling {
        Some(telling) => {
            format!("{id}: {}", beginning(telling, SHOWN))
        }
        None => format!("{id}, {}", in_words(text("kind"))),
    };
    (words, id)
}

fn in_words(kind: &str) -> &str {
    match kind {
        "report" => "a report",
        "repost" => "passed on",
        "observation" => "what was seen, filmed or measured",
        "statement" => "a statement",
        "person" => "a person",
        other => other,
    }
}
