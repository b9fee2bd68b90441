//! Rows of a JSON Lines file: one object a line, flat or as FollowTheMoney writes entities.

use std::io::{BufRead, Read};

use serde_json::{Map, Value};

use super::rows::{BatchError, Counted, LONGEST_ROW};
use super::summary::{Place, Reason, Refusal};
use crate::query::{Query, QueryReader};

pub(super) struct JsonRows<R> {
    input: R,
    line: u64,
    bytes: Vec<u8>,
}

impl<R: BufRead> JsonRows<Counted<R>> {
    pub(super) const fn new(input: Counted<R>) -> Self {
        Self {
            input,
            line: 0,
            bytes: Vec::new(),
        }
    }

    pub(super) const fn input(&self) -> &Counted<R> {
        &self.input
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Result<Query, Refusal>>, BatchError> {
        let read = self.next_line()?;
        Ok(read.map(|line| line.and_then(|()| self.row())))
    }

    /// Passes over a row; whether there was one.
    pub(super) fn skip_row(&mut self) -> Result<bool, BatchError> {
        Ok(self.next_line()?.is_some())
    }

    /// Reads the next line that is not blank.
    fn next_line(&mut self) -> Result<Option<Result<(), Refusal>>, BatchError> {
        loop {
            self.line += 1;
            self.bytes.clear();
            self.input.row();
            let read = self.read_line()?;
            if read == 0 {
                return Ok(None);
            }
            if self.input.is_spent() && self.bytes.last() != Some(&b'\n') {
                self.skip_line()?;
                let why =
                    format!("the line is longer than {LONGEST_ROW} bytes; one row is one line");
                let place = Place::line(self.line);
                return Ok(Some(Err(Refusal::new(place, Reason::TooLong, why))));
            }
            if !self.bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(Ok(())));
            }
        }
    }

    fn read_line(&mut self) -> Result<usize, BatchError> {
        self.input
            .read_until(b'\n', &mut self.bytes)
            .map_err(BatchError::io("the input could not be read"))
    }

    fn skip_line(&mut self) -> Result<(), BatchError> {
        while self.bytes.last() != Some(&b'\n') {
            self.bytes.clear();
            self.input.row();
            if self
                .input
                .by_ref()
                .take(1 << 16)
                .read_until(b'\n', &mut self.bytes)
                .map_err(BatchError::io("the input could not be read"))?
                == 0
            {
                break;
            }
        }
        Ok(())
    }

    fn row(&self) -> Result<Query, Refusal> {
        let place = Place::line(self.line);
        let text = std::str::from_utf8(&self.bytes).map_err(|error| {
            let why = format!(
                "the line is not UTF-8 from its byte {} on",
                error.valid_up_to() + 1
            );
            Refusal::new(place, Reason::NotUtf8, why)
        })?;
        let object: Map<String, Value> =
            serde_json::from_str(text.trim_end()).map_err(|error| {
                let why = format!("the line is no JSON object: {}", error.classify_in_words());
                let place = Place::Line {
                    line: self.line,
                    column: Some(error.column().max(1) as u64),
                };
                Refusal::new(place, Reason::Malformed, why)
            })?;
        let mut reader = QueryReader::default();
        reader
            .object(&object)
            .map_err(|error| Refusal::new(place, Reason::Field, error.to_string()))?;
        reader
            .finish()
            .map_err(|error| Refusal::of_query(place, &error))
    }
}

/// What a parser's error means to somebody who mends the file.
trait InWords {
    fn classify_in_words(&self) -> &'static str;
}

impl InWords for serde_json::Error {
    fn classify_in_words(&self) -> &'static str {
        match self.classify() {
            serde_json::error::Category::Eof => "it ends too early",
            serde_json::error::Category::Data => {
                "it is another kind of value; expected {\"id\": …, \"name\": …}"
            }
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
                "it is not well formed here"
            }
        }
    }
}
