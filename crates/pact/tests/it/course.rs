//! Consultations: their rules one by one, and against a slow version that reads the whole record each time.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use mithaq_notice::{MemberId, Text};
use mithaq_pact::{Course, Matter, MonthOrDay, Move, Opening, Refusal, Standing, StepAct};
use proptest::prelude::*;

fn id(text: &str) -> MemberId {
    text.parse().unwrap()
}

fn at(hours: i64) -> Timestamp {
    let start: Timestamp = "2014-09-01T00:00:00Z".parse().unwrap();
    start + SignedDuration::from_hours(hours)
}

fn on(activity: &str) -> Matter {
    Matter {
        activity: Some([activity.parse().unwrap()].into()),
        ..Matter::default()
    }
}

fn opening(asked: &[&str], deadline: Option<&str>) -> Opening {
    Opening {
        asked: asked.iter().map(|member| id(member)).collect(),
        subject: Text::english("what is asked"),
        matter: on("training"),
        deadline: deadline.map(|day| day.parse().unwrap()),
    }
}

fn asked(members: &[&str], deadline: Option<&str>) -> Course {
    Course::open(&id("us"), &opening(members, deadline), at(0)).unwrap()
}

const ACCEPT: Move = Move::Accept {
    of: Matter {
        activity: None,
        theatre: None,
        route: None,
        partner: None,
        mode: None,
    },
};
const REFUSE: Move = Move::Refuse {
    of: Matter {
        activity: None,
        theatre: None,
        route: None,
        partner: None,
        mode: None,
    },
};

#[test]
fn what_all_accept_waits_for_its_amendment_and_takes_no_more_moves() {
    let mut course = asked(&["dz", "ne"], None);
    course.apply(&id("dz"), &ACCEPT, at(1)).unwrap();
    assert_eq!(
        course.standing(at(1)),
        Standing::Open {
            awaits: [id("ne")].into()
        }
    );
    course.apply(&id("ne"), &ACCEPT, at(2)).unwrap();
    assert_eq!(course.standing(at(2)), Standing::Accepted);
    let late = course.apply(&id("us"), &Move::Withdraw {}, at(3));
    assert_eq!(late, Err(Refusal::Ended(Standing::Accepted)));
    course.conclude(at(4)).unwrap();
    assert_eq!(course.standing(at(4)), Standing::Agreed);
}

#[test]
fn a_counter_scope_is_a_new_round_in_which_who_asked_answers() {
    let mut course = asked(&["dz"], None);
    let matter = on("assistance");
    course
        .apply(
            &id("dz"),
            &Move::Limit {
                matter: matter.clone(),
            },
            at(1),
        )
        .unwrap();
    assert_eq!((course.round(), course.matter()), (2, &matter));
    assert_eq!(
        course.apply(&id("dz"), &ACCEPT, at(2)),
        Err(Refusal::OwnTable(id("dz")))
    );
    course.apply(&id("us"), &ACCEPT, at(2)).unwrap();
    assert_eq!(course.standing(at(2)), Standing::Accepted);
}

#[test]
fn answering_a_part_leaves_the_rest_to_be_answered() {
    let mut course = asked(&["dz"], None);
    for made in [
        Move::Refuse { of: on("raid") },
        Move::Accept {
            of: on("equipment"),
        },
    ] {
        course.apply(&id("dz"), &made, at(1)).unwrap();
        assert!(matches!(course.standing(at(1)), Standing::Open { .. }));
    }
    let matter = on("assistance");
    course
        .apply(&id("dz"), &Move::Limit { matter }, at(1))
        .unwrap();
    assert_eq!(
        course.standing(at(1)),
        Standing::Open {
            awaits: [id("us")].into()
        }
    );
}

