//! Who is signed in, and their signups.
//!
//! The session itself is an HttpOnly cookie that no script can read. What is kept here is who it was, so that the app knows its person without a network;
//! it is gone at sign-out, in every tab.

use super::App;
use crate::{
    api::{ApiError, Call, Fetched, ProblemKind, request::PATIENCE, session, signups},
    model::{
        Changed, Contact, Instant, Person, PersonId, Signup,
        instant::HOUR,
        session::{CodeSent, PersonPatch, Returned, Session as Opened},
        signup::brought_together,
    },
    store::{Room, Write, records, sealed},
    sync::sender,
    web::{clock, local, locks},
};
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc, sync::Arc};

/// Set from a sign-out until the backend has heard of it. In `localStorage`, because it must outlive the room of the person's own things.
const SIGNING_OUT: &str = "meyirim.signing-out";

/// Another value after each sign-out, in every tab at once: `localStorage` is read in the same moment, while word from tab to tab takes its time.
const SIGNED_OUT: &str = "meyirim.signed-out";

/// The same of sign-ins: who was asked for before one is no longer who is signed in.
const SIGNED_IN: &str = "meyirim.signed-in";

/// The id of whoever is signed in, beside the room of their own things: where that could not be written (a data base that did not open), it still says that they are another's.
const WHO: &str = "meyirim.who";

/// After how long what was refused is sent once more to a backend that says that its sender is signed in, in milliseconds.
const AGAIN: i64 = 30_000;

#[derive(Clone, Copy)]
pub struct Session {
    pub person: RwSignal<Option<Person>>,
    pub signups: RwSignal<Arc<Vec<Signup>>>,
    /// What the device knows has been read: before, "nobody is signed in" would be a guess.
    pub known: RwSignal<bool>,
    /// The backend says that the session has ended; the person is still shown, and asked to sign in again.
    pub ended: RwSignal<bool>,
    /// Who is signed in is being written down; and how often that was done. What was read from the device meanwhile may be of before.
    writing: StoredValue<(u32, u64)>,
    /// Its person is back: what waited for them goes on after so many milliseconds, once the engine sees to it.
    pub(super) back: StoredValue<Option<i64>>,
    /// When the backend last said who is signed in.
    heard_at: StoredValue<Option<Instant>>,
}

impl Session {
    pub fn new() -> Self {
        Self {
            person: RwSignal::new(None),
            signups: RwSignal::new(Arc::default()),
            known: RwSignal::new(false),
            ended: RwSignal::new(false),
            writing: StoredValue::default(),
            back: StoredValue::new(None),
            heard_at: StoredValue::new(None),
        }
    }

    /// Whether to ask the backend who is signed in, at a return to the page: something was refused as if nobody were, the device could not keep who it is, or a role may have been given or taken.
    pub(super) fn is_doubtful(&self, now: Instant) -> bool {
        let old = || self.heard_at.get_value().is_none_or(|at| at.plus(HOUR) < now);
        self.ended.get_untracked() || if self.owner_untracked().is_some() { old() } else { Self::is_somebody() }
    }

    /// Whose page it is, once that is known: `Some(None)`, nobody's. A page that shows it is made anew for another person.
    pub fn whose(&self) -> Option<Option<PersonId>> {
        self.known.get().then(|| self.owner())
    }

    /// Somebody has signed in here whom the device could not keep.
    pub fn is_somebody() -> bool {
        local::get(WHO).is_some()
    }

    pub fn owner(&self) -> Option<PersonId> {
        self.person.with(|person| person.as_ref().map(|person| person.id.clone()))
    }

    pub fn owner_untracked(&self) -> Option<PersonId> {
        self.person.with_untracked(|person| person.as_ref().map(|person| person.id.clone()))
    }

    /// The same person again is no news: what is made for them, a form that is being filled in for one, stays.
    fn know(&self, person: Option<Person>) {
        if self.person.with_untracked(|known| *known == person) {
            return;
        }
        // Another's session is no news of this one.
        if self.owner_untracked().as_ref() != person.as_ref().map(|person| &person.id) {
            self.ended.set(false);
        }
        self.person.set(person);
    }

    /// Who is signed in is being written down from here on, until [`Self::written`].
    fn write(&self) {
        self.writing.update_value(|(now, often)| (*now, *often) = (*now + 1, *often + 1));
    }

    fn written(&self) {
        self.writing.update_value(|(now, _)| *now -= 1);
    }

    /// Reads what the device knows: at start, and when another tab has written something.
    pub async fn load_cached(&self, app: App) {
        // Somebody signed in or out here while it was being read: what was read is of before.
        while !self.read_once(app).await {
            clock::breathe().await;
        }
    }

