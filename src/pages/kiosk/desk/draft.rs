//! What is being written to those in a shift, as the page holds it: sealed on the device as it is typed, and gone on with after a reload.

use crate::{
    model::{
        kiosk::today::TodayShift,
        message::MessageId,
        shift_message::{NewShiftMessage, ShiftDraft},
    },
    pages::roster::writing::{USUAL, WAYS, Writing},
    state::{App, shift_draft::ShiftDrafts},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Between two times that what is typed is sealed, in milliseconds.
const MOMENT: u64 = 150;

#[derive(Clone, Copy)]
pub struct Draft {
    pub writing: Writing,
    /// What the device keeps has been looked at.
    pub begun: RwSignal<bool>,
    /// The text is of an earlier visit.
    pub old: RwSignal<bool>,
    /// This device keeps nothing.
    pub unkept: RwSignal<bool>,
    shift: StoredValue<Arc<TodayShift>>,
    drafts: StoredValue<Option<ShiftDrafts>, LocalStorage>,
    tried: StoredValue<Option<NewShiftMessage>>,
    /// The device holds something of it, found there or written by this page: only that may be taken off again. What could not be opened stays where it is.
    held: StoredValue<bool>,
    /// Something is not sealed yet; and somebody is at it.
    changed: StoredValue<bool>,
    keeping: StoredValue<bool>,
    /// It has been sent or thrown away: nothing of it is kept any more.
    over: StoredValue<bool>,
}

impl Draft {
    pub fn new(app: App, shift: Arc<TodayShift>, writing: Writing) -> Self {
        let this = Self {
            writing,
            begun: RwSignal::new(false),
            old: RwSignal::new(false),
            unkept: RwSignal::new(false),
            shift: StoredValue::new(shift),
            drafts: StoredValue::new_local(None),
            tried: StoredValue::new(None),
            held: StoredValue::new(false),
            changed: StoredValue::new(false),
            keeping: StoredValue::new(false),
            over: StoredValue::new(false),
        };
        spawn_local(this.begin(app));
        Effect::new(move |_| {
            // Whatever of it changes.
            drop(this.now());
            if this.begun.get() {
                this.keep();
            }
        });
        // Typed in the last moment before somebody went elsewhere.
        on_cleanup(move || {
            if this.changed.try_get_value() == Some(true)
                && this.over.try_get_value() == Some(false)
                && let (Some(drafts), Some(held)) = (this.drafts.try_get_value().flatten(), this.held.try_get_value())
            {
                let draft = untrack(|| this.now());
                // Nobody is there any more who could be told that it was not.
                spawn_local(async move {
                    let _ = put(&drafts, &draft, held).await;
                });
            }
        });
        this
    }

    async fn begin(self, app: App) {
        let drafts = ShiftDrafts::open(app).await;
        let all = match &drafts {
            Some(drafts) => drafts.all().await.ok(),
            None => None,
        };
        if self.begun.try_get_untracked() != Some(false) {
            return;
        }
        self.unkept.set(all.is_none());
        let kept = all.into_iter().flatten().find(|draft| self.is_of(draft));
        self.drafts.set_value(drafts);
        self.held.set_value(kept.is_some());
        if let Some(kept) = kept {
            for field in self.writing.fields {
                // Whoever was quicker than the device has begun anew.
                if let Some(written) = kept.texts.get(&field.lang).filter(|_| untrack(|| field.written().is_blank())) {
                    field.subject.set(written.subject.clone());
                    field.body.set(written.body.clone());
                }
            }
            self.writing.way.set(WAYS.iter().position(|way| *way == kept.channels.as_slice()).unwrap_or(USUAL));
            self.old.set(!kept.is_empty());
            self.tried.set_value(kept.tried);
            self.writing.settle_way();
        }
        self.begun.set(true);
    }

    fn is_of(self, draft: &ShiftDraft) -> bool {
        self.shift.try_with_value(|shift| (&shift.action, &shift.shift) == (&draft.action, &draft.shift)) == Some(true)
    }

    /// As it stands.
    pub fn now(self) -> ShiftDraft {
        let (action, shift, ends) = self.shift.with_value(|shift| (shift.action.clone(), shift.shift.clone(), shift.ends));
        let (texts, channels) = (self.writing.texts(), self.writing.channels().to_vec());
        ShiftDraft { action, shift, ends, texts, channels, tried: self.tried.get_value() }
    }

    /// The message to send, kept before it goes out: one that is tried again after an answer that was lost is the same, also after a reload.
    pub async fn to_send(self, id: MessageId) -> NewShiftMessage {
        let new = untrack(|| self.now()).to_send(id, clock::now());
        self.tried.set_value(Some(new.clone()));
        if let Some(drafts) = self.drafts.get_value() {
            self.put(&drafts).await;
        }
        new
    }

    /// Before somebody goes back: the day says at once that a text was begun.
    pub async fn keep_now(self) {
        if let Some(drafts) = self.drafts.try_get_value().flatten().filter(|_| self.begun.get_untracked()) {
            self.changed.set_value(false);
            self.put(&drafts).await;
        }
    }

    /// Seals what stands there now, and again as long as it changes meanwhile: one after the other, so that the latest is the last.
    fn keep(self) {
        self.changed.set_value(true);
        if self.keeping.try_update_value(|keeping| std::mem::replace(keeping, true)) != Some(false) {
            return;
        }
        spawn_local(async move {
            while self.over.try_get_value() == Some(false) && self.changed.try_update_value(std::mem::take) == Some(true) {
                let Some(drafts) = self.drafts.try_get_value().flatten() else { break };
                self.put(&drafts).await;
                clock::sleep(MOMENT).await;
            }
            self.keeping.try_set_value(false);
        });
    }

    async fn put(self, drafts: &ShiftDrafts) {
        let draft = untrack(|| self.now());
        let held = self.held.get_value();
        if draft.is_empty() && !held {
            return;
        }
        self.held.set_value(true);
        let kept = put(drafts, &draft, held).await;
        self.unkept.try_set(!kept);
    }

    /// It has been sent, or is not wanted any more.
    pub async fn forget(self) {
        self.over.try_set_value(true);
        let of = self.shift.try_with_value(|shift| (shift.action.clone(), shift.shift.clone()));
        if let (Some(drafts), Some((action, shift))) = (self.drafts.try_get_value().flatten(), of) {
            drafts.forget(&action, &shift).await;
        }
    }
}

/// A text that was taken out again leaves nothing. `held`: there was one.
async fn put(drafts: &ShiftDrafts, draft: &ShiftDraft, held: bool) -> bool {
    if draft.is_empty() {
        if !held {
            return true;
        }
        drafts.forget(&draft.action, &draft.shift).await;
        return true;
    }
    drafts.keep(draft).await
}
