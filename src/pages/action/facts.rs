//! When, where, and who organises.

use super::{calendar::AddToCalendar, here::Here};
use crate::{
    i18n::dates::{self, utc_offset},
    model::{ActionDetail, Organisation, Phone, Texts, WebLink},
    pages::parts::ExternalLink,
    routes,
    shell::{Said, StandIn},
    ui::{Icon, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Facts(here: Here) -> impl IntoView {
    // Once a place is the person's, its ticket has the button. Of what was called off only those have to hear who have it in their calendar.
    let wanted = Memo::new(move |_| {
        let joined = here.action.get().shifts.iter().any(|shift| here.mine(&shift.id).has_place());
        !here.over.get() && joined == here.is_cancelled()
    });
    view! {
        <div class="stack">
            <dl class="facts">
                <When here />
                <Where here />
                <Who here />
            </dl>
            {move || wanted.get().then(|| view! {
                <p class="actions">
                    <AddToCalendar here shift=here.chosen />
                </p>
            })}
        </div>
    }
}

#[component]
fn When(here: Here) -> impl IntoView {
    let app = here.app;
    let zone = app.zone();
    let city = app.hub().city.clone();
    let times = Memo::new(move |_| here.action.with(|action| (action.starts(), action.ends())));
    move || {
        let (t, (starts, ends)) = (app.t(), times.get());
        let whole = dates::is_whole_days(starts, ends, &zone);
        let span = t.dates.span(starts, ends, &zone, zone.day(app.now.get()).year());
        let machine = if whole { zone.day(starts).to_string() } else { starts.to_string() };
        let note = match (whole, here.over.get()) {
            (false, _) => (t.action.zone)(app.show(&city).text, &utc_offset(zone.offset_at(starts))),
            (true, true) => t.action.day_only.to_owned(),
            (true, false) => dates::capital(t.dates.all_day),
        };
        view! {
            <div>
                <Icon name=strokes::CALENDAR />
                <dt>
                    <time datetime=machine>{span}</time>
                </dt>
                <dd>{note}</dd>
            </div>
        }
    }
}

#[component]
fn Where(here: Here) -> impl IntoView {
    let app = here.app;
    let hub = app.hub();
    let place = Memo::new(move |_| here.action.with(|action| (action.place.clone(), action.district.clone())));
    move || {
        let (place, district) = place.get();
        let district = district.and_then(|key| hub.district(&key).map(|district| district.name.clone()));
        let detail = here.detail.value.get();
        // The name of the district is not said twice.
        let (name, district) = match place {
            Some(place) => {
                let district = district.filter(|district| *district != place);
                (Some(place), district)
            }
            None => (district, None),
        };
        let lines = [
            detail.as_ref().and_then(|detail| detail.address.clone()),
            detail.as_ref().and_then(|detail| detail.meeting.clone()),
            district,
        ];
        view! {
            <div>
                <Icon name=strokes::PIN />
                <dt>
                    {match name.clone() {
                        Some(name) => view! { <Flagged texts=name /> }.into_any(),
                        None => app.t().action.place_unknown.into_any(),
                    }}
                </dt>
                {lines.into_iter().flatten().map(|texts| view! { <dd><Flagged texts /></dd> }).collect_view()}
                {map(here, name, detail.as_deref())}
            </div>
        }
    }
}

/// A text with the flag of its missing translation.
#[component]
fn Flagged(texts: Texts) -> impl IntoView {
    view! {
        <Said texts=texts.clone() />
        " "
        <StandIn texts />
    }
}

/// The link to a map, and how exact the point on it is. Where an action has been no longer matters to the metre.
fn map(here: Here, place: Option<Texts>, detail: Option<&ActionDetail>) -> impl IntoView + use<> {
    let app = here.app;
    let words = &app.t().action;
    let point = detail.and_then(|detail| detail.coordinates);
    let hub = app.hub();
    // With the city: names of streets repeat from city to city.
    let name = detail.and_then(|detail| detail.address.clone()).or(place).map(|texts| {
        let shown = app.show(&texts);
        format!("{}, {}", hub.city.show(shown.lang).text, shown.text)
    });
    let note = match point {
        Some(point) if point.coarse => Some(words.point_coarse),
        None if detail.is_some() => Some(words.point_unknown),
        _ => None,
    };
    let link = (name.is_some() || point.is_some()).then(|| {
        let address = hub.map_link(&name.unwrap_or_default(), point);
        let link = match WebLink::new(&address) {
            Ok(link) => view! { <ExternalLink link text=words.show_on_map /> }.into_any(),
            // `geo:` is no page: it needs no tab of its own.
            Err(_) => {
                view! { <a href=address rel="external">{words.show_on_map}</a> {format!(" ({})", words.opens_device_map)} }.into_any()
            }
        };
        view! { <dd class="screen-only">{link}</dd> }
    });
    view! {
        {note.filter(|_| !here.over.get()).map(|note| view! { <dd>{note}</dd> })}
        {link}
    }
}

#[component]
fn Who(here: Here) -> impl IntoView {
    let app = here.app;
    let ids = Memo::new(move |_| {
        let all = here.detail.value.with(|detail| detail.as_ref().map(|detail| detail.organisers.clone())).filter(|all| !all.is_empty());
        all.unwrap_or_else(|| here.action.with(|action| action.organiser.clone().into_iter().collect()))
    });
    move || {
        let words = &app.t().action;
        let mut known: Vec<Organisation> = ids.get().iter().filter_map(|id| app.directory.find(id)).collect();
        if known.is_empty() {
            let text = if ids.get().is_empty() { words.organiser_unknown } else { words.organiser_not_here };
            return view! { <div><Icon name=strokes::USERS /><dt>{text}</dt></div> }.into_any();
        }
        let first = known.remove(0);
        let others = known.into_iter().map(organisation).collect::<Vec<_>>();
        let phone = first.phone.clone().filter(|_| !here.over.get());
        view! {
            <div>
                <Icon name=strokes::USERS />
                <dt>{organisation(first)}</dt>
                <dd>{words.organiser}</dd>
                {phone.map(|phone| view! { <dd>{dial(phone)}</dd> })}
                {(!others.is_empty()).then(|| view! {
                    <dd>
                        {words.together_with}
                        <ul>{others.into_iter().map(|other| view! { <li>{other}</li> }).collect_view()}</ul>
                    </dd>
                })}
            </div>
        }
        .into_any()
    }
}

/// A number that can be dialled is a link; anything else a source calls a phone is text.
fn dial(phone: String) -> impl IntoView {
    match Phone::parse(&phone) {
        Ok(number) => view! { <a href=format!("tel:{}", number.as_str()) rel="external">{number.spaced()}</a> }.into_any(),
        Err(_) => phone.into_any(),
    }
}

fn organisation(organisation: Organisation) -> impl IntoView {
    let href = routes::organisation(organisation.kind, &organisation.id);
    let name = Arc::new(organisation.name);
    view! {
        <a href=href>
            <Said texts=name.as_ref().clone() />
        </a>
        " "
        <StandIn texts=name.as_ref().clone() />
    }
}
