//! A reader that knows where it is and how much it has handed out since it was last asked.

use std::io::{self, BufRead, Read};

use crate::error::{Fault, ListErrorKind, Position};

/// The longest text and the largest entry of the Security Council's list. The longest text there has some 1,700
/// characters, the largest entry some twenty thousand.
pub(crate) const LONGEST: usize = 1 << 20;

/// Counts lines and columns of what is consumed, and ends a piece that would not fit in memory.
pub(crate) struct Source<R> {
    input: R,
    position: Position,
    consumed: usize,
    limit: usize,
}

impl<R: BufRead> Source<R> {
    pub(crate) fn new(input: R, limit: usize) -> Self {
        Self {
            input,
            position: Position::START,
            consumed: 0,
            limit,
        }
    }

    /// Where the next byte is.
    pub(crate) const fn position(&self) -> Position {
        self.position
    }

    /// Starts a new piece.
    pub(crate) const fn begin(&mut self) {
        self.consumed = 0;
    }

    /// The fault behind an I/O error of this reader.
    pub(crate) fn fault(&self, error: &io::Error) -> Fault {
        if self.consumed >= self.limit {
            Fault::new(
                ListErrorKind::TooLarge,
                format!("one piece of more than {} bytes", self.limit),
                "fields of at most that many bytes",
                "this is no sanctions list, or it is damaged: fetch it again",
            )
        } else {
            Fault::unreadable(error)
        }
    }
}

impl<R: BufRead> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = self.limit - self.consumed.min(self.limit);
        if left == 0 {
            return Err(io::Error::other("a piece longer than its limit"));
        }
        let buffer = self.input.fill_buf()?;
        Ok(buffer.get(..left).unwrap_or(buffer))
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(buffer) = self.input.fill_buf() {
            self.position
                .advance(buffer.get(..amount).unwrap_or(buffer));
        }
        self.consumed = self.consumed.saturating_add(amount);
        self.input.consume(amount);
    }
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let amount = available.len().min(out.len());
        out[..amount].copy_from_slice(&available[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}
