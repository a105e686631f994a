//! The beat of a kiosk: it tells that it is there, hears what it is, and does what it is told. The same call tells a device that is not paired yet when it is.

use super::{Identity, Kiosk, Standing};
use crate::{
    api::{ApiError, ProblemKind, kiosk},
    model::{
        attendance::clock_off,
        kiosk::{Beat, DeviceState, FORGOTTEN, Own, log::Happened},
    },
    web::clock,
};
use leptos::prelude::*;
use std::sync::Arc;

impl Kiosk {
    pub(super) async fn beat(self) {
        let (Some(secret), Some(events)) = (self.secret(), self.events.try_get_value()) else { return };
        let told = events.len();
        let sent_at = clock::now();
        let beat = Beat {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            waiting: self.waiting.try_get_untracked().unwrap_or_default() as u32,
            sent_at,
            storage_full: self.full.try_get_untracked().unwrap_or_default(),
            events,
        };
        match self.app.client().send(&kiosk::beat(&secret, &beat)).await {
            Ok(own) if own.state == DeviceState::Wiping => self.wipe().await,
            Ok(own) => {
                self.events.try_update_value(|events| drop(events.drain(..told.min(events.len()))));
                self.keep_events();
                self.hear(own, sent_at, &secret).await;
            }
            Err(error) if error.kind() == Some(ProblemKind::SignIn) => self.is_no_device(&secret).await,
            Err(error) => self.go_on_without(&error).await,
        }
    }

    async fn hear(self, own: Own, sent_at: crate::model::Instant, secret: &str) {
        let off = clock_off(sent_at, own.now);
        if off != 0 && self.clock_off.try_get_untracked() == Some(0) {
            self.note(Happened::ClockOff);
        }
        self.clock_off.try_set(off);
        let active = own.state == DeviceState::Active;
        let identity = Identity { secret: secret.to_owned(), own: Some(own.clone()), heard_at: clock::now() };
        if let Some(Some(kept)) = self.kept.try_get_value() {
            kept.put_identity(&identity).await;
        }
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
        }
    }

    /// Not paired yet, or no longer.
    async fn is_no_device(self, secret: &str) {
        if self.identity.try_with_value(|identity| identity.as_ref().is_some_and(|identity| identity.own.is_some())) == Some(true) {
            return self.wipe().await;
        }
        let now = clock::now();
        let good = self.standing.try_with_untracked(|standing| match standing {
            Standing::Unpaired(Some(pairing)) => now < pairing.expires_at,
            _ => false,
        });
        if good == Some(false)
            && let Ok(pairing) = self.app.client().send(&kiosk::ask_pairing(secret, &clock::unique())).await
        {
            self.standing.try_set(Standing::Unpaired(Some(pairing)));
        }
    }

    /// Without the backend a device goes on for some days. Then it forgets: one that was carried off gets no answer that says so.
    async fn go_on_without(self, _error: &ApiError) {
        let silent = self.identity.try_with_value(|identity| {
            identity.as_ref().is_some_and(|identity| identity.own.is_some() && identity.heard_at.plus(FORGOTTEN) < clock::now())
        });
        if silent == Some(true) {
            self.wipe().await;
        }
    }

    /// Forgets the day when it is over; by night, when nobody is there, the page begins anew with an empty memory.
    pub async fn end_day(self) {
        let over = self.day.try_with_untracked(|day| day.as_ref().is_some_and(|day| day.until <= self.now()));
        if over == Some(true) {
            self.day.try_set(None);
            self.day_etag.try_set_value(None);
            if let Some(Some(kept)) = self.kept.try_get_value() {
                kept.forget_day().await;
            }
        }
    }
}