#[test]
fn one_refusal_among_several_leaves_the_others_at_the_table() {
    let mut course = asked(&["dz", "ne"], None);
    course.apply(&id("dz"), &REFUSE, at(1)).unwrap();
    assert_eq!(
        course.apply(&id("dz"), &ACCEPT, at(2)),
        Err(Refusal::Out(id("dz")))
    );
    course.apply(&id("ne"), &ACCEPT, at(2)).unwrap();
    assert_eq!(course.standing(at(2)), Standing::Accepted);
    let mut both = asked(&["dz"], None);
    both.apply(&id("dz"), &REFUSE, at(1)).unwrap();
    assert_eq!(both.standing(at(1)), Standing::Refused);
}

#[test]
fn it_lapses_with_the_last_moment_of_its_deadline_and_by_no_job() {
    let mut course = asked(&["dz"], Some("2014-09-02"));
    let last = "2014-09-02T23:59:59.999Z".parse().unwrap();
    assert!(matches!(course.standing(last), Standing::Open { .. }));
    assert_eq!(course.standing(at(48)), Standing::Lapsed);
    assert_eq!(
        course.apply(&id("dz"), &ACCEPT, at(48)),
        Err(Refusal::Ended(Standing::Lapsed))
    );
    // Made in time and come late: it counts.
    course.apply(&id("dz"), &ACCEPT, last).unwrap();
    assert_eq!(course.standing(at(9_000)), Standing::Accepted);
}

#[test]
fn what_is_out_of_place_is_refused_with_its_reason() {
    let refused = |by: &str, made: Move, hours| {
        asked(&["dz"], None)
            .apply(&id(by), &made, at(hours))
            .unwrap_err()
            .to_string()
    };
    for (by, made, hours, words) in [
        (
            "ne",
            ACCEPT,
            1,
            "`ne` is no party to this consultation; its parties are dz, us",
        ),
        ("dz", Move::Withdraw {}, 1, "only `us`, who asked"),
        ("us", ACCEPT, 1, "what is on the table is `us`'s own"),
        (
            "dz",
            Move::Limit {
                matter: on("training"),
            },
            1,
            "already; `accept` agrees to it",
        ),
        (
            "dz",
            Move::Limit {
                matter: Matter::default(),
            },
            1,
            "already",
        ),
        (
            "dz",
            Move::Defer {
                until: Some("2014-08".parse().unwrap()),
            },
            1,
            "expected a month or day after",
        ),
        ("dz", ACCEPT, -1, "expected one after 2014-09-01T00:00:00Z"),
    ] {
        let why = refused(by, made, hours);
        assert!(why.contains(words), "{why}");
    }
    for (asking, words) in [
        (opening(&[], None), "found a request to nobody"),
        (opening(&["us", "dz"], None), "found a request to dz, us"),
        (opening(&["dz"], Some("2014-08")), "deadline: found 2014-08"),
    ] {
        let why = Course::open(&id("us"), &asking, at(0))
            .unwrap_err()
            .to_string();
        assert!(why.contains(words), "{why}");
    }
    let mut bounded = asked(&["dz"], Some("2014-09"));
    let until = Some("2014-10".parse().unwrap());
    let why = bounded
        .apply(&id("dz"), &Move::Defer { until }, at(1))
        .unwrap_err();
    assert!(
        why.to_string().contains("not past the deadline, 2014-09"),
        "{why}"
    );
}

#[test]
fn every_consultation_of_the_seeds_pact_runs_by_these_rules() {
    let seed = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../pacts/maghreb-sahel.toml"
    );
    let pact = mithaq_pact::Pact::read(seed.as_ref()).unwrap();
    let mut steps = 0;
    for consultation in pact.consultations() {
        let Some((request, replies)) = consultation.steps.split_first() else {
            continue;
        };
        let opening = Opening {
            asked: consultation
                .parties
                .iter()
                .map(|party| id(party.as_str()))
                .filter(|party| *party != request.by)
                .collect(),
            subject: consultation.subject.clone(),
            matter: request.matter.clone(),
            deadline: consultation.deadline,
        };
        let mut course = Course::open(&request.by, &opening, request.date.start()).unwrap();
        for step in replies {
            let matter = step.matter.clone();
            let made = match step.act {
                StepAct::Request => Move::Request { matter },
                StepAct::Accept => Move::Accept { of: matter },
                StepAct::Refuse => Move::Refuse { of: matter },
                StepAct::Limit => Move::Limit { matter },
                StepAct::Defer => Move::Defer { until: None },
                StepAct::Withdraw => Move::Withdraw {},
            };
            course.apply(&step.by, &made, step.date.start()).unwrap();
            steps += 1;
        }
        assert_eq!(
            course.standing(request.date.end()).as_str(),
            consultation.status.as_str()
        );
    }
    assert_eq!(steps, 3, "F8: refused in part, accepted in part, limited");
}

