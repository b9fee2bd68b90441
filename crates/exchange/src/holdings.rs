//! What a node holds, derived from its log entry by entry. Nothing here is stored; replaying the log makes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{IssuerId, MemberId, Notice, NoticeId, Obligation, SubjectId};
use mithaq_pact::{ConsultationId, PactHash, ProfileId, Profiles};
use mithaq_store::{Digest, Envelope, LogSeq};

use crate::amendment::KnownAmendment;
use crate::consultation::{KnownConsultation, KnownStep};

use crate::message::{AmendmentHeld, Ask, Sighting, Version};
use crate::record::{
    BookChanged, Cause, Clearance, Direction, FoundSubject, Judgement, Origin, Record, Review,
    Screening,
};

/// The current version of a notice here.
#[derive(Debug, Clone)]
pub struct Held {
    /// The notice.
    pub notice: Arc<Notice>,
    /// Its interned originator and handling.
    pub profile: ProfileId,
    /// Where it came from.
    pub origin: Origin,
    /// The entry that brought this version.
    pub entry: LogSeq,
}

/// What one other member holds of one notice of ours.
#[derive(Debug, Clone, Default)]
pub struct Holder {
    /// For what it asked for it, every way it did.
    pub asks: BTreeSet<Ask>,
    /// The last version sent; none once it had to be given up.
    pub sent: Option<Timestamp>,
    /// The last version it acknowledged.
    pub acknowledged: Option<Timestamp>,
    /// It was told to give the notice up and has not acknowledged that yet.
    pub giving_up: bool,
}

/// A notice that waits for its pact version.
#[derive(Debug, Clone)]
pub struct Unread {
    /// Who sent it.
    pub from: MemberId,
    /// The pact version it needs.
    pub pact: PactHash,
    /// The notice.
    pub envelope: Envelope,
    /// For what it was asked, if it was.
    pub ask: Option<Ask>,
}

impl Unread {
    /// Whether it is a version of this notice. Its signature was checked at the door.
    pub(crate) fn is(&self, from: &MemberId, notice: &NoticeId) -> bool {
        self.from == *from
            && serde_json::from_slice::<Notice>(self.envelope.unverified_payload())
                .is_ok_and(|waiting| waiting.id == *notice)
    }
}

/// How a possible match stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody has reviewed it.
    Open,
    /// One person found it to be the same; its handling wants a second.
    AwaitingSecond,
    /// Reviewed.
    Decided(Judgement),
}

/// A possible match: what one screening found of one subject, and its reviews.
#[derive(Debug, Clone)]
pub struct PossibleMatch {
    /// The screening.
    pub screening: LogSeq,
    /// When.
    pub at: Timestamp,
    /// What was found.
    pub found: FoundSubject,
    /// The reviews, the first first.
    pub reviews: Vec<(Timestamp, Review)>,
}

impl PossibleMatch {
    /// Whether two people must decide: by the notices as they were found, or as they stood at a review.
    #[must_use]
    pub fn needs_two(&self) -> bool {
        let found = self
            .found
            .notices
            .iter()
            .any(|found| found.obligations.contains(&Obligation::FourEyes));
        found || self.reviews.iter().any(|(_, review)| review.four_eyes)
    }

    /// How it stands. Two reviewers who disagree leave it untold.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let judgements: BTreeSet<Judgement> = self
            .reviews
            .iter()
            .map(|(_, review)| review.judgement)
            .collect();
        let people: BTreeSet<&str> = self
            .reviews
            .iter()
            .map(|(_, review)| review.user.as_str())
            .collect();
        match (judgements.first(), judgements.len()) {
            (None, _) => Outcome::Open,
            (Some(Judgement::Same), 1) if self.needs_two() && people.len() < 2 => {
                Outcome::AwaitingSecond
            }
            (Some(judgement), 1) => Outcome::Decided(*judgement),
            _ => Outcome::Decided(Judgement::CannotTell),
        }
    }
}

/// A sighting as this node knows it.
#[derive(Debug, Clone)]
pub struct KnownSighting {
    /// The entry it was logged as.
    pub entry: LogSeq,
    /// Sent or received.
    pub direction: Direction,
    /// The other member, if there is one.
    pub other: Option<MemberId>,
    /// What it says.
    pub sighting: Sighting,
    /// As signed.
    pub envelope: Envelope,
    /// The other member acknowledged it.
    pub acknowledged: bool,
}

