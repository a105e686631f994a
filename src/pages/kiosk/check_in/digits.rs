//! By the last digits of a phone and the first letter of a name: against hashes of today, so that the device holds nobody's number.

use super::{
    super::{
        keyboard::{Keyboard, Keys},
        stage::{Screen, Stage},
    },
    Progress, Shifts, Told, found,
};
use crate::{
    model::kiosk::day::{LAST, Match, typed},
    state::use_app,
    ui::{Skeleton, TextField},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn ByDigits(stage: Stage) -> impl IntoView {
    let app = use_app();
    let progress = RwSignal::new(Progress::Asking);
    move || match progress.get() {
        Progress::Asking => view! { <Asking stage progress wrong=None /> }.into_any(),
        Progress::Not(why) => view! { <Asking stage progress wrong=Some(why) /> }.into_any(),
        Progress::Found(found) => view! { <Shifts stage progress found /> }.into_any(),
        Progress::Sending => view! { <Skeleton label=app.word(|t| t.kiosk.wait) /> }.into_any(),
        Progress::Told(what, sent) => view! { <Told stage what sent /> }.into_any(),
    }
}

/// First the digits, then the letter: each has a keyboard of its own.
#[component]
fn Asking(
    stage: Stage,
    progress: RwSignal<Progress>,
    wrong: Option<fn(&crate::i18n::kiosk_check_in::Words) -> &'static str>,
) -> impl IntoView {
    let app = use_app();
    let (digits, letter) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<String>);
    let first = Memo::new(move |_| digits.with(|digits| digits.chars().count() < LAST));
    let look = move || {
        let asked = digits.with_untracked(|digits| letter.with_untracked(|letter| typed(digits, letter)));
        let Some(asked) = asked else {
            digits.set(String::new());
            letter.set(String::new());
            return error.set(Some(app.t_untracked().kiosk_check_in.digits_wrong.to_owned()));
        };
        spawn_local(async move {
            progress.try_set(Progress::Sending);
            clock::breathe().await;
            let day = stage.kiosk.day.try_get_untracked().flatten();
            let match_ = day.as_ref().map_or(Match::Nobody, |day| day.by_digits(&asked));
            let sittings = day.as_ref().map_or_else(|| Some(Vec::new()), |day| day.sittings_by_digits(&asked));
            progress.try_set(found(stage, match_, sittings, None));
        });
    };
    // One letter is all.
    Effect::new(move |_| {
        if letter.with(|letter| !letter.is_empty()) && !first.get_untracked() {
            look();
        }
    });
    let nobody = wrong.is_some();
    view! {
        // What to type stands where everybody looks first.
        <h1>{move || if first.get() { app.t().kiosk_check_in.digits } else { app.t().kiosk_check_in.letter }}</h1>
        {wrong.map(|wrong| view! {
            <p class="banner" data-tone="danger" role="alert"><b>{move || wrong(&app.t().kiosk_check_in)}</b> " " <span>{move || app.t().kiosk_check_in.nobody_hint}</span></p>
        })}
        <div class="kiosk-form">
            {move || if first.get() {
                view! {
                    <TextField id="kiosk-line" label=app.word(|t| t.kiosk_check_in.digits) value=digits error input_mode="none" class="input big-code" />
                    <Keyboard value=digits keys=Keys::Digits most=LAST />
                }.into_any()
            } else {
                view! {
                    <TextField id="kiosk-line" label=app.word(|t| t.kiosk_check_in.letter) value=letter error input_mode="none" class="input big-code" />
                    <Keyboard value=letter keys=Keys::Letters most=1 />
                }.into_any()
            }}
        </div>
        <Show when=move || nobody><p class="actions"><button class="button big" type="button" on:click=move |_| stage.go(Screen::Actions)>{move || app.t().kiosk.join}</button></p></Show>
    }
}
