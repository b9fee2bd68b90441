//! A pact's file in its one settled layout. What it says, and so its hash, stays as it is.
//!
//! Sections and keys stand in the order of their [`shape`](super::shape), entries in the author's. Each text is `key.ar = …`
//! line by line, each list of tables `[[…]]`, every other table inline; one blank line between tables and none within; nothing is aligned.
//! [`comments`](super::comments) says where comments go.

use std::fmt::Write as _;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::comments::{Comments, Piece, Slot, Slots};
use super::problem::PactErrors;
use super::shape::{self, Holds, Key};

/// A line longer than this is broken, if it is a list.
const WIDTH: usize = 120;

/// A pact's file laid out.
///
/// # Errors
/// Everything wrong with it, as [`Pact::from_bytes`](crate::Pact::from_bytes) reports it: only a pact is laid out.
pub fn layout(name: &str, bytes: &[u8]) -> Result<String, PactErrors> {
    let parsed = super::parse_bytes(name, bytes)?;
    let text = parsed.lines.text();
    let (root, _) = DeTable::parse_recoverable(text);
    let mut file = File {
        text,
        slots: Slots::default(),
        blocks: Vec::new(),
    };
    file.read(root.get_ref());
    let File { slots, blocks, .. } = file;
    let mut comments = slots.filled(text);
    Ok(written(&blocks, &mut comments))
}

/// One table with its header.
struct Block {
    header: String,
    slot: Slot,
    lines: Vec<Line>,
}

/// One key of a table.
struct Line {
    slot: Slot,
    key: String,
    value: Value,
}

enum Value {
    Plain(String),
    /// Each item with where it stands in the source.
    List(Vec<(Range<usize>, String)>),
}

type Entry<'e, 't> = (&'e Spanned<DeString<'t>>, &'e Spanned<DeValue<'t>>);

struct File<'t> {
    text: &'t str,
    slots: Slots,
    blocks: Vec<Block>,
}

impl File<'_> {
    fn read(&mut self, root: &DeTable<'_>) {
        if let Some((name, DeValue::Table(table))) = entry(root, "pact") {
            self.table("pact", false, shape::PACT, name.span(), table);
        }
        for section in shape::SECTIONS {
            let Some((name, DeValue::Table(entries))) = entry(root, section.name) else {
                continue;
            };
            let mut entries: Vec<Entry<'_, '_>> = entries.iter().collect();
            entries.sort_by_key(|(name, _)| name.span().start);
            // `[clauses]` has no line of its own; what is said of it stands above its first entry.
            let first = self.slots.next();
            let slot = if entries.is_empty() {
                Slot::FOOT
            } else {
                first
            };
            self.slots.add(Piece::of_no_line(name.span(), slot));
            for (id, entry) in entries {
                if let DeValue::Table(table) = entry.get_ref() {
                    let header = format!("{}.{}", section.name, bare(id.get_ref()));
                    self.table(&header, false, section.keys, id.span(), table);
                }
            }
        }
    }

    /// A table as a block, then its lists of tables as blocks.
    fn table(
        &mut self,
        path: &str,
        in_list: bool,
        keys: &'static [Key],
        place: Range<usize>,
        table: &DeTable<'_>,
    ) {
        let slot = self.slots.block();
        self.slots.add(Piece::of_line(place, slot));
        let header = if in_list {
            format!("[[{path}]]")
        } else {
            format!("[{path}]")
        };
        let mut lines = Vec::new();
        let mut lists = Vec::new();
        for key in keys {
            let Some((name, value)) = table.get_key_value(key.name) else {
                continue;
            };
            match (key.holds, value.get_ref()) {
                (Holds::Tables(_), DeValue::Array(items)) if !items.is_empty() => {
                    lists.push((key, name, value.span(), items));
                }
                (Holds::Text, DeValue::Table(text)) if !text.is_empty() => {
                    self.wording(key.name, name, text, &mut lines);
                }
                _ => lines.push(self.line(key, name, value)),
            }
        }
        self.blocks.push(Block {
            header,
            slot,
            lines,
        });
        for (key, name, list, items) in lists {
            let path = format!("{path}.{}", key.name);
            if name.span().start < list.start {
                // Written inline: `steps = [{ … }]`.
                let first = self.slots.next();
                self.slots.add(Piece::of_no_line(name.span(), first));
            }
            for item in items {
                if let DeValue::Table(table) = item.get_ref() {
                    let start = item.span().start;
                    self.table(&path, true, key.holds.keys(), start..start, table);
                }
            }
        }
    }

    /// A text, one line a language.
    fn wording(
        &mut self,
        key: &str,
        name: &Spanned<DeString<'_>>,
        text: &DeTable<'_>,
        lines: &mut Vec<Line>,
    ) {
        let first = self.slots.next();
        self.slots.add(Piece::of_no_line(name.span(), first));
        for language in shape::TEXT {
            let Some((name, value)) = text.get_key_value(language.name) else {
                continue;
            };
            let slot = self.slots.line();
            let place = name.span().start..value.span().end;
            self.slots.add(Piece::of_line(place, slot));
            lines.push(Line {
                slot,
                key: format!("{key}.{}", language.name),
                value: Value::Plain(self.plain(language.holds, value)),
            });
        }
    }

    /// Any other key.
    fn line(
        &mut self,
        key: &Key,
        name: &Spanned<DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Line {
        let slot = self.slots.line();
        let spread = matches!(value.get_ref(), DeValue::Table(_)) && !self.is_inline(value);
        if spread {
            // Written as a table of its own, or with dotted keys: its keys share one line from now on.
            self.slots.add(Piece::of_no_line(name.span(), slot));
            self.scattered(value, slot);
        } else {
            let place = name.span().start..value.span().end;
            self.slots.add(Piece::of_line(place, slot));
        }
        let value = match value.get_ref() {
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .map(|item| (item.span(), self.plain(key.holds, item)))
                    .collect(),
            ),
            _ => Value::Plain(self.plain(key.holds, value)),
        };
        Line {
            slot,
            key: key.name.to_owned(),
            value,
        }
    }

    /// The places of everything in a table that becomes one line.
    fn scattered(&mut self, value: &Spanned<DeValue<'_>>, slot: Slot) {
        let DeValue::Table(table) = value.get_ref() else {
            return;
        };
        for (name, value) in table {
            if matches!(value.get_ref(), DeValue::Table(_)) && !self.is_inline(value) {
                self.slots.add(Piece::of_no_line(name.span(), slot));
                self.scattered(value, slot);
            } else {
                let place = name.span().start..value.span().end;
                self.slots.add(Piece::of_no_line(place, slot));
            }
        }
    }

    fn is_inline(&self, value: &Spanned<DeValue<'_>>) -> bool {
        self.text.as_bytes().get(value.span().start) == Some(&b'{')
    }

    /// A value on one line.
    fn plain(&self, holds: Holds, value: &Spanned<DeValue<'_>>) -> String {
        match value.get_ref() {
            DeValue::String(text) => self.string(text, value.span()),
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| self.raw(value.span()), |number| number.to_string()),
            DeValue::Datetime(date) => format!("\"{date}\""),
            DeValue::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.plain(holds, item)).collect();
                format!("[{}]", items.join(", "))
            }
            DeValue::Table(table) => {
                let inner: Vec<String> = holds
                    .keys()
                    .iter()
                    .filter_map(|key| {
                        let value = table.get(key.name)?;
                        Some(format!("{} = {}", key.name, self.plain(key.holds, value)))
                    })
                    .collect();
                if inner.is_empty() {
                    "{}".to_owned()
                } else {
                    format!("{{ {} }}", inner.join(", "))
                }
            }
            DeValue::Float(_) | DeValue::Boolean(_) => self.raw(value.span()),
        }
    }

    /// `"…"` where nothing in it needs to be escaped; else as the author wrote it.
    fn string(&self, text: &str, span: Range<usize>) -> String {
        let raw = self.raw(span);
        let plain = !raw.contains('\\')
            && !text
                .chars()
                .any(|c| c == '"' || c == '\\' || c.is_control());
        if plain { format!("\"{text}\"") } else { raw }
    }

    fn raw(&self, span: Range<usize>) -> String {
        self.text.get(span).unwrap_or_default().to_owned()
    }
}

