//! Bytes to document: strict reading, the canonical form, and places (line, column) on demand.
//!
//! JSON is [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259), the canonical form is
//! [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785), pointers are
//! [RFC 6901](https://www.rfc-editor.org/rfc/rfc6901).

mod canon;
mod document;
mod fault;
mod lex;
mod number;
mod place;
mod read;
mod rename;
mod splice;

pub use canon::{Canonical, canonical, write_canonical_string};
pub use document::{Document, Node, Value};
pub use fault::{Anchor, Fault, RuleName};
pub use lex::{Span, spans};
pub use place::{Place, locate};
pub use read::{MAX_DEPTH, MAX_FOREIGN_DEPTH, parse};
pub use rename::with_members_renamed;
pub use splice::{Splice, SpliceError};
