//! What people entered at a kiosk, on its way to the backend: kept, sealed, before anything is said; sent in the order in which it was made; gone from the device once the backend has it, whatever it decided.

use super::{Kiosk, beat::decided};
use crate::{
    api::{ApiError, ProblemKind, kiosk},
    model::{
        Instant,
        booking::Busy,
        booking_walk_in::KioskBooking,
        kiosk::{
            day::{InOrOut, KioskMark, Seated, Sitter, Who},
            log::Happened,
            walk_in::WalkIn,
        },
    },
    store::StoreError,
    web::clock,
};
use futures::future::{Either, select};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use std::pin::pin;

/// How long somebody at the screen waits for the backend before they are told that it is kept, in milliseconds.
const PATIENCE: u64 = 6_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    WalkIn(WalkIn),
    Mark(KioskMark),
    Booking(KioskBooking),
    Seated(Seated),
}

impl Entry {
    pub fn id(&self) -> &str {
        match self {
            Self::WalkIn(walk_in) => walk_in.id.as_str(),
            Self::Mark(mark) => mark.id.as_str(),
            Self::Booking(booking) => booking.id.as_str(),
            Self::Seated(seated) => seated.id.as_str(),
        }
    }

    pub fn made_at(&self) -> Instant {
        match self {
            Self::WalkIn(walk_in) => walk_in.made_at,
            Self::Mark(mark) => mark.at,
            Self::Booking(booking) => booking.made_at,
            Self::Seated(seated) => seated.at,
        }
    }

    /// An entry of this device without which the backend does not know whom it is about.
    fn after(&self) -> Option<&str> {
        match self {
            Self::Mark(KioskMark { who: Who::WalkIn { walk_in }, .. }) => Some(walk_in.as_str()),
            Self::Seated(Seated { who: Sitter::Booking { booking }, .. }) => Some(booking.as_str()),
            _ => None,
        }
    }

    /// The seat or the room that it wants.
    fn wants(&self) -> Option<Busy> {
        match self {
            Self::Booking(KioskBooking { resource, from, to, .. }) => Some(Busy { resource: resource.clone(), from: *from, to: *to }),
            _ => None,
        }
    }
}

/// What came of an entry.
#[derive(Debug, Clone)]
pub enum Sent {
    /// The backend has it, and agrees.
    Done,
    /// It is kept here; nobody has decided.
    Kept,
    /// The backend says no. It is gone from here.
    Refused(ApiError),
    /// It could not be kept: nothing has happened.
    NotKept(StoreError),
}

impl Kiosk {
    /// Keeps what somebody entered and tells it to the backend; what they are told is what is certain by then.
    pub async fn enter(self, entry: Entry) -> Sent {
        let Some(Some(kept)) = self.kept.try_get_value() else { return Sent::NotKept(StoreError::Failed("closed".to_owned())) };
        if let Err(error) = kept.put_entry(&entry).await {
            self.full.try_set(true);
            return Sent::NotKept(error);
        }
        self.full.try_set(false);
        self.waiting.try_update(|waiting| *waiting += 1);
        self.wanted.try_update(|wanted| wanted.extend(entry.wants()));
        // What was made before goes first: places are given in the order of asking.
        if self.waiting.try_get_untracked().is_some_and(|waiting| waiting > 1) {
            spawn_local(self.send());
            return Sent::Kept;
        }
        let sending = pin!(self.send_one(&entry));
        let patience = pin!(clock::sleep(PATIENCE));
        match select(sending, patience).await {
            Either::Left((sent, _)) => {
                // Whoever has just joined may check in at once.
                if let (Sent::Done, Some(secret)) = (&sent, self.secret()) {
                    spawn_local(async move { self.refresh_day(&secret).await });
                }
                sent
            }
            // What is on its way may still arrive: the next beat sends it again, and the backend knows it by its key.
            Either::Right(_) => Sent::Kept,
        }
    }

    /// Somebody has come to a seat or a room of the centre: entered, written down, and, of one that this device knows of, remembered until the next answer. `None`: it could not even be named.
    pub async fn sit(self, who: Sitter) -> Option<Sent> {
        let id = clock::unique().parse().ok()?;
        let seat = match &who {
            Sitter::Seat { seat } => Some(seat.clone()),
            Sitter::Booking { .. } => None,
        };
        let sent = self.enter(Entry::Seated(Seated { id, who, at: clock::now() })).await;
        self.note_sent(Happened::CheckedIn, &sent);
        if let (Some(seat), Sent::Done | Sent::Kept) = (&seat, &sent) {
            self.seat_noted(seat, InOrOut::In).await;
        }
        Some(sent)
    }

    /// Writes down what came of an entry: what was refused has not happened.
    pub fn note_sent(self, what: Happened, sent: &Sent) {
        match sent {
            Sent::Done | Sent::Kept => self.note(what),
            Sent::NotKept(_) => self.note(Happened::StorageFull),
            // Whom the backend turned away is on the staff's screen, with the reason.
            Sent::Refused(_) if matches!(what, Happened::WalkIn | Happened::Booked) => {}
            Sent::Refused(_) => self.note(Happened::NotFound),
        }
    }

    async fn send_one(self, entry: &Entry) -> Sent {
        let Some(secret) = self.secret() else { return Sent::Kept };
        let now = clock::now();
        let call = match entry {
            Entry::WalkIn(walk_in) => kiosk::walk_in(&secret, walk_in, now),
            Entry::Mark(mark) => kiosk::mark(&secret, mark, now),
            Entry::Booking(booking) => kiosk::book(&secret, booking, now),
            Entry::Seated(seated) => kiosk::seated(&secret, seated, now),
        };
        let sent = match self.app.client().send(&call).await {
            Ok(()) => Sent::Done,
            Err(error) if is_decided(&error) => Sent::Refused(error),
            Err(_) => return Sent::Kept,
        };
        if let Some(Some(kept)) = self.kept.try_get_value()
            && kept.remove_entry(entry).await.is_ok()
        {
            self.waiting.try_update(|waiting| *waiting = waiting.saturating_sub(1));
        }
        let wanted = entry.wants();
        self.wanted.try_update(|all| all.retain(|one| Some(one) != wanted.as_ref()));
        sent
    }

    /// Sends what waits, in order. One that the backend stumbles over does not keep the others waiting, but for what was noted of somebody who is not known there yet.
    pub(super) async fn send(self) {
        if self.sending.try_get_value() != Some(false) {
            return;
        }
        self.sending.set_value(true);
        if let Some(Some(kept)) = self.kept.try_get_value() {
            let mut held = Vec::new();
            for entry in kept.entries().await {
                let waits = entry.after().is_some_and(|before| held.iter().any(|one| one == before));
                if !waits && matches!(self.send_one(&entry).await, Sent::Kept) {
                    if untrack(|| self.app.connection.is_offline()) {
                        break;
                    }
                    held.push(entry.id().to_owned());
                }
            }
            let waiting = kept.count().await;
            self.waiting.try_set(waiting);
        }
        self.sending.try_set_value(false);
    }
}

/// What these want of the centre: nobody else is promised it here meanwhile.
pub(super) fn wanted(entries: &[Entry]) -> Vec<Busy> {
    entries.iter().filter_map(Entry::wants).collect()
}

/// Whether the backend itself has said no, for good. What a proxy says, that the device is locked or not known, and what heals, decide nothing of what somebody entered.
fn is_decided(error: &ApiError) -> bool {
    !error.heals() && decided(error).is_some_and(|kind| !matches!(kind, ProblemKind::SignIn | ProblemKind::Forbidden))
}
