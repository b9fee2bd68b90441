//! The console in a real browser: Debian's chromium, driven through chromedriver.
//!
//! Somebody signs in, screens an Arabic name, reviews what was found and sees the sighting, in each language, on a
//! desktop's and a telephone's screen. On every page the browser itself is asked what no server test can tell: whether
//! anything sticks out, whether text stands out from its ground, whether every field has a name. Pictures of the pages
//! are left in the target folder. Where chromium is not installed nothing is tested, and that is said; in CI it must be.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

mod scene;
mod webdriver;

use std::path::Path;

use mithaq_exchange::BookChange;
use mithaq_notice::Language;
use mithaq_screen::Query;
use scene::{PASSWORD, Scene};
use serde_json::json;
use tokio::net::TcpListener;
use webdriver::{Driver, Screen, Window};

/// Listed and released in Latin letters only.
const ARABIC_NAME: &str = "أبو عبيدة يوسف العنابي";

/// On the Security Council's list.
const LISTED_NAME: &str = "جوزيف كوني";

/// What is wrong with the page as the browser shows it; empty where nothing is.
const FAULTS: &str = r"
    const faults = [];
    const screen = arguments[0];
    const wide = Math.max(document.documentElement.scrollWidth, window.innerWidth) - screen;
    if (wide > 0) faults.push('the page is ' + wide + ' px wider than the screen');
    for (const part of document.querySelectorAll('body > *, main > *')) {
        const { left, right } = part.getBoundingClientRect();
        if (left < 0 || right > screen) faults.push(part.className + ' lies from ' + left + ' to ' + right);
    }
    for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
        if (!field.labels || !field.labels.length) faults.push('a field without a label: ' + field.name);
    for (const table of document.querySelectorAll('table'))
        if (!table.caption) faults.push('a table without a caption');
    const light = color => {
        const [r, g, b] = color.match(/[\d.]+/g).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ground = element => {
        for (let e = element; e; e = e.parentElement) {
            const color = getComputedStyle(e).backgroundColor;
            if (!/, 0\)$/.test(color) && color !== 'transparent') return color;
        }
        return 'rgb(255, 255, 255)';
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !element.getClientRects().length) continue;
        const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
        const contrast = (a + .05) / (b + .05);
        if (contrast < 4.5) faults.push('contrast ' + contrast.toFixed(2) + ': ' + texts.currentNode.data.trim().slice(0, 40));
    }
    return faults;
";

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_screens_reviews_and_sees_the_sighting_in_every_language_and_size() {
    if !webdriver::is_installed() {
        assert!(
            std::env::var_os("CI").is_none(),
            "in CI chromium and chromedriver must be installed"
        );
        eprintln!(
            "SKIPPED: chromium and chromedriver are not installed (apt-get install chromium chromium-driver)"
        );
        return;
    }
    let scene = Scene::set().await.with_un_list().await;
    keep_a_book(&scene).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let server = tokio::spawn(mithaq_node::serve(
        scene.ne.clone(),
        listener,
        None,
        std::future::pending(),
    ));
    let walked = tokio::task::spawn_blocking(move || {
        let driver = Driver::start();
        for screen in [Screen::Desktop, Screen::Telephone] {
            for language in Language::ALL {
                Walk {
                    window: driver.open(screen),
                    url: &url,
                    name: format!("{language}-{screen:?}").to_lowercase(),
                }
                .walk(language);
            }
        }
    });
    walked.await.expect("every page is as it should be");
    server.abort();
}

/// Three parties in the border post's book, of whom one is listed.
async fn keep_a_book(scene: &Scene) {
    let (post, now) = ("assamaka".parse().expect("an id"), jiff::Timestamp::now());
    let names = ["Ibrahim Souley", LISTED_NAME, "Société de transit du Nord"];
    let put = names.iter().enumerate();
    let change = BookChange {
        put: put
            .map(|(at, name)| Query::of_name(format!("client {at}"), *name))
            .collect(),
        ..BookChange::default()
    };
    let member = scene.ne.member();
    member
        .change_book("aicha", &post, true, change, now)
        .await
        .expect("it is taken in");
    member.screen_books(now).await.expect("it is screened");
}

