//! Bookings of the centre, as a screen shows them: what the backend knows, overlaid with what waits on this device. Pure, as the overlay of everything else.

use super::{Act, Entry, Standing, entry::CentreAct, policy::Enqueue};
use crate::{
    api::ApiError,
    model::{
        Booking, Instant, PersonId,
        booking::{BookingState, Holder},
        booking_acts::OwnAct,
        centre::Rules,
        clash::Span,
    },
};

/// A booking of whoever is signed in.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnBooking {
    pub booking: Booking,
    /// What waits to be sent, or to be decided.
    pub waits: Option<OwnAct>,
    pub refused: Option<Refused>,
}

/// What was refused, and under which key the outbox has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub what: OwnAct,
    pub key: String,
    pub why: ApiError,
}

impl OwnBooking {
    /// Whether it counts for what else the person may book: also what is not confirmed yet, but not what was refused or is about to be given up.
    pub fn counts(&self, rules: &Rules, now: Instant) -> bool {
        let asked_in_vain = self.refused.as_ref().is_some_and(|refused| refused.what == OwnAct::Book);
        self.booking.holds(rules, now) && self.waits != Some(OwnAct::GiveUp) && !asked_in_vain
    }

    /// It is on this device alone.
    pub fn is_provisional(&self) -> bool {
        self.waits == Some(OwnAct::Book)
    }
}

/// All of them, by time.
pub fn own(known: &[Booking], entries: &[Entry], owner: Option<&PersonId>) -> Vec<OwnBooking> {
    let Some(owner) = owner else { return Vec::new() };
    let mut all: Vec<OwnBooking> =
        known.iter().map(|booking| OwnBooking { booking: booking.clone(), waits: None, refused: None }).collect();
    for entry in entries.iter().filter(|entry| entry.owner == *owner) {
        let Act::Centre(act) = &entry.act else { continue };
        let at = match all.iter().position(|one| one.booking.id == act.booking) {
            Some(at) => at,
            // What is given up, or come to, and no longer known is over.
            None if act.what != OwnAct::Book => continue,
            None => {
                all.push(OwnBooking { booking: foreseen(act, owner, entry.made_at), waits: None, refused: None });
                all.len() - 1
            }
        };
        let one = &mut all[at];
        // Nobody is at a place that is not theirs yet: that it waits, or was refused, is what matters.
        match &entry.standing {
            Standing::Wedged { why, .. } if one.refused.as_ref().is_none_or(|before| before.what != OwnAct::Book) => {
                one.refused = Some(Refused { what: act.what, key: entry.key.clone(), why: why.clone() });
            }
            Standing::Waiting { .. } | Standing::SignInNeeded if one.waits != Some(OwnAct::Book) || act.what != OwnAct::Here => {
                one.waits = Some(act.what);
            }
            _ => {}
        }
    }
    all.sort_by_key(|one| (one.booking.from, one.booking.id.clone()));
    all
}

/// The booking as it will be if it is granted.
fn foreseen(act: &CentreAct, owner: &PersonId, made_at: Instant) -> Booking {
    Booking {
        id: act.booking.clone(),
        resource: act.resource.clone(),
        from: act.from,
        to: act.to,
        holder: Holder::Person { id: owner.clone(), name: None },
        state: BookingState::Booked,
        rev: 0,
        since: made_at,
        made_at,
        series: None,
    }
}

/// The times that count, one booking left out.
pub fn times(all: &[OwnBooking], rules: &Rules, now: Instant) -> Vec<Span> {
    all.iter().filter(|one| one.counts(rules, now)).map(|one| one.booking.time()).collect()
}

/// What a new act does to the entries that are there.
pub(super) fn enqueue(entries: &[Entry], owner: &PersonId, act: &CentreAct) -> Enqueue {
    let same = |entry: &&Entry| entry.owner == *owner && matches!(&entry.act, Act::Centre(other) if other.booking == act.booking);
    let Some(last) = entries.iter().rev().find(same) else { return Enqueue::Add };
    let Act::Centre(before) = &last.act else { return Enqueue::Add };
    // An answer that could not be read may have been a yes.
    let refused = matches!(&last.standing, Standing::Wedged { why: ApiError::Problem { .. }, .. });
    match (before.what, act.what) {
        (before, what) if before == what && refused => Enqueue::Replaces(vec![last.key.clone()]),
        (before, what) if before == what => Enqueue::Already,
        // Never sent, or refused: nobody has to hear of it.
        (OwnAct::Book, OwnAct::GiveUp) if last.tries == 0 || refused => Enqueue::TakesBack(last.key.clone()),
        _ => Enqueue::Add,
    }
}

/// The kept list with a newer version of one of them.
pub fn merged(mut known: Vec<Booking>, new: Booking) -> Vec<Booking> {
    match known.iter_mut().find(|old| old.id == new.id) {
        Some(old) if old.rev > new.rev => {}
        Some(old) => *old = new,
        None => known.push(new),
    }
    known.sort_by_key(|one| (one.from, one.id.clone()));
    known
}
