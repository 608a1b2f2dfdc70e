//! What kind of file a capture is, by its first bytes and its name.

/// The beginnings of files that tell their media type whatever they are called.
const BEGINNINGS: [(&[u8], &str); 11] = [
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    // The first frame of a file without a title, by its bit rate and layer.
    (b"\xFF\xFB", "audio/mpeg"),
    (b"\xFF\xF3", "audio/mpeg"),
    (b"\xFF\xF2", "audio/mpeg"),
];

/// What stands behind `ftyp` in a film, sound or picture of the family of MP4; all others are films.
const BRANDS: [(&[u8; 4], &str); 9] = [
    (b"avif", "image/avif"),
    (b"avis", "image/avif"),
    (b"heic", "image/heic"),
    (b"heix", "image/heic"),
    (b"mif1", "image/heif"),
    (b"M4A ", "audio/mp4"),
    (b"M4B ", "audio/mp4"),
    (b"qt  ", "video/quicktime"),
    (b"3gp4", "video/3gpp"),
];

/// The media types of files by the ends of their names. Those of text cannot be told by their beginnings.
const ENDINGS: [(&str, &str); 43] = [
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
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("svg", "image/svg+xml"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("avif", "image/avif"),
    ("heic", "image/heic"),
    ("heif", "image/heif"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("aac", "audio/aac"),
    ("wav", "audio/wav"),
    ("flac", "audio/flac"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("ogv", VIDEO_OGG),
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("mov", "video/quicktime"),
    ("3gp", "video/3gpp"),
    ("webm", "video/webm"),
    ("mkv", "video/matroska"),
    ("avi", "video/vnd.avi"),
    ("mpg", "video/mpeg"),
];

const VIDEO_OGG: &str = "video/ogg";

/// The media type of a file; `None` where neither its bytes nor the end of its name, without the dot, tell it.
pub fn media_type(bytes: &[u8], ending: Option<&str>) -> Option<&'static str> {
    let by_ending = ending.and_then(|ending| {
        let known = ENDINGS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(ending));
        known.map(|(_, media_type)| *media_type)
    });
    let by_beginning = BEGINNINGS
        .iter()
        .find(|(beginning, _)| bytes.starts_with(beginning));
    by_beginning
        .map(|(_, media_type)| *media_type)
        .or_else(|| by_container(bytes, by_ending))
        .or(by_ending)
        .or_else(|| is_html(bytes).then_some("text/html"))
}

/// The media type of what a container holds, whose beginning alone does not tell it.
fn by_container(bytes: &[u8], by_ending: Option<&'static str>) -> Option<&'static str> {
    match (bytes.get(..4)?, bytes.get(4..8), bytes.get(8..12)) {
        (b"RIFF", _, Some(b"WEBP")) => Some("image/webp"),
        (b"RIFF", _, Some(b"WAVE")) => Some("audio/wav"),
        (b"RIFF", _, Some(b"AVI ")) => Some("video/vnd.avi"),
        // Sound and film alike begin so.
        (b"OggS", ..) => by_ending
            .filter(|by_name| *by_name == VIDEO_OGG)
            .or(Some("audio/ogg")),
        (b"\x1A\x45\xDF\xA3", ..) => Some(match is_matroska(bytes) {
            true => "video/matroska",
            false => "video/webm",
        }),
        (_, Some(b"ftyp"), Some(brand)) => {
            let known = BRANDS.iter().find(|(known, _)| *known == brand);
            Some(known.map_or("video/mp4", |(_, media_type)| media_type))
        }
        _ => None,
    }
}

/// Whether the head of such a container names Matroska as the type of what follows, and not WebM.
fn is_matroska(bytes: &[u8]) -> bool {
    const HEAD: usize = 64;
    const NAME: &[u8] = b"matroska";
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    head.windows(NAME.len()).any(|window| window == NAME)
}

/// The media type of what can be taken for text and begins as a page, a PDF or a page in a mail does, whatever it is said
/// to be.
pub(super) fn media_type_within(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes().trim_ascii_start();
    let is_mail = || {
        let mut head = text.lines().take(HEAD_LINES);
        head.any(|line| begins_with(line.as_bytes(), b"content-type: multipart/related"))
    };
    match () {
        () if bytes.starts_with(b"%PDF-") => Some("application/pdf"),
        () if is_html(bytes) || begins_with(bytes, b"<!--") => Some("text/html"),
        () if is_mail() => Some("multipart/related"),
        () => None,
    }
}

/// Lines of the head of a page that browsers save as a mail: no more than ten.
const HEAD_LINES: usize = 32;

fn begins_with(bytes: &[u8], known: &[u8]) -> bool {
    bytes
        .get(..known.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(known))
}

/// Whether a file without a telling name begins as web pages do.
fn is_html(bytes: &[u8]) -> bool {
    let begins = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    [&b"<!doctype html"[..], b"<html"]
        .iter()
        .any(|known| begins_with(begins, known))
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
            (b"\0\0\0\x18ftypqt  ", None, Some("video/quicktime")),
            (b"\0\0\0\x18ftypM4A ", Some("mp4"), Some("audio/mp4")),
            (b"\0\0\0\x18ftypheix", None, Some("image/heic")),
            (
                b"\x1A\x45\xDF\xA3\xA3\x42\x82\x88matroska",
                None,
                Some("video/matroska"),
            ),
            (b"\x1A\x45\xDF\xA3\x9F\x42\x82\x84webm", None, Some("video/webm")),
            (b"RIFF\x10\0\0\0WAVEfmt ", None, Some("audio/wav")),
            (b"OggS\0", None, Some("audio/ogg")),
            (b"OggS\0", Some("ogv"), Some("video/ogg")),
            (b"fLaC\0", None, Some("audio/flac")),
            (b"\xFF\xFB\x90\x64", None, Some("audio/mpeg")),
            (b"MM\0*\0", None, Some("image/tiff")),
            (b"somehow", Some("mp4"), Some("video/mp4")),
            (b"somehow", Some("MOV"), Some("video/quicktime")),
            (b"somehow", Some("avif"), Some("image/avif")),
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
