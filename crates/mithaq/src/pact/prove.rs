//! `mithaq pact prove`: the promises of a pact, proved of every possible request.

use std::path::PathBuf;

use clap::Args;
use mithaq_notice::Language;

#[derive(Args)]
pub struct Prove {
    /// The pact's file.
    file: PathBuf,
    /// The last signed version: what it refuses and obliges to is proved of FILE, too.
    #[arg(long, value_name = "OLD")]
    against: Option<PathBuf>,
    /// Also that each clause is compiled to what it says and nothing else: it takes twice as long as all the rest.
    #[arg(long)]
    compiled: bool,
    /// In which language.
    #[arg(long, default_value = "en")]
    lang: Language,
    /// One JSON object a proof; with --against one more, which way FILE goes.
    #[arg(long)]
    json: bool,
    /// The solver cvc5, where it is not found by that name.
    #[arg(long, value_name = "PROGRAM", default_value = "cvc5")]
    solver: PathBuf,
    /// How long the solver may think about one question.
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = seconds)]
    limit: f64,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.001..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("expected seconds, from 0.001 to 86400".to_owned()),
    }
}

#[cfg(not(feature = "prove"))]
pub fn run(_: &Prove) -> crate::Result {
    Err(crate::outcome::Failure::input(
        "this program was built without proofs; build it with `cargo build --release --features prove`, and install cvc5 (`apt-get install cvc5`)",
    ))
}

#[cfg(feature = "prove")]
pub fn run(args: &Prove) -> crate::Result {
    use crate::outcome::{Failure, Outcome, say};
    use mithaq_pact::{ProveError, SolverProgram};

    let pact = super::parse(&args.file)?;
    let against = args.against.as_deref().map(super::parse).transpose()?;
    let solver = SolverProgram {
        path: args.solver.clone(),
        limit: std::time::Duration::from_secs_f64(args.limit),
    };
    let failure = |error| match error {
        ProveError::NoSolver { .. } => Failure::input(error),
        ProveError::Undecided { .. } | ProveError::Defect { .. } => Failure::outside(error),
    };
    let mut proofs = mithaq_pact::prove(&pact, against.as_ref(), &solver).map_err(failure)?;
    if args.compiled {
        let compiled = mithaq_pact::prove_compiled(&pact, &solver).map_err(failure)?;
        proofs.proofs.extend(compiled.proofs);
    }
    let beside = against.as_ref();
    let directions = beside.map(|old| mithaq_pact::directions(old, &pact, &solver));
    let directions = directions.transpose().map_err(failure)?;
    if args.json {
        for proof in &proofs.proofs {
            say(serde_json::to_string(proof).map_err(Failure::outside)?);
        }
        if let Some(directions) = &directions {
            say(serde_json::json!({ "directions": directions }));
        }
    } else {
        text::print(&pact, &proofs, args.lang);
        if let Some(directions) = &directions {
            text::beside(directions, args.lang);
        }
    }
    Ok(if proofs.hold() {
        Outcome::Done
    } else {
        Outcome::No
    })
}

#[cfg(feature = "prove")]
mod text {
    use mithaq_notice::Language;
    use mithaq_pact::{
        Demanded, Direction, Directions, Outcome, Pact, Proof, ProofKind, Proofs, Stance,
    };

    use crate::outcome::say;

    /// What holds, counted; what is worth knowing; what does not hold, with its place.
    pub fn print(pact: &Pact, proofs: &Proofs, language: Language) {
        for kind in ProofKind::ALL {
            let of_kind = || proofs.proofs.iter().filter(|proof| proof.kind == *kind);
            let held = of_kind().filter(|proof| !matches!(proof.outcome, Outcome::Fails { .. }));
            let (all, held) = (of_kind().count(), held.count());
            if all > 0 {
                say(format_args!("{held}/{all} {}", label(*kind, language)));
            }
        }
        for proof in &proofs.proofs {
            match &proof.outcome {
                Outcome::Holds => {}
                Outcome::Noted { wording, .. } => {
                    let note = pick(language, ["ملاحظة", "note", "note"]);
                    say(format_args!(
                        "{} {note}: {}",
                        place(pact, proof),
                        wording.get(language)
                    ));
                }
                Outcome::Fails { wording, .. } => {
                    let (failed, kind) = (
                        pick(language, ["لم يثبت", "non prouvé", "not proved"]),
                        label(proof.kind, language),
                    );
                    let signed = match proof.demanded {
                        Demanded::Here => "",
                        Demanded::Before => {
                            pick(language, [" (كما وُقّع)", " (comme signé)", " (as signed)"])
                        }
                    };
                    let about = &proof.about;
                    say(format_args!(
                        "{} {failed}: {kind}: \u{2068}{about}\u{2069}{signed}. {}",
                        place(pact, proof),
                        wording.get(language)
                    ));
                }
            }
        }
        let (held, all) = (
            proofs.proofs.len() - proofs.failures().count(),
            proofs.proofs.len(),
        );
        let id = pact.id();
        say(match language {
            Language::Ar => format!("\u{2068}{id}\u{2069}: ثبت {held} من {all} لكل طلب ممكن"),
            Language::Fr => format!("{id} : {held} sur {all} prouvés pour toute demande possible"),
            Language::En => format!("{id}: {held} of {all} proved of every possible request"),
        });
    }

