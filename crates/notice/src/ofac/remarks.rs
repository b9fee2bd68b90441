//! What the remarks say in a regular way. The rest stays in them, which are kept whole.

use jiff::civil::{Date, date};

use crate::{Address, Birth, BirthDate, Document, Gender, Name, NameKind, Quality};

/// What was read out of remarks.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    pub(super) names: Vec<Name>,
    pub(super) births: Vec<Birth>,
    pub(super) birth_places: Vec<Address>,
    pub(super) nationalities: Vec<String>,
    pub(super) gender: Option<Gender>,
    pub(super) documents: Vec<Document>,
    /// An aircraft's serial number.
    pub(super) serial: Option<String>,
    /// An aircraft's model.
    pub(super) model: Option<String>,
}

/// How a document's number begins in the remarks.
const DOCUMENTS: &[&str] = &[
    "Passport",
    "Diplomatic Passport",
    "Stateless Person Passport",
    "National ID No.",
    "National Foreign ID Number",
    "Identification Number",
    "Identification Card No.",
    "Personal ID Card",
    "Bosnian Personal ID No.",
    "Cedula No.",
    "Cedula de Residencia",
    "Cedula de Ciudadania",
    "D.N.I.",
    "C.U.R.P.",
    "C.U.I.P.",
    "C.U.I.",
    "C.U.I.T.",
    "C.I.F.",
    "C.R. No.",
    "R.F.C.",
    "R.T.N.",
    "I.F.E.",
    "RUC #",
    "RIF #",
    "NIT #",
    "SSN",
    "SRE Permit No.",
    "Tax ID No.",
    "Fiscal Code",
    "Italian Fiscal Code",
    "V.A.T. Number",
    "Registration ID",
    "Registration Number",
    "Registered Charity No.",
    "Commercial Registry Number",
    "Company Number",
    "Business Number",
    "Business Registration Number",
    "Business Registration Document #",
    "Public Registration Number",
    "Economic Register Number (CBLS)",
    "Enterprise Number",
    "Chamber of Commerce Number",
    "Government Gazette Number",
    "Trade License No.",
    "License",
    "Tourism License No.",
    "Folio Mercantil No.",
    "Matricula Mercantil No",
    "Electoral Registry No.",
    "Driver's License No.",
    "Residency Number",
    "Birth Certificate Number",
    "Refugee ID Card",
    "D-U-N-S Number",
    "SWIFT/BIC",
    "MMSI",
    "UK Company Number",
    "Aircraft Tail Number",
    "Aircraft Construction Number (also called L/N or S/N or F/N)",
    "British National Overseas Passport",
    "Certificate of Incorporation Number",
    "Citizen's Card Number",
    "Dubai Chamber of Commerce Membership No.",
    "Kenyan ID No.",
    "LE Number",
    "Legal Entity Number",
    "Moroccan Personal ID No.",
    "Public Security and Immigration No.",
    "Stateless Person ID Card",
    "Tazkira National ID Card",
    "Travel Document Number",
    "Turkish Identification Number",
    "VisaNumberID",
];

/// Reads remarks: items between semicolons, a full stop at the end.
pub(super) fn parse(remarks: &str) -> Remarks {
    let mut read = Remarks::default();
    let remarks = remarks.strip_suffix('.').unwrap_or(remarks);
    for item in remarks.split("; ") {
        let item = item.trim();
        read.item(item.strip_prefix("alt. ").unwrap_or(item));
    }
    read
}

impl Remarks {
    fn item(&mut self, item: &str) {
        if let Some(text) = item.strip_prefix("DOB ") {
            self.births.extend(birth(text));
        } else if let Some(text) = item.strip_prefix("POB ") {
            self.birth_places.push(Address {
                text: Some(text.to_owned()),
                ..Address::default()
            });
        } else if let Some(text) = prefixed(item, &["nationality ", "citizen "]) {
            if !self.nationalities.iter().any(|known| known == text) {
                self.nationalities.push(text.to_owned());
            }
        } else if let Some(text) = item.strip_prefix("Gender ") {
            self.gender = match text {
                "Male" => Some(Gender::Male),
                "Female" => Some(Gender::Female),
                _ => self.gender,
            };
        } else if let Some(text) = prefixed(item, &["a.k.a. ", "n.k.a. "]) {
            // Those in the remarks are what OFAC calls weak; its good ones are in alt.csv.
            self.name(text, NameKind::Alias, Some(Quality::Low));
        } else if let Some(text) = item.strip_prefix("f.k.a. ") {
            self.name(text, NameKind::Former, Some(Quality::Low));
        } else if let Some(text) = item.strip_prefix("Aircraft Manufacturer's Serial Number (MSN) ")
        {
            self.serial = Some(text.to_owned());
        } else if let Some(text) = item.strip_prefix("Aircraft Model ") {
            self.model = Some(text.to_owned());
        } else if let Some(text) = item.strip_prefix("Vessel Registration Identification IMO ") {
            self.documents.extend(document("IMO number", text));
        } else if let Some(text) = item.strip_prefix("Digital Currency Address - ") {
            if let Some((currency, address)) = text.split_once(' ') {
                self.documents.extend(document(
                    &format!("Digital currency address, {currency}"),
                    address,
                ));
            }
        } else {
            let known = DOCUMENTS.iter().filter_map(|kind| {
                let number = item.strip_prefix(kind)?.strip_prefix(' ')?;
                Some((*kind, number))
            });
            // The longest beginning is the most exact: `C.U.I.T.` before `C.U.I.`.
            if let Some((kind, number)) = known.max_by_key(|(kind, _)| kind.len()) {
                self.documents.extend(document(kind, number));
            }
        }
    }

