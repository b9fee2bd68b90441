//! An output that is not whole yet: its rows so far, and a record of how far it has come, so that a run that was
//! interrupted is gone on with.
//!
//! Both lie beside the output: `.NAME.part` and `.NAME.resume`. The record is replaced after every chunk, when the rows it
//! speaks of are on disk; what stands in the part beyond it is cut off before going on.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::rows::BatchError;
use super::summary::Summary;

/// All that answers depend on. A run is gone on with only where it is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The moment notices have to stand at. Whoever goes on with a run takes the moment it began ([`interrupted`]).
    pub at: Timestamp,
    /// The rest, by what it is called in messages, as `the list un.xml` with its [`fingerprint`]. [`super::run_file`] adds
    /// the input and what the [`super::Job`] says.
    pub rest: BTreeMap<String, String>,
}

/// Where a run from file to file begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Start {
    /// At the first row, whatever an interrupted run left.
    #[default]
    Anew,
    /// Where an interrupted run ended, if there was one.
    GoOn,
}

/// How far an output has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Record {
    stamp: Stamp,
    /// Bytes of the part.
    written: u64,
    /// What came of the rows so far.
    summary: Summary,
}

/// An output that is being written, by nobody else.
pub(super) struct Unfinished {
    paths: Paths,
    part: File,
    record: Record,
}

struct Paths {
    output: PathBuf,
    part: PathBuf,
    record: PathBuf,
    new_record: PathBuf,
}

impl Paths {
    fn of(output: &Path) -> Self {
        let beside = |ending: &str| {
            let mut name = OsString::from(".");
            name.push(output.file_name().unwrap_or_default());
            name.push(ending);
            output.with_file_name(name)
        };
        Self {
            output: output.to_owned(),
            part: beside(".part"),
            record: beside(".resume"),
            new_record: beside(".resume.new"),
        }
    }

    fn failed(&self) -> impl FnOnce(io::Error) -> BatchError {
        BatchError::io(format!("{} could not be written", self.output.display()))
    }

    fn remove_record(&self) -> Result<(), BatchError> {
        match std::fs::remove_file(&self.record) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.failed()(error)),
            _ => Ok(()),
        }
    }

    fn record(&self) -> Result<Option<Record>, BatchError> {
        let text = match std::fs::read(&self.record) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.failed()(error)),
        };
        let record = serde_json::from_slice(&text).map_err(|error| BatchError::Unfinished {
            output: self.output.clone(),
            problem: format!(
                "its record {} cannot be read ({error})",
                self.record.display()
            ),
        })?;
        Ok(Some(record))
    }
}

/// When the run began that was interrupted before this output was whole; none where there was none.
///
/// # Errors
/// [`BatchError`] when its record cannot be read.
pub fn interrupted(output: &Path) -> Result<Option<Timestamp>, BatchError> {
    let paths = Paths::of(output);
    let record = paths.record()?.filter(|_| paths.part.exists());
    Ok(record.map(|record| record.stamp.at))
}

/// SHA-256 of a file, or of all files of a folder with their names, as text.
///
/// # Errors
/// Whatever reading them fails with.
pub fn fingerprint(path: &Path) -> io::Result<String> {
    let mut sum = Sha256::new();
    if path.is_dir() {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            if entry.path().is_file() {
                files.push(entry.path());
            }
        }
        files.sort();
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            sum.update(format!("{}:{name} {};", name.len(), fingerprint(&file)?));
        }
    } else {
        let mut file = File::open(path)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            sum.update(buffer.get(..read).unwrap_or_default());
        }
    }
    let hex: Vec<String> = sum.finalize().iter().map(|b| format!("{b:02x}")).collect();
    Ok(format!("sha256:{}", hex.concat()))
}

