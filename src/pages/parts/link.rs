//! Links that leave the hub.

use crate::{
    model::{Source, WebLink},
    state::use_app,
    ui::{Icon, strokes},
};
use leptos::prelude::*;

/// A link to another site, in a new tab: drawn with an arrow, and said to screen readers with its host.
#[component]
pub fn ExternalLink(link: WebLink, #[prop(into)] text: String) -> impl IntoView {
    let app = use_app();
    let host = link.host().to_owned();
    view! {
        <a class="out" href=link.as_str().to_owned() target="_blank" rel="noopener noreferrer external">
            {text}
            <Icon name=strokes::EXTERNAL class="icon icon-s" />
            <span class="sr">" (" {move || (app.t().common.link_opens)(&host)} ")"</span>
        </a>
    }
}

/// "Source: otyrar.kz"
#[component]
pub fn SourceLink(source: Source) -> impl IntoView {
    let app = use_app();
    view! {
        <span>
            {move || app.t().common.source} ": "
            <ExternalLink link=source.url text=source.publisher />
        </span>
    }
}
