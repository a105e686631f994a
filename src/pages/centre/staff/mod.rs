//! The centre for those who run it: a day as a timetable, bookings for people without an account, blocks, moves, bookings that repeat, who has come. It needs a connection: who is where is other people's business and is not
//! kept on the device, and what is done there is seen by whoever sits there.

mod booked;
mod fresh;
mod pick;
mod series;
mod table;

use crate::{
    api::{ApiError, Call, centre as api},
    i18n::{Catalogue, dates::capital},
    model::{
        Booking, BookingId, Centre, Day, Instant, ResourceId,
        booking::{Busy, Desk as Rules, Holder},
        can::Act,
        clash::Span,
        instant::{add_days, iso, parse_day},
    },
    pages::{
        centre::missing,
        parts::gate::{Gate, Words},
    },
    routes,
    state::{App, Failure, kept::Kept, use_app},
    store::{Room, records},
    ui::{Icon, Skeleton, live, strokes},
    web::{clock, events, page},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use std::sync::Arc;

#[component]
pub fn Staff() -> impl IntoView {
    let app = use_app();
    let words = |t: &Catalogue| Words { sign_in: t.centre_desk.sign_in, not_here: t.centre.not_here };
    let shown = || view! { <Opened /> }.into_any();
    let back = Some((routes::CENTRE, (|t| t.centre.title) as fn(&Catalogue) -> &'static str));
    view! { <Gate title=app.word(|t| t.centre_desk.title) class="centre" act=Act::RunCentre path=routes::CENTRE_STAFF back words shown /> }
}

#[component]
fn Opened() -> impl IntoView {
    let app = use_app();
    let kept = Kept::open(app, Room::Cache, records::CENTRE.to_owned(), api::get);
    let known = Memo::new(move |_| kept.value.get());
    live(move || match known.get() {
        Some(centre) => view! { <Day centre /> }.into_any(),
        None if kept.asked.get() => missing(app, kept),
        None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
    })
}

/// What is looked at.
#[derive(Debug, Clone, PartialEq)]
pub enum Chosen {
    Free(ResourceId, Span),
    Booked(BookingId),
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub app: App,
    pub centre: StoredValue<Arc<Centre>>,
    pub day: RwSignal<Day>,
    pub bookings: RwSignal<Option<Arc<Vec<Booking>>>>,
    pub saved_at: RwSignal<Option<Instant>>,
    pub failure: RwSignal<Failure>,
    pub chosen: RwSignal<Option<Chosen>>,
    /// What came of the last act: said, and whether it was done.
    pub said: RwSignal<Option<(bool, String)>>,
    pub sending: RwSignal<bool>,
}

impl Desk {
    fn open(app: App, centre: Arc<Centre>) -> Self {
        let desk = Self {
            app,
            centre: StoredValue::new(centre),
            // The one that the address names, or today.
            day: RwSignal::new(untrack(|| named_day().unwrap_or_else(|| app.zone().day(app.now.get())))),
            bookings: RwSignal::new(None),
            saved_at: RwSignal::new(None),
            failure: RwSignal::new(None),
            chosen: RwSignal::new(None),
            said: RwSignal::new(None),
            sending: RwSignal::new(false),
        };
        // Again when anything has changed on the hub, and each minute: people book from their phones.
        Effect::new(move |before: Option<Day>| {
            let day = desk.day.get();
            app.now.track();
            app.actions.saved_at.track();
            if before.is_some_and(|before| before != day) {
                desk.bookings.set(None);
                desk.chosen.set(None);
            }
            if app.keeping.get().is_some() && events::is_visible() {
                spawn_local(desk.fetch());
            }
            day
        });
        desk
    }

    pub async fn fetch(self) {
        let Some(day) = self.day.try_get_untracked() else { return };
        let answer = self.app.client().read(&api::bookings(day)).await;
        // Another day is looked at meanwhile, or another page.
        if self.day.try_get_untracked() != Some(day) {
            return;
        }
        match answer {
            Ok(all) => {
                if self.bookings.with_untracked(|known| known.as_deref() != Some(&all.items)) {
                    self.bookings.set(Some(Arc::new(all.items)));
                }
                self.saved_at.set(Some(clock::now()));
                self.failure.set(None);
            }
            Err(why) => self.failure.set(Some(Arc::new(why))),
        }
    }

    pub fn ask<T>(&self, ask: impl FnOnce(&Rules) -> T) -> T {
        let (zone, now) = (self.app.zone(), self.app.now.get());
        self.centre.with_value(|centre| ask(&Rules { centre, zone: &zone, now }))
    }

    /// What is held, one booking left out.
    pub fn busy(&self, but: Option<&BookingId>) -> Vec<Busy> {
        let others: Vec<Booking> =
            self.bookings.with(|all| all.iter().flat_map(|all| all.iter()).filter(|one| Some(&one.id) != but).cloned().collect());
        self.ask(|rules| rules.busy(&others))
    }

    pub fn find(&self, id: &BookingId) -> Option<Booking> {
        self.bookings.with(|all| all.as_ref()?.iter().find(|one| one.id == *id).cloned())
    }

    pub fn named(&self, id: &ResourceId) -> String {
        let name = self.centre.with_value(|centre| centre.resource(id).map(|one| one.name.clone()));
        name.map_or_else(|| id.to_string(), |texts| self.app.show(&texts).text.to_owned())
    }

    pub fn time(&self, time: Span) -> String {
        super::here::told(&self.app.zone(), time)
    }

    /// Whose it is, in words.
    pub fn who(&self, holder: &Holder) -> String {
        let words = &self.app.t().centre_desk;
        match holder {
            Holder::Person { name: Some(name), .. } | Holder::WalkIn { name, .. } => name.clone(),
            Holder::Person { name: None, .. } => words.unnamed.to_owned(),
            Holder::Nobody { why: Some(why) } => format!("{}: {why}", words.blocked),
            Holder::Nobody { why: None } => words.blocked.to_owned(),
        }
    }

    /// Sends an act, says what came of it, and looks at the day anew. `then` is done only if it was done.
    pub fn send<T: 'static>(self, call: Call<T>, done: impl Fn(&Catalogue, &T) -> String + 'static, then: impl FnOnce(&T) + 'static) {
        if self.sending.get_untracked() {
            return;
        }
        self.sending.set(true);
        self.said.set(None);
        spawn_local(async move {
            let answer = self.app.client().send(&call).await;
            if self.sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => {
                    self.said.set(Some((true, done(self.app.t_untracked(), &answer))));
                    then(&answer);
                }
                Err(why) => self.said.set(Some((false, self.refusal(&why)))),
            }
            self.fetch().await;
        });
    }

    fn refusal(&self, why: &ApiError) -> String {
        let t = self.app.t_untracked();
        (t.centre.refused)(why).unwrap_or_else(|| (t.errors.api)(why))
    }

    /// Where it was pressed is gone, or will be.
    pub fn close(&self) {
        self.chosen.set(None);
        page::focus_soon("timetable");
    }
}

#[component]
fn Day(centre: Arc<Centre>) -> impl IntoView {
    let app = use_app();
    let desk = Desk::open(app, centre);
    let some = Memo::new(move |_| desk.bookings.with(Option::is_some));
    let age = move || {
        let t = app.t();
        desk.saved_at.get().map(|at| (t.centre.as_of)(&t.dates.moment(at, app.now.get(), &app.zone())))
    };
    let failed = Memo::new(move |_| desk.failure.with(|failure| failure.as_ref().map(|why| (app.t().errors.api)(why))));
    view! {
        <p class="quiet">{move || app.t().centre_desk.lead}</p>
        <p><a class="withicon" href=routes::MANAGE_CENTRE><Icon name=strokes::GEAR class="icon icon-s" /> {move || app.t().centre_desk.to_settings}</a></p>
        <DayBar desk />
        <p class="why" role="status">
            {move || failed.get().map(|why| view! {
                <Icon name=strokes::OFFLINE class="icon icon-s" />
                <span>{why} " " {app.t().centre_desk.offline} " " {age}</span>
            })}
        </p>
        {live(move || match some.get() {
            true => view! { <table::Timetable desk /> }.into_any(),
            false if failed.with(Option::is_some) => ().into_any(),
            false => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        })}
        <p role="status" class="centre-said">{move || desk.said.get().filter(|(done, _)| *done).map(|(_, text)| text)}</p>
        <p role="alert" class="centre-said">{move || desk.said.get().filter(|(done, _)| !done).map(|(_, text)| text)}</p>
        {live(move || match desk.chosen.get() {
            Some(Chosen::Free(place, time)) => view! { <fresh::Fresh desk place time /> }.into_any(),
            Some(Chosen::Booked(id)) => view! { <booked::Booked desk id /> }.into_any(),
            None => ().into_any(),
        })}
        <table::Others desk />
    }
}

fn named_day() -> Option<Day> {
    parse_day(&use_query_map().with_untracked(|query| query.get(routes::query::DAY))?)
}

#[component]
fn DayBar(desk: Desk) -> impl IntoView {
    let app = desk.app;
    let step = move |by: i64| desk.day.update(|day| *day = add_days(*day, by));
    let title = move || {
        let t = app.t();
        let today = app.zone().day(app.now.get());
        format!("{}, {}", capital(t.dates.weekday_or_near(desk.day.get(), today)), t.dates.day(desk.day.get(), today.year()))
    };
    let set = move |event| {
        if let Some(day) = parse_day(&event_target_value(&event)) {
            desk.day.set(day);
        }
    };
    view! {
        <h2 id="timetable" tabindex="-1">{title}</h2>
        <div class="centre-day">
            <button class="button square" type="button" aria-label=move || app.t().centre_desk.day_before on:click=move |_| step(-1)><Icon name=strokes::BACK /></button>
            <div class="field">
                <label class="sr" for="centre-date">{move || app.t().centre.day_label}</label>
                <input class="input" id="centre-date" type="date" prop:value=move || iso(desk.day.get()) on:change=set />
            </div>
            <button class="button square" type="button" aria-label=move || app.t().centre_desk.day_after on:click=move |_| step(1)><Icon name=strokes::FORWARD /></button>
        </div>
    }
}
