//! The texts of one entry as they came, each with its place, until they are mapped.

use crate::error::{Fault, ListErrorKind, Position, quoted};

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) at: Position,
}

/// The texts of an entry or of a group in it. What is mapped is taken out, so that what is forgotten shows.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) element: &'static str,
    pub(super) at: Position,
    cells: Vec<(&'static str, Cell)>,
    groups: Vec<Self>,
}

impl Fields {
    pub(super) const fn new(element: &'static str, at: Position) -> Self {
        Self {
            element,
            at,
            cells: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Adds a text; `several` tells whether the element may occur more than once.
    pub(super) fn add(
        &mut self,
        name: &'static str,
        cell: Cell,
        several: bool,
    ) -> Result<(), Fault> {
        if !several && self.cells.iter().any(|(known, _)| *known == name) {
            return Err(Fault::new(
                ListErrorKind::Duplicate,
                format!("a second {name} in one {}", self.element),
                format!("at most one {name}"),
                "the list is damaged: fetch it again, or remove the one that is wrong",
            )
            .at(cell.at));
        }
        self.cells.push((name, cell));
        Ok(())
    }

    pub(super) fn add_group(&mut self, group: Self) {
        self.groups.push(group);
    }

    /// Takes out a text, if there is one that says something.
    pub(super) fn take(&mut self, name: &str) -> Option<Cell> {
        let found = self.cells.iter().position(|(known, _)| *known == name)?;
        let (_, cell) = self.cells.remove(found);
        (!cell.text.is_empty()).then_some(cell)
    }

    /// The same, where only the words matter.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.take(name).map(|cell| cell.text)
    }

    /// Takes out a text that must be there.
    pub(super) fn need(&mut self, name: &str) -> Result<Cell, Fault> {
        let (element, at) = (self.element, self.at);
        self.take(name).ok_or_else(|| {
            Fault::new(
                ListErrorKind::Missing,
                format!("an {element} without {name}"),
                format!("{name} in every {element}"),
                "the list is damaged: fetch it again",
            )
            .at(at)
        })
    }

    /// Takes out all texts of this name that say something.
    pub(super) fn all(&mut self, name: &str) -> Vec<Cell> {
        let mut taken = Vec::new();
        self.cells.retain_mut(|(known, cell)| {
            let wanted = *known == name;
            if wanted && !cell.text.is_empty() {
                taken.push(Cell {
                    text: std::mem::take(&mut cell.text),
                    at: cell.at,
                });
            }
            !wanted
        });
        taken
    }

    /// Takes out the groups of this element.
    pub(super) fn groups(&mut self, element: &str) -> Vec<Self> {
        let (taken, left) = std::mem::take(&mut self.groups)
            .into_iter()
            .partition(|group| group.element == element);
        self.groups = left;
        taken
    }

    /// Proves that nothing was left unmapped.
    pub(super) fn finish(self) -> Result<(), Fault> {
        let left = self
            .cells
            .into_iter()
            .map(|(name, cell)| (name, cell.text, cell.at))
            .chain(
                self.groups
                    .into_iter()
                    .map(|g| (g.element, String::new(), g.at)),
            )
            .next();
        match left {
            None => Ok(()),
            Some((name, text, at)) => Err(Fault::new(
                ListErrorKind::UnknownField,
                format!(
                    "{name} {} in an {} that has no use for it",
                    quoted(&text),
                    self.element
                ),
                "elements that mean something there",
                "correct the entry, or say in `un::entry` what becomes of this element",
            )
            .at(at)),
        }
    }
}
