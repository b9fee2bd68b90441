//! Reasons in words, in Arabic, French and English.

use mithaq_notice::Language;

use crate::why::{Field, Rule, Why};

impl Why {
    /// The reason as a reviewer reads it.
    ///
    /// What is quoted stands between bidi isolates (UAX #9) wherever its direction may differ from the sentence's, so
    /// that a Latin number in an Arabic sentence keeps its order.
    #[must_use]
    pub fn wording(&self, language: Language) -> String {
        let sentence = sentence(self.rule, self.field, language);
        let years = match self.rule {
            Rule::YearsApart(years) => years.to_string(),
            _ => String::new(),
        };
        let filled = fill(
            sentence,
            &[
                ("{asked}", &self.shown(&self.asked, language)),
                ("{listed}", &self.shown(&self.listed, language)),
                ("{years}", &years),
            ],
        );
        let alias = if self.low_quality {
            LOW_QUALITY[place(language)]
        } else {
            ""
        };
        let colon = if language == Language::Fr { " :" } else { ":" };
        format!("{}{colon} {filled}{alias}", self.field.label(language))
    }

    fn shown(&self, text: &str, language: Language) -> String {
        match (self.field, text) {
            (Field::Gender, "female") => ["أنثى", "féminin", "female"][place(language)].to_owned(),
            (Field::Gender, "male") => ["ذكر", "masculin", "male"][place(language)].to_owned(),
            _ => quoted(text, language),
        }
    }

    /// For a name: which word met which, a sentence each.
    #[must_use]
    pub fn steps_wording(&self, language: Language) -> Vec<String> {
        let theirs = match language {
            Language::Ar => mithaq_names::Language::Ar,
            Language::Fr => mithaq_names::Language::Fr,
            Language::En => mithaq_names::Language::En,
        };
        self.steps.iter().map(|step| step.wording(theirs)).collect()
    }
}

impl Field {
    /// What was compared, as a heading.
    #[must_use]
    pub const fn label(self, language: Language) -> &'static str {
        let labels = match self {
            Self::Name => ["الاسم", "nom", "name"],
            Self::BirthDate => ["تاريخ الميلاد", "date de naissance", "date of birth"],
            Self::BirthPlace => ["مكان الميلاد", "lieu de naissance", "place of birth"],
            Self::Nationality => ["الجنسية", "nationalité", "nationality"],
            Self::Gender => ["الجنس", "sexe", "gender"],
            Self::Document => ["رقم الوثيقة", "numéro de document", "document number"],
            Self::IssuingCountry => [
                "بلد إصدار الوثيقة",
                "pays de délivrance",
                "country of issue",
            ],
            Self::Account => ["الحساب", "compte", "account"],
            Self::Serial => ["الرقم التسلسلي", "numéro de série", "serial number"],
            Self::Make => ["الصانع", "fabricant", "make"],
            Self::Model => ["الطراز", "modèle", "model"],
            Self::Calibre => ["العيار", "calibre", "calibre"],
            Self::Plate => ["لوحة التسجيل", "plaque", "plate"],
            Self::Vin => [
                "رقم الهيكل",
                "numéro de châssis",
                "vehicle identification number",
            ],
            Self::Consignment => ["رقم الشحنة", "numéro d’expédition", "consignment number"],
        };
        labels[place(language)]
    }
}

const LOW_QUALITY: [&str; 3] = [
    "؛ والقائمة نفسها تعدّ هذا الاسم المستعار غير كافٍ لتحديد الهوية",
    " ; la liste elle-même juge cet alias insuffisant pour identifier",
    "; the list itself calls this alias too vague to identify by",
];

const fn place(language: Language) -> usize {
    match language {
        Language::Ar => 0,
        Language::Fr => 1,
        Language::En => 2,
    }
}