fn entry<'e, 't>(
    table: &'e DeTable<'t>,
    key: &str,
) -> Option<(&'e Spanned<DeString<'t>>, &'e DeValue<'t>)> {
    let (name, value) = table.get_key_value(key)?;
    Some((name, value.get_ref()))
}

/// A key, quoted only where it must be. Ids have no character that would need escaping.
fn bare(key: &str) -> String {
    if key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    }
}

fn written(blocks: &[Block], comments: &mut Comments) -> String {
    let mut out = String::new();
    out.push_str(&comments.head());
    for block in blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&comments.above_header(block.slot));
        out.push_str(&block.header);
        out.push_str(&comments.beside(block.slot));
        out.push('\n');
        for line in &block.lines {
            out.push_str(&comments.above_line(line.slot));
            write_line(line, comments, &mut out);
        }
        out.push_str(&comments.below(block.slot));
    }
    let foot = comments.foot();
    if !foot.is_empty() {
        out.push('\n');
        out.push_str(&foot);
    }
    out
}

fn write_line(line: &Line, comments: &mut Comments, out: &mut String) {
    let Line { slot, key, value } = line;
    let plain = match value {
        Value::Plain(value) => value.clone(),
        Value::List(items) => {
            let items: Vec<&str> = items.iter().map(|(_, item)| item.as_str()).collect();
            format!("[{}]", items.join(", "))
        }
    };
    let fits = key.chars().count() + " = ".len() + plain.chars().count() <= WIDTH;
    match value {
        Value::List(items) if !items.is_empty() && (!fits || comments.within(*slot)) => {
            let _ = writeln!(out, "{key} = [");
            for (n, (place, item)) in items.iter().enumerate() {
                let next = items.get(n + 1).map_or(usize::MAX, |(next, _)| next.start);
                let (above, beside) = comments.of_item(*slot, place, next);
                out.push_str(&above);
                let _ = writeln!(out, "  {item},{beside}");
            }
            out.push_str(&comments.last_of_list(*slot));
            out.push(']');
        }
        _ => {
            out.push_str(&comments.hoisted(*slot));
            let _ = write!(out, "{key} = {plain}");
        }
    }
    out.push_str(&comments.beside(*slot));
    out.push('\n');
}
