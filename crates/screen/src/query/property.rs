//! The names columns and JSON keys go by: FollowTheMoney's, and what people write for the same.

use crate::number::NumberKind;

/// What a column or key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Property {
    /// The row's id.
    Id,
    /// A whole name.
    Name,
    /// Another whole name.
    Alias,
    /// A part of the name, where there is no whole one. In the order they are put together.
    NamePart(u8),
    /// The FollowTheMoney schema: what the party is.
    Schema,
    /// Date of birth.
    BirthDate,
    /// Place or country of birth.
    BirthPlace,
    /// Nationality or citizenship.
    Nationality,
    /// Gender.
    Gender,
    /// A number of this kind.
    Number(NumberKind),
    /// `registrationNumber`: the plate of a vehicle, else the number of a document.
    Registration,
    /// Maker of a weapon.
    Make,
    /// Model of a weapon.
    Model,
    /// Calibre of a weapon.
    Calibre,
}

impl Property {
    /// What a column of this name holds; case, spaces, dashes and underscores do not matter.
    ///
    /// ```
    /// use mithaq_screen::Property;
    /// assert_eq!(Property::named("birthDate"), Some(Property::BirthDate));
    /// assert_eq!(Property::named("Birth_Date"), Some(Property::BirthDate));
    /// assert_eq!(Property::named("shoe size"), None);
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        use NumberKind::{Account, Consignment, Document, Plate, Serial, Vin};
        let bare: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '_' | '-'))
            .flat_map(char::to_lowercase)
            .collect();
        Some(match bare.as_str() {
            "id" => Self::Id,
            "name" | "fullname" | "nom" | "الاسم" => Self::Name,
            "alias" | "aliases" | "weakalias" | "previousname" => Self::Alias,
            "firstname" | "givenname" => Self::NamePart(0),
            "secondname" | "middlename" => Self::NamePart(1),
            "fathername" => Self::NamePart(2),
            "lastname" | "familyname" | "surname" => Self::NamePart(3),
            "schema" => Self::Schema,
            "birthdate" | "dateofbirth" | "dob" => Self::BirthDate,
            "birthplace" | "placeofbirth" | "birthcountry" => Self::BirthPlace,
            "nationality" | "citizenship" => Self::Nationality,
            "gender" | "sex" => Self::Gender,
            "passportnumber"
            | "idnumber"
            | "passport"
            | "documentnumber"
            | "number"
            | "taxnumber"
            | "socialsecuritynumber"
            | "vatcode"
            | "licensenumber"
            | "leicode"
            | "dunscode"
            | "swiftbic"
            | "bikcode"
            | "inncode"
            | "ogrncode"
            | "okpocode"
            | "kppcode"
            | "usccode"
            | "uniqueentityid"
            | "imonumber"
            | "mmsi"
            | "callsign" => Self::Number(Document),
            "iban" | "accountnumber" | "account" | "wallet" | "publickey" => Self::Number(Account),
            "serialnumber" | "serial" => Self::Number(Serial),
            "plate" | "platenumber" => Self::Number(Plate),
            "vin" => Self::Number(Vin),
            "consignmentnumber" | "consignment" | "containernumber" | "waybill" => {
                Self::Number(Consignment)
            }
            "registrationnumber" => Self::Registration,
            "make" => Self::Make,
            "model" => Self::Model,
            "calibre" | "caliber" => Self::Calibre,
            _ => return None,
        })
    }

    /// Whether a party can be found by it.
    #[must_use]
    pub const fn finds(self) -> bool {
        matches!(
            self,
            Self::Name | Self::Alias | Self::NamePart(_) | Self::Number(_) | Self::Registration
        )
    }
}
