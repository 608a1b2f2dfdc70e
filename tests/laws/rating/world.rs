//! Random stories: sources and claims whose chains are anything that the reader takes.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

/// How many sources can be named.
pub const SOURCES: usize = 6;

/// How many names owners and affiliations have: those of the sources, and of two that are no sources.
const NAMES: usize = SOURCES + 2;

/// Sources and claims. Names and links are numbers, so that a story can be changed and shrunk.
#[derive(Clone, Debug)]
pub struct World {
    /// By their numbers, [`SOURCES`] of them.
    pub sources: Vec<Source>,
    /// The topmost first; each hangs only in those before it.
    pub claims: Vec<Claim>,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Otherwise it is only named.
    pub registered: bool,
    /// `None` is F.
    pub letter: Option<char>,
    pub owner: Option<usize>,
    pub affiliation: Option<usize>,
    pub track: Option<(u32, u32)>,
}

/// A claim.
#[derive(Clone, Debug)]
pub struct Claim {
    pub at_hand: bool,
    pub links: Vec<Link>,
}

/// A link. What its kind does not have is left out when it is written.
#[derive(Clone, Debug)]
pub struct Link {
    /// Decides where it stands among the others; no two of one claim have the same.
    pub id: usize,
    pub kind: &'static str,
    pub source: Option<usize>,
    /// Positions of links of its claim.
    pub cites: Vec<usize>,
    pub held: bool,
    /// Held by its capture, which says the same.
    pub captured: bool,
    pub withdrawn: bool,
    /// 0 is not stated.
    pub basis: usize,
    /// 0 is "several".
    pub count: u32,
    pub distinct: bool,
    pub stance: Option<&'static str>,
    pub interest: Option<&'static str>,
    pub affiliation: Option<usize>,
    /// Which of the claims after its own hangs here.
    pub below: usize,
}

impl Link {
    /// A held link of this kind with nothing else said of it.
    pub fn new(id: usize, kind: &'static str) -> Self {
        Self {
            id,
            kind,
            source: None,
            cites: Vec::new(),
            held: true,
            captured: false,
            withdrawn: false,
            basis: 0,
            count: 1,
            distinct: false,
            stance: None,
            interest: None,
            affiliation: None,
            below: 0,
        }
    }

    pub fn is_channel(&self) -> bool {
        matches!(self.kind, "report" | "repost")
    }

    pub fn is_origin(&self) -> bool {
        !self.is_channel() && self.kind != "claim"
    }

    pub fn is_held(&self) -> bool {
        self.held || self.captured
    }
}

impl World {
    /// The links of the topmost claim.
    pub fn top(&mut self) -> &mut Vec<Link> {
        &mut self.claims[0].links
    }

    /// Adds a link to a claim, under an id that it does not have yet and that `seed` picks. If there is a channel of
    /// that claim for it, that one cites it; otherwise it is held.
    pub fn add(&mut self, claim: usize, mut link: Link, seed: usize, below: Option<usize>) {
        let links = &mut self.claims[claim].links;
        link.id = fresh_id(links, seed);
        link.held = below.is_none();
        link.captured = false;
        let at = links.len();
        if let Some(channel) = below {
            links[channel].cites.push(at);
        }
        links.push(link);
    }

    /// Lets nobody deny.
    pub fn undisputed(mut self) -> Self {
        for link in self.claims.iter_mut().flat_map(|claim| &mut claim.links) {
            if link.stance == Some("denies") {
                link.stance = None;
            }
        }
        self
    }
}

/// An id that none of the links has; anywhere among theirs.
pub fn fresh_id(links: &[Link], seed: usize) -> usize {
    (seed % 100..)
        .find(|id| links.iter().all(|link| link.id != *id))
        .unwrap()
}

/// A world with one to three claims of one to seven links.
pub fn world() -> impl Strategy<Value = World> {
    let claims = prop_oneof![
        3 => vec(claim(1..8), 1),
        2 => vec(claim(1..8), 2),
        1 => vec(claim(1..8), 3),
    ];
    (vec(source(), SOURCES), claims).prop_map(|(sources, claims)| settle(World { sources, claims }))
}

