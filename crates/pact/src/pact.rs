//! A pact: parsed, resolved, immutable.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use jiff::Timestamp;
use mithaq_notice::{
    ActivityId, ClauseId, IssuerId, Language, MemberId, StatementId, Text, TheatreId,
};

use crate::MonthOrDay;
use crate::attribution::Reports;
use crate::cedar::Compiled;
use crate::file::problem::{Code, PactErrors, ReadError};
use crate::file::{Parsed, parse, parse_bytes, reader};
use crate::hash::PactHash;
use crate::iso;
use crate::model::{
    Activity, Capability, Clause, Consultation, ConsultationId, Exemption, Flow, Framework, Group,
    GroupId, Indicator, Issuer, Member, Mode, ModeId, Model, Obligation, PactId, Source, SourceId,
    Stance, Statement, Status, Theatre, Track, Watch,
};
use crate::space::{Scope, Space};

/// A pact file that was read without error. Immutable; share it in an [`Arc`](std::sync::Arc).
#[derive(Debug)]
pub struct Pact {
    model: Model,
    space: Space,
    scopes: BTreeMap<ClauseId, Scope>,
    policies: Compiled,
    hash: PactHash,
    spans: reader::Spans,
    texts: Vec<(String, Text)>,
    lines: reader::Lines,
    /// Which statements are one report: worked out when first asked for.
    pub(crate) reports: OnceLock<Reports>,
}

impl Pact {
    /// Reads a pact from its text. `file_name` is only for messages.
    ///
    /// # Errors
    /// [`PactErrors`]: everything that is wrong with it, each with its place.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, PactErrors> {
        parse(file_name, text).and_then(Self::compile)
    }

    /// Reads a pact from bytes that may not be text.
    ///
    /// # Errors
    /// As [`Pact::parse`]; what is not UTF-8 is one of the things that can be wrong.
    pub fn from_bytes(file_name: &str, bytes: &[u8]) -> Result<Self, PactErrors> {
        parse_bytes(file_name, bytes).and_then(Self::compile)
    }

    /// Reads a pact file.
    ///
    /// # Errors
    /// [`ReadError`], where it cannot be read or is no pact.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let bytes = std::fs::read(path).map_err(|source| ReadError::Io {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self::from_bytes(&path.display().to_string(), &bytes)?)
    }

    fn compile(parsed: Parsed) -> Result<Self, PactErrors> {
        let Parsed {
            model,
            space,
            spans,
            texts,
            lines,
        } = parsed;
        let scopes = space.scopes(&model);
        let policies = Compiled::new(&model, &space, &scopes).map_err(|fault| {
            let message = [
                fault.to_string(),
                "clauses that compile".to_owned(),
                "This is a defect of the program, not of the file; please report it.".to_owned(),
            ];
            PactErrors(vec![lines.problem(
                Code::Inconsistent,
                "clauses",
                0..0,
                message,
            )])
        })?;
        let hash = PactHash::of(&model);
        Ok(Self {
            model,
            space,
            scopes,
            policies,
            hash,
            spans,
            texts,
            lines,
            reports: OnceLock::new(),
        })
    }

    /// What two readers of the same agreement share, however their files are laid out.
    #[must_use]
    pub const fn hash(&self) -> &PactHash {
        &self.hash
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &PactId {
        &self.model.pact.id
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.model.pact.version
    }

    /// How the framework stands.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.model.pact.status
    }

    /// What it is called.
    #[must_use]
    pub const fn title(&self) -> &Text {
        &self.model.pact.title
    }

    /// Who leads.
    #[must_use]
    pub const fn lead(&self) -> Option<&MemberId> {
        self.model.pact.lead.as_ref()
    }

    /// Its head as a whole.
    #[must_use]
    pub const fn framework(&self) -> &Framework {
        &self.model.pact
    }

    /// Whether this is a member.
    #[must_use]
    pub fn is_member(&self, id: &MemberId) -> bool {
        self.model.members.contains_key(id)
    }

    /// A clause by its id.
    #[must_use]
    pub fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.model.clauses.get(id)
    }

    /// A member by its id.
    #[must_use]
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        self.model.members.get(id)
    }

    /// A statement by its id.
    #[must_use]
    pub fn statement(&self, id: &StatementId) -> Option<&Statement> {
        self.model.statements.get(id)
    }

    /// A source by its id.
    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.model.sources.get(id)
    }

    /// A consultation by its id.
    #[must_use]
    pub fn consultation(&self, id: &ConsultationId) -> Option<&Consultation> {
        self.model.consultations.get(id)
    }

    /// A group by its id.
    #[must_use]
    pub fn group(&self, id: &GroupId) -> Option<&Group> {
        self.model.groups.get(id)
    }

    /// An issuer by its id.
    #[must_use]
    pub fn issuer(&self, id: &IssuerId) -> Option<&Issuer> {
        self.model.issuers.get(id)
    }

    /// The name of a theatre: declared, of a country, or of the world.
    #[must_use]
    pub fn theatre_name(&self, id: &TheatreId) -> Text {
        match self.model.theatres.get(id) {
            Some(theatre) => theatre.name.clone(),
            None if id.as_str() == "world" => Text::new("العالم", "le monde", "the world"),
            None => iso::country_name(id.as_str())
                .cloned()
                .unwrap_or_else(|| Text::english(id.as_str())),
        }
    }

    /// The name of a mode.
    #[must_use]
    pub fn mode_name(&self, id: &ModeId) -> Text {
        let declared = self.model.modes.get(id).map(|mode| mode.name.clone());
        declared.unwrap_or_else(|| Text::english(id.as_str()))
    }

    /// The ways in which something may be done, by id.
    #[must_use]
    pub fn modes(&self) -> impl ExactSizeIterator<Item = &Mode> {
        self.model.modes.values()
    }

    /// The name of an activity, or of all of them.
    #[must_use]
    pub fn activity_name(&self, id: &ActivityId) -> Text {
        match self.model.activities.get(id) {
            Some(activity) => activity.name.clone(),
            None if id.as_str() == "any" => Text::new("أي نشاط", "toute activité", "any activity"),
            None => Text::english(id.as_str()),
        }
    }

    /// The name of a member, group, issuer or country.
    #[must_use]
    pub fn party_name(&self, id: &str) -> Text {
        let declared = self
            .model
            .members
            .get(id)
            .map(|m| &m.name)
            .or_else(|| self.model.groups.get(id).map(|g| &g.name))
            .or_else(|| self.model.issuers.get(id).map(|i| &i.name));
        declared
            .or_else(|| iso::country_name(id))
            .cloned()
            .unwrap_or_else(|| Text::english(id))
    }

    /// Whether one theatre lies inside another. Unknown ids lie in nothing.
    #[must_use]
    pub fn theatre_within(&self, inner: &TheatreId, outer: &TheatreId) -> bool {
        let (inner, outer) = (
            self.space.theatre(inner.as_str()),
            self.space.theatre(outer.as_str()),
        );
        matches!((inner, outer), (Some(inner), Some(outer)) if inner.is_subset(outer))
    }

    /// Whether one activity lies inside another. Unknown ids lie in nothing.
    #[must_use]
    pub fn activity_within(&self, inner: &ActivityId, outer: &ActivityId) -> bool {
        let (inner, outer) = (
            self.space.activity(inner.as_str()),
            self.space.activity(outer.as_str()),
        );
        matches!((inner, outer), (Some(inner), Some(outer)) if inner.is_subset(outer))
    }

    /// The next moment after `at` when answers may change, if there is one.
    #[must_use]
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        self.changes().filter(|change| *change > at).min()
    }

    /// Every moment when some clause begins or ends, a consultation opens or lapses, or the framework or somebody's part in it
    /// stands otherwise.
    pub(crate) fn changes(&self) -> impl Iterator<Item = Timestamp> {
        let clauses = self.model.clauses.values();
        let consultations = self.model.consultations.values();
        clauses
            .flat_map(|c| std::iter::once(c.from.start()).chain(c.ends()))
            .chain(consultations.flat_map(|c| {
                std::iter::once(c.opened.start()).chain(c.deadline.map(MonthOrDay::end))
            }))
            .chain(self.life())
    }

    /// Where a key path stands in the file: line and column, from 1.
    #[must_use]
    pub fn place(&self, path: &str) -> Option<(usize, usize)> {
        self.spans
            .get(path)
            .map(|span| self.lines.place(span.start))
    }

    /// The policies the clauses compile to, as Cedar writes them.
    #[must_use]
    pub fn cedar_text(&self) -> String {
        self.policies.text(&self.model)
    }

    /// Complaints of Cedar's strict validator about those policies: none.
    ///
    /// # Errors
    /// The schema itself does not parse: a defect of the program.
    pub fn validate_cedar(&self) -> Result<Vec<String>, String> {
        self.policies
            .validate(&self.model, &self.space)
            .map_err(|fault| fault.to_string())
    }

    /// The name of the file it was read from, as given.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.lines.file()
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text))
    }

    #[cfg(feature = "prove")]
    pub(crate) const fn model(&self) -> &Model {
        &self.model
    }

    pub(crate) const fn space(&self) -> &Space {
        &self.space
    }

    pub(crate) const fn scopes(&self) -> &BTreeMap<ClauseId, Scope> {
        &self.scopes
    }

    /// The same pact compiled by a compiler that errs.
    #[cfg(all(test, feature = "prove"))]
    pub(crate) fn miscompiled(
        mut self,
        as_left: impl Fn(&str, String) -> String,
    ) -> Result<Self, crate::cedar::Fault> {
        self.policies = self.policies.miswritten(as_left)?;
        Ok(self)
    }

    pub(crate) const fn policies(&self) -> &Compiled {
        &self.policies
    }

    pub(crate) fn stance(&self, id: &ClauseId) -> Stance {
        self.clause(id)
            .map_or(Stance::Silent, |clause| clause.stance)
    }
}

