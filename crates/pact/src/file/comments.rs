//! Where the comments of a file go when it is laid out.
//!
//! A comment beside something stays beside it; one on lines of its own stands above what follows it. Two exceptions keep them
//! where they belong: comments directly below a table's last line, with a blank line after them, are that table's; those at the top of the
//! file and apart from the first table are the file's. Within a list they stay with its items.

use std::collections::BTreeMap;
use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// A line of the laid-out file, or its foot: where comments can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot(usize);

impl Slot {
    /// The end of the file.
    pub(super) const FOOT: Self = Self(0);
}

/// Something in the source, and the line it becomes.
#[derive(Debug)]
pub(super) struct Piece {
    place: Range<usize>,
    slot: Slot,
    has_line: bool,
}

impl Piece {
    /// A table's header, or a key and its value.
    pub(super) const fn of_line(place: Range<usize>, slot: Slot) -> Self {
        Self {
            place,
            slot,
            has_line: true,
        }
    }

    /// What has no line of its own: what stands beside it goes above the line it becomes a part of.
    pub(super) const fn of_no_line(place: Range<usize>, slot: Slot) -> Self {
        Self {
            place,
            slot,
            has_line: false,
        }
    }
}

/// The slots of a file that is being read, in the order they are laid out, and what becomes them.
#[derive(Debug, Default)]
pub(super) struct Slots {
    pieces: Vec<Piece>,
    /// Which block each slot belongs to, by slot less one.
    blocks: Vec<Slot>,
}

impl Slots {
    /// The slot made next.
    pub(super) const fn next(&self) -> Slot {
        Slot(self.blocks.len() + 1)
    }

    /// A slot for a table's header.
    pub(super) fn block(&mut self) -> Slot {
        let slot = self.next();
        self.blocks.push(slot);
        slot
    }

    /// A slot for a line of the table begun last.
    pub(super) fn line(&mut self) -> Slot {
        let (slot, block) = (self.next(), self.blocks.last());
        let block = block.copied().unwrap_or(Slot::FOOT);
        self.blocks.push(block);
        slot
    }

    pub(super) fn add(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    fn block_of(&self, slot: Slot) -> Slot {
        let n = slot.0.checked_sub(1);
        n.and_then(|n| self.blocks.get(n).copied())
            .unwrap_or(Slot::FOOT)
    }

    /// The comments of the source, each in its slot.
    pub(super) fn filled(mut self, text: &str) -> Comments {
        self.pieces.sort_by_key(|piece| piece.place.start);
        let mut comments = Comments::default();
        let paragraphs = paragraphs(text);
        for (n, paragraph) in paragraphs.iter().enumerate() {
            self.place(text, paragraph, &paragraphs, n, &mut comments);
        }
        comments
    }

    fn place(
        &self,
        text: &str,
        paragraph: &Paragraph,
        all: &[Paragraph],
        n: usize,
        comments: &mut Comments,
    ) {
        let (start, end) = (paragraph.place.start, paragraph.place.end);
        let after = self
            .pieces
            .partition_point(|piece| piece.place.start < start);
        let before = after.checked_sub(1).and_then(|n| self.pieces.get(n));
        let next = self.pieces.get(after);
        if let Some(piece) = before.filter(|piece| start < piece.place.end) {
            for line in &paragraph.lines {
                comments.within.entry(piece.slot).or_default().push(Inner {
                    start: line.0,
                    own_line: paragraph.own_line,
                    text: line.1.clone(),
                });
            }
            return;
        }
        let lines: Vec<String> = paragraph.lines.iter().map(|line| line.1.clone()).collect();
        if !paragraph.own_line {
            let same_line = |piece: &Piece| {
                let between = text.get(piece.place.end..start).unwrap_or_default();
                !between.contains('\n')
            };
            match before {
                Some(piece) if piece.has_line && same_line(piece) => {
                    comments.beside.entry(piece.slot).or_default().extend(lines);
                }
                Some(piece) if same_line(piece) => comments.above(piece.slot, lines, true),
                _ => {
                    let slot = next.map_or(Slot::FOOT, |piece| piece.slot);
                    comments.above(slot, lines, true);
                }
            }
            return;
        }
        let blank = |between: Range<usize>| {
            let lines = text.get(between).unwrap_or_default();
            lines.matches('\n').count() > 1
        };
        // What stands before it in the source: a piece, or another comment.
        let comment_before = n.checked_sub(1).and_then(|n| all.get(n));
        let end_before = before
            .map_or(0, |piece| piece.place.end)
            .max(comment_before.map_or(0, |comment| comment.place.end));
        let comment_after = all
            .get(n + 1)
            .filter(|comment| next.is_none_or(|piece| comment.place.start < piece.place.start));
        let apart = match (comment_after, next) {
            (Some(_), _) | (None, None) => true,
            (None, Some(piece)) => blank(end..piece.place.start),
        };
        let below = |piece: &Piece| {
            let directly = comment_before
                .is_none_or(|comment| comment.place.end <= piece.place.start || !comment.own_line)
                && !blank(end_before..start);
            let last = next.is_none_or(|next| {
                self.block_of(next.slot) != self.block_of(piece.slot) || next.slot == Slot::FOOT
            });
            directly && last && apart
        };
        match (before, next) {
            (Some(piece), _) if below(piece) => {
                let block = self.block_of(piece.slot);
                comments.below.entry(block).or_default().extend(lines);
            }
            (None, _) if apart || is_directive(&lines) => comments.head.push(lines),
            (_, Some(piece)) => comments.above(piece.slot, lines, !apart),
            (_, None) => comments.foot.push(lines),
        }
    }
}

/// What an editor reads: `#:schema …`.
fn is_directive(lines: &[String]) -> bool {
    lines.first().is_some_and(|line| line.starts_with("#:"))
}

/// Comments on lines that follow one another, or one beside something.
#[derive(Debug)]
struct Paragraph {
    place: Range<usize>,
    own_line: bool,
    /// Each with where it begins.
    lines: Vec<(usize, String)>,
}

fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = Vec::new();
    let mut own_line = true;
    // Newlines since the last comment on a line of its own, while nothing else came.
    let mut newlines = None;
    for token in Source::new(text).lex() {
        let span = token.span().start()..token.span().end();
        match token.kind() {
            TokenKind::Whitespace | TokenKind::Eof => {}
            TokenKind::Newline => {
                own_line = true;
                newlines = newlines.map(|n: usize| n + 1);
            }
            TokenKind::Comment => {
                let line = text.get(span.clone()).unwrap_or_default();
                let line = (span.start, line.trim_end().to_owned());
                match all.last_mut() {
                    Some(paragraph) if own_line && newlines == Some(1) => {
                        paragraph.place.end = span.end;
                        paragraph.lines.push(line);
                    }
                    _ => all.push(Paragraph {
                        place: span,
                        own_line,
                        lines: vec![line],
                    }),
                }
                newlines = own_line.then_some(0);
            }
            _ => {
                own_line = false;
                newlines = None;
            }
        }
    }
    all
}

