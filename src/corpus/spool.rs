//! Standard input, spooled to a temporary file so that it can be read in blocks and looked at again.

use std::io::{self, Read, Seek, Write};

use tempfile::NamedTempFile;

use super::inputs::Form;
use super::temporary::Temporary;

/// The most that is taken from standard input: 64 GiB, some twenty million claims. An endless pipe must not fill the
/// disk.
const MAX_SPOOLED: u64 = 64 << 30;

/// Copies `input` into a temporary file, and says whether it is one document or one record a line: the latter where
/// the first line that is not blank is a JSON value by itself and another follows, or where there is no such line.
///
/// # Errors
///
/// What reading or writing gave, or that the input is larger than 64 GiB.
pub fn spool(input: &mut dyn Read) -> io::Result<(Temporary<NamedTempFile>, Form)> {
    let mut file = Temporary::new(|| NamedTempFile::with_prefix("byline-"))?;
    let copied = io::copy(&mut input.take(MAX_SPOOLED + 1), &mut *file)?;
    if copied > MAX_SPOOLED {
        return Err(io::Error::other("standard input is larger than 64 GiB"));
    }
    file.flush()?;
    file.rewind()?;
    let mut start = Vec::new();
    // A first line longer than a record may be is too long in either form.
    Read::by_ref(file.as_file_mut())
        .take(crate::record::MAX_RECORD as u64 + 1)
        .read_to_end(&mut start)?;
    let is_whole = copied == start.len() as u64;
    let start = start.trim_ascii_start();
    let form = match start.iter().position(|byte| *byte == b'\n') {
        _ if start.is_empty() => Form::Lines,
        Some(end) if is_value(&start[..end]) => {
            let more = !start[end..].trim_ascii().is_empty() || !is_whole;
            if more { Form::Lines } else { Form::Document }
        }
        _ => Form::Document,
    };
    Ok((file, form))
}

fn is_value(line: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}
