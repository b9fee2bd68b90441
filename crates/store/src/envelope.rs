//! Signed envelopes: DSSE, the Dead Simple Signing Envelope (protocol version 1), as in-toto and Sigstore use it.
//!
//! The signature is over a *pre-authentication encoding* of the payload's type and bytes, so that nothing signed as one type
//! can be passed off as another, and nobody has to agree on a canonical JSON. The payload is kept byte for byte.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde::{Deserialize, Serialize};

use crate::{Draft, KeyId, Keys, Signer};

/// Why an envelope is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// None of the keys it is signed with is trusted.
    #[error(
        "signed by {key}, which is not a key trusted here; expected one of the {trusted} trusted keys"
    )]
    UnknownKey {
        /// The first key that signed it.
        key: KeyId,
        /// How many keys are trusted.
        trusted: usize,
    },
    /// It names a trusted key, but the signature is not that key's over this content.
    #[error(
        "the signature is not {key}'s over this content: it was altered, or signed by someone else; ask for it anew"
    )]
    BadSignature {
        /// The key it claims to be signed with.
        key: KeyId,
    },
    /// It holds something else than what was asked for.
    #[error("holds `{found}`, expected `{expected}`")]
    WrongType {
        /// The type it states.
        found: String,
        /// The type asked for.
        expected: String,
    },
    /// It is not an envelope.
    #[error(
        "not a signed envelope: {what}; expected {{payloadType, payload, signatures: [{{keyid, sig}}]}}"
    )]
    Malformed {
        /// The first thing wrong, with line and column where it is JSON.
        what: String,
    },
    /// It is larger than anyone has reason to send.
    #[error("{bytes} bytes is too large for an envelope; at most {limit}")]
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The largest allowed.
        limit: usize,
    },
}

/// A payload with the signatures over it.
///
/// As JSON: `{"payloadType": …, "payload": base64, "signatures": [{"keyid": …, "sig": base64}]}`.
///
/// ```
/// use mithaq_store::{Envelope, Keys, Signer};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let signer = Signer::generate()?;
/// let sent = Envelope::seal("application/vnd.mithaq.recall+json", br#"{"id":"dz-7"}"#, &signer).to_json();
///
/// let received = Envelope::from_json(sent.as_bytes())?;
/// let recall = received.open("application/vnd.mithaq.recall+json", &Keys::from(&signer))?;
/// assert_eq!(recall, br#"{"id":"dz-7"}"#);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Envelope {
    payload_type: String,
    payload: Vec<u8>,
    signatures: Vec<Signed>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signed {
    key: KeyId,
    signature: Vec<u8>,
}

impl Envelope {
    /// The largest JSON form read, in bytes: what is received can be logged as it came.
    pub const MAX_BYTES: usize = Draft::MAX_PAYLOAD;

    /// The most signatures read; each member of a pact may sign an amendment.
    pub const MAX_SIGNATURES: usize = 64;

    /// Signs bytes as being of a type.
    #[must_use]
    pub fn seal(payload_type: &str, payload: &[u8], signer: &Signer) -> Self {
        let mut envelope = Self {
            payload_type: payload_type.to_owned(),
            payload: payload.to_owned(),
            signatures: Vec::with_capacity(1),
        };
        envelope.sign(signer);
        envelope
    }

    /// Adds a signature over the same content: an amendment is signed by each member it binds.
    pub fn sign(&mut self, signer: &Signer) {
        let signature = signer
            .sign(&encoding(&self.payload_type, &self.payload))
            .to_vec();
        self.signatures
            .retain(|signed| signed.key != signer.fingerprint());
        self.signatures.push(Signed {
            key: signer.fingerprint(),
            signature,
        });
    }

    /// Takes over the signatures of another copy of the same content that are trusted keys'; whether there were new ones.
    pub fn join(&mut self, other: &Self, trusted: &Keys) -> bool {
        if (&self.payload_type, &self.payload) != (&other.payload_type, &other.payload) {
            return false;
        }
        let message = encoding(&self.payload_type, &self.payload);
        let before = self.signatures.len();
        for signed in &other.signatures {
            let known = self.signatures.iter().any(|have| have.key == signed.key);
            let key = trusted.get(&signed.key).filter(|_| !known);
            if key.is_some_and(|key| key.verifies(&message, &signed.signature)) {
                self.signatures.push(signed.clone());
            }
        }
        self.signatures.len() > before
    }

