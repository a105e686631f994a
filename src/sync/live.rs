//! Live changes by server-sent events, while somebody looks.
//!
//! Only a visible page listens: browsers allow six connections to a host over HTTP/1.1, and ten tabs in the background would use them up.
//! When the page comes back into sight it asks for the changes since and listens again.

use crate::{
    api::{
        changes::{self, Changes},
        live,
    },
    model::Cursor,
    web::events,
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

/// What the stream tells.
pub enum Live {
    /// The stream stands.
    Open,
    /// It broke; the browser tries again by itself.
    Broken,
    Changes(Box<Changes>),
}

#[derive(Clone, Default)]
pub struct Stream(Rc<RefCell<Option<EventSource>>>);

impl Stream {
    /// Opens the stream, replacing one that is open.
    pub fn open(&self, base: &str, since: &Cursor, on: impl Fn(Live) + Clone + 'static) {
        self.close();
        let Ok(source) = EventSource::new(&format!("{base}{}", live::path(since))) else { return };
        let opened = on.clone();
        events::listen(&source, "open", move |_| opened(Live::Open));
        let broken = on.clone();
        events::listen(&source, "error", move |_| broken(Live::Broken));
        events::listen(&source, live::EVENT, move |event| {
            let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            // A message that cannot be read is not lost: the next `changes since` brings the same changes again.
            if let Some(Ok(changes)) = data.map(|data| changes::from_bytes(data.as_bytes())) {
                on(Live::Changes(Box::new(changes)));
            }
        });
        *self.0.borrow_mut() = Some(source);
    }

    /// Also while the browser tries again; not when it has given up, as it does after an answer that is an error.
    pub fn is_open(&self) -> bool {
        self.0.borrow().as_ref().is_some_and(|source| source.ready_state() != EventSource::CLOSED)
    }

    pub fn close(&self) {
        if let Some(source) = self.0.borrow_mut().take() {
            source.close();
        }
    }
}
