//! A free hour: booked for somebody who stands at the desk or calls, or blocked; once, or again and again.

use super::{Desk, pick::Pick, series::Repeats};
use crate::{
    api::centre as api,
    model::{
        BookingId, Instant, Phone, ResourceId,
        booking_acts::{DeskBooking, DeskWhat},
        clash::Span,
        contact::ContactError,
        instant::MINUTE,
        person::clean_name,
    },
    ui::{Choice, Segmented, TextField},
    web::{clock, page},
};
use leptos::prelude::*;

/// What is being typed.
#[derive(Clone, Copy)]
pub struct Typed {
    pub block: RwSignal<bool>,
    pub name: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub why: RwSignal<String>,
    pub here: RwSignal<bool>,
    /// The end, as a moment.
    pub until: RwSignal<String>,
    /// What is wrong is said once somebody wanted to go on.
    pub tried: RwSignal<bool>,
}

impl Typed {
    /// `Err`: the field to go to.
    pub fn what(&self) -> Result<DeskWhat, &'static str> {
        self.tried.set(true);
        if self.block.get_untracked() {
            let why = self.why.get_untracked();
            return Ok(DeskWhat::Block { why: Some(why).filter(|why| !why.trim().is_empty()) });
        }
        let name = clean_name(&self.name.get_untracked()).map_err(|_| "walk-in-name")?;
        let phone = phone(&self.phone.get_untracked()).map_err(|_| "walk-in-phone")?;
        Ok(DeskWhat::WalkIn { name, phone, here: self.here.get_untracked() })
    }

    pub fn ends(&self) -> Option<Instant> {
        self.until.get_untracked().parse().ok().map(Instant)
    }
}

fn phone(text: &str) -> Result<Option<Phone>, ContactError> {
    if text.trim().is_empty() { Ok(None) } else { Phone::parse(text).map(Some) }
}

#[component]
pub fn Fresh(desk: Desk, place: ResourceId, time: Span) -> impl IntoView {
    let app = desk.app;
    let typed = Typed {
        block: RwSignal::new(false),
        name: RwSignal::new(String::new()),
        phone: RwSignal::new(String::new()),
        why: RwSignal::new(String::new()),
        here: RwSignal::new(untrack(|| {
            desk.ask(|rules| time.starts.plus(-i64::from(rules.centre.rules.check_in_before) * MINUTE) <= rules.now)
        })),
        until: RwSignal::new(time.ends.0.to_string()),
        tried: RwSignal::new(false),
    };
    let repeats = RwSignal::new(false);
    let named = StoredValue::new(place.clone());
    let title = move || named.with_value(|place| format!("{}, {}", desk.named(place), desk.time(time)));
    let go = {
        let place = place.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            if !repeats.get_untracked() {
                book(desk, typed, &place, time);
            }
        }
    };
    let kinds = vec![(false, app.word(|t| t.centre_desk.walk_in)), (true, app.word(|t| t.centre_desk.block))];
    view! {
        <section class="stack centre-panel" aria-labelledby="chosen">
            <h3 id="chosen" tabindex="-1">{title}</h3>
            <form class="stack" novalidate on:submit=go>
                <span class="sr" id="desk-kind">{move || app.t().centre_desk.kind}</span>
                <Segmented labelled_by="desk-kind" chosen=typed.block on_choose=move |block| typed.block.set(block) options=kinds />
                <Who desk typed />
                <Until desk place=place.clone() time typed />
                <Choice name="repeats" kind="checkbox" chosen=repeats on_choose=move |on| repeats.set(on) label=app.word(|t| t.centre_desk.repeats) />
                {
                    let place = place.clone();
                    move || repeats.get().then(|| view! { <Repeats desk place=place.clone() time typed /> })
                }
                <p class="actions">
                    <Show when=move || !repeats.get()>
                        <button class="button primary" type="submit" aria-busy=move || desk.sending.get().then_some("true")>
                            {move || if typed.block.get() { app.t().centre_desk.block_it } else { app.t().centre_desk.book_for }}
                        </button>
                    </Show>
                    <button class="button plain" type="button" on:click=move |_| desk.close()>{move || app.t().centre_desk.close}</button>
                </p>
            </form>
        </section>
    }
}

#[component]
fn Who(desk: Desk, typed: Typed) -> impl IntoView {
    let app = desk.app;
    let name_error = Signal::derive(move || {
        let wrong = typed.tried.get() && clean_name(&typed.name.get()).is_err();
        wrong.then(|| app.t().centre_desk.name_missing.to_owned())
    });
    let phone_error = Signal::derive(move || {
        let wrong = phone(&typed.phone.get()).err().filter(|_| typed.tried.get());
        wrong.map(|why| (app.t().errors.contact)(why).to_owned())
    });
    let no_error = Signal::stored(None::<String>);
    view! {
        <Show
            when=move || typed.block.get()
            fallback=move || view! {
                <TextField id="walk-in-name" label=app.word(|t| t.centre_desk.name) value=typed.name error=name_error />
                <TextField id="walk-in-phone" label=app.word(|t| t.centre_desk.phone) hint=app.word(|t| t.centre_desk.phone_hint) value=typed.phone error=phone_error kind="tel" input_mode="tel" />
                <Choice name="here" kind="checkbox" chosen=typed.here on_choose=move |here| typed.here.set(here) label=app.word(|t| t.centre_desk.here_now) />
            }
        >
            <TextField id="block-why" label=app.word(|t| t.centre_desk.block_why) hint=app.word(|t| t.centre_desk.block_why_hint) value=typed.why error=no_error />
        </Show>
    }
}

/// Until when: as far as nobody else has it.
#[component]
fn Until(desk: Desk, place: ResourceId, time: Span, typed: Typed) -> impl IntoView {
    let app = desk.app;
    let options = move || {
        let busy = desk.busy(None);
        desk.ask(|rules| {
            let hours = rules.centre.hours(rules.zone.day(time.starts), rules.zone);
            let ends = hours.into_iter().map(|piece| piece.ends).filter(|ends| *ends > time.starts);
            let fits = ends.take_while(|ends| rules.fits(&place, Span { starts: time.starts, ends: *ends }, &busy).is_ok());
            fits.map(|ends| (ends.0.to_string(), crate::i18n::dates::clock(rules.zone.local(ends)))).collect()
        })
    };
    view! { <Pick id="until" label=app.word(|t| t.centre_desk.until) value=typed.until options /> }
}

fn book(desk: Desk, typed: Typed, place: &ResourceId, time: Span) {
    let what = match typed.what() {
        Ok(what) => what,
        Err(field) => return page::focus(field),
    };
    let (Some(to), Ok(id)) = (typed.ends(), BookingId::new(&clock::unique())) else { return };
    let new = DeskBooking { resource: place.clone(), from: time.starts, to, what, made_at: clock::now() };
    let done = move |t: &crate::i18n::Catalogue, booking: &crate::model::Booking| {
        (t.centre_desk.done_booked)(&desk.who(&booking.holder), &desk.time(booking.time()))
    };
    desk.send(api::hold(&id, &new, &clock::unique()), done, move |_| desk.close());
}
