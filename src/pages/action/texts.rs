//! What only the detail knows: what will be done, what is needed, where it was read. While it is missing, why.

use super::{here::Here, missing::retry};
use crate::{
    model,
    pages::parts::ExternalLink,
    shell::{Said, StandIn},
    ui::{Icon, Skeleton, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Texts(here: Here) -> impl IntoView {
    let app = here.app;
    move || {
        let Some(detail) = here.detail.value.get() else { return view! { <Rest here /> }.into_any() };
        let about = detail.about.clone().map(|about| {
            let title = move || if here.over.get() { app.t().action.about } else { app.t().action.what_we_do };
            view! {
                <section class="stack" aria-labelledby="about">
                    <h2 id="about">{title}</h2>
                    <p class="prose">
                        <Said texts=about.clone() />
                    </p>
                    <p class="marks">
                        <StandIn texts=about />
                    </p>
                </section>
            }
        });
        let needed = (!detail.requirements.is_empty()).then(|| requirements(here, detail.requirements.clone()));
        view! {
            {about}
            {needed}
        }
        .into_any()
    }
}

/// A flag for each line that stands in for a translation; one for all where all of them do.
fn requirements(here: Here, lines: Vec<model::Texts>) -> impl IntoView {
    let all = lines.clone();
    let shared = Memo::new(move |_| {
        let lang = here.app.lang();
        let mut shown = all.iter().map(|texts| texts.show(lang)).map(|shown| (shown.stand_in, shown.lang));
        let first = shown.next()?;
        (first.0 && shown.all(|other| other == first)).then_some(())
    });
    let one_for_all = lines.first().cloned();
    let line = |texts: model::Texts| {
        let flag = texts.clone();
        view! {
            <li>
                <Icon name=strokes::CHECK />
                <p>
                    <Said texts />
                    " "
                    {move || shared.get().is_none().then(|| view! { <StandIn texts=flag.clone() /> })}
                </p>
            </li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="needed">
            <h2 id="needed">{move || here.app.t().action.requirements}</h2>
            <ul class="ages">{lines.into_iter().map(line).collect_view()}</ul>
            <p class="marks">{move || shared.get().and(one_for_all.clone()).map(|texts| view! { <StandIn texts /> })}</p>
        </section>
    }
}

/// The detail is not there: it may be on its way, it was never saved here, or it could not be had.
#[component]
fn Rest(here: Here) -> impl IntoView {
    let app = here.app;
    move || {
        let words = &app.t().action;
        let Some(error) = here.detail.failure.get() else {
            let label = Signal::derive(move || app.t().common.loading.to_owned());
            return view! { <Skeleton label /> }.into_any();
        };
        let text = if error.is_offline() {
            words.rest_not_saved.to_owned()
        } else {
            format!("{} {}", words.rest_failed, (app.t().errors.api)(&error))
        };
        view! {
            <div class="stack">
                <p class="quiet" role="status">
                    {text}
                </p>
                <p class="actions">{retry(app, here.id(), here.detail).run()}</p>
            </div>
        }
        .into_any()
    }
}

/// Where it was read or that it is made up, how old the copy is that is shown, and, on paper, the address of this page.
#[component]
pub fn Source(here: Here) -> impl IntoView {
    let app = here.app;
    let zone = app.zone();
    let source = move || {
        let words = &app.t().action;
        let source = here.detail.value.with(|detail| detail.as_ref().and_then(|detail| detail.source.clone()))?;
        let date = source.published.map(|date| format!(", {}", (words.published)(&app.t().dates.partial(date))));
        Some(view! {
            <section class="stack tight" aria-labelledby="source">
                <h2 id="source">{words.source}</h2>
                <p class="small">
                    <ExternalLink link=source.url text=source.publisher />
                    {date}
                </p>
            </section>
        })
    };
    let old = move || {
        here.detail.failure.with(Option::is_some).then_some(())?;
        let saved = here.detail.value.with(Option::is_some).then(|| here.detail.saved_at.get())??;
        let time = app.t().dates.moment(saved, app.now.get(), &zone);
        Some(view! { <p class="faint xs">{(app.t().action.saved_copy)(&time)}</p> })
    };
    let made_up = Memo::new(move |_| here.action.with(|action| action.demo));
    view! {
        {source}
        {move || made_up.get().then(|| view! { <p class="faint xs">{move || app.t().action.demo_hint}</p> })}
        {old}
        <p class="paper">{super::share::address(&here.id())}</p>
    }
}
