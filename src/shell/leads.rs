//! What only leaders have in the side bar: planning, today's shifts, the list. Each of them as far as their roles tell; on a phone they stand under "Me".

use crate::{
    i18n::Catalogue,
    model::can::{self, Act},
    routes,
    state::use_app,
    ui::{Icon, Strokes, strokes},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

type Link = (Act, &'static str, Strokes, fn(&Catalogue) -> &'static str);

const LINKS: [Link; 3] = [
    (Act::Plan, routes::MANAGE, strokes::CALENDAR, |t| t.outcome.to_plan),
    (Act::SeeToday, routes::KIOSK_TODAY, strokes::LIST, |t| t.kiosk_desk.today_open),
    (Act::SeeMembers, routes::ROSTER, strokes::USERS, |t| t.me.roster),
];

#[component]
pub fn Leads() -> impl IntoView {
    let app = use_app();
    let path = use_location().pathname;
    let link = move |(act, href, icon, label): Link| {
        let may =
            Memo::new(move |_| app.session.person.with(|person| person.as_ref().is_some_and(|one| can::may(&one.roles, act).is_ok())));
        // Also on the pages below it.
        let below = move |path: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let current = move || path.with(|path| below(path)).then_some("page");
        view! {
            <Show when=move || may.get()>
                <a href=href aria-current=current><Icon name=icon /> <span>{move || label(app.t())}</span></a>
            </Show>
        }
    };
    LINKS.map(link).into_any()
}
