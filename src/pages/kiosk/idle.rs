//! Whoever walks away in the middle leaves nothing: a warning, and then the start, with everything that was entered gone from the screen and from memory. By night the page begins anew.

use super::{stage::Stage, standing::anew_by_night};
use crate::{model::kiosk::log::Happened, state::use_app, ui::shown_while, web::clock};
use leptos::{html, prelude::*, task::spawn_local};

/// How often it is looked whether somebody is there, in milliseconds. Looks are counted, as no clock of the device is to be believed for it: one that is put right must neither keep what somebody left
/// behind on the screen nor take it from under their hands.
const LOOK: u64 = 500;
/// How many looks nobody has to touch it until they are asked (a minute),
const ALONE: u64 = 60_000 / LOOK;
/// and until it starts over.
const WARNED: u64 = 15_000 / LOOK;

#[component]
pub fn Warning(stage: Stage) -> impl IntoView {
    let app = use_app();
    let seconds = RwSignal::new(None::<u64>);
    spawn_local(async move {
        let mut alone = 0;
        // Ends with the page, whose signals are then gone.
        while let Some(touched) = stage.touched.try_update_value(std::mem::take) {
            alone = if touched || stage.is_at_rest() { 0 } else { alone + 1 };
            let left = (alone >= ALONE).then(|| (ALONE + WARNED).saturating_sub(alone));
            if left == Some(0) {
                stage.kiosk.note(Happened::LeftAlone);
                stage.start_over();
            }
            let shown = left.filter(|left| *left > 0).map(|left| (left * LOOK).div_ceil(1000));
            if seconds.try_get_untracked() != Some(shown) {
                seconds.try_set(shown);
            }
            clock::sleep(LOOK).await;
        }
    });
    let stay = move || stage.touched.set_value(true);
    let asked = Memo::new(move |_| seconds.with(Option::is_some));
    // The browser's own modal dialog: nothing behind it can be reached, by touch, by keyboard or by a screen reader, and the focus goes back to where somebody was typing.
    let node = NodeRef::<html::Dialog>::new();
    shown_while(node, asked);
    view! {
        <dialog class="kiosk-warning" role="alertdialog" node_ref=node aria-labelledby="still-there" aria-describedby="still-there-hint" on:close=move |_| stay()>
            <div>
                <h2 id="still-there">{move || app.t().kiosk.still_there}</h2>
                <p id="still-there-hint">{move || (app.t().kiosk.still_there_hint)(seconds.get().unwrap_or_default())}</p>
                <button class="button primary big" id="still-here" type="button" on:click=move |_| stay()>{move || app.t().kiosk.still_here}</button>
            </div>
        </dialog>
    }
}

/// Ends the day when it is over, and begins anew by night.
pub fn watch(stage: Stage) {
    Effect::new(move |_| {
        stage.app.now.track();
        spawn_local(stage.kiosk.end_day());
    });
    anew_by_night(stage.app, move || stage.kiosk.now.get(), move || stage.is_at_rest(), move || stage.kiosk.note_night());
}
