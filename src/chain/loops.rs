//! Walks through the links of one chain: what nobody reaches, and who cites one another in a circle.

use super::packed::Chain;
use super::parts::{Step, steps_of_parts, way_back};

/// The positions of links to which no way leads from a held link, whatever was withdrawn.
pub fn unreached(chain: &Chain) -> Vec<usize> {
    let mut reached: Vec<bool> = chain.links().map(|link| link.held).collect();
    let mut waiting: Vec<usize> = (0..reached.len()).filter(|&at| reached[at]).collect();
    while let Some(at) = waiting.pop() {
        for cited in chain.cites(at).map(usize::from) {
            if !std::mem::replace(&mut reached[cited], true) {
                waiting.push(cited);
            }
        }
    }
    (0..reached.len()).filter(|&at| !reached[at]).collect()
}

/// Loops of links that cite one another: of each set of links that all lead to one another a short one, as positions
/// in the order of citing, the least first. A link that cites itself is a loop of one.
pub fn loops(chain: &Chain) -> Vec<Vec<u16>> {
    if !may_loop(chain) {
        return Vec::new();
    }
    let cites = |at: usize| chain.cites(at);
    let all = 0..chain.length() as u16;
    let steps: Vec<Step<u16>> = all
        .flat_map(|at| cites(usize::from(at)).map(move |to| (at, to)))
        .map(|(from, to)| (u32::from(from), u32::from(to), from))
        .collect();
    let parts = steps_of_parts(chain.length(), steps);
    let mut loops: Vec<Vec<u16>> = parts.iter().filter_map(|steps| through_first(steps)).collect();
    loops.sort_unstable();
    loops
}

/// Whether some cited link cites as well, without which there is no loop. Few chains need more than this look.
fn may_loop(chain: &Chain) -> bool {
    (0..chain.length())
        .flat_map(|at| chain.cites(at))
        .any(|cited| chain.cites(usize::from(cited)).len() > 0)
}

/// A shortest loop through the first link of a set whose steps these are.
fn through_first(steps: &[Step<u16>]) -> Option<Vec<u16>> {
    let first = steps.first()?.0;
    let begins = steps.iter().take_while(|step| step.0 == first);
    let ways = begins.filter_map(|&(_, to, link)| {
        let mut way = match to {
            _ if to == first => Vec::new(),
            _ => way_back(steps, to, first)?,
        };
        way.insert(0, link);
        Some(way)
    });
    ways.min_by_key(Vec::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{MAX_DEPTH, parse};
    use crate::record::{Record, read};

    use super::super::links::NameId;

    /// A chain of reports, each an id and whom it cites; those in capitals are held.
    fn chain(links: &[(&str, &[&str])]) -> Chain {
        let link = |(id, cites): &(&str, &[&str])| {
            let lower = id.to_lowercase();
            let held = if lower == *id { "" } else { ",\"held\":true" };
            let cites = match cites {
                [] => String::new(),
                cites => format!(",\"cites\":[\"{}\"]", cites.join("\",\"")),
            };
            format!("{{\"id\":\"{lower}\",\"kind\":\"report\",\"source\":\"s\"{cites}{held}}}")
        };
        let links: Vec<String> = links.iter().map(link).collect();
        let text = format!(
            "{{\"byline\":\"claim/1\",\"id\":\"c\",\"statement\":\"So it is.\",\"lang\":\"en\",\"chain\":[{}]}}",
            links.join(",")
        );
        let parsed = parse(&text, MAX_DEPTH)
            .ok()
            .map(|(document, _)| match read(&document).record {
                Some(Record::Claim(claim)) => Some(Chain::of(&claim, |_| NameId::new(0))),
                _ => None,
            });
        parsed.flatten().unwrap_or_else(|| unreachable!("{text}"))
    }

    fn loops_of(chain: &Chain) -> Vec<String> {
        let ids = |way: &Vec<u16>| way.iter().map(|at| chain.id(usize::from(*at))).collect();
        loops(chain).iter().map(ids).collect()
    }

    #[test]
    fn what_meets_again_below_is_no_loop() {
        let diamond = chain(&[("A", &["b", "c"]), ("b", &["d"]), ("c", &["d"]), ("d", &[])]);
        assert!(loops_of(&diamond).is_empty());
        assert!(unreached(&diamond).is_empty());
    }

    #[test]
    fn of_each_set_of_links_that_lead_to_one_another_a_short_loop_is_told() {
        let two = chain(&[
            ("A", &["b", "e"]),
            ("b", &["c", "a"]),
            ("c", &["a"]),
            ("e", &["f"]),
            ("f", &["e", "g"]),
            ("g", &[]),
        ]);
        assert_eq!(loops_of(&two), ["ab", "ef"]);
    }

    #[test]
    fn who_cites_himself_is_a_loop_of_one() {
        assert_eq!(loops_of(&chain(&[("A", &["a"])])), ["a"]);
        assert_eq!(loops_of(&chain(&[("A", &["b"]), ("b", &["b"])])), ["b"]);
    }

    #[test]
    fn what_hangs_below_a_circle_that_nobody_reaches_is_not_reached() {
        let apart = chain(&[
            ("A", &["b"]),
            ("b", &[]),
            ("c", &["d"]),
            ("d", &["c", "e"]),
            ("e", &[]),
        ]);
        let ids: Vec<&str> = unreached(&apart).into_iter().map(|at| apart.id(at)).collect();
        assert_eq!(ids, ["c", "d", "e"]);
        assert_eq!(loops_of(&apart), ["cd"]);
    }
}
