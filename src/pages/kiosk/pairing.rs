//! The code by which an administrator brings this device and the hub together.

use crate::{
    model::kiosk::spaced_code,
    state::{
        kiosk::{Kiosk, Standing},
        use_app,
    },
    ui::Skeleton,
};
use leptos::prelude::*;

#[component]
pub fn Pairing(kiosk: Kiosk) -> impl IntoView {
    let app = use_app();
    let code = Memo::new(move |_| {
        kiosk.standing.with(|standing| match standing {
            Standing::Unpaired(Some(pairing)) => Some(spaced_code(&pairing.code)),
            _ => None,
        })
    });
    view! {
        <h1>{move || app.t().kiosk.pair_title}</h1>
        <p>{move || app.t().kiosk.pair_hint}</p>
        {move || match code.get() {
            Some(code) => view! { <p class="big-code" role="status">{code}</p> }.into_any(),
            None => view! { <Skeleton label=app.word(|t| t.kiosk.pair_wait) /> }.into_any(),
        }}
    }
}
