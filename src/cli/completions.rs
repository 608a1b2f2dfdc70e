//! `byline completions`

use clap::{Args, Command};
use clap_complete::Shell;

use super::error::{CliError, Status};
use super::output::to_raw_output;

/// Print what a shell needs to complete the words of a command line
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline completions bash \\\n    > ~/.local/share/bash-completion/completions/byline\n  \
byline completions zsh > ~/.zfunc/_byline\n  \
byline completions fish > ~/.config/fish/completions/byline.fish"
)]
pub(super) struct Arguments {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, mut command: Command) -> Result<Status, CliError> {
    // In memory first: the generator panics where its output cannot be written, to a pipe that closed say.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "byline", &mut script);
    to_raw_output(|out| out.write_all(&script))?;
    Ok(Status::Done)
}
