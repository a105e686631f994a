//! Results of one's own acts, told for some seconds. Never the only place of a message.

use crate::web::clock;
use leptos::prelude::*;
use std::sync::Arc;

pub type Undo = Arc<dyn Fn() + Send + Sync>;

#[derive(Clone)]
pub struct Toast {
    pub number: u64,
    /// What it is about, where a later one about the same takes its place: "joined" beside "left" would leave open which holds.
    pub about: Option<String>,
    pub text: String,
    pub undo: Option<Undo>,
}

/// How long a toast stays, in milliseconds, unless it has the focus.
const STAYS: u64 = 8_000;

#[derive(Clone, Copy)]
pub struct Toasts {
    pub all: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
    /// While a toast has the focus none of them goes.
    pub held: RwSignal<bool>,
}

impl Toasts {
    pub fn new() -> Self {
        Self { all: RwSignal::default(), next: StoredValue::new(0), held: RwSignal::new(false) }
    }

    pub fn tell(&self, text: impl Into<String>) {
        self.add(None, text.into(), None);
    }

    /// In place of what was told about the same before.
    pub fn tell_about(&self, about: String, text: impl Into<String>, undo: Option<Undo>) {
        self.add(Some(about), text.into(), undo);
    }

    fn add(&self, about: Option<String>, text: String, undo: Option<Undo>) {
        let number = self
            .next
            .try_update_value(|next| {
                *next += 1;
                *next
            })
            .unwrap_or_default();
        self.all.update(|all| {
            all.retain(|toast| toast.about.is_none() || toast.about != about);
            all.push(Toast { number, about, text, undo });
        });
        let this = *self;
        leptos::task::spawn_local(async move {
            clock::sleep(STAYS).await;
            while this.held.get_untracked() {
                clock::sleep(1_000).await;
            }
            this.drop(number);
        });
    }

    pub fn drop(&self, number: u64) {
        self.all.update(|all| all.retain(|toast| toast.number != number));
    }
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}
