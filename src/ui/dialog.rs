//! A dialog for a decision that loses something. It names both outcomes on its buttons; the safe one comes first, has the focus, and is what Esc
//! means. The browser's own modal dialog keeps the focus inside and gives it back to where it was.

use leptos::{html, prelude::*};

/// Opens a dialog of the browser's own, and closes it, as `open` says.
pub fn shown_while(node: NodeRef<html::Dialog>, open: impl Into<Signal<bool>>) {
    let open = open.into();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // Refused only where another dialog has made the page inert; not modal is better than not there.
            (true, false) if dialog.show_modal().is_err() => dialog.show(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
}

/// Shown while `open` is true. `id` must be unique on the page.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    /// The button that changes nothing.
    #[prop(into)]
    safe: Signal<String>,
    /// The button that goes through with it.
    #[prop(into)]
    act: Signal<String>,
    #[prop(into)] on_act: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    shown_while(node, open);
    let go = move |_| {
        open.set(false);
        on_act.run(());
    };
    view! {
        <dialog class="dialog" id=id.clone() node_ref=node aria-labelledby=format!("{id}-title") aria-describedby=format!("{id}-text") on:close=move |_| open.set(false)>
            <h2 id=format!("{id}-title")>{title}</h2>
            <p id=format!("{id}-text")>{text}</p>
            <p class="actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>{safe}</button>
                <button class="button danger" type="button" on:click=go>{act}</button>
            </p>
        </dialog>
    }
}
