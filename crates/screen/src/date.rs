//! Dates of birth as people write them: by precision, day first, in Arabic digits, of the Hijri calendar.

use jiff::civil::Date;
use mithaq_names::normalise;
use mithaq_notice::BirthDate;
use serde::{Deserialize, Serialize};

use month::Month;

mod month;

/// A date of birth as a query states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AskedBirth {
    /// The date, Gregorian.
    pub date: BirthDate,
    /// How many days it may be off: a Hijri date told by the sighting of the moon is known to two days or so.
    pub days_off: u8,
    /// Whether it was called approximate.
    pub approximate: bool,
}

/// Why a text is not a date of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// It is not written in a way known here.
    #[error(
        "it is not a date; expected 1975, 1975-03, 1975-03-02, 02/03/1975 (day first), 2 March 1975, 1974-1976 or 18/02/1395 هـ"
    )]
    Form,
    /// There is no such day or month.
    #[error("there is no such day; expected year-month-day or day/month/year")]
    NoSuchDay,
    /// The year is no year of birth.
    #[error("nobody living was born in that year; a Hijri year is marked هـ or AH, as in 1395 هـ")]
    Year,
    /// A calendar that is not converted.
    #[error(
        "it is marked as of the solar Hijri calendar, which is not read; give the Gregorian date"
    )]
    Solar,
}

impl AskedBirth {
    /// Reads `1975`, `1975-03`, `1975-03-02` (also with `/` or `.`, `19750302`, a time of day after it), `02/03/1975`
    /// (always day first), `2 March 1975` (months in three languages), `1974-1976`, any of them with *c.*, *vers*, *حوالي* or `~` for approximate, in any digits; and
    /// a Hijri date, marked `هـ`, `AH` or *hijri*, by the tabular Islamic calendar.
    ///
    /// ```
    /// use mithaq_notice::BirthDate;
    /// use mithaq_screen::AskedBirth;
    /// assert_eq!(AskedBirth::parse("٠٢/٠٣/١٩٧٥"), AskedBirth::parse("1975-03-02"));
    /// assert_eq!(AskedBirth::parse("1395 هـ")?.date, BirthDate::Between { from: 1975, to: 1976 });
    /// # Ok::<(), mithaq_screen::DateError>(())
    /// ```
    ///
    /// # Errors
    /// [`DateError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        // Longer than any way to write a date.
        if text.len() > 128 {
            return Err(DateError::Form);
        }
        let written = Written::read(text)?;
        let asked = |date, days_off| Self {
            date,
            days_off,
            approximate: written.approximate,
        };
        let shape = written.shape().ok_or(DateError::Form)?;
        if written.hijri {
            hijri(shape).map(|(date, days_off)| asked(date, days_off))
        } else {
            gregorian(shape).map(|date| asked(date, 0))
        }
    }
}

/// The numbers of a date in the order written, and what the words around them say.
struct Written {
    /// A month in words is its number.
    numbers: Vec<String>,
    hijri: bool,
    approximate: bool,
    /// Which of the numbers was a month in words.
    month_at: Option<usize>,
    /// It was called a range of years.
    range: bool,
}

impl Written {
    fn read(text: &str) -> Result<Self, DateError> {
        let mut written = Self {
            numbers: Vec::new(),
            hijri: false,
            approximate: text.contains('~'),
            month_at: None,
            range: false,
        };
        let folded = normalise(text);
        let runs: Vec<&str> = runs(&folded).collect();
        let mut rest = runs.as_slice();
        while let Some((&run, after)) = rest.split_first() {
            rest = after;
            if let Some((month, words)) = month::named(run, after.first().copied()) {
                rest = rest.get(words - 1..).unwrap_or_default();
                written.month(month)?;
                continue;
            }
            match run {
                _ if run.starts_with(|c: char| c.is_ascii_digit()) => {
                    written.numbers.push(run.to_owned());
                }
                // What follows is a time of day.
                "t" if written.numbers.len() == 3 || written.numbers.len() == 1 => break,
                "ه" | "هجري" | "هجريه" | "ah" | "h" | "hijri" | "hegire" | "hijra" => {
                    written.hijri = true;
                }
                "ش" | "هش" | "sh" | "شمسي" => return Err(DateError::Solar),
                "c" | "ca" | "circa" | "approx" | "approximately" | "about" | "vers"
                | "environ" | "env" | "حوالي" | "نحو" | "تقريبا" => {
                    written.approximate = true;
                }
                "between" | "and" | "to" | "entre" | "et" | "a" | "بين" | "و" | "الي" => {
                    written.range = true;
                }
                "م" | "ad" | "ce" | "ميلادي" | "ميلاديه" => {}
                _ => return Err(DateError::Form),
            }
        }
        Ok(written)
    }

