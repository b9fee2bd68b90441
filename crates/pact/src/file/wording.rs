//! What is wrong with a file, for readers of Arabic and French: each kind of problem in a sentence, and what stands there.

use mithaq_notice::{Language, Text};

use super::problem::{Code, Problem};
use super::reader::shown;

impl Code {
    /// What is wrong, and what to do: a sentence or two that name no id.
    #[must_use]
    pub const fn sentence(self, language: Language) -> &'static str {
        let [ar, fr, en] = match self {
            Self::EmptyFile => [
                "الملف فارغ. تحقق من أن الملف المقصود هو الذي سُمّي.",
                "Le fichier est vide. Vérifiez que c’est bien le fichier voulu.",
                "The file is empty. Check that the right file was named.",
            ],
            Self::TooLarge => [
                "أكبر مما يجوز لميثاق. قسّم الاتفاق، أو تحقق من أنه ملف ميثاق.",
                "Plus grand qu’un pacte ne peut l’être. Divisez l’accord, ou vérifiez que c’est un pacte.",
                "Larger than a pact may be. Split the agreement, or check that this is a pact.",
            ],
            Self::NotUtf8 => [
                "ليس نصًا بترميز UTF-8. احفظ الملف بهذا الترميز.",
                "Ce n’est pas un texte en UTF-8. Enregistrez le fichier dans ce codage.",
                "It is no text in UTF-8. Save the file as UTF-8.",
            ],
            Self::Toml => [
                "الكتابة هنا ليست بصيغة TOML. صحّح الصيغة في هذا الموضع.",
                "Ce qui est écrit ici n’est pas du TOML. Corrigez la syntaxe à cet endroit.",
                "What is written here is not TOML. Mend the syntax at this place.",
            ],
            Self::UnknownKey => [
                "مفتاح لا يُعرف هنا. صحّح اسمه، أو انقله إلى موضعه، أو احذفه.",
                "Clé inconnue à cet endroit. Corrigez son nom, déplacez-la ou supprimez-la.",
                "A key that is not known here. Correct its name, move it where it belongs, or delete it.",
            ],
            Self::MissingKey => [
                "ينقص مفتاح لا بد منه. أضفه إلى هذا الجدول.",
                "Il manque une clé obligatoire. Ajoutez-la à cette table.",
                "A key that must be there is missing. Add it to this table.",
            ],
            Self::WrongValue => [
                "قيمة لا تصلح لهذا المفتاح. اكتب ما يُنتظر منه.",
                "Valeur qui ne convient pas à cette clé. Écrivez ce qu’elle attend.",
                "A value that does not suit this key. Write what it expects.",
            ],
            Self::UnknownId => [
                "معرّف لم يُعلن في الملف. صحّحه، أو أعلن ما يشير إليه.",
                "Identifiant que le fichier ne déclare pas. Corrigez-le, ou déclarez ce qu’il désigne.",
                "An id that the file does not declare. Correct it, or declare what it refers to.",
            ],
            Self::BadId => [
                "مفتاح لا يصلح معرّفًا. اكتبه بحروف لاتينية صغيرة وأرقام وشرطات.",
                "Clé qui ne peut servir d’identifiant. Écrivez-la en minuscules latines, chiffres et traits d’union.",
                "A key that cannot be an id. Write it in small Latin letters, digits and hyphens.",
            ],
            Self::DuplicateId => [
                "معرّف أو مفتاح يحمله شيء آخر أيضًا. غيّر أحدهما.",
                "Identifiant ou clé que porte déjà autre chose. Changez l’un des deux.",
                "An id or a key that something else has, too. Change one of the two.",
            ],
            Self::Cycle => [
                "دور: كلٌّ داخل الآخر حتى يعود إلى نفسه. احذف إحدى هذه الإحالات.",
                "Cercle\u{a0}: l’un dans l’autre jusqu’à revenir à soi. Supprimez l’un de ces renvois.",
                "A cycle: each inside another until it comes back to itself. Take one of these references out.",
            ],
            Self::EmptyArea => [
                "نطاق لا يقع فيه مكان. انقص مما تستثنيه.",
                "Zone où ne se trouve aucun lieu. Retirez quelque chose de ce qui en est excepté.",
                "An area in which no place lies. Take something out of what it leaves out.",
            ],
            Self::NoStatement => [
                "بند لا يستند إلى أي تصريح. سمّ التصريح الذي عُرف منه.",
                "Clause qui ne repose sur aucune déclaration. Nommez celle d’où on la connaît.",
                "A clause that rests on no statement. Name the one it is known from.",
            ],
            Self::DatesOutOfOrder => [
                "تواريخ على غير ترتيبها: نهاية قبل البداية، أو خطوة قبل سابقتها. صحّح أحدها.",
                "Dates qui ne se suivent pas\u{a0}: une fin avant le début, ou une étape avant la précédente. Corrigez l’une d’elles.",
                "Dates out of order: an end before its beginning, or a step before the one it follows. Correct one of them.",
            ],
            Self::Contradiction => [
                "تناقض: العضو نفسه يتعهّد بالشيء عينه ويرفضه في الوقت ذاته. احذف أحد البندين أو ضيّقه.",
                "Contradiction\u{a0}: le même membre s’engage et refuse, pour la même chose et au même moment. Supprimez ou restreignez l’une des deux clauses.",
                "A contradiction: one member undertakes and refuses the very same thing at the same time. Delete or narrow one of the two clauses.",
            ],
            Self::RefusedPledge => [
                "وعد بما يرفضه بند للعضو نفسه. ضيّق الوعد، أو عدّل البند أولًا.",
                "Promesse de ce que refuse une clause du même membre. Restreignez la promesse, ou amendez d’abord la clause.",
                "A pledge of what a clause of the same member refuses. Narrow the pledge, or amend the clause first.",
            ],
            Self::Inconsistent => [
                "أجزاء لا تجتمع معًا. صحّح أحدها.",
                "Éléments qui ne vont pas ensemble. Corrigez l’un d’eux.",
                "Parts that do not go together. Correct one of them.",
            ],
        };
        language.of(ar, fr, en)
    }
}

