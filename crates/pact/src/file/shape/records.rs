//! What is recorded beside the clauses: who said what, what is being consulted about, what moves, is pledged, is talked of.

use super::Holds::{Area, Chain, Date, Flag, Grade, Line, Number, Ref, Refs, Table, Tables, Text};
use super::{Form, Holds, LANGUAGE, ROUTE, Section, may, must, section};
use crate::file::reader::Kind;
use crate::model::{Change, Claim, ConsultationStatus, FlowKind, SourceKind, StepAct, TrackStatus};

pub(super) const SOURCES: Section = section(
    "sources",
    &[
        must("kind", Holds::Word(SourceKind::WORDS), "What it is."),
        may("anonymous", Flag, "Whether its name is withheld."),
        may("member", Ref(Kind::Member), "The member it belongs to."),
        must("name", Text, "Its name, or how it is described."),
    ],
    "Who says something, or carries what others say.",
);

pub(super) const STATEMENTS: Section = section(
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
);

pub(super) const CONSULTATIONS: Section = section(
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
        may("mode", Refs(Kind::Mode), "In which way."),
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
                may("mode", Refs(Kind::Mode), "In which way."),
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
);

pub(super) const FLOWS: Section = section(
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
);

pub(super) const WATCHES: Section = section(
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
);

pub(super) const INDICATORS: Section = section(
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
);

pub(super) const TRACKS: Section = section(
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
);

pub(super) const EXEMPTIONS: Section = section(
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
);

pub(super) const CAPABILITIES: Section = section(
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
);
