//! What is known of the sources that chains name.

use crate::record::{Reliability, Source, SourceId};

use super::links::{NameId, Origin};

/// What matters of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceFacts {
    /// How reliable it is.
    pub letter: Reliability,
    /// Who owns it; itself where the record names no owner.
    pub owner: NameId,
    /// Whom it belongs to.
    pub affiliation: Option<NameId>,
    /// How often it was right and wrong, in cases looked into.
    pub track: (u32, u32),
}

impl SourceFacts {
    /// What a source's record says. `number` gives the number of a registry id.
    pub fn of(source: &Source<'_>, mut number: impl FnMut(SourceId<'_>) -> NameId) -> Self {
        Self {
            letter: source.reliability.unwrap_or(Reliability::F),
            owner: number(source.owner.unwrap_or(source.id)),
            affiliation: source.affiliation.map(&mut number),
            track: source.track.unwrap_or_default(),
        }
    }

    /// The same of a source that cannot be judged, since its record is not sealed.
    #[must_use]
    pub const fn unjudged(self) -> Self {
        Self {
            letter: Reliability::F,
            track: (0, 0),
            ..self
        }
    }
}

/// The sources of a run, by the numbers of their ids.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    sources: Vec<Option<SourceFacts>>,
}

impl Registry {
    /// Registers a source. One that was registered before is replaced.
    pub fn insert(&mut self, id: NameId, source: SourceFacts) {
        let position = id.position();
        if self.sources.len() <= position {
            self.sources.resize(position + 1, None);
        }
        self.sources[position] = Some(source);
    }

    /// Takes a source out.
    pub fn remove(&mut self, id: NameId) {
        if let Some(source) = self.sources.get_mut(id.position()) {
            *source = None;
        }
    }

    /// All sources.
    pub fn all(&self) -> impl Iterator<Item = (NameId, &SourceFacts)> {
        let numbered = (0..).zip(&self.sources);
        numbered.filter_map(|(position, facts)| Some((NameId::new(position), facts.as_ref()?)))
    }

    /// To whom an origin of a source belongs: its own affiliation goes before that of the source.
    pub fn belongs_to(&self, origin: &Origin, source: Option<NameId>) -> Option<NameId> {
        let registered = || self.get(source?).and_then(|facts| facts.affiliation);
        origin.affiliation.or_else(registered)
    }

    /// What is known of a source; `None` where the registry does not hold it.
    pub fn get(&self, id: NameId) -> Option<&SourceFacts> {
        self.sources.get(id.position())?.as_ref()
    }
}
