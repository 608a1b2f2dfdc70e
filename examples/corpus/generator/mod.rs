//! Invented claims, signed for real: the same on every machine for the same seed.
//!
//! The first claims of a large corpus are the claims of a small one, so that sizes can be compared.

mod cast;
mod draft;
mod graph;
mod prose;
mod random;
mod text;
mod words;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use byline::corpus::create_whole;
use byline::json::{MAX_DEPTH, parse};
use byline::record::{Kind, Time, compact, pretty};
use byline::seal::{Encryption, SecretKey, SignOptions, Verifier, digest, encode_private, sign};
use rayon::prelude::*;

use cast::{CHECKERS, Cast, Register, founded};
use draft::{Draft, Head, Kept, LONGEST_SPAN, Parent, References, date, draft};
use random::Random;

/// The most signatures that a claim can have.
pub const MAX_SIGNATURES: usize = 1 + CHECKERS;

/// What to make.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many claims.
    pub claims: usize,
    /// How many signatures each has: the author's, then those of checkers. None leaves the claims unsigned, all by the
    /// first author.
    pub signatures: usize,
    /// Where all chance comes from.
    pub seed: u64,
}

/// Where to put it.
#[derive(Clone, Debug)]
pub enum Place {
    /// A repository with one file a claim.
    Folder(PathBuf),
    /// A repository with all claims in one `.jsonl` of this name.
    Lines {
        /// The repository.
        root: PathBuf,
        /// The file below `claims`.
        name: PathBuf,
    },
    /// One `.jsonl` without a repository, and the trust list beside it.
    Bare(PathBuf),
}

/// What was made.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// How many claims.
    pub claims: usize,
    /// Their bytes, line feeds included.
    pub bytes: u64,
    /// How many links they have.
    pub links: usize,
    /// How many of them hang below another claim.
    pub hanging: usize,
    /// How many sources there are beside them.
    pub sources: usize,
    /// Where the key is that unsigned claims are to be signed with.
    pub key: Option<PathBuf>,
}

/// Makes a corpus. Nothing that exists is overwritten.
pub fn generate(plan: &Plan, place: &Place) -> anyhow::Result<Summary> {
    ensure!(
        plan.signatures <= MAX_SIGNATURES,
        "a record has at most {MAX_SIGNATURES} signatures"
    );
    let maker = Maker {
        plan,
        cast: Cast::new(plan.seed),
        register: Register::new(),
        pretty: matches!(place, Place::Folder(_)),
    };
    let mut summary = Summary::default();
    match place {
        Place::Folder(root) => {
            maker.repository(root, &mut summary)?;
            maker.claims(&mut summary, |made| write_folder(&root.join("claims"), made))?;
        }
        Place::Lines { root, name } => {
            maker.repository(root, &mut summary)?;
            let folder = root.join("claims");
            make_folder(&folder)?;
            maker.lines(&folder.join(name), &mut summary)?;
        }
        Place::Bare(file) => {
            write_new(&file.with_extension("trust.json"), &maker.trust_list()?)?;
            maker.lines(file, &mut summary)?;
        }
    }
    if plan.signatures == 0 {
        let path = match place {
            Place::Folder(root) | Place::Lines { root, .. } => key_beside(root)?,
            Place::Bare(file) => file.with_extension("key.pem"),
        };
        let pem = encode_private(&maker.cast.authors[0].seed(), Encryption::None)?;
        create_whole(&path, pem.as_bytes(), true)?;
        summary.key = Some(path);
    }
    Ok(summary)
}

/// Nothing was read to invent a claim, so there are no captures: without this, most findings would be of that.
const POLICY: &str = "# Invented claims for measurements; see examples/corpus.\n\n\
[rules]\n\
# Nobody has read what was invented, so there is nothing to save.\n\
missing-evidence = \"allow\"\n";

struct Maker<'p> {
    plan: &'p Plan,
    cast: Cast,
    register: Register,
    /// Whether records are laid out over several lines, as `fmt` does it in files of their own.
    pretty: bool,
}

/// A finished claim.
struct Made {
    draft: Draft,
    position: usize,
    digest: byline::record::Digest,
    text: String,
}

