//! JSON in one line, written in the order in which it is told.

use byline::json::write_canonical_string;

/// The text of a record while it is written.
pub struct Text {
    out: Vec<u8>,
    first: bool,
}

impl Text {
    /// An object that is open.
    pub fn object() -> Self {
        let mut text = Self {
            out: Vec::with_capacity(4096),
            first: true,
        };
        text.out.push(b'{');
        text
    }

    fn separate(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
    }

    fn name(&mut self, name: &str) {
        self.separate();
        write_canonical_string(name, &mut self.out);
        self.out.push(b':');
    }

    /// A member that is a string.
    pub fn string(&mut self, name: &str, value: &str) {
        self.name(name);
        write_canonical_string(value, &mut self.out);
    }

    /// A member that is a number or `true`, `false`.
    pub fn plain(&mut self, name: &str, value: &str) {
        self.name(name);
        self.out.extend_from_slice(value.as_bytes());
    }

    /// A member that is a list of strings.
    pub fn strings<'s>(&mut self, name: &str, values: impl IntoIterator<Item = &'s str>) {
        self.name(name);
        self.out.push(b'[');
        for (position, value) in values.into_iter().enumerate() {
            if position > 0 {
                self.out.push(b',');
            }
            write_canonical_string(value, &mut self.out);
        }
        self.out.push(b']');
    }

    /// A member that is an object, which `members` fills.
    pub fn within(&mut self, name: &str, members: impl FnOnce(&mut Self)) {
        self.name(name);
        self.braces(members);
    }

    /// A member that is a list of objects, one for each of `items`, which `members` fills.
    pub fn objects<I>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = I>,
        mut members: impl FnMut(&mut Self, I),
    ) {
        self.name(name);
        self.out.push(b'[');
        self.first = true;
        for item in items {
            self.separate();
            self.braces(|text| members(text, item));
        }
        self.out.push(b']');
        self.first = false;
    }

    fn braces(&mut self, members: impl FnOnce(&mut Self)) {
        self.out.push(b'{');
        self.first = true;
        members(self);
        self.out.push(b'}');
        self.first = false;
    }

    /// Closes the object and gives its text.
    pub fn finish(mut self) -> String {
        self.out.push(b'}');
        // Only whole strings were written.
        String::from_utf8(self.out).unwrap_or_default()
    }
}