    fn name(&mut self, text: &str, kind: NameKind, quality: Option<Quality>) {
        let text = text.trim().trim_matches(['\'', '"', '’', '‘']);
        if !text.is_empty() {
            self.names.push(Name {
                quality,
                ..Name::new(text, kind)
            });
        }
    }
}

fn prefixed<'a>(item: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    prefixes.iter().find_map(|prefix| item.strip_prefix(prefix))
}

/// `A0003039 (Iran) issued 20 Feb 2004 expires 09 Mar 2017`.
fn document(kind: &str, text: &str) -> Option<Document> {
    let (text, expires) = split_off(text, " expires ");
    let (text, issued) = split_off(text, " issued ");
    let (number, country) = match text.split_once(" (") {
        Some((number, rest)) => (number, Some(rest.strip_suffix(')').unwrap_or(rest))),
        None => (text, None),
    };
    let number = number.trim();
    // “License restricted”: words, and no number.
    number
        .bytes()
        .any(|b| b.is_ascii_digit())
        .then(|| Document {
            kind: kind.trim_end_matches(" #").to_owned(),
            number: number.to_owned(),
            country: country.map(str::to_owned),
            city: None,
            issued: issued.map(str::to_owned),
            note: expires.map(|day| format!("expires {day}")),
        })
}

fn split_off<'a>(text: &'a str, mark: &str) -> (&'a str, Option<&'a str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// `01 Jan 1964`, `May 1953`, `1945`, `circa 1960`, `1959 to 1960`, `1957-1958`.
fn birth(text: &str) -> Option<Birth> {
    let rough = text.strip_prefix("circa ");
    let text = rough.unwrap_or(text).trim();
    let range = text.split_once(" to ").or_else(|| text.split_once('-'));
    let date = match range {
        Some((from, to)) => {
            let (from, to) = (
                year_of(stated(from)?),
                year_of(stated(to.trim_start_matches("circa "))?),
            );
            BirthDate::Between {
                from: from.min(to),
                to: from.max(to),
            }
        }
        None => stated(text)?,
    };
    Some(Birth {
        date,
        approximate: rough.is_some(),
        note: None,
    })
}

fn year_of(date: BirthDate) -> i16 {
    match date {
        BirthDate::Day(day) => day.year(),
        BirthDate::Month { year, .. }
        | BirthDate::Year(year)
        | BirthDate::Between { from: year, .. } => year,
    }
}

fn stated(text: &str) -> Option<BirthDate> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let year = |text: &str| {
        text.parse::<i16>()
            .ok()
            .filter(|year| (1800..=2100).contains(year))
    };
    match parts.as_slice() {
        [only] => year(only).map(BirthDate::Year),
        [month, of] => Some(BirthDate::Month {
            year: year(of)?,
            month: month_named(month)?,
        }),
        [day, month, of] => {
            let (year, month, day) = (year(of)?, month_named(month)?, day.parse().ok()?);
            checked(year, month, day).map(BirthDate::Day)
        }
        _ => None,
    }
}

fn checked(year: i16, month: i8, day: i8) -> Option<Date> {
    let first = date(year, 1, 1);
    first.with().month(month).day(day).build().ok()
}

fn month_named(text: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let found = MONTHS.iter().position(|month| *month == text)?;
    i8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_remarks_are_read() {
        let read = parse(
            "DOB circa 1960; alt. DOB 01 Feb 1964; POB Cairo, Egypt; nationality Iran; citizen Iran; \
             Passport A0003039 (Iran) issued 20 Feb 2004 expires 09 Mar 2017; Gender Male; a.k.a. 'PACHO'.",
        );
        assert_eq!(read.births.len(), 2);
        assert!(read.births[0].approximate);
        assert_eq!(read.births[1].date, BirthDate::Day(date(1964, 2, 1)));
        assert_eq!(read.birth_places[0].text.as_deref(), Some("Cairo, Egypt"));
        assert_eq!(read.nationalities, ["Iran"]);
        assert_eq!(read.gender, Some(Gender::Male));
        let passport = &read.documents[0];
        assert_eq!(
            (passport.kind.as_str(), passport.number.as_str()),
            ("Passport", "A0003039")
        );
        assert_eq!(passport.country.as_deref(), Some("Iran"));
        assert_eq!(passport.note.as_deref(), Some("expires 09 Mar 2017"));
        assert_eq!(
            (read.names[0].text.as_str(), read.names[0].quality),
            ("PACHO", Some(Quality::Low))
        );
    }

    #[test]
    fn birth_dates_keep_their_precision() {
        let date = |text| birth(text).map(|b| b.date);
        assert_eq!(
            date("May 1953"),
            Some(BirthDate::Month {
                year: 1953,
                month: 5
            })
        );
        assert_eq!(
            date("1959 to 1960"),
            Some(BirthDate::Between {
                from: 1959,
                to: 1960
            })
        );
        assert_eq!(date("31 Feb 1960"), None);
    }

    #[test]
    fn numbers_are_told_from_words() {
        let kinds = |text| -> Vec<String> {
            parse(text)
                .documents
                .into_iter()
                .map(|d| format!("{}|{}", d.kind, d.number))
                .collect()
        };
        assert_eq!(
            kinds("D.N.I. 18.197.545; Member ETA."),
            ["D.N.I.|18.197.545"]
        );
        assert_eq!(
            kinds("RUC # 1932244-1-728269 (Panama)."),
            ["RUC|1932244-1-728269"]
        );
        assert_eq!(kinds("License restricted."), Vec::<String>::new());
        assert_eq!(
            kinds("Vessel Registration Identification IMO 8405270."),
            ["IMO number|8405270"]
        );
    }
}