    /// Which way the version goes beside the signed one, stance by stance.
    pub fn beside(directions: &Directions, language: Language) {
        let way = |way| {
            pick(
                language,
                match way {
                    Direction::Same => ["كما كان", "inchangé", "the same"],
                    Direction::OnlyNarrows => {
                        ["يضيق فقط", "se restreint seulement", "only narrows"]
                    }
                    Direction::OnlyWidens => ["يتسع فقط", "s’élargit seulement", "only widens"],
                    Direction::Mixed => [
                        "يتسع ويضيق",
                        "s’élargit et se restreint",
                        "widens and narrows",
                    ],
                },
            )
        };
        let stance = |stance| {
            let words = match stance {
                Stance::Refused => ["المرفوض", "ce qui est refusé", "what is refused"],
                Stance::Undertaken => ["الملتزَم به", "ce qui est engagé", "what is undertaken"],
                Stance::UnderConsultation => [
                    "ما هو قيد التشاور",
                    "ce qui est en consultation",
                    "what is under consultation",
                ],
                Stance::Silent => ["ما لم يُنص عليه", "ce qui n’est pas prévu", "what is silent"],
            };
            pick(language, words)
        };
        let stances = directions
            .stances
            .iter()
            .map(|(of, to)| (stance(*of), way(*to)));
        let uses = pick(
            language,
            [
                "ما يُسمح به من استعمال الإشعارات",
                "l’usage permis des avis",
                "the use of notices that is permitted",
            ],
        );
        let signed = pick(
            language,
            [
                "مقارنةً بما وُقّع",
                "par rapport à ce qui est signé",
                "beside what was signed",
            ],
        );
        for (what, way) in stances.chain([(uses, way(directions.uses))]) {
            let colon = pick(language, [": ", " : ", ": "]);
            say(format_args!("{signed}{colon}{what}{colon}{way}"));
        }
    }

    /// Where it stands in the file, as far as it stands there.
    fn place(pact: &Pact, proof: &Proof) -> String {
        let place = pact
            .place(&proof.about)
            .filter(|_| proof.demanded == Demanded::Here);
        let place = place.map(|(line, column)| format!("{line}:{column}:"));
        format!("{}:{}", pact.file_name(), place.unwrap_or_default())
    }

    fn label(kind: ProofKind, language: Language) -> &'static str {
        let words = match kind {
            ProofKind::Obligation => [
                "التزام بعدم الاستعمال",
                "obligation de ne jamais utiliser ainsi",
                "obligation: never used so",
            ],
            ProofKind::RefusalOfUse => [
                "رفض: لا يستعمل غيره إشعاراته هكذا",
                "refus : nul autre n’utilise ainsi ses avis",
                "refusal: nobody else uses its notices so",
            ],
            ProofKind::RefusalByMember => [
                "رفض: لا يستعمل هو إشعارات غيره هكذا",
                "refus : lui-même n’utilise pas ainsi ceux des autres",
                "refusal: its member does not use others' notices so",
            ],
            ProofKind::RefusalAnswered => [
                "رفض: كل سؤال داخله جوابه الرفض",
                "refus : toute question qu’il couvre est refusée",
                "refusal: every question within it is refused",
            ],
            ProofKind::Handling => [
                "لا إتاحة خارج قيود التداول",
                "rien n’est diffusé au-delà des conditions d’usage",
                "nothing is released beyond its handling",
            ],
            ProofKind::Mediation => [
                "ما أُعطي للوساطة لا يخدم العمليات",
                "ce qui est donné pour la médiation ne sert pas aux opérations",
                "what is given for mediation never feeds operations",
            ],
            ProofKind::Oversight => [
                "الرقابة تقرأ كل شيء ولا تغيّر شيئًا",
                "le contrôle lit tout et ne change rien",
                "oversight reads everything and changes nothing",
            ],
            ProofKind::NoError => [
                "لا سياسة تتعطل",
                "aucune règle ne peut échouer",
                "no policy can error",
            ],
            ProofKind::Faithful => [
                "سياسات كل بند تطابق ما يقوله ولا غير",
                "les règles de chaque clause disent ce qu’elle dit, et rien d’autre",
                "every clause's policies match what it says, and nothing else",
            ],
            ProofKind::Alive => [
                "كل بند يقرر في سؤال ما",
                "chaque clause décide de quelque question",
                "every clause decides some question",
            ],
        };
        pick(language, words)
    }

    const fn pick(language: Language, [ar, fr, en]: [&'static str; 3]) -> &'static str {
        match language {
            Language::Ar => ar,
            Language::Fr => fr,
            Language::En => en,
        }
    }
}
