//! Travellers as a border post sees them: ordinary people in Arabic or Latin letters, one in ten thousand of them listed.
//! The same seed gives the same rows.

use std::fmt::Write as _;
use std::sync::Arc;

use mithaq_notice::{Notice, Subject};

/// Given names, Arabic and Latin; men's in even places, women's in odd ones.
const GIVEN: [(&str, &str); 48] = [
    ("محمد", "Mohamed"),
    ("فاطمة", "Fatima"),
    ("أحمد", "Ahmed"),
    ("أمينة", "Amina"),
    ("علي", "Ali"),
    ("خديجة", "Khadija"),
    ("يوسف", "Youssef"),
    ("مريم", "Meriem"),
    ("إبراهيم", "Ibrahim"),
    ("عائشة", "Aicha"),
    ("عمر", "Omar"),
    ("زينب", "Zineb"),
    ("كريم", "Karim"),
    ("سارة", "Sarah"),
    ("رشيد", "Rachid"),
    ("نورة", "Noura"),
    ("خالد", "Khaled"),
    ("سعاد", "Souad"),
    ("سمير", "Samir"),
    ("حليمة", "Halima"),
    ("عبد الله", "Abdallah"),
    ("ليلى", "Leila"),
    ("عبد الرحمن", "Abderrahmane"),
    ("هدى", "Houda"),
    ("مصطفى", "Mustapha"),
    ("سلمى", "Salma"),
    ("حسن", "Hassan"),
    ("نادية", "Nadia"),
    ("حسين", "Hussein"),
    ("رقية", "Rokia"),
    ("موسى", "Moussa"),
    ("جميلة", "Djamila"),
    ("إسماعيل", "Ismail"),
    ("سميرة", "Samira"),
    ("عثمان", "Ousmane"),
    ("كلثوم", "Kalthoum"),
    ("سليمان", "Slimane"),
    ("وردة", "Warda"),
    ("بلال", "Bilal"),
    ("حسناء", "Hasna"),
    ("نور الدين", "Noureddine"),
    ("رحمة", "Rahma"),
    ("طارق", "Tarek"),
    ("شيماء", "Chaima"),
    ("هشام", "Hicham"),
    ("إيمان", "Imane"),
    ("جمال", "Djamel"),
    ("سهام", "Siham"),
];

/// Family names of the region.
const FAMILY: [(&str, &str); 32] = [
    ("حداد", "Haddad"),
    ("بوزيدي", "Bouzidi"),
    ("بن علي", "Ben Ali"),
    ("منصوري", "Mansouri"),
    ("الطرابلسي", "Trabelsi"),
    ("العلوي", "El Alaoui"),
    ("بلقاسم", "Belkacem"),
    ("سعيدي", "Saidi"),
    ("الشريف", "Cherif"),
    ("مرابط", "Merabet"),
    ("زروقي", "Zerrouki"),
    ("حمدي", "Hamdi"),
    ("ولد أحمد", "Ould Ahmed"),
    ("أغ محمد", "Ag Mohamed"),
    ("تراوري", "Traore"),
    ("كوليبالي", "Coulibaly"),
    ("الفيتوري", "Al Fitouri"),
    ("القذافي", "Gaddafi"),
    ("بن عمر", "Ben Omar"),
    ("قاسمي", "Kasmi"),
    ("بوعزيز", "Bouaziz"),
    ("الحسيني", "Al Husseini"),
    ("المصري", "El Masri"),
    ("النجار", "Najjar"),
    ("ياحي", "Yahi"),
    ("عيساوي", "Aissaoui"),
    ("بن يوسف", "Ben Youssef"),
    ("رحماني", "Rahmani"),
    ("ديالو", "Diallo"),
    ("مايغا", "Maiga"),
    ("خليفة", "Khelifa"),
    ("بلحاج", "Belhadj"),
];

/// Family names from everywhere, as Latin and spaced Arabic letters: committed with the names' training data.
const FROM_EVERYWHERE: &str = include_str!("../../../names/data/training/wikidata_en_ar.tsv");

const NATIONALITIES: [&str; 10] = ["DZ", "TN", "MA", "LY", "ML", "NE", "MR", "EG", "FR", "TD"];

/// One row.
pub struct Traveller {
    pub id: String,
    pub name: String,
    pub birth_date: String,
    pub nationality: &'static str,
    pub gender: &'static str,
    pub passport: String,
}

/// Rows, one after the other, without end.
pub struct Travellers<'a> {
    state: u64,
    row: u64,
    families: Vec<(&'static str, String)>,
    listed: Vec<&'a Arc<Notice>>,
}

impl<'a> Travellers<'a> {
    /// One in ten thousand of them is a person of these notices.
    pub fn new(seed: u64, notices: &'a [Arc<Notice>]) -> Self {
        let families = FROM_EVERYWHERE
            .lines()
            .filter_map(|line| {
                let mut fields = line.split('\t');
                let (latin, arabic) = (fields.next()?, fields.next()?);
                Some((latin, arabic.replace(' ', "")))
            })
            .filter(|(latin, _)| latin.len() > 3)
            .collect();
        let is_person = |notice: &&Arc<Notice>| {
            matches!(notice.subject, Subject::Person(_)) && !notice.subject.names().is_empty()
        };
        Self {
            state: seed | 1,
            row: 0,
            families,
            listed: notices.iter().filter(is_person).collect(),
        }
    }

    /// Xorshift (Marsaglia 2003): enough to draw names by, and the same everywhere.
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) as usize % end.max(1)
    }

    fn name(&mut self, is_woman: bool) -> String {
        if self.row.is_multiple_of(10_000) && !self.listed.is_empty() {
            let at = self.below(self.listed.len());
            let names = self.listed[at].subject.names();
            return names[self.below(names.len())].text.clone();
        }
        let is_arabic = self.below(2) == 0;
        let written = |pair: (&str, &str)| if is_arabic { pair.0 } else { pair.1 }.to_owned();
        let mut words = vec![written(GIVEN[self.below(24) * 2 + usize::from(is_woman)])];
        // A father's name on some documents, not on all.
        if self.below(3) == 0 {
            words.push(written(GIVEN[self.below(24) * 2]));
        }
        words.push(if self.below(5) < 2 {
            written(FAMILY[self.below(FAMILY.len())])
        } else {
            let at = self.below(self.families.len());
            let (latin, arabic) = &self.families[at];
            written((arabic, latin))
        });
        words.join(" ")
    }
}

impl Iterator for Travellers<'_> {
    type Item = Traveller;

    fn next(&mut self) -> Option<Traveller> {
        self.row += 1;
        let is_woman = self.below(2) == 0;
        let name = self.name(is_woman);
        let (year, month, day) = (
            1945 + self.below(62),
            1 + self.below(12),
            1 + self.below(28),
        );
        Some(Traveller {
            id: self.row.to_string(),
            name,
            birth_date: format!("{year}-{month:02}-{day:02}"),
            nationality: NATIONALITIES[self.below(NATIONALITIES.len())],
            gender: if is_woman { "female" } else { "male" },
            passport: format!("{:09}", self.below(1_000_000_000)),
        })
    }
}

impl Traveller {
    pub const HEADER: &str = "id,name,birthDate,nationality,gender,passportNumber\n";

    /// As a row of CSV.
    pub fn write(&self, line: &mut String) {
        let name = self.name.replace('"', "\"\"");
        let Self {
            id,
            birth_date,
            nationality,
            gender,
            passport,
            ..
        } = self;
        let _ = writeln!(
            line,
            "{id},\"{name}\",{birth_date},{nationality},{gender},{passport}"
        );
    }
}
