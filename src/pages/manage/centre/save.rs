//! Saving the settings: first it is asked which bookings to come would lose their hour or their place. Where there are some, they are shown, and whoever sits here says that it is to be all the same; what was booked between the two is
//! asked anew, since the backend takes no more than were known of.

use super::{
    left::{Bookings, check},
    parts::focus_soon,
};
use crate::{
    model::{bulletin_draft::Draft, centre_change::StrandedBooking},
    pages::manage::bulletin::{Drop, Record, Sheet, State, stranding},
    state::use_app,
    ui::{Icon, strokes},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// What was asked about, and of which text: of another one it says nothing.
type Asked = Option<(Draft, Vec<StrandedBooking>)>;

async fn look_and_save(sheet: Sheet, asked: RwSignal<Asked>) {
    asked.set(None);
    let Some(Record::Centre(centre)) = sheet.checked() else { return };
    let draft = sheet.draft.get_untracked();
    sheet.busy.set(true);
    let told = check(sheet, &centre).await;
    if sheet.busy.try_set(false).is_some() {
        return;
    }
    match told {
        Ok(told) if told.fresh() == 0 => {
            sheet.strands.set_value(0);
            save(sheet, asked).await;
        }
        Ok(told) => {
            sheet.failure.set(None);
            asked.set(Some((draft, told.items.into_iter().filter(|one| !one.already).collect())));
            focus_soon("asked".to_owned());
        }
        Err(error) => sheet.failure.set(Some(Arc::new(error))),
    }
}

async fn save(sheet: Sheet, asked: RwSignal<Asked>) {
    if asked.try_set(None).is_some() {
        return;
    }
    sheet.save().await;
    // Somebody has booked in between.
    let more = sheet.failure.try_with_untracked(|failure| failure.as_ref().is_some_and(|error| stranding(error).is_some()));
    if more == Some(true) {
        sheet.failure.set(None);
        Box::pin(look_and_save(sheet, asked)).await;
    }
}

#[component]
pub fn Act(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let (asked, dropping) = (RwSignal::new(Asked::None), RwSignal::new(false));
    let asking = Memo::new(move |_| {
        let all = asked.with(|asked| asked.as_ref().filter(|(draft, _)| sheet.draft.with(|now| now == draft)).map(|(_, all)| all.clone()));
        all.unwrap_or_default()
    });
    let why = move || match app.connection.is_offline() {
        true => Some(app.t().manage.needs_connection),
        false => sheet.clashes.with(|all| !all.is_empty()).then(|| app.t().manage.decide_first),
    };
    let off = move || (why().is_some() || sheet.busy.get()).then_some("true");
    let press = move |_| {
        if untrack(off).is_none() {
            spawn_local(look_and_save(sheet, asked));
        }
    };
    let go = move |_| {
        if untrack(off).is_none() {
            sheet.strands.set_value(asking.with_untracked(Vec::len));
            spawn_local(save(sheet, asked));
        }
    };
    let touched = Memo::new(move |_| sheet.is_touched());
    let some = Memo::new(move |_| asking.with(|all| !all.is_empty()));
    view! {
        <section class="stack">
            <State sheet />
            <Show when=move || some.get()>
                <section class="clash stack" role="alert" aria-labelledby="asked">
                    <h2 id="asked" tabindex="-1">{move || (app.t().manage_centre.would_leave)(asking.with(Vec::len) as u64)}</h2>
                    <p>{move || app.t().manage_centre.would_leave_hint}</p>
                    <Bookings sheet all=asking.into() />
                    <p class="actions">
                        <button class="button" type="button" on:click=move |_| asked.set(None)>{move || app.t().manage_centre.not_yet}</button>
                        <button class="button danger" type="button" aria-disabled=off on:click=go>{move || app.t().manage_centre.save_all_the_same}</button>
                    </p>
                </section>
            </Show>
            <p class="actions">
                <button class="button primary" type="button" aria-disabled=off aria-busy=move || sheet.busy.get().then_some("true") aria-describedby="act-why" on:click=press>{move || app.t().manage_news.save}</button>
                <Show when=move || touched.get()>
                    <button class="button plain" type="button" on:click=move |_| if !sheet.busy.get_untracked() { dropping.set(true) }><Icon name=strokes::UNDO /> {move || app.t().manage.drop_changes}</button>
                </Show>
            </p>
            <p class="why" id="act-why">{why}</p>
        </section>
        <Drop sheet open=dropping />
    }
}
