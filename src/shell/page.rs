//! One page in its frame: title, top bar, navigation, banners, content.

use super::{
    banners::banners,
    lazy::{Part, quietly},
    nav::Nav,
};
use crate::{
    model::Lang,
    routes,
    state::use_app,
    ui::{Icon, Mark, live, strokes},
    web::{chunk, page},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Which of the places of the navigation a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Home,
    Actions,
    City,
    Me,
    Shops,
    Funds,
    Outbox,
    Settings,
    Other,
}

/// Where the top bar of a detail leads back to.
#[derive(Clone)]
pub struct Back {
    pub href: &'static str,
    pub label: Signal<String>,
}

/// `class` stands on the frame; see `style/shell.css` (`home`, `detail`, `settings`).
#[component]
pub fn Page(
    /// Of the document; the hub's name is added.
    #[prop(into)]
    title: Signal<String>,
    place: Place,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] back: Option<Back>,
    /// Stands in for a page that is still on its way.
    #[prop(optional)]
    stand_in: bool,
    /// Buttons at the end of the top bar.
    #[prop(optional, into)]
    tools: ViewFn,
    children: Children,
) -> impl IntoView {
    let app = use_app();
    Effect::new(move |_| {
        let lang = app.lang();
        page::set_root("lang", Some(lang.code()));
        let hub = app.hub();
        page::set_title(&format!("{} – {}", title.get(), hub.name.show(lang).text));
    });
    // The focus follows the reader to the new page; on the very first it stays where the browser put it.
    Effect::new(move |_| {
        // A frame that stands in for a page on its way is no visit: counted as one, it would make the first page steal the focus from its top.
        if !stand_in && app.visited.try_update_value(|visited| std::mem::replace(visited, true)).unwrap_or_default() {
            page::focus("main");
        }
    });
    let no_tabs = back.is_some();
    let deep = place == Place::Home;
    let frame = format!("shell {class}{}", if no_tabs { " no-tabs" } else { "" });
    view! {
        <a class="skip" href="#main" rel="external" on:click=move |event| { event.prevent_default(); page::focus("main"); }>
            {move || app.t().shell.skip}
        </a>
        <div class=frame>
            <header class=if deep { "topbar deep on-deep" } else { "topbar" }>
                {match back {
                    Some(back) => view! {
                        <a class="button plain" href=back.href>
                            <Icon name=strokes::BACK />
                            {back.label}
                        </a>
                    }
                    .into_any(),
                    None => view! { <Brand class="brand phone-only" /> }.into_any(),
                }}
                <span class="spacer"></span>
                {tools.run()}
                {quietly(|| Box::pin(async { chunk::call!(outbox_link()).await.map(|view| Arc::new(view) as Part) }))}
                {(!no_tabs).then(|| view! {
                    <a class="button plain square phone-only" href=routes::SETTINGS>
                        <Icon name=strokes::GEAR />
                        <span class="sr">{move || app.t().shell.settings}</span>
                    </a>
                }.into_any())}
                <span class="desk-only"><Languages /></span>
            </header>
            <Nav place />
            <main id="main" tabindex="-1">
                // Home begins with the deep head, which a banner must not cut off from the top bar: it places its banner below.
                {(!deep).then(banners)}
                {children()}
            </main>
        </div>
    }
}

/// The mark with the hub's name and city.
#[component]
pub fn Brand(class: &'static str) -> impl IntoView {
    let app = use_app();
    let hub = app.hub();
    let city = hub.city.clone();
    view! {
        <a class=class href=routes::HOME>
            <Mark />
            <span>
                {move || app.show(&hub.name).text.to_owned()} <small class="faint">{move || app.show(&city).text.to_owned()}</small>
            </span>
        </a>
    }
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(engine, fallible, wasm_split_path = ::leptos::wasm_split))]
fn outbox_link() -> Result<fn() -> AnyView, chunk::Missing> {
    Ok(|| view! { <OutboxLink /> }.into_any())
}

/// How many things wait to be sent; red when one of them needs a decision. Gone when nothing waits.
#[component]
fn OutboxLink() -> impl IntoView {
    let app = use_app();
    let waiting = Memo::new(move |_| app.outbox.waiting(app));
    live(move || {
        let (count, undecided) = waiting.get();
        (count > 0).then(|| {
            view! {
                <a class="outbox-link" href=routes::OUTBOX data-tone=if undecided { "danger" } else { "queued" } aria-label=(app.t().shell.outbox_count)(count as u64)>
                    <Icon name=if undecided { strokes::ALERT } else { strokes::HOURGLASS } class="icon icon-s" />
                    {count}
                </a>
            }.into_any()
        })
    })
}

/// The hub's languages, each named in itself.
#[component]
pub fn Languages() -> impl IntoView {
    let app = use_app();
    let name = |lang| match lang {
        Lang::Kk => "Қаз",
        Lang::Ru => "Рус",
        Lang::En => "Eng",
    };
    view! {
        <div class="segmented" role="group" aria-label="Тіл · Язык · Language">
            {app
                .hub()
                .languages
                .iter()
                .map(|&lang| {
                    view! {
                        <button
                            type="button"
                            lang=lang.code()
                            aria-pressed=move || (app.lang() == lang).to_string()
                            on:click=move |_| app.settings.set_lang(lang)
                        >
                            {name(lang)}
                        </button>
                    }.into_any()
                })
                .collect_view()}
        </div>
    }
}
