//! Scopes: which records a key may sign.

use std::fmt;

/// What a signer may sign. The default is everything.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Scope {
    /// Everything.
    #[default]
    Everything,
    /// What matches one of these.
    Only(Vec<Part>),
}

/// One entry of a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// `topic:NAME`: one of the topics that a claim may have.
    Topic(String),
    /// `id:GLOB`: records whose id matches, where `*` stands for any characters.
    Id(String),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Topic(topic) => write!(f, "topic:{topic}"),
            Part::Id(glob) => write!(f, "id:{glob}"),
        }
    }
}

impl Part {
    pub(super) fn parse(text: &str) -> Option<Self> {
        // No id is longer than 64 characters; a pattern twice as long says all that can be said.
        const LONGEST: usize = 128;
        if let Some(topic) = text.strip_prefix("topic:") {
            return super::Slug::parse(topic).map(|topic| Part::Topic(topic.as_str().to_owned()));
        }
        let glob = text.strip_prefix("id:")?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.*".contains(&byte);
        (!glob.is_empty() && glob.len() <= LONGEST && glob.bytes().all(plain))
            .then(|| Part::Id(glob.to_owned()))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Scope::Only(parts) = self else {
            return f.write_str("everything");
        };
        for (at, part) in parts.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{part}")?;
        }
        Ok(())
    }
}

impl Scope {
    /// Whether this can be an entry of a scope.
    pub fn is_part(text: &str) -> bool {
        Part::parse(text).is_some()
    }

    /// Whether a record with this id and these topics is in scope: its id matches, or each of its topics is listed.
    /// A record without topics is in no topic's scope.
    pub fn covers(&self, id: &str, topics: &[&str]) -> bool {
        let Scope::Only(parts) = self else { return true };
        let by_id = parts
            .iter()
            .any(|part| matches!(part, Part::Id(glob) if matches_glob(glob, id)));
        let by_topic = !topics.is_empty()
            && topics.iter().all(|topic| {
                parts
                    .iter()
                    .any(|part| matches!(part, Part::Topic(listed) if listed == topic))
            });
        by_id || by_topic
    }
}

/// Whether `text` matches `glob`, in which `*` stands for any number of characters. Time is bounded by the product
/// of the lengths.
fn matches_glob(glob: &str, text: &str) -> bool {
    let (glob, text) = (glob.as_bytes(), text.as_bytes());
    let (mut g, mut t) = (0, 0);
    let mut last_star = None;
    while t < text.len() {
        if glob.get(g) == Some(&b'*') {
            last_star = Some((g, t));
            g += 1;
        } else if glob.get(g) == Some(&text[t]) {
            g += 1;
            t += 1;
        } else if let Some((star, from)) = last_star {
            last_star = Some((star, from + 1));
            g = star + 1;
            t = from + 1;
        } else {
            return false;
        }
    }
    glob[g..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (glob, text, expected) in [
            ("*", "anything", true),
            ("harbour-*", "harbour-fire", true),
            ("harbour-*", "harbour", false),
            ("*-fire", "harbour-fire", true),
            ("h*r*e", "harbour-fire", true),
            ("h*x*e", "harbour-fire", false),
            ("", "", true),
        ] {
            assert_eq!(matches_glob(glob, text), expected, "{glob} {text}");
        }
    }

    #[test]
    fn every_topic_must_be_listed() {
        let scope = Scope::Only(vec![Part::Topic("ports".into()), Part::Topic("fire".into())]);
        assert!(scope.covers("x", &["fire"]));
        assert!(scope.covers("x", &["fire", "ports"]));
        assert!(!scope.covers("x", &["fire", "money"]));
        assert!(!scope.covers("x", &[]));
    }
}
