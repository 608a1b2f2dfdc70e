//! Who signs: a key file that is opened here, or a program outside that holds the key.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::record::PublicKey;
use crate::seal::{OutsideSigner, Refusal, Signer, SignerError};

use super::error::CliError;
use super::key_choice::{ToSign, choose_key, public_key_of};
use super::key_folder::open_key;
use super::outside::Program;
use super::passphrase::PassphraseArguments;

/// Which key signs.
#[derive(Args)]
pub(super) struct SignerArguments {
    /// The key to sign with: FILE or NAME in the key folder
    #[arg(long, value_name = "KEY")]
    key: Option<PathBuf>,
    /// A program that signs instead, with its arguments: it reads 64 bytes and answers with the signature
    #[arg(long, value_name = "COMMAND", requires = "signer_key", conflicts_with_all = ["key", "passphrase_file"])]
    signer: Option<String>,
    /// The key of --signer: did:key:z6Mk…, or FILE or NAME of its public part
    #[arg(long, value_name = "KEY", requires = "signer")]
    signer_key: Option<String>,
    /// How long --signer may take for one signature
    // A person may have to find the token first; but an hour is a night forgotten.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    signer_timeout: u64,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

/// Who signs in this run.
pub(super) struct Chosen {
    pub signer: Box<dyn Signer>,
    /// Whether it is a program, which is asked for one signature at a time: tokens and people can do no more.
    pub outside: bool,
}

impl SignerArguments {
    /// The signer that was chosen; where none was, the trust list tells which of several keys it can be. Where nothing is
    /// written, a program outside is not asked for signatures.
    pub fn choose(&self, to_sign: &ToSign<'_>, dry_run: bool) -> Result<Chosen, CliError> {
        let (Some(command), Some(key)) = (&self.signer, &self.signer_key) else {
            let key = open_key(&choose_key(self.key.as_deref(), to_sign)?, &self.passphrase)?;
            return Ok(Chosen {
                signer: Box::new(key),
                outside: false,
            });
        };
        let key = public_key_of(key)?;
        let program = Program::parse(command, Duration::from_secs(self.signer_timeout))?;
        let ask = move |message: &[u8; 64]| program.ask(message).map_err(Refusal::from);
        let signer: Box<dyn Signer> = if dry_run {
            Box::new(Unasked {
                key,
                verification_method: key.verification_method(),
            })
        } else {
            Box::new(OutsideSigner::new(key, ask))
        };
        Ok(Chosen {
            signer,
            outside: true,
        })
    }
}

/// Stands for a signer in a run that writes nothing.
struct Unasked {
    key: PublicKey,
    verification_method: String,
}

impl Signer for Unasked {
    fn public(&self) -> PublicKey {
        self.key
    }

    fn verification_method(&self) -> &str {
        &self.verification_method
    }

    /// As long as a signature when it is written; nobody gets to see it.
    fn signature(&self, _: &[u8; 64]) -> Result<[u8; 64], SignerError> {
        Ok([0xff; 64])
    }
}
