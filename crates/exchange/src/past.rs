//! What was known on an earlier day: the log up to an entry, and the tables that names were compared by then.

use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use mithaq_notice::PostId;
use mithaq_pact::{Decider, PactHash};
use mithaq_screen::{Index, Matcher, Options, Query, Snapshot};
use mithaq_store::{Entry, LogSeq};

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::holdings::Holdings;
use crate::member::{Member, replay_while};
use crate::screening::{Asking, By, Match, Screened, Searched};

/// A moment of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Once this entry was in.
    Entry(LogSeq),
    /// Then.
    Moment(Timestamp),
}

/// A number is an entry, a day its end in UTC, and else it is a moment: `812`, `2026-03-01`, `2026-03-01T12:00:00Z`.
impl FromStr for When {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        if let Ok(entry) = text.parse() {
            return Ok(Self::Entry(LogSeq::new(entry)));
        }
        let end = |day: Date| {
            let next = day.tomorrow().ok()?.at(0, 0, 0, 0);
            let next = TimeZone::UTC.to_timestamp(next).ok()?;
            next.checked_sub(SignedDuration::from_nanos(1)).ok()
        };
        let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
        let moment = day.and_then(end).or_else(|| text.parse().ok());
        moment.map(Self::Moment).ok_or_else(|| {
            let expected =
                "an entry of the log, a day or a moment: 812, 2026-03-01, 2026-03-01T12:00:00Z";
            invalid(text.to_owned(), expected)
        })
    }
}

fn invalid(found: String, expected: &str) -> Error {
    Error::Invalid {
        field: "at".into(),
        found,
        expected: expected.into(),
    }
}

/// A node as it was.
pub(crate) struct Past {
    pub(crate) pact: PactHash,
    holdings: Holdings,
    decider: Decider,
    index: Arc<Snapshot>,
    /// SHA-256 of the tables it compares by: those wanted, or where they cannot be had, those that run.
    pub(crate) tables: String,
}

impl Member {
    /// This node as it was before the first entry that is not wanted; comparing names by these tables, or by those gone by then.
    pub(crate) async fn past(
        &self,
        wanted: impl Fn(&Entry) -> bool,
        tables: Option<&str>,
    ) -> Result<Past> {
        let (pact, _, holdings) = replay_while(&self.store, wanted).await?;
        let this = &Engine::this().tables;
        let wanted = tables.or(holdings.tables.as_deref()).unwrap_or(this);
        let (matcher, tables) = match self.matcher_by(wanted).await? {
            Some(matcher) => (matcher, wanted.to_owned()),
            None => (Matcher::default(), this.clone()),
        };
        let held = holdings.notices();
        let held = held.map(|held| (Arc::clone(&held.notice), held.profile.0));
        Ok(Past {
            pact: *pact.hash(),
            index: Arc::new(Snapshot::from(Index::with_matcher(held, matcher))),
            decider: Decider::new(pact),
            tables,
            holdings,
        })
    }

    /// What would have been found then: by the notices held, the pact in force, what was cleared and the tables that names were
    /// compared by at that moment; by what the post does today. Logged and answered like any screening, and nobody is asked to
    /// review it.
    ///
    /// # Errors
    /// As [`Self::screen`]; and when there is no such entry, or the moment is before the first or still to come.
    pub async fn screen_as_of(
        &self,
        user: &str,
        post: &PostId,
        asking: Asking<'_>,
        options: &Options,
        (when, now): (When, Timestamp),
    ) -> Result<Screened> {
        self.log_engine(now).await?;
        let as_of = self.moment(when, now).await?;
        let past = match when {
            When::Entry(last) => self.past(|entry| entry.seq <= last, None).await?,
            When::Moment(moment) => self.past(|entry| entry.at <= moment, None).await?,
        };
        let party = asking
            .party
            .map(|party| self.secret.hash_party(post.as_str(), party));
        let asked = (asking.query, party.as_deref());
        let found = self.find_then(&past, post, asked, options, as_of)?;
        let by = By {
            log: past.holdings.last_entry(),
            pact: past.pact,
            tables: past.tables.clone(),
            as_of: Some(as_of),
        };
        let searched = Searched {
            user,
            post,
            query: asking.query,
            party,
            options,
            by,
        };
        self.log_found(searched, found, now).await
    }

    /// What the post would have found then.
    pub(crate) fn find_then(
        &self,
        past: &Past,
        post: &PostId,
        (query, party): (&Query, Option<&str>),
        options: &Options,
        at: Timestamp,
    ) -> Result<Vec<Match>> {
        let (holdings, index) = (&past.holdings, Arc::clone(&past.index));
        let view = self.view(holdings, &past.decider, index, post, at)?;
        let cleared = party.map(|party| holdings.cleared_for(party));
        self.find(&view, query, &cleared.unwrap_or_default(), options, at)
    }

    /// When that was.
    async fn moment(&self, when: When, now: Timestamp) -> Result<Timestamp> {
        match when {
            When::Entry(entry) => {
                let logged = self.store.reader().entry(entry).await?;
                let logged = logged.map(|logged| logged.at);
                logged
                    .ok_or_else(|| invalid(format!("entry {entry}"), "an entry of this node’s log"))
            }
            When::Moment(moment) => {
                let first = self.store.entries(LogSeq::START, 1).await?;
                let since = first.first().map_or(now, |first| first.at);
                if (since..=now).contains(&moment) {
                    return Ok(moment);
                }
                let expected = format!("a moment from {since}, when the log begins, to {now}");
                Err(invalid(moment.to_string(), &expected))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_the_log_is_an_entry_a_day_or_a_moment() {
        let moment = |text: &str| When::Moment(text.parse().unwrap());
        for (text, when) in [
            ("812", When::Entry(LogSeq::new(812))),
            ("2026-03-01", moment("2026-03-01T23:59:59.999999999Z")),
            ("2026-03-01T12:00:00Z", moment("2026-03-01T12:00:00Z")),
        ] {
            assert_eq!(text.parse::<When>().unwrap(), when, "{text}");
        }
        for text in ["", "yesterday", "2026-02-30", "-1", "2026-03"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }
}