/// Typed read access to each section, in the order of ids.
macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident: $entry:ty,)+) => {
        impl Pact {
            $($(#[$doc])*
            pub fn $name(&self) -> impl ExactSizeIterator<Item = &$entry> + Clone {
                self.model.$name.values()
            })+
        }
    };
}

sections! {
    /// The members.
    members: Member,
    /// The groups of members.
    groups: Group,
    /// The issuers of public lists.
    issuers: Issuer,
    /// The declared theatres; countries and `world` exist besides.
    theatres: Theatre,
    /// The declared activities; `any` exists besides.
    activities: Activity,
    /// The clauses.
    clauses: Clause,
    /// The sources of statements.
    sources: Source,
    /// The statements.
    statements: Statement,
    /// The consultations.
    consultations: Consultation,
    /// The watches.
    watches: Watch,
    /// The early-warning indicators.
    indicators: Indicator,
    /// The diplomatic tracks.
    tracks: Track,
    /// The exemptions for journeys to talks.
    exemptions: Exemption,
    /// The flows to be denied.
    flows: Flow,
    /// The pledged capabilities.
    capabilities: Capability,
    /// What must be proved of every version.
    obligations: Obligation,
}

/// The languages a text lacks.
pub(crate) fn missing_languages(text: &Text) -> impl Iterator<Item = Language> {
    Language::ALL
        .into_iter()
        .filter(|language| text.exactly(*language).is_none())
}