#[test]
fn a_move_reads_back_as_written_and_nothing_else_is_one() {
    for made in [
        ACCEPT,
        REFUSE,
        Move::Withdraw {},
        Move::Defer {
            until: Some("2014-10".parse().unwrap()),
        },
        Move::Limit {
            matter: on("training"),
        },
    ] {
        let json = serde_json::to_string(&made).unwrap();
        assert_eq!(serde_json::from_str::<Move>(&json).unwrap(), made, "{json}");
    }
    assert_eq!(
        serde_json::to_string(&ACCEPT).unwrap(),
        r#"{"act":"accept"}"#
    );
    for wrong in [
        r#"{"act":"agree"}"#,
        r#"{"act":"limit"}"#,
        r#"{"act":"withdraw","why":"no"}"#,
        r#"{"act":"accept","of":{"activities":["training"]}}"#,
        r#"{"act":"defer","until":"soon"}"#,
    ] {
        assert!(serde_json::from_str::<Move>(wrong).is_err(), "{wrong}");
    }
}

/// One move somebody tries.
type Tried = (MemberId, Move, Timestamp);

/// The record of a consultation, and its rules read off it anew each time.
struct Record {
    opening: Opening,
    taken: Vec<Tried>,
}

impl Record {
    fn parties(&self) -> BTreeSet<MemberId> {
        self.opening
            .asked
            .iter()
            .cloned()
            .chain([id("us")])
            .collect()
    }

    /// The scope after the first `n` moves, who put it there, and by which move.
    fn table(&self, n: usize) -> (Matter, MemberId, usize) {
        let mut table = (self.opening.matter.clone(), id("us"), 0);
        for (k, (by, made, _)) in self.taken.iter().take(n).enumerate() {
            if let Move::Request { matter } | Move::Limit { matter } = made {
                table = (matter.clone().within(&table.0), by.clone(), k + 1);
            }
        }
        table
    }

    fn is_whole(&self, k: usize, of: &Matter) -> bool {
        of.is_open() || *of == self.table(k).0
    }

    fn has_refused(&self, member: &MemberId) -> bool {
        self.taken.iter().enumerate().any(|(k, (by, made, _))| {
            by == member && matches!(made, Move::Refuse { of } if self.is_whole(k, of))
        })
    }

    /// Whether its last answer since the table was laid is a yes to all of it.
    fn accepts(&self, member: &MemberId) -> bool {
        let since = self.table(self.taken.len()).2;
        let mut answers =
            self.taken
                .iter()
                .enumerate()
                .skip(since)
                .filter_map(|(k, (by, made, _))| match made {
                    Move::Accept { of } if by == member && self.is_whole(k, of) => Some(true),
                    Move::Defer { .. } if by == member => Some(false),
                    _ => None,
                });
        answers.next_back() == Some(true)
    }

