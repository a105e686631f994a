//! What waits on a hub whose backend takes nothing: it is handed over, as a file or by e-mail, and then taken off the list by whoever did that.

use super::{entries::WaitingEntry, entries::row_key, groups::Groups, run};
use crate::{
    api::{capabilities::Joins, request::segment},
    model::Person,
    outbox::{Act, Entry},
    state::{App, use_app},
    ui::{Dialog, Icon, each, live, strokes},
    web::{page, save},
};
use leptos::prelude::*;
use serde::Serialize;

/// Whether entries are handed over instead of sent.
pub fn is_the_way(app: App) -> bool {
    app.can().joins == Joins::HandOver
}

/// The file: who, and what they want, in the words of our contract.
#[derive(Serialize)]
struct Sheet<'a> {
    hub: &'a str,
    person: &'a Person,
    acts: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    act: &'a Act,
    title: String,
    made_at: crate::model::Instant,
}

#[component]
pub fn HandOver(groups: Memo<Groups>) -> impl IntoView {
    let app = use_app();
    let some = Memo::new(move |_| groups.with(|groups| !groups.waiting.is_empty()));
    let asking = RwSignal::new(false);
    let waiting = move || groups.with_untracked(|groups| groups.waiting.clone());
    let download = move |_| {
        if let Some(text) = sheet(app, &waiting())
            && save::file("meyirim.json", "application/json", &text.as_str().into()).is_err()
        {
            app.toasts.tell(app.t_untracked().backend.file_failed);
        }
    };
    let mail = move || groups.with(|groups| mail(app, &groups.waiting));
    let clear = Callback::new(move |()| {
        for entry in waiting() {
            run(app, async move { app.outbox.discard(app, &entry.key).await });
        }
        page::focus("main");
    });
    let count = move || groups.with(|groups| groups.waiting.len() as u64);
    view! {
        <Show when=move || some.get()>
            <section class="stack" aria-labelledby="hand-over">
                <h2 id="hand-over">{move || app.t().backend.hand_title} " " <span class="faint">{count}</span></h2>
                <p class="quiet">{move || app.t().backend.hand_text}</p>
                {each(move || groups.with(|groups| groups.waiting.clone()), row_key, move |entry| view! { <WaitingEntry entry /> }.into_any())}
                <p class="actions">
                    <button class="button primary" type="button" on:click=download>
                        <Icon name=strokes::DOWNLOAD />
                        {move || app.t().backend.save_file}
                    </button>
                    {live(move || mail().map(|href| view! { <a class="button" href=href rel="external">{app.t().backend.by_mail}</a> }.into_any()))}
                    <button class="button" type="button" on:click=move |_| asking.set(true)>{move || app.t().backend.handed}</button>
                </p>
                <Dialog
                    id="handed"
                    open=asking
                    title=app.word(|t| t.backend.handed_title)
                    text=Signal::derive(move || (app.t().backend.handed_text)(count()))
                    safe=app.word(|t| t.common.cancel)
                    act=app.word(|t| t.backend.handed)
                    on_act=clear
                />
            </section>
        </Show>
    }
}

fn title(app: App, act: &Act) -> String {
    let Some((action, _)) = act.shift() else { return String::new() };
    let found =
        app.actions.list.with_untracked(|list| list.iter().find(|listed| listed.action.id == *action).map(|listed| listed.action.clone()));
    found.map_or_else(|| action.to_string(), |action| action.title.show(app.settings.lang.get_untracked()).text.to_owned())
}

fn sheet(app: App, entries: &[Entry]) -> Option<String> {
    let hub = app.hub();
    let person = app.session.person.get_untracked()?;
    let acts = entries.iter().map(|entry| Line { act: &entry.act, title: title(app, &entry.act), made_at: entry.made_at }).collect();
    let hub = hub.name.show(app.settings.lang.get_untracked()).text.to_owned();
    serde_json::to_string_pretty(&Sheet { hub: &hub, person: &person, acts }).ok()
}

/// The address of a message with the same in it, if the hub names somebody who takes it.
fn mail(app: App, entries: &[Entry]) -> Option<String> {
    let hub = app.hub();
    let to = hub.hand_over.as_ref()?;
    let subject = (app.t().backend.mail_subject)(app.show(&hub.name).text);
    Some(format!("mailto:{}?subject={}&body={}", segment(to).replace("%40", "@"), segment(&subject), segment(&sheet(app, entries)?)))
}
