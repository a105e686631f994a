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

    /// Reads the profile, if the hub names one and it is not there yet. Until then requests are answered by "not reachable", and tried again.
    pub async fn load(&self, app: App) {
        let hub = app.hub();
        let Some(path) = hub.profile.clone() else { return };
        let client = app.client();
        if client.is_translated() {
            return;
        }
        // Kept with its name: a hub that changes its profile must not start with the old one.
        let kept = || {
            local::get(PROFILE).and_then(|kept| kept.split_once('\n').filter(|(name, _)| *name == path).map(|(_, text)| text.to_owned()))
        };
        let text = match fetch::text(&path).await {
            Some(text) => {
                local::set(PROFILE, Some(&format!("{path}\n{text}")));
                text
            }
            None => match kept() {
                Some(text) => text,
                None => return,
            },
        };
        let Ok(compiled) = chunk::call!(compile(text, hub.api.clone())).await else { return };
        match compiled {
            Ok(translator) => {
                translator.set_credentials(tab::get(CREDENTIALS));
                client.translate_by(translator);
                self.refused.set(None);
                self.ready.set(true);
            }
            Err(why) => {
                let why = ApiError::Decode { path: format!("{path}: {}", why.path), message: why.said(), start: Start(String::new()) };
                self.refused.set(Some(Arc::new(why)));
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

impl Default for Backend {
    fn default() -> Self {
        Self::new()
    }
}
