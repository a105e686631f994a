//! The frame around every screen of a kiosk, and which one is shown. Which one is in no address: nothing of what somebody did here stays in a history.

use crate::{
    i18n::dates::clock as hour,
    model::{Action, ActionId, ActionState, Instant, Lang, Shift, ShiftId},
    state::{App, kiosk::Kiosk, use_app},
    ui::{Icon, strokes},
    web::{clock, events, kiosk, page},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    Start,
    Actions,
    Join(ActionId, ShiftId),
    CheckIn,
    ByPass,
    ByDigits,
    ByCode,
    Centre,
    Pin,
    Menu,
}

impl Screen {
    /// Where "back" leads.
    fn before(&self) -> Self {
        match self {
            Self::Join(..) => Self::Actions,
            Self::ByPass | Self::ByDigits | Self::ByCode => Self::CheckIn,
            _ => Self::Start,
        }
    }
}

#[derive(Clone, Copy)]
pub struct Stage {
    pub app: App,
    pub kiosk: Kiosk,
    pub screen: RwSignal<Screen>,
    /// When somebody last touched it.
    pub touched: StoredValue<Instant>,
    /// The language that the device begins in.
    own_lang: StoredValue<Lang>,
}

impl Stage {
    pub fn new(app: App, kiosk: Kiosk) -> Self {
        let own_lang = StoredValue::new(app.settings.lang.get_untracked());
        let this = Self { app, kiosk, screen: RwSignal::new(Screen::Start), touched: StoredValue::new(clock::now()), own_lang };
        if let Some(window) = web_sys::window() {
            for event in ["pointerdown", "keydown"] {
                events::listen_here(&window, event, move |_| this.touched.set_value(clock::now()));
            }
        }
        this
    }

    pub fn go(self, screen: Screen) {
        self.screen.set(screen);
        page::focus("main");
    }

    /// Everything that somebody entered is gone with the screens that held it, and the next one finds the device's own language.
    pub fn start_over(self) {
        self.app.settings.lang.set(self.own_lang.get_value());
        self.go(Screen::Start);
    }

    /// Actions that are on and that the device takes people for.
    pub fn own_actions(self) -> Vec<Arc<Action>> {
        let own = self.kiosk.own();
        let fits = move |action: &Action| {
            let place = own.as_ref().and_then(|own| own.organisation.clone());
            action.state == ActionState::Published && (place.is_none() || action.organiser == place)
        };
        self.app.actions.list.with(|list| list.iter().map(|one| one.action.clone()).filter(|action| fits(action)).collect())
    }

    /// A shift of today that is not over.
    pub fn is_today(self, shift: &Shift) -> bool {
        let (now, zone) = (self.app.now.get(), self.app.zone());
        shift.ends > now && zone.day(shift.starts.max(now)) == zone.day(now)
    }

    /// "10:00–12:00", by the hub's clock.
    pub fn hours(self, shift: &Shift) -> String {
        let zone = self.app.zone();
        format!("{}–{}", hour(zone.local(shift.starts)), hour(zone.local(shift.ends)))
    }
}

#[component]
pub fn Frame(stage: Stage, children: Children) -> impl IntoView {
    let app = use_app();
    let name = move || app.show(&app.hub().name).text.to_owned();
    let away = Memo::new(move |_| stage.screen.with(|screen| *screen != Screen::Start));
    let back = move |_| stage.go(stage.screen.with_untracked(Screen::before));
    // The browser gives the whole screen only to a touch.
    let whole = move |_| spawn_local(kiosk::fullscreen());
    view! {
        <div class="kiosk" on:pointerdown=whole>
            <header class="kiosk-head">
                <b>{name}</b>
                <div class="segmented" role="group" aria-label=move || app.t().settings.language>{Lang::ALL.map(|lang| view! { <Language stage lang /> })}</div>
                <span class="num">{move || hour(app.zone().local(app.now.get()))}</span>
            </header>
            <main id="main" tabindex="-1">{children()}</main>
            <footer class="kiosk-foot">
                <Show when=move || away.get() fallback=move || view! { <Staff stage /> }>
                    <button class="button big" type="button" on:click=back><Icon name=strokes::BACK /> {move || app.t().kiosk.back}</button>
                    <button class="button big plain" type="button" on:click=move |_| stage.start_over()>{move || app.t().kiosk.start_over}</button>
                </Show>
            </footer>
        </div>
    }
}

#[component]
fn Language(stage: Stage, lang: Lang) -> impl IntoView {
    let app = stage.app;
    // For whoever stands here now: the device's own stays as it is.
    let choose = move |_| app.settings.lang.set(lang);
    view! {
        <button type="button" lang=lang.code() aria-pressed=move || (app.lang() == lang).to_string() on:click=choose>{lang.own_name()}</button>
    }
}

#[component]
fn Staff(stage: Stage) -> impl IntoView {
    let app = use_app();
    let paired = move || stage.kiosk.own().is_some();
    let offline = move || app.connection.is_offline();
    view! {
        <p class="quiet" role="status">
            <Show when=offline><Icon name=strokes::OFFLINE class="icon icon-s" /> {move || app.t().kiosk.offline}</Show>
            <Show when=move || stage.kiosk.clock_off.get() != 0><Icon name=strokes::CLOCK class="icon icon-s" /> {move || app.t().kiosk.clock_off}</Show>
        </p>
        <Show when=paired>
            <button class="button plain" type="button" on:click=move |_| stage.go(Screen::Pin)><Icon name=strokes::GEAR class="icon icon-s" /> {move || app.t().kiosk.staff}</button>
        </Show>
    }
}
