//! Web addresses, told apart by what they lead to.

use std::borrow::Cow;

use super::hex;

/// Parameters that say where a reader came from, not what is read.
const TRACKING: [&str; 5] = ["fbclid", "gclid", "igshid", "mc_cid", "mc_eid"];

/// The address in a form that is the same for all ways of writing it that lead to the same page: without scheme, `www.`,
/// default port, fragment, tracking parameters and a slash at the end, the host in lower case and without the dot of the
/// root. Parameters are sorted. What need not be escaped is not, and escapes have capital digits (RFC 3986, 6.2.2).
pub fn normalised(url: &str) -> String {
    let (host, path) = host_and_path(url);
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = [":80", ":443"]
        .iter()
        .find_map(|port| host.strip_suffix(port))
        .unwrap_or(host);
    let host = host.strip_suffix('.').unwrap_or(host);
    let path = unescaped(path);
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    let mut parameters: Vec<&str> = query.split('&').filter(|parameter| matters(parameter)).collect();
    parameters.sort_unstable();
    let mut address = format!("{host}{}", path.trim_end_matches('/'));
    if !parameters.is_empty() {
        address.push('?');
        address.push_str(&parameters.join("&"));
    }
    address
}

/// The path of an address as [`normalised`] has it: addresses that lead to the same have the same one.
pub fn path_of(url: &str) -> Cow<'_, str> {
    let (_, path) = host_and_path(url);
    unescaped(path.split('?').next().unwrap_or_default().trim_end_matches('/'))
}

/// The text without the escapes of letters, digits and what else needs none.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        plain.push_str(before);
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
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn host_and_path(url: &str) -> (&str, &str) {
    let url = url.split('#').next().unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    rest.split_at(host_end)
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
        ] {
            assert_eq!(normalised(url), "ft.com/content/a?a=1&b=2", "{url}");
            assert_eq!(path_of(url), "/content/a", "{url}");
        }
        assert_eq!(normalised("https://ft.com/"), "ft.com");
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