    /// What its numbers are.
    fn shape(&self) -> Option<Shape> {
        let mut numbers = self.numbers.clone();
        // “March 2, 1975”: the month stands before the day.
        if let ([_, _, _], Some(0)) = (numbers.as_slice(), self.month_at) {
            numbers.swap(0, 1);
        }
        let shape = Shape::of(&numbers)?;
        let fits = match shape {
            Shape::Years(..) => self.month_at.is_none(),
            Shape::Year(_) => self.month_at.is_none() && !self.range,
            Shape::Month(..) | Shape::Day(..) => !self.range,
        };
        fits.then_some(shape)
    }

    /// Takes a month in words.
    fn month(&mut self, month: Month) -> Result<(), DateError> {
        if self.month_at.is_some() {
            return Err(DateError::Form);
        }
        self.month_at = Some(self.numbers.len());
        self.hijri |= month.hijri;
        self.numbers.push(month.number.to_string());
        Ok(())
    }
}

/// Cuts a text into runs of digits and runs of letters.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').flat_map(|word| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?.is_ascii_digit();
            let end = rest
                .find(|c: char| c.is_ascii_digit() != first)
                .unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            rest = after;
            Some(run)
        })
    })
}

/// What the numbers are: 0 stands for a month or day that forms give as unknown.
#[derive(Clone, Copy)]
enum Shape {
    Year(i16),
    Years(i16, i16),
    Month(i16, i8),
    Day(i16, i8, i8),
}

impl Shape {
    fn of(numbers: &[String]) -> Option<Self> {
        let year = |text: &str| (text.len() == 4).then(|| text.parse().ok())?;
        let part = |text: &str| (text.len() <= 2).then(|| text.parse().ok())?;
        let texts: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let shape = match texts.as_slice() {
            [day] if day.len() == 8 => {
                Self::Day(year(&day[..4])?, part(&day[4..6])?, part(&day[6..])?)
            }
            [one] => Self::Year(year(one)?),
            [from, to] if from.len() == 4 && to.len() == 4 => Self::Years(year(from)?, year(to)?),
            [first, month] if first.len() == 4 => Self::Month(year(first)?, part(month)?),
            [month, last] => Self::Month(year(last)?, part(month)?),
            [first, month, day] if first.len() == 4 => {
                Self::Day(year(first)?, part(month)?, part(day)?)
            }
            [day, month, last] => Self::Day(year(last)?, part(month)?, part(day)?),
            _ => return None,
        };
        Some(match shape {
            Self::Month(year, 0) | Self::Day(year, 0, 0) => Self::Year(year),
            Self::Day(year, month, 0) => Self::Month(year, month),
            known => known,
        })
    }
}

fn gregorian(shape: Shape) -> Result<BirthDate, DateError> {
    let known = |year: i16| {
        if (1850..=2100).contains(&year) {
            Ok(year)
        } else {
            Err(DateError::Year)
        }
    };
    match shape {
        Shape::Year(year) => Ok(BirthDate::Year(known(year)?)),
        Shape::Years(from, to) if from <= to => Ok(BirthDate::Between {
            from: known(from)?,
            to: known(to)?,
        }),
        Shape::Years(..) => Err(DateError::Form),
        Shape::Month(year, month @ 1..=12) => Ok(BirthDate::Month {
            year: known(year)?,
            month,
        }),
        Shape::Month(..) => Err(DateError::NoSuchDay),
        Shape::Day(year, month, day) => {
            let date = Date::new(known(year)?, month, day).map_err(|_| DateError::NoSuchDay)?;
            Ok(BirthDate::Day(date))
        }
    }
}

