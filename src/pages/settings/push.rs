//! Notices on this very device: on or off, and where neither can be chosen, why and what to do. The browser asks for its permission at the press, and never before.

use crate::{
    model::notice::{PushDevice, PushDevices},
    pages::parts::device,
    state::{App, use_app},
    ui::{Icon, Strokes, live, strokes},
    web::{
        install::Installing,
        push::{self, Permission},
    },
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// The browser has not answered yet.
    Unknown,
    Unsupported,
    /// iPhone and iPad: only from the home screen.
    HomeScreen,
    Blocked,
    Off,
    On(PushDevice),
}

#[derive(Clone, Copy)]
struct Switch {
    app: App,
    state: RwSignal<State>,
    devices: RwSignal<Option<u32>>,
    busy: RwSignal<bool>,
    failed: RwSignal<bool>,
}

impl Switch {
    fn new(app: App) -> Self {
        let this = Self {
            app,
            state: RwSignal::new(State::Unknown),
            devices: RwSignal::new(None),
            busy: RwSignal::new(false),
            failed: RwSignal::new(false),
        };
        spawn_local(this.look());
        this
    }

    async fn look(self) {
        let by_hand = self.app.install.how.get_untracked() == Installing::ByHandIos;
        let state = match (push::permission(), self.app.session.owner_untracked()) {
            (Permission::Unsupported, _) if by_hand => State::HomeScreen,
            (Permission::Unsupported, _) => State::Unsupported,
            (Permission::Blocked, _) => State::Blocked,
            (Permission::Granted, Some(me)) => device::mine(&me).await.map_or(State::Off, State::On),
            _ => State::Off,
        };
        self.state.try_set(state.clone());
        if let State::On(here) = state {
            // Once more: browsers change their subscriptions by themselves, and the backend forgets those that a push service has refused.
            self.counted(device::tell(self.app, &here).await);
        }
    }

    fn counted(self, devices: Option<PushDevices>) {
        if let Some(PushDevices { devices }) = devices {
            self.devices.try_set(Some(devices));
        }
    }

    fn press(self) {
        if self.busy.get_untracked() || self.app.connection.reach.with_untracked(|reach| *reach == crate::state::connection::Reach::Offline)
        {
            return;
        }
        let Some(me) = self.app.session.owner_untracked() else { return };
        self.busy.set(true);
        self.failed.set(false);
        let before = self.state.get_untracked();
        spawn_local(async move {
            let words = &self.app.t_untracked().notices;
            if let State::On(here) = before {
                self.counted(device::turn_off(self.app, &here).await);
                self.app.toasts.tell(words.turned_off);
            } else if push::ask().await == Permission::Granted {
                let told = device::turn_on(self.app, &me).await;
                self.failed.try_set(told.is_none());
                self.counted(told);
                if told.is_some() {
                    self.app.toasts.tell(words.turned_on);
                }
            }
            self.busy.try_set(false);
            self.look().await;
        });
    }
}

#[component]
pub fn ThisDevice() -> impl IntoView {
    let app = use_app();
    let switch = Switch::new(app);
    let line = move |icon: Strokes, text: String| {
        view! {
            <p class="why">
                <Icon name=icon class="icon icon-s" />
                <span>{text}</span>
            </p>
        }
        .into_any()
    };
    let said = live(move || {
        let words = &app.t().notices;
        let devices = switch.devices.get().filter(|devices| *devices > 0).map(|devices| (words.devices)(u64::from(devices)));
        match switch.state.get() {
            State::Unknown => ().into_any(),
            State::Unsupported => line(strokes::INFO, words.push_unsupported.to_owned()),
            State::HomeScreen => line(strokes::SHARE_IOS, words.push_home_screen.to_owned()),
            State::Blocked => line(strokes::ALERT, words.push_blocked.to_owned()),
            State::Off => line(strokes::INFO, format!("{} {}", words.push_off, words.push_hint)),
            State::On(_) => {
                line(strokes::CIRCLE_CHECK, [words.push_on.to_owned()].into_iter().chain(devices).collect::<Vec<_>>().join(" "))
            }
        }
    });
    let button = live(move || {
        let text = match switch.state.get() {
            State::Off => app.word(|t| t.notices.turn_on),
            State::On(_) => app.word(|t| t.notices.turn_off),
            _ => return ().into_any(),
        };
        view! {
            <p class="actions">
                <button
                    class="button"
                    type="button"
                    aria-busy=move || switch.busy.get().then_some("true")
                    aria-disabled=move || app.connection.is_offline().then_some("true")
                    aria-describedby=move || app.connection.is_offline().then_some("wishes-why")
                    on:click=move |_| switch.press()
                >
                    <Icon name=strokes::BELL />
                    {text}
                </button>
            </p>
        }
        .into_any()
    });
    view! {
        <h3>{move || app.t().notices.push_title}</h3>
        <div role="status">{said}</div>
        {button}
        <div role="alert">
            {move || switch.failed.get().then(|| view! { <p class="why danger">{app.t().notices.push_failed}</p> })}
        </div>
    }
}
