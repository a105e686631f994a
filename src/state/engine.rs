//! What works behind the screens: the store, the network, the outbox. In a chunk of wasm of its own that comes after the first rows are on the screen, so that
//! nothing of it delays them; see `web/chunk.rs` for how chunks are made.
//!
//! What the first screens call must not lie here, or the splitter would have to leave it in the first load: they call [`App::refresh`], which fetches the
//! engine when it is not there yet.

use super::{App, app::HUB_KEY, backend::Backend, connection::Reach, kept, session::Session};
use crate::{
    api::{
        ApiError, hub,
        transport::{Client, Host},
    },
    model::{Person, Signup, SignupState},
    outbox::{Act, Entry},
    store::{Room, Store, Write},
    sync::live::{Live, Stream},
    web::{boot, clock, events, local, mark, page, tabs::Tabs},
};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// The first call starts the engine, every further one asks it to refresh.
pub(super) fn run(app: App) {
    if app.begun.try_update_value(|begun| std::mem::replace(begun, true)).unwrap_or(true) {
        spawn_local(app.renew());
    } else {
        spawn_local(app.begin());
    }
}

/// Made when first asked for: a page of its own chunk may need the client before the engine has begun.
pub(super) struct Tools {
    store: RefCell<Store>,
    client: Client,
    tabs: Tabs,
    live: Stream,
}

impl Host for App {
    fn heard(&self, error: Option<&ApiError>) {
        self.connection.heard(error);
    }

    fn person(&self) -> (bool, Option<Person>) {
        (self.session.known.get_untracked(), self.session.person.get_untracked())
    }

    fn keep(&self, credentials: Option<&str>) {
        Backend::keep(credentials);
    }
}

impl App {
    fn tools(&self) -> Rc<Tools> {
        if let Some(tools) = self.tools.get_value().and_then(|tools| tools.downcast().ok()) {
            return tools;
        }
        let hub = self.hub();
        let client = Client::new(&hub.api, hub.profile.is_some(), *self);
        let tools = Rc::new(Tools { store: RefCell::default(), client, tabs: Tabs::open("meyirim"), live: Stream::default() });
        self.tools.set_value(Some(tools.clone()));
        tools
    }

    pub fn client(&self) -> Client {
        self.tools().client.clone()
    }

    pub fn tabs(&self) -> Tabs {
        self.tools().tabs.clone()
    }

    /// The store. Before it is open, one that keeps nothing: callers run after the engine has opened it, or lose nothing by it.
    pub fn store(&self) -> Store {
        self.tools().store.borrow().clone()
    }

    /// In the order that measured best: the rest of the cache first, then the network improves on it.
    async fn begin(self) {
        boot::style();
        let store = Store::open().await;
        let keeping = store.keeping();
        self.tools().store.replace(store);
        // After the store: others wait for this to use it.
        self.keeping.set(Some(keeping));
        self.hear_tabs();
        self.session.load_cached(self).await;
        self.backend.load(self).await;
        self.outbox.reload(self).await;
        self.actions.become_writer(self);
        let whole = self.actions.load_cached(self).await;
        self.directory.load_cached(self).await;
        self.watch();
        if whole {
            self.actions.refresh(self).await
        } else {
            self.actions.load_all(self).await
        }
        self.directory.load_missing(self).await;
        mark::mark_once("sync-done");
        self.renew_hub().await;
        self.backend.renew(self).await;
        // Not before: a first installation fetches the whole app, and would stand in the way of the list.
        self.update.watch();
        self.actions.index(self).await;
        // A failure leaves it for the next chance; the screen said so when the person signed out.
        let _ = self.session.finish_sign_out(self).await;
        if self.session.owner_untracked().is_some() || Session::is_somebody() {
            self.session.refresh(self).await;
        }
        self.go_on().await;
        self.outbox.send(self);
        self.listen();
        self.actions.tidy(self).await;
        kept::make_ready(self).await;
        // Whatever could be had for a time without a connection is on the device.
        mark::mark_once("device-ready");
    }

    /// The app has started on the settings of the last visit. Others have come meanwhile: they are kept for the next start, which the person is offered now. Those that make no
    /// sense change nothing; whoever wrote them sees it on a new device.
    async fn renew_hub(self) {
        let Some(text) = boot::hub().await.filter(|early| early.status == 200).and_then(|early| String::from_utf8(early.body).ok()) else {
            return;
        };
        if hub::quick(text.as_bytes()).is_some() && local::get(HUB_KEY).is_some_and(|kept| kept != text) {
            local::set(HUB_KEY, Some(&text));
            self.update.ready.set(true);
        }
    }

    /// Fetches again what a screen shows, after a failure or on request.
    async fn renew(self) {
        // It is just beginning, and will ask by itself.
        if self.keeping.get_untracked().is_none() {
            return;
        }
        self.backend.load(self).await;
        self.actions.refresh(self).await;
        self.directory.load_missing(self).await;
        let _ = self.session.finish_sign_out(self).await;
        if self.outbox.hurry(self).await.is_err() {
            self.storage_failed.set(true);
        }
        // Not at every return to the page.
        if self.session.is_doubtful(clock::now()) {
            self.session.refresh(self).await;
        }
        self.go_on().await;
        self.listen();
    }

