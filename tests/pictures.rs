//! Pictures of chains: the SVG is read back as XML, and what Mermaid gets holds nothing that means something to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;
use std::time::{Duration, Instant};

use playground::{Folder, fixture, words};
use serde_json::{Value, json};

const AT: &str = "2026-11-24T00:00:00Z";

fn drawn(folder: &Folder, format: &str, file: &str) -> String {
    let run = folder.run(["show", "--at", AT, "--format", format, file]);
    run.assert_clean().assert_status(0);
    run.stdout
}

/// All text of a picture, in its order.
fn text_of(svg: &str) -> String {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    assert!(
        document
            .root_element()
            .has_tag_name(("http://www.w3.org/2000/svg", "svg"))
    );
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        let known = [
            "svg", "title", "defs", "marker", "path", "text", "g", "rect", "polygon",
        ];
        assert!(known.contains(&name), "an element <{name}>");
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "{}", attribute.name());
        }
    }
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    let texts: Vec<&str> = texts.filter_map(|node| node.text()).collect();
    words(&texts.join(" "))
}

/// A picture goes where the text beside it does not.
#[test]
fn a_claim_that_does_not_hold_says_so_in_its_picture() {
    let folder = Folder::with_signed_claim();
    let signed = folder.read("claims/a.json");
    let unsigned = folder.unsigned("claims/a.json").to_string();
    let says = |fault: Option<&str>| {
        for format in ["svg", "mermaid", "dot"] {
            let drawing = words(&drawn(&folder, format, "claims/a.json").replace("\\n", " "));
            match fault {
                Some(fault) => assert!(drawing.contains(fault), "{fault}: {drawing}"),
                None => assert!(!drawing.contains("does not hold"), "{drawing}"),
            }
        }
    };
    says(None);
    folder.put("claims/a.json", signed.replace("Sixty", "Ninety"));
    says(Some("altered after it was signed: it does not hold"));
    folder.put("claims/a.json", unsigned);
    says(Some("nobody has signed it: it does not hold"));
    folder.put("claims/a.json", signed);
    folder
        .new_notice("claims/a.json", "retracts", "No.")
        .assert_status(0);
    let notice = format!("notices/{}", folder.names("notices")[0]);
    folder.sign("harbour-author", &[&notice]).assert_status(0);
    says(Some("it does not hold: it was retracted"));
}

#[test]
fn every_claim_of_the_repositories_is_a_picture_that_says_its_words() {
    let here = Folder::new();
    let mut pictures = 0;
    for repository in ["inference-chips", "harbour-inquiry"] {
        for entry in fs::read_dir(fixture(repository).join("claims")).unwrap() {
            let path = entry.unwrap().path();
            let path = path.to_str().unwrap();
            let claim: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            let text = text_of(&drawn(&here, "svg", path));
            assert!(
                text.contains(&words(claim["statement"].as_str().unwrap())),
                "{text}"
            );
            let mermaid = drawn(&here, "mermaid", path);
            let links = claim["chain"].as_array().unwrap();
            let citations: usize = links
                .iter()
                .filter_map(|link| link["cites"].as_array())
                .map(Vec::len)
                .sum();
            assert_eq!(mermaid.matches("  style n").count(), links.len());
            let (_, chart) = mermaid.split_once("flowchart").unwrap();
            assert_eq!(chart.matches("->").count(), citations, "{mermaid}");
            pictures += 1;
        }
    }
    assert!(pictures > 20);
}

#[test]
fn hostile_text_stays_text() {
    for hostile in [
        "</text><script>alert(1)</script>",
        "<![CDATA[ x ]]> & &amp; &#x1b;",
        "\"]; click n0 \"javascript:alert(1)\"",
        "`code` **bold** #35; %%{init: {}}%%",
        "---",
        "\" onload=\"alert(1)",
    ] {
        let folder = Folder::new();
        let claim = json!({ "byline": "claim/1", "id": "a", "statement": hostile, "lang": "en", "chain": [
            { "id": "paper", "kind": "report", "source": "paper.example", "held": true, "cites": ["aide", "memo"] },
            { "id": "aide", "kind": "anonymous", "described": hostile, "count": 1 },
            { "id": "memo", "kind": "document", "title": hostile, "withdrawn": hostile },
        ] });
        folder.put("a.json", claim.to_string());
        let text = text_of(&drawn(&folder, "svg", "a.json"));
        assert_eq!(text.matches(&words(hostile)).count(), 3, "{text}");
        let mermaid = drawn(&folder, "mermaid", "a.json");
        let body = mermaid.split_once("flowchart TD\n").unwrap().1;
        for line in body.lines().filter(|line| line.contains('"')) {
            let label = line.split_once('"').unwrap().1.rsplit_once('"').unwrap().0;
            let label = label.replace("<br/>", "");
            assert!(
                !label.contains(['"', '<', '>', '`', '[', ']', '*', '%']),
                "{line}"
            );
        }
    }
}

#[test]
fn a_thicket_of_a_thousand_links_is_drawn_in_no_time() {
    let links: Vec<Value> = (0..1_000)
        .map(|number| {
            let cites: Vec<String> = (1..=12).map(|step| format!("l{}", (number * 7 + step * 83) % 1_000)).collect();
            json!({ "id": format!("l{number}"), "kind": "repost", "source": "a.example", "held": true, "cites": cites })
        })
        .collect();
    let claim =
        json!({ "byline": "claim/1", "id": "a", "statement": "It is so.", "lang": "en", "chain": links });
    let folder = Folder::new();
    folder.put("a.json", claim.to_string());
    let start = Instant::now();
    let svg = drawn(&folder, "svg", "a.json");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(svg.matches("marker-end").count(), 12_000);
    assert!(text_of(&svg).contains("a.example"));
}

#[test]
fn nodes_do_not_cover_one_another() {
    let here = Folder::new();
    let path = fixture("harbour-inquiry").join("claims/authority-was-warned.json");
    let svg = drawn(&here, "svg", path.to_str().unwrap());
    let document = roxmltree::Document::parse(&svg).unwrap();
    let number =
        |node: &roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let boxes: Vec<[f64; 4]> = document
        .descendants()
        .filter(|node| node.has_tag_name("rect") && node.attribute("fill") != Some("none"))
        .map(|node| {
            let (x, y) = (number(&node, "x"), number(&node, "y"));
            [x, y, x + number(&node, "width"), y + number(&node, "height")]
        })
        .collect();
    assert!(boxes.len() > 1, "{boxes:?}");
    for (at, a) in boxes.iter().enumerate() {
        for b in &boxes[at + 1..] {
            let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            assert!(apart, "{a:?} {b:?}");
        }
    }
}
