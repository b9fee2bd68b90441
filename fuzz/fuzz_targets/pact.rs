//! Any bytes as a pact file; what reads as one is asked, checked and shown.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mithaq_notice::Language;
use mithaq_pact::{CommitmentQuestion, Pact, show};

fuzz_target!(|bytes: &[u8]| {
    let at = jiff::Timestamp::UNIX_EPOCH;
    match Pact::from_bytes("pact.toml", bytes) {
        Err(errors) => {
            assert!(!errors.is_empty());
            assert!(
                errors
                    .iter()
                    .all(|e| e.line > 0 && e.to_string().starts_with("pact.toml:"))
            );
        }
        Ok(pact) => {
            let _ = (pact.check(at), show(&pact, Language::Ar, at));
            for member in pact.members() {
                let question =
                    CommitmentQuestion::parse(member.id.as_str(), "any", "world", None, None);
                assert!(question.is_ok_and(|q| pact.ask(&q, at).is_ok()));
            }
        }
    }
});