    fn standing(&self, at: Timestamp) -> Standing {
        let proposer = self.table(self.taken.len()).1;
        let here: BTreeSet<MemberId> = self
            .parties()
            .into_iter()
            .filter(|m| !self.has_refused(m))
            .collect();
        let awaits: BTreeSet<MemberId> = here
            .iter()
            .filter(|m| **m != proposer && !self.accepts(m))
            .cloned()
            .collect();
        if self
            .taken
            .iter()
            .any(|(_, made, _)| matches!(made, Move::Withdraw {}))
        {
            Standing::Withdrawn
        } else if here.len() < 2 {
            Standing::Refused
        } else if awaits.is_empty() {
            Standing::Accepted
        } else if self
            .opening
            .deadline
            .is_some_and(|deadline| at >= deadline.end())
        {
            Standing::Lapsed
        } else {
            Standing::Open { awaits }
        }
    }

    fn may(&self, (by, made, at): &Tried) -> bool {
        let (scope, proposer, _) = self.table(self.taken.len());
        let last = self.taken.last().map_or(self::at(0), |(_, _, at)| *at);
        let own = proposer == *by;
        self.parties().contains(by)
            && matches!(self.standing(*at), Standing::Open { .. })
            && *at >= last
            && !self.has_refused(by)
            && match made {
                Move::Request { matter } => matter.clone().within(&scope) != scope,
                Move::Limit { matter } => !own && matter.clone().within(&scope) != scope,
                Move::Accept { .. } | Move::Refuse { .. } => !own,
                Move::Defer { until } => {
                    let in_time = |until: &MonthOrDay| {
                        until.end() > *at
                            && self
                                .opening
                                .deadline
                                .is_none_or(|end| until.end() <= end.end())
                    };
                    !own && until.as_ref().is_none_or(in_time)
                }
                Move::Withdraw {} => *by == id("us"),
            }
    }
}

fn matters() -> impl Strategy<Value = Matter> {
    prop_oneof![
        Just(Matter::default()),
        Just(on("training")),
        Just(on("raid")),
        Just(Matter {
            theatre: Some(mithaq_pact::Area {
                all: ["ly".parse().unwrap()].into(),
                but: BTreeSet::new()
            }),
            ..Matter::default()
        }),
    ]
}

fn moves() -> impl Strategy<Value = Move> {
    let until = prop_oneof![
        Just(None),
        Just(Some("2014-09-02")),
        Just(Some("2014-09-20"))
    ];
    prop_oneof![
        2 => matters().prop_map(|matter| Move::Request { matter }),
        4 => matters().prop_map(|of| Move::Accept { of }),
        3 => matters().prop_map(|of| Move::Refuse { of }),
        3 => matters().prop_map(|matter| Move::Limit { matter }),
        2 => until.prop_map(|until| Move::Defer { until: until.map(|day| day.parse().unwrap()) }),
        1 => Just(Move::Withdraw {}),
    ]
}

fn tries() -> impl Strategy<Value = Vec<Tried>> {
    let step = (
        prop_oneof![3 => Just("us"), 4 => Just("dz"), 4 => Just("ne"), 1 => Just("ml")],
        moves(),
        -1..12_i64,
    );
    prop::collection::vec(step, 0..14).prop_map(|steps| {
        let mut hours = 0;
        let timed = |(by, made, later): (&str, Move, i64)| {
            hours += later;
            (id(by), made, at(hours))
        };
        steps.into_iter().map(timed).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_course_and_the_slow_reading_of_its_record_agree(
        both in any::<bool>(), bounded in any::<bool>(), tries in tries(), looked in 0..200_i64,
    ) {
        let opening = opening(if both { &["dz", "ne"] } else { &["dz"] }, bounded.then_some("2014-09-03"));
        let mut course = Course::open(&id("us"), &opening, at(0)).unwrap();
        let mut record = Record { opening, taken: Vec::new() };
        for tried in tries {
            let before = course.clone();
            let outcome = course.apply(&tried.0, &tried.1, tried.2);
            prop_assert_eq!(outcome.is_ok(), record.may(&tried), "{:?}: {:?}", tried, outcome);
            if outcome.is_ok() {
                record.taken.push(tried);
            } else {
                prop_assert_eq!(&course, &before, "a refused move changed something");
            }
            prop_assert_eq!(course.standing(at(looked)), record.standing(at(looked)));
        }
    }
}
