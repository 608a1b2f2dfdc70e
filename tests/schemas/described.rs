//! The schemas themselves: each is one, is printed by the command, and describes every member.

use serde_json::Value;

use super::playground::{byline, run};
use super::schema::{schema, schema_text};

/// All committed schemas.
const SCHEMAS: [&str; 11] = [
    "claim",
    "source",
    "notice",
    "trust",
    "verification",
    "check",
    "ratings",
    "what-if",
    "log",
    "bundle",
    "reliance",
];

#[test]
fn each_schema_is_a_schema() {
    for name in SCHEMAS {
        let schema = schema(name);
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{name}"
        );
        if let Err(error) = jsonschema::draft202012::meta::validate(&schema) {
            panic!("{name}: {error} at {}", error.instance_path());
        }
    }
}

#[test]
fn the_command_prints_the_committed_schemas() {
    for name in SCHEMAS {
        let printed = run(byline().args(["schema", name]));
        printed.assert_status(0);
        assert_eq!(printed.stderr, "", "{name}");
        assert_eq!(printed.stdout, schema_text(name), "{name}");
    }
}

/// Every object in every schema says what it is, names its members' meaning, and takes no others.
#[test]
fn every_member_in_a_schema_is_described() {
    fn check(name: &str, pointer: &str, node: &Value, problems: &mut Vec<String>) {
        if let Some(properties) = node.get("properties").and_then(Value::as_object) {
            // Conditions repeat members without describing them anew.
            let is_condition = ["/if", "/then", "/else", "/not", "/items/properties"]
                .iter()
                .any(|part| pointer.contains(part));
            if !is_condition {
                for (member, property) in properties {
                    let referred = property["$ref"].as_str().unwrap_or_default();
                    if property.get("description").is_none() && referred.is_empty() {
                        problems.push(format!("{name}{pointer}/{member} has no description"));
                    }
                }
                if node.get("additionalProperties") != Some(&Value::Bool(false))
                    && !pointer.ends_with("/link")
                {
                    problems.push(format!("{name}{pointer} takes any member"));
                }
            }
        }
        match node {
            Value::Object(members) => {
                for (key, member) in members {
                    check(name, &format!("{pointer}/{key}"), member, problems);
                }
            }
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    check(name, &format!("{pointer}/{position}"), item, problems);
                }
            }
            _ => {}
        }
    }
    let mut problems = Vec::new();
    for name in SCHEMAS {
        check(name, "", &schema(name), &mut problems);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
