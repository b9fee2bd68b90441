//! Dates of birth, by the precision both sides know them to.
//!
//! What agreement weighs follows from how often strangers agree: over a spread of 50 years of birth, a window of *d* days
//! meets one by chance with probability *d* / 18,262, and agreement weighs κ · ln(0.9 / that). κ = 0.35 because dates are
//! not independent of names (one false passport carries both; generations share names). A 1 January stands for an
//! unknown day wherever births were registered late, and is read as its year.

use jiff::civil::Date;
use mithaq_notice::{Birth, BirthDate};

use crate::date::AskedBirth;
use crate::why::{Field, Rule, Why};

const SPREAD_DAYS: f64 = 50.0 * 365.25;
const KAPPA: f64 = 0.35;
/// How many years a date called approximate may be off.
const ABOUT_YEARS: i16 = 2;

/// The pair of dates that speaks most for the match: lists give several when their sources disagree.
pub(super) fn compare(asked: &[AskedBirth], listed: &[Birth]) -> Option<Why> {
    let mut best: Option<Why> = None;
    for (asked, listed) in asked
        .iter()
        .flat_map(|a| listed.iter().map(move |l| (a, l)))
    {
        let (rule, weight) = meet(asked, listed);
        if best.as_ref().is_none_or(|so_far| weight > so_far.weight) {
            let about = |date: BirthDate, approximate| {
                if approximate {
                    format!("~{date}")
                } else {
                    date.to_string()
                }
            };
            let (asked, listed) = (
                about(asked.date, asked.approximate),
                about(listed.date, listed.approximate),
            );
            best = Some(Why::new(Field::BirthDate, rule, asked, listed, weight));
        }
    }
    best
}

fn agreement(days: f64) -> f64 {
    (KAPPA * (0.9 * SPREAD_DAYS / days).ln()).max(0.1)
}

fn years(count: i16) -> f64 {
    agreement(365.25 * f64::from(count.max(1)))
}

fn meet(asked: &AskedBirth, listed: &Birth) -> (Rule, f64) {
    let approximate = asked.approximate || listed.approximate;
    let (one, other) = (known(asked.date), known(listed.date));
    match (one, other) {
        (BirthDate::Day(a), BirthDate::Day(b)) if !approximate => days(a, b, asked.days_off),
        _ => {
            let (a, b) = (Span::of(one), Span::of(other));
            let apart = a.apart(&b);
            if apart > 0 {
                return if approximate && apart <= ABOUT_YEARS {
                    (Rule::AboutThen, years(2 * ABOUT_YEARS + 1))
                } else {
                    years_apart(
                        if approximate {
                            apart - ABOUT_YEARS
                        } else {
                            apart
                        },
                        apart,
                    )
                };
            }
            match (month(one), month(other)) {
                _ if approximate => (Rule::AboutThen, years(2 * ABOUT_YEARS + 1)),
                (Some(x), Some(y)) if x == y => (Rule::SameMonth, agreement(30.4)),
                (Some(_), Some(_)) => (Rule::OtherMonth, -0.8),
                _ if a.length().max(b.length()) > 1 => {
                    (Rule::WithinYears, years(a.length().max(b.length())))
                }
                _ => (Rule::SameYear, years(1)),
            }
        }
    }
}

fn days(asked: Date, listed: Date, days_off: u8) -> (Rule, f64) {
    let apart = (asked.duration_until(listed).as_hours() / 24).unsigned_abs();
    if apart <= u64::from(days_off) {
        let rule = if apart == 0 {
            Rule::SameDay
        } else {
            Rule::AboutThen
        };
        (rule, agreement(f64::from(2 * days_off + 1)))
    } else if asked.year() == listed.year()
        && (asked.month(), asked.day()) == (listed.day(), listed.month())
    {
        // Two ways to write one date, so two chances to meet by accident; and a mistake has to be assumed.
        (Rule::DayAndMonthSwapped, agreement(2.0) - 1.0)
    } else if (asked.year(), asked.month()) == (listed.year(), listed.month()) {
        (Rule::OtherDay, 0.3)
    } else if asked.year() == listed.year() {
        (Rule::OtherMonth, -0.8)
    } else {
        let apart = (asked.year() - listed.year()).abs();
        years_apart(apart, apart)
    }
}

/// Other years speak against, the further apart the more; sources disagree by a year or two often enough.
fn years_apart(counted: i16, apart: i16) -> (Rule, f64) {
    let weight = match counted {
        ..=1 => -0.8,
        2 => -1.4,
        3..=5 => -2.2,
        6..=10 => -3.0,
        _ => -3.8,
    };
    (Rule::YearsApart(apart.unsigned_abs()), weight)
}

