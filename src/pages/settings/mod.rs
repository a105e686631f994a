//! Settings of this device: language and looks, what is kept here and how to be rid of it, the home screen, and what this hub is.

mod about;
mod account;
mod backend;
mod mine;
mod notices;
mod push;
mod storage;

use crate::{
    model::Lang,
    pages::home::install::Steps,
    shell::{Page, Place},
    state::{
        settings::{TextSize, Theme},
        use_app,
    },
    ui::{Choice, Icon, Mark, Segmented, strokes},
    web::install::Installing,
};
use leptos::prelude::*;

#[component]
pub fn Settings() -> impl IntoView {
    let app = use_app();
    let title = app.word(|t| t.settings.title);
    view! {
        <Page title place=Place::Settings class="settings">
            <h1>{title}</h1>
            <div class="cols">
                <div class="stack-l">
                    <Language />
                    <Looks />
                    <Install />
                    <notices::Notices />
                    <about::Keyboard />
                </div>
                <div class="stack-l">
                    <storage::Storage />
                    <mine::MyData />
                    <about::About />
                    <backend::Backend />
                </div>
            </div>
        </Page>
    }
}

#[component]
fn Language() -> impl IntoView {
    let app = use_app();
    let choice = move |lang: Lang| {
        view! {
            <Choice
                name="language"
                chosen=Signal::derive(move || app.lang() == lang)
                on_choose=move |_| app.settings.set_lang(lang)
                label=lang.own_name().to_owned()
                lang=lang.code()
            />
        }
    };
    view! {
        <section class="stack">
            <h2 id="language">{move || app.t().settings.language}</h2>
            <div class="lined" role="radiogroup" aria-labelledby="language">{app.hub().languages.iter().map(|&lang| choice(lang)).collect_view()}</div>
        </section>
    }
}

#[component]
fn Looks() -> impl IntoView {
    let app = use_app();
    let settings = app.settings;
    let themes = Theme::ALL.map(|theme| {
        let label = app.word(match theme {
            Theme::System => |t| t.settings.theme_system,
            Theme::Light => |t| t.settings.theme_light,
            Theme::Dark => |t| t.settings.theme_dark,
        });
        (theme, label)
    });
    let sizes = TextSize::ALL.map(|size| {
        let label = app.word(match size {
            TextSize::Normal => |t| t.settings.text_normal,
            TextSize::Large => |t| t.settings.text_large,
            TextSize::ExtraLarge => |t| t.settings.text_larger,
        });
        (size, label)
    });
    view! {
        <section class="stack">
            <h2>{move || app.t().settings.looks}</h2>
            <div class="lined pad">
                <div class="field">
                    <span class="label" id="theme">{move || app.t().settings.theme}</span>
                    <Segmented labelled_by="theme" chosen=settings.theme on_choose=move |theme| settings.set_theme(theme) options=themes.to_vec() />
                </div>
                <div class="field">
                    <span class="label" id="text-size">{move || app.t().settings.text}</span>
                    <Segmented labelled_by="text-size" chosen=settings.text on_choose=move |size| settings.set_text(size) options=sizes.to_vec() />
                </div>
                <Choice
                    name="contrast"
                    kind="checkbox"
                    chosen=settings.more_contrast
                    on_choose=move |on| settings.set_more_contrast(on)
                    label=app.word(|t| t.settings.contrast)
                    small=app.word(|t| t.settings.contrast_hint)
                />
                <Choice
                    name="motion"
                    kind="checkbox"
                    chosen=settings.less_motion
                    on_choose=move |on| settings.set_less_motion(on)
                    label=app.word(|t| t.settings.motion)
                    small=app.word(|t| t.settings.motion_hint)
                />
            </div>
        </section>
    }
}

/// Putting the hub on the home screen, or the word that it is there. Here it is always shown, also to who said "not now" on the home page.
#[component]
fn Install() -> impl IntoView {
    let app = use_app();
    let text = move || {
        let t = app.t();
        match app.install.how.get() {
            Installing::Done => t.settings.installed,
            Installing::Prompt | Installing::ByHandIos => t.home.install_why,
            Installing::Unknown => t.settings.install_unknown,
        }
    };
    let way = move || match app.install.how.get() {
        Installing::Prompt => view! {
            <p class="actions">
                <button class="button" type="button" on:click=move |_| app.install.ask()>
                    <Icon name=strokes::PLUS />
                    {move || app.t().home.install_now}
                </button>
            </p>
        }
        .into_any(),
        Installing::ByHandIos => view! { <Steps /> }.into_any(),
        Installing::Done | Installing::Unknown => ().into_any(),
    };
    view! {
        <section class="card install">
            <Mark />
            <div>
                <h2>{move || app.t().settings.install}</h2>
                <p class="quiet small">{text}</p>
            </div>
            {way}
        </section>
    }
}
