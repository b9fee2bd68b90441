//! What every sentence of this crate is made with: the language chosen, marks of punctuation, words for stances and uses.
//!
//! Ids inside Arabic text are isolated, or they would be shown in the wrong order.

use mithaq_notice::{ClauseId, Language, Text, Use};

use crate::model::{Membership, Stance, Status};

/// Written from right to left.
const fn is_arabic(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// A text said in all three languages.
pub(crate) fn every(say: impl Fn(Language) -> String) -> Text {
    Text::new(say(Language::Ar), say(Language::Fr), say(Language::En))
}

/// A language to speak in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speech {
    pub(crate) language: Language,
}

impl Speech {
    /// The one of three, in the order Arabic, French, English, that is in this language.
    pub(crate) fn choose<T>(self, [ar, fr, en]: [T; 3]) -> T {
        match self.language {
            Language::Ar => ar,
            Language::Fr => fr,
            Language::En => en,
        }
    }

    /// The same of words that are always there.
    pub(crate) fn pick(self, words: [&'static str; 3]) -> &'static str {
        self.choose(words)
    }

    pub(crate) fn colon(self, label: &str) -> String {
        match self.language {
            Language::Fr => format!("{label}\u{a0}:"),
            Language::Ar | Language::En => format!("{label}:"),
        }
    }

    pub(crate) fn comma(self) -> &'static str {
        self.pick(["،", ",", ","])
    }

    pub(crate) fn semicolon(self) -> &'static str {
        self.pick(["؛", "\u{202f};", ";"])
    }

    /// Between the names of a list.
    pub(crate) fn list(self) -> &'static str {
        self.pick(["، ", ", ", ", "])
    }

    /// Latin letters and digits inside Arabic, kept in their own order.
    pub(crate) fn isolated(self, text: &str) -> String {
        match self.language {
            Language::Ar => format!("\u{2068}{text}\u{2069}"),
            Language::Fr | Language::En => text.to_owned(),
        }
    }

    /// A text that may be in another language: kept in its own order where it runs the other way.
    pub(crate) fn foreign(self, text: &str) -> String {
        let arabic = text.chars().any(is_arabic);
        let latin = text.chars().any(char::is_alphabetic) && !arabic;
        let against = match self.language {
            Language::Ar => latin,
            Language::Fr | Language::En => arabic,
        };
        if against {
            format!("\u{2068}{text}\u{2069}")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn ids(self, clauses: &[ClauseId]) -> String {
        let ids: Vec<String> = clauses
            .iter()
            .map(|id| self.isolated(id.as_str()))
            .collect();
        ids.join(self.list())
    }

    pub(crate) fn stance(self, stance: Stance) -> &'static str {
        self.pick(match stance {
            Stance::Refused => ["مرفوض", "Refusé", "Refused"],
            Stance::Undertaken => ["ملتزَم به", "Engagé", "Undertaken"],
            Stance::UnderConsultation => ["قيد التشاور", "En consultation", "Under consultation"],
            Stance::Silent => ["غير منصوص عليه", "Non prévu", "Silent"],
        })
    }

    pub(crate) fn status(self, status: Status) -> &'static str {
        self.pick(match status {
            Status::Proposed => ["مقترح", "proposé", "proposed"],
            Status::InPreparation => ["قيد الإعداد", "en préparation", "in preparation"],
            Status::InForce => ["نافذ", "en vigueur", "in force"],
            Status::Suspended => ["معلَّق", "suspendu", "suspended"],
        })
    }

    pub(crate) fn membership(self, membership: Membership) -> &'static str {
        self.pick(match membership {
            Membership::Observing => ["مراقب", "observateur", "observing"],
            Membership::Joined => ["منضمّ", "adhérent", "joined"],
            Membership::Left => ["انسحب", "sorti", "left"],
        })
    }

    pub(crate) fn usage(self, wanted: Use) -> &'static str {
        self.pick(match wanted {
            Use::Read => ["الاطلاع", "lire", "read"],
            Use::Screen => ["التدقيق", "cribler", "screen"],
            Use::Act => ["التصرف", "agir", "act"],
            Use::Adduce => [
                "الاحتجاج به أمام القضاء",
                "produire en justice",
                "adduce in court",
            ],
            Use::Forward => ["الإحالة", "transmettre", "forward"],
        })
    }
}