fn sentence(rule: Rule, field: Field, language: Language) -> &'static str {
    let sentences = match (rule, field) {
        (Rule::SameDay, _) => [
            "اليوم نفسه، {listed}",
            "le même jour, {listed}",
            "the same day, {listed}",
        ],
        (Rule::SameMonth, _) => [
            "الشهر نفسه: {asked} و{listed}",
            "le même mois : {asked} et {listed}",
            "the same month: {asked} and {listed}",
        ],
        (Rule::SameYear, _) => [
            "السنة نفسها، ولا يُعرف أكثر من ذلك: {asked} و{listed}",
            "la même année, sans plus de précision : {asked} et {listed}",
            "the same year, and no more is known: {asked} and {listed}",
        ],
        (Rule::WithinYears, _) => [
            "{asked} ضمن السنوات المذكورة {listed}",
            "{asked} tombe dans les années données, {listed}",
            "{asked} lies within the years given, {listed}",
        ],
        (Rule::AboutThen, _) => [
            "قريب من التاريخ التقريبي: {asked} و{listed}",
            "proche d’une date approximative : {asked} et {listed}",
            "close to an approximate date: {asked} and {listed}",
        ],
        (Rule::DayAndMonthSwapped, _) => [
            "اليوم والشهر متبادلان: {asked} و{listed}",
            "jour et mois intervertis : {asked} et {listed}",
            "day and month changed places: {asked} and {listed}",
        ],
        (Rule::OtherDay, _) => [
            "الشهر نفسه ويوم آخر: {asked} و{listed}",
            "le même mois, un autre jour : {asked} et {listed}",
            "the same month, another day: {asked} and {listed}",
        ],
        (Rule::OtherMonth, _) => [
            "السنة نفسها وشهر آخر: {asked} و{listed}",
            "la même année, un autre mois : {asked} et {listed}",
            "the same year, another month: {asked} and {listed}",
        ],
        (Rule::YearsApart(_), _) => [
            "فارق السنوات {years}: {asked} و{listed}",
            "écart de {years} an(s) : {asked} et {listed}",
            "{years} year(s) apart: {asked} and {listed}",
        ],
        (Rule::LookAlike, _) => [
            "{asked} يشبه {listed}: أحرف تلتبس في القراءة (O و0، I و1، B و8)",
            "{asked} ressemble à {listed} : caractères qui se confondent (O et 0, I et 1, B et 8)",
            "{asked} looks like {listed}: characters that are mistaken for each other (O and 0, I and 1, B and 8)",
        ],
        (Rule::Transposed, _) => [
            "{asked} يماثل {listed} عدا حرفين متجاورين متبادلين",
            "{asked} est {listed} à deux caractères voisins intervertis près",
            "{asked} is {listed} but for two neighbouring characters that changed places",
        ],
        (Rule::CharacterLost, _) => [
            "{asked} يماثل {listed} عدا حرفًا واحدًا ناقصًا أو زائدًا",
            "{asked} est {listed} à un caractère manquant ou en trop près",
            "{asked} is {listed} but for one character too few or too many",
        ],
        (Rule::CheckFails, _) => [
            "{asked} لا يستوفي رقم التحقق الخاص به: قد يكون فيه خطأ كتابة",
            "{asked} ne satisfait pas à sa propre clé de contrôle : une faute de frappe est probable",
            "{asked} fails its own check digits: it may be mistyped",
        ],
        (Rule::Equal, Field::Nationality | Field::Gender | Field::IssuingCountry) => [
            "متطابق: {listed}",
            "identique : {listed}",
            "the same: {listed}",
        ],
        (Rule::Equal, _) => [
            "{asked} يطابق {listed}",
            "{asked} est égal à {listed}",
            "{asked} equals {listed}",
        ],
        (Rule::Alike, Field::BirthPlace) => [
            "البلد نفسه: {asked} و{listed}",
            "le même pays : {asked} et {listed}",
            "the same country: {asked} and {listed}",
        ],
        (Rule::Alike, _) => [
            "{asked} يشبه {listed}",
            "{asked} ressemble à {listed}",
            "{asked} is like {listed}",
        ],
        (Rule::Different, Field::Name) => [
            "{asked} ليس الاسم الوارد في الإشعار، {listed}",
            "{asked} n’est pas le nom de l’avis, {listed}",
            "{asked} is not the name in the notice, {listed}",
        ],
        (Rule::Different, _) => [
            "المطلوب {asked}، والوارد في الإشعار {listed}",
            "demandé : {asked} ; dans l’avis : {listed}",
            "asked {asked}, the notice has {listed}",
        ],
    };
    sentences[place(language)]
}

/// Fills places in one pass, so that what is filled in is never read as a place itself.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        match values.iter().find(|(name, _)| from.starts_with(name)) {
            Some((name, value)) => {
                out.push_str(value);
                rest = &from[name.len()..];
            }
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out + rest
}

fn quoted(text: &str, language: Language) -> String {
    const LONGEST: usize = 120;
    let cut: String = text
        .chars()
        .filter(|c| !is_bidi_control(*c))
        .take(LONGEST)
        .collect();
    let cut = if text.chars().count() > LONGEST {
        cut + "…"
    } else {
        cut
    };
    let right_to_left = cut
        .chars()
        .any(|c| matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FEFC}'));
    if language == Language::Ar || right_to_left {
        format!("\u{2068}{cut}\u{2069}")
    } else {
        cut
    }
}

