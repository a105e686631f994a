//! Noting something of myself in a shift: into the outbox at once, with the moment, and whether that still waits there.

use crate::{
    api::ApiError,
    model::{
        ActionId, MarkId, ShiftId,
        roll::{OwnMark, OwnWhat},
    },
    outbox::{Act, Standing},
    state::App,
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};

pub fn note(app: App, (action, shift): (ActionId, ShiftId), what: OwnWhat) {
    let Ok(id) = MarkId::new(&clock::unique()) else { return };
    let mark = OwnMark { id, what, at: clock::now() };
    spawn_local(async move {
        if app.outbox.add(app, Act::MarkMe { action, shift, mark }).await.is_err() {
            app.storage_failed.set(true);
        }
    });
}

/// Why the last "I am here" or "I leave" was refused, until it is said once more or given up.
pub fn refusal(app: App, of: (&ActionId, &ShiftId), out: bool) -> Option<ApiError> {
    let owner = app.session.owner();
    let same = |what: &OwnWhat| matches!((what, out), (OwnWhat::In { .. }, false) | (OwnWhat::Out { .. }, true));
    app.outbox.entries.with(|entries| {
        let mut own = entries.iter().rev().filter(|entry| Some(&entry.owner) == owner.as_ref());
        own.find_map(|entry| match (&entry.act, &entry.standing) {
            (Act::MarkMe { action, shift, mark }, Standing::Wedged { why, .. }) if (action, shift) == of && same(&mark.what) => {
                Some(why.clone())
            }
            _ => None,
        })
    })
}

/// Whether a mark of this kind waits to be sent. One that was refused does not: the outbox has the choice.
pub fn waits(app: App, (action, shift): (&ActionId, &ShiftId), kind: fn(&OwnWhat) -> bool) -> bool {
    let owner = app.session.owner();
    app.outbox.entries.with(|entries| {
        let mut own = entries.iter().filter(|entry| Some(&entry.owner) == owner.as_ref() && !entry.is_wedged());
        own.any(|entry| matches!(&entry.act, Act::MarkMe { action: its, shift: its_shift, mark } if (its, its_shift) == (action, shift) && kind(&mark.what)))
    })
}
