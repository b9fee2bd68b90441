//! Reads the list's XML one entry at a time; of the rest of the file nothing is held.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::fields::{Cell, Fields};
use super::schema::{self, Content};
use crate::error::{Fault, ListErrorKind, Position, quoted};
use crate::source::{LONGEST, Source};

/// What the parser hands on: comments and instructions left out, references resolved, an empty element as two tags.
enum Token {
    Start(String),
    End,
    Text(String),
    EndOfFile,
}

pub(super) struct Xml<R> {
    reader: Reader<Source<R>>,
    buffer: Vec<u8>,
    /// Where the current token began.
    at: Position,
    /// What is open around it, for messages.
    open: Vec<String>,
    generated: Option<Cell>,
    /// How much the entry at hand holds so far.
    entry_bytes: usize,
    pub(super) dropped: BTreeMap<&'static str, usize>,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(input: R) -> Self {
        let mut reader = Reader::from_reader(Source::new(input, LONGEST));
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            at: Position::START,
            open: Vec::new(),
            generated: None,
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
                return Err(self.unknown(&name));
            };
            if seen.contains(&part) {
                return Err(Fault::new(
                    ListErrorKind::Duplicate,
                    format!("a second {part}"),
                    format!("one {part}"),
                    "the list is damaged: fetch it again",
                )
                .at(self.at));
            }
            seen.push(part);
            while let Some(name) = self.next_child()? {
                if name != element {
                    return Err(self.unknown(&name));
                }
                self.entry_bytes = 0;
                let fields = self.fields(element, schema::entry(element))?;
                entry(fields)?;
            }
        }
        for (part, _) in schema::PARTS {
            if !seen.contains(&part) {
                return Err(missing(part, schema::ROOT).at(self.at));
            }
        }
        self.nothing_more()?;
        self.generated
            .take()
            .ok_or_else(|| missing("attribute dateGenerated", schema::ROOT).at(Position::START))
    }

    /// Reads up to and including the opening tag of the list.
    fn root(&mut self) -> Result<(), Fault> {
        loop {
            match self.token()? {
                Token::Start(name) if name == schema::ROOT => return Ok(()),
                Token::Start(name) => {
                    return Err(Fault::new(
                        ListErrorKind::UnknownFormat,
                        format!("<{}>", shown(&name)),
                        format!("<{}>, the Security Council's consolidated list", schema::ROOT),
                        "give the list's XML form, from the Security Council's page of the consolidated list",
                    )
                    .at(self.at));
                }
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(_) | Token::End => return Err(self.stray_text()),
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
            match self.token()? {
                Token::EndOfFile => return Ok(()),
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(_) | Token::Start(_) | Token::End => {
                    return Err(Fault::new(
                        ListErrorKind::Malformed,
                        format!("more after </{}>", schema::ROOT),
                        "the end of the file",
                        "two files were joined or the file is damaged: fetch the list again",
                    )
                    .at(self.at));
                }
            }
        }
    }

    /// The name of the next element inside the open one, or none when that closes.
    fn next_child(&mut self) -> Result<Option<String>, Fault> {
        loop {
            match self.token()? {
                Token::Start(name) => return Ok(Some(name)),
                Token::End => return Ok(None),
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(_) => return Err(self.stray_text()),
                Token::EndOfFile => return Err(self.cut_short()),
            }
        }
    }

    /// The texts inside the element just opened.
    fn fields(
        &mut self,
        element: &'static str,
        elements: &'static [(&'static str, Content)],
    ) -> Result<Fields, Fault> {
        let mut fields = Fields::new(element, self.at);
        while let Some(name) = self.next_child()? {
            let Some((name, content)) = schema::find(elements, &name) else {
                return Err(self.unknown(&name));
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
        .at(self.at))
    }

    fn must_be_value(&self, name: &str) -> Result<(), Fault> {
        if name == "VALUE" {
            Ok(())
        } else {
            Err(self.unknown(name))
        }
    }

    /// The text of the element just opened, runs of white space made one space.
    fn text(&mut self) -> Result<Cell, Fault> {
        let at = self.at;
        let mut text = String::new();
        loop {
            match self.token()? {
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
                Token::Start(name) => return Err(self.unknown(&name)),
                Token::EndOfFile => return Err(self.cut_short()),
            }
        }
    }

    fn token(&mut self) -> Result<Token, Fault> {
        loop {
            self.buffer.clear();
            self.at = self.reader.get_ref().position();
            self.reader.get_mut().begin();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.fault(&error)),
            };
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    let name = start.name().as_ref().to_owned();
                    if self.open.is_empty() && name == schema::ROOT {
                        self.generated = generated(&start, self.at)?;
                    }
                    self.open.push(name.clone());
                    return Ok(Token::Start(name));
                }
                Event::End(_) => {
                    self.open.pop();
                    return Ok(Token::End);
                }
                Event::Text(text) => return Ok(Token::Text(text.into_inner().into_owned())),
                Event::CData(text) => return Ok(Token::Text(text.into_inner().into_owned())),
                Event::GeneralRef(reference) => {
                    return resolve(&reference)
                        .map(Token::Text)
                        .map_err(|f| f.at(self.at));
                }
                Event::DocType(_) => {
                    return Err(Fault::new(
                        ListErrorKind::Malformed,
                        "a document type definition",
                        "a list without one: it could define entities that swell beyond any memory",
                        "fetch the list from its publisher, which has none, or remove the <!DOCTYPE …>",
                    )
                    .at(self.at));
                }
                Event::Decl(declaration) => {
                    if let Some(Ok(encoding)) = declaration.encoding()
                        && !encoding.eq_ignore_ascii_case("utf-8")
                    {
                        let found = format!("the declared encoding {}", quoted(&encoding));
                        return Err(Fault::not_utf8(found).at(self.at));
                    }
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof if self.open.is_empty() => return Ok(Token::EndOfFile),
                Event::Eof => return Err(self.cut_short()),
            }
        }
    }

    fn fault(&self, error: &Error) -> Fault {
        match error {
            Error::Io(io) => self.reader.get_ref().fault(io),
            Error::Encoding(error) => {
                Fault::not_utf8(format!("bytes that are not UTF-8 ({error})"))
            }
            // `InvalidBangMarkup` is `<!` and anything but a comment, CDATA or DOCTYPE; the others ran into the end.
            Error::Syntax(SyntaxError::InvalidBangMarkup) => self.malformed(error),
            Error::Syntax(_)
            | Error::IllFormed(
                IllFormedError::MissingEndTag(_) | IllFormedError::UnclosedReference,
            ) => Fault::truncated(format!("{error}"), self.whole()),
            Error::IllFormed(_)
            | Error::InvalidAttr(_)
            | Error::Escape(_)
            | Error::Namespace(_) => self.malformed(error),
        }
        .at(self.at)
    }

    fn malformed(&self, error: &Error) -> Fault {
        Fault::new(
            ListErrorKind::Malformed,
            format!("{error}{}", self.around()),
            "well-formed XML",
            "fetch the list again; where it was edited by hand, mend the place named",
        )
    }

    fn cut_short(&self) -> Fault {
        let open = self.open.last().map_or(schema::ROOT, String::as_str);
        Fault::truncated(
            format!(
                "the end of the file inside <{}>{}",
                shown(open),
                self.around()
            ),
            self.whole(),
        )
        .at(self.at)
    }

    fn whole(&self) -> String {
        format!("a list that ends with </{}>", schema::ROOT)
    }

    fn stray_text(&self) -> Fault {
        Fault::new(
            ListErrorKind::Malformed,
            format!("text between elements{}", inside(&self.open)),
            "elements only",
            "the list is damaged: fetch it again",
        )
        .at(self.at)
    }

    fn unknown(&self, name: &str) -> Fault {
        Fault::new(
            ListErrorKind::UnknownField,
            format!("the element <{}>{}", shown(name), self.around()),
            "elements whose meaning is known",
            "name it in `un::schema` and say in `un::entry` what becomes of it, or in `DROPPED` why nothing does",
        )
        .at(self.at)
    }

    /// “ in A/B/C”, the elements around the current one.
    fn around(&self) -> String {
        inside(self.open.split_last().map_or(&[], |(_, around)| around))
    }
}

