//! Captures: the files in `evidence` or the parts of a bundle, held against the digests that name them and the quotes
//! beside those.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{Read, Take};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::capture::{CapturedText, Form as TextForm, QuoteState};
use crate::corpus::{
    Base, Bundle, EVIDENCE, FileError, Form, InputFile, Reach, Repository, capture_in, open_file,
    read_open_file,
};
use crate::record::{MAX_CAPTURE, Sha256Hex};

use super::entry::{Capture, Entry, Quoted};
use super::examine::half_hash;

/// What a look at a capture gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaptureState {
    /// The file is what its digest says; its size in bytes.
    Intact(u64),
    /// The file is something else.
    Altered(String),
    /// There is no such file.
    Missing,
    /// The file could not be read.
    Unreadable(String),
}

impl CaptureState {
    /// As written in outputs.
    pub const fn as_str(&self) -> &'static str {
        match self {
            CaptureState::Intact(_) => "intact",
            CaptureState::Altered(_) => "altered",
            CaptureState::Missing => "missing",
            CaptureState::Unreadable(_) => "unreadable",
        }
    }
}

/// The captures of a run. Those of a repository lie in its folder; without one, each record's are looked for from its
/// own file upwards, so that no record is held against the captures of another place. A bundle brings its own.
#[derive(Default)]
pub(super) struct Captures {
    stores: Vec<Store>,
    store_of_file: HashMap<u32, usize>,
    looks: HashMap<(usize, Sha256Hex), Look>,
}

/// Where captures lie.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Store {
    /// In the folder `evidence` of this one.
    Folder(PathBuf),
    /// In a bundle.
    Bundle(Arc<Bundle>),
}

impl Store {
    fn of(repository: Option<&Repository>, file: &InputFile, known: &mut HashMap<PathBuf, PathBuf>) -> Self {
        match (repository, &file.form) {
            (_, Form::Bundle(Some(bundle))) => Store::Bundle(Arc::clone(bundle)),
            (Some(repository), _) => Store::Folder(repository.root().to_owned()),
            (None, _) => Store::Folder(folder_with_evidence(file, known)),
        }
    }

    /// The file of a capture that lies in a file of its own.
    fn path(&self, sha256: Sha256Hex) -> Option<PathBuf> {
        match self {
            Store::Folder(folder) => Some(capture_in(folder, sha256)),
            Store::Bundle(_) => None,
        }
    }

    /// The bytes of a capture, and how many they are. A capture is a regular file of its own; its size is looked at
    /// before it is hashed.
    fn open(&self, sha256: Sha256Hex) -> Result<(Take<File>, u64), FileError> {
        match self {
            Store::Folder(folder) => {
                let (file, size) = open_file(&capture_in(folder, sha256), Reach::Walked)?;
                // One that grows while it is hashed costs no more than the largest there may be.
                Ok((file.take(MAX_CAPTURE + 1), size))
            }
            Store::Bundle(bundle) => bundle.open_capture(sha256),
        }
    }
}

/// What one look at a capture gave, for itself and for the quotes from it.
#[derive(Debug)]
struct Look {
    state: CaptureState,
    /// Where it is intact: for each quote, by form and a hash of its text.
    quotes: HashMap<(TextForm, [u8; 16]), QuoteState>,
}

impl From<CaptureState> for Look {
    fn from(state: CaptureState) -> Self {
        Self {
            state,
            quotes: HashMap::new(),
        }
    }
}

/// The quotes that are looked for in one capture, in an order that depends on nothing else.
type Quotes<'e> = BTreeSet<(TextForm, &'e str)>;

