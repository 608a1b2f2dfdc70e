//! Citations: the names in `cites`, resolved to positions in the chain.

use crate::json::{Node, Value};
use crate::record::claim::MAX_LINKS;
use crate::record::reader::Reader;
use crate::record::{BAD_VALUE, DANGLING_CITATION, quoted};

/// Puts positions in place of the names in `cites`. `position` finds a link by its id.
pub(in crate::record) fn resolve_citations<'d>(
    reader: &mut Reader,
    cites: Node<'d>,
    position: impl Fn(&str) -> Option<u16>,
) -> Vec<u16> {
    let count = cites.items().count();
    if cites.value() != Value::Array || !(1..=MAX_LINKS).contains(&count) {
        reader.fault(
            BAD_VALUE,
            cites,
            "\"cites\" is a list of the ids of links, with at least one",
            "name the links that this one got it from; an outlet that names none is a report without \"cites\"",
        );
        return Vec::new();
    }
    let mut positions = Vec::with_capacity(count);
    let mut seen = [0_u64; MAX_LINKS / 64];
    for item in cites.items() {
        let Some(name) = reader.string(item) else { continue };
        let Some(found) = position(name) else {
            reader.fault(
                DANGLING_CITATION,
                item,
                format!("this claim has no link {}", quoted(name)),
                "add the link to the chain, or mend the name",
            );
            continue;
        };
        let (word, bit) = (usize::from(found) / 64, 1 << (found % 64));
        if seen[word] & bit != 0 {
            reader.bad_value(item, "this link is cited twice here", "remove one of the two");
        }
        seen[word] |= bit;
        positions.push(found);
    }
    positions
}
