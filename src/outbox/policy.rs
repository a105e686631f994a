//! What to do with entries. Pure: time and chance come in as arguments.

use super::{Act, CentreAct, Entry, Standing, bookings};
use crate::{
    api::{ApiError, ProblemKind, retry},
    model::{Instant, PersonId, booking_acts::OwnAct, roll::OwnWhat},
};

/// What the worker does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Send the entry at this place.
    Send(usize),
    /// Nothing is due before then.
    WaitUntil(Instant),
    /// Nothing to do until something happens.
    Idle,
}

/// The first entry that may go out. Somebody else's entries and those held up by an earlier one of the same record stay.
pub fn next(entries: &[Entry], owner: Option<&PersonId>, now: Instant) -> Next {
    let mut soonest: Option<Instant> = None;
    for (at, entry) in entries.iter().enumerate() {
        let Standing::Waiting { not_before } = entry.standing else { continue };
        if is_behind(entries, at) || owner != Some(&entry.owner) {
            continue;
        }
        if not_before <= now {
            return Next::Send(at);
        }
        soonest = Some(soonest.map_or(not_before, |other| other.min(not_before)));
    }
    soonest.map_or(Next::Idle, Next::WaitUntil)
}

/// Whether an earlier entry of the same record has to be decided first. A mark that was refused holds up no other: each says something of its own, and a right code must not wait for
/// what becomes of a wrong one.
pub fn is_behind(entries: &[Entry], at: usize) -> bool {
    let (earlier, later) = entries.split_at(at);
    let Some(entry) = later.first() else { return false };
    let decided = |earlier: &Entry| earlier.is_wedged() && entry.act.place().is_none();
    earlier.iter().any(|earlier| earlier.owner == entry.owner && earlier.record() == entry.record() && !decided(earlier))
}

/// What becomes of an entry whose sending failed.
pub fn after_failure(entry: &Entry, why: ApiError, now: Instant, chance: f64) -> Standing {
    match why.kind() {
        Some(ProblemKind::SignIn) => Standing::SignInNeeded,
        _ if why.heals() => Standing::Waiting { not_before: now.plus(retry::wait(entry.tries.max(1), &why, chance) as i64) },
        _ => Standing::Wedged { why, at: now },
    }
}

/// Whether a failure is in truth the wished state: leaving a place that one does not have, looking for a stand-in for it, giving up what is free already.
pub fn already_so(entry: &Entry, why: &ApiError) -> bool {
    let given_up = matches!(&entry.act, Act::Centre(CentreAct { what: OwnAct::GiveUp, .. }));
    match why.kind() {
        Some(ProblemKind::NotJoined) => matches!(entry.act, Act::Leave { .. } | Act::Cover { wanted: true, .. }),
        // It was released, is over, or never came to be.
        Some(ProblemKind::NoBooking | ProblemKind::NotNow | ProblemKind::NotFound) => given_up,
        _ => false,
    }
}

/// What a new act does to the entries that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enqueue {
    Add,
    /// Takes back the entry with this key, which was never sent; nothing needs to be sent.
    TakesBack(String),
    /// In place of the entries with these keys, which were refused.
    Replaces(Vec<String>),
    /// The same act waits already.
    Already,
}

pub fn enqueue(entries: &[Entry], owner: &PersonId, act: &Act) -> Enqueue {
    if let Act::Centre(act) = act {
        return bookings::enqueue(entries, owner, act);
    }
    let last = entries.iter().rev().find(|entry| entry.owner == *owner && entry.record() == act.record());
    match (last, act) {
        (Some(Entry { act: Act::Join { .. }, .. }), Act::Join { .. }) | (Some(Entry { act: Act::Leave { .. }, .. }), Act::Leave { .. }) => {
            Enqueue::Already
        }
        (Some(Entry { act: Act::Cover { wanted: before, .. }, .. }), Act::Cover { wanted, .. }) if before == wanted => Enqueue::Already,
        // Neither is the contrary of the other: both are told.
        (Some(Entry { act: Act::Cover { .. }, .. }), Act::Join { .. } | Act::Leave { .. })
        | (Some(Entry { act: Act::Join { .. } | Act::Leave { .. }, .. }), Act::Cover { .. }) => Enqueue::Add,
        // I am here, said once more after it was refused: with another code, or when it was time.
        (_, Act::MarkMe { .. }) => {
            let refused = entries.iter().filter(|entry| entry.owner == *owner && entry.is_wedged() && says_the_same(&entry.act, act));
            let refused: Vec<String> = refused.map(|entry| entry.key.clone()).collect();
            if refused.is_empty() { Enqueue::Add } else { Enqueue::Replaces(refused) }
        }
        // What was noted is added to a log: each stands for itself.
        (_, Act::Mark { .. }) => Enqueue::Add,
        // Once sending has begun the backend may have heard of it: then only a second act undoes the first.
        (Some(entry), _) if entry.tries == 0 => Enqueue::TakesBack(entry.key.clone()),
        _ => Enqueue::Add,
    }
}

/// Both say of myself that I came, or that I left.
fn says_the_same(one: &Act, other: &Act) -> bool {
    let (Act::MarkMe { mark: its, .. }, Act::MarkMe { mark, .. }) = (one, other) else { return false };
    let same = matches!((&its.what, &mark.what), (OwnWhat::In { .. }, OwnWhat::In { .. }) | (OwnWhat::Out { .. }, OwnWhat::Out { .. }));
    same && one.record() == other.record()
}

/// Waiting entries become due at once: the connection is back, or the person pressed "send now".
pub fn hurry(entries: &mut [Entry], now: Instant) -> bool {
    let mut any = false;
    for entry in entries {
        if let Standing::Waiting { not_before } = &mut entry.standing
            && *not_before > now
        {
            *not_before = now;
            any = true;
        }
    }
    any
}