impl Captures {
    /// Looks at the captures of these entries, and for the quotes in them.
    pub fn look_for<'e>(
        repository: Option<&Repository>,
        files: &[InputFile],
        entries: impl Iterator<Item = &'e Entry>,
        base: Option<&Base>,
    ) -> Self {
        Self::look_with(repository, files, entries, base, |capture| {
            capture.quote.as_deref()
        })
    }

    /// Looks at the captures of these entries, whatever is quoted from them.
    pub fn look_at_files<'e>(
        repository: Option<&Repository>,
        files: &[InputFile],
        entries: impl Iterator<Item = &'e Entry>,
    ) -> Self {
        Self::look_with(repository, files, entries, None, |_| None)
    }

    fn look_with<'e>(
        repository: Option<&Repository>,
        files: &[InputFile],
        entries: impl Iterator<Item = &'e Entry>,
        base: Option<&Base>,
        quote_of: fn(&'e Capture) -> Option<&'e Quoted>,
    ) -> Self {
        let mut captures = Self::default();
        let mut known = HashMap::new();
        let mut numbers: HashMap<PathBuf, usize> = HashMap::new();
        let mut wanted: Vec<HashMap<Sha256Hex, Quotes<'e>>> = Vec::new();
        for entry in entries.filter(|entry| !entry.captures().is_empty()) {
            let store = *captures.store_of_file.entry(entry.file).or_insert_with(|| {
                let store = Store::of(repository, &files[entry.file as usize], &mut known);
                let folder = match &store {
                    Store::Folder(folder) => folder.clone(),
                    // It is the only file of its run.
                    Store::Bundle(_) => PathBuf::new(),
                };
                *numbers.entry(folder).or_insert_with(|| {
                    captures.stores.push(store);
                    captures.stores.len() - 1
                })
            });
            wanted.resize_with(captures.stores.len(), HashMap::new);
            for capture in entry.captures() {
                let quotes = wanted[store].entry(capture.sha256).or_default();
                quotes.extend(quote_of(capture).and_then(|quote| Some((quote.form.ok()?, &*quote.text))));
            }
        }
        for (number, wanted) in wanted.into_iter().enumerate() {
            let had = base.map_or(Ok(()), |base| base.have_captures(wanted.keys().copied()));
            let looks = match had {
                Ok(()) => look(&captures.stores[number], wanted),
                Err(error) => all_unreadable(wanted, &error.to_string()),
            };
            captures
                .looks
                .extend(looks.into_iter().map(|(sha256, look)| ((number, sha256), look)));
        }
        captures
    }

    /// The state of a capture of a record in the file with this number.
    pub fn state(&self, file: u32, sha256: Sha256Hex) -> Option<&CaptureState> {
        Some(&self.look(file, sha256)?.state)
    }

    /// The file of a capture of a record in the file with this number; `None` where it has none of its own, or was not
    /// looked for.
    pub fn path(&self, file: u32, sha256: Sha256Hex) -> Option<PathBuf> {
        self.stores[*self.store_of_file.get(&file)?].path(sha256)
    }

    /// What became of the quote beside a capture; `None` where there is none, or the capture is not intact.
    pub fn quote(&self, file: u32, capture: &Capture) -> Option<QuoteState> {
        let look = self.look(file, capture.sha256)?;
        let quote = capture.quote.as_ref()?;
        match (&look.state, quote.form) {
            (CaptureState::Intact(_), Ok(form)) => look.quotes.get(&(form, half_hash(&quote.text))).cloned(),
            (CaptureState::Intact(_), Err(why)) => Some(QuoteState::NotCheckable(why)),
            _ => None,
        }
    }

    fn look(&self, file: u32, sha256: Sha256Hex) -> Option<&Look> {
        let store = *self.store_of_file.get(&file)?;
        self.looks.get(&(store, sha256))
    }
}

/// The nearest folder upwards from a file that has a folder of captures, else the file's own.
fn folder_with_evidence(file: &InputFile, known: &mut HashMap<PathBuf, PathBuf>) -> PathBuf {
    let own = file.belongs_to.as_deref().or(file.path.parent());
    let own = own.unwrap_or(Path::new("."));
    if let Some(folder) = known.get(own) {
        return folder.clone();
    }
    let folder = own
        .ancestors()
        .find(|folder| folder.join(EVIDENCE).is_dir())
        .unwrap_or(own);
    known.insert(own.to_owned(), folder.to_owned());
    folder.to_owned()
}

