//! The app as a whole: which page stands at which path, and what is shown when the hub cannot start.

use crate::{
    i18n,
    model::Lang,
    pages,
    routes::Route,
    shell::toasts::toasts,
    state::{App, app::NoStart},
    ui::{Empty, live, strokes},
    web::page,
};
use leptos::prelude::*;
use leptos_router::{
    components::Router,
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

/// The app on its settings.
#[component]
pub fn Hub(app: App) -> impl IntoView {
    provide_context(app);
    app.start();
    view! {
        <Router>
            <Pages />
        </Router>
        {toasts()}
    }
}

/// The page of the path. The router brings the address, the clicks on links and the history; its own table of routes is made for nested pages, and would take a tenth
/// of the first load for what is one `match` here.
#[component]
fn Pages() -> impl IntoView {
    let path = use_location().pathname;
    let browser = use_context::<BrowserUrl>();
    // The router waits to be told before it writes the address bar. At once: a page that comes in a chunk stands in the frame until it is there.
    Effect::new(move |_| {
        path.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });
    let route = Memo::new(move |_| path.with(|path| Route::of(path)));
    live(move || pages::chunks::page(route.get()))
}

/// The hub's settings could not be had: without them the app knows neither its backend nor its zone.
#[component]
pub fn CannotStart(why: NoStart) -> impl IntoView {
    let lang = page::root().and_then(|root| root.get_attribute("lang")).as_deref().and_then(Lang::from_code).unwrap_or(Lang::Kk);
    let t = i18n::catalogue(lang);
    page::set_title(t.shell.no_start);
    let (text, code) = match why {
        NoStart::Unreachable => (t.shell.no_start_hint, "offline".to_owned()),
        NoStart::Unreadable(error) => (t.shell.no_start_broken, error),
    };
    let retry = move || view! { <button class="button primary" type="button" on:click=|_| page::reload()>{t.common.retry}</button> };
    view! {
        <main id="main">
            <h1>{t.shell.no_start}</h1>
            <Empty icon=strokes::OFFLINE title=t.shell.no_start.to_owned() text=text.to_owned() act=retry code=Signal::stored((t.common.error_code)(&code)) />
        </main>
    }
}
