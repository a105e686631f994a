//! What the outbox holds, sorted by what it waits for. Pure but for reading the signals.

use crate::{
    model::booking_acts::OwnAct,
    outbox::{
        Act, CentreAct, Entry, Standing,
        policy::{self, Next},
    },
    state::App,
    web::clock,
};
use leptos::prelude::*;

/// The entries of whoever is signed in, by what they wait for; of everyone else only the number.
#[derive(Clone, Default, PartialEq)]
pub struct Groups {
    pub undecided: Vec<Entry>,
    pub waiting: Vec<Entry>,
    pub sign_in_needed: Vec<Entry>,
    pub others: usize,
    pub unreadable: usize,
    /// Changes of the association's list. What they are is sealed.
    pub sealed: usize,
}

pub fn sort(app: App) -> Groups {
    let owner = app.session.owner();
    let mut groups = Groups { unreadable: app.outbox.unreadable.get(), sealed: app.outbox.sealed.get(), ..Groups::default() };
    app.outbox.entries.with(|entries| {
        for entry in entries.iter() {
            match entry.standing {
                _ if Some(&entry.owner) != owner.as_ref() => groups.others += 1,
                Standing::Wedged { .. } => groups.undecided.push(entry.clone()),
                Standing::Waiting { .. } => groups.waiting.push(entry.clone()),
                Standing::SignInNeeded => groups.sign_in_needed.push(entry.clone()),
            }
        }
    });
    groups
}

impl Groups {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What the sender does next with the entries of whoever is signed in.
pub fn next(app: App) -> Next {
    app.now.track();
    let owner = app.session.owner();
    app.outbox.entries.with(|entries| policy::next(entries, owner.as_ref(), clock::now()))
}

/// Whether this very entry is on its way.
pub fn is_sending(app: App, key: &str) -> bool {
    app.outbox.sending.get()
        && matches!(next(app), Next::Send(at) if app.outbox.entries.with(|entries| entries.get(at).is_some_and(|entry| entry.key == key)))
}

/// An earlier act on the same shift is not decided yet; this one keeps its turn.
pub fn is_behind(app: App, key: &str) -> bool {
    app.outbox.entries.with(|entries| {
        let Some(at) = entries.iter().position(|entry| entry.key == key) else { return false };
        policy::is_behind(entries, at)
    })
}

/// How an entry is undone.
#[derive(Clone, PartialEq)]
pub enum Undo {
    By(Act),
    /// What was noted and never sent is simply taken away.
    Forget,
}

/// What undoes this entry, if anything does: an act that was never sent is simply taken away; one that may have been heard needs a second act,
/// and giving up a place cannot be undone so, because the place may be somebody else's by then.
pub fn undo(app: App, entry: &Entry) -> Option<Undo> {
    let last = app.outbox.entries.with(|entries| {
        entries
            .iter()
            .rfind(|other| other.owner == entry.owner && other.record() == entry.record())
            .is_some_and(|other| other.key == entry.key)
    });
    if let Act::Centre(act) = &entry.act {
        return match act.what {
            OwnAct::Book => Some(Undo::By(Act::Centre(CentreAct { what: OwnAct::GiveUp, ..act.clone() }))),
            _ if entry.tries == 0 => Some(Undo::Forget),
            _ => None,
        };
    }
    let (action, shift) = entry.act.shift()?;
    let (action, shift) = (action.clone(), shift.clone());
    match entry.act {
        Act::Mark { .. } | Act::MarkMe { .. } if entry.tries == 0 => Some(Undo::Forget),
        // On the roll it can still be said to be a slip of the finger.
        Act::Mark { .. } | Act::MarkMe { .. } => None,
        _ if !last => None,
        Act::Join { .. } => Some(Undo::By(Act::Leave { action, shift })),
        Act::Leave { .. } if entry.tries == 0 => Some(Undo::By(Act::Join { action, shift, or_wait: false, guardian: None })),
        Act::Leave { .. } => None,
        Act::Cover { wanted, .. } => Some(Undo::By(Act::Cover { action, shift, wanted: !wanted })),
        Act::Centre(_) => None,
    }
}
