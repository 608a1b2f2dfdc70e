//! Paths in commands that people paste.

use std::path::Path;

/// A path as a shell takes it: with quotation marks where it needs them. Whoever names a file after a command must not have
/// that run by somebody who pastes what is advised.
pub fn typed(path: &Path) -> String {
    match shlex::try_quote(&path.to_string_lossy()) {
        Ok(typed) => typed.into_owned(),
        // A path has no zero byte.
        Err(_) => "FILE".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::typed;
    use std::path::Path;

    #[test]
    fn a_path_is_one_word_of_a_command() {
        for (path, word) in [
            ("claims/a.json", "claims/a.json"),
            ("claims/a b.json", "'claims/a b.json'"),
            ("claims/a; touch evil.json", "'claims/a; touch evil.json'"),
            ("claims/$(touch evil).json", "'claims/$(touch evil).json'"),
        ] {
            assert_eq!(typed(Path::new(path)), word);
            assert_eq!(shlex::split(word), Some(vec![path.to_owned()]));
        }
    }
}
