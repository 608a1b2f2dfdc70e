//! A claim while it is being told.

use serde_json::{Map, Value, json};

use crate::record::Kind;

use super::registry::short_name;

/// What was told so far.
#[derive(Clone, Default)]
pub(super) struct Draft {
    pub statement: String,
    pub id: String,
    pub lang: String,
    /// When it happened, if that was told.
    pub happened: Option<String>,
    pub links: Vec<Map<String, Value>>,
}

impl Draft {
    /// The record.
    pub fn value(&self) -> Value {
        let mut value = json!({
            "byline": Kind::Claim.marker(), "id": self.id, "statement": self.statement, "lang": self.lang,
            "chain": self.links,
        });
        if let Some(happened) = &self.happened {
            value["event"] = json!({ "from": happened });
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

    /// The outlet whose link is there already.
    pub fn outlet(&self, source: &str) -> Option<String> {
        let is_channel = |link: &&Map<String, Value>| link["kind"] == "report" || link["kind"] == "repost";
        let mut channels = self.links.iter().filter(is_channel);
        let found = channels.find(|link| link.get("source").is_some_and(|of| of == source))?;
        found["id"].as_str().map(str::to_owned)
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