    async fn read_once(&self, app: App) -> bool {
        let (store, before) = (app.store(), self.writing.get_value());
        // A sign-out that was cut short before it had cleared the store.
        if local::get(SIGNING_OUT).is_some() {
            self.clear(app).await;
        }
        let person = store.get(Room::Own, records::PERSON).await.ok().flatten().and_then(|bytes| records::decode::<Person>(&bytes));
        let signups = sender::signups(&store).await.unwrap_or_default();
        let now = self.writing.get_value();
        if now != before || now.0 > 0 {
            return false;
        }
        let person = person.filter(|person| local::get(WHO).is_none_or(|who| who == person.id.as_str()));
        self.signups.set(if person.is_some() { Arc::new(signups) } else { Arc::default() });
        self.know(person);
        self.known.set(true);
        true
    }

    /// Waits until the device has been read. Who signs in before would be taken for the one who was here last, with what that one has left to be sent.
    async fn when_known(&self) -> Result<(), ApiError> {
        let until = clock::now().plus(i64::from(PATIENCE));
        while !self.known.get_untracked() {
            if clock::now() >= until {
                return Err(ApiError::TimedOut);
            }
            clock::sleep(20).await;
        }
        Ok(())
    }

    /// Asks the backend who is signed in, and for their signups.
    pub async fn refresh(&self, app: App) {
        let asked_as = || (self.owner_untracked(), local::get(SIGNED_OUT), local::get(SIGNED_IN));
        let before = asked_as();
        let answer = app.client().read(&session::who_am_i()).await;
        // Somebody signed out or in meanwhile, perhaps in another tab: the answer is about a session that is over, and must not bring its person back.
        if asked_as() != before {
            return;
        }
        match answer {
            Ok(opened) => {
                self.heard_at.set_value(Some(clock::now()));
                self.adopt(app, opened).await;
                // Signed out in another tab while it was being written down here: what that tab has cleared is there again.
                if local::get(SIGNED_OUT) != before.1 {
                    self.forget(app).await;
                } else if local::get(SIGNED_IN) != before.2 {
                    // Or in: what that tab has written is of before again.
                    self.doubt(app);
                }
            }
            Err(error) if error.kind() == Some(ProblemKind::SignIn) => {
                self.known.set(true);
                let shown = self.person.with_untracked(Option::is_some);
                self.ended.set(shown);
                // Nobody to ask for again. What lies on the device may be of whoever was there before them, and would be shown once nobody is known.
                if !shown && Self::is_somebody() {
                    self.clear(app).await;
                    local::set(WHO, None);
                }
            }
            Err(_) => {}
        }
    }

    /// The backend has refused something as if nobody were signed in. Who is, it says: nobody, or by now somebody else, who signed in from another tab.
    pub fn doubt(self, app: App) {
        self.ended.set(true);
        // Asked by the engine, with what else is renewed: called from here, asking would be part of every first load.
        app.refresh();
    }

    pub async fn send_code(&self, app: App, contact: &Contact) -> Result<CodeSent, ApiError> {
        let lang = app.settings.lang.get_untracked();
        app.client().send(&session::send_code(contact, lang, &clock::unique())).await
    }

    /// `key`: the same for the same contact and code, so that a sign-in whose answer got lost can be repeated although its code is used up.
    pub async fn sign_in(&self, app: App, contact: &Contact, code: &str, key: &str) -> Result<(), ApiError> {
        self.open(app, session::sign_in(contact, code, key)).await
    }

    /// On a backend that knows passwords.
    pub async fn log_in(&self, app: App, login: &str, password: &str) -> Result<(), ApiError> {
        self.open(app, session::log_in(login, password, &clock::unique())).await
    }

    /// Back from the server where people sign in.
    pub async fn come_back(&self, app: App, returned: &Returned) -> Result<(), ApiError> {
        self.open(app, session::come_back(returned, &clock::unique())).await
    }

    /// On a backend where nobody signs in: who I am, for this device.
    pub async fn introduce(&self, app: App, contact: &Contact) -> Result<(), ApiError> {
        self.open(app, session::introduce(contact, app.settings.lang.get_untracked(), &clock::unique())).await
    }

    async fn open(&self, app: App, call: Call<Opened>) -> Result<(), ApiError> {
        self.when_known().await?;
        // A sign-out that the backend has yet to hear of would otherwise end the new session instead of the old one.
        self.finish_sign_out(app).await?;
        let opened = app.client().send(&call).await?;
        local::set(SIGNED_IN, Some(&clock::unique()));
        self.adopt(app, opened).await;
        app.tabs().tell("session");
        self.back.set_value(Some(0));
        app.refresh();
        Ok(())
    }

