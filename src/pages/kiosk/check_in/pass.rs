//! By pass: the device's camera reads it and checks it by the hub's keys, with or without a network.

use super::{
    super::stage::{Screen, Stage},
    Progress, Shifts, Told, found,
};
use crate::{
    api::attendance,
    model::{
        kiosk::{day::Match, log::Happened},
        signed::Standing,
    },
    pages::verify::check::{Found, Verdict, check},
    state::{kept::Kept, use_app},
    store::{Room, records},
    ui::{Camera, CameraWords, Icon, Skeleton, strokes},
    web::camera::NoCamera,
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn ByPass(stage: Stage) -> impl IntoView {
    let app = use_app();
    let keys = Kept::open(app, Room::Cache, records::KEYS.to_owned(), attendance::keys);
    let progress = RwSignal::new(Progress::Asking);
    // What is no pass keeps nobody here, and is said once: a poster may hang in front of the camera.
    let last = StoredValue::new(String::new());
    // By other keys it may be one: the device had none yet, or they have changed.
    Effect::new(move |_| {
        keys.value.track();
        last.set_value(String::new());
    });
    let read = Callback::new(move |text: String| {
        if last.with_value(|last| *last == text) {
            return;
        }
        spawn_local(async move {
            let known = keys.value.try_get_untracked().flatten();
            let verdict = check(&text, known.as_deref()).await;
            progress.try_set(match verdict {
                Verdict::Signed(Found::Pass(claims), Standing::Good) => {
                    stage.touched.try_set_value(true);
                    let day = stage.kiosk.day.try_get_untracked().flatten();
                    let sittings = day.as_ref().map(|day| day.sittings_by_pass(&claims.sub)).unwrap_or_default();
                    found(stage, day.as_ref().map_or(Match::Nobody, |day| day.by_pass(&claims.sub)), Some(sittings), Some(text))
                }
                _ => {
                    // Unless other keys have come meanwhile: by them it may be one.
                    if keys.value.try_with_untracked(|now| now.is_some()) == Some(known.is_some()) {
                        last.try_set_value(text);
                    }
                    stage.kiosk.note(Happened::NotFound);
                    Progress::Not(|t| t.bad_pass)
                }
            });
        });
    });
    move || match progress.get() {
        Progress::Asking => view! { <Asking stage read wrong=None /> }.into_any(),
        Progress::Not(why) => view! { <Asking stage read wrong=Some(why) /> }.into_any(),
        Progress::Found(found) => view! { <Shifts stage progress found /> }.into_any(),
        Progress::Sending => view! { <Skeleton label=app.word(|t| t.kiosk.wait) /> }.into_any(),
        Progress::Told(what, sent) => view! { <Told stage what sent /> }.into_any(),
    }
}

#[component]
fn Asking(stage: Stage, read: Callback<String>, wrong: Option<fn(&crate::i18n::kiosk_check_in::Words) -> &'static str>) -> impl IntoView {
    let app = use_app();
    let words = CameraWords {
        title: app.word(|t| t.kiosk_check_in.no_picture),
        retry: app.word(|t| t.common.retry),
        none: app.word(|t| t.kiosk_check_in.no_camera),
        refused: app.word(|t| t.kiosk_check_in.camera_refused),
        busy: app.word(|t| t.kiosk_check_in.camera_busy),
        unsupported: app.word(|t| t.kiosk_check_in.no_camera),
    };
    // Where there is no picture nobody has to hold anything up to it.
    let failed = RwSignal::new(false);
    let on_failed = Callback::new(move |why: NoCamera| {
        failed.set(true);
        stage.kiosk.note(if why == NoCamera::Refused { Happened::CameraRefused } else { Happened::CameraMissing });
    });
    let on_retry = Callback::new(move |()| failed.set(false));
    view! {
        <h1>{move || app.t().kiosk_check_in.by_pass}</h1>
        <Show when=move || !failed.get()>
            // Where the camera of such a stand is: above its screen.
            <p class="kiosk-arrow" aria-hidden="true"><Icon name=strokes::UP /></p>
            <p class="kiosk-text">{move || app.t().kiosk_check_in.by_pass_hint}</p>
        </Show>
        <Camera label=app.word(|t| t.kiosk_check_in.show_pass) on_text=read words on_failed on_retry />
        {wrong.map(|wrong| view! { <p class="banner" data-tone="danger" role="alert"><b>{move || wrong(&app.t().kiosk_check_in)}</b></p> })}
        <p class="actions"><button class="button big" type="button" on:click=move |_| stage.go(Screen::ByDigits)><Icon name=strokes::PHONE /> {move || app.t().kiosk_check_in.by_digits}</button></p>
    }
}
