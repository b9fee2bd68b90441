//! The laws of handling, and of a notice's JSON.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_notice::{
    Account, Birth, BirthDate, Consignment, Document, Grade, Handling, IssuerId, Link, LinkKind,
    MemberId, Name, NameKind, Notice, NoticeId, Obligation, Originator, Person, Quality,
    Restriction, Status, Subject, SubjectId, Text, Use, Uses, Vehicle, Weapon,
};
use proptest::prelude::*;

/// Ids of few letters, so that sets meet.
fn restriction<T>(new: fn(&str) -> T) -> impl Strategy<Value = Restriction<T>>
where
    T: Ord + Clone + std::fmt::Debug + serde::de::DeserializeOwned + serde::Serialize,
{
    let list = prop::collection::btree_set("[a-d]", 0..4);
    prop::collection::vec(list, 0..4).prop_map(move |lists| {
        let of = |list: &BTreeSet<String>| Restriction::only(list.iter().map(|id| new(id)));
        // The public way to several lists is their JSON; none of them is no restriction.
        match lists.as_slice() {
            [] => Restriction::none(),
            [one] => of(one),
            several => serde_json::from_value(serde_json::to_value(several).unwrap()).unwrap(),
        }
    })
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_000_000_000).prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn uses() -> impl Strategy<Value = Uses> {
    prop::collection::vec(prop::sample::select(Use::ALL.to_vec()), 0..4)
        .prop_map(|uses| uses.into_iter().collect())
}

fn handling() -> impl Strategy<Value = Handling> {
    (
        restriction(|id| MemberId::new(id).unwrap()),
        restriction(|id| mithaq_notice::ServiceId::new(id).unwrap()),
        restriction(|id| mithaq_notice::ActivityId::new(id).unwrap()),
        restriction(|id| mithaq_notice::TheatreId::new(id).unwrap()),
        uses(),
        restriction(|id| MemberId::new(id).unwrap()),
        prop::option::of(moment()),
        prop::collection::btree_set(prop::sample::select(Obligation::ALL.to_vec()), 0..4),
    )
        .prop_map(
            |(release_to, services, activities, theatres, uses, onward, until, obligations)| {
                Handling {
                    release_to,
                    services,
                    activities,
                    theatres,
                    uses,
                    onward,
                    until,
                    obligations,
                }
            },
        )
}

/// Whether `narrow` allows nothing that `wide` forbids, reading “contains” as “is one of”.
fn no_broader(narrow: &Handling, wide: &Handling) -> bool {
    fn restricted<T: Ord>(narrow: &Restriction<T>, wide: &Restriction<T>, ids: &[T]) -> bool {
        let allows = |by: &Restriction<T>, id: &T| by.allows(|list| list.contains(id));
        ids.iter().all(|id| !allows(narrow, id) || allows(wide, id))
            && (!narrow.is_none() || wide.is_none())
    }
    let ids = ["a", "b", "c", "d", "e"];
    let members = ids.map(|id| MemberId::new(id).unwrap());
    restricted(&narrow.release_to, &wide.release_to, &members)
        && restricted(&narrow.onward, &wide.onward, &members)
        && restricted(
            &narrow.services,
            &wide.services,
            &ids.map(|id| mithaq_notice::ServiceId::new(id).unwrap()),
        )
        && restricted(
            &narrow.activities,
            &wide.activities,
            &ids.map(|id| mithaq_notice::ActivityId::new(id).unwrap()),
        )
        && restricted(
            &narrow.theatres,
            &wide.theatres,
            &ids.map(|id| mithaq_notice::TheatreId::new(id).unwrap()),
        )
        && Use::ALL
            .into_iter()
            .all(|u| !narrow.uses.allow(u) || wide.uses.allow(u))
        && wide
            .until
            .is_none_or(|wide| narrow.until.is_some_and(|narrow| narrow <= wide))
        && narrow.obligations.is_superset(&wide.obligations)
}

fn name() -> impl Strategy<Value = Name> {
    (
        "\\PC{1,20}",
        prop::sample::select(vec![
            NameKind::Primary,
            NameKind::OriginalScript,
            NameKind::Alias,
            NameKind::Former,
        ]),
        prop::option::of(prop::sample::select(vec![Quality::Good, Quality::Low])),
        prop::option::of("\\PC{1,20}"),
    )
        .prop_map(|(text, kind, quality, note)| Name {
            text,
            kind,
            quality,
            note,
        })
}

fn birth() -> impl Strategy<Value = Birth> {
    let date = prop_oneof![
        (1900_i16..2020).prop_map(BirthDate::Year),
        (1900_i16..2020, 1_i8..=12).prop_map(|(year, month)| BirthDate::Month { year, month }),
        (1900_i16..2020, 1_i8..=12, 1_i8..=28)
            .prop_map(|(y, m, d)| BirthDate::Day(jiff::civil::date(y, m, d))),
        (1900_i16..1950, 1950_i16..2020).prop_map(|(from, to)| BirthDate::Between { from, to }),
    ];
    (date, any::<bool>(), prop::option::of("\\PC{1,20}")).prop_map(|(date, approximate, note)| {
        Birth {
            date,
            approximate,
            note,
        }
    })
}

