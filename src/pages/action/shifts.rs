//! Several shifts: one is chosen. A shift that cannot be had stays in the list and says why.

use super::{here::Here, ticket::state_badge};
use crate::{
    i18n::{Catalogue, dates},
    model::{Action, Instant, Shift, ShiftId, Zone, eligibility::NoJoin},
    outbox::Mine,
    shell::{Said, StandIn},
};
use leptos::prelude::*;

#[component]
pub fn Shifts(here: Here) -> impl IntoView {
    let app = here.app;
    view! {
        <p class="small screen-only" id="choose">
            {move || app.t().action.choose_shift}
        </p>
        <div role="radiogroup" aria-labelledby="choose">
            <ul class="lined shifts">
                <For each=move || here.action.get().shifts.clone() key=|shift| shift.id.clone() let:shift>
                    <OneShift here first=shift />
                </For>
            </ul>
        </div>
    }
}

/// Why this shift cannot be chosen. That nobody is signed in, or has not told their age, is no matter of the shift: the button leads there.
pub fn blocked(here: Here, shift: &Shift) -> Option<NoJoin> {
    if here.mine(&shift.id) != Mine::No {
        return None;
    }
    here.may_join(shift).err().filter(|why| !matches!(why, NoJoin::SignIn | NoJoin::AgeUnknown))
}

#[component]
fn OneShift(here: Here, first: Shift) -> impl IntoView {
    let app = here.app;
    let id = first.id.clone();
    let shift = {
        let id = id.clone();
        Memo::new(move |_| here.shift(&id).unwrap_or_else(|| first.clone()))
    };
    let mine = {
        let id = id.clone();
        Memo::new(move |_| here.mine(&id))
    };
    let why = Memo::new(move |_| blocked(here, &shift.get()));
    let class = move || match (mine.get(), why.with(Option::is_some)) {
        (Mine::Confirmed | Mine::CannotCome, _) => "joined",
        (mine, _) if mine.is_queued() => "waiting",
        (_, true) => "blocked",
        _ => "",
    };
    let why_id = format!("why-{id}");
    let described = why_id.clone();
    let (pick, is_chosen): (ShiftId, ShiftId) = (id.clone(), id);
    view! {
        <li class=class>
            <label class="shift">
                <input
                    class="box"
                    type="radio"
                    name="shift"
                    prop:checked=move || here.chosen.get().as_ref() == Some(&is_chosen)
                    aria-disabled=move || why.with(Option::is_some).then_some("true")
                    aria-describedby=move || why.with(Option::is_some).then(|| described.clone())
                    on:click=move |event| {
                        if why.with_untracked(Option::is_some) {
                            event.prevent_default();
                        }
                    }
                    on:change=move |_| here.choice.set(Some(pick.clone()))
                />
                {move || role(app.t(), &shift.get())}
                {move || left(app.t(), &shift.get(), app.now.get())}
                <span class="when">{move || when(here, app.t(), &shift.get())}</span>
                {move || state_badge(app, &mine.get())}
                {move || why.get().map(|why| view! { <span class="why" id=why_id.clone()>{reason(here, &why)}</span> })}
            </label>
        </li>
    }
}

fn role(t: &'static Catalogue, shift: &Shift) -> impl IntoView + use<> {
    match shift.role.clone() {
        Some(role) => view! {
            <b class="role">
                <Said texts=role.clone() />
                " "
                <StandIn texts=role />
            </b>
        }
        .into_any(),
        None => view! { <b class="role">{t.action.any_role}</b> }.into_any(),
    }
}

/// The places left, as long as they can be had.
fn left(t: &Catalogue, shift: &Shift, now: Instant) -> impl IntoView + use<> {
    let seats = shift.seats;
    let (class, text) = match seats.left() {
        _ if seats.most == 0 || shift.starts <= now => return None,
        0 => ("quiet", t.acts.full.to_owned()),
        left @ 1..=3 => ("left-few", (t.acts.places_left)(left)),
        left => ("left", (t.acts.places_left)(left)),
    };
    Some(view! { <span class=class>{text}</span> })
}

/// The hours where all shifts are on one day, else with the day.
pub fn when(here: Here, t: &Catalogue, shift: &Shift) -> String {
    let zone = here.app.zone();
    let this_year = zone.day(here.app.now.get()).year();
    if here.action.with(|action| is_one_day(action, &zone)) {
        return format!("{}–{}", dates::clock(zone.local(shift.starts)), dates::clock(zone.local(shift.ends)));
    }
    t.dates.span(shift.starts, shift.ends, &zone, this_year)
}

fn is_one_day(action: &Action, zone: &Zone) -> bool {
    let day = zone.day(action.starts());
    !dates::is_whole_days(action.starts(), action.ends(), zone)
        && action.shifts.iter().all(|shift| zone.day(shift.starts) == day && zone.day(shift.ends) == day)
}

/// A reason in words, with the title of the other action that stands in the way.
pub fn reason(here: Here, why: &NoJoin) -> String {
    let app = here.app;
    let other = match why {
        NoJoin::Clash(id) | NoJoin::Rest { with: id, .. } if *id != here.id() => {
            app.actions.find(id).map(|action| app.show(&action.title).text.to_owned())
        }
        _ => None,
    };
    let mut text = (app.t().action.why_not)(why, other.as_deref());
    if let NoJoin::Clash(id) = why
        && here.only_in_line(id)
    {
        text = format!("{text} {}", app.t().action.only_in_line);
    }
    text
}