    /// This content with the signatures of trusted keys only.
    #[must_use]
    pub fn trusted(&self, trusted: &Keys) -> Self {
        let mut copy = Self {
            payload_type: self.payload_type.clone(),
            payload: self.payload.clone(),
            signatures: Vec::new(),
        };
        copy.join(self, trusted);
        copy
    }

    /// Puts together again what a log keeps apart.
    pub(crate) fn from_parts(
        payload_type: &str,
        payload: Vec<u8>,
        key: KeyId,
        signature: Vec<u8>,
    ) -> Self {
        Self {
            payload_type: payload_type.to_owned(),
            payload,
            signatures: vec![Signed { key, signature }],
        }
    }

    /// The content, byte for byte, if at least one trusted key signed it as `payload_type`. Signatures of keys that are not
    /// trusted count for nothing, either way.
    ///
    /// # Errors
    /// [`EnvelopeError::WrongType`], [`EnvelopeError::UnknownKey`] or [`EnvelopeError::BadSignature`].
    pub fn open(&self, payload_type: &str, trusted: &Keys) -> Result<&[u8], EnvelopeError> {
        self.signers(payload_type, trusted)
            .map(|_| self.payload.as_slice())
    }

    /// The trusted keys that signed the content as `payload_type`; at least one.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn signers(
        &self,
        payload_type: &str,
        trusted: &Keys,
    ) -> Result<BTreeSet<KeyId>, EnvelopeError> {
        if self.payload_type != payload_type {
            return Err(EnvelopeError::WrongType {
                found: self.payload_type.chars().take(100).collect(),
                expected: payload_type.to_owned(),
            });
        }
        let message = encoding(&self.payload_type, &self.payload);
        let (mut signers, mut forged) = (BTreeSet::new(), None);
        for signed in &self.signatures {
            match trusted.get(&signed.key) {
                Some(key) if key.verifies(&message, &signed.signature) => {
                    signers.insert(signed.key);
                }
                Some(_) => forged = forged.or(Some(signed.key)),
                None => {}
            }
        }
        match (forged, self.signatures.first()) {
            _ if !signers.is_empty() => Ok(signers),
            (Some(key), _) => Err(EnvelopeError::BadSignature { key }),
            (None, Some(first)) => Err(EnvelopeError::UnknownKey {
                key: first.key,
                trusted: trusted.len(),
            }),
            (None, None) => Err(EnvelopeError::Malformed {
                what: "it has no signature".to_owned(),
            }),
        }
    }

    /// The type it states. Believe it once [`Envelope::open`] has succeeded.
    #[must_use]
    pub fn payload_type(&self) -> &str {
        &self.payload_type
    }

    /// The keys it claims to be signed with, unchecked: to find out whom to ask.
    pub fn claimed_signers(&self) -> impl Iterator<Item = KeyId> {
        self.signatures.iter().map(|signed| signed.key)
    }

    /// The content with nothing checked: to find out which keys to check it with, never to act on.
    #[must_use]
    pub fn unverified_payload(&self) -> &[u8] {
        &self.payload
    }

    /// Reads the JSON form. Fields it does not know are passed over, as DSSE asks.
    ///
    /// # Errors
    /// [`EnvelopeError::TooLarge`] or [`EnvelopeError::Malformed`].
    pub fn from_json(json: &[u8]) -> Result<Self, EnvelopeError> {
        if json.len() > Self::MAX_BYTES {
            return Err(EnvelopeError::TooLarge {
                bytes: json.len(),
                limit: Self::MAX_BYTES,
            });
        }
        serde_json::from_slice::<Wire>(json)
            .map_err(|error| EnvelopeError::Malformed {
                what: error.to_string(),
            })?
            .try_into()
    }

    /// The JSON form, on one line.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings in a struct: there is nothing in it that could fail to be JSON.
        serde_json::to_string(&Wire::from(self.clone())).unwrap_or_default()
    }
}

/// DSSE's pre-authentication encoding: `DSSEv1 SP LEN(type) SP type SP LEN(body) SP body`, lengths in ASCII decimal bytes.
pub(crate) fn encoding(payload_type: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out
}

