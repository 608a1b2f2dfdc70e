//! A claim as a person would tell it: what is claimed, and the chain as a tree from who published down to who knows.

use std::collections::{HashMap, VecDeque};
use std::io::{self, Write};

use crate::record::{Claim, Count, Interest, Kind, Link, Notice, Party, Record, Scope, Signer, Stance};
use crate::verify::Verification;

use super::marks::LinkMarks;
use super::visible::{on_one_line, visible};
use super::wrap::wrap;
use super::{DIM, HEAD, Layout};

/// The names of sources by their ids.
pub type SourceNames = HashMap<String, String>;

/// Writes what a record says besides its seal.
///
/// # Errors
///
/// What writing gave.
pub fn write_record_lines(out: &mut dyn Write, record: &Record<'_>, layout: Layout) -> io::Result<()> {
    let mut line = |head: &str, text: &str| writeln!(out, "{}", wrap(head, &on_one_line(text), layout.width));
    match record {
        Record::Claim(claim) => {
            line("", claim.statement)?;
            let revision = if claim.revision > 1 {
                format!(", revision {}", claim.revision)
            } else {
                String::new()
            };
            line("  ", &format!("claim {}{revision}, in {}", claim.id, claim.lang))?;
            if !claim.topics.is_empty() {
                let topics: Vec<&str> = claim.topics.iter().map(|topic| topic.as_str()).collect();
                line("  ", &format!("about {}", topics.join(", ")))?;
            }
            if let Some(event) = claim.event {
                let to = event.to.map(|to| format!(" to {to}")).unwrap_or_default();
                line("  ", &format!("happened {}{to}", event.from))?;
            }
            claim.note.map_or(Ok(()), |note| line("  note: ", note))
        }
        Record::Source(source) => {
            line("", source.name)?;
            let letter = source
                .reliability
                .map_or_else(|| "F, not judged".to_owned(), |letter| format!("{letter:?}"));
            line("  ", &format!("source {}, reliability {letter}", source.id))?;
            source
                .owner
                .map_or(Ok(()), |owner| line("  ", &format!("owned by {owner}")))?;
            source.note.map_or(Ok(()), |note| line("  note: ", note))
        }
        Record::Notice(notice) => {
            line(
                "",
                &format!("This notice {} {}", notice.effect.as_str(), notice.record),
            )?;
            line("  reason: ", notice.reason)?;
            line("  issued: ", &notice.issued.to_string())
        }
        Record::Trust(list) => {
            line(
                "",
                &format!("Trust list, version {}, expires {}", list.version, list.expires),
            )?;
            line(
                "  ",
                &format!("{} of its owners must sign the next one", list.threshold),
            )?;
            for signer in &list.signers {
                let roles: Vec<&str> = signer.roles.iter().map(|role| role.as_str()).collect();
                line("  ", &format!("{}: {}", signer.name, roles.join(", ")))?;
                line("    ", &key_words(signer))?;
            }
            Ok(())
        }
    }
}

/// The key of a signer, to what it is bound and when it is good.
fn key_words(signer: &Signer<'_>) -> String {
    let mut words = signer.key.key.to_string();
    if signer.scope != Scope::Everything {
        words += &format!(", only {}", signer.scope);
    }
    if let Some(from) = signer.from {
        words += &format!(", from {from}");
    }
    if let Some(until) = signer.until {
        words += &format!(", until {until}");
    }
    if let Some(revoked) = signer.revoked {
        words += &format!(", revoked on {} as {}", revoked.at, revoked.why.as_str());
    }
    words
}

/// Writes which record a notice is about, as people know it, where that is at hand.
///
/// # Errors
///
/// What writing gave.
pub fn write_subject_line(
    out: &mut dyn Write,
    verification: &Verification,
    notice: &Notice<'_>,
    layout: Layout,
) -> io::Result<()> {
    let Some(number) = verification.find(notice.record) else {
        return Ok(());
    };
    let entry = verification.entry(number);
    let kind = entry.kind.map_or("record", Kind::as_str);
    let words = format!("the {kind} {}, {}", entry.id, verification.path(entry).display());
    writeln!(out, "{}", wrap("  about:  ", &on_one_line(&words), layout.width))
}

