//! Listening to events of the window, the document and other targets.

use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget};

/// Listens as long as the app runs.
pub fn listen(target: &EventTarget, name: &str, handle: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(handle);
    let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Listens until the reactive owner (a page, a component) is gone.
pub fn listen_here(target: &EventTarget, name: &'static str, handle: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(handle);
    let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    let held = SendWrapper::new((target.clone(), closure));
    on_cleanup(move || {
        let _ = held.0.remove_event_listener_with_callback(name, held.1.as_ref().unchecked_ref());
    });
}

pub fn on_window(name: &str, handle: impl FnMut(Event) + 'static) {
    if let Some(window) = web_sys::window() {
        listen(&window, name, handle);
    }
}

/// Whether the browser believes to have a network. "Yes" promises nothing; "no" is true.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

pub fn is_visible() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}
