//! The XML of the list as tokens, each with its place, and what can be wrong with it as XML.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::fields::Cell;
use super::schema;
use crate::error::{Fault, ListErrorKind, Position, quoted};
use crate::source::{LONGEST, Source};

/// What the parser hands on: comments and instructions left out, references resolved, an empty element as two tags.
pub(super) enum Token {
    Start(String),
    End,
    Text(String),
    EndOfFile,
}

/// The tokens of a file, one at a time.
pub(super) struct Tokens<R> {
    reader: Reader<Source<R>>,
    buffer: Vec<u8>,
    /// Where the current token began.
    pub(super) at: Position,
    /// What is open around it, for messages.
    open: Vec<String>,
    /// When the list says it was generated, once its first tag is read.
    pub(super) generated: Option<Cell>,
}

impl<R: BufRead> Tokens<R> {
    pub(super) fn new(input: R) -> Self {
        let mut reader = Reader::from_reader(Source::new(input, LONGEST));
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            at: Position::START,
            open: Vec::new(),
            generated: None,
        }
    }

    pub(super) fn next(&mut self) -> Result<Token, Fault> {
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
            ) => Fault::truncated(format!("{error}"), whole()),
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

    pub(super) fn cut_short(&self) -> Fault {
        let open = self.open.last().map_or(schema::ROOT, String::as_str);
        Fault::truncated(
            format!(
                "the end of the file inside <{}>{}",
                shown(open),
                self.around()
            ),
            whole(),
        )
        .at(self.at)
    }

    pub(super) fn stray_text(&self) -> Fault {
        Fault::new(
            ListErrorKind::Malformed,
            format!("text between elements{}", inside(&self.open)),
            "elements only",
            "the list is damaged: fetch it again",
        )
        .at(self.at)
    }

    pub(super) fn unknown(&self, name: &str) -> Fault {
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

pub(super) fn shown(name: &str) -> String {
    name.chars().take(40).collect()
}

fn whole() -> String {
    format!("a list that ends with </{}>", schema::ROOT)
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