/// Writes the chain of a claim as a tree, with what each link brings in square brackets. A link that is cited more than once stands in full where it is met first.
///
/// # Errors
///
/// What writing gave.
pub fn write_claim_tree(
    out: &mut dyn Write,
    claim: &Claim<'_>,
    names: &SourceNames,
    marks: &LinkMarks,
    layout: Layout,
) -> io::Result<()> {
    let mut cited = vec![false; claim.chain.len()];
    for link in &claim.chain {
        for &target in &link.cites {
            cited[usize::from(target)] = true;
        }
    }
    let mut tree = Tree {
        claim,
        names,
        marks,
        layout,
        shown: vec![false; claim.chain.len()],
        cut: VecDeque::new(),
        out,
    };
    writeln!(tree.out, "{HEAD}Who says so{HEAD:#}")?;
    for root in (0..claim.chain.len()).filter(|link| !cited[*link]) {
        tree.branch(root, "  ", "  ", 0)?;
        tree.go_on()?;
    }
    // Links that only cite one another hang below no root.
    for link in 0..claim.chain.len() {
        if !tree.shown[link] {
            tree.branch(link, "  ", "  ", 0)?;
            tree.go_on()?;
        }
    }
    Ok(())
}

struct Tree<'a, 'd> {
    claim: &'a Claim<'d>,
    names: &'a SourceNames,
    marks: &'a LinkMarks,
    layout: Layout,
    shown: Vec<bool>,
    /// The links at which the drawing was cut.
    cut: VecDeque<usize>,
    out: &'a mut dyn Write,
}

/// Levels that are drawn. Deeper ones would leave no room for words, and a chain may be a thousand links deep.
const MAX_LEVELS: usize = 24;

impl Tree<'_, '_> {
    fn branch(&mut self, position: usize, first: &str, rest: &str, level: usize) -> io::Result<()> {
        let link = &self.claim.chain[position];
        let again = self.shown[position];
        self.shown[position] = true;
        let mut text = describe(link, self.names, self.marks);
        if link.is_held() {
            text.push_str(" [held]");
        }
        if again {
            text.push_str(" (shown above)");
        } else if let Some(brings) = self.marks.brings.get(link.id.as_str()) {
            text.push_str(&format!(" [{brings}]"));
        }
        let mut lines = wrap(first, &visible(&text), self.layout.width.max(40));
        if let Some(break_at) = lines.find('\n') {
            // Lines after the first keep the tree's bars.
            let indent = format!("\n{}", " ".repeat(unicode_width::UnicodeWidthStr::width(first)));
            let tail = lines.split_off(break_at).replace(&indent, &format!("\n{rest}"));
            lines.push_str(&tail);
        }
        writeln!(self.out, "{lines}")?;
        if again {
            return Ok(());
        }
        self.details(link, rest)?;
        if level == MAX_LEVELS && !link.cites.is_empty() {
            self.cut.push_back(position);
            return writeln!(self.out, "{rest}… and {} more below", link.cites.len());
        }
        for (number, &target) in link.cites.iter().enumerate() {
            let is_last = number + 1 == link.cites.len();
            let (branch, bar) = if is_last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            self.branch(
                usize::from(target),
                &format!("{rest}{branch}"),
                &format!("{rest}{bar}"),
                level + 1,
            )?;
        }
        Ok(())
    }

    /// Draws what lies below the links at which the drawing was cut, with the name of each above it.
    fn go_on(&mut self) -> io::Result<()> {
        while let Some(position) = self.cut.pop_front() {
            let link = &self.claim.chain[position];
            writeln!(self.out, "  Below the link {}", link.id)?;
            for &target in &link.cites {
                self.branch(usize::from(target), "    ", "    ", 0)?;
            }
        }
        Ok(())
    }

