//! What a person would see: the first of those who get it in this language, with their name in it and the link by which they stop it.

use super::draft::{Draft, Field};
use crate::{
    i18n::message_out,
    model::{
        message::{Channel, Written},
        message_plan::{Delivery, Fate},
        message_size,
    },
    state::use_app,
    ui::live,
};
use leptos::prelude::*;

/// In place of a link while the hub has not been asked.
const SOME_LINK: &str = "https://…";

#[component]
pub fn Preview(draft: Draft, field: Field) -> impl IntoView {
    let app = use_app();
    let lang = field.lang;
    // The name of somebody who gets it like this, or of anybody who gets it.
    let sample = move |channel: Channel| -> Option<String> {
        let named = |like: &dyn Fn(&Delivery) -> bool| {
            draft.fates.with(|fates| {
                fates.as_ref()?.iter().find_map(|(_, fate)| match fate {
                    Fate::Gets(delivery) if like(delivery) => delivery.name.clone(),
                    _ => None,
                })
            })
        };
        named(&|delivery| delivery.lang == lang && delivery.channel == channel).or_else(|| named(&|_| true))
    };
    let shown = move |channel: Channel| {
        let written = Written { subject: field.subject.get(), body: field.body.get() }.clean();
        if written.body.is_empty() || !draft.channels().contains(&channel) {
            return None;
        }
        let name = sample(channel);
        let link = draft.terms.with(|terms| terms.as_ref().and_then(|terms| terms.link.clone())).unwrap_or_else(|| SOME_LINK.to_owned());
        let words = &app.t().messages;
        Some(match channel {
            Channel::Email => {
                let (subject, body) = message_out::letter(&written, lang, name.as_deref(), &app.hub().name, &link);
                view! {
                    <p><b lang=lang.code()>{subject}</b></p>
                    <p class="message-body" lang=lang.code()>{body}</p>
                }
                .into_any()
            }
            Channel::Text => {
                let text = message_out::text_message(&written, lang, name.as_deref(), &link);
                let size = message_size::of(&text);
                view! {
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