/// “ in A/B/C”.
fn inside(open: &[String]) -> String {
    if open.is_empty() {
        return String::new();
    }
    let path: Vec<String> = open.iter().map(|name| shown(name)).collect();
    format!(" in {}", path.join("/"))
}

fn shown(name: &str) -> String {
    name.chars().take(40).collect()
}

fn missing(what: &str, of: &str) -> Fault {
    Fault::new(
        ListErrorKind::Missing,
        format!("no {what}"),
        format!("{what} in <{of}>"),
        "the list is damaged or of another kind: fetch it again",
    )
}

fn generated(root: &BytesStart<'_>, at: Position) -> Result<Option<Cell>, Fault> {
    let attribute = root.try_get_attribute("dateGenerated").map_err(|error| {
        Fault::new(
            ListErrorKind::Malformed,
            format!("{error}"),
            "attributes as XML writes them",
            "the list is damaged: fetch it again",
        )
        .at(at)
    })?;
    Ok(attribute.map(|attribute| Cell {
        text: attribute.value.into_owned(),
        at,
    }))
}

/// The character a reference stands for. Only XML's own five names exist, since there is no document type.
fn resolve(reference: &BytesRef<'_>) -> Result<String, Fault> {
    let found = match reference.resolve_char_ref() {
        Ok(Some(character)) => Some(String::from(character)),
        Ok(None) => quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned),
        Err(_) => None,
    };
    found.ok_or_else(|| {
        Fault::new(
            ListErrorKind::Malformed,
            format!("the reference &{};", shown(reference)),
            "a character's number or one of &amp; &lt; &gt; &quot; &apos;",
            "write the character itself",
        )
    })
}
