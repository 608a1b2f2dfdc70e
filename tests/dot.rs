//! Drawings in DOT: that Graphviz would read them, that they say what the record says, and that nothing breaks out of
//! its quotation marks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;

use playground::{Folder, fixture, words};
use serde_json::{Value, json};

const AT: &str = "2026-11-24T00:00:00Z";

/// Names and values.
type Attributes = Vec<(String, String)>;

/// A drawing as Graphviz reads it: nodes and edges with their attributes.
#[derive(Debug, Default, PartialEq)]
struct Drawing {
    name: String,
    nodes: Vec<(String, Attributes)>,
    edges: Vec<(String, String, Attributes)>,
    defaults: Vec<String>,
}

impl Drawing {
    fn node(&self, id: &str) -> &[(String, String)] {
        let (_, attributes) = self.nodes.iter().find(|(node, _)| node == id).unwrap();
        attributes
    }
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|(attribute, _)| attribute == name)?;
    Some(&found.1)
}

/// The tokens of DOT: quoted texts, words and numbers, arrows, single marks.
fn tokens(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let start = at;
        match characters[at] {
            character if character.is_whitespace() => {
                at += 1;
                continue;
            }
            '"' => {
                at += 1;
                while characters[at] != '"' {
                    assert_ne!(characters[at], '\n', "a text goes over the end of its line");
                    at += if characters[at] == '\\' { 2 } else { 1 };
                }
                at += 1;
            }
            '-' => {
                assert_eq!(characters[at + 1], '>', "a minus is no arrow");
                at += 2;
            }
            '{' | '}' | '[' | ']' | '=' | ',' | ';' => at += 1,
            character => {
                assert!(
                    character.is_ascii_alphanumeric(),
                    "{character:?} stands by itself"
                );
                while characters[at].is_ascii_alphanumeric() || characters[at] == '_' {
                    at += 1;
                }
            }
        }
        found.push(characters[start..at].iter().collect());
    }
    found
}

/// The text of a token, as Graphviz shows it in a label.
fn shown(token: &str) -> String {
    let Some(inner) = token.strip_prefix('"') else {
        return token.to_owned();
    };
    let mut characters = inner.strip_suffix('"').unwrap().chars();
    let mut text = String::new();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next().unwrap() {
                'n' => text.push('\n'),
                mark @ ('"' | '\\') => text.push(mark),
                other => panic!("\\{other} means something else in a label: {token}"),
            },
            _ => text.push(character),
        }
    }
    // Whatever begins like an entity is one.
    let plain = text.replace("&amp;", "");
    assert!(!plain.contains('&'), "{token}");
    text.replace("&amp;", "&")
}

fn read(text: &str) -> Drawing {
    let tokens = tokens(text);
    let mut drawing = Drawing::default();
    let mut rest = tokens.as_slice();
    assert_eq!(rest[0], "digraph");
    drawing.name = shown(&rest[1]);
    assert_eq!(rest[2], "{");
    rest = &rest[3..];
    while rest[0] != "}" {
        let end = rest.iter().position(|token| token == ";").unwrap();
        let (statement, more) = rest.split_at(end);
        rest = &more[1..];
        let (subject, attributes) = match statement.iter().position(|token| token == "[") {
            Some(open) => (&statement[..open], attributes(&statement[open..])),
            None => (statement, Vec::new()),
        };
        match subject {
            [one] if ["graph", "node", "edge"].contains(&one.as_str()) => {
                drawing.defaults.push(one.clone());
                if one == "graph" {
                    drawing.nodes.push(("graph".to_owned(), attributes));
                }
            }
            [node] => drawing.nodes.push((shown(node), attributes)),
            [from, arrow, to] if arrow == "->" => drawing.edges.push((shown(from), shown(to), attributes)),
            other => panic!("no statement: {other:?}"),
        }
    }
    assert_eq!(rest, ["}"]);
    drawing
}

fn attributes(tokens: &[String]) -> Attributes {
    let inner = &tokens[1..tokens.len() - 1];
    assert_eq!(tokens[tokens.len() - 1], "]");
    inner
        .split(|token| token == ",")
        .map(|part| match part {
            [name, equals, value] if equals == "=" => (name.clone(), shown(value)),
            other => panic!("no attribute: {other:?}"),
        })
        .collect()
}

fn drawn(folder: &Folder, path: &str) -> String {
    let run = folder.run(["show", "--at", AT, "--format", "dot", path]);
    run.assert_status(0);
    assert_eq!(run.stderr, "");
    run.stdout
}

#[test]
fn every_claim_of_the_repositories_is_drawn_whole() {
    let here = Folder::new();
    let mut drawings = 0;
    for repository in ["inference-chips", "harbour-inquiry"] {
        for entry in fs::read_dir(fixture(repository).join("claims")).unwrap() {
            let path = entry.unwrap().path();
            let claim: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let drawing = read(&drawn(&here, path.to_str().unwrap()));
            assert_eq!(drawing.name, claim["id"].as_str().unwrap());
            assert_eq!(drawing.defaults, ["graph", "node", "edge"]);
            let title = attribute(drawing.node("graph"), "label")
                .unwrap()
                .replace('\n', " ");
            assert!(title.contains(", support index "), "{title}");
            assert!(title.contains(claim["statement"].as_str().unwrap()), "{title}");
            let links = claim["chain"].as_array().unwrap();
            // One node a link, and the title.
            assert_eq!(drawing.nodes.len(), links.len() + 1);
            let mut edges = 0;
            for link in links {
                let id = link["id"].as_str().unwrap();
                let node = drawing.node(id);
                let is_held = link["held"] == true || link.get("evidence").is_some();
                assert_eq!(attribute(node, "peripheries").is_some(), is_held, "{id}");
                assert_eq!(
                    attribute(node, "penwidth").is_some(),
                    link["stance"] == "denies",
                    "{id}"
                );
                for cited in link["cites"].as_array().into_iter().flatten() {
                    let edge =
                        |(from, to, _): &&(String, String, _)| from == id && *to == cited.as_str().unwrap();
                    assert!(drawing.edges.iter().any(|drawn| edge(&drawn)), "{id} {cited}");
                    edges += 1;
                }
            }
            assert_eq!(drawing.edges.len(), edges);
            drawings += 1;
        }
    }
    assert!(drawings > 20);
}

