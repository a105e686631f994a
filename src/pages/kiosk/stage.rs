//! The frame around every screen of a kiosk, and which one is shown. Which one is in no address: nothing of what somebody did here stays in a history.

use crate::{
    i18n::dates::{clock as hour, hours},
    model::{
        Action, ActionId, Instant, Lang, Shift, ShiftId, Texts,
        kiosk::day::{Off, Open},
    },
    routes,
    state::{App, kiosk::Kiosk, use_app},
    ui::{Icon, strokes},
    web::{events, kiosk, page},
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
    /// Somebody has touched it since it was last looked.
    pub touched: StoredValue<bool>,
    /// The language that the device begins in.
    own_lang: StoredValue<Lang>,
    /// One step back within the screen; `false`: there is none, and "back" leads out of it.
    step_back: StoredValue<Option<Callback<(), bool>>>,
}

impl Stage {
    pub fn new(app: App, kiosk: Kiosk) -> Self {
        let own_lang = StoredValue::new(app.settings.lang.get_untracked());
        let this = Self {
            app,
            kiosk,
            screen: RwSignal::new(Screen::Start),
            touched: StoredValue::new(true),
            own_lang,
            step_back: StoredValue::new(None),
        };
        if let Some(window) = web_sys::window() {
            for event in ["pointerdown", "keydown"] {
                events::listen_here(&window, event, move |_| this.touched.set_value(true));
            }
        }
        this
    }

    pub fn go(self, screen: Screen) {
        self.screen.set(screen);
        page::focus("main");
    }

    /// For as long as the screen is there that has steps.
    pub fn on_back(self, step: impl Fn() -> bool + Send + Sync + 'static) {
        self.step_back.set_value(Some(Callback::new(move |()| step())));
        on_cleanup(move || {
            self.step_back.try_set_value(None);
        });
    }

    fn back(self) {
        let stepped = self.step_back.get_value().is_some_and(|step| step.run(()));
        if !stepped {
            self.go(self.screen.with_untracked(Screen::before));
        }
    }

    /// Everything that somebody entered is gone with the screens that held it, and the next one finds the device's own language.
    pub fn start_over(self) {
        self.app.settings.lang.set(self.own_lang.get_value());
        self.go(Screen::Start);
    }

    /// Nobody is in the middle of anything.
    pub fn is_at_rest(self) -> bool {
        self.screen.with_untracked(|screen| *screen == Screen::Start) && self.app.settings.lang.get_untracked() == self.own_lang.get_value()
    }

    /// What is on today at this place and is not over, as the backend says ([`crate::model::kiosk::day`]), the next first.
    pub fn today(self) -> Vec<(Arc<Action>, Shift)> {
        let now = self.kiosk.now.get();
        let open = |one: &Open| self.not_over(&one.action, &one.shift, now);
        // The list tells of the places that are left.
        self.app.actions.list.track();
        let mut all: Vec<_> = self.kiosk.day.with(|day| day.iter().flat_map(|day| day.open.iter().filter_map(open)).collect());
        all.sort_by_key(|(_, shift)| (shift.starts, shift.id.clone()));
        all
    }

    fn not_over(self, action: &ActionId, shift: &ShiftId, now: Instant) -> Option<(Arc<Action>, Shift)> {
        let action = self.app.actions.find(action)?;
        let shift = action.shift(shift).filter(|shift| shift.ends > now)?.clone();
        Some((action, shift))
    }

    /// What was called off of today and would not be over yet, each with why.
    pub fn off(self) -> Vec<(Arc<Action>, Shift, Option<Texts>)> {
        let now = self.kiosk.now.get();
        let off = |one: &Off| {
            let (action, shift) = self.not_over(&one.action, &one.shift, now)?;
            Some((action, shift, one.reason.clone()))
        };
        self.app.actions.list.track();
        self.kiosk.day.with(|day| day.iter().flat_map(|day| day.off.iter().filter_map(off)).collect())
    }

    /// "10:00–12:00", by the hub's clock.
    pub fn hours(self, shift: &Shift) -> String {
        hours(shift.starts, shift.ends, &self.app.zone())
    }
}

#[component]
pub fn Frame(stage: Stage, children: Children) -> impl IntoView {
    let app = use_app();
    let name = move || app.show(&app.hub().name).text.to_owned();
    let away = Memo::new(move |_| stage.screen.with(|screen| *screen != Screen::Start));
    let back = move |_| stage.back();
    // The browser gives the whole screen only to a touch.
    let whole = move |_| spawn_local(kiosk::fullscreen());
    view! {
        <div class="kiosk" on:pointerdown=whole>
            <header class="kiosk-head">
                <b>{name}</b>
                <div class="segmented" role="group" aria-label=move || app.t().settings.language>{Lang::ALL.map(|lang| view! { <Language stage lang /> })}</div>
                <span class="num">{move || hour(app.zone().local(stage.kiosk.now.get()))}</span>
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
    // Whoever opened the address by mistake is not kept here.
    let home = move || (!paired()).then(|| view! { <a class="button plain" href=routes::HOME>{app.t().kiosk.leave}</a> });
    let offline = move || app.connection.is_offline();
    view! {
        <p class="quiet" role="status">
            <Show when=offline><Icon name=strokes::OFFLINE class="icon icon-s" /> {move || app.t().kiosk.offline}</Show>
            <Show when=move || stage.kiosk.full.get()><Icon name=strokes::ALERT class="icon icon-s" /> {move || app.t().kiosk.not_kept_hint}</Show>
            <Show when=move || stage.kiosk.clock_off.get() != 0><Icon name=strokes::CLOCK class="icon icon-s" /> {move || app.t().kiosk.clock_off}</Show>
        </p>
        {home}
        <Show when=paired>
            <button class="button plain" type="button" on:click=move |_| stage.go(Screen::Pin)><Icon name=strokes::GEAR class="icon icon-s" /> {move || app.t().kiosk.staff}</button>
        </Show>
    }
}
