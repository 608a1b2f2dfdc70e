//! The elements that are open at a place of a page, as far as it matters for what is shown.
//!
//! A light version of the tree construction of the [HTML Standard](https://html.spec.whatwg.org/#tree-construction):
//! which end tags may be left out, and which ones close what.

use super::css::Hiding;

/// The name of an element, in lower case: its first fifteen bytes and its length. All names of HTML differ in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name(u128);

impl Name {
    pub const fn of(name: &[u8]) -> Self {
        const KEPT: usize = 15;
        let mut packed = (name.len() & 0xFF) as u128;
        let mut at = 0;
        while at < name.len() && at < KEPT {
            packed = packed << 8 | name[at] as u128;
            at += 1;
        }
        Self(packed)
    }

    /// Whether it stands in lines of its own, so that words before and after it are apart.
    pub fn is_block(self) -> bool {
        BLOCKS.contains(&self)
    }

    /// Whether it has no contents and no end tag.
    pub fn is_void(self) -> bool {
        VOID.contains(&self)
    }
}

const fn names<const N: usize>(list: [&str; N]) -> [Name; N] {
    let mut names = [Name(0); N];
    let mut at = 0;
    while at < N {
        names[at] = Name::of(list[at].as_bytes());
        at += 1;
    }
    names
}

/// What the [Standard's style sheet](https://html.spec.whatwg.org/#the-css-user-agent-style-sheet-and-presentational-hints)
/// lays out as blocks, cells, items or lines.
const BLOCKS: [Name; 61] = names([
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
    "marquee",
]);

const VOID: [Name; 19] = names([
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
]);

/// The hidden elements of the Standard's [style sheet](https://html.spec.whatwg.org/#hidden-elements) that can hold
/// text, and what browsers that run scripts, play sound and film, show frames and draw gauges do not show.
const NEVER_SHOWN: [Name; 15] = names([
    "audio", "canvas", "datalist", "iframe", "meter", "noembed", "noframes", "noscript", "progress", "rp",
    "script", "style", "template", "title", "video",
]);

/// What is not shown of drawings and formulas, or only by what refers to it.
const NEVER_DRAWN: [Name; 10] = names([
    "annotation",
    "annotation-xml",
    "clippath",
    "defs",
    "desc",
    "marker",
    "mask",
    "metadata",
    "pattern",
    "symbol",
]);

/// Start tags before which an open paragraph ends.
const END_PARAGRAPH: [Name; 41] = names([
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
]);

const HEADINGS: [Name; 6] = names(["h1", "h2", "h3", "h4", "h5", "h6"]);
/// What an end tag inside never reaches beyond, parts of tables aside.
const SCOPES: [Name; 5] = names(["applet", "html", "marquee", "object", "template"]);
/// What an open list item may lie outside of, for a new one to end it.
const LOOSE: [Name; 3] = names(["address", "div", "p"]);

/// What matters of an element for the tags that come later, a bit each: a page can make every tag look at hundreds of
/// elements.
#[derive(Clone, Copy, Default)]
struct Traits(u16);

impl Traits {
    const BLOCK: Self = Self(1);
    const SCOPE: Self = Self(1 << 1);
    const LOOSE: Self = Self(1 << 2);
    const HEADING: Self = Self(1 << 3);
    const TABLE: Self = Self(1 << 4);
    const ROW_GROUP: Self = Self(1 << 5);
    const ROW: Self = Self(1 << 6);
    const CELL: Self = Self(1 << 7);
    const ITEM: Self = Self(1 << 8);
    const DEFINITION: Self = Self(1 << 9);
    const OPTION: Self = Self(1 << 10);
    const RUBY: Self = Self(1 << 11);
    const PARAGRAPH: Self = Self(1 << 12);
    const BUTTON: Self = Self(1 << 13);
    const CAPTION: Self = Self(1 << 14);
    const FOREIGN: Self = Self(1 << 15);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    fn of(name: Name) -> Self {
        const TABLE: [(&[Name], Traits); 16] = [
            (&BLOCKS, Traits::BLOCK),
            (&SCOPES, Traits::SCOPE),
            (&LOOSE, Traits::LOOSE),
            (&HEADINGS, Traits::HEADING),
            (&names(["table"]), Traits::TABLE),
            (&names(["tbody", "tfoot", "thead"]), Traits::ROW_GROUP),
            (&names(["tr"]), Traits::ROW),
            (&names(["td", "th"]), Traits::CELL),
            (&names(["li"]), Traits::ITEM),
            (&names(["dd", "dt"]), Traits::DEFINITION),
            (&names(["option"]), Traits::OPTION),
            (&names(["rb", "rp", "rt", "rtc"]), Traits::RUBY),
            (&names(["p"]), Traits::PARAGRAPH),
            (&names(["button"]), Traits::BUTTON),
            (&names(["caption"]), Traits::CAPTION),
            (&names(["math", "svg"]), Traits::FOREIGN),
        ];
        TABLE
            .iter()
            .filter(|(names, _)| names.contains(&name))
            .fold(Self::default(), |traits, (_, more)| traits.and(*more))
    }
}

/// What no end tag inside reaches beyond.
const CLOSED: Traits = Traits::SCOPE
    .and(Traits::TABLE)
    .and(Traits::CELL)
    .and(Traits::CAPTION);

/// The parts of a table, which end one another as far as the table goes.
const TABLE_PART: Traits = Traits::TABLE
    .and(Traits::ROW_GROUP)
    .and(Traits::ROW)
    .and(Traits::CELL)
    .and(Traits::CAPTION);

