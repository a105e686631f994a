//! The steps of a booking. Nothing of what somebody types is anywhere but on their screen until it is sent or sealed.

use super::{
    super::{
        keyboard::Keys,
        line::{Line, Without, name_error, phone},
    },
    closed::Closed,
    hall::Hall,
    outcome::{Outcome, Told},
    what::{Rooms, What},
    when::When,
};
use crate::{
    model::{
        Instant, Phone, ResourceId, booking_walk_in::KioskBooking, centre::ResourceKind, centre_doors::Doors, clash::Span,
        kiosk::log::Happened, person::clean_name,
    },
    pages::centre::hours::Chosen,
    state::{
        kiosk::{Entry, Sent},
        use_app,
    },
    ui::{Empty, Skeleton, strokes},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    What,
    Room,
    When,
    Name,
    Phone,
    NoPhone,
    Review,
    Sending,
    Told,
}

/// What somebody has chosen and typed so far.
#[derive(Clone, Copy)]
pub struct Form {
    pub hall: Hall,
    pub step: RwSignal<Step>,
    pub kind: RwSignal<ResourceKind>,
    /// `None`: any of the kind.
    pub place: RwSignal<Option<ResourceId>>,
    pub chosen: RwSignal<Chosen>,
    /// The seat or the room that it comes to, and when.
    pub wanted: RwSignal<Option<(ResourceId, Span)>>,
    pub name: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub error: RwSignal<Option<String>>,
    pub told: RwSignal<Option<Told>>,
}

impl Form {
    fn new(hall: Hall) -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            hall,
            step: RwSignal::new(Step::What),
            kind: RwSignal::new(ResourceKind::Seat),
            place: RwSignal::new(None),
            chosen: RwSignal::new(None),
            wanted: RwSignal::new(None),
            name: text(),
            phone: text(),
            error: RwSignal::new(None),
            told: RwSignal::new(None),
        }
    }

    pub fn go(self, step: Step) {
        self.error.set(None);
        self.step.set(step);
        page::focus_soon("main");
    }

    pub fn choose_kind(self, kind: ResourceKind) {
        self.kind.set(kind);
        self.choose_place(None);
        if kind == ResourceKind::Room {
            self.go(Step::Room);
        }
    }

    pub fn choose_place(self, place: Option<ResourceId>) {
        self.place.set(place);
        self.chosen.set(None);
        self.go(Step::When);
    }

    /// This one, at that time; who it is may be known already, from a try that was refused.
    pub fn want(self, place: ResourceId, time: Span) {
        self.wanted.set(Some((place, time)));
        let known = self.name.with_untracked(|name| !name.is_empty()) && self.number().is_some();
        self.go(if known { Step::Review } else { Step::Name });
    }

    fn number(self) -> Option<Phone> {
        phone(self.hall.app, self.phone).ok().flatten()
    }

    /// Onwards from a step, or what is wrong with it. A second tap comes from a step that is passed.
    fn next(self, from: Step) {
        if self.step.get_untracked() != from {
            return;
        }
        let app = self.hall.app;
        let (error, next) = match from {
            Step::Name => (name_error(app, self.name), Step::Phone),
            Step::Phone => (phone(app, self.phone).err(), Step::Review),
            step => (None, step),
        };
        match error {
            Some(error) => self.error.set(Some(error)),
            None => self.go(next),
        }
    }

    /// One step back; `false`: there is none.
    fn back(self) -> bool {
        let before = match self.step.get_untracked() {
            Step::Room => Step::What,
            Step::When if self.place.with_untracked(Option::is_some) => Step::Room,
            Step::When => Step::What,
            Step::Name => Step::When,
            Step::Phone => Step::Name,
            Step::NoPhone | Step::Review => Step::Phone,
            // What is under way is told first.
            Step::Sending => return true,
            Step::What | Step::Told => return false,
        };
        self.go(before);
        true
    }

    fn booking(self) -> Option<KioskBooking> {
        let (resource, time) = self.wanted.get_untracked()?;
        Some(KioskBooking {
            id: clock::unique().parse().ok()?,
            resource,
            from: time.starts,
            to: time.ends,
            name: self.name.with_untracked(|name| clean_name(name)).ok()?,
            phone: self.number()?,
            lang: self.hall.app.settings.lang.get_untracked(),
            agreed: true,
            made_at: clock::now(),
        })
    }

    pub fn send(self) {
        // A second tap comes too late: it is being sent.
        if self.step.get_untracked() != Step::Review {
            return;
        }
        let Some(new) = self.booking() else { return self.go(Step::Name) };
        self.go(Step::Sending);
        spawn_local(async move {
            let (id, place, time) = (new.id.clone(), new.resource.clone(), new.time());
            let kiosk = self.hall.stage.kiosk;
            let sent = kiosk.enter(Entry::Booking(new)).await;
            kiosk.note_sent(Happened::Booked, &sent);
            if self.step.try_get_untracked().is_none() {
                return;
            }
            let look = matches!(sent, Sent::Done | Sent::Refused(_));
            self.tell(Told { sent, id, place, time });
            if look {
                // So that what is offered instead is free.
                self.hall.look().await;
            }
        });
    }

    /// Shows what came of it. What was typed is forgotten, unless there is something else to be had under the same name.
    fn tell(self, told: Told) {
        if !matches!(told.sent, Sent::Refused(_)) {
            self.name.set(String::new());
            self.phone.set(String::new());
        }
        self.told.set(Some(told));
        self.go(Step::Told);
    }
}

