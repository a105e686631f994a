//! Shifts: when, how many people, until when a place can be given up. By the hub's clock, wherever whoever plans sits.

use super::{
    desk::{Desk, id_of},
    input::{Line, Select, Spot, error},
    texts::{Place, Texts},
};
use crate::{
    i18n::dates::utc_offset,
    model::action_draft::ShiftDraft,
    state::{App, use_app},
    ui::{FieldError, Icon, each, strokes},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};

/// Minutes before the beginning that can be chosen.
const WITHDRAW: [u32; 7] = [0, 60, 180, 720, 1440, 2880, 4320];

#[component]
pub fn Shifts(desk: Desk) -> impl IntoView {
    let app = use_app();
    // By their beginning at first; then each stays where it is while it is being written, and a new one comes last.
    let ids = Memo::new(move |before: Option<&Vec<String>>| {
        let ordered = desk.form.with(|form| form.ordered());
        let mut ids: Vec<_> = before.into_iter().flatten().filter(|id| ordered.contains(id)).cloned().collect();
        let new: Vec<_> = ordered.into_iter().filter(|id| !ids.contains(id)).collect();
        ids.extend(new);
        ids
    });
    let add = move |_| {
        let mut new = String::new();
        desk.edit(|form| {
            new = form.free_shift();
            // On the day of the last one, which is what a second shift mostly is.
            let day = form.ordered().last().and_then(|last| form.shifts.get(last)).map(|last| last.day.clone()).unwrap_or_default();
            form.shifts.insert(new.clone(), ShiftDraft { day, ..ShiftDraft::default() });
        });
        lead_to(format!("shifts.{new}.day"));
    };
    let zone = move || {
        let zone = app.zone();
        (app.t().action.zone)(app.show(&app.hub().city).text, &utc_offset(zone.offset_at(app.now.get())))
    };
    let error = error(desk, "shifts");
    view! {
        <section class="stack" aria-labelledby="shifts">
            <h2 id="shifts">{move || app.t().manage_form.shifts}</h2>
            <p class="quiet small">{zone}</p>
            <ul class="stack" role="list">{each(move || ids.get(), Clone::clone, move |id| view! { <One desk ids id /> }.into_any())}</ul>
            <FieldError id="field-shifts-error" error />
            <p class="actions">
                <button id="field-shifts" class="button" type="button" on:click=add><Icon name=strokes::PLUS /> {move || app.t().manage_form.add_shift}</button>
            </p>
            <MoveAll desk />
        </section>
    }
}

fn lead_to(path: String) {
    spawn_local(async move {
        clock::breathe().await;
        page::focus(&id_of(&path));
    });
}