/// One walk through the pages.
struct Walk<'a> {
    window: Window,
    url: &'a str,
    /// Of its pictures.
    name: String,
}

impl Walk<'_> {
    fn walk(&self, language: Language) {
        self.sign_in("aicha", language);
        self.look("today");
        let window = &self.window;
        window.click("main a.button[href='/screen']");
        window.write("input[name=name]", ARABIC_NAME);
        self.look("screen");
        window.click("main button[type=submit]");
        assert!(
            window.text("main").contains("ABU UBAYDAH YUSUF AL-ANABI"),
            "{}",
            window.text("main")
        );
        self.look("found");
        window.click("main a.button[href^='/review/']");
        self.look("review");
        window.write("textarea[name=reason]", "قورن جواز السفر وتاريخ الميلاد");
        window.click("button[name=judgement][value=same]");
        self.look("decided");
        self.go("/sightings");
        assert!(
            window.text("main").contains("dz-0001"),
            "{}",
            window.text("main")
        );
        self.look("sightings");
        for (page, picture) in [
            ("/notices", "notices"),
            ("/notices/dz-0001", "notice"),
            ("/notices/un-6908537", "listed"),
            ("/pact?member=dz", "pact"),
            ("/pact/clauses/dz-no-intervention", "clause"),
            ("/reviews", "reviews"),
            ("/log", "refused"),
        ] {
            self.go(page);
            self.look(picture);
        }
        self.clear();
        self.sign_out();
        self.sign_in("hawa", language);
        for (page, picture) in [
            ("/", "oversight"),
            ("/log?verify=yes", "log"),
            ("/pact/dz/any/sahel?partner=ne", "asked"),
        ] {
            self.go(page);
            self.look(picture);
        }
        self.sign_out();
    }

    /// Screens a traveller by reference, clears what was found, sees it cleared the next time, and checks the receipt.
    fn clear(&self) {
        let window = &self.window;
        let screen = || {
            self.go("/screen");
            window.write("input[name=name]", ARABIC_NAME);
            window.write("input[name=party]", &self.name);
            window.click("main button[type=submit]");
        };
        screen();
        window.click("main a.button[href^='/review/']");
        window.write(
            "textarea[name=reason]",
            "Date de naissance et mère différentes",
        );
        window.click("button[formaction]");
        self.look("cleared");
        screen();
        assert!(
            window.text("main").contains("dz-0001"),
            "{}",
            window.text("main")
        );
        self.look("found-cleared");
        window.click("main a[href$='/receipt']");
        self.look("receipt");
        window.write("input[name=name]", ARABIC_NAME);
        window.click("main form button[type=submit]");
        assert!(window.text("main").contains('✓'), "{}", window.text("main"));
        self.look("receipt-checked");
        for (page, picture) in [("/reviews", "reviews-cleared"), ("/book", "book")] {
            self.go(page);
            self.look(picture);
        }
    }

    fn sign_out(&self) {
        self.window.click(".top form button");
        assert!(
            self.window.address().ends_with("/sign-in"),
            "signed out: {}",
            self.window.address()
        );
    }

    fn sign_in(&self, user: &str, language: Language) {
        let window = &self.window;
        self.go(&format!("/language/{language}?next=/"));
        self.look("sign-in");
        window.write("input[name=user]", user);
        window.write("input[name=password]", PASSWORD);
        window.click("main button[type=submit]");
        let direction = if language == Language::Ar {
            "rtl"
        } else {
            "ltr"
        };
        let shown = window.run(
            "return [document.documentElement.lang, getComputedStyle(document.body).direction]",
            &[],
        );
        assert_eq!(shown, json!([language.code(), direction]));
    }

    fn go(&self, path: &str) {
        self.window.go(&format!("{}{path}", self.url));
    }

    /// Looks at the page: nothing may be wrong with it. Keeps a picture.
    fn look(&self, picture: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("console");
        std::fs::create_dir_all(&folder).expect("the target folder can be written");
        let png = self.window.picture();
        std::fs::write(folder.join(format!("{picture}-{}.png", self.name)), png)
            .expect("the target folder can be written");
        for faults in self.window.at_every_width(FAULTS) {
            assert_eq!(
                faults,
                json!([]),
                "{picture} {} at {}",
                self.name,
                self.window.address()
            );
        }
    }
}
