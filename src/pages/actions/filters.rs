//! Search, the quick chips, and the button that opens the sheet with all filters.

use super::{finder::Finder, later};
use crate::{
    model::Direction,
    routes::query,
    state::use_app,
    ui::{Icon, Patch, strokes},
};
use leptos::{html, prelude::*};

#[component]
pub fn Filters(finder: Finder) -> impl IntoView {
    let app = use_app();
    let sheet = NodeRef::<html::Dialog>::new();
    let opened = RwSignal::new(false);
    let open = move |_| {
        if !opened.get_untracked() {
            opened.set(true);
        }
        if let Some(dialog) = sheet.get_untracked() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = sheet.get_untracked() {
            dialog.close();
        }
    };
    let active = move || finder.asked.with(|asked| asked.filter.active());
    let count = move || finder.found.with(|found| found.len() as u64);
    view! {
        <search class="finder">
            <div class="search">
                <label class="sr" for="q">{move || app.t().common.search}</label>
                <input
                    id="q"
                    class="input"
                    type="search"
                    autocomplete="off"
                    enterkeyhint="search"
                    placeholder=move || app.t().actions.search_hint
                    prop:value=finder.typed
                    on:input=move |event| finder.type_in(event_target_value(&event))
                />
                <Icon name=strokes::SEARCH />
            </div>
            <button class="button square" type="button" aria-haspopup="dialog" aria-label=move || button_name(finder) on:click=open>
                <Icon name=strokes::SLIDERS />
                {move || (active() > 0).then(|| view! { <span class="dot" aria-hidden="true">{active()}</span> }.into_any())}
            </button>
        </search>
        <Chips finder />
        <div class="head">
            <p class="found" role="status">{move || (app.t().actions.found)(count())}</p>
            <Views finder />
        </div>
        // Filled when it is opened for the first time.
        <dialog class="sheet" aria-labelledby="filters-title" node_ref=sheet>
            <form method="dialog" on:submit=move |event| { event.prevent_default(); close(); }>
                <header class="sheet-head">
                    <h2 id="filters-title">{move || app.t().actions.filters}</h2>
                    <button class="button plain square" type="button" on:click=move |_| close()>
                        <Icon name=strokes::X />
                        <span class="sr">{move || app.t().common.close}</span>
                    </button>
                </header>
                {move || opened.get().then(|| later::sheet(finder))}
            </form>
        </dialog>
    }
}

fn button_name(finder: Finder) -> String {
    let words = &use_app().t().actions;
    match finder.asked.with(|asked| asked.filter.active()) {
        0 => words.filters.to_owned(),
        count => (words.filters_set)(count as u64),
    }
}

/// A filter that is on or off.
#[component]
fn Toggle(finder: Finder, name: &'static str, on: Signal<bool>, #[prop(into)] label: Signal<String>) -> impl IntoView {
    view! {
        <button
            class="chip"
            type="button"
            aria-pressed=move || on.get().to_string()
            on:click=move |_| finder.set(name, (!on.get_untracked()).then_some("1"))
        >
            {label}
        </button>
    }
}

#[component]
fn Chips(finder: Finder) -> impl IntoView {
    let app = use_app();
    let flag =
        move |pick: fn(&crate::model::filter::Filter) -> bool| Signal::derive(move || finder.asked.with(|asked| pick(&asked.filter)));
    let label = move |pick: fn(&crate::i18n::actions::Words) -> &'static str| Signal::derive(move || pick(&app.t().actions).to_owned());
    view! {
        <div class="chips" role="group" aria-label=move || app.t().actions.filters>
            <Toggle finder name=query::SUITS on=flag(|filter| filter.suits) label=label(|words| words.suits) />
            <Toggle finder name=query::FREE on=flag(|filter| filter.free) label=label(|words| words.free) />
            <DirectionChips finder />
            <Toggle finder name=query::PAST on=flag(|filter| filter.past) label=label(|words| words.past) />
        </div>
    }
}

#[component]
pub fn DirectionChips(finder: Finder) -> impl IntoView {
    let app = use_app();
    Direction::ALL
        .into_iter()
        .map(|direction| {
            let on = Memo::new(move |_| finder.asked.with(|asked| asked.filter.direction == Some(direction)));
            let toggle = move |_| finder.set(query::DIRECTION, (!on.get_untracked()).then_some(direction.key()));
            view! {
                <button class="chip" type="button" aria-pressed=move || on.get().to_string() on:click=toggle>
                    <Patch key=direction.key() />
                    {move || app.t().common.direction(direction)}
                </button>
            }
            .into_any()
        })
        .collect_view()
}

/// List or month: two links, so that each has an address.
#[component]
fn Views(finder: Finder) -> impl IntoView {
    let app = use_app();
    let current = move |month: bool| (finder.asked.with(|asked| asked.month_view) == month).then_some("true");
    let href = move |month: bool| {
        // Follows every change of the address, not only those of the view.
        finder.asked.track();
        finder.typed.track();
        finder.url_with(&[(query::VIEW, month.then_some("month")), (query::MONTH, None)])
    };
    view! {
        <nav class="segmented" aria-label=move || app.t().actions.view>
            <a href=move || href(false) aria-current=move || current(false)>{move || app.t().actions.list}</a>
            <a href=move || href(true) aria-current=move || current(true)>{move || app.t().actions.month}</a>
        </nav>
    }
}
