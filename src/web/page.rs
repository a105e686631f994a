//! The document: its language, title, theme, focus and scroll.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement};

pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

pub fn root() -> Option<Element> {
    document()?.document_element()
}

/// Sets an attribute of `<html>`, or takes it away.
pub fn set_root(attribute: &str, value: Option<&str>) {
    let Some(root) = root() else { return };
    let _ = match value {
        Some(value) => root.set_attribute(attribute, value),
        None => root.remove_attribute(attribute),
    };
}

pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Moves the focus to the element with this id, without scrolling if it is in sight.
pub fn focus(id: &str) {
    if let Some(element) =
        document().and_then(|document| document.get_element_by_id(id)).and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// Moves the focus once the change that brings the element, or its error, has been painted.
pub fn focus_soon(id: &'static str) {
    wasm_bindgen_futures::spawn_local(async move {
        super::clock::breathe().await;
        focus(id);
    });
}

/// Takes away the shell that `index.html` painted before the app was there.
pub fn remove_static_shell() {
    if let Some(shell) = document().and_then(|document| document.get_element_by_id("shell-static")) {
        shell.remove();
    }
}

/// The address of the page, with its origin.
pub fn address() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// The part of it after `#`.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Takes it out of the address: the same link can then be opened again.
pub fn forget_fragment() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // The router's state stays as it is.
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&path_and_query()));
    }
}

/// The address within the app, for coming back to it.
pub fn path_and_query() -> String {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return String::new() };
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

/// Opens the browser's dialog for printing.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Leaves the app for another address.
pub fn go(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(address);
    }
}

pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// The browser's languages, best first.
pub fn languages() -> Vec<String> {
    web_sys::window()
        .map(|window| window.navigator().languages().iter().filter_map(|language| language.as_string()).collect())
        .unwrap_or_default()
}
