//! What a claim states, read again: statements are not kept.

use crate::json::{MAX_DEPTH, Node, parse};

use super::verification::Verification;

impl Verification {
    /// The statement of the claim with this number; `None` where its record has gone or changed meanwhile.
    pub fn statement(&self, number: u32) -> Option<String> {
        let text = self.text(self.entry(number))?;
        let (document, _) = parse(&text, MAX_DEPTH).ok()?;
        let statement = document.root().member("statement").and_then(Node::as_str);
        statement.map(str::to_owned)
    }
}
