//! Reads the list by its schema, one entry at a time; of the rest of the file nothing is held.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::fields::{Cell, Fields};
use super::schema::{self, Content};
use super::token::{Token, Tokens, shown};
use crate::error::{Fault, ListErrorKind, Position};
use crate::source::LONGEST;

/// The list as its entries.
pub(super) struct Xml<R> {
    tokens: Tokens<R>,
    /// How much the entry at hand holds so far.
    entry_bytes: usize,
    /// How often each element occurred that is left out.
    pub(super) dropped: BTreeMap<&'static str, usize>,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            tokens: Tokens::new(input),
            entry_bytes: 0,
            dropped: BTreeMap::new(),
        }
    }

    /// Hands each entry to `entry`, in order, and returns when the list was generated.
    pub(super) fn each_entry(
        &mut self,
        mut entry: impl FnMut(Fields) -> Result<(), Fault>,
    ) -> Result<Cell, Fault> {
        self.root()?;
        let mut seen = Vec::new();
        while let Some(name) = self.next_child()? {
            let Some((part, element)) = schema::PARTS.into_iter().find(|(part, _)| *part == name)
            else {
                return Err(self.tokens.unknown(&name));
            };
            if seen.contains(&part) {
                return Err(Fault::new(
                    ListErrorKind::Duplicate,
                    format!("a second {part}"),
                    format!("one {part}"),
                    "the list is damaged: fetch it again",
                )
                .at(self.tokens.at));
            }
            seen.push(part);
            while let Some(name) = self.next_child()? {
                if name != element {
                    return Err(self.tokens.unknown(&name));
                }
                self.entry_bytes = 0;
                let fields = self.fields(element, schema::entry(element))?;
                entry(fields)?;
            }
        }
        for (part, _) in schema::PARTS {
            if !seen.contains(&part) {
                return Err(missing(part, schema::ROOT).at(self.tokens.at));
            }
        }
        self.nothing_more()?;
        self.tokens
            .generated
            .take()
            .ok_or_else(|| missing("attribute dateGenerated", schema::ROOT).at(Position::START))
    }

    /// Reads up to and including the opening tag of the list.
    fn root(&mut self) -> Result<(), Fault> {
        loop {
            match self.tokens.next()? {
                Token::Start(name) if name == schema::ROOT => return Ok(()),
                Token::Start(name) => {
                    return Err(Fault::new(
                        ListErrorKind::UnknownFormat,
                        format!("<{}>", shown(&name)),
                        format!("<{}>, the Security Council's consolidated list", schema::ROOT),
                        "give the list's XML form, from the Security Council's page of the consolidated list",
                    )
                    .at(self.tokens.at));
                }
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(_) | Token::End => return Err(self.tokens.stray_text()),
                Token::EndOfFile => {
                    return Err(Fault::empty(
                        "the Security Council's consolidated list in XML",
                    ));
                }
            }
        }
    }

    fn nothing_more(&mut self) -> Result<(), Fault> {
        loop {
            match self.tokens.next()? {
                Token::EndOfFile => return Ok(()),
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(_) | Token::Start(_) | Token::End => {
                    return Err(Fault::new(
                        ListErrorKind::Malformed,
                        format!("more after </{}>", schema::ROOT),
                        "the end of the file",
                        "two files were joined or the file is damaged: fetch the list again",
                    )
                    .at(self.tokens.at));
                }
            }
        }
    }

    /// The name of the next element inside the open one, or none when that closes.
    fn next_child(&mut self) -> Result<Option<String>, Fault> {
        loop {
            match self.tokens.next()? {
                Token::Start(name) => return Ok(Some(name)),
                Token::End => return Ok(None),
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(_) => return Err(self.tokens.stray_text()),
                Token::EndOfFile => return Err(self.tokens.cut_short()),
            }
        }
    }

    /// The texts inside the element just opened.
    fn fields(
        &mut self,
        element: &'static str,
        elements: &'static [(&'static str, Content)],
    ) -> Result<Fields, Fault> {
        let mut fields = Fields::new(element, self.tokens.at);
        while let Some(name) = self.next_child()? {
            let Some((name, content)) = schema::find(elements, &name) else {
                return Err(self.tokens.unknown(&name));
            };
            self.weigh(name.len())?;
            match content {
                Content::Text => {
                    let cell = self.text()?;
                    fields.add(name, cell, false)?;
                }
                Content::Values => {
                    while let Some(child) = self.next_child()? {
                        self.must_be_value(&child)?;
                        let cell = self.text()?;
                        fields.add(name, cell, true)?;
                    }
                }
                Content::Group(inner) => {
                    let group = self.fields(name, inner)?;
                    fields.add_group(group);
                }
                Content::Dropped => {
                    self.text()?;
                    *self.dropped.entry(name).or_default() += 1;
                }
                Content::DroppedValues => {
                    while let Some(child) = self.next_child()? {
                        self.must_be_value(&child)?;
                        self.text()?;
                    }
                    *self.dropped.entry(name).or_default() += 1;
                }
            }
        }
        Ok(fields)
    }

    /// Counts what the entry holds; no entry needs more than the longest piece may have.
    fn weigh(&mut self, bytes: usize) -> Result<(), Fault> {
        self.entry_bytes = self.entry_bytes.saturating_add(bytes);
        if self.entry_bytes <= LONGEST {
            return Ok(());
        }
        Err(Fault::new(
            ListErrorKind::TooLarge,
            format!("an entry of more than {LONGEST} bytes"),
            "entries of at most that many bytes",
            "this is no sanctions list, or it is damaged: fetch it again",
        )
        .at(self.tokens.at))
    }

    fn must_be_value(&self, name: &str) -> Result<(), Fault> {
        if name == "VALUE" {
            Ok(())
        } else {
            Err(self.tokens.unknown(name))
        }
    }

    /// The text of the element just opened, runs of white space made one space.
    fn text(&mut self) -> Result<Cell, Fault> {
        let at = self.tokens.at;
        let mut text = String::new();
        loop {
            match self.tokens.next()? {
                Token::Text(more) => {
                    self.weigh(more.len())?;
                    text.push_str(&more);
                }
                Token::End => {
                    return Ok(Cell {
                        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                        at,
                    });
                }
                Token::Start(name) => return Err(self.tokens.unknown(&name)),
                Token::EndOfFile => return Err(self.tokens.cut_short()),
            }
        }
    }
}

fn missing(what: &str, of: &str) -> Fault {
    Fault::new(
        ListErrorKind::Missing,
        format!("no {what}"),
        format!("{what} in <{of}>"),
        "the list is damaged or of another kind: fetch it again",
    )
}