/// A notice that was cleared for a party.
#[derive(Debug, Clone, serde::Serialize)]
pub struct KnownClearance {
    /// The entry it was logged as.
    pub entry: LogSeq,
    /// When.
    pub at: Timestamp,
    /// What was decided.
    pub clearance: Clearance,
    /// When, by whom and why it was undone.
    pub undone: Option<(Timestamp, String, String)>,
}

/// What one delivery sent and withheld.
#[derive(Debug, Clone)]
pub struct KnownDelivery {
    /// The entry it was logged as.
    pub entry: LogSeq,
    /// When.
    pub at: Timestamp,
    /// To whom.
    pub to: MemberId,
    /// For what; none for corrections and recalls.
    pub ask: Option<Ask>,
    /// It went on where an earlier one of the same answer was full.
    pub continues: bool,
    /// How many versions were sent.
    pub sent: usize,
    /// How many were withheld, by cause.
    pub withheld: Vec<(Cause, usize)>,
}

/// Everything derived from the log. One writer (the member, after each append); readers hold the member's lock.
#[derive(Default)]
pub struct Holdings {
    pub(crate) notices: BTreeMap<NoticeId, Held>,
    /// Which notices are on each subject.
    on_subject: BTreeMap<SubjectId, BTreeSet<NoticeId>>,
    pub(crate) profiles: Profiles,
    pub(crate) lists: BTreeMap<IssuerId, Timestamp>,
    pub(crate) holders: BTreeMap<NoticeId, BTreeMap<MemberId, Holder>>,
    pub(crate) unread: Vec<Unread>,
    pub(crate) offered: BTreeMap<MemberId, String>,
    pub(crate) screenings: BTreeMap<LogSeq, (Timestamp, Screening)>,
    pub(crate) matches: BTreeMap<(LogSeq, SubjectId), PossibleMatch>,
    /// By who met the subject and the sighting's id: ids are unique with their sender only.
    pub(crate) sightings: BTreeMap<(MemberId, String), KnownSighting>,
    /// Every notice of ours that was ever sent to a member, given up since or not.
    pub(crate) ever_sent: BTreeSet<(NoticeId, MemberId)>,
    screened: usize,
    pub(crate) clearances: BTreeMap<LogSeq, KnownClearance>,
    /// By party the last clearance of each notice that nobody undid.
    cleared: BTreeMap<String, BTreeMap<NoticeId, LogSeq>>,
    /// What was raised for each party of each notice: by which evidence, with which score. The last time counts.
    raised: BTreeMap<(String, NoticeId), (String, f64)>,
    /// Changes of books that nobody has taken in yet: they are encrypted.
    pub(crate) books: Vec<BookChanged>,
    /// By SHA-256 the tables of every engine that is in the log, and where.
    pub(crate) engines: BTreeMap<String, LogSeq>,
    /// SHA-256 of the tables that were gone by last.
    pub(crate) tables: Option<String>,
    pub(crate) deliveries: Vec<KnownDelivery>,
    pub(crate) consultations: BTreeMap<ConsultationId, KnownConsultation>,
    /// By SHA-256 of what was signed.
    pub(crate) amendments: BTreeMap<Digest, KnownAmendment>,
    /// The pact versions that were in force here, and the entries that brought them, the present one last.
    pub(crate) versions: Vec<(PactHash, LogSeq)>,
    pub(crate) last: Option<LogSeq>,
}