#[component]
fn One(desk: Desk, ids: Memo<Vec<String>>, id: String) -> impl IntoView {
    let app = use_app();
    let own = StoredValue::new(id.clone());
    // Which one it is, as they stand here.
    let number =
        Memo::new(move |_| ids.with(|ids| own.with_value(|id| ids.iter().position(|one| one == id))).map_or(0, |at| at as u64 + 1));
    let over_night =
        Memo::new(move |_| desk.form.with(|form| own.with_value(|id| form.shifts.get(id).is_some_and(ShiftDraft::is_over_night))));
    let title = Signal::derive(move || (app.t().manage_form.shift)(number.get()));
    let role = Place::Role(id.clone());
    let withdraw = {
        let (one, other) = (id.clone(), id.clone());
        Spot::new(
            format!("shifts.{id}.withdraw"),
            move |form| form.shifts.get(&one).map(|shift| shift.withdraw.to_string()).unwrap_or_default(),
            move |form, text| {
                if let (Some(shift), Ok(minutes)) = (form.shifts.get_mut(&other), text.parse()) {
                    shift.withdraw = minutes;
                }
            },
        )
    };
    let joined = Memo::new(move |_| {
        let seats = desk.base.with(|base| {
            let shifts = base.detail.as_ref().map(|detail| detail.action.shifts.clone()).unwrap_or_default();
            shifts.into_iter().find(|shift| own.with_value(|id| shift.id.as_str() == id)).map(|shift| shift.seats)
        });
        seats.map_or(0, |seats| u64::from(seats.taken + seats.waiting))
    });
    let copy = move |_| {
        let mut new = String::new();
        desk.edit(|form| {
            new = form.free_shift();
            if let Some(shift) = own.with_value(|id| form.shifts.get(id).cloned()) {
                form.shifts.insert(new.clone(), shift);
            }
        });
        lead_to(format!("shifts.{new}.day"));
    };
    let remove = move |_| {
        desk.edit(|form| drop(own.with_value(|id| form.shifts.remove(id))));
        lead_to("shifts".to_owned());
    };
    let spot = |name: &'static str, at: fn(&mut ShiftDraft) -> &mut String| Spot::of_shift(&id, name, at);
    let heading = format!("shift-{id}");
    let labelled = heading.clone();
    view! {
        <li>
            <section class="card stack" aria-labelledby=labelled>
                <h3 id=heading>{title}</h3>
                <div class="dates">
                    <Line desk spot=spot("day", |shift| &mut shift.day) label=app.word(|t| t.manage_form.day) kind="date" />
                    <Line desk spot=spot("from", |shift| &mut shift.from) label=app.word(|t| t.manage_form.from) kind="time" />
                    <Line desk spot=spot("to", |shift| &mut shift.to) label=app.word(|t| t.manage_form.to) kind="time" />
                    <Line desk spot=spot("needed", |shift| &mut shift.needed) label=app.word(|t| t.manage_form.needed) input_mode="numeric" />
                    <Line desk spot=spot("most", |shift| &mut shift.most) label=app.word(|t| t.manage_form.most) input_mode="numeric" />
                </div>
                <div role="status">{move || over_night.get().then(|| view! { <p class="why"><Icon name=strokes::INFO class="icon icon-s" /> <span>{app.t().manage_form.over_night}</span></p> })}</div>
                {move || Some(joined.get()).filter(|joined| *joined > 0).map(|joined| view! { <p class="why"><Icon name=strokes::USERS class="icon icon-s" /> <span>{(app.t().manage_form.places_taken)(joined)}</span></p> })}
                <Texts desk place=role label=app.word(|t| t.manage_form.role) />
                <details class="more">
                    <summary>{move || app.t().manage.more}</summary>
                    <div class="dates">
                        <Line desk spot=spot("last_day", |shift| &mut shift.last_day) label=app.word(|t| t.manage_form.last_day) hint=app.word(|t| t.manage_form.last_day_hint) kind="date" />
                        <Select desk spot=withdraw label=app.word(|t| t.manage_form.withdraw) options=move || withdrawals(app, desk, own) />
                    </div>
                    <p class="actions">
                        <button class="button compact" type="button" on:click=copy><Icon name=strokes::COPY class="icon icon-s" /> {move || (app.t().manage_form.copy_shift)(number.get())}</button>
                        <button class="button compact" type="button" on:click=remove><Icon name=strokes::TRASH class="icon icon-s" /> {move || (app.t().manage_form.remove_shift)(number.get())}</button>
                    </p>
                </details>
            </section>
        </li>
    }
}

/// The usual ones, and what this shift has.
fn withdrawals(app: App, desk: Desk, own: StoredValue<String>) -> Vec<(String, String)> {
    let words = &app.t().manage_form;
    let now = desk.form.with(|form| own.with_value(|id| form.shifts.get(id).map(|shift| shift.withdraw))).unwrap_or_default();
    let mut all = WITHDRAW.to_vec();
    if !all.contains(&now) {
        all.push(now);
        all.sort_unstable();
    }
    let told = |minutes: u32| match u64::from(minutes) {
        0 => words.until_start.to_owned(),
        minutes if minutes % 1440 == 0 => (words.before_days)(minutes / 1440),
        minutes if minutes % 60 == 0 => (words.before_hours)(minutes / 60),
        minutes => (words.before_minutes)(minutes),
    };
    all.into_iter().map(|minutes| (minutes.to_string(), told(minutes))).collect()
}

/// All days at once: a copy for another weekend, a festival that is put off.
#[component]
fn MoveAll(desk: Desk) -> impl IntoView {
    let app = use_app();
    let days = RwSignal::new("7".to_owned());
    let go = move |sign: i64| {
        if let Some(days) = days.with_untracked(|days| days.trim().parse::<i64>().ok()).filter(|days| (1..=3660).contains(days)) {
            desk.edit(|form| form.move_days(sign * days));
        }
    };
    view! {
        <details class="more">
            <summary>{move || app.t().manage_form.move_all}</summary>
            <div class="entry-line">
                <label class="sr" for="move-days">{move || app.t().manage_form.by_days}</label>
                <input id="move-days" class="input short" inputmode="numeric" prop:value=move || days.get() on:input=move |event| days.set(event_target_value(&event)) />
                <button class="button" type="button" on:click=move |_| go(-1)>{move || app.t().manage_form.earlier}</button>
                <button class="button" type="button" on:click=move |_| go(1)>{move || app.t().manage_form.later}</button>
            </div>
        </details>
    }
}
