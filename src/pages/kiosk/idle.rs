//! Whoever walks away in the middle leaves nothing: a warning, and then the start, with everything that was entered gone from the screen and from memory. By night the page begins anew.

use super::stage::{Screen, Stage};
use crate::{
    model::{Instant, instant::HOUR, kiosk::log::Happened},
    state::use_app,
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};

/// How long nobody has to touch it until they are asked, in milliseconds,
const ALONE: i64 = 60_000;
/// and until it starts over.
const WARNED: i64 = 15_000;
/// The hour of the hub in which the page begins anew.
const NIGHT: i8 = 3;

/// Seconds that are left to answer; `None`: nobody is asked.
fn left(stage: Stage, now: Instant) -> Option<u64> {
    let alone = now.0 - stage.touched.get_value().0;
    // A clock that was set back has not made anybody leave.
    (alone >= ALONE).then(|| (ALONE + WARNED - alone).max(0).unsigned_abs().div_ceil(1000))
}

#[component]
pub fn Warning(stage: Stage) -> impl IntoView {
    let app = use_app();
    let seconds = RwSignal::new(None::<u64>);
    spawn_local(async move {
        // Ends with the page, whose signals are then gone.
        loop {
            let Some(away) = stage.screen.try_with_untracked(|screen| *screen != Screen::Start) else { return };
            match if away { left(stage, clock::now()) } else { None } {
                Some(0) => {
                    stage.kiosk.note(Happened::LeftAlone);
                    stage.start_over();
                    seconds.try_set(None);
                }
                asked => {
                    if seconds.try_get_untracked() != Some(asked) {
                        seconds.try_set(asked);
                    }
                }
            }
            clock::sleep(500).await;
        }
    });
    let stay = move |_| {
        stage.touched.set_value(clock::now());
        seconds.set(None);
    };
    let asked = Memo::new(move |_| seconds.with(Option::is_some));
    view! {
        <Show when=move || asked.get()>
            <div class="kiosk-warning" role="alertdialog" aria-labelledby="still-there" aria-describedby="still-there-hint">
                <div>
                    <h2 id="still-there">{move || app.t().kiosk.still_there}</h2>
                    <p id="still-there-hint">{move || (app.t().kiosk.still_there_hint)(seconds.get().unwrap_or_default())}</p>
                    <button class="button primary big" type="button" autofocus on:click=stay>{move || app.t().kiosk.still_here}</button>
                </div>
            </div>
        </Show>
    }
}

/// Ends the day when it is over, and begins anew by night.
pub fn watch(stage: Stage) {
    let began = clock::now();
    Effect::new(move |_| {
        let now = stage.app.now.get();
        spawn_local(stage.kiosk.end_day());
        let night = stage.app.zone().local(now).time().hour() == NIGHT;
        if night && began.plus(2 * HOUR) < now && stage.screen.with_untracked(|screen| *screen == Screen::Start) {
            stage.kiosk.note(Happened::NightlyWipe);
            page::reload();
        }
    });
}