impl Holdings {
    /// Takes in one entry of the log.
    pub(crate) fn apply(&mut self, entry: LogSeq, at: Timestamp, record: Record) {
        // Screenings are logged beside one another and change nothing that is found: up to the last of the other entries,
        // which take turns, all that is in the log has been taken in.
        if !matches!(record, Record::Screening(_)) {
            self.last = Some(entry);
        }
        match record {
            Record::Pact { hash, text, .. } => {
                // Whoever adopts it takes what waited for it; none of that was acknowledged, so that what a crash loses
                // here is sent again.
                self.unread.retain(|unread| unread.pact != hash);
                self.versions.push((hash, entry));
                self.offered.retain(|_, offered| *offered != text);
            }
            Record::OfferedPact { from, text } => {
                self.offered.insert(from, text);
            }
            Record::Import {
                issuer, generated, ..
            } => {
                self.lists.insert(issuer, generated);
            }
            Record::Notice { notice, origin } => self.hold(entry, *notice, origin),
            Record::Unread {
                from,
                pact,
                envelope,
                ask,
            } => self.unread.push(Unread {
                from,
                pact,
                envelope,
                ask,
            }),
            Record::Withdrawn { from, notice } => {
                self.unread.retain(|unread| !unread.is(&from, &notice));
                self.let_go(&notice);
            }
            Record::Delivery {
                to,
                ask,
                continues,
                sent,
                withdrawn,
                withheld,
            } => {
                let count = sent.len();
                self.deliver(&to, ask.as_ref(), sent, withdrawn);
                self.deliveries.push(KnownDelivery {
                    entry,
                    at,
                    to,
                    ask,
                    continues,
                    sent: count,
                    withheld,
                });
            }
            Record::Acknowledgement {
                by,
                held,
                withdrawn,
                sightings,
                steps,
                amendments,
                ..
            } => {
                self.acknowledge(&by, held, &withdrawn, &sightings);
                self.acknowledge_steps(&by, &steps);
                self.acknowledge_amendments(&by, amendments);
            }
            amendment @ Record::Amendment { .. } => self.amend(entry, at, amendment),
            Record::Consultation {
                step,
                envelope,
                from,
                user,
            } => {
                let step = KnownStep::new(entry, at, *step, envelope, from, user);
                KnownConsultation::take(&mut self.consultations, step);
            }
            Record::Engine { tables, .. } => {
                self.tables = Some(tables.clone());
                self.engines.entry(tables).or_insert(entry);
            }
            Record::Book(changed) => self.books.push(changed),
            Record::Clearance(clearance) => {
                let of_party = self.cleared.entry(clearance.party.clone()).or_default();
                of_party.insert(clearance.notice.clone(), entry);
                let undone = None;
                self.clearances.insert(
                    entry,
                    KnownClearance {
                        entry,
                        at,
                        clearance,
                        undone,
                    },
                );
            }
            Record::ClearanceUndone {
                clearance,
                user,
                reason,
            } => {
                if let Some(known) = self.clearances.get_mut(&clearance) {
                    known.undone = Some((at, user, reason));
                    if let Some(of_party) = self.cleared.get_mut(&known.clearance.party) {
                        of_party.retain(|_, entry| *entry != clearance);
                    }
                }
            }
            Record::Screening(screening) => self.screen(entry, at, *screening),
            Record::Review(review) => {
                if let Some(possible) = self
                    .matches
                    .get_mut(&(review.screening, review.subject.clone()))
                {
                    possible.reviews.push((at, review));
                }
            }
            Record::Sighting {
                direction,
                other,
                sighting,
                envelope,
            } => {
                let acknowledged = direction == Direction::Received || other.is_none();
                let known = KnownSighting {
                    entry,
                    direction,
                    other,
                    sighting: *sighting,
                    envelope,
                    acknowledged,
                };
                self.sightings.insert(
                    (known.sighting.by.clone(), known.sighting.id.clone()),
                    known,
                );
            }
        }
    }

    fn hold(&mut self, entry: LogSeq, notice: Notice, origin: Origin) {
        // Several versions may come in one message, in any order.
        if self
            .notices
            .get(&notice.id)
            .is_some_and(|held| held.notice.modified > notice.modified)
        {
            return;
        }
        if let Origin::Released { envelope, .. } = &origin {
            self.unread.retain(|unread| unread.envelope != *envelope);
        }
        let profile = self.profiles.intern(&notice.originator, &notice.handling);
        let held = Held {
            notice: Arc::new(notice),
            profile,
            origin,
            entry,
        };
        // A version may be on another subject than the one before.
        self.let_go(&held.notice.id);
        let on_subject = self.on_subject.entry(held.notice.subject_id.clone());
        on_subject.or_default().insert(held.notice.id.clone());
        self.notices.insert(held.notice.id.clone(), held);
    }

    fn let_go(&mut self, notice: &NoticeId) {
        let Some(held) = self.notices.remove(notice) else {
            return;
        };
        if let Some(notices) = self.on_subject.get_mut(&held.notice.subject_id) {
            notices.remove(notice);
            if notices.is_empty() {
                self.on_subject.remove(&held.notice.subject_id);
            }
        }
    }