impl Unfinished {
    /// Opens what will be the output, and cuts it to what its record speaks of.
    pub(super) fn open(output: &Path, stamp: Stamp, start: Start) -> Result<Self, BatchError> {
        let paths = Paths::of(output);
        if output.exists() && !output.is_file() {
            return Err(BatchError::NoFile(output.to_owned()));
        }
        let mut part = open_private(&paths.part).map_err(paths.failed())?;
        match part.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BatchError::Busy(output.to_owned())),
            Err(TryLockError::Error(error)) => return Err(paths.failed()(error)),
        }
        let held = match start {
            Start::Anew => None,
            Start::GoOn => paths.record()?,
        };
        // A record without a part is what a run leaves that ended between its last two steps.
        let length = part.metadata().map_err(paths.failed())?.len();
        let record = match held.filter(|_| length > 0) {
            None => {
                // Else the record of an earlier run would speak of this one's rows.
                paths.remove_record()?;
                Record {
                    stamp,
                    written: 0,
                    summary: Summary::default(),
                }
            }
            Some(record) => {
                if let Some(problem) = difference(&record.stamp, &stamp) {
                    let output = output.to_owned();
                    return Err(BatchError::Changed { output, problem });
                }
                if record.written > length {
                    return Err(BatchError::Unfinished {
                        output: output.to_owned(),
                        problem: "its rows are fewer than its record says".to_owned(),
                    });
                }
                record
            }
        };
        part.set_len(record.written).map_err(paths.failed())?;
        part.seek(SeekFrom::End(0)).map_err(paths.failed())?;
        Ok(Self {
            paths,
            part,
            record,
        })
    }

    /// What came of the rows an interrupted run answered.
    pub(super) const fn summary(&self) -> &Summary {
        &self.record.summary
    }

    /// Whether nothing was written yet.
    pub(super) const fn is_new(&self) -> bool {
        self.record.written == 0
    }

    /// Writes a chunk, and then that it is written.
    pub(super) fn write(&mut self, text: &str, summary: &Summary) -> Result<(), BatchError> {
        self.part
            .write_all(text.as_bytes())
            .and_then(|()| self.part.sync_data())
            .map_err(self.paths.failed())?;
        self.record.written += text.len() as u64;
        self.record.summary = summary.clone();
        self.save().map_err(self.paths.failed())
    }

    fn save(&self) -> io::Result<()> {
        let mut new = open_private(&self.paths.new_record)?;
        new.set_len(0)?;
        new.write_all(&serde_json::to_vec(&self.record)?)?;
        new.sync_data()?;
        std::fs::rename(&self.paths.new_record, &self.paths.record)
    }

    /// A file in the output's folder.
    #[cfg(feature = "parquet")]
    pub(super) fn temporary(&self) -> Result<tempfile::NamedTempFile, BatchError> {
        let folder = self.paths.part.parent().unwrap_or(Path::new("."));
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        tempfile::Builder::new()
            .prefix(".mithaq-screen-")
            .tempfile_in(folder)
            .map_err(self.paths.failed())
    }

    /// The rows so far, from the first.
    #[cfg(feature = "parquet")]
    pub(super) fn read(&self) -> Result<File, BatchError> {
        File::open(&self.paths.part).map_err(self.paths.failed())
    }

    /// Gives the part the output's name.
    pub(super) fn finish(self) -> Result<(), BatchError> {
        self.part
            .sync_all()
            .and_then(|()| std::fs::rename(&self.paths.part, &self.paths.output))
            .map_err(self.paths.failed())?;
        self.forget();
        Ok(())
    }

    /// Gives this file the output's name; what was written here was its draft.
    #[cfg(feature = "parquet")]
    pub(super) fn finish_as(self, file: tempfile::NamedTempFile) -> Result<(), BatchError> {
        file.as_file().sync_all().map_err(self.paths.failed())?;
        file.persist(&self.paths.output)
            .map_err(|error| self.paths.failed()(error.error))?;
        let _ = std::fs::remove_file(&self.paths.part);
        self.forget();
        Ok(())
    }

    /// Leaves nothing behind: there is nothing to go on with.
    pub(super) fn give_up(self) {
        let _ = std::fs::remove_file(&self.paths.part);
        self.forget();
    }

    /// Removing what has had its use may fail: the next run with this output takes no notice of it.
    fn forget(&self) {
        let _ = std::fs::remove_file(&self.paths.record);
        let _ = std::fs::remove_file(&self.paths.new_record);
    }
}

/// What was screened for is nobody else's to read.
fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// What is not the same any more, in words.
fn difference(was: &Stamp, is: &Stamp) -> Option<String> {
    let short = |value: Option<&String>| {
        value.map_or("none".to_owned(), |value| {
            let cut = if value.starts_with("sha256:") { 19 } else { 80 };
            value.chars().take(cut).collect()
        })
    };
    let names: std::collections::BTreeSet<&String> =
        was.rest.keys().chain(is.rest.keys()).collect();
    let mut changed: Vec<String> = names
        .into_iter()
        .filter(|name| was.rest.get(*name) != is.rest.get(*name))
        .map(|name| {
            let (was, is) = (short(was.rest.get(name)), short(is.rest.get(name)));
            format!("{name} was {was} and is {is}")
        })
        .collect();
    if was.at != is.at {
        changed.push(format!("the moment was {} and is {}", was.at, is.at));
    }
    (!changed.is_empty()).then(|| changed.join("; "))
}
