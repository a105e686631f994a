//! Choosing: a day, a seat or a room, and which one; then the hours of that day.

use super::{here::Here, hours::Hours};
use crate::{
    i18n::dates::capital,
    model::{
        Day, ResourceId,
        centre::ResourceKind,
        instant::{add_days, iso},
    },
    ui::{Icon, Segmented, each, live, strokes},
};
use leptos::prelude::*;

/// What is looked for: any of a kind, or one.
#[derive(Clone, Copy)]
pub struct Wanted {
    pub kind: RwSignal<ResourceKind>,
    /// `None`: any of the kind.
    pub place: RwSignal<Option<ResourceId>>,
}

impl Wanted {
    /// The places that would do, in order.
    pub fn places(&self, here: Here) -> Vec<ResourceId> {
        let (kind, place) = (self.kind.get(), self.place.get());
        match place {
            Some(place) => vec![place],
            None => {
                here.centre.with_value(|centre| centre.resources.iter().filter(|one| one.kind == kind).map(|one| one.id.clone()).collect())
            }
        }
    }
}

#[component]
pub fn Choose(here: Here) -> impl IntoView {
    let app = here.app;
    let wanted = Wanted { kind: RwSignal::new(ResourceKind::Seat), place: RwSignal::new(None) };
    let choose = move |kind| {
        wanted.kind.set(kind);
        wanted.place.set(None);
    };
    let kinds = ResourceKind::ALL.map(|kind| (kind, Signal::derive(move || (app.t().centre.kind)(kind).to_owned())));
    view! {
        <section class="stack" aria-labelledby="book">
            <h2 id="book" tabindex="-1">{move || app.t().centre.book_title}</h2>
            <span class="sr" id="kinds">{move || app.t().centre.kind_label}</span>
            <Segmented labelled_by="kinds" chosen=wanted.kind on_choose=choose options=kinds.into() />
            <Days here />
            <Places here wanted />
            {live(move || view! { <Hours here wanted day=here.day.get() /> })}
            <p class="sr" role="status">{move || here.said.get()}</p>
        </section>
    }
}

/// Today first, then as far as one may book.
#[component]
fn Days(here: Here) -> impl IntoView {
    let app = here.app;
    let ahead = here.centre.with_value(|centre| i64::from(centre.rules.days_ahead));
    let today = Memo::new(move |_| here.today());
    let days = move || (0..=ahead).map(|after| add_days(today.get(), after)).collect::<Vec<_>>();
    view! {
        <div class="chips" role="group" aria-label=move || app.t().centre.day_label>
            {each(days, |day| iso(*day), move |day| view! { <OneDay here day /> }.into_any())}
        </div>
    }
}

#[component]
fn OneDay(here: Here, day: Day) -> impl IntoView {
    let app = here.app;
    let closed = here.centre.with_value(|centre| centre.open_on(day).is_empty());
    let near = move || capital(app.t().dates.weekday_or_near(day, here.today()));
    let label = move || {
        let t = app.t();
        let closed = if closed { format!(", {}", t.centre.closed) } else { String::new() };
        format!("{}, {}{closed}", near(), t.dates.day(day, here.today().year()))
    };
    let pressed = move || (here.day.get() == day).to_string();
    view! {
        <button class="chip" type="button" aria-pressed=pressed aria-label=label on:click=move |_| here.day.set(day)>
            <span>{near} " " {move || app.t().dates.day_short(day)}</span>
            {closed.then(|| view! { <Icon name=strokes::LOCK class="icon icon-s" /> })}
        </button>
    }
}

/// Any, or one by its name, with what is at it.
#[component]
fn Places(here: Here, wanted: Wanted) -> impl IntoView {
    let app = here.app;
    let choose = move |event| wanted.place.set(ResourceId::new(&event_target_value(&event)).ok());
    let value = move || wanted.place.get().map(|id| id.to_string()).unwrap_or_default();
    let options = move || {
        let (kind, chosen) = (wanted.kind.get(), wanted.place.get());
        let any = view! { <option value="" selected=chosen.is_none()>{(app.t().centre.any)(kind)}</option> };
        let one = |resource: &crate::model::centre::Resource| {
            let about = resource.equipment.iter().map(|texts| app.show(texts).text.to_owned());
            let people = (resource.capacity > 1).then(|| (app.t().centre.people)(u64::from(resource.capacity)));
            let about = people.into_iter().chain(about).collect::<Vec<_>>().join(", ");
            let name = app.show(&resource.name).text.to_owned();
            let text = if about.is_empty() { name } else { format!("{name}: {about}") };
            view! { <option value=resource.id.to_string() selected=chosen.as_ref() == Some(&resource.id)>{text}</option> }
        };
        let all = here.centre.with_value(|centre| centre.resources.iter().filter(|one| one.kind == kind).map(one).collect_view());
        view! { {any} {all} }
    };
    view! {
        <div class="field">
            <label for="place">{move || (app.t().centre.which)(wanted.kind.get())}</label>
            <select class="input" id="place" prop:value=value on:change=choose>{options}</select>
        </div>
    }
}