    /// What waited for whoever is back.
    async fn go_on(self) {
        if let Some(after) = self.session.back.get_value() {
            self.session.back.set_value(None);
            self.outbox.signed_in(self, after).await;
        }
    }

    /// What other tabs tell. From before the device is read: a sign-out that is told in between would be missed.
    fn hear_tabs(self) {
        self.tabs().on_word(move |word| {
            let word = word.to_owned();
            spawn_local(async move {
                self.session.load_cached(self).await;
                self.outbox.reload(self).await;
                self.outbox.count_sealed(self).await;
                if word == "session" {
                    // Signed in there, or out: whether it has ended is asked anew by what is sent next.
                    self.session.ended.set(false);
                    if self.session.owner_untracked().is_none() {
                        self.client().forget_credentials();
                    }
                    self.listen_anew();
                }
            });
        });
    }

    fn watch(self) {
        events::on_window("online", move |_| spawn_local(self.come_back()));
        if let Some(document) = page::document() {
            events::listen(&document, "visibilitychange", move |_| {
                if events::is_visible() {
                    self.now.set(clock::now());
                    self.refresh();
                } else {
                    self.tools().live.close();
                }
            });
        }
        // Where the backend tells nothing by itself. Asked anew each time: a first visit may have to wait for the profile. Only the changes: what waits in the outbox keeps its
        // own pace.
        spawn_local(async move {
            loop {
                let poll = self.client().capabilities().poll;
                clock::sleep(u64::from(poll.unwrap_or(60).max(1)) * 1000).await;
                if poll.is_some() && events::is_visible() && events::is_online() {
                    self.actions.refresh(self).await;
                }
            }
        });
        spawn_local(async move {
            loop {
                clock::sleep(60_000 - (clock::now().0 % 60_000).unsigned_abs()).await;
                self.now.set(clock::now());
                // A backend that was down tells nobody that it is back.
                if events::is_visible() && self.connection.reach.with_untracked(|reach| matches!(reach, Reach::Offline | Reach::Failing)) {
                    self.refresh();
                }
            }
        });
    }

    /// The network is there again. On a phone that is said before the line bears a request, and the next minute is long for whoever waits.
    async fn come_back(self) {
        self.refresh();
        for wait in [2_000, 5_000, 10_000] {
            clock::sleep(wait).await;
            if !self.connection.is_offline() {
                return;
            }
            self.refresh();
        }
    }

    /// Somebody else is signed in now, or nobody: the stream brings the signups of whoever opened it.
    pub fn listen_anew(self) {
        self.tools().live.close();
        self.listen();
    }

    /// Opens the live stream, if there is a place to go on from.
    fn listen(self) {
        let Some(cursor) = self.actions.cursor() else { return };
        if !self.client().capabilities().live {
            return;
        }
        if !events::is_visible() || self.tools().live.is_open() {
            return;
        }
        let base = self.client().base().to_owned();
        self.tools().live.open(&base, &cursor, move |heard| match heard {
            Live::Open => {
                let was_away = self.connection.reach.with_untracked(|reach| matches!(reach, Reach::Offline | Reach::Failing));
                self.connection.heard(None);
                if was_away {
                    self.refresh();
                }
            }
            Live::Broken => {
                if !events::is_online() {
                    self.connection.heard(Some(&ApiError::Unreachable));
                }
            }
            Live::Changes(changes) => spawn_local(async move {
                if !self.actions.take(self, *changes).await {
                    self.actions.load_all(self).await;
                }
            }),
        });
    }

    /// Tells the person what the backend has decided about one of their acts. Giving up a place asks nothing beforehand, so here it can be undone: as a new
    /// act, which takes a place in the line if the place has gone meanwhile.
    pub fn announce(self, entry: &Entry, signup: &Signup) {
        let words = &self.t_untracked().acts;
        let about = entry.act.place_key();
        let text = match (&entry.act, signup.standing) {
            (Act::Join { .. }, SignupState::Confirmed) => untrack(|| self.confirmed()).to_owned(),
            (Act::Join { .. }, SignupState::Waitlisted { position }) => (words.waitlisted)(position),
            (Act::Leave { action, shift }, _) => {
                let again = Act::Join { action: action.clone(), shift: shift.clone(), or_wait: true, guardian: signup.guardian };
                let undo = Arc::new(move || {
                    let again = again.clone();
                    spawn_local(async move {
                        if self.outbox.add(self, again).await.is_err() {
                            self.storage_failed.set(true);
                        }
                    });
                });
                return self.toasts.tell_about(about, words.left, Some(undo));
            }
            (Act::Join { .. }, SignupState::Offered { .. }) => words.offered.to_owned(),
            (Act::Join { .. }, SignupState::Withdrawn | SignupState::Lapsed) => words.left.to_owned(),
            // What was noted is seen where it was noted, and that a stand-in is looked for on the ticket.
            (Act::Mark { .. } | Act::MarkMe { .. } | Act::Cover { .. } | Act::Centre(_), _) => return,
        };
        self.toasts.tell_about(about, text, None);
    }

    /// Drops everything that can be fetched again, and fetches it.
    pub async fn clear_cache(self) {
        let cleared = self.store().write(&[Write::Clear(Room::Cache)]).await;
        if cleared.is_err() {
            self.storage_failed.set(true);
        }
        self.directory.forget();
        self.actions.load_all(self).await;
        self.directory.load_missing(self).await;
    }
}
