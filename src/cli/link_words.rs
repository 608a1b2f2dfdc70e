//! Links as they are written on the command line: `ID KIND member=value …`, quoted as in a shell.

use serde_json::{Map, Value, json};

use super::error::CliError;

/// The JSON of a link written in words.
///
/// `held` stands alone; `cites` takes ids with commas between; `quote` and `evidence` take their text and digest;
/// `quote-lang` and `quote-direct` say more of the quote.
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
    let mut about_quote = Map::new();
    for word in words {
        if let Some((name, value)) = word.strip_prefix("quote-").and_then(member_of_quote) {
            if about_quote.insert(name.to_owned(), value).is_some() {
                return Err(refused(format!("\"quote-{name}\" stands twice")));
            }
            continue;
        }
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), value_of(name, value)),
            None if word == "held" => (word, Value::Bool(true)),
            None => {
                return Err(refused(format!(
                    "{word:?} is no member=value; a value of several words stands in \"quotation marks\""
                )));
            }
        };
        if link.insert(name.clone(), value).is_some() {
            return Err(refused(format!("{name:?} stands twice")));
        }
    }
    if !about_quote.is_empty() {
        let Some(Value::Object(quote)) = link.get_mut("quote") else {
            return Err(refused(
                "there is no quote of which more could be said".to_owned(),
            ));
        };
        quote.extend(about_quote);
    }
    Ok(Value::Object(link))
}

const FORM: &str = "write an id, a kind and members, for example: --link 'ft report source=ft.com published=2025-08-21 cites=attendee'";

/// `lang=…`, or `direct` for somebody's own words, which `direct=false` says they are not.
fn member_of_quote(word: &str) -> Option<(&'static str, Value)> {
    match word {
        "direct" | "direct=true" => Some(("direct", true.into())),
        "direct=false" => Some(("direct", false.into())),
        _ => Some(("lang", word.strip_prefix("lang=")?.into())),
    }
}

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
