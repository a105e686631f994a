//! What stands in the sheet with all filters; the sheet itself, its head and how it closes are in `filters`.

use super::{filters::DirectionChips, finder::Finder};
use crate::{model::instant::iso, routes::query, state::use_app};
use leptos::prelude::*;

/// All filters at once, applied as they are set; the button only closes.
#[component]
pub fn Sheet(finder: Finder) -> impl IntoView {
    let app = use_app();
    let count = move || finder.found.with(|found| found.len() as u64);
    view! {
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
    }
}

#[component]
fn DistrictField(finder: Finder) -> impl IntoView {
    let app = use_app();
    let chosen = move || finder.asked.with(|asked| asked.filter.district.clone().unwrap_or_default());
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
                        view! { <option value=key selected=selected>{move || app.show(&name).text.to_owned()}</option> }.into_any()
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

#[component]
fn DayField(finder: Finder) -> impl IntoView {
    let app = use_app();
    let chosen = move || finder.asked.with(|asked| asked.filter.day.map(iso).unwrap_or_default());
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
