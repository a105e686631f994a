//! Seats and rooms, in the order in which people see them.

use super::parts::{Folded, Wrong, focus_soon};
use crate::{
    model::{ResourceId, centre::ResourceKind, centre_form::resource_at},
    pages::manage::{
        bulletin::{
            Sheet,
            fields::{Line, Select, Texts},
            id_of,
        },
        texts::Missing,
    },
    state::{App, use_app},
    ui::{Icon, each, strokes},
    web::clock,
};
use leptos::prelude::*;

/// What a seat or a room can be.
pub fn kinds(app: App) -> Vec<(String, String)> {
    ResourceKind::ALL.map(|kind| (kind.key().to_owned(), (app.t().centre.kind)(kind).to_owned())).into()
}

#[component]
pub fn Places(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| sheet.draft.with(|draft| draft.places()));
    let none = move || all.with(Vec::is_empty).then(|| view! { <p class="quiet">{app.t().manage_centre.no_places}</p> });
    let added = RwSignal::new(None::<ResourceId>);
    let one = move |id: ResourceId| {
        let added = added.with_untracked(|added| added.as_ref() == Some(&id));
        view! { <OnePlace sheet id added /> }.into_any()
    };
    let add = move |kind: ResourceKind| {
        // An id of its own, which nobody reads and no booking of a place that is gone has.
        let Ok(id) = ResourceId::new(&format!("{}-{}", kind.key(), clock::unique())) else { return };
        added.set(Some(id.clone()));
        sheet.change(&format!("/resources/{id}"), |draft| draft.add_place(&id, kind));
        if let Some(lang) = app.hub().languages.first() {
            focus_soon(id_of(&resource_at(&id, &format!("name/{}", lang.code()))));
        }
    };
    view! {
        <section class="stack" aria-labelledby="places">
            <h2 id="places">{move || app.t().manage_centre.places}</h2>
            {none}
            <div>{each(move || all.get(), |id| id.to_string(), one)}</div>
            <Wrong sheet at="/resources" />
            <p class="actions">
                <button id="field-resources" class="button" type="button" on:click=move |_| add(ResourceKind::Seat)><Icon name=strokes::PLUS /> {move || app.t().manage_centre.add_seat}</button>
                <button class="button" type="button" on:click=move |_| add(ResourceKind::Room)><Icon name=strokes::PLUS /> {move || app.t().manage_centre.add_room}</button>
            </p>
        </section>
    }
}

#[component]
fn OnePlace(sheet: Sheet, id: ResourceId, added: bool) -> impl IntoView {
    let app = use_app();
    let at = |place: &str| resource_at(&id, place);
    let (whole, called, kind, capacity) = (format!("/resources/{id}"), at("name"), at("kind"), at("capacity"));
    let typed = {
        let called = called.clone();
        Memo::new(move |_| sheet.draft.with(|draft| draft.typed(&called)))
    };
    let about = {
        let (kind, capacity) = (kind.clone(), capacity.clone());
        Memo::new(move |_| sheet.draft.with(|draft| (draft.get(&kind).to_owned(), draft.get(&capacity).trim().parse::<u64>().ok())))
    };
    let shown = move || match typed.with(|typed| typed.texts()) {
        Some(texts) => app.show(&texts).text.to_owned(),
        None => app.t().manage_centre.unnamed.to_owned(),
    };
    let said = move || {
        let (kind, people) = about.get();
        let kind = ResourceKind::from_key(&kind).map(|kind| (app.t().centre.kind)(kind).to_owned());
        let people = people.map(|people| (app.t().centre.people)(people));
        kind.into_iter().chain(people).collect::<Vec<_>>().join(", ")
    };
    let name = move || view! { <b>{shown}</b> " " <span class="quiet">{said}</span> " " <Missing typed /> }.into_any();
    let gone = whole.clone();
    let remove = move |_| {
        sheet.change(&gone, |draft| draft.take_out(&gone));
        focus_soon("field-resources".to_owned());
    };
    view! {
        <Folded sheet at=whole open=added name>
            <Texts sheet at=called />
            <div class="pairs">
                <Select sheet at=kind options=move || kinds(app) />
                <Line sheet at=capacity input_mode="numeric" />
            </div>
            <Equipment sheet id />
            <p class="actions"><button class="button compact danger" type="button" on:click=remove><Icon name=strokes::TRASH class="icon icon-s" /> {move || (app.t().manage_centre.remove_place)(&shown())}</button></p>
        </Folded>
    }
}

/// What is in it, a line each.
#[component]
fn Equipment(sheet: Sheet, id: ResourceId) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(id);
    let numbers = Memo::new(move |_| id.with_value(|id| sheet.draft.with(|draft| draft.equipment_of(id))));
    let at = move |number: usize| id.with_value(|id| resource_at(id, &format!("equipment/{number}")));
    let add = move |_| {
        let mut number = 0;
        let whole = id.with_value(|id| resource_at(id, "equipment"));
        sheet.change(&whole, |draft| number = id.with_value(|id| draft.add_equipment(id)));
        if let Some(lang) = app.hub().languages.first() {
            focus_soon(id_of(&format!("{}/{}", at(number), lang.code())));
        }
    };
    let line = move |number: usize| {
        let remove = move |_| sheet.change(&at(number), |draft| draft.take_out(&at(number)));
        view! {
            <li class="stack tight">
                <Texts sheet at=at(number) />
                <p class="actions"><button class="button compact" type="button" on:click=remove><Icon name=strokes::X class="icon icon-s" /> {move || app.t().manage_centre.remove_line}</button></p>
            </li>
        }
        .into_any()
    };
    view! {
        <ul class="stack" role="list">{each(move || numbers.get(), |number| *number, line)}</ul>
        <p class="actions"><button class="button compact" type="button" on:click=add><Icon name=strokes::PLUS class="icon icon-s" /> {move || app.t().manage_centre.add_line}</button></p>
    }
}
