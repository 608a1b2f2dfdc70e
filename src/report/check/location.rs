//! Paths as programs elsewhere look for them: from the folder that the check ran in, with forward slashes.

use std::path::{Component, Path};

/// The parts of a path below `folder`; those of the whole path, and `true`, where it lies elsewhere.
fn parts<'p>(path: &'p Path, folder: &Path) -> (Vec<&'p Path>, bool) {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts = below
        .components()
        .filter(|part| !matches!(part, Component::CurDir | Component::RootDir))
        .map(|part| Path::new(part.as_os_str()))
        .collect();
    (parts, below.is_absolute())
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