/// Controls in what was typed would turn the sentence around it.
const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || c.is_ascii_control()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIELDS: [Field; 15] = [
        Field::Name,
        Field::BirthDate,
        Field::BirthPlace,
        Field::Nationality,
        Field::Gender,
        Field::Document,
        Field::IssuingCountry,
        Field::Account,
        Field::Serial,
        Field::Make,
        Field::Model,
        Field::Calibre,
        Field::Plate,
        Field::Vin,
        Field::Consignment,
    ];

    fn every_wording() -> String {
        let reasons = [
            Why::new(
                Field::Name,
                Rule::Equal,
                "Iyad Ag Ghali",
                "IYAD AG GHALI",
                5.29,
            ),
            Why {
                low_quality: true,
                ..Why::new(
                    Field::Name,
                    Rule::Alike,
                    "مختار بلمختار",
                    "Mokhtar Belmokhtar",
                    2.0,
                )
            },
            Why::new(
                Field::Name,
                Rule::Different,
                "Jean Dupont",
                "Mokhtar Belmokhtar",
                -1.0,
            ),
            Why::new(
                Field::BirthDate,
                Rule::SameDay,
                "1972-06-01",
                "1972-06-01",
                3.4,
            ),
            Why::new(
                Field::BirthDate,
                Rule::SameMonth,
                "1972-06",
                "1972-06-01",
                2.2,
            ),
            Why::new(Field::BirthDate, Rule::SameYear, "1972", "1972-06-01", 1.3),
            Why::new(
                Field::BirthDate,
                Rule::WithinYears,
                "1972",
                "1970–1975",
                0.7,
            ),
            Why::new(Field::BirthDate, Rule::AboutThen, "1973", "~1972", 0.8),
            Why::new(
                Field::BirthDate,
                Rule::DayAndMonthSwapped,
                "1972-01-06",
                "1972-06-01",
                2.0,
            ),
            Why::new(
                Field::BirthDate,
                Rule::OtherDay,
                "1972-06-02",
                "1972-06-21",
                0.3,
            ),
            Why::new(
                Field::BirthDate,
                Rule::OtherMonth,
                "1972-07-02",
                "1972-06-21",
                -0.8,
            ),
            Why::new(
                Field::BirthDate,
                Rule::YearsApart(20),
                "1992",
                "1972-06-01",
                -3.8,
            ),
            Why::new(
                Field::BirthPlace,
                Rule::Alike,
                "Oran, Algeria",
                "Ghardaïa, Algeria",
                0.4,
            ),
            Why::new(Field::Nationality, Rule::Equal, "DZ", "DZ", 0.5),
            Why::new(Field::Gender, Rule::Different, "female", "male", -2.0),
            Why::new(Field::Document, Rule::LookAlike, "ABO1234", "AB01234", 1.74),
            Why::new(
                Field::Document,
                Rule::Transposed,
                "AB10234",
                "AB01234",
                0.93,
            ),
            Why::new(
                Field::Document,
                Rule::CharacterLost,
                "AB0123",
                "AB01234",
                0.81,
            ),
            Why::new(
                Field::Account,
                Rule::CheckFails,
                "GB29NWBK60161331926891",
                "",
                0.0,
            ),
            Why::new(Field::Make, Rule::Different, "Zastava", "Izhmash", -2.0),
        ];
        let lines = reasons.iter().flat_map(|why| {
            Language::ALL.map(|language| format!("{language} {}", why.wording(language)))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn reasons_read_well_in_three_languages() {
        insta::assert_snapshot!(every_wording());
    }

    #[test]
    fn what_is_filled_in_is_not_read_as_a_place() {
        let why = Why::new(Field::Name, Rule::Equal, "{listed}", "x", 1.0);
        assert_eq!(why.wording(Language::En), "name: {listed} equals x");
    }

    #[test]
    fn every_field_has_a_label_in_every_language() {
        for field in FIELDS {
            for language in Language::ALL {
                assert!(!field.label(language).is_empty());
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_wording(asked in any::<String>(), listed in any::<String>()) {
            for language in Language::ALL {
                let wording = Why::new(Field::Name, Rule::Alike, asked.clone(), listed.clone(), 0.0).wording(language);
                prop_assert!(!wording.chars().any(char::is_control) || asked.contains(char::is_control) || listed.contains(char::is_control));
            }
        }
    }
}
