//! A chain as it would be: with a link held, dropped or added. What such a chain is rated is what the edited record is
//! rated.

use thiserror::Error;

use crate::record::{Basis, Count, Interest, MAX_LINKS, Stance};

use super::links::{ChainLink, NameId, Origin, OriginKind, Part};
use super::packed::{Chain, ChainDraft};

/// A change to a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The recorder has this link at hand.
    Hold(Box<str>),
    /// The link is not there, nor what is known through it alone.
    Drop(Box<str>),
    /// The unnamed people of this link are known to be others than those of every other link.
    Distinct(Box<str>),
    /// One more origin, cited by a report that is held.
    Add(NewOrigin),
}

/// An origin that is added, neutral and supporting as a new link is that says no more than this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewOrigin {
    /// What it is. A person or body is nobody whom the registry holds.
    pub kind: OriginKind,
    /// What it rests on.
    pub basis: Basis,
    /// The outlet that reports it.
    pub via: NameId,
    /// A number that no registry id has, for the person or body.
    pub nobody: NameId,
}

/// Why a chain cannot be changed so.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// There is no such link.
    #[error("this claim has no link {0:?}")]
    NoLink(Box<str>),
    /// Only anonymous links are shown to be distinct.
    #[error("the link {0:?} is not anonymous")]
    NotAnonymous(Box<str>),
    /// Nothing would be left.
    #[error("without the link {0:?} no link is left")]
    NothingLeft(Box<str>),
    /// There is no room for more links.
    #[error("a chain has at most {MAX_LINKS} links")]
    TooMany,
}

/// A link with the positions that it cites in the list it stands in.
#[derive(Clone)]
struct Draft {
    id: String,
    link: ChainLink,
    cites: Vec<usize>,
}

impl Chain {
    /// The chain after a change.
    ///
    /// # Errors
    ///
    /// [`EditError`]
    pub fn edited(&self, edit: &Edit) -> Result<Self, EditError> {
        let mut drafts = self.drafts();
        let find = |id: &str| self.position(id).ok_or_else(|| EditError::NoLink(id.into()));
        match edit {
            Edit::Hold(id) => drafts[find(id)?].link.held = true,
            Edit::Drop(id) => {
                drafts = without(drafts, find(id)?);
                if drafts.is_empty() {
                    return Err(EditError::NothingLeft(id.clone()));
                }
            }
            Edit::Distinct(id) => match &mut drafts[find(id)?].link.part {
                Part::Origin(origin) if origin.kind == OriginKind::Anonymous => origin.distinct = true,
                _ => return Err(EditError::NotAnonymous(id.clone())),
            },
            Edit::Add(new) => {
                if drafts.len() + 2 > MAX_LINKS {
                    return Err(EditError::TooMany);
                }
                self.add(&mut drafts, new);
            }
        }
        Ok(self.rebuilt(drafts))
    }

    fn drafts(&self) -> Vec<Draft> {
        (0..self.length())
            .map(|at| Draft {
                id: self.id(at).to_owned(),
                link: self.link(at),
                cites: self.cites(at).map(usize::from).collect(),
            })
            .collect()
    }

    fn add(&self, drafts: &mut Vec<Draft>, new: &NewOrigin) {
        let is_party = matches!(new.kind, OriginKind::Statement | OriginKind::Person);
        let origin = Origin {
            kind: new.kind,
            basis: new.basis,
            count: Count::Number(1),
            distinct: false,
            stance: Stance::Supports,
            interest: match new.kind {
                OriginKind::Statement => Interest::Beneficiary,
                _ => Interest::Neutral,
            },
            affiliation: None,
        };
        let at = drafts.len();
        drafts.push(Draft {
            id: self.unused_id("new-origin"),
            link: ChainLink::new(Part::Origin(origin), false, is_party.then_some(new.nobody)),
            cites: Vec::new(),
        });
        drafts.push(Draft {
            id: self.unused_id("new-report"),
            link: ChainLink::new(Part::Report, true, Some(new.via)),
            cites: vec![at],
        });
    }

    fn unused_id(&self, stem: &str) -> String {
        (1..)
            .map(|number: u32| match number {
                1 => stem.to_owned(),
                _ => format!("{stem}-{number}"),
            })
            .find(|id| self.position(id).is_none())
            .unwrap_or_default()
    }

    /// The chain of these links, sorted by their ids.
    fn rebuilt(&self, drafts: Vec<Draft>) -> Self {
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        order.sort_unstable_by_key(|&at| drafts[at].id.as_str());
        let mut position = vec![0; drafts.len()];
        for (new, &old) in (0_u16..).zip(&order) {
            position[old] = new;
        }
        let mut draft = ChainDraft::with_capacity(order.len());
        for &at in &order {
            let link = &drafts[at];
            draft.push(
                &link.id,
                link.link,
                link.cites.iter().map(|&cited| position[cited]),
            );
        }
        draft.finish(&self.claims().collect::<Vec<_>>(), &[])
    }
}

/// The links without one of them: its citations go, then reposts of nothing, then what nobody cites and nobody holds, and
/// so on until the rest is a chain.
fn without(drafts: Vec<Draft>, dropped: usize) -> Vec<Draft> {
    let mut gone = vec![false; drafts.len()];
    gone[dropped] = true;
    loop {
        let mut cited = vec![false; drafts.len()];
        let rest = || (0..).zip(&drafts).filter(|(at, _)| !gone[*at]);
        for (at, draft) in rest() {
            for &target in draft.cites.iter().filter(|&&target| target != at) {
                cited[target] = true;
            }
        }
        let more: Vec<usize> = rest()
            .filter(|(at, draft)| {
                let copies_nothing =
                    draft.link.part == Part::Repost && draft.cites.iter().all(|&cited| gone[cited]);
                copies_nothing || (!cited[*at] && !draft.link.held)
            })
            .map(|(at, _): (usize, _)| at)
            .collect();
        if more.is_empty() {
            break;
        }
        more.into_iter().for_each(|at| gone[at] = true);
    }
    let mut kept = 0;
    let position: Vec<usize> = gone
        .iter()
        .map(|gone| {
            kept += usize::from(!gone);
            kept.saturating_sub(1)
        })
        .collect();
    let rest = drafts.into_iter().enumerate().filter(|(at, _)| !gone[*at]);
    rest.map(|(_, draft)| Draft {
        cites: draft
            .cites
            .iter()
            .filter(|&&cited| !gone[cited])
            .map(|&cited| position[cited])
            .collect(),
        ..draft
    })
    .collect()
}
