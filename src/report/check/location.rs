//! Paths as programs elsewhere look for them: from the folder that the check ran in, with forward slashes.

use std::path::{Component, Path};

/// The parts of a path below `folder`; those of the whole path, and `true`, where it lies elsewhere.
fn parts<'p>(path: &'p Path, folder: &'p Path) -> (Vec<&'p Path>, bool) {
    let steps_up = path
        .components()
        .take_while(|part| *part == Component::ParentDir)
        .count();
    if steps_up > 0 {
        // Programs take no path that leads upwards. The working directory is known without links, so that its parts
        // are those that are left upwards; what leads up and down again to it lies below it all the same.
        let around = folder.ancestors().nth(steps_up).unwrap_or(Path::new("/"));
        let parts = around.components().chain(path.components().skip(steps_up));
        let (parts, own) = (names(parts), names(folder.components()));
        return match parts.strip_prefix(&*own) {
            Some(below) => (below.to_vec(), false),
            None => (parts, true),
        };
    }
    let below = path.strip_prefix(folder).unwrap_or(path);
    (names(below.components()), below.is_absolute())
}

fn names<'p>(parts: impl Iterator<Item = Component<'p>>) -> Vec<&'p Path> {
    parts
        .filter(|part| !matches!(part, Component::CurDir | Component::RootDir))
        .map(|part| Path::new(part.as_os_str()))
        .collect()
}

/// The path as text.
pub(super) fn relative(path: &Path, folder: &Path) -> String {
    let (parts, is_absolute) = parts(path, folder);
    let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
    let text = parts.join("/");
    match (is_absolute, text.is_empty()) {
        (true, _) => format!("/{text}"),
        (false, true) => ".".to_owned(),
        (false, false) => text,
    }
}

/// The path as a URI reference (RFC 3986): relative below `folder`, with the scheme `file` elsewhere. Whatever is not
/// unreserved there is written in percent, so that no name of a file can be anything but a name.
pub(super) fn uri(path: &Path, folder: &Path) -> String {
    let (parts, is_absolute) = parts(path, folder);
    let mut uri = String::from(if is_absolute { "file:///" } else { "" });
    for (position, part) in parts.iter().enumerate() {
        if position > 0 {
            uri.push('/');
        }
        for &byte in part.as_os_str().as_encoded_bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    uri.push(char::from(byte))
                }
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    if uri.is_empty() { ".".to_owned() } else { uri }
}
