//! What makes a form worth a look.

/// A form and why it is looked at. In order, those of one form stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link(u64);

/// In the place of a meeting's number.
const ACRONYM: u32 = u32::MAX;

impl Link {
    /// One of its words has the meeting of that number.
    pub(super) fn by_word(form: u32, meeting: u32) -> Self {
        Self(u64::from(form) << 32 | u64::from(meeting))
    }

    /// It may be an acronym of the query, or the query one of it.
    pub(super) fn by_acronym(form: u32) -> Self {
        Self::by_word(form, ACRONYM)
    }

    pub(super) fn form(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The number of the meeting; none by an acronym.
    pub(super) fn meeting(self) -> Option<usize> {
        let meeting = self.0 as u32;
        (meeting != ACRONYM).then_some(meeting as usize)
    }
}
