//! The text of a web page that is shown.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::css::Hiding;
use super::elements::{Name, OpenElements};

/// The text that a page shows: no scripts, styles and comments, no elements that their attributes hide (`hidden`,
/// `popover`, a `dialog` that is not `open`, the styles `display: none` and `visibility: hidden`), entities decoded, a
/// space where a block begins or ends.
pub(super) fn shown_text(html: &str) -> String {
    let mut page = Page::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        page.take(&event);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
    open: OpenElements,
    tag: Option<StartTag>,
}

/// A start tag whose attributes are being read.
struct StartTag {
    name: Name,
    hiding: Hiding,
    is_open: bool,
    /// Of several attributes of one name the first counts.
    style: Style,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    None,
    Begun,
    Read,
}

impl Page {
    fn take(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some(StartTag {
                    name: Name::of(name),
                    hiding: Hiding::default(),
                    is_open: false,
                    style: Style::None,
                });
            }
            CallbackEvent::AttributeName { name } => {
                if let Some(tag) = &mut self.tag {
                    tag.begin_attribute(name);
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(tag) = &mut self.tag {
                    tag.read_value(value);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(tag) = self.tag.take() {
                    let hiding = tag.hiding();
                    self.open.start(tag.name, hiding, *self_closing);
                    let is_shown = !hiding.hides() && !self.open.is_hidden();
                    self.part(is_shown && tag.name.is_block());
                }
            }
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                let name = Name::of(name);
                let was_shown = !self.open.is_hidden();
                if !name.is_void() {
                    self.open.end(name);
                }
                self.part(was_shown && name.is_block());
            }
            CallbackEvent::String { value } => {
                if !self.open.is_hidden() {
                    self.text.push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    /// Parts the words before from those behind.
    fn part(&mut self, is_parted: bool) {
        // A million empty blocks leave one space.
        if is_parted && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }
}

impl StartTag {
    fn begin_attribute(&mut self, name: &[u8]) {
        match (name, self.style) {
            (b"hidden" | b"popover", _) => self.hiding.not_displayed = true,
            (b"open", _) => self.is_open = true,
            (b"style", Style::None) => {
                self.style = Style::Begun;
                return;
            }
            _ => {}
        }
        if self.style == Style::Begun {
            self.style = Style::Read;
        }
    }

    fn read_value(&mut self, value: &[u8]) {
        if self.style == Style::Begun {
            self.style = Style::Read;
            self.hiding.add_style(value);
        }
    }

    /// What the tag hides, now that all of its attributes were read.
    fn hiding(&self) -> Hiding {
        let is_closed_dialog = self.name == DIALOG && !self.is_open;
        Hiding {
            not_displayed: self.hiding.not_displayed || is_closed_dialog,
            ..self.hiding
        }
    }
}

const DIALOG: Name = Name::of(b"dialog");

#[cfg(test)]
mod tests {
    use super::shown_text;
    use crate::capture::text::folded;

    fn shown(html: &str) -> String {
        folded(&shown_text(html))
    }

    #[test]
    fn scripts_styles_and_comments_are_dropped() {
        let html = "<!DOCTYPE html><title>T</title><style>p { }</style>a<script>if (1 < 2) '</b>';</script>b<!-- c -->\
            <template><p>d</p></template><noscript><img>e</noscript><iframe>f</iframe>g";
        assert_eq!(shown(html), "abg");
    }

    #[test]
    fn a_block_is_a_space_and_other_elements_are_nothing() {
        for (html, text) in [
            ("<p>one</p><p>two</p>", "one two"),
            ("one<br>two<br/>three</br>four", "one two three four"),
            ("<td>one<td>two<tr>three", "one two three"),
            ("w<b>or</b>d, <a href=x>l<i>i</i>nk</a>", "word, link"),
            ("in<x-y>sid</x-y>e<wbr>out", "insideout"),
            ("a<div hidden>b</div>c", "ac"),
        ] {
            assert_eq!(shown(html), text, "{html}");
        }
    }

    #[test]
    fn entities_are_decoded() {
        assert_eq!(
            shown("&laquo;A&nbsp;&amp;&#x2019;&#8217;&Eacute;&raquo; &lt;b&gt; &notit; &unheard;"),
            "«A &’’É» <b> ¬it; &unheard;"
        );
    }

    #[test]
    fn hidden_elements_are_dropped_with_all_in_them() {
        for html in [
            "a<p hidden>x</p>b",
            "a<p HIDDEN=until-found>x<b>y</b></p>b",
            "a<div style='color: red; DISPLAY : none !important'>x<div>y</div>z</div>b",
            "a<div style=display:none style=display:block>x</div>b",
            "a<x-card hidden>x<p>y</p></x-card>b",
            "a<span hidden>x<br>y</span>b",
            "a<svg hidden><text>x</text><path/></svg>b",
            "a<svg><g hidden/><title>x</title></svg>b",
            "a<ruby><rp>x</rp></ruby>b",
            "a<select hidden><option>x<option>y</select>b",
            "a<div style='x:y;/*a*/display:/**/none'>x</div>b",
            "a<div style='d\\69splay: n\\00006F ne'>x</div>b",
            "a<div style='visibility:hidden'>x<i>y</i></div>b",
            "a<div style='visibility:collapse'>x</div>b",
            "a<dialog>x</dialog>b",
            "a<div popover=manual>x</div>b",
            "a<video controls>x</video><audio>x</audio><canvas>x</canvas>b",
            "a<math><semantics><annotation encoding=t>x</annotation></semantics></math>b",
            "a<svg><desc>x</desc><metadata>x</metadata></svg>b",
        ] {
            assert_eq!(shown(html).replace(' ', ""), "ab", "{html}");
        }
        for html in [
            "a<p style='display:none; display:block'>b</p>",
            "a<p style='visibility: visible' data-hidden=1 aria-hidden=true>b</p>",
            "<div style='visibility:hidden'>x<p style='visibility:visible'>a</p>y<p style='visibility:inherit'>z</p></div>b",
            "a<dialog open>b</dialog>",
            "a<p style='/* display:none */'>b</p>",
            "a<desc>b</desc>",
            "a<input hidden>b",
            "a<br hidden>b",
        ] {
            assert_eq!(shown(html).replace(' ', ""), "ab", "{html}");
        }
    }

    #[test]
    fn a_hidden_element_ends_where_browsers_end_it() {
        for html in [
            "a<p hidden>x<p>b",
            "a<p hidden>x<div>b</div>",
            "<ul><li>a<li hidden>x<b>y<li>b</ul>",
            "<dl><dt>a<dd hidden>x<dt>b</dl>",
            "<div>a<p hidden>x</div>b",
            "<div>a<span hidden>x</div>b",
            "<table><tr><td>a<td hidden>x<td>b</table>",
            "<table><tr><td>a<tr hidden><td>x<tr><td>b</table>",
            "<table><tbody><tr><td>a<tbody hidden><tr><td>x<tbody><tr><td>b</table>",
            "<ruby>a<rp>x<rt>b</ruby>",
            "a<h2 hidden>x</h3>b",
            // End tags that end nothing hidden.
            "a<div hidden>x</span></p></td>y</div>b",
            "<span>a<div hidden>x</span>y</div>b",
            "<div>a<table><tr><td hidden>x</div>y</table>b</div>",
        ] {
            assert_eq!(shown(html).replace(' ', ""), "ab", "{html}");
        }
    }

    #[test]
    fn a_page_nested_without_end_is_read_to_its_end() {
        let nested = format!("{}x{}y", "<div>".repeat(20_000), "</div>".repeat(20_000));
        assert_eq!(shown(&nested), "x y");
        let unclosed = format!("<i>{}</i>z", "<b>".repeat(20_000));
        assert_eq!(shown(&unclosed), "z");
    }
}
