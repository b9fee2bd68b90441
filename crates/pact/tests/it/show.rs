//! The picture of the source's pact.

use mithaq_notice::Language;
use mithaq_pact::show;

use crate::release::{at, pact};

#[test]
fn the_picture_fits_a_terminal_and_says_it_in_three_languages() {
    let pact = pact();
    let wide = |line: &&str| {
        line.chars()
            .filter(|c| !matches!(c, '\u{64b}'..='\u{652}' | '\u{670}'))
            .count()
            > 100
    };
    for language in Language::ALL {
        let text = show(&pact, language, at());
        assert_eq!(text.lines().find(wide), None);
        assert!(text.contains(pact.title().get(language)));
    }
    let hash = pact.hash().to_string();
    insta::assert_snapshot!(show(&pact, Language::En, at()).replace(&hash, "<hash>"));
}
