//! A text file line by line: bounded, each line with its place.

use std::io::{BufRead, Read};

use crate::error::{Fault, Position};
use crate::source::Source;

/// The longest line of any list. An entity with all it is linked to nested inside may take some megabytes.
const LONGEST_LINE: usize = 16 << 20;

/// The lines of a file.
pub(crate) struct Lines<R> {
    source: Source<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R) -> Self {
        // One byte more than the longest line, so that its line feed fits.
        Self {
            source: Source::new(input, LONGEST_LINE + 1),
            buffer: Vec::new(),
        }
    }

    /// The next line without its end, in whatever encoding, and where it begins.
    pub(crate) fn next_bytes(&mut self) -> Result<Option<(Position, &[u8])>, Fault> {
        let at = self.source.position();
        self.buffer.clear();
        self.source.begin();
        let read = self.source.read_until(b'\n', &mut self.buffer);
        read.map_err(|error| self.source.fault(&error).at(at))?;
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let bytes = self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer);
        Ok(Some((at, bytes.strip_suffix(b"\r").unwrap_or(bytes))))
    }

    /// The same, where the file must be UTF-8.
    pub(crate) fn next(&mut self) -> Result<Option<(Position, &str)>, Fault> {
        let Some((at, bytes)) = self.next_bytes()? else {
            return Ok(None);
        };
        match std::str::from_utf8(bytes) {
            Ok(line) => Ok(Some((at, line))),
            Err(error) => {
                let mut wrong = at;
                wrong.advance(&bytes[..error.valid_up_to()]);
                let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
                Err(Fault::not_utf8(format!("the byte 0x{byte:02X}, which is not UTF-8")).at(wrong))
            }
        }
    }
}

/// A whole small file as text.
pub(crate) fn whole_text(mut input: impl Read) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    input
        .read_to_end(&mut bytes)
        .map_err(|error| Fault::unreadable(&error))?;
    String::from_utf8(bytes).map_err(|error| {
        let mut at = Position::START;
        let valid = error.utf8_error().valid_up_to();
        at.advance(&error.as_bytes()[..valid]);
        Fault::not_utf8("a byte that is not UTF-8").at(at)
    })
}
