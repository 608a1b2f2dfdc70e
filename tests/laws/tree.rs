//! Arbitrary JSON documents, with numbers as they are spelt.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::Value;

/// A JSON value whose members have different names.
#[derive(Clone, Debug)]
pub enum Tree {
    Null,
    Bool(bool),
    /// As spelt.
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl From<&Value> for Tree {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Tree::Null,
            Value::Bool(value) => Tree::Bool(*value),
            Value::Number(number) => Tree::Number(number.to_string()),
            Value::String(text) => Tree::Text(text.clone()),
            Value::Array(items) => Tree::List(items.iter().map(Tree::from).collect()),
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.clone(), value.into()));
                Tree::Object(members.collect())
            }
        }
    }
}

/// Any document.
pub fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        1 => Just(Tree::Null),
        1 => any::<bool>().prop_map(Tree::Bool),
        4 => number().prop_map(Tree::Number),
        4 => text().prop_map(Tree::Text),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Tree::List),
            btree_map(text(), inner, 0..6).prop_map(|members| Tree::Object(members.into_iter().collect())),
        ]
    })
}

/// Any text: all of Unicode, with more of those characters that need escapes or sort in their own way.
pub fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        3 => any::<char>(),
        2 => (0x20_u8..0x7F).prop_map(char::from),
        1 => (0_u8..0x20).prop_map(char::from),
        1 => prop::sample::select(vec!['"', '\\', '/', '\u{7f}', '\u{2028}', '\u{feff}']),
        // On both sides of where UTF-16 order and code point order part ways.
        2 => prop::sample::select(vec!['\u{d7ff}', '\u{e000}', '\u{fb33}', '\u{ffff}', '\u{10000}', '\u{1f600}', '\u{10ffff}']),
    ];
    vec(character, 0..8).prop_map(String::from_iter)
}

/// Any number that a double can hold nearly, as spelt.
pub fn number() -> impl Strategy<Value = String> {
    const SAFE: i64 = 1 << 53;
    prop_oneof![
        any::<i64>().prop_map(|integer| integer.to_string()),
        any::<u64>().prop_map(|integer| integer.to_string()),
        (-999_i64..1000).prop_map(|integer| integer.to_string()),
        (SAFE - 4..SAFE + 5).prop_map(|integer| integer.to_string()),
        (-SAFE - 4..5 - SAFE).prop_map(|integer| integer.to_string()),
        finite().prop_map(|double| format!("{double:e}")),
        finite().prop_map(|double| format!("{double}")),
        tie().prop_map(|double| format!("{double}")),
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,3})?".prop_filter(
            "beyond what a double can hold",
            |text| text.parse::<f64>().unwrap().is_finite()
        ),
    ]
}

fn finite() -> impl Strategy<Value = f64> {
    use prop::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO
}

/// Doubles that lie in the middle between two shortest decimals.
pub fn tie() -> impl Strategy<Value = f64> {
    ((1_u64 << 50)..(1 << 51), any::<bool>()).prop_map(|(whole, negative)| {
        let double = whole as f64 + 0.25;
        if negative { -double } else { double }
    })
}
