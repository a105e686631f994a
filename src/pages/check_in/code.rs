//! The rotating code on the leader's screen, as digits and as a picture that any phone's camera opens in the app.

use super::noting::closed_text;
use crate::{
    model::{attendance::NotNow, roll::Roll, rotating},
    routes,
    state::use_app,
    ui::Qr,
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[component]
pub fn Code(
    roll: Arc<Roll>,
    /// Why no code is taken at this moment.
    closed: Memo<Option<NotNow>>,
) -> impl IntoView {
    let app = use_app();
    let now = RwSignal::new(clock::now());
    spawn_local(async move {
        // Ends with the page, whose signal is then gone.
        while now.try_set(clock::now()).is_none() {
            clock::sleep(1000 - clock::now().0.rem_euclid(1000).unsigned_abs() + 5).await;
        }
    });
    let key = roll.code_key.clone();
    let code = Memo::new(move |_| rotating::code(&key, now.get()));
    let left = Memo::new(move |_| (rotating::left(now.get()).unsigned_abs()).div_ceil(1000));
    let spaced = move || code.with(|code| format!("{} {}", &code[..3], &code[3..]));
    let address = move || format!("{}{}", page::origin(), routes::check_in_with(&roll.action, &roll.shift, &code.get()));
    let picture = move || view! { <Qr text=address() label=app.word(|t| t.check_in.code_title) /> };
    let not_now = move || closed.get().map(|why| closed_text(app, why));
    view! {
        <section class="stack code-wall" aria-labelledby="code">
            <h2 id="code">{move || app.t().check_in.code_title}</h2>
            <Show when=move || closed.with(Option::is_none) fallback=move || view! { <p class="quiet">{not_now}</p> }>
                <p class="quiet">{move || app.t().check_in.code_hint}</p>
                <p class="big-code">{spaced}</p>
                <p class="quiet">{move || (app.t().check_in.code_left)(left.get())}</p>
                {picture.clone()}
            </Show>
        </section>
    }
}
