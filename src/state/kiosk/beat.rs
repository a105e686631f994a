//! The beat of a kiosk: it tells that it is there, hears what it is, and does what it is told. The same call tells a device that is not paired yet when it is.
//!
//! Only what the backend itself has said counts, by the type of its problem: a gateway of a guest network that answers 401 to everything must not make a device forget who it is.

use super::{Identity, Kiosk, Standing, UNPAIRED_BEAT};
use crate::{
    api::{ApiError, ProblemKind, kiosk},
    model::{
        Instant,
        attendance::clock_off,
        kiosk::{BEAT, Beat, CODE_LIFE, DeviceState, FORGOTTEN, Own, log::Happened, pin::Tries},
    },
    web::clock,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Beats without an answer after which a long silence is believed: a device that was switched off for a week is given an hour to find its network.
const SILENT: u64 = 3_600_000 / BEAT;

/// What the backend has said, in its own words. `None`: somebody else answered, or nobody.
pub(super) fn decided(error: &ApiError) -> Option<ProblemKind> {
    let ApiError::Problem { problem, .. } = error else { return None };
    Some(ProblemKind::from_uri(&problem.uri)).filter(|kind| *kind != ProblemKind::Other && !problem.uri.is_empty())
}

impl Kiosk {
    /// One at a time.
    pub(super) async fn beat(self) {
        if self.beating.try_get_value() != Some(false) {
            return;
        }
        self.beating.set_value(true);
        self.beat_once().await;
        self.beating.try_set_value(false);
    }

    async fn beat_once(self) {
        let (Some(secret), Some(events)) = (self.secret(), self.events.try_get_value()) else { return };
        let sent_at = clock::now();
        let beat = Beat {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            waiting: u32::try_from(self.waiting.try_get_untracked().unwrap_or_default()).unwrap_or(u32::MAX),
            sent_at,
            storage_full: self.full.try_get_untracked().unwrap_or_default(),
            events,
        };
        let answer = self.app.client().send(&kiosk::beat(&secret, &beat)).await;
        // Wiped meanwhile: it is of somebody who is no more.
        if self.secret().as_deref() != Some(&secret) {
            return;
        }
        match answer {
            Ok(own) if own.state == DeviceState::Wiping => self.wipe().await,
            Ok(own) => {
                self.events.try_update_value(|events| events.retain(|event| !beat.events.contains(event)));
                self.keep_events();
                self.hear(own, sent_at, &secret).await;
            }
            Err(error) if decided(&error) == Some(ProblemKind::SignIn) => self.is_no_device(&secret).await,
            Err(error) => self.go_on_without(&error).await,
        }
    }

    async fn hear(self, own: Own, sent_at: Instant, secret: &str) {
        self.beats.try_update_value(|beats| beats.silent = 0);
        let off = clock_off(sent_at, own.now);
        if off != 0 && self.clock_off.try_get_untracked() == Some(0) {
            self.note(Happened::ClockOff);
        }
        self.clock_off.try_set(off);
        let active = own.state == DeviceState::Active;
        let before = self.identity.try_get_value().flatten().and_then(|identity| identity.own);
        // Whoever looks after it has given it another PIN: what was tried was the old one.
        if before.as_ref().is_some_and(|before| before.pin != own.pin) {
            self.set_tries(Tries::default()).await;
        }
        let identity = Identity { secret: secret.to_owned(), own: Some(own.clone()), heard_at: clock::now(), clock_off: off };
        if let Some(Some(kept)) = self.kept.try_get_value() {
            kept.put_identity(&identity).await;
        }
        if self.secret().as_deref() != Some(secret) {
            return;
        }
        self.heard_at.try_set(Some(identity.heard_at));
        self.identity.try_set_value(Some(identity));
        // The same again is no news: a form that is being filled in stays.
        let known = self.standing.try_with_untracked(|standing| match standing {
            Standing::Paired(known) => Own { now: own.now, ..known.as_ref().clone() } == own,
            _ => false,
        });
        if known == Some(false) {
            self.standing.set(Standing::Paired(Arc::new(own)));
        }
        if active {
            self.send().await;
            self.refresh_day(secret).await;
            self.refresh_centre().await;
        }
    }

    /// Not paired yet, or no longer.
    async fn is_no_device(self, secret: &str) {
        if self.identity.try_with_value(|identity| identity.as_ref().is_some_and(|identity| identity.own.is_some())) == Some(true) {
            return self.wipe().await;
        }
        let shown = self.standing.try_with_untracked(|standing| matches!(standing, Standing::Unpaired(Some(_))));
        let asked = self.beats.try_update_value(|beats| {
            beats.asked += 1;
            beats.asked
        });
        let old = asked.is_some_and(|asked| asked * UNPAIRED_BEAT >= CODE_LIFE.unsigned_abs());
        if (shown == Some(false) || old)
            && let Ok(pairing) = self.app.client().send(&kiosk::ask_pairing(secret, &clock::unique())).await
            && self.secret().as_deref() == Some(secret)
        {
            self.beats.try_update_value(|beats| beats.asked = 0);
            self.standing.try_set(Standing::Unpaired(Some(pairing)));
        }
    }

    /// Without the backend a device goes on for some days. Then it forgets: one that was carried off gets no answer that says so.
    async fn go_on_without(self, error: &ApiError) {
        if !error.is_offline() {
            return;
        }
        let silent = self.beats.try_update_value(|beats| {
            beats.silent += 1;
            beats.silent
        });
        let long_ago = self.identity.try_with_value(|identity| {
            identity.as_ref().is_some_and(|identity| identity.own.is_some() && identity.heard_at.plus(FORGOTTEN) < clock::now())
        });
        if long_ago == Some(true) && silent.is_some_and(|silent| silent >= SILENT) {
            self.wipe().await;
        }
    }

    /// Forgets the day when it is over.
    pub async fn end_day(self) {
        let over = self.day.try_with_untracked(|day| day.as_ref().is_some_and(|day| day.until <= self.moment()));
        if over == Some(true) {
            self.day.try_set(None);
            self.day_etag.try_set_value(None);
            if let Some(Some(kept)) = self.kept.try_get_value() {
                kept.forget_day().await;
            }
        }
    }
}