    fn deliver(
        &mut self,
        to: &MemberId,
        ask: Option<&Ask>,
        sent: Vec<Version>,
        withdrawn: Vec<NoticeId>,
    ) {
        for version in sent {
            self.ever_sent.insert((version.notice.clone(), to.clone()));
            let holder = self
                .holders
                .entry(version.notice)
                .or_default()
                .entry(to.clone())
                .or_default();
            holder.asks.extend(ask.cloned());
            holder.sent = Some(version.modified);
            holder.giving_up = false;
        }
        for notice in withdrawn {
            let holder = self
                .holders
                .entry(notice)
                .or_default()
                .entry(to.clone())
                .or_default();
            holder.sent = None;
            holder.giving_up = true;
        }
    }

    fn acknowledge(
        &mut self,
        by: &MemberId,
        held: Vec<Version>,
        withdrawn: &[NoticeId],
        sightings: &[String],
    ) {
        for version in held {
            if let Some(holder) = self.holders.get_mut(&version.notice).and_then(|holders| holders.get_mut(by))
                // Nobody acknowledges what was not sent: it would never be owed anything again.
                && holder.sent.is_some_and(|sent| version.modified <= sent)
            {
                holder.acknowledged = holder.acknowledged.max(Some(version.modified));
            }
        }
        for notice in withdrawn {
            if let Some(holders) = self.holders.get_mut(notice)
                && holders.get(by).is_some_and(|holder| holder.giving_up)
            {
                holders.remove(by);
            }
        }
        let ours = self
            .sightings
            .values_mut()
            .filter(|known| known.direction == Direction::Sent && known.other.as_ref() == Some(by));
        for known in ours {
            known.acknowledged |= sightings.contains(&known.sighting.id);
        }
    }

    fn acknowledge_steps(&mut self, by: &MemberId, steps: &[Digest]) {
        if !steps.is_empty() {
            for consultation in self.consultations.values_mut() {
                consultation.acknowledge(by, steps);
            }
        }
    }

    fn acknowledge_amendments(&mut self, by: &MemberId, held: Vec<AmendmentHeld>) {
        for held in held {
            if let Some(known) = self.amendments.get_mut(&held.amendment) {
                known.acknowledge(by, held);
            }
        }
    }

    fn amend(&mut self, entry: LogSeq, at: Timestamp, record: Record) {
        let Some(known) = KnownAmendment::new(entry, at, record) else {
            return;
        };
        if let (Some(since), Some(consultation)) = (known.in_force_since(), known.consultation())
            && let Some(consultation) = self.consultations.get_mut(consultation)
        {
            consultation.conclude(since, *known.hash());
        }
        match self.amendments.get_mut(known.id()) {
            Some(before) => before.grow(known),
            None => {
                self.amendments.insert(*known.id(), known);
            }
        }
    }

    fn screen(&mut self, entry: LogSeq, at: Timestamp, screening: Screening) {
        self.screened += 1;
        // What would have been found on another day is nothing to decide about.
        if screening.asked.as_of.is_some() {
            return;
        }
        self.tables = Some(screening.tables.clone());
        for found in &screening.found {
            let possible = PossibleMatch {
                screening: entry,
                at,
                found: found.clone(),
                reviews: Vec::new(),
            };
            self.matches
                .insert((entry, found.subject.clone()), possible);
        }
        if let Some(party) = &screening.party {
            for found in screening.found.iter().flat_map(|found| &found.notices) {
                if let Some(evidence) = &found.evidence {
                    let of = (party.clone(), found.version.notice.clone());
                    self.raised.insert(of, (evidence.clone(), found.score));
                }
            }
        }
        // A screening that found nothing has nothing to be looked at again for; it stays in the log.
        if !screening.found.is_empty() {
            self.screenings.insert(entry, (at, screening));
        }
    }

    /// Every notice held, by id, recalled ones too.
    pub fn notices(&self) -> impl Iterator<Item = &Held> {
        self.notices.values()
    }

    /// One notice.
    #[must_use]
    pub fn notice(&self, id: &NoticeId) -> Option<&Held> {
        self.notices.get(id)
    }

    /// All notices on one subject.
    pub fn on_subject(&self, subject: &SubjectId) -> impl Iterator<Item = &Held> {
        let notices = self.on_subject.get(subject).into_iter().flatten();
        notices.filter_map(|notice| self.notices.get(notice))
    }

