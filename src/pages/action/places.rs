//! How many places there are, in words and as a bar; of several shifts, each with its own.

use super::{here::Here, shifts::Shifts};
use crate::{i18n::Catalogue, i18n::dates::capital, model::Action};
use leptos::prelude::*;

/// Where no source names a number of places, nothing is said of them; nor of what was called off.
#[component]
pub fn Places(here: Here) -> impl IntoView {
    let app = here.app;
    // Of what is over or called off there is nothing to choose.
    let several = Memo::new(move |_| here.is_open() && here.action.with(|action| action.shifts.len() > 1));
    let counted = Memo::new(move |_| !here.is_cancelled() && here.action.with(|action| action.seats().most > 0));
    let head = move || {
        let (t, seats) = (app.t(), here.action.get().seats());
        let class = match seats.left() {
            0 => "quiet",
            1..=3 => "left-few",
            _ => "left",
        };
        let text = if seats.is_full() { t.acts.full.to_owned() } else { (t.acts.places_left)(seats.left()) };
        let title = if several.get() { t.action.shifts } else { t.action.places };
        view! {
            <div class="head">
                <h2 id="places">{title}</h2>
                {(counted.get() && here.has_shifts_to_come()).then(|| view! { <p class=class>{text}</p> })}
            </div>
        }
    };
    let bar = move || {
        counted.get().then(|| {
            let (t, action) = (app.t(), here.action.get());
            let seats = action.seats();
            let label = format!("{} / {}", seats.taken, seats.most);
            view! {
                <progress class="progress" max=seats.most value=seats.taken.min(seats.most) aria-labelledby="places">{label}</progress>
                <p class="quiet small">{sentence(t, &action, here.has_shifts_to_come())}</p>
            }
        })
    };
    move || {
        (counted.get() || several.get()).then(|| {
            view! {
                <section class="stack" aria-labelledby="places">
                    {head}
                    {bar}
                    {several.get().then(|| view! { <Shifts here /> })}
                </section>
            }
        })
    }
}

fn sentence(t: &Catalogue, action: &Action, open: bool) -> String {
    let seats = action.seats();
    let mut text = (t.action.taken)(seats.taken, seats.most);
    let mut add = |sentence: &str| {
        text.push(' ');
        text.push_str(sentence);
    };
    if open {
        let missing: u32 = action.shifts.iter().map(|shift| shift.seats.missing()).sum();
        if missing > 0 {
            add(&(t.action.still_needed)(missing));
        }
        if seats.waiting > 0 {
            add(&format!("{}.", capital(&(t.acts.waiting_people)(seats.waiting))));
        }
        match (action.waitlist, seats.is_full()) {
            (true, false) => add(t.action.waitlist_kept),
            (false, _) => add(t.action.waitlist_not_kept),
            (true, true) => {}
        }
    }
    text
}