/// A world with many origins, nearly all of them open: nine or more of them each the only one of its group, some
/// more beside them, and four to six owners between them and us.
pub fn crowded_world() -> impl Strategy<Value = World> {
    let sources = vec(source(), SOURCES).prop_map(|mut sources| {
        // Owners of their own make many states; the last two sources may share one.
        for (number, source) in sources.iter_mut().enumerate() {
            source.registered = true;
            source.owner = source.owner.filter(|_| number >= 4);
        }
        sources
    });
    let channels = vec(
        (
            select(&["report", "report", "repost"][..]),
            vec(0..40_usize, 2..6),
            any::<bool>(),
        ),
        6..8,
    );
    let origins = vec((origin(), 0..40_usize), 9..13);
    (sources, channels, origins).prop_map(|(sources, channels, origins)| {
        let among = channels.len();
        let mut links: Vec<Link> = Vec::new();
        for (at, (kind, cites, held)) in channels.into_iter().enumerate() {
            let mut link = Link::new(0, kind);
            link.source = Some(at % SOURCES);
            link.held = held;
            link.cites = cites
                .into_iter()
                .map(|cited| cited % (among + origins.len()))
                .collect();
            links.push(link);
        }
        for (number, (mut link, channel)) in origins.into_iter().enumerate() {
            link.held = false;
            link.captured = false;
            link.withdrawn = false;
            if number < 9 {
                apart(&mut link);
            }
            let at = links.len();
            links[channel % among].cites.push(at);
            links.push(link);
        }
        let claims = vec![Claim { at_hand: true, links }];
        settle(World { sources, claims })
    })
}

/// A world with many channels of three owners, citing one another, before few origins: ways cross at one owner, pass it
/// twice, and lead back to what is held.
pub fn tangled_world() -> impl Strategy<Value = World> {
    let sources = vec(
        (select(&['A', 'A', 'B', 'C'][..]), weighted(0.7, 0..3_usize)),
        SOURCES,
    );
    let channels = vec((of_kinds(&["report", "report", "repost"]), 0..SOURCES), 4..10);
    let origins = vec((origin(), 0..SOURCES), 2..5);
    (sources, channels, origins).prop_map(|(sources, channels, origins)| {
        let source = |(letter, owner)| Source {
            registered: true,
            letter: Some(letter),
            owner,
            affiliation: None,
            track: None,
        };
        let sources = sources.into_iter().map(source).collect();
        let links = channels.into_iter().chain(origins).map(|(mut link, source)| {
            link.source = Some(source);
            link
        });
        let links: Vec<Link> = links.collect();
        let claims = vec![Claim { at_hand: true, links }];
        settle(World { sources, claims })
    })
}

/// Makes an origin the only one of its group, one that brings something.
fn apart(link: &mut Link) {
    if matches!(link.kind, "statement" | "person") {
        link.kind = "observation";
    }
    link.source = None;
    link.affiliation = None;
    link.distinct = true;
    if link.stance == Some("no-comment") {
        link.stance = None;
    }
}

fn source() -> impl Strategy<Value = Source> {
    let letter = weighted(
        0.95,
        select(&['A', 'A', 'A', 'B', 'B', 'C', 'C', 'D', 'E', 'F'][..]),
    );
    let track = prop_oneof![
        2 => (0..30_u32, 0..10_u32),
        1 => (0..1_000_001_u32, 0..1_000_001_u32),
    ];
    (
        prop::bool::weighted(0.85),
        letter,
        weighted(0.3, 0..NAMES),
        weighted(0.15, 0..NAMES),
        weighted(0.25, track),
    )
        .prop_map(|(registered, letter, owner, affiliation, track)| Source {
            registered,
            letter,
            owner,
            affiliation,
            track,
        })
}

