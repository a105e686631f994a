//! How an hour came about: every mark, who made it, when, and what was corrected and why.

use crate::{
    model::{
        Mark,
        attendance::{How, What},
    },
    state::{App, use_app},
};
use leptos::prelude::*;

#[component]
pub fn Trail(marks: Vec<Mark>) -> impl IntoView {
    let app = use_app();
    let mut marks = marks;
    marks.sort_by_key(|mark| (mark.moment(), mark.id.clone()));
    let line = |mark: Mark| {
        let text = move || line(app, &mark);
        view! { <li>{text}</li> }
    };
    view! { <ul class="trail small">{marks.into_iter().map(line).collect_view()}</ul> }
}

fn line(app: App, mark: &Mark) -> String {
    let t = app.t();
    let words = &t.check_in;
    let who = mark.by_name.clone().unwrap_or_else(|| match &app.session.person.get() {
        Some(person) if person.id == mark.by => person.name.clone().unwrap_or_else(|| words.somebody.to_owned()),
        _ => words.somebody.to_owned(),
    });
    let how = |how: How| match how {
        How::Pass => words.by_pass,
        How::Roll => words.by_roll,
        How::ShortCode => words.by_short_code,
        How::ShiftCode => words.by_shift_code,
        How::Digits => t.record.by_digits,
        How::WalkIn => t.record.by_walk_in,
    };
    let reason = |reason: &str| format!(". {}", (words.reason_is)(reason));
    let text = match &mark.what {
        What::In { how: by } => (words.in_by)(how(*by), &who),
        What::Out { how: by } => (words.out_by)(how(*by), &who),
        What::Absent => (words.absent_by)(&who),
        What::Undone { .. } => (words.undone_by)(&who),
        What::Confirmed { minutes, reason: why } => {
            (words.confirmed_by)(&(t.record.time)(*minutes), &who) + &why.as_deref().map(reason).unwrap_or_default()
        }
        What::Disputed { reason: why } => (words.disputed_by)(&who) + &reason(why),
    };
    let unsent = if mark.heard_at.is_none() { format!(" ({})", words.unsent) } else { String::new() };
    format!("{}: {text}{unsent}", t.dates.moment(mark.moment(), app.now.get(), &app.zone()))
}
