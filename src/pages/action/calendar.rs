//! "Add to calendar": a shift as an `.ics` file, in the reader's language.

use super::here::Here;
use crate::{
    i18n::dates,
    model::{
        Shift, ShiftId,
        calendar::{self, Event, Status, When},
    },
    outbox::Mine,
    ui::{Icon, strokes},
    web::{clock, page, save},
};
use leptos::prelude::*;

#[component]
pub fn AddToCalendar(here: Here, #[prop(into)] shift: Signal<Option<ShiftId>>) -> impl IntoView {
    let app = here.app;
    let failed = RwSignal::new(false);
    let save = move |_| {
        let Some(shift) = shift.get_untracked().and_then(|id| untrack(|| here.shift(&id))) else { return };
        let text = untrack(|| write(here, &shift));
        failed.set(save::file(&format!("{}.ics", here.id()), "text/calendar;charset=utf-8", &text.into()).is_err());
    };
    view! {
        <button class="button" type="button" on:click=save>
            <Icon name=strokes::CALENDAR_PLUS />
            {move || app.t().action.add_to_calendar}
        </button>
        {move || failed.get().then(|| view! { <span role="alert">{app.t().action.calendar_failed}</span> })}
    }
}

fn write(here: Here, shift: &Shift) -> String {
    let app = here.app;
    let (lang, zone, action) = (app.lang(), app.zone(), here.action.get());
    let detail = here.detail.value.get();
    let title = calendar::title(&action, shift, lang);
    let place = calendar::place(&action, detail.as_ref().and_then(|detail| detail.address.as_ref()), lang);
    let origin = page::origin();
    let url = super::share::address(&action.id);
    let mine = here.mine(&shift.id);
    let event = Event {
        action: &action.id,
        shift: &shift.id,
        host: origin.split_once("://").map_or(origin.as_str(), |(_, host)| host),
        stamp: clock::now(),
        when: if dates::is_whole_days(shift.starts, shift.ends, &zone) {
            When::Days { first: zone.day(shift.starts), last: zone.day(shift.ends.plus(-1)) }
        } else {
            When::Times { starts: shift.starts, ends: shift.ends }
        },
        sequence: detail.as_ref().map_or(0, |detail| detail.sequence),
        status: match mine {
            _ if here.is_cancelled() => Status::Cancelled,
            Mine::Confirmed => Status::Confirmed,
            _ => Status::Tentative,
        },
        title: &title,
        place: Some(place.as_str()).filter(|place| !place.is_empty()),
        coordinates: detail.as_ref().and_then(|detail| detail.coordinates),
        text: &description(here, &mine, &url),
        url: &url,
        lang,
    };
    calendar::file(&event)
}

/// How the person stands, what will be done, where people meet, what to bring, and where to read on.
fn description(here: Here, mine: &Mine, url: &str) -> String {
    let (t, lang) = (here.app.t(), here.app.lang());
    let mut parts = vec![match mine {
        _ if here.is_cancelled() => t.action.cancelled.to_owned(),
        Mine::Confirmed => here.app.confirmed().to_owned(),
        Mine::CannotCome => t.acts.cannot_come.to_owned(),
        Mine::Waitlisted { position } => (t.acts.waitlisted)(*position),
        Mine::Offered { .. } => t.acts.offered.to_owned(),
        _ => t.action.not_yet.to_owned(),
    }];
    if let Some(detail) = here.detail.value.get() {
        parts.extend([&detail.about, &detail.meeting].into_iter().flatten().map(|texts| texts.show(lang).text.to_owned()));
        if !detail.requirements.is_empty() {
            let lines = detail.requirements.iter().map(|texts| format!("– {}", texts.show(lang).text));
            parts.push(format!("{}:\n{}", t.action.requirements, lines.collect::<Vec<_>>().join("\n")));
        }
    }
    parts.push(url.to_owned());
    parts.join("\n\n")
}
