//! My hours: sums by year and direction, every shift with its trail, what can be taken along, and certificates that anyone can check.

pub mod certificate;
mod certificates;
mod export;
pub mod pass;
mod shift;
mod totals;

use crate::{
    api::attendance,
    model::{
        attendance::{Attendance, Hours},
        roll::Attended,
    },
    routes,
    shell::{Back, Page, Place},
    state::{App, kept::Kept, use_app},
    store::{Room, records},
    ui::{Empty, Icon, Skeleton, each, strokes},
};
use leptos::prelude::*;

/// One shift of mine, and what its marks come to.
#[derive(Clone, PartialEq)]
pub struct Worked {
    pub shift: Attended,
    pub state: Attendance,
}

impl Worked {
    /// Minutes that are confirmed.
    pub fn minutes(&self) -> u32 {
        self.state.hours.minutes()
    }

    fn waits(&self) -> bool {
        matches!(self.state.hours, Hours::Open) && self.state.checked_in.is_some()
    }
}

fn worked(app: App, record: Kept<Vec<Attended>>) -> Vec<Worked> {
    let (now, zone) = (app.now.get(), app.zone());
    record.value.with(|record| {
        let all = record.iter().flat_map(|record| record.iter());
        all.map(|shift| Worked { state: shift.state(now, &zone), shift: shift.clone() }).collect()
    })
}

#[component]
pub fn Record() -> impl IntoView {
    let app = use_app();
    let title = app.word(|t| t.record.title);
    let signed_in = Memo::new(move |_| app.session.whose());
    let back = Back { href: routes::ME, label: app.word(|t| t.me.title) };
    view! {
        <Page title place=Place::Me class="record" back>
            <h1>{title}</h1>
            {move || match signed_in.get() {
                None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                Some(None) => view! { <SignIn next=routes::RECORD hint=app.word(|t| t.record.hint) /> }.into_any(),
                Some(Some(_)) => view! { <Mine /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
pub fn SignIn(
    next: &'static str,
    /// What there is to see once signed in.
    hint: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let act = move || view! { <a class="button primary" href=routes::sign_in_then(next)>{move || app.t().common.sign_in}</a> };
    view! { <Empty icon=strokes::PERSON title=app.word(|t| t.record.sign_in) text=hint act /> }
}

#[component]
fn Mine() -> impl IntoView {
    let app = use_app();
    let record = Kept::open(app, Room::Own, records::ATTENDANCE.to_owned(), attendance::mine);
    let all = Memo::new(move |_| worked(app, record));
    let there = Memo::new(move |_| record.value.with(Option::is_some));
    let none = Memo::new(move |_| all.with(Vec::is_empty));
    move || {
        match (there.get(), record.asked.get(), none.get()) {
        (false, false, _) => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        (false, true, _) => view! { <Empty icon=strokes::OFFLINE title=app.word(|t| t.common.nothing_saved) text=app.word(|t| t.common.nothing_saved_hint) code=record.code(app) /> }.into_any(),
        (true, _, true) => view! { <Empty icon=strokes::CLOCK title=app.word(|t| t.record.empty) text=app.word(|t| t.record.empty_hint) /> }.into_any(),
        (true, _, false) => view! { <Whole all /> }.into_any(),
    }
    }
}

#[component]
fn Whole(all: Memo<Vec<Worked>>) -> impl IntoView {
    let app = use_app();
    let key = |one: &Worked| (one.shift.action.to_string(), one.shift.shift.to_string(), one.shift.marks.len(), format!("{:?}", one.state));
    view! {
        <p class="quiet">{move || app.t().record.hint}</p>
        <totals::Totals all />
        <section class="stack" aria-labelledby="shifts">
            <h2 id="shifts">{move || app.t().record.list}</h2>
            <ul class="lined" role="list">{each(move || all.get(), key, |worked| view! { <shift::Shift worked /> }.into_any())}</ul>
        </section>
        <section class="stack screen-only" aria-labelledby="export">
            <h2 id="export">{move || app.t().record.export}</h2>
            <export::Export all />
        </section>
        <section class="stack screen-only" aria-labelledby="certificates">
            <h2 id="certificates">{move || app.t().record.certificates}</h2>
            <certificates::Certificates all />
        </section>
        <p class="actions">
            <a class="button" href=routes::PASS><Icon name=strokes::QR /> {move || app.t().record.pass_open}</a>
        </p>
    }
}
