//! What only leaders have: planning, today's shifts, the list, each as far as their roles tell. On a desk in the side bar of every page, on a phone under "Me".

use crate::{
    i18n::Catalogue,
    model::can::{self, Act},
    routes,
    state::{App, use_app},
    ui::{Icon, Strokes, strokes},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[derive(Clone, Copy)]
pub struct Link {
    act: Act,
    pub href: &'static str,
    pub icon: Strokes,
    pub label: fn(&Catalogue) -> &'static str,
}

const LINKS: [Link; 3] = [
    Link { act: Act::Plan, href: routes::MANAGE, icon: strokes::CALENDAR, label: |t| t.outcome.to_plan },
    Link { act: Act::SeeToday, href: routes::KIOSK_TODAY, icon: strokes::LIST, label: |t| t.kiosk_desk.today_open },
    Link { act: Act::SeeMembers, href: routes::ROSTER, icon: strokes::USERS, label: |t| t.me.roster },
];

/// Those of whoever is signed in, each as `shown`; none where the backend has no accounts.
pub fn links(app: App, shown: fn(Link) -> AnyView) -> AnyView {
    let may = move |act| app.session.person.with(|person| person.as_ref().is_some_and(|one| can::may(&one.roles, act).is_ok()));
    let one = move |link: Link| {
        let open = Memo::new(move |_| app.can().account && may(link.act));
        view! { <Show when=move || open.get()>{shown(link)}</Show> }
    };
    LINKS.map(one).into_any()
}

#[component]
pub fn Leads() -> impl IntoView {
    links(use_app(), |Link { href, icon, label, .. }| {
        let (app, path) = (use_app(), use_location().pathname);
        // Also on the pages below it.
        let below = move |path: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let current = move || path.with(|path| below(path)).then_some("page");
        view! { <a href=href aria-current=current><Icon name=icon /> <span>{move || label(app.t())}</span></a> }.into_any()
    })
}