    /// When each issuer made the list that is held.
    #[must_use]
    pub const fn lists(&self) -> &BTreeMap<IssuerId, Timestamp> {
        &self.lists
    }

    /// The other members that hold a notice of ours, and which version.
    pub fn holders(&self, id: &NoticeId) -> impl Iterator<Item = (&MemberId, &Holder)> {
        self.holders.get(id).into_iter().flatten()
    }

    /// The originators and handlings that are held, interned.
    #[must_use]
    pub const fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    /// The log's last entry, screenings left aside, that anything was derived from.
    #[must_use]
    pub fn last_entry(&self) -> LogSeq {
        self.last.unwrap_or(LogSeq::START)
    }

    /// How many notices wait for their pact version.
    #[must_use]
    pub const fn unread(&self) -> usize {
        self.unread.len()
    }

    /// Pact versions that peers decide by and this node has not adopted.
    #[must_use]
    pub const fn offered_pacts(&self) -> &BTreeMap<MemberId, String> {
        &self.offered
    }

    /// One screening that found something.
    #[must_use]
    pub fn screening(&self, entry: LogSeq) -> Option<&(Timestamp, Screening)> {
        self.screenings.get(&entry)
    }

    /// How many screenings there were.
    #[must_use]
    pub const fn screenings(&self) -> usize {
        self.screened
    }

    /// Possible matches, the newest first.
    pub fn matches(&self) -> impl Iterator<Item = &PossibleMatch> {
        self.matches.values().rev()
    }

    /// One possible match.
    #[must_use]
    pub fn possible_match(&self, screening: LogSeq, subject: &SubjectId) -> Option<&PossibleMatch> {
        self.matches.get(&(screening, subject.clone()))
    }

    /// Everything that was ever cleared for a party, the oldest first.
    pub fn clearances(&self) -> impl Iterator<Item = &KnownClearance> {
        self.clearances.values()
    }

    /// The clearance of a notice for a party that nobody undid.
    #[must_use]
    pub fn clearance(&self, party: &str, notice: &NoticeId) -> Option<&KnownClearance> {
        let entry = self.cleared.get(party)?.get(notice)?;
        self.clearances.get(entry)
    }

    /// The clearances for a party that nobody undid, by their notices.
    pub(crate) fn cleared_for(&self, party: &str) -> BTreeMap<NoticeId, KnownClearance> {
        let of_party = self.cleared.get(party).into_iter().flatten();
        let known = of_party.filter_map(|(notice, entry)| {
            let known = self.clearances.get(entry)?;
            Some((notice.clone(), known.clone()))
        });
        known.collect()
    }

    /// By which evidence and with which score a notice was last raised for a party.
    pub(crate) fn raised(&self, party: &str, notice: &NoticeId) -> Option<(&str, f64)> {
        let raised = self.raised.get(&(party.to_owned(), notice.clone()));
        raised.map(|(evidence, score)| (evidence.as_str(), *score))
    }

    /// Sightings sent and received, in the order of their ids.
    pub fn sightings(&self) -> impl Iterator<Item = &KnownSighting> {
        self.sightings.values()
    }

    /// The consultations this member is a party to, by id.
    pub fn consultations(&self) -> impl Iterator<Item = &KnownConsultation> {
        self.consultations.values()
    }

    /// One consultation.
    #[must_use]
    pub fn consultation(&self, id: &ConsultationId) -> Option<&KnownConsultation> {
        self.consultations.get(id)
    }

    /// The amendments that were proposed, by id.
    pub fn amendments(&self) -> impl Iterator<Item = &KnownAmendment> {
        self.amendments.values()
    }

    /// One amendment.
    #[must_use]
    pub fn amendment(&self, id: &Digest) -> Option<&KnownAmendment> {
        self.amendments.get(id)
    }

    /// The version that followed one that was in force here.
    #[must_use]
    pub fn version_after(&self, base: &PactHash) -> Option<&PactHash> {
        let place = self.versions.iter().position(|(hash, _)| hash == base)?;
        self.versions.get(place + 1).map(|(hash, _)| hash)
    }

    /// Deliveries, the oldest first.
    #[must_use]
    pub fn deliveries(&self) -> &[KnownDelivery] {
        &self.deliveries
    }
}
