//! Links to channels and origins, claims that hang below claims, and how many of them are independent.

mod below;
mod circular;
mod edit;
mod independence;
mod links;
mod loops;
mod packed;
mod parts;
mod registry;
mod shape;
mod story;
mod ways;
mod weakest;

pub use below::{Below, ClaimGraph, MAX_STEPS};
pub use circular::{LoopStep, Mark, Told, circular};
pub use edit::{Edit, EditError, NewOrigin};
pub use independence::{Independence, Independent};
pub use links::{ChainLink, NameId, Origin, OriginKind, Part};
pub use loops::{loops, unreached};
pub use packed::Chain;
pub use registry::{Registry, SourceFacts};
pub use shape::{Origins, Shape};
pub use story::{MAX_STORY_LINKS, Role, Story, StoryLink, StoryTooLarge, Storyteller};
pub use ways::{on_ways, reached};
pub use weakest::{Label, MOST_WEAK, weakest};
