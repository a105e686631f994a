//! A picture of the camera that reads codes, or why there is none. It closes with the page that shows it.

use super::{Empty, strokes};
use crate::web::camera::{Camera as Open, NoCamera};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

/// What is said where there is no picture.
#[derive(Clone, Copy)]
pub struct CameraWords {
    /// That there is no picture, as a heading of its own: the label names what would be seen.
    pub title: Signal<String>,
    pub retry: Signal<String>,
    pub none: Signal<String>,
    pub refused: Signal<String>,
    pub busy: Signal<String>,
    pub unsupported: Signal<String>,
}

#[component]
pub fn Camera(
    #[prop(into)] label: Signal<String>,
    on_text: Callback<String>,
    words: CameraWords,
    /// There is no picture.
    #[prop(optional)]
    on_failed: Option<Callback<NoCamera>>,
    /// It is tried once more.
    #[prop(optional)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let failed = RwSignal::new(None::<NoCamera>);
    Effect::new(move |_| {
        if let (Some(why), Some(on_failed)) = (failed.get(), on_failed) {
            on_failed.run(why);
        }
    });
    let said = move |why: NoCamera| match why {
        NoCamera::Refused => words.refused,
        NoCamera::None => words.none,
        NoCamera::Busy => words.busy,
        NoCamera::Unsupported => words.unsupported,
    };
    let again = move |_| {
        failed.set(None);
        if let Some(on_retry) = on_retry {
            on_retry.run(());
        }
    };
    let retry = move || view! { <button class="button" type="button" on:click=again>{words.retry}</button> };
    move || match failed.get() {
        None => view! { <Picture label on_text failed /> }.into_any(),
        Some(why) => view! { <Empty icon=strokes::ALERT title=words.title text=said(why) act=retry /> }.into_any(),
    }
}

#[component]
fn Picture(label: Signal<String>, on_text: Callback<String>, failed: RwSignal<Option<NoCamera>>) -> impl IntoView {
    let node = NodeRef::<html::Video>::new();
    let open = StoredValue::new_local(None::<Open>);
    // At once, so that no light stays on.
    on_cleanup(move || {
        open.try_with_value(|open| open.as_ref().map(Open::close));
    });
    Effect::new(move |_| {
        let Some(video) = node.get() else { return };
        spawn_local(async move {
            if let Err(why) = read(video.unchecked_ref(), open, on_text).await {
                failed.try_set(Some(why));
            }
        });
    });
    view! { <video class="camera" node_ref=node aria-label=label playsinline prop:muted=true></video> }
}

/// Reads codes until the picture is gone.
async fn read(video: &web_sys::Element, open: StoredValue<Option<Open>, LocalStorage>, on_text: Callback<String>) -> Result<(), NoCamera> {
    let camera = Open::open(video).await?;
    if open.try_update_value(|place| *place = Some(camera.clone())).is_none() {
        // The page was left while the browser asked.
        camera.close();
        return Ok(());
    }
    while let Some(text) = camera.next().await? {
        on_text.run(text);
    }
    Ok(())
}
