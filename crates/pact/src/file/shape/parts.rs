//! What is agreed: the framework, who takes part, what is spoken of, the clauses and what must be proved of them.

use super::Holds::{Area, Date, Flag, Id, Lines, Number, Ref, Refs, Table, Tables, Text};
use super::{Form, Holds, Key, ROUTE, Section, may, must, section};
use crate::file::reader::Kind;
use crate::model::{Membership, Stance, Status, Word};

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

pub(super) const MEMBERS: Section = section(
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
);

pub(super) const GROUPS: Section = section(
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
);

pub(super) const ISSUERS: Section = section(
    "issuers",
    &[must("name", Text, "Its name.")],
    "Who publishes public lists; no members, no clauses.",
);

pub(super) const THEATRES: Section = section(
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
);

pub(super) const ACTIVITIES: Section = section(
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
);

pub(super) const MODES: Section = section(
    "modes",
    &[must("name", Text, "Its name.")],
    "Ways in which something is done: by air, remotely, jointly.",
);

pub(super) const CLAUSES: Section = section(
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
);

pub(super) const OBLIGATIONS: Section = section(
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
);

/// What a clause may say; silence is what no clause says.
const CLAUSE_STANCES: &[Word] = match Stance::WORDS {
    [stated @ .., _silent] => stated,
    [] => &[],
};
