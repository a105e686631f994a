//! What the parts of the page share: the record as it changes, its detail, and which shift is meant.

use super::consents::Consents;
use crate::{
    model::{
        Action, ActionId, ActionState, Guardian, Shift, ShiftId,
        clash::Span,
        eligibility::{self, NoJoin},
    },
    outbox::{Act, Mine},
    state::{App, details::Detail},
};
use leptos::{html::Dialog, prelude::*};
use std::sync::Arc;

#[derive(Clone, Copy)]
pub struct Here {
    pub app: App,
    pub action: Memo<Arc<Action>>,
    pub detail: Detail,
    /// The shift that the person chose by hand.
    pub choice: RwSignal<Option<ShiftId>>,
    /// The shift that the dock speaks of.
    pub chosen: Memo<Option<ShiftId>>,
    /// Called off, or everything about it has ended.
    pub over: Memo<bool>,
    /// An act is being written to the device.
    pub busy: RwSignal<bool>,
    /// The last act could not be written.
    pub failed: RwSignal<bool>,
    /// Asks how a parent takes part.
    pub asking: NodeRef<Dialog>,
    /// What a parent has said.
    pub consents: Consents,
    /// The times of what the person has elsewhere.
    spans: Memo<Vec<(Span, ActionId, ShiftId)>>,
}

impl Here {
    /// `record` may lose its value while the page stands; then the last one stays.
    pub fn new(app: App, record: Memo<Option<Arc<Action>>>, first: Arc<Action>, detail: Detail) -> Self {
        let action = Memo::new(move |last: Option<&Arc<Action>>| record.get().or_else(|| last.cloned()).unwrap_or_else(|| first.clone()));
        let choice = RwSignal::new(None);
        Self {
            app,
            action,
            detail,
            choice,
            chosen: Memo::new(move |last| choose(app, &action.get(), choice.get(), last.cloned().flatten())),
            over: Memo::new(move |_| action.with(|action| action.ends()) <= app.now.get()),
            busy: RwSignal::new(false),
            failed: RwSignal::new(false),
            asking: NodeRef::new(),
            consents: Consents::new(app),
            spans: Memo::new(move |_| spans(app)),
        }
    }

    pub fn id(&self) -> ActionId {
        self.action.with_untracked(|action| action.id.clone())
    }

    pub fn shift(&self, id: &ShiftId) -> Option<Shift> {
        self.action.with(|action| action.shift(id).cloned())
    }

    pub fn chosen_shift(&self) -> Option<Shift> {
        self.chosen.get().and_then(|id| self.shift(&id))
    }

    pub fn mine(&self, shift: &ShiftId) -> Mine {
        let id = self.action.with(|action| action.id.clone());
        self.app.outbox.mine(self.app, &id, shift)
    }

    pub fn is_cancelled(&self) -> bool {
        self.action.with(|action| action.state == ActionState::Cancelled)
    }

    /// A shift is still to come, and nothing was called off: places mean something.
    pub fn has_shifts_to_come(&self) -> bool {
        !self.is_cancelled() && self.action.with(|action| action.shifts.iter().any(|shift| shift.starts > self.app.now.get()))
    }

    /// Neither over nor called off.
    pub fn is_open(&self) -> bool {
        !self.over.get() && !self.is_cancelled()
    }

    /// May the person join? Somebody under 14 is asked about a parent when joining, so here it is taken as settled. What the device knows of the
    /// person comes a moment after the first paint; until then nothing is said.
    pub fn may_join(&self, shift: &Shift) -> Result<(), NoJoin> {
        let app = self.app;
        let (action, now) = (self.action.get(), app.now.get());
        if !app.session.known.get() {
            return eligibility::open(&action, shift, now);
        }
        let others = self.spans.get().into_iter();
        let others = others.filter(|(_, other, part)| *other != action.id || *part != shift.id).map(|(span, other, _)| (span, other));
        app.session.person.with(|person| eligibility::may_join(&action, shift, person.as_ref(), Some(Guardian::Present), others, now))
    }

    /// What stands in the way is no place, only a place in the line, which can be given up at any time.
    pub fn only_in_line(&self, other: &ActionId) -> bool {
        let app = self.app;
        let spans = self.spans.get();
        let mut there = spans.iter().filter(|(_, action, _)| action == other).peekable();
        there.peek().is_some() && there.all(|(_, action, shift)| matches!(app.outbox.mine(app, action, shift), Mine::Waitlisted { .. }))
    }
}

/// The shift chosen by hand; else one that the person is in; else the one shown before, so that nothing moves under a finger when places go; else the
/// first that can be had.
fn choose(app: App, action: &Action, choice: Option<ShiftId>, last: Option<ShiftId>) -> Option<ShiftId> {
    let now = app.now.get();
    let there = |id: &ShiftId| action.shift(id).is_some();
    let mine = || action.shifts.iter().find(|shift| app.outbox.mine(app, &action.id, &shift.id) != Mine::No);
    let open = |shift: &&Shift| eligibility::open(action, shift, now).is_ok();
    let first = || {
        let free = action.shifts.iter().find(|shift| open(shift) && !shift.seats.is_full());
        free.or_else(|| action.shifts.iter().find(open)).or(action.shifts.first())
    };
    choice
        .filter(there)
        .or_else(|| mine().map(|shift| shift.id.clone()))
        .or(last.filter(there))
        .or_else(|| first().map(|shift| shift.id.clone()))
}

/// Every shift that the person has or has asked for, wherever its record is known.
fn spans(app: App) -> Vec<(Span, ActionId, ShiftId)> {
    let owner = app.session.owner();
    let signups = app.session.signups.get();
    let mut records: Vec<(ActionId, ShiftId)> =
        signups.iter().filter(|signup| signup.is_live()).map(|signup| (signup.action.clone(), signup.shift.clone())).collect();
    app.outbox.entries.with(|entries| {
        let joins = entries.iter().filter(|entry| Some(&entry.owner) == owner.as_ref() && matches!(entry.act, Act::Join { .. }));
        records.extend(joins.filter_map(|entry| entry.act.place()).map(|(action, shift)| (action.clone(), shift.clone())));
    });
    records.sort();
    records.dedup();
    let still = records.into_iter().filter(|(action, shift)| app.outbox.mine(app, action, shift).is_in());
    still
        .filter_map(|(action, shift)| {
            // What was called off takes nobody's time.
            let record = app.actions.find(&action).filter(|record| record.state != ActionState::Cancelled)?;
            let Shift { starts, ends, .. } = *record.shift(&shift)?;
            Some((Span { starts, ends }, action, shift))
        })
        .collect()
}