fn all_unreadable(captures: HashMap<Sha256Hex, Quotes<'_>>, why: &str) -> HashMap<Sha256Hex, Look> {
    let state = || CaptureState::Unreadable(why.to_owned());
    captures
        .into_keys()
        .map(|capture| (capture, state().into()))
        .collect()
}

/// Looks at each capture once, on all cores.
fn look(store: &Store, captures: HashMap<Sha256Hex, Quotes<'_>>) -> HashMap<Sha256Hex, Look> {
    if matches!(store, Store::Folder(folder) if folder.join(EVIDENCE).is_symlink()) {
        return all_unreadable(captures, "the folder evidence is a symbolic link");
    }
    let large = Mutex::new(());
    captures
        .into_par_iter()
        .map(|(capture, quotes)| (capture, look_at(store, capture, &quotes, &large)))
        .collect()
}

/// Captures of more bytes than this are searched one at a time, so that not every core holds the largest there may be
/// and its text. Nearly all pages are smaller.
const LARGE: u64 = 4 << 20;

fn look_at(store: &Store, capture: Sha256Hex, quotes: &Quotes<'_>, large: &Mutex<()>) -> Look {
    let (file, size) = match store.open(capture) {
        Ok(opened) => opened,
        Err(FileError::NotFound) => return CaptureState::Missing.into(),
        Err(error) => return CaptureState::Unreadable(error.to_string()).into(),
    };
    if size > MAX_CAPTURE {
        let why = format!("it has {size} bytes, more than the {MAX_CAPTURE} that a capture may have");
        return CaptureState::Altered(why).into();
    }
    if quotes.is_empty() {
        return match hash(file) {
            Ok(found) => state(found, capture, size).into(),
            Err(error) => CaptureState::Unreadable(error.to_string()).into(),
        };
    }
    let _alone = (size > LARGE).then(|| large.lock().unwrap_or_else(PoisonError::into_inner));
    let bytes = match read_open_file(file, size) {
        Ok(bytes) => bytes,
        Err(error) => return CaptureState::Unreadable(error.to_string()).into(),
    };
    let state = state(Sha256Hex(Sha256::digest(&bytes).into()), capture, size);
    let quotes = match state {
        CaptureState::Intact(_) => look_for(quotes, &bytes),
        _ => HashMap::new(),
    };
    Look { state, quotes }
}

fn state(found: Sha256Hex, named: Sha256Hex, size: u64) -> CaptureState {
    if found == named {
        CaptureState::Intact(size)
    } else {
        CaptureState::Altered("its contents have another digest than its name says".to_owned())
    }
}

fn look_for(quotes: &Quotes<'_>, bytes: &[u8]) -> HashMap<(TextForm, [u8; 16]), QuoteState> {
    let mut states = HashMap::new();
    for form in [TextForm::Html, TextForm::Plain] {
        let mut quotes = quotes
            .range((form, "")..)
            .take_while(|(of, _)| *of == form)
            .peekable();
        if quotes.peek().is_none() {
            continue;
        }
        let mut text = CapturedText::new(bytes, form);
        for (_, quote) in quotes {
            let state = match &mut text {
                Ok(text) => text.look_for(quote),
                Err(why) => QuoteState::NotCheckable(*why),
            };
            states.insert((form, half_hash(quote)), state);
        }
    }
    states
}

fn hash(mut file: impl Read) -> std::io::Result<Sha256Hex> {
    const BLOCK: usize = 1 << 16;
    let mut hasher = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        match file.read(&mut block)? {
            0 => return Ok(Sha256Hex(hasher.finalize().into())),
            read => hasher.update(&block[..read]),
        }
    }
}
