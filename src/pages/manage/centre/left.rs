//! Bookings to come that have no hours or no place: those that an earlier change has left behind, until somebody has moved them or given them up; and those that a change would.

use crate::{
    api::{ApiError, centre as api},
    i18n::dates::hours,
    model::{
        Centre, ResourceId, Texts,
        booking::NoBooking,
        centre_change::{Stranded, StrandedBooking},
        centre_form::resource_at,
        instant::iso,
    },
    pages::manage::bulletin::Sheet,
    routes,
    state::use_app,
    ui::each,
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};

/// What these settings would leave behind.
pub async fn check(sheet: Sheet, centre: &Centre) -> Result<Stranded, ApiError> {
    sheet.app.client().send(&api::check(centre, &clock::unique())).await
}

/// As things stand: looked at when the settings have come, and after each change of them.
#[component]
pub fn Left(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let all = RwSignal::new(Vec::<StrandedBooking>::new());
    let base = Memo::new(move |_| sheet.base.with(|base| base.etag.as_ref().and_then(|_| base.draft.centre(base.demo).ok())));
    Effect::new(move |_| {
        let (Some(centre), false) = (base.get(), app.connection.is_offline()) else { return };
        spawn_local(async move {
            // Quietly: what cannot be had now is asked for when the connection is back, and saving asks by itself.
            if let Ok(told) = check(sheet, &centre).await {
                all.try_set(told.items);
            }
        });
    });
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    view! {
        <Show when=move || some.get()>
            <section class="clash stack" aria-labelledby="left">
                <h2 id="left">{move || (app.t().manage_centre.left)(all.with(Vec::len) as u64)}</h2>
                <p>{move || app.t().manage_centre.left_hint}</p>
                <Bookings sheet all=all.into() />
            </section>
        </Show>
    }
}

/// Each with its day in the timetable.
#[component]
pub fn Bookings(sheet: Sheet, all: Signal<Vec<StrandedBooking>>) -> impl IntoView {
    let app = use_app();
    let one = move |one: StrandedBooking| {
        let day = app.zone().day(one.from);
        let (from, to) = (one.from, one.to);
        let when = move || {
            let dates = &app.t().dates;
            format!("{}, {}", dates.full_day(day, app.zone().day(app.now.get()).year()), hours(from, to, &app.zone()))
        };
        let place = one.resource.clone();
        let place = move || named(sheet, &place);
        let why = move || match NoBooking::from_code(&one.why) {
            Some(NoBooking::NoSuchPlace) => app.t().manage_centre.no_place,
            _ => app.t().manage_centre.no_hours,
        };
        view! { <li><a href=routes::centre_staff_on(&iso(day))><span>{when}</span></a> " – " {place} ": " {why}</li> }.into_any()
    };
    view! { <ul class="stack tight" role="list">{each(move || all.get(), |one| format!("{one:?}"), one)}</ul> }
}

/// What people know it by: as it is typed, or as it is in the settings from which it is taken out.
pub fn named(sheet: Sheet, id: &ResourceId) -> String {
    let at = resource_at(id, "name");
    let typed = |texts: Option<Texts>| texts.map(|texts| sheet.app.show(&texts).text.to_owned());
    let now = sheet.draft.with(|draft| draft.typed(&at).texts());
    typed(now).or_else(|| typed(sheet.base.with(|base| base.draft.typed(&at).texts()))).unwrap_or_else(|| id.to_string())
}
