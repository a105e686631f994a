//! Where the sheet comes from: a file, or cells that were copied.

use super::Draft;
use crate::{
    model::import::book::{Answer, Unreadable},
    state::use_app,
    ui::{Icon, strokes},
    web::sheets,
};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};

/// Why there is nothing to show.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Trouble {
    Unreadable(Unreadable),
    /// The reader broke, or its answer was none.
    Failed,
}

#[component]
pub fn Source(draft: Draft) -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    let pasted = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let heard = move |name: String, answer: Option<String>| {
        if busy.try_set(false).is_some() {
            return;
        }
        match answer.and_then(|text| serde_json::from_str::<Answer>(&text).ok()) {
            Some(Answer::Ok(book)) => {
                trouble.set(None);
                draft.take(name, book);
            }
            Some(Answer::Failed(why)) => trouble.set(Some(Trouble::Unreadable(why))),
            None => trouble.set(Some(Trouble::Failed)),
        }
    };
    let begin = move || {
        let begun = !busy.get_untracked();
        if begun {
            busy.set(true);
            trouble.set(None);
            draft.forget_book();
        }
        begun
    };
    let chosen = move || {
        let Some(input) = input.get_untracked() else { return };
        if begin() {
            spawn_local(async move {
                match sheets::chosen(&input).await {
                    Ok(Some((name, answer))) => heard(name, Some(answer)),
                    Ok(None) => drop(busy.try_set(false)),
                    Err(_) => heard(String::new(), None),
                }
                // So that the same file, corrected, can be chosen once more.
                input.set_value("");
            });
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = pasted.get_untracked();
        if !text.trim().is_empty() && begin() {
            spawn_local(async move { heard(String::new(), sheets::pasted(&text).await.ok()) });
        }
    };
    let told = move || {
        trouble.get().map(|trouble| {
            let words = &app.t().roster_import;
            match trouble {
                Trouble::Unreadable(why) => (words.unreadable)(&why),
                Trouble::Failed if untrack(|| app.connection.is_offline()) => words.offline,
                Trouble::Failed => words.failed,
            }
        })
    };
    view! {
        <div class="stack">
            <File input on_choose=Callback::new(move |()| chosen()) />
            <details class="more">
                <summary>{move || app.t().roster_import.paste}</summary>
                <form class="stack" on:submit=submit>
                    <div class="field">
                        <label for="import-paste">{move || app.t().roster_import.paste_hint}</label>
                        <textarea id="import-paste" class="input" rows="6" spellcheck="false" prop:value=move || pasted.get() on:input=move |event| pasted.set(event_target_value(&event))></textarea>
                    </div>
                    <p class="actions"><button class="button" type="submit">{move || app.t().roster_import.read}</button></p>
                </form>
            </details>
            <p class="quiet" role="status">{move || busy.get().then(|| app.t().roster_import.reading)}</p>
            <div role="alert">{move || told().map(|text| view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> })}</div>
        </div>
    }
}

#[component]
fn File(input: NodeRef<html::Input>, on_choose: Callback<()>) -> impl IntoView {
    let app = use_app();
    view! {
        <div class="field">
            <label for="import-file">{move || app.t().roster_import.file}</label>
            <span class="hint" id="import-file-hint">{move || app.t().roster_import.file_hint}</span>
            // The browser's own button speaks the browser's language, and says "no file" of one that has just been read: ours stands for it, and the field lies under it.
            <span class="file-choice">
                <input
                    id="import-file"
                    type="file"
                    accept=".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"
                    aria-describedby="import-file-hint"
                    node_ref=input
                    on:change=move |_| on_choose.run(())
                />
                <span class="button" aria-hidden="true">{move || app.t().roster_import.choose_file}</span>
            </span>
        </div>
    }
}
