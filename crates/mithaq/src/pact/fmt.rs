//! `mithaq pact fmt`: the settled layout of a pact's file.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use mithaq_pact::Pact;

use crate::outcome::{Failure, Outcome, say};

#[derive(Args)]
pub struct Fmt {
    /// Pacts' files; `-` is standard input, laid out on standard output.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Change nothing: name the files that would change, and exit 1 if there are any.
    #[arg(long)]
    check: bool,
}

/// A file before and after.
struct Laid {
    file: PathBuf,
    before: Vec<u8>,
    after: String,
}

impl Laid {
    fn is_settled(&self) -> bool {
        self.before == self.after.as_bytes()
    }
}

/// Every file is read and laid out before the first is written, so that a bad one refuses all.
pub fn run(args: &Fmt) -> crate::Result {
    let laid = args
        .files
        .iter()
        .map(|file| lay_out(file))
        .collect::<Result<Vec<_>, _>>()?;
    let unsettled = || laid.iter().filter(|one| !one.is_settled());
    if args.check {
        for one in unsettled() {
            say(one.file.display());
        }
        return Ok(if unsettled().next().is_none() {
            Outcome::Done
        } else {
            Outcome::No
        });
    }
    for one in &laid {
        if is_standard(&one.file) {
            let out = std::io::stdout().write_all(one.after.as_bytes());
            out.map_err(Failure::outside)?;
        } else if !one.is_settled() {
            write(one)?;
        }
    }
    Ok(Outcome::Done)
}

fn is_standard(file: &Path) -> bool {
    file == Path::new("-")
}

fn lay_out(file: &Path) -> Result<Laid, Failure> {
    let name = file.display();
    let mut before = Vec::new();
    let read = if is_standard(file) {
        std::io::stdin().read_to_end(&mut before).map(|_| ())
    } else {
        std::fs::read(file).map(|bytes| before = bytes)
    };
    read.map_err(|error| Failure::input(format!("{name}: {error}")))?;
    let after = mithaq_pact::layout(&name.to_string(), &before)?;
    // What the file says must not change with its layout; if it did, that would be this program's doing.
    let says = |bytes: &[u8]| Pact::from_bytes(&name.to_string(), bytes).map(|pact| *pact.hash());
    let same = matches!((says(&before), says(after.as_bytes())), (Ok(was), Ok(is)) if was == is);
    if !same {
        return Err(Failure::outside(format!(
            "{name}: laid out, it would say something else; nothing was written. Report this defect"
        )));
    }
    Ok(Laid {
        file: file.to_owned(),
        before,
        after,
    })
}

/// Beside the file, then in its place, so that no reader ever sees half of it.
fn write(laid: &Laid) -> Result<(), Failure> {
    let name = laid.file.display();
    let failed = |error: std::io::Error| Failure::outside(format!("{name}: {error}"));
    // A link stays a link.
    let file = laid.file.canonicalize().map_err(failed)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let permissions = std::fs::metadata(&file).map_err(failed)?.permissions();
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    beside.write_all(laid.after.as_bytes()).map_err(failed)?;
    beside
        .as_file()
        .set_permissions(permissions)
        .map_err(failed)?;
    beside.as_file().sync_all().map_err(failed)?;
    beside.persist(&file).map_err(|error| failed(error.error))?;
    Ok(())
}
