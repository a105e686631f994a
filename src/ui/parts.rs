//! Small parts: a badge of state, a banner, the empty state, the skeleton.

use super::{Icon, Strokes};
use leptos::prelude::*;

/// A badge of state. `form`: solid (decided), seam (waiting), line (closed), soft (beside the point), bare.
#[component]
pub fn Badge(
    form: &'static str,
    tone: &'static str,
    #[prop(optional)] icon: Option<Strokes>,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=format!("badge {form}") data-tone=tone>
            {icon.map(|name| view! { <Icon name /> }.into_any())}
            {text}
        </span>
    }
}

/// One line over the content that stays below it. `strong` says the fact, `text` what happens or what to do.
#[component]
pub fn Banner(
    tone: &'static str,
    icon: Strokes,
    #[prop(into)] strong: Signal<String>,
    #[prop(into)] text: Signal<String>,
    /// A button or a link.
    #[prop(optional, into)]
    act: ViewFn,
) -> impl IntoView {
    view! {
        <div class="banner" data-tone=tone role=if tone == "danger" { "alert" } else { "status" }>
            <Icon name=icon />
            <p>
                <strong>{strong}</strong>
                " "
                {text}
            </p>
            {move || act.run()}
        </div>
    }
}

/// Nothing to show, and why: empty, not found, failed, not allowed. Never looks like loading.
#[component]
pub fn Empty(
    icon: Strokes,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    /// The way out.
    #[prop(optional, into)]
    act: ViewFn,
    /// A code for whoever has to look into it.
    #[prop(optional, into)]
    code: Option<Signal<String>>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon class="icon icon-l" />
            <h2>{title}</h2>
            <p class="quiet">{text}</p>
            {move || act.run()}
            {code.map(|code| view! { <p class="faint xs">{code}</p> }.into_any())}
        </div>
    }
}

/// Grey rows while an empty cache waits for its first answer. Shows itself after 300 ms.
#[component]
pub fn Skeleton(#[prop(into)] label: Signal<String>) -> impl IntoView {
    view! {
        <div role="status">
            <span class="sr">{label}</span>
            <ul class="lined" aria-hidden="true">
                {(0..4)
                    .map(|_| {
                        view! {
                            <li class="row skeleton">
                                <i class="bone"></i>
                                <div>
                                    <i></i>
                                    <i></i>
                                    <i></i>
                                </div>
                                <i class="bone round"></i>
                            </li>
                        }.into_any()
                    })
                    .collect_view()}
            </ul>
        </div>
    }
}
