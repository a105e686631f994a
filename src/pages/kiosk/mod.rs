//! The kiosk: the hub on a touch screen that belongs to nobody. One thing a screen; nothing leads out but the PIN; whoever walks away leaves nothing behind.

mod centre;
mod check_in;
mod choose;
mod desk;
mod idle;
mod join;
mod keyboard;
mod line;
mod outcome;
mod pairing;
mod staff;
mod stage;
mod standing;
mod start;
mod told;
mod wall;

use crate::{
    model::kiosk::DeviceState,
    pages::not_found::NotFound,
    routes::Stand,
    state::{
        kiosk::{Kiosk, Standing},
        use_app,
    },
    ui::{Empty, Skeleton, strokes},
    web::{kiosk, page},
};
use leptos::{prelude::*, task::spawn_local};
use stage::{Frame, Screen, Stage};
use standing::stand_as;

/// The page of a device.
#[component]
pub fn AtKiosk(stand: Stand) -> impl IntoView {
    match stand {
        Stand::Kiosk => view! { <Device /> }.into_any(),
        Stand::Wall => view! { <wall::Wall /> }.into_any(),
        Stand::Devices => view! { <desk::Devices /> }.into_any(),
        Stand::Today => view! { <desk::Today /> }.into_any(),
        Stand::Nowhere => view! { <NotFound /> }.into_any(),
    }
}

/// What the device stands for now.
#[derive(Clone, Copy, PartialEq)]
enum Shows {
    Loading,
    NotHere,
    Unfit,
    Pairing,
    Locked,
    Screens,
}

fn shows(kiosk: Kiosk) -> Shows {
    kiosk.standing.with(|standing| match standing {
        Standing::Unknown => Shows::Loading,
        Standing::Unfit => Shows::Unfit,
        Standing::Unpaired(_) => Shows::Pairing,
        Standing::Paired(own) if own.state == DeviceState::Active => Shows::Screens,
        Standing::Paired(_) => Shows::Locked,
    })
}

#[component]
fn Device() -> impl IntoView {
    let app = use_app();
    stand_as("kiosk");
    Effect::new(move |_| {
        page::set_root("lang", Some(app.lang().code()));
        page::set_title(app.t().kiosk.title);
    });
    let state = Kiosk::open(app);
    let stage = Stage::new(app, state);
    idle::watch(stage);
    // Only a device that is one: whoever opens the address by mistake finds the way back.
    let paired = Memo::new(move |_| state.own().is_some());
    Effect::new(move |_| {
        if paired.get() {
            spawn_local(kiosk::guard());
        }
    });
    let shown = Memo::new(move |_| if app.can().account { shows(state) } else { Shows::NotHere });
    // Whatever it becomes, nobody stands in the middle of what it was.
    Effect::new(move |before: Option<Shows>| {
        let now = shown.get();
        if before.is_some_and(|before| before != now) {
            stage.start_over();
        }
        now
    });
    let desk = Memo::new(move |_| stage.screen.with(|screen| matches!(screen, Screen::Pin | Screen::Menu)));
    let words = move |pick: fn(&crate::i18n::kiosk::Words) -> &'static str| Signal::derive(move || pick(&app.t().kiosk).to_owned());
    view! {
        <Frame stage>
            {move || match shown.get() {
                Shows::Loading => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                Shows::NotHere => view! { <Empty icon=strokes::INFO title=words(|t| t.not_here) text=words(|t| t.not_here_hint) /> }.into_any(),
                Shows::Unfit => view! { <Empty icon=strokes::ALERT title=words(|t| t.unfit) text=words(|t| t.unfit_hint) /> }.into_any(),
                Shows::Pairing => view! { <pairing::Pairing kiosk=state /> }.into_any(),
                // Whoever looks after it gets in all the same.
                Shows::Locked if desk.get() => view! { <Screens stage /> }.into_any(),
                Shows::Locked => view! { <Empty icon=strokes::LOCK title=words(|t| t.locked) text=words(|t| t.locked_hint) /> }.into_any(),
                Shows::Screens => view! { <Screens stage /> }.into_any(),
            }}
        </Frame>
        <idle::Warning stage />
    }
}

#[component]
fn Screens(stage: Stage) -> impl IntoView {
    move || match stage.screen.get() {
        Screen::Start => view! { <start::Start stage /> }.into_any(),
        Screen::Actions => view! { <choose::Actions stage /> }.into_any(),
        Screen::Join(action, shift) => view! { <join::Join stage action shift /> }.into_any(),
        Screen::CheckIn => view! { <check_in::Ways stage /> }.into_any(),
        Screen::ByPass => view! { <check_in::pass::ByPass stage /> }.into_any(),
        Screen::ByDigits => view! { <check_in::digits::ByDigits stage /> }.into_any(),
        Screen::ByCode => view! { <check_in::code::ByCode stage /> }.into_any(),
        Screen::Centre => view! { <centre::Centre stage /> }.into_any(),
        Screen::Pin => view! { <staff::Pin stage /> }.into_any(),
        Screen::Menu => view! { <staff::Menu stage /> }.into_any(),
    }
}
