//! Which backend the hub talks to, by its profile, and what that one can do.
//!
//! Our own contract needs nothing. A profile named in hub.json is fetched, kept for the next visit without a network, and compiled in a chunk of wasm that others need not load. One with a mistake
//! is refused; the app stands all the same, and says what is wrong with it.

use super::{App, Failure};
use crate::{
    api::{
        ApiError,
        capabilities::Capabilities,
        dialect::{Refusing, check},
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

/// A dialect, or what stands in its place and why. In the chunk of the further pages: in one of its own it would share something with every other chunk, and cut what the first load brings into
/// more and smaller pieces (4 KB).
#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(more, fallible, wasm_split_path = ::leptos::wasm_split))]
fn compile(path: String, profile: String, base: String) -> Result<(Rc<dyn Translate>, Failure), Missing> {
    Ok(match check::compile(profile.as_bytes(), &base) {
        Ok(dialect) => (Rc::new(dialect), None),
        Err(why) => {
            let why = ApiError::Decode { path: format!("{path}: {}", why.path), message: why.said(), start: Start(String::new()) };
            (Rc::new(Refusing(why.clone())), Some(Arc::new(why)))
        }
    })
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
        let Some((translator, refused)) = compiled(path, &text, &hub.api).await else { return };
        if refused.is_none() {
            keep(path, &text);
            translator.set_credentials(tab::get(CREDENTIALS));
        }
        client.translate_by(translator);
        self.refused.set(refused);
        self.ready.set(true);
    }

    /// Another profile has come since the last visit: it is kept for the next start, which the person is offered now. One with a mistake is said, and the old one goes on.
    pub async fn renew(&self, app: App) {
        let hub = app.hub();
        let Some(path) = hub.profile.as_ref().filter(|_| app.client().is_translated()) else { return };
        let Some(text) = fetch::text(path).await.filter(|text| kept(path).as_ref() != Some(text)) else { return };
        match compiled(path, &text, &hub.api).await {
            Some((_, None)) => {
                keep(path, &text);
                app.update.ready.set(true);
            }
            Some((_, refused)) => self.refused.set(refused),
            None => {}
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

/// `None`: the chunk is not to be had now.
async fn compiled(path: &str, text: &str, base: &str) -> Option<(Rc<dyn Translate>, Failure)> {
    let (path, text, base) = (path.to_owned(), text.to_owned(), base.to_owned());
    chunk::call!(compile(path, text, base)).await.ok()
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