#[test]
fn the_order_of_links_changes_nothing() {
    let folder = Folder::new();
    let mut claim = json!({ "byline": "claim/1", "id": "a", "statement": "It is so.", "lang": "en", "chain": [
        { "id": "paper", "kind": "report", "source": "paper.example", "held": true, "cites": ["aide", "memo"] },
        { "id": "aide", "kind": "anonymous", "described": "an aide", "count": 1, "stance": "denies" },
        { "id": "memo", "kind": "document", "withdrawn": "It was forged." },
    ] });
    folder.put("a.json", claim.to_string());
    let before = drawn(&folder, "a.json");
    claim["chain"].as_array_mut().unwrap().reverse();
    claim["chain"][2]["cites"].as_array_mut().unwrap().reverse();
    folder.put("a.json", claim.to_string());
    assert_eq!(drawn(&folder, "a.json"), before);
    let drawing = read(&before);
    assert_eq!(attribute(drawing.node("memo"), "style"), Some("filled,dashed"));
    assert_eq!(attribute(drawing.node("paper"), "style"), Some("filled"));
    let (_, _, to_memo) = drawing.edges.iter().find(|(_, to, _)| to == "memo").unwrap();
    assert_eq!(attribute(to_memo, "style"), Some("dashed"));
    let (_, _, to_aide) = drawing.edges.iter().find(|(_, to, _)| to == "aide").unwrap();
    assert_eq!(attribute(to_aide, "label"), Some("denies"));
}

#[test]
fn nothing_breaks_out_of_its_quotation_marks() {
    for hostile in [
        r#"" ]; evil [label=""#,
        r"back\slash \n \N \G",
        r"\",
        r#"\""#,
        "a &lt;b&gt; &amp; c & d",
        "<b>bold</b>",
        "// no comment /* at all */",
        "{ } [ ] = , ; -> --",
        "many    spaces",
    ] {
        let folder = Folder::new();
        let source = json!({ "byline": "source/1", "id": "paper.example", "name": hostile, "kind": "outlet",
                             "owner": "house" });
        folder.put("sources/paper.json", source.to_string());
        let house = json!({ "byline": "source/1", "id": "house", "name": hostile, "kind": "company" });
        folder.put("sources/house.json", house.to_string());
        folder.put("byline.toml", "");
        let claim = json!({ "byline": "claim/1", "id": "a", "statement": hostile, "lang": "en", "chain": [
            { "id": "paper", "kind": "report", "source": "paper.example", "held": true, "cites": ["aide", "memo"] },
            { "id": "aide", "kind": "anonymous", "described": hostile, "count": 1 },
            { "id": "memo", "kind": "document", "title": hostile, "withdrawn": hostile },
        ] });
        folder.put("claims/a.json", claim.to_string());
        let drawing = read(&drawn(&folder, "claims/a.json"));
        assert_eq!(drawing.nodes.len(), 4, "{hostile}");
        for node in ["graph", "paper", "aide", "memo"] {
            let label = attribute(drawing.node(node), "label").unwrap();
            assert!(words(label).contains(&words(hostile)), "{node}: {label:?}");
        }
    }
}

#[test]
fn a_denied_claim_with_another_below_it() {
    let path = fixture("harbour-inquiry").join("claims/authority-was-warned.json");
    insta::assert_snapshot!(drawn(&Folder::new(), path.to_str().unwrap()));
}

/// The words of an SVG that Graphviz made.
fn words_of_picture(svg: &str) -> Vec<String> {
    svg.lines()
        .filter(|line| line.starts_with("<text "))
        .map(|line| {
            let (_, text) = line.split_once('>').unwrap();
            let text = text.strip_suffix("</text>").unwrap();
            text.replace("&#45;", "-").replace("&amp;", "&")
        })
        .collect()
}

#[test]
fn the_picture_in_the_readme_says_what_is_drawn_now() {
    let root = fixture(".").join("..");
    let path = fixture("inference-chips/claims/inference-chip-ban.json");
    let drawing = read(&drawn(&Folder::new(), path.to_str().unwrap()));
    let labels = drawing
        .nodes
        .iter()
        .map(|(_, attributes)| attribute(attributes, "label").unwrap());
    let drawn: Vec<&str> = labels.flat_map(str::lines).collect();
    let svg = fs::read_to_string(root.join("docs/inference-chip-ban.svg")).unwrap();
    assert_eq!(
        words_of_picture(&svg),
        drawn,
        "CONTRIBUTING.md says how the picture is made"
    );
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    assert!(readme.contains("src=\"docs/inference-chip-ban.svg\""));
}
