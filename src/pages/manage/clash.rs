//! Two have changed the same field: both versions, and the choice. Until it is made nothing is sent.

use super::desk::Desk;
use crate::{
    model::{Lang, merge::Clash},
    state::{App, use_app},
    ui::{Icon, each, strokes},
};
use leptos::prelude::*;
use serde_json::Value;

#[component]
pub fn Clashes(desk: Desk) -> impl IntoView {
    let app = use_app();
    let some = Memo::new(move |_| desk.clashes.with(|all| !all.is_empty()));
    view! {
        <Show when=move || some.get()>
            <section class="clash stack" role="alert" aria-labelledby="clash-title">
                <h2 id="clash-title">{move || app.t().manage.clash}</h2>
                <p>{move || app.t().manage.clash_hint}</p>
                <ul class="stack" role="list">{each(move || desk.clashes.get(), |clash| format!("{clash:?}"), move |clash| view! { <One desk clash /> }.into_any())}</ul>
            </section>
        </Show>
    }
}

#[component]
fn One(desk: Desk, clash: Clash) -> impl IntoView {
    let app = use_app();
    let (label_of, mine, theirs) = (clash.path.clone(), clash.mine.clone(), clash.theirs.clone());
    let clash = StoredValue::new(clash);
    let decide = move |theirs: bool| clash.with_value(|clash| desk.decide(clash, theirs));
    view! {
        <li class="stack tight">
            <b>{move || label(app, &label_of)}</b>
            <p>{move || (app.t().manage.mine)(&told(app, mine.as_ref()))}</p>
            <p>{move || (app.t().manage.theirs)(&told(app, theirs.as_ref()))}</p>
            <p class="actions">
                <button class="button compact" type="button" on:click=move |_| decide(false)><Icon name=strokes::CHECK class="icon icon-s" /> {move || app.t().manage.keep_mine}</button>
                <button class="button compact" type="button" on:click=move |_| decide(true)><Icon name=strokes::DOWNLOAD class="icon icon-s" /> {move || app.t().manage.take_theirs}</button>
            </p>
        </li>
    }
}

/// What the field is called, with the language or the shift that it belongs to.
fn label(app: App, path: &[String]) -> String {
    let words = &app.t().manage_form;
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    let field = |name: &str| {
        Some(match name {
            "title" => words.title,
            "about" => words.about,
            "place" => words.place,
            "address" => words.address,
            "meeting" => words.meeting,
            "requirements" => words.requirements,
            "direction" => words.direction,
            "district" => words.district,
            "organiser" => words.organiser,
            "youngest" => words.youngest,
            "hazards" => words.hazards,
            "waitlist" => words.waitlist,
            "cover" => words.cover,
            "count_round" | "count_most" | "count_night" => words.hours,
            "shifts" => words.shifts,
            "repeat" => words.repeats,
            "role" => words.role,
            "day" => words.day,
            "from" => words.from,
            "to" => words.to,
            "last_day" => words.last_day,
            "needed" => words.needed,
            "most" => words.most,
            "withdraw" => words.withdraw,
            _ => return None,
        })
    };
    let named = |(at, part): (usize, &&str)| match (Lang::from_code(part), part.parse::<u64>()) {
        (Some(lang), _) => Some(crate::i18n::manage_form::Words::language(lang).to_owned()),
        // The place of a line counts from 0, the name of a shift from 1.
        (_, Ok(number)) if at > 0 && parts[at - 1] == "shifts" => Some((words.shift)(number)),
        (_, Ok(number)) => Some((words.requirement)(number + 1)),
        _ => field(part).map(str::to_owned),
    };
    parts.iter().enumerate().filter_map(named).collect::<Vec<_>>().join(", ")
}

/// A value as somebody can read it.
fn told(app: App, value: Option<&Value>) -> String {
    let t = app.t();
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Bool(yes)) => if *yes { t.common.yes } else { t.common.no }.to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(all)) => all.iter().map(|one| told(app, Some(one))).collect::<Vec<_>>().join("; "),
        Some(Value::Object(all)) => all
            .values()
            .filter(|one| one.as_str().is_some_and(|text| !text.is_empty()))
            .map(|one| told(app, Some(one)))
            .collect::<Vec<_>>()
            .join(", "),
    };
    if text.trim().is_empty() { t.manage.nothing.to_owned() } else { text }
}
