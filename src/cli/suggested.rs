//! What may be meant by a name that nobody has.

use crate::record::nearest;

/// The known names that have this one in them, whatever its case, or else the one that is nearest to it.
pub(super) fn suggested<'n>(name: &str, known: &[&'n str]) -> Vec<&'n str> {
    let sought = name.trim().to_lowercase();
    let has_it = |known: &&&str| !sought.is_empty() && known.to_lowercase().contains(&sought);
    let with_it: Vec<&str> = known.iter().filter(has_it).copied().collect();
    match with_it.is_empty() {
        true => nearest(name, known).into_iter().collect(),
        false => with_it,
    }
}

#[cfg(test)]
mod tests {
    use super::suggested;

    #[test]
    fn a_part_of_a_name_and_a_misspelt_one_are_told_apart_from_another() {
        let known = ["Maren Voss", "Maren Voss, old key", "Ruud Haan"];
        assert_eq!(suggested("maren", &known), known[..2]);
        assert_eq!(suggested("Rud Haan", &known), ["Ruud Haan"]);
        assert!(suggested("Somebody else", &known).is_empty());
        assert!(suggested(" ", &known).is_empty());
    }
}
