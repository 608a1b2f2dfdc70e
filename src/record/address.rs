//! Web addresses, told apart by what they lead to.

use std::borrow::Cow;
use std::fmt::Write;

use super::hex;

/// Parameters that say where a reader came from, not what is read.
const TRACKING: [&str; 5] = ["fbclid", "gclid", "igshid", "mc_cid", "mc_eid"];

/// The address in a form that is the same for all ways of writing it that lead to the same page: without scheme, user,
/// `www.`, default port, fragment, tracking parameters and a slash at the end, the host in lower case and without the dot of
/// the root. Parameters are sorted. What need not be escaped is not, what is no ASCII is, with capital digits, and steps of
/// `.` and `..` are taken (RFC 3986, 6.2.2). A fragment that is itself an address, as pages of one script have it, stays.
///
/// Names of hosts in other scripts are compared as they are written: not with their form in ASCII (RFC 5891).
pub fn normalised(url: &str) -> String {
    let (host, path, fragment) = parts(url);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query = unescaped(query);
    let mut parameters: Vec<&str> = query.split('&').filter(|parameter| matters(parameter)).collect();
    parameters.sort_unstable();
    let mut address = host_form(host);
    address.push_str(&path_form(path));
    if !parameters.is_empty() {
        address.push('?');
        address.push_str(&parameters.join("&"));
    }
    if fragment.len() > 1 && fragment.starts_with(['/', '!']) {
        address.push('#');
        address.push_str(fragment);
    }
    address
}

/// The path of an address as [`normalised`] has it: addresses that lead to the same have the same one.
pub fn path_of(url: &str) -> Cow<'_, str> {
    let (_, path, _) = parts(url);
    path_form(path.split('?').next().unwrap_or_default())
}

/// The host without user, `www.` and default port.
fn host_form(host: &str) -> String {
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = unescaped(host).to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, port.trim_start_matches('0'))
        }
        _ => (host, ""),
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    match port {
        "" | "80" | "443" => name.to_owned(),
        _ => format!("{name}:{port}"),
    }
}

/// A path without escapes that it does without, steps of `.` and `..`, and slashes at its end.
fn path_form(path: &str) -> Cow<'_, str> {
    let path = unescaped(path);
    let path = match path.contains("/.") {
        true => Cow::Owned(walked(&path)),
        false => path,
    };
    match path {
        Cow::Borrowed(path) => Cow::Borrowed(path.trim_end_matches('/')),
        Cow::Owned(path) => Cow::Owned(path.trim_end_matches('/').to_owned()),
    }
}

/// A path with its steps of `.` and `..` taken.
fn walked(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/').skip(1) {
        match step {
            "." => {}
            ".." => _ = steps.pop(),
            _ => steps.push(step),
        }
    }
    steps.iter().flat_map(|step| ["/", step]).collect()
}

/// The text without the escapes of letters, digits and what else needs none, and with those of what is no ASCII.
fn unescaped(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        push_escaped(&mut plain, before);
        let escape = after.get(..2).unwrap_or_default();
        match hex::bytes_of::<1>(&escape.to_ascii_lowercase()).map(|[byte]| char::from(byte)) {
            Some(character) if character.is_ascii_alphanumeric() || "-._~".contains(character) => {
                plain.push(character);
            }
            Some(_) => {
                plain.push('%');
                plain.push_str(&escape.to_ascii_uppercase());
            }
            None => {
                plain.push('%');
                rest = after;
                continue;
            }
        }
        rest = &after[2..];
    }
    push_escaped(&mut plain, rest);
    Cow::Owned(plain)
}

/// Adds a text in which all that is no ASCII is escaped.
fn push_escaped(plain: &mut String, text: &str) {
    for character in text.chars() {
        if character.is_ascii() {
            plain.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            // Writing into a String cannot fail.
            let _ = write!(plain, "%{byte:02X}");
        }
    }
}

/// The host, the path with its parameters, and the fragment.
fn parts(url: &str) -> (&str, &str, &str) {
    let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    (host, path, fragment)
}

fn matters(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default();
    !name.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_one_address_are_one() {
        for url in [
            "https://www.ft.com/content/a?b=2&a=1",
            "http://ft.com/content/a/?a=1&utm_source=x&b=2#top",
            "https://FT.com:443/content/a?a=1&b=2&fbclid=y",
            "https://ft.com./c%6fntent/%61?%62=2&a=1",
            "https://ft.com:/b/.././content/./a?a=1&b=2",
            "https://reader@ft%2ecom:0443/%2e/content/a/.?b=2&a=1",
        ] {
            assert_eq!(normalised(url), "ft.com/content/a?a=1&b=2", "{url}");
            assert_eq!(path_of(url), "/content/a", "{url}");
        }
        assert_eq!(normalised("https://ft.com/"), "ft.com");
        assert_eq!(normalised("https://ft.com/../.."), "ft.com");
        assert_eq!(
            normalised("https://ft.com/\u{e9}"),
            normalised("https://ft.com/%c3%a9")
        );
        assert_eq!(normalised("https://ft.com:08080/a"), "ft.com:8080/a");
        assert_ne!(
            normalised("https://ft.com/#/story/1"),
            normalised("https://ft.com/#/story/2")
        );
        assert_ne!(normalised("https://ft.com/a.b"), normalised("https://ft.com/ab"));
        assert_ne!(normalised("https://ft.com/A"), normalised("https://ft.com/a"));
        assert_eq!(
            normalised("https://ft.com/a%2fb%c3%A9%zz%"),
            "ft.com/a%2Fb%C3%A9%zz%"
        );
        assert_ne!(
            normalised("https://ft.com/a%2fb"),
            normalised("https://ft.com/a/b")
        );
    }
}
