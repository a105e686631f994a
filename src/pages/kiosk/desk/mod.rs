//! For those who look after kiosks and the people at them: the devices, and today at a glance.

mod card;
mod devices;
mod draft;
mod pair;
mod today;
mod write;
mod written;

use crate::{
    i18n::Catalogue,
    model::can::Act,
    pages::parts::gate::{Back, Gate, Words},
    routes,
    state::use_app,
};
use leptos::prelude::*;

fn words(t: &Catalogue) -> Words {
    let (desk, kiosk) = (&t.kiosk_desk, &t.kiosk);
    Words { sign_in: [desk.sign_in, desk.sign_in_hint], not_here: [kiosk.not_here, kiosk.not_here_hint] }
}

#[component]
pub fn Devices() -> impl IntoView {
    let app = use_app();
    let back: Option<Back> = Some((routes::KIOSK_TODAY, |t| t.kiosk_desk.today));
    let shown = || view! { <devices::Work /> }.into_any();
    view! { <Gate title=app.word(|t| t.kiosk_desk.kiosks) class="kiosk-desk" act=Act::SeeKiosks path=routes::KIOSK_DEVICES back words shown /> }
}

#[component]
pub fn Today() -> impl IntoView {
    let app = use_app();
    let shown = || view! { <today::Work /> }.into_any();
    view! { <Gate title=app.word(|t| t.kiosk_desk.today) class="kiosk-desk" act=Act::SeeToday path=routes::KIOSK_TODAY back=None words shown /> }
}
