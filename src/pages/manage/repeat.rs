//! How often it happens, with the dates that come of it before anything is published.

use super::{
    desk::Desk,
    input::{Line, Select, Spot, error},
};
use crate::{
    model::action_draft::{Beat, RepeatDraft},
    state::use_app,
    ui::{Choice, FieldError},
};
use leptos::prelude::*;

/// Dates of the preview that are told one by one.
const SHOWN: usize = 12;

fn beat_key(beat: Beat) -> &'static str {
    match beat {
        Beat::Weekly => "weekly",
        Beat::MonthDay => "month_day",
        Beat::MonthWeekday => "month_weekday",
    }
}

fn spot(path: &'static str, at: fn(&mut RepeatDraft) -> &mut String) -> Spot {
    Spot::new(
        format!("repeat.{path}"),
        move |form| form.repeat.clone().map(|mut repeat| std::mem::take(at(&mut repeat))).unwrap_or_default(),
        move |form, text| {
            if let Some(repeat) = &mut form.repeat {
                *at(repeat) = text;
            }
        },
    )
}

#[component]
pub fn Repeats(
    desk: Desk,
    /// It is a series already: it cannot become one action again.
    #[prop(optional)]
    always: bool,
) -> impl IntoView {
    let app = use_app();
    let beat = Spot::new(
        "repeat",
        |form| form.repeat.as_ref().map(|repeat| beat_key(repeat.beat)).unwrap_or_default().to_owned(),
        |form, key| {
            let beat = [Beat::Weekly, Beat::MonthDay, Beat::MonthWeekday].into_iter().find(|beat| beat_key(*beat) == key);
            let first = form.first_day();
            form.repeat = beat.map(|beat| RepeatDraft { beat, ..form.repeat.take().unwrap_or_else(|| RepeatDraft::starting(first)) });
        },
    );
    let beats = move || {
        let words = &app.t().manage_form;
        let once = (!always).then(|| (String::new(), words.once.to_owned()));
        let all = [(Beat::Weekly, words.weekly), (Beat::MonthDay, words.month_day), (Beat::MonthWeekday, words.month_weekday)];
        once.into_iter().chain(all.map(|(beat, words)| (beat_key(beat).to_owned(), words.to_owned()))).collect()
    };
    let set = Memo::new(move |_| desk.form.with(|form| form.repeat.as_ref().map(|repeat| repeat.beat)));
    let on_error = error(desk, "repeat.on");
    view! {
        <section class="stack" aria-labelledby="repeats">
            <h2 id="repeats">{move || app.t().manage_form.repeats}</h2>
            <Select desk spot=beat label=app.word(|t| t.manage_form.repeats) options=beats />
            {move || set.get().map(|beat| view! {
                <div class="stack">
                    {match beat {
                        Beat::Weekly => view! { <Weekdays desk /> }.into_any(),
                        Beat::MonthDay => view! { <Line desk spot=spot("day", |repeat| &mut repeat.day) label=app.word(|t| t.manage_form.day_of_month) input_mode="numeric" /> }.into_any(),
                        Beat::MonthWeekday => view! { <MonthWeekday desk /> }.into_any(),
                    }}
                    <FieldError id="field-repeat-on-error" error=on_error />
                    <div class="dates">
                        <Line
                            desk
                            spot=spot("every", |repeat| &mut repeat.every)
                            label=Signal::derive(move || if beat == Beat::Weekly { app.t().manage_form.every_weeks } else { app.t().manage_form.every_months }.to_owned())
                            input_mode="numeric"
                        />
                        <Line desk spot=spot("from", |repeat| &mut repeat.from) label=app.word(|t| t.manage_form.first) hint=app.word(|t| t.manage_form.first_hint) kind="date" />
                        <Line desk spot=spot("until", |repeat| &mut repeat.until) label=app.word(|t| t.manage_form.until) kind="date" />
                    </div>
                    <Dates desk />
                </div>
            })}
        </section>
    }
}

#[component]
fn Weekdays(desk: Desk) -> impl IntoView {
    let app = use_app();
    let day = move |at: usize| {
        let number = u8::try_from(at + 1).unwrap_or_default();
        let chosen =
            Signal::derive(move || desk.form.with(|form| form.repeat.as_ref().is_some_and(|repeat| repeat.weekdays.contains(&number))));
        let choose = move |wanted: bool| {
            desk.edit(|form| {
                if let Some(repeat) = &mut form.repeat {
                    if wanted {
                        repeat.weekdays.insert(number);
                    } else {
                        repeat.weekdays.remove(&number);
                    }
                }
            });
            desk.mend("repeat.on");
        };
        let label = Signal::derive(move || app.t().dates.weekdays.get(at).copied().unwrap_or_default().to_owned());
        view! { <Choice name="weekdays" kind="checkbox" chosen on_choose=choose label /> }
    };
    view! {
        <fieldset class="field">
            <legend>{move || app.t().manage_form.weekdays}</legend>
            <div class="lined weekdays" id="field-repeat-on" tabindex="-1">{(0..7).map(day).collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn MonthWeekday(desk: Desk) -> impl IntoView {
    let app = use_app();
    let nth = Spot::new(
        "repeat.nth",
        |form| form.repeat.as_ref().map(|repeat| repeat.nth.to_string()).unwrap_or_default(),
        |form, text| {
            if let (Some(repeat), Ok(nth)) = (&mut form.repeat, text.parse()) {
                repeat.nth = nth;
            }
        },
    );
    let weekday = Spot::new(
        "repeat.weekday",
        |form| form.repeat.as_ref().map(|repeat| repeat.weekday.to_string()).unwrap_or_default(),
        |form, text| {
            if let (Some(repeat), Ok(weekday)) = (&mut form.repeat, text.parse()) {
                repeat.weekday = weekday;
            }
        },
    );
    let all_nth = move || {
        let keys = ["1", "2", "3", "4", "-1"];
        keys.into_iter().zip(app.t().manage_form.nth).map(|(key, words)| (key.to_owned(), words.to_owned())).collect()
    };
    let weekdays =
        move || (1..).zip(app.t().dates.weekdays).map(|(number, words): (u8, _)| (number.to_string(), words.to_owned())).collect();
    view! {
        <div class="dates">
            <Select desk spot=nth label=app.word(|t| t.manage_form.which) options=all_nth />
            <Select desk spot=weekday label=app.word(|t| t.manage_form.weekday) options=weekdays />
        </div>
    }
}

/// What the rule comes to, as far as it is one.
#[component]
fn Dates(desk: Desk) -> impl IntoView {
    let app = use_app();
    let days = Memo::new(move |_| desk.form.with(|form| form.rule().ok().flatten()).map(|rule| rule.days()).unwrap_or_default());
    let told = move || {
        let (t, days) = (app.t(), days.get());
        let this_year = app.zone().day(app.now.get()).year();
        let shown: Vec<String> = days.iter().take(SHOWN).map(|day| t.dates.day(*day, this_year)).collect();
        let more = if days.len() > SHOWN { ", …" } else { "" };
        (!days.is_empty()).then(|| format!("{} {}{more}", (t.manage_form.dates)(days.len() as u64), shown.join(", ")))
    };
    view! { <p class="quiet small" role="status">{told}</p> }
}
