//! What a notice is about, fact by fact.

use maud::{Markup, html};
use mithaq_notice::{
    Address, Birth, BirthDate, Document, Gender, Name, NameKind, Quality, Subject, SubjectKind,
};

use crate::console::locale::Words;
use crate::console::words::verbatim;

/// Every kind a notice's subject may be of, with its word in addresses and keys.
pub(crate) const KINDS: [(SubjectKind, &str); 7] = [
    (SubjectKind::Person, "person"),
    (SubjectKind::Organisation, "organisation"),
    (SubjectKind::Document, "document"),
    (SubjectKind::Account, "account"),
    (SubjectKind::Weapon, "weapon"),
    (SubjectKind::Vehicle, "vehicle"),
    (SubjectKind::Consignment, "consignment"),
];

/// The kind's word.
pub(crate) fn kind(kind: SubjectKind, words: Words) -> String {
    let word = KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or("person", |(_, word)| *word);
    words.term("kind", word)
}

/// One line of facts: the key of its label, and what stands there.
type Fact = (&'static str, Markup);

/// All that is said of the subject, most telling first.
pub(crate) fn facts(subject: &Subject, words: Words) -> Markup {
    let facts = match subject {
        Subject::Person(person) => vec![
            ("fact-names", names(&person.names, words)),
            (
                "fact-births",
                each(&person.births, |birth| written_birth(birth, words)),
            ),
            ("fact-birth-places", each(&person.birth_places, address)),
            (
                "fact-gender",
                option(
                    person
                        .gender
                        .map(|gender| words.term("gender", gender_word(gender)))
                        .as_deref(),
                ),
            ),
            (
                "fact-nationalities",
                each(&person.nationalities, |text| verbatim(text)),
            ),
            ("fact-documents", each(&person.documents, document)),
            ("fact-titles", each(&person.titles, |text| verbatim(text))),
            (
                "fact-designations",
                each(&person.designations, |text| verbatim(text)),
            ),
            ("fact-addresses", each(&person.addresses, address)),
        ],
        Subject::Organisation(organisation) => vec![
            ("fact-names", names(&organisation.names, words)),
            ("fact-documents", each(&organisation.documents, document)),
            ("fact-addresses", each(&organisation.addresses, address)),
        ],
        Subject::Document(paper) => vec![("fact-documents", document(paper))],
        Subject::Account(account) => vec![
            ("fact-account", number(&account.number)),
            ("fact-bank", option(account.bank.as_deref())),
            ("fact-currency", option(account.currency.as_deref())),
            ("fact-holder", option(account.holder.as_deref())),
        ],
        Subject::Weapon(weapon) => vec![
            ("fact-serial", number(&weapon.serial)),
            ("fact-make", option(weapon.make.as_deref())),
            ("fact-model", option(weapon.model.as_deref())),
            ("fact-calibre", option(weapon.calibre.as_deref())),
        ],
        Subject::Vehicle(vehicle) => vec![
            ("fact-names", names(&vehicle.names, words)),
            (
                "fact-plate",
                vehicle.plate.as_deref().map(number).unwrap_or_default(),
            ),
            (
                "fact-vin",
                vehicle.vin.as_deref().map(number).unwrap_or_default(),
            ),
            ("fact-model", option(vehicle.model.as_deref())),
            ("fact-colour", option(vehicle.colour.as_deref())),
            ("fact-country", option(vehicle.country.as_deref())),
            ("fact-documents", each(&vehicle.documents, document)),
        ],
        Subject::Consignment(consignment) => vec![
            ("fact-consignment", number(&consignment.number)),
            ("fact-goods", verbatim(&consignment.goods)),
            ("fact-sent-from", option(consignment.from.as_deref())),
            ("fact-sent-to", option(consignment.to.as_deref())),
            ("fact-consignor", option(consignment.consignor.as_deref())),
            ("fact-consignee", option(consignment.consignee.as_deref())),
        ],
    };
    rows(facts, words)
}

/// Facts with nothing in them are left out.
fn rows(facts: Vec<Fact>, words: Words) -> Markup {
    html! {
        dl class="facts" {
            @for (key, value) in facts.into_iter().filter(|(_, value)| !value.0.is_empty()) {
                dt { (words.say(key)) } dd { (value) }
            }
        }
    }
}

fn names(names: &[Name], words: Words) -> Markup {
    each(names, |name| {
        let said = match name.kind {
            // Most are aliases; the list is read more easily where only what is otherwise says so.
            NameKind::Primary | NameKind::Alias => None,
            NameKind::OriginalScript => Some("name-original-script"),
            NameKind::Former => Some("name-former"),
        };
        html! {
            @if name.kind == NameKind::Primary { strong { (verbatim(&name.text)) } } @else { (verbatim(&name.text)) }
            @if let Some(key) = said { span class="soft" { " · " (words.say(key)) } }
            @if name.quality == Some(Quality::Low) { span class="soft" { " · " (words.say("quality-low")) } }
            @if let Some(note) = &name.note { span class="soft" { " · " (verbatim(note)) } }
        }
    })
}

/// A stated date of birth, with what is said of it.
fn written_birth(birth: &Birth, words: Words) -> Markup {
    html! {
        @if birth.approximate { (words.say("about")) " " }
        (birth_date(birth.date))
        @if let Some(note) = &birth.note { span class="soft" { " · " (verbatim(note)) } }
    }
}

/// A date of birth with the precision it is known to.
pub(crate) fn birth_date(date: BirthDate) -> Markup {
    html! { bdi dir="ltr" { (date) } }
}

/// How a gender is written in keys.
pub(crate) const fn gender_word(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => "female",
        Gender::Male => "male",
    }
}

fn address(address: &Address) -> Markup {
    let parts = [
        &address.street,
        &address.city,
        &address.province,
        &address.postcode,
        &address.country,
        &address.text,
    ];
    let line = parts
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    html! { (verbatim(&line)) @if let Some(note) = &address.note { span class="soft" { " · " (verbatim(note)) } } }
}

fn document(document: &Document) -> Markup {
    let details = [
        &document.country,
        &document.city,
        &document.issued,
        &document.note,
    ];
    html! {
        (verbatim(&document.kind)) " " (number(&document.number))
        @for detail in details.into_iter().flatten() { span class="soft" { " · " (verbatim(detail)) } }
    }
}

fn number(number: &str) -> Markup {
    html! { bdi class="id" { (number) } }
}

fn option(text: Option<&str>) -> Markup {
    text.map(verbatim).unwrap_or_default()
}

fn each<T>(items: &[T], show: impl Fn(&T) -> Markup) -> Markup {
    match items {
        [] => Markup::default(),
        [one] => show(one),
        several => html! { ul { @for item in several { li { (show(item)) } } } },
    }
}
