//! Today at a glance, for the volunteer department: who is coming, who has come, where people are missing, whom a kiosk had to turn away, and what waits on the kiosks.

use super::{devices::words, write::Write, written::Written};
use crate::{
    api::kiosk,
    i18n::{
        Place,
        called_off::{self, OnDay},
        dates::{capital, clock as hour, hours},
    },
    model::{
        ActionId, Cover, Instant, ShiftId,
        kiosk::today::{Coming, NoSeat, Today, TodayShift, TurnedAway},
    },
    routes,
    state::{App, Failure, shift_draft::ShiftDrafts, use_app},
    ui::{Badge, Empty, Icon, Skeleton, each, strokes},
    web::{clock, events},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How often it is looked again, in milliseconds.
const AGAIN: u64 = 20_000;

/// The day as it is held by the page.
#[derive(Clone, Copy)]
struct Desk {
    app: App,
    today: RwSignal<Option<Arc<Today>>>,
    failure: RwSignal<Failure>,
    /// To whom somebody writes now.
    writing: RwSignal<Option<Arc<TodayShift>>>,
    /// The last that was written has been sent.
    sent: RwSignal<bool>,
    /// To whom somebody has begun to write on this device.
    drafts: RwSignal<Vec<(ActionId, ShiftId)>>,
}

impl Desk {
    fn open(app: App) -> Self {
        let this = Self {
            app,
            today: RwSignal::new(None),
            failure: RwSignal::new(None),
            writing: RwSignal::new(None),
            sent: RwSignal::new(false),
            drafts: RwSignal::default(),
        };
        Effect::new(move |_| {
            if app.keeping.with(Option::is_some) && this.writing.with(Option::is_none) {
                spawn_local(async move {
                    let all = match ShiftDrafts::open(app).await {
                        Some(drafts) => drafts.all().await,
                        None => Ok(Vec::new()),
                    };
                    // What could not be read is told on every page, and may still be there.
                    let Ok(all) = all else { return };
                    this.drafts.try_set(all.into_iter().map(|draft| (draft.action, draft.shift)).collect());
                });
            }
        });
        spawn_local(async move {
            // Ends with the page, whose signals are then gone.
            while this.today.try_get_untracked().is_some() {
                // What nobody looks at is not asked for: each look at it stands in the audit.
                if events::is_visible() {
                    this.look().await;
                }
                clock::sleep(AGAIN).await;
            }
        });
        this
    }

    async fn look(self) {
        match self.app.client().read(&kiosk::today()).await {
            Ok(new) => {
                self.today.try_set(Some(Arc::new(new)));
                self.failure.try_set(None);
            }
            Err(error) => drop(self.failure.try_set(Some(Arc::new(error)))),
        }
    }

    fn look_soon(self) {
        spawn_local(self.look());
    }

    fn end_writing(self, sent: bool) {
        self.writing.set(None);
        self.sent.set(sent);
        if sent {
            self.look_soon();
        }
    }
}

#[component]
pub fn Work() -> impl IntoView {
    let app = use_app();
    let desk = Desk::open(app);
    let (today, failure) = (desk.today, desk.failure);
    let failed = move || {
        failure.get().map(|error| view! { <p class="why warning" role="status"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{words(app, &error)}</span></p> })
    };
    let as_of = move || today.get().map(|today| capital(&(app.t().kiosk_desk.as_of)(&hour(app.zone().local(today.as_of)))));
    let offered = Signal::derive(move || today.with(|today| today.as_ref().map(|today| Arc::new(today.offered.clone()))));
    let shown = move || match desk.writing.get() {
        Some(shift) => view! { <Write shift offered on_end=Callback::new(move |sent| desk.end_writing(sent)) /> }.into_any(),
        None => view! { <Day desk /> }.into_any(),
    };
    view! {
        <p class="quiet">{move || app.t().kiosk_desk.today_lead} " " {as_of}</p>
        {failed}
        <p><a class="withicon" href=routes::KIOSK_DEVICES><Icon name=strokes::GEAR class="icon icon-s" /> {move || app.t().kiosk_desk.kiosks}</a></p>
        <p role="status">{move || desk.sent.get().then(|| app.t().shift_message.sent)}</p>
        {shown}
    }
}

#[component]
fn Day(desk: Desk) -> impl IntoView {
    let app = use_app();
    let (today, failure) = (desk.today, desk.failure);
    let none = Memo::new(move |_| today.with(|today| today.as_ref().map(|today| today.shifts.is_empty())));
    // What is over comes last. What was called off stays at its hour: that is when people come for it.
    let shifts = move || {
        let now = app.now.get();
        let at = |shift: &TodayShift| (shift.ends <= now, need(shift, now), shift.clone());
        let mut all: Vec<(bool, Need, TodayShift)> = today.get().map_or_else(Vec::new, |today| today.shifts.iter().map(at).collect());
        all.sort_by_key(|(over, ..)| *over);
        all
    };
    let key = |shift: &(bool, Need, TodayShift)| format!("{shift:?}");
    let one = move |(over, need, shift)| view! { <OneShift desk shift over need /> }.into_any();
    view! {
        {move || match none.get() {
            None if failure.with(Option::is_some) => ().into_any(),
            None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
            Some(true) => view! { <Empty icon=strokes::CALENDAR title=app.word(|t| t.kiosk_desk.nothing) text=app.word(|t| t.kiosk_desk.nothing_hint) /> }.into_any(),
            Some(false) => view! { <div class="kiosk-today">{each(shifts, key, one)}</div> }.into_any(),
        }}
        {move || today.get().filter(|today| !today.refused.is_empty()).map(|today| view! { <TalkTo all=today.refused.clone() /> })}
        {move || today.get().filter(|today| !today.refused_bookings.is_empty()).map(|today| view! { <WithoutSeat all=today.refused_bookings.clone() /> })}
        {move || today.get().map(|today| waiting(app, &today))}
    }
}

/// The kiosks that have something to say, a line each.
fn waiting(app: App, today: &Today) -> AnyView {
    let (t, now) = (app.t(), app.now.get());
    let line = |device: &crate::model::kiosk::Device| {
        let words = &t.kiosk_desk;
        let quiet = device.is_quiet(now).then(|| match device.last_seen {
            Some(seen) => (words.quiet)(&t.dates.moment(seen, now, &app.zone())),
            None => words.never_seen.to_owned(),
        });
        let waits = (device.waiting > 0).then(|| (words.waiting)(u64::from(device.waiting)));
        let full = device.storage_full.then(|| words.storage_full.to_owned());
        let said: Vec<String> = [full, waits, quiet].into_iter().flatten().collect();
        (!said.is_empty()).then(|| format!("{}: {}", device.name, said.join("; ")))
    };
    let lines: Vec<String> = today.devices.iter().filter_map(line).collect();
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack" aria-labelledby="kiosks">
            <h2 id="kiosks">{t.kiosk_desk.kiosks}</h2>
            <ul class="lined" role="list">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What a shift needs before its work can be done.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Need {
    Nobody,
    People(u32),
    /// Nobody has noted who came; so many are missing even if all did.
    Roll(u32),
}

fn need(shift: &TodayShift, now: Instant) -> Need {
    match shift.missing(now) {
        missing if shift.is_unnoted(now) => Need::Roll(missing),
        0 => Need::Nobody,
        missing => Need::People(missing),
    }
}

#[component]
fn OneShift(desk: Desk, shift: TodayShift, over: bool, need: Need) -> impl IntoView {
    let app = use_app();
    let hours = hours(shift.starts, shift.ends, &app.zone());
    let expected = shift.people.iter().filter(|one| one.expected).count() as u64;
    let here = shift.people.iter().filter(|one| one.is_here()).count() as u64;
    let left = shift.people.iter().filter(|one| one.went.is_some()).count() as u64;
    let roll = routes::check_in(&shift.action, &shift.shift);
    let (title, people, messages) = (StoredValue::new(shift.title.clone()), StoredValue::new(shift.people.clone()), shift.messages.clone());
    let role = StoredValue::new(shift.role.clone());
    let off = shift.called_off.clone();
    let shift = Arc::new(shift);
    let of = (shift.action.clone(), shift.shift.clone());
    let begun = Memo::new(move |_| desk.drafts.with(|drafts| drafts.contains(&of)));
    let label = move || if begun.get() { app.t().shift_message.go_on } else { app.t().shift_message.write };
    let write = move |_| {
        desk.sent.set(false);
        desk.writing.set(Some(shift.clone()));
    };
    let is_off = off.is_some();
    // Who came before it was called off was there, and stands on the roll.
    let has_roll = !is_off || people.with_value(|people| people.iter().any(|one| one.came.is_some()));
    let off = StoredValue::new(off);
    let why_off = move || {
        let off = off.get_value()?;
        let t = app.t();
        let at = off.at.map(|at| (on_day(app).since)(&t.dates.moment(at, app.now.get(), &app.zone())));
        let reason = off.reason.as_ref().map(|reason| called_off::because(reason, app.lang()));
        let said: Vec<String> = [at, reason].into_iter().flatten().collect();
        (!said.is_empty()).then(|| view! { <p>{said.join(" ")}</p> })
    };
    let unheard = people.with_value(|people| people.iter().filter(|one| one.unheard).count() as u64);
    let tell = move || {
        (is_off && unheard > 0).then(|| view! { <p class="why warning"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{(on_day(app).tell_them)(unheard)}</span></p> })
    };
    let (tone, icon) = match need {
        _ if is_off => ("danger", strokes::X),
        _ if over => ("neutral", strokes::CLOCK),
        Need::Nobody => ("positive", strokes::CHECK),
        Need::People(_) | Need::Roll(_) => ("warning", strokes::ALERT),
    };
    let needs = move || {
        let words = &app.t().kiosk_desk;
        if is_off {
            app.t().acts.cancelled.to_owned()
        } else if over {
            words.over.to_owned()
        } else {
            match need {
                Need::Nobody => words.enough.to_owned(),
                Need::People(missing) => (words.missing)(u64::from(missing)),
                Need::Roll(0) => words.nobody_noted.to_owned(),
                Need::Roll(missing) => format!("{} · {}", words.nobody_noted, (words.missing)(u64::from(missing))),
            }
        }
    };
    view! {
        <section class="card stack">
            <h2><span class="num">{hours}</span> " " {move || title.with_value(|title| app.show(title).text.to_owned())}</h2>
            {move || role.with_value(|role| role.as_ref().map(|role| view! { <p>{app.show(role).text.to_owned()}</p> }))}
            <p class="state"><Badge form="soft" tone icon text=Signal::derive(needs) /> " " <span>{move || if is_off { (on_day(app).had_places)(expected) } else { (app.t().kiosk_desk.counts)(expected, here, left) }}</span></p>
            {why_off}
            {tell}
            <ul class="lined" role="list">{move || people.with_value(|people| people.iter().map(|one| person(app, one, over, is_off)).collect_view())}</ul>
            <Written all=messages look=Callback::new(move |()| desk.look_soon()) />
            <p class="actions">
                {has_roll.then(|| view! { <a class="button" href=roll>{move || app.t().kiosk_desk.roll}</a> })}
                <button class="button" type="button" on:click=write><Icon name=strokes::MAIL class="icon icon-s" /> {label}</button>
            </p>
        </section>
    }
}

fn on_day(app: App) -> Place<OnDay> {
    Place::of(app.lang())
}

fn person(app: App, one: &Coming, over: bool, off: bool) -> AnyView {
    let (words, zone) = (&app.t().kiosk_desk, app.zone());
    let time = |at| hour(zone.local(at));
    let state = match (one.came, one.went) {
        (_, Some(went)) => (words.left)(&time(went)),
        (Some(came), None) => (words.here)(&time(came)),
        (None, None) if one.absent => words.absent.to_owned(),
        (None, None) if one.cover == Some(Cover::Open) => words.looks_for.to_owned(),
        (None, None) if off && one.unheard => on_day(app).unheard.to_owned(),
        (None, None) if off && one.walked_in.is_some() => on_day(app).heard_text.to_owned(),
        (None, None) if off && one.expected => on_day(app).heard_account.to_owned(),
        (None, None) if over || off => words.not_noted.to_owned(),
        (None, None) => words.not_yet.to_owned(),
    };
    let walked = one.walked_in.as_ref();
    let parent = walked.and_then(|walked| walked.parent.as_ref()).map(|parent| {
        let phone = parent.phone.as_ref().map(|phone| phone.spaced());
        (words.parent)(&[Some(parent.name.clone()), phone].into_iter().flatten().collect::<Vec<_>>().join(", "))
    });
    let more: Vec<String> = [
        walked.map(|_| words.walked_in.to_owned()),
        (!one.expected).then(|| words.no_place.to_owned()),
        walked.and_then(|walked| walked.phone.as_ref()).map(|phone| phone.spaced()),
        parent,
    ]
    .into_iter()
    .flatten()
    .collect();
    let name = one.name.clone().unwrap_or_else(|| words.somebody.to_owned());
    view! { <li class="kiosk-person"><b>{name}</b> <span>{state}</span> <small>{more.join("; ")}</small></li> }.into_any()
}

#[component]
fn TalkTo(all: Vec<TurnedAway>) -> impl IntoView {
    let app = use_app();
    let all = StoredValue::new(all);
    let one = move |one: &TurnedAway| {
        let words = &app.t().kiosk_desk;
        let title = one.title.as_ref().map(|title| app.show(title).text.to_owned()).unwrap_or_default();
        let phone = one.walked_in.phone.as_ref().map(|phone| phone.spaced()).unwrap_or_default();
        view! { <li class="kiosk-person"><b>{one.name.clone()}</b> <span>{words.refused(one.why)}</span> <small>{title} " " {phone}</small></li> }
    };
    view! {
        <section class="stack" aria-labelledby="turned-away">
            <h2 id="turned-away">{move || app.t().kiosk_desk.turned_away}</h2>
            <p class="quiet">{move || app.t().kiosk_desk.turned_away_lead}</p>
            <ul class="lined" role="list">{move || all.with_value(|all| all.iter().map(one).collect_view())}</ul>
        </section>
    }
}

/// Who wanted a seat or a room of the centre.
#[component]
fn WithoutSeat(all: Vec<NoSeat>) -> impl IntoView {
    let app = use_app();
    let all = StoredValue::new(all);
    let one = move |one: &NoSeat| {
        let place = one.place.as_ref().map(|place| app.show(place).text.to_owned()).unwrap_or_else(|| one.resource.to_string());
        let why = one.reason().map(|why| (app.t().centre.short)(why)).unwrap_or_default();
        let time = hours(one.from, one.to, &app.zone());
        view! { <li class="kiosk-person"><b>{one.name.clone()}</b> <span>{why}</span> <small>{place} ", " {time} "; " {one.phone.spaced()}</small></li> }
    };
    view! {
        <section class="stack" aria-labelledby="without-seat">
            <h2 id="without-seat">{move || app.t().kiosk_centre.turned_away}</h2>
            <p class="quiet">{move || app.t().kiosk_desk.turned_away_lead}</p>
            <ul class="lined" role="list">{move || all.with_value(|all| all.iter().map(one).collect_view())}</ul>
        </section>
    }
}
