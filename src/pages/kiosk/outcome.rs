//! What came of walking in, in words that say what to do next.

use super::{
    check_in::{self, Progress},
    stage::{Screen, Stage},
};
use crate::{
    api::{ApiError, ProblemKind},
    i18n::kiosk::Words,
    model::{
        ActionId, ShiftId,
        age::AgeBar,
        attendance::presence_open,
        clash::Span,
        kiosk::{
            day::{InOrOut, Who},
            walk_in::{NoWalkIn, WalkInId},
        },
    },
    state::{App, kiosk::Sent, use_app},
    ui::{
        Icon, Skeleton,
        strokes::{self, Strokes},
    },
};
use leptos::prelude::*;

#[derive(Clone)]
pub enum Told {
    /// This device knows already that it cannot be.
    Barred(NoWalkIn),
    Sent(Sent, WalkInId),
}

fn why(words: &Words, why: NoWalkIn) -> &'static str {
    match why {
        NoWalkIn::Cancelled => words.cancelled,
        NoWalkIn::NotToday | NoWalkIn::Over => words.over,
        NoWalkIn::Age(AgeBar::Hazard(_)) => words.hazard,
        NoWalkIn::Age(AgeBar::YoungerThan(_)) => words.too_young,
        NoWalkIn::Age(AgeBar::GuardianNeeded) => words.parent_needed,
        NoWalkIn::Already => words.already,
        NoWalkIn::Full => words.full,
    }
}

fn refusal(app: App, error: &ApiError) -> String {
    let (t, words) = (app.t(), &app.t().kiosk);
    match error.kind() {
        Some(ProblemKind::Full) => words.full.to_owned(),
        Some(ProblemKind::Cancelled) => words.cancelled.to_owned(),
        Some(ProblemKind::Started) => words.over.to_owned(),
        Some(ProblemKind::Clash) => words.already.to_owned(),
        Some(ProblemKind::GuardianNeeded) => words.parent_needed.to_owned(),
        Some(ProblemKind::Age) => {
            let hazard = matches!(error, ApiError::Problem { problem, .. } if problem.hazard.is_some());
            if hazard { words.hazard } else { words.too_young }.to_owned()
        }
        _ => (t.errors.api)(error),
    }
}

/// Tone, picture, heading and what to do.
fn said(app: App, told: &Told) -> (&'static str, Strokes, &'static str, String) {
    let words = &app.t().kiosk;
    match told {
        Told::Barred(no) => ("danger", strokes::ALERT, words.refused, why(words, *no).to_owned()),
        Told::Sent(Sent::Done, _) => ("positive", strokes::CIRCLE_CHECK, words.done, words.done_hint.to_owned()),
        Told::Sent(Sent::Kept, _) => ("queued", strokes::HOURGLASS, words.kept, words.kept_hint.to_owned()),
        Told::Sent(Sent::Refused(error), _) => ("danger", strokes::ALERT, words.refused, refusal(app, error)),
        Told::Sent(Sent::NotKept(_), _) => ("danger", strokes::ALERT, words.not_kept, words.not_kept_hint.to_owned()),
    }
}

#[component]
pub fn Outcome(stage: Stage, of: (ActionId, ShiftId), told: Told) -> impl IntoView {
    let app = use_app();
    // Who has walked in mostly stands there to begin.
    let progress = RwSignal::new(Progress::Asking);
    let told = StoredValue::new(told);
    let of = StoredValue::new(of);
    move || match progress.get() {
        Progress::Sending => view! { <Skeleton label=app.word(|t| t.kiosk.wait) /> }.into_any(),
        Progress::Told(what, sent) => view! { <check_in::Told stage what sent /> }.into_any(),
        _ => view! { <Said stage of told progress /> }.into_any(),
    }
}

/// Whether people are noted as come to the shift now.
fn is_open(stage: Stage, (action, shift): &(ActionId, ShiftId)) -> bool {
    let shift = stage.app.actions.find(action).and_then(|action| action.shift(shift).cloned());
    shift.is_some_and(|shift| presence_open(Span { starts: shift.starts, ends: shift.ends }, stage.kiosk.moment()).is_ok())
}

#[component]
fn Said(stage: Stage, of: StoredValue<(ActionId, ShiftId)>, told: StoredValue<Told>, progress: RwSignal<Progress>) -> impl IntoView {
    let app = use_app();
    let no = told.with_value(|told| matches!(told, Told::Barred(_) | Told::Sent(Sent::Refused(_), _)));
    let walk_in = told.with_value(|told| match told {
        Told::Sent(Sent::Done | Sent::Kept, id) => Some(id.clone()),
        _ => None,
    });
    let walk_in = walk_in.filter(|_| of.with_value(|of| is_open(stage, of)));
    let said = Memo::new(move |_| {
        let (tone, icon, title, text) = told.with_value(|told| said(app, told));
        (tone, icon, title.to_owned(), text)
    });
    let here = walk_in.map(|walk_in| {
        let come = move |_| check_in::note(stage, progress, of.get_value(), (Who::WalkIn { walk_in: walk_in.clone() }, None), InOrOut::In);
        view! { <button class="button primary big" type="button" on:click=come>{move || app.t().kiosk_check_in.come}</button> }
    });
    view! {
        <div class="kiosk-told" role="status" data-tone=move || said.with(|said| said.0)>
            {move || view! { <Icon name=said.with(|said| said.1) /> }}
            <h1>{move || said.with(|said| said.2.clone())}</h1>
            <p>{move || said.with(|said| said.3.clone())}</p>
        </div>
        <p class="actions">
            {here}
            {no.then(|| view! { <button class="button primary big" type="button" on:click=move |_| stage.go(Screen::Actions)>{move || app.t().kiosk.other_shifts}</button> })}
            <button class="button big" type="button" on:click=move |_| stage.start_over()>{move || app.t().kiosk.start_over}</button>
        </p>
    }
}