    async fn adopt(&self, app: App, opened: Opened) {
        let same = self.owner_untracked().as_ref() == Some(&opened.person.id);
        let had_ended = self.ended.get_untracked();
        local::set(WHO, Some(opened.person.id.as_str()));
        // Before anything is waited for: a request in between would find somebody else's credentials, and drop them.
        self.know(Some(opened.person.clone()));
        self.write();
        // Also where nobody was shown: what lies on the device may be of somebody all the same.
        if !same {
            self.signups.set(Arc::default());
            self.clear(app).await;
        }
        self.keep_person(app, opened.person).await;
        self.written();
        self.known.set(true);
        self.ended.set(false);
        if had_ended || !same {
            // Where the backend goes on refusing what it lets the same person ask, it is not asked without end.
            self.back.set_value(Some(if same { AGAIN } else { 0 }));
        }
        let owner = self.owner_untracked();
        let before = self.signups.get_untracked();
        let answer = app.client().read(&signups::list()).await;
        if let Ok(Fetched::New(page)) = answer
            && self.owner_untracked() == owner
        {
            let known = self.signups.get_untracked();
            self.keep_signups(app, brought_together(page.items, &before, &known)).await;
        }
        if !same {
            app.listen_anew();
        }
    }

    async fn keep_person(&self, app: App, person: Person) {
        let write = Write::Put(Room::Own, records::PERSON.to_owned(), records::encode(&person));
        self.know(Some(person));
        if app.store().write(&[write]).await.is_err() {
            app.storage_failed.set(true);
        }
    }

    async fn keep_signups(&self, app: App, all: Vec<Signup>) {
        let write = Write::Put(Room::Own, records::SIGNUPS.to_owned(), records::encode(&all));
        self.signups.set(Arc::new(all));
        if app.store().write(&[write]).await.is_err() {
            app.storage_failed.set(true);
        }
    }

    pub async fn change_me(&self, app: App, patch: &PersonPatch) -> Result<(), ApiError> {
        let person = app.client().send(&session::change_me(patch, &clock::unique())).await?;
        // Signed out meanwhile, perhaps in another tab: they are not brought back.
        if self.owner_untracked().as_ref() != Some(&person.id) {
            return Ok(());
        }
        self.write();
        self.keep_person(app, person).await;
        self.written();
        app.tabs().tell("session");
        Ok(())
    }

    /// Ends the session. What is personal goes from the device at once, with or without a connection. The cookie, which no script can touch, stays
    /// until the backend can be told: `Err` says why it could not be, and it is told at the next chance. With the address where the person signs out of another server as well.
    pub async fn sign_out(&self, app: App) -> Result<Option<String>, ApiError> {
        local::set(SIGNING_OUT, Some("1"));
        self.forget(app).await;
        app.tabs().tell("session");
        self.finish_sign_out(app).await
    }

    /// The account is no more, and its session with it.
    pub async fn left(&self, app: App) {
        self.forget(app).await;
        app.tabs().tell("session");
        app.listen_anew();
    }

    /// Tells the backend of a sign-out that it has not heard of yet. One at a time: the answer to a second one would come when somebody has signed in again, and take their cookie with it.
    pub async fn finish_sign_out(&self, app: App) -> Result<Option<String>, ApiError> {
        if local::get(SIGNING_OUT).is_none() {
            return Ok(None);
        }
        // Where the browser refuses the lock, it is told at the next chance.
        let told = Rc::new(Cell::new(Err(ApiError::Cancelled)));
        let heard = told.clone();
        locks::with_lock("meyirim-sign-out", async move {
            if local::get(SIGNING_OUT).is_none() {
                return heard.set(Ok(None));
            }
            let answer = app.client().send(&session::sign_out(&clock::unique())).await;
            // What will not heal is not tried for ever.
            if answer.as_ref().err().is_none_or(|error| !error.heals()) {
                local::set(SIGNING_OUT, None);
            }
            heard.set(answer);
        })
        .await;
        told.replace(Ok(None))
    }

    /// Nobody is signed in any more, and nothing of theirs is left here.
    async fn forget(&self, app: App) {
        local::set(SIGNED_OUT, Some(&clock::unique()));
        local::set(WHO, None);
        // Before the store is cleared: whoever is waiting for an answer looks whose it is, and would write it down behind the clearing.
        self.know(None);
        self.signups.set(Arc::default());
        self.ended.set(false);
        self.write();
        self.clear(app).await;
        self.written();
    }

    async fn clear(&self, app: App) {
        if sealed::clear(&app.store()).await.is_err() {
            app.storage_failed.set(true);
        }
        app.outbox.count_sealed(app).await;
    }

    /// Signups from a change set.
    pub async fn take(&self, app: App, changes: Changed<Signup>) {
        if changes.is_empty() || self.owner_untracked().is_none() {
            return;
        }
        let mut all = self.signups.get_untracked().as_ref().clone();
        let changes = changes.with_the_missing_removed(all.iter().map(|signup| &signup.id));
        all.retain(|signup| !changes.removed.contains(&signup.id));
        for new in changes.changed {
            all = sender::merged(all, new);
        }
        // A backend that tells everything each time tells mostly what is known.
        if self.signups.with_untracked(|known| **known != all) {
            self.keep_signups(app, all).await;
        }
    }

    /// One signup as just decided; the sender has stored it already.
    pub fn learn(&self, signup: Signup) {
        self.signups.update(|all| *all = Arc::new(sender::merged(all.as_ref().clone(), signup)));
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}