fn claim(links: std::ops::Range<usize>) -> impl Strategy<Value = Claim> {
    (prop::bool::weighted(0.9), vec(link(), links)).prop_map(|(at_hand, links)| Claim { at_hand, links })
}

/// Any link that knows something itself.
pub fn origin() -> impl Strategy<Value = Link> {
    of_kinds(&[
        "statement",
        "person",
        "person",
        "anonymous",
        "anonymous",
        "document",
        "observation",
    ])
    .prop_map(|mut link| {
        link.cites.clear();
        link
    })
}

fn link() -> impl Strategy<Value = Link> {
    prop_oneof![
        9 => of_kinds(&["report", "report", "repost"]),
        10 => origin(),
        2 => of_kinds(&["claim"]),
    ]
}

fn of_kinds(kinds: &'static [&'static str]) -> impl Strategy<Value = Link> {
    let flags = (
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.06),
        prop::bool::weighted(0.3),
    );
    let count = prop_oneof![3 => Just(1), 3 => 0..6_u32, 1 => 0..1_000_001_u32];
    let said = (
        0..5_usize,
        count,
        weighted(0.35, select(&["supports", "denies", "denies", "no-comment"][..])),
        weighted(0.4, select(&["neutral", "beneficiary", "against"][..])),
        weighted(0.15, 0..NAMES),
    );
    (
        select(kinds),
        weighted(0.8, 0..SOURCES),
        vec(0..16_usize, 0..4),
        flags,
        said,
        0..2_usize,
    )
        .prop_map(
            |(kind, source, cites, (held, captured, withdrawn, distinct), said, below)| {
                let (basis, count, stance, interest, affiliation) = said;
                Link {
                    id: 0,
                    kind,
                    source,
                    cites,
                    held,
                    captured,
                    withdrawn,
                    basis,
                    count,
                    distinct,
                    stance,
                    interest,
                    affiliation,
                    below,
                }
            },
        )
}

/// Makes of it what the reader takes: citations that lead somewhere, each once; a repost that cites something; nobody
/// whom no other cites and who is not held.
fn settle(mut world: World) -> World {
    world.claims[0].at_hand = true;
    for claim in &mut world.claims {
        let links = &mut claim.links;
        let count = links.len();
        let mut cited = vec![false; count];
        for (at, link) in links.iter_mut().enumerate() {
            link.id = at * 10;
            for target in &mut link.cites {
                *target %= count;
            }
            link.cites.sort_unstable();
            link.cites.dedup();
            if !link.is_channel() {
                link.cites.clear();
            } else if link.kind == "repost" && link.cites.is_empty() {
                link.cites.push((at + 1) % count);
            }
            let others = link.cites.iter().filter(|target| **target != at);
            others.for_each(|target| cited[*target] = true);
        }
        for (link, cited) in links.iter_mut().zip(cited) {
            link.held |= !cited && !link.captured;
        }
    }
    world
}

/// One origin that outlets quote, from itself and from each other: whether each reposts, its source and whom else it
/// cites. And the same origin held, without them.
pub fn quoted_by(
    sources: Vec<Source>,
    mut origin: Link,
    outlets: &[(bool, usize, Vec<usize>)],
) -> (World, World) {
    let world = |links| {
        let claims = vec![Claim { at_hand: true, links }];
        settle(World {
            sources: sources.clone(),
            claims,
        })
    };
    origin.captured = false;
    origin.held = true;
    let held = world(vec![origin.clone()]);
    origin.held = false;
    let mut links = vec![origin];
    for (reposts, source, cites) in outlets {
        let mut outlet = Link::new(0, if *reposts { "repost" } else { "report" });
        outlet.source = Some(*source);
        outlet.held = false;
        outlet.cites.clone_from(cites);
        // Each second one has it from the origin too; without any citation it has it from there alone.
        if cites.is_empty() || links.len() % 2 == 1 {
            outlet.cites.push(0);
        }
        links.push(outlet);
    }
    (world(links), held)
}
