//! The committed schemas, what they say of documents, and what the program writes to be held against them.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::playground::{byline, run};

/// The time at which everything is looked at.
pub const AT: &str = "2026-11-24T00:00:00Z";

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a committed schema.
pub fn schema_text(name: &str) -> String {
    fs::read_to_string(root().join(format!("schemas/{name}.schema.json"))).unwrap()
}

pub fn schema(name: &str) -> Value {
    parsed(&schema_text(name))
}

/// A schema as a whole.
pub fn validator(name: &str) -> Validator {
    jsonschema::draft202012::new(&schema(name)).unwrap()
}

/// One of the forms that a schema takes.
pub fn form_of(name: &str, form: &str) -> Validator {
    let mut schema = schema(name);
    let object = schema.as_object_mut().unwrap();
    object.remove("oneOf").unwrap();
    object.insert("$ref".to_owned(), format!("#/$defs/{form}").into());
    jsonschema::draft202012::new(&schema).unwrap()
}

pub fn errors(validator: &Validator, instance: &Value) -> Vec<String> {
    let told = |error: jsonschema::ValidationError<'_>| format!("{error} at {}", error.instance_path());
    validator.iter_errors(instance).map(told).collect()
}

/// A document is taken, and is not with any of these values in the place of another.
pub fn assert_refuses_values(schema: &Validator, whole: &Value, values: &[(&str, Value)]) {
    assert_eq!(errors(schema, whole), [""; 0]);
    for (pointer, value) in values {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).unwrap() = value.clone();
        assert!(!schema.is_valid(&changed), "{pointer} = {value}");
    }
}

/// Every member of these objects is required, and there are no others.
pub fn assert_refuses_other_members(schema: &Validator, whole: &Value, objects: &[&str]) {
    for object in objects {
        let members = whole.pointer(object).unwrap().as_object().unwrap();
        for member in members.keys() {
            let mut changed = whole.clone();
            let node = changed.pointer_mut(object).unwrap().as_object_mut().unwrap();
            node.remove(member);
            assert!(!schema.is_valid(&changed), "{object} without {member}");
        }
        let mut changed = whole.clone();
        changed.pointer_mut(object).unwrap()["more"] = json!(1);
        assert!(!schema.is_valid(&changed), "{object} with another member");
    }
}

/// What a command writes in the folder of the crate.
pub fn written(arguments: &[&str]) -> String {
    let run = run(byline().current_dir(root()).args(arguments));
    run.assert_clean();
    assert_eq!(run.stderr, "", "{arguments:?}");
    run.stdout
}

pub fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
