//! A claim told step by step.

use std::path::Path;

use crate::cli::error::{CliError, Status};
use crate::cli::new::target::{create, laid_out, repository_here};
use crate::cli::output::{shown, to_output};
use crate::corpus::Repository;
use crate::record::{Kind, Lang, Slug};

use super::draft::Draft;
use super::preview;
use super::prompts::{Reply, check_text, choose, line};
use super::registry::{Registry, from_here, short_name};
use super::whom::{Asking, date};

/// The longest statement, in characters.
const MOST_STATEMENT: usize = 2_000;

/// What can be done once something was told.
#[derive(Clone, Copy)]
enum Next {
    Write,
    AddOutlet,
    TakeBack,
    Reword,
    Stop,
}

/// Asks for a claim and writes it.
pub(in crate::cli::new) fn ask_claim() -> Result<Status, CliError> {
    let repository = repository_here()?;
    let mut registry = Registry::of(&repository)?;
    let asked = ask(&repository, &mut registry);
    match asked {
        Err(error) if !registry.kept.is_empty() => {
            let kept: Vec<String> = registry.kept.iter().map(|path| shown(&from_here(path))).collect();
            Err(error.hint(format!(
                "the sources that you added were kept: {}",
                kept.join(", ")
            )))
        }
        other => other,
    }
}

fn ask(repository: &Repository, registry: &mut Registry) -> Result<Status, CliError> {
    let Some(mut draft) = beginning(repository)? else {
        return stopped();
    };
    // What was told before each addition, so that the last one can be taken back.
    let mut before: Vec<Draft> = Vec::new();
    loop {
        let question = if draft.links.is_empty() {
            "Who published it? The outlet that you read, heard or saw"
        } else {
            "Who else published it, or published a denial?"
        };
        let past = draft.clone();
        let mut asking = Asking {
            draft: &mut draft,
            registry,
        };
        match asking.outlet(question, true, 0)? {
            Some(_) => before.push(past),
            None if draft.links.is_empty() => match beginning_again(repository, &draft)? {
                Some(again) => {
                    draft = again;
                    continue;
                }
                None => return stopped(),
            },
            None => {}
        }
        loop {
            preview::show(&draft, repository)?;
            match next(before.len())?.unwrap_or(Next::AddOutlet) {
                Next::Write => return write(repository, registry, &draft),
                Next::AddOutlet => break,
                Next::Reword => {
                    if let Some(again) = beginning_again(repository, &draft)? {
                        draft = again;
                    }
                }
                Next::TakeBack => {
                    draft = before.pop().unwrap_or_default();
                    if draft.links.is_empty() {
                        break;
                    }
                }
                Next::Stop => return stopped(),
            }
        }
    }
}

fn stopped() -> Result<Status, CliError> {
    Err(CliError::new(
        Status::Interrupted,
        anyhow::anyhow!("stopped; the claim was not written"),
    ))
}

fn next(told: usize) -> Reply<Next> {
    let mut choices = vec![
        ("write the claim".to_owned(), Next::Write),
        (
            "add another outlet that published it, or a denial".to_owned(),
            Next::AddOutlet,
        ),
        ("say the claim in other words".to_owned(), Next::Reword),
        ("stop, and write nothing".to_owned(), Next::Stop),
    ];
    if told > 0 {
        choices.insert(2, ("take back what was added last".to_owned(), Next::TakeBack));
    }
    choose("What next?", choices)
}

fn beginning(repository: &Repository) -> Reply<Draft> {
    beginning_again(repository, &Draft::default())
}

/// Asks what is claimed, what to call it and when it happened; the answers so far are offered.
fn beginning_again(repository: &Repository, draft: &Draft) -> Reply<Draft> {
    let mut draft = draft.clone();
    let mut step = 0;
    while step < 4 {
        let answered = match step {
            0 => ask_statement(&mut draft)?,
            1 => ask_id(repository, &mut draft)?,
            2 => ask_lang(&mut draft)?,
            _ => ask_when(&mut draft)?,
        };
        match (answered, step) {
            (Some(()), _) => step += 1,
            (None, 0) => return Ok(None),
            (None, _) => step -= 1,
        }
    }
    Ok(Some(draft))
}

fn ask_statement(draft: &mut Draft) -> Reply<()> {
    let check = |answer: &str| check_text(answer, 1, MOST_STATEMENT);
    let answer = line("What is claimed, in one sentence?", &draft.statement, "", check)?;
    Ok(answer.map(|statement| draft.statement = statement))
}

fn ask_id(repository: &Repository, draft: &mut Draft) -> Reply<()> {
    let offered = if draft.id.is_empty() {
        let words: Vec<&str> = draft.statement.split_whitespace().take(5).collect();
        short_name(&words.join(" ")).replace('.', "")
    } else {
        draft.id.clone()
    };
    let claims = repository.root().join("claims");
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
    let answer = line("A short name for it?", &offered, "its file is called so", check)?;
    Ok(answer.map(|id| draft.id = id))
}

fn ask_lang(draft: &mut Draft) -> Reply<()> {
    let offered = if draft.lang.is_empty() { "en" } else { &draft.lang };
    let check = |answer: &str| match Lang::parse(answer.trim()) {
        Some(_) => Ok(()),
        None => Err("a language as in the web: en, de, ar, zh-Hant".to_owned()),
    };
    let answer = line(
        "In which language did you write that?",
        offered,
        "en is English",
        check,
    )?;
    Ok(answer.map(|lang| draft.lang = lang))
}

fn ask_when(draft: &mut Draft) -> Reply<()> {
    let answer = date("When did it happen, or begin?")?;
    Ok(answer.map(|day| draft.happened = Some(day).filter(|day| !day.is_empty())))
}

fn write(repository: &Repository, registry: &Registry, draft: &Draft) -> Result<Status, CliError> {
    let path = repository
        .root()
        .join("claims")
        .join(format!("{}.json", draft.id));
    create(&path, &laid_out(&draft.value().to_string(), Kind::Claim)?)?;
    let written: Vec<String> = std::iter::once(path.as_path())
        .chain(registry.kept.iter().map(|path| path.as_path()))
        .map(|path: &Path| shown(&from_here(path)))
        .collect();
    to_output(|out| {
        for path in &written {
            writeln!(out, "{path}")?;
        }
        writeln!(out, "Next: `byline sign {}`", written.join(" "))
    })?;
    Ok(Status::Done)
}