/// The comments of a file by where they go.
#[derive(Debug, Default)]
pub(super) struct Comments {
    head: Vec<Vec<String>>,
    above: BTreeMap<Slot, Vec<(Vec<String>, bool)>>,
    beside: BTreeMap<Slot, Vec<String>>,
    below: BTreeMap<Slot, Vec<String>>,
    within: BTreeMap<Slot, Vec<Inner>>,
    foot: Vec<Vec<String>>,
}

/// A comment within a value.
#[derive(Debug)]
struct Inner {
    start: usize,
    own_line: bool,
    text: String,
}

impl Comments {
    fn above(&mut self, slot: Slot, lines: Vec<String>, attached: bool) {
        if slot == Slot::FOOT {
            self.foot.push(lines);
        } else {
            self.above.entry(slot).or_default().push((lines, attached));
        }
    }

    /// What stands at the top of the file.
    pub(super) fn head(&mut self) -> String {
        apart(&std::mem::take(&mut self.head))
    }

    pub(super) fn foot(&mut self) -> String {
        apart(&std::mem::take(&mut self.foot))
    }

    /// Paragraphs above a header keep their distance.
    pub(super) fn above_header(&mut self, slot: Slot) -> String {
        let mut out = String::new();
        let paragraphs = self.above.remove(&slot).unwrap_or_default();
        let last = paragraphs.len().saturating_sub(1);
        for (n, (lines, attached)) in paragraphs.iter().enumerate() {
            lines.iter().for_each(|line| push_line(&mut out, line));
            if n < last || !attached {
                out.push('\n');
            }
        }
        out
    }

    /// Those above a key stand directly above it, and so do those within a value that is written on one line.
    pub(super) fn above_line(&mut self, slot: Slot) -> String {
        let mut out = String::new();
        let above = self.above.remove(&slot).unwrap_or_default();
        let lines = above.iter().flat_map(|(lines, _)| lines);
        lines.for_each(|line| push_line(&mut out, line));
        out
    }

    pub(super) fn beside(&mut self, slot: Slot) -> String {
        let lines = self.beside.remove(&slot).unwrap_or_default();
        lines.iter().map(|line| format!("  {line}")).collect()
    }

    pub(super) fn below(&mut self, slot: Slot) -> String {
        let mut out = String::new();
        let lines = self.below.remove(&slot).unwrap_or_default();
        lines.iter().for_each(|line| push_line(&mut out, line));
        out
    }

    /// Whether a value has comments in it.
    pub(super) fn within(&self, slot: Slot) -> bool {
        self.within.contains_key(&slot)
    }

    /// The comments above and beside an item of a list, up to where the next one begins.
    pub(super) fn of_item(
        &mut self,
        slot: Slot,
        item: &Range<usize>,
        next: usize,
    ) -> (String, String) {
        let (mut above, mut beside) = (String::new(), String::new());
        if let Some(inner) = self.within.get_mut(&slot) {
            inner.retain(|comment| {
                if comment.start < item.start {
                    push_line(&mut above, &format!("  {}", comment.text));
                    false
                } else if !comment.own_line && comment.start < next && beside.is_empty() {
                    beside = format!("  {}", comment.text);
                    false
                } else {
                    true
                }
            });
        }
        (above, beside)
    }

    /// What is left of a list's comments, below its last item.
    pub(super) fn last_of_list(&mut self, slot: Slot) -> String {
        let mut out = String::new();
        for comment in self.within.remove(&slot).unwrap_or_default() {
            push_line(&mut out, &format!("  {}", comment.text));
        }
        out
    }

    /// The comments within a value that has no lines of its own for them.
    pub(super) fn hoisted(&mut self, slot: Slot) -> String {
        let mut out = String::new();
        for comment in self.within.remove(&slot).unwrap_or_default() {
            push_line(&mut out, &comment.text);
        }
        out
    }
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// Paragraphs with a blank line between them.
fn apart(paragraphs: &[Vec<String>]) -> String {
    let paragraphs: Vec<String> = paragraphs
        .iter()
        .map(|lines| lines.iter().map(|line| format!("{line}\n")).collect())
        .collect();
    paragraphs.join("\n")
}
