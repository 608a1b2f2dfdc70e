//! How a story is written down changes nothing; what is said of it is a probability.

use proptest::prelude::*;

use super::{Rated, any_world, cases, rate};
use crate::dice::Dice;

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_order_of_links_members_and_records_changes_nothing(world in any_world(), seed: u64) {
        let mut dice = Dice::new(seed);
        let shuffled = world.records(Some(&mut dice)).shuffled_desk(&mut dice);
        prop_assert_eq!(Rated::on(&shuffled).bits(), rate(&world).bits());
    }

    #[test]
    fn an_opinion_adds_up_to_one_within_zero_and_one(world in any_world()) {
        let rated = rate(&world);
        let opinion = rated.rating.opinion;
        let sum = opinion.belief + opinion.disbelief + opinion.uncertainty;
        // Three numbers that were each rounded once.
        prop_assert!((sum - 1.0).abs() <= f64::EPSILON, "{}", sum);
        let attributions = rated.attribution.iter().map(|of| of.1);
        let numbers = [opinion.belief, opinion.disbelief, opinion.uncertainty, rated.rating.probability];
        for number in attributions.chain(numbers) {
            prop_assert!((0.0..=1.0).contains(&number), "{}", number);
        }
    }
}
