//! What a person would see: the first of those who get it in this language, with their name in it and the link by which they stop it.

use super::writing::{Field, Writing};
use crate::{
    i18n::message_out,
    model::{
        Lang,
        message::{Channel, Written},
        message_size,
    },
    state::use_app,
    ui::live,
};
use leptos::prelude::*;

/// In place of a link while the hub has not been asked.
const SOME_LINK: &str = "https://…";

#[component]
pub fn Preview(
    writing: Writing,
    field: Field,
    sample: Callback<(Lang, Channel), Option<String>>,
    link: Signal<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let lang = field.lang;
    let shown = move |channel: Channel| {
        let written = Written { subject: field.subject.get(), body: field.body.get() }.clean();
        if written.body.is_empty() || !writing.channels().contains(&channel) {
            return None;
        }
        let name = sample.run((lang, channel));
        let link = link.get().unwrap_or_else(|| SOME_LINK.to_owned());
        let words = &app.t().messages;
        Some(match channel {
            Channel::Email => {
                let (subject, body) = message_out::letter(&written, lang, name.as_deref(), (writing.why, &app.hub().name), &link);
                view! {
                    <p class="quiet small">{words.ways[0]}</p>
                    <p><b lang=lang.code()>{subject}</b></p>
                    <p class="message-body" lang=lang.code()>{body}</p>
                }
                .into_any()
            }
            Channel::Text => {
                let text = message_out::text_message(&written, lang, name.as_deref(), &link);
                let size = message_size::of(&text);
                view! {
                    <p class="quiet small">{words.ways[1]}</p>
                    <p class="message-body" lang=lang.code()>{text}</p>
                    <p class="quiet small">{(words.size)(size.units, size.segments)} ". " {words.size_hint}</p>
                }
                .into_any()
            }
        })
    };
    let any = Memo::new(move |_| !field.body.with(|body| body.trim().is_empty()));
    view! {
        <Show when=move || any.get()>
            <details class="more" open=true>
                <summary>{move || app.t().messages.preview}</summary>
                <div class="message-preview stack">
                    {live(move || shown(Channel::Email))}
                    {live(move || shown(Channel::Text))}
                </div>
            </details>
        </Show>
    }
}
