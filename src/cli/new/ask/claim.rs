//! A claim told step by step.

use crate::cli::error::{CliError, Status};
use crate::cli::new::language::{DEFAULT_LANG, check_language, is_in_other_script};
use crate::cli::new::target::{Target, needed_repository, show_new, tell_written, write_record};
use crate::cli::new::uncaptured::advised_capture;
use crate::corpus::Repository;
use crate::record::{Kind, Slug};

use super::answers::check_sentence;
use super::asked::{Ended, Questions, Reply, ask_all};
use super::draft::Draft;
use super::parties::{Known, date};
use super::preview;
use super::registry::{Added, Registry};
use super::source_words::short_name;
use super::steps::Steps;
use super::whom::{Asking, WHO_ELSE};

/// The longest statement, in characters.
pub(super) const MOST_STATEMENT: usize = 2_000;

/// What can be done once something was told.
#[derive(Clone, Copy)]
enum Next {
    Write,
    Add(Addition),
    TakeBack,
    Reword,
    Stop,
}

/// What is added.
#[derive(Clone, Copy)]
enum Addition {
    Outlet,
    Denial,
    Below,
    Claim,
    Detail,
}

/// Asks for a claim and writes it.
pub(in crate::cli::new) fn ask_claim(target: &Target) -> Result<Status, CliError> {
    target.refuse_taken()?;
    let repository = needed_repository()?;
    let mut registry = Registry::of(&repository, Added::of(target))?;
    let draft = ask_all("stopped; the claim was not written", |questions| {
        ask(questions, &repository, &mut registry)
    });
    let written = draft.and_then(|draft| write(&repository, &registry, &draft, target));
    written.map_err(|error| registry.told_kept(error))
}

fn ask(questions: &Questions, repository: &Repository, registry: &mut Registry) -> Reply<Draft> {
    let mut steps = Steps::of(Draft::default());
    ask_beginning(questions, repository, &mut steps.draft)?;
    let mut next = Next::Add(Addition::Outlet);
    loop {
        match next {
            Next::Write => return Ok(steps.draft),
            Next::Stop => return Err(Ended::Stopped),
            Next::TakeBack => steps.take_back(),
            Next::Reword => ask_beginning(questions, repository, &mut steps.draft)?,
            Next::Add(what) => {
                steps.begin();
                Asking::new(questions, &mut steps.draft, registry, repository).add(what)?;
            }
        }
        if !steps.draft.links.is_empty() {
            let hint = "what was added last is taken back: add it anew, without that";
            steps.take_back_if_invalid(questions, hint);
        }
        next = match steps.draft.links.is_empty() {
            true => Next::Add(Addition::Outlet),
            false => {
                if questions.is_asking() {
                    preview::show(&steps.draft, repository, registry.once_signed())?;
                }
                ask_next(questions, steps.count())?
            }
        };
    }
}

fn ask_next(questions: &Questions, told: usize) -> Reply<Next> {
    let mut choices = vec![
        ("write the claim", Next::Write),
        (
            "add another outlet that published it",
            Next::Add(Addition::Outlet),
        ),
        ("add a denial", Next::Add(Addition::Denial)),
        (
            "add somebody else from whom an outlet has it",
            Next::Add(Addition::Below),
        ),
        (
            "rest it on another claim of this repository as well",
            Next::Add(Addition::Claim),
        ),
        (
            "add a quote, an archived copy, a remark, topics",
            Next::Add(Addition::Detail),
        ),
        ("say the claim in other words", Next::Reword),
        ("stop, and write nothing", Next::Stop),
    ];
    if told > 0 {
        choices.insert(
            choices.len() - 2,
            ("take back what was added last", Next::TakeBack),
        );
    }
    questions.choose("What next?", choices)
}

impl Asking<'_> {
    fn add(&mut self, what: Addition) -> Reply<()> {
        match what {
            Addition::Outlet => {
                let question = match self.draft.links.is_empty() {
                    true => "Who published it?",
                    false => WHO_ELSE,
                };
                self.outlet(question, Known::AtFirstHand, 0).map(drop)
            }
            Addition::Denial => self.denial(),
            Addition::Below => self.more_below(),
            Addition::Claim => self.claim(Known::AtFirstHand).map(drop),
            Addition::Detail => self.details(),
        }
    }
}

/// Asks what is claimed, what to call it and when it happened; the answers so far are offered.
fn ask_beginning(questions: &Questions, repository: &Repository, draft: &mut Draft) -> Reply<()> {
    draft.statement = ask_statement(questions, draft)?;
    draft.id = ask_id(questions, repository, draft)?;
    draft.lang = ask_lang(questions, draft)?;
    let day = date(questions, "When did it happen, or begin?")?;
    draft.happened = Some(day).filter(|day| !day.is_empty());
    Ok(())
}

fn ask_statement(questions: &Questions, draft: &Draft) -> Reply<String> {
    let check = |answer: &str| check_sentence(answer, MOST_STATEMENT);
    questions.line("What is claimed, in one sentence?", &draft.statement, "", check)
}

fn ask_id(questions: &Questions, repository: &Repository, draft: &Draft) -> Reply<String> {
    let offered = match draft.id.is_empty() {
        true => id_of(&draft.statement),
        false => draft.id.clone(),
    };
    let claims = repository.folder(Kind::Claim);
    let check = move |answer: &str| {
        let answer = answer.trim();
        if Slug::parse(answer).is_none() {
            return Err("small letters from a to z, digits and hyphens, such as bridge-closed".to_owned());
        }
        match claims.join(format!("{answer}.json")).symlink_metadata() {
            Ok(_) => Err("there is a claim of this name already".to_owned()),
            Err(_) => Ok(()),
        }
    };
    questions.line_or("A short name for it?", &offered, "its file is called so", check)
}

/// The first words of a statement, as an id of it. A number has the word that it counts with it, and stays a number.
fn id_of(statement: &str) -> String {
    const MOST: usize = 5;
    let mut words: Vec<String> = statement.split_whitespace().map(short_name).collect();
    let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let most = MOST + usize::from(words.get(MOST - 1).is_some_and(is_number));
    words.truncate(most);
    let words = words.iter().map(|word| match is_number(word) {
        true => word.replace('.', "-"),
        false => word.replace('.', ""),
    });
    short_name(&words.collect::<Vec<_>>().join("-"))
}

fn ask_lang(questions: &Questions, draft: &Draft) -> Reply<String> {
    let offered = match (is_in_other_script(&draft.statement), draft.lang.as_str()) {
        (true, "" | DEFAULT_LANG) => "",
        (false, "") => DEFAULT_LANG,
        (_, lang) => lang,
    };
    let question = "In which language did you write that?";
    questions.line_or(question, offered, "en is English", check_language)
}

fn write(
    repository: &Repository,
    registry: &Registry,
    draft: &Draft,
    target: &Target,
) -> Result<Status, CliError> {
    let claim = draft.value();
    if target.dry_run {
        registry.show()?;
        return show_new(Kind::Claim, &claim);
    }
    let in_place = || repository.folder(Kind::Claim).join(format!("{}.json", draft.id));
    let path = write_record(target.out.clone().unwrap_or_else(in_place), Kind::Claim, &claim)?;
    let first = match target.out {
        // What lies elsewhere need have no place for captures.
        Some(_) => String::new(),
        None => advised_capture(claim.get("chain"), &path),
    };
    let written = [&[path], registry.kept()].concat();
    tell_written(&written, &first)
}