#[derive(Serialize, Deserialize)]
struct Wire {
    #[serde(rename = "payloadType")]
    payload_type: String,
    payload: String,
    signatures: Vec<WireSignature>,
}

#[derive(Serialize, Deserialize)]
struct WireSignature {
    keyid: String,
    sig: String,
}

impl From<Envelope> for Wire {
    fn from(envelope: Envelope) -> Self {
        Self {
            payload_type: envelope.payload_type,
            payload: STANDARD.encode(envelope.payload),
            signatures: envelope
                .signatures
                .into_iter()
                .map(|signed| WireSignature {
                    keyid: signed.key.to_string(),
                    sig: STANDARD.encode(signed.signature),
                })
                .collect(),
        }
    }
}

impl TryFrom<Wire> for Envelope {
    type Error = EnvelopeError;

    fn try_from(wire: Wire) -> Result<Self, EnvelopeError> {
        if wire.signatures.is_empty() || wire.signatures.len() > Self::MAX_SIGNATURES {
            return Err(EnvelopeError::Malformed {
                what: format!(
                    "it has {} signatures, expected 1 to {}",
                    wire.signatures.len(),
                    Self::MAX_SIGNATURES
                ),
            });
        }
        Ok(Self {
            payload_type: wire.payload_type,
            payload: decode("payload", &wire.payload)?,
            signatures: wire
                .signatures
                .into_iter()
                .map(|signed| {
                    Ok(Signed {
                        key: signed.keyid.parse().map_err(|error: crate::KeyIdError| {
                            EnvelopeError::Malformed {
                                what: format!("signatures.keyid: {error}"),
                            }
                        })?,
                        signature: decode("signatures.sig", &signed.sig)?,
                    })
                })
                .collect::<Result<_, EnvelopeError>>()?,
        })
    }
}

