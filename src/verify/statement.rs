//! What a claim states, read again: statements are not kept.

use crate::json::Node;

use super::verification::Verification;

impl Verification {
    /// The statement of the claim with this number; `None` where its record has gone or changed meanwhile.
    pub fn statement(&self, number: u32) -> Option<String> {
        self.look_again(self.entry(number), |document| {
            let statement = document.root().member("statement").and_then(Node::as_str);
            statement.map(str::to_owned)
        })?
    }
}
