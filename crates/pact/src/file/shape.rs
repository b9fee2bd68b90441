//! The shape of a pact's file: which keys stand in which table, what each holds, and what it is for.
//!
//! The one table of keys. The reader accepts what stands here and nothing else, `fmt` writes keys in this order, and the
//! schema editors complete from is made of it, descriptions included.

use super::reader::Kind;
use crate::model::{
    Change, Claim, ConsultationStatus, FlowKind, GradeSystem, Membership, SourceKind, Stance,
    Status, StepAct, TrackStatus, Word,
};

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) required: bool,
    /// What it is for, for whoever writes the file.
    pub(crate) about: &'static str,
}

/// What a key holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holds {
    /// An id that is declared here.
    Id,
    /// The id of something declared elsewhere.
    Ref(Kind),
    /// One such id, or a list of which the order means nothing.
    Refs(Kind),
    /// One such id, or a list in order.
    Chain(Kind),
    /// Ids of theatres, or `{ all = …, but = … }`.
    Area,
    /// One text in up to three languages.
    Text,
    /// A month or a day.
    Date,
    /// One of a closed list.
    Word(&'static [Word]),
    /// Several of a closed list.
    Words(&'static [Word]),
    /// Yes or no.
    Flag,
    /// A whole number, from this one up.
    Number(u64),
    /// A string of some form.
    Line(Form),
    /// A list of such strings.
    Lines(Form),
    /// How a statement is graded: `"C3"`, or `{ system = …, value = … }`.
    Grade,
    /// One table of these keys.
    Table(&'static [Key]),
    /// A list of tables of these keys, `[[…]]`.
    Tables(&'static [Key]),
}

/// The form of a string.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// For messages.
    pub(crate) expected: &'static str,
    /// A regular expression it matches.
    pub(crate) pattern: &'static str,
}

/// A section `[name.ID]`: one table for each id.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [Key],
    pub(crate) about: &'static str,
}

const fn must(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key {
        name,
        holds,
        required: true,
        about,
    }
}

const fn may(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key {
        name,
        holds,
        required: false,
        about,
    }
}

const fn section(name: &'static str, keys: &'static [Key], about: &'static str) -> Section {
    Section { name, keys, about }
}

use Holds::{
    Area, Chain, Date, Flag, Grade, Id, Line, Lines, Number, Ref, Refs, Table, Tables, Text,
};

/// The table `[pact]`.
pub(crate) const PACT: &[Key] = &[
    must("id", Id, "The pact's id."),
    must(
        "version",
        Number(1),
        "Its version, from 1; every amendment makes the next.",
    ),
    must(
        "status",
        Holds::Word(Status::WORDS),
        "How the framework stands.",
    ),
    may("lead", Ref(Kind::Member), "The member that leads it."),
    may("theatre", Area, "The area it covers."),
    may(
        "statements",
        Refs(Kind::Statement),
        "What its status and its lead are known from.",
    ),
    must("title", Text, "What it is called."),
    may("text", Text, "More about it."),
    may(
        "history",
        Tables(&[
            must("status", Holds::Word(Status::WORDS), "How it stood."),
            must("from", Date, "From when."),
        ]),
        "How the framework stood when, ascending; the last entry is `status`. Before the first it is proposed.",
    ),
];

/// The sections, in the order `fmt` writes them.
pub(crate) const SECTIONS: &[Section] = &[
    section(
        "members",
        &[
            may(
                "keys",
                Lines(Form {
                    expected: "a list of key fingerprints, as `[\"ed25519:…\"]`",
                    pattern: "\\S",
                }),
                "Fingerprints of the keys it signs with.",
            ),
            must("name", Text, "Its name."),
            may("reservations", Text, "What it holds back, in words."),
            may(
                "history",
                Tables(&[
                    must(
                        "standing",
                        Holds::Word(Membership::WORDS),
                        "How it took part.",
                    ),
                    must("from", Date, "From when."),
                ]),
                "How it took part when, ascending. Without it: joined, ever.",
            ),
            may(
                "reserves",
                Tables(&[
                    must(
                        "activity",
                        Refs(Kind::Activity),
                        "What it holds back, and all that is within.",
                    ),
                    must("theatre", Area, "Where."),
                    may(
                        "partner",
                        Refs(Kind::Partner),
                        "Towards whom; without it, towards anybody.",
                    ),
                    may("route", Table(ROUTE), "On which route; without it, on any."),
                    may(
                        "mode",
                        Refs(Kind::Mode),
                        "In which way; without it, in any.",
                    ),
                    must("from", Date, "From the first moment of this month or day."),
                    may(
                        "until",
                        Date,
                        "Through the last moment of this month or day.",
                    ),
                    must("statements", Refs(Kind::Statement), "What it rests on."),
                    must("text", Text, "What it says."),
                ]),
                "Reservations: each is read as a refusal of this member, with the id `MEMBER-reserves-1` and so on.",
            ),
        ],
        "The states and organisations bound by the pact.",
    ),
    section(
        "groups",
        &[
            must(
                "members",
                Refs(Kind::Member),
                "Its members; as a partner, the group means each of them.",
            ),
            must("name", Text, "Its name."),
        ],
        "Named sets of members.",
    ),
    section(
        "issuers",
        &[must("name", Text, "Its name.")],
        "Who publishes public lists; no members, no clauses.",
    ),
    section(
        "theatres",
        &[
            may(
                "within",
                Refs(Kind::Theatre),
                "The country, or the part of one, that this is a part of; `world` for the high seas.",
            ),
            may(
                "includes",
                Refs(Kind::Theatre),
                "The theatres that this is the union of.",
            ),
            may(
                "all",
                Refs(Kind::Theatre),
                "The theatres that this is all of, but what `but` names.",
            ),
            may("but", Refs(Kind::Theatre), "What `all` is less."),
            must("name", Text, "Its name."),
        ],
        "Named areas: a part of a country (`within`), a grouping (`includes`), or all but some (`all`, `but`). Countries need no declaration.",
    ),
    section(
        "activities",
        &[
            must(
                "within",
                Ref(Kind::Activity),
                "The activity it is a kind of; `any` is the root.",
            ),
            must("name", Text, "Its name."),
        ],
        "What is done, or what information is used for: a tree.",
    ),
    section(
        "modes",
        &[must("name", Text, "Its name.")],
        "Ways in which something is done: by air, remotely, jointly.",
    ),
    section(
        "clauses",
        &[
            must("member", Ref(Kind::Member), "Whose stance it is."),
            must("stance", Holds::Word(CLAUSE_STANCES), "The stance."),
            must(
                "activity",
                Refs(Kind::Activity),
                "On these activities, and all that is within.",
            ),
            must("theatre", Area, "Where."),
            may(
                "partner",
                Refs(Kind::Partner),
                "Towards whom; without it, towards anybody.",
            ),
            may(
                "route",
                Table(ROUTE),
                "About what moves so; without it, whatever the route.",
            ),
            may(
                "mode",
                Refs(Kind::Mode),
                "In which way; without it, in any.",
            ),
            must("from", Date, "From the first moment of this month or day."),
            may(
                "until",
                Date,
                "Through the last moment of this month or day; without it, until amended.",
            ),
            may("new", Flag, "New since the member's last statement."),
            must(
                "statements",
                Refs(Kind::Statement),
                "What it rests on: at least one statement.",
            ),
            may(
                "conditions",
                Text,
                "The limits that go with it, as agreed: shown with every answer the clause decides.",
            ),
            must("text", Text, "What it says."),
        ],
        "Each a member's stance on activities in an area, from a date, resting on statements.",
    ),
    section(
        "sources",
        &[
            must("kind", Holds::Word(SourceKind::WORDS), "What it is."),
            may("anonymous", Flag, "Whether its name is withheld."),
            may("member", Ref(Kind::Member), "The member it belongs to."),
            must("name", Text, "Its name, or how it is described."),
        ],
        "Who says something, or carries what others say.",
    ),
    section(
        "statements",
        &[
            must(
                "chain",
                Chain(Kind::Source),
                "The chain of attribution: who carried it first, … who said it last.",
            ),
            must("date", Date, "When it was carried."),
            must("language", Line(LANGUAGE), "The original's language."),
            must(
                "claim",
                Holds::Word(Claim::WORDS),
                "What kind of claim it is.",
            ),
            may(
                "member",
                Ref(Kind::Member),
                "Whose stance, intention or act it is about.",
            ),
            may(
                "grade",
                Grade,
                "How it is graded: Admiralty (`\"C3\"`), or another system's grade, kept as that one writes it.",
            ),
            may(
                "reference",
                Line(Form {
                    expected: "where to find it",
                    pattern: "",
                }),
                "Where to find it.",
            ),
            may(
                "part-of",
                Ref(Kind::Statement),
                "The statement it is a part of.",
            ),
            may("copy-of", Ref(Kind::Statement), "The statement it repeats."),
            may(
                "not-copy-of",
                Refs(Kind::Statement),
                "Statements it looks like and does not repeat.",
            ),
            must("text", Text, "What it says, in your own words."),
            may(
                "relays",
                Tables(&[
                    must("source", Ref(Kind::Source), "Who retold it."),
                    must("language", Line(LANGUAGE), "The retelling's language."),
                    must("changed", Holds::Words(Change::WORDS), "What it changed."),
                    must("text", Text, "What the retelling made of it."),
                ]),
                "Retellings that changed the claim.",
            ),
        ],
        "Attributed reports: who said what, through whom, when. They bind no one; clauses rest on them.",
    ),
    section(
        "consultations",
        &[
            must(
                "parties",
                Refs(Kind::Party),
                "Who consults: at least two members.",
            ),
            must("opened", Date, "When it was opened."),
            may("deadline", Date, "By when it lapses."),
            may("closed", Date, "When it ended; not while it is open."),
            must(
                "status",
                Holds::Word(ConsultationStatus::WORDS),
                "How it stands.",
            ),
            may("activity", Refs(Kind::Activity), "What it is about."),
            may("theatre", Area, "Where."),
            may("route", Table(ROUTE), "On which route."),
            may("partner", Refs(Kind::Partner), "Towards whom."),
            may(
                "clauses",
                Refs(Kind::Clause),
                "The clauses it is about, or became.",
            ),
            may(
                "statements",
                Refs(Kind::Statement),
                "What it is known from.",
            ),
            must("subject", Text, "What it is about, in words."),
            may(
                "steps",
                Tables(&[
                    must("act", Holds::Word(StepAct::WORDS), "What the step does."),
                    must("by", Ref(Kind::Member), "The member that takes it."),
                    must("date", Date, "When; steps stand in order."),
                    may("activity", Refs(Kind::Activity), "On what."),
                    may("theatre", Area, "Where."),
                    may("route", Table(ROUTE), "On which route."),
                    may("partner", Refs(Kind::Partner), "Towards whom."),
                    may("clauses", Refs(Kind::Clause), "The clauses it speaks of."),
                    may(
                        "statements",
                        Refs(Kind::Statement),
                        "What it is known from.",
                    ),
                    must("text", Text, "What it says."),
                ]),
                "The request, and its replies in order.",
            ),
        ],
        "Requests and their replies, as the record the parties agreed on.",
    ),
    section(
        "flows",
        &[
            must(
                "kind",
                Holds::Word(FlowKind::WORDS),
                "What is to be kept from moving.",
            ),
            must("from", Area, "From where."),
            must("to", Area, "To where."),
            must(
                "activity",
                Ref(Kind::Activity),
                "The activity that denies it.",
            ),
            may("clauses", Refs(Kind::Clause), "The clauses it goes with."),
            may(
                "statements",
                Refs(Kind::Statement),
                "What it is known from.",
            ),
            must("text", Text, "What it says."),
            may(
                "legs",
                Tables(&[
                    must("theatre", Area, "Where it can be stopped."),
                    may(
                        "activity",
                        Ref(Kind::Activity),
                        "The activity that stops it there; else the flow's.",
                    ),
                    may("text", Text, "What is known of this stretch."),
                ]),
                "The stretches of its way, in order; without them, all of `from` is one.",
            ),
        ],
        "What is to be kept from getting from here to there.",
    ),
    section(
        "watches",
        &[
            must("member", Ref(Kind::Member), "Who watches."),
            must("theatre", Area, "Where."),
            may("from", Date, "From when."),
            may("until", Date, "Through when."),
            may("clauses", Refs(Kind::Clause), "The clauses it goes with."),
            may(
                "statements",
                Refs(Kind::Statement),
                "What it is known from.",
            ),
            must("text", Text, "What it says."),
        ],
        "Theatres a member watches.",
    ),
    section(
        "indicators",
        &[
            must("theatre", Area, "Where."),
            may("clauses", Refs(Kind::Clause), "The clauses it goes with."),
            may(
                "statements",
                Refs(Kind::Statement),
                "What it is known from.",
            ),
            must("text", Text, "What it says."),
        ],
        "Early warnings on a theatre.",
    ),
    section(
        "tracks",
        &[
            must("member", Ref(Kind::Member), "The member that leads it."),
            must("theatre", Area, "Where."),
            must("status", Holds::Word(TrackStatus::WORDS), "How it stands."),
            may("from", Date, "From when."),
            may("until", Date, "Through when."),
            may("clauses", Refs(Kind::Clause), "The clauses it goes with."),
            may(
                "statements",
                Refs(Kind::Statement),
                "What it is known from.",
            ),
            may("parties", Text, "Who talks; they need not be members."),
            must("text", Text, "What it says."),
            may(
                "talks",
                Tables(&[
                    must("from", Date, "The first day or month."),
                    may("until", Date, "The last."),
                    may("theatre", Area, "Where they are held."),
                    must("text", Text, "What they are about, or came to."),
                ]),
                "When and where the parties met, or are to meet.",
            ),
            may(
                "milestones",
                Tables(&[
                    may("due", Date, "By when."),
                    may("reached", Date, "When it was reached."),
                    must("text", Text, "What it is."),
                ]),
                "What the track is to reach.",
            ),
            may(
                "undertakings",
                Tables(&[
                    may("from", Date, "From when it holds."),
                    may("until", Date, "Through when."),
                    may(
                        "statements",
                        Refs(Kind::Statement),
                        "What it is known from.",
                    ),
                    must("by", Text, "Who promised it."),
                    must("text", Text, "What was promised."),
                ]),
                "What the parties promised. No clauses: they need not be members.",
            ),
        ],
        "Diplomatic tracks.",
    ),
    section(
        "exemptions",
        &[
            must("track", Ref(Kind::Track), "The track the journey serves."),
            must("issuer", Ref(Kind::Issuer), "Whose list the person is on."),
            must(
                "reference",
                Line(Form {
                    expected: "the list's reference, as `\"QDi.430\"`",
                    pattern: "",
                }),
                "The list's own reference, as in `QDi.430`.",
            ),
            must("theatre", Area, "Everywhere the journey may lead."),
            must("from", Date, "From the first moment of this month or day."),
            must(
                "until",
                Date,
                "Through the last moment of this month or day.",
            ),
            may(
                "statements",
                Refs(Kind::Statement),
                "What it is known from.",
            ),
            must("granted", Text, "Who granted it, and on what ground."),
            may("text", Text, "The limits of the journey."),
        ],
        "Journeys to talks that a listed person may make in spite of a travel ban; no other measure is lifted.",
    ),
    section(
        "capabilities",
        &[
            must("member", Ref(Kind::Member), "Who pledges."),
            must("partner", Refs(Kind::Partner), "To whom."),
            must("activity", Ref(Kind::Activity), "What."),
            must("theatre", Area, "Where."),
            may(
                "quantity",
                Number(0),
                "How many; without it, all that is available.",
            ),
            may(
                "delivered",
                Number(0),
                "How many were delivered on days not given.",
            ),
            may("from", Date, "From when."),
            may("until", Date, "Through when."),
            may("clauses", Refs(Kind::Clause), "The clauses it goes with."),
            may(
                "statements",
                Refs(Kind::Statement),
                "What it is known from.",
            ),
            may("unit", Text, "What is counted; goes with `quantity`."),
            may("conditions", Text, "The limits that go with it."),
            must("text", Text, "What it says."),
            may(
                "deliveries",
                Tables(&[
                    must("date", Date, "When."),
                    must("quantity", Number(0), "How many."),
                    may(
                        "statements",
                        Refs(Kind::Statement),
                        "What it is known from.",
                    ),
                    may("text", Text, "More about it."),
                ]),
                "What was delivered, and when.",
            ),
        ],
        "Pledges of a member to partners.",
    ),
    section(
        "obligations",
        &[
            must(
                "never",
                Table(&[
                    must(
                        "use-of",
                        Ref(Kind::Member),
                        "Of what this member originated.",
                    ),
                    must(
                        "activity",
                        Refs(Kind::Activity),
                        "For any of these, or what is within.",
                    ),
                    must("theatre", Area, "Anywhere in this area."),
                ]),
                "The use that nobody but its originator is ever permitted.",
            ),
            may("text", Text, "What it says."),
        ],
        "What must be proved of every version of the pact; kept apart from the clauses, so that turning one round breaks a proof.",
    ),
];

const ROUTE: &[Key] = &[
    may("from", Area, "Where it sets out; informs."),
    must(
        "to",
        Area,
        "Where it is bound for: a question's destination must lie in it.",
    ),
];

/// An area as a table.
pub(crate) const AREA: &[Key] = &[
    must("all", Refs(Kind::Theatre), "The union of these …"),
    may("but", Refs(Kind::Theatre), "… without these."),
];

/// A grade of any system.
pub(crate) const GRADE: &[Key] = &[
    must(
        "system",
        Holds::Word(GradeSystem::WORDS),
        "Whose grade it is. Grades are converted into none.",
    ),
    must(
        "value",
        Line(Form {
            expected: "the grade as that system writes it",
            pattern: "^[A-FX1-3][A-E1-6][PC]?$",
        }),
        "The grade, as that system writes it.",
    ),
];

/// A text.
pub(crate) const TEXT: &[Key] = &[
    may("ar", Line(WORDING), "In Arabic."),
    may("fr", Line(WORDING), "In French."),
    may("en", Line(WORDING), "In English."),
];

const WORDING: Form = Form {
    expected: "a text that says something",
    pattern: "\\S",
};

/// The code of a language.
pub(crate) const LANGUAGE: Form = Form {
    expected: "an ISO 639-1 code: two lower-case letters, as `\"ar\"`",
    pattern: "^[a-z]{2}$",
};

/// An Admiralty grade.
pub(crate) const ADMIRALTY: Form = Form {
    expected: "an Admiralty grade, as `\"C3\"`",
    pattern: "^[A-F][1-6]$",
};

/// What a clause may say; silence is what no clause says.
const CLAUSE_STANCES: &[Word] = match Stance::WORDS {
    [stated @ .., _silent] => stated,
    [] => &[],
};

/// The keys of a section.
pub(crate) fn section_keys(name: &str) -> &'static [Key] {
    SECTIONS
        .iter()
        .find(|section| section.name == name)
        .map_or(&[], |section| section.keys)
}

