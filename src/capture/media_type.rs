//! What kind of file a capture is, by its first bytes and its name.

/// The beginnings of files that tell their media type whatever they are called.
const BEGINNINGS: [(&[u8], &str); 7] = [
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1A\x45\xDF\xA3", "video/webm"),
];

/// The media types of files by the ends of their names. Those of text cannot be told by their beginnings.
const ENDINGS: [(&str, &str); 19] = [
    ("html", "text/html"),
    ("htm", "text/html"),
    ("xhtml", "application/xhtml+xml"),
    ("txt", "text/plain"),
    ("text", "text/plain"),
    ("md", "text/markdown"),
    ("csv", "text/csv"),
    ("tsv", "text/tab-separated-values"),
    ("mhtml", "multipart/related"),
    ("mht", "multipart/related"),
    ("eml", "message/rfc822"),
    ("json", "application/json"),
    ("svg", "image/svg+xml"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("mp3", "audio/mpeg"),
    ("wav", "audio/wav"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("odt", "application/vnd.oasis.opendocument.text"),
];

/// The media type of a file; `None` where neither its bytes nor the end of its name, without the dot, tell it.
pub fn media_type(bytes: &[u8], ending: Option<&str>) -> Option<&'static str> {
    let by_beginning = BEGINNINGS
        .iter()
        .find(|(beginning, _)| bytes.starts_with(beginning));
    if let Some((_, media_type)) = by_beginning {
        return Some(media_type);
    }
    match (bytes.get(..4), bytes.get(4..8), bytes.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WEBP")) => return Some("image/webp"),
        (_, Some(b"ftyp"), Some(b"avif")) => return Some("image/avif"),
        (_, Some(b"ftyp"), Some(b"heic")) => return Some("image/heic"),
        (_, Some(b"ftyp"), _) => return Some("video/mp4"),
        _ => {}
    }
    let by_ending = ending.and_then(|ending| {
        let known = ENDINGS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(ending));
        known.map(|(_, media_type)| *media_type)
    });
    by_ending.or_else(|| is_html(bytes).then_some("text/html"))
}

/// Whether a file without a telling name begins as web pages do.
fn is_html(bytes: &[u8]) -> bool {
    let begins = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    [&b"<!doctype html"[..], b"<html"].iter().any(|known| {
        begins
            .get(..known.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn bytes_tell_more_than_names() {
        for (bytes, ending, expected) in [
            (&b"%PDF-1.7"[..], Some("html"), Some("application/pdf")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", None, Some("image/webp")),
            (b"\0\0\0\x18ftypmp42", None, Some("video/mp4")),
            (b"<p>Hello", Some("HTM"), Some("text/html")),
            (b"<p>Hello", None, None),
            (b"\xEF\xBB\xBF\n<!DOCTYPE HTML><p>Hello", None, Some("text/html")),
            (b"<html>", Some("txt"), Some("text/plain")),
            (b"", Some("exe"), None),
        ] {
            assert_eq!(media_type(bytes, ending), expected, "{bytes:?} {ending:?}");
        }
    }
}
