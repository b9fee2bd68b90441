//! Time as agreements give it: a month or a day, or a moment, in UTC.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::file::reader::shown;

/// A month (`2014-09`) or a day (`2014-09-12`) of the years 1900 to 2199.
///
/// ```
/// use mithaq_pact::MonthOrDay;
/// let month: MonthOrDay = "2014-09".parse().unwrap();
/// assert_eq!(month.start().to_string(), "2014-09-01T00:00:00Z");
/// assert_eq!(month.end().to_string(), "2014-10-01T00:00:00Z");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthOrDay {
    first: Date,
    // Kept apart from the day: that only the month is known is part of what the file says.
    whole_month: bool,
}

/// Why a string is not a month or a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a month or a day; expected `YYYY-MM` or `YYYY-MM-DD`, of the years 1900 to 2199"
)]
pub struct DateError(String);

impl MonthOrDay {
    /// Its first moment.
    #[must_use]
    pub fn start(self) -> Timestamp {
        midnight(self.first)
    }

    /// The first moment after it: of the next month or of the next day.
    #[must_use]
    pub fn end(self) -> Timestamp {
        let step = if self.whole_month { 1.month() } else { 1.day() };
        midnight(self.first.saturating_add(step))
    }

    /// The first day it spans.
    #[must_use]
    pub const fn first_day(self) -> Date {
        self.first
    }

    /// Whether it is a month rather than a day.
    #[must_use]
    pub const fn is_month(self) -> bool {
        self.whole_month
    }
}

/// A moment of a pact's time as people write one: a moment, or the first one of a month or a day.
///
/// ```
/// use mithaq_pact::Moment;
/// let Moment(at) = "2014-09-12".parse().unwrap();
/// assert_eq!(at.to_string(), "2014-09-12T00:00:00Z");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Moment(pub Timestamp);

/// Why a string is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "found `{0}`; expected a month, a day or a moment, as in 2014-09, 2014-09-12 or 2014-09-12T08:00:00Z"
)]
pub struct MomentError(String);

impl FromStr for Moment {
    type Err = MomentError;
    fn from_str(text: &str) -> Result<Self, MomentError> {
        let first = || text.parse().ok().map(MonthOrDay::start);
        let moment = text.parse().ok().or_else(first);
        moment.map(Self).ok_or_else(|| MomentError(shown(text)))
    }
}

impl TryFrom<String> for Moment {
    type Error = MomentError;
    fn try_from(text: String) -> Result<Self, MomentError> {
        text.parse()
    }
}

/// Years are bounded on reading, so the conversion never fails; were it to, the earliest moment is the safe answer.
fn midnight(day: Date) -> Timestamp {
    TimeZone::UTC
        .to_timestamp(day.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::MIN)
}

impl FromStr for MonthOrDay {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        let err = || DateError(text.chars().take(40).collect());
        let whole_month = match text.len() {
            7 => true,
            10 => false,
            _ => return Err(err()),
        };
        if !text.bytes().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        }) {
            return Err(err());
        }
        let mut parts = text.split('-');
        let mut part = || parts.next().and_then(|p| p.parse::<i16>().ok());
        let (year, month, day) = (part().ok_or_else(err)?, part().ok_or_else(err)?, part());
        let small = |n: i16| i8::try_from(n).map_err(|_| err());
        if !(1900..=2199).contains(&year) {
            return Err(err());
        }
        let first = Date::new(year, small(month)?, small(day.unwrap_or(1))?).map_err(|_| err())?;
        Ok(Self { first, whole_month })
    }
}

impl TryFrom<String> for MonthOrDay {
    type Error = DateError;
    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<MonthOrDay> for String {
    fn from(date: MonthOrDay) -> Self {
        date.to_string()
    }
}

impl fmt::Display for MonthOrDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first;
        if self.whole_month {
            write!(f, "{:04}-{:02}", day.year(), day.month())
        } else {
            write!(f, "{day}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_back_as_written_and_span_what_they_name() {
        for (text, start, end) in [
            ("2014-09", "2014-09-01T00:00:00Z", "2014-10-01T00:00:00Z"),
            ("2014-12", "2014-12-01T00:00:00Z", "2015-01-01T00:00:00Z"),
            ("2016-02-28", "2016-02-28T00:00:00Z", "2016-02-29T00:00:00Z"),
            ("2199-12-31", "2199-12-31T00:00:00Z", "2200-01-01T00:00:00Z"),
        ] {
            let date: MonthOrDay = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
            assert_eq!(date.start().to_string(), start);
            assert_eq!(date.end().to_string(), end);
        }
        for wrong in [
            "",
            "2014",
            "2014-13",
            "2015-02-29",
            "2014-9",
            "0001-01",
            "2014/09",
            "٢٠١٤-٠٩",
            "+014-09",
        ] {
            assert!(wrong.parse::<MonthOrDay>().is_err(), "{wrong}");
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_moment_is_written_as_such_or_as_the_month_or_day_it_begins() {
        for (text, moment) in [
            ("2014-09", "2014-09-01T00:00:00Z"),
            ("2014-09-12", "2014-09-12T00:00:00Z"),
            ("2014-09-12T08:00:00Z", "2014-09-12T08:00:00Z"),
            ("2014-09-12T08:00:00+01:00", "2014-09-12T07:00:00Z"),
        ] {
            let Moment(at) = text.parse().unwrap();
            assert_eq!(at.to_string(), moment);
        }
    }
}
