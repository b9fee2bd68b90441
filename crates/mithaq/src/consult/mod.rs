//! `mithaq consult`: ask other members, answer them, see how it stands; propose and sign what comes of it.

mod amend;
mod given;
mod print;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use mithaq_exchange::{ConsultationAsked, ConsultationShown, Error, StepTaken};
use mithaq_notice::{Language, MemberId, Text};
use mithaq_pact::{ConsultationId, MonthOrDay, Move, Opening};
use serde_json::json;

use crate::access::{Access, Where};
use crate::outcome::{Failure, Outcome, block_on, say};
use given::{Said, Scope, text};

#[derive(Subcommand)]
pub enum Command {
    /// Ask other members. The request goes to their nodes with the next rounds.
    Open(Open),
    /// Answer what is on the table, or ask anew.
    Reply(Reply),
    /// Take this member's own request back.
    Withdraw {
        #[command(flatten)]
        node: Where,
        /// The consultation.
        id: ConsultationId,
        /// What it says, `LANG=TEXT`; once for each language.
        #[arg(long, required = true, value_name = "LANG=TEXT")]
        text: Vec<Said>,
    },
    /// The consultations this member is a party to.
    List {
        #[command(flatten)]
        node: Where,
        #[command(flatten)]
        shape: Shape,
    },
    /// Propose the pact's next version and sign it for this member.
    Propose {
        #[command(flatten)]
        node: Where,
        /// The next version's file.
        file: PathBuf,
        /// The consultation it comes of; all must have accepted.
        #[arg(long, value_name = "ID")]
        consultation: Option<ConsultationId>,
        #[command(flatten)]
        shape: Shape,
    },
    /// Sign an amendment for this member.
    Sign {
        #[command(flatten)]
        node: Where,
        /// Its id, or as much of its beginning as tells it from the others.
        amendment: String,
        #[command(flatten)]
        shape: Shape,
    },
    /// What an amendment changes: clause by clause, question by question, and for which of the notices held. Read it before
    /// signing.
    Changes {
        #[command(flatten)]
        node: Where,
        /// Its id, or as much of its beginning as tells it from the others.
        amendment: String,
        #[command(flatten)]
        shape: Shape,
    },
    /// The amendments that were proposed, whose signatures they need, and which became the pact.
    Amendments {
        #[command(flatten)]
        node: Where,
        #[command(flatten)]
        shape: Shape,
    },
    /// One consultation, step by step.
    Show {
        #[command(flatten)]
        node: Where,
        /// Its id.
        id: ConsultationId,
        #[command(flatten)]
        shape: Shape,
    },
}

#[derive(Args)]
pub struct Open {
    #[command(flatten)]
    node: Where,
    /// Whom to ask.
    #[arg(long, required = true, value_delimiter = ',')]
    ask: Vec<MemberId>,
    /// Its id, which begins with this member's and a hyphen; made where none is given.
    #[arg(long)]
    id: Option<ConsultationId>,
    #[command(flatten)]
    scope: Scope,
    /// A month or a day (UTC) through whose end answers are taken.
    #[arg(long)]
    deadline: Option<MonthOrDay>,
    /// What about in a line, `LANG=TEXT`; once for each language.
    #[arg(long, required = true, value_name = "LANG=TEXT")]
    subject: Vec<Said>,
    /// What it says, `LANG=TEXT`; once for each language.
    #[arg(long, required = true, value_name = "LANG=TEXT")]
    text: Vec<Said>,
}

#[derive(Args)]
pub struct Reply {
    #[command(flatten)]
    node: Where,
    /// The consultation.
    id: ConsultationId,
    /// What it does.
    #[arg(value_enum)]
    act: Act,
    #[command(flatten)]
    scope: Scope,
    /// Until when it defers.
    #[arg(long)]
    until: Option<MonthOrDay>,
    /// What it says, `LANG=TEXT`; once for each language.
    #[arg(long, required = true, value_name = "LANG=TEXT")]
    text: Vec<Said>,
}

/// What a reply does.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Act {
    /// Agree to what is on the table; with a scope, to that part of it.
    Accept,
    /// Decline what is on the table; with a scope, that part of it.
    Refuse,
    /// Offer the scope given instead.
    Limit,
    /// Put the answer off.
    Defer,
    /// Ask anew, for the scope given.
    Request,
}

/// How it is printed.
#[derive(Args)]
pub struct Shape {
    /// In which language.
    #[arg(long, default_value = "en")]
    lang: Language,
    /// As JSON instead of lines.
    #[arg(long)]
    json: bool,
}

/// Who acts where a folder is written to without a node: the command itself.
const USER: &str = "mithaq consult";

