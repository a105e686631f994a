//! What the kiosk and the wall have in common as devices that stand somewhere: their size and contrast, and a fresh start by night.

use crate::{
    model::{Instant, instant::HOUR},
    state::App,
    web::{clock, kiosk, page},
};
use leptos::{prelude::*, task::spawn_local};

/// The hour of the hub in which the page begins anew.
const NIGHT: i8 = 3;

/// As long as the page is there: what it is (see style/kiosk.css), and 7 to 1 in contrast, as it is read standing, in a bright room, by everybody.
pub fn stand_as(screen: &'static str) {
    let contrast = page::root().and_then(|root| root.get_attribute("data-contrast"));
    page::set_root("data-screen", Some(screen));
    page::set_root("data-contrast", Some("more"));
    on_cleanup(move || {
        page::set_root("data-screen", None);
        page::set_root("data-contrast", contrast.as_deref());
        spawn_local(kiosk::release());
    });
}

/// Begins anew by night, when nobody is in the middle of anything; as the new version, if one waits: nobody else will ever agree to it here. `now`: the minute, by the
/// best clock that is known here. `last` comes before it.
pub fn anew_by_night<L: Future<Output = ()> + 'static>(
    app: App,
    now: impl Fn() -> Instant + 'static,
    is_at_rest: impl Fn() -> bool + 'static,
    last: impl Fn() -> L + 'static,
) {
    Effect::new(move |_| {
        let night = app.zone().local(now()).time().hour() == NIGHT;
        // Once a night, and not at once where somebody has just switched it on.
        if night && clock::age().is_some_and(|age| age > 2 * HOUR) && is_at_rest() {
            let last = last();
            spawn_local(async move {
                last.await;
                app.update.accept();
            });
        }
    });
}