#[derive(Clone, Copy)]
struct Element {
    name: Name,
    traits: Traits,
    /// Whether it or one around it takes no room.
    is_hidden: bool,
    /// Whether it cannot be seen, though it may take room.
    is_invisible: bool,
    /// Whether it is a drawing or a formula or lies in one.
    is_foreign: bool,
}

const TEMPLATE: Name = Name::of(b"template");

/// The most levels of elements: what browsers take as well. An element further down lies beside the one before it.
const MAX_LEVELS: usize = 512;

/// The elements that are open, outermost first.
#[derive(Default)]
pub(super) struct OpenElements {
    stack: Vec<Element>,
}

impl OpenElements {
    /// Whether what stands here is hidden.
    pub fn is_hidden(&self) -> bool {
        self.stack
            .last()
            .is_some_and(|element| element.is_hidden || element.is_invisible)
    }

    /// Takes a start tag. `hiding` tells what its attributes hide, `is_closed` whether the tag ends with a slash.
    pub fn start(&mut self, name: Name, hiding: Hiding, is_closed: bool) {
        let traits = Traits::of(name);
        self.end_implied(name, traits);
        let outer = self.stack.last();
        let is_foreign = traits.any(Traits::FOREIGN) || outer.is_some_and(|outer| outer.is_foreign);
        // Only in drawings and formulas does the slash mean something.
        if name.is_void() || (is_foreign && is_closed) {
            return;
        }
        let is_never_shown = NEVER_SHOWN.contains(&name) || (is_foreign && NEVER_DRAWN.contains(&name));
        let is_hidden = hiding.not_displayed || is_never_shown || outer.is_some_and(|outer| outer.is_hidden);
        let is_invisible = hiding
            .invisible
            .unwrap_or_else(|| outer.is_some_and(|outer| outer.is_invisible));
        if self.stack.len() == MAX_LEVELS {
            self.stack.pop();
        }
        self.stack.push(Element {
            name,
            traits,
            is_hidden,
            is_invisible,
            is_foreign,
        });
    }

    /// Takes an end tag.
    pub fn end(&mut self, name: Name) {
        if name == TEMPLATE {
            // It ends all that is open in it.
            self.end_inmost(name);
            return;
        }
        let traits = Traits::of(name);
        let beyond = if traits.any(TABLE_PART) {
            Traits::TABLE.and(Traits::SCOPE)
        } else if traits.any(Traits::BLOCK) {
            CLOSED
        } else {
            CLOSED.and(Traits::BLOCK)
        };
        // A heading is ended by the end tag of any.
        let heading = Traits(traits.0 & Traits::HEADING.0);
        let found = self.innermost(
            |element| element.name == name || element.traits.any(heading),
            // An option may be left open.
            |traits| traits.any(beyond) && !traits.any(Traits::OPTION),
        );
        if let Some(found) = found {
            self.stack.truncate(found);
        }
    }

    fn end_inmost(&mut self, name: Name) {
        if let Some(found) = self.innermost(|element| element.name == name, |_| false) {
            self.stack.truncate(found);
        }
    }

    /// Ends what a start tag ends without saying so.
    fn end_implied(&mut self, name: Name, traits: Traits) {
        if END_PARAGRAPH.contains(&name) {
            self.end_one(Traits::PARAGRAPH, |around| around.any(CLOSED.and(Traits::BUTTON)));
        }
        let is_firm = |around: Traits| around.any(Traits::BLOCK) && !around.any(Traits::LOOSE);
        if traits.any(Traits::ITEM) {
            self.end_one(Traits::ITEM, is_firm);
        } else if traits.any(Traits::DEFINITION) {
            self.end_one(Traits::DEFINITION, is_firm);
        } else if traits.any(Traits::OPTION) {
            self.end_one(Traits::OPTION, |around| around.any(Traits::BLOCK));
        } else if traits.any(Traits::RUBY) {
            self.end_one(Traits::RUBY, |_| true);
        } else if traits.any(Traits::CELL) {
            self.end_one(Traits::CELL, |around| {
                around.any(Traits::TABLE.and(Traits::SCOPE))
            });
        } else if traits.any(Traits::ROW) {
            self.end_inside(Traits::ROW_GROUP.and(Traits::TABLE).and(Traits::SCOPE));
        } else if traits.any(Traits::ROW_GROUP) {
            self.end_inside(Traits::TABLE.and(Traits::SCOPE));
        }
    }

    /// Ends the innermost of these elements, if none that stops the search is met first.
    fn end_one(&mut self, wanted: Traits, stops: impl Fn(Traits) -> bool) {
        if let Some(found) = self.innermost(|element| element.traits.any(wanted), stops) {
            self.stack.truncate(found);
        }
    }

    /// Ends everything inside the innermost of these elements.
    fn end_inside(&mut self, wanted: Traits) {
        if let Some(found) = self.innermost(|element| element.traits.any(wanted), |_| false) {
            self.stack.truncate(found + 1);
        }
    }

    /// Where the innermost element that is wanted stands, if none that stops the search is met first.
    fn innermost(
        &self,
        is_wanted: impl Fn(&Element) -> bool,
        stops: impl Fn(Traits) -> bool,
    ) -> Option<usize> {
        let at = self
            .stack
            .iter()
            .rposition(|element| is_wanted(element) || stops(element.traits))?;
        is_wanted(&self.stack[at]).then_some(at)
    }
}