pub fn run(command: &Command) -> crate::Result {
    match command {
        Command::Open(open) => self::open(open),
        Command::Reply(reply) => {
            let made = reply.made()?;
            step(&reply.node, &reply.id, made, text(&reply.text)?)
        }
        Command::Withdraw {
            node,
            id,
            text: said,
        } => step(node, id, Move::Withdraw {}, text(said)?),
        Command::List { node, shape } => {
            let all = all(node)?;
            if shape.json {
                return printed(&all);
            }
            for shown in &all {
                say(print::line(shown, shape.lang));
            }
            Ok(Outcome::Done)
        }
        Command::Propose {
            node,
            file,
            consultation,
            shape,
        } => amend::propose(node, file, consultation.as_ref(), shape),
        Command::Sign {
            node,
            amendment,
            shape,
        } => amend::sign(node, amendment, shape),
        Command::Changes {
            node,
            amendment,
            shape,
        } => amend::changes(node, amendment, shape),
        Command::Amendments { node, shape } => amend::list(node, shape),
        Command::Show { node, id, shape } => {
            let shown = one(node, id)?;
            if shape.json {
                return printed(&shown);
            }
            say(print::line(&shown, shape.lang));
            for line in print::steps(&shown, shape.lang) {
                say(line);
            }
            Ok(Outcome::Done)
        }
    }
}

impl Reply {
    fn made(&self) -> Result<Move, Failure> {
        let matter = self.scope.matter();
        let unasked = |given: bool, what: &str| {
            if given {
                Err(Failure::input(what))
            } else {
                Ok(())
            }
        };
        unasked(
            self.until.is_some() && self.act != Act::Defer,
            "--until: only `defer` puts an answer off",
        )?;
        Ok(match self.act {
            Act::Accept => Move::Accept { of: matter },
            Act::Refuse => Move::Refuse { of: matter },
            Act::Limit => Move::Limit { matter },
            Act::Request => Move::Request { matter },
            Act::Defer => {
                unasked(
                    !matter.is_open(),
                    "`defer` puts off the whole answer; leave the scope out",
                )?;
                Move::Defer { until: self.until }
            }
        })
    }
}

fn open(open: &Open) -> crate::Result {
    let opening = Opening {
        asked: open.ask.iter().cloned().collect(),
        subject: text(&open.subject)?,
        matter: open.scope.matter(),
        deadline: open.deadline,
    };
    let said = text(&open.text)?;
    let taken: StepTaken = block_on(async {
        match open.node.open().await? {
            Access::Folder(member) => {
                let asked = ConsultationAsked {
                    id: open.id.clone(),
                    opening,
                    text: said,
                };
                let taken = member.consult(asked, USER, Timestamp::now()).await?;
                member.store().close().await;
                Ok(taken)
            }
            Access::Api(api) => {
                let body = json!({
                    "id": open.id, "asked": opening.asked, "subject": opening.subject,
                    "matter": opening.matter, "deadline": opening.deadline, "text": said,
                });
                Ok(api.post("/v1/consultations", &body)?)
            }
        }
    })?;
    printed(&taken)
}

fn step(node: &Where, id: &ConsultationId, made: Move, said: Text) -> crate::Result {
    let taken: StepTaken = block_on(async {
        match node.open().await? {
            Access::Folder(member) => {
                let taken = member.reply(id, made, said, USER, Timestamp::now()).await?;
                member.store().close().await;
                Ok(taken)
            }
            Access::Api(api) => {
                let body = json!({ "step": made, "text": said });
                Ok(api.post(&format!("/v1/consultations/{id}/steps"), &body)?)
            }
        }
    })?;
    printed(&taken)
}

fn all(node: &Where) -> Result<Vec<ConsultationShown>, Failure> {
    block_on(async {
        match node.open().await? {
            Access::Folder(member) => {
                let (state, now) = (member.state(), Timestamp::now());
                let all = state.holdings().consultations();
                Ok(all.map(|known| known.shown(now)).collect())
            }
            Access::Api(api) => Ok(api.get("/v1/consultations")?),
        }
    })
}

fn one(node: &Where, id: &ConsultationId) -> Result<ConsultationShown, Failure> {
    block_on(async {
        match node.open().await? {
            Access::Folder(member) => {
                let state = member.state();
                let known = state.holdings().consultation(id);
                let known = known.ok_or_else(|| Error::Unknown {
                    what: "consultation",
                    id: id.to_string(),
                })?;
                Ok(known.shown(Timestamp::now()))
            }
            Access::Api(api) => Ok(api.get(&format!("/v1/consultations/{id}"))?),
        }
    })
}

fn printed(answer: &impl serde::Serialize) -> crate::Result {
    say(serde_json::to_string(answer).map_err(Failure::outside)?);
    Ok(Outcome::Done)
}
