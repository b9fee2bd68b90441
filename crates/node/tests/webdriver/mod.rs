//! As much of the WebDriver protocol (W3C) as the tests need, over HTTP to chromedriver.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

/// Whether Debian's packages are there.
pub fn is_installed() -> bool {
    [CHROMIUM, CHROMEDRIVER]
        .into_iter()
        .all(|file| Path::new(file).exists())
}

/// chromedriver on a port of its own; it ends with this value.
pub struct Driver {
    process: Child,
    agent: ureq::Agent,
    url: String,
}

/// What the page is shown on.
#[derive(Debug, Clone, Copy)]
pub enum Screen {
    /// 1200 pixels wide.
    Desktop,
    /// 360 pixels wide.
    Telephone,
}

impl Screen {
    /// Every width the pages must fit, the one of the pictures first.
    const fn widths(self) -> &'static [u32] {
        match self {
            Self::Desktop => &[1_200],
            Self::Telephone => &[360, 320],
        }
    }

    const fn width(self) -> u32 {
        self.widths()[0]
    }

    const fn height(self) -> u32 {
        match self {
            Self::Desktop => 900,
            Self::Telephone => 740,
        }
    }
}

impl Driver {
    pub fn start() -> Self {
        let mut process = Command::new(CHROMEDRIVER)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("chromedriver starts");
        let output = BufReader::new(process.stdout.take().expect("its output is piped"));
        let port = output.lines().map_while(Result::ok).find_map(|line| {
            let port = line
                .split_once("started successfully on port ")?
                .1
                .trim_end_matches('.')
                .to_owned();
            port.parse::<u16>().ok()
        });
        let url = format!(
            "http://127.0.0.1:{}",
            port.expect("chromedriver says its port")
        );
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .new_agent();
        Self {
            process,
            agent,
            url,
        }
    }

    /// A new browser with a profile of its own.
    pub fn open(&self, screen: Screen) -> Window {
        let profile = tempfile::tempdir().expect("a folder");
        let mut args: Vec<String> = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
        ]
        .map(str::to_owned)
        .into();
        args.push(format!("--user-data-dir={}", profile.path().display()));
        let options = json!({ "binary": CHROMIUM, "args": args });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } });
        let opened = call(
            &self.agent,
            "POST",
            &format!("{}/session", self.url),
            &wanted,
        );
        let id = opened["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("no session: {opened}"));
        let window = Window {
            agent: self.agent.clone(),
            url: format!("{}/session/{id}", self.url),
            screen,
            _profile: profile,
        };
        window.resize(screen.width(), screen.height());
        window
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One browser; it closes with this value.
pub struct Window {
    agent: ureq::Agent,
    url: String,
    screen: Screen,
    _profile: TempDir,
}

impl Window {
    pub fn go(&self, address: &str) {
        self.post("url", &json!({ "url": address }));
    }

    pub fn address(&self) -> String {
        self.get("url").as_str().unwrap_or_default().to_owned()
    }

    /// Clicks what leads to another page, and waits until that is there.
    pub fn click(&self, selector: &str) {
        const PATIENCE: Duration = Duration::from_secs(20);
        let element = self.element(selector);
        self.run("document.documentElement.dataset.left = 'yes'", &[]);
        self.post(&format!("element/{element}/click"), &json!({}));
        let clicked = Instant::now();
        while self.run("return document.readyState !== 'complete' || 'left' in document.documentElement.dataset", &[]) == json!(true) {
            assert!(clicked.elapsed() < PATIENCE, "{selector} led nowhere from {}", self.address());
        }
    }

    pub fn write(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        self.post(
            &format!("element/{element}/value"),
            &json!({ "text": text }),
        );
    }

    pub fn text(&self, selector: &str) -> String {
        let element = self.element(selector);
        self.get(&format!("element/{element}/text"))
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// What a script's `return` gives.
    pub fn run(&self, script: &str, args: &[Value]) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": args }))
    }

    /// The page from top to bottom, as PNG.
    pub fn picture(&self) -> Vec<u8> {
        let height = self.run(
            "return Math.ceil(document.documentElement.getBoundingClientRect().height)",
            &[],
        );
        let height = height.as_u64().and_then(|height| height.try_into().ok());
        self.resize(self.screen.width(), height.unwrap_or_default());
        let taken = self.get("screenshot");
        self.resize(self.screen.width(), self.screen.height());
        STANDARD
            .decode(taken.as_str().unwrap_or_default())
            .expect("base64")
    }

    /// What a script finds at every width the screen comes in; it is given the width.
    pub fn at_every_width(&self, script: &str) -> Vec<Value> {
        let widths = self.screen.widths();
        let found = widths.iter().map(|width| {
            self.resize(*width, self.screen.height());
            self.run(script, &[json!(width)])
        });
        let found = found.collect();
        self.resize(self.screen.width(), self.screen.height());
        found
    }

    fn resize(&self, width: u32, height: u32) {
        let mobile = matches!(self.screen, Screen::Telephone);
        let params =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.post(
            "goog/cdp/execute",
            &json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": params }),
        );
    }

    fn element(&self, selector: &str) -> String {
        let found = self.post(
            "element",
            &json!({ "using": "css selector", "value": selector }),
        );
        let id = found
            .as_object()
            .and_then(|found| found.values().next())
            .and_then(Value::as_str);
        id.unwrap_or_else(|| panic!("no {selector}: {found}"))
            .to_owned()
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        call(
            &self.agent,
            "POST",
            &format!("{}/{command}", self.url),
            body,
        )
    }

    fn get(&self, command: &str) -> Value {
        call(
            &self.agent,
            "GET",
            &format!("{}/{command}", self.url),
            &Value::Null,
        )
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.url).call();
    }
}

fn call(agent: &ureq::Agent, method: &str, url: &str, body: &Value) -> Value {
    let response = if method == "GET" {
        agent.get(url).call()
    } else {
        agent.post(url).send_json(body)
    };
    let mut answer: Value = response
        .and_then(|mut response| response.body_mut().read_json())
        .unwrap_or_else(|error| panic!("{url}: {error}"));
    let value = answer["value"].take();
    assert!(value.get("error").is_none(), "{url} {body}: {value}");
    value
}
