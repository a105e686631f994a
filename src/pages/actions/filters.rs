//! Search, the quick chips, and the sheet with all filters.

use super::finder::Finder;
use crate::{
    model::Direction,
    routes::query,
    state::use_app,
    ui::{Icon, Patch},
};
use leptos::{html, prelude::*};

#[component]
pub fn Filters(finder: Finder) -> impl IntoView {
    let app = use_app();
    let sheet = NodeRef::<html::Dialog>::new();
    let open = move |_| {
        if let Some(dialog) = sheet.get_untracked() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    let active = move || finder.filter.with(|filter| filter.active());
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
                <Icon name="search" />
            </div>
            <button class="button square" type="button" aria-haspopup="dialog" aria-label=move || button_name(finder) on:click=open>
                <Icon name="sliders" />
                {move || (active() > 0).then(|| view! { <span class="dot" aria-hidden="true">{active()}</span> })}
            </button>
        </search>
        <Chips finder />
        <div class="head">
            <p class="found" role="status">{move || (app.t().actions.found)(count())}</p>
            <Views finder />
        </div>
        <Sheet finder node=sheet />
    }
}

fn button_name(finder: Finder) -> String {
    let words = &use_app().t().actions;
    match finder.filter.with(|filter| filter.active()) {
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
    let flag = move |pick: fn(&crate::model::filter::Filter) -> bool| Signal::derive(move || finder.filter.with(pick));
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
fn DirectionChips(finder: Finder) -> impl IntoView {
    let app = use_app();
    Direction::ALL
        .into_iter()
        .map(|direction| {
            let on = Memo::new(move |_| finder.filter.with(|filter| filter.direction == Some(direction)));
            let toggle = move |_| finder.set(query::DIRECTION, (!on.get_untracked()).then_some(direction.key()));
            view! {
                <button class="chip" type="button" aria-pressed=move || on.get().to_string() on:click=toggle>
                    <Patch key=direction.key() />
                    {move || app.t().common.direction(direction)}
                </button>
            }
        })
        .collect_view()
}

/// List or month: two links, so that each has an address.
#[component]
fn Views(finder: Finder) -> impl IntoView {
    let app = use_app();
    let current = move |month: bool| (finder.month_view.get() == month).then_some("true");
    let href = move |month: bool| {
        // Follows every change of the address, not only those of the view.
        finder.filter.track();
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

/// All filters at once, applied as they are set; the button only closes.
#[component]
fn Sheet(finder: Finder, node: NodeRef<html::Dialog>) -> impl IntoView {
    let app = use_app();
    let close = move || {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    };
    let count = move || finder.found.with(|found| found.len() as u64);
    view! {
        <dialog class="sheet" aria-labelledby="filters-title" node_ref=node>
            <form method="dialog" on:submit=move |event| { event.prevent_default(); close(); }>
                <header class="sheet-head">
                    <h2 id="filters-title">{move || app.t().actions.filters}</h2>
                    <button class="button plain square" type="button" on:click=move |_| close()>
                        <Icon name="x" />
                        <span class="sr">{move || app.t().common.close}</span>
                    </button>
                </header>
                <div class="sheet-body">
                    <fieldset class="field">
                        <legend>{move || app.t().actions.direction}</legend>
                        <div class="chips wrap"><DirectionChips finder /></div>
                    </fieldset>
                    <DistrictField finder />
                    <DayField finder />
                    <p class="hint">{move || app.session.person.with(Option::is_none).then(|| app.t().actions.suits_hint)}</p>
                </div>
                <footer class="sheet-foot">
                    <button class="button plain" type="button" on:click=move |_| finder.clear()>{move || app.t().actions.clear}</button>
                    <button class="button primary" type="submit">{move || (app.t().actions.show)(count())}</button>
                </footer>
            </form>
        </dialog>
    }
}

#[component]
fn DistrictField(finder: Finder) -> impl IntoView {
    let app = use_app();
    let chosen = move || finder.filter.with(|filter| filter.district.clone().unwrap_or_default());
    let set = move |event| {
        let key = event_target_value(&event);
        finder.set(query::DISTRICT, Some(key.as_str()).filter(|key| !key.is_empty()));
    };
    let districts = app.hub();
    view! {
        <div class="field">
            <label for="district">{move || app.t().actions.district}</label>
            <select id="district" class="input" prop:value=chosen on:change=set>
                <option value="">{move || app.t().actions.any_district}</option>
                {districts
                    .districts
                    .iter()
                    .map(|district| {
                        let (key, name) = (district.key.clone(), district.name.clone());
                        let selected = { let key = key.clone(); move || chosen() == key };
                        view! { <option value=key selected=selected>{move || app.show(&name).text.to_owned()}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

#[component]
fn DayField(finder: Finder) -> impl IntoView {
    let app = use_app();
    let chosen = move || finder.filter.with(|filter| filter.day.map(|day| day.to_string()).unwrap_or_default());
    let set = move |event| {
        let day = event_target_value(&event);
        finder.set(query::DAY, Some(day.as_str()).filter(|day| !day.is_empty()));
    };
    view! {
        <div class="field">
            <label for="day">{move || app.t().actions.day}</label>
            <input id="day" class="input" type="date" prop:value=chosen on:change=set />
        </div>
    }
}
