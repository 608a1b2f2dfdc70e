//! Captures as text: whether the words of a quote occur in a saved page or text.
//!
//! What is searched is what a reader of the page sees: of HTML the text that is shown, of plain text all of it, both in
//! Unicode normalisation form C with white space folded and case kept. The word for a quote that is found is
//! *consistent with the capture*: whoever recorded the claim made the capture as well.

mod align;
mod attach;
mod css;
mod elements;
mod form;
mod html;
mod media_type;
mod occurrence;
mod search;
mod text;

pub use align::{Nearest, Segment};
pub use attach::{with_evidence, with_quote};
pub use form::{Form, Unsearchable};
pub use media_type::media_type;
pub use search::{CapturedText, QuoteState};