    fn details(&mut self, link: &Link<'_>, rest: &str) -> io::Result<()> {
        let mut detail = |text: String| {
            let line = wrap(
                &format!("{rest}  "),
                &on_one_line(&text),
                self.layout.width.max(40),
            );
            writeln!(self.out, "{DIM}{line}{DIM:#}")
        };
        if let Some(quote) = link.quote {
            detail(format!("\u{201C}{}\u{201D}", quote.text))?;
        }
        if let Some(note) = link.note {
            detail(format!("note: {note}"))?;
        }
        if let Some(withdrawn) = link.withdrawn {
            detail(format!("withdrawn: {withdrawn}"))?;
        }
        if let Some(url) = link.url {
            detail(url.to_owned())?;
        }
        if let Some(evidence) = link.evidence {
            detail(format!("capture evidence/{}", evidence.sha256))?;
            if let Some(state) = self.marks.captures.get(link.id.as_str()) {
                detail(format!("  {state}"))?;
            }
        }
        Ok(())
    }
}

/// A link in words: who, what it did, when, and what the recorder knows of it.
pub(super) fn describe(link: &Link<'_>, names: &SourceNames, marks: &LinkMarks) -> String {
    let name = |id: &str| name_of(names, id);
    let mut text = match &link.party {
        Party::Report { source } if link.cites.is_empty() => {
            format!("{} asserts it, naming no source", name(source.as_str()))
        }
        Party::Report { source } => format!("{} reports it", name(source.as_str())),
        Party::Repost { source } => format!("{} passes it on", name(source.as_str())),
        Party::Statement { source, basis } => {
            let basis = basis.map_or("", |basis| match basis.as_str() {
                "authoritative" => ", on its own acts",
                _ => "",
            });
            format!("{} in an official statement{basis}", name(source.as_str()))
        }
        Party::Person { source, role, basis } => {
            let role = role.map(|role| format!(", {role}")).unwrap_or_default();
            let basis = basis
                .map(|basis| format!(" ({})", basis.as_str()))
                .unwrap_or_default();
            format!("{}{role}, on the record{basis}", name(source.as_str()))
        }
        Party::Anonymous {
            described,
            count,
            basis,
            ..
        } => {
            let people = match count {
                Count::Number(1) => "an unnamed person".to_owned(),
                Count::Number(number) => format!("{number} unnamed people"),
                Count::Several => "several unnamed people".to_owned(),
            };
            let basis = basis
                .map(|basis| format!(" ({})", basis.as_str()))
                .unwrap_or_default();
            format!("{people}{basis}: {described}")
        }
        Party::Document { source, basis, title } => {
            let title = title
                .map(|title| format!(" \u{201C}{title}\u{201D}"))
                .unwrap_or_default();
            let issuer = source
                .map(|source| format!(" of {}", name(source.as_str())))
                .unwrap_or_default();
            let basis = basis
                .map(|basis| format!(", {}", basis.as_str()))
                .unwrap_or_default();
            format!("a document{title}{issuer}{basis}")
        }
        Party::Observation { source, basis } => {
            let who = source
                .map(|source| format!(" by {}", name(source.as_str())))
                .unwrap_or_default();
            let basis = basis
                .map(|basis| format!(", {}", basis.as_str()))
                .unwrap_or_default();
            format!("an observation{who}{basis}")
        }
        Party::Claim { claim, statement } => match marks.claims.get(claim) {
            Some(id) => format!("the claim {id}, which hangs here: {statement}"),
            None => format!("the claim that hangs here: {statement}"),
        },
    };
    match link.traits.stance {
        Stance::Supports => {}
        Stance::Denies => text.push_str(", denies it"),
        Stance::NoComment => text.push_str(", would not comment"),
    }
    match link.traits.interest {
        Some(Interest::Beneficiary) => text.push_str(", gains if believed"),
        Some(Interest::Against) => text.push_str(", against its own interest"),
        Some(Interest::Neutral) | None => {}
    }
    if let Some(published) = link.published.or(link.said) {
        text.push_str(&format!(", {published}"));
    }
    text
}

/// A source by name and id.
fn name_of(names: &SourceNames, id: &str) -> String {
    match names.get(id) {
        Some(name) if name != id => format!("{name} ({id})"),
        _ => id.to_owned(),
    }
}
