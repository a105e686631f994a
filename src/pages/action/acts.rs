//! Joining and leaving. Every act goes through the outbox; what the page shows follows from there.

use super::{here::Here, offer::Offer, ticket};
use crate::{
    model::{AgeClass, Guardian, ShiftId},
    outbox::{Act, policy::Enqueue},
    routes,
    state::App,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::NavigateOptions;
use std::sync::Arc;

/// The button was pressed.
pub fn press(here: Here, offer: Offer, navigate: &(impl Fn(&str, NavigateOptions) + Clone)) {
    let app = here.app;
    let Some(shift) = here.chosen.get_untracked() else { return };
    // One press is one act.
    if offer.is_blocked() || here.busy.get_untracked() {
        return;
    }
    match offer {
        Offer::Join { or_wait, .. } => {
            let class = app.session.person.with_untracked(|person| person.as_ref().and_then(|person| person.age_class));
            match here.asking.get_untracked() {
                Some(dialog) if class == Some(AgeClass::Under14) => {
                    // Throws only if it is open already.
                    let _ = dialog.show_modal();
                }
                _ => join(here, shift, or_wait, None),
            }
        }
        Offer::Take => {
            let guardian = guardian(here, &shift);
            join(here, shift, false, guardian);
        }
        Offer::SignIn => navigate(&routes::sign_in_then(&routes::action(&here.id())), NavigateOptions::default()),
        Offer::Age => navigate(&routes::tell_age_then(&routes::action(&here.id())), NavigateOptions::default()),
        Offer::Outbox => navigate(routes::OUTBOX, NavigateOptions::default()),
        Offer::Leave | Offer::TakeBack => leave(here, shift),
        Offer::Keep => again(here, shift),
        Offer::NoJoin(_) | Offer::NoLeave(_) => {}
    }
}

pub fn join(here: Here, shift: ShiftId, or_wait: bool, guardian: Option<Guardian>) {
    add(here, Act::Join { action: here.id(), shift, or_wait, guardian }, |_| {});
}

/// Takes back a leaving that has not been decided.
fn again(here: Here, shift: ShiftId) {
    add(here, rejoin(here, shift), |_| {});
}

/// Gives the place up, or takes back a joining that has not been decided. Asks nothing: it can be undone. Once the backend has decided, the toast of
/// its decision has the undo.
pub fn leave(here: Here, shift: ShiftId) {
    let app = here.app;
    let before = untrack(|| ticket::entry(here, &shift)).map(|entry| entry.act).filter(|act| matches!(act, Act::Join { .. }));
    let undo = before.unwrap_or_else(|| rejoin(here, shift.clone()));
    let leave = Act::Leave { action: here.id(), shift };
    let about = leave.place_key();
    add(here, leave, move |what| {
        let t = app.t_untracked();
        let text = match what {
            Enqueue::TakesBack(_) => t.action.taken_back,
            Enqueue::Add if untrack(|| app.connection.is_offline()) => t.acts.leaving,
            _ => return,
        };
        app.toasts.tell_about(about, text, Some(Arc::new(move || put_back(app, undo.clone()))));
    });
}

/// An undo from a toast, which outlives the page.
fn put_back(app: App, act: Act) {
    spawn_local(async move {
        if app.outbox.add(app, act).await.is_err() {
            app.storage_failed.set(true);
        }
    });
}

/// Looks for a stand-in, or comes after all.
pub fn cover(here: Here, shift: ShiftId, wanted: bool) {
    if !here.busy.get_untracked() {
        add(here, Act::Cover { action: here.id(), shift, wanted }, |_| {});
    }
}

/// Joining as before: with the parent as it was told, in the line if the place has gone meanwhile.
fn rejoin(here: Here, shift: ShiftId) -> Act {
    let guardian = guardian(here, &shift);
    let or_wait = here.action.with_untracked(|action| action.waitlist);
    Act::Join { action: here.id(), shift, or_wait, guardian }
}

/// The parent's part, as it was told when the person asked for this shift.
fn guardian(here: Here, shift: &ShiftId) -> Option<Guardian> {
    let action = here.id();
    here.app.session.signups.with_untracked(|all| {
        let signup = all.iter().find(|signup| signup.action == action && signup.shift == *shift);
        signup.and_then(|signup| signup.guardian)
    })
}

fn add(here: Here, act: Act, then: impl FnOnce(&Enqueue) + 'static) {
    let app = here.app;
    here.busy.set(true);
    here.failed.set(false);
    spawn_local(async move {
        let outcome = app.outbox.add(app, act).await;
        if let Ok(what) = &outcome {
            then(what);
        }
        // The page may be gone.
        here.failed.try_set(outcome.is_err());
        here.busy.try_set(false);
    });
}