impl Maker<'_> {
    fn repository(&self, root: &Path, summary: &mut Summary) -> anyhow::Result<()> {
        make_folder(root)?;
        write_new(&root.join("byline.toml"), POLICY)?;
        make_folder(&root.join("trust"))?;
        write_new(&root.join("trust/1.json"), &self.trust_list()?)?;
        make_folder(&root.join("sources"))?;
        let mut verifier = Verifier::default();
        for entry in self.register.entries() {
            let text = self.register.source(entry, self.plan.seed);
            let signed = self.sign(&text, &self.cast.editor, founded(), &mut verifier)?;
            let path = root.join(format!("sources/{}.json", entry.id));
            write_new(&path, &laid_out(&signed, Kind::Source)?)?;
        }
        summary.sources = self.register.entries().len();
        Ok(())
    }

    fn trust_list(&self) -> anyhow::Result<String> {
        let text = self.cast.trust_list();
        let signed = self.sign(&text, &self.cast.owner, founded(), &mut Verifier::default())?;
        laid_out(&signed, Kind::Trust)
    }

    fn sign(
        &self,
        text: &str,
        key: &SecretKey,
        created: Option<Time>,
        verifier: &mut Verifier,
    ) -> anyhow::Result<String> {
        let options = SignOptions {
            created: created.context("a time that is none")?,
            existing: Default::default(),
        };
        let signed = sign(text, key, options, verifier).with_context(|| format!("in {text}"))?;
        signed.text.context("a key signed twice")
    }

    fn lines(&self, path: &Path, summary: &mut Summary) -> anyhow::Result<()> {
        let failed = || format!("{} could not be written", path.display());
        let file = File::create_new(path).with_context(failed)?;
        let mut file = BufWriter::with_capacity(1 << 20, file);
        self.claims(summary, |round| {
            for made in round {
                file.write_all(made.text.as_bytes()).with_context(failed)?;
            }
            Ok(())
        })?;
        file.flush().with_context(failed)
    }

    /// Makes all claims in rounds, each on all cores, and hands them on in their order. A claim refers to claims of
    /// earlier rounds only, so that the rounds, and not the number of cores, say what it can refer to.
    fn claims(
        &self,
        summary: &mut Summary,
        mut write: impl FnMut(&[Made]) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut kept: Vec<Kept> = Vec::with_capacity(self.plan.claims);
        while kept.len() < self.plan.claims {
            let start = kept.len();
            let end = (start + start.clamp(8, 8_192)).min(self.plan.claims);
            let round: Vec<Made> = (start..end)
                .into_par_iter()
                .map_init(Verifier::default, |verifier, position| {
                    self.claim(position, &kept[..start], verifier)
                })
                .collect::<anyhow::Result<_>>()?;
            for made in &round {
                kept.push(Kept {
                    digest: made.digest,
                    day: made.draft.day,
                });
                summary.claims += 1;
                summary.bytes += made.text.len() as u64;
                summary.links += made.draft.links;
                summary.hanging += usize::from(made.draft.hangs);
            }
            write(&round)?;
        }
        Ok(())
    }

    fn claim(&self, position: usize, earlier: &[Kept], verifier: &mut Verifier) -> anyhow::Result<Made> {
        let references = self.references(position, earlier);
        let unsigned = self.plan.signatures == 0;
        let draft = draft(
            self.plan.seed,
            position as u64,
            &self.register,
            references,
            |author| {
                self.cast.authors[if unsigned { 0 } else { author }]
                    .public()
                    .to_string()
            },
        );
        let mut text = draft.text.clone();
        let keys = std::iter::once(&self.cast.authors[draft.author]).chain(&self.cast.checkers);
        for (place, key) in keys.take(self.plan.signatures).enumerate() {
            let created = Time::parse(&format!(
                "{}T{:02}:{:02}:00Z",
                date(draft.day + 1),
                8 + place,
                position % 60
            ));
            text = self.sign(&text, key, created, verifier)?;
        }
        let (document, faults) = parse(&text, MAX_DEPTH).map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
        if !faults.is_empty() {
            bail!("{faults:?} in {text}");
        }
        let digest = digest(&document);
        let mut text = if self.pretty {
            pretty(&document, Kind::Claim)
        } else {
            compact(&document, Kind::Claim)
        };
        if !self.pretty {
            text.push('\n');
        }
        Ok(Made {
            draft,
            position,
            digest,
            text,
        })
    }

    /// What the claim at a position refers to: some 15 in 100 hang below an earlier claim.
    fn references(&self, position: usize, earlier: &[Kept]) -> References {
        let mut references = References::default();
        if earlier.is_empty() {
            return references;
        }
        let mut random = Random::new(self.plan.seed, "references", position as u64);
        let mut one = |references: &mut References| {
            let at = random.below(earlier.len());
            references.day = references.day.max(earlier[at].day + 1 + LONGEST_SPAN);
            at
        };
        let mut chance = Random::new(self.plan.seed, "relations", position as u64);
        if chance.percent(15) {
            let at = one(&mut references);
            references.parent = Some(Parent {
                digest: earlier[at].digest,
                statement: Head::new(self.plan.seed, at as u64).into_statement(),
            });
        }
        if chance.percent(3) {
            let at = one(&mut references);
            references.corroborates = Some(earlier[at].digest);
        }
        if chance.percent(1) {
            let at = one(&mut references);
            references.contradicts = Some(earlier[at].digest);
        }
        references
    }
}

/// A record as `fmt` writes it into a file of its own.
fn laid_out(text: &str, kind: Kind) -> anyhow::Result<String> {
    let (document, _) = parse(text, MAX_DEPTH).map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
    Ok(pretty(&document, kind))
}

fn write_folder(claims: &Path, round: &[Made]) -> anyhow::Result<()> {
    // A thousand files a folder.
    let shard = |made: &Made| claims.join(format!("{:03}", made.position / 1_000));
    for made in round {
        let folder = shard(made);
        if made.position.is_multiple_of(1_000) {
            make_folder(&folder)?;
        }
    }
    round.par_iter().try_for_each(|made| {
        let path = shard(made).join(format!("{}.json", made.draft.id));
        write_new(&path, &made.text)
    })
}

/// Keys lie outside the repository: that of `news` in `news.key.pem`.
fn key_beside(root: &Path) -> anyhow::Result<PathBuf> {
    let root = fs::canonicalize(root)?;
    let mut name = root.file_name().unwrap_or_default().to_owned();
    name.push(".key.pem");
    Ok(root.with_file_name(name))
}

fn make_folder(path: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(path).with_context(|| format!("the folder {} could not be made", path.display()))
}

fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    File::create_new(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("{} could not be written", path.display()))
}