/// DSSE lets a sender choose between the two alphabets of base64.
fn decode(field: &str, text: &str) -> Result<Vec<u8>, EnvelopeError> {
    let engine = if text.contains(['-', '_']) {
        &URL_SAFE
    } else {
        &STANDARD
    };
    engine
        .decode(text)
        .map_err(|error| EnvelopeError::Malformed {
            what: format!("{field} is not base64: {error}"),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TYPE: &str = "http://example.com/HelloWorld";

    fn signer(seed: u8) -> Signer {
        Signer::from_seed([seed; 32])
    }

    fn trusting(seeds: &[u8]) -> Keys {
        seeds
            .iter()
            .map(|&seed| signer(seed).verifying_key().clone())
            .collect()
    }

    #[test]
    fn the_encoding_is_that_of_the_specification() {
        // The example of DSSE's protocol.md.
        assert_eq!(
            encoding(TYPE, b"hello world"),
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
        // Lengths are of bytes, and an empty part is a part.
        assert_eq!(encoding("", b""), b"DSSEv1 0  0 ");
        assert_eq!(
            encoding("é", "ميثاق".as_bytes()),
            "DSSEv1 2 é 10 ميثاق".as_bytes()
        );
    }

    #[test]
    fn a_signature_over_the_encoding_is_rfc_8032s() {
        // RFC 8032, 7.1, test 1: the key, and the signature of an empty message.
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let seed: crate::Digest = seed.parse().unwrap();
        let signer = Signer::from_seed(*seed.as_bytes());
        assert_eq!(
            signer.verifying_key().to_base64(),
            STANDARD.encode(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
                    .parse::<crate::Digest>()
                    .unwrap()
                    .as_bytes()
            )
        );
        assert_eq!(
            STANDARD.encode(signer.sign(b"")),
            "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw=="
        );
    }

    #[test]
    fn an_envelope_opens_for_its_type_its_key_and_its_content_only() {
        let sealed = Envelope::seal(TYPE, b"hello", &signer(1));
        assert_eq!(
            sealed.open(TYPE, &trusting(&[1, 2])),
            Ok(b"hello".as_slice())
        );
        assert!(matches!(
            sealed.open("other", &trusting(&[1])),
            Err(EnvelopeError::WrongType { .. })
        ));
        assert!(matches!(
            sealed.open(TYPE, &trusting(&[2])),
            Err(EnvelopeError::UnknownKey { trusted: 1, key }) if key == signer(1).fingerprint()
        ));
        let altered = sealed
            .to_json()
            .replace(&STANDARD.encode("hello"), &STANDARD.encode("hullo"));
        let altered = Envelope::from_json(altered.as_bytes()).unwrap();
        assert!(matches!(
            altered.open(TYPE, &trusting(&[1])),
            Err(EnvelopeError::BadSignature { .. })
        ));
    }

    #[test]
    fn co_signatures_count_each_for_itself() {
        let mut sealed = Envelope::seal(TYPE, b"amendment", &signer(1));
        sealed.sign(&signer(2));
        sealed.sign(&signer(2));
        assert_eq!(sealed.claimed_signers().count(), 2);
        let both = sealed.signers(TYPE, &trusting(&[1, 2, 3])).unwrap();
        assert_eq!(
            both,
            [signer(1), signer(2)]
                .iter()
                .map(Signer::fingerprint)
                .collect()
        );
        assert_eq!(sealed.signers(TYPE, &trusting(&[2])).unwrap().len(), 1);
    }

    #[test]
    fn copies_join_their_trusted_signatures_and_no_other() {
        let mut ours = Envelope::seal(TYPE, b"amendment", &signer(1));
        let mut theirs = Envelope::seal(TYPE, b"amendment", &signer(2));
        theirs.sign(&signer(3));
        assert!(ours.join(&theirs, &trusting(&[1, 2])));
        assert!(!ours.join(&theirs, &trusting(&[1, 2])), "once is enough");
        assert_eq!(ours.claimed_signers().count(), 2);
        assert!(!ours.join(&Envelope::seal(TYPE, b"other", &signer(3)), &trusting(&[3])));
        assert_eq!(theirs.trusted(&trusting(&[3])).claimed_signers().count(), 1);
    }

    #[test]
    fn json_of_other_senders_is_read_as_dsse_allows() {
        let sealed = Envelope::seal(TYPE, &[0xfb, 0xff, 0xfe], &signer(1));
        let json = sealed.to_json();
        assert!(json.contains("+//+"));
        let url_safe = json
            .replace("+//+", "-__-")
            .replacen('{', r#"{"unknown": 1, "#, 1);
        assert_eq!(Envelope::from_json(url_safe.as_bytes()), Ok(sealed));
    }

    #[test]
    fn what_is_no_envelope_says_why() {
        let large = vec![b' '; Envelope::MAX_BYTES + 1];
        for (json, words) in [
            (
                b"".as_slice(),
                "EOF while parsing a value at line 1 column 0",
            ),
            (b"[]", "invalid length 0"),
            (
                br#"{"payloadType":"t","payload":"aGk="}"#,
                "missing field `signatures`",
            ),
            (
                br#"{"payloadType":"t","payload":"aGk=","signatures":[]}"#,
                "0 signatures, expected 1 to 64",
            ),
            (
                br#"{"payloadType":"t","payload":"aGk","signatures":[{"keyid":"k","sig":""}]}"#,
                "payload is not base64",
            ),
            (
                br#"{"payloadType":"t","payload":"aGk=","signatures":[{"keyid":"k","sig":""}]}"#,
                "expected `ed25519:`",
            ),
            (large.as_slice(), "too large"),
        ] {
            let error = Envelope::from_json(json).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }

    proptest! {
        #[test]
        fn any_content_comes_back_from_json(payload_type in ".*", payload: Vec<u8>, seed: u8) {
            let sealed = Envelope::seal(&payload_type, &payload, &signer(seed));
            let read = Envelope::from_json(sealed.to_json().as_bytes()).unwrap();
            prop_assert_eq!(read.open(&payload_type, &trusting(&[seed])), Ok(payload.as_slice()));
        }

        #[test]
        fn an_altered_json_never_opens_to_something_else(payload: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8) {
            let mut json = Envelope::seal(TYPE, &payload, &signer(1)).to_json().into_bytes();
            let at = at.index(json.len());
            json[at] ^= 1 << bit;
            if let Ok(envelope) = Envelope::from_json(&json) {
                prop_assert!(envelope.open(TYPE, &trusting(&[1])).is_err() || envelope.unverified_payload() == payload);
            }
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes: Vec<u8>) {
            let _ = Envelope::from_json(&bytes);
        }
    }
}
