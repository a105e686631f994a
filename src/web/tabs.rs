//! Word between tabs of the hub: "the outbox changed", "somebody signed out".

use super::events;
use send_wrapper::SendWrapper;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel to the other tabs. Silent where the browser has none; the tabs then meet at the next reload.
#[derive(Clone)]
pub struct Tabs(SendWrapper<Rc<Option<BroadcastChannel>>>);

impl Tabs {
    pub fn open(name: &str) -> Self {
        Self(SendWrapper::new(Rc::new(BroadcastChannel::new(name).ok())))
    }

    pub fn tell(&self, word: &str) {
        if let Some(channel) = self.0.as_ref() {
            let _ = channel.post_message(&word.into());
        }
    }

    pub fn on_word(&self, mut handle: impl FnMut(&str) + 'static) {
        if let Some(channel) = self.0.as_ref() {
            events::listen(channel, "message", move |event| {
                if let Some(word) = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()) {
                    handle(&word);
                }
            });
        }
    }
}
