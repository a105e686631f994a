//! Putting the hub on the home screen: the browser's own prompt where there is one, else the way to do it by hand.

use super::events;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installing {
    /// It runs from the home screen already.
    Done,
    /// The browser has a prompt for us.
    Prompt,
    /// iPhone and iPad: Share, then "Add to Home Screen".
    ByHandIos,
    /// No way that we know of.
    Unknown,
}

/// How the hub can be installed here; changes when the browser offers its prompt.
#[derive(Clone, Copy)]
pub struct Install {
    pub how: RwSignal<Installing>,
    prompt: StoredValue<Option<SendWrapper<JsValue>>>,
}

impl Install {
    pub fn watch() -> Self {
        let this = Self { how: RwSignal::new(at_start()), prompt: StoredValue::new(None) };
        events::on_window("beforeinstallprompt", move |event| {
            event.prevent_default();
            this.prompt.set_value(Some(SendWrapper::new(event.into())));
            this.how.set(Installing::Prompt);
        });
        events::on_window("appinstalled", move |_| this.how.set(Installing::Done));
        this
    }

    /// Shows the browser's prompt. It works once; the browser says by an event whether the person agreed.
    pub fn ask(&self) {
        let Some(event) = self.prompt.try_update_value(Option::take).flatten() else { return };
        if let Ok(prompt) = Reflect::get(&event, &"prompt".into())
            && let Some(prompt) = prompt.dyn_ref::<Function>()
        {
            let _ = prompt.call0(&event);
        }
        self.how.set(Installing::Unknown);
    }
}

fn at_start() -> Installing {
    let Some(window) = web_sys::window() else { return Installing::Unknown };
    let standalone = window.match_media("(display-mode: standalone)").ok().flatten().is_some_and(|media| media.matches())
        || Reflect::get(&window.navigator(), &"standalone".into()).is_ok_and(|value| value.is_truthy());
    if standalone {
        return Installing::Done;
    }
    let agent = window.navigator().user_agent().unwrap_or_default();
    // iPadOS calls itself a Mac, but no Mac has a touch screen.
    let touch_mac = agent.contains("Macintosh") && window.navigator().max_touch_points() > 1;
    let ios = agent.contains("iPhone") || agent.contains("iPad") || touch_mac;
    if ios { Installing::ByHandIos } else { Installing::Unknown }
}
