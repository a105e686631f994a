//! Something of which there are several: folded up, with its name and what it lacks, open while something in it is wrong.

use crate::{
    pages::manage::bulletin::{Sheet, fields::error, id_of},
    ui::FieldError,
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local, web_sys::HtmlDetailsElement};

/// Once it is there: what was just added.
pub fn focus_soon(id: String) {
    spawn_local(async move {
        clock::breathe().await;
        page::focus(&id);
    });
}

#[component]
pub fn Folded(
    sheet: Sheet,
    /// Where it lies.
    at: String,
    /// It was just added: whoever added it goes on with it.
    open: bool,
    #[prop(into)] name: ViewFn,
    children: Children,
) -> impl IntoView {
    let is_open = RwSignal::new(open);
    let fault = sheet.fault(&at);
    Effect::new(move |_| {
        // Also when the same is still wrong after the next try: somebody may have folded it up in between.
        sheet.faults.track();
        if fault.with(Option::is_some) {
            is_open.set(true);
        }
    });
    let toggled = move |event: leptos::ev::Event| {
        let now = event_target::<HtmlDetailsElement>(&event).open();
        if is_open.get_untracked() != now {
            is_open.set(now);
        }
    };
    view! {
        <details class="more folded" prop:open=move || is_open.get() on:toggle=toggled>
            <summary>{move || name.run()}</summary>
            <div class="stack">{children()}</div>
        </details>
    }
}

/// What is wrong with all of them together; what is wrong with one stands there.
#[component]
pub fn Wrong(sheet: Sheet, at: &'static str) -> impl IntoView {
    let whole = Memo::new(move |_| sheet.faults.with(|faults| faults.iter().any(|(wrong, _)| wrong == at)));
    let said = error(sheet, at);
    let error = Signal::derive(move || said.get().filter(|_| whole.get()));
    view! { <div class="field"><FieldError id=format!("{}-error", id_of(at)) error /></div> }
}