fn subject() -> impl Strategy<Value = Subject> {
    let text = || prop::option::of("\\PC{1,20}");
    let person = (
        prop::collection::vec(name(), 1..4),
        prop::collection::vec(birth(), 0..3),
    )
        .prop_map(|(names, births)| {
            Subject::Person(Person {
                names,
                births,
                ..Person::default()
            })
        });
    let document = ("\\PC{1,9}", "\\PC{1,9}", text()).prop_map(|(kind, number, country)| {
        Subject::Document(Document {
            kind,
            number,
            country,
            city: None,
            issued: None,
            note: None,
        })
    });
    let account = ("\\PC{1,20}", text(), text()).prop_map(|(number, bank, holder)| {
        Subject::Account(Account {
            number,
            bank,
            currency: None,
            holder,
        })
    });
    let weapon = ("\\PC{1,20}", text(), text()).prop_map(|(serial, make, model)| {
        Subject::Weapon(Weapon {
            serial,
            make,
            model,
            calibre: None,
        })
    });
    let vehicle =
        (text(), text(), prop::collection::vec(name(), 0..2)).prop_map(|(plate, vin, names)| {
            Subject::Vehicle(Vehicle {
                names,
                plate,
                vin,
                ..Vehicle::default()
            })
        });
    let consignment = ("\\PC{1,20}", "\\PC{1,20}", text()).prop_map(|(number, goods, to)| {
        Subject::Consignment(Consignment {
            number,
            goods,
            from: None,
            to,
            consignor: None,
            consignee: None,
        })
    });
    prop_oneof![person, document, account, weapon, vehicle, consignment]
}

fn text() -> impl Strategy<Value = Text> {
    let word = || prop::option::of("\\PC{0,20}");
    (word(), word(), word()).prop_map(|(ar, fr, en)| Text { ar, fr, en })
}

fn notice() -> impl Strategy<Value = Notice> {
    let grade = prop::option::of("[A-F][1-6]".prop_map(|grade| grade.parse::<Grade>().unwrap()));
    let originator = prop_oneof![
        Just(Originator::Member(MemberId::new("dz").unwrap())),
        Just(Originator::Issuer(IssuerId::new("un").unwrap())),
    ];
    (
        (originator, subject(), handling(), grade, any::<bool>()),
        (text(), text(), text()),
        (moment(), moment(), prop::option::of(moment())),
    )
        .prop_map(
            |((originator, subject, handling, grade, flag), texts, times)| Notice {
                id: NoticeId::new("dz-1").unwrap(),
                originator,
                subject_id: SubjectId::new("s-1").unwrap(),
                created: times.0,
                modified: times.1,
                status: if flag {
                    Status::Active
                } else {
                    Status::Recalled
                },
                subject,
                grounds: texts.0,
                grade,
                ends: times.2,
                instructions: texts.1,
                redress: texts.2,
                contact: None,
                listing: None,
                links: vec![Link {
                    kind: LinkKind::Owner,
                    subject: SubjectId::new("s-2").unwrap(),
                }],
                handling,
                invented: flag,
            },
        )
}

proptest! {
    #[test]
    fn meet_is_commutative(a in handling(), b in handling()) {
        prop_assert_eq!(a.meet(&b), b.meet(&a));
    }

    #[test]
    fn meet_is_associative(a in handling(), b in handling(), c in handling()) {
        prop_assert_eq!(a.meet(&b).meet(&c), a.meet(&b.meet(&c)));
    }

    #[test]
    fn meet_is_idempotent(a in handling()) {
        prop_assert_eq!(a.meet(&a), a);
    }

    #[test]
    fn the_public_handling_restricts_nothing(a in handling()) {
        prop_assert_eq!(a.meet(&Handling::public()), a);
    }

    #[test]
    fn what_is_built_from_two_is_no_broader_than_either(a in handling(), b in handling()) {
        let both = a.meet(&b);
        prop_assert!(no_broader(&both, &a) && no_broader(&both, &b), "{both:?}");
    }

    #[test]
    fn what_both_allow_their_meet_allows(a in handling(), b in handling()) {
        let both = a.meet(&b);
        for wanted in Use::ALL {
            prop_assert_eq!(both.uses.allow(wanted), a.uses.allow(wanted) && b.uses.allow(wanted));
        }
        for id in ["a", "b", "c", "d"] {
            let member = MemberId::new(id).unwrap();
            let allows = |h: &Handling| h.release_to.allows(|list| list.contains(&member));
            prop_assert_eq!(allows(&both), allows(&a) && allows(&b));
        }
    }

    #[test]
    fn handling_reads_back_from_its_json(a in handling()) {
        let json = serde_json::to_string(&a).unwrap();
        prop_assert_eq!(serde_json::from_str::<Handling>(&json).unwrap(), a);
    }

    #[test]
    fn a_notice_reads_back_from_its_json(notice in notice()) {
        let json = serde_json::to_string(&notice).unwrap();
        prop_assert_eq!(serde_json::from_str::<Notice>(&json).unwrap(), notice);
    }
}

#[test]
fn nobody_and_anybody_are_told_apart_in_json() {
    let nobody = Handling {
        release_to: Restriction::only([]),
        onward: Restriction::only([]),
        ..Handling::public()
    };
    let json = serde_json::to_string(&nobody).unwrap();
    assert!(json.contains(r#""release_to":[]"#), "{json}");
    assert_eq!(serde_json::from_str::<Handling>(&json).unwrap(), nobody);
    let anybody = serde_json::to_string(&Handling::public()).unwrap();
    assert_eq!(
        serde_json::from_str::<Handling>(&anybody).unwrap(),
        Handling::public()
    );
    assert_ne!(json, anybody);
}
