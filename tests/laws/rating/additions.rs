//! What may follow from one link or citation more.

use proptest::option;
use proptest::prelude::*;

use super::graph::graph;
use super::reference::counting;
use super::ways::on_a_way;
use super::world::{Link, SOURCES, World, fresh_id, origin, world};
use super::{ROUNDING, any_world, cases, rate};

/// Where a link is added: in which claim, under what id, and below which channel; held where there is none.
type Place = (usize, usize, Option<usize>);

fn place() -> impl Strategy<Value = Place> {
    (0..3_usize, 0..100_usize, option::weighted(0.7, 0..16_usize))
}

/// Adds an origin.
fn add(world: &mut World, origin: Link, (claim, id, below): Place) {
    let claim = claim % world.claims.len();
    let links = &world.claims[claim].links;
    let channels: Vec<usize> = (0..links.len()).filter(|at| links[*at].is_channel()).collect();
    let below = below
        .filter(|_| !channels.is_empty())
        .map(|below| channels[below % channels.len()]);
    world.add(claim, origin, id, below);
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn one_who_supports_lowers_neither_the_index_nor_the_word_nor_the_count(
        world in any_world(), mut origin in origin(), place in place()
    ) {
        origin.stance = None;
        let before = rate(&world).rating;
        let mut more = world;
        add(&mut more, origin, place);
        let after = rate(&more).rating;
        prop_assert!(after.probability >= before.probability - ROUNDING, "{after:?} after {before:?}");
        prop_assert!(after.word >= before.word, "{after:?} after {before:?}");
        prop_assert!(after.origins.established >= before.origins.established, "{after:?} after {before:?}");
        prop_assert!(after.origins.possible >= before.origins.possible, "{after:?} after {before:?}");
    }

    #[test]
    fn one_who_denies_raises_neither_the_index_nor_the_word(
        world in any_world(), mut origin in origin(), place in place()
    ) {
        origin.stance = Some("denies");
        let before = rate(&world).rating;
        let mut more = world;
        add(&mut more, origin, place);
        let after = rate(&more).rating;
        prop_assert!(after.probability <= before.probability + ROUNDING, "{after:?} after {before:?}");
        prop_assert!(after.word <= before.word, "{after:?} after {before:?}");
        prop_assert!(after.origins.established <= before.origins.established, "{after:?} after {before:?}");
    }

    #[test]
    fn a_repost_of_what_is_held_changes_nothing(
        world in any_world(), claim in 0..3_usize, source in 0..SOURCES, id in 0..100_usize, which in any::<u16>(),
        withdrawn: bool
    ) {
        let before = rate(&world).bits();
        let mut more = world;
        let claim = claim % more.claims.len();
        let links = &mut more.claims[claim].links;
        let mut repost = Link::new(fresh_id(links, id), "repost");
        repost.source = Some(source);
        repost.withdrawn = withdrawn;
        let held: Vec<usize> = (0..links.len()).filter(|at| links[*at].is_held()).collect();
        prop_assume!(!held.is_empty());
        let chosen = held.iter().enumerate().filter(|(at, _)| which >> at & 1 == 1);
        repost.cites = chosen.map(|(_, link)| *link).collect();
        if repost.cites.is_empty() {
            repost.cites.push(held[0]);
        }
        links.push(repost);
        prop_assert_eq!(rate(&more).bits(), before);
    }

    #[test]
    fn a_citation_back_to_what_is_held_changes_nothing(
        world in any_world(), citing in 0..12_usize, held in 0..12_usize
    ) {
        let mut more = world.clone();
        let links = more.top();
        let citings: Vec<usize> = (0..links.len()).filter(|at| !links[*at].cites.is_empty()).collect();
        let helds: Vec<usize> = (0..links.len()).filter(|at| links[*at].is_held()).collect();
        prop_assume!(!citings.is_empty() && !helds.is_empty());
        let (citing, held) = (citings[citing % citings.len()], helds[held % helds.len()]);
        prop_assume!(!links[citing].cites.contains(&held));
        links[citing].cites.push(held);
        let (mut before, after) = (rate(&world).bits(), rate(&more).bits());
        // A link that led to nobody before lies on a way now, and its owner may count as one more.
        if ways(&world) != ways(&more) {
            prop_assert!(after.origins.0 >= before.origins.0);
            before.origins = after.origins;
            before.word = after.word;
            before.grade.clone_from(&after.grade);
        }
        prop_assert_eq!(after, before);
    }
}

/// Which links lie on a way to an origin that counts.
fn ways(world: &World) -> Vec<bool> {
    let records = world.records(None);
    let nodes = graph(&records);
    on_a_way(&nodes, &counting(&nodes))
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn a_claim_that_is_not_at_hand_brings_nothing(mut world in world(), missing in 0..2_usize) {
        prop_assume!(world.claims.len() > 1);
        let missing = 1 + missing % (world.claims.len() - 1);
        world.claims[missing].at_hand = true;
        // Nothing is reached through what was withdrawn.
        let mut withdrawn = world.clone();
        for upper in 0..missing {
            let after = world.claims.len() - upper - 1;
            for link in &mut withdrawn.claims[upper].links {
                link.withdrawn |= link.kind == "claim" && upper + 1 + link.below % after == missing;
            }
        }
        world.claims[missing].at_hand = false;
        let (missing, withdrawn) = (rate(&world), rate(&withdrawn));
        // The links of the claim that is there take part in the order of the sums.
        let apart = missing.rating.probability - withdrawn.rating.probability;
        prop_assert!(apart.abs() <= ROUNDING, "{missing:?} and {withdrawn:?}");
        let words = |bits: super::Bits| (bits.letter, bits.origins, bits.word, bits.grade, bits.weight, bits.disputed);
        prop_assert_eq!(words(missing.bits()), words(withdrawn.bits()));
    }
}
