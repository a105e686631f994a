//! An action as a row of a list: the hour, what and where, how it stands, the direction.

use crate::{
    i18n::{Catalogue, dates},
    model::{Action, ActionState, AgeClass, Zone},
    outbox::Mine,
    routes,
    shell::{Demo, Said, StandIn},
    state::{App, use_app},
    ui::{Badge, Patch, live, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

/// `with_day`: the row stands outside a list by day, so it says the day itself. `with_missing`: the list is about who is needed, so it says how
/// many people the work still lacks.
#[component]
pub fn ActionRow(action: Arc<Action>, #[prop(optional)] with_day: bool, #[prop(optional)] with_missing: bool) -> impl IntoView {
    let app = use_app();
    let zone = app.zone();
    let shown = action.clone();
    let mine = Signal::derive(move || mine_of(app, &shown));
    let shown = action.clone();
    let class = move || match mine.get() {
        mine if mine.is_queued() => "row waiting",
        Mine::No if is_closed(app, &shown) => "row closed",
        _ => "row",
    };
    let direction = action.direction;
    let label = Signal::derive(move || app.t().common.direction(direction).to_owned());
    let (title, place) = (action.title.clone(), action.place.clone());
    let href = routes::action(&action.id);
    let hour = action.clone();
    view! {
        <li class=class>
            <p class="hour">{move || hours(app.t(), &hour, &zone, with_day)}</p>
            <div>
                <h3>
                    <a href=href>
                        <Said texts=title.clone() />
                    </a>
                </h3>
                {place.map(|place| view! { <p class="place"><Said texts=place /></p> }.into_any())}
                <p class="state">
                    <State action=action.clone() mine with_missing />
                    <StandIn texts=title />
                    <Demo shown=action.demo />
                </p>
            </div>
            <Patch key=direction.key() label />
        </li>
    }
}

/// How the person stands with the action: the strongest of its shifts.
pub fn mine_of(app: App, action: &Action) -> Mine {
    let strength = |mine: &Mine| match mine {
        Mine::No => 0,
        Mine::Waitlisted { .. } => 1,
        Mine::Confirmed => 2,
        Mine::CannotCome => 3,
        Mine::Leaving => 4,
        Mine::Joining { .. } => 5,
        Mine::Undecided { .. } => 6,
        Mine::Offered { .. } => 7,
    };
    action.shifts.iter().map(|shift| app.outbox.mine(app, &action.id, &shift.id)).max_by_key(strength).unwrap_or(Mine::No)
}

/// Nothing more to do about it: over, called off, or full without a waitlist.
fn is_closed(app: App, action: &Action) -> bool {
    action.state == ActionState::Cancelled || action.ends() <= app.now.get() || action.seats().is_full()
}

fn hours(t: &Catalogue, action: &Action, zone: &Zone, with_day: bool) -> impl IntoView + use<> {
    let (starts, ends) = (zone.local(action.starts()), zone.local(action.ends()));
    // The number stays with its month: the column is narrow.
    let day = format!("{}, {}", t.dates.weekday_short(starts.date()), t.dates.day_short(starts.date()).replace(' ', "\u{a0}"));
    let whole = dates::is_whole_days(action.starts(), action.ends(), zone);
    let main = if whole { t.dates.day_short(starts.date()) } else { dates::clock(starts) };
    let small = match (with_day, whole) {
        (_, true) => String::new(),
        (true, false) => day,
        (false, false) => dates::clock(ends),
    };
    view! { <time datetime=action.starts().to_string()>{main}</time> <small>{small}</small> }
}

/// The line that decides: called off before anything else, then my own state, else whether there are places.
#[component]
pub fn State(action: Arc<Action>, #[prop(into)] mine: Signal<Mine>, #[prop(optional)] with_missing: bool) -> impl IntoView {
    let app = use_app();
    live(move || {
        let words = &app.t().acts;
        let text = |text: &str| Signal::stored(text.to_owned());
        match mine.get() {
            _ if action.state == ActionState::Cancelled => places(app, &action, false).into_any(),
            Mine::Confirmed => view! { <Badge form="solid" tone="positive" icon=strokes::CHECK text=text(words.confirmed) /> }.into_any(),
            Mine::CannotCome => view! { <Badge form="soft" tone="warning" icon=strokes::CLOCK text=text(words.cannot_come) /> }.into_any(),
            Mine::Waitlisted { position } => {
                view! { <Badge form="soft" tone="info" icon=strokes::LIST text=(words.waitlisted)(position) /> }.into_any()
            }
            Mine::Offered { .. } => view! { <Badge form="soft" tone="info" icon=strokes::CLOCK text=text(words.offered) /> }.into_any(),
            Mine::Joining { or_wait } => view! {
                <Badge form="bare" tone="queued" icon=strokes::HOURGLASS text=text(words.joining) />
                {or_wait.then(|| view! { <span class="faint">{words.joining_or_wait}</span> }.into_any())}
            }
            .into_any(),
            Mine::Leaving => view! { <Badge form="bare" tone="queued" icon=strokes::HOURGLASS text=text(words.leaving) /> }.into_any(),
            Mine::Undecided { .. } => {
                view! { <Badge form="soft" tone="danger" icon=strokes::ALERT text=text(words.undecided) /> }.into_any()
            }
            Mine::No => places(app, &action, with_missing).into_any(),
        }
    })
}

fn places(app: App, action: &Action, with_missing: bool) -> impl IntoView + use<> {
    let words = &app.t().acts;
    let seats = action.seats();
    let line = |text: &str| {
        let text = text.to_owned();
        view! { <Badge form="line" tone="neutral" text=text /> }.into_any()
    };
    let age = match action.youngest {
        _ if !action.hazards.is_empty() => Some(words.adults_only),
        AgeClass::Adult => Some(words.adults_only),
        AgeClass::From14To17 => Some(words.from_14),
        AgeClass::Under14 => None,
    };
    let free = if action.state == ActionState::Cancelled {
        line(words.cancelled)
    } else if action.ends() <= app.now.get() {
        line(words.over)
    } else if seats.is_full() {
        let waiting = (seats.waiting > 0).then(|| view! { <span class="quiet">{(words.waiting_people)(seats.waiting)}</span> }.into_any());
        view! { {line(words.full)} {waiting} }.into_any()
    } else {
        let few = seats.left() <= 3;
        // A shift with too many people does not help another, so each counts for itself.
        let missing = action.shifts.iter().map(|shift| shift.seats.missing()).fold(0, u32::saturating_add);
        let lacking = (with_missing && missing > 0).then(|| dates::capital(&(words.people_missing)(missing)));
        let left = (words.places_left)(seats.left());
        match lacking {
            Some(lacking) => view! { <span class="left-few">{lacking}</span> <span class="faint">{left}</span> }.into_any(),
            None => view! {
                <span class=if few { "left-few" } else { "left" }>{left}</span>
                <span class="faint">{(words.of_places)(seats.most)}</span>
            }
            .into_any(),
        }
    };
    let age = age.map(|age| view! { <Badge form="soft" tone="neutral" text=age.to_owned() /> }.into_any());
    view! { {free} {age} }
}
