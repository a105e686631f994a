//! Noting something of somebody: into the outbox at once, and what it comes to together with what the backend knows.

use crate::{
    model::{
        Instant, Mark, MarkId, Zone,
        attendance::{Attendance, NotNow, What, fold},
        roll::{Listed, NewMark, Roll},
    },
    outbox::{Act, marks},
    state::App,
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// One person on the roll, with what waits on this device.
#[derive(Clone, PartialEq)]
pub struct Seen {
    pub listed: Listed,
    pub marks: Vec<Mark>,
    pub state: Attendance,
}

impl Seen {
    pub fn name(&self, app: App) -> String {
        let words = &app.t().check_in;
        let nameless = if self.listed.deleted { words.deleted } else { words.nameless };
        self.listed.name.clone().unwrap_or_else(|| nameless.to_owned())
    }

    /// Something of it is known on this device only.
    pub fn unsent(&self) -> bool {
        self.marks.iter().any(|mark| mark.heard_at.is_none())
    }

    pub fn is_here(&self) -> bool {
        self.state.checked_in.is_some()
    }

    /// The last thing that was noted and still counts.
    pub fn last(&self) -> Option<&Mark> {
        let undone: Vec<&MarkId> =
            self.marks.iter().filter_map(|mark| if let What::Undone { mark } = &mark.what { Some(mark) } else { None }).collect();
        let presence = |mark: &&Mark| matches!(mark.what, What::In { .. } | What::Out { .. } | What::Absent) && !undone.contains(&&mark.id);
        self.marks.iter().filter(presence).max_by_key(|mark| mark.moment())
    }
}

/// Everybody on the roll, and whoever was noted on this device without being on it.
pub fn everybody(app: App, roll: &Roll, now: Instant, zone: &Zone) -> Vec<Seen> {
    let Some(owner) = app.session.owner() else { return Vec::new() };
    app.outbox.entries.with(|entries| {
        let mut listed = roll.people.clone();
        for entry in entries.iter().filter(|entry| entry.owner == owner) {
            if let Act::Mark { action, shift, name, mark } = &entry.act
                && (action, shift) == (&roll.action, &roll.shift)
                && !listed.iter().any(|one| one.person == mark.person)
            {
                listed.push(Listed {
                    person: mark.person.clone(),
                    name: name.clone(),
                    expected: false,
                    deleted: false,
                    short_code: String::new(),
                    marks: Vec::new(),
                    cover: None,
                });
            }
        }
        let see = |listed: Listed| {
            let marks = marks(&listed, entries, &owner, &roll.action, &roll.shift);
            let state = fold(&marks, roll.span(), roll.rule, now, zone);
            Seen { listed, marks, state }
        };
        // Other backends know no alphabet, and who was noted here belongs where they are looked for.
        listed.sort_by_cached_key(Listed::order);
        listed.into_iter().map(see).collect()
    })
}

/// Since or until when people can be noted as come or gone.
pub fn closed_text(app: App, why: NotNow) -> String {
    let (t, now) = (app.t(), app.now.get());
    let time = |at| t.dates.moment(at, now, &app.zone());
    match why {
        NotNow::TooEarly(from) => (t.check_in.marks_from)(&time(from)),
        NotNow::TooLate(until) => (t.check_in.marks_until)(&time(until)),
    }
}

/// Puts a mark into the outbox: it is on disk before it is sent.
pub fn note(app: App, roll: &Arc<Roll>, of: &Listed, what: What) {
    let Ok(id) = MarkId::new(&clock::unique()) else { return };
    let mark = NewMark { id, person: of.person.clone(), what, at: clock::now() };
    let act = Act::Mark { action: roll.action.clone(), shift: roll.shift.clone(), name: of.name.clone(), mark };
    spawn_local(async move {
        if app.outbox.add(app, act).await.is_err() {
            app.storage_failed.set(true);
        }
    });
}

/// Takes a mark back: one that was never sent is simply removed; of another the log says so.
pub fn take_back(app: App, roll: &Arc<Roll>, of: &Listed, mark: &MarkId) {
    let unsent = app.outbox.entries.with_untracked(|entries| {
        let this = entries.iter().find(|entry| matches!(&entry.act, Act::Mark { mark: noted, .. } if noted.id == *mark));
        this.filter(|entry| entry.tries == 0).map(|entry| entry.key.clone())
    });
    match unsent {
        Some(key) => spawn_local(async move {
            if app.outbox.discard(app, &key).await.is_err() {
                app.storage_failed.set(true);
            }
        }),
        None => note(app, roll, of, What::Undone { mark: mark.clone() }),
    }
}
