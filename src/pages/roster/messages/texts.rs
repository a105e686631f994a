//! What is written, in the hub's languages side by side, each with what is wrong beside it and with what a person would see.

use super::{
    preview::Preview,
    writing::{Field, Writing},
};
use crate::{
    model::{
        Lang,
        message::{Channel, Fault, NAME, Part},
    },
    state::use_app,
    ui::{FieldError, TextField},
};
use leptos::{html, prelude::*};

#[component]
pub fn Texts(
    writing: Writing,
    /// Somebody has tried to send it: what is missing is told too.
    tried: RwSignal<bool>,
    /// The name of somebody who gets it in this language by this way.
    sample: Callback<(Lang, Channel), Option<String>>,
    /// What the link looks like by which somebody stops messages; `None` while nobody knows.
    link: Signal<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let hub = app.hub();
    // The hub's first, and then those in which something stands already.
    let spoken = hub.languages.clone();
    let order: Vec<Lang> = spoken.iter().copied().chain(Lang::ALL.into_iter().filter(|lang| !spoken.contains(lang))).collect();
    let fields = order.into_iter().filter_map(|lang| writing.fields.into_iter().find(|field| field.lang == lang));
    view! {
        <section class="stack" aria-labelledby="message-texts">
            <h2 id="message-texts">{move || app.t().messages.texts}</h2>
            <p class="quiet small">{move || app.t().messages.texts_hint}</p>
            <div class="message-langs">{fields.map(|field| view! { <OneLanguage writing field tried sample link /> }).collect_view()}</div>
        </section>
    }
}

#[component]
fn OneLanguage(
    writing: Writing,
    field: Field,
    tried: RwSignal<bool>,
    sample: Callback<(Lang, Channel), Option<String>>,
    link: Signal<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let lang = field.lang;
    let fault = move |part: Part| {
        Signal::derive(move || {
            let fault = writing.faults().remove(&(lang, part))?;
            // Not while somebody has only begun.
            (tried.get() || fault != Fault::Missing).then(|| (app.t().messages.fault)(&fault))
        })
    };
    let (subject_fault, body_fault) = (fault(Part::Subject), fault(Part::Body));
    let missing = move || !writing.there.with(|there| there.contains(&lang));
    let letter = Memo::new(move |_| writing.channels().contains(&Channel::Email));
    let (id, error_id) = (format!("body-{}", lang.code()), format!("body-{}-error", lang.code()));
    let described = error_id.clone();
    let area = NodeRef::<html::Textarea>::new();
    let add_name = move |_| {
        let Some(area) = area.get_untracked() else { return };
        // The browser counts in UTF-16. Where it cannot say, the name goes to the end.
        let cursor = area.selection_start().ok().flatten().map_or(usize::MAX, |at| at as usize);
        field.body.update(|body| body.insert_str(byte_at(body, cursor), NAME));
        if area.focus().is_ok() {
            let after = u32::try_from(cursor.saturating_add(NAME.len())).unwrap_or(u32::MAX);
            // Refused by a field that shows no cursor: then it stands where the browser puts it.
            let _ = area.set_selection_range(after, after);
        }
    };
    let label = move || format!("{} ({})", app.t().messages.body, lang.own_name());
    view! {
        <fieldset class="message-lang stack">
            <legend>{lang.own_name()}</legend>
            <p class="quiet small" hidden=move || !missing()>{move || app.t().messages.not_written}</p>
            <Show when=move || letter.get()>
                <TextField
                    id=format!("subject-{}", lang.code())
                    label=Signal::derive(move || format!("{} ({})", app.t().messages.subject, lang.own_name()))
                    value=field.subject
                    error=subject_fault
                />
            </Show>
            <div class="field">
                <label for=id.clone()>{label}</label>
                <textarea
                    id=id
                    node_ref=area
                    class="input"
                    rows="6"
                    lang=lang.code()
                    aria-invalid=move || body_fault.with(Option::is_some).then_some("true")
                    aria-describedby=move || body_fault.with(Option::is_some).then(|| described.clone())
                    prop:value=move || field.body.get()
                    on:input=move |event| field.body.set(event_target_value(&event))
                ></textarea>
                <FieldError id=error_id error=body_fault />
            </div>
            <p class="actions"><button class="button plain compact" type="button" on:click=add_name>{move || app.t().messages.add_name}</button></p>
            <Preview writing field sample link />
        </fieldset>
    }
}

/// The byte at which so many units of UTF-16 have been passed.
fn byte_at(text: &str, units: usize) -> usize {
    let mut passed = 0;
    for (at, c) in text.char_indices() {
        if passed >= units {
            return at;
        }
        passed += c.len_utf16();
    }
    text.len()
}
