//! The app as a whole: the route table, and what is shown when the hub cannot start.

use crate::{
    i18n,
    model::Lang,
    pages,
    shell::toasts::Toasts,
    state::{App, app::NoStart},
    ui::Empty,
    web::page,
};
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

/// The app on its settings. Every path here is spelled in `routes` too; a test compares them.
#[component]
pub fn Hub(app: App) -> impl IntoView {
    provide_context(app);
    app.start();
    view! {
        <Router>
            <Routes fallback=|| view! { <pages::not_found::NotFound /> }>
                <Route path=path!("/") view=pages::home::Home />
                <Route path=path!("/actions") view=pages::actions::Actions />
                <Route path=path!("/actions/:id") view=pages::chunks::Action />
                <Route path=path!("/shops") view=pages::chunks::Shops />
                <Route path=path!("/shops/:id") view=pages::chunks::Organisation />
                <Route path=path!("/funds") view=pages::chunks::Funds />
                <Route path=path!("/funds/:id") view=pages::chunks::Organisation />
                <Route path=path!("/me") view=pages::chunks::Me />
                <Route path=path!("/outbox") view=pages::chunks::Outbox />
                <Route path=path!("/settings") view=pages::chunks::Settings />
                <Route path=path!("/sign-in") view=pages::chunks::SignIn />
            </Routes>
        </Router>
        <Toasts />
    }
}

/// The hub's settings could not be had: without them the app knows neither its backend nor its zone.
#[component]
pub fn CannotStart(why: NoStart) -> impl IntoView {
    let lang = page::root().and_then(|root| root.get_attribute("lang")).as_deref().and_then(Lang::from_code).unwrap_or(Lang::Kk);
    let t = i18n::catalogue(lang);
    page::set_title(t.shell.no_start);
    let text = match &why {
        NoStart::Unreachable => t.shell.no_start_hint,
        NoStart::Unreadable(_) => t.shell.no_start_broken,
    };
    let code = match why {
        NoStart::Unreachable => i18n::errors::code(&crate::api::ApiError::Unreachable),
        NoStart::Unreadable(error) => error.to_string(),
    };
    let retry = move || view! { <button class="button primary" type="button" on:click=|_| page::reload()>{t.common.retry}</button> };
    view! {
        <main id="main">
            <h1>{t.shell.no_start}</h1>
            <Empty icon="offline" title=t.shell.no_start.to_owned() text=text.to_owned() act=retry code=Signal::stored((t.common.error_code)(&code)) />
        </main>
    }
}
