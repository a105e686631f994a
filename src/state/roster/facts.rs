//! What the hub knows of members besides the list: hours, when they last came. Sealed with it, so that a leader has it offline too; fetched anew some minutes after the last time, as it is summed up
//! over everybody by the backend.

use super::Roster;
use crate::{
    api::{Fetched, roster},
    model::{Instant, instant::MINUTE, participation::Participation},
    store::{
        records::{self, Saved},
        sealed::Sealed,
    },
    web::clock,
};
use leptos::prelude::*;
use std::sync::Arc;

/// How old it may be before it is asked for again, in milliseconds.
const AGE: i64 = 5 * MINUTE;

/// What was heard last.
#[derive(Clone, Default)]
pub struct Heard {
    at: Option<Instant>,
    etag: Option<String>,
}

impl Roster {
    /// Of an earlier visit.
    pub(super) fn take_facts(self, row: Option<Vec<u8>>) {
        if let Some(saved) = row.and_then(|row| records::decode::<Saved<Vec<Participation>>>(&row)) {
            // How old that is nobody knows by now: the first refresh asks, and hears that it is the same if so.
            self.heard.set_value(Heard { at: None, etag: saved.etag });
            self.show_facts(saved.value);
        }
    }

    /// Asks, unless that was done a moment ago. What cannot be had leaves what there was: a column that is some hours old, which the line about the list's age says already.
    pub(super) async fn refresh_facts(self) {
        let (Some(heard), turn) = (self.heard.try_get_value(), self.turn.try_get_value()) else { return };
        if heard.at.is_some_and(|at| clock::now() < at.plus(AGE)) {
            return;
        }
        let answer = self.app.client().read(&roster::participation(heard.etag.as_deref())).await;
        if turn.is_none() || self.turn.try_get_value() != turn {
            return;
        }
        match answer {
            Ok(Fetched::New((facts, etag))) => {
                self.heard.set_value(Heard { at: Some(clock::now()), etag: etag.clone() });
                if let Some(sealed) = self.sealed.get_value() {
                    self.keep_facts(&sealed, &facts, etag).await;
                }
                self.show_facts(facts);
            }
            Ok(Fetched::Unchanged) => self.heard.update_value(|heard| heard.at = Some(clock::now())),
            Err(_) => {}
        }
    }

    async fn keep_facts(self, sealed: &Sealed, facts: &[Participation], etag: Option<String>) {
        let row = records::encode(&Saved { at: clock::now(), etag, value: facts });
        if sealed.put(&[(records::roster_facts(), row)], || self.is_mine()).await.is_err() {
            self.app.storage_failed.set(true);
        }
    }

    fn show_facts(self, facts: Vec<Participation>) {
        self.facts.try_set(Arc::new(facts.into_iter().map(|fact| (fact.member.clone(), fact)).collect()));
    }
}
