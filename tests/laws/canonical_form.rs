//! The canonical form, on arbitrary documents.

use byline::json::{MAX_FOREIGN_DEPTH, canonical, parse};
use proptest::prelude::*;

use crate::layout::{Freedom, write};
use crate::tree::{tie, tree};

fn canonical_text(text: &str) -> String {
    let (document, faults) = parse(text, MAX_FOREIGN_DEPTH).unwrap();
    assert_eq!(faults, []);
    String::from_utf8(canonical(&document)).unwrap()
}

fn oracle(text: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    serde_json_canonicalizer::to_string(&value).unwrap()
}

proptest! {
    #[test]
    fn it_equals_that_of_another_implementation(tree in tree(), seed: u64) {
        let text = write(&tree, Freedom::Full, seed);
        prop_assert_eq!(canonical_text(&text), oracle(&text));
    }

    #[test]
    fn it_is_a_fixed_point(tree in tree(), seed: u64) {
        let once = canonical_text(&write(&tree, Freedom::Full, seed));
        prop_assert_eq!(canonical_text(&once), once);
    }

    #[test]
    fn it_knows_no_layout(tree in tree(), seed: u64) {
        let one = write(&tree, Freedom::Full, seed);
        let other = write(&tree, Freedom::None, 0);
        prop_assert_eq!(canonical_text(&one), canonical_text(&other));
    }

    #[test]
    fn numbers_in_the_middle_end_in_an_even_digit(double in tie()) {
        // 17 digits are too many here and 16 are enough; the nearest with 16 are two.
        let text = canonical_text(&format!("{double}"));
        prop_assert_eq!(text.parse::<f64>().unwrap(), double);
        prop_assert!(text.ends_with(['0', '2', '4', '6', '8']), "{}", text);
        prop_assert_eq!(oracle(&format!("{double}")), text);
    }
}

#[test]
fn every_power_of_two_and_ten_agrees_and_so_do_its_neighbours() {
    let powers_of_two = (0..2047_u64).map(|exponent| f64::from_bits(exponent << 52));
    let powers_of_ten = (-324..309).map(|exponent| format!("1e{exponent}").parse::<f64>().unwrap());
    for power in powers_of_two.chain(powers_of_ten) {
        for double in [power.next_down(), power, power.next_up(), -power] {
            let text = format!("{double:e}");
            if double.is_finite() {
                assert_eq!(canonical_text(&text), oracle(&text), "{text}");
            }
        }
    }
}