/// A Hijri month is known to the two Gregorian months it touches, which the model writes as its year or years.
fn hijri(shape: Shape) -> Result<(BirthDate, u8), DateError> {
    const DAYS_OFF: u8 = 2;
    let known = |year: i16| {
        if (1266..=1525).contains(&year) {
            Ok(year)
        } else {
            Err(DateError::Year)
        }
    };
    let first = |year, month| tabular(year, month, 1).ok_or(DateError::NoSuchDay);
    let last = |year, month| {
        let (year, month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
        first(year, month)?.yesterday().map_err(|_| DateError::Year)
    };
    let between = |from: Date, to: Date| match (from.year(), to.year()) {
        (one, other) if one == other => BirthDate::Year(one),
        (from, to) => BirthDate::Between { from, to },
    };
    match shape {
        Shape::Year(year) => Ok((between(first(known(year)?, 1)?, last(year, 12)?), 0)),
        Shape::Years(from, to) if from <= to => {
            Ok((between(first(known(from)?, 1)?, last(known(to)?, 12)?), 0))
        }
        Shape::Years(..) => Err(DateError::Form),
        Shape::Month(year, month) => {
            Ok((between(first(known(year)?, month)?, last(year, month)?), 0))
        }
        Shape::Day(year, month, day) => {
            let date = tabular(known(year)?, month, day).ok_or(DateError::NoSuchDay)?;
            Ok((BirthDate::Day(date), DAYS_OFF))
        }
    }
}

/// The tabular Islamic calendar, civil epoch: a cycle of 30 years of which eleven have a 355th day, months of 30 and
/// 29 days in turn (Reingold and Dershowitz, *Calendrical Calculations*, chapter “The Islamic Calendar”).
fn tabular(year: i16, month: i8, day: i8) -> Option<Date> {
    let (y, m, d) = (i64::from(year), i64::from(month), i64::from(day));
    if !(1..=12).contains(&m) || !(1..=30).contains(&d) {
        return None;
    }
    let days = 354 * (y - 1) + (3 + 11 * y).div_euclid(30) + 29 * (m - 1) + m / 2 + d - 1;
    // The first day of the year 1, 16 July 622 Julian, is 19 July 622 in the proleptic Gregorian calendar.
    jiff::civil::date(622, 7, 19)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<BirthDate, DateError> {
        AskedBirth::parse(text).map(|asked| asked.date)
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let day = Ok(BirthDate::Day(date(1975, 3, 2)));
        for text in [
            "1975-03-02",
            "1975/3/2",
            "2.3.1975",
            "02/03/1975",
            "19750302",
            "1975-03-02T00:00:00Z",
            "٢/٣/١٩٧٥",
            "2 March 1975",
            "02-MAR-1975",
            "02MAR1975",
            "March 2, 1975",
            "1975 mars 2",
            "2 مارس 1975",
            "٢ آذار ١٩٧٥",
        ] {
            assert_eq!(read(text), day, "{text}");
        }
        assert_eq!(read("5 janv. 1960"), Ok(BirthDate::Day(date(1960, 1, 5))));
        assert_eq!(
            read("5 كانون الثاني 1960"),
            Ok(BirthDate::Day(date(1960, 1, 5)))
        );
        assert_eq!(read("août 1975"), read("1975-08"));
        for text in [
            "between 1974 and 1976",
            "entre 1974 et 1976",
            "بين 1974 و 1976",
        ] {
            assert_eq!(read(text), read("1974-1976"), "{text}");
        }
        for text in ["March March 1975", "March", "2 to 1975", "between 1975"] {
            assert_eq!(read(text), Err(DateError::Form), "{text}");
        }
        assert_eq!(read("1975"), Ok(BirthDate::Year(1975)));
        assert_eq!(read("1975-00-00"), Ok(BirthDate::Year(1975)));
        assert_eq!(
            read("1975-03"),
            Ok(BirthDate::Month {
                year: 1975,
                month: 3
            })
        );
        assert_eq!(
            read("03/1975"),
            Ok(BirthDate::Month {
                year: 1975,
                month: 3
            })
        );
        assert_eq!(
            read("1974–1976"),
            Ok(BirthDate::Between {
                from: 1974,
                to: 1976
            })
        );
        assert!(AskedBirth::parse("vers 1975").unwrap().approximate);
    }

    #[test]
    fn a_hijri_date_is_read_when_it_is_marked() {
        // 1 Muharram 1446 began on 7 July 2024, 1 Muharram 1400 on 20 November 1979 (21 by Umm al-Qura), to a day or two.
        assert_eq!(read("1446-01-01 AH"), Ok(BirthDate::Day(date(2024, 7, 8))));
        assert_eq!(read("١/١/١٤٠٠ هـ"), Ok(BirthDate::Day(date(1979, 11, 21))));
        // 14 January 1975 to 2 January 1976.
        assert_eq!(
            read("1395 هـ"),
            Ok(BirthDate::Between {
                from: 1975,
                to: 1976
            })
        );
        assert_eq!(read("1395-06 AH"), Ok(BirthDate::Year(1975)));
        // A Hijri month's own name marks it.
        assert_eq!(read("١ محرم ١٤٠٠"), read("١/١/١٤٠٠ هـ"));
        assert_eq!(read("12 ربيع الأول 1395 هـ"), read("12/03/1395 هـ"));
        assert_eq!(read("1400"), Err(DateError::Year));
        assert_eq!(read("1395"), Err(DateError::Year));
        assert_eq!(read("1354 ه.ش"), Err(DateError::Solar));
    }

    #[test]
    fn what_is_no_date_says_why() {
        assert_eq!(read("31/02/1975"), Err(DateError::NoSuchDay));
        assert_eq!(read("03/25/1975"), Err(DateError::NoSuchDay));
        assert_eq!(read("1975-13"), Err(DateError::NoSuchDay));
        assert_eq!(read("yesterday"), Err(DateError::Form));
        assert_eq!(read(""), Err(DateError::Form));
        assert_eq!(read("75"), Err(DateError::Form));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = AskedBirth::parse(&text);
        }

        #[test]
        fn no_numbers_make_it_panic(text in "[0-9]{1,9}[-/. ][0-9]{1,9}[-/. ]?[0-9]{0,9}( AH)?") {
            let _ = AskedBirth::parse(&text);
        }

        #[test]
        fn every_day_reads_back(days in 0i64..80_000) {
            let day = date(1881, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(read(&day.to_string()), Ok(BirthDate::Day(day)));
        }
    }
}