fn known(date: BirthDate) -> BirthDate {
    match date {
        BirthDate::Day(day) if (day.month(), day.day()) == (1, 1) => BirthDate::Year(day.year()),
        other => other,
    }
}

fn month(date: BirthDate) -> Option<i8> {
    match date {
        BirthDate::Day(day) => Some(day.month()),
        BirthDate::Month { month, .. } => Some(month),
        BirthDate::Year(_) | BirthDate::Between { .. } => None,
    }
}

/// The years a date may lie in, both included.
struct Span(i16, i16);

impl Span {
    fn of(date: BirthDate) -> Self {
        match date {
            BirthDate::Day(day) => Self(day.year(), day.year()),
            BirthDate::Month { year, .. } | BirthDate::Year(year) => Self(year, year),
            BirthDate::Between { from, to } => Self(from.min(to), to.max(from)),
        }
    }

    /// Years between the two spans; 0 when they share one.
    fn apart(&self, other: &Self) -> i16 {
        other
            .0
            .saturating_sub(self.1)
            .max(self.0.saturating_sub(other.1))
            .max(0)
    }

    fn length(&self) -> i16 {
        self.1.saturating_sub(self.0).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(asked: &str, listed: BirthDate, approximate: bool) -> (Rule, f64) {
        let why = compare(
            &[AskedBirth::parse(asked).unwrap()],
            &[Birth {
                date: listed,
                approximate,
                note: None,
            }],
        )
        .unwrap();
        (why.rule, why.weight)
    }

    fn day(text: &str) -> BirthDate {
        AskedBirth::parse(text).unwrap().date
    }

    #[test]
    fn each_precision_weighs_by_how_often_strangers_agree() {
        let listed = day("1975-03-02");
        let table = [
            ("1975-03-02", Rule::SameDay),
            ("1975-03", Rule::SameMonth),
            ("03/02/1975", Rule::DayAndMonthSwapped),
            ("1975", Rule::SameYear),
            ("1975-01-01", Rule::SameYear),
            ("~1976", Rule::AboutThen),
            ("1970-1980", Rule::WithinYears),
            ("1975-03-20", Rule::OtherDay),
            ("1975-11-20", Rule::OtherMonth),
            ("1976-03-02", Rule::YearsApart(1)),
            ("1979-03-02", Rule::YearsApart(4)),
            ("1950", Rule::YearsApart(25)),
        ];
        let found = table.map(|(asked, rule)| {
            let (met, weight) = found(asked, listed, false);
            assert_eq!(met, rule, "{asked}");
            (asked, weight)
        });
        let order: Vec<&str> = ["1975-03-02", "1975-03", "1975", "1970-1980"].into();
        let of = |text: &str| found.iter().find(|(asked, _)| *asked == text).unwrap().1;
        assert!(
            order.windows(2).all(|pair| of(pair[0]) > of(pair[1])),
            "{found:?}"
        );
        assert!(
            of("1970-1980") > 0.0 && of("1976-03-02") < 0.0 && of("1950") < of("1979-03-02"),
            "{found:?}"
        );
    }

    #[test]
    fn an_approximate_date_agrees_within_two_years() {
        assert_eq!(
            found("1977", BirthDate::Year(1975), true).0,
            Rule::AboutThen
        );
        assert_eq!(
            found("1978", BirthDate::Year(1975), true).0,
            Rule::YearsApart(3)
        );
        assert_eq!(
            found("1977", BirthDate::Year(1975), false).0,
            Rule::YearsApart(2)
        );
    }

    #[test]
    fn the_best_of_several_dates_counts() {
        let listed = [day("1960"), day("1975-03-02")].map(|date| Birth {
            date,
            approximate: false,
            note: None,
        });
        let why = compare(&[AskedBirth::parse("1975-03-02").unwrap()], &listed).unwrap();
        assert_eq!(why.rule, Rule::SameDay);
    }

    proptest! {
        #[test]
        fn any_two_dates_weigh_something_finite(from in any::<i16>(), to in any::<i16>(), year in any::<i16>(), approximate: bool) {
            let listed = Birth { date: BirthDate::Between { from, to }, approximate, note: None };
            let asked = AskedBirth { date: BirthDate::Year(year), days_off: 0, approximate };
            let why = compare(&[asked], &[listed]).unwrap();
            prop_assert!(why.weight.is_finite() && why.weight.abs() < 4.0);
        }
    }
}
