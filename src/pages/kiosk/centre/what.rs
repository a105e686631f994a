//! What somebody needs: a seat, any that is free, or one of the rooms; each with when it is free next.

use super::{OtherDays, form::Form, hall::Next};
use crate::{
    model::centre::{Resource, ResourceKind},
    state::use_app,
    ui::{Icon, each, strokes},
};
use leptos::prelude::*;

#[component]
pub fn What(form: Form) -> impl IntoView {
    let app = use_app();
    let hall = form.hall;
    let door = move |kind: ResourceKind| {
        let places = hall.places(kind, None);
        let icon = if kind == ResourceKind::Seat { strokes::ARMCHAIR } else { strokes::USERS };
        let next = {
            let places = places.clone();
            Memo::new(move |_| hall.next(&places))
        };
        let none = move || next.get() == Next::Never;
        let text = {
            let places = places.clone();
            move || hall.next_in_words(kind, &places)
        };
        (!places.is_empty()).then(|| {
            view! {
                <button class="kiosk-door" type="button" disabled=none on:click=move |_| form.choose_kind(kind)>
                    <Icon name=icon />
                    <b>{move || (app.t().centre.kind)(kind)}</b>
                    <span>{text}</span>
                </button>
            }
        })
    };
    view! {
        <h1>{move || app.t().kiosk_centre.what}</h1>
        <div class="kiosk-doors">{ResourceKind::ALL.map(door)}</div>
        <OtherDays />
    }
}

#[component]
pub fn Rooms(form: Form) -> impl IntoView {
    let app = use_app();
    let rooms = move || form.hall.of_kind(form.kind.get());
    view! {
        <h1>{move || (app.t().centre.which)(form.kind.get())}</h1>
        <ul class="kiosk-tiles" role="list">{each(rooms, |one| one.id.to_string(), move |one| view! { <OneRoom form one /> }.into_any())}</ul>
    }
}

#[component]
fn OneRoom(form: Form, one: Resource) -> impl IntoView {
    let app = use_app();
    let (hall, kind, places) = (form.hall, one.kind, vec![one.id.clone()]);
    let next = {
        let places = places.clone();
        Memo::new(move |_| hall.next(&places))
    };
    let text = move || hall.next_in_words(kind, &places);
    let one = StoredValue::new(one);
    let about = move || {
        one.with_value(|one| {
            let people = (app.t().centre.people)(u64::from(one.capacity));
            let more = one.equipment.iter().map(|texts| app.show(texts).text.to_owned());
            std::iter::once(people).chain(more).collect::<Vec<_>>().join(", ")
        })
    };
    view! {
        <li>
            <button class="kiosk-tile two" type="button" disabled=move || next.get() == Next::Never on:click=move |_| form.choose_place(Some(one.with_value(|one| one.id.clone())))>
                <span class="kiosk-title">{move || one.with_value(|one| app.show(&one.name).text.to_owned())}</span>
                <span>{about}</span>
                <b class="num">{text}</b>
            </button>
        </li>
    }
}