impl Problem {
    /// What is wrong in a reader's language, with what stands there. In English it is exact; in the others it says of which kind
    /// it is and what to do.
    #[must_use]
    pub fn wording(&self) -> Text {
        let there = self.text.inner().get(self.span.clone()).unwrap_or_default();
        let there = there.lines().next().unwrap_or_default().trim();
        let with = |language: Language| {
            let sentence = self.code.sentence(language);
            if there.is_empty() {
                sentence.to_owned()
            } else {
                format!("{sentence} [\u{2068}{}\u{2069}]", shown(there))
            }
        };
        let exact = format!(
            "found {}; expected {}. {}",
            self.found, self.expected, self.mend
        );
        Text::new(with(Language::Ar), with(Language::Fr), exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_problem_has_its_own_sentence_in_three_languages() {
        for language in Language::ALL {
            let sentence = |code: &Code| code.sentence(language);
            let mut sentences: Vec<&str> = Code::ALL.iter().map(sentence).collect();
            assert!(sentences.iter().all(|sentence| sentence.ends_with('.')));
            sentences.sort_unstable();
            sentences.dedup();
            assert_eq!(sentences.len(), Code::ALL.len());
        }
    }

    #[test]
    fn a_problem_is_told_with_what_stands_there() {
        let text = "[pact]\nid = \"x\"\nversion = 0\nstatus = \"in-force\"\ntitle.en = \"X\"\n";
        let errors = crate::Pact::parse("p.toml", text).unwrap_err();
        let wording = errors.iter().next().unwrap().wording();
        for language in [Language::Ar, Language::Fr] {
            let told = wording.get(language);
            assert!(told.starts_with(Code::WrongValue.sentence(language)));
            assert!(told.ends_with("[\u{2068}0\u{2069}]"), "{told}");
        }
        assert!(
            wording
                .get(Language::En)
                .starts_with("found the number 0; expected")
        );
    }
}
