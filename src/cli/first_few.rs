//! The first few of many names, as messages tell them.

/// Who has more looks into the file or the folder.
const MOST_TOLD: usize = 12;

/// The first of some names, and how many more there are.
pub(super) fn first_few(names: &[impl AsRef<str>]) -> String {
    let told: Vec<&str> = names.iter().take(MOST_TOLD).map(AsRef::as_ref).collect();
    let told = told.join(", ");
    match names.len().saturating_sub(MOST_TOLD) {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}
