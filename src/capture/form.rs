//! Which captures can be searched.

use thiserror::Error;

/// How the text of a capture is had from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A web page: the text that is shown.
    Html,
    /// Plain text: all of it.
    Plain,
}

/// Why no quote can be looked for in a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unsearchable {
    /// It is a picture, a PDF, a film or anything else that has no plain text.
    #[error("only HTML and plain text can be searched")]
    MediaType,
    /// Nothing says what it is.
    #[error("nothing says what kind of file it is")]
    NoMediaType,
    /// Its characters are written in another way than UTF-8.
    #[error("its characters are not written as UTF-8, or some of them are no text")]
    Encoding,
}

impl Unsearchable {
    /// What to do about it.
    pub const fn help(self) -> &'static str {
        match self {
            Unsearchable::MediaType => {
                "compare the quote with the capture yourself, or capture the page as HTML or text"
            }
            Unsearchable::NoMediaType => "add \"media_type\" beside its digest, for example text/html",
            Unsearchable::Encoding => {
                "compare the quote with the capture yourself, or save the page as UTF-8 and capture that"
            }
        }
    }
}

/// The media types of plain text. Others of the family `text`, such as RTF, have markup of their own.
const PLAIN: [&str; 4] = [
    "text/plain",
    "text/markdown",
    "text/csv",
    "text/tab-separated-values",
];

impl Form {
    /// The form of a capture of this media type, whose letters may be large or small.
    ///
    /// # Errors
    ///
    /// [`Unsearchable`] for every type but HTML and plain text. XHTML is not among them: it is read by other rules.
    pub fn of(media_type: Option<&str>) -> Result<Self, Unsearchable> {
        let media_type = media_type.ok_or(Unsearchable::NoMediaType)?;
        if media_type.eq_ignore_ascii_case("text/html") {
            return Ok(Form::Html);
        }
        let is_plain = PLAIN.iter().any(|plain| media_type.eq_ignore_ascii_case(plain));
        is_plain.then_some(Form::Plain).ok_or(Unsearchable::MediaType)
    }
}
