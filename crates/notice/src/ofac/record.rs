//! One line of one of the files: fields, `-0-` for empty, a control character at the end.

use std::io::BufRead;

use encoding_rs::WINDOWS_1252;

use crate::error::{Fault, ListErrorKind, Position, quoted};
use crate::lines::Lines;

/// DOS's end of file, which the publisher writes as the last line.
pub(super) const END_MARK: u8 = 0x1A;

/// The records of a file, up to its end mark.
pub(super) struct Records<R> {
    lines: Lines<R>,
    at: Position,
    ended: bool,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            lines: Lines::new(input),
            at: Position::START,
            ended: false,
        }
    }

    /// The next record, which must have this many fields, or none at the end mark.
    pub(super) fn next(&mut self, fields: usize) -> Result<Option<Record>, Fault> {
        while let Some((at, line)) = self.lines.next_bytes()? {
            self.at = at;
            if self.ended {
                return Err(Fault::new(
                    ListErrorKind::Malformed,
                    "more after the end mark",
                    "the end of the file",
                    "two files were joined or the file is damaged: fetch the list again",
                )
                .at(at));
            }
            if line == [END_MARK] {
                self.ended = true;
                continue;
            }
            let record = parse(at, &decode(line))?;
            if record.fields.len() != fields {
                return Err(Fault::new(
                    if record.open {
                        ListErrorKind::Truncated
                    } else {
                        ListErrorKind::Malformed
                    },
                    format!(
                        "{} fields{}",
                        record.fields.len(),
                        if record.open {
                            ", the last without its closing quote"
                        } else {
                            ""
                        }
                    ),
                    format!("{fields} fields"),
                    "the file is another one or was cut short: fetch the list again",
                )
                .at(at));
            }
            if record.open {
                return Err(Fault::truncated(
                    "a field without its closing quote",
                    "a closing quote",
                )
                .at(at));
            }
            return Ok(Some(record));
        }
        if self.ended {
            Ok(None)
        } else if self.at == Position::START {
            Err(Fault::empty(
                "records and an end mark (a line with the control character 0x1A)",
            ))
        } else {
            Err(Fault::truncated(
                "the end of the file",
                "the end mark, a line with the control character 0x1A",
            )
            .at(self.at))
        }
    }
}

/// UTF-8, or else Windows-1252, which gives every byte a meaning.
fn decode(line: &[u8]) -> String {
    match std::str::from_utf8(line) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252
            .decode_without_bom_handling(line)
            .0
            .into_owned(),
    }
}

/// One record.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) at: Position,
    fields: Vec<String>,
    /// Whether the last field lacks its closing quote.
    open: bool,
}

impl Record {
    /// Takes out the field of this column, from 0, unless it is empty or `-0-`.
    pub(super) fn text(&mut self, column: usize) -> Option<String> {
        let field = std::mem::take(self.fields.get_mut(column)?);
        let text = field.trim();
        (!text.is_empty() && text != "-0-").then(|| text.to_owned())
    }

    pub(super) fn need(&mut self, column: usize, what: &str) -> Result<String, Fault> {
        self.text(column).ok_or_else(|| {
            Fault::new(
                ListErrorKind::Missing,
                format!("a record without its {what} (field {})", column + 1),
                format!("the {what}"),
                "the file is damaged: fetch the list again",
            )
            .at(self.at)
        })
    }

    pub(super) fn wrong(&self, what: &str, found: &str, expected: &str) -> Fault {
        Fault::new(
            ListErrorKind::Value,
            format!("the {what} {}", quoted(found)),
            expected,
            "the file is damaged or has changed its form: fetch the list again",
        )
        .at(self.at)
    }
}

/// Cuts a line at its commas; a field may stand in quotes, in which `""` is a quote.
fn parse(at: Position, line: &str) -> Result<Record, Fault> {
    let mut fields = vec![String::new()];
    let mut quotes = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ',' && !quotes {
            fields.push(String::new());
            continue;
        }
        let Some(field) = fields.last_mut() else {
            break;
        };
        match c {
            '"' if quotes && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quotes || field.is_empty() => quotes = !quotes,
            c if c.is_control() && c != '\t' => {
                return Err(Fault::new(
                    ListErrorKind::Malformed,
                    format!(
                        "the control character 0x{:02X} inside a record",
                        u32::from(c)
                    ),
                    "text, and 0x1A on a line of its own at the end",
                    "the file is damaged: fetch the list again",
                )
                .at(at));
            }
            c => field.push(c),
        }
    }
    Ok(Record {
        at,
        fields,
        open: quotes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(line: &str) -> Vec<String> {
        parse(Position::START, line).unwrap().fields
    }

    #[test]
    fn a_line_is_cut_at_its_commas_and_not_at_those_in_quotes() {
        assert_eq!(
            fields(r#"36,"A, B",-0- ,"x ""y"" z""#),
            ["36", "A, B", "-0- ", r#"x "y" z"#]
        );
        assert!(parse(Position::START, r#"36,"A, B"#).unwrap().open);
    }

    #[test]
    fn windows_1252_is_read_where_it_is_not_utf_8() {
        assert_eq!(decode(b"PE\xD1A"), "PEÑA");
        assert_eq!(decode("PEÑA".as_bytes()), "PEÑA");
    }
}
