//! Links as they are written on the command line: `ID KIND member=value …`, quoted as in a shell.

use serde_json::{Map, Value, json};

use super::error::CliError;

/// The JSON of a link written in words.
///
/// `held` stands alone; `cites` takes ids with commas between; `quote` and `evidence` take their text and digest.
pub(super) fn link_of_words(text: &str) -> Result<Value, CliError> {
    let refused = |message: String| CliError::usage(format!("--link {text:?}: {message}")).hint(FORM);
    let words = shlex::split(text).ok_or_else(|| refused("a quotation mark is not closed".to_owned()))?;
    let mut words = words.into_iter();
    let (Some(id), Some(kind)) = (words.next(), words.next()) else {
        return Err(refused("an id and a kind are needed".to_owned()));
    };
    let mut link = Map::new();
    link.insert("id".to_owned(), id.into());
    link.insert("kind".to_owned(), kind.into());
    for word in words {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), value_of(name, value)),
            None if word == "held" => (word, Value::Bool(true)),
            None => return Err(refused(format!("{word:?} is no member=value"))),
        };
        if link.insert(name.clone(), value).is_some() {
            return Err(refused(format!("{name:?} stands twice")));
        }
    }
    Ok(Value::Object(link))
}

const FORM: &str = "write an id, a kind and members, for example: --link 'ft report source=ft.com published=2025-08-21 cites=attendee'";

fn value_of(name: &str, value: &str) -> Value {
    match name {
        "cites" => value.split(',').map(str::trim).collect(),
        "count" => value.parse::<u64>().map_or_else(|_| value.into(), Value::from),
        "held" if value == "true" => Value::Bool(true),
        "quote" => json!({ "text": value }),
        "evidence" => json!({ "sha256": value }),
        _ => value.into(),
    }
}
