//! The form as a whole, the same for a draft, an action and the plan of a series.

use super::{
    clash::Clashes,
    desk::{Desk, News},
    repeat::Repeats,
    rules::{Facts, Rules},
    shifts::Shifts,
    texts::{Lines, Place, Texts},
};
use crate::{
    model::ActionId,
    routes,
    state::use_app,
    ui::{Icon, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Form(
    desk: Desk,
    /// Whether it can repeat.
    #[prop(optional)]
    repeats: bool,
    /// It is a series already.
    #[prop(optional)]
    always: bool,
) -> impl IntoView {
    let app = use_app();
    view! {
        <div class="stack-l">
            <Told desk />
            <Clashes desk />
            <Untranslated desk />
            <section class="stack" aria-labelledby="texts">
                <h2 id="texts">{move || app.t().manage_form.texts}</h2>
                <Texts desk place=Place::Title label=app.word(|t| t.manage_form.title) />
                <Texts desk place=Place::About label=app.word(|t| t.manage_form.about) long=true />
                <Lines desk />
            </section>
            <Facts desk />
            <Shifts desk />
            {repeats.then(|| view! { <Repeats desk always /> })}
            <Rules desk />
        </div>
    }
}

/// What the others have done meanwhile, and what cannot be done now.
#[component]
fn Told(desk: Desk) -> impl IntoView {
    let app = use_app();
    let news = move || {
        desk.news.get().map(|news| {
            let words = &app.t().manage;
            let link = match news {
                News::Published => desk.what.with_value(|what| match what {
                    super::kept::What::Draft(id) => ActionId::new(id.as_str()).ok().map(|id| routes::manage(&id)),
                    _ => None,
                }),
                _ => None,
            };
            let text = match news {
                News::Merged => words.merged,
                News::Published => words.published_meanwhile,
                News::Removed => words.removed_meanwhile,
            };
            view! { <p class="why"><Icon name=strokes::INFO class="icon icon-s" /> <span>{text} {link.map(|href| view! { " " <a href=href>{words.open_it}</a> })}</span></p> }
        })
    };
    let offline = move || {
        let text = app.connection.is_offline().then(|| app.t().manage.offline);
        text.map(|text| view! { <p class="why warning"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{text}</span></p> })
    };
    view! { <div role="status" class="stack">{news} {offline}</div> }
}

/// How many translations are missing, over all texts.
#[component]
fn Untranslated(desk: Desk) -> impl IntoView {
    let app = use_app();
    let languages = app.hub().languages.clone();
    let count =
        Memo::new(move |_| desk.form.with(|form| form.untranslated(&languages).iter().map(|(_, all)| all.len() as u64).sum::<u64>()));
    let written = Memo::new(move |_| desk.form.with(|form| form.texts().iter().any(|(_, typed)| typed.texts().is_some())));
    let text = move || {
        let t = app.t();
        match (count.get(), written.get()) {
            (0, false) => String::new(),
            (0, true) => t.manage_form.all_there.to_owned(),
            (count, _) => (t.manage.untranslated)(count),
        }
    };
    view! { <p class="quiet" role="status">{text}</p> }
}
