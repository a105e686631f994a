//! The rotating code of a shift, as digits and as a picture that any phone's camera opens in the app.

use crate::{
    model::{ActionId, ShiftId, rotating},
    routes,
    state::use_app,
    ui::Qr,
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn RotatingCode(
    action: ActionId,
    shift: ShiftId,
    key: String,
    /// By how many milliseconds this device's clock is behind, where that is known.
    #[prop(optional, into)]
    off: Signal<i64>,
) -> impl IntoView {
    let app = use_app();
    let now = RwSignal::new(clock::now());
    spawn_local(async move {
        // Ends with the page, whose signal is then gone.
        while now.try_set(clock::now()).is_none() {
            clock::sleep(1000 - clock::now().0.rem_euclid(1000).unsigned_abs() + 5).await;
        }
    });
    let code = Memo::new(move |_| rotating::code(&key, now.get().plus(off.get())));
    let left = Memo::new(move |_| (rotating::left(now.get().plus(off.get())).unsigned_abs()).div_ceil(1000));
    let spaced = move || code.with(|code| format!("{} {}", &code[..3], &code[3..]));
    let address = move || format!("{}{}", page::origin(), routes::check_in_with(&action, &shift, &code.get()));
    view! {
        <p class="big-code">{spaced}</p>
        <p class="quiet">{move || (app.t().check_in.code_left)(left.get())}</p>
        {move || view! { <Qr text=address() label=app.word(|t| t.check_in.code_title) /> }}
    }
}
