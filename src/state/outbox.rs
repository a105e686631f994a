//! What waits to be sent, as screens see it, and the acts that put things in and take them out.

use super::App;
use crate::{
    api::{ApiError, ProblemKind, capabilities::Joins},
    model::{ActionId, Instant, PersonId, ShiftId, SignupState},
    outbox::{
        Act, Entry, Mine, Standing, entry, mine,
        policy::{self, Enqueue},
    },
    store::{StoreError, sealed},
    sync::sender::{self, Sent},
    web::{clock, events, locks},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::{Arc, Mutex};

#[derive(Clone, Copy)]
pub struct Outbox {
    pub entries: RwSignal<Arc<Vec<Entry>>>,
    /// Rows that this version of the app cannot read. They are kept.
    pub unreadable: RwSignal<usize>,
    /// Changes of the association's list that wait or want a decision. Sealed: here they are only counted.
    pub sealed: RwSignal<usize>,
    /// Something is being sent.
    pub sending: RwSignal<bool>,
    /// What the backend has decided since the app was opened, the latest first.
    pub decided: RwSignal<Arc<Vec<Decided>>>,
    wake: StoredValue<u64>,
}

/// An act, how it was decided, and when the answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub owner: PersonId,
    pub act: Act,
    pub standing: SignupState,
    pub at: Instant,
}

impl Outbox {
    pub fn new() -> Self {
        Self {
            entries: RwSignal::new(Arc::default()),
            unreadable: RwSignal::new(0),
            sealed: RwSignal::new(0),
            sending: RwSignal::new(false),
            decided: RwSignal::new(Arc::default()),
            wake: StoredValue::new(0),
        }
    }

    /// How the signed-in person stands with a shift: the cache overlaid with what waits.
    pub fn mine(&self, app: App, action: &ActionId, shift: &ShiftId) -> Mine {
        let owner = app.session.owner();
        self.entries.with(|entries| app.session.signups.with(|signups| mine(signups, entries, owner.as_ref(), action, shift)))
    }

    /// How many acts of the signed-in person wait, and whether one of them needs a decision.
    pub fn waiting(&self, app: App) -> (usize, bool) {
        let owner = app.session.owner();
        self.entries.with(|entries| {
            let own = || entries.iter().filter(|entry| owner.as_ref() == Some(&entry.owner));
            (own().count() + self.sealed.get(), own().any(Entry::is_wedged))
        })
    }

    /// Reads the rows anew: at start, and when another tab says so.
    pub async fn reload(&self, app: App) {
        if let Ok((entries, unreadable)) = sender::entries(&app.store()).await {
            self.unreadable.set(unreadable);
            self.entries.set(Arc::new(entries));
        }
    }

    pub async fn count_sealed(&self, app: App) {
        let count = match app.session.owner_untracked() {
            Some(owner) => sealed::waiting(&app.store(), &owner).await,
            None => Ok(0),
        };
        if let Ok(count) = count
            && self.sealed.get_untracked() != count
        {
            self.sealed.set(count);
        }
    }

    /// Puts an act in, and sends it if it can be sent. The act is on disk before this returns.
    pub async fn add(&self, app: App, act: Act) -> Result<Enqueue, StoreError> {
        let Some(owner) = app.session.owner_untracked() else { return Ok(Enqueue::Already) };
        let (entries, _) = sender::entries(&app.store()).await?;
        let what = policy::enqueue(&entries, &owner, &act);
        let now = clock::now();
        let new = |owner, act| Entry::new(entry::key(now, &clock::unique()), owner, act, now);
        match &what {
            Enqueue::Already => {}
            Enqueue::TakesBack(key) => sender::remove(&app.store(), key).await?,
            Enqueue::Add => sender::put(&app.store(), &new(owner, act)).await?,
            Enqueue::Replaces(keys) => sender::replace(&app.store(), keys, &new(owner, act)).await?,
        }
        self.changed(app).await;
        self.send(app);
        Ok(what)
    }

    /// The person gives up an act that waits or was refused.
    pub async fn discard(&self, app: App, key: &str) -> Result<(), StoreError> {
        sender::remove(&app.store(), key).await?;
        self.changed(app).await;
        self.send(app);
        Ok(())
    }

    /// The person wants a refused act tried again as it is. The moment they pressed the button stays.
    pub async fn retry(&self, app: App, key: &str) -> Result<(), StoreError> {
        let Some(old) = self.find(key) else { return Ok(()) };
        let mut new = old.clone();
        new.standing = Standing::Waiting { not_before: clock::now() };
        // A refusal stays a refusal for its key, so to ask anew takes a new one. An answer that could not be read may have been a yes: the same key
        // makes the backend repeat it instead of deciding twice.
        if matches!(old.standing, Standing::Wedged { why: ApiError::Problem { .. }, .. }) {
            new = Entry::new(entry::key(old.made_at, &clock::unique()), old.owner, old.act, old.made_at);
        }
        self.replace(app, key, &new).await
    }

    /// A refused join becomes one that takes the waitlist: a new act with a new key, in place of the old one.
    pub async fn accept_waitlist(&self, app: App, key: &str) -> Result<(), StoreError> {
        let Some(Entry { owner, act: Act::Join { action, shift, guardian, .. }, .. }) = self.find(key) else { return Ok(()) };
        let now = clock::now();
        let act = Act::Join { action, shift, or_wait: true, guardian };
        self.replace(app, key, &Entry::new(entry::key(now, &clock::unique()), owner, act, now)).await
    }

