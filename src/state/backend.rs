//! Which backend the hub talks to, by its profile, and what that one can do.
//!
//! Our own contract needs nothing. A profile named in hub.json is fetched, kept for the next visit without a network, and compiled in a chunk of wasm that others need not load. One with a mistake
//! is refused; the app stands all the same, and says what is wrong with it.

use super::{App, Failure};
use crate::{
    api::{
        ApiError,
        capabilities::Capabilities,
        dialect::{
            Dialect,
            check::{self, Refused},
        },
        error::Start,
        translate::Translate,
    },
    web::{
        chunk::{self, Missing},
        fetch, local, tab,
    },
};
use leptos::prelude::*;
use std::{rc::Rc, sync::Arc};

const PROFILE: &str = "meyirim.profile";
/// For the tab alone, and gone with it.
const CREDENTIALS: &str = "meyirim.credentials";

#[derive(Clone, Copy)]
pub struct Backend {
    /// The profile has been read, if there is one. (What it can do is asked of the client: a signal of its own type would weigh a kilobyte in the first load.)
    ready: RwSignal<bool>,
    /// Why the profile cannot be used, for whoever wrote it.
    pub refused: RwSignal<Failure>,
}

/// In the chunk of the further pages: in one of its own it would share something with every other chunk, and cut what the first load brings into more and smaller pieces (4 KB).
#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(more, fallible, wasm_split_path = ::leptos::wasm_split))]
fn compile(profile: String, base: String) -> Result<Result<Rc<dyn Translate>, Refused>, Missing> {
    Ok(check::compile(profile.as_bytes(), &base).map(|dialect: Dialect| Rc::new(dialect) as Rc<dyn Translate>))
}

impl Backend {
    pub fn new() -> Self {
        Self { ready: RwSignal::new(false), refused: RwSignal::new(None) }
    }

    /// Reads the profile, if the hub names one and it is not there yet: that of the last visit at once, on a first visit from the network. Until then requests are answered by "not
    /// reachable", and tried again.
    pub async fn load(&self, app: App) {
        let hub = app.hub();
        let Some(path) = &hub.profile else { return };
        let client = app.client();
        if client.is_translated() {
            return;
        }
        let text = match kept(path) {
            Some(text) => text,
            None => match fetch::text(path).await {
                Some(text) => text,
                None => return,
            },
        };
        if let Some(translator) = self.compiled(path, &text, &hub.api).await {
            keep(path, &text);
            translator.set_credentials(tab::get(CREDENTIALS));
            client.translate_by(translator);
            self.refused.set(None);
            self.ready.set(true);
        }
    }

    /// Another profile has come since the last visit: it is kept for the next start, which the person is offered now. One with a mistake is said, and the old one goes on.
    pub async fn renew(&self, app: App) {
        let hub = app.hub();
        let Some(path) = hub.profile.as_ref().filter(|_| app.client().is_translated()) else { return };
        let Some(text) = fetch::text(path).await.filter(|text| kept(path).as_ref() != Some(text)) else { return };
        if self.compiled(path, &text, &hub.api).await.is_some() {
            keep(path, &text);
            app.update.ready.set(true);
        }
    }

    async fn compiled(&self, path: &str, text: &str, base: &str) -> Option<Rc<dyn Translate>> {
        let (text, base) = (text.to_owned(), base.to_owned());
        match chunk::call!(compile(text, base)).await.ok()? {
            Ok(translator) => Some(translator),
            Err(why) => {
                let why = ApiError::Decode { path: format!("{path}: {}", why.path), message: why.said(), start: Start(String::new()) };
                self.refused.set(Some(Arc::new(why)));
                None
            }
        }
    }

    /// What the backend can and cannot do; tracks it.
    pub fn can(&self, app: App) -> Capabilities {
        self.ready.track();
        app.client().capabilities()
    }

    /// Keeps what proves who somebody is for as long as the tab lives.
    pub fn keep(credentials: Option<&str>) {
        tab::set(CREDENTIALS, credentials);
    }
}

/// The profile of the last visit. Kept with its name: a hub that names another one must not start with the old.
fn kept(path: &str) -> Option<String> {
    local::get(PROFILE)?.split_once('\n').filter(|(name, _)| *name == path).map(|(_, text)| text.to_owned())
}

fn keep(path: &str, text: &str) {
    local::set(PROFILE, Some(&format!("{path}\n{text}")));
}

impl Default for Backend {
    fn default() -> Self {
        Self::new()
    }
}
