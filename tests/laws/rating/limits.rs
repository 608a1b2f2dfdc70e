//! How far one witness reaches.

use byline::record::Reliability;
use byline::score::Word;
use proptest::collection::vec;
use proptest::prelude::*;

use super::world::{SOURCES, Source, World, origin, quoted_by, world};
use super::{ROUNDING, cases, rate};

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn outlets_that_quote_one_origin_never_exceed_that_origin_held(
        world in world(), mut origin in origin(), outlets in vec((any::<bool>(), 0..SOURCES, vec(0..9_usize, 0..4)), 1..9)
    ) {
        origin.stance = None;
        let (quoted, held) = quoted_by(world.sources, origin, &outlets);
        let (quoted, held) = (rate(&quoted).rating, rate(&held).rating);
        prop_assert!(quoted.probability <= held.probability + ROUNDING, "{quoted:?} and held {held:?}");
        prop_assert!(quoted.opinion.belief <= held.opinion.belief + ROUNDING, "{quoted:?} and held {held:?}");
        prop_assert!(quoted.word <= held.word, "{quoted:?} and held {held:?}");
        prop_assert!(quoted.letter >= held.letter, "{quoted:?} and held {held:?}");
        prop_assert!(quoted.weight <= held.weight, "{quoted:?} and held {held:?}");
        prop_assert!(quoted.origins.established <= 1 && quoted.origins.possible <= 1, "{quoted:?}");
    }

    #[test]
    fn one_outlet_with_one_anonymous_link_is_never_strong(
        world in world(), mut origin in origin(), reposts: bool, source in 0..SOURCES
    ) {
        origin.kind = "anonymous";
        origin.stance = None;
        let (story, _) = quoted_by(world.sources, origin, &[(reposts, source, Vec::new())]);
        let rating = rate(&story).rating;
        prop_assert!(rating.probability < 0.8, "{rating:?}");
        prop_assert!(rating.word < Word::Strong, "{rating:?}");
    }

    #[test]
    fn a_better_letter_never_lowers_the_index_of_what_nobody_denies(
        world in world(), source in 0..SOURCES, from in 1..5_usize, to in 0..4_usize
    ) {
        let (from, to) = (from, to % from);
        let mut world = world.undisputed();
        world.sources[source].registered = true;
        let mut rated = |letter: usize| {
            world.sources[source].letter = Some(LETTERS[letter]);
            rate(&world).rating
        };
        let (worse, better) = (rated(from), rated(to));
        prop_assert!(better.probability >= worse.probability - ROUNDING, "{better:?} instead of {worse:?}");
    }
}

/// F is none of them: it says that nothing is known.
const LETTERS: [char; 5] = ['A', 'B', 'C', 'D', 'E'];

#[test]
fn the_best_outlet_with_a_thousand_unnamed_participants_is_not_strong() {
    let best = Source {
        registered: true,
        letter: Some('A'),
        owner: None,
        affiliation: None,
        track: Some((1_000_000, 0)),
    };
    for reposts in [false, true] {
        let mut crowd = super::world::Link::new(0, "anonymous");
        crowd.basis = 1;
        crowd.count = 1_000;
        crowd.interest = Some("against");
        let (story, held): (World, World) =
            quoted_by(vec![best.clone(); SOURCES], crowd, &[(reposts, 0, Vec::new())]);
        let rating = rate(&story).rating;
        assert!(rating.probability < 0.8, "{rating:?}");
        assert_eq!(rating.word, Word::Fair);
        // Even who speaks to them himself has no second witness.
        let rating = rate(&held).rating;
        assert!((rating.probability - 0.8).abs() < ROUNDING);
        assert_eq!((rating.word, rating.letter), (Word::Fair, Reliability::A));
    }
}
