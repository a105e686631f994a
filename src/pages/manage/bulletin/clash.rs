//! Somebody was faster. What they did alone is in the form already; where both have typed at the same place, both versions stand here until somebody chooses.

use super::{
    exchange::What,
    fields::label,
    form::{directions, kinds, organisations},
    sheet::{Sheet, Told},
};
use crate::{
    i18n::manage_form,
    model::{Lang, merge::Clash},
    pages::manage::centre,
    state::use_app,
    ui::{Banner, Icon, each, strokes},
};
use leptos::prelude::*;
use serde_json::Value;

#[component]
pub fn Others(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let told = move || {
        let words = &app.t().manage_news;
        let (strong, text) = match sheet.told.get()? {
            Told::Changed => (words.changed, words.changed_hint),
            Told::Deleted => (words.gone, words.gone_hint),
        };
        Some(view! { <Banner tone="warning" icon=strokes::INFO strong=strong.to_owned() text=text.to_owned() /> })
    };
    let some = Memo::new(move |_| sheet.clashes.with(|all| !all.is_empty()));
    view! {
        <div>{told}</div>
        <Show when=move || some.get()>
            <section class="clash stack" role="alert" aria-labelledby="clash-title">
                <h2 id="clash-title">{move || app.t().manage.clash}</h2>
                <p>{move || app.t().manage.clash_hint}</p>
                <ul class="stack" role="list">{each(move || sheet.clashes.get(), |clash| format!("{clash:?}"), move |clash| view! { <One sheet clash /> }.into_any())}</ul>
            </section>
        </Show>
    }
}

#[component]
fn One(sheet: Sheet, clash: Clash) -> impl IntoView {
    let app = use_app();
    let (path, mine, theirs) = (clash.path.clone(), clash.mine.clone(), clash.theirs.clone());
    let named = path.clone();
    let place = move || {
        if sheet.what == What::Centre {
            return centre::place(sheet, &named);
        }
        // The last step of a text's place is its language.
        let at = named.last().map_or("", String::as_str);
        let (root, lang) = at.rsplit_once('/').map_or((at, None), |(root, last)| (root, Lang::from_code(last)));
        match lang {
            Some(lang) => format!("{}, {}", label(app, root), manage_form::Words::language(lang)),
            None => label(app, at).to_owned(),
        }
    };
    let told = move |value: Option<&Value>| {
        if let Some(said) = (sheet.what == What::Centre).then(|| centre::value(sheet, &path, value)).flatten() {
            return said;
        }
        let text = value.and_then(Value::as_str).unwrap_or_default();
        let all = match path.last().map_or("", String::as_str) {
            "/kind" => kinds(app),
            "/direction" => directions(app),
            "/organiser" | "/organisation" => organisations(sheet),
            "/wall" | "/achieved/about" | "/coordinates/coarse" => {
                return app.t().manage_news.ticked[usize::from(!text.is_empty())].to_owned();
            }
            _ if text.is_empty() => return app.t().manage.nothing.to_owned(),
            _ => return text.to_owned(),
        };
        all.into_iter().find(|(key, _)| key == text).map_or_else(|| text.to_owned(), |(_, words)| words)
    };
    let told_theirs = told.clone();
    let clash = StoredValue::new(clash);
    let decide = move |theirs: bool| clash.with_value(|clash| sheet.decide(clash, theirs));
    view! {
        <li class="stack tight">
            <b>{place}</b>
            <p>{move || (app.t().manage.mine)(&told(mine.as_ref()))}</p>
            <p>{move || (app.t().manage.theirs)(&told_theirs(theirs.as_ref()))}</p>
            <p class="actions">
                <button class="button compact" type="button" on:click=move |_| decide(false)><Icon name=strokes::CHECK class="icon icon-s" /> {move || app.t().manage.keep_mine}</button>
                <button class="button compact" type="button" on:click=move |_| decide(true)><Icon name=strokes::DOWNLOAD class="icon icon-s" /> {move || app.t().manage.take_theirs}</button>
            </p>
        </li>
    }
}