impl Holds {
    /// What stands there, for messages.
    pub(crate) fn expected(self) -> String {
        match self {
            Self::Id | Self::Ref(_) => "an id".to_owned(),
            Self::Refs(_) | Self::Chain(_) | Self::Area => "one id or a list of ids".to_owned(),
            Self::Text => "a text as `.ar`, `.fr` and `.en`".to_owned(),
            Self::Date => "a month `\"2014-09\"` or a day `\"2014-09-12\"`".to_owned(),
            Self::Word(words) => listed(words),
            Self::Words(words) => format!("a list of {}", listed(words)),
            Self::Flag => "true or false".to_owned(),
            Self::Number(0) => "a whole number, 0 or more".to_owned(),
            Self::Number(least) => format!("a whole number from {least} up"),
            Self::Line(form) | Self::Lines(form) => form.expected.to_owned(),
            Self::Grade => ADMIRALTY.expected.to_owned(),
            Self::Table(keys) => {
                let required = keys.iter().filter(|key| key.required);
                let keys: Vec<String> = required.map(|key| format!("{} = …", key.name)).collect();
                format!("a table {{ {} }}", keys.join(", "))
            }
            Self::Tables(_) => "a list of tables, written `[[…]]`".to_owned(),
        }
    }

    /// The keys of the table that stands there, where one does.
    pub(crate) const fn keys(self) -> &'static [Key] {
        match self {
            Self::Area => AREA,
            Self::Text => TEXT,
            Self::Grade => GRADE,
            Self::Table(keys) | Self::Tables(keys) => keys,
            _ => &[],
        }
    }
}

/// “a, b or c”.
fn listed(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.word).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}