    fn find(&self, key: &str) -> Option<Entry> {
        self.entries.with_untracked(|entries| entries.iter().find(|entry| entry.key == key).cloned())
    }

    async fn replace(&self, app: App, key: &str, new: &Entry) -> Result<(), StoreError> {
        sender::replace(&app.store(), &[key.to_owned()], new).await?;
        self.changed(app).await;
        self.send(app);
        Ok(())
    }

    /// Takes every act of one person off the device, sent or not. Under the sender's lock: it would put back an entry whose sending fails just then.
    pub async fn remove_all_of(&self, app: App, owner: PersonId) -> Result<(), StoreError> {
        let outcome = Arc::new(Mutex::new(Err(StoreError::Failed("the lock was refused".to_owned()))));
        let heard = outcome.clone();
        locks::with_lock(sender::LOCK, async move {
            let removed = match sealed::remove_all_of(&app.store(), &owner).await {
                Ok(()) => sender::remove_all_of(&app.store(), &owner).await,
                failed => failed,
            };
            if let Ok(mut heard) = heard.lock() {
                *heard = removed;
            }
        })
        .await;
        self.decided.set(Arc::default());
        self.changed(app).await;
        outcome.lock().map_or(Ok(()), |outcome| outcome.clone())
    }

    /// What waits is due at once: the connection is back, or the person pressed "send now".
    pub async fn hurry(&self, app: App) -> Result<(), StoreError> {
        self.edit(app, |entry| {
            policy::hurry(std::slice::from_mut(entry), clock::now());
        })
        .await
    }

    /// Entries that waited for their owner go on, after so many milliseconds.
    pub async fn signed_in(&self, app: App, after: i64) {
        let owner = app.session.owner_untracked();
        let done = self
            .edit(app, |entry| {
                if entry.standing == Standing::SignInNeeded && Some(&entry.owner) == owner.as_ref() {
                    entry.standing = Standing::Waiting { not_before: clock::now().plus(after) };
                }
            })
            .await;
        if done.is_err() {
            app.storage_failed.set(true);
        }
    }

    async fn edit(&self, app: App, mut change: impl FnMut(&mut Entry)) -> Result<(), StoreError> {
        let (entries, _) = sender::entries(&app.store()).await?;
        for mut entry in entries {
            let before = entry.clone();
            change(&mut entry);
            if entry != before {
                sender::put(&app.store(), &entry).await?;
            }
        }
        self.changed(app).await;
        self.send(app);
        Ok(())
    }

    async fn changed(&self, app: App) {
        self.reload(app).await;
        app.tabs().tell("outbox");
    }

    /// Sends what is due, under the lock; comes back by itself when something falls due later. Without a network nothing is begun: an act that was
    /// never on its way can still be taken back without a trace. The "online" event calls again.
    pub fn send(&self, app: App) {
        // What is handed over is not sent.
        let handed_over = app.client().capabilities().joins == Joins::HandOver;
        if !events::is_online() || handed_over {
            return;
        }
        let this = *self;
        spawn_local(locks::with_lock(sender::LOCK, async move {
            let Some(owner) = app.session.owner_untracked() else { return };
            if this.entries.with_untracked(|entries| entries.is_empty()) {
                return;
            }
            this.sending.set(true);
            let still = || app.session.owner_untracked().as_ref() == Some(&owner);
            let outcome = sender::run(&app.store(), &app.client(), &owner, still, |sent| this.hear(app, sent)).await;
            this.sending.set(false);
            this.changed(app).await;
            match outcome {
                Ok(Some(when)) => this.wake_at(app, when),
                Ok(None) => {}
                Err(_) => app.storage_failed.set(true),
            }
        }));
    }

    fn hear(&self, app: App, sent: Sent) {
        match sent {
            Sent::Decided(entry, answer) => {
                app.session.learn(answer.signup.clone());
                self.entries
                    .update(|entries| *entries = Arc::new(entries.iter().filter(|other| other.key != entry.key).cloned().collect()));
                app.announce(&entry, &answer.signup);
                let new = Decided { owner: entry.owner, act: entry.act, standing: answer.signup.standing, at: clock::now() };
                self.decided.update(|decided| *decided = Arc::new([new].into_iter().chain(decided.iter().cloned()).collect()));
                let action = answer.action;
                spawn_local(async move { app.actions.learn(app, action).await });
            }
            Sent::Noted(entry) => {
                self.entries.update(|entries| *entries = Arc::new(entries.iter().filter(|other| other.key != entry.key).cloned().collect()))
            }
            Sent::Failed(entry, error) => {
                self.entries.update(|entries| {
                    *entries =
                        Arc::new(entries.iter().map(|other| if other.key == entry.key { entry.clone() } else { other.clone() }).collect());
                });
                if error.kind() == Some(ProblemKind::SignIn) {
                    app.session.doubt(app);
                }
            }
        }
    }

    fn wake_at(&self, app: App, when: Instant) {
        let this = *self;
        let turn = self
            .wake
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or_default();
        spawn_local(async move {
            clock::sleep((when.0 - clock::now().0).max(0) as u64 + 50).await;
            // A later failure has set a later alarm.
            if this.wake.get_value() == turn {
                this.send(app);
            }
        });
    }
}

impl Default for Outbox {
    fn default() -> Self {
        Self::new()
    }
}
