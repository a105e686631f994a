//! What the kiosk and the wall have in common as devices that stand somewhere: their size and contrast, and a fresh start by night.

use crate::{
    model::{Instant, instant::iso},
    state::App,
    web::{kiosk, page, tab},
};
use leptos::{prelude::*, task::spawn_local};

/// The hour of the hub in which the page begins anew.
const NIGHT: i8 = 3;
/// Where the night is written down in which it last did.
const BEGUN: &str = "begun-anew";

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
        let (zone, now) = (app.zone(), now());
        let night = iso(zone.day(now));
        if zone.local(now).time().hour() == NIGHT && tab::get(BEGUN).as_ref() != Some(&night) && is_at_rest() {
            // Once a night. Where that cannot be written down it would be every minute of the hour: rather not at all.
            tab::set(BEGUN, Some(&night));
            if tab::get(BEGUN).as_ref() != Some(&night) {
                return;
            }
            let last = last();
            spawn_local(async move {
                last.await;
                app.update.accept();
            });
        }
    });
}