#[component]
pub fn Steps(hall: Hall, doors: Memo<(Doors, Instant)>) -> impl IntoView {
    let app = use_app();
    let form = Form::new(hall);
    let over = Memo::new(move |_| hall.is_over(doors));
    hall.stage.on_back(move || form.back());
    let about = move || {
        let (place, time) = form.wanted.get()?;
        matches!(form.step.get(), Step::Name | Step::Phone).then(|| format!("{}, {}", hall.named(&place), hall.time(time)))
    };
    view! {
        <p class="kiosk-about">{about}</p>
        {move || match form.step.get() {
            // Whoever stands here has typed nothing yet.
            Step::What if over.get() => view! { <Closed doors /> }.into_any(),
            Step::What => view! { <What form /> }.into_any(),
            Step::Room => view! { <Rooms form /> }.into_any(),
            Step::When => view! { <When form /> }.into_any(),
            Step::Name => view! { <Name form /> }.into_any(),
            Step::Phone => view! { <Number form /> }.into_any(),
            Step::NoPhone => view! { <NoPhone /> }.into_any(),
            Step::Review => view! { <Review form /> }.into_any(),
            Step::Sending => view! { <Skeleton label=app.word(|t| t.kiosk.wait) /> }.into_any(),
            Step::Told => form.told.get().map(|told| view! { <Outcome form told /> }).into_any(),
        }}
    }
}

#[component]
fn Name(form: Form) -> impl IntoView {
    let app = use_app();
    let on_next = Callback::new(move |()| form.next(Step::Name));
    view! { <Line value=form.name label=app.word(|t| t.kiosk.name) hint=app.word(|t| t.kiosk_centre.name_hint) error=form.error keys=Keys::Letters on_next /> }
}

/// By which everybody has their share: whoever has none is booked by the staff.
#[component]
fn Number(form: Form) -> impl IntoView {
    let app = use_app();
    let on_next = Callback::new(move |()| form.next(Step::Phone));
    let without = Without { label: app.word(|t| t.kiosk.no_phone), go: Callback::new(move |()| form.go(Step::NoPhone)) };
    let rules = form.hall.centre.with_value(|centre| centre.rules);
    let hint = Signal::derive(move || (app.t().centre.rules)(&rules).into_iter().next().unwrap_or_default());
    view! { <Line value=form.phone label=app.word(|t| t.kiosk.phone) hint error=form.error keys=Keys::Phone on_next without /> }
}

#[component]
fn NoPhone() -> impl IntoView {
    let app = use_app();
    view! {
        <h1 class="sr">{move || app.t().kiosk.no_phone}</h1>
        <Empty icon=strokes::USERS title=app.word(|t| t.kiosk_centre.no_phone) text=app.word(|t| t.kiosk_centre.no_phone_hint) />
    }
}

/// All of it once more, what happens to it, and the button.
#[component]
fn Review(form: Form) -> impl IntoView {
    let app = use_app();
    let hall = form.hall;
    let wanted = form.wanted.get_untracked();
    let place = wanted.clone().map(|(place, _)| place);
    let place = move || place.as_ref().map(|place| hall.named(place));
    let time = move || wanted.as_ref().map(|(_, time)| hall.time(*time));
    let (name, number) =
        (form.name.with_untracked(|name| clean_name(name)).unwrap_or_default(), form.number().map(|number| number.spaced()));
    view! {
        <h1>{move || app.t().kiosk_centre.review}</h1>
        <dl class="kiosk-review">
            <div><dt>{move || app.t().centre_desk.place}</dt><dd>{place}</dd></div>
            <div><dt>{move || app.t().kiosk_centre.today}</dt><dd class="num">{time}</dd></div>
            <div><dt>{move || app.t().centre_desk.name}</dt><dd>{name}</dd></div>
            <div><dt>{move || app.t().centre_desk.phone}</dt><dd class="num">{number}</dd></div>
        </dl>
        <p class="kiosk-text">{move || app.t().kiosk_centre.agree_text}</p>
        <p class="actions">
            <button class="button primary big" type="button" on:click=move |_| form.send()>{move || app.t().kiosk_centre.agree}</button>
        </p>
    }
}
