//! Who signs: a key file that is opened here, or a program outside that holds the key.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::record::PublicKey;
use crate::seal::{OutsideSigner, Refusal, Signer, SignerError};

use super::error::CliError;
use super::key_folder::{choose_key, open_key, read_public};
use super::outside::Program;
use super::passphrase::PassphraseArguments;

/// Which key signs.
#[derive(Args)]
pub(super) struct SignerArguments {
    /// The key file to sign with
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// A program that signs instead, with its arguments: it reads 64 bytes and answers with the signature
    #[arg(long, value_name = "COMMAND", requires = "signer_key", conflicts_with_all = ["key", "passphrase_file"])]
    signer: Option<String>,
    /// The key of --signer: did:key:z6Mk…, or a file with the public key
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
    /// The signer that was chosen. Where nothing is written, a program outside is not asked for signatures.
    pub fn choose(&self, dry_run: bool) -> Result<Chosen, CliError> {
        let (Some(command), Some(key)) = (&self.signer, &self.signer_key) else {
            let key = open_key(&choose_key(self.key.as_deref())?, &self.passphrase)?;
            return Ok(Chosen {
                signer: Box::new(key),
                outside: false,
            });
        };
        let key = public_key(key)?;
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

fn public_key(text: &str) -> Result<PublicKey, CliError> {
    if text.starts_with("did:") {
        return PublicKey::from_did(text).map_err(|error| {
            CliError::usage(format!("--signer-key: {error}"))
                .hint("`byline key export` prints the did:key of a public key that OpenSSL wrote")
        });
    }
    Ok(read_public(Path::new(text))?.key)
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
